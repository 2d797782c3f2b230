//! Parquet files as input (parquet-format 2.12): an article a row.
//!
//! Takes a file, or its bytes, and which column holds what; yields an article a row, known by the names of columns as in tables of text. Authors may be a list of
//! texts or one text with semicolons; days may be texts, days or moments. A row that cannot be read costs only itself and is named by its number, from 1.
//! Only the columns of fields are unpacked. Known limits: packing by Snappy, gzip and Zstandard alone; of a file inside an archive or on standard
//! input, up to 256 MiB.
//!
//! Example: a row with `text` and `published` of type DATE is an article of that day.

mod column;
mod pages;

use crate::json_lines;
use crate::stream::{Stream, Yield};
use crate::table::Columns;
use crate::{Location, Problem, RawArticle, Refusal};
use ::parquet::basic::Compression;
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use ::parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use ::parquet::schema::types::SchemaDescriptor;
use column::{Column, Kind};
use serde_json::{Map, Value};

/// What every Parquet file begins with.
pub(crate) const MAGIC: &[u8] = b"PAR1";

/// A column that holds a field.
#[derive(Clone, Copy)]
struct Place {
    field: &'static str,
    leaf: usize,
    kind: Kind,
    is_list: bool,
}

/// The fields of a row, or why it cannot be read.
type Fields = Result<Map<String, Value>, Problem>;

/// A Parquet file being read.
pub(crate) struct Parquet {
    shown: String,
    file_name: String,
    file: Box<dyn FileReader>,
    places: Vec<Place>,
    /// The group of rows to open next.
    group: usize,
    columns: Vec<Column>,
    left_in_group: i64,
    row: usize,
}

impl Parquet {
    /// Opens the file called `shown` in messages and `file_name` in ids; `bytes` and `same` are two handles of it.
    pub(crate) fn open<R: ChunkReader + 'static>(
        (bytes, same): (R, R),
        (shown, file_name): (String, String),
        columns: &Columns,
    ) -> Result<Self, Problem> {
        let length = same.len();
        let file = SerializedFileReader::new(bytes).map_err(|e| bad(&e))?;
        let places = places(file.metadata().file_metadata().schema_descr(), columns)?;
        let metadata = file.metadata();
        rows_fit(metadata, length)?;
        for group in metadata.row_groups() {
            for place in &places {
                let chunk = group.column(place.leaf);
                packing_is_known(chunk.compression())?;
                pages::check(&same, length, chunk)?;
            }
        }
        Ok(Self {
            shown,
            file_name,
            file: Box::new(file),
            places,
            group: 0,
            columns: Vec::new(),
            left_in_group: 0,
            row: 0,
        })
    }

    /// Opens the next group of rows; false where none is left.
    fn next_group(&mut self) -> Result<bool, ParquetError> {
        if self.group >= self.file.num_row_groups() {
            return Ok(false);
        }
        let group = self.file.get_row_group(self.group)?;
        self.group += 1;
        self.left_in_group = group.metadata().num_rows();
        let columns = self.places.iter().map(|place| {
            Ok(Column {
                field: place.field,
                kind: place.kind,
                is_list: place.is_list,
                reader: group.get_column_reader(place.leaf)?,
            })
        });
        self.columns = columns.collect::<Result<_, ParquetError>>()?;
        Ok(true)
    }

    /// The fields of the next row; `None` at the end. An error inside is of this row, one outside of the file.
    fn fields(&mut self) -> Result<Option<Fields>, ParquetError> {
        while self.left_in_group <= 0 {
            if !self.next_group()? {
                return Ok(None);
            }
        }
        self.left_in_group -= 1;
        self.row += 1;
        let mut fields = Ok(Map::new());
        for column in &mut self.columns {
            // Every column is read to the end of the row, so that the next begins with all of them.
            match (column.next()?, &mut fields) {
                (Ok(Some(value)), Ok(fields)) => {
                    fields.insert(column.field.to_owned(), cell(column.field, value));
                }
                (Err(problem), Ok(_)) => fields = Err(problem),
                _ => {}
            }
        }
        Ok(Some(fields))
    }
}

