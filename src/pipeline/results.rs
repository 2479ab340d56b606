//! The tables of `results/` on their way to disk: workers make them, each is written and given up
//! as it comes.

use crate::analyse::Analysis;
use crate::analyse::results;
use crate::assets::Wording;
use crate::crew::Crew;
use crate::finding::{Failure, failure};
use crate::model::ResultTable;
use crate::publish::{Edition, PublishedFile};
use crate::score::Scorebook;
use crate::tabulate::{self, TableFiles};

/// Writes every table that has rows, and the dictionary of all.
pub(super) fn write(
    scorebook: &Scorebook,
    analysis: &Analysis,
    wording: &Wording,
    crew: Crew,
    edition: &mut Edition<'_>,
) -> Result<(), Failure> {
    let most = scorebook.checked.settings.results.csv_rows;
    let tables = results::tables(scorebook, analysis);
    let heads: Vec<ResultTable> = tables.iter().map(results::Table::head).collect();
    let dictionary = tabulate::dictionary(&heads, wording);
    let bytes = dictionary.map_err(|error| failed("data_dictionary", error))?;
    let path = "results/data_dictionary.csv".to_owned();
    edition.put(&PublishedFile::New { path, bytes })?;
    // The slow ones first, so that no worker is left with one alone.
    let mut order: Vec<usize> = (0..tables.len()).collect();
    order.sort_by_key(|at| tables[*at].least_rows == 0);
    let make = |at: usize| {
        let (table, name) = (&tables[order[at]], heads[order[at]].name);
        // A CSV that would be too long is not begun.
        let most = if table.least_rows > most { 0 } else { most };
        let files = tabulate::table_files(table.parts(), most);
        files.map(|files| (name, files)).map_err(|error| failed(name, error))
    };
    let mut written = Ok(());
    let put_next = |_, made: Result<(&str, Option<TableFiles>), Failure>| {
        if written.is_ok() {
            written = made.and_then(|(name, files)| put(name, files, edition));
        }
    };
    crew.each(tables.len(), make, put_next)
        .map_err(|error| Failure::new(failure::THREAD_FAILED).with("cause", error))?;
    written
}

/// A table of something that the assessment does not have is left out.
fn put(name: &str, files: Option<TableFiles>, edition: &mut Edition<'_>) -> Result<(), Failure> {
    let Some(files) = files else {
        return Ok(());
    };
    let path = |ending: &str| format!("results/{name}.{ending}");
    edition.put(&PublishedFile::New { path: path("parquet"), bytes: files.parquet })?;
    if let Some(bytes) = files.csv {
        edition.put(&PublishedFile::New { path: path("csv"), bytes })?;
    }
    Ok(())
}

fn failed(name: &str, cause: impl std::fmt::Display) -> Failure {
    Failure::new(failure::WRITE_FAILED).with("path", name).with("cause", cause)
}
