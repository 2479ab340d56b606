//! One paper to look at, again and again: what has not changed is kept.

use std::path::PathBuf;
use std::sync::Arc;

use typst::foundations::Bytes;

use super::fan_out::Workshop;
use super::subjects::{self, Subject};
use super::{Assessed, Event, Order, assess, read_folder, read_fonts, read_templates, said};
use crate::analyse::{Analysis, analyse};
use crate::assets::{Fonts, Templates, Wording, override_findings};
use crate::clock::Clock;
use crate::finding::{Failure, Finding, any_error, arrange, rule};
use crate::load::DataFolder;
use crate::publish::SaidFinding;
use crate::score::Scorebook;
use crate::typeset::{Gallery, forget_old_layouts};

/// Looks after which an unused layout is forgotten.
const LAYOUT_AGE: usize = 10;

/// Which of the folders that a paper is made of has changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changed {
    /// The data folder.
    pub data: bool,
    /// The folder of templates.
    pub templates: bool,
    /// The folder of fonts.
    pub fonts: bool,
}

/// What is to be seen of a paper.
#[derive(Debug, Default)]
pub struct Look {
    /// Path that the paper has in the output; empty when it could not be composed.
    pub path: String,
    /// Kind of paper, in words.
    pub kind: String,
    /// Full name of its unit; none of a city-wide paper.
    pub unit: Option<String>,
    /// Pages as SVG; none when the paper cannot be set.
    pub pages: Option<Vec<Arc<str>>>,
    /// What is wrong and what concerns this paper, worst first.
    pub findings: Vec<LookFinding>,
    /// Findings that concern other papers and units.
    pub elsewhere: usize,
    /// Other papers of the same unit at this stage, in words.
    pub others: Vec<String>,
}

/// A finding with the line of the template that it is about.
#[derive(Debug)]
pub struct LookFinding {
    /// The finding in words.
    pub said: SaidFinding,
    /// The line of the template; none where it is about something else.
    pub source: Option<String>,
}

/// What a preview keeps between two looks.
pub struct Desk {
    order: Order,
    templates: Templates,
    wording: Wording,
    fonts: Fonts,
    assessed: Assessed,
    analysis: Option<Analysis>,
    gallery: Gallery,
    /// What has changed and could not be read yet.
    unread: Changed,
    /// Folder of the office's own fonts.
    own_fonts: Option<PathBuf>,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Desk").field("order", &self.order).finish_non_exhaustive()
    }
}

impl Desk {
    /// Reads everything for the paper that the order names: one unit or none, one kind or none.
    ///
    /// # Errors
    /// A failure when the world is wrong.
    pub fn new(order: Order, observe: &dyn Fn(Event)) -> Result<Self, Failure> {
        let templates = read_templates(&order)?;
        let wording = Wording::new(&templates)?;
        observe(Event::Stage("load"));
        let folder = read_folder(&order, &templates)?;
        let fonts = read_fonts(&order, folder.settings.as_ref())?;
        let own_fonts = own_fonts(&folder, &order);
        let mut assessed = assess(folder, Some(&fonts), order.crew(), &Clock::default(), observe)?;
        let analysis = analysed(&mut assessed, &order);
        let (gallery, unread) = (Gallery::default(), Changed::default());
        Ok(Self {
            order,
            templates,
            wording,
            fonts,
            assessed,
            analysis,
            gallery,
            unread,
            own_fonts,
        })
    }

    /// Words of the templates in use.
    #[must_use]
    pub fn wording(&self) -> &Wording {
        &self.wording
    }

    /// The folder of the office's own fonts, where it has one.
    #[must_use]
    pub fn own_fonts(&self) -> Option<PathBuf> {
        self.own_fonts.clone()
    }

    /// The font that headings are set in, for the page round the paper; none where it is not there.
    #[must_use]
    pub fn font(&self) -> Option<Bytes> {
        let book = self.assessed.scorebook.as_ref()?;
        let family = book.checked.settings.fonts.heiti.first()?;
        Some(self.fonts.of_family(family)?.data().clone())
    }

