//! Time expressions: where they stand, what they mean on the calendar, and which days that spans.
//!
//! Takes a document with its tokens and the rules of the lexicon; returns [`TimeExpression`]s in text order
//! with TIMEX3 values (ISO-TimeML, ISO 24617-1). Steps: units of the text, manner of the document, matches of
//! the rules, values told from the publication date or the last date. Method: rules with normalisation after
//! `HeidelTime` (Strötgen & Gertz 2013). Known limits: English; one manner for the whole document; event-anchored
//! times ("the day after the vote") only through the table of anniversaries.
//!
//! Example: "Earlier this week" in an article of 2023-08-30 is `2023-W35`, 2023-08-28..2023-08-30.

mod anchor;
mod calendar;
mod matching;
mod numeral;
mod resolve;
mod units;
mod value;

use anchor::{Anchors, Direction};
use lexicon::Lexicon;
use lexicon::times::{Kind, Slot};
use matching::{Held, Manner, Match, Matcher};
use model::{Annotation, Document, Span, TimeExpression};
use resolve::Resolver;
use units::{Unit, units};
use value::Grain;

/// The time expressions of `document`, in text order, none overlapping.
pub fn find(
    document: &Document,
    annotation: &Annotation,
    lexicon: &Lexicon,
) -> Vec<TimeExpression> {
    let times = &lexicon.times;
    let units = units(&document.text, &times.words);
    let mut matcher = Matcher {
        units: &units,
        times,
        annotation,
        manner: Manner::default(),
    };
    matcher.manner = manner(&matcher, document);
    let mut anchors = Anchors {
        published: document.declared.map(|d| d.date),
        is_history: matcher.manner.is_history,
        last: None,
        quarter: None,
        limits: times.thresholds,
    };
    let mut found = Vec::new();
    for candidate in matcher.all() {
        resolve(&matcher, &candidate, &mut anchors, &mut found);
    }
    let outside = |t: &TimeExpression| !document.furniture.iter().any(|f| f.overlaps(t.span));
    found.retain(outside);
    found
}

/// Whether the document narrates history, reports business results, speaks of antiquity.
fn manner(matcher: &Matcher<'_, '_>, document: &Document) -> Manner {
    let limits = &matcher.times.thresholds;
    let mut counts = Counts::default();
    for matched in matcher.all() {
        counts.add(&matched);
    }
    let newsy = counts.deictic;
    let is_history = counts.years + counts.before_christ >= limits.history_years
        && counts.years + counts.before_christ > newsy * limits.history_ratio;
    Manner {
        is_history,
        is_business: !is_history
            && document.declared.is_some()
            && counts.quarters >= limits.business_quarters,
        is_antiquity: counts.before_christ > 0,
    }
}

#[derive(Default)]
struct Counts {
    years: usize,
    deictic: usize,
    before_christ: usize,
    quarters: usize,
}

impl Counts {
    fn add(&mut self, matched: &Match<'_>) {
        let has = |slot| matched.filled.iter().any(|f| f.slot == slot);
        let is_quarter =
            |f: &matching::Filled<'_>| f.slot == Slot::Unit && matches!(f.held, Held::Word("Q", _));
        let rule = matched.rule;
        let given_quarter = rule.slots.iter().any(|(s, v)| *s == Slot::Unit && v == "Q");
        self.before_christ += usize::from(has(Slot::Era));
        self.years += usize::from(has(Slot::Year) && !has(Slot::Era));
        let told_today =
            has(Slot::Days) || (has(Slot::Weekday) && !has(Slot::Month)) || has(Slot::Which);
        let is_deictic =
            matches!(rule.kind, Kind::Calendar | Kind::Period) && rule.value.is_empty();
        self.deictic += usize::from(is_deictic && told_today);
        self.quarters += usize::from(given_quarter || matched.filled.iter().any(is_quarter));
    }
}

/// Resolves every expression of `candidate` and keeps it.
fn resolve(
    matcher: &Matcher<'_, '_>,
    candidate: &Match<'_>,
    anchors: &mut Anchors,
    found: &mut Vec<TimeExpression>,
) {
    if candidate.rule.kind == Kind::Nothing {
        return;
    }
    let token = matcher.token(candidate.units.end - 1);
    let has_month = candidate.filled.iter().any(|f| f.slot == Slot::Month);
    let direction = token.map_or(Direction::Unknown, |t| {
        let of = if has_month {
            anchor::direction_of_month
        } else {
            anchor::direction
        };
        of(matcher.annotation, matcher.times, t)
    });
    for (part, range) in candidate.parts.iter().enumerate() {
        let Some(span) = cover(matcher.units, range) else {
            continue;
        };
        let resolver = Resolver {
            times: matcher.times,
            anchors,
            found: candidate,
            part,
            direction,
            is_business: matcher.manner.is_business,
        };
        let Some(meaning) = resolver.resolve() else {
            continue;
        };
        let year = meaning
            .point
            .as_ref()
            .is_some_and(|p| p.grain == Grain::Year);
        let ahead = |t| anchor::is_ahead(matcher.annotation, matcher.times, t);
        let aside =
            candidate.rule.is_aside || (anchors.is_history && year && token.is_some_and(ahead));
        let point = meaning.point.as_ref().filter(|_| !aside);
        if let Some(point) = point {
            anchors.keep(point);
        }
        found.push(TimeExpression {
            span,
            timex: candidate.rule.timex,
            value: meaning.value,
            interval: meaning.interval,
        });
    }
}

/// From the first to the last unit of `range`.
fn cover(units: &[Unit], range: &std::ops::Range<usize>) -> Option<Span> {
    let first = units.get(range.start)?;
    let last = units.get(range.end.checked_sub(1)?)?;
    Some(first.span.cover(last.span)).filter(|_| range.start < range.end)
}
