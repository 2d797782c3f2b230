//! The tables of the record as Parquet files (parquet-format 2.12), one a type of line.
//!
//! Takes a record and its texts; writes `document.parquet`, `actor.parquet` and so on, with the columns of the tables of CSV, typed: texts, whole numbers, numbers, truths,
//! days, and lists of texts where the record has lists. Unknown is null. Packed by Snappy, which every reader knows; the same record gives the same bytes.
//! Known limits: those of the tables of CSV.
//!
//! Example: `earliest` of `event.parquet` is a DATE, `sources` a LIST of texts.

use super::columns::{Column, Kind};
use super::jsonl::{Error, FORMAT, LeftOut};
use super::tables::{Open, Table, deal, values};
use crate::Texts;
use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::column::writer::ColumnWriter;
use ::parquet::data_type::ByteArray;
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::types::Type;
use jiff::civil::{Date, date};
use model::record::Record;
use serde_json::Value;
use std::io::{self, ErrorKind, Write};
use std::sync::Arc;

/// Rows of one group: what is held in memory before it is written.
const GROUP: usize = 16_384;

/// Writes the tables as Parquet to what `open` gives for their names (`claim.parquet`); returns what they cannot hold.
///
/// # Errors
/// A table cannot be written, or evidence does not lie in its text.
pub fn parquet(
    record: &Record,
    texts: &Texts<'_>,
    open: &mut Open<'_>,
) -> Result<Vec<LeftOut>, Error> {
    deal(record, texts, |name, columns| {
        let out = open(&format!("{name}.parquet"))?;
        let schema = schema(name, columns).map_err(failed)?;
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties()));
        Ok(Box::new(Rows {
            columns,
            writer: writer.map_err(failed)?,
            lines: Vec::new(),
        }))
    })
}

fn properties() -> WriterProperties {
    let format = KeyValue::new("record_format".to_owned(), FORMAT.to_string());
    WriterProperties::builder()
        .set_created_by(concat!("onrecord version ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(Some(vec![format]))
        .set_compression(Compression::SNAPPY)
        .build()
}

fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(cause) => *cause,
            Err(cause) => io::Error::other(cause),
        },
        other => io::Error::other(other),
    }
}

fn schema(name: &str, columns: &[Column]) -> Result<Type, ParquetError> {
    let fields = columns.iter().map(|column| field(*column).map(Arc::new));
    let fields = fields.collect::<Result<_, ParquetError>>()?;
    Type::group_type_builder(name).with_fields(fields).build()
}

fn field((name, kind): Column) -> Result<Type, ParquetError> {
    let (physical, logical) = match kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Whole => (Physical::INT64, None),
        Kind::Real => (Physical::DOUBLE, None),
        Kind::Truth => (Physical::BOOLEAN, None),
        Kind::Day => (Physical::INT32, Some(LogicalType::Date)),
        Kind::Texts => return list(name),
    };
    Type::primitive_type_builder(name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()
}

/// A list of texts in the three steps that the format asks for ("Lists" of `LogicalTypes.md`).
fn list(name: &str) -> Result<Type, ParquetError> {
    let element = Type::primitive_type_builder("element", Physical::BYTE_ARRAY)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::String))
        .build()?;
    let repeated = Type::group_type_builder("list")
        .with_repetition(Repetition::REPEATED)
        .with_fields(vec![Arc::new(element)])
        .build()?;
    Type::group_type_builder(name)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::List))
        .with_fields(vec![Arc::new(repeated)])
        .build()
}

/// A table being written: lines are kept until they are a group.
struct Rows {
    columns: &'static [Column],
    writer: SerializedFileWriter<Box<dyn Write + Send>>,
    lines: Vec<Value>,
}

impl Table for Rows {
    fn row(&mut self, line: &Value) -> io::Result<()> {
        self.lines.push(line.clone());
        if self.lines.len() == GROUP {
            self.group()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        if !self.lines.is_empty() {
            self.group()?;
        }
        let out = self.writer.into_inner().map_err(failed);
        out.and_then(|mut out| out.flush())
    }
}

impl Rows {
    fn group(&mut self) -> io::Result<()> {
        let mut group = self.writer.next_row_group().map_err(failed)?;
        for (name, kind) in self.columns {
            let mut cells = Cells::default();
            for line in &self.lines {
                cells.push(&values(line, name), *kind)?;
            }
            let column = group.next_column().map_err(failed)?;
            let mut column = column.expect("a group has a writer for each column of its schema");
            cells.write(column.untyped()).map_err(failed)?;
            column.close().map_err(failed)?;
        }
        group.close().map(drop).map_err(failed)?;
        self.lines.clear();
        Ok(())
    }
}

/// The values of one column, one list of them filled, and where they stand: defined or not, first of their row or not.
#[derive(Default)]
struct Cells {
    texts: Vec<ByteArray>,
    wholes: Vec<i64>,
    reals: Vec<f64>,
    truths: Vec<bool>,
    days: Vec<i32>,
    defined: Vec<i16>,
    repeated: Vec<i16>,
}

impl Cells {
    /// Adds the values of a row.
    fn push(&mut self, found: &[&Value], kind: Kind) -> io::Result<()> {
        if found.len() > 1 && kind != Kind::Texts {
            return Err(misfit("a list"));
        }
        let mut first = true;
        for value in found.iter().filter(|value| !value.is_null()) {
            self.defined.push(1);
            self.repeated.push(i16::from(!first));
            first = false;
            let is_kept = match kind {
                Kind::Text | Kind::Texts => self.text(value),
                Kind::Whole => value.as_i64().map(|v| self.wholes.push(v)),
                Kind::Real => value.as_f64().map(|v| self.reals.push(v)),
                Kind::Truth => value.as_bool().map(|v| self.truths.push(v)),
                Kind::Day => value.as_str().and_then(day).map(|v| self.days.push(v)),
            };
            is_kept.ok_or_else(|| misfit(&value.to_string()))?;
        }
        if first {
            self.defined.push(0);
            self.repeated.push(0);
        }
        Ok(())
    }

    fn text(&mut self, value: &Value) -> Option<()> {
        self.texts.push(ByteArray::from(value.as_str()?));
        Some(())
    }

    fn write(&self, column: &mut ColumnWriter<'_>) -> Result<usize, ParquetError> {
        let (defined, repeated) = (Some(&self.defined[..]), Some(&self.repeated[..]));
        match column {
            ColumnWriter::ByteArrayColumnWriter(w) => w.write_batch(&self.texts, defined, repeated),
            ColumnWriter::Int64ColumnWriter(w) => w.write_batch(&self.wholes, defined, None),
            ColumnWriter::DoubleColumnWriter(w) => w.write_batch(&self.reals, defined, None),
            ColumnWriter::BoolColumnWriter(w) => w.write_batch(&self.truths, defined, None),
            ColumnWriter::Int32ColumnWriter(w) => w.write_batch(&self.days, defined, None),
            _ => Err(ParquetError::NYI(
                "a column of a type that no table has".to_owned(),
            )),
        }
    }
}

fn misfit(what: &str) -> io::Error {
    io::Error::new(
        ErrorKind::InvalidData,
        format!("{what} is no value of its column"),
    )
}

/// Days since 1970-01-01.
fn day(written: &str) -> Option<i32> {
    let found: Date = written.parse().ok()?;
    found
        .since(date(1970, 1, 1))
        .ok()
        .map(|span| span.get_days())
}
