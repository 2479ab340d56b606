//! The main figures of a unit or of the city, for a screen beside its paper: few, with the keys
//! under which they are printed.

use serde::Serialize;

use crate::analyse::Analysis;
use crate::analyse::facts::{
    CityClass, DimensionFacts, IndicatorFacts, UnitFacts, city, unit as unit_facts,
};
use crate::assets::Wording;
use crate::model::{Figure, Sign};
use crate::score::Scorebook;

/// The main figures of a unit or of the city.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Brief {
    /// Full name of the unit, or the city's name.
    pub title: String,
    /// Tables.
    pub tables: Vec<BriefTable>,
}

/// A table of figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BriefTable {
    /// What it is about.
    pub title: String,
    /// Heads of the columns behind the names; none over single values.
    pub heads: Vec<String>,
    /// Rows.
    pub rows: Vec<BriefRow>,
}

/// A row of figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BriefRow {
    /// What they are about.
    pub name: String,
    /// The figures.
    pub cells: Vec<BriefCell>,
}

/// A figure, or a word in its place.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct BriefCell {
    /// Key under which papers print it; none of a word.
    pub key: Option<String>,
    /// As it is printed; empty where there is none.
    pub text: String,
}

impl From<&Figure> for BriefCell {
    fn from(figure: &Figure) -> Self {
        Self { key: Some(figure.key.clone()), text: figure.text.clone() }
    }
}

impl From<Option<&Figure>> for BriefCell {
    fn from(figure: Option<&Figure>) -> Self {
        figure.map(Self::from).unwrap_or_default()
    }
}

impl BriefCell {
    /// A magnitude with its sign.
    fn signed(figure: &Figure) -> Self {
        let sign = match figure.sign {
            Sign::Negative => "－",
            Sign::Zero => "",
            Sign::Positive => "＋",
        };
        Self { key: Some(figure.key.clone()), text: format!("{sign}{}", figure.text) }
    }

    fn word(text: &str) -> Self {
        Self { key: None, text: text.to_owned() }
    }
}

/// Puts tables into words.
struct Teller<'a> {
    wording: &'a Wording,
}

impl Teller<'_> {
    fn say(&self, key: &str) -> String {
        self.wording.say(&format!("review.brief.{key}"), ())
    }

    fn table(&self, title: String, heads: &[&str], rows: Vec<BriefRow>) -> Option<BriefTable> {
        let heads = heads.iter().map(|key| self.say(key)).collect();
        (!rows.is_empty()).then_some(BriefTable { title, heads, rows })
    }

    /// Single values; those that are not there have no row.
    fn values(&self, values: Vec<(&str, Option<BriefCell>)>) -> Vec<BriefRow> {
        let row = |(key, cell): (&str, Option<BriefCell>)| {
            Some(BriefRow { name: self.say(key), cells: vec![cell?] })
        };
        values.into_iter().filter_map(row).collect()
    }

    fn unit(&self, facts: &UnitFacts) -> Vec<BriefTable> {
        let figure = |own: &Option<Figure>| own.as_ref().map(BriefCell::from);
        let outcome = self.values(vec![
            ("total", figure(&facts.total)),
            ("rank", facts.rank.as_ref().map(|own| BriefCell::from(&own.place))),
            ("grade", facts.grade.as_deref().map(BriefCell::word)),
            ("mean", figure(&facts.class_mean)),
            ("gap", facts.gap.as_ref().map(|own| BriefCell::signed(&own.figure))),
            ("first", facts.first.as_ref().map(|own| BriefCell::from(&own.total))),
            ("loss", Some(BriefCell::from(&facts.loss))),
        ]);
        let dimension = |own: &DimensionFacts| BriefRow {
            name: own.short.clone(),
            cells: vec![
                BriefCell::from(&own.points),
                BriefCell::from(&own.full_marks),
                BriefCell::from(own.rate.as_ref()),
                BriefCell::from(own.class_rate.as_ref()),
            ],
        };
        let listed = if facts.one_level { &facts.losses } else { &facts.indicators };
        let mut weak: Vec<&IndicatorFacts> = listed.iter().filter(|own| own.weak).collect();
        let gain = |own: &IndicatorFacts| own.gain.as_ref().map_or(0.0, |gain| gain.value);
        weak.sort_by(|one, other| gain(other).total_cmp(&gain(one)));
        let indicator = |own: &&IndicatorFacts| BriefRow {
            name: format!("{} {}", own.code, own.name),
            cells: vec![
                BriefCell::from(own.points.as_ref()),
                BriefCell::from(&own.full_marks),
                BriefCell::from(own.rate.as_ref()),
                BriefCell::from(own.class_rate.as_ref()),
                BriefCell::from(own.gain.as_ref()),
            ],
        };
        let dimensions = facts.dimensions.iter().map(dimension).collect();
        let weak = weak.iter().map(indicator).collect();
        [
            self.table(self.say("outcome"), &[], outcome),
            self.table(self.say("dimensions"), &["points", "full", "rate", "class"], dimensions),
            self.table(self.say("weak"), &["points", "full", "rate", "class", "gain"], weak),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn class(&self, class: &CityClass) -> Vec<BriefTable> {
        let totals = &class.totals;
        let figure = |own: &Option<Figure>| own.as_ref().map(BriefCell::from);
        let mut rows = self.values(vec![
            ("units", Some(BriefCell::from(&class.count))),
            ("mean", figure(&totals.mean)),
            ("most", figure(&totals.most)),
            ("least", figure(&totals.least)),
            ("above", Some(BriefCell::from(&totals.above))),
        ]);
        rows.extend(totals.grades.iter().map(|grade| BriefRow {
            name: grade.name.clone(),
            cells: vec![BriefCell::from(&grade.count)],
        }));
        let weak = class.indicators.iter().filter(|own| !own.weakness.is_empty());
        let weak = weak.map(|own| BriefRow {
            name: format!("{} {}", own.code, own.name),
            cells: vec![BriefCell::from(own.mean_rate.as_ref()), BriefCell::from(&own.losing)],
        });
        let weak_title = format!("{}·{}", class.name, self.say("weak"));
        [
            self.table(class.name.clone(), &[], rows),
            self.table(weak_title, &["rate", "losing"], weak.collect()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

pub(super) fn unit_brief(
    book: &Scorebook,
    analysis: &Analysis,
    (class, unit): (usize, usize),
    wording: &Wording,
) -> Brief {
    let facts = unit_facts(book, analysis, class, unit);
    Brief { title: facts.name.clone(), tables: Teller { wording }.unit(&facts) }
}

pub(super) fn city_brief(book: &Scorebook, analysis: &Analysis, wording: &Wording) -> Brief {
    let facts = city(book, analysis);
    let tables = facts.classes.iter().flat_map(|class| Teller { wording }.class(class));
    Brief { title: book.checked.settings.assessment.area.clone(), tables: tables.collect() }
}
