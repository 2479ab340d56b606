//! One assessment whose figures are traced: read, checked, scored and analysed once, and kept.

use std::sync::OnceLock;

use super::brief::{Brief, city_brief, unit_brief};
use super::papers::{filed, keyed_facts};
use super::subjects::{self, Subject, find};
use super::{Assessed, Event, Order, assess_tables, read_folder, read_templates};
use crate::analyse::{Analysis, analyse};
use crate::assets::{Templates, Wording};
use crate::check::Origins;
use crate::clock::Clock;
use crate::finding::{Failure, Finding, failure};
use crate::load;
use crate::model::{comparable, nearest};
use crate::score::Scorebook;
use crate::settings::Medium;
use crate::trace::{self, FigureIndex, SettingsText, Sources, Trace, unit_of_key};

/// Traces printed figures to what they are made of, as the data now stands.
#[derive(Debug)]
pub struct Tracer {
    book: Scorebook,
    analysis: Analysis,
    origins: Origins,
    settings: SettingsText,
    wording: Wording,
    /// Figures of papers of all units.
    city: FigureIndex,
    /// Figures of each unit's papers, by class, once somebody asks for them.
    units: Vec<Vec<OnceLock<FigureIndex>>>,
    /// Papers of each unit, by class.
    papers: Vec<Vec<Vec<Subject>>>,
}

/// What reading an assessment for its figures gives.
pub(super) struct Read {
    /// None of data that has errors.
    pub(super) tracer: Option<Tracer>,
    /// What is wrong with the data.
    pub(super) findings: Vec<Finding>,
    /// SHA-256 of the data.
    pub(super) inputs_sha256: String,
}

/// What words about a figure mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// One figure, by its key.
    One(String),
    /// Several: key and name, the likeliest first; at most [`MOST_MEANT`], and how many there are.
    Several(Vec<(String, String)>, usize),
    /// None.
    Nothing,
}

/// The most figures that unclear words list.
pub const MOST_MEANT: usize = 20;

impl Tracer {
    /// Reads, checks, scores and analyses; needs no fonts and writes nothing.
    ///
    /// # Errors
    /// A failure when the world is wrong, and when the data has errors.
    pub fn new(order: &Order, observe: &dyn Fn(Event)) -> Result<Self, Failure> {
        let templates = read_templates(order)?;
        let read = Self::read(order, &templates, observe)?;
        let wrong = || Failure::new(failure::DATA_WRONG).with("path", order.data.display());
        read.tracer.ok_or_else(wrong)
    }

    /// Reads as [`Tracer::new`] does; data that has errors gives what is wrong and no tracer.
    pub(super) fn read(
        order: &Order,
        templates: &Templates,
        observe: &dyn Fn(Event),
    ) -> Result<Read, Failure> {
        let wording = Wording::new(templates)?;
        observe(Event::Stage("load"));
        let folder = read_folder(order, templates)?;
        let settings = SettingsText {
            own: folder.settings_text.clone(),
            defaults: templates.text("settings-defaults.toml").unwrap_or("").to_owned(),
        };
        let meant = folder.settings.clone();
        let tables = load::load(folder)?;
        let origins = meant.as_ref().and_then(|settings| Origins::new(&tables, settings));
        let assessed =
            assess_tables(tables, meant, None, order.crew(), &Clock::default(), observe)?;
        let Assessed { scorebook, findings, inputs_sha256, .. } = assessed;
        let Some((book, origins)) = scorebook.zip(origins) else {
            return Ok(Read { tracer: None, findings, inputs_sha256 });
        };
        let analysis = analyse(&book, order.crew());
        let classes = book.checked.classes.iter();
        let units = classes.map(|class| class.units.iter().map(|_| OnceLock::new()).collect());
        let mut tracer = Self {
            units: units.collect(),
            papers: Vec::new(),
            city: FigureIndex::default(),
            book,
            analysis,
            origins,
            settings,
            wording,
        };
        tracer.sort_papers();
        Ok(Read { tracer: Some(tracer), findings, inputs_sha256 })
    }

