//! Where to look for what an id used to name, when the record grew and the id is no more.
//!
//! Takes the lines before and the lines now; returns old id and new id of every line that vanished and
//! whose evidence stands in another line of its kind now. A line is known again by its anchors: an
//! event by its triggers, an actor or place by its mentions, a story by its documents, a proposition,
//! dispute or commitment by its claims, a possible breach by its norm and sentences; most anchors win, then the smaller id. Known limit: a line
//! whose evidence was all removed leads nowhere.
//!
//! Example: an earlier article on the same visit gives the event a new id; the old id leads to it.

use model::Id;
use model::record::{Evidence, Record};
use std::collections::{BTreeMap, BTreeSet};

/// Kind of a line, and one piece of evidence by which it is known again.
type Anchor = (&'static str, String);

/// Old and new ids of lines of `before` that `now` has under another id, sorted.
pub fn redirects(before: &Record, now: &Record) -> Vec<(Id, Id)> {
    let (before, now) = (anchors(before), anchors(now));
    let living: BTreeSet<&Id> = now.iter().map(|(id, _)| id).collect();
    let mut holders: BTreeMap<&Anchor, Vec<&Id>> = BTreeMap::new();
    for (id, anchor) in &now {
        holders.entry(anchor).or_default().push(id);
    }
    let mut votes: BTreeMap<&Id, BTreeMap<&Id, usize>> = BTreeMap::new();
    for (old, anchor) in before.iter().filter(|(old, _)| !living.contains(old)) {
        for new in holders.get(anchor).into_iter().flatten() {
            *votes.entry(old).or_default().entry(new).or_default() += 1;
        }
    }
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

fn anchors(record: &Record) -> Vec<(Id, Anchor)> {
    let mut all = Vec::new();
    let mut add = |id: &Id, kind, key: String| all.push((id.clone(), (kind, key)));
    for mention in &record.mentions {
        let at = key(&mention.at);
        mention
            .actor
            .iter()
            .for_each(|actor| add(actor, "actor", at.clone()));
        mention
            .place
            .iter()
            .for_each(|place| add(place, "place", at.clone()));
    }
    for event in &record.events {
        for mention in &event.mentions {
            let at = Evidence {
                document: mention.document.clone(),
                span: mention.trigger,
            };
            add(&event.id, "event", key(&at));
        }
    }
    for proposition in &record.propositions {
        proposition
            .claims
            .iter()
            .for_each(|c| add(&proposition.id, "proposition", c.0.clone()));
    }
    for dispute in &record.disputes {
        let claims = dispute.supporting.iter().chain(&dispute.against);
        claims.for_each(|c| add(&dispute.id, "dispute", c.0.clone()));
    }
    for commitment in &record.commitments {
        add(&commitment.id, "commitment", commitment.claim.0.clone());
    }
    for breach in &record.possible_breaches {
        let norm = breach.norm.as_ref().or(breach.commitment.as_ref());
        let beside = norm.map(|n| n.0.as_str()).unwrap_or_default();
        for at in &breach.spans {
            add(&breach.id, "breach", format!("{beside} {}", key(at)));
        }
    }
    for story in &record.stories {
        story
            .documents
            .iter()
            .for_each(|d| add(&story.id, "story", d.0.clone()));
    }
    all
}

fn key(at: &Evidence) -> String {
    format!("{}:{}:{}", at.document, at.span.start, at.span.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Interval;
    use model::record::Story;

    fn stories(named: &[(&str, &[&str])]) -> Record {
        let story = |(id, documents): &(&str, &[&str])| Story {
            id: Id((*id).to_owned()),
            title: String::new(),
            documents: documents.iter().map(|d| Id((*d).to_owned())).collect(),
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
        let expected = [(Id("story-b".into()), Id("story-a".into()))];
        assert_eq!(redirects(&before, &now), expected);
    }

    #[test]
    fn a_living_id_is_never_redirected() {
        let before = stories(&[("story-a", &["1"]), ("story-b", &["2"])]);
        let now = stories(&[("story-a", &["2"]), ("story-b", &["1"])]);
        assert_eq!(redirects(&before, &now), []);
    }
}
