//! What one text says, position by position: tokens, sentences, entities, times, mentions.
//!
//! Made by the language stage from a [`crate::Document`]; read by the statement stage. Tokens follow
//! the conventions of spaCy's English models: Penn Treebank tags, Universal POS, CLEAR dependency
//! labels, OntoNotes entity labels. All offsets are bytes of the document's text; all token numbers
//! count from the first token of the document.
//!
//! Example: in "Kirby denied it ." token 1 has lemma `deny`, head 1 and label `ROOT`.

use crate::{ActorKind, Country, Gender, PlaceName, Role, Sector, Span, TimeExpression};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// One token. Labels are static because their inventories are fixed by the model file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Its lemma (spaCy's: lower case but for proper nouns; pronouns in nominative).
    pub lemma: String,
    /// Penn Treebank tag, such as `VBD`; `_SP` for white space.
    pub tag: &'static str,
    /// Universal part of speech, such as `VERB`; `SPACE` for white space.
    pub pos: &'static str,
    /// Universal features, such as `Tense=Past|VerbForm=Fin`; empty when none.
    pub morph: &'static str,
    /// Number of its head in the document; its own number for the root of a sentence.
    pub head: usize,
    /// CLEAR dependency label, such as `nsubj`; `ROOT` for roots.
    pub dep: &'static str,
    /// OntoNotes label of the entity it belongs to; empty outside entities.
    pub entity: &'static str,
}

/// For each token the tokens that hang from it: the parse turned upside down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dependents {
    /// Where the dependents of each token begin in `tokens`, and one more entry for the end.
    starts: Vec<usize>,
    /// Dependents in text order, grouped by head.
    tokens: Vec<usize>,
}

impl Dependents {
    /// The index of `tokens`, by counting sort over their heads.
    pub fn new(tokens: &[Token]) -> Self {
        let hangs = |t: &usize| tokens[*t].head != *t && tokens[*t].head < tokens.len();
        let mut starts = vec![0; tokens.len() + 1];
        for token in (0..tokens.len()).filter(hangs) {
            starts[tokens[token].head + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut free = starts.clone();
        let mut grouped = vec![0; starts[tokens.len()]];
        for token in (0..tokens.len()).filter(hangs) {
            let slot = &mut free[tokens[token].head];
            grouped[*slot] = token;
            *slot += 1;
        }
        Self {
            starts,
            tokens: grouped,
        }
    }

    /// The dependents of `token` in text order; `None` where the index does not hold the token.
    pub fn of(&self, token: usize) -> Option<&[usize]> {
        let end = *self.starts.get(token + 1)?;
        self.tokens.get(self.starts[token]..end)
    }
}

/// A sentence: consecutive tokens that share one root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From its first to its last token that is not white space.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Number of the paragraph it stands in, from 0.
    pub paragraph: usize,
}

/// A named entity as the recogniser gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Where it stands.
    pub span: Span,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// OntoNotes label, such as `GPE`.
    pub label: &'static str,
}

/// How a mention names what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionForm {
    /// "Sergei Shoigu", "Moscow"
    Name,
    /// "the minister", "experts"
    Nominal,
    /// "he", "their"
    Pronoun,
}

/// A span that names an actor, a place or a thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Where it stands, without a possessive `'s`.
    pub span: Span,
    /// Number of its head token.
    pub head: usize,
    /// OntoNotes label (`PERSON`, `ORG`, `GPE`, `NORP`, ...), or empty for nominals without one.
    pub label: String,
    /// Name, nominal or pronoun.
    pub form: MentionForm,
    /// Number of the referent in [`Annotation::referents`] that it names.
    pub referent: Option<usize>,
    /// Number of the place in [`Annotation::places`] that it names.
    pub place: Option<usize>,
}

/// An actor as one document knows it: the mentions that co-refer, and what they tell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referent {
    /// State, person, organisation, office, group or unnamed.
    pub kind: ActorKind,
    /// Fullest name found, or the lexicon's name where `known` is given.
    pub name: String,
    /// Further names used in this document, sorted.
    pub aliases: Vec<String>,
    /// Key of the actor in the lexicon (`state/PRK`, `organisation/un-security-council`), where known.
    pub known: Option<String>,
    /// Country it belongs to.
    pub country: Option<Country>,
    /// Titles and organisations that the document gives it.
    pub roles: Vec<Role>,
    /// PLOVER sector.
    pub sector: Option<Sector>,
    /// Grammatical gender that pronouns and titles tell.
    pub gender: Option<Gender>,
    /// Wikidata id of a known actor.
    pub wikidata: Option<String>,
    /// Members, where the referent is a list of others ("both leaders", "the three nations"): numbers in [`Annotation::referents`].
    pub members: Vec<usize>,
    /// Why names were joined, in words.
    pub reasons: Vec<String>,
}

/// A stretch of text between a pair of quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotedStretch {
    /// With the marks.
    pub span: Span,
    /// Whether a closing mark was found before the paragraph ended.
    pub closed: bool,
}