    /// Gathers the figures of city-wide papers, and which papers each unit has.
    fn sort_papers(&mut self) {
        let classes = self.book.checked.classes.iter();
        let mut papers: Vec<Vec<Vec<Subject>>> =
            classes.map(|class| vec![Vec::new(); class.units.len()]).collect();
        let filed = filed(&self.book, &self.analysis, &self.wording);
        for subject in subjects::due(&self.book, &self.analysis) {
            if let Some((class, unit)) = subject.unit {
                papers[class][unit].push(subject);
            } else if subject.kind.medium() == Medium::Pdf {
                let facts = keyed_facts(&self.book, &self.analysis, subject, &filed);
                if let Some(facts) = facts {
                    self.city.add(&facts);
                }
            }
        }
        self.papers = papers;
    }

    /// Where a figure comes from; none where there is none such.
    #[must_use]
    pub fn trace(&self, key: &str) -> Option<Trace> {
        self.trace_in(key, None)
    }

    /// The same of a figure in a paper of the unit with a code: papers of a unit may say things of
    /// its class that no others say.
    #[must_use]
    pub fn trace_in(&self, key: &str, paper_of: Option<&str>) -> Option<Trace> {
        let none = FigureIndex::default();
        let reader = || unit_of_key(paper_of?, &self.book);
        let own = unit_of_key(key, &self.book).or_else(reader).map(|unit| self.figures(unit));
        trace::trace(self.sources(own.unwrap_or(&none)), key)
    }

    /// The main figures of a unit by its code, or of the whole city; none of an unknown unit.
    #[must_use]
    pub fn brief(&self, unit: Option<&str>) -> Option<Brief> {
        let (book, analysis) = (&self.book, &self.analysis);
        let Some(code) = unit else {
            return Some(city_brief(book, analysis, &self.wording));
        };
        let unit = unit_of_key(code, book)?;
        Some(unit_brief(book, analysis, unit, &self.wording))
    }

    /// Full name of the unit with a code.
    #[must_use]
    pub fn unit_name(&self, code: &str) -> Option<&str> {
        let (class, unit) = unit_of_key(code, &self.book)?;
        Some(&self.book.checked.classes[class].units[unit].name)
    }

    /// Words of the templates in use.
    #[must_use]
    pub const fn wording(&self) -> &Wording {
        &self.wording
    }

    /// Keys of all figures of a unit's papers, or of city-wide ones.
    #[must_use]
    pub fn keys(&self, unit: Option<(usize, usize)>) -> Vec<&str> {
        unit.map_or(&self.city, |unit| self.figures(unit)).keys().collect()
    }

    /// Class and position of every unit.
    pub fn units(&self) -> impl Iterator<Item = (usize, usize)> {
        let classes = self.units.iter().enumerate();
        classes.flat_map(|(class, units)| (0..units.len()).map(move |unit| (class, unit)))
    }

    /// The code of a unit.
    #[must_use]
    pub fn code(&self, (class, unit): (usize, usize)) -> &str {
        &self.book.checked.classes[class].units[unit].code
    }

    /// The unit of a code, name, short name or alias; none for the whole assessment.
    ///
    /// # Errors
    /// A failure with the nearest names when there is none such.
    pub fn unit(&self, name: &str) -> Result<Option<(usize, usize)>, Failure> {
        let whole = self.wording.say("trace.whole", ());
        if whole.split(SEPARATOR).any(|own| comparable(own) == comparable(name)) {
            return Ok(None);
        }
        find(&self.book, name).map(Some)
    }

    /// The figure that words mean: a key or a part of one, an indicator's code, a name, a number as
    /// printed.
    #[must_use]
    pub fn find(&self, unit: Option<(usize, usize)>, words: &str) -> Meant {
        let code = unit.map(|unit| self.code(unit).to_owned());
        let own = self.keys(unit);
        let of_unit = |key: &&str| code.as_deref().is_none_or(|code| is_of(key, code));
        let mut keys: Vec<&str> = own.into_iter().filter(of_unit).collect();
        if let Some(code) = &code {
            keys.extend(self.city.keys().filter(|key| is_of(key, code)));
            keys.dedup();
        }
        let subject = code.as_deref();
        for rule in [exactly, tail, indicator, spoken, part] {
            let found: Vec<&str> =
                keys.iter().copied().filter(|key| rule(self, subject, key, words)).collect();
            if let Some(meant) = self.meant(&found) {
                return meant;
            }
        }
        let named: Vec<(&str, String)> = keys.iter().map(|key| (*key, self.name(key))).collect();
        let holds = |name: &str| comparable(name).contains(&comparable(words));
        let found: Vec<&str> =
            named.iter().filter(|(_, name)| holds(name)).map(|(key, _)| *key).collect();
        if let Some(meant) = self.meant(&found) {
            return meant;
        }
        let printed = |key: &&str| {
            self.trace(key).is_some_and(|trace| trace.texts.iter().any(|text| text == words))
        };
        let found: Vec<&str> = keys.iter().copied().filter(printed).collect();
        self.meant(&found).unwrap_or(Meant::Nothing)
    }

