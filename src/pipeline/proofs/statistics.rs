//! Class statistics of the miniatures: Sichuan's published table against pandas and scipy, small
//! ones by hand, and of all of them that no figure is anything but a number.

use super::{book, crew};
use crate::analyse::{ClassAnalysis, GapSource, analyse, results};
use crate::model::{Exact, Points, ResultTable};
use crate::score::Scorebook;

fn class(book: &Scorebook) -> ClassAnalysis {
    analyse(book, crew()).classes.remove(0)
}

#[track_caller]
fn close(found: impl Into<Option<f64>>, expected: f64) {
    let found = found.into();
    assert!(found.is_some_and(|own| (own - expected).abs() < 1e-12), "{found:?} {expected}");
}

fn points(text: &str) -> Points {
    Points::parse(text).unwrap()
}

/// A table of results of a book.
fn table(book: &Scorebook, name: &str) -> ResultTable {
    let analysis = analyse(book, crew());
    let tables = results::tables(book, &analysis);
    let table = tables.iter().find(|table| table.head().name == name).unwrap();
    assert_eq!(table.least_rows, 0, "{name} has parts");
    table.part(0)
}

/// A column as it would be written, empty for none.
fn written(table: &ResultTable, column: &str) -> Vec<String> {
    let column = table.columns.iter().find(|own| own.name == column).unwrap();
    let value = |at: usize| {
        let value = column.values.get(at).unwrap();
        if value.is_null() { String::new() } else { value.str_value().into_owned() }
    };
    (0..column.values.len()).map(value).collect()
}

/// Values of this script, with the units in the order of the list:
/// ```python
/// s = pd.read_csv("scores.csv").set_index("地市名称").loc[pd.read_csv("units.csv")["单位简称"]]
/// w = np.array([77, 9, 7, 4, 3]); x = s.iloc[:, 2:7].to_numpy(float); r = x / w; T = x.sum(1)
/// np.median(r, 0), r.std(0, ddof=1), np.quantile(r, [.25, .75], axis=0)
/// c = scipy.stats.pearsonr(r[:, i], (T - x[:, i]) / (100 - w[i]))[0]
/// np.tanh(np.arctanh(c) + np.array([-1, 1]) * 1.96 / np.sqrt(18))
/// ```
#[test]
fn sichuan_indicators_agree_with_pandas() {
    let class = class(&book("tests/cities/sichuan-2011"));
    let expected = [
        (0.694_805_194_805_194_8, 0.153_291_82, 0.597_402_6, 0.792_207_79),
        (0.277_777_777_777_777_8, 0.274_022_23, 0.111_111_11, 0.5),
        (0.571_428_571_428_571_4, 0.275_735_61, 0.285_714_29, 0.714_285_71),
        (0.875, 0.121_019_97, 0.75, 1.0),
        (1.0, 0.421_637_02, 0.333_333_33, 1.0),
    ];
    let near = |found: Option<f64>, expected: f64| (found.unwrap() - expected).abs() < 1e-8;
    for (own, (median, deviation, first, third)) in class.indicators.iter().zip(expected) {
        close(own.spread.median, median);
        assert!(near(own.spread.standard_deviation, deviation));
        assert!(near(own.spread.first_quartile, first) && near(own.spread.third_quartile, third));
    }
    // Dimensions are the indicators.
    for (own, dimension) in class.indicators.iter().zip(&class.dimensions) {
        assert_eq!((own.spread, own.loss), (dimension.spread, dimension.loss));
        assert_eq!(own.loss_share, dimension.loss_share);
    }
    let counts: Vec<_> = class.indicators.iter().map(|own| (own.full, own.zero)).collect();
    assert_eq!(counts, [(0, 0), (1, 3), (2, 1), (6, 0), (12, 4)]);
    let losses: Vec<_> = class.indicators.iter().map(|own| own.loss).collect();
    assert_eq!(losses, ["493.7", "127.5", "69.2", "11.9", "21"].map(points));
    // 68% of the loss is in the first alone, which has 77 of 100 points: nothing loses more than
    // its share before half of the loss is told.
    assert!(class.indicators.iter().all(|own| !own.main_loss));
    let expected = [
        (0.701_302_690_839_563_5, 0.386_673_659_892_239_9, 0.869_697_306_046_219_9),
        (0.573_806_866_355_863_3, 0.188_907_141_515_588, 0.805_877_582_685_439_6),
        (0.679_998_266_777_057_2, 0.351_482_648_801_626_94, 0.859_411_023_482_711_3),
        (0.350_147_667_055_228_8, -0.096_067_205_518_756_44, 0.679_179_006_715_891),
        (0.266_663_246_949_660_87, -0.186_499_695_080_669_94, 0.626_263_462_514_584_1),
    ];
    for (own, (coefficient, low, high)) in class.indicators.iter().zip(expected) {
        let found = own.discrimination.unwrap();
        close(found.coefficient(), coefficient);
        close(found.low(), low);
        close(found.high(), high);
        assert_eq!(found.state(), None);
    }
}

