//! The actors: what each is, and how much the record has on it.
//!
//! Takes actor lines and the lines that name actors; returns rows with the most mentioned first, then by
//! name. Known limit: mentions are counted over all documents, copies included.
//!
//! Example: `Russia  state  RUS  2 mentions in 1 document, 1 claim, 1 event`.

use super::{optional, short_id, word};
use crate::Lookup;
use crate::filter::ActorQuery;
use crate::render::{Column, Paper, Piece, Row, Tone, table};
use model::record::Actor;
use model::{ActorKind, Id};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What the actors are narrowed to.
#[derive(Clone, Debug, Default)]
pub struct ActorFilter {
    /// Names, id or country.
    pub named: Option<ActorQuery>,
    /// One kind.
    pub kind: Option<ActorKind>,
}

/// An actor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActorRow {
    /// Its id.
    pub id: Id,
    /// state, person, organisation, office, group, unnamed.
    pub kind: String,
    /// Its fullest name.
    pub name: String,
    /// Further names.
    pub aliases: Vec<String>,
    /// ISO 3166-1 alpha-3 code.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// Titles with their organisations, each once.
    pub roles: Vec<String>,
    /// How often it is mentioned.
    pub mentions: usize,
    /// In how many documents.
    pub documents: usize,
    /// Claims that it makes.
    pub claims: usize,
    /// Events that it takes part in.
    pub events: usize,
}

/// What the record has on an actor, counted.
#[derive(Default)]
struct Tally<'a> {
    mentions: usize,
    documents: BTreeSet<&'a Id>,
    claims: usize,
    events: usize,
}

/// The actors that fit `filter`.
pub fn actors(lookup: &Lookup<'_>, filter: &ActorFilter) -> Vec<ActorRow> {
    let tallies = tallies(lookup);
    let fits = |a: &&Actor| {
        filter.named.as_ref().is_none_or(|n| n.fits(a)) && filter.kind.is_none_or(|k| k == a.kind)
    };
    let none = Tally::default();
    let found = lookup.record.actors.iter().filter(fits);
    let mut rows: Vec<ActorRow> = found
        .map(|a| actor_row(a, tallies.get(&a.id).unwrap_or(&none)))
        .collect();
    rows.sort_by(|a, b| {
        let key = |r: &ActorRow| (std::cmp::Reverse(r.mentions), r.name.clone(), r.id.clone());
        key(a).cmp(&key(b))
    });
    rows
}

fn tallies<'a>(lookup: &Lookup<'a>) -> BTreeMap<&'a Id, Tally<'a>> {
    let mut tallies: BTreeMap<&Id, Tally<'_>> = BTreeMap::new();
    for mention in &lookup.record.mentions {
        if let Some(actor) = &mention.actor {
            let tally = tallies.entry(actor).or_default();
            tally.mentions += 1;
            tally.documents.insert(&mention.at.document);
        }
    }
    for claim in &lookup.record.claims {
        for speaker in &claim.speakers {
            tallies.entry(speaker).or_default().claims += 1;
        }
    }
    for event in &lookup.record.events {
        let parties: BTreeSet<&Id> = event.sources.iter().chain(&event.targets).collect();
        for party in parties {
            tallies.entry(party).or_default().events += 1;
        }
    }
    tallies
}

fn actor_row(actor: &Actor, tally: &Tally<'_>) -> ActorRow {
    ActorRow {
        id: actor.id.clone(),
        kind: word(actor.kind),
        name: actor.name.clone(),
        aliases: actor.aliases.clone(),
        country: actor.country.map(|c| c.to_string()),
        sector: actor.sector.as_ref().map(|s| s.0.clone()),
        roles: roles(actor),
        mentions: tally.mentions,
        documents: tally.documents.len(),
        claims: tally.claims,
        events: tally.events,
    }
}

/// The titles of `actor`, each once: "minister, Ministry of Defence".
pub(crate) fn roles(actor: &Actor) -> Vec<String> {
    let written = actor
        .roles
        .iter()
        .map(|(role, _)| match &role.organisation {
            Some(organisation) => format!("{}, {organisation}", role.title),
            None => role.title.clone(),
        });
    written.collect::<BTreeSet<_>>().into_iter().collect()
}

impl Row for ActorRow {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "kind",
        "name",
        "aliases",
        "country",
        "sector",
        "roles",
        "mentions",
        "documents",
        "claims",
        "events",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.kind.clone(),
            self.name.clone(),
            crate::render::joined(&self.aliases),
            optional(self.country.as_deref()),
            optional(self.sector.as_deref()),
            crate::render::joined(&self.roles),
            self.mentions.to_string(),
            self.documents.to_string(),
            self.claims.to_string(),
            self.events.to_string(),
        ]
    }

    fn write(rows: &[Self], paper: &mut Paper) {
        let columns = [
            Column::flex("NAME"),
            Column::up_to("KIND", 12),
            Column::up_to("FROM", 4),
            Column::up_to("NAMED", 7),
            Column::up_to("CLAIMS", 6),
            Column::up_to("EVENTS", 6),
            Column::up_to("ID", 14),
        ];
        let pieces: Vec<Vec<Piece>> = rows.iter().map(pieces).collect();
        table(paper, &columns, &pieces);
    }
}

fn pieces(row: &ActorRow) -> Vec<Piece> {
    // The title alone: its organisation is in `show`, and the column is narrow.
    let title = row.roles.first().and_then(|r| r.split(", ").next());
    let name = title.map_or_else(|| row.name.clone(), |t| format!("{} ({t})", row.name));
    vec![
        Piece::new(&name, Tone::Strong),
        Piece::plain(&row.kind),
        Piece::plain(&optional(row.country.as_deref())),
        Piece::plain(&row.mentions.to_string()),
        Piece::plain(&row.claims.to_string()),
        Piece::plain(&row.events.to_string()),
        Piece::new(&short_id(&row.id), Tone::Faint),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Texts;
    use crate::listing::tests::small_record;
    use crate::render::{Format, listing};

    #[test]
    fn actors_come_with_what_the_record_has_on_them() {
        let (record, text) = small_record();
        let texts = Texts::new(|_| Some(text.clone()));
        let lookup = Lookup::new(&record, &texts);
        let printed = listing(
            &actors(&lookup, &ActorFilter::default()),
            Format::Text,
            Paper::plain(80),
        );
        let expected = "\
NAME           KIND   FROM  NAMED  CLAIMS  EVENTS  ID
Russia         state  RUS   2      1       1       actor-bbbbbbbb
United States  state  USA   1      1       0       actor-cccccccc
";
        assert_eq!(printed, expected);
        let filter = ActorFilter {
            named: Some(ActorQuery::new("USA")),
            kind: None,
        };
        assert_eq!(actors(&lookup, &filter).len(), 1);
    }
}
