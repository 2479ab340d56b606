//! One table from its file: kind, sheet, heads, lines.

use std::path::{Component, Path, PathBuf};

use super::bytes::{self, Kind};
use super::folder::{InputFile, checksum, read_bytes};
use super::heads::{self, Wanted};
use super::sheet::{Grid, Line};
use super::table::RawTable;
use super::{delimited, parquet, unseen, workbook};
use crate::finding::{Failure, Finding, Place, any_error, rule};

/// Reads tables and collects what is wrong with them.
pub(super) struct Reader {
    pub(super) root: PathBuf,
    pub(super) inputs: Vec<InputFile>,
    pub(super) findings: Vec<Finding>,
    /// The year of days written without one.
    pub(super) year: Option<u16>,
}

impl Reader {
    /// Reads the table `name`, which may end in `#sheet`.
    pub(super) fn table(
        &mut self,
        name: &str,
        wanted: &Wanted<'_>,
    ) -> Result<Option<RawTable>, Failure> {
        let (file, sheet) = match name.rsplit_once('#') {
            Some((file, sheet)) => (file, Some(sheet)),
            None => (name, None),
        };
        let Some(path) = inside(&self.root, file) else {
            let found = Finding::new(rule::FILE_OUTSIDE, Place::file(file)).with("path", file);
            self.findings.push(found);
            return Ok(None);
        };
        if !path.is_file() {
            let found = Finding::new(rule::FILE_MISSING, Place::file(file)).with("path", file);
            self.findings.push(found);
            return Ok(None);
        }
        let bytes = read_bytes(&path)?;
        let file = file.replace('\\', "/");
        self.inputs.push(InputFile { path: file.clone(), sha256: checksum(&bytes) });
        match self.parse(bytes, &file, sheet, wanted) {
            Ok(table) => Ok(table),
            Err(found) => {
                self.findings.push(found);
                Ok(None)
            }
        }
    }

    fn parse(
        &mut self,
        bytes: Vec<u8>,
        file: &str,
        sheet: Option<&str>,
        wanted: &Wanted<'_>,
    ) -> Result<Option<RawTable>, Finding> {
        let whole = || Place::file(file);
        let kind = bytes::kind(file, &bytes).map_err(|rule| Finding::new(rule, whole()))?;
        let grid = match kind {
            Kind::Workbook => workbook::read(&bytes, file, sheet)?,
            Kind::Text => delimited::read(&bytes::decode(&bytes, file)?, file)?,
            Kind::Parquet => return self.parquet(bytes, file, wanted),
        };
        let Some(head) = heads::head_line(&grid, wanted) else {
            // A sheet of formulas that were never computed is not empty.
            self.findings.extend(unseen::uncomputed(&grid));
            let is_blank = grid.is_blank();
            return if is_blank { Err(Finding::new(rule::TABLE_EMPTY, whole())) } else { Ok(None) };
        };
        let before = self.findings.len();
        let columns = heads::columns(&grid, head, wanted, &mut self.findings);
        let last = head.cells.last().map_or(0, |cell| cell.0);
        ragged(&grid, head.row, last, &mut self.findings);
        let table = RawTable::new(&grid, head.row, columns)
            .ignoring(wanted.names.ignored())
            .in_year(self.year)
            .below(heads::above(&grid, head, wanted));
        self.findings.extend(unseen::of_table(&grid, &table));
        if table.is_empty() && !wanted.may_be_empty {
            return Err(Finding::new(rule::TABLE_EMPTY, table.whole()));
        }
        Ok((!any_error(&self.findings[before..])).then_some(table))
    }

    fn parquet(
        &mut self,
        bytes: Vec<u8>,
        file: &str,
        wanted: &Wanted<'_>,
    ) -> Result<Option<RawTable>, Finding> {
        let frame = parquet::read(bytes, file)?;
        let names: Vec<String> = frame.get_column_names().iter().map(ToString::to_string).collect();
        let head = Line { row: 0, cells: (0..).zip(names.iter().cloned()).collect() };
        let grid = Grid { file: file.to_owned(), ..Grid::default() };
        let before = self.findings.len();
        let columns = heads::columns(&grid, &head, wanted, &mut self.findings);
        if any_error(&self.findings[before..]) {
            return Ok(None);
        }
        if frame.height() == 0 && !wanted.may_be_empty {
            return Err(Finding::new(rule::TABLE_EMPTY, Place::file(file)));
        }
        let table = RawTable::from_frame(&grid, columns, &frame)
            .ok_or_else(|| Finding::new(rule::FILE_UNREADABLE, Place::file(file)))?
            .ignoring(wanted.names.ignored())
            .in_year(self.year)
            .below(heads::above(&grid, &head, wanted));
        Ok(Some(table))
    }
}

/// Rows of a text file that have a value beyond the last head.
pub(super) fn ragged(grid: &Grid, head_row: u32, last: u32, findings: &mut Vec<Finding>) {
    if grid.in_workbook {
        return;
    }
    for line in grid.lines.iter().filter(|line| line.row > head_row) {
        let beyond = line.cells.iter().filter(|(column, _)| *column > last);
        let texts: Vec<&str> = beyond.clone().map(|(_, text)| text.as_str()).collect();
        if let Some((column, _)) = beyond.clone().next() {
            let found = Finding::new(rule::ROW_RAGGED, grid.place(line.row, *column));
            findings.push(found.with("text", texts.join("、")));
        }
    }
}

/// The path of a file inside the folder; none when its name leads out of it.
pub(super) fn inside(root: &Path, file: &str) -> Option<PathBuf> {
    let path = Path::new(file);
    let plain =
        path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !plain || file.is_empty() {
        return None;
    }
    let path = root.join(path);
    match (path.canonicalize(), root.canonicalize()) {
        (Ok(real), Ok(root)) if !real.starts_with(&root) => None,
        _ => Some(path),
    }
}
