//! Tables as input: comma, semicolon or tab between cells (RFC 4180), a header, an article a row.
//!
//! Takes a reader and, where the user gives it, which column holds what; yields an article a row. Columns are known by the names of the fields of
//! JSON Lines and common others; several authors stand in one cell, semicolons between them. The delimiter is the commonest of the three in the header. A row that cannot be read
//! costs only itself. Known limit: one header line, UTF-8.
//!
//! Example: `Date;Headline;Body` is read as `published`, `title` and `text`.

use crate::json_lines;
use crate::stream::{MAX_FILE, Source, Stream, Yield, read_problem};
use crate::{Location, Problem, Refusal};
use csv::ByteRecord;
use serde_json::{Map, Value};
use std::cell::Cell;
use std::io::{BufRead, ErrorKind, Read};
use std::rc::Rc;

/// The fields of an article and the names, in small letters, by which tables of others call them: labels of formats.
const NAMES: [(&str, &[&str]); 9] = [
    ("id", &["id", "guid", "article_id", "doc_id"]),
    ("url", &["url", "link", "uri", "address", "permalink"]),
    ("title", &["title", "headline", "heading"]),
    (
        "text",
        &[
            "text",
            "body",
            "content",
            "article",
            "full_text",
            "fulltext",
        ],
    ),
    ("html", &["html", "page"]),
    (
        "published",
        &[
            "published",
            "date",
            "published_at",
            "publication_date",
            "publish_date",
            "pubdate",
        ],
    ),
    (
        "outlet",
        &[
            "outlet",
            "source",
            "publisher",
            "publication",
            "domain",
            "newspaper",
        ],
    ),
    ("authors", &["authors", "author", "byline"]),
    ("language", &["language", "lang"]),
];

/// Which column holds what, as the user says; what is not said is told by the header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns(Vec<(&'static str, String)>);

impl Columns {
    /// Columns from pairs such as `text=Body`.
    ///
    /// # Errors
    /// A pair without `=`, or with a field that articles do not have; in words for people.
    pub fn parse<'p>(pairs: impl Iterator<Item = &'p str>) -> Result<Self, String> {
        let mut columns = Vec::new();
        for pair in pairs {
            let (field, column) = pair.split_once('=').ok_or_else(|| {
                format!("`{pair}` is no pair (help: FIELD=COLUMN, such as text=Body)")
            })?;
            let known = NAMES.iter().find(|(name, _)| *name == field.trim());
            let (field, _) = known.ok_or_else(|| {
                let fields: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
                format!(
                    "articles have no field `{field}` (help: one of {})",
                    fields.join(", ")
                )
            })?;
            columns.push((*field, column.trim().to_owned()));
        }
        Ok(Self(columns))
    }

    /// Whether the user names the column `name`.
    pub(crate) fn tell(&self, name: &str) -> bool {
        self.0
            .iter()
            .any(|(_, column)| column.eq_ignore_ascii_case(name))
    }

    /// The number of the column that holds each field, from the header.
    pub(crate) fn places(&self, header: &[String]) -> Result<Vec<(&'static str, usize)>, Problem> {
        let find = |name: &str| header.iter().position(|h| h.eq_ignore_ascii_case(name));
        let mut places = Vec::new();
        for &(field, others) in &NAMES {
            let place = match self.0.iter().find(|(f, _)| *f == field) {
                Some((_, column)) => Some(find(column).ok_or_else(|| Problem::NoColumn {
                    column: column.clone(),
                    header: header.join(", "),
                })?),
                None => others.iter().find_map(|name| find(name)),
            };
            places.extend(place.map(|p| (field, p)));
        }
        if places
            .iter()
            .any(|(field, _)| matches!(*field, "text" | "html"))
        {
            return Ok(places);
        }
        Err(Problem::NoTextColumn(header.join(", ")))
    }
}

/// A table being read.
pub(crate) struct Table {
    shown: String,
    file_name: String,
    rows: csv::Reader<Bounded>,
    places: Vec<(&'static str, usize)>,
    left: Rc<Cell<u64>>,
    packing: crate::packed::Packing,
    ended: bool,
}

/// A reader that gives up when one row is longer than an article can be.
struct Bounded {
    inner: Box<dyn BufRead>,
    left: Rc<Cell<u64>>,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let left = self.left.get().checked_sub(read as u64);
        self.left.set(left.ok_or_else(|| {
            std::io::Error::new(
                ErrorKind::FileTooLarge,
                "a row is longer than an article can be; is a quotation mark left open?",
            )
        })?);
        Ok(read)
    }
}

impl Table {
    pub(crate) fn of(mut source: Source, columns: &Columns) -> Result<Self, Problem> {
        let first = source.reader.fill_buf();
        let first = first.map_err(|e| read_problem(source.packing, &e))?;
        let delimiter = delimiter(first);
        let left = Rc::new(Cell::new(MAX_FILE));
        let mut rows = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .from_reader(Bounded {
                inner: source.reader,
                left: left.clone(),
            });
        let header = rows.byte_headers().map_err(|e| bad(source.packing, e))?;
        let header: Vec<String> = header
            .iter()
            .map(|cell| {
                String::from_utf8_lossy(cell)
                    .trim_start_matches('\u{feff}')
                    .trim()
                    .to_owned()
            })
            .collect();
        Ok(Self {
            places: columns.places(&header)?,
            shown: source.shown,
            file_name: source.file_name,
            rows,
            left,
            packing: source.packing,
            ended: false,
        })
    }
}

