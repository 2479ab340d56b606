//! What units hand in as files: found in any folder, counted by piece, said in results and papers.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use make_reports::check::{FileState, UnitFiles};
use zip::write::SimpleFileOptions;

use crate::bad_input::{Edit, bend};
use crate::support::{City, codes, files, places, printed_papers, repository, scorebook};

const SCAN: &str = "材料/01东河县/自评表（盖章）.pdf";
const REPORT: &str = "材料/01东河县/自查报告.docx";

/// What the first class's units handed in.
fn handed_in(city: &City) -> Vec<UnitFiles> {
    scorebook(city).checked.classes[0].registers.files.clone()
}

/// States of one unit's pieces, with the date inside.
fn said(unit: &UnitFiles) -> Vec<String> {
    let pieces = unit.pieces.iter().flatten();
    let piece = |own: &Vec<make_reports::check::PieceFile>| {
        let one = |file: &make_reports::check::PieceFile| {
            let dated = file.dated.map(|dated| format!(" {dated}")).unwrap_or_default();
            format!("{:?}{dated}", file.state)
        };
        own.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    pieces.map(piece).collect()
}

#[test]
fn files_are_sorted_by_unit_and_piece() {
    let city = City::copy("materials");
    let units = handed_in(&city);
    assert_eq!(
        said(&units[0]),
        ["Good 2024-06-19 09:00", "Good 2024-06-19 17:00", "Good 2024-06-19 10:00", "Good"]
    );
    // RTF under the ending of a document, a day without an hour.
    assert_eq!(
        said(&units[1]),
        ["Good 2024-06-18 09:00", "Good 2024-06-20 09:30", "Good", "Good 2024-06-20"]
    );
    // A form by its head, two pages of a scan, a document by its stream, a page format.
    assert_eq!(said(&units[2]), ["Good 2024-06-17 09:00", "Good, Good", "Good", "Good 2024-06-20"]);
    let counts = |unit: &UnitFiles| (unit.evidence.clone(), unit.unassigned, unit.others);
    assert_eq!(counts(&units[0]), (vec![2, 1, 0, 0], 1, 1));
    assert_eq!(counts(&units[2]), (vec![0, 0, 0, 1], 0, 0));
    // Where a table holds the self-assessments no form is looked for.
    let departments = &scorebook(&city).checked.classes[1].registers.files;
    assert_eq!(departments[0].pieces[0], None);
    assert_eq!(departments[0].pieces[1].as_ref().map(Vec::len), Some(1));
}

#[test]
fn an_older_version_stands_back() {
    let city = City::copy("materials");
    bend(&city, &[Edit::Double(SCAN, "材料/01东河县/作废/自评表盖章.pdf")]);
    assert_eq!(said(&handed_in(&city)[0])[1], "Good 2024-06-19 17:00");
    // Alone it is what there is.
    bend(&city, &[Edit::Gone(SCAN)]);
    assert_eq!(said(&handed_in(&city)[0])[1], "Good 2024-06-19 17:00");
}

#[test]
fn bytes_decide_what_a_file_is() {
    let states: [(&[u8], FileState); 5] = [
        (b"", FileState::Empty),
        (b"junk before\r\n%PDF-1.7", FileState::Good),
        (b"%P", FileState::WrongKind),
        (b"\x89PNG\r\n\x1A\n", FileState::WrongKind),
        (b"PK\x03\x04", FileState::WrongKind),
    ];
    for (bytes, state) in states {
        let city = City::copy("materials");
        city.write(SCAN, bytes);
        let files = handed_in(&city)[0].pieces[1].clone().unwrap();
        assert_eq!(files[0].state, state, "{bytes:?}");
    }
}

/// A document whose part of dates inflates to far more than is read.
#[test]
fn a_part_that_inflates_is_read_to_its_bound() {
    let mut package = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for part in ["[Content_Types].xml", "word/document.xml", "docProps/core.xml"] {
        package.start_file(part, SimpleFileOptions::default()).unwrap();
    }
    package.write_all(&vec![b' '; 64 << 20]).unwrap();
    package.write_all(b"<dcterms:modified>2024-06-19</dcterms:modified>").unwrap();
    let city = City::copy("materials");
    city.write(REPORT, package.finish().unwrap().into_inner());
    assert_eq!(said(&handed_in(&city)[0])[2], "Good");
}

/// Copies a folder with the last name first.
fn copy_backwards(from: &Path, to: &Path) {
    let mut names: Vec<_> =
        fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    fs::create_dir_all(to).unwrap();
    for path in names.iter().rev() {
        let own = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_backwards(path, &own);
        } else {
            fs::copy(path, own).unwrap();
        }
    }
}

