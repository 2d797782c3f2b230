//! What an analyst lays down of single lines: that a claim or an event is misread, when an event happened, when a document came out.
//!
//! Takes lines and decisions; returns the lines with the analyst's word beside the program's own reading, which stays in `read` and in
//! the reasons. What is marked as misread stays a line and counts nowhere: it is no origin, takes no side, dates nothing, binds nobody
//! and breaks nothing. Days that are laid down are the line's days from here on. Known limit: a copy's claim is a claim of its own.
//!
//! Example: an event read as of July that an analyst dates 2023-08-02 is of 2023-08-02, with July in its reasons.

use crate::anchor::Holders;
use crate::claim;
use model::record::{Claim, Dated, DocumentLine, Event, Evidence, Mark, Published};
use model::{Basis, Decision, Id, Interval, Reading, Ruling, Thing};
use std::collections::{BTreeMap, BTreeSet};

/// Marks on the claims of readings, by reading and number.
pub(crate) type Marks = BTreeMap<(usize, usize), Vec<Mark>>;

/// The mark that a decision leaves on a line.
fn mark(decision: &Decision) -> Mark {
    Mark {
        decision: decision.id.clone(),
        by: decision.said.by.clone(),
        at: decision.said.at.clone(),
        why: decision.said.why.clone(),
    }
}

/// The claims of `readings` that `decisions` mark as misread.
pub(crate) fn claims(readings: &[&Reading], decisions: &[&Decision]) -> Marks {
    let is_mark = |d: &&&Decision| d.thing == Thing::Claim && d.ruling == Ruling::Wrong;
    let decisions: Vec<&Decision> = decisions.iter().filter(is_mark).copied().collect();
    let sides = decisions.iter().flat_map(|d| &d.sides).flatten();
    let there: BTreeSet<&Id> = sides.map(|e| &e.document).collect();
    let mut lines: BTreeMap<Id, ((usize, usize), Claim)> = BTreeMap::new();
    for (r, reading) in readings.iter().enumerate() {
        if there.contains(&reading.document.id) {
            for number in 0..reading.statements.claims.len() {
                let bare = claim::bare(reading, number);
                lines.insert(bare.id.clone(), ((r, number), bare));
            }
        }
    }
    let mut holders = Holders::default();
    holders.claims(lines.iter().map(|(id, (_, claim))| (claim, id)));
    let mut marks = Marks::new();
    for decision in decisions {
        let side = decision.sides.iter().flatten().cloned();
        let side: Vec<Evidence> = side.collect();
        if let Some(id) = holders.holder(&side, decision.named.as_ref()) {
            marks.entry(lines[id].0).or_default().push(mark(decision));
        }
    }
    marks
}

/// Lays on `events` what `decisions` say of them.
pub(crate) fn on_events<'e>(decisions: &[&Decision], events: impl Iterator<Item = &'e mut Event>) {
    let is_on = |d: &&&Decision| {
        d.thing == Thing::Event && matches!(d.ruling, Ruling::Wrong | Ruling::Date(_))
    };
    let decisions: Vec<&Decision> = decisions.iter().filter(is_on).copied().collect();
    if decisions.is_empty() {
        return;
    }
    let mut events: Vec<&mut Event> = events.collect();
    for (event, decision) in held(&events, &decisions) {
        lay(events[event], decision);
    }
}

/// The decisions, each with the number of the event that holds its evidence.
fn held<'d>(events: &[&mut Event], decisions: &[&'d Decision]) -> Vec<(usize, &'d Decision)> {
    let numbers = events.iter().enumerate();
    let numbers: BTreeMap<&Id, usize> = numbers.map(|(n, e)| (&e.id, n)).collect();
    let mut holders = Holders::default();
    holders.events(events.iter().map(|e| &**e));
    let holder = |d: &&'d Decision| {
        let side = d.sides.first()?;
        let id = holders.holder(side, d.named.as_ref())?;
        Some((numbers[id], *d))
    };
    decisions.iter().filter_map(holder).collect()
}

fn lay(event: &mut Event, decision: &Decision) {
    match decision.ruling {
        Ruling::Wrong => event.marked.push(mark(decision)),
        Ruling::Date(days) => {
            let read = event.read();
            event.reasons.insert(0, told(decision, days, read, None));
            event.interval = days;
            event.dated = Some(Dated {
                mark: mark(decision),
                read,
                basis: None,
            });
        }
        Ruling::Join | Ruling::Split | Ruling::Note(_) => {}
    }
}

/// Lays on `documents`, which are in order of their ids, the days that `decisions` give them.
pub(crate) fn on_documents(decisions: &[&Decision], documents: &mut [DocumentLine]) {
    for decision in decisions.iter().filter(|d| d.thing == Thing::Document) {
        let (Ruling::Date(days), Some(id)) = (&decision.ruling, &decision.named) else {
            continue;
        };
        if let Ok(at) = documents.binary_search_by(|d| d.id.cmp(id)) {
            publish(&mut documents[at].published, decision, *days);
        }
    }
}

fn publish(published: &mut Published, decision: &Decision, days: Interval) {
    let (read, basis) = match &published.dated {
        Some(earlier) => (earlier.read, earlier.basis.unwrap_or_default()),
        None => (published.interval, published.basis),
    };
    let reason = told(decision, days, read, Some(basis));
    published.reasons.insert(0, reason);
    published.interval = days;
    published.basis = Basis::Analyst;
    published.dated = Some(Dated {
        mark: mark(decision),
        read,
        basis: Some(basis),
    });
}

fn told(decision: &Decision, days: Interval, read: Interval, basis: Option<Basis>) -> String {
    let said = &decision.said;
    let day = said.at.split('T').next().unwrap_or(&said.at);
    let why = said.why.as_ref();
    let why = why.map_or_else(String::new, |w| format!(": {w}"));
    let read = if read.is_unknown() {
        "no day".to_owned()
    } else {
        let basis = basis.map_or_else(String::new, |b| format!(" (basis: {})", b.as_str()));
        format!("{read}{basis}")
    };
    format!(
        "dated {days} by {} on {day} ({}; the program reads {read}){why}",
        said.by, decision.id
    )
}