/// A dateline: place, day and agency in front of a report's first sentence. A paragraph of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// Where it stands.
    pub span: Span,
    /// The agency's name.
    pub agency: Option<Span>,
}

/// What the language stage found in one document.
#[derive(Clone, Debug, Default)]
pub struct Annotation {
    /// All tokens in text order.
    pub tokens: Vec<Token>,
    /// Who hangs from whom; empty where nobody indexed the tokens.
    pub dependents: Dependents,
    /// Sentences in text order.
    pub sentences: Vec<Sentence>,
    /// Paragraphs as spans of the text, in order.
    pub paragraphs: Vec<Span>,
    /// Datelines in text order.
    pub datelines: Vec<Dateline>,
    /// Named entities in text order.
    pub entities: Vec<Entity>,
    /// Quoted stretches in text order, not nested.
    pub quoted: Vec<QuotedStretch>,
    /// Time expressions in text order.
    pub times: Vec<TimeExpression>,
    /// Mentions in text order.
    pub mentions: Vec<Mention>,
    /// Actors of this document, in order of first mention.
    pub referents: Vec<Referent>,
    /// Places of this document, in order of first mention.
    pub places: Vec<PlaceName>,
    /// What was doubtful, in words.
    pub notes: Vec<String>,
}

impl Annotation {
    /// Number of the sentence that holds token `token`.
    pub fn sentence_of(&self, token: usize) -> Option<usize> {
        let after = self.sentences.partition_point(|s| s.tokens.start <= token);
        let index = after.checked_sub(1)?;
        self.sentences[index]
            .tokens
            .contains(&token)
            .then_some(index)
    }

    /// Tokens whose span overlaps `span`, as a range of token numbers.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self.tokens.partition_point(|t| t.span.end <= span.start);
        let end = self.tokens.partition_point(|t| t.span.start < span.end);
        start..end.max(start)
    }

    /// The dateline that holds byte `at`.
    pub fn dateline_at(&self, at: usize) -> Option<&Dateline> {
        let after = self.datelines.partition_point(|d| d.span.start <= at);
        let last = self.datelines.get(after.checked_sub(1)?)?;
        (at < last.span.end).then_some(last)
    }

    /// Referents that datelines name as the agency the text comes from, in text order.
    pub fn agencies(&self) -> Vec<usize> {
        let named = self.datelines.iter().filter_map(|d| d.agency);
        let mut found = Vec::new();
        for span in named {
            let at = self.mentions.partition_point(|m| m.span.start < span.start);
            let inside = self.mentions[at..]
                .iter()
                .take_while(|m| m.span.start < span.end);
            let referents = inside.filter_map(|m| m.referent);
            found.extend(referents.filter(|r| !found.contains(r)).collect::<Vec<_>>());
        }
        found
    }

    /// Direct dependents of token `token`, in text order. Without [`Annotation::dependents`] the cost
    /// grows with the sentence.
    pub fn children(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        let indexed = self.dependents.of(token);
        let range = match indexed {
            Some(_) => token..token,
            None => self
                .sentence_of(token)
                .map_or(token..token, |s| self.sentences[s].tokens.clone()),
        };
        let scanned = range.filter(move |&t| t != token && self.tokens[t].head == token);
        indexed.unwrap_or_default().iter().copied().chain(scanned)
    }

    /// All tokens below and including `token`, in text order.
    pub fn subtree(&self, token: usize) -> Vec<usize> {
        let mut found = vec![token];
        let mut next = 0;
        while next < found.len() {
            found.extend(self.children(found[next]).collect::<Vec<_>>());
            next += 1;
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Heads from the parent of `token` up to the root.
    pub fn ancestors(&self, token: usize) -> Vec<usize> {
        let mut path = Vec::new();
        let mut at = token;
        while self.tokens[at].head != at && path.len() <= self.tokens.len() {
            at = self.tokens[at].head;
            path.push(at);
        }
        path
    }

    /// From the first to the last token of the (possibly gappy) set `tokens`.
    pub fn cover(&self, tokens: &[usize]) -> Option<Span> {
        let first = tokens.iter().min()?;
        let last = tokens.iter().max()?;
        Some(self.tokens[*first].span.cover(self.tokens[*last].span))
    }

    /// Number of the mention whose head is `token`, else of the shortest mention of its sentence that holds it.
    pub fn mention_at(&self, token: usize) -> Option<usize> {
        let span = self.tokens[token].span;
        let sentence = self.sentence_of(token)?;
        let from = self.sentences[sentence].span.start;
        let first = self.mentions.partition_point(|m| m.span.start < from);
        let behind = self
            .mentions
            .partition_point(|m| m.span.start <= span.start);
        let mut near = first..behind.max(first);
        let holds = |m: &usize| self.mentions[*m].span.contains(span);
        let head = near.clone().find(|&m| self.mentions[m].head == token);
        head.or_else(|| {
            near.by_ref()
                .filter(holds)
                .min_by_key(|&m| self.mentions[m].span.len())
        })
    }
}
