"""Scoring in exact fractions, in the order of the rules."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from .cells import number

ZERO = Fraction(0)


@dataclass
class Score:
    points: Fraction  # R_u
    applicable: Fraction  # W_u
    base: Fraction | None = None
    contributions: list | None = None  # of the dimensions to the base
    bonus: Fraction = ZERO
    deducted: Fraction = ZERO
    late: Fraction = ZERO
    total: Fraction | None = None
    published: Fraction | None = None
    vetoed: bool = False
    counts: bool = True
    rank: int | None = None
    grade: str | None = None


def rounded(value, decimals, rounding):
    scaled = value * 10**decimals
    whole = round(scaled) if rounding == "half_even" else floor(scaled + Fraction(1, 2))
    return Fraction(whole, 10**decimals)


class Scorer:
    """Scores one class of a folder."""

    def __init__(self, folder, registers, made):
        self.folder, self.registers, self.made = folder, registers, made
        self.given = folder.settings["scoring"]
        self.full = sum((i.marks for i in made.indicators), ZERO)
        count = range(len(made.indicators))
        self.units = range(len(made.units))
        self.applies = [[made.cells[u, i].applies for i in count] for u in self.units]
        self.final = [[self.final_points(u, i) for i in count] for u in self.units]
        self.first = None
        if made.has_first:
            self.first = [[self.bounded(i, made.cells[u, i].first) for i in count] for u in self.units]
        self.scores = self.all_scores(self.final)
        self.first_scores = self.all_scores(self.first) if self.first else None

    def final_points(self, unit, at):
        """Final points equal first points plus the corrections of the cell."""
        cell = self.made.cells[unit, at]
        rows = self.registers.corrections.get((self.made.code, unit, at), [])
        changes = sum((number(r["after"]) - number(r["before"]) for r in rows), ZERO)
        if cell.first is not None:
            corrected = cell.first + changes
            assert cell.points in (None, corrected), (self.made.code, unit, at)
            return self.bounded(at, corrected)
        return self.bounded(at, cell.points)

    def bounded(self, at, points):
        indicator = self.made.indicators[at]
        return None if points is None else max(indicator.floor, min(indicator.marks, points))

    def all_scores(self, points):
        scores = [self.one(unit, points[unit]) for unit in self.units]
        self.grade(scores)
        self.rank(scores)
        return scores

    def one(self, unit, points, treatment=None):
        """The score of one unit with these points: base, registers, rounding, veto."""
        key = (self.made.code, unit)
        applies = self.applies[unit]
        marks = [indicator.marks for indicator in self.made.indicators]
        score = Score(
            points=sum((x for x, a in zip(points, applies) if a), ZERO),
            applicable=sum((w for w, a in zip(marks, applies) if a), ZERO),
            vetoed=key in self.registers.vetoed,
        )
        score.counts = score.applicable > 0 and (
            not score.vetoed or self.given["veto"]["counted"]
        )
        score.deducted = sum(self.registers.deductions.get(key, []), ZERO)
        score.late = self.registers.late_points(key)
        if score.applicable == 0:
            return score
        score.contributions = self.contributions(points, applies, treatment)
        score.base = sum(score.contributions, ZERO)
        score.bonus = self.bonus(key, score.base)
        score.total = max(ZERO, score.base + score.bonus - score.deducted - score.late)
        score.published = rounded(score.total, self.given["decimals"], self.given["rounding"])
        if score.vetoed and "score" in self.given["veto"]:
            score.total = score.published = Fraction(str(self.given["veto"]["score"]))
        return score

    def bonus(self, key, base):
        asked = sum(self.registers.bonus.get(key, []), ZERO)
        gate, cap = (self.made.given.get(name) for name in ("bonus_gate", "bonus_cap"))
        if gate is not None and base < Fraction(str(gate)):
            return ZERO
        return asked if cap is None else min(asked, Fraction(str(cap)))

    def factors(self, applies, treatment=None):
        """k_i, by which the points of an indicator enter the base; None where it does not apply."""
        indicators = self.made.indicators
        marks = [indicator.marks for indicator in indicators]
        treatment = treatment or self.given.get("not_applicable")
        own = sum((w for w, a in zip(marks, applies) if a), ZERO)
        if all(applies) or treatment in ("zero", "full"):
            each = [Fraction(1)] * len(marks)
        elif treatment == "rescale":
            each = [self.full / own] * len(marks)
        elif treatment == "factor":
            each = [Fraction(str(self.given["not_applicable_factor"]))] * len(marks)
        elif treatment == "redistribute":
            extra = (self.full - own) / sum(applies)
            each = [(w + extra) / w for w in marks]
        elif treatment == "rescale_within":
            each = self.within(applies)
        else:
            raise ValueError(f"treatment {treatment}")
        return [k if a else None for k, a in zip(each, applies)]

    def within(self, applies):
        whole, own = Counter(), Counter()
        for indicator, a in zip(self.made.indicators, applies):
            whole[indicator.dimension] += indicator.marks
            own[indicator.dimension] += indicator.marks if a else 0
        kept = sum(whole[d] for d in whole if own[d] > 0)
        spread = 1 + Fraction(self.full - kept, kept)
        return [
            whole[i.dimension] * spread / own[i.dimension] if own[i.dimension] else None
            for i in self.made.indicators
        ]

    def contributions(self, points, applies, treatment=None):
        treatment = treatment or self.given.get("not_applicable")
        parts = [ZERO] * len(self.made.dimensions)
        factors = self.factors(applies, treatment)
        for indicator, x, k in zip(self.made.indicators, points, factors):
            if k is not None:
                parts[indicator.dimension - 1] += k * x
            elif treatment == "full":
                parts[indicator.dimension - 1] += indicator.marks
        return parts

    def rank(self, scores):
        """Ranks of those with a total and no veto; a class of one has none."""
        if len(self.made.units) == 1:
            return
        ranked = [score for score in scores if score.total is not None and not score.vetoed]
        values = [self.basis(score, self.given["rank_on"]) for score in ranked]
        for score, value in zip(ranked, values):
            above = [other for other in values if other > value]
            score.rank = 1 + len(set(above) if self.given["ties"] == "1-2-2-3" else above)

    @staticmethod
    def basis(score, on):
        return score.total if on == "exact" else score.published

    def grade(self, scores):
        given = self.given["grade"]
        if given["method"] == "none":
            return
        levels = given["levels"]
        names = [level["name"] for level in levels]
        caps = self.registers.caps
        best = []  # the best grade that a unit may have
        for unit in self.units:
            held = caps.get((self.made.code, unit), [])
            best.append(max((names.index(name) for name in held), default=0))
        open_units = [u for u in self.units if scores[u].total is not None and not scores[u].vetoed]
        for score in scores:
            if score.total is not None and score.vetoed:
                score.grade = names[-1]
        for at, level in enumerate(levels):
            able = [u for u in open_units if best[u] <= at and self.reaches(scores[u], level)]
            if given["method"] != "thresholds" and "share" in level:
                able = self.seated(scores, able, Fraction(str(level["share"])))
            for unit in able:
                scores[unit].grade = names[at]
                open_units.remove(unit)

    def reaches(self, score, level):
        given = self.given["grade"]
        if given["method"] == "quota" or "from" not in level:
            return True
        return self.basis(score, given["on"]) >= Fraction(str(level["from"]))

    def seated(self, scores, able, share):
        """Those of `able` who get one of the ⌊q n⌋ seats; a tie at the last one as set."""
        given = self.given["grade"]
        count = sum(score.counts for score in scores)
        seats = floor(share * count)
        if seats == 0 and given["quota_floor_one"]:
            seats = 1
        value = {unit: self.basis(scores[unit], given["on"]) for unit in able}
        seated = []
        for each in sorted(set(value.values()), reverse=True):
            tied = [unit for unit in able if value[unit] == each]
            room = seats - len(seated)
            if room <= 0 or (len(tied) > room and given["quota_tie"] == "none"):
                break
            seated += tied
        return seated
