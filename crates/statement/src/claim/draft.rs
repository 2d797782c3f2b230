//! From roles of words to a draft of a claim: source, cue and content as sets of tokens, then as spans.
//!
//! Takes the [`Parts`] around each cue; returns [`Draft`]s that do not overlap, in order of their cue.
//! Third step of the claim reader. Contents are flat: a claim inside another's content is left out
//! (Newell et al. 2018), and of two claims to the same words the likelier keeps them. A quotation that
//! is mostly content is content as a whole, with its marks. Known limit: the outer claim wins even
//! where the inner one is the news.
//!
//! Example: in "Kim said Lee denied it" the claim of "denied" is inside that of "said" and left out.

use super::label::Parts;
use super::parse::Parse;
use super::part::{Met, Role};
use lexicon::claims::Settings;
use model::Span;
use std::collections::{BTreeMap, BTreeSet};

/// A claim in tokens.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Head of the cue.
    pub cue: usize,
    /// All tokens of the cue, next to one another.
    pub cue_tokens: Vec<usize>,
    /// Tokens of the source; empty where none is named.
    pub source: Vec<usize>,
    /// Tokens of the content.
    pub content: BTreeSet<usize>,
    /// Probability that the cue is one, then that the claim is right.
    pub probability: f64,
    /// How sure its words' roles are.
    pub sureness: Sureness,
    /// Probability of each role by token, in the order of [`Role::ALL`].
    pub shares: BTreeMap<usize, [f64; 5]>,
    /// What was judged of the units around the cue.
    pub met: Met,
}

/// Mean probabilities of the roles of a draft's words, and the least of its content's.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sureness {
    /// Of the source's words.
    pub source: f64,
    /// Of the content's words.
    pub content: f64,
    /// The least among the content's words.
    pub least: f64,
}

impl Sureness {
    fn new(parts: &Parts, source: &[usize], content: &BTreeSet<usize>) -> Self {
        let of = |t: &usize| Some(parts.shares.get(t)?[*parts.roles.get(t)? as usize]);
        let mean = |tokens: &mut dyn Iterator<Item = f64>| {
            let (sum, count) = tokens.fold((0.0, 0.0), |(s, n), p| (s + p, n + 1.0));
            if count > 0.0 { sum / count } else { 0.0 }
        };
        Self {
            source: mean(&mut source.iter().filter_map(of)),
            content: mean(&mut content.iter().filter_map(of)),
            least: content.iter().filter_map(of).fold(1.0, f64::min),
        }
    }
}

impl Draft {
    /// The draft of the cue at `cue`, or `None` where it has no content.
    pub fn new(
        parse: &Parse,
        (cue, probability): (usize, f64),
        parts: Parts,
        settings: &Settings,
    ) -> Option<Self> {
        let cue_tokens = cue_tokens(parse, cue, &parts);
        let source = source(parse, &parts, settings);
        let taken = |t: &usize| source.contains(t) || cue_tokens.contains(t);
        let content = content(parse, &parts, (&taken, settings));
        let has_words = content.iter().any(|&t| !parse.is_mark(t));
        has_words.then_some(Self {
            sureness: Sureness::new(&parts, &source, &content),
            cue,
            cue_tokens,
            source,
            content,
            probability,
            shares: parts.shares,
            met: Met::default(),
        })
    }

    /// Names `source` as whom the claim comes from; its words are no content.
    pub(super) fn come_from(&mut self, parse: &Parse, source: &[usize]) {
        self.source = source.to_vec();
        let word = |t: &usize| !parse.is_mark(*t) && !source.contains(t);
        if self.content.iter().any(word) {
            self.content.retain(|t| !source.contains(t));
        }
    }

    /// The content in pieces, in text order.
    pub fn content_spans(&self, parse: &Parse) -> Vec<Span> {
        let tokens: Vec<usize> = self.content.iter().copied().collect();
        runs(parse, &tokens)
            .iter()
            .filter_map(|run| widened(parse, run))
            .collect()
    }
}

/// The words of the content, but for those that are `taken`.
pub(super) fn content(
    parse: &Parse,
    parts: &Parts,
    (taken, settings): (&dyn Fn(&usize) -> bool, &Settings),
) -> BTreeSet<usize> {
    let roles = parts.roles.iter();
    let words = roles.filter(|(_, r)| **r == Role::Content).map(|(&t, _)| t);
    let mut content: BTreeSet<usize> = words.filter(|t| !taken(t)).collect();
    complete_quotations(parse, &mut content, (taken, settings.quotation_share));
    content
}

