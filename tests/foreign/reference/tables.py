"""All result tables of a folder: which rows a table has, which columns, which of them are exact."""

from . import class_tables, draws, loss_tables, unit_tables, years
from .analysis import analyses
from .registers import Registers

# Table → (columns that name a row, columns that must agree exactly, columns with floats).
# Whatever is text, a count, a flag, points as they are kept, a rank or a grade is exact.
SPEC = {
    "unit_totals": (
        "unit",
        "name class points applicable_marks full_marks bonus deducted late vetoed published_total"
        " rank grade first_rank first_grade above below",
        "base total rate first_total gain_now gain_periodic own_effect mix_effect"
        " applicable_share percentile",
    ),
    "unit_dimensions": ("unit dimension", "name points applicable_marks", "rate contribution"),
    "unit_indicators": (
        "unit indicator",
        "name applicable first_points points full_marks others_losing weakness strength"
        " commonness reason cause mend evidence",
        "rate others_rate gain",
    ),
    "unit_self": (
        "unit",
        "count equal over under claimed given distance all_full first_equal",
        "bias size agreement first_bias first_size",
    ),
    "unit_changes": (
        "unit",
        "matched better worse rank_before rank_now fast",
        "before change work weights added dropped adjustments",
    ),
    "unit_gap": ("unit part dimension", "", "value mean gap"),
    "unit_errors": ("unit", "", "error"),
    "unit_stability": ("unit scenario", "rank low high draws", "mean_shift"),
    "unit_submissions": (
        "unit piece",
        "name first returned again days_late files state dated",
        "",
    ),
    "class_totals": (
        "class",
        "name units count least most above below range",
        "mean median standard_deviation first_quartile third_quartile",
    ),
    "class_bands": ("class from to", "count shown", "share"),
    "class_grades": ("class grade", "units", "share"),
    "class_dimensions": (
        "class dimension",
        "name full_marks count losing loss",
        "mean_points mean_rate least_rate most_rate median_rate standard_deviation"
        " first_quartile third_quartile loss_share",
    ),
    "class_indicators": (
        "class indicator",
        "name full_marks count losing loss weakness main_loss full zero discrimination_state",
        "mean_points mean_rate loss_share median_rate standard_deviation first_quartile"
        " third_quartile least_rate most_rate discrimination discrimination_low"
        " discrimination_high",
    ),
    "class_correlations": ("class dimension other", "count", "pearson spearman"),
    "class_self": (
        "class",
        "forms missing all_full",
        "mean_bias mean_size mean_agreement mean_first_bias mean_first_size",
    ),
    "class_causes": (
        "class cause",
        "name count units loss coded by_keyword without_reason",
        "loss_share",
    ),
    "class_methods": ("class method", "indicators loss cells losing", "rate loss_share"),
    "class_agreement": ("class", "units count equal", "mean_difference error equal_share"),
    "indicator_agreement": ("class indicator", "count equal own", "mean_difference error"),
    "class_shared": ("group class indicator", "name count", "mean_rate"),
    "class_best": ("class indicator", "units codes", "rate"),
    "class_equal_treatment": ("class indicator cause", "units least most values", ""),
    "class_neighbours": (
        "class upper lower",
        "gap within",
        "threshold kept_weights kept_treatments kept_error kept_together",
    ),
    "class_draws": ("class draw", "treatment", ""),
    "class_draw_weights": ("class draw indicator", "", "weight"),
    "class_draw_errors": ("class draw unit", "", "deviate"),
    "class_changes": (
        "class",
        "units up down equal fast",
        "mean_before mean_now mean_change deviation work weights added dropped adjustments",
    ),
}

# Checked by itself, not computed: `derivation`.
BESIDE = {"unit_derivation", "data_dictionary"}

PLAIN = [
    (unit_tables, "unit_totals unit_dimensions unit_indicators unit_self unit_gap unit_submissions"),
    (class_tables, "class_totals class_bands class_grades class_dimensions class_correlations"),
    (class_tables, "class_self class_agreement"),
    (loss_tables, "class_indicators class_causes class_methods class_best class_equal_treatment"),
    (years, "unit_changes class_changes"),
    (draws, "indicator_agreement unit_errors"),
]
DRAWN = "unit_stability class_draws class_draw_weights class_draw_errors"


def columns(table):
    """Columns of a table: those that name a row, those that are exact, those with floats."""
    return [part.split() for part in SPEC[table]]


class Reference:
    """Every table of a folder. `published` gives, for a class, the draws that a run published."""

    def __init__(self, folder, published=lambda a: None):
        self.folder = folder
        self.analyses = analyses(folder, Registers(folder))
        self.tables = {}
        for module, names in PLAIN:
            for name in names.split():
                self.add(name, [row for a in self.analyses for row in getattr(module, name)(a)])
        self.add("class_shared", list(loss_tables.class_shared(self.analyses)))
        for stream, a in enumerate(self.analyses):
            self.add_draws(a, stream, published(a))

    def add(self, name, rows):
        if rows:
            self.tables.setdefault(name, []).extend(rows)

    def add_draws(self, a, stream, published):
        """The draws are computed anew; ranks come from those that were published, if any."""
        drawn = draws.draw(a, stream) if draws.is_drawn(a) else None
        used = published or drawn
        self.add("class_neighbours", list(draws.class_neighbours(a, used if drawn else None)))
        if drawn:
            self.add("unit_stability", list(draws.unit_stability(a, used)))
            for name in DRAWN.split()[1:]:
                self.add(name, list(getattr(draws, name)(a, drawn)))
