//! Disputes, propositions, promises and origins.
//!
//! Takes composed articles through the whole derivation.
//!
//! Example: "denied these claims" meets the accusation of its own document in a dispute.

use crate::article::*;
use jiff::civil::date;
use model::record::{Claim, Record};
use model::{EventType, Interval, Stance, Status};

pub(crate) fn accusation() -> Article {
    let line = "Danmere accuses Norland of the supply of arms to Swedonia, yet Sven Holm rejects these claims.";
    Article::new("a", None, &text(line))
        .event(
            ("Norland", "supply", "Swedonia"),
            EventType::Aid,
            Status::Alleged,
            UNKNOWN,
        )
        .claim(
            ("Danmere", "accuses", "the supply of arms to Swedonia"),
            Stance::Accuse,
            "arms supply Swedonia",
            None,
        )
        .claim(
            ("Sven Holm", "rejects", "these claims"),
            Stance::Deny,
            "",
            Some(0),
        )
}

#[test]
fn a_denial_of_these_claims_meets_the_accusation_in_a_dispute() {
    let record = record(&[accusation()]);
    assert_eq!((record.propositions.len(), record.disputes.len()), (1, 1));
    let dispute = &record.disputes[0];
    assert_eq!((dispute.supporting.len(), dispute.against.len()), (1, 1));
    assert_eq!(
        record.propositions[0].label,
        "the supply of arms to Swedonia"
    );
    assert_eq!(dispute.kind, "denial");
}

#[test]
fn a_denial_in_another_article_meets_the_accusation_by_its_topic() {
    let line = "Norland denied the supply of arms to Swedonia.";
    let denial = Article::new("b", None, &text(line)).claim(
        ("Norland", "denied", "the supply of arms to Swedonia"),
        Stance::Deny,
        "arms supply Swedonia",
        None,
    );
    let record = record(&[accusation(), denial]);
    assert_eq!(record.disputes.len(), 1);
    assert_eq!(record.disputes[0].against.len(), 2);
}

/// Two reports of one launch of missiles on one day.
fn launches(first: &str, second: &str) -> Vec<String> {
    let launch = |name: &str, missiles: &str| {
        let line = format!("Norland did fire {missiles} missiles at Swedonia.");
        let day = Interval::day(date(2023, 9, 13));
        let who = ("Norland", "fire", "Swedonia");
        let mut article = Article::new(name, Some(date(2023, 9, 14)), &text(&line)).event(
            who,
            EventType::Coerce,
            Status::Occurred,
            day,
        );
        let object = article.at(&format!("{missiles} missiles"));
        article.0.statements.events[0].objects = vec![object];
        article
    };
    let record = record(&[launch("a", first), launch("b", second)]);
    assert_eq!(record.events.len(), 1);
    assert!(record.disputes.iter().all(|d| d.spans.len() == 2));
    record.disputes.into_iter().map(|d| d.kind).collect()
}

#[test]
fn accounts_that_count_differently_are_a_dispute_about_the_number() {
    assert_eq!(launches("two", "three"), ["number"]);
    assert_eq!(launches("two", "2 ballistic"), Vec::<String>::new());
}

#[test]
fn counts_are_compared_by_value_however_they_are_written() {
    let none = Vec::<String>::new();
    assert_eq!(launches("two million", "2,000,000"), none);
    assert_eq!(launches("1.5 million", "1,500,000"), none);
    assert_eq!(launches("two dozen", "twenty-four"), none);
    assert_eq!(launches("two hundred and five", "205"), none);
    assert_eq!(launches("three million", "three thousand"), ["number"]);
    assert_eq!(launches("two or three", "three"), none);
    assert_eq!(launches("two-stage", "three"), none);
}

#[test]
fn neighbouring_days_of_one_signing_are_a_dispute_about_the_date() {
    let signs = |name: &str, day: i8| {
        let who = ("Ola Berg", "appoint", "Sven Holm");
        let line = format!("Ola Berg did appoint Sven Holm on {day} May.");
        Article::new(name, None, &text(&line)).event(
            who,
            EventType::Support,
            Status::Occurred,
            Interval::day(date(2023, 5, day)),
        )
    };
    let kinds = |other: i8| -> Vec<String> {
        record(&[signs("a", 3), signs("b", other)])
            .disputes
            .into_iter()
            .map(|d| d.kind)
            .collect()
    };
    assert_eq!(kinds(4), ["date"]);
    assert_eq!(kinds(20), Vec::<String>::new());
}

