//! Mentions: the spans that name actors and places, by name, by a noun or by a pronoun.
//!
//! Takes a document and its annotation up to the entities; returns mentions in text order, without
//! referents. Names come from the recogniser and from the lexicon, which mends the recogniser's errors
//! (longest match wins, Florian et al. 2003 combine both the same way); nouns and pronouns come from
//! tables. A mention's span has no possessive ending. Known limit: nouns outside the tables are no mentions.
//!
//! Example: "Seoul's unification ministry" gives "Seoul" (GPE) and the whole phrase (ORG).

mod institution;
mod label;
mod name;
mod nominal;

use lexicon::Lexicon;
use model::{Annotation, Document, Mention, MentionForm, Span};
use std::ops::Range;

/// All mentions of `document`, in text order; where spans are nested the longer comes first.
pub fn find(document: &Document, annotation: &Annotation, lexicon: &Lexicon) -> Vec<Mention> {
    let finder = Finder {
        text: &document.text,
        annotation,
        lexicon,
    };
    let mut found = finder.names();
    let institutions = finder.institutions(&found);
    let swallowed = finder.by_token(&institutions);
    found.retain(|f| !touched(&swallowed, f).any(|i| swallows(&institutions[i], f)));
    found.extend(institutions);
    let nominals = finder.nominals(&found);
    found.extend(nominals);
    found.extend(finder.pronouns());
    let mut mentions: Vec<Mention> = found.iter().filter_map(|f| finder.mention(f)).collect();
    mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end), m.form));
    mentions.dedup_by_key(|m| m.span);
    mentions
}

/// A phrase on its way to become a mention.
#[derive(Clone, Debug)]
struct Found {
    tokens: Range<usize>,
    label: &'static str,
    form: MentionForm,
    /// Names a state or place of the tables, which may stand inside a longer mention.
    is_nestable: bool,
}

/// Whether institution `outer` makes the name `inner` superfluous.
fn swallows(outer: &Found, inner: &Found) -> bool {
    let overlap = outer.tokens.start < inner.tokens.end && inner.tokens.start < outer.tokens.end;
    let inside = outer.tokens.start <= inner.tokens.start && inner.tokens.end < outer.tokens.end;
    overlap && !(inside && (inner.is_nestable || inner.label == "PERSON"))
}

struct Finder<'a> {
    text: &'a str,
    annotation: &'a Annotation,
    lexicon: &'a Lexicon,
}

impl Finder<'_> {
    fn word(&self, token: usize) -> &str {
        let span = self.annotation.tokens[token].span;
        span.of(self.text).unwrap_or_default()
    }

    fn is_mark(&self, token: usize) -> bool {
        matches!(self.annotation.tokens[token].pos, "PUNCT" | "SPACE" | "SYM")
    }

    fn phrase(&self, tokens: Range<usize>) -> String {
        let words: Vec<&str> = tokens.map(|t| self.word(t)).collect();
        words.join(" ")
    }

    /// Number of the phrase of `found` that holds each token.
    fn by_token(&self, found: &[Found]) -> Vec<Option<usize>> {
        let mut at = vec![None; self.annotation.tokens.len()];
        for (number, one) in found.iter().enumerate() {
            at[one.tokens.clone()].fill(Some(number));
        }
        at
    }

    /// The token of the phrase that hangs from outside it.
    fn head_of(&self, tokens: &Range<usize>) -> usize {
        let is_head = |t: &usize| {
            let head = self.annotation.tokens[*t].head;
            head == *t || !tokens.contains(&head)
        };
        let mut heads = tokens.clone().filter(is_head);
        heads.next_back().unwrap_or(tokens.end - 1)
    }

    fn mention(&self, found: &Found) -> Option<Mention> {
        let first = self.annotation.tokens.get(found.tokens.start)?;
        let last = self
            .annotation
            .tokens
            .get(found.tokens.end.checked_sub(1)?)?;
        let span = self.without_ending(Span::new(first.span.start, last.span.end));
        (!span.is_empty()).then(|| Mention {
            span,
            head: self.head_of(&found.tokens),
            label: found.label.to_owned(),
            form: found.form,
            referent: None,
            place: None,
        })
    }

    /// `span` without white space and without a possessive ending that the tokeniser left on the word.
    fn without_ending(&self, span: Span) -> Span {
        let span = span.trimmed(self.text);
        let inside = span.of(self.text).unwrap_or_default();
        let kept = self.lexicon.people.without_possessive(inside);
        Span::new(span.start, span.start + kept.len())
    }
}

/// Numbers of the phrases that share a token with `found`.
fn touched<'a>(by_token: &'a [Option<usize>], found: &Found) -> impl Iterator<Item = usize> + 'a {
    by_token[found.tokens.clone()].iter().copied().flatten()
}
