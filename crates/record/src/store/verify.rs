//! Reads every evidence span again against the stored text, and every text against its hash.
//!
//! Takes an open record; returns what does not hold, by document and line, in words. A text is held
//! against the SHA-256 stored when it came in, its id against outlet, address and text; a span must lie
//! in its text on character boundaries; a page must unpack to its length; the file as a whole must pass SQLite's integrity check. Known
//! limit: a damage that also forges the hashes is not seen.
//!
//! Example: a text edited in the file gives "doc-…: the text is not the one that was read".

use super::{Error, Line, Store, line};
use model::record::{
    Actor, Claim, Commitment, Decision, Dispute, DocumentLine, Event, Evidence, Norm, Place,
    PossibleBreach, Proposition, Story, TimelineEntry,
};
use model::{ContentHash, Document, Id};
use std::collections::BTreeMap;

/// Something in the record that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Broken {
    /// The document it is about; `None` for the file as a whole.
    pub document: Option<Id>,
    /// The line: its id, or its kind where it has none; `None` for texts.
    pub line: Option<String>,
    /// What does not hold, in words.
    pub what: String,
}

impl Store {
    /// All that does not hold, in order of kind and id; empty when everything does.
    ///
    /// # Errors
    /// The file cannot be read at all.
    pub fn verify(&self) -> Result<Vec<Broken>, Error> {
        let mut broken = self.damage()?;
        let documents = self.documents()?;
        broken.extend(documents.iter().filter_map(broken_text));
        broken.extend(self.broken_pages()?);
        let texts = documents.into_iter().map(|d| (d.id, d.text)).collect();
        self.check_lines::<DocumentLine>(&texts, &mut broken)?;
        self.check_lines::<Actor>(&texts, &mut broken)?;
        self.check_lines::<Place>(&texts, &mut broken)?;
        self.check_positions(&texts, &mut broken)?;
        self.check_lines::<Claim>(&texts, &mut broken)?;
        self.check_lines::<Event>(&texts, &mut broken)?;
        self.check_lines::<Proposition>(&texts, &mut broken)?;
        self.check_lines::<Dispute>(&texts, &mut broken)?;
        self.check_lines::<Commitment>(&texts, &mut broken)?;
        self.check_lines::<Norm>(&texts, &mut broken)?;
        self.check_lines::<PossibleBreach>(&texts, &mut broken)?;
        self.check_lines::<Story>(&texts, &mut broken)?;
        self.check_lines::<TimelineEntry>(&texts, &mut broken)?;
        self.check_lines::<Decision>(&texts, &mut broken)?;
        Ok(broken)
    }

    /// Pages that do not unpack, or not to the length that was kept.
    fn broken_pages(&self) -> Result<Vec<Broken>, Error> {
        let ids = self.all("SELECT document FROM page ORDER BY document", |row| {
            super::id(row, 0)
        })?;
        let mut broken = Vec::new();
        for id in ids {
            let length = self.page_length(&id)?;
            let is_sound = self.page(&id).is_ok_and(|p| p.map(|p| p.bytes()) == length);
            if !is_sound {
                broken.push(Broken {
                    document: Some(id),
                    line: None,
                    what: "the page that it came as is damaged".to_owned(),
                });
            }
        }
        Ok(broken)
    }

    fn damage(&self) -> Result<Vec<Broken>, Error> {
        let mut found = self.all("PRAGMA integrity_check", |row| row.get::<_, String>(0))?;
        found.retain(|line| line != "ok");
        let of = |what| Broken {
            document: None,
            line: None,
            what,
        };
        Ok(found.into_iter().map(of).collect())
    }

    fn check_lines<L: Line>(
        &self,
        texts: &BTreeMap<Id, String>,
        broken: &mut Vec<Broken>,
    ) -> Result<(), Error> {
        let select = "SELECT body, words FROM line WHERE kind = ?1 ORDER BY position";
        let mut statement = self.reported(self.connection.prepare_cached(select))?;
        let mut rows = self.reported(statement.query([L::KIND]))?;
        while let Some(row) = self.reported(rows.next())? {
            let body: String = self.reported(row.get(0))?;
            let words: Option<String> = self.reported(row.get(1))?;
            let line: L = self.decoded(L::KIND, &body)?;
            let name = line.id().map_or(L::KIND, Id::as_str);
            broken.extend(broken_words(
                texts,
                name,
                &line.evidence(),
                words.as_deref(),
            ));
        }
        Ok(())
    }

    fn check_positions(
        &self,
        texts: &BTreeMap<Id, String>,
        broken: &mut Vec<Broken>,
    ) -> Result<(), Error> {
        let select = "SELECT body, words, kind FROM position ORDER BY document, kind";
        let mut statement = self.reported(self.connection.prepare_cached(select))?;
        let mut rows = self.reported(statement.query([]))?;
        while let Some(row) = self.reported(rows.next())? {
            let frame: Vec<u8> = self.reported(row.get(0))?;
            let words: Option<String> = self.reported(row.get(1))?;
            let kind: String = self.reported(row.get(2))?;
            let lines: Vec<Placed> = self.unpack(&kind, &frame)?;
            let evidence: Vec<Evidence> = lines.into_iter().map(|l| l.at).collect();
            broken.extend(broken_words(texts, &kind, &evidence, words.as_deref()));
        }
        Ok(())
    }
}

/// What mentions and times have in common.
#[derive(serde::Deserialize)]
struct Placed {
    at: Evidence,
}

fn broken_text(document: &Document) -> Option<Broken> {
    let broken = |what: &str| Broken {
        document: Some(document.id.clone()),
        line: None,
        what: what.to_owned(),
    };
    if ContentHash::of(document.text.as_bytes()) != document.sha256 {
        return Some(broken(
            "the text is not the one that was read: its SHA-256 differs",
        ));
    }
    let (outlet, uri) = (document.outlet.as_deref(), document.uri.as_deref());
    let id = Document::id_of(outlet, uri, &document.input_id, &document.text);
    (id != document.id).then(|| broken("the id does not follow from outlet, address and text"))
}

/// What does not hold of the words under `evidence`, whose hash was `stored` when the line was derived.
fn broken_words(
    texts: &BTreeMap<Id, String>,
    line: &str,
    evidence: &[Evidence],
    stored: Option<&str>,
) -> Vec<Broken> {
    let absent: Vec<Broken> = evidence
        .iter()
        .filter_map(|at| broken_span(texts, line, at))
        .collect();
    if !absent.is_empty() || line::words(evidence, texts).as_deref() == stored {
        return absent;
    }
    vec![Broken {
        document: evidence.first().map(|at| at.document.clone()),
        line: Some(line.to_owned()),
        what: "the words under its spans are not those it was derived from".to_owned(),
    }]
}

fn broken_span(texts: &BTreeMap<Id, String>, line: &str, at: &Evidence) -> Option<Broken> {
    let (start, end) = (at.span.start, at.span.end);
    let what = match texts.get(&at.document) {
        None => "rests on a document that is not in the record".to_owned(),
        Some(text) if at.span.of(text).is_none() => {
            format!("bytes {start} to {end} do not lie in the text")
        }
        Some(_) => return None,
    };
    Some(Broken {
        document: Some(at.document.clone()),
        line: Some(line.to_owned()),
        what,
    })
}
