//! Manuscripts: everything that Typst sees of one paper.

use std::collections::BTreeMap;

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::characters::{replace_missing, set_marks};
use super::file_name::safe_file_name;
use super::mistakes::other_trouble;
use super::proof::proof;
use super::sentences::{Paragraph, Sentences, Span, remove_marks};
use crate::analyse::facts::{AssessmentFacts, OpeningFacts};
use crate::assets::{Coverage, Templates};
use crate::chart::Chart;
use crate::finding::{Finding, Place, rule};
use crate::model::{Proof, hex};
use crate::settings::{Kind, PaperSettings, PartialDate, Profile, Settings};

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
    /// What its numbers are held against.
    pub proof: Proof,
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

/// The unit or class that a paper is about, as names of files say it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Code of the unit, or of the class of a paper of one.
    pub code: &'a str,
    /// Full name.
    pub name: &'a str,
    /// Short name.
    pub short: &'a str,
    /// Name of the class.
    pub class: &'a str,
    /// Place in the list of the class, in as many digits as the last one has.
    pub order: &'a str,
}

/// A paper to be composed.
pub struct Paper<'a, F: Serialize> {
    /// Kind of paper.
    pub kind: Kind,
    /// Whose it is; none for a city-wide paper.
    pub subject: Option<Subject<'a>>,
    /// The assessment, as the paper knows it.
    pub assessment: &'a AssessmentFacts,
    /// Everything that it knows.
    pub facts: &'a F,
    /// Its charts.
    pub charts: Vec<Chart>,
}

impl<'a> Composer<'a> {
    /// A composer over parsed templates; their mistakes are findings.
    #[must_use]
    pub fn new(resources: Resources<'a>, findings: &mut Vec<Finding>) -> Self {
        Self { resources, sentences: Sentences::new(resources.templates, findings) }
    }

    /// Composes a paper of a run; its file, its marks and its date are those of the settings.
    ///
    /// # Errors
    /// Findings when a template cannot be said.
    pub fn compose<F: Serialize>(&self, paper: &Paper<'_, F>) -> Result<Manuscript, Vec<Finding>> {
        let settings = &self.resources.settings.papers;
        let own = settings.of(paper.kind);
        let path = match own {
            Some(own) => self
                .path(&own.file, paper.subject, paper.assessment)
                .map_err(|finding| vec![finding])?,
            None => String::new(),
        };
        self.manuscript(paper, format!("{path}.pdf"), own)
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
        let subject = Subject {
            code: &facts.class_code,
            name: &facts.class_name,
            short: &facts.class_name,
            class: &facts.class_name,
            order: "",
        };
        let assessment = &facts.assessment;
        let paper = Paper { kind, subject: Some(subject), assessment, facts, charts: Vec::new() };
        let path = format!("{}.pdf", safe_file_name(file_name));
        self.manuscript(&paper, path, None)
    }

    /// Composes a paper of the whole assessment that no run makes, under a path.
    ///
    /// # Errors
    /// Findings when a template cannot be said.
    pub fn alone<F: Serialize>(
        &self,
        kind: Kind,
        assessment: &AssessmentFacts,
        facts: &F,
        path: String,
    ) -> Result<Manuscript, Vec<Finding>> {
        let paper = Paper { kind, subject: None, assessment, facts, charts: Vec::new() };
        self.manuscript(&paper, path, None)
    }

    /// Where a file of a kind stands that is no manuscript, with its ending.
    ///
    /// # Errors
    /// A finding when the template in the settings cannot be said.
    pub fn file(
        &self,
        kind: Kind,
        subject: Option<Subject<'_>>,
        assessment: &AssessmentFacts,
        ending: &str,
    ) -> Result<String, Finding> {
        let own = self.resources.settings.papers.of(kind);
        let template = own.map(|own| own.file.as_str()).unwrap_or_default();
        let path = self.path(template, subject, assessment)?;
        Ok(format!("{path}.{ending}"))
    }

    /// A path from its template in the settings: what stands between `/` is one folder, and no
    /// value can add another.
    fn path(
        &self,
        template: &str,
        subject: Option<Subject<'_>>,
        assessment: &AssessmentFacts,
    ) -> Result<String, Finding> {
        let mut values = vec![
            ("subject", assessment.subject.as_str()),
            ("period", &assessment.period),
            ("area", &assessment.area),
        ];
        if let Some(own) = subject {
            values.extend([("code", own.code), ("name", own.name), ("short", own.short)]);
            values.extend([("class", own.class), ("order", own.order)]);
        }
        let values = values.into_iter().map(|(name, value)| (name, value.replace('/', "／")));
        let values: BTreeMap<&str, String> = values.collect();
        let said =
            self.sentences.say_inline("settings.toml", template, &Value::from(Serde(&values)))?;
        let parts: Vec<String> = said.split('/').map(safe_file_name).collect();
        Ok(parts.join("/"))
    }

    fn manuscript<F: Serialize>(
        &self,
        paper: &Paper<'_, F>,
        path: String,
        own: Option<&PaperSettings>,
    ) -> Result<Manuscript, Vec<Finding>> {
        let settings = self.resources.settings;
        let facts = to_json(paper.facts)?;
        let words = self.sentences.say(paper.kind.name(), &Value::from(Serde(&facts)))?;
        let day = document_date(own.and_then(|own| own.dated), paper.assessment);
        let mut data = json!({
            "facts": facts,
            "words": words,
            "charts": chart_entries(&paper.charts),
            "fonts": settings.fonts,
            "head": settings.papers.head,
            "sealed": settings.papers.sealed,
            "contact": settings.papers.contact,
            "paper": own.map(|own| json!({
                "mark": own.mark,
                "openness": own.openness,
                "number": own.number,
                "dated": own.dated.or(paper.assessment.approved_on),
            })),
        });
        let title = title(&words);
        let mut charts: serde_json::Value =
            paper.charts.iter().map(|chart| chart.svg.as_str()).collect();
        set_marks(&mut data);
        let mut missing = replace_missing(&mut data, self.resources.coverage);
        missing.extend(replace_missing(&mut charts, self.resources.coverage));
        let findings = missing.into_iter().map(|character| {
            Finding::new(rule::CHARACTER_MISSING, Place::document(path.clone()))
                .with("character", character)
                .with("code_point", format!("U+{:04X}", u32::from(character)))
        });
        let charts: Vec<String> = serde_json::from_value(charts).unwrap_or_default();
        let unit = paper.subject.map(|own| own.code.to_owned());
        let (id, kind) = (&settings.assessment.id, paper.kind.name());
        Ok(Manuscript {
            kind: paper.kind,
            title,
            ident: format!("{id}/{kind}/{}", unit.as_deref().unwrap_or_default()),
            unit,
            date: day,
            profile: settings.papers.profile,
            proof: proof(&data, &paper.charts, &charts),
            data: data.to_string(),
            charts,
            findings: findings.collect(),
            path,
        })
    }
}

/// Facts as data, without the marks that sentences put round figures.
fn to_json(facts: &impl Serialize) -> Result<serde_json::Value, Vec<Finding>> {
    let mut data = serde_json::to_value(facts)
        .map_err(|error| vec![other_trouble(Place::default(), error)])?;
    remove_marks(&mut data);
    Ok(data)
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
fn document_date(own: Option<PartialDate>, assessment: &AssessmentFacts) -> (u16, u8, u8) {
    own.or(assessment.approved_on)
        .map_or((2000, 1, 1), |date| (date.year, date.month.unwrap_or(1), date.day.unwrap_or(1)))
}
