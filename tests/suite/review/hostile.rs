//! Requests that no page of this program makes.

use serde_json::json;

use super::{act, city, deed, paper, sha, stand};
use crate::served::{Served, status};
use crate::support::files;

fn request(served: &Served, start: &str, host: &str, more: &str, body: &str) -> (u16, String) {
    let length =
        if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let text = format!(
        "{start} HTTP/1.1\r\nHost: {host}\r\n{more}{length}Connection: close\r\n\r\n{body}"
    );
    let (head, body) = served.send(&text);
    (status(&head), String::from_utf8_lossy(&body).into_owned())
}

#[test]
fn nobody_else_is_answered() {
    let city = city();
    let before = files(city.root());
    let served = stand(&city);
    let (token, port) = (&served.token, served.port);
    let ours = format!("127.0.0.1:{port}");
    let own = paper(&served.json("papers"), Some("C01"));
    let body = json!({ "who": "张三", "role": "first", "deeds": [deed("approve", &own, "")] });
    let body = body.to_string();
    let (list, acts) = (format!("GET /{token}/papers"), format!("POST /{token}/acts"));
    let origin = format!("Origin: http://{ours}\r\n");
    let foreign = "Origin: http://evil.example\r\n";
    let plain = "Content-Type: text/plain\r\n";
    for (start, host, more, sent) in [
        ("GET /papers", ours.as_str(), "", ""),
        (&format!("GET /{}/papers", "0".repeat(32)), &ours, "", ""),
        (&format!("POST /{}/acts", "0".repeat(32)), &ours, &origin, body.as_str()),
        (&list, "evil.example", "", ""),
        (&list, &format!("127.0.0.1.evil.example:{port}"), "", ""),
        (&list, &ours, foreign, ""),
        // A form or a script of another page can send these.
        (&acts, &ours, foreign, &body),
        (&acts, &ours, &format!("{foreign}{plain}"), &body),
        (&acts, &ours, "Origin: null\r\n", &body),
        (&acts, &ours, "", &body),
        (&acts, "evil.example", &origin, &body),
    ] {
        let (status, said) = request(&served, start, host, more, sent);
        assert_eq!(status, 403, "{start} {host} {more}: {said}");
    }
    // With the token nothing is reached but what there is.
    let ways = [
        "../settings.toml",
        "..%2f..%2fdata%2fsettings.toml",
        "files/..%2f..%2fdata%2fsettings.toml",
        "files/../../data/settings.toml",
        "files/%2fetc%2fpasswd",
        "files/signoff.sqlite",
        "files/manifest.json",
        "pages/..%2f..%2fsettings.toml/1/300",
        "papers/..%2f..%2fsettings.toml",
        "changes/..",
        "trace/x/..%2f..%2fsettings.toml",
        "nothing",
        "%00",
        "acts",
    ];
    for path in ways {
        let (status, said) = request(&served, &format!("GET /{token}/{path}"), &ours, "", "");
        assert!([400, 404, 405].contains(&status), "{path}: {status}");
        assert!(!said.contains("assessment") && !said.contains("root:"), "{path}: {said}");
    }
    let own_sha = sha(&own);
    for place in
        ["0/300", "99999999/300", "1/0", "1/65535", "1/-1", "-1/300", "1/99999999999", "1/x"]
    {
        let start = format!("GET /{token}/pages/{own_sha}/{place}");
        let (status, _) = request(&served, &start, &ours, "", "");
        assert!([400, 404].contains(&status), "{place}: {status}");
    }
    // Nothing of all that has left a trace but the sign-offs' own empty table.
    let after = files(city.root());
    let beside = |all: &[(String, Vec<u8>)]| -> Vec<String> {
        all.iter()
            .map(|own| own.0.clone())
            .filter(|own| !own.starts_with("output/review/"))
            .collect()
    };
    assert_eq!(beside(&after), beside(&before));
    assert_eq!(served.json("papers")["state"]["act"], serde_json::Value::Null);
}

#[test]
fn acts_that_make_no_sense_are_refused() {
    let city = city();
    let served = stand(&city);
    let own = paper(&served.json("papers"), Some("C01"));
    let approve = deed("approve", &own, "");
    let bent = |name: &str, value: serde_json::Value| {
        let mut own = approve.clone();
        own[name] = value;
        own
    };
    let pin = |page: i64, x: f64| json!({ "page": page, "x": x, "y": 1.0, "figure": null });
    let comment = |pin: serde_json::Value| {
        let mut own = deed("comment", &own, "看这里");
        own["pin"] = pin;
        own
    };
    let long = "长".repeat(4_001);
    for (deed, code) in [
        (bent("sha256", json!("0".repeat(64))), "signoff-moved"),
        (bent("sha256", json!("../../settings.toml")), "signoff-moved"),
        (bent("sha256", json!("")), "signoff-moved"),
        (bent("act", json!("delete")), "unreadable"),
        (bent("act", json!("resolve")), "signoff-target"),
        (bent("target", json!(99)), "signoff-target"),
        (bent("path", json!("/etc/passwd")), "unreadable"),
        (bent("seen", json!("1")), "unreadable"),
        (deed("return", &own, ""), "signoff-text"),
        (deed("return", &own, &long), "signoff-text"),
        (deed("return", &own, "反\u{202E}转"), "signoff-text"),
        (deed("comment", &own, "\u{0}"), "signoff-text"),
        (comment(pin(0, 1.0)), "signoff-text"),
        (comment(pin(1, -1.0)), "signoff-text"),
        (comment(pin(1, 1e300)), "signoff-text"),
        (comment(pin(-1, 1.0)), "unreadable"),
    ] {
        let (status, said) = act(&served, "张三", "first", std::slice::from_ref(&deed));
        assert_eq!((status, said["code"].as_str()), (422, Some(code)), "{deed}: {said}");
    }
    for who in ["", "  ", "\u{200B}", &"名".repeat(65), "a\nb"] {
        assert_eq!(
            act(&served, who, "first", std::slice::from_ref(&approve)).1["code"],
            "signoff-text"
        );
    }
    assert_eq!(
        act(&served, "张三", "boss", std::slice::from_ref(&approve)).1["code"],
        "unreadable"
    );
    for body in [json!(null), json!([]), json!({}), json!("x")] {
        assert_eq!(status(&served.send(&served.post("acts", &body)).0), 422);
    }
    // More than anybody writes is not even read.
    let huge = json!({ "who": "张三", "role": "first", "deeds": [deed("comment", &own, &"x".repeat(4 << 20))] });
    if let Some((head, _)) = served.sent(&served.post("acts", &huge)) {
        assert_eq!(status(&head), 413);
    }
    assert_eq!(served.json("papers")["state"]["act"], serde_json::Value::Null);
    assert_eq!(act(&served, "张三", "first", &[approve]).0, 200);
}
