//! What analysts lay down of single lines: marks, dates and notes, which hold whatever else is added and hide nothing.
//!
//! Decisions name words of composed articles, as the engine takes them from lines. Known limit: one decision at a time, but for dates.
//!
//! Example: a denial that is marked as misread is still a claim, and no dispute rests on it.

use crate::article::*;
use crate::claims::accusation;
use jiff::civil::date;
use model::record::{Claim, Event, Evidence, Record};
use model::{Basis, Decision, Id, Interval, Reading, Ruling, Said, Stance, Thing};
use record::anchor;

fn decided(articles: &[Article], decisions: &[Decision]) -> Record {
    let readings: Vec<&Reading> = articles.iter().map(|a| &a.0).collect();
    record::derive(&readings, decisions, &LEXICON)
}

fn said(at: &str) -> Said {
    Said {
        by: "A. Reader".into(),
        at: format!("2023-09-06T{at}:00Z"),
        why: Some("see the record of the sitting".into()),
    }
}

fn of_claim(ruling: Ruling, claim: &Claim) -> Decision {
    let line = (Thing::Claim, claim.id.clone());
    Decision::of_line(ruling, line, anchor::of_claim(claim), said("10:00"))
}

fn of_event(ruling: Ruling, event: &Event, at: &str) -> Decision {
    let line = (Thing::Event, event.id.clone());
    Decision::of_line(ruling, line, anchor::of_event(event), said(at))
}

fn denial(record: &Record) -> &Claim {
    let mut claims = record.claims.iter();
    claims.find(|c| c.stance == Stance::Deny).unwrap()
}

fn visit_of_july(name: &str) -> Article {
    let line = "Ola Berg made a visit to Swedonia in July.";
    visit(name, line, "visit", "Ola Berg", july())
}

#[test]
fn a_claim_marked_wrong_stays_a_claim_and_takes_no_side() {
    let articles = [accusation()];
    let before = decided(&articles, &[]);
    assert_eq!(before.disputes.len(), 1);
    let wrong = of_claim(Ruling::Wrong, denial(&before));
    let record = decided(&articles, std::slice::from_ref(&wrong));
    assert_eq!(record.claims.len(), before.claims.len());
    let marked = denial(&record);
    assert_eq!(marked.id, denial(&before).id);
    assert_eq!(marked.marked[0].by, "A. Reader");
    assert_eq!(marked.marked[0].decision, wrong.id);
    assert!(record.disputes.is_empty());
    let about = &record.propositions[0];
    assert!(about.claims.contains(&marked.id) && about.denied_by.is_empty());
    assert_eq!(about.id, before.propositions[0].id);
    assert_eq!(record.decisions[0].about, std::slice::from_ref(&marked.id));
}

#[test]
fn a_claim_marked_wrong_is_no_origin_of_what_it_tells() {
    let articles = [accusation()];
    let before = decided(&articles, &[]);
    let accuser = before.claims.iter().find(|c| c.stance == Stance::Accuse);
    let accuser = accuser.unwrap();
    assert_eq!(
        before.events[0].origins[0].origin,
        accuser.speakers[0].as_str()
    );
    let wrong = of_claim(Ruling::Wrong, accuser);
    let record = decided(&articles, &[wrong]);
    assert_eq!(record.events[0].origins[0].origin, "a");
}

#[test]
fn a_mark_holds_when_an_earlier_article_changes_the_proposition() {
    let line = "Norland denied the supply of arms to Swedonia.";
    let earlier = Article::new("0", Some(date(2023, 1, 1)), &text(line)).claim(
        ("Norland", "denied", "the supply of arms to Swedonia"),
        Stance::Deny,
        "arms supply Swedonia",
        None,
    );
    let before = decided(&[accusation()], &[]);
    let wrong = of_claim(Ruling::Wrong, denial(&before));
    let record = decided(&[earlier, accusation()], &[wrong]);
    assert_ne!(record.propositions[0].id, before.propositions[0].id);
    let marked = record.claims.iter().filter(|c| !c.marked.is_empty());
    let marked: Vec<&Id> = marked.map(|c| &c.id).collect();
    assert_eq!(marked, [&denial(&before).id]);
    assert_eq!(record.disputes[0].against.len(), 1);
}

#[test]
fn an_event_marked_wrong_stays_an_event_and_dates_no_day() {
    let day = Interval::day(date(2023, 7, 25));
    let told = |name: &str| {
        let line = "Ola Berg made a visit to Swedonia on 25 July.";
        visit(name, line, "visit", "Ola Berg", day).time("25 July", day)
    };
    let articles = [told("a"), told("b")];
    let before = decided(&articles, &[]);
    assert_eq!(before.timeline[0].events, [before.events[0].id.clone()]);
    let wrong = of_event(Ruling::Wrong, &before.events[0], "10:00");
    let record = decided(&articles, &[wrong]);
    assert_eq!(record.events[0].marked.len(), 1);
    assert_eq!(record.events[0].id, before.events[0].id);
    assert!(record.timeline[0].events.is_empty());
    assert!(record.timeline[0].score < before.timeline[0].score);
}