#[test]
fn an_unrelated_event_on_the_day_between_hides_no_dispute_about_the_date() {
    let signs = |name: &str, who: &str, day: i8| {
        let line = format!("{who} did appoint Sven Holm on {day} May.");
        Article::new(name, None, &text(&line)).event(
            (who, "appoint", "Sven Holm"),
            EventType::Support,
            Status::Occurred,
            Interval::day(date(2023, 5, day)),
        )
    };
    let articles = [
        signs("a", "Ola Berg", 3),
        signs("b", "Danmere", 3),
        signs("c", "Danmere", 9),
        signs("d", "Swedonia", 4),
        signs("e", "Ola Berg", 4),
    ];
    let disputes = record(&articles).disputes;
    let kinds: Vec<&str> = disputes.iter().map(|d| d.kind.as_str()).collect();
    assert_eq!(kinds, ["date"]);
}

#[test]
fn a_broken_promise_is_contradicted_and_says_why() {
    let line = "Norland vowed not to supply arms to Swedonia.";
    let promise = Article::new("b", None, &text(line))
        .event(
            ("Norland", "supply", "Swedonia"),
            EventType::Aid,
            Status::Negated,
            UNKNOWN,
        )
        .claim(
            ("Norland", "vowed", "not to supply arms to Swedonia"),
            Stance::Commit,
            "arms supply",
            None,
        );
    let record = record(&[accusation(), promise]);
    assert_eq!(record.commitments.len(), 1);
    assert_eq!(record.commitments[0].status, "contradicted");
    assert!(!record.commitments[0].reasons.is_empty());
}

/// A promise to meet and, later, a meeting of one side with somebody else or a meeting as promised.
fn promise_and_later(later: &str, with: &str) -> Record {
    let promise = Article::new(
        "p",
        Some(date(2023, 8, 19)),
        &text("At a summit Norland promised to supply arms to Swedonia."),
    )
    .event(
        ("", "summit", ""),
        EventType::Consult,
        Status::Planned,
        Interval::day(date(2023, 8, 18)),
    )
    .event(
        ("Norland", "supply", "Swedonia"),
        EventType::Aid,
        Status::Planned,
        UNKNOWN,
    )
    .claim(
        ("Norland", "promised", "to supply arms to Swedonia"),
        Stance::Commit,
        "supply arms",
        None,
    );
    let trigger = if later.contains("supply") {
        "supply"
    } else {
        "summit"
    };
    let kind = if trigger == "supply" {
        EventType::Aid
    } else {
        EventType::Consult
    };
    let told = Article::new("q", Some(date(2023, 9, 19)), &text(later)).event(
        ("Norland", trigger, with),
        kind,
        Status::Occurred,
        UNKNOWN,
    );
    record(&[promise, told])
}

#[test]
fn a_promise_is_kept_only_by_the_promised_act_toward_the_same_end() {
    let status =
        |later: &str, with: &str| promise_and_later(later, with).commitments[0].status.clone();
    assert_eq!(
        status("Norland did supply shells to Swedonia.", "Swedonia"),
        "kept"
    );
    assert_eq!(
        status("Norland did supply shells to Danmere.", "Danmere"),
        "open"
    );
    assert_eq!(
        status("Norland held a summit with Swedonia.", "Swedonia"),
        "open"
    );
}

#[test]
fn speakers_of_one_document_are_one_origin() {
    let line = "Ola Berg and Sven Holm say that Danmere did supply arms to Swedonia.";
    let mut article = Article::new("a", None, &text(line)).event(
        ("Danmere", "supply", "Swedonia"),
        EventType::Aid,
        Status::Alleged,
        UNKNOWN,
    );
    for (speaker, cue) in [("Ola Berg", "say"), ("Sven Holm", "say")] {
        let claim = (speaker, cue, "Danmere did supply arms to Swedonia");
        article = article.claim(claim, Stance::Assert, "supply arms", None);
    }
    let record = record(&[article]);
    assert_eq!(record.events[0].origins.len(), 2);
    assert_eq!(record.events[0].independent_origins, 1);
}

