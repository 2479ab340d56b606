//! Self-assessment forms among the files that units handed in.
//!
//! A form is a sheet with a head line: a head of points, and one that names indicators. Where it
//! stands on the sheet, what is above and below it and in which order its columns are is the
//! unit's business.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::bytes::{self, Kind};
use super::folder::{InputFile, checksum, read_bytes};
use super::heads::{loose_role, role_rank};
use super::labels::labels;
use super::materials::RawMaterials;
use super::reader::{Reader, ragged};
use super::sheet::{Grid, Line};
use super::table::{RawColumn, RawTable};
use super::{delimited, unseen, workbook};
use crate::finding::{Failure, Finding, Place, rule};
use crate::settings::FormColumns;

/// What there is of forms among the files that units handed in.
#[derive(Debug, Default)]
pub struct RawForms {
    /// Forms, in the order of their files and sheets.
    pub forms: Vec<RawForm>,
    /// Workbooks without a form, by position in the materials.
    pub formless: Vec<usize>,
    /// Files without any content that a form might have been.
    pub empty: Vec<usize>,
    /// Workbooks that could not be read, and why.
    pub unread: Vec<(usize, Finding)>,
}

/// One form, as it stands in a sheet.
#[derive(Debug)]
pub struct RawForm {
    /// Its file's position in the materials.
    pub material: usize,
    /// Name of its sheet; none in a text file.
    pub sheet: Option<String>,
    /// Whether its sheet is hidden.
    pub hidden: bool,
    /// What stands behind labels such as `填报单位：` above the table.
    pub labels: Vec<(String, Place)>,
    /// Texts above the head line.
    pub above: Vec<(String, Place)>,
    /// The table; several columns may have one role of a level.
    pub table: RawTable,
    /// Lines whose points are a formula that was never computed.
    pub uncomputed: BTreeSet<usize>,
    /// Lines that share one merged cell of points.
    pub shared: Vec<Vec<usize>>,
}

/// Endings of files that may hold a form.
const ENDINGS: [&str; 7] = ["xlsx", "xlsm", "xlsb", "xls", "et", "ods", "csv"];

/// Lines from the top of a sheet among which the head line is looked for.
const MOST_TITLE_LINES: usize = 30;

/// Roles that name an indicator.
pub(crate) const NAMING: [&str; 5] = ["level1", "level2", "level3", "level4", "indicator_name"];

/// Reads every workbook among the materials.
///
/// # Errors
/// A failure when a file is there and cannot be read from disk.
pub(super) fn read(
    reader: &mut Reader,
    materials: &RawMaterials,
    names: &FormColumns,
) -> Result<RawForms, Failure> {
    let mut forms = RawForms::default();
    for (position, material) in materials.files.iter().enumerate() {
        let may_be_form = ENDINGS.contains(&material.ending().as_str());
        if material.is_evidence || !may_be_form {
            continue;
        }
        if material.size == 0 {
            forms.empty.push(position);
            continue;
        }
        let bytes = read_bytes(&material.real)?;
        let grids = match grids(&bytes, &material.path) {
            Ok(grids) => grids,
            Err(found) => {
                forms.unread.push((position, found));
                continue;
            }
        };
        let before = forms.forms.len();
        let mut hidden = Vec::new();
        for grid in &grids {
            let found = &mut reader.findings;
            if let Some(head) = Head::find(grid, names) {
                ragged(grid, head.bottom, head.cells.last().map_or(0, |cell| cell.0), found);
                let form = head.form(grid, position, names, found);
                found.extend(unseen::hidden_parts(grid, &form.table));
                forms.forms.push(form);
            } else if grid.hidden {
                hidden.push(Finding::new(rule::SHEET_HIDDEN, grid.whole()));
            }
        }
        if forms.forms.len() == before {
            forms.formless.push(position);
        } else {
            let sha256 = checksum(&bytes);
            reader.inputs.push(InputFile { path: material.path.clone(), sha256 });
            reader.findings.append(&mut hidden);
        }
    }
    Ok(forms)
}

fn grids(bytes: &[u8], file: &str) -> Result<Vec<Grid>, Finding> {
    let kind = bytes::kind(file, bytes).map_err(|rule| Finding::new(rule, Place::file(file)))?;
    match kind {
        Kind::Workbook => workbook::sheets(bytes, file),
        Kind::Text => Ok(vec![delimited::read(&bytes::decode(bytes, file)?, file)?]),
        Kind::Parquet => Err(Finding::new(rule::FILE_KIND_UNKNOWN, Place::file(file))),
    }
}

/// The head of a form: one line, or two where heads are merged.
struct Head<'g> {
    top: u32,
    bottom: u32,
    cells: Vec<HeadCell>,
    above: &'g [Line],
}

