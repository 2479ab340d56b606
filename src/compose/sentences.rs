//! Sentences: MiniJinja templates over facts, with figures that keep their keys.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use minijinja::value::{Rest, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value};
use serde::Serialize;

use super::brackets::in_levels;
use super::mistakes::{NOT_WRITTEN, mistake, unknown_names};
use crate::assets::Templates;
use crate::finding::{Finding, arrange};
use crate::model::{FIGURE_END, FIGURE_MIDDLE, FIGURE_START, marked, numeral};

/// A run of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Span {
    /// Words.
    Text(String),
    /// A printed figure with its key.
    Figure {
        /// Key of the figure.
        key: String,
        /// As printed.
        text: String,
    },
    /// A reference to tables and charts of the paper, whose numbers the layout knows; nothing where
    /// the paper has none of them.
    Reference {
        /// Names of the tables and charts, parted by blanks.
        see: String,
        /// Empty: the number is the layout's.
        text: String,
    },
}

/// A paragraph.
pub type Paragraph = Vec<Span>;

/// Begins the name of a table or chart that is referred to; the end is that of a figure.
const REFERENCE_START: char = '\u{F8F3}';
/// What keys of numbers begin with that a template counted itself.
const SAID: &str = "said/";

/// The folder of sentence templates.
const FOLDER: &str = "sentences/";

/// Every sentence template, ready to be said.
#[derive(Debug)]
pub(super) struct Sentences {
    environment: Environment<'static>,
    /// Templates whose names have been looked up, with what is wrong with them.
    looked: Mutex<HashMap<String, Vec<Finding>>>,
}

impl Sentences {
    /// Parses every sentence template; a mistake is a finding with file, line and column.
    pub(super) fn new(templates: &Templates, findings: &mut Vec<Finding>) -> Self {
        let mut environment = Environment::new();
        // With it, an undefined name is told with its line and column.
        environment.set_debug(true);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        environment.set_formatter(write_value);
        environment.add_function("see", see);
        environment.add_filter("printed", printed);
        let kinds = kinds(templates);
        environment.add_filter("kind", move |code: &str| kind(&kinds, code));
        for (name, text) in templates.in_folder(FOLDER) {
            if let Err(error) = environment.add_template_owned(name.to_owned(), text.to_owned()) {
                findings.push(mistake(&error, name, &Value::UNDEFINED));
            }
        }
        Self { environment, looked: Mutex::default() }
    }

    /// Says every template of a paper (`sentences/<paper>/…`): its name with its paragraphs, which
    /// blank lines part. A template that says nothing gives no paragraph.
    pub(super) fn say(
        &self,
        paper: &str,
        facts: &Value,
    ) -> Result<BTreeMap<String, Vec<Paragraph>>, Vec<Finding>> {
        let folder = format!("{FOLDER}{paper}/");
        let mut said = BTreeMap::new();
        let mut findings = Vec::new();
        let mut names: Vec<&str> = self.environment.templates().map(|(name, _)| name).collect();
        names.sort_unstable();
        for name in names {
            let Some(stem) = name.strip_prefix(&folder) else {
                continue;
            };
            match self.environment.get_template(name).and_then(|t| t.render(facts)) {
                Ok(text) => {
                    let stem = stem.trim_end_matches(".jinja").to_owned();
                    said.insert(stem, paragraphs(&text));
                }
                Err(error) => findings.push(mistake(&error, name, facts)),
            }
            findings.extend(self.unknown_names(name, facts));
        }
        arrange(&mut findings);
        findings.dedup_by(|one, other| one.place == other.place && one.code == other.code);
        if findings.is_empty() { Ok(said) } else { Err(findings) }
    }

    /// Names that a template asks for and its kind of paper does not have, told the first time that
    /// it is said: a mistake in a sentence that only few papers say is told with all of them.
    fn unknown_names(&self, name: &str, facts: &Value) -> Vec<Finding> {
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        let known = looked.entry(name.to_owned()).or_insert_with(|| {
            let template = self.environment.get_template(name).ok();
            let source = template.as_ref().map(minijinja::Template::source).unwrap_or_default();
            unknown_names(&self.environment, name, source, facts)
        });
        known.clone()
    }

