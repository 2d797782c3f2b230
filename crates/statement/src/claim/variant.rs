//! Other readings of what a claim's content may be: with more or fewer units, cut short, or drawn out.
//!
//! Takes a [`Draft`]; returns its content and up to some thirty others as [`Variant`]s, none twice. First half of the
//! step that settles the extent of a content; `rank` picks one. Made by: leaning to or from content when the units
//! around the cue are judged; leaving out one of several pieces; cutting the last piece before a comma, a clause or a
//! phrase; taking more of the sentence. Known limit: one change at a time.
//!
//! Example: "hailed [the pact in a visit to the port]" also gives "[the pact]" and "[the pact in a visit]".

use super::draft::{self, Draft};
use super::label::{self, Lean};
use super::parse::Parse;
use super::part::Setting;
use lexicon::claims::Claims;
use std::collections::BTreeSet;

/// How a variant was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// As the roles say.
    Own,
    /// As the roles say when some count for more.
    Lean,
    /// One piece of several, or all but one.
    Pieces,
    /// The last piece cut short.
    Cut,
    /// More words behind.
    Longer,
    /// More words before.
    Earlier,
    /// The first piece begins later.
    Shorn,
}

/// One reading of a content.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its tokens in text order.
    pub content: Vec<usize>,
    /// How it was made.
    pub kind: Kind,
    /// How many ways led to it.
    pub votes: usize,
    /// Where it was cut, or the last word of what it was drawn out by.
    pub edge: Option<usize>,
}

impl Variant {
    /// Whether token `at` is of it.
    pub fn holds(&self, at: usize) -> bool {
        self.content.binary_search(&at).is_ok()
    }
}

/// Factors of content and of splitting that are tried.
const LEANS: [(f64, f64); 6] = [
    (0.2, 1.0),
    (0.5, 1.0),
    (2.0, 1.0),
    (5.0, 1.0),
    (1.0, 3.0),
    (1.0, 0.3),
];
/// A content of more pieces is not taken apart.
const PIECES: usize = 4;
/// So many cuts are tried, those nearest the end.
const CUTS: usize = 10;
/// Relations of clauses and phrases before which a content may end.
const OPENERS: &[&str] = &[
    "relcl",
    "advcl",
    "prep",
    "acl",
    "conj",
    "ccomp",
    "npadvmod",
    "appos",
    "agent",
    "parataxis",
    "cc",
];
/// Labels (tags) of marks before which a content may end.
const ENDS: &[&str] = &[",", ":", ".", "-LRB-", "''"];
/// Commas behind a content up to which more is taken.
const COMMAS: usize = 2;
/// Steps up from the last word whose ends are tried.
const STEPS: usize = 6;

/// The contents that `draft` may have, its own first.
pub fn variants(
    parse: &Parse,
    (likely, claims): (&[f64], &Claims),
    draft: &mut Draft,
) -> Vec<Variant> {
    let own: Vec<usize> = draft.content.iter().copied().collect();
    let mut found = Found {
        parse,
        blocked: draft
            .source
            .iter()
            .chain(&draft.cue_tokens)
            .copied()
            .collect(),
        variants: Vec::new(),
    };
    found.add(own.clone(), Kind::Own, None);
    lean(parse, (likely, claims), draft, &mut found);
    pieces(parse, &own, &mut found);
    cuts(parse, &own, &mut found);
    longer(parse, &own, &mut found);
    earlier(parse, &own, &mut found);
    shorn(parse, &own, &mut found);
    found.variants
}

struct Found<'p, 'a> {
    parse: &'p Parse<'a>,
    blocked: BTreeSet<usize>,
    variants: Vec<Variant>,
}

impl Found<'_, '_> {
    /// Takes in a content unless it has no word, or one of the cue or the source.
    fn add(&mut self, content: Vec<usize>, kind: Kind, edge: Option<usize>) {
        let is_word = |t: &usize| !self.parse.is_mark(*t);
        let words: Vec<usize> = content.iter().copied().filter(is_word).collect();
        if words.is_empty() || words.iter().any(|t| self.blocked.contains(t)) {
            return;
        }
        let is_same = |v: &&mut Variant| v.content.iter().filter(|t| is_word(t)).eq(&words);
        if let Some(same) = self.variants.iter_mut().find(is_same) {
            same.votes += 1;
            return;
        }
        self.variants.push(Variant {
            content,
            kind,
            votes: 1,
            edge,
        });
    }
}

fn lean(parse: &Parse, (likely, claims): (&[f64], &Claims), draft: &mut Draft, found: &mut Found) {
    let setting = Setting::new(parse, draft.cue, likely);
    let mut upright: Option<Vec<usize>> = None;
    for (content, split) in LEANS {
        let lean: Lean = [1.0, 1.0, content, 1.0, split];
        let is_upright = label::is_unmoved(&draft.met, &lean);
        let known = upright.clone().filter(|_| is_upright);
        let content = known.unwrap_or_else(|| {
            let parts = label::label(&setting, (&lean, claims), &mut draft.met);
            let taken = |t: &usize| found.blocked.contains(t);
            let content = draft::content(parse, &parts, (&taken, &claims.settings));
            content.into_iter().collect()
        });
        if is_upright {
            upright = Some(content.clone());
        }
        found.add(content, Kind::Lean, None);
    }
}

