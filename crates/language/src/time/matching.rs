//! Runs the patterns over the units and keeps, from left to right, the longest match at each place.
//!
//! Takes units with the tags of their tokens; returns [`Match`]es that do not overlap. Of two matches of
//! equal length the rule that stands first in the file wins; a rule whose guard fails is passed over.
//! Method: backtracking over small programs; most places are decided by one look-up. Known limit: the
//! choice is greedy and never revised.
//!
//! Example: in "the third quarter of 1989" the rule for quarters wins over the one for bare years.

use super::numeral::{Amount, Numerals};
use super::units::{Sort, Unit};
use lexicon::times::{ClassId, Entry, Guard, Needs, Program, Rule, Slot, Step, Times};
use model::{Annotation, Span};

/// What a slot holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Held<'l> {
    /// The value of a word, and the same as a number.
    Word(&'l str, Option<i32>),
    /// A numeral.
    Amount(Amount),
}

/// A filled slot.
#[derive(Clone, Debug)]
pub(super) struct Filled<'l> {
    pub(super) slot: Slot,
    pub(super) held: Held<'l>,
    /// Which expression of the match it belongs to.
    pub(super) part: usize,
}

/// A rule that matched.
#[derive(Clone, Debug)]
pub(super) struct Match<'l> {
    pub(super) rule: &'l Rule,
    /// Units from first to one past the last.
    pub(super) units: std::ops::Range<usize>,
    /// Units of each expression.
    pub(super) parts: Vec<std::ops::Range<usize>>,
    pub(super) filled: Vec<Filled<'l>>,
}

/// What is known of the whole document.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Manner {
    /// A narrative of history, so that times are told from the last date.
    pub(super) is_history: bool,
    /// Reports business results.
    pub(super) is_business: bool,
    /// Has dates before Christ.
    pub(super) is_antiquity: bool,
}

/// Runs programs.
pub(super) struct Matcher<'t, 'l> {
    pub(super) units: &'t [Unit],
    pub(super) times: &'l Times,
    pub(super) annotation: &'t Annotation,
    pub(super) manner: Manner,
}

/// State of one run.
#[derive(Default)]
struct Run<'l> {
    filled: Vec<Filled<'l>>,
    opened: Vec<usize>,
    closed: Vec<usize>,
    best: Option<(usize, Vec<Filled<'l>>, Vec<std::ops::Range<usize>>)>,
}

