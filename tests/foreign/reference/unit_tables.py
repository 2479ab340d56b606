"""Tables with rows by unit."""

from fractions import Fraction

from scipy import stats

from .analysis import exact, floats, mean
from .scoring import ZERO


def unit_totals(a):
    for u in a.all_units:
        unit, score = a.units[u], a.scores[u]
        first = a.first_scores[u] if a.first_scores else None
        yield {
            "unit": unit.code,
            "name": unit.name,
            "class": a.made.code,
            "points": score.points,
            "applicable_marks": score.applicable,
            "full_marks": a.scorer.full,
            "base": score.base,
            "bonus": score.bonus,
            "deducted": score.deducted,
            "late": score.late,
            "vetoed": score.vetoed,
            "total": score.total,
            "published_total": score.published,
            "rate": score.points / score.applicable if score.applicable else None,
            "rank": score.rank,
            "grade": score.grade,
            "first_total": first.total if first else None,
            "first_rank": first.rank if first else None,
            "first_grade": first.grade if first else None,
            **gains(a, u),
            **effects(a, u),
            "applicable_share": score.applicable / a.scorer.full,
            **place(a, u),
        }


def gains(a, u):
    """Gain of what can be mended at once, and of that with what shows in the next period. What
    nobody classified can be mended at once."""
    by_kind = {
        kind: {i for i in a.losing(u) if (a.cell(u, i).mend or "now") in kinds}
        for kind, kinds in (("now", ["now"]), ("periodic", ["now", "periodic"]))
    }
    return {f"gain_{kind}": a.gain(u, items) for kind, items in by_kind.items()}


def effects(a, u):
    """Own effect R/Wu − E and mix effect E − Σ w r̄ / W, with E = Σ a w r̄ / Wu."""
    score = a.scores[u]
    if score.applicable == 0:
        return {"own_effect": None, "mix_effect": None}
    means = [(a.marks(i), a.mean_rates[i], a.applies(u, i)) for i in a.all_indicators]
    # An indicator that applies to nobody has no mean rate, and no weight here either.
    rated = sum((w for w, r, _ in means if r is not None), ZERO)
    whole = sum((w * r for w, r, _ in means if r is not None), ZERO) / rated
    own = sum((w * r for w, r, yes in means if yes and r is not None), ZERO) / score.applicable
    return {"own_effect": score.points / score.applicable - own, "mix_effect": own - whole}


def place(a, u):
    score = a.scores[u]
    if not score.counts:
        return {"above": None, "below": None, "percentile": None}
    percentile = None
    if len(a.published) >= a.given["percentile_least"]:
        of_all = floats(a.published)
        percentile = stats.percentileofscore(of_all, float(score.published), kind="mean") / 100
    return {
        "above": sum(other > score.published for other in a.published),
        "below": sum(other < score.published for other in a.published),
        "percentile": percentile,
    }


def unit_dimensions(a):
    for u in a.all_units:
        for d, name in enumerate(a.made.dimensions, start=1):
            points, marks = a.dimension_points(u, d)
            parts = a.scores[u].contributions
            yield {
                "unit": a.units[u].code,
                "dimension": d,
                "name": name,
                "points": points,
                "applicable_marks": marks,
                "rate": points / marks if marks else None,
                "contribution": parts[d - 1] if parts else ZERO,
            }


def unit_indicators(a):
    for u in a.all_units:
        for i in a.all_indicators:
            indicator, cell, yes = a.indicators[i], a.cell(u, i), a.applies(u, i)
            yield {
                "unit": a.units[u].code,
                "indicator": indicator.code,
                "name": indicator.name,
                "applicable": yes,
                "first_points": a.scorer.first[u][i] if yes and a.scorer.first else None,
                "points": a.x[u][i] if yes else None,
                "full_marks": indicator.marks,
                "rate": a.rate(u, i) if yes else None,
                **against_others(a, u, i),
                "reason": cell.reason,
                "cause": cell.cause,
                "mend": cell.mend,
                "evidence": cell.evidence,
            }


