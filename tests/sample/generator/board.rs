//! The assessment in the making: two classes of units, indicators and cells, and the registers.

use super::content::{Content, Entry};
use super::exact::{Exact, Hundredths, parse};
use super::units::{Unit, counties, departments};

/// Position of the counties in [`Sample::classes`].
pub const COUNTIES: usize = 0;
/// Position of the departments.
pub const DEPARTMENTS: usize = 1;

/// A cause of loss within one indicator: always the same deduction, so that equals are treated
/// equally.
#[derive(Debug, Clone)]
pub struct Fault {
    /// Code of the cause.
    pub cause: String,
    /// Deduction.
    pub points: Hundredths,
    /// Texts with slots.
    pub texts: Vec<String>,
    /// Kept for one purpose: no further cell may take it.
    pub reserved: bool,
}

/// An indicator of one class.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Position in the content file, the same for both classes.
    pub entry: usize,
    /// Code, such as `1.2.3`.
    pub code: String,
    /// Dimension, from 0.
    pub dimension: usize,
    /// Full marks.
    pub full: Hundredths,
    /// Grid of the points.
    pub step: Hundredths,
    /// What can go wrong.
    pub faults: Vec<Fault>,
}

/// One unit's score on one indicator.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// Why it does not apply; empty when it does.
    pub not_applicable: String,
    /// Loss after corrections.
    pub loss: Hundredths,
    /// Loss as first scored.
    pub first_loss: Hundredths,
    /// The fault, also where a correction took the whole loss back.
    pub fault: Option<usize>,
    /// Part of a plant: nothing may change it.
    pub locked: bool,
    /// Reason, written last.
    pub reason: String,
    /// Link to the evidence.
    pub evidence: String,
    /// Whether the link is dead.
    pub dead: bool,
    /// Day of collection, `2024-07-03`.
    pub collected: String,
    /// Who scored.
    pub scorer: String,
    /// When it can be mended.
    pub mend: String,
    /// Number of the event behind it.
    pub event: String,
}

impl Cell {
    /// Whether the indicator applies to the unit.
    pub fn applies(&self) -> bool {
        self.not_applicable.is_empty()
    }
}

/// A class of units.
pub struct Class {
    /// Name, also in file names.
    pub name: &'static str,
    /// Units in list order.
    pub units: Vec<Unit>,
    /// Indicators in order.
    pub indicators: Vec<Indicator>,
    /// Cells by unit and indicator.
    pub cells: Vec<Vec<Cell>>,
    /// Bonus that counts, deductions and late points, by unit: what is added to the base.
    pub adjustments: Vec<Hundredths>,
}

impl Class {
    fn new(name: &'static str, units: Vec<Unit>, indicators: Vec<Indicator>) -> Self {
        let cells = vec![vec![Cell::default(); indicators.len()]; units.len()];
        let adjustments = vec![0; units.len()];
        Self { name, units, indicators, cells, adjustments }
    }

    /// Full marks of the whole system, Wc.
    pub fn full(&self) -> Hundredths {
        self.indicators.iter().map(|indicator| indicator.full).sum()
    }

    /// Full marks of what applies to a unit, Wu.
    pub fn applicable(&self, unit: usize) -> Hundredths {
        let pairs = self.indicators.iter().zip(&self.cells[unit]);
        pairs.filter(|(_, cell)| cell.applies()).map(|(indicator, _)| indicator.full).sum()
    }

    fn lost(&self, unit: usize, loss: impl Fn(&Cell) -> Hundredths) -> Hundredths {
        self.cells[unit].iter().filter(|cell| cell.applies()).map(loss).sum()
    }

    /// The base under `rescale`, with so much less lost.
    pub fn base_with(&self, unit: usize, gained: Hundredths) -> Exact {
        let own = self.applicable(unit);
        let points = own - self.lost(unit, |cell| cell.loss) + gained;
        Exact::scaled(points, self.full(), own)
    }

    /// The exact total on final points, with so much less lost.
    pub fn total_with(&self, unit: usize, gained: Hundredths) -> Exact {
        self.base_with(unit, gained).plus(self.adjustments[unit])
    }

    /// The exact total on final points.
    pub fn total(&self, unit: usize) -> Exact {
        self.total_with(unit, 0)
    }

    /// The exact total on first points.
    pub fn first_total(&self, unit: usize) -> Exact {
        let more = self.lost(unit, |cell| cell.first_loss) - self.lost(unit, |cell| cell.loss);
        self.total_with(unit, -more)
    }

