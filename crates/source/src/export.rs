//! An export of onrecord as input: its documents as they came in, and what analysts laid down.
//!
//! Takes the JSON Lines of `docs/record.md`; returns documents with the ids they had, and decisions with their evidence in bytes. Everything else in an export is derived and is
//! derived again. A document whose text does not have the hash and the id that stand beside it is refused: it was changed after the export. Known limit: the file
//! is read whole.
//!
//! Example: `{"type":"document","id":"doc-…","text":"…"}` is the document `doc-…`.

use crate::json_lines::MAX_LINE;
use crate::packed::{self, Packing};
use crate::stream::read_problem;
use crate::{Location, Problem, RawArticle, Refusal, article};
use jiff::civil::Date;
use lexicon::Lexicon;
use model::record::Evidence;
use model::{
    Basis, CodePoints, ContentHash, Decision, DecisionKind, Document, Id, NotDays, Ruling, Said,
    Span, Thing,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, Read};
use std::path::Path;

/// The number of the contract that is read.
const FORMAT: u32 = 1;

/// What an export holds that is not derived.
#[derive(Debug, Default)]
pub struct Export {
    /// Version of the language knowledge that derived it.
    pub lexicon: String,
    /// Its documents, in its order.
    pub documents: Vec<Document>,
    /// Its decisions, in its order.
    pub decisions: Vec<Decision>,
}

#[derive(Deserialize)]
struct Line {
    r#type: String,
}

#[derive(Deserialize)]
struct MetaLine {
    record_format: u32,
    lexicon: String,
}

#[derive(Deserialize)]
struct DocumentLine {
    id: Id,
    input_id: String,
    uri: Option<String>,
    outlet: Option<String>,
    title: Option<String>,
    authors: Vec<String>,
    language: Option<String>,
    text: Option<String>,
    original_sha256: String,
    published: PublishedField,
}

#[derive(Deserialize)]
struct PublishedField {
    basis: Basis,
    declared: Option<Date>,
    dated: Option<DatedField>,
}

/// Where an analyst laid down the day, what stood there before.
#[derive(Deserialize)]
struct DatedField {
    read: ReadField,
}

#[derive(Deserialize)]
struct ReadField {
    basis: Basis,
}

impl PublishedField {
    /// What the program's own reading of the day rests on.
    fn read(&self) -> Basis {
        self.dated.as_ref().map_or(self.basis, |d| d.read.basis)
    }
}

#[derive(Deserialize)]
struct DecisionLine {
    id: Id,
    kind: DecisionKind,
    thing: Thing,
    named: Option<Id>,
    sides: Vec<Vec<Spot>>,
    value: Option<String>,
    why: Option<String>,
    by: String,
    at: String,
}

/// A span in code points.
#[derive(Deserialize)]
struct Spot {
    document: Id,
    start: usize,
    end: usize,
}

impl Export {
    /// Reads the export at `path`, plain or packed.
    ///
    /// # Errors
    /// A file that cannot be read, is no export, has no texts, or was changed; with its line.
    pub fn read(path: &Path, lexicon: &Lexicon) -> Result<Self, Refusal> {
        let shown = path.display().to_string();
        let refusal = |line, problem| Refusal {
            at: Location {
                input: shown.clone(),
                line,
            },
            problem,
        };
        let mut export = Self::default();
        let lines = lines(path).map_err(|problem| refusal(None, problem))?;
        for (number, line) in (1..).zip(lines) {
            let taken = line.and_then(|line| export.take(&line, number == 1, lexicon));
            taken.map_err(|problem| refusal(Some(number), problem))?;
        }
        match export.lexicon.as_str() {
            "" => Err(refusal(None, Problem::NotAnExport)),
            _ => Ok(export),
        }
    }

    fn take(&mut self, line: &str, first: bool, lexicon: &Lexicon) -> Result<(), Problem> {
        let kind = match serde_json::from_str::<Line>(line) {
            Ok(line) => line.r#type,
            Err(_) if first => return Err(Problem::NotAnExport),
            Err(error) => return Err(Problem::BadJson(error.to_string())),
        };
        match kind.as_str() {
            "meta" => {
                let meta: MetaLine = parsed(line)?;
                if meta.record_format != FORMAT {
                    return Err(Problem::OtherFormat(meta.record_format));
                }
                self.lexicon = meta.lexicon;
            }
            _ if first => return Err(Problem::NotAnExport),
            "document" => self.documents.push(document(parsed(line)?, lexicon)?),
            "decision" => {
                let decision = self.decision(parsed(line)?)?;
                self.decisions.push(decision);
            }
            _ => {}
        }
        Ok(())
    }

