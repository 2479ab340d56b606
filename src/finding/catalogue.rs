//! The table of findings and failures: grows by a line.

use super::Severity;

/// A finding's stable code and weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Stable code, also the key of its words.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident $code:literal $severity:ident;)*) => {
        /// Names of the rules.
        pub mod rule {
            use super::{Rule, Severity};
            $($(#[$doc])* pub const $name: Rule = Rule { code: $code, severity: Severity::$severity };)*
        }
        /// Every rule; a test holds this table against the wording.
        pub const RULES: &[Rule] = &[$(rule::$name),*];
    };
}

macro_rules! failures {
    ($($(#[$doc:meta])* $name:ident $code:literal;)*) => {
        /// Names of the failures.
        pub mod failure {
            $($(#[$doc])* pub const $name: &str = $code;)*
        }
        /// Every failure; a test holds this table against the wording.
        pub const FAILURES: &[&str] = &[$(failure::$name),*];
    };
}

rules! {
    // Files.
    /// A file that the settings name is not there.
    FILE_MISSING "file-missing" Error;
    /// A file that cannot be read as what its ending says.
    FILE_UNREADABLE "file-unreadable" Error;
    /// A workbook that a password opens.
    FILE_PASSWORD "file-password" Error;
    /// A file that is an HTML or XML page saved under a workbook's name.
    FILE_IS_HTML "file-is-html" Error;
    /// A text file saved under a workbook's name.
    FILE_IS_TEXT "file-is-text" Error;
    /// A workbook format that this version does not read.
    FILE_KIND_UNKNOWN "file-kind-unknown" Error;
    /// A file name that leads out of the data folder.
    FILE_OUTSIDE "file-outside" Error;
    /// Neither UTF-8 nor GB18030.
    FILE_ENCODING "file-encoding" Error;
    /// Nothing in the file, or in the sheet.
    TABLE_EMPTY "table-empty" Error;
    /// More cells or bytes than any assessment has.
    TABLE_TOO_LARGE "table-too-large" Error;
    /// The sheet that the settings name is not in the workbook.
    SHEET_MISSING "sheet-missing" Error;
    /// Several sheets hold something and the settings name none.
    SHEET_UNDECIDED "sheet-undecided" Error;
    /// A column whose head `columns.toml` does not know.
    HEAD_UNKNOWN "head-unknown" Error;
    /// Two columns with one meaning.
    HEAD_DUPLICATE "head-duplicate" Error;
    /// A column that is needed is not there.
    HEAD_MISSING "head-missing" Error;
    /// A row with more cells than heads.
    ROW_RAGGED "row-ragged" Error;
    /// A quotation mark in a delimited file that is never closed, or closed in the midst of a cell.
    QUOTE_UNCLOSED "quote-unclosed" Error;
    /// A formula whose result was not saved.
    FORMULA_UNCOMPUTED "formula-uncomputed" Error;
    /// A table on a hidden sheet.
    SHEET_HIDDEN "sheet-hidden" Note;
    /// Hidden rows of a table.
    ROWS_HIDDEN "rows-hidden" Note;
    /// Hidden columns of a table.
    COLUMNS_HIDDEN "columns-hidden" Note;

    // Settings.
    /// Not TOML.
    SETTINGS_SYNTAX "settings-syntax" Error;
    /// A key that does not exist.
    SETTINGS_KEY_UNKNOWN "settings-key-unknown" Error;
    /// A required key is not there.
    SETTINGS_KEY_MISSING "settings-key-missing" Error;
    /// A value of the wrong type.
    SETTINGS_TYPE "settings-type" Error;
    /// A value that is none of the choices.
    SETTINGS_CHOICE "settings-choice" Error;
    /// A number out of its range.
    SETTINGS_RANGE "settings-range" Error;
    /// A value whose form is wrong.
    SETTINGS_FORM "settings-form" Error;
    /// Stage `approved` without date or instrument.
    SETTINGS_APPROVAL "settings-approval" Error;
    /// Two settings that cannot both be meant.
    SETTINGS_CONTRADICT "settings-contradict" Error;
    /// A setting that another one leaves without effect.
    SETTINGS_IDLE "settings-idle" Warning;
    /// A line of the settings that is still to be filled in.
    PLACEHOLDER_LEFT "placeholder-left" Error;
    /// An example row among the units or indicators.
    EXAMPLE_LEFT "example-left" Error;
    /// Two classes with one code.
    CLASS_DUPLICATE "class-duplicate" Error;
    /// Grade cuts that leave a gap, overlap or do not descend.
    GRADE_CUTS "grade-cuts" Error;
    /// Cells are marked not applicable and no treatment is chosen.
    TREATMENT_MISSING "treatment-missing" Error;
    /// A setting that must be a decimal and is none.
    SETTINGS_DECIMAL "settings-decimal" Error;
    /// A class with both scores and rounds, or neither.
    ROUNDS_OR_SCORES "rounds-or-scores" Error;
    /// Shares of rounds that do not add up to 1.
    ROUNDS_SHARES "rounds-shares" Error;
    /// Bands that do not rise.
    BANDS_ORDER "bands-order" Error;

    // Units.
    /// A unit without a code or name.
    UNIT_INCOMPLETE "unit-incomplete" Error;
    /// A code, name or alias that two units share.
    UNIT_DUPLICATE "unit-duplicate" Error;
    /// A class in the unit list that the settings do not have.
    UNIT_CLASS_UNKNOWN "unit-class-unknown" Error;
    /// An order that is not a whole number.
    UNIT_ORDER "unit-order" Error;
    /// A class without a unit.
    CLASS_EMPTY "class-empty" Error;
    /// A unit that is not in the list.
    UNIT_UNKNOWN "unit-unknown" Error;
    /// A unit of another class in this class's scores.
    UNIT_OTHER_CLASS "unit-other-class" Error;
    /// A unit of the list without scores.
    UNIT_WITHOUT_SCORES "unit-without-scores" Error;
    /// A unit twice in the scores.
    UNIT_TWICE "unit-twice" Error;

    // Indicators.
    /// An indicator row that lacks what it needs.
    INDICATOR_INCOMPLETE "indicator-incomplete" Error;
    /// A code or name that two indicators share.
    INDICATOR_DUPLICATE "indicator-duplicate" Error;
    /// Full marks that are not a number above zero.
    FULL_MARKS_WRONG "full-marks-wrong" Error;
    /// A nested percentage that is none, or differs from the same node's elsewhere.
    WEIGHT_WRONG "weight-wrong" Error;
    /// Nested percentages that do not add up to 100%.
    WEIGHTS_SUM "weights-sum" Error;
    /// Points behind a name in an indicator table, or in a row of a total, that are not the sum.
    NODE_MARKS_DIFFER "node-marks-differ" Warning;
    /// A name that several indicators have, or that is a level above several.
    INDICATOR_UNCLEAR "indicator-unclear" Error;
    /// An indicator in the scores that the system does not have.
    INDICATOR_UNKNOWN "indicator-unknown" Error;
    /// An indicator of the system without a column or row in the scores.
    INDICATOR_WITHOUT_SCORES "indicator-without-scores" Error;
    /// Points in a head differ from the indicator's full marks.
    HEAD_FULL_MARKS "head-full-marks" Error;

    // Scores.
    /// No score for a unit and indicator.
    SCORE_MISSING "score-missing" Error;
    /// A table of scores in which no points are filled in yet.
    SCORES_NOT_BEGUN "scores-not-begun" Error;
    /// Not a number.
    SCORE_NOT_A_NUMBER "score-not-a-number" Error;
    /// An error value of the spreadsheet.
    SCORE_ERROR_VALUE "score-error-value" Error;
    /// A fifth decimal.
    SCORE_DECIMALS "score-decimals" Error;
    /// Below zero.
    SCORE_NEGATIVE "score-negative" Error;
    /// More than the full marks.
    SCORE_ABOVE_FULL_MARKS "score-above-full-marks" Error;
    /// The same unit and indicator twice.
    SCORE_TWICE "score-twice" Error;
    /// Not applicable without a reason.
    NOT_APPLICABLE_WITHOUT_REASON "not-applicable-without-reason" Warning;
    /// A printed total is not a number.
    TOTAL_NOT_A_NUMBER "total-not-a-number" Error;
    /// A printed total is not the sum.
    TOTAL_DIFFERS "total-differs" Error;
    /// A printed rank is not the rank.
    RANK_DIFFERS "rank-differs" Warning;

    // Registers.
    /// A cell that must hold something is empty.
    CELL_MISSING "cell-missing" Error;
    /// A cell that must hold points does not.
    CELL_NOT_POINTS "cell-not-points" Error;
    /// A cell that must hold a day does not.
    CELL_NOT_DATE "cell-not-date" Error;
    /// A day without a year, and the settings name none.
    DATE_WITHOUT_YEAR "date-without-year" Error;
    /// A cell that is none of the choices.
    CELL_CHOICE "cell-choice" Error;
    /// A number that two rows of a register have.
    NUMBER_TWICE "number-twice" Warning;
    /// A name beside a code that means another indicator.
    INDICATOR_NAME_DIFFERS "indicator-name-differs" Error;
    /// First points and corrections do not make the final points.
    CORRECTION_DIFFERS "correction-differs" Error;
    /// A correction that does not start where the points stood.
    CORRECTION_CHAIN "correction-chain" Error;
    /// A correction after an appeal that is not in the register.
    APPEAL_UNKNOWN "appeal-unknown" Warning;
    /// An appeal without a decision, from the stage that needs one.
    APPEAL_UNDECIDED "appeal-undecided" Error;
    /// An appeal that lowers points.
    APPEAL_LOWERS "appeal-lowers" Error;
    /// A decision and the correction that follows it disagree.
    APPEAL_CORRECTION "appeal-correction" Error;
    /// A decision on lateness that the window contradicts.
    APPEAL_WINDOW "appeal-window" Warning;
    /// An appeal that is late under one way of counting only.
    APPEAL_WINDOW_CLOSE "appeal-window-close" Warning;
    /// Points granted on evidence made after the cut-off.
    APPEAL_EVIDENCE_LATE "appeal-evidence-late" Warning;
    /// The reviewer is the first scorer.
    APPEAL_REVIEWER "appeal-reviewer" Warning;
    /// A reason of a decision or a correction that names another unit.
    REASON_NAMES_UNIT "reason-names-unit" Warning;
    /// Two appeals on one cause, decided differently.
    APPEALS_DECIDED_APART "appeals-decided-apart" Warning;
    /// Units with the cause of an accepted appeal that were not corrected.
    SAME_CAUSE_OPEN "same-cause-open" Warning;
    /// One cause, unequal deductions.
    DEDUCTION_UNEQUAL "deduction-unequal" Warning;
    /// One cause, said to be mendable at different times.
    MEND_UNEQUAL "mend-unequal" Warning;
    /// One event that costs twice.
    EVENT_TWICE "event-twice" Warning;
    /// Losses of a unit without a reason, in a table that gives reasons.
    LOSS_WITHOUT_REASON "loss-without-reason" Warning;
    /// Evidence that cannot be opened any more.
    EVIDENCE_DEAD "evidence-dead" Warning;
    /// Evidence collected outside the days of collection.
    EVIDENCE_LATE "evidence-late" Warning;
    /// A cause code that the catalogue does not have.
    CAUSE_UNKNOWN "cause-unknown" Warning;
    /// A cause code twice in the catalogue.
    CAUSE_TWICE "cause-twice" Error;
    /// A row of the catalogue of actions that names a class, dimension, indicator or cause that
    /// there is not.
    ACTION_UNKNOWN "action-unknown" Warning;
    /// A row of the catalogue of actions whose indicator is another one in each class.
    ACTION_UNCLEAR "action-unclear" Warning;
    /// A row of the catalogue of actions that says nothing of when it holds.
    ACTION_UNBOUND "action-unbound" Warning;
    /// Two actions for the same losses.
    ACTION_TWICE "action-twice" Warning;
    /// A problem of last year again.
    PROBLEM_REPEATED "problem-repeated" Warning;
    /// Points of a self-assessment that cannot be.
    SELF_POINTS_WRONG "self-points-wrong" Warning;
    /// A unit without a self-assessment.
    SELF_MISSING "self-missing" Warning;
    /// A self-assessment that claims full marks everywhere.
    SELF_ALL_FULL "self-all-full" Warning;
    /// A file that is called a form and holds none.
    FORM_NOT_RECOGNISED "form-not-recognised" Warning;
    /// A form whose own head names a unit that is not in the list.
    FORM_UNIT_UNKNOWN "form-unit-unknown" Error;
    /// A form that nothing says whose it is.
    FORM_UNIT_UNNAMED "form-unit-unnamed" Error;
    /// A form whose head, file name and folder name different units.
    FORM_UNIT_UNCLEAR "form-unit-unclear" Error;
    /// A workbook in which several sheets are forms.
    FORM_SHEETS "form-sheets" Error;
    /// Several forms of one unit, and no rule says which counts.
    FORM_TWICE "form-twice" Error;
    /// A choice in the settings that leads to no unit or no file.
    FORM_CHOICE "form-choice" Error;
    /// Forms in folders and a table of self-assessments for one class.
    FORM_AND_TABLE "form-and-table" Error;
    /// An older form, set aside.
    FORM_OLDER "form-older" Note;
    /// A copy of another form.
    FORM_SAME "form-same" Note;
    /// A form without any points.
    FORM_EMPTY "form-empty" Warning;
    /// Full marks in a form that are not the indicator's.
    FORM_MARKS_DIFFER "form-marks-differ" Warning;
    /// A row of a form that names no indicator of the system.
    FORM_ROW_UNKNOWN "form-row-unknown" Warning;
    /// A form with more unknown indicators than known ones.
    FORM_OTHER_INDICATORS "form-other-indicators" Warning;
    /// A row of a form that may mean several indicators.
    FORM_ROW_UNCLEAR "form-row-unclear" Warning;
    /// Rows of one indicator that say different things.
    FORM_ROW_TWICE "form-row-twice" Warning;
    /// Indicators that a form has no row for.
    FORM_ROW_MISSING "form-row-missing" Warning;
    /// A sum in a form that its rows do not make.
    SUBTOTAL_DIFFERS "subtotal-differs" Warning;
    /// A required piece that was never handed in.
    SUBMISSION_MISSING "submission-missing" Warning;
    /// A piece handed in late.
    SUBMISSION_LATE "submission-late" Warning;
    /// A piece returned for correction.
    SUBMISSION_RETURNED "submission-returned" Note;
    /// A piece that nobody asked for.
    SUBMISSION_UNKNOWN "submission-unknown" Warning;
    /// A returned rectification that was done late, or not by the day of the re-check.
    LEDGER_OVERDUE "ledger-overdue" Warning;
    /// A returned rectification that the re-check refused.
    LEDGER_REFUSED "ledger-refused" Warning;
    /// A returned rectification whose link does not show it.
    LEDGER_FALSE_LINK "ledger-false-link" Warning;
    /// A unit that last year had another name.
    UNIT_RENAMED "unit-renamed" Note;
    /// A unit of last year's results that is no more.
    HISTORY_UNIT_DROPPED "history-unit-dropped" Note;
    /// An indicator of last year that is no more.
    HISTORY_INDICATOR_DROPPED "history-indicator-dropped" Note;
    /// An indicator that last year did not have.
    HISTORY_INDICATOR_NEW "history-indicator-new" Note;
    /// Rounds of which one says that an indicator applies, and another that it does not.
    ROUNDS_APPLY_APART "rounds-apply-apart" Error;

    // What units handed in as files.
    /// A link among the files that leads out of the data folder, or nowhere.
    LINK_OUTSIDE "link-outside" Warning;
    /// A file without a byte.
    MATERIAL_EMPTY "material-empty" Warning;
    /// A file that is not what its name says, or not what its piece may be.
    MATERIAL_KIND "material-kind" Warning;
    /// Files of which it cannot be told whose they are.
    MATERIAL_UNIT_UNKNOWN "material-unit-unknown" Warning;
    /// A piece that the register has as handed in, without a file.
    MATERIAL_MISSING "material-missing" Warning;
    /// A piece with a file that the register does not have as handed in.
    MATERIAL_UNREGISTERED "material-unregistered" Warning;
    /// A file whose inner date is later than the register says that it was handed in.
    MATERIAL_DATED_AFTER "material-dated-after" Warning;
    /// Evidence under an indicator code that the class does not have.
    EVIDENCE_INDICATOR_UNKNOWN "evidence-indicator-unknown" Warning;

    // Outcomes that somebody should know of.
    /// A bonus that does not count because the base is below the gate.
    BONUS_STOPPED "bonus-stopped" Note;
    /// A bonus above its cap.
    BONUS_CAPPED "bonus-capped" Note;
    /// A grade held down by a cap.
    GRADE_CAPPED "grade-capped" Note;
    /// A total that reaches a cut only by rounding.
    CUT_BY_ROUNDING "cut-by-rounding" Note;
    /// A tie across the last seat of a quota.
    QUOTA_TIE "quota-tie" Note;
    /// Corrections that changed the order of a class.
    RANK_MOVED "rank-moved" Note;
    /// Corrections that changed a grade.
    GRADE_MOVED "grade-moved" Note;
    /// A unit to which little applies.
    APPLICABLE_SHARE_LOW "applicable-share-low" Warning;
    /// A class of too many units to draw its ranks again and again.
    STABILITY_SKIPPED "stability-skipped" Note;
    /// A treatment whose exact result is too long to be kept.
    TREATMENT_OVERFLOW "treatment-overflow" Error;

    // Units that cannot be totalled.
    /// Nothing applies to a unit: it has no total.
    NOTHING_APPLIES "nothing-applies" Warning;

    // What papers reveal together.
    /// A class mean that one unit or two make, in strict papers.
    MEAN_REVEALS_UNIT "mean-reveals-unit" Warning;
    /// A mean that is kept back and that the others give.
    MEAN_BY_DIFFERENCE "mean-by-difference" Warning;
    /// A best value that tells a unit's, in open papers.
    BEST_REVEALS_UNIT "best-reveals-unit" Note;
    /// Ranks of a class of two.
    RANK_REVEALS_UNIT "rank-reveals-unit" Note;
    /// A first or last unit that is too near to the mean.
    RANK_AND_MEAN "rank-and-mean" Note;
    /// A unit list in the order of totals, before ranks are given.
    ORDER_IS_RANKING "order-is-ranking" Warning;
    /// A 通报 with scores, where units' papers are strict.
    NOTICE_TELLS_SCORES "notice-tells-scores" Note;
    /// A mean of fewer units than the class has, because of a veto.
    COUNT_TELLS_VETO "count-tells-veto" Note;

    // Papers.
    /// A character that the named font lacks and another sets.
    CHARACTER_FALLBACK "character-fallback" Note;
    /// A character that no font has, printed as 〓.
    CHARACTER_MISSING "character-missing" Warning;
    /// A font family that the settings name and no file has; another takes its place.
    FONT_ABSENT "font-absent" Warning;
    /// A font that varies, or whose licence bits forbid to embed it; another takes its place.
    FONT_UNFIT "font-unfit" Warning;
    /// Which of the office's own fonts sets what.
    FONT_OWN "font-own" Note;
    /// A font family in a picture that is not carried.
    PICTURE_FAMILY "picture-family" Error;
    /// A folder of templates in which none overrides.
    TEMPLATES_NONE "templates-none" Warning;
    /// A file among the templates that takes the place of none.
    TEMPLATE_UNUSED "template-unused" Warning;
    /// Words that nothing says.
    WORDING_KEY_UNKNOWN "wording-key-unknown" Warning;
    /// A value in words that get no such value.
    WORDING_VALUE_UNKNOWN "wording-value-unknown" Error;
    /// A mistake in a sentence template.
    TEMPLATE_ERROR "template-error" Error;
    /// Typst refused a layout.
    TYPESET_ERROR "typeset-error" Error;
    /// Typst warned.
    TYPESET_WARNING "typeset-warning" Warning;
    /// The layout moved with every pass.
    LAYOUT_UNSTABLE "layout-unstable" Error;
    /// A font in the finished PDF that is not on the list, or not embedded.
    PDF_FONT "pdf-font" Error;
    /// The finished PDF cannot be read back, or its pages differ.
    PDF_UNREADABLE "pdf-unreadable" Error;
    /// A character in the finished PDF that its font does not have.
    PDF_GLYPH_MISSING "pdf-glyph-missing" Error;
    /// A character in the finished PDF of which nothing is drawn.
    PDF_GLYPH_BLANK "pdf-glyph-blank" Error;
    /// Ink beyond the edge of the page.
    PDF_OFF_PAGE "pdf-off-page" Error;
    /// Characters that cover one another.
    PDF_OVERLAP "pdf-overlap" Error;
    /// A page without anything but its head and its number.
    PAGE_EMPTY "page-empty" Error;
    /// A page with next to nothing on it.
    PAGE_NEARLY_EMPTY "page-nearly-empty" Warning;
    /// A heading that ends a page.
    HEADING_LAST "heading-last" Warning;
    /// A finished PDF that lacks something of the standard that it should keep.
    PDF_STANDARD "pdf-standard" Error;
    /// A link that leads nowhere.
    PDF_LINK "pdf-link" Error;
    /// A figure that is not drawn where the list of places has it.
    FIGURE_MISPLACED "figure-misplaced" Error;
    /// The finished PDF's text is not the one that was set.
    FIGURE_ALTERED "figure-altered" Error;
    /// A figure that does not stand where it was set.
    FIGURE_MISSING "figure-missing" Error;
    /// A figure that is not what its key says.
    FIGURE_WRONG "figure-wrong" Error;
    /// Numbers on paper that are neither figures nor of any known kind.
    NUMBER_UNKNOWN "number-unknown" Warning;
    /// The name of another unit in the sentences of a unit's paper.
    FOREIGN_NAME "foreign-name" Error;
    /// The name of another unit in data that a unit's paper quotes.
    FOREIGN_NAME_QUOTED "foreign-name-quoted" Note;
    /// A file that is far larger or smaller than its pages make likely.
    PDF_SIZE "pdf-size" Warning;
    /// Two papers with one file name.
    FILE_NAME_CLASH "file-name-clash" Error;
    /// A file of the output that is no longer what the run made.
    FILE_ALTERED "file-altered" Error;
    /// A file of the output that is gone.
    FILE_GONE "file-gone" Error;
    /// A file in the output that no run made.
    FILE_FOREIGN "file-foreign" Warning;
    /// Data that has changed since the output was made.
    OUTPUT_OLDER "output-older" Error;
    /// A paper that this run did not make and that the data has made stale.
    DOCUMENT_STALE "document-stale" Warning;
    /// A paper that has never been made: `--unit` left it out.
    DOCUMENT_NOT_MADE "document-not-made" Note;
    /// Papers that a run leaves out because of its stage, or by the settings.
    DOCUMENT_NOT_DUE "document-not-due" Note;
}

/// Rules whose findings hold units against each other: their words tell of several units, so that
/// they are the office's to read and no single unit's.
pub const AMONG_UNITS: &[Rule] = &[
    rule::SAME_CAUSE_OPEN,
    rule::APPEALS_DECIDED_APART,
    rule::DEDUCTION_UNEQUAL,
    rule::MEND_UNEQUAL,
];

/// Warnings that touch a score or a grade, weightiest first: papers for leaders tell those that are
/// open, with the words under `kind`. What such papers tell anyway (late papers, units to which
/// little applies, repeated problems) is not among them.
pub const AT_STAKE: &[Rule] = &[
    rule::EVENT_TWICE,
    rule::DEDUCTION_UNEQUAL,
    rule::APPEALS_DECIDED_APART,
    rule::SAME_CAUSE_OPEN,
    rule::EVIDENCE_LATE,
    rule::APPEAL_EVIDENCE_LATE,
    rule::APPEAL_WINDOW,
    rule::APPEAL_WINDOW_CLOSE,
    rule::APPEAL_UNKNOWN,
    rule::APPEAL_REVIEWER,
    rule::LOSS_WITHOUT_REASON,
    rule::EVIDENCE_DEAD,
    rule::NOT_APPLICABLE_WITHOUT_REASON,
    rule::NODE_MARKS_DIFFER,
    rule::RANK_DIFFERS,
    rule::MEND_UNEQUAL,
];

failures! {
    /// An output folder in which no run has made anything yet.
    NOTHING_MADE "nothing-made";
    /// A folder is not there.
    FOLDER_MISSING "folder-missing";
    /// A file cannot be read.
    READ_FAILED "read-failed";
    /// A file or folder cannot be written.
    WRITE_FAILED "write-failed";
    /// The disk is full.
    DISK_FULL "disk-full";
    /// The output is on another file system than its parent.
    SWAP_FAILED "swap-failed";
    /// Another run holds the lock.
    LOCKED "locked";
    /// Data with errors, of which a figure is to be traced.
    DATA_WRONG "data-wrong";
    /// A figure named on the command line that does not exist, or could be several.
    FIGURE_NOT_FOUND "figure-not-found";
    /// A folder that is to be compared and holds no papers of this program.
    DIFF_FOLDER "diff-folder";
    /// A release that is to be held against a run.
    DIFF_KINDS "diff-kinds";
    /// Two folders of different assessments.
    DIFF_APART "diff-apart";
    /// A report of differences cannot stand where it should go.
    DIFF_OUTPUT "diff-output";
    /// No share of a run is there to be put together.
    NO_SHARES "no-shares";
    /// Shares of several assessments, and nobody said which.
    SHARES_OF_SEVERAL "shares-of-several";
    /// Shares that are not all of one run, or not whole.
    SHARES_REFUSED "shares-refused";
    /// A zip of the work queue that is not what this program packs.
    BUNDLE_BROKEN "bundle-broken";
    /// The work queue does not answer, or not as it should.
    QUEUE_FAILED "queue-failed";
    /// A plan that the work queue does not have, or several and nobody said which.
    PLAN_NOT_FOUND "plan-not-found";
    /// What is to be made here is not what was planned.
    PLAN_MOVED "plan-moved";
    /// Chunks that no worker could make.
    CHUNKS_LOST "chunks-lost";
    /// A unit named on the command line that does not exist.
    UNIT_NOT_FOUND "unit-not-found";
    /// A kind of paper named on the command line that does not exist.
    KIND_NOT_FOUND "kind-not-found";
    /// A kind of paper named on the command line that the stage does not have yet.
    KIND_NOT_DUE "kind-not-due";
    /// A template file is not a text or does not parse.
    WORDING_BROKEN "wording-broken";
    /// A template file that is no UTF-8 text.
    TEMPLATE_NOT_TEXT "template-not-text";
    /// A list of findings cannot be written where it should go.
    REPORT_FAILED "report-failed";
    /// What stands where a list of findings should go is no such list.
    REPORT_REFUSED "report-refused";
    /// A family that papers need is in no font file.
    FONT_MISSING "font-missing";
    /// A font file that cannot be read.
    FONT_BROKEN "font-broken";
    /// A folder that was to be new holds something.
    FOLDER_NOT_EMPTY "folder-not-empty";
    /// A kind of paper of which a workbook is made, which cannot be looked at as pages.
    KIND_WITHOUT_PAGES "kind-without-pages";
    /// A paper of one unit is asked for without the unit.
    KIND_OF_UNITS "kind-of-units";
    /// A city-wide paper is asked for of one unit.
    KIND_OF_ALL "kind-of-all";
    /// A unit has no paper of a kind, because there is nothing to be told in it.
    PAPER_NOT_THERE "paper-not-there";
    /// Another program has the port.
    PORT_TAKEN "port-taken";
    /// A port may not be used.
    PORT_REFUSED "port-refused";
    /// A thread could not be started.
    THREAD_FAILED "thread-failed";
    /// The sign-offs cannot be read or written.
    SIGNOFF_FAILED "signoff-failed";
    /// Another program holds the sign-offs for too long.
    SIGNOFF_BUSY "signoff-busy";
    /// What stands where sign-offs should is something else.
    SIGNOFF_FOREIGN "signoff-foreign";
    /// A newer program made the sign-offs.
    SIGNOFF_NEWER "signoff-newer";
    /// A version that somebody acted on is not there, or no longer what it was.
    SIGNOFF_LOST "signoff-lost";
    /// A paper is not the version that is to be acted on.
    SIGNOFF_MOVED "signoff-moved";
    /// Somebody else has acted on a paper since it was seen.
    SIGNOFF_OVERTAKEN "signoff-overtaken";
    /// One paper twice in one act.
    SIGNOFF_TWICE "signoff-twice";
    /// A name, reason or place that is not taken.
    SIGNOFF_TEXT "signoff-text";
    /// 复审 of a version that nobody has passed before.
    SIGNOFF_ORDER "signoff-order";
    /// 复审 by the same person as 初审.
    SIGNOFF_PERSON "signoff-person";
    /// An act about an act that it cannot be about.
    SIGNOFF_TARGET "signoff-target";
}