impl<'l> Matcher<'_, 'l> {
    /// All matches, left to right, none overlapping.
    pub(super) fn all(&self) -> Vec<Match<'l>> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.units.len() {
            let best = self.best_at(at);
            at = best.as_ref().map_or(at + 1, |m| m.units.end.max(at + 1));
            found.extend(best);
        }
        found
    }

    fn best_at(&self, at: usize) -> Option<Match<'l>> {
        let unit = &self.units[at];
        if unit.sort == Sort::Break || self.is_inside_word(at) {
            return None;
        }
        let by_word = unit.word.map_or(&[][..], |w| self.times.opened_by(w));
        let numeral = unit.digits.is_some()
            || unit
                .word
                .is_some_and(|w| self.times.words.numeral(w).is_some());
        let by_numeral = if numeral {
            self.times.opened_by_numeral()
        } else {
            &[]
        };
        let mut best: Option<(usize, Match<'l>)> = None;
        for &number in by_word.iter().chain(by_numeral) {
            let Some(found) = self.try_rule(&self.times.rules[number], at) else {
                continue;
            };
            let is_better = best.as_ref().is_none_or(|(old, m)| {
                (found.units.end, std::cmp::Reverse(number))
                    > (m.units.end, std::cmp::Reverse(*old))
            });
            if is_better {
                best = Some((number, found));
            }
        }
        best.map(|(_, found)| found)
    }

    /// Whether the unit continues a word or number before it ("G7", "F16").
    fn is_inside_word(&self, at: usize) -> bool {
        let is_solid = |u: &Unit| u.sort == Sort::Letters || u.digits.is_some();
        at > 0
            && self.units[at].is_glued
            && is_solid(&self.units[at - 1])
            && is_solid(&self.units[at])
    }

    fn try_rule(&self, rule: &'l Rule, at: usize) -> Option<Match<'l>> {
        let (end, filled, parts) = self.run(&rule.program, at)?;
        let found = Match {
            rule,
            units: at..end,
            parts,
            filled,
        };
        let is_cut = self.is_cut(end) || self.is_name(at, end);
        (!is_cut && self.is_allowed(&rule.guard, at, end) && self.has_needs(&found))
            .then_some(found)
    }

    /// Whether a match that ends at `end` ends inside a word. A capital after digits is a glued heading.
    fn is_cut(&self, end: usize) -> bool {
        let Some(next) = self.units.get(end).filter(|u| u.is_glued) else {
            return false;
        };
        let last = &self.units[end - 1];
        let is_solid = last.sort == Sort::Letters || last.digits.is_some();
        let is_heading = next.is_capital && last.digits.is_some();
        is_solid && (next.digits.is_some() || (next.sort == Sort::Letters && !is_heading))
    }

    /// Whether the units belong to the name of somebody or something ("USA Today", "Theresa May");
    /// numbers stay times, because headings with a year are often taken for names.
    fn is_name(&self, start: usize, end: usize) -> bool {
        let label = |at| self.token(at).map(|t| self.annotation.tokens[t].entity);
        let is_named = |at: usize| label(at).is_some_and(|l| NAME_LABELS.contains(&l));
        (start..end).all(|at| self.units[at].digits.is_none() && is_named(at))
    }

    fn is_allowed(&self, guard: &Guard, start: usize, end: usize) -> bool {
        let left = |p: &Program| self.ends_at(p, start);
        let right = |p: &Program| self.run(p, end).is_some();
        guard.left.as_ref().is_none_or(left)
            && !guard.not_left.as_ref().is_some_and(left)
            && guard.right.as_ref().is_none_or(right)
            && !guard.not_right.as_ref().is_some_and(right)
    }

    /// Whether `program` matches something that ends at `end`, at most [`LEFT_REACH`] units long.
    fn ends_at(&self, program: &Program, end: usize) -> bool {
        let first = end.saturating_sub(LEFT_REACH);
        (first..end).any(|at| self.run(program, at).is_some_and(|(stop, ..)| stop == end))
    }

    fn has_needs(&self, found: &Match<'l>) -> bool {
        let first = self.tag(found.units.start);
        let last = self.tag(found.units.end - 1);
        let starts = |tag: Option<&str>, with: &str| tag.is_none_or(|t| t.starts_with(with));
        found.rule.needs.iter().all(|need| match need {
            Needs::Business => self.manner.is_business,
            Needs::History => self.manner.is_history,
            Needs::News => !self.manner.is_history,
            Needs::Antiquity => self.manner.is_antiquity,
            Needs::BareYear => self.is_bare_year(found),
            Needs::Adverb => starts(first, "RB"),
            Needs::Adjective => starts(first, "JJ"),
            Needs::Plural => last.is_none_or(|t| t == "NNS"),
            Needs::Noun => starts(last, "NN"),
        })
    }

    fn is_bare_year(&self, found: &Match<'l>) -> bool {
        let limits = &self.times.thresholds;
        let range = limits.bare_year_from..=limits.bare_year_until;
        found.filled.iter().all(|f| match f.held {
            Held::Amount(amount) if f.slot == Slot::Year => {
                amount.integer().is_some_and(|y| range.contains(&y))
            }
            _ => true,
        })
    }

    /// The tag of the token that holds unit `at`; `None` where nothing is tagged.
    pub(super) fn tag(&self, at: usize) -> Option<&'static str> {
        let token = self.token(at)?;
        Some(self.annotation.tokens[token].tag)
    }

    /// The token that holds unit `at`.
    pub(super) fn token(&self, at: usize) -> Option<usize> {
        let span: Span = self.units.get(at)?.span;
        let tokens = &self.annotation.tokens;
        let token = tokens.partition_point(|t| t.span.end <= span.start);
        tokens
            .get(token)
            .filter(|t| t.span.overlaps(span))
            .map(|_| token)
    }

    /// The longest match of `program` at `at`: its end, slots and parts.
    fn run(
        &self,
        program: &Program,
        at: usize,
    ) -> Option<(usize, Vec<Filled<'l>>, Vec<std::ops::Range<usize>>)> {
        let mut run = Run::default();
        self.walk(program, 0, at, &mut run);
        let (end, filled, mut parts) = run.best?;
        if !program.is_marked {
            parts.clear();
            parts.push(at..end);
        }
        Some((end, filled, parts))
    }

    fn walk(&self, program: &Program, step: usize, at: usize, run: &mut Run<'l>) {
        match program.steps[step] {
            Step::Word(word) => {
                if self.units.get(at).is_some_and(|u| u.word == Some(word)) {
                    self.walk(program, step + 1, at + 1, run);
                }
            }
            Step::Class(class, slot) => self.walk_class(program, (step, class, slot), at, run),
            Step::Numeral(numeral, slot) => {
                let numerals = Numerals {
                    units: self.units,
                    words: &self.times.words,
                };
                for (end, amount) in numerals.read(numeral, at) {
                    let fill = slot.map(|slot| (slot, Held::Amount(amount)));
                    self.walk_filled(program, step + 1, end, (fill, run));
                }
            }
            Step::Split(first, second) => {
                self.walk(program, first, at, run);
                self.walk(program, second, at, run);
            }
            Step::Jump(target) => self.walk(program, target, at, run),
            Step::Open => {
                run.opened.push(at);
                self.walk(program, step + 1, at, run);
                run.opened.pop();
            }
            Step::Close => {
                run.closed.push(at);
                self.walk(program, step + 1, at, run);
                run.closed.pop();
            }
            Step::Accept => run.accept(at),
        }
    }

    fn walk_class(
        &self,
        program: &Program,
        step: (usize, ClassId, Option<Slot>),
        at: usize,
        run: &mut Run<'l>,
    ) {
        let (step, class, slot) = step;
        let Some(unit) = self.units.get(at) else {
            return;
        };
        let Some(word) = unit.word else {
            return;
        };
        for entry in self.times.words.entries(class, word) {
            let Some(end) = self.entry_end(entry, at) else {
                continue;
            };
            let held = Held::Word(&entry.value, entry.number);
            let fill = slot.map(|slot| (slot, held));
            if entry.is_short && self.is_stop(end) {
                self.walk_filled(program, step + 1, end + 1, (fill.clone(), run));
            }
            self.walk_filled(program, step + 1, end, (fill, run));
        }
    }

    fn walk_filled(
        &self,
        program: &Program,
        step: usize,
        at: usize,
        state: (Option<(Slot, Held<'l>)>, &mut Run<'l>),
    ) {
        let (fill, run) = state;
        let Some((slot, held)) = fill else {
            return self.walk(program, step, at, run);
        };
        let part = run.opened.len().saturating_sub(1);
        run.filled.push(Filled { slot, held, part });
        self.walk(program, step, at, run);
        run.filled.pop();
    }

    /// Where `entry` ends when it stands at `at`.
    fn entry_end(&self, entry: &Entry, at: usize) -> Option<usize> {
        let unit = &self.units[at];
        let tag = self.tag(at);
        let tagged = entry.tags.is_empty()
            || tag.is_none_or(|tag| {
                entry
                    .tags
                    .iter()
                    .any(|wanted| tag.starts_with(wanted.as_str()))
            });
        if !tagged || (entry.needs_capital && !unit.is_capital) {
            return None;
        }
        let rest = self.units.get(at + 1..at + 1 + entry.rest.len())?;
        let same = rest
            .iter()
            .zip(&entry.rest)
            .all(|(u, w)| u.word == Some(*w));
        same.then_some(at + 1 + entry.rest.len())
    }

    /// Whether unit `at` is a full stop glued to the word before it.
    fn is_stop(&self, at: usize) -> bool {
        let is_stop =
            |u: &Unit| u.is_glued && u.word.is_some() && u.word == self.times.words.find(FULL_STOP);
        self.units.get(at).is_some_and(is_stop)
    }
}

/// Labels of entities whose names may hold words of time.
const NAME_LABELS: [&str; 4] = ["ORG", "PERSON", "PRODUCT", "WORK_OF_ART"];
/// Guards look at most so many units to the left: the longest phrase in any guard.
const LEFT_REACH: usize = 3;
/// What closes an abbreviation.
const FULL_STOP: &str = ".";

impl Run<'_> {
    fn accept(&mut self, at: usize) {
        let is_longer = self.best.as_ref().is_none_or(|(end, ..)| at > *end);
        if is_longer {
            let parts = self
                .opened
                .iter()
                .zip(&self.closed)
                .map(|(&a, &b)| a..b)
                .collect();
            self.best = Some((at, self.filled.clone(), parts));
        }
    }
}