    /// Reads again what has changed.
    ///
    /// # Errors
    /// A failure when something cannot be read; the rest stays as it was, and is tried again with
    /// the next change.
    pub fn renew(&mut self, changed: Changed) -> Result<(), Failure> {
        self.unread.data |= changed.data;
        self.unread.templates |= changed.templates;
        self.unread.fonts |= changed.fonts;
        if self.unread.templates {
            let templates = read_templates(&self.order)?;
            let wording = Wording::new(&templates)?;
            let same = |name| templates.text(name) == self.templates.text(name);
            let defaults = ["settings-defaults.toml", "columns-defaults.toml"];
            self.unread.data |= !defaults.into_iter().all(same);
            (self.templates, self.wording) = (templates, wording);
            self.unread.templates = false;
        }
        if self.unread.fonts {
            self.unread.data = true;
        }
        if self.unread.data {
            let folder = read_folder(&self.order, &self.templates)?;
            // The office's own fonts may lie among the data.
            let own = own_fonts(&folder, &self.order);
            if self.unread.fonts || own.is_some() || own != self.own_fonts {
                self.fonts = read_fonts(&self.order, folder.settings.as_ref())?;
                self.gallery = Gallery::default();
                (self.unread.fonts, self.own_fonts) = (false, own);
            }
            let fonts = Some(&self.fonts);
            self.assessed = assess(folder, fonts, self.order.crew(), &Clock::default(), &|_| {})?;
            self.analysis = analysed(&mut self.assessed, &self.order);
            self.unread.data = false;
        }
        Ok(())
    }

    /// Composes and sets the paper.
    ///
    /// # Errors
    /// A failure when there is no such paper.
    pub fn look(&mut self) -> Result<Look, Failure> {
        let mut findings = self.assessed.findings.clone();
        findings.extend(override_findings(&self.templates));
        let (Some(book), Some(analysis), Some(coverage)) =
            (&self.assessed.scorebook, &self.analysis, &self.assessed.coverage)
        else {
            return Ok(self.told(Look::default(), findings));
        };
        let unit = self.order.units.first().map(String::as_str);
        let kind = self.order.only.first().map(String::as_str);
        let (subject, others) = subjects::one(book, analysis, unit, kind, &self.wording)?;
        let mut look = self.head(subject, book);
        look.others = others;
        let (templates, wording) = (&self.templates, &self.wording);
        let workshop = Workshop::new(
            book,
            analysis,
            templates,
            wording,
            &self.fonts,
            coverage,
            &mut findings,
        )?;
        if !any_error(&findings) {
            match workshop.pictures(subject, &mut self.gallery, self.order.crew())? {
                Ok((path, pages, found)) => {
                    (look.path, look.pages) = (path, Some(pages));
                    findings.extend(found);
                }
                Err(found) => findings.extend(found),
            }
            forget_old_layouts(LAYOUT_AGE);
        }
        Ok(self.told(look, findings))
    }

    fn head(&self, subject: Subject, book: &Scorebook) -> Look {
        let unit = subject.unit.map(|(class, unit)| &book.checked.classes[class].units[unit]);
        Look {
            kind: self.wording.say(&format!("papers.{}", subject.kind.name()), ()),
            unit: unit.map(|unit| unit.name.clone()),
            ..Look::default()
        }
    }

    /// Puts what was found into words: every error, and whatever else is about this paper.
    fn told(&self, mut look: Look, mut findings: Vec<Finding>) -> Look {
        arrange(&mut findings);
        let said: Vec<SaidFinding> = findings.iter().map(|own| said(&self.wording, own)).collect();
        let all = said.len();
        let ours = said.into_iter().filter(|own| {
            own.severity == "error"
                || own.document.is_some()
                || is_of_templates(&own.code)
                || own.unit.is_some() && own.unit == look.unit
        });
        look.findings =
            ours.map(|said| LookFinding { source: self.line_of(&said), said }).collect();
        look.elsewhere = all - look.findings.len();
        look
    }

    fn line_of(&self, said: &SaidFinding) -> Option<String> {
        let text = self.templates.written(said.file.as_deref()?)?;
        text.lines().nth(said.line?.checked_sub(1)?).map(str::to_owned)
    }
}

fn own_fonts(folder: &DataFolder, order: &Order) -> Option<PathBuf> {
    folder.settings.as_ref()?.fonts.own_folder(&order.data)
}

/// Whether a finding is about what an office put in place of the built-in templates.
fn is_of_templates(code: &str) -> bool {
    let own = [rule::TEMPLATES_NONE, rule::TEMPLATE_UNUSED, rule::WORDING_KEY_UNKNOWN];
    own.iter().any(|rule| rule.code == code)
}

/// The figures across units of an assessment that could be scored.
fn analysed(assessed: &mut Assessed, order: &Order) -> Option<Analysis> {
    assessed.scorebook.as_ref().map(|book| analyse(book, order.crew()))
}
