//! Accounts that stand twice: what a copy or a revision repeats word for word.
//!
//! Takes document lines and accounts; returns, for each account that repeats one of the text that its document
//! copies or revises, that first account. Two accounts are twins when their sentences have the same words and
//! their triggers are the same word of it, told as the same type. So a copy's events are the original's
//! whatever else would tell them apart (another stamp moves "on Monday" by a week). Known limits: an edited
//! sentence has no twin; a sentence that the first text has twice is told by its first place.
//!
//! Example: "Norland shelled the port" in an agency's text and in the paper that prints it is one event.

use crate::account::Account;
use crate::derive::Ground;
use model::record::DocumentLine;
use model::{EventType, Id, Span};
use std::collections::BTreeMap;

/// The first account of each account that repeats it, by number.
pub(crate) fn find(
    ground: &Ground,
    documents: &[DocumentLine],
    accounts: &[Account],
) -> BTreeMap<usize, usize> {
    let firsts: Vec<usize> = (0..documents.len()).map(|d| first(documents, d)).collect();
    let repeated: Vec<bool> = repeated(&firsts);
    let mut known: BTreeMap<(usize, Told), usize> = BTreeMap::new();
    for (index, account) in accounts.iter().enumerate() {
        if repeated[account.reading] {
            let key = (account.reading, told(ground, account));
            known.entry(key).or_insert(index);
        }
    }
    let copied = accounts.iter().enumerate();
    let copied = copied.filter(|(_, a)| firsts[a.reading] != a.reading);
    copied
        .filter_map(|(index, account)| {
            let key = (firsts[account.reading], told(ground, account));
            Some((index, *known.get(&key)?))
        })
        .collect()
}

/// What tells one account of a text from another: words of the sentence, which of them is the trigger, type.
type Told = (Vec<String>, usize, Option<EventType>);

fn told(ground: &Ground, account: &Account) -> Told {
    let (text, event) = (
        &ground.readings[account.reading].document.text,
        account.event,
    );
    let before = Span::new(
        event.sentence.start,
        event.trigger.start.max(event.sentence.start),
    );
    let place = words(before.of(text).unwrap_or_default()).count();
    let all = words(event.sentence.of(text).unwrap_or_default()).map(str::to_lowercase);
    (all.collect(), place, event.event_type)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
}

/// Which documents others repeat.
fn repeated(firsts: &[usize]) -> Vec<bool> {
    let mut repeated = vec![false; firsts.len()];
    for (document, &first) in firsts.iter().enumerate() {
        if first != document {
            repeated[first] = true;
        }
    }
    repeated
}

/// The document whose text stands behind `document`: what it copies or revises, and so on; at most as many steps as documents.
pub(crate) fn first(documents: &[DocumentLine], document: usize) -> usize {
    let place = |id: &Id| documents.binary_search_by(|d| d.id.cmp(id)).ok();
    let behind = |d: usize| {
        let line = &documents[d];
        let earlier = line.duplicate_of.as_ref().or(line.revises.as_ref());
        earlier.and_then(place)
    };
    let mut at = document;
    for _ in 0..documents.len() {
        let Some(earlier) = behind(at) else { break };
        at = earlier;
    }
    at
}
