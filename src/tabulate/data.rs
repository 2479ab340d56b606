//! One table of results as Parquet and CSV, part by part, so that a table of millions of rows never
//! stands in memory as a whole.

use std::io::Write as _;

use polars::prelude::{
    DataType, Field, ParquetCompression, ParquetWriter, PolarsError, Schema, StatisticsOptions,
};

use crate::model::{ResultColumn, ResultTable};

/// Rows of a row group: what polars itself takes.
const GROUP_ROWS: usize = 512 * 512;

/// Bytes of a cell of a CSV, about.
const CELL_BYTES: usize = 8;

/// A run of rows of a table, with the same rows as CSV where the table has one.
#[derive(Debug)]
pub struct TablePart {
    table: ResultTable,
    csv: Option<Vec<u8>>,
}

impl TablePart {
    /// Rows, written as CSV at once where wanted.
    #[must_use]
    pub fn new(table: ResultTable, with_csv: bool) -> Self {
        let csv = with_csv.then(|| {
            let mut bytes = Vec::with_capacity(table.height() * table.columns.len() * CELL_BYTES);
            csv_rows(&table, &mut bytes);
            bytes
        });
        Self { table, csv }
    }
}

/// The files of a table.
#[derive(Debug)]
pub struct TableFiles {
    /// Parquet.
    pub parquet: Vec<u8>,
    /// CSV, in parts; none where the parts had none, or it has more rows than set.
    pub csv: Option<Vec<Vec<u8>>>,
}

/// Writes a table from its parts, in their order; none when they have no rows. A CSV of more than
/// `most_csv_rows` rows is left out.
///
/// CSV is UTF-8 with a byte order mark, as spreadsheets expect it; numbers are in their shortest
/// exact form, and a text that a spreadsheet would run as a formula begins with an apostrophe.
///
/// # Errors
/// When polars cannot write a part.
pub fn table_files(
    parts: impl Iterator<Item = TablePart>,
    most_csv_rows: usize,
) -> Result<Option<TableFiles>, PolarsError> {
    let mut parts = parts.filter(|part| !part.table.is_empty()).peekable();
    let Some(first) = parts.peek() else {
        return Ok(None);
    };
    let mut csv = first.csv.is_some().then(|| vec![csv_head(&first.table)]);
    let columns = first.table.columns.iter();
    let field = |own: &ResultColumn| Field::new(own.name.into(), own.values.dtype().clone());
    let schema: Schema = columns.map(field).collect();
    let (mut parquet, mut rows) = (Vec::new(), 0);
    // As most programs write it: read everywhere, and quick.
    let writer = ParquetWriter::new(&mut parquet)
        .with_compression(ParquetCompression::Snappy)
        .with_statistics(StatisticsOptions::empty());
    let mut writer = writer.batched(&schema)?;
    for part in parts {
        let frame = part.table.frame();
        rows += frame.height();
        csv = csv.zip(part.csv).filter(|_| rows <= most_csv_rows).map(|(mut all, own)| {
            all.push(own);
            all
        });
        for start in (0..frame.height()).step_by(GROUP_ROWS) {
            let start = i64::try_from(start).unwrap_or(i64::MAX);
            writer.write_batch(&frame.slice(start, GROUP_ROWS))?;
        }
    }
    writer.finish()?;
    drop(writer);
    Ok(Some(TableFiles { parquet, csv }))
}

/// How a CSV line ends.
const END: &[u8] = b"\r\n";

fn csv_head(table: &ResultTable) -> Vec<u8> {
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    for (at, column) in table.columns.iter().enumerate() {
        separate(at, &mut bytes);
        quoted(column.name, &mut bytes);
    }
    bytes.extend_from_slice(END);
    bytes
}

