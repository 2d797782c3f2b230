//! The sheets of a norm and of a possible breach.
//!
//! Takes the lines; returns [`Sheet`]s: a norm with all that stands beside it, a possible breach with its norm,
//! its event and every claim and sentence. Never a verdict. Known limit: the norm's own text is behind its link.
//!
//! Example: the sheet of resolution 1874 lists the sales of arms that articles tell.

use super::{Entry, Sheet, claim, event};
use crate::Lookup;
use crate::listing::{breach_row, days, short_id};
use model::Interval;
use model::record::{Claim, Norm, PossibleBreach};

pub(super) fn norm(lookup: &Lookup<'_>, norm: &Norm) -> Sheet {
    let mut sheet = Sheet::new(&norm.id, "norm", &norm.instrument);
    sheet.fact("paragraph", norm.paragraph.clone().unwrap_or_default());
    sheet.fact("says", norm.summary.clone());
    sheet.fact("binds", norm.binds.join(", "));
    let force = Interval {
        earliest: norm.from,
        latest: norm.until,
    };
    sheet.fact("in force", days(force));
    sheet.fact("text", norm.uri.clone().unwrap_or_default());
    let beside = lookup.record.possible_breaches.iter();
    let beside = beside.filter(|b| b.norm.as_ref() == Some(&norm.id));
    sheet.section("Beside it, if so", entries(lookup, beside));
    sheet
}

pub(super) fn sheet(lookup: &Lookup<'_>, breach: &PossibleBreach) -> Sheet {
    let row = breach_row(lookup, breach);
    let title = row.event.as_ref().map(|e| e.label.clone());
    let title = title.or(row.promised.clone()).unwrap_or_default();
    let mut sheet = Sheet::new(&breach.id, "possible breach", &title);
    if let Some(norm) = &row.norm {
        let paragraph = norm.paragraph.as_ref();
        let at = paragraph.map(|p| format!(", paragraph {p}"));
        let named = format!("{}{}", norm.instrument, at.unwrap_or_default());
        sheet.fact("norm", format!("{named} ({})", short_id(&norm.id)));
        sheet.fact("says", norm.summary.clone());
        sheet.fact("text", norm.uri.clone().unwrap_or_default());
    }
    sheet.fact("commitment", row.promised.unwrap_or_default());
    sheet.fact("status", row.event.map(|e| e.status).unwrap_or_default());
    sheet.fact("reports come from", row.origins.join(", "));
    sheet.fact("why", row.reason);
    let words = Entry {
        id: None,
        text: "what would conflict, if it is so".to_owned(),
        evidence: row.quotes,
    };
    sheet.section("Words", vec![words]);
    let told = breach.event.as_ref().and_then(|e| lookup.event(e));
    sheet.section("Event", event::entries(lookup, told.into_iter().collect()));
    let claims: Vec<&Claim> = breach
        .claims
        .iter()
        .filter_map(|c| lookup.claim(c))
        .collect();
    sheet.section("Claims", claim::entries(lookup, claims));
    sheet
}

/// Possible breaches in their order, each with its sentences.
pub(super) fn entries<'r>(
    lookup: &Lookup<'r>,
    breaches: impl Iterator<Item = &'r PossibleBreach>,
) -> Vec<Entry> {
    breaches.map(|b| entry(lookup, b)).collect()
}

fn entry(lookup: &Lookup<'_>, breach: &PossibleBreach) -> Entry {
    let row = breach_row(lookup, breach);
    let beside = row.norm.map(|n| n.instrument).or(row.promised);
    let told = row.event.map(|e| format!("{} ({})", e.label, e.status));
    let parts = [told, beside.map(|b| format!("beside {b}"))];
    Entry {
        id: Some(breach.id.clone()),
        text: parts.into_iter().flatten().collect::<Vec<_>>().join(", "),
        evidence: row.quotes,
    }
}
