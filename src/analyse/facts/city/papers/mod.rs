//! Facts of the city-wide papers beside the report: each holds what its readers may see.

mod anonymous;
mod even_bands;
mod memo;
mod notice;
mod plain;
mod public;
mod statement;
mod training;
mod warnings;

use super::{Subject, subjects};

pub use memo::{MemoClass, MemoFacts, memo};
pub use notice::{NoticeClass, NoticeFacts, NoticeGrade, NoticePlace, NoticeRow, notice};
pub use plain::{
    CountFacts, PlainCause, PlainClass, PlainDimension, PlainProblem, PlainReview, PlainTotals,
    PlainYear,
};
pub use public::{PublicClass, PublicFacts, public};
pub use statement::{StatementClass, StatementFacts, statement};
pub use training::{RequirementFacts, TrainingCause, TrainingFacts, TrainingPoint, training};
pub use warnings::{WarnedFacts, WarningKind, WarningsFacts};

/// Ways of assessment of all classes, each once.
fn method_names(subjects: &[Subject<'_>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for subject in subjects {
        // As in the report, one way alone says nothing.
        let methods =
            subject.analysis.methods.iter().filter(|_| subject.analysis.methods.len() > 1);
        for method in methods {
            if !names.contains(&method.name) {
                names.push(method.name.clone());
            }
        }
    }
    names
}