#[test]
fn the_order_of_a_directory_changes_no_byte() {
    let one = City::copy("materials");
    let nothing = tempfile::tempdir().unwrap();
    let other = City::of(nothing.path());
    copy_backwards(&repository("tests/cities/materials"), &other.data());
    let bent = [Edit::Gone(SCAN), Edit::Bytes(REPORT, b"")];
    for city in [&one, &other] {
        bend(city, &bent);
        city.build();
    }
    let (own, others) = (files(&one.output()), files(&other.output()));
    assert_eq!(own.len(), others.len());
    for (own, other) in own.iter().zip(&others) {
        assert!(own == other, "{} and {}", own.0, other.0);
    }
}

/// A row of a table of results.
fn row(city: &City, table: &str, start: &str) -> String {
    let path = city.output().join(format!("materials/results/{table}.csv"));
    let text = fs::read_to_string(path).unwrap();
    let own = text.lines().find(|line| line.starts_with(start));
    own.unwrap_or_else(|| panic!("no {start} in\n{text}")).to_owned()
}

fn paper(city: &City) -> String {
    let papers = printed_papers(city);
    papers.into_iter().find(|(path, _)| path.contains("总报告")).unwrap().1
}

#[test]
fn results_and_the_report_say_what_is_there() {
    let city = City::copy("materials");
    let again = "东河县,自评自查报告,2024-06-26 08:00,2024-06-27,";
    bend(
        &city,
        &[
            Edit::Bytes(SCAN, b""),
            Edit::Bytes("材料/西山县报送/第二批/自评自查报告.doc", b"\x89PNG\r\n\x1A\n"),
            Edit::Gone("材料/部门/市水务局/自评表盖章.pdf"),
            Edit::Strike("submissions.csv", "南湖区,自评表,"),
            Edit::Swap("submissions.csv", "东河县,自评自查报告,2024-06-20 17:00,,", again),
        ],
    );
    let report = city.build();
    assert!(!report.has_errors(), "{:?}", report.findings);
    let table = "unit_submissions";
    let says = |start: &str| row(&city, table, start);
    assert_eq!(
        says("C01,东河县人民政府,自评表,"),
        "C01,东河县人民政府,自评表,2024-06-20 17:00,,,,1,complete,2024-06-19 09:00"
    );
    assert_eq!(
        says("C01,东河县人民政府,自评表盖章扫描件,"),
        "C01,东河县人民政府,自评表盖章扫描件,2024-06-20 17:00,,,,1,empty,"
    );
    assert_eq!(
        says("C01,东河县人民政府,自评自查报告,"),
        "C01,东河县人民政府,自评自查报告,2024-06-26 08:00,2024-06-27,,2,1,complete,2024-06-19 10:00"
    );
    assert!(says("C02,西山县人民政府,自评自查报告,").ends_with(",1,wrong_kind,"));
    assert!(says("C03,南湖区人民政府,自评表,").ends_with(",1,unregistered,2024-06-17 09:00"));
    assert!(says("D02,青禾市水务局,自评表盖章扫描件,").ends_with(",0,missing,"));
    // The table stands for the form.
    assert!(says("D02,青禾市水务局,自评表,").ends_with(",,complete,"));
    assert_eq!(row(&city, "unit_evidence", "C01,"), "C01,东河县人民政府,4,2,1.1、1.2,1,1");
    let text = paper(&city);
    for said in [
        "1个单位按时报齐全部材料，4个单位有缺件、逾期或其他情形（见表4）。",
        "登记已报而没有文件的1份，空文件1份，类型不符的1份，有文件而没有登记的1份。",
        "2个单位报送佐证文件5个。",
        "材料报送不齐、逾期或有其他情形的单位",
        "逾期2天",
        "退回未再报",
        "未登记",
    ] {
        assert!(text.contains(said), "no {said} in\n{text}");
    }
}

#[test]
fn files_that_agree_with_the_register_are_said_to() {
    let city = City::copy("materials");
    assert_eq!(codes(&city.build()), ["document-not-due"]);
    let text = paper(&city);
    assert!(text.contains("5个单位按时报齐全部材料。登记簿与收到的文件相符。"), "{text}");
    assert!(!text.contains("材料报送不齐"), "{text}");
}