    fn decision(&self, line: DecisionLine) -> Result<Decision, Problem> {
        let texts: BTreeMap<&Id, &str> = self
            .documents
            .iter()
            .map(|d| (&d.id, d.text.as_str()))
            .collect();
        let evidence = |spot: Spot| {
            let points = CodePoints::new(*texts.get(&spot.document)?);
            let span = Span::new(points.byte_of(spot.start), points.byte_of(spot.end));
            let document = spot.document;
            Some(Evidence { document, span })
        };
        let side = |side: Vec<Spot>| side.into_iter().filter_map(evidence).collect();
        let (ruling, why) = ruling(line.kind, line.value, line.why)?;
        Ok(Decision {
            id: line.id,
            ruling,
            thing: line.thing,
            named: line.named,
            sides: line.sides.into_iter().map(side).collect(),
            said: Said {
                by: line.by,
                at: line.at,
                why,
            },
        })
    }
}

/// What a decision line lays down, and why.
fn ruling(
    kind: DecisionKind,
    value: Option<String>,
    why: Option<String>,
) -> Result<(Ruling, Option<String>), Problem> {
    let days = |typed: &str| {
        let days = typed.parse();
        days.map_err(|e: NotDays| {
            Problem::BadJson(format!("the days of a decision, `{typed}`: {e}"))
        })
    };
    Ok(match kind {
        DecisionKind::Join => (Ruling::Join, value),
        DecisionKind::Split => (Ruling::Split, value),
        DecisionKind::Wrong => (Ruling::Wrong, value),
        DecisionKind::Date => (Ruling::Date(days(&value.unwrap_or_default())?), why),
        DecisionKind::Note => (Ruling::Note(value.unwrap_or_default()), why),
    })
}

#[expect(clippy::disallowed_methods, reason = "an export is opened here")]
fn lines(path: &Path) -> Result<impl Iterator<Item = Result<String, Problem>>, Problem> {
    let unreadable = |e: std::io::Error| Problem::Unreadable(e.to_string());
    let (mut reader, packing) =
        packed::unpack(File::open(path).map_err(unreadable)?).map_err(unreadable)?;
    Ok(std::iter::from_fn(move || line(&mut reader, packing)))
}

/// The next line without its end; `None` at the end of the file.
fn line(reader: &mut impl BufRead, packing: Packing) -> Option<Result<String, Problem>> {
    let mut bytes = Vec::new();
    match reader.take(MAX_LINE).read_until(b'\n', &mut bytes) {
        Err(error) => return Some(Err(read_problem(packing, &error))),
        Ok(0) => return None,
        Ok(_) => {}
    }
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
    } else if bytes.len() as u64 == MAX_LINE {
        return Some(Err(Problem::TooLarge));
    }
    let text = String::from_utf8(bytes);
    Some(text.map_err(|e| Problem::NotUtf8(e.utf8_error().valid_up_to())))
}

fn parsed<'l, T: Deserialize<'l>>(line: &'l str) -> Result<T, Problem> {
    serde_json::from_str(line).map_err(|e| Problem::BadJson(e.to_string()))
}

/// The document of a line, as it was read first: what its text states is found there again.
fn document(line: DocumentLine, lexicon: &Lexicon) -> Result<Document, Problem> {
    let Some(text) = line.text else {
        return Err(Problem::NoTexts);
    };
    let made = |published: Option<(Date, Basis)>| {
        let given = RawArticle {
            input_id: line.input_id.clone(),
            uri: line.uri.clone(),
            outlet: line.outlet.clone(),
            title: line.title.clone(),
            authors: line.authors.clone(),
            language: line.language.clone(),
            published,
            text: text.clone(),
            original: ContentHash(line.original_sha256.clone()),
            ..RawArticle::default()
        };
        article::document(given, lexicon)
    };
    let stated = made(None)?;
    let declared = line.published.declared;
    let read = line.published.read();
    let basis = match read {
        Basis::Html => Basis::Html,
        _ => Basis::Input,
    };
    let outside = matches!(read, Basis::Input | Basis::Html);
    let document = match declared {
        Some(day) if outside || stated.declared.map(|d| d.date) != Some(day) => {
            made(Some((day, basis)))?
        }
        _ => stated,
    };
    if document.id == line.id {
        return Ok(document);
    }
    Err(Problem::Changed(line.id.to_string()))
}
