//! Tables become the bytes of workbooks and CSV files.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

use super::exact::text;
use super::table::{Table, Value};

/// Writes every file of the tables. Tables with one file are sheets of one workbook, in order.
pub fn write(tables: &[Table]) -> BTreeMap<String, Vec<u8>> {
    let mut files: BTreeMap<String, Vec<&Table>> = BTreeMap::new();
    for table in tables {
        files.entry(table.file.clone()).or_default().push(table);
    }
    let bytes = |tables: &[&Table]| match tables {
        [table] if table.sheet.is_empty() => csv(table),
        _ => workbook(tables),
    };
    files.into_iter().map(|(file, tables)| (file, bytes(&tables))).collect()
}

/// A CSV file as Excel opens it: UTF-8 with a byte order mark.
fn csv(table: &Table) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let heads = table.heads.iter().map(|head| head.name.as_str());
    writer.write_record(heads).unwrap();
    for row in &table.rows {
        writer.write_record(row.values.iter().map(plain)).unwrap();
    }
    writer.into_inner().unwrap()
}

fn plain(value: &Value) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Text(text) | Value::Date(text) => text.clone(),
        Value::Points(points) => text(*points),
        Value::Whole(number) => number.to_string(),
    }
}

/// How cells look.
struct Styles {
    title: Format,
    head: Format,
    left: Format,
    centre: Format,
    points: Format,
    day: Format,
    moment: Format,
}

impl Styles {
    fn new() -> Self {
        let font = |format: Format, size: f64| {
            format.set_font_name("宋体").set_font_size(size).set_align(FormatAlign::VerticalCenter)
        };
        let cell = || font(Format::new(), 10.0).set_border(FormatBorder::Thin).set_text_wrap();
        let centre = || cell().set_align(FormatAlign::Center);
        let title = Format::new().set_font_name("黑体").set_font_size(16.0);
        Self {
            title: title.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter),
            head: centre().set_bold().set_background_color(Color::RGB(0x00DC_E6F1)),
            left: cell(),
            points: centre().set_num_format("0.00"),
            day: centre().set_num_format("yyyy-mm-dd"),
            moment: centre().set_num_format("yyyy-mm-dd hh:mm"),
            centre: centre(),
        }
    }
}

fn workbook(tables: &[&Table]) -> Vec<u8> {
    let mut book = Workbook::new();
    // The same bytes every time: a fixed date of creation.
    let created = ExcelDateTime::from_ymd(2024, 9, 20).unwrap().and_hms(9, 0, 0).unwrap();
    let properties = DocProperties::new()
        .set_title(&tables[0].title)
        .set_author("汕尾市人民政府办公室（示例数据）")
        .set_creation_datetime(&created);
    book.set_properties(&properties);
    let styles = Styles::new();
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(&table.sheet).unwrap();
        write_sheet(sheet, table, &styles);
    }
    book.save_to_buffer().unwrap()
}

fn write_sheet(sheet: &mut Worksheet, table: &Table, styles: &Styles) {
    let last = column(table.heads.len() - 1);
    sheet.merge_range(0, 0, 0, last, &table.title, &styles.title).unwrap();
    sheet.set_row_height(0, 30).unwrap();
    sheet.set_row_height(1, 28).unwrap();
    for (at, head) in table.heads.iter().enumerate() {
        sheet.write_string_with_format(1, column(at), &head.name, &styles.head).unwrap();
        sheet.set_column_width(column(at), head.width).unwrap();
    }
    for (at, row) in table.rows.iter().enumerate() {
        for (place, value) in row.values.iter().enumerate().skip(table.merged) {
            let narrow = table.heads[place].width < 17.0;
            write_cell(sheet, (line(at), column(place)), value, narrow, styles);
        }
    }
    for place in 0..table.merged {
        merge_equal(sheet, table, place, &styles.centre);
    }
    sheet.set_freeze_panes(2, table.frozen).unwrap();
    sheet.set_repeat_rows(1, 1).unwrap();
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value,
    narrow: bool,
    styles: &Styles,
) {
    let text_style = if narrow { &styles.centre } else { &styles.left };
    match value {
        Value::Blank => sheet.write_blank(row, column, text_style),
        Value::Text(text) => sheet.write_string_with_format(row, column, text, text_style),
        Value::Whole(number) => {
            let number = f64::from(i32::try_from(*number).unwrap());
            sheet.write_number_with_format(row, column, number, &styles.centre)
        }
        Value::Points(points) => {
            let number = f64::from(i32::try_from(*points).unwrap()) / 100.0;
            sheet.write_number_with_format(row, column, number, &styles.points)
        }
        Value::Date(text) => match moment(text) {
            Some((date, false)) => {
                sheet.write_datetime_with_format(row, column, &date, &styles.day)
            }
            Some((date, true)) => {
                sheet.write_datetime_with_format(row, column, &date, &styles.moment)
            }
            None => sheet.write_string_with_format(row, column, text, &styles.centre),
        },
    }
    .unwrap();
}

/// A date as the workbook keeps it and whether it has a time; none for a text typed by hand.
fn moment(text: &str) -> Option<(ExcelDateTime, bool)> {
    let (day, time) = text.split_once(' ').unwrap_or((text, ""));
    let mut parts = day.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let date = ExcelDateTime::from_ymd(year, month, parts.next()?.parse().ok()?).ok()?;
    let Some((hour, minute)) = time.split_once(':') else {
        return Some((date, false));
    };
    Some((date.and_hms(hour.parse().ok()?, minute.parse().ok()?, 0).ok()?, true))
}

/// Writes a column with one merged cell for every run of equal values; a run of a level ends where
/// a level before it changes.
fn merge_equal(sheet: &mut Worksheet, table: &Table, place: usize, format: &Format) {
    let levels = |row: usize| &table.rows[row].values[..=place];
    let mut first = 0;
    for row in 1..=table.rows.len() {
        if row < table.rows.len() && levels(row) == levels(first) {
            continue;
        }
        let text = plain(&table.rows[first].values[place]);
        let at = column(place);
        if row - first > 1 {
            sheet.merge_range(line(first), at, line(row - 1), at, &text, format).unwrap();
        } else {
            sheet.write_string_with_format(line(first), at, &text, format).unwrap();
        }
        first = row;
    }
}

/// The row of the workbook, from 0, that holds a row of the table.
fn line(row: usize) -> u32 {
    u32::try_from(row + 2).unwrap()
}

fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap()
}
