//! `preview`: one paper is shown again after every change, a mistake keeps the last pages, what
//! cannot be shown is told, and nobody else is answered.

use std::fs;
use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;

use make_reports::pipeline::{Changed, Desk, Look};

use crate::served::Served;
use crate::support::{City, can_prove, files, repository};

const SETTINGS: &str = "settings.toml";
const TITLE: &str = "sentences/unit/title.jinja";

/// A miniature with ranks, grades and several papers.
fn city() -> City {
    let city = City::copy("small");
    let approved = "stage = \"approved\"\napproved_on = \"2024-09-20\"\napproved_by = \"审定\"";
    city.replace(SETTINGS, "stage = \"submitted\"", approved);
    city
}

/// A desk for one paper, with a folder of templates of its own.
fn desk(city: &City, unit: Option<&str>, kind: Option<&str>) -> Desk {
    let templates = city.root().join("templates");
    fs::create_dir_all(templates.join("sentences/unit")).unwrap();
    let mut order = city.order();
    order.templates = Some(templates);
    order.units = unit.map(str::to_owned).into_iter().collect();
    order.only = kind.map(str::to_owned).into_iter().collect();
    Desk::new(order, &|_| {}).unwrap()
}

fn changed(data: bool, templates: bool) -> Changed {
    Changed { data, templates, fonts: false }
}

fn codes(look: &Look) -> Vec<&str> {
    look.findings.iter().map(|own| own.said.code.as_str()).collect()
}

#[test]
fn a_paper_is_shown_again_and_a_mistake_is_told_in_place() {
    let city = city();
    let mut desk = desk(&city, Some("东河县"), None);
    let first = desk.look().unwrap();
    assert_eq!(
        (first.kind.as_str(), first.unit.as_deref()),
        ("单位评估报告", Some("东河县人民政府"))
    );
    let pages = first.pages.unwrap();
    assert!(pages.len() > 2 && pages.iter().all(|page| page.starts_with("<svg")));
    // Letters are shapes: a screen needs no font.
    assert!(pages.iter().all(|page| !page.contains("<text")), "a text is left");
    assert!(pages.iter().all(|page| !page.contains("base64,PHRleHQ")), "a chart has texts");

    let title = city.root().join("templates").join(TITLE);
    fs::write(&title, "改过的标题\n\n仍是两行").unwrap();
    desk.renew(changed(false, true)).unwrap();
    let second = desk.look().unwrap().pages.unwrap();
    assert_ne!(second[0], pages[0]);
    assert!(second[1..] == pages[1..], "only the first page has changed");

    fs::write(&title, "{{ name }}\n\n  {{ nmae }}").unwrap();
    desk.renew(changed(false, true)).unwrap();
    let broken = desk.look().unwrap();
    assert_eq!((broken.pages, broken.findings.is_empty()), (None, false));
    let told = broken.findings.iter().find(|own| own.said.code == "template-error").unwrap();
    assert_eq!((told.said.line, told.said.column), (Some(3), Some(6)));
    assert_eq!(told.source.as_deref(), Some("  {{ nmae }}"));

    fs::remove_file(&title).unwrap();
    desk.renew(changed(false, true)).unwrap();
    assert!(desk.look().unwrap().pages.unwrap() == pages, "mended, it is as it was");
}

#[test]
fn data_that_changes_is_shown_and_what_is_wrong_with_it_is_told() {
    let city = city();
    let mut desk = desk(&city, Some("东河县"), Some("unit"));
    let pages = desk.look().unwrap().pages.unwrap();
    let (scores, cell) = ("county-scores.csv", "东河县,规范性文件,28");
    city.replace(scores, cell, "东河县,规范性文件,20");
    desk.renew(changed(true, false)).unwrap();
    assert!(desk.look().unwrap().pages.unwrap() != pages);
    city.replace(scores, "东河县,规范性文件,20", "东河县,规范性文件,九");
    desk.renew(changed(true, false)).unwrap();
    let broken = desk.look().unwrap();
    assert!(broken.pages.is_none() && !codes(&broken).is_empty(), "{broken:?}");
    assert_eq!(broken.findings[0].said.file.as_deref(), Some(scores));
    // What cannot be read at all is tried again with the next change, whatever changes.
    fs::rename(city.data(), city.root().join("elsewhere")).unwrap();
    assert_eq!(desk.renew(changed(true, false)).unwrap_err().code, "folder-missing");
    fs::rename(city.root().join("elsewhere"), city.data()).unwrap();
    city.replace(scores, "东河县,规范性文件,九", "东河县,规范性文件,28");
    desk.renew(changed(false, true)).unwrap();
    assert!(desk.look().unwrap().pages.unwrap() == pages);
}