/// A column with its head and what the head means.
type HeadCell = (u32, String, Option<&'static str>);

impl<'g> Head<'g> {
    /// The first line, or pair of lines, that has a head of points and one that names indicators.
    fn find(grid: &'g Grid, names: &FormColumns) -> Option<Self> {
        let lines = grid.lines.get(..MOST_TITLE_LINES.min(grid.lines.len()))?;
        for (at, line) in lines.iter().enumerate() {
            let above = &grid.lines[..at];
            let below = lines.get(at + 1).filter(|below| below.row == line.row + 1);
            let cells = |line: &Line| -> Vec<HeadCell> {
                let cell = |(column, text): &(u32, String)| {
                    (*column, text.clone(), loose_role(text, names))
                };
                line.cells.iter().map(cell).collect()
            };
            let single = Self { top: line.row, bottom: line.row, cells: cells(line), above };
            // Two lines are a head only where each gives it what the other lacks.
            let pair = below.and_then(|below| {
                let cells_of_both = joined(line, below, names);
                let alone = known(&single.cells).max(known(&cells(below)));
                let pair = Self { top: line.row, bottom: below.row, cells: cells_of_both, above };
                (pair.is_form() && known(&pair.cells) > alone).then_some(pair)
            });
            if let Some(head) = pair.or_else(|| Some(single).filter(Self::is_form)) {
                return Some(head);
            }
        }
        None
    }

    fn has(&self, role: &str) -> bool {
        self.cells.iter().any(|(_, _, own)| *own == Some(role))
    }

    fn is_form(&self) -> bool {
        let named = NAMING.iter().any(|role| self.has(role)) || self.has("indicator");
        self.has("points") && named
    }

    fn form(
        &self,
        grid: &Grid,
        material: usize,
        names: &FormColumns,
        findings: &mut Vec<Finding>,
    ) -> RawForm {
        let columns = self.columns(grid, names, findings);
        let above: Vec<(String, Place)> = self
            .above
            .iter()
            .flat_map(|line| {
                line.cells
                    .iter()
                    .map(|(column, text)| (text.clone(), grid.place(line.row, *column)))
            })
            .collect();
        let table = RawTable::new(grid, self.bottom, columns);
        let points = table.position("points").map_or(0, |at| table.columns()[at].index);
        let lines_of = |rows: RangeInclusive<u32>| -> Vec<usize> {
            (0..table.len()).filter(|line| rows.contains(&table.rows()[*line])).collect()
        };
        let one = |row: &u32| lines_of(*row..=*row);
        let never = grid.uncomputed.iter().filter(|(_, column)| *column == points);
        let uncomputed = never.flat_map(|(row, _)| one(row)).collect();
        let over = grid.regions.iter().filter(|region| {
            (region.start.1..=region.end.1).contains(&points) && region.start.0 < region.end.0
        });
        let shared = over.map(|region| lines_of(region.start.0..=region.end.0)).collect();
        RawForm {
            material,
            sheet: grid.sheet.clone(),
            hidden: grid.hidden,
            labels: labels(&above, &names.unit),
            above,
            uncomputed,
            shared,
            table,
        }
    }

    /// Columns, without a role where the head has none. Of several heads of one role the one that stands first in the list of
    /// its heads is meant; levels and names may be several. Two that are meant alike are told.
    fn columns(
        &self,
        grid: &Grid,
        names: &FormColumns,
        findings: &mut Vec<Finding>,
    ) -> Vec<RawColumn> {
        let mut columns: Vec<RawColumn> = Vec::new();
        for (index, head, role) in &self.cells {
            let Some(role) = *role else {
                columns.push(RawColumn { role: "", head: head.clone(), index: *index });
                continue;
            };
            let column = RawColumn { role, head: head.clone(), index: *index };
            let known = columns.iter().position(|other| other.role == role);
            let (false, Some(known)) = (NAMING.contains(&role), known) else {
                columns.push(column);
                continue;
            };
            let (old, new) =
                (role_rank(&columns[known].head, role, names), role_rank(head, role, names));
            if new < old {
                columns[known] = column;
            } else if new == old
                && role == "points"
                && self.differ(grid, columns[known].index, *index)
            {
                let place = grid.place(self.top, *index);
                findings.push(Finding::new(rule::HEAD_DUPLICATE, place).with("head", head));
            }
        }
        columns
    }

    /// Whether two columns say different things below the head; a merged cell says the same twice.
    fn differ(&self, grid: &Grid, one: u32, other: u32) -> bool {
        let below = grid.lines.iter().filter(|line| line.row > self.bottom);
        let mut pairs = below.map(|line| (line.get(one), line.get(other)));
        pairs.any(|(one, other)| other.is_some() && one != other)
    }
}

/// How many heads mean something.
fn known(cells: &[HeadCell]) -> usize {
    cells.iter().filter(|(_, _, role)| role.is_some()).count()
}

/// Two head lines as one: a head over several columns stands before what is below it.
fn joined(line: &Line, below: &Line, names: &FormColumns) -> Vec<HeadCell> {
    let mut columns: Vec<u32> =
        line.cells.iter().chain(&below.cells).map(|(column, _)| *column).collect();
    columns.sort_unstable();
    columns.dedup();
    let cell = |column: u32| {
        let (upper, lower) = (line.get(column), below.get(column));
        let whole = match (upper, lower) {
            (Some(upper), Some(lower)) if upper != lower => format!("{upper}{lower}"),
            (Some(text), _) | (None, Some(text)) => text.to_owned(),
            (None, None) => String::new(),
        };
        let said = [Some(whole.as_str()), lower, upper];
        let role = said.into_iter().flatten().find_map(|text| loose_role(text, names));
        (column, whole, role)
    };
    columns.into_iter().map(cell).collect()
}
