//! Contradictions: accounts of one event that differ in a number, a place, a day or an actor.
//!
//! Takes merged events and the document lines (copies count with their originals); returns disputes with
//! both accounts' sentences, none chosen. Inside one event two documents differ in *number* when
//! they count the same things differently, in *place* when they name different countries. Two events are two
//! accounts of one happening when type, family and story agree: they differ in *date* when both sides agree,
//! each has one day and the days are neighbours, in *actor* when day, place and victims agree and the doers do
//! not; all lines of one deed or scene are compared, whatever else happened between. Known limits: only counts
//! at the head of a phrase ("two missiles"); what happens again and again is compared for actors only.
//!
//! Example: "fired two missiles" in one article and "fired three missiles" in another: `number`.

use crate::count::Counts;
use crate::dating;
use crate::derive::Ground;
use crate::event::Merged;
use crate::story::Stories;
use jiff::civil::Date;
use model::record::{Claim, Dispute, DocumentLine, Event, Evidence};
use model::{Country, EventType, Id, Status};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The disputes between accounts, by id.
pub(crate) fn lines(
    ground: &Ground,
    stories: &Stories,
    events: &Merged,
    told: (&[DocumentLine], &[Claim]),
) -> Vec<Dispute> {
    let finder = Finder::new(ground, events, told);
    let mut found: Vec<Dispute> = Vec::new();
    for line in events.lines.iter().filter(|l| l.marked.is_empty()) {
        found.extend(finder.differing(line, "number", Finder::counts));
        found.extend(finder.differing(line, "place", Finder::country));
    }
    found.extend(finder.pairs(stories));
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

/// One mention of an event: reading and number of its event there.
type Act = (usize, usize);

struct Finder<'a, 'r> {
    ground: &'a Ground<'r>,
    events: &'a Merged,
    documents: &'a [DocumentLine],
    count: Counts<'a>,
    /// Acts of each line with a type or of several documents, in order of documents.
    acts: HashMap<&'a Id, Vec<Act>>,
    /// Claims by event and document.
    claims: HashMap<(&'a Id, &'a Id), Vec<&'a Id>>,
}

/// What accounts of one happening agree on: story, type and family.
type Happening = (usize, EventType, String);

/// What an account says on a point, several where it says several things.
type Says = BTreeMap<String, BTreeSet<String>>;

impl<'a, 'r> Finder<'a, 'r> {
    fn new(
        ground: &'a Ground<'r>,
        events: &'a Merged,
        (documents, told): (&'a [DocumentLine], &'a [Claim]),
    ) -> Self {
        let mut acts: HashMap<&Id, Vec<Act>> = HashMap::new();
        for (r, reading) in ground.readings.iter().enumerate() {
            for number in 0..reading.statements.events.len() {
                // The others contradict nobody.
                let compared = |l: &&Event| l.event_type.is_some() || l.documents > 1;
                if let Some(line) = events.line(r, number).filter(compared) {
                    acts.entry(&line.id).or_default().push((r, number));
                }
            }
        }
        let mut claims: HashMap<(&Id, &Id), Vec<&Id>> = HashMap::new();
        for claim in told.iter().filter(|c| c.marked.is_empty()) {
            for event in &claim.events {
                claims
                    .entry((event, &claim.document))
                    .or_default()
                    .push(&claim.id);
            }
        }
        Self {
            ground,
            events,
            documents,
            count: Counts::new(ground.lexicon),
            acts,
            claims,
        }
    }

    fn event(&self, act: Act) -> &'r model::Event {
        &self.ground.readings[act.0].statements.events[act.1]
    }

    /// The document that a reading's text comes from: itself, or what it copies.
    fn source_of(&self, reading: usize) -> &Id {
        let line = &self.documents[reading];
        line.duplicate_of.as_ref().unwrap_or(&line.id)
    }

    /// The first two accounts of `line`, of different texts, that answer one question differently.
    fn differing(&self, line: &Event, kind: &str, says: fn(&Self, Act) -> Says) -> Option<Dispute> {
        if line.documents < 2 {
            return None;
        }
        let acts = self.acts.get(&line.id)?;
        let firm = |act: &&Act| {
            matches!(
                self.event(**act).status,
                Status::Occurred | Status::Ongoing | Status::Alleged
            )
        };
        let mut first: BTreeMap<String, (Act, BTreeSet<String>)> = BTreeMap::new();
        for &act in acts.iter().filter(firm) {
            for (question, answers) in says(self, act) {
                let known = first
                    .entry(question)
                    .or_insert_with(|| (act, answers.clone()));
                let elsewhere = self.source_of(known.0.0) != self.source_of(act.0);
                if elsewhere && known.1.is_disjoint(&answers) {
                    return Some(self.dispute(kind, line, (known.0, line), (act, line)));
                }
            }
        }
        None
    }

    /// Counts at the head of the things and persons of an act: what is counted, and how many.
    fn counts(&self, act: Act) -> Says {
        let event = self.event(act);
        let text = &self.ground.readings[act.0].document.text;
        let target = event.target.as_ref().map(|t| t.span);
        let mut says = Says::new();
        for phrase in event
            .objects
            .iter()
            .copied()
            .chain(target)
            .filter_map(|s| s.of(text))
        {
            let Some((count, rest)) = self.count.read(phrase) else {
                continue;
            };
            let merge = &self.ground.lexicon.merge;
            let noun = rest
                .take_while(|w| w.chars().all(char::is_alphanumeric))
                .take(merge.thresholds.dispute_noun_words)
                .filter_map(|w| merge.sense(w))
                .last();
            if let Some(noun) = noun {
                says.entry(noun).or_default().insert(count.to_string());
            }
        }
        says
    }

    /// The country that an act is placed in.
    fn country(&self, act: Act) -> Says {
        let place = self
            .event(act)
            .place
            .and_then(|p| self.ground.places.id(act.0, p));
        let country: Option<Country> = place.and_then(|p| self.ground.places.country(&p));
        let answer = country.map(|c| (String::new(), BTreeSet::from([c.to_string()])));
        answer.into_iter().collect()
    }

    /// Pairs of lines that are two accounts of one happening: of one deed on neighbouring days, or of one
    /// day's deed by different doers.
    fn pairs(&self, stories: &Stories) -> Vec<Dispute> {
        let mut deeds: BTreeMap<Deed, Vec<(Date, &Event)>> = BTreeMap::new();
        let mut scenes: BTreeMap<Scene, Vec<(Date, &Event)>> = BTreeMap::new();
        for line in self.events.lines.iter().filter(|l| l.marked.is_empty()) {
            let Some((day, happening, repeats)) = self.happening(stories, line) else {
                continue;
            };
            if let Some(place) = &line.place {
                let scene = (happening.clone(), &*line.targets, place, day);
                scenes.entry(scene).or_default().push((day, line));
            }
            if !repeats {
                let deed = (happening, &*line.sources, &*line.targets);
                deeds.entry(deed).or_default().push((day, line));
            }
        }
        let apart = self.ground.lexicon.merge.thresholds.dispute_days_apart;
        let by_day = |days: i32| (1..=apart).contains(&days);
        let dates = deeds.into_values().map(near).flat_map(|pairs| {
            let differing = pairs
                .into_iter()
                .filter(move |(a, b)| by_day(dating::apart(a.0, b.0)));
            differing.filter_map(|(a, b)| self.pair("date", a.1, b.1))
        });
        let doers = scenes.into_values().map(near).flat_map(|pairs| {
            let strangers = pairs.into_iter().filter(|(a, b)| self.strangers(a.1, b.1));
            strangers.filter_map(|(a, b)| self.pair("actor", a.1, b.1))
        });
        dates.chain(doers).collect()
    }

    /// The day of a line that took place between two sides, what happened, and whether the like happens again and again.
    fn happening(&self, stories: &Stories, line: &Event) -> Option<(Date, Happening, bool)> {
        let first = self.acts.get(&line.id)?.first()?;
        // Accounts differ by what they say, whatever an analyst knows.
        let read = line.read();
        let day = read.earliest.filter(|_| read.days() == Some(1))?;
        let sided = !line.sources.is_empty() && !line.targets.is_empty() && !line.background;
        let firm = matches!(line.status, Status::Occurred | Status::Alleged);
        let family = self.ground.lexicon.merge.family(&self.event(*first).lemma);
        let happening = (stories.of[first.0], line.event_type?, family.name);
        (sided && firm).then_some((day, happening, family.repeats))
    }

    fn pair(&self, kind: &str, one: &Event, other: &Event) -> Option<Dispute> {
        let (first, second) = (self.acts.get(&one.id)?[0], self.acts.get(&other.id)?[0]);
        let elsewhere = self.source_of(first.0) != self.source_of(second.0);
        elsewhere.then(|| self.dispute(kind, one, (first, one), (second, other)))
    }

    /// Whether the doers of two events have neither an actor nor a country in common.
    fn strangers(&self, a: &Event, b: &Event) -> bool {
        let of = |line: &Event| -> BTreeSet<Country> {
            let actors = line
                .sources
                .iter()
                .filter_map(|s| self.ground.actor_of.get(s));
            actors.filter_map(|a| a.country).collect()
        };
        let (ours, theirs) = (of(a), of(b));
        !ours.is_empty() && !theirs.is_empty() && ours.is_disjoint(&theirs)
    }

    fn dispute(
        &self,
        kind: &str,
        line: &Event,
        one: (Act, &Event),
        other: (Act, &Event),
    ) -> Dispute {
        let document = |act: Act| &self.ground.readings[act.0].document.id;
        let claims = |(act, line): (Act, &Event)| -> Vec<Id> {
            let known = self.claims.get(&(&line.id, document(act)));
            known
                .into_iter()
                .flatten()
                .map(|id| (*id).clone())
                .collect()
        };
        let span = |act: Act| Evidence {
            document: document(act).clone(),
            span: self.event(act).sentence,
        };
        Dispute {
            id: Id::of(
                "dispute",
                &[
                    kind,
                    line.id.as_str(),
                    document(one.0).as_str(),
                    document(other.0).as_str(),
                ],
            ),
            kind: kind.to_owned(),
            proposition: None,
            event: Some(line.id.clone()),
            supporting: claims(one),
            against: claims(other),
            spans: vec![span(one.0), span(other.0)],
        }
    }
}

/// Pairs of lines, each with the next ones in order of days.
fn near(mut lines: Vec<(Date, &Event)>) -> Vec<(Dated<'_>, Dated<'_>)> {
    lines.sort_by_key(|(day, line)| (*day, &line.id));
    let following = |at: usize| lines[at + 1..].iter().take(MOST_COMPARED);
    let all = 0..lines.len();
    all.flat_map(|at| following(at).map(move |&other| (at, other)))
        .map(|(at, other)| (lines[at], other))
        .collect()
}

/// A line with its day.
type Dated<'e> = (Date, &'e Event);

/// One deed: what happened, by whom, to whom.
type Deed<'e> = (Happening, &'e [Id], &'e [Id]);

/// Where one deed took place: what happened, to whom, where, when.
type Scene<'e> = (Happening, &'e [Id], &'e Id, Date);

/// Each line is compared with so many others at most, so that a record of very many like lines stays linear.
const MOST_COMPARED: usize = 32;
