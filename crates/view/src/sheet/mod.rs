//! Everything about one thing on one sheet: facts, then sections, each entry with its evidence in context.
//!
//! Takes what the user typed; [`find`] says which things it can mean, [`sheet`] lays one of them out. One file
//! a kind of thing. The CSV form has one line a piece of evidence. Known limit: long sections are not cut;
//! an actor mentioned a thousand times has a thousand entries.
//!
//! Example: the sheet of a claim shows its sentence with the cue marked, and who denies it.

mod actor;
mod breach;
mod claim;
mod dispute;
mod document;
mod event;
mod find;
mod story;

pub use find::find;

use crate::listing::{MarkRow, short_id};
use crate::render::{Format, Paper, Piece, Tone, csv, json};
use crate::{Excerpt, Lookup};
use model::Id;
use model::record::Decision;
use serde::Serialize;

/// Everything about one thing.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Sheet {
    /// Its id.
    pub id: Id,
    /// What it is: document, actor, claim, event, proposition, dispute, commitment, norm, possible breach, story, place.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// What is known, name by name.
    pub facts: Vec<Fact>,
    /// What belongs to it.
    pub sections: Vec<Section>,
}

/// A named value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// Its name.
    pub name: String,
    /// Its value in words.
    pub value: String,
}

/// Things of one kind that belong to the thing shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Section {
    /// What they are.
    pub title: String,
    /// They.
    pub entries: Vec<Entry>,
}

/// One of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Entry {
    /// Its id, where it has one.
    pub id: Option<Id>,
    /// It in a line.
    pub text: String,
    /// The words for it.
    pub evidence: Vec<Excerpt>,
}

impl Sheet {
    fn new(id: &Id, kind: &str, title: &str) -> Self {
        Self {
            id: id.clone(),
            kind: kind.to_owned(),
            title: title.to_owned(),
            ..Self::default()
        }
    }

    /// Adds a fact unless it is empty.
    fn fact(&mut self, name: &str, value: impl Into<String>) {
        let (name, value) = (name.to_owned(), value.into());
        if !value.is_empty() {
            self.facts.push(Fact { name, value });
        }
    }

    /// Adds a section unless it is empty.
    fn section(&mut self, title: &str, entries: Vec<Entry>) {
        let title = title.to_owned();
        if !entries.is_empty() {
            self.sections.push(Section { title, entries });
        }
    }

    /// The sheet in `format`.
    pub fn render(&self, format: Format, mut paper: Paper) -> String {
        match format {
            Format::Json => json(self),
            Format::Csv => csv(&EVIDENCE_COLUMNS, self.evidence_cells()),
            Format::Text => {
                self.write(&mut paper);
                paper.finish()
            }
        }
    }

    fn write(&self, paper: &mut Paper) {
        paper.write(
            0,
            &[
                Piece::new(&self.title, Tone::Strong),
                Piece::new(&format!(" · {} · {}", self.kind, self.id), Tone::Faint),
            ],
        );
        for fact in &self.facts {
            paper.write(
                2,
                &[
                    Piece::new(&format!("{}: ", fact.name), Tone::Faint),
                    Piece::plain(&fact.value),
                ],
            );
        }
        for section in &self.sections {
            paper.heading(&format!("{} ({})", section.title, section.entries.len()));
            for entry in &section.entries {
                entry.write(paper);
            }
        }
    }

    fn evidence_cells(&self) -> impl Iterator<Item = Vec<String>> + '_ {
        let entries = self
            .sections
            .iter()
            .flat_map(|s| s.entries.iter().map(move |e| (s, e)));
        entries.flat_map(|(section, entry)| {
            entry.evidence.iter().map(move |e| cells(section, entry, e))
        })
    }
}

const EVIDENCE_COLUMNS: [&str; 9] = [
    "section", "id", "entry", "document", "start", "end", "text", "before", "after",
];

fn cells(section: &Section, entry: &Entry, evidence: &Excerpt) -> Vec<String> {
    vec![
        section.title.clone(),
        entry
            .id
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        entry.text.clone(),
        evidence.document.to_string(),
        evidence.start.to_string(),
        evidence.end.to_string(),
        evidence.text.clone(),
        evidence.before.clone(),
        evidence.after.clone(),
    ]
}

impl Entry {
    fn write(&self, paper: &mut Paper) {
        let id = self
            .id
            .as_ref()
            .map(|i| format!(" · {}", short_id(i)))
            .unwrap_or_default();
        paper.write(2, &[Piece::plain(&self.text), Piece::new(&id, Tone::Faint)]);
        for evidence in &self.evidence {
            paper.quote(4, evidence);
        }
    }
}

