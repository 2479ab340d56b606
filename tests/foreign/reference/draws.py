"""Rank stability: the draws, and every rank recomputed from them."""

from dataclasses import dataclass
from math import ceil

import numpy as np

from .analysis import exact, floats, spread
from .chacha import units_interval
from .class_tables import seconds

SCENARIOS = ("weights", "treatments", "error", "together")


@dataclass
class Drawn:
    """Draws of one class: w' by (draw, indicator), treatment by draw, z by (draw, unit)."""

    weights: np.ndarray
    treatments: list
    deviates: np.ndarray


def settings(a):
    return a.folder.settings["stability"]


def incomplete(a):
    return any(not yes for row in a.scorer.applies for yes in row)


def pool(a):
    """Treatments that may be drawn, in their order."""
    factor = "not_applicable_factor" in a.scorer.given
    names = ["rescale", "rescale_within", "redistribute", "factor", "zero", "full"]
    return [name for name in names if name != "factor" or factor]


def ranked(a):
    return [u for u in a.all_units if a.scores[u].rank is not None]


def is_drawn(a):
    given = settings(a)
    return (
        given["draws"] > 0 and len(a.units) <= given["units_most"] and len(ranked(a)) >= 2
    )


def draw(a, stream):
    """The draws of the class as the contract orders the words of its stream."""
    given, count = settings(a), len(a.indicators)
    dimensions, units = len(a.made.dimensions), len(a.units)
    each = dimensions + count + 1 + 2 * units
    v = units_interval(given["seed"], stream, each * given["draws"]).reshape(-1, each)
    u = 1 - given["spread"] + 2 * given["spread"] * v
    of_dimension = [indicator.dimension - 1 for indicator in a.indicators]
    g, f = u[:, :dimensions], u[:, dimensions : dimensions + count]
    names = pool(a)
    picked = np.floor(v[:, dimensions + count] * len(names)).astype(int)
    pairs = v[:, dimensions + count + 1 :].reshape(len(v), units, 2)
    z = np.sqrt(-2 * np.log(1 - pairs[:, :, 0])) * np.cos(2 * np.pi * pairs[:, :, 1])
    treatments = [names[at] for at in picked] if incomplete(a) else [None] * len(v)
    return Drawn(scaled(a, f * g[:, of_dimension]), treatments, z)


def scaled(a, factors):
    """w f g, scaled so that each draw sums to the full marks."""
    weights = floats(i.marks for i in a.indicators) * factors
    return weights * (float(a.scorer.full) / weights.sum(axis=1, keepdims=True))


def item_errors(a):
    """(σ_i, own) by indicator: SD(diff)/√2 of its own cells, else of all cells by full marks."""
    found, least = seconds(a), a.given["agreement_least"]
    pooled = spread([difference / a.marks(i) for _, i, difference in found])
    errors = []
    for i in a.all_indicators:
        own = [difference for _, at, difference in found if at == i]
        if len(own) >= least:
            errors.append((spread(own) / 2**0.5, True))
        else:
            of_all = None if pooled is None else float(a.marks(i)) * pooled / 2**0.5
            errors.append((of_all, False))
    return errors


def indicator_agreement(a):
    found = seconds(a)
    if not found:
        return
    for i, (error, own) in enumerate(item_errors(a)):
        held = [difference for _, at, difference in found if at == i]
        yield {
            "class": a.made.code,
            "indicator": a.indicators[i].code,
            "count": len(held),
            "equal": sum(difference == 0 for difference in held),
            "mean_difference": sum(held) / len(held) if held else None,
            "error": error,
            "own": own,
        }


def errors(a):
    """SE_u = √Σ a (k σ)² by unit; None without a sample."""
    if not seconds(a):
        return None
    sigmas = [error for error, _ in item_errors(a)]
    if any(sigma is None for sigma in sigmas):
        return None
    found = []
    for u in a.all_units:
        factors = a.scorer.factors(a.scorer.applies[u]) if a.scores[u].applicable else []
        parts = [(float(k) * sigma) ** 2 for k, sigma in zip(factors, sigmas) if k is not None]
        found.append(float(np.sqrt(sum(parts))))
    return found


def unit_errors(a):
    for u, error in enumerate(errors(a) or []):
        if a.scores[u].applicable:
            yield {"unit": a.units[u].code, "error": error}


def bases(a, weights, treatment):
    """Base of every unit, by (draw, unit), with these weights under one treatment."""
    applies = np.array(a.scorer.applies, dtype=float)
    rates = np.array([
        [float(a.rate(u, i)) if a.applies(u, i) else 0.0 for i in a.all_indicators]
        for u in a.all_units
    ])  # fmt: skip
    points, own = weights @ rates.T, weights @ applies.T
    own = np.where(applies.sum(axis=1) > 0, own, np.nan)
    whole = weights.sum(axis=1, keepdims=True)
    complete = applies.all(axis=1)
    if treatment == "rescale":
        made = points * whole / own
    elif treatment == "rescale_within":
        made = within(a, weights, rates, applies)
    elif treatment == "redistribute":
        made = points + (whole - own) / applies.sum(axis=1) * rates.sum(axis=1)
    elif treatment == "factor":
        made = points * float(exact(a.scorer.given["not_applicable_factor"]))
    elif treatment == "full":
        made = points + weights @ (1 - applies).T
    else:
        made = points
    return np.where(complete, points, made)



