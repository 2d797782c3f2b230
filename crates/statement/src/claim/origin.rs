//! Whom a claim may come from: other phrases than the one labelled as its source, and the likeliest of them.
//!
//! Takes the drafts that stand; gives each the [`Origin`] that the trees of `data/en/claim-trees.txt` (forest `origin`)
//! rank first. Step between flat decoding and the extent of contents. Candidates: the source as labelled, none, units
//! that are likely a source one by one, subjects, agents, possessors and objects of the cue and of the words above it, the
//! noun before a relative clause, and the nearest name before the cue. Known limit: the cue's sentence is the horizon.
//!
//! Example: in "Kim, who said so" the noun "Kim" with "who" is ranked against "who" alone.

use super::draft::{self, Draft};
use super::feature;
use super::measure::{self, Row};
use super::parse::Parse;
use super::part::Role;
use lexicon::claims::Claims;
use std::collections::BTreeSet;

/// How a candidate came up first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As labelled.
    Own,
    /// No source is named.
    Absent,
    /// Likely a source by its words' roles.
    Unit,
    /// Subject of the cue.
    Subject,
    /// Below a preposition of the cue.
    Agent,
    /// Possessor of the cue, or of a noun below it.
    Owner,
    /// Object of the cue.
    Object,
    /// Subject of a word above the cue.
    Above,
    /// The noun that the cue's clause belongs to.
    Antecedent,
    /// The labelled source with the noun that it stands for.
    Joined,
    /// Nearest name before the cue.
    Name,
}

/// One reading of a source.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Its tokens in text order; empty for none.
    pub tokens: Vec<usize>,
    /// How it came up first.
    pub way: Way,
    /// How many ways led to it.
    pub votes: usize,
    /// Steps up from the cue to where it was found.
    pub steps: usize,
}

/// Units tried, the likeliest first.
const UNITS: usize = 4;
/// A unit less likely than this is no candidate.
const UNLIKELY: f64 = 0.01;
/// Steps up from the cue that are looked at.
const STEPS: usize = 5;
/// Stands for what is not there, which no label's number and no share is.
const ABSENT: f64 = -1.0;

/// Labels (relations) of who acts.
const SUBJECTS: &[&str] = &["nsubj", "nsubjpass", "csubj", "expl"];
/// Labels of whom or what a word acts on.
const OBJECTS: &[&str] = &["dobj", "dative", "attr", "appos"];
/// Labels of whose a noun is.
const OWNERS: &[&str] = &["poss", "compound", "amod", "nmod"];
/// Labels of prepositions below a word.
const PREPOSITIONS: &[&str] = &["agent", "prep"];
/// Labels of names that may speak.
const NAMES: &[&str] = &["PERSON", "ORG", "GPE", "NORP"];

/// Gives every draft its likeliest source.
pub(super) fn choose(parse: &Parse, (likely, claims): (&[f64], &Claims), drafts: &mut [Draft]) {
    let Some(trees) = claims.trees.get("origin") else {
        return;
    };
    let mut row = Vec::with_capacity(trees.features().len());
    for number in 0..drafts.len() {
        let options = origins(parse, &drafts[number]);
        let field = Field::new(parse, likely, (drafts, number), &options);
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
            drafts[number].come_from(parse, &options[at].tokens);
        }
    }
}

/// The sources that `draft` may have, its own first.
pub fn origins(parse: &Parse, draft: &Draft) -> Vec<Origin> {
    let mut found = Found {
        parse,
        draft,
        origins: Vec::new(),
    };
    found.push(draft.source.clone(), Way::Own, 0);
    found.push(Vec::new(), Way::Absent, 0);
    found.units();
    found.around(draft.cue, 0);
    found.above();
    found.antecedents();
    found.name();
    found.origins
}

struct Found<'f, 'a> {
    parse: &'f Parse<'a>,
    draft: &'f Draft,
    origins: Vec<Origin>,
}

impl Found<'_, '_> {
    fn push(&mut self, tokens: Vec<usize>, way: Way, steps: usize) {
        if let Some(same) = self.origins.iter_mut().find(|o| o.tokens == tokens) {
            same.votes += 1;
            return;
        }
        self.origins.push(Origin {
            tokens,
            way,
            votes: 1,
            steps,
        });
    }

