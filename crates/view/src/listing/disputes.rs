//! The disputes: on what accounts differ, with the words of every side; none is chosen.
//!
//! Takes dispute lines; returns rows by kind and id. Claims of a side come by day of publication. Known
//! limit: where a dispute rests on differing accounts of one event, its sides are the spans alone.
//!
//! Example: "that Russia bought shells" with the United States for and Russia against.

use super::{ClaimRow, claim_row, days, remarks, short_id};
use crate::lookup::day_key;
use crate::render::{Paper, Piece, Row, Tone, joined};
use crate::{Excerpt, Lookup};
use model::Id;
use model::record::{Claim, Dispute};
use schemars::JsonSchema;
use serde::Serialize;

/// A dispute.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DisputeRow {
    /// Its id.
    #[schemars(with = "String")]
    pub id: Id,
    /// denial, date, number, place, actor.
    pub kind: String,
    /// What is disputed, in words.
    pub label: String,
    /// The proposition it is about.
    #[schemars(with = "Option<String>")]
    pub proposition: Option<Id>,
    /// The event it is about.
    #[schemars(with = "Option<String>")]
    pub event: Option<Id>,
    /// Claims for.
    #[serde(rename = "for")]
    pub supporting: Vec<SideRow>,
    /// Claims against.
    pub against: Vec<SideRow>,
    /// The words on which accounts differ.
    pub spans: Vec<Excerpt>,
}

/// A claim on one side.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SideRow {
    /// The claim as the listing of claims has it.
    #[serde(flatten)]
    pub claim: ClaimRow,
}

/// All disputes.
pub fn disputes(lookup: &Lookup<'_>) -> Vec<DisputeRow> {
    let mut found: Vec<&Dispute> = lookup.record.disputes.iter().collect();
    found.sort_by_key(|d| (&d.kind, &d.id));
    found.into_iter().map(|d| dispute_row(lookup, d)).collect()
}

/// The row of `dispute`.
pub fn dispute_row(lookup: &Lookup<'_>, dispute: &Dispute) -> DisputeRow {
    DisputeRow {
        id: dispute.id.clone(),
        kind: dispute.kind.clone(),
        label: label(lookup, dispute),
        proposition: dispute.proposition.clone(),
        event: dispute.event.clone(),
        supporting: side(lookup, &dispute.supporting),
        against: side(lookup, &dispute.against),
        spans: dispute
            .spans
            .iter()
            .map(|s| lookup.excerpt(&s.document, s.span))
            .collect(),
    }
}

fn label(lookup: &Lookup<'_>, dispute: &Dispute) -> String {
    let proposition = dispute
        .proposition
        .as_ref()
        .and_then(|p| lookup.proposition(p));
    let event = dispute.event.as_ref().and_then(|e| lookup.event(e));
    let words = proposition.map(|p| p.label.clone());
    words
        .or_else(|| event.map(|e| e.label.clone()))
        .unwrap_or_else(|| dispute.id.to_string())
}

fn side(lookup: &Lookup<'_>, ids: &[Id]) -> Vec<SideRow> {
    let mut claims: Vec<&Claim> = ids.iter().filter_map(|id| lookup.claim(id)).collect();
    claims.sort_by_key(|c| (day_key(lookup.published(&c.document)), &c.document, c.cue));
    claims
        .into_iter()
        .map(|c| SideRow {
            claim: claim_row(lookup, c),
        })
        .collect()
}

impl Row for DisputeRow {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "kind",
        "label",
        "proposition",
        "event",
        "for",
        "for_claims",
        "against",
        "against_claims",
        "words",
    ];

    fn cells(&self) -> Vec<String> {
        let id = |id: &Option<Id>| id.as_ref().map(ToString::to_string).unwrap_or_default();
        let who =
            |side: &[SideRow]| joined(&side.iter().map(|s| s.claim.speaker()).collect::<Vec<_>>());
        let claims = |side: &[SideRow]| {
            joined(
                &side
                    .iter()
                    .map(|s| s.claim.id.to_string())
                    .collect::<Vec<_>>(),
            )
        };
        let words: Vec<&str> = self.spans.iter().map(|s| s.text.as_str()).collect();
        vec![
            self.id.to_string(),
            self.kind.clone(),
            self.label.clone(),
            id(&self.proposition),
            id(&self.event),
            who(&self.supporting),
            claims(&self.supporting),
            who(&self.against),
            claims(&self.against),
            words.join(" | "),
        ]
    }

    fn write(rows: &[Self], paper: &mut Paper) {
        for row in rows {
            paper.blank();
            row.write_block(paper);
        }
    }
}

impl DisputeRow {
    /// What is disputed, then each side with its words.
    pub(crate) fn write_block(&self, paper: &mut Paper) {
        paper.write(
            0,
            &[
                Piece::new(&format!("{}: ", self.kind), Tone::Faint),
                Piece::new(&self.label, Tone::Strong),
            ],
        );
        write_side(paper, "for", Tone::Good, &self.supporting);
        write_side(paper, "against", Tone::Bad, &self.against);
        if self.supporting.is_empty() && self.against.is_empty() {
            for span in &self.spans {
                paper.quote(2, span);
            }
        }
        paper.write(2, &remarks(&[short_id(&self.id)]));
    }
}

fn write_side(paper: &mut Paper, name: &str, tone: Tone, side: &[SideRow]) {
    for said in once(side) {
        let Some(claim) = said.first() else { continue };
        let places: Vec<String> = said.iter().map(|c| place(c)).collect();
        paper.write(
            2,
            &[
                Piece::new(&format!("{name} "), tone),
                Piece::new(&claim.speaker(), Tone::Strong),
                Piece::new(&format!(" · {}", places.join("; ")), Tone::Faint),
            ],
        );
        paper.quote(4, &claim.cue);
    }
}

fn place(claim: &ClaimRow) -> String {
    let day = days(claim.published());
    format!("{}, {day}, {}", claim.whence, short_id(&claim.id))
}

/// Claims in the same words by the same speaker (copies) together, in order of the first.
fn once(side: &[SideRow]) -> Vec<Vec<&ClaimRow>> {
    let same = |a: &ClaimRow, b: &ClaimRow| {
        let words = |c: &ClaimRow| {
            (
                c.cue.before.clone(),
                c.cue.text.clone(),
                c.cue.after.clone(),
            )
        };
        a.speaker() == b.speaker() && words(a) == words(b)
    };
    let mut groups: Vec<Vec<&ClaimRow>> = Vec::new();
    for SideRow { claim } in side {
        let known = groups
            .iter_mut()
            .find(|g| g.first().is_some_and(|c| same(c, claim)));
        match known {
            Some(group) => group.push(claim),
            None => groups.push(vec![claim]),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Texts;
    use crate::listing::tests::small_record;
    use crate::render::{Format, listing};

    #[test]
    fn both_sides_of_a_dispute_are_shown_with_their_sentences() {
        let (record, text) = small_record();
        let texts = Texts::new(|_| Some(text.clone()));
        let rows = disputes(&Lookup::new(&record, &texts));
        let printed = listing(&rows, Format::Text, Paper::plain(80));
        let expected = "\
denial: that Russia bought shells
  for United States · Daily, 2023-08-30, claim-aaaaaaaa
    | Washington «said» that Russia bought shells.
  against Russia · Daily, 2023-08-30, claim-dddddddd
    | “No,” Moscow «denied» the report.
  dispute-11111111
";
        assert_eq!(printed, expected);
        assert!(listing(&rows, Format::Json, Paper::plain(80)).contains("\"for\": ["));
    }
}
