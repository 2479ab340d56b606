//! The 审签表.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use make_reports::assets::{Templates, Wording};
use make_reports::settings::Assessment;
use make_reports::signoff::{Act, Deed, Pin, sheet_rows, workbook};

use super::{Desk, first, second};
use crate::support::{City, scorebook};

fn assessment() -> Assessment {
    scorebook(&City::copy("small")).checked.settings.assessment
}

fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range("审签表").unwrap();
    let text = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        other => panic!("{other:?} is no text"),
    };
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

#[test]
fn who_signed_what_when_and_why() {
    let desk = Desk::new();
    let mut own = desk.open();
    own.record(&first("张三"), &[desk.deed(Act::Approve, 2, "", None)]).unwrap();
    let pin = Some(Pin { page: 3, x: 1.0, y: 1.0, figure: None });
    let remark = Deed { pin, ..desk.deed(Act::Comment, 0, "=1+1", None) };
    own.record(&first("@SUM(A1)"), &[remark]).unwrap();
    own.record(&second("李四"), &[desk.deed(Act::Approve, 2, "-2+3", Some(1))]).unwrap();
    let lines = sheet_rows(&own.acts().unwrap());
    let wording = Wording::new(&Templates::built_in()).unwrap();
    let bytes = workbook(&lines, &assessment(), &wording).unwrap();
    let version = |paper: usize| desk.versions[paper].sha256[..12].to_owned();
    let (unit, city) = (version(0), version(2));
    let when = "2024-09-20 15:04";
    let expected = [
        ["青禾市2024年度政务公开工作评估文书审签表", "", "", "", "", "", ""],
        ["文书", "版本", "审次", "意见", "审签人", "时间（北京时间）", "理由"],
        ["unit/D01.pdf", &unit, "初审", "批注", "@SUM(A1)", when, "（第3页）=1+1"],
        ["city/city.pdf", &city, "初审", "通过", "张三", when, ""],
        ["city/city.pdf", &city, "复审", "通过", "李四", when, "-2+3"],
    ];
    assert_eq!(rows(&bytes), expected);
    assert!(workbook(&lines, &assessment(), &wording).unwrap() == bytes, "the same bytes again");
    let mut package = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut sheet = String::new();
    package.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
    assert!(!sheet.contains("<f>"), "data never becomes a formula");
    let said = serde_json::to_value(&lines[0]).unwrap();
    assert_eq!((&said["role"], &said["act"]), (&"first".into(), &"comment".into()));
}

#[test]
fn nobody_has_signed_yet() {
    let wording = Wording::new(&Templates::built_in()).unwrap();
    let bytes = workbook(&[], &assessment(), &wording).unwrap();
    assert_eq!(rows(&bytes)[2][0], "没有审签记录");
}
