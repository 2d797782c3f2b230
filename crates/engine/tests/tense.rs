//! Days of the week without a date lie where the verb of their sentence puts them.
//!
//! Takes sentences with the day of their article; reads them with the whole language stage, since the verb is known from the parse alone.
//! Known limit: the plain present ("meet Monday") is read as past.
//!
//! Example: "talks set to resume Monday" in an article of a Sunday are of the next day.

use engine::{Engine, RawArticle};
use model::Basis;

/// The values of the days that an article of 16 August 1990, a Thursday, names.
fn days(engine: &Engine, text: &str) -> Vec<String> {
    let article = RawArticle {
        text: text.to_owned(),
        language: Some("en".to_owned()),
        published: Some(("1990-08-16".parse().unwrap(), Basis::Input)),
        ..RawArticle::default()
    };
    let times = engine.read(article).unwrap().times;
    times.into_iter().map(|t| t.value).collect()
}

#[test]
fn the_verb_above_a_weekday_turns_it() {
    let engine = Engine::new(None, 1).unwrap();
    for (text, day) in [
        ("The envoys met the king on Monday.", "1990-08-13"),
        ("The talks are to resume on Monday.", "1990-08-20"),
        (
            "The talks, set to resume Monday, are in doubt.",
            "1990-08-20",
        ),
        ("The ministers are likely to meet on Monday.", "1990-08-20"),
        ("The report must be handed in by Wednesday.", "1990-08-22"),
        ("Forty states had filed reports by Wednesday.", "1990-08-15"),
    ] {
        assert_eq!(days(&engine, text), [day], "{text}");
    }
}
