//! Grammatical relations of a document's tokens, as the event reader asks for them.
//!
//! Takes a [`model::Annotation`]; returns children, subjects (also those that an infinitive, participle,
//! relative clause or coordination shares with its governor), and coordinated heads. Control follows the
//! usual account (object control with an object unless the verb is listed as one of subject control).
//! Known limit: parasitic gaps and far extraction are not resolved.
//!
//! Example: in "Norland vowed to help", the subject of "help" is "Norland", shared.

use lexicon::events::Grammar;
use model::{Annotation, Token};
use std::ops::Range;

/// The subject of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    /// Head token.
    pub token: usize,
    /// Whether it stands at another verb.
    pub is_shared: bool,
}

/// Tokens with their children at hand.
pub(crate) struct Tree<'a> {
    /// All tokens of the document.
    pub tokens: &'a [Token],
    children: Vec<Vec<usize>>,
    /// Lemmas in lower case.
    lemmas: Vec<String>,
    /// For each token of a leading dateline ("KABUL --") the first token after it.
    after_dateline: Vec<Option<usize>>,
    grammar: &'a Grammar,
}

/// Steps after which a search for a subject gives up: deeper chains do not occur in edited English.
const DEEPEST: usize = 6;

/// Relations of subjects.
const SUBJECTS: [&str; 3] = ["nsubj", "nsubjpass", "csubj"];

impl<'a> Tree<'a> {
    /// Prepares the tokens of `annotation`.
    pub(crate) fn new(annotation: &'a Annotation, grammar: &'a Grammar) -> Self {
        let mut tree = Self::without_datelines(annotation, grammar);
        for sentence in &annotation.sentences {
            if let Some(end) = dateline_end(tree.tokens, sentence.tokens.clone()) {
                tree.after_dateline[sentence.tokens.start..end].fill(Some(end));
            }
        }
        tree
    }

    /// The same where no name that leads a sentence is a dateline.
    pub(crate) fn without_datelines(annotation: &'a Annotation, grammar: &'a Grammar) -> Self {
        let tokens = annotation.tokens.as_slice();
        let mut children = vec![Vec::new(); tokens.len()];
        for (number, token) in tokens.iter().enumerate() {
            if token.head != number && token.head < tokens.len() {
                children[token.head].push(number);
            }
        }
        Self {
            tokens,
            children,
            lemmas: tokens.iter().map(|t| t.lemma.to_lowercase()).collect(),
            after_dateline: vec![None; tokens.len()],
            grammar,
        }
    }

    /// The lemma of `token` as the tables have it: lower case.
    pub(crate) fn lemma(&self, token: usize) -> &str {
        &self.lemmas[token]
    }

    /// The word that `token` ends where hyphens join it to the words before it ("cease-fire", which is no fire), in lower case.
    pub(crate) fn joined(&self, token: usize) -> Option<String> {
        let first = token.checked_sub(2)?;
        let [word, hyphen, last] = [first, token - 1, token].map(|t| &self.tokens[t]);
        let touch = word.span.end == hyphen.span.start && hyphen.span.end == last.span.start;
        let joins = touch && hyphen.tag == "HYPH" && word.span.len() > 1;
        joins.then(|| format!("{}-{}", word.lemma, last.lemma).to_lowercase())
    }

    /// `token`, or where it stands in a dateline, the noun after it that the parser attached to it.
    pub(crate) fn past_dateline(&self, token: usize) -> Option<usize> {
        let Some(end) = self.after_dateline[token] else {
            return Some(token);
        };
        let mut below = self.children[token].clone();
        let mut next = 0;
        while next < below.len() {
            let child = below[next];
            if child >= end && matches!(self.tokens[child].pos, "NOUN" | "PROPN" | "PRON") {
                return Some(child);
            }
            below.extend(&self.children[child]);
            next += 1;
        }
        None
    }

