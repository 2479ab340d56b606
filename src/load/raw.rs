//! The tables that the settings name.

use super::folder::{DataFolder, InputFile};
use super::forms::{self, RawForms};
use super::heads::Wanted;
use super::history;
use super::materials::{self, RawMaterials};
use super::reader::Reader;
use super::table::RawTable;
use crate::finding::{Failure, Finding};
use crate::settings::{ClassSettings, ColumnNames, Columns, RegisterFiles, ScoresForm};

/// The tables of an assessment, as they stand in the files.
#[derive(Debug, Default)]
pub struct RawTables {
    /// The unit list; none when it could not be read.
    pub units: Option<RawTable>,
    /// Tables by class, in the order of the settings.
    pub classes: Vec<RawClass>,
    /// The registers.
    pub registers: RawRegisters,
    /// What units handed in as files.
    pub materials: RawMaterials,
    /// Self-assessment forms among them.
    pub forms: RawForms,
    /// Every file read, in path order.
    pub inputs: Vec<InputFile>,
    /// What could not be read.
    pub findings: Vec<Finding>,
}

impl RawTables {
    /// The same tables with what their reader noted.
    fn with(self, reader: Reader) -> Self {
        let Reader { mut inputs, findings, .. } = reader;
        inputs.sort_by(|one, other| one.path.cmp(&other.path));
        inputs.dedup();
        Self { inputs, findings, ..self }
    }

    /// Every table that could be read.
    pub fn all(&self) -> impl Iterator<Item = &RawTable> {
        let of_classes = self.classes.iter().flat_map(RawClass::all);
        std::iter::once(&self.units).chain(of_classes).chain(self.registers.all()).flatten()
    }
}

/// The tables of one class; none where a file could not be read, or is not there on purpose.
#[derive(Debug, Default)]
pub struct RawClass {
    /// Its indicators.
    pub indicators: Option<RawTable>,
    /// Its final scores, one table a round.
    pub scores: Vec<Option<RawTable>>,
    /// Points that units gave themselves.
    pub self_scores: Option<RawTable>,
    /// Last year's points.
    pub history: Option<RawTable>,
}

impl RawClass {
    fn all(&self) -> impl Iterator<Item = &Option<RawTable>> {
        [&self.indicators, &self.self_scores, &self.history].into_iter().chain(&self.scores)
    }
}

/// The registers; none where there is none, or it could not be read.
#[derive(Debug, Default)]
pub struct RawRegisters {
    /// 得分更正.
    pub corrections: Option<RawTable>,
    /// 复核申请.
    pub appeals: Option<RawTable>,
    /// 加分.
    pub bonus: Option<RawTable>,
    /// 扣分.
    pub deductions: Option<RawTable>,
    /// 材料报送.
    pub submissions: Option<RawTable>,
    /// 一票否决.
    pub vetoes: Option<RawTable>,
    /// 等次限制.
    pub caps: Option<RawTable>,
    /// 抽样复评.
    pub second_scores: Option<RawTable>,
    /// Returned 整改台账.
    pub ledgers: Option<RawTable>,
    /// 失分原因目录.
    pub causes: Option<RawTable>,
    /// 整改建议目录.
    pub actions: Option<RawTable>,
}

impl RawRegisters {
    /// All of them.
    #[must_use]
    pub fn all(&self) -> [&Option<RawTable>; 11] {
        [
            &self.corrections,
            &self.appeals,
            &self.bonus,
            &self.deductions,
            &self.submissions,
            &self.vetoes,
            &self.caps,
            &self.second_scores,
            &self.ledgers,
            &self.causes,
            &self.actions,
        ]
    }
}

/// Reads every table that the settings name.
///
/// # Errors
/// A failure when a file is there and cannot be read from disk.
pub fn load(mut folder: DataFolder) -> Result<RawTables, Failure> {
    let open = std::mem::take(&mut folder.open);
    let (meant, mut reader) = folder.open();
    reader.findings.extend(open);
    let mut tables = RawTables::default();
    if let Some((settings, columns)) = meant {
        let units = wanted(&columns.units, &["code", "name", "class"]);
        tables.units = reader.table(&settings.units.file, &units)?;
        for class in &settings.classes {
            tables.classes.push(read_class(&mut reader, class, &columns)?);
        }
        tables.registers = read_registers(&mut reader, &settings.registers, &columns)?;
        tables.materials =
            materials::find(&reader.root, &settings.materials, &mut reader.findings)?;
        tables.forms = forms::read(&mut reader, &tables.materials, &columns.forms)?;
    }
    Ok(tables.with(reader))
}

