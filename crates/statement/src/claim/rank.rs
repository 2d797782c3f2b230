//! Which of the readings of a content is the likeliest.
//!
//! Takes the drafts that stand; gives each the content that the trees of `data/en/claim-trees.txt` (forest `extent`) rank
//! first among its [`Variant`]s. Last learned step of the claim reader. The trees answer how far a content agrees with
//! what a reader would mark; they see how it was made, how likely its words are content one by one, where it begins and
//! ends, and what of the sentence it leaves. Known limit: words show through the probabilities of their roles alone.
//!
//! Example: of "[the pact]" and "[the pact in a visit]" behind "hailed" the first is kept.

use super::draft::Draft;
use super::feature;
use super::measure::{self, Row};
use super::parse::Parse;
use super::part::Role;
use super::variant::{self, Variant};
use lexicon::claims::Claims;
use std::collections::BTreeSet;

/// Drafts before and after that a content may run into; a paragraph hardly holds more.
const NEAR: usize = 12;
/// Probabilities count as no nearer to 0 or 1 than this when their odds are summed.
const SURE: f64 = 0.001;
/// Stands for what is not there, which no label's number and no share is.
const ABSENT: f64 = -1.0;

/// Gives every draft its likeliest content.
pub(super) fn choose(parse: &Parse, (likely, claims): (&[f64], &Claims), drafts: &mut [Draft]) {
    let Some(trees) = claims.trees.get("extent") else {
        return;
    };
    let mut row = Vec::with_capacity(trees.features().len());
    for number in 0..drafts.len() {
        let options = options(parse, (likely, claims), drafts, number);
        let field = Extent::new(parse, likely, &drafts[number], &options);
        let mut best: Option<(f64, usize)> = None;
        for at in 0..options.len() {
            row.clear();
            field.measures(at, &mut |_, value| row.push(value as f32));
            let answer = trees.probability(&row);
            if best.is_none_or(|(most, _)| answer > most) {
                best = Some((answer, at));
            }
        }
        if let Some((_, at)) = best {
            drafts[number].content = options[at].content.iter().copied().collect();
        }
    }
}

/// The variants of draft `number` that take neither a word nor the cue of another draft near it.
pub fn options(
    parse: &Parse,
    (likely, claims): (&[f64], &Claims),
    drafts: &mut [Draft],
    number: usize,
) -> Vec<Variant> {
    let mut found = variant::variants(parse, (likely, claims), &mut drafts[number]);
    let own = &drafts[number].content;
    // Drafts are in order of their cue.
    let near = number.saturating_sub(NEAR)..(number + NEAR + 1).min(drafts.len());
    let others = near.filter(|&n| n != number).map(|n| &drafts[n]);
    let taken: BTreeSet<usize> = others
        .flat_map(|d| d.content.iter().copied().chain(std::iter::once(d.cue)))
        .filter(|t| !own.contains(t))
        .collect();
    found.retain(|v| !v.content.iter().any(|t| taken.contains(t)));
    found
}

/// What the trees see of the variants of one draft.
pub struct Extent<'e, 'a> {
    parse: &'e Parse<'a>,
    likely: &'e [f64],
    draft: &'e Draft,
    variants: &'e [Variant],
    own: Vec<(&'static str, f64)>,
}

impl<'e, 'a> Extent<'e, 'a> {
    /// The view of `variants` of `draft`.
    pub fn new(
        parse: &'e Parse<'a>,
        likely: &'e [f64],
        draft: &'e Draft,
        variants: &'e [Variant],
    ) -> Self {
        let token = parse.token(draft.cue);
        let mut own = vec![
            ("sure", draft.sureness.content),
            ("least", draft.sureness.least),
            ("cue_tag", measure::code(token.tag)),
            ("cue_dep", measure::code(token.dep)),
            ("claim_likely", draft.probability),
            ("variants", variants.len() as f64),
        ];
        measure::below(parse, draft.cue, &mut |name, value| own.push((name, value)));
        Self {
            parse,
            likely,
            draft,
            variants,
            own,
        }
    }

    fn content_share(&self, at: usize) -> f64 {
        self.draft
            .shares
            .get(&at)
            .map_or(0.0, |s| s[Role::Content as usize])
    }

