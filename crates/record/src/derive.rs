//! The record derived from the readings of all documents: one function, in reading order of its stages.
//!
//! Takes any readings in any order; returns every line of the record. Pure: the readings are sorted by
//! document id first, no stage keeps anything, so equal sets give equal bytes. Stages: actors, places,
//! stories, documents, events (inside stories), days that cannot be right and events once more without them,
//! claims, propositions, disputes, commitments, possible breaches of norms, timelines, days of events that are left to those of their articles.
//! Known limit: everything is derived anew each time; about linear in the number of documents except for
//! the nearest neighbours of stories.
//!
//! Example: a denial in one article and the accusation in another give one proposition and one dispute.

use crate::{
    anew, breach, claim, commitment, contradiction, counted, dating, decision, dispute, estimate,
    event, mark, place, proposition, published, resolve, story, timeline,
};
use jiff::civil::Date;
use lexicon::Lexicon;
use model::record::{Actor, Evidence, MentionLine, Record, TimeLine};
use model::{ActorKind, Claim, Decision, Id, Reading};
use std::collections::{BTreeMap, BTreeSet};

/// What every stage of the derivation looks at: readings by document id, and who their referents are.
pub(crate) struct Ground<'r> {
    pub(crate) readings: Vec<&'r Reading>,
    pub(crate) lexicon: &'r Lexicon,
    /// By time and id.
    pub(crate) decisions: Vec<&'r Decision>,
    pub(crate) actor_of: BTreeMap<Id, Actor>,
    pub(crate) places: place::Places,
    /// Claims that analysts mark as misread.
    pub(crate) marks: mark::Marks,
    referents: Vec<Vec<Vec<Id>>>,
    holders: Vec<Vec<Vec<usize>>>,
    bodies: BTreeMap<String, Id>,
}

impl<'r> Ground<'r> {
    fn new(readings: &[&'r Reading], decisions: &'r [Decision], lexicon: &'r Lexicon) -> Self {
        let by_id: BTreeMap<&Id, &Reading> =
            readings.iter().map(|&r| (&r.document.id, r)).collect();
        let readings: Vec<&Reading> = by_id.into_values().collect();
        let mut decisions: Vec<&Decision> = decisions.iter().collect();
        decisions.sort_by(|a, b| (&a.said.at, &a.id).cmp(&(&b.said.at, &b.id)));
        let resolved = resolve::actors(&readings, &decisions);
        Self {
            bodies: bodies(&resolved.actors),
            places: place::join(&readings),
            marks: mark::claims(&readings, &decisions),
            actor_of: resolved
                .actors
                .into_iter()
                .map(|a| (a.id.clone(), a))
                .collect(),
            referents: resolved.of,
            holders: readings.iter().map(|r| holders(r)).collect(),
            readings,
            lexicon,
            decisions,
        }
    }

    /// The same ground with some readings replaced by corrected ones of the same documents.
    fn with<'c>(self, corrected: &'c [(usize, Reading)]) -> Ground<'c>
    where
        'r: 'c,
    {
        let mut ground: Ground<'c> = self;
        for (number, reading) in corrected {
            ground.readings[*number] = reading;
        }
        ground
    }

    /// Actors that some referents of a reading are, each once.
    pub(crate) fn actors(&self, reading: usize, referents: &[usize]) -> BTreeSet<Id> {
        let of = &self.referents[reading];
        referents
            .iter()
            .filter_map(|&r| of.get(r))
            .flatten()
            .cloned()
            .collect()
    }