def against_others(a, u, i):
    others = [v for v in a.who(i) if v != u]
    losing = a.others_losing(u, i)
    found = dict.fromkeys(["others_rate", "others_losing", "gain", "weakness", "strength", "commonness"])
    found |= {"others_losing": losing, "strength": False}
    compared = len(a.who(i)) >= a.given["relative_least"]
    if not a.applies(u, i):
        return found | {"others_losing": None}
    rate, others_rate = a.rate(u, i), a.others_rate(u, i)
    distance = exact(a.given["relative_points"]) / 100
    found["others_rate"] = others_rate if compared else None
    found["gain"] = a.gain(u, {i})
    if found["gain"] is not None and found["gain"] >= exact(a.given["least_gain"]):
        absolute = rate < exact(a.given["unit_weak_rate"])
        relative = compared and rate <= others_rate - distance
        kinds = {(True, True): "both", (True, False): "absolute", (False, True): "relative"}
        found["weakness"] = kinds.get((absolute, relative))
    better = compared and rate >= others_rate + distance
    full = sum(a.x[v][i] >= a.marks(i) for v in a.who(i))
    rare = rate >= 1 and full < Fraction(len(a.who(i)), 2)
    found["strength"] = better or rare
    if a.loss(u, i) > 0 and others:
        share = Fraction(losing, len(others))
        common, own = exact(a.given["common_share"]), exact(a.given["own_share"])
        found["commonness"] = "common" if share >= common else "own" if share < own else "partly"
    return found


def unit_self(a):
    """Self-assessment against the assessment, over cells with both."""
    for u in a.all_units:
        claimed = {i: a.made.selves[u, i] for i in a.all_indicators if (u, i) in a.made.selves}
        if not claimed:
            continue
        pairs = [(s, a.x[u][i]) for i, s in claimed.items() if a.applies(u, i)]
        marks = a.scores[u].applicable
        row = {
            "unit": a.units[u].code,
            "count": len(pairs),
            "equal": sum(s == x for s, x in pairs),
            "over": sum(s > x for s, x in pairs),
            "under": sum(s < x for s, x in pairs),
            "claimed": sum((s for s, _ in pairs), ZERO),
            "given": sum((x for _, x in pairs), ZERO),
            "distance": sum((abs(s - x) for s, x in pairs), ZERO),
            "all_full": all(s == a.marks(i) for i, s in claimed.items()),
        }
        row |= distances(pairs, marks, "")
        row["agreement"] = Fraction(row["equal"], len(pairs)) if pairs else None
        if a.scorer.first:
            first = [(s, a.scorer.first[u][i]) for i, s in claimed.items() if a.applies(u, i)]
            row["first_equal"] = sum(s == x for s, x in first)
            row |= distances(first, marks, "first_")
        yield row


def distances(pairs, marks, before):
    if not marks:
        return {}
    return {
        f"{before}bias": sum((s - x for s, x in pairs), ZERO) / marks,
        f"{before}size": sum((abs(s - x) for s, x in pairs), ZERO) / marks,
    }


def unit_gap(a):
    """Where the gap to the mean total comes from: the parts add up to P − P̄."""
    counted = [a.scores[u] for u in a.in_totals]
    middle = mean(a.published)
    for u in a.all_units:
        score = a.scores[u]
        if score.published is None or middle is None:
            continue
        parts = [
            ("dimension", d + 1, value, mean(other.contributions[d] for other in counted))
            for d, value in enumerate(score.contributions)
        ]
        costs = [-(other.deducted + other.late) for other in counted]
        parts.append(("bonus", None, score.bonus, mean(other.bonus for other in counted)))
        parts.append(("deductions", None, -(score.deducted + score.late), mean(costs)))
        rest = score.published - middle
        for part, dimension, value, average in parts:
            rest -= value - average
            yield gap_row(a, u, part, dimension, value, average, value - average)
        yield gap_row(a, u, "rest", None, None, None, rest)


def gap_row(a, u, part, dimension, value, average, gap):
    names = ("unit", "part", "dimension", "value", "mean", "gap")
    return dict(zip(names, (a.units[u].code, part, dimension, value, average, gap)))


def unit_submissions(a):
    folder, registers = a.folder, a.registers
    for u in a.all_units:
        for piece in folder.settings["submissions"]["pieces"]:
            kept = registers.pieces.get((a.made.code, u, piece), {})
            first = kept.get("first")
            yield {
                "unit": a.units[u].code,
                "name": a.units[u].name,
                "piece": piece,
                **{name: moment(kept.get(name)) for name in ("first", "returned", "again")},
                "days_late": registers.days_late(first),
                "files": None,
                "state": state(registers, first),
                "dated": None,
            }


def state(registers, first):
    """By the register alone: files are not looked at here."""
    if not registers.pieces:
        return None
    return "complete" if first else "missing"


def moment(value):
    """A day as it is written: with its hour where one is given."""
    if value is None:
        return None
    return value[0].strftime("%Y-%m-%d %H:%M" if value[1] else "%Y-%m-%d")
