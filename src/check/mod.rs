//! Stage 2: [`RawTables`] become [`Checked`], or a list of everything that is wrong.
//!
//! The rules stand in [`crate::finding::RULES`]. Each part below reads one table to its end and
//! reports all that it finds, so that a clerk gets one list and not one mistake a run. Nothing
//! else makes a [`Checked`].

mod characters;
mod checked;
mod contradictions;
mod forms;
mod indicators;
mod materials;
mod named;
mod node_marks;
mod opening;
mod origins;
mod owner;
mod owners;
mod registers;
mod scores;
mod settings;
mod units;
mod weights;

pub use checked::{
    Cells, Checked, CheckedClass, Dimension, GradeCut, Indicator, IndicatorSystem, LevelCell,
    Printed, RoundPoints, Unit,
};
pub use materials::{FileState, PieceFile, UnitFiles};
pub use opening::{Opening, OpeningClass, opening};
pub use origins::{InputCell, Origins};
pub use registers::{
    Actions, Appeal, Bonus, Cap, Cause, ClassRegisters, Correction, Deduction, History,
    HistoryCell, HistoryIndicator, LedgerRow, OfUnit, SecondScore, SelfForm, Submission, UnitRows,
    Veto,
};

use crate::assets::Setting;
use crate::crew::Crew;
use crate::finding::{Finding, Place, any_error, arrange};
use crate::load::{RawClass, RawForms, RawMaterials, RawRegisters, RawTable, RawTables};
use crate::model::Points;
use crate::settings::{Settings, Stage};

use checked::Catalogues;
use registers::{ClassNames, ClassView, read_history};

/// What came of checking: the assessment when no rule with severity error was broken, and all
/// findings, worst first.
#[derive(Debug)]
pub struct Outcome {
    /// The assessment; none when any finding is an error.
    pub checked: Option<Checked>,
    /// Everything found.
    pub findings: Vec<Finding>,
}

/// Checks every table against the settings and against each other; `setting` says how the fonts
/// of papers set a character. Long tables are read by several workers.
#[must_use]
pub fn check(
    raw: RawTables,
    settings: Option<Settings>,
    setting: &(dyn Fn(char) -> Setting + Sync),
    crew: Crew,
) -> Outcome {
    let tables: Vec<&RawTable> = raw.all().collect();
    let mut findings = characters::check(&tables, setting, crew);
    findings.extend(raw.findings.iter().cloned());
    opening::examples_left(raw.units.as_ref(), &raw.classes, &mut findings);
    let Some(settings) = settings else {
        arrange(&mut findings);
        return Outcome { checked: None, findings };
    };
    let cuts = settings::check(&settings, &mut findings);
    contradictions::check(&settings, &mut findings);
    let list = raw.units.as_ref().map(|table| units::read(table, &settings, &mut findings));
    let (classes, catalogues) = match &list {
        Some(list) => {
            let tables = Tables {
                settings: &settings,
                cuts: &cuts,
                list,
                materials: &raw.materials,
                forms: &raw.forms,
                crew,
            };
            let read = tables.classes(&raw.classes, &raw.registers, &mut findings);
            owners::name(&raw, list, &mut findings);
            named::check(&read.0, &mut findings);
            read
        }
        None => (Vec::new(), Catalogues::default()),
    };
    arrange(&mut findings);
    let checked = (!any_error(&findings) && classes.len() == settings.classes.len())
        .then(|| Checked::new(settings, cuts, classes, catalogues, raw.inputs))
        .map(|checked| checked.with_doubts(&findings));
    Outcome { checked, findings }
}

/// What every class's tables are read with.
struct Tables<'a> {
    settings: &'a Settings,
    cuts: &'a [GradeCut],
    list: &'a units::Register,
    materials: &'a RawMaterials,
    forms: &'a RawForms,
    crew: Crew,
}

/// What is known of a class before its scores are read.
struct ReadClass<'a> {
    position: usize,
    tables: &'a RawClass,
    system: &'a IndicatorSystem,
    self_places: &'a [Option<Place>],
}

