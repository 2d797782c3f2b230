//! The sheet of an actor: names, titles, what it says, what it does, where it is named.
//!
//! Takes an actor line; returns its [`Sheet`] with claims by day, events by day and mentions in text order.
//! Known limit: claims addressed to it are listed with those it is party to, not apart.
//!
//! Example: the sheet of Russia lists the claim "denied the report" and the event "buy – shells".

use super::{Entry, Sheet, claim, event};
use crate::Lookup;
use crate::listing::{roles, word};
use model::record::{Actor, Claim, Event};

pub(super) fn sheet(lookup: &Lookup<'_>, actor: &Actor) -> Sheet {
    let mut sheet = Sheet::new(&actor.id, &word(actor.kind), &actor.name);
    sheet.fact("also called", actor.aliases.join(", "));
    sheet.fact(
        "country",
        actor.country.map(|c| c.to_string()).unwrap_or_default(),
    );
    sheet.fact(
        "sector",
        actor
            .sector
            .as_ref()
            .map(|s| s.0.clone())
            .unwrap_or_default(),
    );
    sheet.fact("titles", roles(actor).join("; "));
    sheet.fact("wikidata", actor.wikidata.clone().unwrap_or_default());
    sheet.fact("why one actor", actor.reasons.join("; "));
    let record = lookup.record;
    let says = record
        .claims
        .iter()
        .filter(|c| c.speakers.contains(&actor.id));
    sheet.section(
        "Says",
        claim::entries(lookup, says.collect::<Vec<&Claim>>()),
    );
    let told = record
        .claims
        .iter()
        .filter(|c| c.addressees.contains(&actor.id));
    sheet.section("Is told", claim::entries(lookup, told.collect()));
    let does = record
        .events
        .iter()
        .filter(|e| e.sources.contains(&actor.id) || e.targets.contains(&actor.id));
    sheet.section(
        "Does, or is done to",
        event::entries(lookup, does.collect::<Vec<&Event>>()),
    );
    sheet.section("Named", mentions(lookup, actor));
    sheet
}

/// Code points shown on either side of a mention.
const REACH: usize = 60;

fn mentions(lookup: &Lookup<'_>, actor: &Actor) -> Vec<Entry> {
    let named = lookup
        .record
        .mentions
        .iter()
        .filter(|m| m.actor.as_ref() == Some(&actor.id));
    let entry = |m: &model::record::MentionLine| Entry {
        id: Some(m.at.document.clone()),
        text: format!("{}, {}", lookup.whence(&m.at.document), word(m.form)),
        evidence: vec![lookup.excerpt_near(&m.at.document, m.at.span, REACH)],
    };
    named.map(entry).collect()
}
