//! Where to look for what an id used to name, when the record grew and the id is no more.
//!
//! Takes the lines before and the lines now; returns old id and new id of every line that vanished and
//! whose evidence stands in another line of its kind now. A line is known again by its anchors: an
//! event by its triggers, an actor or place by its mentions, a story by its documents, a proposition,
//! dispute or commitment by its claims, a possible breach by its norm and sentences; most anchors win, then the smaller id. Known limit: a line
//! whose evidence was all removed leads nowhere.
//!
//! Example: an earlier article on the same visit gives the event a new id; the old id leads to it.

use model::record::{Evidence, Record};
use model::{Id, Span};
use std::collections::{BTreeMap, HashMap, HashSet};

/// One piece of evidence by which a line is known again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Anchor<'r> {
    /// Kind of the line.
    kind: &'static str,
    /// Norm or commitment that stands beside the evidence.
    beside: &'r str,
    /// Document or claim.
    of: &'r str,
    span: Option<Span>,
}

/// Old and new ids of lines of `before` that `now` has under another id, sorted.
pub fn redirects(before: &Record, now: &Record) -> Vec<(Id, Id)> {
    let mut vanished: HashSet<&Id> = HashSet::new();
    each_anchor(before, |id, _| {
        vanished.insert(id);
    });
    if vanished.is_empty() {
        return Vec::new();
    }
    each_anchor(now, |id, _| {
        vanished.remove(id);
    });
    let mut holders: HashMap<Anchor, Vec<&Id>> = HashMap::new();
    each_anchor(before, |old, anchor| {
        if vanished.contains(old) {
            holders.entry(anchor).or_default().push(old);
        }
    });
    let mut votes: BTreeMap<&Id, BTreeMap<&Id, usize>> = BTreeMap::new();
    each_anchor(now, |new, anchor| {
        for old in holders.get(&anchor).into_iter().flatten() {
            *votes.entry(old).or_default().entry(new).or_default() += 1;
        }
    });
    votes
        .into_iter()
        .filter_map(|(old, votes)| Some((old.clone(), most(&votes)?)))
        .collect()
}

fn most(votes: &BTreeMap<&Id, usize>) -> Option<Id> {
    let best = votes
        .iter()
        .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))?;
    Some((*best.0).clone())
}

/// Calls `add` with the id of every line of `record` and each of its anchors.
fn each_anchor<'r>(record: &'r Record, mut add: impl FnMut(&'r Id, Anchor<'r>)) {
    for mention in &record.mentions {
        let named = [("actor", &mention.actor), ("place", &mention.place)];
        for (kind, id) in named {
            if let Some(id) = id {
                add(id, at(kind, &mention.at));
            }
        }
    }
    for event in &record.events {
        for mention in &event.mentions {
            let trigger = Some(mention.trigger);
            let anchor = whole("event", &mention.document);
            add(
                &event.id,
                Anchor {
                    span: trigger,
                    ..anchor
                },
            );
        }
    }
    for proposition in &record.propositions {
        for claim in &proposition.claims {
            add(&proposition.id, whole("proposition", claim));
        }
    }
    for dispute in &record.disputes {
        for claim in dispute.supporting.iter().chain(&dispute.against) {
            add(&dispute.id, whole("dispute", claim));
        }
    }
    for commitment in &record.commitments {
        add(&commitment.id, whole("commitment", &commitment.claim));
    }
    for breach in &record.possible_breaches {
        let norm = breach.norm.as_ref().or(breach.commitment.as_ref());
        let beside = norm.map(Id::as_str).unwrap_or_default();
        for span in &breach.spans {
            let anchor = at("breach", span);
            add(&breach.id, Anchor { beside, ..anchor });
        }
    }
    for story in &record.stories {
        for document in &story.documents {
            add(&story.id, whole("story", document));
        }
    }
}

/// The anchor of a line of some kind that rests on a span.
fn at<'r>(kind: &'static str, evidence: &'r Evidence) -> Anchor<'r> {
    let anchor = whole(kind, &evidence.document);
    Anchor {
        span: Some(evidence.span),
        ..anchor
    }
}

/// The anchor of a line of some kind that rests on a whole document or claim.
fn whole<'r>(kind: &'static str, of: &'r Id) -> Anchor<'r> {
    Anchor {
        kind,
        beside: "",
        of: of.as_str(),
        span: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Interval;
    use model::record::Story;

    fn stories(named: &[(&str, &[&str])]) -> Record {
        let story = |(id, documents): &(&str, &[&str])| Story {
            id: Id::from(*id),
            title: String::new(),
            documents: documents.iter().map(|d| Id::from(*d)).collect(),
            interval: Interval::default(),
        };
        Record {
            stories: named.iter().map(story).collect(),
            ..Record::default()
        }
    }

    #[test]
    fn a_vanished_story_leads_to_the_one_that_holds_most_of_it() {
        let before = stories(&[("story-b", &["1", "2", "3"]), ("story-z", &["9"])]);
        let now = stories(&[("story-a", &["0", "2", "3"]), ("story-c", &["1"])]);
        let expected = [(Id::from("story-b"), Id::from("story-a"))];
        assert_eq!(redirects(&before, &now), expected);
    }

    #[test]
    fn a_living_id_is_never_redirected() {
        let before = stories(&[("story-a", &["1"]), ("story-b", &["2"])]);
        let now = stories(&[("story-a", &["2"]), ("story-b", &["1"])]);
        assert_eq!(redirects(&before, &now), []);
    }
}
