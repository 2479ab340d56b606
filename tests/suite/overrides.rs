//! Templates that an office puts in place of the built-in ones: every class of file, what overrides
//! nothing, what cannot be read, and mistakes told with file, line, column and what could stand there.

use std::fs;
use std::path::PathBuf;

use make_reports::assets::{Templates, Wording};
use make_reports::finding::Failure;
use make_reports::pipeline::{self, Changed, Desk, Look};
use make_reports::publish::SaidFinding;

use crate::support::{City, repository};

/// A city with a folder of templates.
struct Office {
    city: City,
}

impl Office {
    fn new(templates: &[(&str, &[u8])]) -> Self {
        let office = Self { city: City::copy("small") };
        fs::create_dir(office.folder()).unwrap();
        for (name, bytes) in templates {
            office.put(name, bytes);
        }
        office
    }

    fn folder(&self) -> PathBuf {
        self.city.root().join("templates")
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.folder().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn remove(&self, name: &str) {
        fs::remove_file(self.folder().join(name)).unwrap();
    }

    fn templates(&self) -> Result<Templates, Failure> {
        Templates::with_folder(&self.folder())
    }

    /// The report of one unit, with these templates.
    fn desk(&self) -> Result<Desk, Failure> {
        let mut order = self.city.order();
        order.templates = Some(self.folder());
        (order.units, order.only) = (vec!["东河县".to_owned()], vec!["unit".to_owned()]);
        Desk::new(order, &|_| {})
    }

    fn look(&self) -> Look {
        self.desk().unwrap().look().unwrap()
    }

    fn check(&self) -> Vec<SaidFinding> {
        let mut order = self.city.order();
        order.templates = Some(self.folder());
        pipeline::check(&order, &|_| {}).unwrap().findings
    }
}

fn built_in(name: &str) -> String {
    Templates::built_in().text(name).unwrap().to_owned()
}

/// Place and words of the findings of a code.
fn told(findings: &[SaidFinding], code: &str) -> Vec<(String, String, String)> {
    let own = findings.iter().filter(|own| own.code == code);
    own.map(|own| {
        let number = |number: Option<usize>| number.map_or("-".to_owned(), |n| n.to_string());
        let file = own.file.clone().unwrap_or_default();
        let place = format!("{file}:{}:{}", number(own.line), number(own.column));
        (place, own.what.clone(), own.todo.clone())
    })
    .collect()
}

fn findings(look: Look) -> Vec<SaidFinding> {
    look.findings.into_iter().map(|own| own.said).collect()
}

// ---- Every class of file

#[test]
fn every_class_of_file_is_overridden() {
    let plain = Office::new(&[("layouts/page.typ", built_in("layouts/page.typ").as_bytes())]);
    let plain = plain.look().pages.unwrap();
    let layout = built_in("layouts/unit.typ") + "\n附加的一行\n";
    let sentence = format!("附加的{}", built_in("sentences/unit/title.jinja"));
    let macros = built_in("sentences/macros.jinja") + "\n{#- 附加 -#}";
    for (name, text, moves) in [
        ("layouts/unit.typ", layout.as_str(), true),
        ("sentences/unit/title.jinja", &sentence, true),
        ("sentences/macros.jinja", &macros, false),
        ("wording/charts.toml", &built_in("wording/charts.toml").replace("得分率", "得分比"), true),
        ("settings-defaults.toml", "[papers]\nmeasure = \"家\"\n", true),
        ("columns-defaults.toml", "[units]\ncode = [\"单位代码\", \"code\"]\n", false),
    ] {
        let office = Office::new(&[(name, text.as_bytes())]);
        let look = office.look();
        let found: Vec<_> = look.findings.iter().map(|own| &own.said).collect();
        assert!(look.pages.is_some(), "{name}: {found:?}");
        assert_eq!(look.pages.unwrap() != plain, moves, "{name}");
        // Taken away, it is as it was.
        let mut desk = office.desk().unwrap();
        desk.look().unwrap();
        office.remove(name);
        office.put("layouts/page.typ", built_in("layouts/page.typ"));
        desk.renew(Changed { templates: true, ..Changed::default() }).unwrap();
        assert!(desk.look().unwrap().pages.unwrap() == plain, "{name}");
    }
}

#[test]
fn blanks_and_starters_are_overridden() {
    let name = "docx/self-report/document.xml.jinja";
    let text = built_in(name);
    let bent = text.replacen("<w:body>", "<w:body><w:p><w:r><w:t>附加</w:t></w:r></w:p>", 1);
    assert_ne!(text, bent);
    let made = |templates: &[(&str, &[u8])]| {
        let office = Office::new(templates);
        let folder = office.folder();
        let done = office.city.run(&["forms", "--templates", folder.to_str().unwrap()]);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(0), "{said}");
        let files = crate::support::files(&office.city.output()).into_iter();
        files.filter(|(path, _)| path.to_lowercase().ends_with(".docx")).collect::<Vec<_>>()
    };
    let same = made(&[(name, text.as_bytes())]);
    assert!(!same.is_empty());
    assert!(made(&[(name, bent.as_bytes())]) != same);