/// `scipy.stats.pearsonr(r[:, i], r[:, j])[0]` and `spearmanr` of the same script.
#[test]
fn sichuan_correlations_agree_with_scipy() {
    let mut book = book("tests/cities/sichuan-2011");
    let expected = [
        (0, 1, 0.562_931_776_630_056_9, 0.634_769_671_895_767_8),
        (0, 2, 0.635_995_772_285_504_7, 0.537_017_237_353_941_1),
        (0, 3, 0.291_281_950_784_073_76, 0.341_073_940_160_725_6),
        (0, 4, 0.295_036_820_888_212_7, 0.312_389_383_495_164_1),
        (1, 2, 0.556_782_011_756_731_6, 0.555_483_859_463_134_7),
        (1, 3, 0.420_911_433_200_784_56, 0.365_792_951_539_649_9),
        (1, 4, -0.040_070_218_754_133_47, 0.034_660_011_586_555_39),
        (2, 3, 0.397_425_752_197_74, 0.375_512_800_977_855_1),
        (2, 4, 0.294_904_642_219_840_3, 0.266_583_727_627_684_45),
        (3, 4, 0.032_662_766_723_200_704, 0.083_971_859_850_252_45),
    ];
    let found = class(&book).correlations;
    assert_eq!(found.len(), 10);
    for (own, (dimension, other, pearson, spearman)) in found.iter().zip(expected) {
        assert_eq!((own.dimension, own.other, own.count), (dimension, other, 21));
        close(own.pearson, pearson);
        close(own.spearman, spearman);
    }
    book.checked.settings.statistics.correlation_least = 22;
    let class = class(&book);
    assert_eq!(class.correlations, []);
    assert!(class.indicators.iter().all(|own| own.discrimination.is_none()));
}

/// `scipy.stats.percentileofscore(P, p, kind="mean") / 100` of the first four units of the list;
/// `np.histogram(P, [0, 60, 70, 80, 90, 200])`: 7, 7, 3, 2, 2 of 21.
#[test]
fn sichuan_standings_and_bands() {
    let mut book = book("tests/cities/sichuan-2011");
    let class = class(&book);
    let expected = [
        (0, 20, 0.976_190_476_190_476_2),
        (16, 4, 0.214_285_714_285_714_27),
        (13, 7, 0.357_142_857_142_857_15),
        // Shared with another one.
        (8, 11, 0.571_428_571_428_571_4),
    ];
    for (own, (above, below, percentile)) in class.standings.iter().zip(expected) {
        let own = own.unwrap();
        assert_eq!((own.above, own.below), (above, below));
        close(own.percentile, percentile);
    }
    assert_eq!(class.totals.range(), Some(Exact::new(584, 10)));
    // 33.33, 33.33, 14.29, 9.52, 9.52 percent: 33.3 + 33.3 + 14.2 + 9.5 + 9.5 = 99.8; the two
    // tenths that are left go to 14.2(86) and to the first of the two 33.3(33).
    let bands = table(&book, "class_bands");
    assert_eq!(written(&bands, "count"), ["7", "7", "3", "2", "2"]);
    assert_eq!(written(&bands, "shown"), ["33.4", "33.3", "14.3", "9.5", "9.5"]);
    assert_eq!(written(&bands, "to"), ["60.0", "70.0", "80.0", "90.0", ""]);
    assert!(table(&book, "class_grades").is_empty());
    book.checked.settings.statistics.percentile_least = 22;
    let standings = self::class(&book).standings;
    assert!(standings.iter().all(|own| own.unwrap().percentile.is_none()));
}

/// Chengdu by the same script: `x[0] - x.mean(0)`, and P − mean(P) = 30.842857142857138.
#[test]
fn sichuan_gaps_agree_with_numpy() {
    let book = book("tests/cities/sichuan-2011");
    let means = class(&book).gap_means.unwrap();
    let parts = means.parts(&book.classes[0][0]).unwrap();
    let expected = [20.909_523_809_523_81, 5.071_428_571_428_571, 3.295_238_095_238_095];
    for (part, expected) in parts.iter().zip(expected) {
        close(part.gap, expected);
    }
    // Totals are published unrounded, and there are no extras: nothing is left, not even a bit.
    for score in &book.classes[0] {
        let parts = means.parts(score).unwrap();
        let beside: Vec<f64> = parts[5..].iter().map(|part| part.gap).collect();
        assert_eq!(beside, [0.0, 0.0, 0.0]);
        let sum: f64 = parts.iter().map(|part| part.gap).sum();
        close(sum, score.published.unwrap().to_f64() - 1376.7 / 21.0);
    }
    assert_eq!(parts[7].source, GapSource::Rest);
}

