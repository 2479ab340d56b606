//! Which papers each recipient gets, and the zip that holds them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write as _};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::compose::safe_file_name;
use crate::pipeline::Ground;
use crate::publish::ManifestDocument;
use crate::settings::{Kind, Recipient};

/// The ending of an editable copy, which stays with the office.
const EDITABLE: &str = ".docx";

/// Everything that one recipient gets.
#[derive(Debug, Clone)]
pub(super) struct Parcel<'a> {
    /// Path of the zip in the release.
    pub(super) path: String,
    /// Who gets it.
    pub(super) recipient: Recipient,
    /// Who gets it, in words.
    pub(super) to: String,
    /// Papers by their names in the zip.
    pub(super) papers: BTreeMap<String, &'a ManifestDocument>,
}

/// What every recipient gets: units in the order of the papers, then the others. Who gets nothing
/// has no parcel.
pub(super) fn parcels(ground: &Ground) -> Vec<Parcel<'_>> {
    let mut own: BTreeMap<Option<&str>, Vec<&ManifestDocument>> = BTreeMap::new();
    for paper in &ground.manifest.documents {
        if is_sent(ground, Recipient::Unit, paper) {
            own.entry(paper.unit.as_deref()).or_default().push(paper);
        }
    }
    let told_to_all = own.get(&None).cloned().unwrap_or_default();
    let mut parcels = Vec::new();
    let mut taken = BTreeSet::new();
    for (class, units) in &ground.classes {
        let width = units.len().to_string().len().max(2);
        for (position, unit) in units.iter().enumerate() {
            let order = format!("{:0width$}", position + 1);
            let said = [("class", class), ("order", &order), ("name", &unit.short)];
            let mut path = path(ground, Recipient::Unit, &said);
            // Names that differ in nothing that a file name may hold.
            if !taken.insert(path.to_lowercase()) {
                path = format!("{}-{}", path, safe_file_name(&unit.code));
                taken.insert(path.to_lowercase());
            }
            // Its own papers, and those that all units get; never another unit's.
            let papers = own.get(&Some(unit.code.as_str())).into_iter().flatten();
            let papers = named(papers.chain(&told_to_all).copied().collect());
            let (recipient, to) = (Recipient::Unit, unit.name.clone());
            parcels.push(Parcel { path, recipient, to, papers });
        }
    }
    for recipient in [Recipient::Leaders, Recipient::Public, Recipient::Office] {
        let to = ground.wording.say(&format!("release.to.{}", recipient.name()), ());
        let path = path(ground, recipient, &[]);
        let papers = of_others(ground, recipient);
        parcels.push(Parcel { path, recipient, to, papers });
    }
    parcels.retain(|own| !own.papers.is_empty());
    for own in &mut parcels {
        own.path.push_str(".zip");
    }
    parcels
}

/// Where a zip stands, without its ending: what stands between `/` is one folder, and no value can
/// add another.
fn path(ground: &Ground, recipient: Recipient, values: &[(&'static str, &String)]) -> String {
    let assessment = &ground.settings.assessment;
    let all = [("period", &assessment.period), ("subject", &assessment.subject)];
    let all = all.iter().chain(values).map(|(name, value)| (*name, value.replace('/', "／")));
    let all: BTreeMap<&str, String> = all.collect();
    let said = ground.wording.say(&format!("release.file.{}", recipient.name()), all);
    said.split('/').map(safe_file_name).collect::<Vec<_>>().join("/")
}

/// Whether a paper may be sent to a recipient at all; the rest hangs on whose it is.
fn is_sent(ground: &Ground, recipient: Recipient, own: &ManifestDocument) -> bool {
    let settings = &ground.settings;
    let sent = Kind::named(&own.kind)
        .is_some_and(|kind| settings.release.sends(recipient, kind, &settings.papers));
    sent && (recipient == Recipient::Office || !own.path.ends_with(EDITABLE))
}

/// What a recipient gets that is no unit. Units' papers go to the office only, where they keep their
/// folders.
fn of_others(ground: &Ground, recipient: Recipient) -> BTreeMap<String, &ManifestDocument> {
    let office = recipient == Recipient::Office;
    let whose = |own: &&ManifestDocument| office || own.unit.is_none();
    let all = ground.manifest.documents.iter().filter(whose);
    let all: Vec<_> = all.filter(|own| is_sent(ground, recipient, own)).collect();
    if office { whole(all) } else { named(all) }
}

/// Papers by the names of their files; by their paths where two files have one name.
fn named(papers: Vec<&ManifestDocument>) -> BTreeMap<String, &ManifestDocument> {
    let name = |own: &ManifestDocument| own.path.rsplit('/').next().unwrap_or_default().to_owned();
    let names: BTreeSet<String> = papers.iter().map(|own| name(own).to_lowercase()).collect();
    if names.len() < papers.len() {
        return whole(papers);
    }
    papers.into_iter().map(|own| (name(own), own)).collect()
}

/// Papers by their paths.
fn whole(papers: Vec<&ManifestDocument>) -> BTreeMap<String, &ManifestDocument> {
    papers.into_iter().map(|own| (own.path.clone(), own)).collect()
}

/// Kinds that the settings send to everybody and that are not open to everybody, of which there are
/// papers.
pub(super) fn withheld(ground: &Ground) -> Vec<&ManifestDocument> {
    let settings = &ground.settings;
    let is_withheld = |own: &&ManifestDocument| {
        let kind = Kind::named(&own.kind);
        let named = kind.is_some_and(|kind| settings.release.public.contains(&kind));
        named && own.derived_from.is_none() && !is_sent(ground, Recipient::Public, own)
    };
    ground.manifest.documents.iter().filter(is_withheld).collect()
}

/// Files as a zip, in the order of their names. They are compressed already, so that they go in as
/// they are; every file has one date, so that the same files make the same bytes.
pub(super) fn zipped(files: &BTreeMap<&str, Vec<u8>>) -> Result<Vec<u8>, ZipError> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .unix_permissions(0o644)
        .last_modified_time(DateTime::default());
    for (name, bytes) in files {
        package.start_file(*name, options)?;
        package.write_all(bytes)?;
    }
    Ok(package.finish()?.into_inner())
}
