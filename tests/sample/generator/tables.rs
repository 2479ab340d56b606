//! The workbooks of units, indicators, scores, self-assessment and last year.

use super::board::{COUNTIES, Class, DEPARTMENTS};
use super::exact::Hundredths;
use super::sample::{At, Sample};
use super::selves::NOT_APPLICABLE;
use super::table::{Table, Value};

/// What every title begins with.
const TITLE: &str = "汕尾市2023年度政务公开工作评估";

/// Every table, the registers included.
pub fn all(sample: &Sample) -> Vec<Table> {
    let mut tables = vec![units(sample)];
    for class in [COUNTIES, DEPARTMENTS] {
        tables.push(indicators(sample, class));
        tables.push(scores(sample, class));
        tables.push(selves(sample, class));
        tables.push(history(sample, class));
    }
    tables.extend(super::registers::all(sample));
    tables
}

fn units(sample: &Sample) -> Table {
    let heads = [
        ("序号", 6.0),
        ("单位代码", 10.0),
        ("单位名称", 38.0),
        ("单位简称", 26.0),
        ("类别", 14.0),
        ("别名", 22.0),
    ];
    let mut table = Table::sheet("单位名单.xlsx", "单位名单", format!("{TITLE}对象名单"), &heads);
    table.key_head = "别名";
    let mut number = 0;
    for (class, name) in sample.classes.iter().zip(["县级政府", "市直有关部门"]) {
        for unit in &class.units {
            number += 1;
            let tags = if unit.alias.is_empty() { vec![] } else { vec!["unit-renamed"] };
            let values = vec![
                Value::Whole(number),
                Value::text(&unit.code),
                Value::text(&unit.name),
                Value::text(&unit.short),
                Value::text(name),
                Value::text(unit.alias),
            ];
            table.push(values, tags);
        }
    }
    table
}

fn indicators(sample: &Sample, class: usize) -> Table {
    let heads = [
        ("一级指标", 14.0),
        ("二级指标", 14.0),
        ("三级指标", 18.0),
        ("指标编号", 9.0),
        ("分值", 7.0),
        ("评估要点", 44.0),
        ("评分标准", 52.0),
        ("评估方式", 10.0),
        ("法规依据", 34.0),
        ("维度简称", 10.0),
        ("相同指标编号", 17.5),
    ];
    let board = &sample.classes[class];
    let title = format!("附件1-{} {TITLE}指标体系（{}）", class + 1, board.name);
    let mut table = Table::sheet("指标体系.xlsx", board.name, title, &heads);
    (table.merged, table.frozen, table.key_head) = (2, 3, "分值");
    for (indicator, known) in board.indicators.iter().enumerate() {
        let entry = sample.entry(At { class, unit: 0, indicator });
        let dimension = &sample.content.indicators.dimensions[known.dimension];
        let shared = entry.county.is_some() && entry.department.is_some();
        let values = vec![
            Value::text(&dimension.name),
            Value::text(&entry.level2),
            Value::text(&entry.level3),
            Value::text(&known.code),
            Value::Points(known.full),
            Value::text(&entry.look),
            Value::text(&entry.criterion),
            Value::text(&entry.method),
            Value::text(&entry.basis),
            Value::text(&dimension.short),
            Value::text(if shared { entry.key.as_str() } else { "" }),
        ];
        let all_lose = entry.difficulty <= 0.0;
        let none_loses = entry.difficulty >= 1.0;
        let losers = board.cells.iter().filter(|cells| cells[indicator].loss > 0).count();
        let most_lose = !all_lose && losers * 10 >= board.units.len() * 9;
        let tags = [
            (all_lose, "nobody-fills"),
            (none_loses, "everybody-fills"),
            (most_lose, "nearly-all-lose"),
        ];
        table.push(values, tags.into_iter().filter(|tag| tag.0).map(|tag| tag.1).collect());
    }
    table
}