/// The value of a field: authors in one text are parted at its semicolons.
fn cell(field: &str, value: Value) -> Value {
    match value {
        Value::String(names) if field == "authors" => names
            .split(';')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(Value::from)
            .collect(),
        value => value,
    }
}

impl Stream for Parquet {
    fn next(&mut self) -> Option<Yield> {
        let read = self.fields();
        let at = Location {
            input: self.shown.clone(),
            line: (self.row > 0).then_some(self.row),
        };
        let found = match read {
            Ok(None) => return None,
            Ok(Some(fields)) => {
                let fallback = format!("{}:{}", self.file_name, self.row);
                fields.and_then(|f| json_lines::of_fields(f, fallback))
            }
            Err(error) => {
                self.group = usize::MAX;
                self.left_in_group = 0;
                Err(bad(&error))
            }
        };
        Some(Yield::of(match found {
            Ok(article) => Ok(RawArticle { at, ..article }),
            Err(problem) => Err(Refusal { at, problem }),
        }))
    }
}

/// Where the fields stand: in columns of their own, or in lists.
fn places(schema: &SchemaDescriptor, columns: &Columns) -> Result<Vec<Place>, Problem> {
    let mut leaves = Vec::new();
    for leaf in 0..schema.num_columns() {
        let name = schema.get_column_root(leaf).name();
        // A column of another shape is none, unless the user names it.
        if kind(schema, leaf).is_some() || columns.tell(name) {
            leaves.push(leaf);
        }
    }
    let name = |leaf: &usize| schema.get_column_root(*leaf).name().to_owned();
    let header: Vec<String> = leaves.iter().map(name).collect();
    let found = columns.places(&header)?.into_iter().map(|(field, place)| {
        let leaf = leaves[place];
        let kind = kind(schema, leaf).ok_or_else(|| {
            Problem::BadTable(format!(
                "the column `{}` holds neither texts, numbers, days nor lists of them",
                header[place]
            ))
        })?;
        Ok(Place {
            field,
            leaf,
            kind,
            is_list: schema.column(leaf).max_rep_level() > 0,
        })
    });
    found.collect()
}

/// How the column of `leaf` is read; `None` where it is a structure, or a list of more than single values.
fn kind(schema: &SchemaDescriptor, leaf: usize) -> Option<Kind> {
    let root = schema.get_column_root_idx(leaf);
    let of_root = (0..schema.num_columns()).filter(|l| schema.get_column_root_idx(*l) == root);
    let column = schema.column(leaf);
    let is_single = schema.get_column_root(leaf).is_primitive() || column.max_rep_level() == 1;
    Kind::of(&column).filter(|_| is_single && of_root.count() == 1)
}

/// Whether the rows that a file claims can be in it: each has a text of its own, which takes a byte at least.
fn rows_fit(metadata: &ParquetMetaData, length: u64) -> Result<(), Problem> {
    let rows = metadata.row_groups().iter().map(RowGroupMetaData::num_rows);
    let rows = rows.fold(0_u64, |sum, rows| sum.saturating_add(rows.unsigned_abs()));
    if rows > length {
        return Err(Problem::BadTable(format!(
            "it claims {rows} rows in {length} bytes"
        )));
    }
    Ok(())
}

fn packing_is_known(packing: Compression) -> Result<(), Problem> {
    match packing {
        Compression::UNCOMPRESSED
        | Compression::SNAPPY
        | Compression::GZIP(_)
        | Compression::ZSTD(_) => Ok(()),
        other => Err(Problem::BadTable(format!(
            "its columns are packed by {other}; unpacked are Snappy, gzip and Zstandard"
        ))),
    }
}

fn bad(error: &ParquetError) -> Problem {
    let told = error.to_string();
    let told = told
        .split_once(": ")
        .map_or(told.as_str(), |(_, rest)| rest);
    Problem::BadTable(told.to_owned())
}
