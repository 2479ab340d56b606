//! The registers: corrections, appeals, bonus, deductions, submissions, caps, second scores,
//! ledgers, causes, actions.

use super::sample::{Adjustment, At, Sample};
use super::table::{Table, Value};

/// Every register.
pub fn all(sample: &Sample) -> Vec<Table> {
    let bonus = ["序号", "单位名称", "加分事项", "加分", "加分依据", "佐证链接"];
    let deductions = ["序号", "单位名称", "扣分事项", "扣分", "扣分依据", "事件编号", "佐证链接"];
    vec![
        corrections(sample),
        appeals(sample),
        adjustments(sample, "登记簿/加分登记.csv", &bonus, &sample.bonus),
        adjustments(sample, "登记簿/扣分登记.csv", &deductions, &sample.deductions),
        submissions(sample),
        caps(sample),
        seconds(sample),
        ledgers(sample),
        causes(sample),
        actions(sample),
    ]
}

fn unit(sample: &Sample, at: At) -> Value {
    Value::text(&sample.classes[at.class].units[at.unit].name)
}

fn indicator(sample: &Sample, at: At) -> Value {
    Value::text(&sample.classes[at.class].indicators[at.indicator].code)
}

fn whole(number: usize) -> Value {
    Value::Whole(i64::try_from(number).unwrap())
}

/// The number of the appeal with a tag; appeals stand in the order in which they came.
fn appeal_number(sample: &Sample, tag: &'static str) -> String {
    let place = sample.appeals.iter().position(|row| row.tags.contains(&tag));
    place.map_or_else(String::new, |place| format!("FH-2024-{:02}", place + 1))
}

fn corrections(sample: &Sample) -> Table {
    let heads = [
        ("序号", 6.0),
        ("单位名称", 28.0),
        ("指标编号", 9.0),
        ("更正类型", 11.0),
        ("更正前", 8.0),
        ("更正后", 8.0),
        ("更正理由", 50.0),
        ("申请编号", 13.0),
        ("更正日期", 12.0),
    ];
    let title = "汕尾市2023年度政务公开工作评估得分更正登记".to_owned();
    let mut table = Table::sheet("登记簿/得分更正.xlsx", "得分更正", title, &heads);
    table.key_head = "更正后";
    for (place, row) in sample.corrections.iter().enumerate() {
        let values = vec![
            whole(place + 1),
            unit(sample, row.at),
            indicator(sample, row.at),
            Value::text(row.kind),
            Value::Points(row.before),
            Value::Points(row.after),
            Value::text(&row.reason),
            Value::text(appeal_number(sample, row.appeal)),
            Value::date(&row.date),
        ];
        table.push(values, row.tags.clone());
    }
    table
}

fn appeals(sample: &Sample) -> Table {
    let heads = [
        ("申请编号", 12.0),
        ("单位名称", 26.0),
        ("指标编号", 9.0),
        ("结果收到时间", 13.0),
        ("提交时间", 16.5),
        ("原得分", 8.0),
        ("主张得分", 9.0),
        ("申请理由", 46.0),
        ("佐证材料", 20.0),
        ("佐证形成日期", 13.0),
        ("复核决定", 11.0),
        ("决定理由", 40.0),
        ("复核人", 10.0),
        ("复核后得分", 10.0),
        ("决定日期", 12.0),
    ];
    let title = "汕尾市2023年度政务公开工作评估复核申请登记".to_owned();
    let mut table = Table::sheet("登记簿/复核申请.xlsx", "复核申请", title, &heads);
    (table.key_head, table.frozen) = ("复核决定", 2);
    for row in &sample.appeals {
        let values = vec![
            Value::text(appeal_number(sample, row.tags[0])),
            unit(sample, row.at),
            indicator(sample, row.at),
            Value::date(&row.received),
            Value::date(&row.handed_in),
            Value::Points(row.before),
            Value::Points(row.claimed),
            Value::text(&row.reason),
            Value::text(&row.evidence),
            Value::date(&row.evidence_date),
            Value::text(row.decision),
            Value::text(&row.decision_reason),
            Value::text(&row.reviewer),
            Value::Points(row.after),
            Value::date(&row.decided),
        ];
        table.push(values, row.tags.clone());
    }
    table
}

