//! One class's score tables, one a round, become its cells.

use polars::prelude::StringChunked;

use super::cell::{Cell, Disagreement, Texts, combine};
use super::{Board, Purpose, Reading};
use crate::check::checked::{IndicatorSystem, Printed, RoundPoints};
use crate::check::registers::SelfForm;
use crate::check::units::Register;
use crate::crew::Crew;
use crate::finding::{Finding, Place, rule};
use crate::load::RawTable;
use crate::model::{Exact, Points};
use crate::settings::{ScoresForm, Settings, Stage};

/// What a score table says in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Text {
    /// Reason of a loss, or why the indicator does not apply.
    Reason,
    /// Cause code.
    Cause,
    /// Evidence.
    Evidence,
    /// Who scored.
    Scorer,
    /// The event that it is about.
    Event,
}

impl Text {
    /// All of them, in the order of their places.
    const ALL: [Self; 5] = [Self::Reason, Self::Cause, Self::Evidence, Self::Scorer, Self::Event];

    /// Its column in a table.
    const fn role(self) -> &'static str {
        match self {
            Self::Reason => "reason",
            Self::Cause => "cause",
            Self::Evidence => "evidence",
            Self::Scorer => "scorer",
            Self::Event => "event",
        }
    }

    /// Its column in a long table; none in any other, where nothing stands beside points.
    fn column(self, form: ScoresForm, table: &RawTable) -> Option<&StringChunked> {
        let position = table.position(self.role()).filter(|_| form == ScoresForm::Long)?;
        table.texts(position)
    }
}

/// A class's scores as read.
pub(in crate::check) struct Scores<'a> {
    /// The table of the last round.
    pub(in crate::check) table: &'a RawTable,
    /// Cells by unit and indicator.
    pub(in crate::check) cells: Vec<Cell>,
    /// Whether the tables have first points.
    pub(in crate::check) has_first: bool,
    /// Rounds; empty where there is one table.
    pub(in crate::check) rounds: Vec<RoundPoints>,
    /// Totals and ranks printed in the table.
    pub(in crate::check) printed: Vec<Printed>,
    /// The table's columns of texts, in the order of [`Text::ALL`].
    columns: [Option<&'a StringChunked>; 5],
    indicators: usize,
}

impl Scores<'_> {
    /// Takes first points for the points, where the tables have them: before any correction counts.
    pub(in crate::check) fn go_back_to_first(&mut self) {
        if self.has_first {
            self.cells.iter_mut().for_each(|cell| cell.points = cell.first);
        }
    }

    /// One cell.
    pub(in crate::check) fn cell(&self, unit: usize, indicator: usize) -> &Cell {
        &self.cells[unit * self.indicators + indicator]
    }

    /// What the table says of a cell in words.
    pub(in crate::check) fn text_of(
        &self,
        unit: usize,
        indicator: usize,
        text: Text,
    ) -> Option<&str> {
        self.text(self.cell(unit, indicator), text)
    }

    /// The same of a cell at hand.
    pub(in crate::check) fn text<'s>(&'s self, cell: &'s Cell, text: Text) -> Option<&'s str> {
        let Some(own) = &cell.texts else {
            return self.column(text)?.get(cell.line? as usize);
        };
        match text {
            Text::Reason => own.reason.as_deref(),
            Text::Cause => own.cause.as_deref(),
            Text::Evidence => own.evidence.as_deref(),
            Text::Scorer => own.scorer.as_deref(),
            Text::Event => own.event.as_deref(),
        }
    }

    /// The table's column of a text.
    pub(super) fn column(&self, text: Text) -> Option<&StringChunked> {
        self.columns[text as usize]
    }

    /// Where a cell's column of a role stands; its row without such a column.
    pub(in crate::check) fn place(&self, unit: usize, indicator: usize, role: &str) -> Place {
        let line = self.cell(unit, indicator).line.unwrap_or(0);
        self.table.place_by_role(line as usize, role)
    }
}

/// Reads a class's score tables; none when one of them could not be read.
pub(in crate::check) fn read_class<'a>(
    settings: &Settings,
    class: usize,
    register: &Register,
    system: &IndicatorSystem,
    tables: &'a [Option<RawTable>],
    crew: Crew,
    findings: &mut Vec<Finding>,
) -> Option<Scores<'a>> {
    let reading = Reading::new(settings, class, register, system, Purpose::Scoring, crew);
    let mut boards = Vec::new();
    let units = register.of_class(class).len();
    if !all_begun(settings.classes[class].scores_form, tables, findings) {
        return None;
    }
    for table in tables {
        boards.push(reading.board(table.as_ref()?, findings));
    }
    let table = tables.last()?.as_ref()?;
    let has_first = tables.iter().flatten().all(|table| table.position("first").is_some());
    let shares: Vec<Exact> = settings.classes[class]
        .score_files()
        .iter()
        .map(|(_, share)| Points::parse(share).unwrap_or_default().exact())
        .collect();
    let at_first = has_first && settings.assessment.stage == Stage::Preliminary;
    let points = if at_first { |cell: &Cell| cell.first } else { |cell: &Cell| cell.points };
    let printed = match boards.len() {
        // What is printed is of the points that were corrected since.
        1 if at_first && boards[0].is_corrected() => vec![Printed::default(); units],
        1 => std::mem::take(&mut boards[0].printed),
        // A round's printed total is not the class's.
        _ => vec![Printed::default(); units],
    };
    let indicators = system.indicators.len();
    let names = settings.classes[class].rounds.as_deref().unwrap_or_default();
    let rounds = names.iter().zip(&boards).zip(&shares);
    let rounds = rounds.map(|((round, board), share)| RoundPoints {
        name: round.name.clone(),
        share: *share,
        points: board.cells.chunks(indicators.max(1)).map(|own| sum(own, points)).collect(),
    });
    let rounds = rounds.collect();
    let form = settings.classes[class].scores_form;
    let cells = if boards.len() == 1 {
        boards.remove(0).cells.into_iter().map(or_wrong).collect()
    } else {
        for (board, table) in boards.iter_mut().zip(tables.iter().flatten()) {
            take_texts(board, form, table);
        }
        together(&reading, table, boards, &shares, findings)
    };
    let columns = Text::ALL.map(|text| text.column(form, table));
    Some(Scores { table, cells, has_first, rounds, printed, columns, indicators })
}

