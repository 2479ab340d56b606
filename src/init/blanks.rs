//! The papers that open an assessment, made from units and indicators: what is published is what
//! is scored.

use std::collections::BTreeMap;

use serde_json::json;

use super::starter::split;
use super::words::{Words, values};
use super::{papers, scoring, self_form, system};
use crate::assets::{Fonts, Templates};
use crate::check::{Opening, OpeningClass};
use crate::draft::docx;
use crate::finding::{Failure, Finding};
use crate::publish::NewFile;
use crate::settings::{ClassSettings, Columns, ScoresForm};
use crate::tabulate::Sheet;

/// What blanks are made with.
pub(super) struct Desk<'a> {
    pub(super) words: Words<'a>,
    pub(super) opening: &'a Opening,
    pub(super) columns: &'a Columns,
    pub(super) templates: &'a Templates,
    pub(super) fonts: &'a Fonts,
}

/// Every blank. In the data folder papers stand in their own folder and scoring workbooks where
/// the settings look for them; elsewhere all stand beside each other.
///
/// # Errors
/// A failure when fonts or templates are not what they should be.
pub(super) fn blanks(
    desk: &Desk<'_>,
    in_data_folder: bool,
    findings: &mut Vec<Finding>,
) -> Result<Vec<NewFile>, Failure> {
    let Desk { words, opening, columns, .. } = desk;
    let mut files = papers::papers(words, opening, desk.templates, desk.fonts, findings)?;
    let several = opening.classes.len() > 1;
    for (position, class) in opening.classes.iter().enumerate() {
        let own = |key: &str, number: usize, ending: &str| {
            let part = if several { format!("-{}", position + 1) } else { String::new() };
            let number = format!("{number}{part}");
            let said = values([("class", class.name.as_str()), ("number", &number)]);
            (format!("{}.{ending}", words.file(key, said)), number)
        };
        let title = |key: &str| {
            words.say(&format!("title.{key}"), values([("class", class.name.as_str())]))
        };
        let (path, _) = own("indicators", 1, "xlsx");
        let sheets = vec![system::sheet(words, class, columns)];
        files.push(words.book(path, title("indicators"), sheets)?);
        let (path, _) = own("self_form", 3, "xlsx");
        let sheets = self_form::sheets(words, class, columns);
        files.push(words.book(path, title("self_form"), sheets)?);
        let (path, number) = own("self_report", 4, "docx");
        let report = self_report(desk, class, &title("self_report"), &number)?;
        files.push(NewFile { path, bytes: report });
    }
    let mut scored = scoring_books(desk, in_data_folder)?;
    if in_data_folder {
        let folder = words.plain("folder");
        for file in &mut files {
            file.path = format!("{folder}/{}", file.path);
        }
    }
    files.append(&mut scored);
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

/// 自评自查报告 of a class: its dimensions with their full marks stand in it.
fn self_report(
    desk: &Desk<'_>,
    class: &OpeningClass,
    title: &str,
    number: &str,
) -> Result<Vec<u8>, Failure> {
    let system = &class.system;
    let dimensions: Vec<_> = system
        .dimensions
        .iter()
        .map(|dimension| {
            let leaves = &system.indicators[dimension.leaves.clone()];
            let sum = leaves.iter().map(|leaf| leaf.full_marks.scaled()).sum();
            let marks = crate::model::Points::from_scaled(sum).to_string();
            (dimension.name.as_str(), leaves.len().to_string(), marks)
        })
        .collect();
    let total = system.full_marks().to_string();
    let sum = desk.words.plain("self_form.total");
    let rows = dimensions.iter().map(|(name, _, marks)| [*name, marks.as_str(), "", ""]);
    let rows: Vec<_> = rows.chain([[sum.as_str(), total.as_str(), "", ""]]).collect();
    let named = dimensions.iter().map(|(name, count, _)| json!({ "name": name, "count": count }));
    let assessment = &desk.opening.settings.assessment;
    let values = json!({
        "title": title,
        "number": number,
        "area": assessment.area,
        "period": assessment.period,
        "subject": assessment.subject,
        "organiser": assessment.organiser,
        "full_marks": total,
        "score_rows": rows,
        "dimensions": named.collect::<Vec<_>>(),
    });
    docx(desk.templates, "self-report", values)
}

/// Scoring workbooks: one for each file that the settings name, with a sheet for every class in it.
fn scoring_books(desk: &Desk<'_>, in_data_folder: bool) -> Result<Vec<NewFile>, Failure> {
    let Desk { words, opening, columns, .. } = desk;
    let mut books: BTreeMap<String, Vec<Sheet>> = BTreeMap::new();
    for (class, settings) in opening.classes.iter().zip(&opening.settings.classes) {
        for (named, round) in rounds(settings) {
            let (file, sheet) = split(named);
            let usable = is_workbook(file) && settings.scores_form == ScoresForm::Long;
            let said = values([("class", class.name.as_str()), ("round", round)]);
            let path = match (usable, in_data_folder) {
                (true, true) => file.to_owned(),
                // The settings read another form: the blank is one to copy from.
                (false, true) => {
                    format!("{}/{}.xlsx", words.plain("folder"), words.file("scoring", said))
                }
                (_, false) => format!("{}.xlsx", words.file("scoring", said)),
            };
            let plain = words.plain("sheet.scoring");
            let sheet = sheet.filter(|_| usable).unwrap_or(&plain);
            let made = scoring::sheet(words, class, &opening.causes, columns, (sheet, round));
            books.entry(path).or_default().push(made);
        }
    }
    let title = words.say("title.scoring", values([]));
    books.into_iter().map(|(path, sheets)| words.book(path, title.clone(), sheets)).collect()
}

/// The files of a class's scores, each with the name of its round; empty without rounds.
fn rounds(class: &ClassSettings) -> Vec<(&str, &str)> {
    let rounds = class.rounds.as_deref().unwrap_or_default();
    let files = class.score_files().into_iter().enumerate();
    files
        .map(|(at, (file, _))| (file, rounds.get(at).map_or("", |round| round.name.as_str())))
        .collect()
}

fn is_workbook(file: &str) -> bool {
    file.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("xlsx"))
}