impl Tables<'_> {
    /// Reads all classes, then the registers, then holds both against each other. A class whose
    /// tables could not be read is left out.
    fn classes(
        &self,
        raw: &[RawClass],
        raw_registers: &RawRegisters,
        findings: &mut Vec<Finding>,
    ) -> (Vec<CheckedClass>, Catalogues) {
        let systems: Vec<Option<IndicatorSystem>> = raw
            .iter()
            .zip(&self.settings.classes)
            .map(|(tables, class)| {
                let total = class.marks_total.as_deref().and_then(|t| Points::parse(t).ok());
                let table = tables.indicators.as_ref()?;
                Some(indicators::read(table, total, findings))
            })
            .collect();
        let names: Vec<_> =
            systems.iter().map(|system| system.as_ref().map(ClassNames::new)).collect();
        let (mut registers, shared) =
            registers::read(raw_registers, self.settings, self.cuts, self.list, &names, findings);
        let readable: Vec<_> = systems.iter().map(Option::as_ref).collect();
        let desk = forms::Desk {
            settings: self.settings,
            register: self.list,
            materials: self.materials,
            systems: &readable,
        };
        let mut handed_in = forms::read(&desk, self.forms, findings).into_iter();
        let files = materials::Desk {
            settings: self.settings,
            list: self.list,
            classes: &names,
            forms: &forms::files(&desk, self.forms),
            register_whole: shared.submissions_whole(),
        };
        materials::check(&files, &self.materials.files, &mut registers, findings);
        let mut classes = Vec::new();
        for (position, (tables, mut registers)) in raw.iter().zip(registers).enumerate() {
            let forms = handed_in.next().flatten();
            let Some(names) = &names[position] else {
                continue;
            };
            let mut places = self.papers_of(position, tables, names, &mut registers, findings);
            if let Some((points, own)) = forms {
                (registers.self_points, places) = (points, own);
            }
            let read = ReadClass { position, tables, system: names.system, self_places: &places };
            classes.extend(self.class(&read, registers, &shared, findings));
        }
        (classes, Catalogues { causes: shared.causes, actions: shared.actions })
    }

    /// Self-assessment and last year; gives where each unit stands in the former.
    fn papers_of(
        &self,
        position: usize,
        tables: &RawClass,
        names: &ClassNames<'_>,
        registers: &mut ClassRegisters,
        findings: &mut Vec<Finding>,
    ) -> Vec<Option<Place>> {
        let mut places = Vec::new();
        if let Some(table) = &tables.self_scores {
            (registers.self_points, places) = scores::read_self(
                self.settings,
                position,
                self.list,
                names.system,
                table,
                self.crew,
                findings,
            );
        }
        let history = tables.history.as_ref();
        registers.history =
            history.map(|table| read_history(table, position, names, self.list, findings));
        places
    }

    fn class(
        &self,
        read: &ReadClass<'_>,
        registers: ClassRegisters,
        shared: &registers::Shared,
        findings: &mut Vec<Finding>,
    ) -> Option<CheckedClass> {
        let settings = self.settings;
        let ReadClass { position, tables, system, self_places } = *read;
        let (list, crew) = (self.list, self.crew);
        let mut scores =
            scores::read_class(settings, position, list, system, &tables.scores, crew, findings)?;
        let units = self.list.of_class(position);
        let view = ClassView { units, system, registers: &registers };
        registers::check(view, settings, shared, &mut scores, self_places, crew, findings);
        // Papers of the first results say nothing of what was corrected later.
        if settings.assessment.stage == Stage::Preliminary {
            scores.go_back_to_first();
        }
        Some(CheckedClass {
            code: settings.classes[position].code.clone(),
            name: settings.classes[position].name.clone(),
            units: units.to_vec(),
            cells: scores::gather(&scores, system.indicators.len()),
            scores_place: scores.table.whole(),
            rounds: std::mem::take(&mut scores.rounds),
            printed: std::mem::take(&mut scores.printed),
            has_first: scores.has_first,
            system: system.clone(),
            registers,
        })
    }
}