/// The values of a column by its type, in the order of rows.
enum Values<'a> {
    Texts(Box<dyn Iterator<Item = Option<&'a str>> + 'a>),
    Numbers(Box<dyn Iterator<Item = Option<f64>> + 'a>),
    Counts(Box<dyn Iterator<Item = Option<u32>> + 'a>),
    Flags(Box<dyn Iterator<Item = Option<bool>> + 'a>),
    /// Of a type that no table has.
    Other,
}

impl<'a> Values<'a> {
    fn of(column: &'a ResultColumn) -> Self {
        let values = column.values.as_materialized_series();
        let typed = match values.dtype() {
            DataType::String => values.str().map(|own| Self::Texts(Box::new(own.iter()))),
            DataType::Float64 => values.f64().map(|own| Self::Numbers(Box::new(own.iter()))),
            DataType::UInt32 => values.u32().map(|own| Self::Counts(Box::new(own.iter()))),
            DataType::Boolean => values.bool().map(|own| Self::Flags(Box::new(own.iter()))),
            _ => Ok(Self::Other),
        };
        typed.unwrap_or(Self::Other)
    }

    /// Writes the next value; nothing where there is none.
    fn write(&mut self, bytes: &mut Vec<u8>) {
        match self {
            Self::Texts(texts) => harmless(texts.next().flatten().unwrap_or_default(), bytes),
            Self::Numbers(numbers) => {
                if let Some(own) = numbers.next().flatten() {
                    number(own, bytes);
                }
            }
            Self::Counts(counts) => {
                if let Some(own) = counts.next().flatten() {
                    bytes.extend_from_slice(itoa::Buffer::new().format(own).as_bytes());
                }
            }
            Self::Flags(flags) => match flags.next().flatten() {
                Some(true) => bytes.extend_from_slice(b"true"),
                Some(false) => bytes.extend_from_slice(b"false"),
                None => {}
            },
            Self::Other => {}
        }
    }
}

/// Writes a number in its shortest exact form, never with an exponent.
fn number(number: f64, bytes: &mut Vec<u8>) {
    let mut buffer = zmij::Buffer::new();
    let shortest = buffer.format(number);
    if shortest.contains(['e', 'N', 'i']) {
        // Writing to a vector cannot fail.
        let _ = write!(bytes, "{number}");
    } else {
        let whole = shortest.strip_suffix(".0").unwrap_or(shortest);
        bytes.extend_from_slice(whole.as_bytes());
    }
}

fn csv_rows(table: &ResultTable, bytes: &mut Vec<u8>) {
    let mut columns: Vec<Values<'_>> = table.columns.iter().map(Values::of).collect();
    for _ in 0..table.height() {
        for (at, column) in columns.iter_mut().enumerate() {
            separate(at, bytes);
            column.write(bytes);
        }
        bytes.extend_from_slice(END);
    }
}

fn separate(at: usize, bytes: &mut Vec<u8>) {
    if at > 0 {
        bytes.push(b',');
    }
}

/// A text that no spreadsheet runs. A negative number or fraction is only what it says.
fn harmless(text: &str, bytes: &mut Vec<u8>) {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number = text.strip_prefix('-').is_some_and(|rest| rest.split('/').all(digits));
    if !number && text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        quoted(&format!("'{text}"), bytes);
    } else {
        quoted(text, bytes);
    }
}

/// A field, in quotation marks where it holds what ends a field.
fn quoted(text: &str, bytes: &mut Vec<u8>) {
    if !text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n')) {
        bytes.extend_from_slice(text.as_bytes());
        return;
    }
    bytes.push(b'"');
    for byte in text.bytes() {
        bytes.push(byte);
        if byte == b'"' {
            bytes.push(byte);
        }
    }
    bytes.push(b'"');
}

#[cfg(test)]
mod tests {
    use polars::prelude::{Column, NamedFrom as _, Series};

    use super::*;

    #[test]
    fn formulas_are_disarmed() {
        let written = |text: &str| {
            let mut bytes = Vec::new();
            harmless(text, &mut bytes);
            String::from_utf8(bytes).unwrap()
        };
        assert_eq!(written("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        assert_eq!(written("-\"1\",2"), "\"'-\"\"1\"\",2\"");
        assert_eq!(written("-12.5"), "-12.5");
        assert_eq!(written("-7/3"), "-7/3");
        assert_eq!(written("-1+A1"), "'-1+A1");
        assert_eq!(written("市教育局"), "市教育局");
    }

    /// As the standard library writes them.
    #[test]
    fn numbers_are_shortest_and_plain() {
        let halves = (-2_000..2_000).map(|number| f64::from(number) / 16.0);
        let powers = (-330..310).map(|power| 1.7 * 10_f64.powi(power));
        let others = [0.1 + 0.2, -0.0, f64::NAN, f64::INFINITY, f64::MIN, 1e15, 1e16, 123_456.789];
        for own in halves.chain(powers).chain(others) {
            let mut bytes = Vec::new();
            number(own, &mut bytes);
            assert_eq!(String::from_utf8(bytes).unwrap(), own.to_string());
        }
    }

    fn table(texts: &[Option<&str>], numbers: &[Option<f64>]) -> ResultTable {
        let column = |name, series: Series| ResultColumn { name, values: Column::from(series) };
        let columns = vec![
            column("text", Series::new("text".into(), texts)),
            column("number", Series::new("number".into(), numbers)),
        ];
        ResultTable { name: "t", columns }
    }

    /// The csv crate reads back what stands in the table, over parts.
    #[test]
    fn parts_make_one_table() {
        let texts = [Some("a,b"), Some("line\r\n\"two\""), None, Some("汉字")];
        let numbers = [Some(0.1 + 0.2), None, Some(1e-7), Some(59.0)];
        let part = |range: std::ops::Range<usize>| {
            TablePart::new(table(&texts[range.clone()], &numbers[range]), true)
        };
        let parts = || [part(0..0), part(0..1), part(1..4)].into_iter();
        let files = table_files(parts(), 4).unwrap().unwrap();
        let csv = files.csv.unwrap().concat();
        let rows: Vec<Vec<String>> = csv::Reader::from_reader(&csv[3..])
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect();
        let expected = [
            ["a,b", "0.30000000000000004"],
            ["line\r\n\"two\"", ""],
            ["", "0.0000001"],
            ["汉字", "59"],
        ];
        assert_eq!(rows, expected);
        assert!(files.parquet.starts_with(b"PAR1") && files.parquet.ends_with(b"PAR1"));
        assert!(table_files(parts(), 3).unwrap().unwrap().csv.is_none());
        assert!(table_files([part(0..0)].into_iter(), 3).unwrap().is_none());
    }
}