def within(a, weights, rates, applies):
    """Σ over dimensions of W'_d R_d / W_ud."""
    shape = len(weights), len(rates)
    made, kept = np.zeros(shape), np.zeros(shape)
    for d in range(1, len(a.made.dimensions) + 1):
        items = a.in_dimension(d)
        own = weights[:, items] @ applies[:, items].T
        whole = weights[:, items].sum(axis=1, keepdims=True)
        part = weights[:, items] @ rates[:, items].T
        held = own > 0
        made += np.where(held, whole * part / np.where(held, own, 1), 0)
        kept += np.where(held, whole, 0)
    return made * weights.sum(axis=1, keepdims=True) / np.where(kept > 0, kept, np.nan)


def totals(a, weights, treatments, noise):
    """T by (draw, unit). `treatments` is one name for all draws or one for each."""
    if isinstance(treatments, list):
        made = np.empty((len(treatments), len(a.units)))
        names = np.array(treatments)
        for name in set(treatments):
            rows = names == name
            made[rows] = bases(a, weights[rows] if len(weights) > 1 else weights, name)
    else:
        made = bases(a, weights, treatments)
    added = floats(s.bonus - s.deducted - s.late for s in a.scores)
    return np.maximum(0, made + added) + noise


def drawn_keys(a, drawn):
    """Scenario → whole-number keys of the ranked units, by (draw, unit)."""
    plain = floats(i.marks for i in a.indicators)[None, :]
    own, deviations = a.scorer.given.get("not_applicable"), errors(a)
    noise = 0 if deviations is None else drawn.deviates * np.array(deviations)
    various = drawn.treatments if incomplete(a) else own
    found = {"weights": totals(a, drawn.weights, own, 0)}
    if incomplete(a):
        found["treatments"] = totals(a, plain, drawn.treatments, 0)
    if deviations is not None:
        found["error"] = totals(a, plain, own, noise)
    if len(found) > 1:
        found["together"] = totals(a, drawn.weights, various, noise)
    return {name: keys(a, values)[:, ranked(a)] for name, values in found.items()}


def keys(a, values):
    """Published totals in steps of their last decimal, or exact totals in billionths."""
    with np.errstate(invalid="ignore"):
        if a.scorer.given["rank_on"] == "exact":
            made = np.floor(values * 1e9 + 0.5)
        else:
            made = np.floor(values * 10 ** a.scorer.given["decimals"] + 0.5 + 1e-9)
    return np.nan_to_num(made, nan=-1).astype(np.int64)


def ranks(a, held):
    """1-2-2-4, or 1-2-2-3, by row of keys."""
    if a.scorer.given["ties"] == "1-2-2-3":
        made = [np.unique(-row, return_inverse=True)[1].ravel() + 1 for row in held]
        return np.array(made)
    order = np.sort(-held, axis=1)
    return np.array([np.searchsorted(o, -row) for o, row in zip(order, held)]) + 1


def unit_stability(a, drawn):
    given, units = settings(a), ranked(a)
    # Nearest rank: the ⌈p N⌉-th of the sorted ranks.
    found = {name: ranks(a, held) for name, held in drawn_keys(a, drawn).items()}
    for at, u in enumerate(units):
        for scenario, held in found.items():
            ordered, count = np.sort(held[:, at]), len(held)
            low, high = (max(1, ceil(exact(given[name]) * count)) for name in ("low", "high"))
            yield {
                "unit": a.units[u].code,
                "scenario": scenario,
                "rank": a.scores[u].rank,
                "mean_shift": float(held[:, at].mean()) - a.scores[u].rank,
                "low": int(ordered[low - 1]),
                "high": int(ordered[high - 1]),
                "draws": count,
            }


def class_neighbours(a, drawn):
    """Each ranked unit with the next: gap, scoring error, share of draws that keep the order."""
    units = ranked(a)
    deviations = errors(a)
    held = drawn_keys(a, drawn) if drawn else {}
    order = sorted(range(len(units)), key=lambda at: (a.scores[units[at]].rank, at))
    for upper, lower in zip(order, order[1:]):
        u, v = units[upper], units[lower]
        gap = a.scores[u].published - a.scores[v].published
        threshold = None
        if deviations is not None:
            threshold = 1.96 * float(np.hypot(deviations[u], deviations[v]))
        row = {
            "class": a.made.code,
            "upper": a.units[u].code,
            "lower": a.units[v].code,
            "gap": gap,
            "threshold": threshold,
            "within": threshold is not None and float(gap) < threshold,
        }
        for scenario in SCENARIOS:
            kept = None
            if scenario in held:
                kept = float(np.mean(held[scenario][:, upper] >= held[scenario][:, lower]))
            row[f"kept_{scenario}"] = kept
        yield row


def class_draws(a, drawn):
    for number, treatment in enumerate(drawn.treatments, start=1):
        yield {"class": a.made.code, "draw": number, "treatment": treatment}


def class_draw_weights(a, drawn):
    for number, row in enumerate(drawn.weights, start=1):
        for indicator, weight in zip(a.indicators, row):
            yield {
                "class": a.made.code,
                "draw": number,
                "indicator": indicator.code,
                "weight": float(weight),
            }


def class_draw_errors(a, drawn):
    if errors(a) is None:
        return
    for number, row in enumerate(drawn.deviates, start=1):
        for unit, z in zip(a.units, row):
            yield {
                "class": a.made.code,
                "draw": number,
                "unit": unit.code,
                "deviate": float(z),
            }