#[test]
fn without_a_register_files_speak_for_themselves() {
    let city = City::copy("materials");
    city.replace("settings.toml", "submissions = \"submissions.csv\"", "");
    bend(&city, &[Edit::Gone(SCAN)]);
    let report = city.build();
    assert_eq!(codes(&report), ["document-not-due"]);
    assert_eq!(
        row(&city, "unit_submissions", "C01,东河县人民政府,自评表盖章扫描件,"),
        "C01,东河县人民政府,自评表盖章扫描件,,,,,0,missing,"
    );
    assert!(paper(&city).contains("4个单位报齐全部材料。东河县没有报送自评表盖章扫描件。2个单位"));
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn a_link_out_of_the_folder_is_not_followed() {
        let city = City::copy("materials");
        let outside = city.root().join("outside.pdf");
        fs::write(&outside, "%PDF-1.4").unwrap();
        fs::remove_file(city.data().join(SCAN)).unwrap();
        symlink(&outside, city.data().join(SCAN)).unwrap();
        let report = city.check();
        let found = [
            ("material-missing", "submissions.csv:3:3".to_owned()),
            ("link-outside", SCAN.to_owned()),
        ];
        assert_eq!(places(&report), found);
        // Neither is one that leads nowhere, or to itself.
        fs::remove_file(&outside).unwrap();
        assert_eq!(places(&city.check()), found);
        fs::remove_file(city.data().join(SCAN)).unwrap();
        symlink(city.data().join(SCAN), city.data().join(SCAN)).unwrap();
        assert_eq!(places(&city.check()), found);
    }

    #[test]
    fn a_link_inside_the_data_folder_is_read_once() {
        let city = City::copy("materials");
        let shared = city.data().join("收件箱");
        fs::create_dir(&shared).unwrap();
        let scan = city.data().join(SCAN);
        fs::rename(&scan, shared.join("自评表盖章.pdf")).unwrap();
        symlink(&shared, city.data().join("材料/01东河县/收件")).unwrap();
        symlink(shared.join("自评表盖章.pdf"), city.data().join("材料/部门/市水务局/自评表二.pdf"))
            .unwrap();
        // Rings: to the folder of files, above it, and to itself.
        symlink(city.data().join("材料"), city.data().join("材料/01东河县/全部")).unwrap();
        symlink(city.data(), city.data().join("材料/01东河县/数据")).unwrap();
        symlink(&shared, shared.join("又一次")).unwrap();
        assert_eq!(codes(&city.check()), [] as [&str; 0]);
        let book = scorebook(&city);
        let pieces = |class: usize, unit: usize| {
            let files = &book.checked.classes[class].registers.files[unit];
            files.pieces[1].as_ref().unwrap().len()
        };
        assert_eq!((pieces(0, 0), pieces(1, 1)), (1, 1));
    }

    #[test]
    fn a_folder_that_cannot_be_opened_is_named() {
        let city = City::copy("materials");
        let folder = city.data().join("材料/01东河县");
        let close = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();
        close(0o000);
        // Whoever may do everything opens it all the same.
        if fs::read_dir(&folder).is_err() {
            let failed = make_reports::pipeline::check(&city.order(), &|_| {}).unwrap_err();
            assert_eq!(failed.code, "read-failed");
            assert!(failed.facts["path"].ends_with("材料/01东河县"), "{failed}");
        }
        close(0o755);
        assert_eq!(codes(&city.check()), [] as [&str; 0]);
    }

    #[test]
    fn broken_names_are_read_as_far_as_they_can_be() {
        use std::os::unix::ffi::OsStrExt as _;
        let city = City::copy("materials");
        let folder = city.data().join("材料/01东河县");
        let long = "长".repeat(80) + ".pdf";
        for name in [b"\xFF\xFE\xFF.pdf".as_slice(), b"a\nb.pdf", b"a..b", b"...x", long.as_bytes()]
        {
            fs::write(folder.join(std::ffi::OsStr::from_bytes(name)), "%PDF-1.4").unwrap();
        }
        // 自评表 in the code of old systems.
        let old = b"\xD7\xD4\xC6\xC0\xB1\xED.pdf";
        fs::write(folder.join(std::ffi::OsStr::from_bytes(old)), "%PDF-1.4").unwrap();
        assert_eq!(codes(&city.check()), [] as [&str; 0]);
        let units = handed_in(&city);
        assert_eq!(units[0].pieces[1].as_ref().map(Vec::len), Some(2));
        assert_eq!(units[0].others, 5);
    }
}
