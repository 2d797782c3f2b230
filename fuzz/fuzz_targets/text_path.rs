//! Fuzz target: bytes of a text article, through every stage, to the derived record.
//!
//! Takes any bytes, as UTF-8 where they are, with replacement characters where not; panics where the
//! program would. Run with `cargo fuzz run text_path` (see fuzz/README.md). Known limit: text only.
//!
//! Example: the corpus may begin with the files of examples/affair.
#![no_main]

use engine::{Engine, RawArticle};
use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;

static ENGINE: OnceLock<Engine> = OnceLock::new();

fuzz_target!(|bytes: &[u8]| {
    let engine = ENGINE.get_or_init(|| Engine::new(None, 1).expect("the built-in data is tested"));
    let article = RawArticle {
        input_id: "fuzz".into(),
        language: Some("en".into()),
        text: String::from_utf8_lossy(bytes).into_owned(),
        ..RawArticle::default()
    };
    if let Ok(reading) = engine.read(article) {
        record::derive(&[&reading], &[], engine.lexicon());
    }
});