fn scores(sample: &Sample, class: usize) -> Table {
    let heads = [
        ("单位名称", 28.0),
        ("指标编号", 9.0),
        ("指标名称", 18.0),
        ("初评得分", 9.0),
        ("最终得分", 9.0),
        ("扣分原因", 52.0),
        ("原因代码", 9.0),
        ("佐证链接", 46.0),
        ("链接状态", 9.0),
        ("采集时间", 12.0),
        ("评分人", 10.0),
        ("整改性质", 13.0),
        ("事件编号", 13.0),
        ("备注", 20.0),
    ];
    let board: &Class = &sample.classes[class];
    let file = format!("评分表-{}.xlsx", board.name);
    let title = format!("{TITLE}评分表（{}）", board.name);
    let mut table = Table::sheet(&file, "评分", title, &heads);
    (table.frozen, table.key_head) = (3, "最终得分");
    for unit in 0..board.units.len() {
        for indicator in 0..board.indicators.len() {
            let at = At { class, unit, indicator };
            let tags = sample.cell_tags.iter().filter(|(of, _)| *of == at).map(|(_, tag)| *tag);
            table.push(score_row(sample, at), tags.collect());
        }
    }
    let rows = board.indicators.len();
    for (at, tag) in sample.unit_tags.iter().filter(|(at, _)| at.class == class) {
        if !matches!(*tag, "self-missing" | "self-all-full") {
            table.runs.push((tag, at.unit * rows, at.unit * rows + rows - 1));
        }
    }
    table
}

fn score_row(sample: &Sample, at: At) -> Vec<Value> {
    let board = &sample.classes[at.class];
    let indicator = &board.indicators[at.indicator];
    let cell = &board.cells[at.unit][at.indicator];
    let points = |loss: Hundredths| {
        if cell.applies() {
            Value::Points(indicator.full - loss)
        } else {
            Value::text(NOT_APPLICABLE)
        }
    };
    let cause = cell.fault.map_or("", |fault| indicator.faults[fault].cause.as_str());
    let reason = if cell.applies() { &cell.reason } else { &cell.not_applicable };
    let state = match (cell.evidence.is_empty(), cell.dead) {
        (true, _) => "",
        (_, true) => "失效",
        (_, false) => "有效",
    };
    let remark =
        if cell.loss == cell.first_loss { "" } else { "已更正，见得分更正登记" };
    vec![
        Value::text(&board.units[at.unit].name),
        Value::text(&indicator.code),
        Value::text(&sample.entry(at).level3),
        points(cell.first_loss),
        points(cell.loss),
        Value::text(reason),
        Value::text(cause),
        Value::text(&cell.evidence),
        Value::text(state),
        Value::date(&cell.collected),
        Value::text(&cell.scorer),
        Value::text(&cell.mend),
        Value::text(&cell.event),
        Value::text(remark),
    ]
}

fn selves(sample: &Sample, class: usize) -> Table {
    let board = &sample.classes[class];
    let mut heads = vec![("指标编号", 9.0), ("指标名称", 20.0)];
    heads.extend(board.units.iter().map(|unit| (unit.short.as_str(), 11.0)));
    let file = format!("自评/自评得分-{}.xlsx", board.name);
    let title = format!("{TITLE}自评得分汇总表（{}）", board.name);
    let mut table = Table::sheet(&file, "自评得分", title, &heads);
    table.frozen = 2;
    for (indicator, known) in board.indicators.iter().enumerate() {
        let name = &sample.entry(At { class, unit: 0, indicator }).level3;
        let mut values = vec![Value::text(&known.code), Value::text(name)];
        values.extend(sample.selves[class].iter().map(|unit| match unit[indicator].as_deref() {
            None => Value::Blank,
            Some(NOT_APPLICABLE) => Value::text(NOT_APPLICABLE),
            Some(points) => Value::Points(super::exact::parse(points)),
        }));
        table.push(values, Vec::new());
    }
    for (at, tag) in sample.unit_tags.iter().filter(|(at, _)| at.class == class) {
        if matches!(*tag, "self-missing" | "self-all-full") {
            table.columns.push((tag, at.unit + 2));
        }
    }
    table
}

fn history(sample: &Sample, class: usize) -> Table {
    let heads = [
        ("单位名称", 30.0),
        ("指标编号", 10.0),
        ("指标名称", 24.0),
        ("分值", 8.0),
        ("得分", 8.0),
        ("原因代码", 10.0),
    ];
    let board = &sample.classes[class];
    let file = format!("上年/2022年度得分-{}.xlsx", board.name);
    let title = format!("汕尾市2022年度政务公开工作评估得分（{}）", board.name);
    let mut table = Table::sheet(&file, "得分", title, &heads);
    table.key_head = "分值";
    for row in &sample.history[class] {
        let values = vec![
            Value::text(&row.unit),
            Value::text(&row.code),
            Value::text(&row.name),
            Value::Points(row.full),
            row.points.map_or_else(|| Value::text(NOT_APPLICABLE), Value::Points),
            Value::text(&row.cause),
        ];
        table.push(values, row.tags.clone());
    }
    table
}
