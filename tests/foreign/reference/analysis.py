"""One class with its scores, and what the tables ask of it."""

from fractions import Fraction

import numpy as np

from .scoring import ZERO, Scorer


def exact(value):
    """A setting such as 0.6 or "60" as the decimal that is written."""
    return Fraction(str(value))


def mean(values):
    """The exact mean of fractions; None of none."""
    values = list(values)
    return sum(values, ZERO) / len(values) if values else None


def floats(values):
    return np.array([float(value) for value in values])


def spread(values):
    """Standard deviation with n − 1; None below two."""
    return float(np.std(floats(values), ddof=1)) if len(values) > 1 else None


def quantile(values, share):
    """Type 7 of Hyndman and Fan, numpy's default."""
    return float(np.quantile(floats(values), share)) if len(values) else None


class Analysis:
    def __init__(self, folder, registers, made):
        self.folder, self.registers, self.made = folder, registers, made
        self.given = folder.settings["statistics"]
        self.scorer = Scorer(folder, registers, made)
        self.scores, self.first_scores = self.scorer.scores, self.scorer.first_scores
        self.x = self.scorer.final
        self.units, self.indicators = made.units, made.indicators
        self.all_units = range(len(self.units))
        self.all_indicators = range(len(self.indicators))
        counted_veto = folder.settings["scoring"]["veto"]["counted"]
        # Counted for indicators; for totals `Score.counts`.
        self.counted = [not score.vetoed or counted_veto for score in self.scores]
        self.in_totals = [u for u in self.all_units if self.scores[u].counts]
        self.published = [self.scores[u].published for u in self.in_totals]
        self.mean_rates = [mean(self.rate(u, i) for u in self.who(i)) for i in self.all_indicators]
        self.class_loss = sum(
            (self.loss(u, i) for i in self.all_indicators for u in self.who(i)), ZERO
        )

    def applies(self, unit, at):
        return self.scorer.applies[unit][at]

    def who(self, at):
        """Counted units to which the indicator applies, in list order."""
        return [u for u in self.all_units if self.counted[u] and self.applies(u, at)]

    def marks(self, at):
        return self.indicators[at].marks

    def rate(self, unit, at):
        return self.x[unit][at] / self.marks(at)

    def loss(self, unit, at):
        return min(self.marks(at), self.marks(at) - self.x[unit][at])

    def in_dimension(self, dimension, unit=None):
        return [
            i
            for i in self.all_indicators
            if self.indicators[i].dimension == dimension
            and (unit is None or self.applies(unit, i))
        ]

    def dimension_points(self, unit, dimension):
        """Points and full marks of what applies."""
        own = self.in_dimension(dimension, unit)
        return sum((self.x[unit][i] for i in own), ZERO), sum((self.marks(i) for i in own), ZERO)

    def dimension_rate(self, unit, dimension):
        points, marks = self.dimension_points(unit, dimension)
        return points / marks if marks else None

    def gain(self, unit, items):
        """The scorer run again with full marks for the items, minus the total; both unrounded, so
        that one item under `rescale` gains l W / Wu. Nothing where there is no total."""
        now = self.scores[unit]
        if now.total is None:
            return ZERO
        mended = [self.marks(i) if i in items else x for i, x in enumerate(self.x[unit])]
        return self.scorer.one(unit, mended).total - now.total

    def losing(self, unit):
        return [
            i for i in self.all_indicators if self.applies(unit, i) and self.loss(unit, i) > 0
        ]

    def cell(self, unit, at):
        return self.made.cells[unit, at]

    def others_rate(self, unit, at):
        """Mean rate of the other counted units."""
        return mean(self.rate(u, at) for u in self.who(at) if u != unit)

    def others_losing(self, unit, at):
        return sum(self.loss(u, at) > 0 for u in self.who(at) if u != unit)


def analyses(folder, registers):
    return [Analysis(folder, registers, made) for made in folder.classes]