    /// What is seen of variant `number`.
    pub fn measures(&self, number: usize, row: &mut Row) {
        for &(name, value) in &self.own {
            row(name, value);
        }
        let variant = &self.variants[number];
        row("kind", f64::from(variant.kind as u8));
        row("votes", variant.votes as f64);
        self.against_own(variant, row);
        self.shares(variant, row);
        self.ends(variant, row);
        self.tree(variant, row);
        self.edge(variant, row);
    }

    fn against_own(&self, variant: &Variant, row: &mut Row) {
        let words = |t: &&usize| !self.parse.is_mark(**t);
        let own = &self.draft.content;
        let size = variant.content.iter().filter(words).count();
        let before = own.iter().filter(words).count();
        let kept = variant
            .content
            .iter()
            .filter(words)
            .filter(|t| own.contains(t))
            .count();
        row("words", size as f64);
        row("own_words", before as f64);
        row("added", (size - kept) as f64);
        row("removed", (before - kept) as f64);
        row("kept_share", kept as f64 / before.max(1) as f64);
    }

    fn words<'v>(&'v self, variant: &'v Variant) -> impl Iterator<Item = usize> + 'v {
        let words = variant.content.iter().copied();
        words.filter(|&t| !self.parse.is_mark(t))
    }

    fn shares(&self, variant: &Variant, row: &mut Row) {
        let share = |t: usize| self.content_share(t);
        let shares: Vec<f64> = self.words(variant).map(share).collect();
        let odds = |p: &f64| (p.max(SURE) / (1.0 - p).max(SURE)).ln();
        row("mean_share", mean(shares.iter().copied()));
        row("least_share", shares.iter().copied().fold(1.0, f64::min));
        row("log_odds", shares.iter().map(odds).sum());
        let own = &self.draft.content;
        let added = self.words(variant).filter(|t| !own.contains(t));
        row("added_share", mean(added.map(share)));
        let free = |t: &usize| !variant.holds(*t) && !self.parse.is_mark(*t);
        let left: Vec<f64> = own.iter().copied().filter(free).map(share).collect();
        row("left_share", mean(left.iter().copied()));
        row("left_least", left.iter().copied().fold(1.0, f64::min));
        let outside = self.draft.shares.keys().copied().filter(free);
        row("most_outside", outside.map(share).fold(0.0, f64::max));
        let inside = self.words(variant).map(|t| self.likely[t]);
        row("inner_cue", inside.fold(0.0, f64::max));
    }

    fn ends(&self, variant: &Variant, row: &mut Row) {
        let words: Vec<usize> = self.words(variant).collect();
        let (Some(&first), Some(&last)) = (words.first(), words.last()) else {
            return;
        };
        self.labels((first, last), row);
        self.distances((first, last), row);
        self.marks(&words, row);
        let share = |t: Option<usize>| t.map_or(ABSENT, |t| self.content_share(t));
        row("first_share", self.content_share(first));
        row("last_share", self.content_share(last));
        row(
            "next_share",
            share((last + 1 < self.parse.token_count()).then_some(last + 1)),
        );
        row("before_share", share(first.checked_sub(1)));
    }

    /// Labels of the first and the last word and of those that border on them.
    fn labels(&self, (first, last): (usize, usize), row: &mut Row) {
        let parse = self.parse;
        let tag = |t: Option<&model::Token>| t.map_or(ABSENT, |t| measure::code(t.tag));
        let dep = |t: Option<&model::Token>| t.map_or(ABSENT, |t| measure::code(t.dep));
        row("first_tag", tag(Some(parse.token(first))));
        row("first_dep", dep(Some(parse.token(first))));
        row("before_tag", tag(parse.before(first)));
        row("before_dep", dep(parse.before(first)));
        row("last_tag", tag(Some(parse.token(last))));
        row("next_tag", tag(parse.after(last)));
        row("next_dep", dep(parse.after(last)));
        row(
            "next_head_dep",
            dep(parse.after(last).map(|t| parse.token(t.head))),
        );
    }

    fn distances(&self, (first, last): (usize, usize), row: &mut Row) {
        let (parse, cue) = (self.parse, self.draft.cue);
        row("first_gap", first as f64 - cue as f64);
        row("last_gap", last as f64 - cue as f64);
        row("rest", parse.sentence_tokens(last).end as f64 - last as f64);
        row(
            "at_start",
            (first - parse.sentence_tokens(first).start) as f64,
        );
        let sentence = |t: usize| parse.sentence(t) as f64;
        row("sentences", sentence(last) - sentence(first));
        row("sentence_gap", sentence(last) - sentence(cue));
    }

