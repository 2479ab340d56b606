//! What the papers that open an assessment know: the indicator system of one class.

use serde::Serialize;

use super::AssessmentFacts;
use super::print::Printer;
use crate::check::{Dimension, IndicatorSystem, LevelCell};
use crate::model::{Figure, Points};
use crate::settings::{Settings, Stage};

/// Facts of 指标体系 and 指标说明 of one class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OpeningFacts {
    /// The assessment, as it is before anything is scored.
    pub assessment: AssessmentFacts,
    /// Code of the class.
    pub class_code: String,
    /// Name of the class.
    pub class_name: String,
    /// Whether there are other classes.
    pub several: bool,
    /// Number of the attachment, for instance `1-2`.
    pub attachment: String,
    /// Levels of the deepest indicator.
    pub depth: usize,
    /// Indicators.
    pub count: Figure,
    /// Sum of full marks.
    pub full_marks: Figure,
    /// Dimensions in order.
    pub dimensions: Vec<OpeningDimension>,
}

/// A dimension with its indicators.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OpeningDimension {
    /// Name.
    pub name: String,
    /// Number of indicators.
    pub count: Figure,
    /// Sum of full marks.
    pub full_marks: Figure,
    /// Its indicators.
    pub rows: Vec<OpeningRow>,
}

/// An indicator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OpeningRow {
    /// Code.
    pub code: String,
    /// Levels below the dimension that begin at this row; of a one-level system the dimension.
    pub levels: Vec<OpeningLevel>,
    /// Full marks.
    pub full_marks: Figure,
    /// Fewest points, where an item may cost more than it gives.
    pub floor: Option<Figure>,
    /// What is looked at.
    pub look: Option<String>,
    /// Criterion.
    pub criterion: Option<String>,
    /// How it is assessed.
    pub method: Option<String>,
    /// Legal basis.
    pub basis: Option<String>,
}

/// A name of a level that begins at a row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OpeningLevel {
    /// Name.
    pub name: String,
    /// Column from 0.
    pub column: usize,
    /// Rows that it covers.
    pub rows: usize,
    /// Columns that it covers: a leaf above the deepest level reaches the last column.
    pub columns: usize,
}

/// Facts of a class's opening papers; `kind` is the attachment's number among the kinds and
/// `position` that of the class among `classes`.
#[must_use]
pub fn opening(
    settings: &Settings,
    (code, name, system): (&str, &str, &IndicatorSystem),
    kind: usize,
    (position, classes): (usize, usize),
) -> OpeningFacts {
    let printer = Printer::of_system(settings, format!("opening/{code}"), system);
    let depth = system.depth();
    let several = classes > 1;
    OpeningFacts {
        // These papers are what they were when the assessment began, whenever they are made.
        assessment: AssessmentFacts::at(settings, Stage::Preliminary),
        class_code: code.to_owned(),
        class_name: name.to_owned(),
        several,
        attachment: if several { format!("{kind}-{}", position + 1) } else { kind.to_string() },
        depth,
        count: Figure::count(format!("opening/{code}/count"), system.indicators.len()),
        full_marks: printer.marks("full_marks", system.full_marks()),
        dimensions: dimensions(system, &printer, code),
    }
}

fn dimensions(
    system: &IndicatorSystem,
    printer: &Printer<'_>,
    code: &str,
) -> Vec<OpeningDimension> {
    let cells = system.level_cells();
    let dimensions = system.dimensions.iter().enumerate();
    let dimension = |(at, dimension): (usize, &Dimension)| {
        let leaves = &system.indicators[dimension.leaves.clone()];
        let sum = leaves.iter().map(|leaf| leaf.full_marks.scaled()).sum();
        OpeningDimension {
            name: dimension.name.clone(),
            count: Figure::count(format!("opening/{code}/d{at}/count"), leaves.len()),
            full_marks: printer.marks(&format!("d{at}/full_marks"), Points::from_scaled(sum)),
            rows: dimension.leaves.clone().map(|leaf| row(system, leaf, &cells, printer)).collect(),
        }
    };
    dimensions.map(dimension).collect()
}

fn row(
    system: &IndicatorSystem,
    leaf: usize,
    cells: &[LevelCell],
    printer: &Printer<'_>,
) -> OpeningRow {
    // The dimension is a band across the table, unless it is the indicator itself.
    let skipped = usize::from(system.depth() > 1);
    let own_cells = cells.iter().filter(|cell| cell.leaf == leaf && cell.level >= skipped);
    let levels = own_cells.map(|cell| OpeningLevel {
        name: cell.name.clone(),
        column: cell.level - skipped,
        rows: cell.rows,
        columns: cell.columns,
    });
    let own = &system.indicators[leaf];
    let floor = (own.floor < Points::ZERO)
        .then(|| printer.marks(&format!("{}/floor", own.code), own.floor));
    OpeningRow {
        code: own.code.clone(),
        levels: levels.collect(),
        full_marks: printer.marks(&format!("{}/full_marks", own.code), own.full_marks),
        floor,
        look: own.look.clone(),
        criterion: own.criterion.clone(),
        method: own.method.clone(),
        basis: own.basis.clone(),
    }
}