    /// Says one small template that stands in the settings, such as a file name.
    pub(super) fn say_inline(
        &self,
        name: &str,
        text: &str,
        facts: &Value,
    ) -> Result<String, Finding> {
        let said = self.environment.render_named_str(name, text, facts);
        said.map(|text| plain(&text)).map_err(|error| mistake(&error, name, facts))
    }
}

/// Refers to tables and charts by their names.
fn see(Rest(names): Rest<String>) -> Result<String, Error> {
    let plain = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
    if names.is_empty() || names.iter().any(|name| name.is_empty() || !name.chars().all(plain)) {
        let wrong = "a table or chart has a name of letters, digits and hyphens";
        return Err(Error::new(ErrorKind::InvalidOperation, wrong));
    }
    Ok(format!("{REFERENCE_START}{}{FIGURE_END}", names.join(" ")))
}

/// What kinds of findings are called, by code.
fn kinds(templates: &Templates) -> BTreeMap<String, String> {
    let table =
        templates.text("wording/findings.toml").and_then(|own| own.parse::<toml::Table>().ok());
    let kinds = table.into_iter().flatten().filter_map(|(code, words)| {
        let kind = words.get("kind")?.as_str()?.to_owned();
        Some((code, kind))
    });
    kinds.collect()
}

/// What a kind of findings is called.
fn kind(kinds: &BTreeMap<String, String>, code: &str) -> Result<String, Error> {
    let unknown = || Error::new(ErrorKind::InvalidOperation, format!("{code} has no `kind`"));
    kinds.get(code).cloned().ok_or_else(unknown)
}

/// A figure as a text that is put together with others before it is written: it keeps its key.
fn printed(figure: &Value) -> Result<String, Error> {
    let (key, text) = (figure.get_attr("key")?, figure.get_attr("text")?);
    match (key.as_str(), text.as_str()) {
        (Some(key), Some(text)) => Ok(marked(key, text)),
        _ => Err(Error::new(ErrorKind::InvalidOperation, "only figures can be printed")),
    }
}

/// Writes a value into a sentence. A figure is written between marks; a number that is no figure
/// is refused, because it would be written in a second place; so is a value that is not there.
fn write_value(output: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.kind() {
        ValueKind::Map => {
            let (key, text) = (value.get_attr("key")?, value.get_attr("text")?);
            let (Some(key), Some(text)) = (key.as_str(), text.as_str()) else {
                return Err(Error::new(ErrorKind::InvalidOperation, format!("{NOT_WRITTEN}map")));
            };
            write!(output, "{}", marked(key, text))?;
            Ok(())
        }
        ValueKind::String => {
            let text = value.as_str().unwrap_or_default();
            // How many there are of what a template lists: its key says the number once more.
            match numeral(text) {
                Some(number) => write!(output, "{}", marked(&format!("{SAID}{number}"), text))?,
                None => write!(output, "{text}")?,
            }
            Ok(())
        }
        // An undefined name never comes here; this is an inline `if` without an `else`.
        ValueKind::Undefined => Ok(()),
        _ => Err(Error::new(ErrorKind::InvalidOperation, format!("{NOT_WRITTEN}{}", value.kind()))),
    }
}

/// Takes the marks out of every text of some data, so that only figures are marked.
pub(super) fn remove_marks(data: &mut serde_json::Value) {
    match data {
        serde_json::Value::String(text) => {
            text.retain(|character| !(FIGURE_START..=REFERENCE_START).contains(&character));
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(remove_marks),
        serde_json::Value::Object(entries) => entries.values_mut().for_each(remove_marks),
        _ => {}
    }
}

/// A text without marks: figures as printed.
fn plain(text: &str) -> String {
    paragraphs(text).iter().flatten().map(Span::text).collect()
}

impl Span {
    /// The text as printed.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Figure { text, .. } | Self::Reference { text, .. } => text,
        }
    }
}

/// Splits a text into paragraphs at blank lines and into spans at marks. Line breaks and the
/// indent of a template's lines are no part of a Chinese sentence.
fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    let mut lines = Vec::new();
    for line in text.lines().chain([""]) {
        let line = line.trim();
        if !line.is_empty() {
            lines.push(line);
        } else if !lines.is_empty() {
            paragraphs.push(signed(spans(&in_levels(&lines.concat()))));
            lines.clear();
        }
    }
    paragraphs
}