fn adjustments(sample: &Sample, file: &str, heads: &[&'static str], rows: &[Adjustment]) -> Table {
    let mut table = Table::csv(file, heads);
    table.key_head = heads[3];
    let with_event = heads.contains(&"事件编号");
    for (place, row) in rows.iter().enumerate() {
        let mut values = vec![
            whole(place + 1),
            unit(sample, row.at),
            Value::text(&row.item),
            Value::Points(row.points),
            Value::text(&row.reason),
        ];
        values.extend(with_event.then(|| Value::text(&row.event)));
        values.push(Value::text(&row.evidence));
        table.push(values, row.tags.clone());
    }
    table
}

fn submissions(sample: &Sample) -> Table {
    let heads = [
        ("单位名称", 34.0),
        ("材料", 24.0),
        ("首次报送时间", 18.0),
        ("退回时间", 18.0),
        ("再次报送时间", 18.0),
        ("备注", 30.0),
    ];
    let title = "汕尾市2023年度政务公开工作评估材料报送登记".to_owned();
    let mut table = Table::sheet("登记簿/材料报送.xlsx", "材料报送", title, &heads);
    table.key_head = "首次报送时间";
    for row in &sample.submissions {
        let values = vec![
            unit(sample, row.at),
            Value::text(row.piece),
            Value::date(&row.first),
            Value::date(&row.returned),
            Value::date(&row.again),
            Value::text(&row.note),
        ];
        table.push(values, row.tags.clone());
    }
    table
}

fn caps(sample: &Sample) -> Table {
    let mut table =
        Table::csv("登记簿/等次限制.csv", &["单位名称", "最高等次", "限制情形", "依据"]);
    table.key_head = "最高等次";
    for row in &sample.caps {
        let words = [row.grade, row.reason, row.basis].map(Value::text);
        let values = [unit(sample, row.at)].into_iter().chain(words).collect();
        table.push(values, row.tags.clone());
    }
    table
}

fn seconds(sample: &Sample) -> Table {
    let heads = ["单位名称", "指标编号", "复评得分", "复评人"];
    let mut table = Table::csv("登记簿/抽样复评.csv", &heads);
    table.key_head = "复评得分";
    for row in &sample.seconds {
        let values = vec![
            unit(sample, row.at),
            indicator(sample, row.at),
            Value::Points(row.points),
            Value::text(&row.scorer),
        ];
        table.push(values, row.tags.clone());
    }
    table
}

fn ledgers(sample: &Sample) -> Table {
    let heads = [
        ("问题编号", 10.0),
        ("单位名称", 26.0),
        ("指标编号", 9.0),
        ("问题", 46.0),
        ("整改措施", 46.0),
        ("整改时限", 12.0),
        ("完成时间", 12.0),
        ("整改链接", 44.0),
        ("复查结果", 10.0),
        ("复查说明", 34.0),
        ("责任科室", 14.0),
    ];
    let title = "汕尾市2023年度政务公开工作评估整改台账（单位返回汇总）".to_owned();
    let mut table = Table::sheet("登记簿/整改台账.xlsx", "整改台账", title, &heads);
    (table.key_head, table.frozen) = ("复查结果", 2);
    for row in &sample.ledgers {
        let cell = &sample.classes[row.at.class].cells[row.at.unit][row.at.indicator];
        let values = vec![
            Value::text(&row.number),
            unit(sample, row.at),
            indicator(sample, row.at),
            Value::text(&cell.reason),
            Value::text(&row.measure),
            Value::date(&row.due),
            Value::date(&row.done),
            Value::text(&row.link),
            Value::text(row.recheck),
            Value::text(&row.recheck_reason),
            Value::text(&row.owner),
        ];
        table.push(values, row.tags.clone());
    }
    table
}

fn causes(sample: &Sample) -> Table {
    let heads = ["原因代码", "原因名称", "关键词", "整改建议"];
    let mut table = Table::csv("登记簿/失分原因目录.csv", &heads);
    for cause in &sample.content.causes {
        let keywords = cause.keywords.join("、");
        let words = [&cause.code, &cause.name, &keywords, &cause.action];
        table.push(words.map(Value::text).into(), Vec::new());
    }
    table
}

fn actions(sample: &Sample) -> Table {
    let heads = ["指标名称", "原因代码", "整改建议"];
    let mut table = Table::csv("登记簿/整改建议目录.csv", &heads);
    for own in &sample.content.actions {
        let words = [&own.indicator, &own.cause, &own.what];
        table.push(words.map(Value::text).into(), Vec::new());
    }
    table
}
