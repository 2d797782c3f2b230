//! Tables of the event reader: triggers, phrases, frames, operators, words of status, the ontology.
//!
//! Takes `data/en/event-*.{csv,txt,toml}`, `data/ontology/event-types.toml` and the section `[events]` of
//! `data/thresholds.toml`; returns look-ups by lemma and part of speech. Every row is checked against the
//! ontology and the frames when it is loaded. Known limit: a lemma has one row for each part of speech.
//!
//! Example: `events.trigger("visit", "NOUN")` is CONSULT in mode `visit` with frame `visit-noun`.

use crate::event_nouns::EventNouns;
use crate::event_phrases::{self, Phrase};
use crate::event_weights::EventWeights;
use crate::feature::Lookup;
use crate::status_weights::StatusWeights;
use crate::word::Words;
use crate::word_classes::WordClasses;
use crate::{Error, Files};
use model::{EventType, Status};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const TRIGGERS: &str = "en/event-triggers.csv";
const FRAMES: &str = "en/event-frames.csv";
const OPERATORS: &str = "en/event-operators.csv";
const COMPOSITIONS: &str = "en/event-compositions.csv";
const STATUS: &str = "en/event-status.csv";
const GRAMMAR: &str = "en/event-grammar.toml";
const ACTOR_NOUNS: &str = "en/event-actor-nouns.txt";
const TYPES: &str = "ontology/event-types.toml";

/// A word that names an event.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// Its type, or `None` where PLOVER has none.
    pub event_type: Option<EventType>,
    /// 1 weak to 3 strong.
    pub strength: u8,
    /// Name of its frame.
    pub frame: String,
    /// Mode of the type.
    pub mode: Option<String>,
}

/// Where a trigger's roles are looked for, best place first.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Places of who does it.
    pub source: Vec<String>,
    /// Places of whom it is done to.
    pub target: Vec<String>,
    /// Places where the first of several is the source, the others the target.
    pub shared: Vec<String>,
}

/// How a type relates to whom it is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// To the good of the other.
    Friendly,
    /// To the harm of the other.
    Hostile,
    /// A conflict in words.
    Verbal,
}

impl Polarity {
    /// The word used in the tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Friendly => "friendly",
            Self::Hostile => "hostile",
            Self::Verbal => "verbal",
        }
    }
}

/// One PLOVER type as the ontology has it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeEntry {
    /// The manual's code.
    pub code: EventType,
    /// Name for people.
    pub label: String,
    /// Its plural.
    pub plural: String,
    /// Friendly, hostile or verbal.
    pub polarity: Polarity,
    /// Roots in CAMEO.
    pub cameo: Vec<String>,
    /// Modes of the manual.
    pub modes: Vec<String>,
    /// What it is.
    pub definition: String,
    /// Sentences that tell one.
    pub examples: Vec<String>,
    /// Sentences that look like it and do not.
    pub counter: Vec<String>,
}

/// Where a word stands that tells whether an event happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Auxiliary of the verb.
    Modal,
    /// Auxiliary of what somebody said, in the past for the future ("said it would").
    Backshift,
    /// Word above the trigger.
    Governor,
    /// Adverb, adjective or determiner of the trigger.
    Modifier,
    /// Conjunction of the clause.
    Mark,
}

/// Words that matter to the status of an event without giving one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Adverbs and adjectives that make it history.
    Past,
    /// Verbs whose complement happens when they do (Karttunen 1971).
    Implicative,
    /// Prepositions before what somebody is accused of.
    Charge,
    /// Verbs that say nothing of what happens: their object does.
    Light,
    /// Pronouns for nobody and nothing.
    Nobody,
    /// Nouns for words: who denies them denies what they say, not that they were said.
    Utterance,
}

impl Kind {
    fn named(word: &str) -> Option<Self> {
        match word {
            "past" => Some(Self::Past),
            "implicative" => Some(Self::Implicative),
            "charge" => Some(Self::Charge),
            "light" => Some(Self::Light),
            "nobody" => Some(Self::Nobody),
            "utterance" => Some(Self::Utterance),
            _ => None,
        }
    }
}

