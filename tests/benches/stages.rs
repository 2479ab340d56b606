//! Each stage on the sample, by itself: `cargo bench --bench stages`.
//!
//! Whole runs are measured by `compare.py`. One worker, so that a stage is what it costs; Typst
//! forgets before every paper, unless the name says that it remembers.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on should stop")]

mod assessed;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

use divan::{Bencher, black_box};
use make_reports::analyse::facts::{self, CityFacts, UnitFacts};
use make_reports::analyse::{Analysis, Expected, analyse, results};
use make_reports::assets::{Fonts, Templates};
use make_reports::chart::{Chart, ChartFont, Studio, city_charts, unit_charts};
use make_reports::check::Checked;
use make_reports::compose::{Composer, Manuscript, Paper, Resources, Subject};
use make_reports::crew::Crew;
use make_reports::draft::{Easel, copy};
use make_reports::inspect::{Figures, Inspected, Worded, inspect};
use make_reports::load::RawTables;
use make_reports::score::{Scorebook, score};
use make_reports::settings::{Kind, Settings};
use make_reports::tabulate::{self, TablePart};
use make_reports::typeset::{Document, Press, forget_old_layouts, outline, typeset};

use assessed::{Assessed, checked, repository, tables};

/// The class of departments, and a unit of it.
const CLASS: usize = 1;
const UNIT: usize = 10;

static SAMPLE: LazyLock<Sample> = LazyLock::new(Sample::new);

fn main() {
    divan::main();
}

fn data() -> PathBuf {
    repository("data")
}

fn crew() -> Crew {
    Crew::new(1)
}

/// The sample with what stages begin with.
struct Sample {
    assessed: Assessed,
    font: ChartFont,
    press: Press,
    easel: Easel,
    allowed: BTreeSet<String>,
    worded: Worded,
    unit: Manuscript,
    city: Manuscript,
}

impl Sample {
    fn new() -> Self {
        let assessed = Assessed::new(&data(), &repository("fonts"), crew());
        let family = &assessed.scorebook.checked.settings.fonts.heiti[0];
        let font = assessed.fonts.of_family(family).unwrap().data().to_vec();
        let mut papers = assessed.manuscripts();
        let code = &assessed.scorebook.checked.classes[CLASS].units[UNIT].code;
        let mut take = |kind: Kind, unit: Option<&str>| {
            let found = |own: &Manuscript| own.kind == kind && own.unit.as_deref() == unit;
            papers.swap_remove(papers.iter().position(found).unwrap())
        };
        Self {
            font: ChartFont::new(family, font).unwrap(),
            press: Press::new(&assessed.fonts, &assessed.templates),
            easel: Easel::new(&assessed.fonts),
            allowed: assessed.fonts.postscript_names().collect(),
            worded: Worded::new(&assessed.templates.written_numbers()),
            unit: take(Kind::Unit, Some(code)),
            city: take(Kind::City, None),
            assessed,
        }
    }

    fn unit_facts(&self) -> UnitFacts {
        facts::unit(&self.assessed.scorebook, &self.assessed.analysis, CLASS, UNIT)
    }

    fn city_facts(&self) -> CityFacts {
        facts::city(&self.assessed.scorebook, &self.assessed.analysis)
    }

    fn studio(&self) -> Studio<'_> {
        let settings = &self.assessed.scorebook.checked.settings.statistics;
        Studio { wording: &self.assessed.wording, font: &self.font, settings }
    }

    fn composer(&self) -> Composer<'_> {
        let Assessed { templates, coverage, scorebook, .. } = &self.assessed;
        let settings = &scorebook.checked.settings;
        Composer::new(Resources { settings, templates, coverage }, &mut Vec::new())
    }

    fn inspect(
        &self,
        document: &Document,
        paper: &Manuscript,
        expected: &Expected<'_>,
    ) -> Inspected {
        let unit = paper.unit.as_deref();
        let figures = Figures {
            printed: &document.printed,
            proof: &paper.proof,
            worded: &self.worded,
            results: &|key| expected.value(key),
            foreign: &|key| unit.is_some_and(|own| expected.is_foreign(key, own)),
        };
        inspect(&document.pdf, &self.allowed, &paper.path, &figures)
    }
}

// ---- The whole assessment

#[divan::bench]
fn a_fonts() -> Fonts {
    Fonts::read(&repository("fonts")).unwrap()
}

#[divan::bench]
fn b_load() -> (RawTables, Settings) {
    tables(&Templates::built_in(), &data())
}

#[divan::bench]
fn c_check(bencher: Bencher<'_, '_>) {
    let coverage = &SAMPLE.assessed.coverage;
    bencher
        .with_inputs(|| tables(&SAMPLE.assessed.templates, &data()))
        .bench_local_values(|(tables, settings)| checked(tables, settings, coverage, crew()));
}

