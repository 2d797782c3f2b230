//! The sheets of a dispute and of the proposition that claims are about.
//!
//! Takes the lines; returns [`Sheet`]s that show every side with its words and choose none. Known limit: a
//! proposition is called by the words of its clearest assertion, which may need their article to be read.
//!
//! Example: "that Russia bought shells": asserted by the United States, denied by Russia.

use super::{Entry, Sheet, claim, event};
use crate::Lookup;
use crate::listing::{counted, dispute_row, short_id};
use model::Id;
use model::record::{Dispute, Event, Proposition};

pub(super) fn sheet(lookup: &Lookup<'_>, dispute: &Dispute) -> Sheet {
    let row = dispute_row(lookup, dispute);
    let mut sheet = Sheet::new(&dispute.id, "dispute", &row.label);
    sheet.fact("about", dispute.kind.clone());
    sheet.fact(
        "proposition",
        dispute
            .proposition
            .as_ref()
            .map(short_id)
            .unwrap_or_default(),
    );
    sheet.fact(
        "event",
        dispute.event.as_ref().map(short_id).unwrap_or_default(),
    );
    sheet.section("For", side(lookup, &dispute.supporting));
    sheet.section("Against", side(lookup, &dispute.against));
    let words = Entry {
        id: None,
        text: "on which accounts differ".to_owned(),
        evidence: row.spans,
    };
    sheet.section("Words", vec![words]);
    sheet
}

fn side(lookup: &Lookup<'_>, ids: &[Id]) -> Vec<Entry> {
    claim::entries(
        lookup,
        ids.iter().filter_map(|id| lookup.claim(id)).collect(),
    )
}

pub(super) fn proposition(lookup: &Lookup<'_>, proposition: &Proposition) -> Sheet {
    let mut sheet = Sheet::new(&proposition.id, "proposition", &proposition.label);
    sheet.fact(
        "asserted by",
        lookup.names(&proposition.asserted_by).join(", "),
    );
    sheet.fact("denied by", lookup.names(&proposition.denied_by).join(", "));
    sheet.fact("hedged by", lookup.names(&proposition.hedged_by).join(", "));
    for (title, support) in [
        ("Where those who say so have it from", &proposition.support),
        ("Where those who deny it have it from", &proposition.denial),
    ] {
        let count = counted(support.independent_origins, "independent origin");
        let origins = support.origins.iter().map(|o| event::origin(lookup, o));
        sheet.section(&format!("{title}: {count}"), origins.collect());
    }
    sheet.section("Claims", side(lookup, &proposition.claims));
    let events: Vec<&Event> = proposition
        .events
        .iter()
        .filter_map(|e| lookup.event(e))
        .collect();
    sheet.section("Events", event::entries(lookup, events));
    sheet
}
