//! One column of a Parquet file as values of fields.
//!
//! Takes the column's type and its pages; yields a value a row: a text, a number, a day as `YYYY-MM-DD`, a list of texts, or nothing. Days are told by the
//! logical type, or by the converted type of older writers; a moment becomes its day in UTC. One row is decoded at a time, so that what a
//! dictionary repeats is copied once. Known limit: structures, maps, lists in lists, decimals and bytes of fixed length give nothing.
//!
//! Example: 19787 of type DATE is `2024-03-05`.

use crate::Problem;
use ::parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type as Physical};
use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::data_type::{ByteArray, DataType};
use ::parquet::errors::ParquetError;
use ::parquet::schema::types::ColumnDescriptor;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::Value;

/// How the values of a column are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Truth,
    /// Days since 1970-01-01.
    Day,
    /// A moment in so many parts of a second since 1970-01-01.
    Moment(i64),
    /// Nanoseconds of a day and its Julian number, as Impala and older Spark write moments.
    OldMoment,
}

/// Parts of a second.
const MILLIS: i64 = 1_000;
const MICROS: i64 = 1_000_000;
const NANOS: i64 = 1_000_000_000;
/// The Julian number of 1970-01-01.
const JULIAN_1970: i64 = 2_440_588;

impl Kind {
    /// How `column` is read; `None` where it holds what no field of an article is.
    pub(super) fn of(column: &ColumnDescriptor) -> Option<Self> {
        let logical = column.logical_type_ref();
        let converted = column.converted_type();
        Some(match column.physical_type() {
            Physical::BYTE_ARRAY if converted == ConvertedType::DECIMAL => return None,
            Physical::BYTE_ARRAY => Self::Text,
            Physical::BOOLEAN => Self::Truth,
            Physical::FLOAT | Physical::DOUBLE => Self::Number,
            Physical::INT96 => Self::OldMoment,
            Physical::FIXED_LEN_BYTE_ARRAY => return None,
            Physical::INT32 | Physical::INT64 => match (logical, converted) {
                (Some(LogicalType::Timestamp(t)), _) => Self::Moment(parts(t.unit)),
                (Some(LogicalType::Time(_) | LogicalType::Decimal(_)), _)
                | (_, ConvertedType::DECIMAL) => return None,
                (Some(LogicalType::Date), _) | (_, ConvertedType::DATE) => Self::Day,
                (_, ConvertedType::TIMESTAMP_MILLIS) => Self::Moment(MILLIS),
                (_, ConvertedType::TIMESTAMP_MICROS) => Self::Moment(MICROS),
                _ => Self::Number,
            },
        })
    }

    fn of_text(bytes: &ByteArray) -> Result<Value, Problem> {
        let text = std::str::from_utf8(bytes.data());
        text.map(Value::from)
            .map_err(|e| Problem::NotUtf8(e.valid_up_to()))
    }

    fn of_number(self, number: i64) -> Result<Value, Problem> {
        let found = match self {
            Self::Day => day(number),
            Self::Moment(parts) => Timestamp::from_second(number.div_euclid(parts))
                .ok()
                .map(|t| t.to_zoned(TimeZone::UTC).date()),
            _ => return Ok(Value::from(number)),
        };
        let found = found.ok_or_else(|| Problem::BadDate(number.to_string()))?;
        Ok(Value::from(found.to_string()))
    }
}

fn parts(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::MILLIS => MILLIS,
        TimeUnit::MICROS => MICROS,
        TimeUnit::NANOS => NANOS,
    }
}

/// The day so many days after 1970-01-01.
fn day(number: i64) -> Option<Date> {
    let after = i32::try_from(number).ok()?.days();
    date(1970, 1, 1).checked_add(after).ok()
}

/// A column being read.
pub(super) struct Column {
    pub(super) field: &'static str,
    pub(super) kind: Kind,
    pub(super) is_list: bool,
    pub(super) reader: ColumnReader,
}

impl Column {
    /// The value of the next row; `None` where it has none.
    ///
    /// # Errors
    /// Outside, the pages are damaged; inside, this row's value is no text or no day.
    pub(super) fn next(&mut self) -> Result<Result<Option<Value>, Problem>, ParquetError> {
        let kind = self.kind;
        let found = match &mut self.reader {
            ColumnReader::ByteArrayColumnReader(r) => row(r, |v| Kind::of_text(&v))?,
            ColumnReader::Int32ColumnReader(r) => row(r, |v| kind.of_number(i64::from(v)))?,
            ColumnReader::Int64ColumnReader(r) => row(r, |v| kind.of_number(v))?,
            ColumnReader::Int96ColumnReader(r) => row(r, |v| {
                let number = v.data().get(2).copied().unwrap_or_default();
                Kind::Day.of_number(i64::from(number) - JULIAN_1970)
            })?,
            ColumnReader::BoolColumnReader(r) => row(r, |v| Ok(Value::from(v)))?,
            ColumnReader::FloatColumnReader(r) => row(r, |v| Ok(Value::from(f64::from(v))))?,
            ColumnReader::DoubleColumnReader(r) => row(r, |v| Ok(Value::from(v)))?,
            ColumnReader::FixedLenByteArrayColumnReader(r) => row(r, |_| Ok(Value::Null))?,
        };
        let is_list = self.is_list;
        Ok(found.map(|mut values| {
            if is_list {
                (!values.is_empty()).then_some(Value::Array(values))
            } else {
                values.pop()
            }
        }))
    }
}

/// The values of the next row.
fn row<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    of: impl Fn(T::T) -> Result<Value, Problem>,
) -> Result<Result<Vec<Value>, Problem>, ParquetError> {
    let (mut values, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
    let (rows, _, _) =
        reader.read_records(1, Some(&mut defined), Some(&mut repeated), &mut values)?;
    if rows == 0 {
        return Err(ParquetError::EOF(
            "a column has fewer rows than the table".to_owned(),
        ));
    }
    Ok(values.into_iter().map(of).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_before_and_after_1970_are_days_and_those_beyond_are_told() {
        let told = |kind: Kind, number| {
            kind.of_number(number)
                .map(|v| v.as_str().unwrap().to_owned())
        };
        assert_eq!(told(Kind::Day, 19_787).unwrap(), "2024-03-05");
        assert_eq!(told(Kind::Day, -1).unwrap(), "1969-12-31");
        let noon = 19_787 * 86_400 + 43_200;
        for parts in [MILLIS, MICROS, NANOS] {
            assert_eq!(
                told(Kind::Moment(parts), noon * parts).unwrap(),
                "2024-03-05"
            );
            assert_eq!(told(Kind::Moment(parts), -1).unwrap(), "1969-12-31");
        }
        assert!(told(Kind::Day, i64::MAX).is_err());
        assert!(told(Kind::Moment(MILLIS), i64::MAX).is_err());
    }
}
