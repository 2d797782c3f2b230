//! Runs the examples of the ontology and of the event tables, and cases of roles and status, against the event reader.
//!
//! Takes sentences of our own through the language core and the whole statement stage; a row's example must give an
//! event of the row's type. Cases name situation and result. Known limit: where the parser errs, a good rule fails.
//!
//! Example: "Norland vowed to attack Sudland." is THREATEN from "Norland" to "Sudland".

use language::core::Core;
use lexicon::{Files, Lexicon};
use model::{Argument, Document, Event, EventType, Interval, Status};
use std::sync::LazyLock;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::embedded().unwrap());

fn read(text: &str) -> (Document, Vec<Event>) {
    let document = Document {
        text: text.to_owned(),
        language: Some("en".to_owned()),
        ..Document::default()
    };
    let annotation = language::annotate(&document, Core::embedded().unwrap(), &LEXICON);
    let statements = statement::extract(&document, &annotation, &LEXICON);
    (document, statements.events)
}

fn types(text: &str) -> Vec<EventType> {
    read(text).1.iter().filter_map(|e| e.event_type).collect()
}

/// Event of type `kind` in `text` as (source, target, status); empty words for an empty role.
fn told(text: &str, kind: EventType) -> (String, String, Status) {
    let (document, events) = read(text);
    let event = events.iter().find(|e| e.event_type == Some(kind));
    let event = event.unwrap_or_else(|| panic!("no {} in: {text}\n{events:#?}", kind.as_str()));
    let words = |a: &Option<Argument>| {
        let span = a.as_ref().and_then(|a| a.span.of(&document.text));
        span.unwrap_or_default().to_owned()
    };
    (words(&event.source), words(&event.target), event.status)
}

#[track_caller]
fn check(text: &str, kind: EventType, expected: (&str, &str, Status)) {
    let (source, target, status) = told(text, kind);
    assert_eq!(
        (source.as_str(), target.as_str(), status),
        expected,
        "{text}"
    );
}

fn failing(rows: Vec<(String, EventType)>) -> Vec<String> {
    let wrong = rows
        .into_iter()
        .filter(|(text, kind)| !types(text).contains(kind));
    wrong
        .map(|(text, kind)| format!("{}: {text} {:?}", kind.as_str(), types(&text)))
        .collect()
}

#[test]
fn both_parties_of_a_meeting_leave_no_room_for_a_third() {
    let text = "The expected meeting between Petrov and Larsen could have consequences for the two nations.";
    let (source, target, _) = told(text, EventType::Consult);
    assert_eq!((source.as_str(), target.as_str()), ("Petrov", "Larsen"));
}

#[test]
fn every_example_of_the_ontology_gives_its_type() {
    let entries = &LEXICON.events.types;
    let rows = entries
        .iter()
        .flat_map(|t| t.examples.iter().map(|e| (e.clone(), t.code)));
    assert_eq!(failing(rows.collect()), Vec::<String>::new());
}

