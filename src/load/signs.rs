//! Signs that a reader of cells recognises: words and marks that offices write in tables.

use chrono::{Days, NaiveDate};

use crate::model::{CorrectionKind, Decision, Mend, Moment, Recheck, half_width, is_invisible};

/// What a cell holds where an indicator does not apply.
const NOT_APPLICABLE: [&str; 10] =
    ["不适用", "不涉及", "无此项", "合理缺项", "无", "—", "——", "-", "/", "N/A"];

/// The unit of points, as heads and cells write it after a number.
const POINT_SIGN: char = '分';

/// Words before full marks in brackets.
const MARKS: [&str; 4] = ["满分", "分值", "共", "计"];

/// How a request for a stamp ends.
const STAMP: char = '章';

/// What a row is called that adds up others.
const TOTALS: [&str; 10] =
    ["小计", "合计", "总计", "总分", "总得分", "得分合计", "共计", "总分值", "自评总分", "累计"];

/// Separators between other names in one cell.
const ALIAS_SEPARATORS: [char; 5] = ['、', '；', ';', '|', '\n'];

/// What stands between reasons of several rounds in one text.
pub const REASON_SEPARATOR: &str = "；";

/// The mark of what is still to be filled in, in settings and tables that `init` made.
pub const TO_FILL_IN: &str = "【待填】";

/// The mark of an example row, which must go.
pub const EXAMPLE: &str = "【示例】";

/// Kinds of corrections as registers write them.
const CORRECTION_KINDS: [(&str, CorrectionKind); 4] = [
    ("复核采纳", CorrectionKind::Appeal),
    ("同类更正", CorrectionKind::SameCause),
    ("自行纠错", CorrectionKind::OwnError),
    ("录入更正", CorrectionKind::Entry),
];

/// Decisions on appeals as registers write them.
const DECISIONS: [(&str, Decision); 6] = [
    ("采纳", Decision::Accepted),
    ("部分采纳", Decision::Partly),
    ("不采纳", Decision::Refused),
    ("逾期", Decision::Late),
    ("撤回", Decision::Withdrawn),
    ("事后补公开", Decision::AfterCutoff),
];

/// Whether and when a problem can be mended, as tables write it.
const MENDS: [(&str, Mend); 3] =
    [("立行立改", Mend::Now), ("下一周期体现", Mend::Periodic), ("不可补救", Mend::Past)];

/// Results of re-checks as ledgers write them.
const RECHECKS: [(&str, Recheck); 3] =
    [("已销号", Recheck::Closed), ("未通过", Recheck::Refused), ("链接不实", Recheck::FalseLink)];

/// States of evidence: whether it can still be opened.
const EVIDENCE_STATES: [(&str, bool); 2] = [("有效", true), ("失效", false)];

/// A choice that a cell makes in words: which words there are, and what each means.
pub trait Choice: Copy + 'static {
    /// Words with their meaning.
    const WORDS: &'static [(&'static str, Self)];

    /// The meaning of a cell's words.
    #[must_use]
    fn read(text: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning)
    }
}

impl Choice for CorrectionKind {
    const WORDS: &'static [(&'static str, Self)] = &CORRECTION_KINDS;
}

impl Choice for Decision {
    const WORDS: &'static [(&'static str, Self)] = &DECISIONS;
}

impl Choice for Mend {
    const WORDS: &'static [(&'static str, Self)] = &MENDS;
}

impl Choice for Recheck {
    const WORDS: &'static [(&'static str, Self)] = &RECHECKS;
}

impl Choice for bool {
    const WORDS: &'static [(&'static str, Self)] = &EVIDENCE_STATES;
}

