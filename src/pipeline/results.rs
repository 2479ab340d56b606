//! The tables of `results/` on their way to disk: workers make their parts, each is written and
//! given up in its turn.

use std::cmp::Reverse;

use crate::analyse::Analysis;
use crate::analyse::results;
use crate::assets::Wording;
use crate::crew::Crew;
use crate::finding::{Failure, failure};
use crate::model::ResultTable;
use crate::publish::{Edition, PublishedFile, SideFile};
use crate::score::Scorebook;
use crate::tabulate::{self, TableFiles, TablePart};

/// Writes every table that has rows, and the dictionary of all; gives the list of the files.
pub(super) fn write(
    scorebook: &Scorebook,
    analysis: &Analysis,
    wording: &Wording,
    crew: Crew,
    edition: &mut Edition<'_>,
) -> Result<Vec<SideFile>, Failure> {
    let most = scorebook.checked.settings.results.csv_rows;
    let tables = results::tables(scorebook, analysis);
    let heads: Vec<ResultTable> = tables.iter().map(results::Table::head).collect();
    let dictionary = tabulate::dictionary(&heads, wording);
    let bytes = dictionary.map_err(|error| failed("data_dictionary", error))?;
    let path = "results/data_dictionary.csv".to_owned();
    let mut list = Vec::new();
    put_file(PublishedFile::New { path, bytes }, edition, &mut list)?;
    // The longest first: the last to be written is then a short one.
    let mut order: Vec<usize> = (0..tables.len()).collect();
    order.sort_by_key(|at| Reverse(tables[*at].least_rows));
    let parts = order.iter();
    let parts = parts.flat_map(|at| (0..tables[*at].parts()).map(move |part| (*at, part)));
    let parts: Vec<(usize, usize)> = parts.collect();
    let make = |at: usize| {
        let (table, part) = (&tables[parts[at].0], parts[at].1);
        // A CSV that would be too long is not begun.
        TablePart::new(table.part(part), table.least_rows <= most)
    };
    // One table is written to disk while the next is put together.
    let mut written = Ok(());
    let put_together = |put: &mut dyn FnMut((&'static str, TableFiles))| {
        crew.pull(parts.len(), make, |made| {
            order.iter().try_for_each(|at| {
                let (table, head) = (&tables[*at], &heads[*at]);
                let files = tabulate::table_files(made.take(table.parts()), most);
                let files = files.map_err(|error| failed(head.name, error))?;
                // A table of something that the assessment does not have is left out.
                if let Some(files) = files {
                    put((head.name, files));
                }
                Ok(())
            })
        })
    };
    let put = |(name, files): (&'static str, TableFiles)| {
        if written.is_ok() {
            written = put(name, files, edition, &mut list);
        }
    };
    crew.hand_on(put_together, put).and(written)?;
    list.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(list)
}

fn put(
    name: &str,
    files: TableFiles,
    edition: &mut Edition<'_>,
    list: &mut Vec<SideFile>,
) -> Result<(), Failure> {
    let path = |ending: &str| format!("results/{name}.{ending}");
    let parquet = PublishedFile::New { path: path("parquet"), bytes: files.parquet };
    put_file(parquet, edition, list)?;
    files.csv.map_or(Ok(()), |parts| {
        put_file(PublishedFile::Parts { path: path("csv"), parts }, edition, list)
    })
}

#[expect(clippy::needless_pass_by_value, reason = "a long file goes as soon as it is written")]
fn put_file(
    file: PublishedFile,
    edition: &mut Edition<'_>,
    list: &mut Vec<SideFile>,
) -> Result<(), Failure> {
    edition.put(&file)?;
    list.extend(file.listed());
    Ok(())
}

fn failed(name: &str, cause: impl std::fmt::Display) -> Failure {
    Failure::new(failure::WRITE_FAILED).with("path", name).with("cause", cause)
}
