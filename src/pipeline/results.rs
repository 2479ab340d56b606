//! The tables of `results/` on their way to disk: each is written and given up before the next.

use std::sync::mpsc;
use std::thread;

use crate::analyse::Analysis;
use crate::analyse::results::{self, LongTable};
use crate::assets::Wording;
use crate::finding::{Failure, failure};
use crate::publish::{Edition, PublishedFile};
use crate::score::Scorebook;
use crate::tabulate::{self, TableFiles, TablePart};

/// Parts of a long table that may wait to be written.
const WAITING: usize = 1;

/// Writes every table that has rows, and the dictionary of all.
pub(super) fn write(
    scorebook: &Scorebook,
    analysis: &Analysis,
    wording: &Wording,
    edition: &mut Edition<'_>,
) -> Result<(), Failure> {
    let most = scorebook.checked.settings.results.csv_rows;
    let tables = results::tables(scorebook, analysis);
    let dictionary = tabulate::dictionary(&tables, wording);
    let bytes = dictionary.map_err(|error| failed("data_dictionary", error.to_string()))?;
    let path = "results/data_dictionary.csv".to_owned();
    edition.put(&PublishedFile::New { path, bytes })?;
    for table in tables {
        // A table of something that the assessment does not have is left out.
        let name = table.name;
        let with_csv = table.height() <= most;
        let part = TablePart::new(table, with_csv);
        let files = tabulate::table_files(std::iter::once(part), most);
        put(name, files.map_err(|error| failed(name, error.to_string()))?, edition)?;
    }
    for table in results::long_tables(scorebook, analysis) {
        let name = table.name;
        let files = long_files(&table, most);
        put(name, files.map_err(|cause| failed(name, cause))?, edition)?;
    }
    Ok(())
}

/// The files of a long table: one thread makes its parts, this one writes them, in their order.
fn long_files(table: &LongTable<'_>, most: usize) -> Result<Option<TableFiles>, String> {
    let with_csv = table.least_rows() <= most;
    let (send, receive) = mpsc::sync_channel(WAITING);
    thread::scope(|scope| {
        let make = move || {
            for part in table.parts() {
                // Nobody takes a part any more when one could not be written.
                if send.send(TablePart::new(part, with_csv)).is_err() {
                    return;
                }
            }
        };
        let started = thread::Builder::new().spawn_scoped(scope, make);
        started.map_err(|error| error.to_string())?;
        tabulate::table_files(receive.into_iter(), most).map_err(|error| error.to_string())
    })
}

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

fn failed(name: &str, cause: String) -> Failure {
    Failure::new(failure::WRITE_FAILED).with("path", name).with("cause", cause)
}