fn pieces(parse: &Parse, own: &[usize], found: &mut Found) {
    let runs = draft::runs(parse, own);
    if runs.len() < 2 || runs.len() > PIECES {
        return;
    }
    for (number, run) in runs.iter().enumerate() {
        found.add(run.clone(), Kind::Pieces, None);
        let others = runs.iter().enumerate().filter(|(n, _)| *n != number);
        let others = others.flat_map(|(_, run)| run.iter().copied()).collect();
        found.add(others, Kind::Pieces, None);
    }
}

fn cuts(parse: &Parse, own: &[usize], found: &mut Found) {
    let mut tried = 0;
    for at in (1..own.len()).rev() {
        if tried >= CUTS {
            return;
        }
        let token = own[at];
        if ENDS.contains(&parse.token(token).tag) || opens_phrase(parse, token) {
            found.add(own[..at].to_vec(), Kind::Cut, Some(token));
            tried += 1;
        }
    }
}

/// Whether a clause or phrase begins with `at`.
fn opens_phrase(parse: &Parse, at: usize) -> bool {
    let opens = |t: usize| parse.reach(t).start == at && OPENERS.contains(&parse.token(t).dep);
    parse.reach(at).start == at && beginning(parse, at).any(opens)
}

/// The largest phrase that begins with `at`.
pub(super) fn phrase_from(parse: &Parse, at: usize) -> usize {
    beginning(parse, at).last().unwrap_or(at)
}

/// `at` and the words above it, as long as the phrase of each begins with `at`.
fn beginning<'p>(parse: &'p Parse, at: usize) -> impl Iterator<Item = usize> + 'p {
    let up = move |&t: &usize| {
        let head = parse.token(t).head;
        (head != t && parse.reach(head).start == at).then_some(head)
    };
    std::iter::successors(Some(at), up).take(STEPS)
}

fn longer(parse: &Parse, own: &[usize], found: &mut Found) {
    let Some(&last) = own.iter().rev().find(|&&t| !parse.is_mark(t)) else {
        return;
    };
    let here = parse.sentence_tokens(last);
    let mut ends: BTreeSet<usize> = above(parse, last)
        .flat_map(|t| std::iter::once(t).chain(parse.children(t).iter().copied()))
        .map(|t| parse.reach(t).end.min(here.end))
        .collect();
    let commas = (last + 1..here.end).filter(|&t| parse.token(t).tag == ",");
    ends.extend(commas.take(COMMAS));
    ends.insert(here.end);
    let sentences = &parse.annotation.sentences;
    let number = parse.sentence(last);
    let next = sentences.get(number + 1).zip(sentences.get(number));
    let next = next.filter(|(next, here)| next.paragraph == here.paragraph);
    ends.extend(next.map(|(next, _)| next.tokens.end));
    for end in ends.into_iter().filter(|&e| e > last + 1) {
        let more = own.iter().copied().chain(own[own.len() - 1] + 1..end);
        found.add(more.collect(), Kind::Longer, Some(end - 1));
    }
}

fn earlier(parse: &Parse, own: &[usize], found: &mut Found) {
    let Some(&first) = own.iter().find(|&&t| !parse.is_mark(t)) else {
        return;
    };
    let sentence = parse.sentence_tokens(first);
    let reached = above(parse, first).map(|t| parse.reach(t).start.max(sentence.start));
    let mut starts: BTreeSet<usize> = reached.collect();
    starts.extend([sentence.start, first.saturating_sub(1).max(sentence.start)]);
    for start in starts.into_iter().filter(|&s| s < first) {
        let more = (start..first).chain(own.iter().copied().filter(|&t| t >= first));
        found.add(more.collect(), Kind::Earlier, Some(start));
    }
}

/// `at` and the words that govern it.
fn above<'p>(parse: &'p Parse, at: usize) -> impl Iterator<Item = usize> + 'p {
    let up = |&t: &usize| Some(parse.token(t).head).filter(|&h| h != t);
    std::iter::successors(Some(at), up).take(STEPS)
}

fn shorn(parse: &Parse, own: &[usize], found: &mut Found) {
    let words: Vec<usize> = own.iter().copied().filter(|&t| !parse.is_mark(t)).collect();
    if words.len() < 2 {
        return;
    }
    found.add(words[1..].to_vec(), Kind::Shorn, Some(words[0]));
    let runs = draft::runs(parse, own);
    let Some(run) = runs.first() else { return };
    if let Some(comma) = run.iter().position(|&t| parse.token(t).tag == ",") {
        let later = own.iter().copied().filter(|&t| t > run[comma]);
        found.add(later.collect(), Kind::Shorn, Some(run[comma]));
    }
}
