//! Tables of a layout, and its grids: a grid of single lines is a line with tabs.

use super::blocks::{Block, Cell, Paragraph, Row, Table};
use super::looks::Role;
use super::measures::{Width, borders, colour, columns, number, twips, widths};
use super::reader::{BESIDE_TABLE, Place, Reader, nothing, placed, said};
use crate::typeset::{Group, Piece};

/// What a cell keeps free at its left and right together, in points.
const INSETS: f64 = 9.0;
/// What the type of an office may be wider than that of the layouts.
const SLACK: f64 = 1.05;

/// Columns that a cell spans at most: Word has no more columns.
const SPAN_MAX: usize = 63;

/// A cell as it is read.
struct Found {
    cell: Cell,
    rows: usize,
    natural: f64,
    whole: bool,
    /// Room below its text, in points.
    space: f64,
}

impl Reader {
    /// A table; `shape` says what the layout knows of its columns and rows.
    pub(super) fn table(&mut self, table: &Group, place: Place, shape: &Group) {
        let mut rows = Vec::new();
        self.rows(table, place, false, &mut rows);
        let heights: Vec<f64> = said(shape, "data-rows").split(',').map(points).collect();
        let heads = number(said(shape, "data-head")).unwrap_or(f64::MAX);
        let rows = rows.into_iter().enumerate().map(|(at, (head, cells))| {
            let height = heights.get(at).copied().unwrap_or(0.0);
            #[expect(clippy::cast_precision_loss, reason = "a number of rows")]
            let repeated = head && (at as f64) < heads;
            (repeated, height, cells)
        });
        let columns = columns(said(shape, "data-columns"), place.size);
        let mut table = arranged(&columns, rows.collect(), place.width);
        share_borders(&mut table);
        self.add_table(table);
    }

    fn add_table(&mut self, table: Table) {
        if table.rows.is_empty() {
            return;
        }
        let new_page = self.takes_new_page();
        let apart = match self.blocks.last() {
            Some(Block::Table(_)) => true,
            Some(Block::Paragraph(above)) => !matches!(above.style, "Caption" | "TableUnit"),
            None => false,
        };
        if new_page || apart {
            let line = Some(if apart { BESIDE_TABLE } else { 20 });
            self.blocks.push(Block::Paragraph(Paragraph { line, new_page, ..nothing() }));
        }
        self.takes_space();
        self.blocks.push(Block::Table(table));
    }

    fn rows(
        &mut self,
        group: &Group,
        place: Place,
        head: bool,
        rows: &mut Vec<(bool, Vec<Found>)>,
    ) {
        for piece in &group.pieces {
            let Piece::Group(own) = piece else { continue };
            match own.name.as_str() {
                "tr" => {
                    let cells = own.pieces.iter().filter_map(|piece| match piece {
                        Piece::Group(cell) if cell.name == "td" || cell.name == "th" => Some(cell),
                        _ => None,
                    });
                    let cells = cells.map(|cell| self.cell(cell, place, head)).collect();
                    rows.push((head, cells));
                }
                _ => self.rows(own, place, head || own.name == "thead", rows),
            }
        }
    }

    fn cell(&mut self, group: &Group, place: Place, head: bool) -> Found {
        let marked = group.pieces.iter().find_map(|piece| match piece {
            Piece::Group(own) if said(own, "data-role") == "cell" => Some(own),
            _ => None,
        });
        let marked = marked.unwrap_or(group);
        let role = if head { Role::TableHead } else { Role::Cell };
        let inner = Place { role, left: 0.0, right: 0.0, align: None, ..placed(marked, place) };
        let inner = placed(marked, inner);
        let (blocks, space) = self.apart(&marked.pieces, inner);
        let align = said(marked, "data-align");
        let stands = ["horizon", "bottom"].into_iter().find(|own| align.contains(own));
        let count =
            |name: &str| said(group, name).parse::<usize>().map_or(1, |own| own.clamp(1, SPAN_MAX));
        let cell = Cell {
            span: count("colspan").min(SPAN_MAX),
            stands: stands.map_or("top", |own| if own == "horizon" { "center" } else { own }),
            fill: colour(said(marked, "data-fill")).filter(|digits| digits != "FFFFFF"),
            borders: borders(said(marked, "data-stroke")),
            blocks: Vec::new(),
            ..Cell::default()
        };
        let natural = blocks.iter().map(natural).fold(0.0, f64::max) * SLACK + INSETS;
        let whole = said(marked, "data-whole") == "false";
        Found { cell: Cell { blocks, ..cell }, rows: count("rowspan"), natural, whole, space }
    }

    /// Blocks of pieces that stand apart from what was read so far; a paragraph is last.
    fn apart(&mut self, pieces: &[Piece], place: Place) -> (Vec<Block>, f64) {
        let before = std::mem::take(&mut self.blocks);
        self.takes_space();
        self.blocks(pieces, place);
        let space = self.takes_space();
        let mut blocks = std::mem::replace(&mut self.blocks, before);
        if !matches!(blocks.last(), Some(Block::Paragraph(_))) {
            let mut last = nothing();
            if blocks.is_empty() {
                last.style = "TableText";
                last.line = None;
            }
            blocks.push(Block::Paragraph(last));
        }
        (blocks, space)
    }

