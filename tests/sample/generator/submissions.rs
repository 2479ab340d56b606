//! When each unit handed in its papers; the deadline was 24 June 2024, 18:00.

use super::board::{COUNTIES, DEPARTMENTS};
use super::cast::Cast;
use super::random::Random;
use super::sample::{At, Sample, Submission};

/// The four papers.
const PIECES: [&str; 4] = ["自评表", "自评表盖章扫描件", "自评自查报告", "自评自查报告盖章扫描件"];

/// Working days before the deadline.
const DAYS: [&str; 10] =
    ["06-11", "06-12", "06-13", "06-14", "06-17", "06-18", "06-19", "06-20", "06-21", "06-24"];

/// Fills the register: all in time, but for the planted ones.
pub fn fill(sample: &mut Sample, cast: &Cast, seed: u64) {
    let mut random = Random::new(seed, "submissions");
    for class in [COUNTIES, DEPARTMENTS] {
        for unit in 0..sample.classes[class].units.len() {
            // Most hand in during the last week.
            let day = random.between(0, 9).max(random.between(0, 9));
            for piece in PIECES {
                let row = Submission {
                    at: At { class, unit, indicator: 0 },
                    piece,
                    first: moment(day, &mut random),
                    returned: String::new(),
                    again: String::new(),
                    note: String::new(),
                    tags: Vec::new(),
                };
                if class == COUNTIES {
                    sample.submissions.push(row);
                } else {
                    sample.submissions.extend(department_row(row, cast));
                }
            }
        }
    }
}

fn moment(day: i64, random: &mut Random) -> String {
    let hour = *random.pick(&[9, 10, 11, 15, 16, 17]);
    let day = DAYS[usize::try_from(day).unwrap()];
    format!("2024-{day} {hour:02}:{:02}", random.between(0, 59))
}

/// The row of a department; none where nothing was ever handed in and nobody noted it.
fn department_row(mut row: Submission, cast: &Cast) -> Option<Submission> {
    assert_eq!(row.at.class, DEPARTMENTS);
    match row.piece {
        "自评表" if row.at.unit == cast.formless => return None,
        "自评表盖章扫描件" if row.at.unit == cast.formless => {
            row.first.clear();
            "至评估结束未报送".clone_into(&mut row.note);
            row.tags.push("submission-missing");
        }
        "自评表" if row.at.unit == cast.late => "2024-06-21 16:20".clone_into(&mut row.first),
        "自评表盖章扫描件" if row.at.unit == cast.late => {
            "2024-06-26 10:15".clone_into(&mut row.first);
            "盖章件迟报，电子表已按时报送".clone_into(&mut row.note);
            row.tags.push("scan-late");
        }
        "自评自查报告" if row.at.unit == cast.returned => {
            "2024-06-20 09:40".clone_into(&mut row.first);
            "2024-06-21 15:00".clone_into(&mut row.returned);
            "2024-06-26 11:20".clone_into(&mut row.again);
            "附件不全，退回补正".clone_into(&mut row.note);
            row.tags.push("submission-returned");
        }
        _ => {}
    }
    Some(row)
}
