//! One table of results as Parquet and CSV, part by part, so that a table of millions of rows never
//! stands in memory as a whole.

use std::io::Write as _;

use polars::prelude::{
    BooleanChunked, DataType, Field, Float64Chunked, ParquetWriter, PolarsError, Schema,
    StringChunked, UInt32Chunked,
};

use crate::model::{ResultColumn, ResultTable};

/// Rows of a row group: what polars itself takes.
const GROUP_ROWS: usize = 512 * 512;

/// The files of a table.
#[derive(Debug)]
pub struct TableFiles {
    /// Parquet.
    pub parquet: Vec<u8>,
    /// CSV; none where it has more rows than set.
    pub csv: Option<Vec<u8>>,
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
    parts: impl Iterator<Item = ResultTable>,
    most_csv_rows: usize,
) -> Result<Option<TableFiles>, PolarsError> {
    let mut parts = parts.filter(|part| !part.is_empty()).peekable();
    let Some(first) = parts.peek() else {
        return Ok(None);
    };
    let mut csv = Some(csv_head(first));
    let columns = first.columns.iter();
    let field = |own: &ResultColumn| Field::new(own.name.into(), own.values.dtype().clone());
    let schema: Schema = columns.map(field).collect();
    let (mut parquet, mut rows) = (Vec::new(), 0);
    let mut writer = ParquetWriter::new(&mut parquet).batched(&schema)?;
    for part in parts {
        rows += part.height();
        csv = csv.filter(|_| rows <= most_csv_rows);
        if let Some(csv) = &mut csv {
            csv_rows(&part, csv);
        }
        let frame = part.frame();
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

/// A column by its type, found once for all of its rows.
enum Typed<'a> {
    Text(&'a StringChunked),
    Number(&'a Float64Chunked),
    Count(&'a UInt32Chunked),
    Flag(&'a BooleanChunked),
    /// Of a type that no table has.
    Other,
}

impl<'a> Typed<'a> {
    fn of(column: &'a ResultColumn) -> Self {
        let values = column.values.as_materialized_series();
        let typed = match values.dtype() {
            DataType::String => values.str().map(Self::Text),
            DataType::Float64 => values.f64().map(Self::Number),
            DataType::UInt32 => values.u32().map(Self::Count),
            DataType::Boolean => values.bool().map(Self::Flag),
            _ => Ok(Self::Other),
        };
        typed.unwrap_or(Self::Other)
    }

    /// Writes a value; nothing where there is none.
    fn write(&self, row: usize, bytes: &mut Vec<u8>) {
        // Writing to a vector cannot fail.
        let _ = match self {
            Self::Text(texts) => {
                harmless(texts.get(row).unwrap_or_default(), bytes);
                Ok(())
            }
            Self::Number(numbers) => {
                numbers.get(row).map_or(Ok(()), |number| write!(bytes, "{number}"))
            }
            Self::Count(counts) => counts.get(row).map_or(Ok(()), |count| write!(bytes, "{count}")),
            Self::Flag(flags) => flags.get(row).map_or(Ok(()), |flag| write!(bytes, "{flag}")),
            Self::Other => Ok(()),
        };
    }
}

fn csv_rows(table: &ResultTable, bytes: &mut Vec<u8>) {
    let columns: Vec<Typed<'_>> = table.columns.iter().map(Typed::of).collect();
    for row in 0..table.height() {
        for (at, column) in columns.iter().enumerate() {
            separate(at, bytes);
            column.write(row, bytes);
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
        let part = |range: std::ops::Range<usize>| table(&texts[range.clone()], &numbers[range]);
        let parts = || [part(0..0), part(0..1), part(1..4)].into_iter();
        let files = table_files(parts(), 4).unwrap().unwrap();
        let csv = files.csv.unwrap();
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