    /// Published totals of all units.
    pub fn published(&self) -> Vec<Hundredths> {
        (0..self.units.len()).map(|unit| self.total(unit).rounded()).collect()
    }

    /// Units by published total, best first.
    pub fn ranking(&self) -> Vec<usize> {
        let published = self.published();
        let mut order: Vec<usize> = (0..self.units.len()).collect();
        order.sort_by_key(|unit| std::cmp::Reverse(published[*unit]));
        order
    }

    /// Units whose cell of an indicator has a fault.
    pub fn holders(&self, indicator: usize, fault: usize) -> Vec<usize> {
        let holds = |unit: &usize| self.cells[*unit][indicator].fault == Some(fault);
        (0..self.units.len()).filter(holds).collect()
    }

    /// How many units have any fault on an indicator.
    pub fn holders_of_any(&self, indicator: usize) -> usize {
        self.cells.iter().filter(|cells| cells[indicator].fault.is_some()).count()
    }

    /// The unit with a short name.
    pub fn unit(&self, short: &str) -> usize {
        self.units.iter().position(|unit| unit.short == short).unwrap()
    }

    /// Gives a cell a fault with its usual deduction, or none.
    pub fn set(&mut self, unit: usize, indicator: usize, fault: Option<usize>) {
        let loss = fault.map_or(0, |fault| self.indicators[indicator].faults[fault].points);
        let cell = &mut self.cells[unit][indicator];
        (cell.fault, cell.loss, cell.first_loss) = (fault, loss, loss);
    }
}

/// Both classes, with indicators, without scores.
pub fn classes(content: &Content) -> [Class; 2] {
    [
        Class::new("县级政府", counties(), indicators(content, true)),
        Class::new("市直部门", departments(), indicators(content, false)),
    ]
}

fn indicators(content: &Content, of_counties: bool) -> Vec<Indicator> {
    let mut indicators = Vec::new();
    let (mut dimension, mut level2, mut second, mut third) = (0, String::new(), 0, 0);
    for (position, entry) in content.indicators.indicators.iter().enumerate() {
        let Some(full) = entry.full_marks(of_counties) else { continue };
        if entry.dimension != dimension {
            (dimension, second) = (entry.dimension, 0);
            level2.clear();
        }
        if entry.level2 != level2 {
            level2.clone_from(&entry.level2);
            (second, third) = (second + 1, 0);
        }
        third += 1;
        let step = parse(&entry.steps);
        indicators.push(Indicator {
            entry: position,
            code: format!("{dimension}.{second}.{third}"),
            dimension: dimension - 1,
            full,
            step,
            faults: faults(entry, full, step),
        });
    }
    indicators
}

/// Where between the least and the most share of its first reason a fault's deduction lies, by its
/// place: faults of one indicator differ, so that strong and weak units can.
const SEVERITY: [f64; 6] = [0.95, 0.4, 0.15, 0.7, 0.3, 0.85];

/// Faults by cause, with a deduction on the grid.
fn faults(entry: &Entry, full: Hundredths, step: Hundredths) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    for reason in &entry.reasons {
        if let Some(known) = faults.iter_mut().find(|fault| fault.cause == reason.cause) {
            known.texts.push(reason.text.clone());
            continue;
        }
        let [least, most] = reason.loss;
        let share = least + (most - least) * SEVERITY[faults.len() % SEVERITY.len()];
        let points = if entry.difficulty <= 0.0 { full } else { on_grid(share, full, step) };
        faults.push(Fault {
            cause: reason.cause.clone(),
            points,
            texts: vec![reason.text.clone()],
            reserved: false,
        });
    }
    faults
}

/// The multiple of `step` nearest to a share of full marks, neither none nor above them.
fn on_grid(share: f64, full: Hundredths, step: Hundredths) -> Hundredths {
    let distance = |points: &Hundredths| {
        let share_of = |points: i64| f64::from(i32::try_from(points).unwrap());
        (share_of(*points) - share * share_of(full)).abs()
    };
    // Points on a grid of 0.01 come from counted shares, which seldom end in 0 or 5.
    let (first, step) = if step == 1 { (4, 5) } else { (step, step) };
    let grid = (0..).map(|times| first + times * step).take_while(|points| *points < full);
    let grid = grid.chain([full]);
    grid.min_by(|one, other| distance(one).total_cmp(&distance(other))).unwrap()
}