    /// Claims of a reading whose content tells its event `event`, without those marked as misread.
    pub(crate) fn holders(&self, reading: usize, event: usize) -> impl Iterator<Item = &'r Claim> {
        let claims = &self.readings[reading].statements.claims;
        let numbers = self.holders[reading].get(event).into_iter().flatten();
        let stands = move |c: &&usize| !self.marks.contains_key(&(reading, **c));
        numbers.filter(stands).map(move |&c| &claims[c])
    }

    /// The day that a reading's article states as its own.
    pub(crate) fn declared(&self, reading: usize) -> Option<Date> {
        self.readings[reading].document.declared.map(|d| d.date)
    }

    /// The organisation of this name, case aside, or the only one whose name begins with it ("Fjord" for "Fjord Press").
    pub(crate) fn body(&self, name: &str) -> Option<&Id> {
        let name = name.to_lowercase();
        if let Some(id) = self.bodies.get(&name) {
            return Some(id);
        }
        let start = format!("{name} ");
        let longer = self.bodies.range(start.clone()..);
        let mut longer = longer
            .take_while(|(n, _)| n.starts_with(&start))
            .map(|(_, id)| id);
        let first = longer.next()?;
        longer.all(|id| id == first).then_some(first)
    }

    /// The agency that a reading's dateline names, by its fullest name, unless the article is the agency's own.
    pub(crate) fn agency(&self, reading: usize) -> Option<Id> {
        let told = self.readings[reading];
        let named = self.actors(reading, &told.agencies).into_iter().next()?;
        let names = self.actor_of.get(&named)?;
        let outlet = told
            .document
            .outlet
            .as_deref()
            .unwrap_or_default()
            .to_lowercase();
        let own = |name: &String| {
            let rest = outlet.strip_prefix(&name.to_lowercase());
            !name.is_empty() && rest.is_some_and(|r| !r.starts_with(char::is_alphanumeric))
        };
        if names.aliases.iter().chain([&names.name]).any(own) {
            return None;
        }
        Some(self.body(&names.name).cloned().unwrap_or(named))
    }

    /// Order of readings in which the first is the earliest: by stated date (none last), then by id.
    pub(crate) fn rank(&self, reading: usize) -> (Date, &Id) {
        let date = self.declared(reading).unwrap_or(Date::MAX);
        (date, &self.readings[reading].document.id)
    }

    /// Evidence in a reading.
    pub(crate) fn evidence(&self, reading: usize, span: model::Span) -> Evidence {
        Evidence {
            document: self.readings[reading].document.id.clone(),
            span,
        }
    }

    /// The name of an actor; its id where it has none.
    pub(crate) fn name<'a>(&'a self, actor: &'a Id) -> &'a str {
        let name = self.actor_of.get(actor).map(|a| a.name.as_str());
        name.filter(|n| !n.is_empty()).unwrap_or(actor.as_str())
    }
}

/// The documents among `readings` that repeat another, each with the one it repeats, by id.
pub fn copies(readings: &[&Reading], lexicon: &Lexicon) -> Vec<(Id, Id)> {
    let ground = Ground::new(readings, &[], lexicon);
    let id = |reading: usize| ground.readings[reading].document.id.clone();
    let found = crate::copy::find(&ground).into_iter();
    found.map(|(r, copy)| (id(r), id(copy.original))).collect()
}

