//! `review` as it answers: papers, pages, changes and origins are there, acts last and are nobody
//! else's, two reviewers do not lose each other's work, and nothing but sign-offs is written.

mod browser;
mod hostile;
mod killed;

use std::fs;

use serde_json::{Value, json};

use crate::served::{Served, status};
use crate::support::{City, codes, files};

const ID: &str = "small";

/// Five counties and three departments with their reports, and the city's; their means may be shown.
fn city() -> City {
    let city = City::copy(ID);
    city.reports_only();
    let settings = city.read("settings.toml");
    city.write("settings.toml", format!("{settings}\n[disclosure]\nmean_least = 3\n"));
    let report = city.build();
    assert!(report.output.is_some(), "{:?}", codes(&report));
    city
}

fn stand(city: &City) -> Served {
    Served::start(&mut city.command(&["review", "--no-open"]))
}

/// A paper of the list, by its unit; the city's own by none.
fn paper(list: &Value, unit: Option<&str>) -> Value {
    let papers = list["papers"].as_array().unwrap();
    papers.iter().find(|own| own["unit"].as_str() == unit).unwrap().clone()
}

fn sha(paper: &Value) -> &str {
    paper["sha256"].as_str().unwrap()
}

/// An act as the page asks for it.
fn deed(act: &str, paper: &Value, reason: &str) -> Value {
    json!({ "act": act, "sha256": paper["sha256"], "reason": reason, "seen": paper["newest"] })
}

/// Asks for acts; gives the status and what is said.
fn act(served: &Served, who: &str, role: &str, deeds: &[Value]) -> (u16, Value) {
    let body = json!({ "who": who, "role": role, "deeds": deeds });
    let (head, body) = served.send(&served.post("acts", &body));
    (status(&head), serde_json::from_slice(&body).unwrap())
}

