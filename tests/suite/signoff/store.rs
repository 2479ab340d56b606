//! The acts on disk.

use std::fs;

use make_reports::signoff::{Act, Deed, Pin, Signoffs};
use rusqlite::Connection;

use super::{Desk, PAPERS, bytes, deed, first, refused, second};
use crate::support::files;

const DATABASE: &str = "review/small/signoff.sqlite";

#[test]
fn acts_are_read_as_they_were_done() {
    let desk = Desk::new();
    assert!(Signoffs::find(desk.output(), "small").unwrap().is_none());
    assert!(!desk.output().join("review").exists(), "looking makes nothing");
    let mut own = desk.open();
    assert_eq!(own.acts().unwrap(), []);
    let pin = Pin { page: 3, x: 71.5, y: 120.25, figure: Some("unit.total".to_owned()) };
    let remark = Deed {
        pin: Some(pin.clone()),
        ..desk.deed(Act::Comment, 0, "第一行\r\n第二行", None)
    };
    assert_eq!(own.record(&first("张三"), &[remark]).unwrap(), [1]);
    let both = [desk.deed(Act::Approve, 0, "", Some(1)), desk.deed(Act::Approve, 2, "", None)];
    assert_eq!(own.record(&first("李四"), &both).unwrap(), [2, 3]);
    drop(own);
    let acts = Signoffs::find(desk.output(), "small").unwrap().unwrap().acts().unwrap();
    let told: Vec<_> =
        acts.iter().map(|own| (own.id, own.who.as_str(), own.act, own.batch)).collect();
    assert_eq!(
        told,
        [
            (1, "张三", Act::Comment, None),
            (2, "李四", Act::Approve, Some(2)),
            (3, "李四", Act::Approve, Some(2)),
        ]
    );
    assert_eq!((acts[0].reason.as_str(), &acts[0].pin), ("第一行\n第二行", &Some(pin)));
    assert_eq!((&acts[0].version, &acts[2].version), (&desk.versions[0], &desk.versions[2]));
    assert_eq!((acts[0].seen, acts[1].seen), (None, Some(1)));
    assert_eq!(acts[0].at.as_str(), "2024-09-20T07:04:05Z");
}

#[test]
fn nothing_is_changed_deleted_or_replaced() {
    let desk = Desk::new();
    desk.open().record(&first("张三"), &[desk.deed(Act::Return, 0, "错", None)]).unwrap();
    let before = desk.open().acts().unwrap();
    let raw = Connection::open(desk.output().join(DATABASE)).unwrap();
    let columns = "at, who, role, act, path, kind, unit, sha256, source_sha256, own_sha256,
        inputs_sha256, templates_sha256, fonts_sha256, program, beside, reason";
    for statement in [
        "UPDATE acts SET act = 'approve'".to_owned(),
        "UPDATE acts SET reason = ''".to_owned(),
        "DELETE FROM acts".to_owned(),
        format!("INSERT OR REPLACE INTO acts (id, {columns}) SELECT id, {columns} FROM acts"),
        format!("REPLACE INTO acts (id, {columns}) SELECT 1, {columns} FROM acts"),
    ] {
        let error = raw.execute(&statement, []).unwrap_err().to_string();
        assert!(error.contains("acts are never"), "{statement}: {error}");
    }
    drop(raw);
    assert_eq!(desk.open().acts().unwrap(), before);
}

#[test]
fn databases_of_others_are_refused_and_left() {
    type Bend = fn(&Connection);
    let cases: [(&str, Bend); 2] = [
        ("signoff-newer", |raw| raw.pragma_update(None, "user_version", 2).unwrap()),
        ("signoff-foreign", |raw| raw.pragma_update(None, "application_id", 7).unwrap()),
    ];
    for (code, bend) in cases {
        let desk = Desk::new();
        drop(desk.open());
        bend(&Connection::open(desk.output().join(DATABASE)).unwrap());
        let before = fs::read(desk.output().join(DATABASE)).unwrap();
        assert_eq!(refused(Signoffs::open(desk.output(), "small"), "").0, code);
        assert_eq!(fs::read(desk.output().join(DATABASE)).unwrap(), before);
    }
    let desk = Desk::new();
    drop(desk.open());
    let text = b"not a database, but a text that is long enough to be looked at".repeat(20);
    fs::write(desk.output().join(DATABASE), &text).unwrap();
    assert_eq!(refused(Signoffs::open(desk.output(), "small"), "").0, "signoff-foreign");
    assert_eq!(fs::read(desk.output().join(DATABASE)).unwrap(), text);
}

