//! Papers up to their manuscripts, by way of the library's stages.

use std::sync::LazyLock;

use make_reports::analyse::facts::{self, CityFacts, UnitFacts};
use make_reports::analyse::{Analysis, analyse};
use make_reports::assets::{Fonts, Setting, Templates, Wording};
use make_reports::check::check;
use make_reports::compose::{Composer, Manuscript, Resources};
use make_reports::crew::Crew;
use make_reports::finding::Finding;
use make_reports::load;
use make_reports::pipeline::Workshop;
use make_reports::score::{Scorebook, score};
use make_reports::settings::Kind;
use make_reports::signoff::{self, Act, Pin, Role, SheetRow, SignoffFacts};

use crate::support::{City, repository};

/// What papers are made with, read once.
pub(crate) struct Desk {
    pub(crate) templates: Templates,
    pub(crate) wording: Wording,
    fonts: Fonts,
}

pub(crate) static DESK: LazyLock<Desk> = LazyLock::new(|| {
    let templates = Templates::built_in();
    let wording = Wording::new(&templates).unwrap();
    Desk { templates, wording, fonts: Fonts::read(&repository("fonts")).unwrap() }
});

/// A scored and analysed assessment.
pub(crate) struct Assessed {
    pub(crate) scorebook: Scorebook,
    pub(crate) analysis: Analysis,
}

/// Reads, checks, scores and analyses; the data must be right.
pub(crate) fn assessed(city: &City) -> Assessed {
    let defaults = |name: &str| DESK.templates.text(name).unwrap();
    let (settings, columns) =
        (defaults("settings-defaults.toml"), defaults("columns-defaults.toml"));
    let folder = load::read_folder(&city.data(), settings, columns).unwrap();
    let settings = folder.settings.clone();
    let outcome = check(load::load(folder).unwrap(), settings, &|_| Setting::Named, Crew::new(2));
    let scorebook =
        score(outcome.checked.unwrap_or_else(|| panic!("{:?}", outcome.findings)), Crew::new(2));
    let analysis = analyse(&scorebook, Crew::new(2));
    Assessed { scorebook, analysis }
}

impl Assessed {
    /// What every unit's report knows.
    pub(crate) fn units(&self) -> Vec<UnitFacts> {
        let classes = self.scorebook.checked.classes.iter().enumerate();
        let units = classes
            .flat_map(|(class, tables)| (0..tables.units.len()).map(move |unit| (class, unit)));
        units
            .map(|(class, unit)| facts::unit(&self.scorebook, &self.analysis, class, unit))
            .collect()
    }

    /// What the city-wide report knows.
    pub(crate) fn city(&self) -> CityFacts {
        facts::city(&self.scorebook, &self.analysis)
    }

    /// What 审签表 knows when every way of acting was used once.
    fn signed(&self) -> SignoffFacts {
        let acts = [Act::Approve, Act::Return, Act::Comment, Act::Resolve, Act::Withdraw];
        let row = |(at, act): (usize, Act)| SheetRow {
            document: format!("units/{at}-东河县-评估报告.pdf"),
            version: "0123456789ab".to_owned(),
            who: "张三".to_owned(),
            role: if at > 1 { Role::Second } else { Role::First },
            act,
            at: "2024-09-20 15:04".to_owned(),
            reason: "*得分* #不对\n见附件".repeat(20 * (at % 2)),
            pin: (act == Act::Comment).then_some(Pin { page: 3, x: 1.0, y: 1.0, figure: None }),
        };
        let rows: Vec<SheetRow> = acts.into_iter().enumerate().map(row).collect();
        SignoffFacts::new(&rows, &self.scorebook.checked.settings, &DESK.wording)
    }

    /// Every paper, composed with its charts.
    pub(crate) fn manuscripts(&self) -> Result<Vec<Manuscript>, Vec<Finding>> {
        let checked = &self.scorebook.checked;
        let settings = &checked.settings;
        let coverage = DESK.fonts.coverage(&settings.fonts).unwrap();
        let mut findings = Vec::new();
        let workshop = Workshop::new(
            &self.scorebook,
            &self.analysis,
            &DESK.templates,
            &DESK.wording,
            &DESK.fonts,
            &coverage,
            &mut findings,
        );
        let papers = workshop.unwrap().manuscripts();
        let resources = Resources { settings, templates: &DESK.templates, coverage: &coverage };
        let composer = Composer::new(resources, &mut findings);
        assert_eq!(findings, []);
        let classes = &checked.classes;
        let opening = classes.iter().enumerate().flat_map(|(at, class)| {
            let own = (class.code.as_str(), class.name.as_str(), &class.system);
            let facts = facts::opening(settings, own, 1, (at, classes.len()));
            [Kind::Indicators, Kind::Guide].map(|kind| composer.opening(kind, &facts, "opening"))
        });
        let sheet = signoff::manuscript(&composer, &self.signed(), "signoff.pdf");
        papers.into_iter().chain(opening).chain([sheet]).collect()
    }
}
