#![doc = include_str!("ARCHITECTURE.md")]

// What a person types and means.
pub mod cli;
pub mod settings;

// Shared nouns.
pub mod model;
pub mod finding;
pub mod assets;
pub mod crew;
pub mod clock;

// The stages, in the order of the data.
pub mod load;
pub mod check;
pub mod score;
pub mod analyse;
pub mod chart;
pub mod compose;
pub mod typeset;
pub mod draft;
pub mod tabulate;
pub mod sheets;
pub mod inspect;
pub mod publish;
pub mod listing;
pub mod signoff;
pub mod trace;

// The whole run on one screen.
pub mod pipeline;

// Commands on the pipeline's ends.
pub mod init;
pub mod serve;
pub mod preview;
pub mod review;
pub mod diff;
#[cfg(feature = "cluster")]
pub mod cluster;
pub mod release;