/// Reads what is there before an assessment is scored: units, indicators and the catalogue of
/// causes.
///
/// # Errors
/// A failure when a file is there and cannot be read from disk.
pub fn load_lists(folder: DataFolder) -> Result<RawTables, Failure> {
    let (meant, mut reader) = folder.open();
    let mut tables = RawTables::default();
    if let Some((settings, columns)) = meant {
        let units = wanted(&columns.units, &["code", "name", "class"]);
        tables.units = reader.table(&settings.units.file, &units)?;
        for class in &settings.classes {
            let indicators = read_indicators(&mut reader, class, &columns)?;
            tables.classes.push(RawClass { indicators, ..RawClass::default() });
        }
        let causes = Wanted { may_be_empty: true, ..wanted(&columns.causes, &["code", "name"]) };
        if !settings.registers.causes.is_empty() {
            tables.registers.causes = reader.table(&settings.registers.causes, &causes)?;
        }
    }
    Ok(tables.with(reader))
}

/// Reads the register of returned ledgers alone.
///
/// # Errors
/// A failure when the file is there and cannot be read from disk.
pub fn load_ledger(folder: DataFolder) -> Result<Option<RawTable>, Failure> {
    let (meant, mut reader) = folder.open();
    match meant {
        Some((settings, columns)) if !settings.registers.ledgers.is_empty() => {
            let wanted = wanted(&columns.ledgers, &["unit", "indicator", "problem"]);
            let wanted = Wanted { may_be_empty: true, ..wanted };
            reader.table(&settings.registers.ledgers, &wanted)
        }
        _ => Ok(None),
    }
}

/// A table that must hold something, with nothing but known heads.
pub(super) fn wanted<'a>(names: &'a dyn ColumnNames, required: &'a [&'static str]) -> Wanted<'a> {
    Wanted { names, required, open: false, may_be_empty: false, unit_above: false }
}

fn read_class(
    reader: &mut Reader,
    class: &ClassSettings,
    columns: &Columns,
) -> Result<RawClass, Failure> {
    let indicators = read_indicators(reader, class, columns)?;
    let mut scores = Vec::new();
    for (file, _) in class.score_files() {
        scores.push(read_scores(reader, file, class.scores_form, columns)?);
    }
    let form = class.self_scores_form.unwrap_or(ScoresForm::IndicatorRows);
    let self_scores = match &class.self_scores {
        Some(file) => read_scores(reader, file, form, columns)?,
        None => None,
    };
    let history = match &class.history {
        Some(file) => history::read(reader, file, class, columns)?,
        None => None,
    };
    Ok(RawClass { indicators, scores, self_scores, history })
}

fn read_indicators(
    reader: &mut Reader,
    class: &ClassSettings,
    columns: &Columns,
) -> Result<Option<RawTable>, Failure> {
    let nested = class.marks_total.is_some();
    let marks = if nested { "weight1" } else { "full_marks" };
    reader.table(&class.indicators, &wanted(&columns.indicators, &["level1", marks]))
}

fn read_scores(
    reader: &mut Reader,
    file: &str,
    form: ScoresForm,
    columns: &Columns,
) -> Result<Option<RawTable>, Failure> {
    let (required, open): (&[&'static str], bool) = match form {
        ScoresForm::Long => (&["unit", "indicator", "points"], false),
        ScoresForm::UnitRows => (&["unit"], true),
        ScoresForm::IndicatorRows => (&["indicator"], true),
    };
    reader.table(file, &Wanted { open, ..wanted(&columns.scores, required) })
}

fn read_registers(
    reader: &mut Reader,
    files: &RegisterFiles,
    columns: &Columns,
) -> Result<RawRegisters, Failure> {
    let mut read = |file: &str, names: &dyn ColumnNames, required: &[&'static str]| {
        if file.is_empty() {
            return Ok(None);
        }
        let unit_above = required.contains(&"unit");
        let wanted = wanted(names, required);
        reader.table(file, &Wanted { may_be_empty: true, unit_above, ..wanted })
    };
    Ok(RawRegisters {
        corrections: read(
            &files.corrections,
            &columns.corrections,
            &["unit", "indicator", "kind", "before", "after"],
        )?,
        appeals: read(
            &files.appeals,
            &columns.appeals,
            &["number", "unit", "indicator", "handed_in", "decision"],
        )?,
        bonus: read(&files.bonus, &columns.bonus, &["unit", "item", "points"])?,
        deductions: read(&files.deductions, &columns.deductions, &["unit", "item", "points"])?,
        submissions: read(&files.submissions, &columns.submissions, &["unit", "piece", "first"])?,
        vetoes: read(&files.vetoes, &columns.vetoes, &["unit", "reason"])?,
        caps: read(&files.caps, &columns.caps, &["unit", "grade", "reason"])?,
        second_scores: read(
            &files.second_scores,
            &columns.second_scores,
            &["unit", "indicator", "points"],
        )?,
        ledgers: read(&files.ledgers, &columns.ledgers, &["unit", "indicator", "problem"])?,
        causes: read(&files.causes, &columns.causes, &["code", "name"])?,
        actions: read(&files.actions, &columns.actions, &["action"])?,
    })
}