    let office = Office::new(&[]);
    let settings = built_in("starter/settings.toml");
    office.put("starter/settings.toml", format!("# 本办的说明\n{settings}"));
    let (folder, data) = (office.folder(), office.city.root().join("new"));
    let program = env!("CARGO_BIN_EXE_make-reports");
    let mut command = std::process::Command::new(program);
    command.arg("init").arg(&data).arg("--templates").arg(folder);
    let done = command.arg("--fonts").arg(repository("fonts")).output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let made = fs::read_to_string(data.join("settings.toml")).unwrap();
    assert!(made.contains("本办的说明"), "{made}");
}

#[test]
fn a_table_is_overridden_word_by_word() {
    let office = Office::new(&[(
        "wording/program.toml",
        "[summary]\nbuilt = \"好了：{{ documents }}份\"\n".as_bytes(),
    )]);
    let templates = office.templates().unwrap();
    let wording = Wording::new(&templates).unwrap();
    let values = serde_json::json!({ "documents": 3, "path": "output" });
    assert_eq!(wording.say("program.summary.built", &values), "好了：3份");
    assert_eq!(wording.say("program.summary.output", &values), "输出在 output");
    assert_eq!(told(&office.check(), "wording-key-unknown"), []);
    // A default that is left out is the built-in one.
    let office = Office::new(&[("settings-defaults.toml", b"[papers]\n")]);
    assert!(office.check().iter().all(|own| own.severity != "error"));
}

// ---- What overrides nothing, and what cannot be read

#[test]
fn a_file_that_overrides_nothing_is_told_with_the_nearest() {
    let unit = built_in("layouts/unit.typ");
    for (name, near) in [
        ("layouts/units.typ", "layouts/unit.typ"),
        ("unit.typ", "layouts/unit.typ"),
        ("Layouts/unit.typ", "layouts/unit.typ"),
        ("sentences/unit/titel.jinja", "sentences/unit/title.jinja"),
        ("sentences/macro.jinja", "sentences/macros.jinja"),
        ("wording/finding.toml", "wording/findings.toml"),
        ("setting-defaults.toml", "settings-defaults.toml"),
        ("layouts/unit.typ.txt", "layouts/unit.typ"),
        ("layouts/unit.TYP", "layouts/unit.typ"),
    ] {
        let text = if name.contains("unit.") { unit.as_str() } else { "" };
        let found = Office::new(&[(name, text.as_bytes())]).check();
        let found = told(&found, "template-unused");
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert_eq!(found[0].0, format!("{name}:-:-"));
        assert!(found[0].2.contains(&format!("是不是“{near}”？")), "{name}: {}", found[0].2);
    }
    // Files that others ask for override nothing, and are fine; so are notes.
    let own = built_in("layouts/unit.typ") + "\n#import \"office.typ\": *\n";
    let asks = built_in("sentences/unit/title.jinja")
        + "{% from \"sentences/office-macros.jinja\" import mark %}";
    let office = Office::new(&[
        ("layouts/unit.typ", own.as_bytes()),
        ("layouts/office.typ", b"#let mark = [x]"),
        ("sentences/unit/title.jinja", asks.as_bytes()),
        ("sentences/office-macros.jinja", b"{% macro mark() %}x{% endmacro %}"),
        ("README.md", b"notes"),
        ("layouts/.unit.typ.swp", b"x"),
        ("layouts/~$unit.typ", b"x"),
    ]);
    let look = office.look();
    assert!(look.pages.is_some(), "{look:?}");
    assert_eq!(told(&findings(look), "template-unused"), []);
}