#[divan::bench]
fn d_score(bencher: Bencher<'_, '_>) {
    bencher
        .with_inputs(|| SAMPLE.assessed.scorebook.checked.clone())
        .bench_local_values(|checked: Checked| -> Scorebook { score(checked, crew()) });
}

#[divan::bench(sample_count = 10)]
fn e_analyse() -> Analysis {
    analyse(black_box(&SAMPLE.assessed.scorebook), crew())
}

/// Every table of results, as Parquet and CSV.
#[divan::bench]
fn k_tabulate() -> usize {
    let tables = results::tables(&SAMPLE.assessed.scorebook, &SAMPLE.assessed.analysis);
    let files = tables.iter().filter_map(|table| {
        let parts = (0..table.parts()).map(|part| TablePart::new(table.part(part), true));
        tabulate::table_files(parts, usize::MAX).unwrap()
    });
    files.map(|files| files.parquet.len()).sum()
}

// ---- One unit report

#[divan::bench]
fn f_facts_unit() -> UnitFacts {
    black_box(&SAMPLE).unit_facts()
}

#[divan::bench]
fn g_chart_unit(bencher: Bencher<'_, '_>) {
    let facts = SAMPLE.unit_facts();
    bencher.bench_local(|| unit_charts(black_box(&facts), SAMPLE.studio()));
}

/// Sentences and data, with charts that are drawn.
#[divan::bench]
fn h_compose_unit(bencher: Bencher<'_, '_>) {
    let (facts, composer) = (SAMPLE.unit_facts(), SAMPLE.composer());
    let class = &SAMPLE.assessed.scorebook.checked.classes[CLASS];
    let unit = &class.units[UNIT];
    let (code, name, short) = (&unit.code, &unit.name, &unit.short);
    let subject = Subject { code, name, short, class: &class.name, order: "11" };
    let charts = unit_charts(&facts, SAMPLE.studio());
    bencher.with_inputs(|| charts.clone()).bench_local_values(|charts: Vec<Chart>| {
        let (kind, subject, assessment) = (Kind::Unit, Some(subject), &facts.assessment);
        composer.compose(&Paper { kind, subject, assessment, facts: &facts, charts }).unwrap()
    });
}

#[divan::bench(sample_count = 20)]
fn i_typeset_unit(bencher: Bencher<'_, '_>) {
    let set = |()| typeset(&SAMPLE.press, &SAMPLE.unit).unwrap();
    bencher.with_inputs(|| forget_old_layouts(0)).bench_local_values(set);
}

/// The same again, with what Typst remembers of it.
#[divan::bench(sample_count = 20)]
fn i_typeset_unit_remembered() -> Document {
    typeset(&SAMPLE.press, &SAMPLE.unit).unwrap()
}

#[divan::bench]
fn j_inspect_unit(bencher: Bencher<'_, '_>) {
    let expected = Expected::new(&SAMPLE.assessed.scorebook, &SAMPLE.assessed.analysis);
    let document = typeset(&SAMPLE.press, &SAMPLE.unit).unwrap();
    bencher.bench_local(|| SAMPLE.inspect(black_box(&document), &SAMPLE.unit, &expected));
}

/// The copy to be edited: its outline and its package.
#[divan::bench(sample_count = 20)]
fn l_docx_unit(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(|| forget_old_layouts(0)).bench_local_values(|()| {
        let outline = outline(&SAMPLE.press, &SAMPLE.unit).unwrap();
        copy(&SAMPLE.assessed.templates, &SAMPLE.easel, &SAMPLE.unit, &outline).unwrap()
    });
}

// ---- The city-wide report

#[divan::bench]
fn f_facts_city() -> CityFacts {
    black_box(&SAMPLE).city_facts()
}

#[divan::bench(sample_count = 20)]
fn g_chart_city(bencher: Bencher<'_, '_>) {
    let facts = SAMPLE.city_facts();
    bencher.bench_local(|| city_charts(black_box(&facts), SAMPLE.studio()));
}

#[divan::bench(sample_count = 10)]
fn i_typeset_city(bencher: Bencher<'_, '_>) {
    let set = |()| typeset(&SAMPLE.press, &SAMPLE.city).unwrap();
    bencher.with_inputs(|| forget_old_layouts(0)).bench_local_values(set);
}

#[divan::bench(sample_count = 10)]
fn j_inspect_city(bencher: Bencher<'_, '_>) {
    let expected = Expected::new(&SAMPLE.assessed.scorebook, &SAMPLE.assessed.analysis);
    let document = typeset(&SAMPLE.press, &SAMPLE.city).unwrap();
    bencher.bench_local(|| SAMPLE.inspect(black_box(&document), &SAMPLE.city, &expected));
}