#[test]
fn accounts_of_an_event_marked_wrong_are_in_no_dispute() {
    let on = |name: &str, day: i8| {
        let line = format!("Ola Berg made a visit to Swedonia on {day} July.");
        let day = Interval::day(date(2023, 7, day));
        visit(name, &line, "visit", "Ola Berg", day)
    };
    let articles = [on("a", 25), on("b", 26)];
    let before = decided(&articles, &[]);
    assert_eq!(before.disputes[0].kind, "date");
    let wrong = of_event(Ruling::Wrong, &before.events[1], "10:00");
    assert!(decided(&articles, &[wrong]).disputes.is_empty());
    // A date does not settle a dispute: the articles still say different things.
    let days = Ruling::Date(Interval::day(date(2023, 7, 26)));
    let dated = before
        .events
        .iter()
        .map(|e| of_event(days.clone(), e, "10:00"));
    let dated: Vec<Decision> = dated.collect();
    assert_eq!(decided(&articles, &dated).disputes, before.disputes);
}

#[test]
fn a_date_laid_down_is_the_days_of_the_event_and_leaves_the_reading_beside_it() {
    let articles = [visit_of_july("a"), visit_of_july("b")];
    let before = decided(&articles, &[]);
    let days = Interval::day(date(2023, 8, 2));
    let dated = of_event(Ruling::Date(days), &before.events[0], "10:00");
    let record = decided(&articles, std::slice::from_ref(&dated));
    let event = &record.events[0];
    assert_eq!((event.interval, event.read()), (days, july()));
    assert_eq!(event.id, before.events[0].id);
    let reason = format!(
        "dated 2023-08-02 by A. Reader on 2023-09-06 ({}; the program reads 2023-07): see the record of the sitting",
        dated.id
    );
    assert_eq!(event.reasons[0], reason);
    assert_eq!(event.reasons[1..], before.events[0].reasons);
    // The day is in no text, and yet the sentence that tells the event stands on it.
    assert_eq!(record.timeline[0].interval, days);
    let line = &record.decisions[0];
    assert_eq!(line.value.as_deref(), Some("2023-08-02"));
    assert_eq!(line.why.as_deref(), Some("see the record of the sitting"));
}

#[test]
fn of_two_dates_the_later_decision_holds_whatever_their_order_in_memory() {
    let articles = [visit_of_july("a")];
    let before = decided(&articles, &[]);
    let on = |day: i8, at: &str| {
        let days = Ruling::Date(Interval::day(date(2023, 8, day)));
        of_event(days, &before.events[0], at)
    };
    let (first, second) = (on(2, "10:00"), on(3, "11:00"));
    let record = decided(&articles, &[second.clone(), first.clone()]);
    assert_eq!(record, decided(&articles, &[first, second.clone()]));
    let event = &record.events[0];
    assert_eq!(event.interval, Interval::day(date(2023, 8, 3)));
    assert_eq!(event.dated.as_ref().unwrap().mark.decision, second.id);
    assert_eq!(event.read(), july());
}

#[test]
fn a_date_of_a_document_is_its_day_and_leaves_the_stated_one_beside_it() {
    let day = |d| Interval::day(date(2023, 8, d));
    let article = Article::new("a", Some(date(2023, 8, 1)), &text("Nothing happened."));
    let id = article.0.document.id.clone();
    let evidence = vec![anchor::of_document(&id)];
    let ruling = Ruling::Date(day(4));
    let dated = Decision::of_line(
        ruling,
        (Thing::Document, id.clone()),
        evidence,
        said("10:00"),
    );
    let record = decided(&[article], &[dated]);
    let published = &record.documents[0].published;
    assert_eq!(
        (published.interval, published.basis),
        (day(4), Basis::Analyst)
    );
    assert_eq!(published.declared, Some(date(2023, 8, 1)));
    let kept = published.dated.as_ref().unwrap();
    assert_eq!((kept.read, kept.basis), (day(1), Some(Basis::Input)));
    assert!(published.reasons[0].contains("the program reads 2023-08-01 (basis: input)"));
    assert_eq!(record.decisions[0].about, [id]);
}

#[test]
fn a_note_changes_nothing_but_the_list_of_decisions() {
    let articles = [accusation()];
    let before = decided(&articles, &[]);
    let (about, dispute) = (&before.propositions[0], &before.disputes[0]);
    let of_claims = before.claims.iter().flat_map(anchor::of_claim).collect();
    let note = |line: (Thing, Id), evidence: Vec<Evidence>| {
        Decision::of_line(
            Ruling::Note("ask them".into()),
            line,
            evidence,
            said("10:00"),
        )
    };
    let notes = [
        note((Thing::Proposition, about.id.clone()), of_claims),
        note((Thing::Dispute, dispute.id.clone()), dispute.spans.clone()),
    ];
    let mut record = decided(&articles, &notes);
    let lines = std::mem::take(&mut record.decisions);
    assert_eq!(record, before);
    for line in lines {
        assert_eq!(line.value.as_deref(), Some("ask them"));
        let id = match line.thing {
            Thing::Dispute => &dispute.id,
            _ => &about.id,
        };
        assert_eq!(line.about, std::slice::from_ref(id));
    }
}

#[test]
fn a_note_on_what_is_gone_is_about_nothing() {
    let before = decided(&[accusation()], &[]);
    let wrong = of_claim(Ruling::Note("ask them".into()), denial(&before));
    let norm = (Thing::Norm, Id::from("norm-1"));
    let norm = Decision::of_line(Ruling::Note("x".into()), norm, vec![], said("11:00"));
    let record = decided(&[visit_of_july("b")], &[wrong, norm]);
    assert_eq!(record.decisions.len(), 2);
    assert!(record.decisions.iter().all(|d| d.about.is_empty()));
    assert!(record.decisions[0].sides[0].is_empty());
}
