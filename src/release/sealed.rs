//! The folder of a release: zips, what went to whom, who signed, checksums.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::judge::Group;
use super::parcels::{Parcel, parcels, withheld, zipped};
use super::{Made, lists};
use crate::assets::Wording;
use crate::finding::{Failure, failure};
use crate::model::hex;
use crate::pipeline::Ground;
use crate::publish::{ManifestDocument, NewFile, NewFolder, Standing as FileStanding};
use crate::settings::Kind;
use crate::signoff::{self, Entry, SignoffFacts, Standing, sheet_rows};

/// The list of checksums, as `sha256sum -c` reads it.
const SUMS: &str = "sha256sums.txt";

/// Files that are put one by one, with their checksums.
struct Sealing {
    folder: NewFolder,
    sums: BTreeMap<String, String>,
}

impl Sealing {
    fn put(&mut self, path: String, bytes: Vec<u8>) -> Result<(), Failure> {
        self.file(NewFile { path, bytes })
    }

    fn file(&mut self, file: NewFile) -> Result<(), Failure> {
        self.sums.insert(file.path.clone(), hex(&Sha256::digest(&file.bytes)));
        self.folder.add(&[file], &[])
    }
}

/// Makes the next release, or finds the one that is the same; with what was kept back.
///
/// # Errors
/// A failure when the world is wrong; inside it, what keeps 审签表 from being set. Nothing is left
/// then.
pub(super) fn seal(
    ground: &Ground,
    acts: &[Entry],
    standings: &[Standing],
) -> Result<Result<(Made, Option<Group>), Group>, Failure> {
    let output = &ground.output;
    let releases = output.releases()?;
    let number = releases.last().map_or(1, |last| last + 1);
    let sheets = match sheets(ground, acts)? {
        Ok(sheets) => sheets,
        Err(block) => return Ok(Err(block)),
    };
    let parcels = parcels(ground);
    let folder = NewFolder::begin(&output.release(number))?;
    let mut sealing = Sealing { folder, sums: BTreeMap::new() };
    for parcel in &parcels {
        sealing.put(parcel.path.clone(), packed(ground, parcel)?)?;
    }
    for sheet in sheets {
        sealing.file(sheet)?;
    }
    for own in archived(ground) {
        let name = own.path.rsplit('/').next().unwrap_or(&own.path);
        sealing.put(name.to_owned(), bytes(ground, own)?)?;
    }
    let list = lists::workbook(ground, &parcels, standings)?;
    sealing.put(file(&ground.wording, "list"), list)?;
    let sums = sealing.sums.iter().fold(String::new(), |mut all, (path, sum)| {
        // Writing into a text cannot fail.
        let _ = writeln!(all, "{sum}  {path}");
        all
    });
    sealing.put(SUMS.to_owned(), sums.into_bytes())?;
    let same = {
        let is_same = |own: &u32| output.is_release(*own, &sealing.sums, SUMS);
        releases.into_iter().rev().find(is_same)
    };
    if same.is_none() {
        sealing.folder.seal()?;
    }
    let number = same.unwrap_or(number);
    let mut papers: Vec<&str> =
        parcels.iter().flat_map(|own| own.papers.values()).map(|own| own.path.as_str()).collect();
    papers.sort_unstable();
    papers.dedup();
    let made = Made {
        number,
        folder: output.release(number),
        again: same.is_some(),
        parcels: parcels.len(),
        papers: papers.len(),
    };
    let kept = withheld(ground).into_iter().map(|own| own.path.clone()).collect::<Vec<_>>();
    let kept = (!kept.is_empty()).then_some(Group { key: "withheld", lines: kept });
    Ok(Ok((made, kept)))
}

/// 审签表, to be printed and to be filtered.
fn sheets(ground: &Ground, acts: &[Entry]) -> Result<Result<[NewFile; 2], Group>, Failure> {
    let Ground { settings, wording, templates, fonts, .. } = ground;
    let rows = sheet_rows(acts);
    let stem = file(wording, "signoff");
    let path = format!("{stem}.pdf");
    let facts = SignoffFacts::new(&rows, settings, wording);
    let pdf = match signoff::paper(&facts, settings, templates, fonts, &path)? {
        Ok(pdf) => pdf,
        Err(findings) => {
            let lines = findings.iter().map(|own| wording.finding(own).what).collect();
            return Ok(Err(Group { key: "sheet", lines }));
        }
    };
    let book = signoff::workbook(&rows, &settings.assessment, wording)?;
    let book = NewFile { path: format!("{stem}.xlsx"), bytes: book };
    Ok(Ok([NewFile { path, bytes: pdf }, book]))
}

/// The zip of a parcel.
fn packed(ground: &Ground, parcel: &Parcel<'_>) -> Result<Vec<u8>, Failure> {
    let mut files = BTreeMap::new();
    for (name, own) in &parcel.papers {
        files.insert(name.as_str(), bytes(ground, own)?);
    }
    zipped(&files).map_err(|error| {
        Failure::new(failure::WRITE_FAILED).with("path", &parcel.path).with("cause", error)
    })
}

/// A paper's bytes, which are those that were verified.
fn bytes(ground: &Ground, own: &ManifestDocument) -> Result<Vec<u8>, Failure> {
    match ground.output.published().standing(&own.path, &own.sha256) {
        FileStanding::Same(bytes) => Ok(bytes),
        FileStanding::Altered | FileStanding::Gone => {
            Err(Failure::new(failure::SIGNOFF_MOVED).with("document", &own.path))
        }
    }
}

/// 归档清单, where the stage has it: it stands beside the zips, too.
fn archived(ground: &Ground) -> impl Iterator<Item = &ManifestDocument> {
    let archive =
        |own: &&ManifestDocument| own.kind == Kind::Archive.name() && own.derived_from.is_none();
    ground.manifest.documents.iter().filter(archive)
}

/// Name of a file that is no zip.
fn file(wording: &Wording, key: &str) -> String {
    crate::compose::safe_file_name(&wording.say(&format!("release.file.{key}"), ()))
}