/// One article in which `speaker` says that Norland supplied Swedonia, or that it did not.
fn supply_told(name: &str, speaker: &str, verb: &str, status: Status) -> Article {
    let line = format!("{speaker} said Norland {verb} supply arms to Swedonia in July.");
    let content = format!("Norland {verb} supply arms to Swedonia");
    let supply = ("Norland", "supply", "Swedonia");
    Article::new(name, None, &text(&line))
        .event(supply, EventType::Aid, status, july())
        .claim(
            (speaker, "said", content.as_str()),
            Stance::Assert,
            "supply arms Swedonia",
            None,
        )
}

#[test]
fn whoever_says_that_it_did_not_happen_is_no_origin_and_stands_against_it() {
    let record = record(&[
        supply_told("a", "Danmere", "did", Status::Occurred),
        supply_told("b", "Ola Berg", "did not", Status::Negated),
    ]);
    assert_eq!(record.events.len(), 1);
    let event = &record.events[0];
    assert_eq!((event.documents, event.independent_origins), (2, 1));
    assert_eq!(event.status, Status::Denied);
    let proposition = &record.propositions[0];
    let sides = (proposition.asserted_by.len(), proposition.denied_by.len());
    assert_eq!(sides, (1, 1));
    assert_eq!(
        (
            record.disputes[0].supporting.len(),
            record.disputes[0].against.len()
        ),
        (1, 1)
    );
}

/// One article in which `speaker` says so and Fjord, which the text names, carries it.
fn supply_carried(name: &str, speaker: &str) -> Article {
    let line = format!("{speaker} said Norland did supply arms to Swedonia in July, Fjord has it.");
    let content = "Norland did supply arms to Swedonia";
    let claim = (speaker, "said", content);
    Article::new(name, None, &text(&line))
        .event(
            ("Norland", "supply", "Swedonia"),
            EventType::Aid,
            Status::Occurred,
            july(),
        )
        .claim(claim, Stance::Assert, "supply arms Swedonia", None)
        .carried_by("Fjord")
}

#[test]
fn each_side_of_a_proposition_has_its_origins_and_the_ways_they_came() {
    let record = record(&[
        supply_carried("a", "Danmere"),
        supply_carried("b", "Danmere"),
        supply_told("c", "Ola Berg", "did not", Status::Negated),
    ]);
    let about = &record.propositions[0];
    let (said, denied) = (&about.support, &about.denial);
    assert_eq!(
        (said.independent_origins, denied.independent_origins),
        (1, 1)
    );
    let origin = &said.origins[0];
    assert_eq!(said.origins.len(), 1);
    assert_eq!(origin.origin, claim_in(&record, "a").via[0].as_str());
    assert_eq!(origin.documents.len(), 2);
    assert_eq!(origin.chains.len(), 2);
    for chain in &origin.chains {
        assert_eq!(chain.speakers, claim_in(&record, "a").speakers);
        assert_eq!(chain.channels, claim_in(&record, "a").via);
        assert_eq!(chain.outlet, "a", "b copies a");
    }
    assert_eq!(denied.origins[0].chains[0].outlet, "c");
    assert_eq!(record.events[0].origins[0].chains, origin.chains);
}

fn claim_in<'r>(record: &'r Record, outlet: &str) -> &'r Claim {
    let mut claims = record.claims.iter();
    claims.find(|c| c.outlet == outlet).unwrap()
}

#[test]
fn what_everybody_tells_as_not_done_is_negated_and_no_dispute() {
    let record = record(&[
        supply_told("a", "Danmere", "did not", Status::Negated),
        supply_told("b", "Ola Berg", "did not", Status::Negated),
    ]);
    assert_eq!(record.events[0].status, Status::Negated);
    assert_eq!(record.events[0].independent_origins, 2);
    assert!(record.disputes.is_empty());
}

