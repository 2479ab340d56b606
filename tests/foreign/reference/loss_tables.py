"""Tables by class on indicators: weakness, main losses, discrimination, causes, methods."""

from fractions import Fraction

import numpy as np
from scipy import stats

from .analysis import exact, floats, mean
from .cells import cased
from .class_tables import rate_statistics
from .scoring import ZERO


def class_indicators(a):
    main = main_losses(a)
    for i, indicator in enumerate(a.indicators):
        units = a.who(i)
        rates = [a.rate(u, i) for u in units]
        loss = indicator_loss(a, i)
        yield {
            "class": a.made.code,
            "indicator": indicator.code,
            "name": indicator.name,
            "full_marks": indicator.marks,
            "count": len(units),
            "mean_points": mean(a.x[u][i] for u in units),
            "mean_rate": a.mean_rates[i],
            "losing": sum(a.loss(u, i) > 0 for u in units),
            "loss": loss,
            "loss_share": loss / a.class_loss if a.class_loss else None,
            "weakness": weakness(a, i),
            "main_loss": i in main,
            **rate_statistics(a, rates),
            "least_rate": min(rates, default=None),
            "most_rate": max(rates, default=None),
            "full": sum(a.x[u][i] >= indicator.marks for u in units),
            "zero": sum(a.x[u][i] <= 0 for u in units),
            **discrimination(a, i),
        }


def indicator_loss(a, i):
    return sum((a.loss(u, i) for u in a.who(i)), ZERO)


def weakness(a, i):
    """low: r̄ < 60% with n_i ≥ max(4, n/4); widespread: at least half lose and r̄ < 80%."""
    units, rate = a.who(i), a.mean_rates[i]
    if not units:
        return None
    if rate < exact(a.given["weak_rate"]) and len(units) >= max(4, Fraction(sum(a.counted), 4)):
        return "low"
    losing = Fraction(sum(a.loss(u, i) > 0 for u in units), len(units))
    wide = losing >= exact(a.given["widespread_share"])
    return "widespread" if wide and rate < exact(a.given["widespread_rate"]) else None


def main_losses(a):
    """The fewest indicators, by loss, that make the share; of these those that lose more than
    their share of full marks."""
    losses = [indicator_loss(a, i) for i in a.all_indicators]
    marks = [a.marks(i) * len(a.who(i)) for i in a.all_indicators]
    chosen, held = set(), ZERO
    if not a.class_loss:
        return chosen
    for i in sorted(a.all_indicators, key=lambda i: (-losses[i], i)):
        if held >= exact(a.given["main_loss_share"]) * a.class_loss:
            break
        held += losses[i]
        if losses[i] / a.class_loss > Fraction(marks[i]) / sum(marks):
            chosen.add(i)
    return chosen


def discrimination(a, i):
    """Pearson of the rate with the rate on all else, with Fisher's interval."""
    names = ["", "_low", "_high", "_state"]
    found = dict.fromkeys(f"discrimination{name}" for name in names)
    pairs = []
    for u in a.who(i):
        score, w = a.scores[u], a.marks(i)
        if score.applicable > w:
            rest = (score.points - a.x[u][i]) / (score.applicable - w)
            pairs.append((a.rate(u, i), rest))
    if len(pairs) < a.given["correlation_least"]:
        return found
    left, right = zip(*pairs)
    if len(set(left)) == 1 or len(set(right)) == 1:
        return found | {"discrimination_state": "constant"}
    r = float(stats.pearsonr(floats(left), floats(right))[0])
    ends = np.tanh(np.arctanh(r) + np.array([-1.96, 1.96]) / np.sqrt(len(pairs) - 3))
    low = ends[1] < a.given["discrimination_low"]
    values = [r, float(ends[0]), float(ends[1]), "low" if low else None]
    return dict(zip(found, values))


