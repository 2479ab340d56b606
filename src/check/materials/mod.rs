//! What units handed in as files: whose each is, which piece, and what is wrong with it.
//!
//! The register of submissions decides what was handed in when; files are held against it, and
//! each contradiction is told with both sides.

mod evidence;
mod register;
mod types;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::forms::FormFile;
use super::owner::{Says, folder_says, name_says, named_in};
use super::registers::{ClassNames, ClassRegisters};
use super::units::{Known, Register};
use crate::finding::{Finding, Place, rule};
use crate::load::RawMaterial;
use crate::model::FileKind;
use crate::settings::{PieceKind, PieceRule, Settings};

pub use types::{FileState, PieceFile, UnitFiles};

/// What files are held against.
pub(super) struct Desk<'a> {
    pub(super) settings: &'a Settings,
    pub(super) list: &'a Register,
    pub(super) classes: &'a [Option<ClassNames<'a>>],
    /// What the reading of forms knows of the files, by position among them.
    pub(super) forms: &'a BTreeMap<usize, FormFile>,
    /// Whether the register of submissions was read whole.
    pub(super) register_whole: bool,
}

/// What a file is to the assessment.
enum Role {
    /// A required piece, by position in the settings.
    Piece(usize),
    Evidence,
    Other,
}

/// Checks the files and enters them at their units.
pub(super) fn check(
    desk: &Desk<'_>,
    files: &[RawMaterial],
    registers: &mut [ClassRegisters],
    findings: &mut Vec<Finding>,
) {
    if desk.settings.materials.folder.is_empty() {
        return;
    }
    let rules: Vec<PieceRule> = desk.rules();
    for (position, own) in registers.iter_mut().enumerate() {
        let names = desk.classes.get(position).and_then(Option::as_ref);
        let indicators = names.map_or(0, |names| names.system.indicators.len());
        let looked_for = |rule: &PieceRule| desk.looked_for(position, rule).then(Vec::new);
        let unit = UnitFiles {
            pieces: rules.iter().map(looked_for).collect(),
            evidence: vec![0; indicators],
            ..UnitFiles::default()
        };
        own.files = vec![unit; desk.list.of_class(position).len()];
    }
    let mut nobodys = Vec::new();
    let mut unknown = evidence::Unknown::default();
    for (at, file) in files.iter().enumerate() {
        let form = desk.forms.get(&at).copied();
        let role = role_of(file, &rules, matches!(form, Some(FormFile::Form(_))));
        let says = desk.owner(file, &role);
        let owner = match (form, says) {
            (Some(FormFile::Form(owner)), _) => owner,
            (_, Says::Unit(known)) => Some(known),
            (_, Says::Nothing | Says::Several) => None,
        };
        // A workbook that is not what its name says was told when forms were read.
        if form != Some(FormFile::Unread) {
            desk.look(file, &role, owner, &rules, findings);
        }
        let Some(known) = owner else {
            if form.is_none() {
                nobodys.push((file, says));
            }
            continue;
        };
        let unit = &mut registers[known.class].files[known.unit];
        match role {
            Role::Piece(piece) => unit.add(piece, file, &rules[piece]),
            Role::Evidence => desk.evidence(file, known, unit, &mut unknown),
            Role::Other => unit.others += 1,
        }
    }
    unknown.tell(desk, findings);
    desk.tell_nobodys(files, &nobodys, findings);
    for (class, own) in registers.iter_mut().enumerate() {
        own.files.iter_mut().for_each(|unit| unit.set_older_aside(desk.settings));
        if desk.register_whole {
            desk.against_register(class, own, findings);
        }
    }
}

impl UnitFiles {
    fn add(&mut self, piece: usize, file: &RawMaterial, rule: &PieceRule) {
        let state = match file.size {
            0 => FileState::Empty,
            _ if rule.admits(file.kind) && !is_disguised(file) => FileState::Good,
            _ => FileState::WrongKind,
        };
        let own = PieceFile { path: file.path.clone(), state, dated: file.dated };
        self.pieces[piece].get_or_insert_default().push(own);
    }

    /// Leaves out older versions of a piece that is there in another one.
    fn set_older_aside(&mut self, settings: &Settings) {
        for files in self.pieces.iter_mut().flatten() {
            let is_older = |file: &PieceFile| settings.materials.is_older(&file.path);
            if files.iter().any(|file| !is_older(file)) {
                files.retain(|file| !is_older(file));
            }
        }
    }
}

/// Whether a piece is the self-assessment form: a workbook and nothing else.
fn is_for_forms(rule: &PieceRule) -> bool {
    rule.kinds == [PieceKind::Workbook]
}

/// Whether the bytes of a file are not what its name says.
fn is_disguised(file: &RawMaterial) -> bool {
    let promised = FileKind::of_ending(&file.ending());
    file.size > 0 && promised.is_some_and(|promised| promised != file.kind)
}

/// The piece whose word in the file's name is the longest, of those that may be of the kind
/// that its name promises; of all where none may.
fn role_of(file: &RawMaterial, rules: &[PieceRule], is_form: bool) -> Role {
    if file.is_evidence {
        return Role::Evidence;
    }
    if is_form && let Some(piece) = rules.iter().position(is_for_forms) {
        return Role::Piece(piece);
    }
    let words: Vec<_> = rules.iter().map(|rule| rule.longest_word(file.stem())).collect();
    let meant = FileKind::of_ending(&file.ending()).unwrap_or(file.kind);
    let called = (0..rules.len()).filter(|at| words[*at].is_some());
    // The first of those with words of one length.
    let best = called.max_by_key(|at| (rules[*at].admits(meant), words[*at], Reverse(*at)));
    best.map_or(Role::Other, Role::Piece)
}