    /// Direct dependents in text order.
    pub(crate) fn children(&self, token: usize) -> &[usize] {
        &self.children[token]
    }

    /// Direct dependents with relation `dep`.
    pub(crate) fn with(&self, token: usize, dep: &'static str) -> impl Iterator<Item = usize> + '_ {
        let all = self.children[token].iter().copied();
        all.filter(move |&c| self.tokens[c].dep == dep)
    }

    /// The first dependent with one of the relations.
    pub(crate) fn first(&self, token: usize, deps: &[&str]) -> Option<usize> {
        let all = self.children[token].iter().copied();
        all.into_iter()
            .find(|&c| deps.contains(&self.tokens[c].dep))
    }

    /// Whether the token is a verb (an auxiliary standing alone counts).
    pub(crate) fn is_verb(&self, token: usize) -> bool {
        matches!(self.tokens[token].pos, "VERB" | "AUX")
    }

    /// Whether the verb stands in the passive voice.
    pub(crate) fn is_passive(&self, verb: usize) -> bool {
        let marked = self.first(verb, &["auxpass", "nsubjpass"]).is_some();
        let token = &self.tokens[verb];
        let reduced = token.tag == "VBN"
            && token.dep == "acl"
            && self.first(verb, &["aux", "dobj"]).is_none();
        marked || reduced
    }

    /// The subject of `verb`, its own or one it shares; for passives the one who undergoes it.
    pub(crate) fn subject(&self, verb: usize) -> Option<Subject> {
        self.subject_within(verb, DEEPEST)
    }

    fn subject_within(&self, verb: usize, steps: usize) -> Option<Subject> {
        if let Some(own) = self.first(verb, &SUBJECTS) {
            return Some(Subject {
                token: self.behind_relative(own, verb),
                is_shared: false,
            });
        }
        let head = self.tokens[verb].head;
        if steps == 0 || head == verb {
            return None;
        }
        let shared = |s: Subject| Subject {
            is_shared: true,
            ..s
        };
        match self.tokens[verb].dep {
            "conj" | "advcl" | "ROOT" | "dep" if self.is_verb(head) => {
                self.subject_within(head, steps - 1).map(shared)
            }
            "xcomp" | "ccomp" | "oprd" => self.controller(verb, head, steps - 1).map(shared),
            "acl" | "relcl" => Some(self.modified(verb, head, steps - 1)),
            "pcomp" => self.gerund_subject(head, steps - 1).map(shared),
            "amod" => Some(Subject {
                token: head,
                is_shared: true,
            }),
            _ => None,
        }
    }

    /// The noun that a relative pronoun stands for, where `own` is one.
    pub(crate) fn behind_relative(&self, own: usize, verb: usize) -> usize {
        let is_relative =
            matches!(self.tokens[own].tag, "WDT" | "WP") && self.tokens[verb].dep == "relcl";
        if is_relative {
            self.tokens[verb].head
        } else {
            own
        }
    }

    /// Who an infinitive's subject is: the object of the verb above, unless that verb keeps its subject.
    fn controller(&self, _verb: usize, head: usize, steps: usize) -> Option<Subject> {
        if !self.is_verb(head) {
            // "is ready to help": the adjective's clause.
            let clause = self.tokens[head].head;
            return self.subject_within(clause, steps.checked_sub(1)?);
        }
        let keeps = self
            .grammar
            .subject_control_verbs
            .contains(&self.tokens[head].lemma);
        let object = self.first(head, &["dobj", "dative"]);
        match object {
            Some(token) if !keeps && self.tokens[token].dep == "dobj" => Some(Subject {
                token,
                is_shared: true,
            }),
            _ => self.subject_within(head, steps),
        }
    }

    /// The noun that a participle modifies, or for "plan to attack" whose plan it is.
    fn modified(&self, verb: usize, noun: usize, steps: usize) -> Subject {
        let infinitive = self.tokens[verb].tag == "VB";
        let owner = infinitive.then(|| self.owner(noun, steps)).flatten();
        let lemma = &self.tokens[noun].lemma;
        let said = self.grammar.utterance_nouns.contains(lemma);
        let author = said.then(|| self.owner(noun, steps)).flatten();
        owner.or(author).unwrap_or(Subject {
            token: noun,
            is_shared: true,
        })
    }

    /// Whose the noun is: its possessor, else the subject of the verb that governs it.
    fn owner(&self, noun: usize, steps: usize) -> Option<Subject> {
        if let Some(token) = self.first(noun, &["poss"]) {
            return Some(Subject {
                token,
                is_shared: true,
            });
        }
        let verb = self.governing_verb(noun)?;
        self.subject_within(verb, steps.checked_sub(1)?)
            .map(|s| Subject {
                is_shared: true,
                ..s
            })
    }

    fn gerund_subject(&self, preposition: usize, steps: usize) -> Option<Subject> {
        let governor = self.tokens[preposition].head;
        let by_object = self
            .grammar
            .object_control_prepositions
            .contains(&self.tokens[preposition].lemma);
        if !self.is_verb(governor) {
            return self.owner(governor, steps);
        }
        let object = self
            .first(governor, &["dobj", "nsubjpass"])
            .filter(|_| by_object);
        object.map_or_else(
            || self.subject_within(governor, steps),
            |token| {
                Some(Subject {
                    token,
                    is_shared: true,
                })
            },
        )
    }

    /// The verb that a noun belongs to, through prepositions, coordination and attributes.
    pub(crate) fn governing_verb(&self, noun: usize) -> Option<usize> {
        let mut at = noun;
        for _ in 0..DEEPEST {
            let head = self.tokens[at].head;
            if head == at {
                return None;
            }
            if self.is_verb(head) {
                return Some(head);
            }
            at = head;
        }
        None
    }

    /// `token` and what is coordinated with it, in text order.
    pub(crate) fn coordinated(&self, token: usize) -> Vec<usize> {
        let mut found = vec![token];
        let mut next = 0;
        while next < found.len() {
            let further: Vec<usize> = self.with(found[next], "conj").collect();
            found.extend(further);
            next += 1;
        }
        found
    }

    /// The noun that counts: past "a group of" to the noun after the preposition.
    pub(crate) fn through(&self, noun: usize) -> usize {
        if !self
            .grammar
            .transparent_nouns
            .contains(&self.tokens[noun].lemma)
        {
            return noun;
        }
        let inner = self
            .with(noun, "prep")
            .find_map(|p| self.first(p, &["pobj"]));
        inner.unwrap_or(noun)
    }

    /// Heads above `token`, nearest first.
    pub(crate) fn ancestors(&self, token: usize) -> Vec<usize> {
        let mut path = Vec::new();
        let mut at = token;
        while self.tokens[at].head != at && path.len() < self.tokens.len() {
            at = self.tokens[at].head;
            path.push(at);
        }
        path
    }
}

/// Tokens of a dateline at most: place, country, agency, day.
const LONGEST_DATELINE: usize = 14;

/// The end of a leading dateline: names, numbers and brackets up to a dash or colon.
fn dateline_end(tokens: &[Token], sentence: Range<usize>) -> Option<usize> {
    let head = sentence.clone().take(LONGEST_DATELINE);
    for number in head {
        let token = &tokens[number];
        match token.pos {
            "PUNCT" | "SYM" if matches!(token.tag, ":" | "HYPH" | "SYM") => {
                return (number > sentence.start).then_some(number + 1);
            }
            "PROPN" | "PUNCT" | "NUM" | "SPACE" | "X" => {}
            _ => return None,
        }
    }
    // Nothing but names and numbers: a dateline that was cut off as a sentence of its own.
    (sentence.len() <= LONGEST_DATELINE).then_some(sentence.end)
}
