//! The sheet of a claim, and that of a commitment made of one.
//!
//! Takes a claim line; returns its [`Sheet`]: who, how, its words in their sentence, the events it tells and
//! what others say on the same. Known limit: the sentence is the cue's; content of a long quotation may
//! stand outside it and is then shown bare.
//!
//! Example: "United States: assert" with «said» marked in its sentence, denied by Russia.

use super::{Entry, Sheet, event, with_marks};
use crate::Lookup;
use crate::listing::{claim_row, days, short_id, word};
use crate::lookup::day_key;
use model::record::{Claim, Commitment, Event, Proposition};

pub(super) fn sheet(lookup: &Lookup<'_>, claim: &Claim) -> Sheet {
    let row = claim_row(lookup, claim);
    let mut sheet = Sheet::new(
        &claim.id,
        "claim",
        &format!("{}: {}", row.speaker(), row.stance),
    );
    let published = lookup.published(&claim.document);
    sheet.fact(
        "published",
        format!(
            "{}, {} ({})",
            days(published),
            row.whence,
            short_id(&claim.document)
        ),
    );
    sheet.fact(
        "source",
        row.source
            .as_ref()
            .map(|s| s.text.clone())
            .unwrap_or_default(),
    );
    sheet.fact("certainty", row.certainty.clone());
    sheet.fact("quotation", row.quotation.clone());
    sheet.fact("to", row.addressees.join(", "));
    sheet.fact("via", row.via.join(", "));
    let proposition = claim
        .proposition
        .as_ref()
        .and_then(|p| lookup.proposition(p));
    sheet.fact(
        "about",
        proposition
            .map(|p| format!("{} ({})", p.label, short_id(&p.id)))
            .unwrap_or_default(),
    );
    sheet.fact("denied by", row.denied_by.join(", "));
    sheet.fact("confidence", format!("{:.2}", claim.confidence));
    sheet.section("Content", content(lookup, claim));
    sheet.section("Cue", vec![in_sentence(vec![row.cue])]);
    let told: Vec<&Event> = claim
        .events
        .iter()
        .filter_map(|e| lookup.event(e))
        .collect();
    sheet.section("Events it tells", event::entries(lookup, told));
    sheet.section("Other claims on this", others(lookup, claim, proposition));
    sheet
}

fn in_sentence(evidence: Vec<crate::Excerpt>) -> Entry {
    Entry {
        id: None,
        text: "in its sentence".to_owned(),
        evidence,
    }
}

fn content(lookup: &Lookup<'_>, claim: &Claim) -> Vec<Entry> {
    if claim.content.is_empty() {
        return Vec::new();
    }
    let piece = |&span| {
        let around = if claim.sentence.contains(span) {
            claim.sentence
        } else {
            span
        };
        lookup.excerpt_in(&claim.document, span, around)
    };
    vec![in_sentence(claim.content.iter().map(piece).collect())]
}

fn others(lookup: &Lookup<'_>, claim: &Claim, proposition: Option<&Proposition>) -> Vec<Entry> {
    let ids = proposition.map(|p| p.claims.as_slice()).unwrap_or_default();
    let others = ids
        .iter()
        .filter(|&id| *id != claim.id)
        .filter_map(|id| lookup.claim(id));
    entries(lookup, others.collect())
}

/// `claims` by day, document and place, each with its cue marked in its sentence.
pub(super) fn entries(lookup: &Lookup<'_>, mut claims: Vec<&Claim>) -> Vec<Entry> {
    claims.sort_by_key(|c| {
        (
            day_key(lookup.published(&c.document)),
            &c.document,
            c.cue,
            &c.id,
        )
    });
    claims.into_iter().map(|c| entry(lookup, c)).collect()
}

fn entry(lookup: &Lookup<'_>, claim: &Claim) -> Entry {
    let row = claim_row(lookup, claim);
    let said = format!(
        "{}  {}: {}",
        days(row.published()),
        row.speaker(),
        row.stance
    );
    Entry {
        id: Some(claim.id.clone()),
        text: with_marks(said, &row.marked),
        evidence: vec![row.cue],
    }
}

pub(super) fn commitment(lookup: &Lookup<'_>, commitment: &Commitment) -> Sheet {
    let mut sheet = Sheet::new(&commitment.id, "commitment", &commitment.content);
    sheet.fact("by", lookup.names(&commitment.by).join(", "));
    sheet.fact("status", word(&commitment.status));
    sheet.fact("why", commitment.reasons.join("; "));
    let claim = lookup.claim(&commitment.claim);
    sheet.section("Claim", entries(lookup, claim.into_iter().collect()));
    sheet
}