/// Function words known by name, from `event-grammar.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grammar {
    /// Prepositions before a gerund whose subject is the verb's object.
    pub object_control_prepositions: BTreeSet<String>,
    /// Verbs whose infinitive shares their subject in spite of an object.
    pub subject_control_verbs: BTreeSet<String>,
    /// Prepositions before a place.
    pub place_prepositions: BTreeSet<String>,
    /// Nouns that stand for the noun after them.
    pub transparent_nouns: BTreeSet<String>,
    /// Prepositions whose phrase belongs to the name before it.
    pub inside_prepositions: BTreeSet<String>,
    /// Nouns for what somebody says or writes, whose author does what they do.
    pub utterance_nouns: BTreeSet<String>,
}

/// Section `[events]` of `thresholds.toml`; each number is explained there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "each number is explained beside its value in data/thresholds.toml"
)]
pub struct Thresholds {
    pub tells_least: f64,
    pub right_least: f64,
    pub named_least: f64,
    pub further_least: f64,
    /// Probability from which what a clause tells by itself is told besides.
    pub clause_least: f64,
    pub single_least: f64,
    pub silent_least: f64,
    pub together_least: f64,
    pub background_days: i32,
    pub untyped_verb: f64,
    pub untyped_noun: f64,
    pub rank_cost: f64,
    pub distance_cost: f64,
    pub plain_cost: f64,
    pub pronoun_cost: f64,
    pub weights: BTreeMap<String, f64>,
}

/// Everything the event reader looks up.
#[derive(Debug)]
pub struct Events {
    /// The types in the manual's order.
    pub types: Vec<TypeEntry>,
    /// Function words.
    pub grammar: Grammar,
    /// The tuned numbers.
    pub thresholds: Thresholds,
    /// Nouns that name something happening.
    pub nouns: EventNouns,
    /// What the trained reader goes by.
    pub weights: EventWeights,
    /// What the trained reader of status goes by.
    pub status_weights: StatusWeights,
    /// Words by use.
    pub classes: WordClasses,
    triggers: Words<Trigger>,
    phrases: BTreeMap<String, Vec<Phrase>>,
    frames: BTreeMap<String, Frame>,
    operators: Words<String>,
    /// By operator, and type or polarity below.
    compositions: Words<Option<EventType>>,
    status: BTreeMap<Standing, Lookup<String, Status>>,
    kinds: BTreeMap<Kind, BTreeSet<String>>,
    actor_nouns: BTreeSet<String>,
}

impl Events {
    /// Reads and checks the files.
    ///
    /// # Errors
    /// The first row that does not hold what its header promises.
    pub fn load(files: &Files) -> Result<Self, Error> {
        let frames = load_frames(files)?;
        let (status, kinds) = load_status(files)?;
        Ok(Self {
            types: load_types(files)?,
            grammar: files.toml(GRAMMAR)?,
            thresholds: files.thresholds("events")?,
            nouns: EventNouns::load(files)?,
            weights: EventWeights::load(files)?,
            status_weights: StatusWeights::load(files)?,
            classes: WordClasses::load(files)?,
            triggers: load_triggers(files, &frames)?,
            phrases: event_phrases::load(files, &frames)?,
            operators: load_operators(files)?,
            compositions: load_compositions(files)?,
            status,
            kinds,
            actor_nouns: lines(&files.text(ACTOR_NOUNS)?),
            frames,
        })
    }

    /// The row of `lemma` as `upos`.
    pub fn trigger(&self, lemma: &str, upos: &str) -> Option<&Trigger> {
        self.triggers.get(lemma, upos)
    }