/// Sum of the points of what applies.
fn sum(cells: &[Option<Cell>], points: fn(&Cell) -> Option<Points>) -> Points {
    let points = cells.iter().flatten().filter_map(points);
    Points::from_scaled(points.map(Points::scaled).sum())
}

/// Whether every long table has any points: one that nobody has begun to fill in is told once, and
/// not cell by cell.
fn all_begun(form: ScoresForm, tables: &[Option<RawTable>], findings: &mut Vec<Finding>) -> bool {
    let before = findings.len();
    for table in tables.iter().flatten().filter(|_| form == ScoresForm::Long) {
        let has = |role: &str| {
            let texts = table.position(role).and_then(|position| table.texts(position));
            texts.is_some_and(|texts| texts.null_count() < texts.len())
        };
        if let Some(points) = table.position("points")
            && !has("points")
            && !has("first")
        {
            let found = Finding::new(rule::SCORES_NOT_BEGUN, table.head_place(points));
            findings.push(found.with("head", table.head_of("points").unwrap_or_default()));
        }
    }
    findings.len() == before
}

/// A cell; a wrong one where none could be read.
fn or_wrong(cell: Option<Cell>) -> Cell {
    cell.unwrap_or_else(|| Cell { wrong: true, ..Cell::default() })
}

/// Puts the texts of a round's table into its cells, where those of other rounds can join them.
fn take_texts(board: &mut Board, form: ScoresForm, table: &RawTable) {
    for cell in board.cells.iter_mut().flatten() {
        let line = cell.line;
        let of = |text: Text| text.column(form, table)?.get(line? as usize).map(str::to_owned);
        cell.texts = Some(Box::new(Texts {
            reason: of(Text::Reason),
            cause: of(Text::Cause),
            evidence: of(Text::Evidence),
            scorer: of(Text::Scorer),
            event: of(Text::Event),
        }));
    }
}

fn together(
    reading: &Reading<'_>,
    table: &RawTable,
    boards: Vec<Board>,
    shares: &[Exact],
    findings: &mut Vec<Finding>,
) -> Vec<Cell> {
    let indicators = reading.system.indicators.len();
    let count = boards.first().map_or(0, |board| board.cells.len());
    let mut columns: Vec<_> = boards.into_iter().map(|board| board.cells.into_iter()).collect();
    let mut cells = Vec::with_capacity(count);
    for at in 0..count {
        let row = columns.iter_mut().map(|column| or_wrong(column.next().flatten()));
        let row: Vec<(Exact, Cell)> = shares.iter().copied().zip(row).collect();
        let cell = combine(row).unwrap_or_else(|disagreement| {
            let rule = match disagreement {
                Disagreement::Applies => rule::ROUNDS_APPLY_APART,
                Disagreement::Decimals => rule::SCORE_DECIMALS,
            };
            let found = Finding::new(rule, table.whole()).with("value", "");
            findings.push(reading.about(found, at / indicators, at % indicators));
            Cell::default()
        });
        cells.push(cell);
    }
    cells
}

/// Reads what the units of a class gave themselves, and where each of them is named.
pub(in crate::check) fn read_self(
    settings: &Settings,
    class: usize,
    register: &Register,
    system: &IndicatorSystem,
    table: &RawTable,
    crew: Crew,
    findings: &mut Vec<Finding>,
) -> (Vec<SelfForm>, Vec<Option<Place>>) {
    let reading = Reading::new(settings, class, register, system, Purpose::SelfAssessment, crew);
    let board = reading.board(table, findings);
    let places = board.unit_places.iter();
    let places = places.map(|place| Some(place.clone().unwrap_or_else(|| table.whole()))).collect();
    let forms = board.cells.chunks(system.indicators.len().max(1));
    let points = |cell: &Option<Cell>| cell.as_ref().and_then(|cell| cell.points);
    let forms = forms
        .map(|form| form.iter().any(Option::is_some).then(|| form.iter().map(points).collect()))
        .collect();
    (forms, places)
}