/// The record of `readings` under `decisions`, whatever their order; a document that is given twice counts once.
pub fn derive(readings: &[&Reading], decisions: &[Decision], lexicon: &Lexicon) -> Record {
    let ground = Ground::new(readings, decisions, lexicon);
    let stories = story::group(&ground);
    let documents = published::documents(&ground, &stories);
    let mut events = event::merge(&ground, &stories, &documents);
    let mut judged = dating::judge(&ground, &stories, &events);
    judged.extend(estimate::of_undated(&ground, &judged));
    let corrected = dating::corrected(&ground, &judged);
    let mut ground = ground.with(&corrected);
    if !corrected.is_empty() {
        let corrected = corrected.iter().map(|(reading, _)| *reading).collect();
        events = anew::again(&ground, (&stories, &documents), events, &corrected);
    }
    let claims = claim::lines(&ground, &documents, &events);
    let propositions = proposition::join(&ground, &stories, &documents, &claims);
    let claims = proposition::tied(claims, &propositions);
    let commitments = commitment::lines(&ground, &stories, &claims, &events);
    let (norms, mut possible_breaches) = breach::lines(&ground, &documents, (&claims, &events));
    possible_breaches.extend(breach::promises(&ground, &commitments, (&claims, &events)));
    possible_breaches.sort_by(|a, b| a.id.cmp(&b.id));
    let mut disputes = dispute::lines(&propositions, &claims);
    let told = (documents.as_slice(), claims.lines.as_slice());
    disputes.extend(contradiction::lines(&ground, &stories, &events, told));
    disputes.sort_by(|a, b| a.id.cmp(&b.id));
    let mut documents = published::dated(documents, judged);
    mark::on_documents(&ground.decisions, &mut documents);
    let timeline = timeline::lines(&ground, &stories, &events);
    counted::days(&ground, &documents, &mut events);
    let decisions = std::mem::take(&mut ground.decisions);
    let mut record = Record {
        documents,
        mentions: mentions(&ground),
        times: times(&ground),
        propositions: propositions.lines,
        disputes,
        commitments: commitments.lines,
        norms,
        possible_breaches,
        timeline,
        stories: story::lines(&ground, &stories),
        claims: claims.lines,
        places: ground.places.lines,
        actors: ground.actor_of.into_values().collect(),
        events: events.lines,
        decisions: Vec::new(),
    };
    record.decisions = decision::lines(&decisions, &record);
    record
}

/// Organisations by name and alias in lower case; of two with one name the lesser id.
fn bodies(actors: &[Actor]) -> BTreeMap<String, Id> {
    let mut bodies: BTreeMap<String, Id> = BTreeMap::new();
    for actor in actors.iter().filter(|a| a.kind == ActorKind::Organisation) {
        for name in actor.aliases.iter().chain([&actor.name]) {
            let id = bodies
                .entry(name.to_lowercase())
                .or_insert_with(|| actor.id.clone());
            if actor.id < *id {
                *id = actor.id.clone();
            }
        }
    }
    bodies
}

/// For each event of a reading, the claims that tell it.
fn holders(reading: &Reading) -> Vec<Vec<usize>> {
    let mut holders = vec![Vec::new(); reading.statements.events.len()];
    for (number, claim) in reading.statements.claims.iter().enumerate() {
        for &event in &claim.events {
            if let Some(of) = holders.get_mut(event) {
                of.push(number);
            }
        }
    }
    holders
}

/// Mentions by document and position.
fn mentions(ground: &Ground) -> Vec<MentionLine> {
    let mut lines = Vec::new();
    for (r, reading) in ground.readings.iter().enumerate() {
        lines.extend(reading.mentions.iter().map(|m| {
            MentionLine {
                at: ground.evidence(r, m.span),
                label: m.label.clone(),
                form: m.form,
                actor: m
                    .referent
                    .and_then(|referent| only(ground.actors(r, &[referent]))),
                place: m.place.and_then(|p| ground.places.id(r, p)),
            }
        }));
    }
    lines.sort_by(|a, b| a.at.cmp(&b.at));
    lines
}

/// The one actor of a set; a list of several ("both leaders") names no single one.
fn only(actors: BTreeSet<Id>) -> Option<Id> {
    let mut actors = actors.into_iter();
    actors.next().filter(|_| actors.next().is_none())
}

/// Time expressions by document and position.
fn times(ground: &Ground) -> Vec<TimeLine> {
    let mut lines = Vec::new();
    for (r, reading) in ground.readings.iter().enumerate() {
        lines.extend(reading.times.iter().map(|t| TimeLine {
            at: ground.evidence(r, t.span),
            timex: t.timex,
            value: t.value.clone(),
            interval: t.interval,
        }));
    }
    lines.sort_by(|a, b| a.at.cmp(&b.at));
    lines
}