    /// Gaps, quotation marks and commas.
    fn marks(&self, words: &[usize], row: &mut Row) {
        let parse = self.parse;
        let gaps = || words.windows(2).map(|w| w[0] + 1..w[1]);
        let broken = |mut gap: std::ops::Range<usize>| gap.any(|t| !parse.is_mark(t));
        row(
            "breaks",
            gaps().filter(|g| broken(g.clone())).count() as f64,
        );
        row(
            "quotation",
            f64::from(u32::from(feature::quoted(parse, words))),
        );
        let cut = |inside: usize, outside: Option<usize>| {
            let here = parse.quote(inside);
            let there = outside.filter(|&t| t < parse.token_count());
            let goes_on = here > 0 && there.is_some_and(|t| parse.quote(t) == here);
            f64::from(u8::from(goes_on))
        };
        let (first, last) = (words[0], words[words.len() - 1]);
        row("cut_quote", cut(last, Some(last + 1)));
        row("open_quote", cut(first, first.checked_sub(1)));
        let comma = |mut gap: std::ops::Range<usize>| gap.any(|t| parse.token(t).tag == ",");
        row("commas", gaps().filter(|g| comma(g.clone())).count() as f64);
    }

    /// Whether `at` is the cue, more of it, or the source.
    fn is_blocked(&self, at: usize) -> bool {
        let draft = self.draft;
        at == draft.cue || draft.source.contains(&at) || draft.cue_tokens.contains(&at)
    }

    /// Arcs of the tree that the variant cuts: to words above and below it, and to the cue's other dependents.
    fn tree(&self, variant: &Variant, row: &mut Row) {
        let (parse, cue) = (self.parse, self.draft.cue);
        let free = |&t: &usize| !variant.holds(t) && !parse.is_mark(t) && !self.is_blocked(t);
        let head = |t: usize| parse.token(t).head;
        let ups: Vec<usize> = self
            .words(variant)
            .filter(|&t| head(t) == t || !variant.holds(head(t)))
            .collect();
        let below = self
            .words(variant)
            .flat_map(|t| parse.children(t).iter().copied());
        let torn = below.filter(|c| free(c) && !parse.reach(*c).contains(&cue));
        let torn: Vec<usize> = torn.collect();
        let tag = |t: Option<usize>| t.map_or(ABSENT, |t| measure::code(parse.token(t).tag));
        let dep = |t: Option<usize>| t.map_or(ABSENT, |t| measure::code(parse.token(t).dep));
        row("heads", ups.len() as f64);
        row("torn", torn.len() as f64);
        row("torn_dep", dep(torn.last().copied()));
        row("torn_head_tag", tag(torn.last().map(|&c| head(c))));
        row("head_tag", tag(ups.first().copied()));
        row("head_dep", dep(ups.first().copied()));
        row(
            "on_cue",
            ups.iter().filter(|&&t| head(t) == cue).count() as f64,
        );
        let foreign = |&&t: &&usize| !self.is_blocked(head(t)) && head(t) != t;
        row("foreign", ups.iter().filter(foreign).count() as f64);
        let left: Vec<usize> = parse.children(cue).iter().copied().filter(free).collect();
        row("cue_left", left.len() as f64);
        row("cue_left_dep", dep(left.last().copied()));
    }

    /// The phrase that a cut leaves out, or the word that a draw ends with.
    fn edge(&self, variant: &Variant, row: &mut Row) {
        let parse = self.parse;
        let tag = |t: Option<usize>| t.map_or(ABSENT, |t| measure::code(parse.token(t).tag));
        let edge = variant.edge;
        let top = edge.map(|at| variant::phrase_from(parse, at));
        row("edge_tag", tag(edge));
        row(
            "edge_dep",
            top.map_or(ABSENT, |t| measure::code(parse.token(t).dep)),
        );
        row("edge_top_tag", tag(top));
        row("edge_head_tag", tag(top.map(|t| parse.token(t).head)));
        row(
            "edge_size",
            top.map_or(ABSENT, |t| parse.reach(t).len() as f64),
        );
        row("edge_share", edge.map_or(ABSENT, |t| self.content_share(t)));
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0), |(s, n), v| (s + v, n + 1));
    if count == 0 {
        ABSENT
    } else {
        sum / f64::from(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_of_nothing_is_absent() {
        assert!((mean([0.2, 0.4].into_iter()) - 0.3).abs() < 1e-9);
        assert!((mean(std::iter::empty()) - ABSENT).abs() < 1e-9);
    }
}