#[test]
fn an_empty_folder_is_told() {
    let found = Office::new(&[]).check();
    assert_eq!(told(&found, "templates-none").len(), 1);
    let found = Office::new(&[("notes.txt", b"x"), ("layouts/README.md", b"x")]).check();
    assert_eq!(told(&found, "templates-none").len(), 1);
    let found = Office::new(&[("layouts/page.typ", built_in("layouts/page.typ").as_bytes())]);
    assert_eq!(told(&found.check(), "templates-none"), []);
}

#[test]
fn a_file_that_cannot_be_read_is_told() {
    let name = "sentences/unit/title.jinja";
    // As Windows saves UTF-8: with a mark before it.
    let marked = [b"\xEF\xBB\xBF", built_in(name).as_bytes()].concat();
    let plain = Office::new(&[(name, built_in(name).as_bytes())]).look().pages.unwrap();
    assert!(Office::new(&[(name, &marked)]).look().pages.unwrap() == plain);
    // In the encoding of old programs: 评估 in GBK on the third line.
    let office = Office::new(&[(name, b"{{ name }}\n\n\xC6\xC0\xB9\xC0")]);
    let failure = office.templates().unwrap_err();
    assert_eq!((failure.code, failure.facts["line"].as_str()), ("template-not-text", "3"));
    let folder = office.folder();
    let done = office.city.run(&["check", "--templates", folder.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.contains("title.jinja”第3行") && said.contains("UTF-8"), "{said}");
    #[cfg(unix)]
    {
        office.remove(name);
        let link = office.folder().join("layouts/unit.typ");
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink("/nowhere/unit.typ", link).unwrap();
        let failure = office.templates().unwrap_err();
        assert_eq!(failure.code, "read-failed");
        assert!(failure.facts["path"].ends_with("layouts/unit.typ"), "{failure}");
    }
}

// ---- Mistakes

#[test]
fn a_mistake_in_a_sentence_says_what_could_stand_there() {
    let name = "sentences/unit/title.jinja";
    let title = built_in(name);
    let line = title.matches('\n').count() + 2;
    for (text, column, what, todo) in [
        ("{{ nmae }}", 4, "没有“nmae”这个名称", "是不是“name”？这里可写："),
        (
            "{{ assessment.peroid }}",
            4,
            "没有“assessment.peroid”",
            "是不是“period”？这里可写：approved_by、approved_on",
        ),
        (
            "{% for own in dimensions %}{{ own.nmae }}{% endfor %}",
            31,
            "没有“own.nmae”",
            "是不是“name”？",
        ),
        ("{% set own = dimensions[0] %}{{ own.nmae }}", 33, "没有“own.nmae”", "short"),
        ("{{ losses[0].gian }}", 4, "没有", "是不是“gain”？"),
        ("{{ total.total }}", 4, "没有“total.total”", "key、sign、text、value"),
        // Told although nothing comes to say it.
        ("{% if false %}{{ nmae }}{% endif %}", 18, "没有“nmae”", "是不是“name”？"),
        ("{{ name name }}", 9, "写法不对，模板程序说：“", "是否成对"),
        ("{% if name %}", 12, "写法不对", "是否成对"),
        ("{{ name | shout }}", 11, "没有这个函数或过滤器", "对照该行"),
        ("{% include 'sentences/none.jinja' %}", 4, "没有要引用的模板", "对照该行"),
        ("{{ released }}", 4, "“released”不能直接写出来：它是是非值", "if"),
        ("{{ dimensions }}", 4, "它是一列数据", "for"),
        ("{{ assessment }}", 4, "它是一组数据", "名称"),
    ] {
        let office = Office::new(&[(name, format!("{title}\n{text}\n").as_bytes())]);
        let look = office.look();
        assert!(look.pages.is_none(), "{text}");
        let found = told(&findings(look), "template-error");
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        let (place, said, help) = &found[0];
        assert!(said.contains(what) && help.contains(todo), "{text}: {said}；{help}");
        assert_eq!(*place, format!("{name}:{line}:{column}"), "{text}: {said}");
    }
    // All at once: in several sentences, and several in one.
    let other = "sentences/unit/overall.jinja";
    let text = "{% if nonsense %}{{ rubbish }}{% endif %}";
    let office = Office::new(&[(name, text.as_bytes()), (other, b"{{ trash }}")]);
    let places: Vec<String> =
        told(&findings(office.look()), "template-error").into_iter().map(|own| own.0).collect();
    assert_eq!(places, [format!("{other}:1:4"), format!("{name}:1:7"), format!("{name}:1:21")]);
}

#[test]
fn a_mistake_in_a_layout_says_what_could_stand_there() {
    let name = "layouts/unit.typ";
    let layout = built_in(name);
    let line = layout.matches('\n').count() + 2;
    for (text, column, what) in [
        ("#fatcs.name", 2, "版式中没有“fatcs”这个名称。排版程序说"),
        ("#facts.nmae", 8, "数据中没有“nmae”这一项"),
        ("#facts.assessment.peroid", 19, "数据中没有“peroid”这一项"),
        ("#text(12pt", 6, "写法不对。排版程序说：“unclosed delimiter”"),
        ("#json(\"/absent.json\")", 7, "没有要读的文件“absent.json"),
        ("#panic(\"不对\")", 2, "版式自己停了下来"),
        ("#text(colour: red)[x]", 7, "参数不对：“colour”"),
        ("#(1 + \"x\")", 3, "排版程序说：“cannot add integer and string”"),
    ] {
        let office = Office::new(&[(name, format!("{layout}\n{text}\n").as_bytes())]);
        let look = office.look();
        assert!(look.pages.is_none(), "{text}");
        let found = told(&findings(look), "typeset-error");
        assert!(!found.is_empty(), "{text}");
        let (place, said, todo) = &found[0];
        assert!(said.contains(what) && said.contains("排版程序说：“"), "{text}: {said}");
        let near = [("fatcs", "facts"), ("nmae", "name"), ("peroid", "period")];
        for (_, near) in near.iter().filter(|(wrong, _)| text.contains(wrong)) {
            assert!(todo.contains(&format!("是不是“{near}”？")), "{text}: {todo}");
        }
        assert_eq!(*place, format!("{name}:{line}:{column}"), "{text}: {said}");
    }
    let text = format!("{layout}\n#set text(font: \"Nobody\")\nx\n");
    let found = findings(Office::new(&[(name, text.as_bytes())]).look());
    let found = told(&found, "typeset-warning");
    assert!(found[0].1.contains("没有字体“nobody”"), "{found:?}");
}

#[test]
fn a_mistake_in_words_says_what_could_stand_there() {
    let name = "wording/findings.toml";
    let text = "[score-mising]\nwhat = \"缺分\"\n\n[score-missing]\nwaht = \"缺分\"\n\
                todo = \"补上{{ unti }}的分\"\n";
    let found = Office::new(&[(name, text.as_bytes())]).check();
    let unknown = told(&found, "wording-key-unknown");
    let places: Vec<&str> = unknown.iter().map(|own| own.0.as_str()).collect();
    assert_eq!(places, [format!("{name}:2:1"), format!("{name}:5:1")]);
    assert!(unknown[0].2.contains("是不是“score-missing.what”"), "{unknown:?}");
    assert!(unknown[1].2.contains("是不是“score-missing.what”"), "{unknown:?}");
    let wrong = told(&found, "wording-value-unknown");
    assert_eq!(wrong.len(), 1);
    assert_eq!(wrong[0].0, format!("{name}:6:14"));
    assert!(wrong[0].1.contains("没有“unti”这个值"), "{wrong:?}");
    assert!(found.iter().any(|own| own.code == "wording-value-unknown" && own.severity == "error"));
    // What does not parse stops everything; all places are told.
    let two = "[a]\nwhat = \"x\n[b]\ntodo = = 1\n";
    let office = Office::new(&[
        (name, two.as_bytes()),
        ("wording/program.toml", "[summary]\nbuilt = \"{{ path\"\n".as_bytes()),
    ]);
    let failure = Wording::new(&office.templates().unwrap()).unwrap_err();
    assert_eq!((failure.code, failure.facts["path"].as_str()), ("wording-broken", name));
    assert_eq!((failure.facts["line"].as_str(), failure.facts["column"].as_str()), ("2", "10"));
    let more = &failure.facts["more"];
    assert!(more.contains("wording/findings.toml:4:"), "{more}");
    assert!(more.contains("wording/program.toml:2:1 summary.built"), "{more}");
}

#[test]
fn a_mistake_in_what_blanks_are_made_of_is_told() {
    let report = "docx/self-report/document.xml.jinja";
    let bent = built_in(report).replacen("<w:body>", "<w:body>\n{{ nonsense }}", 1);
    let line = bent.lines().position(|line| line.contains("nonsense")).unwrap() + 1;
    let examples = "starter/examples.toml";
    for (name, text, command, place) in [
        (report, bent.as_str(), "forms", format!("“{report}”第{line}行第4列")),
        (examples, "units_note = 5\n", "init", format!("“{examples}”第1行")),
        ("wording/forms.toml", "[title]\nunist = \"x\"\n", "forms", "没有“title.unist”".to_owned()),
    ] {
        let office = Office::new(&[(name, text.as_bytes())]);
        let (folder, new) = (office.folder(), office.city.root().join("new"));
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_make-reports"));
        match command {
            "init" => program.arg("init").arg(&new),
            _ => program.arg("forms").arg("--data").arg(office.city.data()),
        };
        program.arg("--templates").arg(folder).arg("--fonts").arg(repository("fonts"));
        let done = program.output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(said.contains(&place), "{name}: {said}");
        assert!(!new.exists(), "{name}: something was made");
    }
}

#[test]
fn a_mistake_in_defaults_says_what_could_stand_there() {
    let name = "settings-defaults.toml";
    let text = "[papers]\nmeasur = \"个\"\nprofile = \"tiny\"\n\n[statistics]\ndecimals = 9\n\
                least_sd = \"ten\"\n";
    let found = Office::new(&[(name, text.as_bytes())]).check();
    for (code, line, says) in [
        ("settings-key-unknown", 2, "measure"),
        ("settings-choice", 3, "accessible"),
        ("settings-range", 6, "9"),
    ] {
        let own = told(&found, code);
        assert!(own[0].0.starts_with(&format!("{name}:{line}:")), "{code}: {own:?}");
        assert!(format!("{}{}", own[0].1, own[0].2).contains(says), "{code}: {own:?}");
    }
    let found = Office::new(&[(name, b"[papers\nmeasure = 1\n")]).check();
    let own = told(&found, "settings-syntax");
    assert!(own[0].0.starts_with(&format!("{name}:1:")), "{own:?}");
}