#[test]
fn the_allegation_is_the_one_of_its_document_and_no_other_act() {
    let older = Article::new(
        "a",
        Some(date(2023, 8, 1)),
        &text("Danmere accuses Norland of shipping shells to Swedonia."),
    )
    .claim(
        (
            "Danmere",
            "accuses",
            "Norland of shipping shells to Swedonia",
        ),
        Stance::Accuse,
        "ship shell Swedonia Norland",
        None,
    );
    let line = "Swedonia denied a report that it bought shells of Norland. Norland rejected the allegation.";
    let newer = Article::new("b", Some(date(2023, 9, 7)), &text(line))
        .claim(
            (
                "Swedonia",
                "denied",
                "a report that it bought shells of Norland",
            ),
            Stance::Deny,
            "buy shell Norland Swedonia",
            None,
        )
        .claim(
            ("Norland", "rejected", "the allegation"),
            Stance::Deny,
            "allegation",
            None,
        );
    let record = record(&[older, newer]);
    assert_eq!(record.disputes.len(), 0);
    assert_eq!(record.propositions.len(), 1);
    assert_eq!(record.propositions[0].denied_by.len(), 2);
}

#[test]
fn a_promise_that_another_claim_tells_binds_and_is_contradicted_by_the_act() {
    let line = "Danmere asks that the promise of Norland to not supply arms to Swedonia be kept.";
    let mut article = Article::new("a", Some(date(2023, 7, 5)), &text(line))
        .event(
            ("Norland", "supply", "Swedonia"),
            EventType::Aid,
            Status::Negated,
            UNKNOWN,
        )
        .claim(
            (
                "Danmere",
                "asks",
                "that the promise of Norland to not supply arms to Swedonia be kept",
            ),
            Stance::Demand,
            "promise arms supply",
            None,
        );
    let by = vec![article.referent("Norland")];
    let promise = model::Promise {
        claim: 0,
        by,
        source: article.at("Norland"),
        cue: article.at("promise"),
        content: vec![article.at("to not supply arms to Swedonia")],
        events: vec![0],
    };
    article.0.statements.promises.push(promise);
    let open = record(std::slice::from_ref(&article));
    assert_eq!(open.commitments.len(), 1);
    assert_eq!(open.commitments[0].status, "open");
    assert_eq!(open.commitments[0].reasons, ["told by Danmere"]);
    assert_eq!(open.possible_breaches, []);
    let act = Article::new(
        "b",
        Some(date(2023, 7, 9)),
        &text("Norland began to supply arms to Swedonia."),
    );
    let act = act.event(
        ("Norland", "supply", "Swedonia"),
        EventType::Aid,
        Status::Occurred,
        Interval::day(date(2023, 7, 8)),
    );
    let broken = record(&[article, act]);
    assert_eq!(broken.commitments[0].status, "contradicted");
    let breach = &broken.possible_breaches[0];
    assert_eq!(breach.commitment.as_ref(), Some(&broken.commitments[0].id));
    assert_eq!((breach.norm.as_ref(), breach.spans.len()), (None, 1));
}

#[test]
fn who_says_it_only_as_possible_hedges_a_proposition() {
    let told = |name: &str, who: &str, cue: &str, stance| {
        let line = format!("{who} {cue} the sale of arms to Danmere by Swedonia.");
        Article::new(name, None, &text(&line)).claim(
            (who, cue, "the sale of arms to Danmere by Swedonia"),
            stance,
            "arms sale Danmere Swedonia",
            None,
        )
    };
    let with_actors = |mut article: Article| {
        article.referent("Swedonia");
        article
    };
    let certain = with_actors(told("a", "Norland", "announced", Stance::Assert));
    let possible = with_actors(told("b", "Sven Holm", "suspects", Stance::Speculate));
    let record = record(&[certain, possible]);
    assert_eq!(record.propositions.len(), 1);
    let proposition = &record.propositions[0];
    let name = |id: &model::Id| &record.actors.iter().find(|a| a.id == *id).unwrap().name;
    let hedged: Vec<_> = proposition.hedged_by.iter().map(name).collect();
    assert_eq!(hedged, ["Sven Holm"]);
    assert_eq!(proposition.asserted_by.len(), 1);
}