/// A day or moment as registers write it: `2024-08-07`, `2024/8/7`, `2024.8.7`, `2024年8月7日`,
/// with or without an hour behind it.
#[must_use]
pub fn read_moment(text: &str) -> Option<Moment> {
    let text = tight(text);
    let (day, time) = match text.split_once(['T', ' ', '日']) {
        Some((day, time)) => (day, time.trim()),
        None => (text.as_str(), ""),
    };
    let day = day.replace(['年', '月', '/', '.'], "-");
    let day = day.trim_end_matches('-');
    Moment::parse(if time.is_empty() { day.to_owned() } else { format!("{day} {time}") }.as_str())
}

/// A day in half-width characters, without what nobody sees and without space around the signs of
/// year and month and before that of the day.
fn tight(text: &str) -> String {
    let text: String = text.chars().filter(|sign| !is_invisible(*sign)).map(half_width).collect();
    let mut tight = String::new();
    for word in text.split_whitespace() {
        let joins = tight.ends_with(['年', '月']) || word.starts_with(['年', '月', '日']);
        if !tight.is_empty() && !joins {
            tight.push(' ');
        }
        tight.push_str(word);
    }
    tight
}

/// How a table counts days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Calendar {
    /// The year of days written without one.
    pub year: Option<u16>,
    /// Whether numbers count days from 1904, not 1900.
    pub is_1904: bool,
}

/// Why a text is no moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MomentError {
    /// A day without a year, and the settings name none.
    NoYear,
    /// No day at all.
    NoMoment,
}

/// A day or moment in a table: as [`read_moment`] reads it, as `20240807`, as a day without a year
/// (`8月7日`), or as the number under which spreadsheets keep a day of the years 2000 to 2099.
///
/// # Errors
/// When it is none.
pub fn read_moment_in(text: &str, calendar: Calendar) -> Result<Moment, MomentError> {
    if let Some(moment) = read_moment(text) {
        return Ok(moment);
    }
    let text: String = text.chars().filter(|sign| !is_invisible(*sign)).map(half_width).collect();
    let text = text.trim();
    if let Some(moment) = day_of_digits(text).or_else(|| day_of_number(text, calendar.is_1904)) {
        return Ok(moment);
    }
    let Some((month, rest)) = text.split_once('月') else { return Err(MomentError::NoMoment) };
    let in_year = |year: u16| read_moment(&format!("{year}年{month}月{rest}"));
    match calendar.year {
        Some(year) => in_year(year).ok_or(MomentError::NoMoment),
        // A leap year has every day.
        None if in_year(2000).is_some() => Err(MomentError::NoYear),
        None => Err(MomentError::NoMoment),
    }
}

/// `20240807`.
fn day_of_digits(text: &str) -> Option<Moment> {
    let is_day = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_day {
        return None;
    }
    let (year, rest) = text.split_at(4);
    let (month, day) = rest.split_at(2);
    Moment::parse(&format!("{year}-{month}-{day}")).filter(|_| year.starts_with("20"))
}

/// Days between the first days of both counts.
const DAYS_TO_1904: u32 = 1462;

/// The numbers of 2000-01-01 and 2099-12-31, counted from 1900.
const PLAUSIBLE: std::ops::RangeInclusive<u32> = 36_526..=73_050;

/// A number of days, with the hour behind its point.
fn day_of_number(text: &str, is_1904: bool) -> Option<Moment> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() != 5 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let days = whole.parse::<u32>().ok()? + if is_1904 { DAYS_TO_1904 } else { 0 };
    if !PLAUSIBLE.contains(&days) {
        return None;
    }
    let first = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let mut day = first.checked_add_days(Days::new(days.into()))?;
    if fraction.is_empty() {
        return Some(Moment::day(day));
    }
    let share = format!("0.{fraction}").parse::<f64>().ok()?;
    let minutes = format!("{:.0}", share * 1440.0).parse::<u16>().ok()?;
    if minutes == 1440 {
        day = day.succ_opt()?;
    }
    Some(Moment { day, minute: Some(minutes % 1440) })
}

