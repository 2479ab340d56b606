//! Self-assessment forms among the files that units handed in.
//!
//! A form is a sheet with a head line: a head of points, and one that names indicators. Where it
//! stands on the sheet, what is above and below it and in which order its columns are is the
//! unit's business.

use super::bytes::{self, Kind};
use super::folder::{InputFile, checksum, read_bytes};
use super::heads::{loose_role, role_rank};
use super::materials::RawMaterials;
use super::reader::Reader;
use super::sheet::{Grid, Line};
use super::table::{RawColumn, RawTable};
use super::{delimited, workbook};
use crate::finding::{Failure, Finding, Place, rule};
use crate::model::comparable;
use crate::settings::FormColumns;

/// What there is of forms among the files that units handed in.
#[derive(Debug, Default)]
pub struct RawForms {
    /// Forms, in the order of their files and sheets.
    pub forms: Vec<RawForm>,
    /// Workbooks without a form, by position in the materials.
    pub formless: Vec<usize>,
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
    /// What stands behind a label such as `填报单位：` above the table.
    pub label: Option<(String, Place)>,
    /// Texts above the head line.
    pub above: Vec<(String, Place)>,
    /// The table; several columns may have one role of a level.
    pub table: RawTable,
    /// SHA-256 of its file.
    pub sha256: String,
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
        if !ENDINGS.contains(&material.ending().as_str()) || material.size == 0 {
            continue;
        }
        let bytes = read_bytes(&material.real)?;
        let sha256 = checksum(&bytes);
        let grids = match grids(&bytes, &material.path) {
            Ok(grids) => grids,
            Err(found) => {
                forms.unread.push((position, found));
                continue;
            }
        };
        let before = forms.forms.len();
        for grid in &grids {
            if let Some(head) = Head::find(grid, names) {
                let found = &mut reader.findings;
                forms.forms.push(head.form(grid, position, &sha256, names, found));
            }
        }
        if forms.forms.len() == before {
            forms.formless.push(position);
        } else {
            reader.inputs.push(InputFile { path: material.path.clone(), sha256 });
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
    cells: Vec<(u32, String, Option<&'static str>)>,
    above: &'g [Line],
}

impl<'g> Head<'g> {
    /// The first line, or pair of lines, that has a head of points and one that names indicators.
    fn find(grid: &'g Grid, names: &FormColumns) -> Option<Self> {
        let lines = grid.lines.get(..MOST_TITLE_LINES.min(grid.lines.len()))?;
        for (at, line) in lines.iter().enumerate() {
            let above = &grid.lines[..at];
            let below = lines.get(at + 1).filter(|below| below.row == line.row + 1);
            let pair = below
                .map(|below| Self::of(&joined(line, below), (line.row, below.row), above, names));
            let single = Self::of(&line.cells, (line.row, line.row), above, names);
            // Two lines are a head only where the second gives it what the first lacks.
            let better = pair.filter(|pair| pair.is_form() && pair.known() > single.known());
            if let Some(head) = better.or_else(|| Some(single).filter(Self::is_form)) {
                return Some(head);
            }
        }
        None
    }

    fn of(
        cells: &[(u32, String)],
        (top, bottom): (u32, u32),
        above: &'g [Line],
        names: &FormColumns,
    ) -> Self {
        let cells = cells
            .iter()
            .map(|(column, text)| (*column, text.clone(), loose_role(text, names)))
            .collect();
        Self { top, bottom, cells, above }
    }

    fn has(&self, role: &str) -> bool {
        self.cells.iter().any(|(_, _, own)| *own == Some(role))
    }

    fn known(&self) -> usize {
        self.cells.iter().filter(|(_, _, role)| role.is_some()).count()
    }

    fn is_form(&self) -> bool {
        let named = NAMING.iter().any(|role| self.has(role)) || self.has("indicator");
        self.has("points") && named
    }

    fn form(
        &self,
        grid: &Grid,
        material: usize,
        sha256: &str,
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
        RawForm {
            material,
            sheet: grid.sheet.clone(),
            hidden: grid.hidden,
            label: label(&above, &names.unit),
            above,
            table: RawTable::new(grid, self.bottom, columns),
            sha256: sha256.to_owned(),
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

/// Two head lines as one: a head over several columns stands before what is below it.
fn joined(line: &Line, below: &Line) -> Vec<(u32, String)> {
    let mut columns: Vec<u32> =
        line.cells.iter().chain(&below.cells).map(|(column, _)| *column).collect();
    columns.sort_unstable();
    columns.dedup();
    let text = |column: u32| match (line.get(column), below.get(column)) {
        (Some(upper), Some(lower)) if upper != lower => format!("{upper}{lower}"),
        (Some(text), _) | (None, Some(text)) => text.to_owned(),
        (None, None) => String::new(),
    };
    columns.into_iter().map(|column| (column, text(column))).collect()
}

/// What stands behind a label: in its own cell, else in the next one of its line.
fn label(above: &[(String, Place)], labels: &[String]) -> Option<(String, Place)> {
    for (at, (text, place)) in above.iter().enumerate() {
        let Some(behind) = labels.iter().find_map(|label| behind_label(text, label)) else {
            continue;
        };
        if !behind.is_empty() {
            return Some((behind, place.clone()));
        }
        // Merged cells repeat the label.
        let next = above[at + 1..].iter().find(|(other, _)| other != text);
        if let Some((name, place)) = next
            && !name.ends_with(['：', ':'])
        {
            return Some((name.clone(), place.clone()));
        }
    }
    None
}

/// What stands behind a label that begins a text, up to a wide gap or a bracket; none when the
/// text begins otherwise.
fn behind_label(text: &str, label: &str) -> Option<String> {
    let text = text.trim();
    let label_end = text
        .char_indices()
        .map(|(at, character)| at + character.len_utf8())
        .find(|end| comparable(&text[..*end]) == comparable(label))?;
    let rest = &text[label_end..];
    // A bracket may stand between label and colon: 填报单位（盖章）：
    let rest = match rest.find(['：', ':']) {
        Some(at) if rest[..at].chars().count() <= 8 => {
            &rest[at + rest[at..].chars().next().map_or(0, char::len_utf8)..]
        }
        _ if rest.is_empty() => rest,
        _ => return None,
    };
    let name = rest.trim_start();
    let end = name.find(['\t', '\n', '　', '（', '(']).or_else(|| name.find("  "));
    Some(name[..end.unwrap_or(name.len())].trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_labels() {
        let behind = |text| behind_label(text, "填报单位");
        assert_eq!(behind("填报单位：市教育局（盖章）").as_deref(), Some("市教育局"));
        assert_eq!(behind("填报单位（盖章）： 市教育局   日期：6月").as_deref(), Some("市教育局"));
        assert_eq!(behind("填 报 单 位:市教育局").as_deref(), Some("市教育局"));
        assert_eq!(behind("填报单位").as_deref(), Some(""));
        assert_eq!(behind("填报单位请据实填写本表，注意：……"), None);
        assert_eq!(behind("说明：填报单位"), None);
    }
}