#[test]
fn two_browsers_do_not_lose_each_others_work() {
    let desk = Desk::new();
    let (mut one, mut other) = (desk.open(), desk.open());
    one.record(&first("张三"), &[desk.deed(Act::Return, 0, "第3页有误", None)]).unwrap();
    // The other still sees a paper on which nobody acted.
    let late = desk.deed(Act::Approve, 0, "", None);
    let result = other.record(&first("李四"), std::slice::from_ref(&late));
    assert_eq!(refused(result, "who"), ("signoff-overtaken", "张三".to_owned()));
    let result = other.record(&first("李四"), std::slice::from_ref(&late));
    assert_eq!(refused(result, "at").1, "2024-09-20 15:04");
    // In one act with papers on which nobody did: all of them or none.
    let result = other.record(&first("李四"), &[desk.deed(Act::Approve, 1, "", None), late]);
    assert_eq!(refused(result, "document").1, desk.versions[0].path);
    assert_eq!(one.acts().unwrap().len(), 1);
    // Another paper is no matter of the first.
    other.record(&first("李四"), &[desk.deed(Act::Approve, 1, "", None)]).unwrap();
    other.record(&first("李四"), &[desk.deed(Act::Approve, 0, "", Some(1))]).unwrap();
    assert_eq!(one.acts().unwrap().len(), 3);
    let twice = [desk.deed(Act::Approve, 2, "", None), desk.deed(Act::Return, 2, "错", None)];
    assert_eq!(refused(one.record(&first("张三"), &twice), "").0, "signoff-twice");
}

#[test]
fn the_second_person_is_another_one_and_comes_second() {
    let desk = Desk::new();
    let mut own = desk.open();
    let approve = |seen| [desk.deed(Act::Approve, 0, "", seen)];
    assert_eq!(refused(own.record(&second("李四"), &approve(None)), "").0, "signoff-order");
    own.record(&first("张三"), &approve(None)).unwrap();
    let result = own.record(&second("张　三"), &approve(Some(1)));
    assert_eq!(refused(result, "who"), ("signoff-person", "张　三".to_owned()));
    own.record(&second("李四"), &[desk.deed(Act::Return, 0, "错", Some(1))]).unwrap();
    // What came back is passed from the beginning.
    assert_eq!(refused(own.record(&second("李四"), &approve(Some(2))), "").0, "signoff-order");
    own.record(&first("张三"), &approve(Some(2))).unwrap();
    own.record(&second("李四"), &approve(Some(3))).unwrap();
    let withdraw = Deed { target: Some(3), ..desk.deed(Act::Withdraw, 0, "", Some(4)) };
    own.record(&first("张三"), &[withdraw]).unwrap();
    assert_eq!(refused(own.record(&second("王五"), &approve(Some(5))), "").0, "signoff-order");
}

#[test]
fn comments_are_dealt_with_once_and_acts_taken_back_by_their_own() {
    let desk = Desk::new();
    let mut own = desk.open();
    own.record(&first("张三"), &[desk.deed(Act::Comment, 0, "数字不对", None)]).unwrap();
    own.record(&first("张三"), &[desk.deed(Act::Approve, 0, "", Some(1))]).unwrap();
    let about = |act, target, seen| [Deed { target, ..desk.deed(act, 0, "", Some(seen)) }];
    for (who, act, target) in [
        ("张三", Act::Resolve, Some(2)),
        ("张三", Act::Resolve, Some(9)),
        ("张三", Act::Resolve, None),
        ("李四", Act::Withdraw, Some(2)),
        ("张三", Act::Approve, Some(1)),
    ] {
        let result = own.record(&first(who), &about(act, target, 2));
        assert_eq!(refused(result, "").0, "signoff-target", "{who} {act:?} {target:?}");
    }
    // Of another paper.
    let other = Deed { target: Some(1), ..desk.deed(Act::Resolve, 1, "", None) };
    assert_eq!(refused(own.record(&first("张三"), &[other]), "").0, "signoff-target");
    own.record(&first("李四"), &about(Act::Resolve, Some(1), 2)).unwrap();
    assert_eq!(
        refused(own.record(&first("李四"), &about(Act::Resolve, Some(1), 3)), "").0,
        "signoff-target"
    );
    own.record(&first("张三"), &about(Act::Withdraw, Some(2), 3)).unwrap();
    assert_eq!(
        refused(own.record(&first("张三"), &about(Act::Withdraw, Some(2), 4)), "").0,
        "signoff-target"
    );
}