    /// Takes in the words of `tokens` unless one is of the cue, or most are content.
    fn add(&mut self, tokens: &[usize], way: Way, steps: usize) {
        let cue = |t: &usize| *t == self.draft.cue || self.draft.cue_tokens.contains(t);
        let tokens = draft::trimmed(self.parse, tokens);
        let inside = tokens.iter().filter(|t| self.draft.content.contains(t));
        if tokens.is_empty() || tokens.iter().any(cue) || 2 * inside.count() > tokens.len() {
            return;
        }
        self.push(tokens.to_vec(), way, steps);
    }

    /// The phrase below `head`, as far as it does not hold the cue.
    fn phrase(&mut self, head: usize, way: Way, steps: usize) {
        let cue = self.draft.cue;
        let tokens = self.parse.subtree(head);
        if !tokens.contains(&cue) {
            return self.add(&tokens, way, steps);
        }
        let without = |branch: usize| {
            let below = self.parse.subtree(branch);
            tokens
                .iter()
                .copied()
                .filter(|t| !below.contains(t))
                .collect::<Vec<_>>()
        };
        let branches = self.parse.children(head).iter().copied();
        let branch = branches
            .into_iter()
            .find(|&b| self.parse.subtree(b).contains(&cue));
        if let Some(branch) = branch {
            let rest = without(branch);
            let before = rest
                .into_iter()
                .filter(|&t| t < branch.min(cue).max(head + 1));
            let before: Vec<usize> = before.collect();
            self.add(&before, way, steps);
        }
    }

    /// Units by how likely they are a source.
    fn units(&mut self) {
        let share = |t: &usize| self.draft.shares[t][Role::Source as usize];
        let tokens = self.draft.shares.keys().copied();
        let mut likely: Vec<f64> = tokens
            .map(|t| share(&t))
            .filter(|&p| p >= UNLIKELY)
            .collect();
        likely.sort_by(|a, b| b.total_cmp(a));
        likely.dedup();
        for least in likely.into_iter().take(UNITS) {
            let all = self.draft.shares.keys().copied();
            let unit: Vec<usize> = all
                .filter(|t| (share(t) - least).abs() < f64::EPSILON)
                .collect();
            for run in draft::runs(self.parse, &unit) {
                self.add(&run, Way::Unit, 0);
            }
        }
    }

    /// Subject, agent, owner and object of `at`.
    fn around(&mut self, at: usize, steps: usize) {
        let parse = self.parse;
        for &child in parse.children(at) {
            let dep = parse.token(child).dep;
            if SUBJECTS.contains(&dep) {
                let way = if steps == 0 { Way::Subject } else { Way::Above };
                self.phrase(child, way, steps);
            } else if PREPOSITIONS.contains(&dep) {
                for &object in parse.children(child) {
                    if parse.token(object).dep == "pobj" {
                        self.phrase(object, Way::Agent, steps);
                    }
                }
            } else if OWNERS.contains(&dep) {
                self.phrase(child, Way::Owner, steps);
            } else if OBJECTS.contains(&dep) {
                self.phrase(child, Way::Object, steps);
                for &owner in parse
                    .children(child)
                    .iter()
                    .filter(|&&o| parse.token(o).dep == "poss")
                {
                    self.phrase(owner, Way::Owner, steps);
                }
            }
        }
    }

    fn above(&mut self) {
        let mut now = self.draft.cue;
        for step in 1..=STEPS {
            let up = self.parse.token(now).head;
            if up == now {
                return;
            }
            self.around(up, step);
            now = up;
        }
    }

    /// The noun that a clause above the cue belongs to, alone and with what is labelled.
    fn antecedents(&mut self) {
        let parse = self.parse;
        let mut now = self.draft.cue;
        for step in 0..STEPS {
            let token = parse.token(now);
            if token.head == now {
                return;
            }
            if matches!(token.dep, "relcl" | "acl" | "appos" | "prep" | "dobj") {
                self.phrase(token.head, Way::Antecedent, step);
                let reach = parse.reach(token.head).start..now;
                let last = self
                    .draft
                    .source
                    .last()
                    .copied()
                    .filter(|l| reach.contains(l));
                if let Some(last) = last {
                    self.add(&(reach.start..=last).collect::<Vec<_>>(), Way::Joined, step);
                }
            }
            now = token.head;
        }
    }

