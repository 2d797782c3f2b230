//! Articles built by hand: text, actors, events and claims found by their words.
//!
//! No language stage is involved. Known limit: parses are assumed, not made.
//!
//! Example: `Article::new("a", None, "Norland denied it.")` with `.claim(..)` is a reading with one claim.

use jiff::civil::{Date, date};
use lexicon::Lexicon;
use model::record::Record;
use model::{
    ActorKind, Argument, Basis, Certainty, Claim, ContentHash, Declared, Document, Event,
    EventType, Interval, Mention, MentionForm, Quotation, Reading, Referent, Span, Stance, Status,
    TimeExpression, TimexType,
};
use std::sync::LazyLock;

/// A reading under construction.
pub(crate) struct Article(pub(crate) Reading);

impl Article {
    pub(crate) fn new(name: &str, published: Option<Date>, text: &str) -> Self {
        let declared = published.map(|date| Declared {
            date,
            basis: Basis::Input,
            span: None,
        });
        let document = Document {
            id: Document::id_of(Some(name), None, name, text),
            input_id: name.to_owned(),
            outlet: Some(name.to_owned()),
            text: text.to_owned(),
            sha256: ContentHash::of(text.as_bytes()),
            declared,
            ..Document::default()
        };
        let mut start = 0;
        let mut sentences = Vec::new();
        for sentence in text.split_inclusive(". ") {
            sentences.push(Span::new(start, start + sentence.len()).trimmed(text));
            start += sentence.len();
        }
        Self(Reading {
            document,
            sentences,
            ..Reading::default()
        })
    }

    pub(crate) fn at(&self, words: &str) -> Span {
        let start = self
            .0
            .document
            .text
            .find(words)
            .unwrap_or_else(|| panic!("`{words}` is not in the text"));
        Span::new(start, start + words.len())
    }

    pub(crate) fn sentence(&self, span: Span) -> Span {
        *self.0.sentences.iter().find(|s| s.contains(span)).unwrap()
    }

    /// The referent of a name that stands in the text; made on first use.
    pub(crate) fn referent(&mut self, name: &str) -> usize {
        if let Some(known) = self.0.referents.iter().position(|r| r.name == name) {
            return known;
        }
        let known = KNOWN.iter().find(|(n, ..)| *n == name).unwrap();
        self.0.referents.push(Referent {
            kind: known.1,
            name: name.to_owned(),
            known: Some(format!("test/{name}")),
            country: model::Country::new(known.2),
            ..Referent::default()
        });
        let referent = self.0.referents.len() - 1;
        self.0.mentions.push(Mention {
            span: self.at(name),
            head: 0,
            label: String::new(),
            form: MentionForm::Name,
            referent: Some(referent),
            place: None,
        });
        self.0.mentions.sort_by_key(|m| m.span);
        referent
    }

    pub(crate) fn argument(&mut self, name: &str) -> Option<Argument> {
        if name.is_empty() {
            return None;
        }
        let referents = vec![self.referent(name)];
        Some(Argument {
            span: self.at(name),
            referents,
        })
    }

    pub(crate) fn event(
        mut self,
        words: (&str, &str, &str),
        kind: EventType,
        status: Status,
        interval: Interval,
    ) -> Self {
        let (source, lemma, target) = words;
        let (source, target) = (self.argument(source), self.argument(target));
        let trigger = self.at(lemma);
        self.0.statements.events.push(Event {
            event_type: Some(kind),
            mode: None,
            cameo: None,
            trigger,
            lemma: lemma.to_owned(),
            source,
            target,
            objects: Vec::new(),
            status,
            background: false,
            interval,
            time: None,
            place: None,
            sentence: self.sentence(trigger),
            reasons: Vec::new(),
            confidence: 0.5,
        });
        self
    }

    pub(crate) fn claim(
        mut self,
        words: (&str, &str, &str),
        stance: Stance,
        topic: &str,
        about: Option<usize>,
    ) -> Self {
        let (speaker, cue, content) = words;
        let speakers = vec![self.referent(speaker)];
        let content = self.at(content);
        let events = self.0.statements.events.iter().enumerate();
        let events = events
            .filter(|(_, e)| content.contains(e.trigger))
            .map(|(n, _)| n)
            .collect();
        let cue = self.at(cue);
        self.0.statements.claims.push(Claim {
            source: Some(self.at(speaker)),
            speakers,
            cue,
            cue_lemma: String::new(),
            content: vec![content],
            quotation: Quotation::Indirect,
            stance,
            certainty: Certainty::Certain,
            addressees: Vec::new(),
            via: Vec::new(),
            topic: topic.split_whitespace().map(str::to_owned).collect(),
            about,
            events,
            sentence: self.sentence(cue),
            confidence: 0.7,
        });
        self
    }

    /// The last claim is carried by `channel`, which the text names.
    pub(crate) fn carried_by(mut self, channel: &str) -> Self {
        let via = self.referent(channel);
        let claim = self.0.statements.claims.last_mut();
        claim.unwrap().via.push(via);
        self
    }

    /// The last event is done with `words`.
    pub(crate) fn with_object(mut self, words: &str) -> Self {
        let object = self.at(words);
        let event = self.0.statements.events.last_mut();
        event.unwrap().objects.push(object);
        self
    }

    /// The last event is dated by `words`, whose TIMEX3 value leaves out what the article's own day would tell.
    pub(crate) fn named_time(mut self, words: &str, value: &str) -> Self {
        self.0.times.push(TimeExpression {
            span: self.at(words),
            timex: TimexType::Date,
            value: value.to_owned(),
            interval: UNKNOWN,
        });
        let event = self.0.statements.events.last_mut();
        event.unwrap().time = Some(self.0.times.len() - 1);
        self
    }

    pub(crate) fn time(mut self, words: &str, interval: Interval) -> Self {
        self.0.times.push(TimeExpression {
            span: self.at(words),
            timex: TimexType::Date,
            value: String::new(),
            interval,
        });
        self
    }
}

pub(crate) const KNOWN: [(&str, ActorKind, &str); 7] = [
    ("Fjord", ActorKind::Organisation, "NOR"),
    ("Norland", ActorKind::State, "NOR"),
    ("Swedonia", ActorKind::State, "SWE"),
    ("Danmere", ActorKind::State, "DNK"),
    ("Ola Berg", ActorKind::Person, "NOR"),
    ("Kari Lund", ActorKind::Person, "NOR"),
    ("Sven Holm", ActorKind::Person, "SWE"),
];

pub(crate) const UNKNOWN: Interval = Interval {
    earliest: None,
    latest: None,
};

pub(crate) fn july() -> Interval {
    Interval::between(date(2023, 7, 1), date(2023, 7, 31))
}

/// The record of some articles. A shared tail keeps them in one story.
pub(crate) fn record(articles: &[Article]) -> Record {
    let readings: Vec<&Reading> = articles.iter().map(|a| &a.0).collect();
    record::derive(&readings, &[], &LEXICON)
}

pub(crate) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::embedded().unwrap());

pub(crate) const TAIL: &str =
    "The harbour accord on trawlers and cod quotas stays the bone of contention in the fjords.";

pub(crate) fn text(line: &str) -> String {
    format!("{line} {TAIL}")
}

pub(crate) fn visit(name: &str, line: &str, trigger: &str, who: &str, when: Interval) -> Article {
    Article::new(name, None, &text(line)).event(
        (who, trigger, "Swedonia"),
        EventType::Consult,
        Status::Occurred,
        when,
    )
}