/// B2 for the written cause C1: 40 − 20, 40 − 32, 40 − 28. A1 of the fifth unit is known by its
/// keyword only, so that it is no case of equal treatment.
#[test]
fn unequal_losses_by_hand() {
    let table = table(&book("tests/cities/analysis"), "class_equal_treatment");
    assert_eq!(written(&table, "indicator"), ["B2"]);
    assert_eq!(written(&table, "cause"), ["C1"]);
    assert_eq!(written(&table, "units"), ["3"]);
    assert_eq!(
        (written(&table, "least"), written(&table, "most")),
        (vec!["8.0".into()], vec!["20.0".to_owned()])
    );
    assert_eq!(written(&table, "values"), ["8、12、20"]);
}

/// C1: A2, B2, B2, B2 by code, A1 by 缺少; C2: B1, A2 by code, A1 by 逾期; 答复前后不一 has neither.
#[test]
fn losses_by_code_and_by_keyword() {
    let causes = class(&book("tests/cities/analysis")).causes;
    let found: Vec<_> =
        causes.iter().map(|own| (own.coded, own.by_keyword, own.without_reason)).collect();
    assert_eq!(found, [(4, 1, 0), (2, 1, 0), (0, 0, 0)]);
    // Sichuan's table gives no reasons: 105 cells, of which 21 have full marks.
    let causes = class(&book("tests/cities/sichuan-2011")).causes;
    assert_eq!((causes.len(), causes[0].count, causes[0].without_reason), (1, 84, 84));
    assert_eq!((causes[0].units, causes[0].coded, causes[0].by_keyword), (21, 0, 0));
}

/// 网上采样 is A1 and A2 of six units, of which two and two lose; 电话核实 B1 of five, B2 of six.
#[test]
fn cells_by_method() {
    let methods = class(&book("tests/cities/analysis")).methods;
    let found: Vec<_> = methods.iter().map(|own| (own.cells, own.losing)).collect();
    assert_eq!(found, [(12, 4), (11, 5)]);
}

/// The best of the six: 20 of 20 (four units), 30 of 30 (four), 10 of 10 (four), 40 of 40 (two).
#[test]
fn best_units_by_code() {
    let table = table(&book("tests/cities/analysis"), "class_best");
    assert_eq!(
        written(&table, "codes"),
        ["U1、U2、U4、U6", "U2、U3、U5、U6", "U2、U4、U5、U6", "U1、U6"]
    );
    assert_eq!(written(&table, "units"), ["4", "4", "4", "2"]);
}

/// The five counties of `tests/cities/registers`, all of whose 100 points apply.
///
/// | | self | final | first |
/// |---|---|---|---|
/// | 1 | 38 20 25 14 | 36 18 25 14 | the same |
/// | 2 | 36 18 25 13 | 32 16 20 12 | 32 14 20 12 |
/// | 3 | 34 18 22 12 | 30 16 20 9 | 30 14 20 9 |
/// | 4 | 30 14 20 12 | 26 12 20 10 | the same |
/// | 5 | 40 20 25 12 | 20 10 15 10 | the same |
#[test]
fn self_assessments_by_hand() {
    let book = book("tests/cities/registers");
    let units = table(&book, "unit_self");
    assert_eq!(written(&units, "bias"), ["0.04", "0.12", "0.11", "0.08", "0.42"]);
    assert_eq!(written(&units, "size"), ["0.04", "0.12", "0.11", "0.08", "0.42"]);
    assert_eq!(written(&units, "agreement"), ["0.5", "0.0", "0.0", "0.25", "0.0"]);
    assert_eq!(written(&units, "first_equal"), ["2", "0", "0", "1", "0"]);
    assert_eq!(written(&units, "first_bias"), ["0.04", "0.14", "0.13", "0.08", "0.42"]);
    let class = class(&book).self_statistics.unwrap();
    assert_eq!((class.forms, class.missing.len(), class.all_full.len()), (5, 0, 0));
    close(class.mean_bias, 0.77 / 5.0);
    close(class.mean_size, 0.77 / 5.0);
    close(class.mean_agreement, 0.75 / 5.0);
    close(class.mean_first_bias, 0.81 / 5.0);
    close(class.mean_first_size, 0.81 / 5.0);
    // The analysis city has no first points. Its second unit claims 2 less and 5 more, of 100.
    let book = self::book("tests/cities/analysis");
    let units = table(&book, "unit_self");
    assert_eq!(written(&units, "bias"), ["0.2", "0.03", "0.13", "0.06", "-0.01"]);
    assert_eq!(written(&units, "size"), ["0.2", "0.07", "0.13", "0.06", "0.01"]);
    for column in ["first_equal", "first_bias", "first_size"] {
        assert!(written(&units, column).iter().all(String::is_empty));
    }
    assert_eq!(written(&table(&book, "class_self"), "mean_first_bias"), [""]);
}