    /// That nothing is called so, with what comes nearest.
    #[must_use]
    pub fn unknown(&self, unit: Option<(usize, usize)>, words: &str) -> Failure {
        let whose = unit.map(|(class, unit)| &self.book.checked.classes[class].units[unit]);
        let names: Vec<String> = self.keys(unit).into_iter().map(|key| self.name(key)).collect();
        let near = nearest(words, names.iter().map(String::as_str));
        Failure::new(failure::FIGURE_NOT_FOUND)
            .with("unit", whose.map_or("", |own| own.name.as_str()))
            .with("words", words)
            .with("nearest", near.unwrap_or_default())
    }

    fn meant(&self, found: &[&str]) -> Option<Meant> {
        let first = found.first()?;
        if found.len() == 1 {
            return Some(Meant::One((*first).to_owned()));
        }
        let listed = found.iter().take(MOST_MEANT).map(|key| ((*key).to_owned(), self.name(key)));
        Some(Meant::Several(listed.collect(), found.len()))
    }

    fn name(&self, key: &str) -> String {
        self.trace(key).map(|trace| trace.name).unwrap_or_default()
    }

    fn figures(&self, (class, unit): (usize, usize)) -> &FigureIndex {
        self.units[class][unit].get_or_init(|| {
            let mut index = FigureIndex::default();
            for subject in &self.papers[class][unit] {
                let facts = keyed_facts(&self.book, &self.analysis, *subject, &[]);
                if let Some(facts) = facts {
                    index.add(&facts);
                }
            }
            index
        })
    }

    const fn sources<'a>(&'a self, own: &'a FigureIndex) -> Sources<'a> {
        Sources {
            book: &self.book,
            analysis: &self.analysis,
            origins: &self.origins,
            settings: &self.settings,
            wording: &self.wording,
            city: &self.city,
            own,
        }
    }
}

/// Stands between words that mean the same.
const SEPARATOR: char = '\u{3001}';

/// Whether a key is about a unit.
fn is_of(key: &str, code: &str) -> bool {
    key.split('/').take(2).any(|part| part == code)
}

fn exactly(_: &Tracer, _: Option<&str>, key: &str, words: &str) -> bool {
    key == words
}

/// The whole of a key behind its unit.
fn tail(_: &Tracer, unit: Option<&str>, key: &str, words: &str) -> bool {
    let rest = unit.and_then(|unit| key.strip_prefix(unit)?.strip_prefix('/'));
    rest == Some(words)
}

/// An indicator by its code or name: its points, and of a class its mean rate.
fn indicator(tracer: &Tracer, unit: Option<&str>, key: &str, words: &str) -> bool {
    let Some((_, rest)) = key.split_once('/') else { return false };
    let Some((code, role)) = rest.split_once('/') else { return false };
    let wanted = if unit.is_some() { "points" } else { "rate" };
    let classes = tracer.book.checked.classes.iter();
    let mut all = classes.flat_map(|class| &class.system.indicators);
    role == wanted
        && all.any(|own| {
            own.code == code
                && [&own.code, &own.name].iter().any(|own| comparable(own) == comparable(words))
        })
}

/// What people call the figures that they ask for most.
fn spoken(tracer: &Tracer, unit: Option<&str>, key: &str, words: &str) -> bool {
    let subject = unit.unwrap_or("");
    let (own, role) = key.split_once('/').unwrap_or_default();
    let is_own = unit.is_some() && own == subject || unit.is_none() && own.starts_with("class:");
    let text = format!("trace.words.{role}");
    is_own
        && tracer.wording.has(&text)
        && tracer
            .wording
            .say(&text, ())
            .split(SEPARATOR)
            .any(|own| comparable(own) == comparable(words))
}

/// A part of a key.
fn part(_: &Tracer, _: Option<&str>, key: &str, words: &str) -> bool {
    words.contains('/') && key.contains(words)
        || !words.is_empty() && key.split('/').skip(1).any(|part| part == words)
}
