"""Tables with rows by class: totals, bands, grades, dimensions, correlations."""

from fractions import Fraction
from math import floor

from scipy import stats

from .analysis import exact, floats, mean, quantile, spread
from .scoring import ZERO


def from_least(values, least, function, *more):
    return function(values, *more) if len(values) >= least else None


def class_totals(a):
    values, middle = a.published, mean(a.published)
    few, many = a.given["median_least"], a.given["spread_least"]
    yield {
        "class": a.made.code,
        "name": a.made.name,
        "units": len(a.units),
        "count": len(values),
        "mean": middle,
        "median": from_least(values, few, quantile, 0.5),
        "standard_deviation": from_least(values, many, spread),
        "least": min(values, default=None),
        "most": max(values, default=None),
        "first_quartile": from_least(values, many, quantile, 0.25),
        "third_quartile": from_least(values, many, quantile, 0.75),
        "above": sum(value > middle for value in values),
        "below": sum(value < middle for value in values),
        "range": max(values) - min(values) if values else None,
    }


def class_bands(a):
    """Half-open bands of published totals, the top one without an upper bound."""
    bounds = [exact(bound) for bound in a.given["bands"]]
    count = len(a.published)
    if not count:
        return
    bands = list(zip(bounds, [*bounds[1:], None]))
    counts = [
        sum(low <= value and (high is None or value < high) for value in a.published)
        for low, high in bands
    ]
    shown = largest_remainder(counts, a.given["rate_decimals"])
    for (low, high), held, percent in zip(bands, counts, shown):
        yield {
            "class": a.made.code,
            "from": low,
            "to": high,
            "count": held,
            "share": Fraction(held, count),
            "shown": percent,
        }


def largest_remainder(counts, decimals):
    """Percentages that sum to 100 exactly; of equal remainders the first gets its step."""
    steps = 100 * 10**decimals
    asked = [Fraction(count * steps, sum(counts)) for count in counts]
    given = [floor(value) for value in asked]
    order = sorted(range(len(counts)), key=lambda at: (given[at] - asked[at], at))
    for at in order[: steps - sum(given)]:
        given[at] += 1
    return [Fraction(value, 10**decimals) for value in given]


def class_grades(a):
    given = a.folder.settings["scoring"]["grade"]
    if given["method"] == "none":
        return
    graded = [score.grade for score in a.scores if score.grade is not None]
    for level in given["levels"]:
        held = graded.count(level["name"])
        yield {
            "class": a.made.code,
            "grade": level["name"],
            "units": held,
            "share": Fraction(held, len(graded)) if graded else None,
        }


def rate_statistics(a, rates):
    few, many = a.given["median_least"], a.given["spread_least"]
    return {
        "median_rate": from_least(rates, few, quantile, 0.5),
        "standard_deviation": from_least(rates, many, spread),
        "first_quartile": from_least(rates, many, quantile, 0.25),
        "third_quartile": from_least(rates, many, quantile, 0.75),
    }


def class_dimensions(a):
    for d, name in enumerate(a.made.dimensions, start=1):
        own = a.in_dimension(d)
        units = [u for u in a.all_units if a.counted[u] and a.in_dimension(d, u)]
        rates = [a.dimension_rate(u, d) for u in units]
        losses = [sum((a.loss(u, i) for i in a.in_dimension(d, u)), ZERO) for u in units]
        yield {
            "class": a.made.code,
            "dimension": d,
            "name": name,
            "full_marks": sum((a.marks(i) for i in own), ZERO),
            "count": len(units),
            "mean_points": mean(a.dimension_points(u, d)[0] for u in units),
            "mean_rate": mean(rates),
            "least_rate": min(rates, default=None),
            "most_rate": max(rates, default=None),
            "losing": sum(loss > 0 for loss in losses),
            **rate_statistics(a, rates),
            "loss": sum(losses, ZERO),
            "loss_share": sum(losses, ZERO) / a.class_loss if a.class_loss else None,
        }


def class_correlations(a):
    count = len(a.made.dimensions)
    for d in range(1, count + 1):
        for other in range(d + 1, count + 1):
            pairs = [
                (a.dimension_rate(u, d), a.dimension_rate(u, other))
                for u in a.all_units
                if a.counted[u] and a.in_dimension(d, u) and a.in_dimension(other, u)
            ]
            if len(pairs) < a.given["correlation_least"]:
                continue
            left, right = zip(*pairs)
            constant = len(set(left)) == 1 or len(set(right)) == 1
            left, right = floats(left), floats(right)
            yield {
                "class": a.made.code,
                "dimension": d,
                "other": other,
                "count": len(pairs),
                "pearson": None if constant else float(stats.pearsonr(left, right)[0]),
                "spearman": None if constant else float(stats.spearmanr(left, right)[0]),
            }


def class_self(a):
    """Means over the units that handed in a form."""
    from .unit_tables import unit_self

    if not a.made.has_self:
        return
    rows = list(unit_self(a))
    names = {"bias": "bias", "size": "size", "agreement": "agreement"}
    names |= {"first_bias": "first_bias", "first_size": "first_size"}
    yield {
        "class": a.made.code,
        "forms": len(rows),
        "missing": len(a.units) - len(rows),
        "all_full": sum(row["all_full"] for row in rows),
        **{
            f"mean_{name}": mean(row[name] for row in rows if row.get(name) is not None)
            for name in names
        },
    }


def class_agreement(a):
    """Second scores against final points: SD(diff)/√2."""
    found = seconds(a)
    if not found:
        return
    differences = [difference for _, _, difference in found]
    equal = sum(difference == 0 for difference in differences)
    deviation = spread(differences)
    yield {
        "class": a.made.code,
        "units": len({u for u, _, _ in found}),
        "count": len(found),
        "equal": equal,
        "mean_difference": mean(differences),
        "error": None if deviation is None else deviation / 2**0.5,
        "equal_share": Fraction(equal, len(found)),
    }


def seconds(a):
    """(unit, indicator, second − final) of the double-scored sample, in order of unit, indicator."""
    found = [
        (u, i, points - a.x[u][i])
        for (code, u, i), rows in a.registers.seconds.items()
        if code == a.made.code and a.applies(u, i)
        for points in rows
    ]
    return sorted(found, key=lambda each: each[:2])
