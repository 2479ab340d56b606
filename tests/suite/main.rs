//! All integration tests in one binary, so that the library is linked once.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

mod analysis;
mod bad_input;
mod bad_registers;
mod bent_forms;
mod chart_labels;
mod city_report;
mod copies;
mod difference;
mod disclosure;
mod figures;
mod fonts;
mod grid;
mod kinds;
mod letters;
mod materials;
mod miniatures;
mod mutants;
mod one_way;
mod own_fonts;
mod overrides;
mod preview;
mod profiles;
mod properties;
mod publish;
mod real;
mod rectification;
mod reference;
mod results;
mod risk;
mod rules;
mod said;
mod sample;
mod sichuan;
mod signoff;
mod starting;
mod templates;
mod told_to_all;
mod trace;
mod unit_report;
mod verify;
mod words;
mod workbooks;