#[test]
fn no_counter_example_of_the_ontology_gives_its_type() {
    let entries = &LEXICON.events.types;
    let rows = entries
        .iter()
        .flat_map(|t| t.counter.iter().map(|e| (e.clone(), t.code)));
    let wrong: Vec<_> = rows
        .filter(|(text, kind)| types(text).contains(kind))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn every_example_of_a_table_gives_the_type_of_its_row() {
    let files = Files::embedded();
    // Name of the table, columns of the type and of the example.
    let tables = [
        ("en/event-triggers.csv", 2, 6),
        ("en/event-phrases.csv", 0, 5),
        ("en/event-compositions.csv", 2, 3),
    ];
    let mut rows = Vec::new();
    for (name, kind, example) in tables {
        for (_, row) in files.csv::<Vec<String>>(name).unwrap() {
            let kind = EventType::from_code(&row[kind]);
            rows.extend(
                kind.filter(|_| !row[example].is_empty())
                    .map(|k| (row[example].clone(), k)),
            );
        }
    }
    assert_eq!(failing(rows), Vec::<String>::new());
}

#[test]
fn a_hyphened_ceasefire_is_no_fire() {
    assert!(!types("The rebels declared a cease-fire.").contains(&EventType::Assault));
}

#[test]
fn a_strike_called_off_is_given_up() {
    let found = types("The miners of Norland called off a strike against Sudland.");
    assert!(!found.contains(&EventType::Request), "{found:?}");
    assert!(!found.contains(&EventType::Protest), "{found:?}");
}

#[test]
fn fire_opened_at_a_school_is_an_attack_and_a_school_opened_is_none() {
    let found = types("Gunmen from Norland opened fire at a school in Sudland.");
    assert!(found.contains(&EventType::Assault), "{found:?}");
    let found = types("The minister of Norland opened a school in Sudland.");
    assert!(!found.contains(&EventType::Assault), "{found:?}");
}

#[test]
fn who_is_set_to_meet_somebody_has_a_planned_meeting() {
    let text = "Brazilian leader Lula da Silva is set to meet German Chancellor Olaf Scholz.";
    let both = (
        "Brazilian leader Lula da Silva",
        "German Chancellor Olaf Scholz",
        Status::Planned,
    );
    check(text, EventType::Consult, both);
}

#[test]
fn what_a_finding_demonstrates_is_no_protest() {
    let found = types("The report demonstrated that the bridge was safe.");
    assert!(!found.contains(&EventType::Protest), "{found:?}");
}

#[test]
fn passive_has_its_agent_as_source() {
    let text = "The editor was arrested by Iraqi police.";
    check(
        text,
        EventType::Coerce,
        ("Iraqi police", "The editor", Status::Occurred),
    );
}

#[test]
fn visit_as_a_noun_takes_its_possessor_and_goal() {
    let text = "President Lula's visit to China ended on Friday.";
    let (source, target, _) = told(text, EventType::Consult);
    assert!(
        source.contains("Lula") && target == "China",
        "{source} -> {target}"
    );
}

#[test]
fn coordinated_names_share_a_meeting() {
    check(
        "Talks between Iran and France failed in May.",
        EventType::Consult,
        ("Iran", "France", Status::Occurred),
    );
}

#[test]
fn what_somebody_is_accused_of_is_alleged() {
    let (source, target, status) = told(
        "France accused Iran of supplying drones to Russia.",
        EventType::Aid,
    );
    assert_eq!(
        (source.as_str(), target.as_str(), status),
        ("Iran", "Russia", Status::Alleged)
    );
}

#[test]
fn negated_verb_gives_a_negated_event() {
    let (_, _, status) = told("Iran did not attack Iraq.", EventType::Assault);
    assert_eq!(status, Status::Negated);
}

#[test]
fn coming_meeting_is_planned() {
    let (_, _, status) = told(
        "The French president will meet the German chancellor in Rome.",
        EventType::Consult,
    );
    assert_eq!(status, Status::Planned);
}

#[test]
fn dateline_is_no_actor() {
    let (source, _, _) = told(
        "BERLIN (DPA) -- A court in Bavaria has convicted two Danish men.",
        EventType::Accuse,
    );
    assert!(source.starts_with("A court"), "{source}");
}

#[test]
fn pronoun_of_what_is_said_is_who_says_it() {
    let (source, _, _) = told(
        "Ethiopia said it would release the reporters.",
        EventType::Agree,
    );
    assert_eq!(source, "Ethiopia");
}

/// Names of who acts and on whom, of the event of type `kind` in `text`.
fn actors(text: &str, kind: EventType) -> (Vec<String>, Vec<String>) {
    let (document, events) = read(text);
    let annotation = language::annotate(&document, Core::embedded().unwrap(), &LEXICON);
    let names = |a: &Option<Argument>| {
        let referents = a.iter().flat_map(|a| a.referents.iter());
        let name = |&r: &usize| annotation.referents[r].name.clone();
        referents.map(name).collect()
    };
    let event = events.iter().find(|e| e.event_type == Some(kind));
    let event = event.unwrap_or_else(|| panic!("no {} in: {text}\n{events:#?}", kind.as_str()));
    (names(&event.source), names(&event.target))
}

#[test]
fn we_between_quotation_marks_is_who_says_it() {
    let told = |text: &str, kind, source: &str, target: &str| {
        let name = |n: &str| -> Vec<String> {
            let known = Some(n).filter(|n| !n.is_empty());
            known.map(str::to_owned).into_iter().collect()
        };
        assert_eq!(actors(text, kind), (name(source), name(target)), "{text}");
    };
    let text = "“We condemn Sudland,” Minister Anna Berg told a meeting in Eastport. “Norland attacked us.”";
    told(text, EventType::Accuse, "Anna Berg", "Sudland");
    told(text, EventType::Assault, "Norland", "Anna Berg");
    // The writer of the article is nobody that it names.
    let reported = "Anna Berg said that Sudland attacked us during the march.";
    told(reported, EventType::Assault, "Sudland", "");
    // Who says something within the quoted words is not who speaks them.
    let inner = "“Norland said that Sudland attacked us,” Minister Anna Berg said.";
    told(inner, EventType::Assault, "Sudland", "Anna Berg");
    // Nobody does it to himself.
    let own = "“We condemn ourselves,” Minister Anna Berg said.";
    told(own, EventType::Accuse, "Anna Berg", "");
}

#[test]
fn odd_texts_give_no_panic() {
    for text in [
        "",
        "\n\n",
        "!!!",
        "Attack",
        "– – to attack by by of",
        "🚀 visit 🚀",
    ] {
        read(text);
    }
}

#[test]
fn suspended_aid_is_no_aid() {
    let found = types("Norland suspended aid to Iraq.");
    assert_eq!(found, [EventType::Sanction]);
}

/// The untyped event at the word `trigger` of `text`.
fn untyped(text: &str, trigger: &str) -> Event {
    let (document, events) = read(text);
    let at = |e: &&Event| e.trigger.of(&document.text) == Some(trigger);
    let event = events.iter().find(|e| e.event_type.is_none() && at(e));
    event
        .unwrap_or_else(|| panic!("no untyped {trigger} in: {text}\n{events:#?}"))
        .clone()
}

#[test]
fn what_plover_does_not_type_is_kept_without_a_type() {
    let event = untyped("The film will premiere in Oslo.", "premiere");
    assert_eq!(event.status, Status::Planned);
    untyped("Shares of the bank fell after the merger.", "merger");
    untyped("Shares of the bank fell after the merger.", "fell");
}

#[test]
fn every_row_of_event_nouns_holds_in_its_example() {
    let rows = Files::embedded().csv::<Vec<String>>("en/event-nouns.csv");
    for (_, row) in rows.unwrap() {
        let (text, word) = (&row[2], &row[3]);
        let (document, events) = read(text);
        let found = events
            .iter()
            .any(|e| e.trigger.of(&document.text) == Some(word.as_str()));
        assert_eq!(found, row[0] != "not", "{text}");
    }
}

#[test]
fn event_is_not_dated_by_the_day_of_its_report() {
    let text = "Berg said on 4 May 2021 that Norland had attacked Sudland.";
    let (_, events) = read(text);
    let attack = events.iter().find(|e| e.lemma == "attack").unwrap();
    assert!(attack.interval.is_unknown(), "{attack:#?}");
    let text = "On 4 May 2021 Berg announced a visit to Norland.";
    let (_, events) = read(text);
    let visit = events.iter().find(|e| e.lemma == "visit").unwrap();
    assert!(visit.interval.is_unknown(), "{visit:#?}");
}

#[test]
fn what_a_demand_takes_for_granted_has_occurred() {
    let text = "Berg demanded that the boy who survived the crash return to Norland.";
    assert_eq!(untyped(text, "survived").status, Status::Occurred);
}

#[test]
fn nobody_acts_one_sidedly_upon_himself() {
    let (_, events) = read("Norland will renew its own laws.");
    let renew = events.iter().find(|e| e.lemma == "renew").unwrap();
    let target = renew.target.as_ref().map(|t| t.referents.clone());
    assert!(renew.source.is_some());
    assert_ne!(target, renew.source.as_ref().map(|s| s.referents.clone()));
}

/// Status of the event that the word `trigger` names.
fn status(text: &str, trigger: &str) -> Option<Status> {
    let (document, events) = read(text);
    let at = |e: &&Event| e.trigger.of(&document.text) == Some(trigger);
    events.iter().find(at).map(|e| e.status)
}

#[test]
fn what_words_take_for_granted_has_occurred() {
    let occurred = [
        ("Norway condemned the bombing.", "bombing"),
        (
            "The ministry did not link these attacks to Sudland.",
            "attacks",
        ),
        ("Sudland began to withdraw its troops.", "withdraw"),
        (
            "Berg said he might resign because the talks failed.",
            "failed",
        ),
        ("Berg accused the press of lying about his visit.", "visit"),
        ("Berg is a suspect in the bombing.", "bombing"),
        ("The ministry denied the request for a visit.", "request"),
        ("Berg denied the claims and the allegations.", "allegations"),
    ];
    for (text, trigger) in occurred {
        assert_eq!(status(text, trigger), Some(Status::Occurred), "{text}");
    }
}

#[test]
fn words_at_and_above_an_event_tell_whether_it_happened() {
    let open = [
        ("Berg denied the attack.", "attack", Status::Denied),
        ("Nobody attacked the port.", "attacked", Status::Negated),
        ("None of the rebels left the port.", "left", Status::Negated),
        ("Prices could still fall.", "fall", Status::Hypothetical),
        ("Berg is accused of murder.", "murder", Status::Alleged),
        (
            "Berg accused the army of killing nine villagers in a raid.",
            "raid",
            Status::Alleged,
        ),
        (
            "The ministry denied filing a complaint.",
            "complaint",
            Status::Denied,
        ),
        (
            "Prices could still begin to fall.",
            "fall",
            Status::Hypothetical,
        ),
        (
            "Norland will hold talks with Sudland.",
            "talks",
            Status::Planned,
        ),
        (
            "Sudland will begin to withdraw its troops.",
            "withdraw",
            Status::Planned,
        ),
        (
            "Sudland left without signing the pact.",
            "signing",
            Status::Negated,
        ),
        (
            "Berg prevented them from leaving the port.",
            "leaving",
            Status::Negated,
        ),
        (
            "Under the bill, the state would pay the farmers.",
            "pay",
            Status::Proposed,
        ),
        (
            "Norland would pay if Sudland asked.",
            "pay",
            Status::Hypothetical,
        ),
    ];
    for (text, trigger, expected) in open {
        assert_eq!(status(text, trigger), Some(expected), "{text}");
    }
}

#[test]
fn a_noun_that_names_its_own_actors_is_told_of_them_and_not_of_who_speaks_of_it() {
    let done = Status::Occurred;
    let visit = "The arms were discussed during Berg's visit to Norland and his meeting with the Sudland leader Ada Lund.";
    check(visit, EventType::Consult, ("Berg", "Norland", done));
    let letters = "Ada Lund's warning follows recent letter exchanges between Norland and Sudland.";
    check(letters, EventType::Consult, ("Norland", "Sudland", done));
}

#[test]
fn an_event_keeps_the_time_that_says_when_where_only_the_article_could_tell_its_day() {
    let (_, events) = read("Norland's envoy visited Sudland in July.");
    let visit = events.iter().find(|e| e.event_type.is_some()).unwrap();
    assert_eq!((visit.time, visit.interval), (Some(0), Interval::default()));
}

#[test]
fn each_clause_of_a_sentence_tells_what_it_tells() {
    let text = "Canada expelled two Belarusian envoys on Monday, and Lithuania condemned Minsk for the arrests.";
    check(
        text,
        EventType::Sanction,
        ("Canada", "two Belarusian envoys", Status::Occurred),
    );
    check(
        text,
        EventType::Accuse,
        ("Lithuania", "Minsk", Status::Occurred),
    );
    let text =
        "Rebels attacked the garrison after President Kagame had accused Congo of harbouring them.";
    check(
        text,
        EventType::Assault,
        ("Rebels", "the garrison", Status::Occurred),
    );
    check(
        text,
        EventType::Accuse,
        ("President Kagame", "Congo", Status::Occurred),
    );
}

#[test]
fn a_verb_that_shares_its_subject_has_it_in_its_clause() {
    let text = "President Boluarte met the Bolivian foreign minister and urged Chile to free the fishermen.";
    check(
        text,
        EventType::Consult,
        (
            "President Boluarte",
            "the Bolivian foreign minister",
            Status::Occurred,
        ),
    );
    check(
        text,
        EventType::Request,
        ("President Boluarte", "Chile", Status::Occurred),
    );
}

#[test]
fn no_name_of_a_feature_ends_in_a_blank_that_tables_lose() {
    let text = "Rebels attacked a garrison after soldiers had burned two villages.";
    let document = Document {
        text: text.to_owned(),
        ..Document::default()
    };
    let annotation = language::annotate(&document, Core::embedded().unwrap(), &LEXICON);
    let seen = statement::event::learn::seen(&document, &annotation, &LEXICON.events);
    assert!(
        seen.iter().any(|s| s.clause.is_some()),
        "no clause was seen"
    );
    let pairs = seen.iter().flat_map(|s| &s.pairs);
    let of_pairs = pairs.flat_map(|(_, own, kinds)| own.iter().chain(kinds));
    let phrases = seen.iter().flat_map(|s| &s.phrases);
    let of_phrases = phrases.flat_map(|p| p.features.iter().flatten());
    let names = of_pairs
        .chain(of_phrases)
        .chain(seen.iter().flat_map(|s| &s.nothing));
    let blank: Vec<&String> = names.filter(|n| n.trim() != n.as_str()).collect();
    assert!(blank.is_empty(), "{blank:?}");
}
