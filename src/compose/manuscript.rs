//! Manuscripts: everything that Typst sees of one paper.

use std::collections::BTreeMap;

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::characters::replace_missing;
use super::file_name::safe_file_name;
use super::sentences::{Paragraph, Sentences, Span, remove_marks};
use crate::analyse::facts::{AssessmentFacts, CityFacts, OpeningFacts, UnitFacts};
use crate::assets::{Coverage, Templates};
use crate::chart::Chart;
use crate::finding::{Finding, Place, rule};
use crate::model::hex;
use crate::settings::{PartialDate, Profile, Settings};

/// Kinds of papers (`reports.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 单位评估报告.
    Unit,
    /// 总报告.
    City,
    /// 指标体系.
    Indicators,
    /// 指标说明.
    Guide,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Unit, Self::City, Self::Indicators, Self::Guide];

    /// The kind's name: in the manifest, of its layout, of its sentences.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::City => "city",
            Self::Indicators => "indicators",
            Self::Guide => "guide",
        }
    }
}

/// Everything that Typst sees of one paper.
#[derive(Debug, Clone)]
pub struct Manuscript {
    /// Kind of paper.
    pub kind: Kind,
    /// Code of its unit, or of its class; none for a city-wide paper.
    pub unit: Option<String>,
    /// Path of the PDF in the output folder, with `/`.
    pub path: String,
    /// Title, for the PDF's own properties.
    pub title: String,
    /// Stable name of the paper, for the PDF's identifier.
    pub ident: String,
    /// Date of the paper, for the PDF's own properties (never today).
    pub date: (u16, u8, u8),
    /// Profile of the PDF.
    pub profile: Profile,
    /// `data.json`, as Typst reads it.
    pub data: String,
    /// Charts, `charts/1.svg` and on.
    pub charts: Vec<String>,
    /// What was found while composing.
    pub findings: Vec<Finding>,
}

impl Manuscript {
    /// SHA-256 of everything that this paper alone is made of: a changed cell changes it only
    /// where the paper shows that cell.
    #[must_use]
    pub fn source_sha256(&self) -> String {
        let mut hasher = Sha256::new();
        let date = format!("{:?} {:?}", self.date, self.profile);
        let parts = [self.kind.name(), &self.path, &self.title, &self.ident, &date, &self.data];
        for part in parts.into_iter().chain(self.charts.iter().map(String::as_str)) {
            hasher.update(part.len().to_le_bytes());
            hasher.update(part);
        }
        hex(&hasher.finalize())
    }
}

/// What manuscripts are composed with.
#[derive(Clone, Copy)]
pub struct Resources<'a> {
    /// What was meant.
    pub settings: &'a Settings,
    /// Templates.
    pub templates: &'a Templates,
    /// Which characters the fonts have.
    pub coverage: &'a Coverage,
}

/// Composes manuscripts.
pub struct Composer<'a> {
    resources: Resources<'a>,
    sentences: Sentences,
}

/// A paper about to be composed.
struct Draft<'a> {
    kind: Kind,
    unit: Option<&'a str>,
    folder: String,
    file_name: String,
    mark: &'a str,
    facts: Value,
    plain_facts: serde_json::Value,
    assessment: &'a AssessmentFacts,
    charts: Vec<Chart>,
}

impl<'a> Composer<'a> {
    /// A composer over parsed templates; their mistakes are findings.
    #[must_use]
    pub fn new(resources: Resources<'a>, findings: &mut Vec<Finding>) -> Self {
        Self { resources, sentences: Sentences::new(resources.templates, findings) }
    }

    /// Composes a unit's report. `order` is its place in the list, written with `width` digits.
    ///
    /// # Errors
    /// Findings when a template cannot be said.
    pub fn unit(
        &self,
        facts: &UnitFacts,
        (order, width): (usize, usize),
        charts: Vec<Chart>,
    ) -> Result<Manuscript, Vec<Finding>> {
        let plain_facts = to_json(facts)?;
        let mut named = plain_facts.clone();
        named["order"] = json!(format!("{order:0width$}"));
        let named = Value::from(Serde(&named));
        let template = &self.resources.settings.papers.unit_file;
        self.compose(&Draft {
            kind: Kind::Unit,
            unit: Some(&facts.code),
            folder: format!("units/{}", safe_file_name(&facts.class_name)),
            file_name: self.file_name(template, &named, &facts.assessment)?,
            mark: &self.resources.settings.papers.unit_mark,
            facts: named,
            plain_facts,
            assessment: &facts.assessment,
            charts,
        })
    }

    /// Composes the city-wide report.
    ///
    /// # Errors
    /// Findings when a template cannot be said.
    pub fn city(&self, facts: &CityFacts, charts: Vec<Chart>) -> Result<Manuscript, Vec<Finding>> {
        let plain_facts = to_json(facts)?;
        let values = Value::from(Serde(&plain_facts));
        let template = &self.resources.settings.papers.city_file;
        self.compose(&Draft {
            kind: Kind::City,
            unit: None,
            folder: "city".to_owned(),
            file_name: self.file_name(template, &values, &facts.assessment)?,
            mark: &self.resources.settings.papers.city_mark,
            facts: values,
            plain_facts,
            assessment: &facts.assessment,
            charts,
        })
    }