/// Waits until what lies behind the papers has been read.
fn read(served: &Served) {
    let began = std::time::Instant::now();
    while !["figures", "preflight"].iter().all(|own| served.json("state")[own] == true) {
        assert!(began.elapsed().as_secs() < 120, "nothing is read");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

#[test]
fn papers_are_shown_with_what_lies_behind_them() {
    let city = city();
    let edition = files(&city.output().join(ID));
    let data = files(&city.data());
    let served = stand(&city);
    for (path, kind) in [
        ("", "text/html"),
        ("page.css", "text/css"),
        ("page.js", "text/javascript"),
        ("sheets.js", "text/javascript"),
        ("words.json", "application/json"),
        ("font", "font/otf"),
        ("sheet.xlsx", "spreadsheetml"),
        ("sheet.pdf", "application/pdf"),
    ] {
        let (head, body) = served.get(path);
        assert!(status(&head) == 200 && head.contains(kind) && !body.is_empty(), "{path}: {head}");
        assert!(head.contains("content-security-policy: default-src 'none'"), "{path}: {head}");
        assert!(!String::from_utf8_lossy(&body).contains("review.page."), "{path}: no words");
    }
    read(&served);
    let list = served.json("papers");
    assert_eq!(list["papers"].as_array().unwrap().len(), 9);
    assert_eq!(list["state"]["older"], false);
    let own = paper(&list, Some("C01"));
    assert_eq!((&own["change"], &own["state"]), (&"new".into(), &"pending".into()));
    let whole = served.json(&format!("papers/{}", sha(&own)));
    let pages = whole["pages"].as_u64().unwrap();
    assert_eq!(whole["spots"].as_array().unwrap().len() as u64, pages);
    // The figures beside the pages are those on them.
    let outcome = &whole["brief"]["tables"][0]["rows"][0]["cells"][0];
    let spots = whole["spots"][0]["figures"].as_array().unwrap();
    let total = spots.iter().find(|own| own["key"] == outcome["key"]).unwrap();
    assert_eq!((&total["text"], &total["key"]), (&outcome["text"], &"C01/total".into()));
    for page in 1..=pages {
        let (head, png) = served.get(&format!("pages/{}/{page}/300", sha(&own)));
        assert!(head.contains("image/png") && png.starts_with(b"\x89PNG"), "{page}: {head}");
    }
    let (head, pdf) = served.get(&format!("files/{}", sha(&own)));
    assert!(head.contains("application/pdf") && pdf.starts_with(b"%PDF"), "{head}");
    let trace = served.json(&format!("trace/{}/C01%2Ftotal", sha(&own)));
    assert_eq!(trace["texts"][0], outcome["text"]);
    assert!(served.json(&format!("papers/{}", sha(&paper(&list, None))))["brief"].is_object());
    // Nobody has signed it: there is nothing to hold it against.
    assert_eq!(status(&served.get(&format!("changes/{}", sha(&own))).0), 404);
    drop(served);
    assert!(files(&city.output().join(ID)) == edition, "papers were written");
    assert!(files(&city.data()) == data, "data was written");
}

#[test]
fn two_reviewers_do_not_lose_each_others_work() {
    let city = city();
    let (one, other) = (stand(&city), stand(&city));
    let seen = [&one, &other].map(|own| paper(&own.json("papers"), Some("C01")));
    let done = act(&one, "张三", "first", &[deed("approve", &seen[0], "")]);
    assert_eq!(done, (200, json!({ "ids": [1] })));
    // The other's page is older: nothing is done, and it says who was quicker.
    let (status, said) = act(&other, "李四", "first", &[deed("return", &seen[1], "数字不对")]);
    assert_eq!((status, &said["code"]), (422, &"signoff-overtaken".into()));
    assert!(said["what"].as_str().unwrap().contains("张三"), "{said}");
    let now = paper(&other.json("papers"), Some("C01"));
    assert_eq!((&now["state"], &now["who"]), (&"approved".into(), &"张三".into()));
    assert_eq!(act(&other, "李四", "first", &[deed("return", &now, "数字不对")]).0, 200);
    assert_eq!(paper(&one.json("papers"), Some("C01"))["state"], "returned");
    // Several at once, or none of them.
    let list = one.json("papers");
    let papers: Vec<Value> = list["papers"].as_array().unwrap().clone();
    let mut deeds: Vec<Value> = papers.iter().map(|own| deed("approve", own, "")).collect();
    deeds.push(deed("approve", &seen[0], ""));
    assert_eq!(act(&one, "张三", "first", &deeds).1["code"], "signoff-twice");
    assert_eq!(one.json("papers")["state"]["act"], 2);
    deeds.pop();
    assert_eq!(act(&one, "张三", "first", &deeds).0, 200);
    assert_eq!(one.json("papers")["state"]["act"], 11);
}

#[test]
fn comments_are_kept_and_answered_as_they_were_written() {
    let city = city();
    let served = stand(&city);
    let own = paper(&served.json("papers"), Some("C01"));
    let text = "<script>alert(1)</script>\n=cmd|' /C calc'!A0 “引号” ../../etc/passwd #*[]";
    let mut deed = deed("comment", &own, text);
    deed["pin"] = json!({ "page": 1, "x": 100.5, "y": 200.0, "figure": "C01/total" });
    assert_eq!(act(&served, " 王五 ", "first", &[deed]).0, 200);
    let whole = served.json(&format!("papers/{}", sha(&own)));
    let done = &whole["acts"][0];
    assert_eq!((&done["reason"], &done["who"]), (&text.into(), &"王五".into()));
    assert_eq!((&done["pin"]["figure"], &whole["open_comments"]), (&"C01/total".into(), &1.into()));
    let resolve = json!({ "act": "resolve", "sha256": sha(&own), "target": 1, "seen": 1 });
    assert_eq!(act(&served, "李四", "first", &[resolve]).0, 200);
    let whole = served.json(&format!("papers/{}", sha(&own)));
    assert_eq!((&whole["open_comments"], &whole["acts"][0]["closed"]), (&0.into(), &true.into()));
    // Only whoever did something takes it back.
    let own = paper(&served.json("papers"), Some("C01"));
    let back = |target: i64, seen: i64| json!({ "act": "withdraw", "sha256": sha(&own), "target": target, "seen": seen });
    assert_eq!(act(&served, "李四", "first", &[deed_of(&own)]).0, 200);
    assert_eq!(act(&served, "王五", "first", &[back(3, 3)]).1["code"], "signoff-target");
    assert_eq!(act(&served, "李四", "first", &[back(3, 3)]).0, 200);
    assert_eq!(paper(&served.json("papers"), Some("C01"))["state"], "pending");
}

fn deed_of(paper: &Value) -> Value {
    deed("approve", paper, "")
}

#[test]
fn a_department_that_changes_leaves_the_counties_as_they_were() {
    let city = city();
    let served = stand(&city);
    let list = served.json("papers");
    let papers = list["papers"].as_array().unwrap();
    let deeds: Vec<Value> = papers.iter().map(deed_of).collect();
    assert_eq!(act(&served, "张三", "first", &deeds).0, 200);
    let old = paper(&list, Some("D01"));
    // One of the others was sent back: it is not signed again with those that were not.
    let third = paper(&served.json("papers"), Some("D03"));
    assert_eq!(act(&served, "张三", "first", &[deed("return", &third, "第一页要改")]).0, 200);
    let was = city.read("department-scores.csv");
    let (line, rest) = was.split_once('\n').unwrap();
    let (next, rest) = rest.split_once('\n').unwrap();
    let mut cells: Vec<String> = next.split(',').map(str::to_owned).collect();
    let points: f64 = cells[1].parse().unwrap();
    cells[1] = format!("{}", points - 2.0);
    city.write("department-scores.csv", format!("{line}\n{}\n{rest}", cells.join(",")));
    city.build();
    // The page that stands sees the new edition.
    read(&served);
    let now = served.json("papers");
    assert_ne!(now["state"]["edition"], list["state"]["edition"]);
    let told = |unit: Option<&str>| {
        let own = paper(&now, unit);
        (own["change"].as_str().unwrap().to_owned(), own["state"].as_str().unwrap().to_owned())
    };
    let is = |change: &str, state: &str| (change.to_owned(), state.to_owned());
    let units: Vec<&str> =
        now["papers"].as_array().unwrap().iter().filter_map(|own| own["unit"].as_str()).collect();
    let (counties, departments): (Vec<&str>, Vec<&str>) =
        units.iter().partition(|unit| unit.starts_with('C'));
    assert_eq!((counties.len(), departments.len()), (5, 3));
    for unit in counties {
        assert_eq!(told(Some(unit)), is("same", "approved"), "{unit}");
    }
    assert_eq!(told(Some(departments[0])), is("changed", "pending"));
    assert_eq!(told(Some(departments[1])), is("class_only", "pending"));
    assert_eq!(told(Some(departments[2])), is("changed", "pending"));
    let came_back = |unit: &str| paper(&now, Some(unit))["came_back"].clone();
    assert_eq!([1, 2].map(|at| came_back(departments[at])), [false, true]);
    assert_eq!(told(None), is("changed", "pending"));
    // What moved is told, old and new, and the old pages can still be seen.
    let own = paper(&now, Some(departments[0]));
    let changes = served.json(&format!("changes/{}", sha(&own)));
    let total = changes["figures"]
        .as_array()
        .unwrap()
        .iter()
        .find(|own| own["key"] == format!("{}/total", departments[0]));
    let total = total.unwrap();
    assert_ne!(total["old"], total["new"]);
    assert!(!total["name"].as_str().unwrap().is_empty());
    assert_eq!(changes["old"].as_str().unwrap(), sha(&old));
    assert!(!changes["compared"]["sentences"].as_array().unwrap().is_empty());
    assert!(served.get(&format!("pages/{}/1/300", sha(&old))).0.contains("image/png"));
    let moved = served.json("moved");
    let moved = moved.as_array().unwrap();
    assert_eq!(moved.len(), 1);
    assert!(moved.iter().all(|own| !own["figures"].as_array().unwrap().is_empty()), "{moved:?}");
    // Signed again in one act; what was seen before cannot be signed any more.
    assert_eq!(act(&served, "张三", "first", &[deed_of(&old)]).1["code"], "signoff-moved");
    let again: Vec<Value> =
        departments[1..2].iter().map(|unit| deed_of(&paper(&now, Some(unit)))).collect();
    assert_eq!(act(&served, "张三", "first", &again).0, 200);
    let now = served.json("papers");
    let left = now["papers"].as_array().unwrap().iter().filter(|own| own["state"] != "approved");
    assert_eq!(left.count(), 3);
}

#[test]
fn two_persons_sign_where_settings_say_so() {
    let city = city();
    let settings = city.read("settings.toml");
    city.write("settings.toml", format!("{settings}\n[review]\ntwo_persons = true\n"));
    let served = stand(&city);
    let own = || paper(&served.json("papers"), Some("C01"));
    let sign = |who: &str, role: &str| act(&served, who, role, &[deed_of(&own())]);
    assert_eq!(sign("李四", "second").1["code"], "signoff-order");
    assert_eq!(sign("张三", "first").0, 200);
    assert_eq!(own()["state"], "first_passed");
    assert_eq!(sign("张三", "second").1["code"], "signoff-person");
    assert_eq!(sign("李四", "second").0, 200);
    assert_eq!(own()["state"], "approved");
}

#[test]
fn a_file_that_was_tampered_with_is_neither_shown_nor_signed() {
    let city = city();
    let served = stand(&city);
    let own = paper(&served.json("papers"), Some("C01"));
    let path = city.output().join(ID).join(own["path"].as_str().unwrap());
    let mut bytes = fs::read(&path).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    // A new file in its place: others may be links to the same bytes.
    fs::remove_file(&path).unwrap();
    fs::write(&path, bytes).unwrap();
    assert_eq!(status(&served.get(&format!("files/{}", sha(&own))).0), 404);
    assert_eq!(status(&served.get(&format!("pages/{}/1/300", sha(&own))).0), 404);
    assert_eq!(act(&served, "张三", "first", &[deed_of(&own)]).1["code"], "signoff-moved");
    read(&served);
    let whole = served.json(&format!("papers/{}", sha(&own)));
    let found = whole["findings"].as_array().unwrap();
    assert!(found.iter().any(|own| own["code"] == "file-altered"), "{found:?}");
}

#[test]
fn without_papers_there_is_nothing_to_review() {
    let city = City::copy(ID);
    let done = city.run(&["review", "--no-open"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.contains("nothing-made"), "{said}");
    city.write("settings.toml", "[assessment]\nid = 5\n");
    let done = city.run(&["review", "--no-open"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(said.contains("settings.toml 第2行"), "{said}");
}