/// The commonest of the three delimiters in the first line.
fn delimiter(first: &[u8]) -> u8 {
    let line = first.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |sign: u8| line.split(|b| *b == sign).count();
    let signs = [b',', b';', b'\t'];
    let best = signs.into_iter().rev().max_by_key(|s| count(*s));
    best.unwrap_or(b',')
}

fn bad(packing: crate::packed::Packing, error: csv::Error) -> Problem {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => read_problem(packing, &error),
        other => Problem::BadTable(format!("{other:?}")),
    }
}

impl Stream for Table {
    fn next(&mut self) -> Option<Yield> {
        if self.ended {
            return None;
        }
        self.left.set(MAX_FILE);
        let mut row = ByteRecord::new();
        let read = self.rows.read_byte_record(&mut row);
        let line = row
            .position()
            .map(|p| usize::try_from(p.line()).unwrap_or(usize::MAX));
        let at = Location {
            input: self.shown.clone(),
            line,
        };
        let found = match read {
            Ok(false) => return None,
            Ok(true) => {
                let fallback = format!("{}:{}", self.file_name, line.unwrap_or_default());
                fields(&row, &self.places).and_then(|f| json_lines::of_fields(f, fallback))
            }
            Err(error) => {
                self.ended = true;
                Err(bad(self.packing, error))
            }
        };
        Some(Yield::of(match found {
            Ok(article) => Ok(crate::RawArticle { at, ..article }),
            Err(problem) => Err(Refusal { at, problem }),
        }))
    }
}

/// The cells of a row that hold something, by field.
fn fields(
    row: &ByteRecord,
    places: &[(&'static str, usize)],
) -> Result<Map<String, Value>, Problem> {
    let mut fields = Map::new();
    for &(field, place) in places {
        let cell = std::str::from_utf8(row.get(place).unwrap_or_default());
        let cell = cell.map_err(|e| Problem::NotUtf8(e.valid_up_to()))?;
        if cell.trim().is_empty() {
            continue;
        }
        let value = match field {
            "authors" => cell.split(';').map(|a| Value::from(a.trim())).collect(),
            _ => Value::from(cell),
        };
        fields.insert(field.to_owned(), value);
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packed::Packing;
    use crate::{RawArticle, Refusal};
    use std::io::Cursor;

    fn table(text: &str, columns: &[&str]) -> Result<Vec<Result<RawArticle, Refusal>>, Problem> {
        let source = Source {
            shown: "t.csv".into(),
            file_name: "t.csv".into(),
            named: Some("t.csv".into()),
            reader: Box::new(Cursor::new(text.to_owned())),
            packing: Packing::Plain,
        };
        let mut table = Table::of(source, &Columns::parse(columns.iter().copied()).unwrap())?;
        let mut found = Vec::new();
        while let Some(Yield::Article(article)) = table.next() {
            found.push(*article);
        }
        Ok(found)
    }

    #[test]
    fn common_names_and_delimiters_are_known_and_cells_may_hold_lines() {
        let text =
            "\u{feff}Date;Headline;Body;Author\n2024-03-05;Ships;\"One.\nTwo; three.\";A. Roy; \n";
        let found = table(text, &[]).unwrap();
        let article = found[0].as_ref().unwrap();
        assert_eq!(article.text, "One.\nTwo; three.");
        assert_eq!(article.title.as_deref(), Some("Ships"));
        assert_eq!(article.authors, ["A. Roy"]);
        assert_eq!(article.published.unwrap().0, jiff::civil::date(2024, 3, 5));
        assert_eq!(article.input_id, "t.csv:2");
    }

    #[test]
    fn what_the_user_says_of_columns_wins() {
        let found = table("text,Volltext\nshort,The whole text.\n", &["text=volltext"]).unwrap();
        assert_eq!(found[0].as_ref().unwrap().text, "The whole text.");
    }

    #[test]
    fn a_table_without_texts_or_with_another_column_says_what_it_has() {
        let told = table("a,b\n1,2\n", &[]).err().unwrap().to_string();
        assert!(told.contains("a, b"), "{told}");
        let told = table("text,b\n1,2\n", &["title=Headline"])
            .err()
            .unwrap()
            .to_string();
        assert!(
            told.contains("Headline") && told.contains("text, b"),
            "{told}"
        );
    }

    #[test]
    fn a_bad_row_costs_only_itself() {
        let found = table(
            "text,date\nOne.,soon\n,2024-03-05\nThree.,2024-03-05\n",
            &[],
        )
        .unwrap();
        let good: Vec<bool> = found.iter().map(Result::is_ok).collect();
        assert_eq!(good, [false, false, true]);
        assert_eq!(found[0].as_ref().unwrap_err().at.line, Some(2));
    }

    #[test]
    fn pairs_that_name_no_field_are_refused() {
        assert!(
            Columns::parse(["body=Text"].into_iter())
                .unwrap_err()
                .contains("published")
        );
        assert!(Columns::parse(["text"].into_iter()).is_err());
    }
}
