//! Data flows one way: which module may use which, and who may touch the disk, print, or hold
//! Chinese words. Every path of every source file is read with `syn`.

mod source;

use std::collections::BTreeSet;

use source::{Named, Source, sources, without_tests};

/// Modules, each with the modules that it may use: only ones above it, so nothing can turn back.
/// Change this table first, and on purpose.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("finding", &[]),
    ("crew", &[]),
    ("clock", &[]),
    ("build", &[]),
    ("settings", &["model", "finding"]),
    ("assets", &["model", "finding", "settings"]),
    ("load", &["model", "finding", "settings"]),
    ("check", &["model", "finding", "crew", "settings", "assets", "load"]),
    ("score", &["model", "finding", "crew", "settings", "check"]),
    ("analyse", &["model", "crew", "settings", "check", "score"]),
    ("chart", &["model", "settings", "assets", "analyse"]),
    ("compose", &["model", "finding", "settings", "assets", "analyse", "chart"]),
    ("typeset", &["model", "finding", "clock", "settings", "assets", "compose"]),
    ("draft", &["finding", "assets", "compose", "typeset"]),
    ("tabulate", &["model", "assets"]),
    ("sheets", &["model", "assets", "analyse", "tabulate"]),
    ("inspect", &["model", "finding"]),
    ("publish", &["model", "finding", "load"]),
    ("listing", &["model", "finding", "assets", "publish"]),
    (
        "signoff",
        &[
            "model", "finding", "crew", "settings", "assets", "analyse", "compose", "typeset",
            "tabulate", "publish",
        ],
    ),
    ("trace", &["model", "finding", "settings", "assets", "check", "score", "analyse"]),
    (
        "pipeline",
        &[
            "model", "finding", "crew", "clock", "settings", "assets", "load", "check", "score",
            "analyse", "chart", "compose", "typeset", "draft", "tabulate", "sheets", "inspect",
            "publish", "trace",
        ],
    ),
    (
        "release",
        &[
            "model", "finding", "settings", "assets", "compose", "tabulate", "publish", "signoff",
            "pipeline",
        ],
    ),
    (
        "init",
        &[
            "model", "finding", "crew", "settings", "assets", "load", "check", "analyse",
            "compose", "typeset", "draft", "tabulate", "inspect", "publish", "pipeline",
        ],
    ),
    ("serve", &["model", "finding"]),
    ("preview", &["model", "finding", "assets", "publish", "pipeline", "serve"]),
    (
        "review",
        &[
            "model", "finding", "settings", "assets", "inspect", "publish", "signoff", "pipeline",
            "serve",
        ],
    ),
    (
        "diff",
        &[
            "model", "finding", "crew", "assets", "load", "inspect", "publish", "signoff", "trace",
            "pipeline",
        ],
    ),
    ("cluster", &["model", "finding", "settings", "assets", "publish", "pipeline"]),
    ("cli", &[]),
    ("terminal", &["finding", "assets", "publish", "pipeline", "init"]),
    ("queue", &["finding", "pipeline", "cluster", "cli", "terminal"]),
    (
        "main",
        &[
            "finding", "assets", "publish", "listing", "pipeline", "init", "preview", "review",
            "release", "trace", "diff", "cluster", "cli",
        ],
    ),
];

/// Something of the world outside that only some modules may name.
struct Outside {
    what: &'static str,
    /// Paths wherever they stand in a longer one; macros with `!`, methods with a leading dot.
    names: &'static [&'static str],
    modules: &'static [&'static str],
}

const OUTSIDE: &[Outside] = &[
    Outside {
        what: "the disk",
        names: &[
            "std::fs",
            "rustix::fs",
            "walkdir",
            ".canonicalize",
            ".exists",
            ".is_dir",
            ".is_file",
            ".read_dir",
            ".symlink_metadata",
            ".try_exists",
        ],
        modules: &["build", "assets", "load", "publish", "signoff", "preview"],
    },
    Outside {
        what: "the network",
        names: &["std::net", "tokio::net", "async_nats"],
        modules: &["serve", "cluster"],
    },
    Outside {
        what: "printing",
        names: &["print!", "println!", "eprint!", "eprintln!", "dbg!", "io::stdout", "io::stderr"],
        modules: &["build", "terminal"],
    },
    Outside {
        what: "the environment",
        names: &["std::env"],
        modules: &["assets", "main", "queue"],
    },
    Outside {
        what: "the clock",
        names: &["std::time"],
        modules: &["clock", "preview", "review", "cluster", "queue", "main", "terminal"],
    },
    Outside {
        what: "threads",
        names: &["std::thread"],
        modules: &["crew", "preview", "review", "cluster", "main"],
    },
    Outside { what: "code from another place", names: &["include!", "#[path]"], modules: &[] },
];

