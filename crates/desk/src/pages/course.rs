//! How claims went over time: a row for each stance, a spot for each few days, and where a speaker changed sides.
//!
//! Takes the claims of a narrowed ledger; returns a picture whose spots lead to the claims behind them, and the propositions that one speaker both
//! stated and denied, with the days. Known limit: days are those of articles; a stance on something that only one claim tells cannot change.
//!
//! Example: `/claims?by=RUS&about=weapons` shows denials from August on and, among the changes, "denied 2023-08-16, said 2023-09-13".

use super::{Params, claims, word};
use crate::markup::{address, verb, with};
use crate::shelf::Shelf;
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use model::record::Claim;
use model::{Id, Stance};
use std::collections::BTreeMap;
use view::Lookup;

/// Columns of the picture at most; units across them, of a row, and of the names of rows.
const COLUMNS: i32 = 48;
const WIDTH: f64 = 860.0;
const ROW: f64 = 26.0;
const NAMES: f64 = 120.0;
/// Changes listed.
const CHANGES: usize = 8;

/// The course of `found`, which are sorted by day.
pub(super) fn course(shelf: &Shelf<'_>, params: &Params, found: &[&Claim]) -> Markup {
    let lookup = shelf.lookup;
    let dated: Vec<(Date, &Claim)> = found
        .iter()
        .filter_map(|c| Some((day(lookup, c)?, *c)))
        .collect();
    let ends = dated.first().zip(dated.last()).map(|(a, b)| (a.0, b.0));
    html! {
        @if let Some((first, last)) = ends.filter(|(first, last)| first != last) {
            figure { (picture(params, &dated, (first, last)))
                figcaption.faint { "The larger a spot, the more claims. Each leads to them." } }
        }
        (changes(lookup, found))
    }
}

fn day(lookup: &Lookup<'_>, claim: &Claim) -> Option<Date> {
    let at = lookup.published(&claim.document);
    at.earliest.or(at.latest)
}

fn picture(params: &Params, dated: &[(Date, &Claim)], (first, last): (Date, Date)) -> Markup {
    let days = (last - first).get_days() + 1;
    let wide = (days + COLUMNS - 1) / COLUMNS;
    let unit = WIDTH / f64::from((days + wide - 1) / wide);
    let mut spots: BTreeMap<Stance, BTreeMap<i32, Vec<&Claim>>> = BTreeMap::new();
    for (day, claim) in dated {
        let column = (*day - first).get_days() / wide;
        let told = spots.entry(claim.stance).or_default();
        told.entry(column).or_default().push(claim);
    }
    let high = spots.len() as f64 * ROW;
    html! {
        svg.stances viewBox={ "0 0 " (NAMES + WIDTH) " " (high + 20.0) } role="group" aria-label="Claims by stance and day; the list below has them all" {
            @for (row, (stance, columns)) in spots.iter().enumerate() {
                @let y = row as f64 * ROW + ROW / 2.0;
                text x="0" y=(y + 4.0) { (verb(&word(stance))) }
                line.axis x1=(NAMES) y1=(y) x2=(NAMES + WIDTH) y2=(y) {}
                @for (column, told) in columns {
                    @let from = first.saturating_add((column * wide).days());
                    (spot(params, (*stance, told), ((NAMES + (f64::from(*column) + 0.5) * unit, y), from, wide)))
                }
            }
            text.faint x=(NAMES) y=(high + 14.0) { (first) }
            text.faint x=(NAMES + WIDTH) y=(high + 14.0) text-anchor="end" { (last) }
        }
    }
}

/// The claims of one stance in the `wide` days from `first`.
fn spot(
    params: &Params,
    (stance, told): (Stance, &[&Claim]),
    ((x, y), first, wide): ((f64, f64), Date, i32),
) -> Markup {
    let last = first.saturating_add((wide - 1).days());
    let stance = word(stance);
    let when = if wide == 1 {
        first.to_string()
    } else {
        format!("{first} to {last}")
    };
    let title = format!("{when}: {} {}", told.len(), verb(&stance));
    let href = if let [one] = told {
        format!("/claims/{}", one.id)
    } else {
        let narrowed = with(
            &with(params, "stance", &stance),
            "since",
            &first.to_string(),
        );
        address("/claims", &with(&narrowed, "until", &last.to_string()))
    };
    let size = (3.0 + 1.6 * (told.len() as f64).sqrt()).min(ROW / 2.0);
    html! {
        a href=(href) aria-label=(title) { title { (title) }
            circle class=(stance) cx=(format!("{x:.1}")) cy=(y) r=(format!("{size:.1}")) {} }
    }
}

/// Propositions that one speaker both stated and denied, with the first claim of each turn.
fn changes(lookup: &Lookup<'_>, found: &[&Claim]) -> Markup {
    let mut sides: BTreeMap<(&Id, &Id), Vec<&Claim>> = BTreeMap::new();
    for claim in found {
        if let Some(about) = &claim.proposition {
            for speaker in &claim.speakers {
                sides.entry((about, speaker)).or_default().push(claim);
            }
        }
    }
    let turned: Vec<((&Id, &Id), Vec<&Claim>)> = sides
        .into_iter()
        .map(|(of, told)| (of, turns(&told)))
        .filter(|(_, turns)| turns.len() > 1)
        .collect();
    html! {
        @if !turned.is_empty() {
            section { h2 { "Where it changed" }
                @for ((about, speaker), turns) in turned.iter().take(CHANGES) {
                    article.entry {
                        h3 { a href={ "/propositions/" (about) } { (lookup.proposition(about).map_or("", |p| p.label.as_str())) } }
                        @for claim in turns { p { strong { (lookup.name(speaker)) } " " (claims::line(lookup, claim)) } }
                    }
                }
                @if turned.len() > CHANGES { p.faint { "and " (turned.len() - CHANGES) " more" } }
            }
        }
    }
}

/// The claims, sorted by day, that begin a stretch on one side.
fn turns<'a>(told: &[&'a Claim]) -> Vec<&'a Claim> {
    let mut turns: Vec<&Claim> = Vec::new();
    for claim in told {
        let is_against = |c: &Claim| c.stance == Stance::Deny;
        if turns
            .last()
            .is_none_or(|last| is_against(last) != is_against(claim))
        {
            turns.push(claim);
        }
    }
    turns
}