def cause_of(a, u, i):
    """(code, how): the code in the cell, else the first of the catalogue one of whose keywords
    stands in the reason."""
    cell = a.cell(u, i)
    if cell.cause:
        return cell.cause, "coded"
    if not cell.reason:
        return None, "without_reason"
    said = cased(cell.reason)
    for code, _, keywords in a.registers.catalogue:
        if any(cased(word.strip()) in said for word in keywords if word.strip()):
            return code, "by_keyword"
    return None, None


def class_causes(a):
    found = {}
    for u in a.all_units:
        for i in a.all_indicators:
            if u in a.who(i) and a.loss(u, i) > 0:
                code, how = cause_of(a, u, i)
                found.setdefault(code, []).append((u, a.loss(u, i), how))
    names = {code: name for code, name, _ in a.registers.catalogue}
    totals = {code: sum((each for _, each, _ in losses), ZERO) for code, losses in found.items()}
    for code in sorted(found, key=lambda code: (code is None, -totals[code])):
        losses, loss = found[code], totals[code]
        ways = [how for _, _, how in losses]
        yield {
            "class": a.made.code,
            "cause": code,
            "name": names.get(code),
            "count": len(losses),
            "units": len({u for u, _, _ in losses}),
            "loss": loss,
            "loss_share": loss / a.class_loss,
            **{how: ways.count(how) for how in ("coded", "by_keyword", "without_reason")},
        }


def class_methods(a):
    methods = dict.fromkeys(indicator.method for indicator in a.indicators)
    for method in methods:
        if method is None:
            continue
        own = [i for i in a.all_indicators if a.indicators[i].method == method]
        cells = [(u, i) for i in own for u in a.who(i)]
        loss = sum((a.loss(u, i) for u, i in cells), ZERO)
        marks = sum((a.marks(i) for _, i in cells), ZERO)
        points = sum((a.x[u][i] for u, i in cells), ZERO)
        yield {
            "class": a.made.code,
            "method": method,
            "indicators": len(own),
            "loss": loss,
            "rate": points / marks if marks else None,
            "loss_share": loss / a.class_loss if a.class_loss else None,
            "cells": len(cells),
            "losing": sum(a.loss(u, i) > 0 for u, i in cells),
        }


def class_best(a):
    """Units with the best rate, where it is good enough."""
    for i, indicator in enumerate(a.indicators):
        best = max((a.rate(u, i) for u in a.who(i)), default=None)
        if best is None or best < exact(a.given["best_rate"]):
            continue
        units = [u for u in a.who(i) if a.rate(u, i) == best]
        yield {
            "class": a.made.code,
            "indicator": indicator.code,
            "rate": best,
            "units": len(units),
            "codes": "、".join(a.units[u].code for u in units),
        }


def class_equal_treatment(a):
    """The same cause with unequal losses within an indicator."""
    for i, indicator in enumerate(a.indicators):
        groups = {}
        for u in a.who(i):
            if a.cell(u, i).cause and a.loss(u, i) > 0:
                groups.setdefault(a.cell(u, i).cause, []).append(a.loss(u, i))
        for code, losses in groups.items():
            if len(set(losses)) < 2:
                continue
            yield {
                "class": a.made.code,
                "indicator": indicator.code,
                "cause": code,
                "units": len(losses),
                "least": min(losses),
                "most": max(losses),
                "values": "、".join(plain(each) for each in sorted(set(losses))),
            }


def plain(value):
    """A terminating decimal without an exponent or idle zeros."""
    return format(float(value), ".15g")


def class_shared(analyses):
    """Indicators that two classes or more declare identical."""
    held = {}
    for a in analyses:
        for i, indicator in enumerate(a.indicators):
            if indicator.shared:
                held.setdefault(indicator.shared, []).append((a, i))
    groups = [each for each in held.values() if len({a.made.code for a, _ in each}) > 1]
    for group, members in enumerate(groups, start=1):
        for a, i in members:
            yield {
                "group": group,
                "class": a.made.code,
                "indicator": a.indicators[i].code,
                "name": a.indicators[i].name,
                "count": len(a.who(i)),
                "mean_rate": a.mean_rates[i],
            }