/// Where Chinese words may stand in the source: help texts, and signs that a cell reader knows.
const CHINESE: &[&str] = &["src/cli/", "src/load/signs.rs", "src/model/signs.rs"];

#[test]
fn no_module_uses_a_later_one() {
    assert_none(&sources().iter().flat_map(misused).collect::<Vec<_>>());
}

#[test]
fn the_table_leads_one_way() {
    for (position, (module, used)) in MAY_USE.iter().enumerate() {
        for name in *used {
            let above = MAY_USE[..position].iter().any(|(above, _)| above == name);
            assert!(above, "{module} may use {name}, which does not stand above it");
        }
    }
}

#[test]
fn every_permission_is_used() {
    let sources = sources();
    let used: BTreeSet<(&str, &str)> = sources
        .iter()
        .flat_map(|source| uses(source).map(|(_, used)| (source.owner(), used)))
        .collect();
    let mut stale = Vec::new();
    for (module, allowed) in MAY_USE {
        let unused = allowed.iter().filter(|name| !used.contains(&(*module, **name)));
        stale.extend(unused.map(|name| format!("{module} no longer uses {name}")));
    }
    for outside in OUTSIDE {
        let is_unused = |module: &&&str| {
            let mut own = sources.iter().filter(|source| source.owner() == **module);
            own.all(|source| touches(source, outside).next().is_none())
        };
        let unused = outside.modules.iter().filter(is_unused);
        stale.extend(unused.map(|module| format!("{module} no longer needs {}", outside.what)));
    }
    assert_none(&stale);
}

#[test]
fn every_module_stands_in_the_table() {
    let listed: BTreeSet<&str> = MAY_USE.iter().map(|(module, _)| *module).collect();
    let sources = sources();
    let mut there: BTreeSet<&str> = sources.iter().map(Source::owner).collect();
    assert!(there.remove("lib"), "src/lib.rs is not there");
    assert_eq!(there, listed);
}

#[test]
fn only_the_ends_touch_the_world_outside() {
    assert_none(&without_tests(sources()).iter().flat_map(touched).collect::<Vec<_>>());
}

#[test]
fn no_chinese_words_in_the_source() {
    let sources = without_tests(sources());
    let stands_in = |source: &&Source, place: &&str| source.file.starts_with(*place);
    let others =
        sources.iter().filter(|source| !CHINESE.iter().any(|place| stands_in(source, place)));
    assert_none(&others.flat_map(chinese).collect::<Vec<_>>());
    // The search finds words where they do stand.
    for place in CHINESE {
        let mut there = sources.iter().filter(|source| stands_in(source, place));
        assert!(there.any(|source| !chinese(source).is_empty()), "{place} holds no Chinese");
    }
}

// ---- The checker itself