    /// Phrases whose head is `lemma`, in file order.
    pub fn phrases(&self, lemma: &str) -> &[Phrase] {
        self.phrases.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The frame called `name`; loading has checked that every name used in a row exists.
    pub fn frame(&self, name: &str) -> Option<&Frame> {
        self.frames.get(name)
    }

    /// What `lemma` as `upos` does to the event below it, such as `refuse`; a verb with its particle is written `call_off`.
    pub fn operator(&self, lemma: &str, upos: &str) -> Option<&str> {
        self.operators.get(lemma, upos).map(String::as_str)
    }

    /// The type that `operator` makes of an event of type `below`: by a row for the type, else for its polarity.
    pub fn composed(&self, operator: &str, below: EventType) -> Option<EventType> {
        let row = |word: &str| self.compositions.get(operator, word);
        let polarity = self.entry(below)?.polarity.as_str();
        *row(below.as_str()).or_else(|| row(polarity))?
    }

    /// The ontology's entry of a type.
    pub fn entry(&self, event_type: EventType) -> Option<&TypeEntry> {
        self.types.iter().find(|t| t.code == event_type)
    }

    /// What `lemma` standing so makes of an event.
    pub fn status(&self, standing: Standing, lemma: &str) -> Option<Status> {
        self.status.get(&standing)?.get(lemma).copied()
    }

    /// Whether `lemma` is a word of `kind`.
    pub fn is_of(&self, kind: Kind, lemma: &str) -> bool {
        self.kinds
            .get(&kind)
            .is_some_and(|words| words.contains(lemma))
    }

    /// Whether `lemma` names people or a body that can act.
    pub fn is_actor_noun(&self, lemma: &str) -> bool {
        self.actor_nouns.contains(lemma)
    }
}

#[derive(Deserialize)]
struct TriggerRow {
    lemma: String,
    upos: String,
    event_type: String,
    strength: u8,
    frame: String,
    mode: String,
}

#[derive(Deserialize)]
struct FrameRow {
    frame: String,
    source: String,
    target: String,
    shared: String,
}

#[derive(Deserialize)]
struct OperatorRow {
    operator: String,
    upos: String,
    lemmas: String,
}

#[derive(Deserialize)]
struct CompositionRow {
    operator: String,
    below: String,
    event_type: String,
}

#[derive(Deserialize)]
struct StatusRow {
    kind: String,
    status: String,
    lemmas: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ontology {
    r#type: Vec<TypeEntry>,
}

pub(crate) fn words(cell: &str) -> impl Iterator<Item = String> + '_ {
    cell.split_whitespace().map(str::to_owned)
}

fn lines(text: &str) -> BTreeSet<String> {
    let kept = text.lines().map(str::trim);
    kept.filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

pub(crate) fn some(cell: String) -> Option<String> {
    (!cell.is_empty()).then_some(cell)
}

pub(crate) fn event_type(file: &str, line: usize, code: &str) -> Result<EventType, Error> {
    EventType::from_code(code).ok_or_else(|| {
        let problem = format!("event type `{code}` is unknown");
        Error::malformed(
            file,
            line,
            problem,
            "use a code of ontology/event-types.toml",
        )
    })
}

pub(crate) fn known_frame(
    file: &str,
    line: usize,
    name: &str,
    frames: &BTreeMap<String, Frame>,
) -> Result<(), Error> {
    if frames.contains_key(name) {
        return Ok(());
    }
    let problem = format!("frame `{name}` is unknown");
    Err(Error::malformed(
        file,
        line,
        problem,
        "use a frame of en/event-frames.csv",
    ))
}

fn load_types(files: &Files) -> Result<Vec<TypeEntry>, Error> {
    let ontology: Ontology = files.toml(TYPES)?;
    for code in EventType::ALL {
        if !ontology.r#type.iter().any(|t| t.code == code) {
            let problem = format!("event type `{}` has no entry", code.as_str());
            return Err(Error::malformed(TYPES, 0, problem, "add a [[type]] table"));
        }
    }
    Ok(ontology.r#type)
}

fn load_frames(files: &Files) -> Result<BTreeMap<String, Frame>, Error> {
    let rows: Vec<(usize, FrameRow)> = files.csv(FRAMES)?;
    let frame = |row: &FrameRow| Frame {
        source: words(&row.source).collect(),
        target: words(&row.target).collect(),
        shared: words(&row.shared).collect(),
    };
    Ok(rows
        .iter()
        .map(|(_, r)| (r.frame.clone(), frame(r)))
        .collect())
}

fn load_triggers(files: &Files, frames: &BTreeMap<String, Frame>) -> Result<Words<Trigger>, Error> {
    let mut triggers = Words::default();
    for (line, row) in files.csv::<TriggerRow>(TRIGGERS)? {
        known_frame(TRIGGERS, line, &row.frame, frames)?;
        let untyped = row.event_type == "-";
        let kind = (!untyped).then(|| event_type(TRIGGERS, line, &row.event_type));
        let trigger = Trigger {
            event_type: kind.transpose()?,
            strength: row.strength,
            frame: row.frame,
            mode: some(row.mode),
        };
        triggers.insert(&row.lemma, &row.upos, trigger);
    }
    Ok(triggers)
}

fn load_operators(files: &Files) -> Result<Words<String>, Error> {
    let rows: Vec<(usize, OperatorRow)> = files.csv(OPERATORS)?;
    let mut operators = Words::default();
    for (_, row) in &rows {
        for lemma in words(&row.lemmas) {
            // The first row that names a lemma wins, so that rows can be ordered by likelihood.
            if operators.get(&lemma, &row.upos).is_none() {
                operators.insert(&lemma, &row.upos, row.operator.clone());
            }
        }
    }
    Ok(operators)
}

fn load_compositions(files: &Files) -> Result<Words<Option<EventType>>, Error> {
    let mut compositions = Words::default();
    let polarities = [Polarity::Friendly, Polarity::Hostile, Polarity::Verbal];
    for (line, row) in files.csv::<CompositionRow>(COMPOSITIONS)? {
        let kind = (row.event_type != "-").then(|| event_type(COMPOSITIONS, line, &row.event_type));
        if !polarities.iter().any(|p| p.as_str() == row.below) {
            event_type(COMPOSITIONS, line, &row.below)?;
        }
        compositions.insert(&row.operator, &row.below, kind.transpose()?);
    }
    Ok(compositions)
}

/// What words make of an event, and the words of each [`Kind`].
type StatusTables = (
    BTreeMap<Standing, Lookup<String, Status>>,
    BTreeMap<Kind, BTreeSet<String>>,
);

fn load_status(files: &Files) -> Result<StatusTables, Error> {
    let mut table: BTreeMap<Standing, Lookup<String, Status>> = BTreeMap::new();
    let mut kinds: BTreeMap<Kind, BTreeSet<String>> = BTreeMap::new();
    for (line, row) in files.csv::<StatusRow>(STATUS)? {
        if let Some(kind) = Kind::named(&row.kind) {
            kinds.entry(kind).or_default().extend(words(&row.lemmas));
            continue;
        }
        let (standing, status) = (standing(line, &row.kind)?, status(line, &row.status)?);
        for lemma in words(&row.lemmas) {
            let words = table.entry(standing).or_default();
            words.entry(lemma).or_insert(status);
        }
    }
    Ok((table, kinds))
}

fn standing(line: usize, word: &str) -> Result<Standing, Error> {
    Ok(match word {
        "modal" => Standing::Modal,
        "backshift" => Standing::Backshift,
        "governor" => Standing::Governor,
        "modifier" => Standing::Modifier,
        "mark" => Standing::Mark,
        _ => {
            let problem = format!("kind `{word}` is unknown");
            let help = "use modal, backshift, governor, modifier, mark, past, implicative, charge, light, nobody or utterance";
            return Err(Error::malformed(STATUS, line, problem, help));
        }
    })
}

fn status(line: usize, word: &str) -> Result<Status, Error> {
    let all = [
        Status::Occurred,
        Status::Ongoing,
        Status::Planned,
        Status::Proposed,
        Status::Alleged,
        Status::Denied,
        Status::Hypothetical,
        Status::Negated,
    ];
    all.into_iter().find(|s| s.as_str() == word).ok_or_else(|| {
        let problem = format!("status `{word}` is unknown");
        Error::malformed(
            STATUS,
            line,
            problem,
            "use a status of the record, such as planned",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events() -> Events {
        Events::load(&Files::embedded()).unwrap()
    }

    #[test]
    fn a_noun_has_its_own_row() {
        let events = events();
        let visit = events.trigger("visit", "NOUN").unwrap();
        assert_eq!(visit.event_type, Some(EventType::Consult));
        assert_eq!(visit.mode.as_deref(), Some("visit"));
    }

    #[test]
    fn a_promise_of_harm_is_a_threat() {
        let events = events();
        assert_eq!(
            events.composed("promise", EventType::Assault),
            Some(EventType::Threaten)
        );
        assert_eq!(
            events.composed("promise", EventType::Aid),
            Some(EventType::Agree)
        );
    }

    #[test]
    fn every_mode_of_a_trigger_is_a_mode_of_its_type() {
        let events = events();
        for ((lemma, _), trigger) in events.triggers.sorted() {
            let (Some(kind), Some(mode)) = (trigger.event_type, &trigger.mode) else {
                continue;
            };
            let modes = &events.entry(kind).unwrap().modes;
            assert!(
                modes.contains(mode),
                "{lemma}: {mode} is no mode of {}",
                kind.as_str()
            );
        }
    }
}