/// A percentage as tables write it, `40%` or `0.4`, as a decimal text of the share.
#[must_use]
pub fn plain_share(text: &str) -> Option<String> {
    let text = plain_number(text);
    let Some(percent) = text.strip_suffix('%').map(str::trim_end) else {
        return Some(text);
    };
    let (whole, fraction) = percent.split_once('.').unwrap_or((percent, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let whole = format!("{whole:0>3}");
    let (ones, hundredths) = whole.split_at(1);
    Some(format!("{ones}.{hundredths}{fraction}"))
}

/// Whether a cell says that the indicator does not apply.
#[must_use]
pub fn is_not_applicable(text: &str) -> bool {
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        return false;
    }
    let text: String = text.chars().map(half_width).collect();
    NOT_APPLICABLE.contains(&text.as_str())
}

/// Whether a text is an error value of a spreadsheet, such as `#DIV/0!`.
#[must_use]
pub fn is_error_value(text: &str) -> bool {
    const ERRORS: [&str; 12] = [
        "#DIV/0!",
        "#N/A",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#REF!",
        "#VALUE!",
        "#DATA!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#GETTING_DATA",
    ];
    // LibreOffice numbers the errors that have no name of their own.
    let number = text.strip_prefix("Err:").unwrap_or_default();
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number || ERRORS.contains(&text)
}

/// A number as offices write it, as plain ASCII: full-width digits, thousands marks, the unit of
/// points behind it, a minus sign of any kind, an apostrophe before it that marks a text. What is
/// no number stays near to what was written: `1，5`, `1 5` and two lines never become one number.
#[must_use]
pub fn plain_number(text: &str) -> String {
    // Nearly every cell: digits, and a point between them.
    let is_plain = |byte: u8| byte.is_ascii_digit() || byte == b'.';
    if text.bytes().all(is_plain) && !text.starts_with('.') {
        return text.to_owned();
    }
    let text: String = text
        .chars()
        .filter(|character| !is_invisible(*character))
        .map(half_width)
        .map(|character| if MINUS_SIGNS.contains(&character) { '-' } else { character })
        .collect();
    let text = text.trim();
    let text = text.strip_prefix(['\'', '’', '‘']).unwrap_or(text);
    let text = text.strip_suffix(POINT_SIGN).unwrap_or(text).trim();
    let text = match text.strip_prefix('-') {
        Some(rest) => format!("-{}", rest.trim_start()),
        None => text.to_owned(),
    };
    let text = without_thousands(&text).unwrap_or(text);
    // “.5” is a half.
    if text.starts_with('.') && text.len() > 1 { format!("0{text}") } else { text }
}

/// Minus signs beside the hyphen: of mathematics, of typesetting, small, hyphens that do not break.
const MINUS_SIGNS: [char; 5] = ['−', '–', '﹣', '‐', '‑'];

/// `1,200.5` as `1200.5`; none when marks do not stand between groups of three digits.
fn without_thousands(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.trim_start_matches('-').split(',');
    let first = groups.next()?;
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let mut groups = groups.peekable();
    groups.peek()?;
    let fits = digits(first)
        && first.len() <= 3
        && first != "0"
        && groups.all(|group| digits(group) && group.len() == 3)
        && (fraction.is_empty() || digits(fraction));
    fits.then(|| text.replace(',', ""))
}

/// Brackets that offices put points in.
const BRACKETS: [(char, char); 6] =
    [('(', ')'), ('（', '）'), ('[', ']'), ('［', '］'), ('【', '】'), ('〔', '〕')];

/// Splits what stands in brackets at the end of a text off it.
pub(super) fn split_bracket(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let closing = BRACKETS.iter().any(|(_, close)| text.ends_with(*close));
    let end = text.char_indices().next_back().filter(|_| closing)?.0;
    let is_open = |character: char| BRACKETS.iter().any(|(open, _)| *open == character);
    let (start, open) = text[..end].char_indices().rev().find(|(_, c)| is_open(*c))?;
    Some((text[..start].trim_end(), &text[start + open.len_utf8()..end]))
}

/// Splits the points off a head or name such as `在线服务(9)`, `在线服务【9分】` or `在线服务 9分`.
#[must_use]
pub fn split_points(head: &str) -> (&str, Option<String>) {
    let head = head.trim();
    let number = |text: &str| {
        let text = text.trim();
        let bare = MARKS.iter().find_map(|word| text.strip_prefix(word));
        let points = plain_number(bare.unwrap_or(text).trim_start_matches(['：', ':']));
        // “工作报告（2023）” is of a year.
        let century = points.starts_with("19") || points.starts_with("20");
        if century && points.len() == 4 && !text.ends_with(POINT_SIGN) {
            return None;
        }
        let is_number = points.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && points.bytes().any(|byte| byte.is_ascii_digit());
        is_number.then_some(points)
    };
    if let Some((name, inner)) = split_bracket(head) {
        let points = number(inner);
        return if points.is_some() { (name, points) } else { (head, None) };
    }
    let bare = head.rsplit_once(char::is_whitespace).filter(|(_, last)| last.ends_with(POINT_SIGN));
    match bare.and_then(|(name, last)| Some((name, number(last)?))) {
        Some((name, points)) => (name.trim_end(), Some(points)),
        None => (head, None),
    }
}

/// A name without a share in brackets behind it: `主动公开（50%）`.
#[must_use]
pub fn without_share(name: &str) -> &str {
    match split_bracket(name) {
        Some((bare, inner)) if inner.trim().ends_with(['%', '％']) => bare,
        _ => name,
    }
}

/// A name without brackets behind it in which only a stamp is asked for: `市教育局（盖章）`.
#[must_use]
pub fn without_stamp(name: &str) -> &str {
    match split_bracket(name) {
        Some((bare, inner)) if inner.trim().ends_with(STAMP) => bare,
        _ => name,
    }
}

/// Whether a text is prose and no title: whom it speaks of proves nothing.
#[must_use]
pub fn is_prose(text: &str) -> bool {
    text.contains(['，', '。', '；', ',', ';', '\n'])
}

/// Whether a cell says that its row adds up others: `合计`, `第一部分小计`, `合 计（100分）`.
#[must_use]
pub fn is_total(text: &str) -> bool {
    let text = crate::model::comparable(split_points(text).0);
    let text = text.trim_end_matches([':', '：']);
    TOTALS.contains(&text) || text.ends_with(TOTALS[0]) || text.ends_with(TOTALS[1])
}

/// A name without the number before it: `1.2 名称`, `（一）名称`, `一、名称`, `③名称`.
#[must_use]
pub fn without_numbering(text: &str) -> &str {
    const DIGITS: &str = "0123456789０１２３４５６７８９一二三四五六七八九十百第.．-－";
    const CIRCLED: std::ops::RangeInclusive<char> = '①'..='⑳';
    let text = text.trim_start();
    if text.starts_with(|character| CIRCLED.contains(&character)) {
        return text.trim_start_matches(|character| CIRCLED.contains(&character)).trim_start();
    }
    let (inner, closing) = match text.strip_prefix(['(', '（']) {
        Some(inner) => (inner, true),
        None => (text, false),
    };
    let rest = inner.trim_start_matches(|character| DIGITS.contains(character));
    if rest.len() == inner.len() {
        return text;
    }
    let behind = if closing {
        rest.strip_prefix([')', '）'])
    } else {
        let plain = rest.strip_prefix(['、', ',', '，', ')', '）', ' ', '\u{3000}', '\n']);
        let number = &inner[..inner.len() - rest.len()];
        // “1.2名称” has its dot inside the number; “一名称” has no number before it.
        plain.or_else(|| number.contains(['.', '．']).then_some(rest))
    };
    behind.map(str::trim_start).filter(|name| !name.is_empty()).unwrap_or(text)
}

/// The latest day that a file name says it is of: `20240623`, `2024-06-23`, `2024年6月23日`, and
/// `6月23日` where the year of such days is known.
#[must_use]
pub fn day_in(name: &str, year: Option<u16>) -> Option<Moment> {
    const PARTS: &str = "0123456789年月日.-_/";
    let name: String = name.chars().map(half_width).collect();
    let runs = name.split(|character| !PARTS.contains(character));
    let days = runs.flat_map(|run| run.split('_')).filter_map(|run| {
        let run = run.trim_matches(['.', '-', '/']);
        if run.contains('月') {
            return read_moment_in(run, Calendar { year, is_1904: false }).ok();
        }
        day_of_digits(run).or_else(|| read_moment(run))
    });
    days.max()
}

/// The names in a cell of other names.
pub fn split_aliases(text: &str) -> impl Iterator<Item = &str> {
    text.split(ALIAS_SEPARATORS).map(str::trim).filter(|alias| !alias.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_points_from_heads() {
        assert_eq!(split_points("在线服务得分(9)"), ("在线服务得分", Some("9".into())));
        assert_eq!(split_points("组织和渠道（1.2分）"), ("组织和渠道", Some("1.2".into())));
        assert_eq!(split_points("机构（试行）"), ("机构（试行）", None));
        assert_eq!(split_points("(70)"), ("", Some("70".into())));
        assert_eq!(split_points("a()"), ("a()", None));
        assert_eq!(split_points("指南【2.5分】"), ("指南", Some("2.5".into())));
        assert_eq!(split_points("指南［３］"), ("指南", Some("3".into())));
        assert_eq!(split_points("指南（满分2.5分）"), ("指南", Some("2.5".into())));
        assert_eq!(split_points("指南 2.5分"), ("指南", Some("2.5".into())));
        assert_eq!(split_points("指南2.5分"), ("指南2.5分", None));
        assert_eq!(split_points("指南 2024"), ("指南 2024", None));
        assert_eq!(split_points("工作报告（2023）"), ("工作报告（2023）", None));
        assert_eq!(split_points("总分（2000分）"), ("总分", Some("2000".into())));
        assert_eq!(without_share("主动公开（50%）"), "主动公开");
        assert_eq!(without_stamp("市教育局（盖公章）"), "市教育局");
        assert_eq!(without_stamp("市教育局（机关）"), "市教育局（机关）");
    }

    #[test]
    fn reads_days_as_offices_write_them() {
        for text in ["2024-08-07", "2024/8/7", "2024.8.7", "2024年8月7日", "２０２４年８月７日"]
        {
            assert_eq!(read_moment(text).map(|m| m.to_string()).as_deref(), Some("2024-08-07"));
        }
        let hour = read_moment("2024年8月7日 17:30").map(|moment| moment.to_string());
        assert_eq!(hour.as_deref(), Some("2024-08-07 17:30"));
        assert_eq!(read_moment("8月7日"), None);
    }

    #[test]
    fn tells_prose_from_titles() {
        assert!(is_prose("本表由青禾市民政局印发，各单位据实填写。"));
        assert!(!is_prose("青禾市教育局2024年度政务公开工作自评表"));
    }

    #[test]
    fn knows_rows_that_add_up() {
        for text in
            ["合计", "合 计", "小计", "合计（100分）", "一、基础信息小计", "总分：", "总计(100)"]
        {
            assert!(is_total(text), "{text}");
        }
        for text in ["合计分析", "统计信息", "设计", ""] {
            assert!(!is_total(text), "{text}");
        }
    }

    #[test]
    fn takes_numbers_off_names() {
        for text in [
            "1.名称",
            "1.2 名称",
            "1.2名称",
            "（一）名称",
            "一、名称",
            "(1) 名称",
            "③名称",
            "１、名称",
        ] {
            assert_eq!(without_numbering(text), "名称", "{text}");
        }
        for text in ["名称", "一网通办", "2024年度报告", "（试行）名称", "1.2", "十四五规划"]
        {
            assert_eq!(without_numbering(text), text);
        }
    }

    #[test]
    fn finds_days_in_file_names() {
        let day = |name| day_in(name, None).map(|day| day.to_string());
        assert_eq!(day("市教育局自评表20240623").as_deref(), Some("2024-06-23"));
        assert_eq!(day("自评表（2024年6月23日）").as_deref(), Some("2024-06-23"));
        assert_eq!(day("自评表_2024-6-3_v2").as_deref(), Some("2024-06-03"));
        assert_eq!(day("2024年自评表"), None);
        assert_eq!(day("自评表2"), None);
        assert_eq!(day("20249999"), None);
        assert_eq!(day("自评表（6月23日）"), None);
        let in_2024 = day_in("自评表（6月23日）", Some(2024)).map(|day| day.to_string());
        assert_eq!(in_2024.as_deref(), Some("2024-06-23"));
    }

    #[test]
    fn reads_shares() {
        assert_eq!(plain_share("40%").as_deref(), Some("0.40"));
        assert_eq!(plain_share("12.5％").as_deref(), Some("0.125"));
        assert_eq!(plain_share("100%").as_deref(), Some("1.00"));
        assert_eq!(plain_share("0.4").as_deref(), Some("0.4"));
        assert_eq!(plain_share("-5%"), None);
    }

    #[test]
    fn reads_numbers_as_offices_write_them() {
        assert_eq!(plain_number("９．５ 分"), "9.5");
        assert_eq!(plain_number("−0.5"), "-0.5");
        assert_eq!(plain_number("九分"), "九");
        for (text, number) in [
            ("1,200", "1200"),
            ("１，２００．５", "1200.5"),
            ("-12,345,678", "-12345678"),
            ("'0.5", "0.5"),
            ("\u{FEFF}1\u{200B}5\u{A0}", "15"),
            ("－ 0.5", "-0.5"),
            ("﹣0.5", "-0.5"),
        ] {
            assert_eq!(plain_number(text), number, "{text}");
        }
        for text in ["1,5", "1,20", "0,500", "1 5", "5\n3", "1,2000", ",200", "1,200,", "95%"] {
            assert!(plain_number(text).parse::<f64>().is_err(), "{text}");
        }
        assert_eq!(plain_number("1，5"), "1,5");
    }

    #[test]
    fn reads_days_of_tables() {
        let year = Calendar { year: Some(2024), is_1904: false };
        let read =
            |text: &str, calendar| read_moment_in(text, calendar).map(|moment| moment.to_string());
        for (text, day) in [
            ("6月24日", "2024-06-24"),
            ("6 月 24 日 17:30", "2024-06-24 17:30"),
            ("６月２４日", "2024-06-24"),
            ("20240624", "2024-06-24"),
            ("45467", "2024-06-24"),
            ("45467.7291666667", "2024-06-24 17:30"),
            ("36526", "2000-01-01"),
            ("73050", "2099-12-31"),
            ("2024年6月24日", "2024-06-24"),
        ] {
            assert_eq!(read(text, year).as_deref(), Ok(day), "{text}");
        }
        let from_1904 = Calendar { year: None, is_1904: true };
        assert_eq!(read("44005", from_1904).as_deref(), Ok("2024-06-24"));
        assert_eq!(read("6月24日", from_1904), Err(MomentError::NoYear));
        for text in ["2月30日", "24-Jun-24", "6.24", "6/24", "36525", "73051", "20241324", "月", ""]
        {
            assert_eq!(read(text, year), Err(MomentError::NoMoment), "{text}");
        }
        assert_eq!(read("2月30日", Calendar::default()), Err(MomentError::NoMoment));
        assert_eq!(read("1900-02-29", year), Err(MomentError::NoMoment));
    }
}