/// Files, what would stand in them, and the module that it would use.
const WAYS_ROUND: &[(&str, &str, &str)] = &[
    ("src/load/folder.rs", "use crate::pipeline::Order;", "pipeline"),
    ("src/load/folder.rs", "use crate::{model::Points, pipeline::{self}};", "pipeline"),
    ("src/load/folder.rs", "use super::super::publish;", "publish"),
    ("src/load/mod.rs", "use super::publish::Output as Folder;", "publish"),
    ("src/load/mod.rs", "mod inner { use super::super::publish::Output; }", "publish"),
    ("src/load/deep/below.rs", "use self::super::super::super::cli;", "cli"),
    ("src/load/mod.rs", "fn f() { crate::publish::f() }", "publish"),
    ("src/load/mod.rs", "fn f() { super::publish::f::<u8>() }", "publish"),
    ("src/load/mod.rs", "fn f(_: &[Vec<crate::chart::Chart>]) {}", "chart"),
    ("src/load/mod.rs", "impl crate::compose::Say for Table {}", "compose"),
    ("src/load/mod.rs", "fn f() { <crate::score::Rank as Default>::default() }", "score"),
    ("src/load/mod.rs", "fn f(x: X) { if let crate::check::X = x {} }", "check"),
    ("src/load/mod.rs", "pub use crate::pipeline;", "pipeline"),
    ("src/load/mod.rs", "fn f() { vec![crate::pipeline::x()]; }", "pipeline"),
    ("src/load/mod.rs", "fn f() { vec![assert_eq!(1, { super::pipeline::x() })]; }", "pipeline"),
    ("src/load/mod.rs", "macro_rules! m { () => { $crate::pipeline::x() }; }", "pipeline"),
    ("src/load/mod.rs", "m! { mod a { use super::super::{cli, load}; } }", "cli"),
    ("src/load/mod.rs", "m! { use crate::{load::{a, b}, cli}; }", "cli"),
    ("src/load/mod.rs", "#[serde(with = \"crate::publish::as_text\")] struct S;", "publish"),
    ("src/load/mod.rs", "#[cfg(test)] mod tests { use crate::pipeline::build; }", "pipeline"),
    ("src/load/mod.rs", "use super::*;", "*"),
    ("src/load/mod.rs", "use crate as everything;", "*"),
    ("src/load/mod.rs", "use {crate::{self as everything}};", "*"),
    ("src/load/mod.rs", "extern crate self as everything;", "*"),
    ("src/load/mod.rs", "use make_reports::publish;", "publish"),
    ("src/lib.rs", "mod load; pub use load::RawTables;", "load"),
    ("src/main.rs", "use make_reports::load::RawTables;", "load"),
    ("src/main.rs", "fn main() { ::make_reports::score::score() }", "score"),
    ("src/main.rs", "use make_reports::*;", "*"),
];

#[test]
fn ways_round_the_table_are_seen() {
    for (file, text, used) in WAYS_ROUND {
        let source = Source::read(file, text);
        let module = source.owner();
        let expected = format!("{file}:1: {module} uses {used}, which the table does not allow");
        assert_eq!(misused(&source), [expected], "{text}");
    }
}

#[test]
fn another_module_is_not_passed_on() {
    for text in ["pub use crate::model::Points;", "pub(crate) use super::model::{self};"] {
        let found = misused(&Source::read("src/load/mod.rs", text));
        assert_eq!(found, ["src/load/mod.rs:1: load hands on model"], "{text}");
    }
}

#[test]
fn the_right_way_passes() {
    for (file, text) in [
        ("src/load/folder.rs", "use crate::finding::{Finding, Place, rule};"),
        ("src/load/folder.rs", "use super::bytes::text; pub(super) fn f() {} pub(crate) fn g() {}"),
        ("src/load/folder.rs", "mod tests { use super::*; use crate::load::signs; }"),
        ("src/load/folder.rs", "/// Goes to [`crate::pipeline`], see 汉字.\nfn f() {}"),
        ("src/load/folder.rs", "// crate::pipeline\nfn f() { g(\"crate::pipeline::x\"); }"),
        ("src/load/mod.rs", "pub use folder::load; use std::io; fn f(&self) { self.pipeline(); }"),
        ("src/load/mod.rs", "rules! { /// [`crate::cli`]\n mod a { use super::{Rule, load}; } }"),
        ("src/pipeline/mod.rs", "use crate::{load, check::check as look, score::*};"),
        ("src/lib.rs", "pub mod load; pub mod pipeline;"),
        ("src/main.rs", "use make_reports::cli::{self, Typed}; fn f() { crate::g(self::h) }"),
    ] {
        let source = Source::read(file, text);
        assert_eq!(misused(&source), [] as [String; 0], "{text}");
        assert_eq!(touched(&source), [] as [String; 0], "{text}");
        assert_eq!(chinese(&source), [] as [String; 0], "{text}");
    }
}