/// An entry's line with the marks that analysts set on it.
fn with_marks(line: String, marked: &[MarkRow]) -> String {
    let marks: Vec<String> = marked.iter().map(MarkRow::words).collect();
    if marks.is_empty() {
        return line;
    }
    format!("{line} · {}", marks.join("; "))
}

/// The sheet of the thing `id` with what was laid down of it, or `None` when the record has no such thing.
pub fn sheet(lookup: &Lookup<'_>, id: &Id) -> Option<Sheet> {
    let mut sheet = bare(lookup, id)?;
    let decisions = lookup.record.decisions.iter();
    let about = decisions.filter(|d| d.about.contains(id));
    sheet.section("Laid down by hand", about.map(laid_down).collect());
    Some(sheet)
}

fn laid_down(decision: &Decision) -> Entry {
    let day = decision.at.split('T').next().unwrap_or(&decision.at);
    let head = format!("{day}  {} by {}", decision.kind.word(), decision.by);
    let words = [Some(head), decision.value.clone(), decision.why.clone()];
    let words: Vec<String> = words.into_iter().flatten().collect();
    Entry {
        id: Some(decision.id.clone()),
        text: words.join(": "),
        evidence: Vec::new(),
    }
}

fn bare(lookup: &Lookup<'_>, id: &Id) -> Option<Sheet> {
    let record = lookup.record;
    None.or_else(|| lookup.document(id).map(|d| document::sheet(lookup, d)))
        .or_else(|| lookup.actor(id).map(|a| actor::sheet(lookup, a)))
        .or_else(|| lookup.claim(id).map(|c| claim::sheet(lookup, c)))
        .or_else(|| lookup.event(id).map(|e| event::sheet(lookup, e)))
        .or_else(|| {
            lookup
                .proposition(id)
                .map(|p| dispute::proposition(lookup, p))
        })
        .or_else(|| {
            record
                .disputes
                .iter()
                .find(|d| d.id == *id)
                .map(|d| dispute::sheet(lookup, d))
        })
        .or_else(|| {
            record
                .commitments
                .iter()
                .find(|c| c.id == *id)
                .map(|c| claim::commitment(lookup, c))
        })
        .or_else(|| {
            let mut norms = record.norms.iter();
            norms.find(|n| n.id == *id).map(|n| breach::norm(lookup, n))
        })
        .or_else(|| {
            let mut breaches = record.possible_breaches.iter();
            let found = breaches.find(|b| b.id == *id);
            found.map(|b| breach::sheet(lookup, b))
        })
        .or_else(|| lookup.story(id).map(|s| story::sheet(lookup, s)))
        .or_else(|| lookup.place(id).map(|p| story::place(lookup, p)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Texts;
    use crate::listing::tests::{id, small_record};

    fn check(id: &Id, expected: &str) {
        let (record, text) = small_record();
        let texts = Texts::new(|_| Some(text.clone()));
        let found = sheet(&Lookup::new(&record, &texts), id).unwrap();
        assert_eq!(found.render(Format::Text, Paper::plain(80)), expected);
    }

    #[test]
    fn a_claim_is_shown_in_its_sentence_with_those_who_deny_it() {
        check(
            &id("claim", 'a'),
            "\
United States: assert · claim · claim-aaaaaaaaaaaaaaaa
  published: 2023-08-30, Daily (doc-11111111)
  source: Washington
  certainty: certain
  quotation: indirect
  about: that Russia bought shells (proposition-11111111)
  denied by: Russia
  confidence: 0.90

Content (1)
  in its sentence
    | Washington said «that Russia bought shells».

Cue (1)
  in its sentence
    | Washington «said» that Russia bought shells.

Events it tells (1)
  2023-08 Russia – buy – shells (alleged) · event-11111111
    | Washington said that Russia «bought» shells.

Other claims on this (1)
  2023-08-30 Russia: deny · claim-dddddddd
    | “No,” Moscow «denied» the report.
",
        );
    }

    #[test]
    fn every_thing_of_a_record_has_a_sheet_in_every_format() {
        let (record, text) = small_record();
        let texts = Texts::new(|_| Some(text.clone()));
        let lookup = Lookup::new(&record, &texts);
        for (kind, digit) in [
            ("doc", '1'),
            ("actor", 'b'),
            ("claim", 'd'),
            ("event", '1'),
            ("proposition", '1'),
            ("dispute", '1'),
            ("story", '1'),
        ] {
            let found = sheet(&lookup, &id(kind, digit)).unwrap();
            assert!(
                found
                    .render(Format::Text, Paper::plain(80))
                    .contains(found.title.as_str())
            );
            assert!(
                found
                    .render(Format::Json, Paper::plain(80))
                    .starts_with('{')
            );
            assert!(
                found
                    .render(Format::Csv, Paper::plain(80))
                    .starts_with("section,")
            );
        }
        assert!(sheet(&lookup, &id("claim", 'f')).is_none());
    }
}