#[test]
fn a_paper_is_what_a_build_would_make() {
    let city = city();
    let mut order = city.order();
    (order.units, order.only) = (vec!["东河县".to_owned()], vec!["unit".to_owned()]);
    let report = make_reports::pipeline::build(&order, &|_| {}).unwrap();
    let look = desk(&city, Some("东河县"), Some("unit")).look().unwrap();
    assert_eq!(look.pages.unwrap().len(), report.pages);
    assert!(city.output().join("small").join(&look.path).is_file(), "{}", look.path);
}

#[test]
fn what_cannot_be_shown_is_told() {
    let city = city();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for (arguments, code, says) in [
        (&["--unit", "东河"][..], "unit-not-found", "是不是“东河县”"),
        (&["--unit", "东河县", "--only", "unti"], "kind-not-found", "unit（单位评估报告）"),
        (&["--unit", "东河县", "--only", "recheck"], "kind-not-due", "整改复查通报"),
        (&["--unit", "东河县", "--only", "总报告"], "kind-of-all", "去掉 --unit"),
        (&["--only", "unit"], "kind-of-units", "加上 --unit"),
        (&["--only", "workbook"], "kind-without-pages", "统计工作簿"),
        (&["--unit", "东河县", "--only", "correction"], "paper-not-there", "现有：初评反馈函"),
        (&["--unit", "东河县", "--port", &port], "port-taken", &port),
        (&["--unit", "东河县", "--templates", "/nowhere"], "folder-missing", "/nowhere"),
        (&[], "", "缺少“--unit <单位>”"),
        (&["--unit", "东河县", "--port", "0"], "", "“--port <端口>”的值“0”"),
        (&["--unit", "东河县", "--unit", "西山县"], "", "不能重复"),
    ] {
        let done = command(&city, arguments).output().unwrap();
        let text = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{arguments:?}: {text}");
        assert!(text.contains(code) && text.contains(says), "{arguments:?}: {text}");
    }
}

// ---- The server

fn command(city: &City, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_make-reports"));
    command.arg("preview").args(arguments).arg("--no-open").arg("--data").arg(city.data());
    command.arg("--fonts").arg(repository("fonts")).current_dir(city.root());
    command
}

/// A preview that stands.
fn stand(city: &City, arguments: &[&str]) -> Served {
    Served::start(&mut command(city, arguments))
}

fn shown(served: &Served, after: u64) -> serde_json::Value {
    served.json(&format!("after/{after}"))
}

#[test]
fn the_page_is_answered_and_waits_for_what_is_new() {
    let city = city();
    let before = files(city.root());
    let standing = stand(&city, &["--unit", "东河县"]);
    for (path, kind) in [
        ("", "text/html"),
        ("page.css", "text/css"),
        ("page.js", "text/javascript"),
        ("words.json", "application/json"),
        ("font", "font/otf"),
    ] {
        let (head, body) = standing.get(path);
        assert!(head.starts_with("HTTP/1.1 200") && head.contains(kind), "{path}: {head}");
        for sealed in ["content-security-policy: default-src 'none'", "cache-control: no-store"] {
            assert!(head.contains(sealed), "{path}: {head}");
        }
        assert!(!body.is_empty());
        assert!(!String::from_utf8_lossy(&body).contains("preview."), "{path}: words are missing");
    }
    let state = shown(&standing, 0);
    assert_eq!((&state["version"], &state["fresh"]), (&1.into(), &true.into()));
    for page in state["pages"].as_array().unwrap() {
        let (head, body) = standing.get(&format!("pages/{}", page.as_str().unwrap()));
        assert!(head.contains("image/svg+xml") && body.starts_with(b"<svg"), "{head}");
    }
    assert!(standing.get("pages/nothing").0.starts_with("HTTP/1.1 404"));
    assert!(files(city.root()) == before, "something was written");
    // The answer to who has the first state comes with the second.
    let text = city.read(SETTINGS);
    city.write(SETTINGS, text.replace("period = ", "period = 5 # "));
    let state = shown(&standing, 1);
    assert_eq!((&state["version"], &state["fresh"]), (&2.into(), &false.into()));
    assert_eq!(state["findings"][0]["severity"], "error");
    assert!(state["findings"][0]["place"].as_str().unwrap().contains("settings.toml 第"));
    city.write(SETTINGS, text);
    assert_eq!(shown(&standing, 2)["fresh"], true);
}

/// Ctrl+C, as a terminal sends it.
#[cfg(unix)]
#[test]
fn it_ends_when_it_is_told_to() {
    let city = city();
    let mut standing = stand(&city, &["--unit", "东河县"]);
    let pid = standing.program.id().to_string();
    assert!(
        Command::new("sh").args(["-c", &format!("kill -INT {pid}")]).status().unwrap().success()
    );
    let ended = standing.program.wait().unwrap();
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&ended), Some(2));
    assert!(TcpStream::connect(("127.0.0.1", standing.port)).is_err());
}