impl Desk<'_> {
    /// How the required pieces are recognised, in the order of the settings.
    fn rules(&self) -> Vec<PieceRule> {
        let pieces = self.settings.submissions.pieces.iter();
        pieces.map(|piece| self.settings.materials.rule_of(piece)).collect()
    }

    /// Whether a piece is looked for among the files of a class: a form is not where a table holds
    /// the self-assessments.
    fn looked_for(&self, class: usize, rule: &PieceRule) -> bool {
        let by_table = self.settings.classes[class].self_scores.is_some();
        !(by_table && is_for_forms(rule))
    }

    /// Whose a file is. Of a piece, folder and name must not name different units; other names may
    /// speak of anybody, and where evidence lies decides.
    fn owner(&self, file: &RawMaterial, role: &Role) -> Says {
        let (name, folder) = (name_says(self.list, file), folder_says(self.list, file));
        match role {
            Role::Piece(_) => match (name, folder) {
                (Says::Nothing, only) | (only, Says::Nothing) => only,
                (one, other) if one == other => one,
                _ => Says::Several,
            },
            Role::Evidence => {
                let holds = |folder: &String| self.settings.materials.holds_evidence(folder);
                let end = file.folders.iter().position(holds).map_or(0, |at| at + 1);
                let above = file.folders[..end].iter().rev();
                let mut above = above.map(|folder| named_in(self.list, folder));
                let above = above.find(|says| *says != Says::Nothing);
                above.unwrap_or(if folder == Says::Nothing { name } else { folder })
            }
            Role::Other => {
                if folder == Says::Nothing {
                    name
                } else {
                    folder
                }
            }
        }
    }

    fn name_of(&self, known: Known) -> &str {
        &self.list.of_class(known.class)[known.unit].name
    }

    /// What is wrong with a file by itself.
    fn look(
        &self,
        file: &RawMaterial,
        role: &Role,
        owner: Option<Known>,
        rules: &[PieceRule],
        findings: &mut Vec<Finding>,
    ) {
        let rule_of_piece = match role {
            Role::Piece(piece) => Some(&rules[*piece]),
            Role::Evidence | Role::Other => None,
        };
        let unit = owner.map_or("", |known| self.name_of(known));
        let about = |broken| {
            Finding::new(broken, Place::file(&file.path))
                .with("unit", unit)
                .with("name", &file.name)
                .with("piece", rule_of_piece.map_or("", |rule| rule.piece.as_str()))
        };
        if file.size == 0 {
            findings.push(about(rule::MATERIAL_EMPTY));
            return;
        }
        let disguised = is_disguised(file);
        if disguised || rule_of_piece.is_some_and(|rule| !rule.admits(file.kind)) {
            let wanted = rule_of_piece.map(|rule| rule.kinds.as_slice()).unwrap_or_default();
            let wanted: Vec<&str> = wanted.iter().map(|kind| kind.name()).collect();
            let found = about(rule::MATERIAL_KIND)
                .with("sort", file.kind.name())
                .with("wrong", if disguised { "name" } else { "piece" })
                .with("may_be", wanted.join(" "));
            findings.push(found);
        }
    }

    /// Files of nobody, told by the outermost folder in which nothing is anybody's.
    fn tell_nobodys(
        &self,
        files: &[RawMaterial],
        nobodys: &[(&RawMaterial, Says)],
        findings: &mut Vec<Finding>,
    ) {
        let alone: BTreeSet<&str> = nobodys.iter().map(|(file, _)| file.path.as_str()).collect();
        let mut held: BTreeSet<&[String]> = BTreeSet::new();
        for file in files.iter().filter(|file| !alone.contains(file.path.as_str())) {
            held.extend((0..=file.folders.len()).map(|depth| &file.folders[..depth]));
        }
        let mut told: BTreeMap<String, (String, Says, usize)> = BTreeMap::new();
        for (file, says) in nobodys {
            let depth =
                (1..=file.folders.len()).find(|depth| !held.contains(&file.folders[..*depth]));
            let (path, name) = match depth {
                Some(depth) => {
                    let below = file.folders[depth..].iter().map(String::len);
                    let tail: usize = below.map(|length| length + 1).sum();
                    let end = file.path.len() - file.name.len() - 1 - tail;
                    (file.path[..end].to_owned(), file.folders[depth - 1].clone())
                }
                None => (file.path.clone(), file.name.clone()),
            };
            told.entry(path).or_insert((name, *says, 0)).2 += 1;
        }
        for (path, (name, says, count)) in told {
            let nearest = match says {
                Says::Several => None,
                _ => self.list.nearest(&name),
            };
            let found = Finding::new(rule::MATERIAL_UNIT_UNKNOWN, Place::file(path))
                .with("name", name)
                .with("several", if says == Says::Several { "yes" } else { "" })
                .with("files", count)
                .with("nearest", nearest.unwrap_or_default());
            findings.push(found);
        }
    }
}