    /// Composes a paper that opens an assessment, 指标体系 or 指标说明, under a file name.
    ///
    /// # Errors
    /// Findings when a template cannot be said.
    pub fn opening(
        &self,
        kind: Kind,
        facts: &OpeningFacts,
        file_name: &str,
    ) -> Result<Manuscript, Vec<Finding>> {
        let plain_facts = to_json(facts)?;
        self.compose(&Draft {
            kind,
            unit: Some(&facts.class_code),
            folder: String::new(),
            file_name: file_name.to_owned(),
            mark: "",
            facts: Value::from(Serde(&plain_facts)),
            plain_facts,
            assessment: &facts.assessment,
            charts: Vec::new(),
        })
    }

    /// A file name from its template in the settings.
    fn file_name(
        &self,
        template: &str,
        facts: &Value,
        assessment: &AssessmentFacts,
    ) -> Result<String, Vec<Finding>> {
        let values = file_name_values(facts, assessment);
        let said = self.sentences.say_inline("settings.toml", template, &values);
        said.map_err(|finding| vec![finding])
    }

    fn compose(&self, draft: &Draft<'_>) -> Result<Manuscript, Vec<Finding>> {
        let settings = self.resources.settings;
        let words = self.sentences.say(draft.kind.name(), &draft.facts)?;
        let title = title(&words);
        let separator = if draft.folder.is_empty() { "" } else { "/" };
        let path = format!("{}{separator}{}.pdf", draft.folder, safe_file_name(&draft.file_name));
        let mut data = json!({
            "facts": draft.plain_facts,
            "words": words,
            "charts": chart_entries(&draft.charts),
            "fonts": settings.fonts,
            "mark": draft.mark,
        });
        let mut charts: serde_json::Value =
            draft.charts.iter().map(|chart| chart.svg.as_str()).collect();
        let mut missing = replace_missing(&mut data, self.resources.coverage);
        missing.extend(replace_missing(&mut charts, self.resources.coverage));
        let findings = missing.into_iter().map(|character| {
            Finding::new(rule::CHARACTER_MISSING, Place::document(path.clone()))
                .with("character", character)
                .with("code_point", format!("U+{:04X}", u32::from(character)))
        });
        let ident = format!(
            "{}/{}/{}",
            settings.assessment.id,
            draft.kind.name(),
            draft.unit.unwrap_or_default()
        );
        Ok(Manuscript {
            kind: draft.kind,
            unit: draft.unit.map(str::to_owned),
            title,
            ident,
            date: document_date(draft.assessment.approved_on),
            profile: settings.papers.profile,
            data: data.to_string(),
            charts: serde_json::from_value(charts).unwrap_or_default(),
            findings: findings.collect(),
            path,
        })
    }
}

/// Facts as data, without the marks that sentences put round figures.
fn to_json(facts: &impl Serialize) -> Result<serde_json::Value, Vec<Finding>> {
    let mut data = serde_json::to_value(facts).map_err(|error| {
        vec![Finding::new(rule::TEMPLATE_ERROR, Place::default()).with("cause", error)]
    })?;
    remove_marks(&mut data);
    Ok(data)
}

/// The values that a file name may use, all as text.
fn file_name_values(facts: &Value, assessment: &AssessmentFacts) -> Value {
    let fact = |name: &str| facts.get_attr(name).ok().filter(|value| !value.is_undefined());
    let mut values: BTreeMap<&str, Value> = BTreeMap::new();
    for (name, from) in [
        ("code", "code"),
        ("name", "name"),
        ("short", "short"),
        ("class", "class_name"),
        ("order", "order"),
    ] {
        if let Some(value) = fact(from) {
            values.insert(name, value);
        }
    }
    values.insert("subject", Value::from(assessment.subject.as_str()));
    values.insert("period", Value::from(assessment.period.as_str()));
    values.insert("area", Value::from(assessment.area.as_str()));
    Value::from(Serde(&values))
}

/// The title in one line, from the template that breaks it by sense.
fn title(words: &BTreeMap<String, Vec<Paragraph>>) -> String {
    let lines = words.get("title").into_iter().flatten();
    lines.flatten().map(Span::text).collect()
}

/// Charts by name: file, size, alt text; a chart of several pages is a list.
fn chart_entries(charts: &[Chart]) -> serde_json::Value {
    let entries: Vec<_> = charts
        .iter()
        .enumerate()
        .map(|(position, chart)| {
            json!({
                "name": chart.name,
                "file": format!("/charts/{}.svg", position + 1),
                "alt": chart.alt,
                "width": chart.width_mm,
                "height": chart.height_mm,
            })
        })
        .collect();
    serde_json::Value::Array(entries)
}

/// A whole date for the PDF's properties: the first day of what is known, else of an early year,
/// because PDF/A demands one and the clock must not reach a result.
fn document_date(date: Option<PartialDate>) -> (u16, u8, u8) {
    date.map_or((2000, 1, 1), |date| (date.year, date.month.unwrap_or(1), date.day.unwrap_or(1)))
}