#[test]
fn ways_to_the_world_outside_are_seen() {
    for (text, name) in [
        ("use std::{fs::File, io};", "std::fs"),
        ("use std::fs;", "std::fs"),
        ("fn f() { std::fs::read(p) }", "std::fs"),
        ("fn f() { assert!(p.exists()) }", ".exists"),
        ("fn f() { p.is_dir() }", ".is_dir"),
        ("use walkdir::WalkDir;", "walkdir"),
        ("fn f() { vec![println!(\"x\")]; }", "println!"),
        ("fn f() { dbg!(x) }", "dbg!"),
        ("fn f() { io::stderr().write_all(b) }", "io::stderr"),
        ("use std::time::Instant;", "std::time"),
        ("fn f() { std::env::var(n) }", "std::env"),
        ("include!(\"../publish/swap.rs\");", "include!"),
        ("#[path = \"../publish/swap.rs\"] mod swap;", "#[path]"),
    ] {
        let found = touched(&Source::read("src/score/mod.rs", text));
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(
            found[0].starts_with(&format!("src/score/mod.rs:1: score names {name}")),
            "{found:?}"
        );
    }
}

#[test]
fn chinese_words_are_seen() {
    for text in [
        "const A: &str = \"得分\";",
        "const A: char = '分';",
        "const A: &str = \"\\u{5206}\";",
        "fn f() { format!(\"{x}分\"); }",
        "m! { /// 说明\n A \"分\"; }",
        "#[error(\"分\")] struct E;",
        "#[cfg(not(test))] mod a { const A: &str = \"分\"; }",
    ] {
        assert_eq!(chinese(&Source::read("src/score/mod.rs", text)).len(), 1, "{text}");
    }
    let fine =
        "/// 说明\nconst A: &str = \"〓、（”\"; #[cfg(test)] mod tests { const A: &str = \"分\"; }";
    assert_eq!(chinese(&Source::read("src/score/mod.rs", fine)), [] as [String; 0]);
}

// ---- Judging one file

/// Uses of other modules; `*` for the whole library.
fn uses(source: &Source) -> impl Iterator<Item = (&Named, &str)> {
    let inside = source.named.iter().filter(|named| named.path[0] == "crate");
    let used = inside.map(|named| (named, named.path.get(1).map_or("*", String::as_str)));
    used.filter(|(_, used)| *used != source.owner())
}

fn misused(source: &Source) -> Vec<String> {
    let owner = source.owner();
    let of_owner = MAY_USE.iter().find(|(module, _)| *module == owner);
    let allowed = of_owner.map_or(&[][..], |(_, used)| used);
    let fault = |(named, used): (&Named, &str)| {
        let at = format!("{}:{}: {owner}", source.file, named.line);
        if !allowed.contains(&used) {
            return Some(format!("{at} uses {used}, which the table does not allow"));
        }
        // Whoever may use this module would use the other one unseen.
        named.handed_on.then(|| format!("{at} hands on {used}"))
    };
    uses(source).filter_map(fault).collect()
}

/// What a file names of the world outside.
fn touches(source: &Source, outside: &Outside) -> impl Iterator<Item = (usize, &'static str)> {
    let named = source.named.iter().filter(|named| !named.in_test);
    named.filter_map(|named| {
        let stands_in = |name: &&&str| {
            let name: Vec<&str> = name.split("::").collect();
            named.path.windows(name.len()).any(|part| part == name)
        };
        Some((named.line, *outside.names.iter().find(stands_in)?))
    })
}

fn touched(source: &Source) -> Vec<String> {
    let owner = source.owner();
    let mut faults = Vec::new();
    for outside in OUTSIDE.iter().filter(|outside| !outside.modules.contains(&owner)) {
        let Outside { what, modules, .. } = outside;
        for (line, name) in touches(source, outside) {
            let at = format!("{}:{line}: {owner}", source.file);
            faults.push(format!("{at} names {name}; {what} is for {modules:?}"));
        }
    }
    faults
}

fn chinese(source: &Source) -> Vec<String> {
    let texts = source.texts.iter().filter(|text| text.text.chars().any(is_ideograph));
    texts.map(|text| format!("{}:{}: {:?}", source.file, text.line, text.text)).collect()
}

/// A CJK unified or compatibility ideograph.
fn is_ideograph(character: char) -> bool {
    matches!(character,
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}')
}

#[track_caller]
fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
