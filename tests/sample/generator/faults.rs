//! Faults of the assessing body and odd cases: unequal deductions, slips, an event that costs
//! twice, dead and late evidence, an explained absence, a loss mended otherwise than its like.

use std::collections::BTreeSet;

use super::appeals::correct;
use super::board::DEPARTMENTS;
use super::cast::Cast;
use super::ledgers;
use super::money::EVENT;
use super::random::Random;
use super::sample::{At, Sample};

/// Plants what must stand before totals are made exact.
pub fn plant(sample: &mut Sample, cast: &Cast, seed: u64) {
    let mut random = Random::new(seed, "faults");
    for tag in ["unequal-deduction-1", "unequal-deduction-2"] {
        unequal(sample, tag, &mut random);
    }
    let found_by_itself = (DEPARTMENTS, cast.others[15]);
    let at = sample.lone_fault(found_by_itself, (25, 75), None, &mut random);
    let loss = sample.cell(at).loss;
    sample.cell(at).loss = 0;
    sample.cell(at).first_loss = 0;
    let reason = sample.content.phrases.correction_reasons[1].clone();
    correct(sample, at, "自行纠错", loss, (reason, ""), "2024-08-15");
    tag_last(sample, at, "self-correction");

    let at = sample.lone_fault((DEPARTMENTS, cast.others[7]), (25, 75), None, &mut random);
    let (loss, full) = (sample.cell(at).loss, sample.full(at));
    sample.cell(at).loss = (loss + 50).min(full);
    sample.cell(at).first_loss = (loss + 50).min(full);
    let reason = sample.content.phrases.correction_reasons[6].clone();
    correct(sample, at, "录入更正", loss, (reason, ""), "2024-08-09");
    tag_last(sample, at, "slip-corrected");

    twice(sample, cast);
    explained(sample, &mut random);
}

fn tag_last(sample: &mut Sample, at: At, tag: &'static str) {
    sample.tag(at, tag);
    sample.corrections.last_mut().unwrap().tags.push(tag);
}

/// Two departments with one cause on one indicator, one of which loses more.
fn unequal(sample: &mut Sample, tag: &'static str, random: &mut Random) {
    let class = &sample.classes[DEPARTMENTS];
    let mut places = Vec::new();
    for (indicator, known) in class.indicators.iter().enumerate() {
        for (fault, fault_known) in known.faults.iter().enumerate() {
            let holders = class.holders(indicator, fault);
            let locked = holders.iter().any(|unit| class.cells[*unit][indicator].locked);
            let room = fault_known.points + 50 <= known.full && fault_known.points >= 25;
            if holders.len() == 2 && room && !locked && !fault_known.reserved {
                places.push((indicator, holders));
            }
        }
    }
    let (indicator, holders) = random.pick(&places).clone();
    for unit in &holders {
        let at = At { class: DEPARTMENTS, unit: *unit, indicator };
        sample.reserve(at);
        sample.tag(at, tag);
    }
    let cell = sample.cell(At { class: DEPARTMENTS, unit: holders[1], indicator });
    cell.loss += 25;
    cell.first_loss += 25;
}

/// The event of the deduction register has already cost points on the answer to a request.
fn twice(sample: &mut Sample, cast: &Cast) {
    let indicator = sample.indicator(DEPARTMENTS, "foi-relief");
    let at = At { class: DEPARTMENTS, unit: cast.twice, indicator };
    let class = &mut sample.classes[DEPARTMENTS];
    let faults = &class.indicators[indicator].faults;
    let fault = faults.iter().position(|fault| fault.cause == "C10" && !fault.reserved).unwrap();
    class.set(cast.twice, indicator, Some(fault));
    let cell = sample.cell(at);
    cell.locked = true;
    EVENT.clone_into(&mut cell.event);
    "答复书2023年6月8日作出，未告知复议机关和期限，被行政复议机关确认违法"
        .clone_into(&mut cell.reason);
    sample.tag(at, "event-twice");
}

/// What does not exist and is explained well earns part of the points.
fn explained(sample: &mut Sample, random: &mut Random) {
    let unit = sample.classes[DEPARTMENTS].unit("市供销社");
    let at = sample.lone_fault((DEPARTMENTS, unit), (25, 200), Some("policy-effect"), random);
    let cell = sample.cell(at);
    (cell.loss, cell.first_loss) = (50, 50);
    "本单位没有实施满一年的重要政策文件，未开展实施效果评估，情况说明合理，酌情给分"
        .clone_into(&mut cell.reason);
    sample.tag(at, "explained-absence");
}

/// Dead links and evidence collected after the window, among the losses.
pub fn evidence(sample: &mut Sample, cast: &Cast, seed: u64) {
    let mut random = Random::new(seed, "evidence");
    let late_days = ["2024-08-02", "2024-08-05"];
    for (place, unit) in cast.others[4..8].iter().enumerate() {
        let cells = &sample.classes[DEPARTMENTS].cells[*unit];
        let losses = (0..cells.len()).filter(|at| cells[*at].loss > 0 && !cells[*at].locked);
        let losses: Vec<usize> = losses.collect();
        let indicator = *random.pick(&losses);
        let at = At { class: DEPARTMENTS, unit: *unit, indicator };
        let cell = sample.cell(at);
        if place < 2 {
            cell.dead = true;
            sample.tag(at, "evidence-dead");
        } else {
            late_days[place - 2].clone_into(&mut cell.collected);
            sample.tag(at, "evidence-late");
        }
    }
}

/// One loss that is to be mended later than all others of its cause, at a department without
/// another plant.
pub fn mend(sample: &mut Sample, cast: &Cast) {
    let class = &sample.classes[DEPARTMENTS];
    let with_ledger = ledgers::units(cast).into_iter();
    let tagged = sample.unit_tags.iter().chain(&sample.cell_tags);
    let tagged = tagged.map(|(at, _)| (at.class, at.unit));
    let busy: BTreeSet<(usize, usize)> = with_ledger.chain(tagged).collect();
    let mut places = (0..class.indicators.len()).flat_map(|indicator| {
        let faults = 0..class.indicators[indicator].faults.len();
        faults.map(move |fault| (indicator, class.holders(indicator, fault)))
    });
    let at = places.find_map(|(indicator, holders)| {
        let usual = |unit: &usize| {
            let cell = &class.cells[*unit][indicator];
            cell.mend == "立行立改" && !cell.locked
        };
        let unit = *holders.iter().rfind(|unit| !busy.contains(&(DEPARTMENTS, **unit)))?;
        let apt = holders.len() > 2 && holders.iter().all(usual);
        apt.then_some(At { class: DEPARTMENTS, unit, indicator })
    });
    let Some(at) = at else { panic!("no three losses of one cause, free of plants") };
    "下一周期体现".clone_into(&mut sample.cell(at).mend);
    sample.tag(at, "mend-unequal");
}