#[test]
fn texts_are_kept_as_they_are_or_refused() {
    let desk = Desk::new();
    let mut own = desk.open();
    let hostile = [
        "'); DROP TABLE acts; --",
        "<script>alert(1)</script>&amp;\"'",
        "=HYPERLINK(\"http://x\")\n第二行",
        "{{ total }} #set page(fill: red) $x$ \\ %00",
        "😀 𠮷 ﹝〔",
    ];
    let mut seen = None;
    for text in hostile {
        let ids = own.record(
            &first(text.lines().next().unwrap()),
            &[desk.deed(Act::Comment, 0, text, seen)],
        );
        seen = Some(ids.unwrap()[0]);
    }
    let kept: Vec<String> = own.acts().unwrap().into_iter().map(|own| own.reason).collect();
    assert_eq!(kept, hostile);
    let long = "字".repeat(4001);
    let far = |page, x, y| Pin { page, x, y, figure: None };
    let (good, name) = ("好", "张三");
    for (who, act, text, pin, expected) in [
        ("", Act::Approve, "", None, ("who", "empty")),
        (" \u{3000}\u{200B}", Act::Approve, "", None, ("who", "empty")),
        ("张三\n", Act::Approve, "", None, ("who", "sign")),
        (&long[..65 * 3], Act::Approve, "", None, ("who", "long")),
        (name, Act::Return, " ", None, ("reason", "empty")),
        (name, Act::Comment, "", None, ("reason", "empty")),
        (name, Act::Approve, long.as_str(), None, ("reason", "long")),
        (name, Act::Comment, "a\u{0}b", None, ("reason", "sign")),
        (name, Act::Comment, "a\u{7}b", None, ("reason", "sign")),
        (name, Act::Comment, "a\u{202E}b", None, ("reason", "sign")),
        (name, Act::Comment, "a\rb", None, ("reason", "sign")),
        (name, Act::Comment, good, Some(far(0, 1.0, 1.0)), ("pin", "place")),
        (name, Act::Comment, good, Some(far(1, f64::NAN, 1.0)), ("pin", "place")),
        (name, Act::Comment, good, Some(far(1, 1.0, -1.0)), ("pin", "place")),
        (name, Act::Comment, good, Some(far(1, 1.0, f64::INFINITY)), ("pin", "place")),
    ] {
        let deed = Deed { pin, ..desk.deed(act, 0, text, seen) };
        let result = own.record(&first(who), &[deed]).unwrap_err();
        assert_eq!(result.code, "signoff-text", "{who:?} {text:?}");
        assert_eq!((result.facts["field"].as_str(), result.facts["fault"].as_str()), expected);
    }
    assert_eq!(own.acts().unwrap().len(), hostile.len());
}

#[test]
fn only_the_version_that_was_seen_is_signed_and_it_is_kept() {
    let desk = Desk::new();
    let mut own = desk.open();
    let (kind, unit) = PAPERS[0];
    let version = &desk.versions[0];
    let path = desk.output().join("small").join(&version.path);
    fs::write(&path, "bent").unwrap();
    let approve = [desk.deed(Act::Approve, 0, "", None)];
    assert_eq!(refused(own.record(&first("张三"), &approve), "").0, "signoff-moved");
    let mut outside = version.clone();
    outside.path = "../small/unit/D02.pdf".to_owned();
    outside.sha256.clone_from(&desk.versions[1].sha256);
    let result = own.record(&first("张三"), &[deed(Act::Approve, &outside, "", None)]);
    assert_eq!(refused(result, "").0, "signoff-moved");
    assert_eq!(own.acts().unwrap(), []);
    fs::write(&path, bytes(kind, unit)).unwrap();
    own.record(&first("张三"), &approve).unwrap();
    // The paper goes; the version stays, and nothing else lies beside it.
    fs::remove_dir_all(desk.output().join("small")).unwrap();
    assert_eq!(own.version(&version.sha256).unwrap(), bytes(kind, unit));
    let there: Vec<String> =
        files(&desk.output().join("review")).into_iter().map(|(path, _)| path).collect();
    let kept = format!("small/versions/{}", version.sha256);
    assert_eq!(there, ["small/signoff.sqlite".to_owned(), kept.clone()]);
    for wrong in [&desk.versions[1].sha256, "", "../signoff.sqlite", &"A".repeat(64)] {
        assert_eq!(refused(own.version(wrong), "version"), ("signoff-lost", wrong.to_owned()));
    }
    fs::write(desk.output().join("review").join(kept), "bent").unwrap();
    assert_eq!(refused(own.version(&version.sha256), "").0, "signoff-lost");
}

#[test]
fn two_begin_at_once_and_readers_do_not_wait_for_a_writer() {
    let desk = Desk::new();
    std::thread::scope(|scope| {
        for paper in 0..PAPERS.len() {
            let desk = &desk;
            scope.spawn(move || {
                let approve = desk.deed(Act::Approve, paper, "", None);
                desk.open().record(&first("张三"), &[approve]).unwrap();
            });
        }
    });
    assert_eq!(desk.open().acts().unwrap().len(), PAPERS.len());
    // Somebody is about to write; the others still look.
    let raw = Connection::open(desk.output().join(DATABASE)).unwrap();
    raw.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(desk.open().acts().unwrap().len(), PAPERS.len());
}