#[test]
fn nobody_else_is_answered() {
    let city = city();
    let standing = stand(&city, &["--only", "city"]);
    let (token, port) = (&standing.token, standing.port);
    assert_eq!(token.len(), 32);
    let ours = format!("127.0.0.1:{port}");
    let request = |start: &str, host: &str, more: &str| {
        let host = if host.is_empty() { String::new() } else { format!("Host: {host}\r\n") };
        let text = format!("{start} HTTP/1.1\r\n{host}{more}Connection: close\r\n\r\n");
        let (head, body) = standing.send(&text);
        let status = head.split(' ').nth(1).unwrap().parse::<u16>().unwrap();
        (status, String::from_utf8_lossy(&body).into_owned())
    };
    let page = format!("GET /{token}/");
    let own = format!("Origin: http://{ours}\r\n");
    assert_eq!(request(&page, &ours, "").0, 200);
    assert_eq!(request(&page, &format!("localhost:{port}"), "").0, 200);
    assert_eq!(request(&page, &ours, &own).0, 200);
    let wrong = format!("GET /{}/", "0".repeat(32));
    let twice = format!("{ours}\r\nHost: {ours}");
    let other_port = format!("127.0.0.1:{}", port.wrapping_add(1));
    let foreign = "Origin: http://evil.example\r\n";
    let two = format!("{own}{foreign}");
    for (start, host, more) in [
        ("GET /", ours.as_str(), ""),
        ("GET //", &ours, ""),
        (&wrong, &ours, ""),
        (&format!("GET /{}", &token[..31]), &ours, ""),
        (&format!("GET /{}/", token.to_uppercase()), &ours, ""),
        (&page, "evil.example", ""),
        (&page, &format!("evil.example:{port}"), ""),
        (&page, &format!("127.0.0.1.evil.example:{port}"), ""),
        (&page, &other_port, ""),
        (&page, "127.0.0.1", ""),
        (&page, "", ""),
        (&page, &twice, ""),
        (&page, &ours, foreign),
        (&page, &ours, "Origin: null\r\n"),
        (&page, &ours, &format!("Origin: https://{ours}\r\n")),
        (&page, &ours, &two),
        (&format!("POST /{token}/"), &ours, ""),
        (&format!("POST /{token}/"), &ours, foreign),
        (&format!("DELETE /{token}/after/0"), &ours, ""),
    ] {
        let (status, body) = request(start, host, more);
        // A request that is none is refused before anybody reads it.
        assert!([400, 403].contains(&status), "{start} {host} {more}: {status}");
        assert!(!body.contains("<html") && !body.contains("svg"), "{body}");
    }
    // With the token, too, no path leads to a file, and nothing can be changed.
    for path in [
        "../settings.toml",
        "..%2f..%2fsettings.toml",
        "pages/../../data/settings.toml",
        "pages/..%2f..%2f..%2fetc%2fpasswd",
        "pages/%00",
        "pages/",
        "after/-1",
        "after/x",
        "%2e%2e/",
        "nothing",
    ] {
        let (status, body) = request(&format!("{page}{path}"), &ours, "");
        assert!([400, 404].contains(&status), "{path}: {status}");
        assert!(!body.contains("assessment") && !body.contains("root:"), "{path}: {body}");
    }
    assert_eq!(request(&format!("POST /{token}/"), &ours, &own).0, 405);
    let refused = request(&wrong, &ours, "").1;
    assert!(refused.contains("make-reports preview"), "{refused}");
    // Neither a connection that says nothing nor one that says nonsense keeps another waiting.
    let _silent = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let mut nonsense = TcpStream::connect(("127.0.0.1", port)).unwrap();
    nonsense.write_all(&[0xff; 4096]).unwrap();
    assert_eq!(request(&page, &ours, "").0, 200);
    // Other addresses of this machine have nobody listening.
    assert!(TcpStream::connect(("127.0.0.2", port)).is_err());
}

/// Opened, changed, broken and mended in a real browser.
#[test]
fn a_browser_shows_what_is_saved() {
    if !can_prove("chromium", &["--version"]) || !can_prove("python3", &["--version"]) {
        return;
    }
    let work = tempfile::tempdir().unwrap();
    let done = Command::new("python3")
        .arg(repository("tests/foreign/preview.py"))
        .arg(env!("CARGO_BIN_EXE_make-reports"))
        .args([repository("data"), repository("fonts")])
        .arg(work.path())
        .arg("市教育局")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
    // For the reader, and no measure: a machine that does other things at once takes longer.
    eprintln!("seconds from a save to the page: {said}");
    assert!(!Path::new(work.path()).join("output").exists());
}