/// The cue's head and the words of the cue that touch it.
fn cue_tokens(parse: &Parse, cue: usize, parts: &Parts) -> Vec<usize> {
    let sentence = parse.sentence_tokens(cue);
    let is_cue = |t: &usize| parts.roles.get(t) == Some(&Role::Cue);
    let start = (sentence.start..cue)
        .rev()
        .take_while(is_cue)
        .last()
        .unwrap_or(cue);
    let end = (cue + 1..sentence.end)
        .take_while(is_cue)
        .last()
        .unwrap_or(cue);
    trimmed(parse, &(start..=end).collect::<Vec<_>>()).to_vec()
}

/// The heaviest run of source words, or the likeliest source where no word was labelled so.
fn source(parse: &Parse, parts: &Parts, settings: &Settings) -> Vec<usize> {
    let tokens: Vec<usize> = parts
        .roles
        .iter()
        .filter(|(_, r)| **r == Role::Source)
        .map(|(&t, _)| t)
        .collect();
    let longest = runs(parse, &tokens).into_iter().rev().max_by_key(Vec::len);
    let fallback = || {
        let (tokens, p) = parts.likeliest_source.as_ref()?;
        let free = tokens
            .iter()
            .all(|t| parts.roles.get(t) != Some(&Role::Content));
        (*p >= settings.source_fallback && free).then(|| trimmed(parse, tokens).to_vec())
    };
    longest.or_else(fallback).unwrap_or_default()
}

/// Adds the rest of every quoted stretch that is mostly content and has no word that is `taken`.
fn complete_quotations(
    parse: &Parse,
    content: &mut BTreeSet<usize>,
    (taken, share): (&dyn Fn(&usize) -> bool, f64),
) {
    let numbers: BTreeSet<usize> = content
        .iter()
        .map(|&t| parse.quote(t))
        .filter(|&q| q > 0)
        .collect();
    for number in numbers {
        let stretch = parse.annotation.quoted[number - 1].span;
        let tokens = parse.annotation.tokens_in(stretch);
        let words = || tokens.clone().filter(|&t| !parse.is_mark(t));
        let inside = words().filter(|t| content.contains(t)).count();
        if inside as f64 >= share * words().count() as f64 && !tokens.clone().any(|t| taken(&t)) {
            content.extend(tokens);
        }
    }
}

/// Tokens in runs: what stands between two of one run is punctuation only. No run is without a word.
pub(super) fn runs(parse: &Parse, tokens: &[usize]) -> Vec<Vec<usize>> {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for &at in tokens {
        match runs.last_mut() {
            Some(run)
                if run
                    .last()
                    .is_some_and(|&l| (l + 1..at).all(|t| parse.is_mark(t))) =>
            {
                run.push(at);
            }
            _ => runs.push(vec![at]),
        }
    }
    runs.iter()
        .map(|run| trimmed(parse, run).to_vec())
        .filter(|run| !run.is_empty())
        .collect()
}

/// `tokens` without punctuation at either end.
pub(super) fn trimmed<'t>(parse: &Parse, tokens: &'t [usize]) -> &'t [usize] {
    let first = tokens.iter().position(|&t| !parse.is_mark(t));
    let last = tokens.iter().rposition(|&t| !parse.is_mark(t));
    first
        .zip(last)
        .map_or(&[], |(first, last)| &tokens[first..=last])
}

/// The span of a run, with the marks of each quotation all of whose words it holds.
fn widened(parse: &Parse, run: &[usize]) -> Option<Span> {
    let mut span = parse.span(run)?;
    let numbers: BTreeSet<usize> = run
        .iter()
        .map(|&t| parse.quote(t))
        .filter(|&q| q > 0)
        .collect();
    for number in numbers {
        let stretch = parse.annotation.quoted[number - 1].span;
        let mut words = parse
            .annotation
            .tokens_in(stretch)
            .filter(|&t| !parse.is_mark(t));
        if words.all(|t| span.contains(parse.token(t).span)) {
            span = span.cover(stretch).trimmed(parse.text);
        }
    }
    Some(span)
}

/// The drafts that stand: none in another's content, no word in two contents.
pub fn flat(mut drafts: Vec<Draft>) -> Vec<Draft> {
    drafts.sort_by(|a, b| {
        b.probability
            .total_cmp(&a.probability)
            .then(a.cue.cmp(&b.cue))
    });
    let mut kept: Vec<Draft> = Vec::new();
    let mut contents: BTreeSet<usize> = BTreeSet::new();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for mut draft in drafts {
        let before = draft.content.len();
        draft.content.retain(|t| !taken.contains(t));
        if !contents.contains(&draft.cue) && 2 * draft.content.len() > before {
            contents.extend(&draft.content);
            taken.extend(&draft.content);
            taken.extend(draft.cue_tokens.iter().chain(&draft.source));
            kept.push(draft);
        }
    }
    kept.sort_by_key(|d| d.cue);
    kept
}
