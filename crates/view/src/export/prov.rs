//! Where each line of the record comes from, as W3C PROV in its JSON form (PROV-JSON, Member Submission 2013).
//!
//! Takes a record and its texts; writes an entity for each document, claim, typed event, proposition and dispute, the outlets as agents, and one activity, the derivation
//! by onrecord. Lines are derived from documents or from other lines, documents are attributed to outlets, copies and revisions derived from what they repeat. Known limits: no
//! times of reading, which are no part of a record; actors, places, promises and norms are left out and counted.
//!
//! Example: `"wasDerivedFrom": {"_:d1": {"prov:generatedEntity": "or:claim-…", "prov:usedEntity": "or:doc-…"}}`.

use super::jsonl::{Error, LeftOut};
use super::left::{Part, out_of};
use crate::listing::{days, word};
use crate::{Lookup, Texts};
use model::Id;
use model::record::Record;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Writes the provenance of `record` to `out`; returns what it cannot hold.
///
/// # Errors
/// The output fails.
pub fn prov(
    record: &Record,
    texts: &Texts<'_>,
    out: &mut impl Write,
) -> Result<Vec<LeftOut>, Error> {
    let lookup = &Lookup::new(record, texts);
    let mut graph = Graph::default();
    graph.documents(lookup);
    graph.lines(lookup);
    serde_json::to_writer(&mut *out, &graph.written()).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(out_of(
        record,
        &[
            Part::Documents,
            Part::Claims,
            Part::Events,
            Part::Propositions,
            Part::Disputes,
        ],
        [],
    ))
}

#[derive(Default)]
struct Graph {
    entities: Map<String, Value>,
    agents: Map<String, Value>,
    /// Generated and used entity, and how.
    derived: BTreeSet<(String, String, &'static str)>,
    /// Entity and agent.
    attributed: BTreeSet<(String, String)>,
}

fn named(id: &Id) -> String {
    format!("or:{id}")
}

impl Graph {
    fn entity(&mut self, id: &Id, kind: &str, label: &str) {
        let about = json!({"prov:type": format!("or:{kind}"), "prov:label": label});
        self.entities.insert(named(id), about);
    }

    fn derives(&mut self, from: (&Id, &Id), how: &'static str) {
        self.derived.insert((named(from.0), named(from.1), how));
    }

    fn documents(&mut self, lookup: &Lookup<'_>) {
        let mut outlets: BTreeMap<String, usize> = BTreeMap::new();
        for line in &lookup.record.documents {
            let about = json!({
                "prov:type": "or:document",
                "prov:label": lookup.headline(&line.id),
                "or:sha256": line.sha256,
                "or:published": days(line.published.interval),
                "prov:location": line.uri.clone().unwrap_or_else(|| line.input_id.clone()),
            });
            self.entities.insert(named(&line.id), about);
            if let Some(outlet) = &line.outlet {
                let next = outlets.len() + 1;
                let number = *outlets.entry(outlet.clone()).or_insert(next);
                let agent = format!("or:outlet-{number}");
                let about = json!({"prov:type": "prov:Organization", "prov:label": outlet});
                self.agents.insert(agent.clone(), about);
                self.attributed.insert((named(&line.id), agent));
            }
            let copied = line
                .duplicate_of
                .iter()
                .map(|id| (id, "prov:PrimarySource"));
            let revised = line.revises.iter().map(|id| (id, "prov:Revision"));
            for (earlier, how) in copied.chain(revised) {
                self.derives((&line.id, earlier), how);
            }
        }
    }

    fn lines(&mut self, lookup: &Lookup<'_>) {
        let record = lookup.record;
        for claim in &record.claims {
            let words = lookup.excerpt(&claim.document, claim.sentence).text;
            self.entity(
                &claim.id,
                "claim",
                &format!("{}: {words}", word(claim.stance)),
            );
            self.derives((&claim.id, &claim.document), "prov:Quotation");
        }
        for event in record.events.iter().filter(|e| e.event_type.is_some()) {
            self.entity(&event.id, "event", &event.label);
            for mention in &event.mentions {
                self.derives((&event.id, &mention.document), "");
            }
        }
        for proposition in &record.propositions {
            self.entity(&proposition.id, "proposition", &proposition.label);
            for claim in &proposition.claims {
                self.derives((&proposition.id, claim), "");
            }
        }
        for row in crate::listing::disputes(lookup) {
            self.entity(&row.id, "dispute", &row.label);
            for side in row.supporting.iter().chain(&row.against) {
                self.derives((&row.id, &side.claim.id), "");
            }
            for span in &row.spans {
                self.derives((&row.id, &span.document), "");
            }
        }
    }

    fn written(self) -> Value {
        let program = json!({"prov:type": "prov:SoftwareAgent", "prov:label": "onrecord"});
        let mut agents = self.agents;
        agents.insert("or:onrecord".to_owned(), program);
        let made = self.entities.keys().filter(|id| !id.starts_with("or:doc-"));
        let made = numbered(
            "g",
            made.map(|id| json!({"prov:entity": id, "prov:activity": "or:derivation"})),
        );
        let derived = self.derived.into_iter().map(|(line, from, how)| {
            let mut tie = json!({"prov:generatedEntity": line, "prov:usedEntity": from});
            if !how.is_empty() {
                tie["prov:type"] = json!({"$": how, "type": "prov:QUALIFIED_NAME"});
            }
            tie
        });
        let attributed = self.attributed.into_iter();
        let attributed =
            attributed.map(|(line, agent)| json!({"prov:entity": line, "prov:agent": agent}));
        json!({
            "prefix": {"or": "urn:onrecord:"},
            "entity": self.entities,
            "agent": agents,
            "activity": {"or:derivation": {"prov:label": "the record derived from its documents"}},
            "wasAssociatedWith": {"_:a1": {"prov:activity": "or:derivation", "prov:agent": "or:onrecord"}},
            "wasGeneratedBy": made,
            "wasDerivedFrom": numbered("d", derived),
            "wasAttributedTo": numbered("t", attributed),
        })
    }
}

/// Ties under names of their own, in their order.
fn numbered(letter: &str, ties: impl Iterator<Item = Value>) -> Value {
    let named = (1..)
        .zip(ties)
        .map(|(n, tie)| (format!("_:{letter}{n}"), tie));
    Value::Object(named.collect())
}