    /// A grid: cells with one line each are one line with tabs, else it is a table without lines.
    pub(super) fn grid(&mut self, group: &Group, place: Place) {
        let cells: Vec<&Group> = group
            .pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Group(own) if said(own, "data-role") == "cell" => Some(own),
                _ => None,
            })
            .collect();
        let mut widths = columns(said(group, "data-columns"), place.size);
        if widths.is_empty() {
            widths.push(Width::Share(1.0));
        }
        let in_line = place.role != Role::Body || cells.iter().all(|cell| is_line(cell));
        if in_line {
            for row in cells.chunks(widths.len()) {
                let mut line: Vec<Piece> = Vec::new();
                for cell in row {
                    if !line.is_empty() {
                        line.push(tab());
                    }
                    line.extend(cell.pieces.iter().cloned());
                }
                self.blocks(&line, place);
            }
            return;
        }
        // What stands in a cell has that much room.
        let rooms =
            super::measures::widths(&widths, &vec![place.width / 4.0; widths.len()], place.width);
        let mut rows = Vec::new();
        for row in cells.chunks(widths.len()) {
            let cells = row.iter().zip(&rooms).map(|(cell, room)| {
                self.cell(cell, Place { width: room - INSETS, ..place }, false)
            });
            rows.push((false, 0.0, cells.collect()));
        }
        let table = arranged(&widths, rows, place.width);
        self.add_table(table);
    }
}

fn tab() -> Piece {
    let attributes = vec![("data-role".to_owned(), "tab".to_owned())];
    Piece::Group(Group { name: "span".to_owned(), attributes, pieces: Vec::new() })
}

/// Whether a cell is one line of text.
fn is_line(group: &Group) -> bool {
    group.pieces.iter().all(|piece| match piece {
        Piece::Text(_) => true,
        Piece::Group(own) => {
            matches!(own.name.as_str(), "span" | "a" | "strong" | "em") && is_line(own)
        }
    })
}

/// A length as the layout writes it: `0% + 19.84pt`.
fn points(text: &str) -> f64 {
    let parts = text.split('+').map(|part| part.trim().trim_start_matches('('));
    parts.filter(|part| part.contains("pt")).filter_map(number).sum()
}

/// How wide a block wants to be, in points.
fn natural(block: &Block) -> f64 {
    match block {
        Block::Paragraph(paragraph) => {
            let usual = super::looks::look_of(paragraph.style).half_points;
            let mut lines = vec![0.0];
            for run in &paragraph.runs {
                if run.is == "break" {
                    lines.push(0.0);
                    continue;
                }
                #[expect(clippy::cast_precision_loss, reason = "a size of type")]
                let size = run.half_points.unwrap_or(usual) as f64 / 2.0;
                let ems: f64 =
                    run.text.chars().map(|sign| if sign.is_ascii() { 0.56 } else { 1.0 }).sum();
                if let Some(line) = lines.last_mut() {
                    *line += ems * size;
                }
            }
            lines.into_iter().fold(0.0, f64::max)
        }
        #[expect(clippy::cast_precision_loss, reason = "a width of a page")]
        Block::Table(table) => table.columns.iter().sum::<i64>() as f64 / 20.0,
    }
}

/// Puts cells into columns: widths, and one entry a row for each cell that spans rows.
fn arranged(columns: &[Width], rows: Vec<(bool, f64, Vec<Found>)>, room: f64) -> Table {
    let count = rows.iter().map(|(_, _, cells)| cells.iter().map(|own| own.cell.span).sum()).max();
    let count = count.unwrap_or(0).max(columns.len());
    let mut columns = columns.to_vec();
    columns.resize(count, Width::Auto);
    let mut wanted = vec![0.0_f64; count];
    let mut open: Vec<(usize, Cell)> = vec![(0, Cell::default()); count];
    let mut done = Vec::new();
    for (head, height, found) in rows {
        let space = found.iter().map(|own| own.space).fold(0.0, f64::max);
        let height = twips(height.max(space));
        let whole = !found.is_empty() && found.iter().all(|own| own.whole);
        let mut cells = Vec::new();
        let mut at = 0;
        let mut found = found.into_iter();
        while at < count {
            if open[at].0 > 0 {
                open[at].0 -= 1;
                let cell = open[at].1.clone();
                at += cell.span.max(1);
                cells.push(cell);
                continue;
            }
            let Some(own) = found.next() else { break };
            let span = own.cell.span.min(count - at);
            if span == 1 {
                wanted[at] = wanted[at].max(own.natural);
            }
            let down = (own.rows > 1).then_some("restart");
            let cell = Cell { span, down, ..own.cell };
            if own.rows > 1 {
                let below = Cell {
                    down: Some("continue"),
                    blocks: vec![Block::Paragraph(nothing())],
                    ..cell.clone()
                };
                open[at] = (own.rows - 1, below);
            }
            at += span;
            cells.push(cell);
        }
        done.push(Row { head, whole, height, cells });
    }
    let widths: Vec<i64> = widths(&columns, &wanted, room).into_iter().map(twips).collect();
    for row in &mut done {
        let mut at = 0;
        for cell in &mut row.cells {
            let end = (at + cell.span).min(count);
            cell.width = widths[at..end].iter().sum();
            at = end;
        }
    }
    Table { columns: widths, rows: done }
}

/// Between two rows the line above the lower one counts, as in the layouts; it is that of both, so
/// that a table has its lines where a page ends.
fn share_borders(table: &mut Table) {
    let starts = |row: &Row| -> Vec<usize> {
        let spans = row.cells.iter().map(|cell| cell.span);
        spans.scan(0, |at, span| Some(std::mem::replace(at, *at + span))).collect()
    };
    for at in 1..table.rows.len() {
        let (above, below) = table.rows.split_at_mut(at);
        let (Some(above), Some(below)) = (above.last_mut(), below.first()) else { continue };
        let below_starts = starts(below);
        for (start, cell) in starts(above).into_iter().zip(&mut above.cells) {
            let found = below_starts.iter().rposition(|own| *own <= start);
            if let Some(under) = found.and_then(|found| below.cells.get(found)) {
                cell.borders[2] =
                    if under.down == Some("continue") { None } else { under.borders[0].clone() };
            }
        }
    }
}