    fn name(&mut self) {
        let parse = self.parse;
        let start = parse.sentence_tokens(self.draft.cue).start;
        let free =
            |t: &usize| NAMES.contains(&parse.token(*t).entity) && !self.draft.content.contains(t);
        let Some(last) = (start..self.draft.cue).rev().find(free) else {
            return;
        };
        let entity = parse.token(last).entity;
        let same = |t: &usize| parse.token(*t).entity == entity;
        let first = (start..=last).rev().take_while(same).last().unwrap_or(last);
        self.add(&(first..=last).collect::<Vec<_>>(), Way::Name, 0);
    }
}

/// What the trees see of the candidates of one draft.
pub struct Field<'f, 'a> {
    parse: &'f Parse<'a>,
    likely: &'f [f64],
    drafts: &'f [Draft],
    number: usize,
    origins: &'f [Origin],
    own: Vec<(&'static str, f64)>,
}

impl<'f, 'a> Field<'f, 'a> {
    /// The view of `origins` of draft `number`.
    pub fn new(
        parse: &'f Parse<'a>,
        likely: &'f [f64],
        (drafts, number): (&'f [Draft], usize),
        origins: &'f [Origin],
    ) -> Self {
        let draft = &drafts[number];
        let token = parse.token(draft.cue);
        let shares = draft.shares.values().map(|s| s[Role::Source as usize]);
        let mut own = vec![
            ("own_words", draft.source.len() as f64),
            ("own_sure", draft.sureness.source),
            ("most_share", shares.fold(0.0, f64::max)),
            ("cue_pos", measure::code(token.pos)),
            ("cue_tag", measure::code(token.tag)),
            ("cue_dep", measure::code(token.dep)),
            ("cue_likely", likely[draft.cue]),
            (
                "cue_quoted",
                f64::from(u8::from(parse.quote(draft.cue) > 0)),
            ),
            ("claim_likely", draft.probability),
            ("candidates", origins.len() as f64),
            ("content_words", draft.content.len() as f64),
        ];
        let first = draft
            .content
            .first()
            .map_or(0.0, |&t| t as f64 - draft.cue as f64);
        own.push(("content_gap", first));
        measure::below(parse, draft.cue, &mut |name, value| own.push((name, value)));
        Self {
            parse,
            likely,
            drafts,
            number,
            origins,
            own,
        }
    }

    /// What is seen of candidate `at`.
    pub fn measures(&self, at: usize, row: &mut Row) {
        for &(name, value) in &self.own {
            row(name, value);
        }
        let origin = &self.origins[at];
        row("way", f64::from(origin.way as u8));
        row("votes", origin.votes as f64);
        row("steps", origin.steps as f64);
        row("words", origin.tokens.len() as f64);
        self.shares(origin, row);
        self.others(origin, row);
        self.place(origin, row);
        self.head(origin, row);
    }

    fn shares(&self, origin: &Origin, row: &mut Row) {
        let draft = &self.drafts[self.number];
        let words = || origin.tokens.iter().filter(|t| !self.parse.is_mark(**t));
        for (name, role) in [
            ("none_share", Role::None),
            ("source_share", Role::Source),
            ("content_share", Role::Content),
        ] {
            let of = |t: &usize| draft.shares.get(t).map_or(0.0, |s| s[role as usize]);
            row(name, mean(words().map(of)));
        }
        let source = |t: &usize| {
            draft
                .shares
                .get(t)
                .map_or(0.0, |s| s[Role::Source as usize])
        };
        row("best_share", words().map(source).fold(ABSENT, f64::max));
        let outside = draft.shares.keys().filter(|t| !origin.tokens.contains(t));
        row("share_outside", outside.map(source).fold(0.0, f64::max));
        let shared = words().filter(|t| draft.source.contains(t)).count();
        row("shared", shared as f64);
        let inside = words().filter(|t| draft.content.contains(t)).count();
        row("inside", inside as f64);
        let cue = words().map(|&t| self.likely[t]);
        row("inner_cue", cue.fold(0.0, f64::max));
    }

    /// What the drafts before and after make of the words.
    fn others(&self, origin: &Origin, row: &mut Row) {
        let near = |number: Option<usize>| number.and_then(|n| self.drafts.get(n));
        let holds = |other: Option<&Draft>| {
            other.map_or(ABSENT, |o| {
                let same = origin.tokens.iter().any(|t| o.source.contains(t));
                f64::from(u8::from(same))
            })
        };
        row("source_before", holds(near(self.number.checked_sub(1))));
        row("source_after", holds(near(Some(self.number + 1))));
        let taken = |other: Option<&Draft>| {
            other.map_or(ABSENT, |o| {
                let inside = origin.tokens.iter().filter(|t| o.content.contains(t));
                f64::from(u8::from(2 * inside.count() > origin.tokens.len()))
            })
        };
        row("content_before", taken(near(self.number.checked_sub(1))));
        row("content_after", taken(near(Some(self.number + 1))));
    }

    fn place(&self, origin: &Origin, row: &mut Row) {
        let (parse, draft) = (self.parse, &self.drafts[self.number]);
        let gap = |t: Option<&usize>| t.map_or(0.0, |&t| t as f64 - draft.cue as f64);
        row("first_gap", gap(origin.tokens.first()));
        row("last_gap", gap(origin.tokens.last()));
        let start = origin
            .tokens
            .first()
            .map(|&t| (t, parse.sentence_tokens(t).start));
        row("at", start.map_or(ABSENT, |(t, s)| t as f64 - s as f64));
        let tag = |t: Option<&model::Token>| t.map_or(ABSENT, |t| measure::code(t.tag));
        let first = origin.tokens.first().copied();
        let last = origin.tokens.last().copied();
        row("first_tag", tag(first.map(|t| parse.token(t))));
        row("last_tag", tag(last.map(|t| parse.token(t))));
        row("before_tag", tag(first.and_then(|t| parse.before(t))));
        row("next_tag", tag(last.and_then(|t| parse.after(t))));
        row(
            "quotation",
            f64::from(u32::from(feature::quoted(parse, &origin.tokens))),
        );
        let between = first.map_or(0, |f| {
            let range = if f < draft.cue {
                f..draft.cue
            } else {
                draft.cue..f
            };
            range.filter(|t| draft.content.contains(t)).count()
        });
        row("content_between", between as f64);
    }

    /// The word that governs the candidate, and its way to the cue.
    fn head(&self, origin: &Origin, row: &mut Row) {
        let (parse, draft) = (self.parse, &self.drafts[self.number]);
        let within: BTreeSet<usize> = origin.tokens.iter().copied().collect();
        let free = |&t: &usize| {
            let head = parse.token(t).head;
            head == t || !within.contains(&head)
        };
        let head = origin
            .tokens
            .iter()
            .copied()
            .filter(|&t| !parse.is_mark(t))
            .find(free);
        let of = |read: &dyn Fn(usize) -> f64| head.map_or(ABSENT, read);
        row("head_tag", of(&|t| measure::code(parse.token(t).tag)));
        row("head_dep", of(&|t| measure::code(parse.token(t).dep)));
        row("head_entity", of(&|t| measure::code(parse.token(t).entity)));
        row(
            "up_tag",
            of(&|t| measure::code(parse.token(parse.token(t).head).tag)),
        );
        row(
            "up_dep",
            of(&|t| measure::code(parse.token(parse.token(t).head).dep)),
        );
        row("up_likely", of(&|t| self.likely[parse.token(t).head]));
        row(
            "on_cue",
            of(&|t| f64::from(u8::from(parse.token(t).head == draft.cue))),
        );
        row("ups", of(&|t| self.distance(t)));
        let entity = origin
            .tokens
            .iter()
            .map(|&t| measure::code(parse.token(t).entity));
        row("most_entity", entity.fold(ABSENT, f64::max));
    }

    /// Steps from `at` up to a word above the cue, or the cue.
    fn distance(&self, at: usize) -> f64 {
        let cue = self.drafts[self.number].cue;
        let chain = |from: usize| {
            let up = |&t: &usize| Some(self.parse.token(t).head).filter(|&h| h != t);
            std::iter::successors(Some(from), up)
                .take(2 * STEPS)
                .collect::<Vec<_>>()
        };
        let above = chain(cue);
        let met = chain(at).iter().position(|t| above.contains(t));
        met.map_or(ABSENT, |steps| steps as f64)
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
