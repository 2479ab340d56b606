//! Every miniature makes all its papers, and no paper says what is no number.

use super::bent;
use crate::bad_input::Edit;
use crate::bad_input::Edit::{Add, Swap};
use crate::support::printed_papers;

const SETTINGS: &str = "settings.toml";

/// Builds a city; gives the text of its papers by path.
fn papers(city: &str, edits: &[Edit], count: usize) -> Vec<(String, String)> {
    let city_bent = bent(city, edits);
    if !city_bent.read(SETTINGS).contains("[papers]") {
        city_bent.reports_only();
    }
    let report = city_bent.build();
    let errors: Vec<_> = report.findings.iter().filter(|found| found.severity == "error").collect();
    assert!(errors.is_empty(), "{city}: {errors:#?}");
    assert_eq!((report.failed.as_slice(), report.documents), ([].as_slice(), count), "{city}");
    let papers = printed_papers(&city_bent);
    assert_eq!(papers.len(), count, "{city}");
    for (path, text) in &papers {
        for wrong in ["NaN", "inf", "none", "undefined", "Some(", "{{"] {
            assert!(!text.contains(wrong), "{city}, {path}: {wrong} in\n{text}");
        }
    }
    papers
}

/// The text of the one paper whose path holds a name.
fn paper_of<'a>(papers: &'a [(String, String)], name: &str) -> &'a str {
    let mut all = papers.iter().filter(|(path, _)| path.contains(name));
    let own = all.next().unwrap_or_else(|| panic!("no paper of {name}"));
    assert!(all.next().is_none(), "two papers of {name}");
    &own.1
}

#[test]
fn small_classes_make_their_papers() {
    let one = papers("class-of-one", &[], 2);
    for (path, text) in &one {
        for said in ["第1名", "第一名", "并列第", "名列"] {
            assert!(!text.contains(said), "{path}: {said} in a class of one\n{text}");
        }
    }
    assert!(paper_of(&one, "东河县").contains("95.5"));
    let two = papers("class-of-two", &[], 3);
    // Nobody's paper names the other unit: strict disclosure.
    assert!(!paper_of(&two, "东河县").contains("西山县"));
    let equal = papers("all-equal", &[], 5);
    assert!(paper_of(&equal, "总报告").contains("并列"));
    let all = "\n[statistics]\nmedian_least = 1\nspread_least = 2\nhistogram_least = 1\n\
               relative_least = 2\n[disclosure]\nmean_least = 1\n";
    papers("all-equal", &[Add(SETTINGS, all)], 5);
    papers("class-of-two", &[Add(SETTINGS, all)], 3);
}

#[test]
fn what_does_not_apply_makes_its_papers() {
    let nothing = papers("all-not-applicable", &[], 4);
    let own = paper_of(&nothing, "西山县");
    assert!(own.contains("不适用"), "{own}");
    for said in ["优秀", "名列", "第3名"] {
        assert!(!own.contains(said), "{said} for a unit without a total\n{own}");
    }
    for treatment in ["\"rescale_within\"", "\"redistribute\"", "\"full\""] {
        papers("treatments", &[Swap(SETTINGS, "\"rescale\"", treatment)], 4);
    }
}

#[test]
fn grades_make_their_papers() {
    papers("veto", &[Add(SETTINGS, "\n[scoring.veto]\nscore = \"59\"\n")], 6);
    papers("veto", &[Add(SETTINGS, "\n[scoring.veto]\ncounted = false\n")], 6);
    papers("dense-ties", &[], 7);
    papers("five-grades", &[], 6);
    papers("quota", &[], 11);
}

#[test]
fn rounds_weights_and_registers_make_their_papers() {
    papers("rounds", &[], 4);
    papers("nested-percentages", &[], 3);
    papers("registers", &[], 9);
    let late = Swap("registers/submissions.csv", "2024-06-24 18:00", "2024-06-26 09:00");
    let bonus = Add("registers/bonus.csv", "3,中州区,试点,1,,\n4,东河县,试点,2,,\n");
    let cap = Add("registers/caps.csv", "东河县,良好,被约谈,\n");
    papers("registers", &[late, bonus, cap], 9);
}
