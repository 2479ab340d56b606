"""This year against last year: matched units and indicators."""

from .analysis import exact, mean, spread
from .cells import applies, number, text
from .scoring import ZERO, rounded

PARTS = ("work", "weights", "added", "dropped", "adjustments")


class LastYear:
    """Last year's points of one class: unit position → indicator key → (full marks, points)."""

    def __init__(self, a):
        self.by_unit, self.marks = {}, {}
        for row in a.folder.table(a.made.given["history"], "history").rows:
            try:
                unit = a.made.find_unit(row["unit"])
            except ValueError:
                continue  # a unit of last year only
            key = self.key(a, row)
            self.marks[key] = number(row["full_marks"])
            points = number(row["points"]) if applies(row["points"]) else None
            self.by_unit.setdefault(unit, {})[key] = (number(row["full_marks"]), points)

    @staticmethod
    def key(a, row):
        """The position of the indicator this year, by code, else by name; else its own words."""
        code, name = text(row.get("indicator")), text(row.get("name"))
        try:
            return a.made.find_indicator(code if code else name)
        except ValueError:
            return code or name

    def total(self, a, unit):
        """R W / Wu of last year; None where nothing applied."""
        held = [(w, x) for w, x in self.by_unit[unit].values() if x is not None]
        own = sum((w for w, _ in held), ZERO)
        if not own:
            return None
        whole = sum(self.marks.values(), ZERO)
        return sum((x for _, x in held), ZERO) * whole / own


def compared(a):
    """Units with a total in both years, in list order, with the parts of their change."""
    if not a.made.given.get("history"):
        return []
    last, rows = LastYear(a), []
    for u in a.all_units:
        if u not in last.by_unit or a.scores[u].published is None:
            continue
        before = last.total(a, u)
        if before is not None:
            rows.append({"at": u, "before": before, **parts(a, u, last.by_unit[u], before)})
    ranks(a, rows)
    return rows


def parts(a, u, held, before):
    """change = work + weights + added − dropped + adjustments."""
    row = dict.fromkeys(PARTS, ZERO) | {"matched": 0, "better": 0, "worse": 0}
    for i in a.all_indicators:
        now = a.x[u][i] if a.applies(u, i) else None
        marks, points = held.get(i, (None, None))
        if now is None or points is None:
            row["added"] += now or 0
            row["dropped"] += points or 0
            continue
        rate, rate_before = a.rate(u, i), points / marks
        row["work"] += (marks + a.marks(i)) / 2 * (rate - rate_before)
        row["weights"] += (rate + rate_before) / 2 * (a.marks(i) - marks)
        row["matched"] += 1
        row["better"] += rate > rate_before
        row["worse"] += rate < rate_before
    for key, (_, points) in held.items():
        if isinstance(key, str):
            row["dropped"] += points or 0
    row["change"] = a.scores[u].published - before
    row["adjustments"] = row["change"] - (
        row["work"] + row["weights"] + row["added"] - row["dropped"]
    )
    return row


def ranks(a, rows):
    """Ranks of both years among the comparable units, and who made progress: by last year's total
    as it is printed, rounded as totals are."""
    given, scoring = a.folder.settings["history"], a.scorer.given
    befores = [rounded(row["before"], scoring["decimals"], scoring["rounding"]) for row in rows]
    totals = [a.scores[row["at"]].published for row in rows]
    changes = [total - before for total, before in zip(totals, befores)]
    middle, deviation = mean(changes), spread(changes)
    for row, before, total, change in zip(rows, befores, totals, changes):
        row["printed"] = before, change
        row["rank_before"] = 1 + sum(other > before for other in befores)
        row["rank_now"] = 1 + sum(other > total for other in totals)
        needed = float(middle) + given["progress_deviations"] * (deviation or 0.0)
        row["fast"] = (
            deviation is not None
            and float(change) >= needed
            and change >= exact(given["progress_points"])
            and row["rank_now"] < row["rank_before"]
            and not a.scores[row["at"]].vetoed
        )


def unit_changes(a):
    for row in compared(a):
        yield {
            "unit": a.units[row["at"]].code,
            **{name: row[name] for name in ("before", "change", *PARTS)},
            **{name: row[name] for name in ("matched", "better", "worse")},
            **{name: row[name] for name in ("rank_before", "rank_now", "fast")},
        }


def class_changes(a):
    rows = compared(a)
    if not rows:
        return
    # Last year's totals as they are printed: the parts below add up to the change but for that.
    befores, changes = zip(*(row["printed"] for row in rows))
    yield {
        "class": a.made.code,
        "units": len(rows),
        "mean_before": mean(befores),
        "mean_now": mean(a.scores[row["at"]].published for row in rows),
        "mean_change": mean(changes),
        "deviation": spread(changes),
        **{name: mean(row[name] for row in rows) for name in PARTS},
        "up": sum(change > 0 for change in changes),
        "down": sum(change < 0 for change in changes),
        "equal": sum(change == 0 for change in changes),
        "fast": sum(row["fast"] for row in rows),
    }