/// Layouts look for signs in the first text of a paragraph (`@place caption`, `^lead^`): counted
/// numbers within them are text.
fn signed(paragraph: Paragraph) -> Paragraph {
    let ends = match paragraph.first() {
        Some(Span::Text(first)) if first.starts_with('@') => ' ',
        Some(Span::Text(first)) if first.starts_with('^') => '^',
        _ => return paragraph,
    };
    let mut lead = String::new();
    let mut rest = paragraph.into_iter().peekable();
    let is_open = |lead: &str| !lead.chars().skip(1).any(|character| character == ends);
    let is_said = |span: &Span| match span {
        Span::Text(_) => true,
        Span::Figure { key, .. } => key.starts_with(SAID),
        Span::Reference { .. } => false,
    };
    while is_open(&lead)
        && let Some(span) = rest.next_if(is_said)
    {
        lead.push_str(span.text());
    }
    let mut signed = vec![Span::Text(lead)];
    signed.extend(rest);
    signed
}

fn spans(text: &str) -> Paragraph {
    let mut spans = Vec::new();
    let push_text = |spans: &mut Paragraph, text: &str| {
        if !text.is_empty() {
            spans.push(Span::Text(text.to_owned()));
        }
    };
    let mut rest = text;
    while let Some(start) = rest.find([FIGURE_START, REFERENCE_START]) {
        push_text(&mut spans, &rest[..start]);
        let refers = rest[start..].starts_with(REFERENCE_START);
        let marked = rest[start..].trim_start_matches([FIGURE_START, REFERENCE_START]);
        let (marked, after) = marked.split_once(FIGURE_END).unwrap_or((marked, ""));
        spans.push(if refers {
            Span::Reference { see: marked.to_owned(), text: String::new() }
        } else {
            let (key, text) = marked.split_once(FIGURE_MIDDLE).unwrap_or(("", marked));
            Span::Figure { key: key.to_owned(), text: text.to_owned() }
        });
        rest = after;
    }
    push_text(&mut spans, rest);
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Figure;
    use minijinja::context;
    use minijinja::value::Serde;

    fn say(template: &str, facts: &Value) -> Result<Vec<Paragraph>, Error> {
        let mut findings = Vec::new();
        let sentences = Sentences::new(&Templates::built_in(), &mut findings);
        assert_eq!(findings, []);
        sentences.environment.render_str(template, facts).map(|text| paragraphs(&text))
    }

    #[test]
    fn figures_keep_their_keys() -> Result<(), Error> {
        let facts = context! { total => Value::from(Serde(Figure::count("u/total", 37))) };
        let said = say("共{{ total }}个\n  单位。\n\n第二段", &facts)?;
        let figure = Span::Figure { key: "u/total".into(), text: "37".into() };
        let first = vec![Span::Text("共".into()), figure, Span::Text("个单位。".into())];
        assert_eq!(said, [first, vec![Span::Text("第二段".into())]]);
        Ok(())
    }

    #[test]
    fn references_name_a_table_or_a_chart() -> Result<(), Error> {
        let said = say("高低悬殊{{ see(\"gaps\", \"heat-\" ~ 2) }}。", &context! {})?;
        let reference = Span::Reference { see: "gaps heat-2".into(), text: String::new() };
        let whole = vec![Span::Text("高低悬殊".into()), reference, Span::Text("。".into())];
        assert_eq!(said, [whole]);
        for wrong in ["", "表1", "a b"] {
            let template = format!("{{{{ see(\"{wrong}\") }}}}");
            assert!(say(&template, &context! {}).is_err(), "{wrong}");
        }
        Ok(())
    }

    #[test]
    fn bare_numbers_and_absent_values_are_refused() {
        let facts = context! { number => 1.5, nothing => () };
        for template in ["{{ number }}", "{{ nothing }}", "{{ absent }}"] {
            assert!(say(template, &facts).is_err(), "{template}");
        }
    }

    #[test]
    fn marks_in_data_do_no_harm() -> Result<(), Error> {
        let mut name = serde_json::json!("\u{F8F0}k\u{F8F1}99\u{F8F2}#strong[x] {{ y }}");
        remove_marks(&mut name);
        let said = say("{{ name }}", &context! { name => Value::from(Serde(&name)) })?;
        assert_eq!(said, [vec![Span::Text("k99#strong[x] {{ y }}".into())]]);
        Ok(())
    }
}