/// The county that is vetoed counts, or does not, as set; its own gap is told either way.
#[test]
fn vetoed_units_stand_nowhere_where_they_do_not_count() {
    let mut book = book("tests/cities/veto");
    // 96, 90 (vetoed), 80, 70, 50.
    let standing = |book: &Scorebook| -> Vec<Option<(usize, usize)>> {
        let standings = class(book).standings;
        standings.iter().map(|own| own.map(|own| (own.above, own.below))).collect()
    };
    let all = [(0, 4), (1, 3), (2, 2), (3, 1), (4, 0)].map(Some);
    assert_eq!(standing(&book), all);
    book.checked.settings.scoring.veto.counted = false;
    let others = [Some((0, 3)), None, Some((1, 2)), Some((2, 1)), Some((3, 0))];
    assert_eq!(standing(&book), others);
    // A1 (58 + 50 + 42 + 30) / 4, B1 (38 + 30 + 28 + 20) / 4; 54 and 36 of the vetoed one.
    let gap = table(&book, "unit_gap");
    let of_vetoed = |column: &str| written(&gap, column)[5..10].to_vec();
    assert_eq!(of_vetoed("mean"), ["45.0", "29.0", "0.0", "0.0", ""]);
    assert_eq!(of_vetoed("gap"), ["9.0", "7.0", "0.0", "0.0", "0.0"]);
    assert_eq!(of_vetoed("dimension"), ["1", "2", "", "", ""]);
    // One from 90, two from 60; 50 and the vetoed one.
    let grades = table(&book, "class_grades");
    assert_eq!(written(&grades, "units"), ["1", "2", "2"]);
    assert_eq!(written(&grades, "share"), ["0.2", "0.4", "0.4"]);
}

/// Identical indicators stand together, by group, in the order of the first class.
#[test]
fn shared_indicators_of_two_classes() {
    let book = book("data");
    let groups = analyse(&book, crew()).groups;
    let declared = |class: usize| {
        let indicators = book.checked.classes[class].system.indicators.iter();
        indicators.filter_map(|own| own.shared.as_deref()).collect::<Vec<_>>()
    };
    let (first, second) = (declared(0), declared(1));
    let both = first.iter().filter(|code| second.contains(code)).count();
    let table = table(&book, "class_shared");
    assert_eq!(written(&table, "group").len(), 2 * both);
    assert_eq!(written(&table, "group")[..4], ["1", "1", "2", "2"]);
    let leaves: usize =
        book.checked.classes.iter().map(|class| class.system.indicators.len()).sum();
    assert_eq!(groups.iter().map(Vec::len).sum::<usize>(), leaves);
    assert_eq!(groups.len(), leaves - both);
}

/// With every least number at its lowest, no table of any miniature has a figure that is none.
#[test]
fn every_figure_is_a_number() {
    for city in [
        "all-equal",
        "all-not-applicable",
        "analysis",
        "class-of-one",
        "class-of-two",
        "nested-percentages",
        "registers",
        "rounds",
        "sichuan-2011",
        "small",
        "treatments",
        "veto",
    ] {
        let mut book = book(&format!("tests/cities/{city}"));
        for lowered in [false, true] {
            if lowered {
                let settings = &mut book.checked.settings.statistics;
                settings.median_least = 1;
                settings.spread_least = 1;
                settings.correlation_least = 1;
                settings.percentile_least = 1;
            }
            let analysis = analyse(&book, crew());
            let tables = results::tables(&book, &analysis);
            let parts = |table: &results::Table<'_>| {
                (0..table.parts()).map(|at| table.part(at)).collect::<Vec<_>>()
            };
            for table in tables.iter().flat_map(parts) {
                for column in &table.columns {
                    let Ok(floats) = column.values.f64() else {
                        continue;
                    };
                    let all = floats.iter().flatten().all(f64::is_finite);
                    assert!(all, "{city} {}.{}", table.name, column.name);
                }
            }
        }
    }
}
