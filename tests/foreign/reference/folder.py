"""A data folder: settings, units, indicators, scores, self-assessments."""

import re
import tomllib
from copy import deepcopy
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod
from pathlib import Path

from .cells import Table, applies, folded, number, share, text

TEMPLATES = Path(__file__).resolve().parents[3] / "report-templates"
# Where settings-defaults.toml is of an older version.
BEFORE_DEFAULTS = {
    "statistics": {
        "correlation_least": 20,
        "percentile_least": 20,
        "discrimination_low": 0.30,
        "best_rate": 0.80,
        "agreement_least": 5,
    },
    "stability": {
        "draws": 1000,
        "seed": 20240101,
        "spread": 0.25,
        "low": 0.05,
        "high": 0.95,
        "units_most": 1000,
    },
    "history": {"progress_points": 3.0, "progress_deviations": 1.0},
}
MEND = {"立行立改": "now", "下一周期体现": "periodic", "不可补救": "past"}


@dataclass
class Unit:
    code: str
    name: str
    short: str
    names: set


@dataclass
class Indicator:
    code: str
    name: str
    path: tuple
    dimension: int
    marks: Fraction
    floor: Fraction
    method: str | None
    shared: str | None
    names: set


@dataclass
class Cell:
    """One score. `points` and `first` are as kept; None where the indicator does not apply."""

    applies: bool = True
    points: Fraction | None = None
    first: Fraction | None = None
    reason: str | None = None
    cause: str | None = None
    evidence: str | None = None
    mend: str | None = None
    event: str | None = None
    rounds: list = field(default_factory=list)


@dataclass
class Class:
    code: str
    name: str
    given: dict
    units: list
    indicators: list
    dimensions: list
    cells: dict  # (unit position, indicator position) → Cell
    selves: dict  # the same → Fraction
    has_self: bool = False

    @property
    def has_first(self):
        return any(cell.first is not None for cell in self.cells.values())


def merged(base, given):
    for key, value in given.items():
        both = isinstance(value, dict) and isinstance(base.get(key), dict)
        base[key] = merged(base[key], value) if both else value
    return base


def finder(things, what):
    """Finds one of `things` by any of its names."""
    by_name = {}
    for at, thing in enumerate(things):
        for name in thing.names:
            by_name.setdefault(folded(name), []).append(at)

    def find(*names):
        for name in names:
            found = by_name.get(folded(name), []) if name is not None else []
            if len(set(found)) == 1:
                return found[0]
        raise ValueError(f"unknown {what}: {names}")

    return find


class Folder:
    def __init__(self, root):
        self.root = Path(root)
        self.settings = deepcopy(BEFORE_DEFAULTS)
        defaults = (TEMPLATES / "settings-defaults.toml").read_text("utf-8")
        merged(self.settings, tomllib.loads(defaults))
        merged(self.settings, tomllib.loads((self.root / "settings.toml").read_text("utf-8")))
        self.columns = tomllib.loads((TEMPLATES / "columns-defaults.toml").read_text("utf-8"))
        own = self.root / "columns.toml"
        if own.exists():
            merged(self.columns, tomllib.loads(own.read_text("utf-8")))
        self.classes = [self.a_class(given) for given in self.settings["classes"]]
        self.unit_of = finder([unit for c in self.classes for unit in c.units], "unit")
        self.places = [(c, at) for c in self.classes for at in range(len(c.units))]

    def table(self, named, meanings):
        return Table(self.root, named, self.columns[meanings])

    def place(self, name):
        """The class, and the position in it, of the unit of that name."""
        return self.places[self.unit_of(name)]

    def register(self, name):
        """The rows of a register; none where there is none."""
        named = self.settings["registers"].get(name, "")
        return self.table(named, name).rows if named else []

    def a_class(self, given):
        units = self.units(given)
        indicators, dimensions = self.indicators(given)
        made = Class(given["code"], given["name"], given, units, indicators, dimensions, {}, {})
        made.find_unit = finder(units, "unit")
        made.find_indicator = finder(indicators, "indicator")
        self.scores(made)
        if given.get("self_scores"):
            self.self_scores(made)
        return made

    def units(self, given):
        found = []
        wanted = {folded(given["code"]), folded(given["name"])}
        for row in self.table(self.settings["units"]["file"], "units").rows:
            if folded(row.get("class")) not in wanted:
                continue
            code, name = text(row["code"]), text(row["name"])
            short = text(row.get("short")) or name
            aliases = re.split("[、,，;；]", text(row.get("aliases")) or "")
            names = {code, name, short, *(alias for alias in aliases if alias.strip())}
            found.append((number(row.get("order")) or 0, Unit(code, name, short, names)))
        return [unit for _, unit in sorted(found, key=lambda pair: pair[0])]

    def indicators(self, given):
        """The leaves of the indicator table. A blank level is the one above it."""
        above, weights, rows = [None] * 4, [None] * 4, []
        table = self.table(given["indicators"], "indicators")
        for row in table.rows:
            for level in range(4):
                said = text(row.get(f"level{level + 1}"))
                if said is None:
                    continue
                if said != above[level] or table.columns.get(f"weight{level + 1}") is None:
                    above[level + 1 :] = [None] * (3 - level)
                above[level] = said
                weight = share(row.get(f"weight{level + 1}"))
                if weight is not None:
                    weights[level] = weight
            rows.append((row, tuple(said for said in above if said), list(weights)))
        dimensions = list(dict.fromkeys(path[0] for _, path, _ in rows))
        places = places_of([path for _, path, _ in rows])
        leaves = [
            self.leaf(given, dimensions, *row, place)
            for row, place in zip(rows, places, strict=True)
        ]
        return leaves, dimensions

    def leaf(self, given, dimensions, row, path, weights, place):
        marks = number(row.get("full_marks"))
        if marks is None:
            of_all = prod(weight for weight in weights[: len(path)] if weight is not None)
            marks = Fraction(given["marks_total"]) * of_all
        # A table without codes names its indicators by their places, such as 2.1.
        code = text(row.get("code")) or place
        aliases = re.split("[、,，;；]", text(row.get("aliases")) or "")
        names = {path[-1], *(alias for alias in aliases if alias.strip())}
        if text(row.get("code")):
            names.add(code)
        return Indicator(
            code=code,
            name=path[-1],
            path=path,
            dimension=dimensions.index(path[0]) + 1,
            marks=marks,
            floor=number(row.get("floor")) or Fraction(0),
            method=text(row.get("method")),
            shared=text(row.get("shared")),
            names=names,
        )

    def scores(self, made):
        form = made.given.get("scores_form", "long")
        rounds = made.given.get("rounds")
        if not rounds:
            made.cells = self.score_table(made, made.given["scores"], form)
            return
        tables = [self.score_table(made, each["scores"], form) for each in rounds]
        shares = [Fraction(each["share"]) for each in rounds]
        for key in tables[0]:
            made.cells[key] = one_of_rounds([cells[key] for cells in tables], shares)

    def score_table(self, made, named, form):
        table = self.table(named, "scores")
        if form == "long":
            return long_scores(made, table)
        return {key: plain_cell(value) for key, value in wide(made, table, form)}

    def self_scores(self, made):
        form = made.given.get("self_scores_form", "indicator_rows")
        table = self.table(made.given["self_scores"], "scores")
        made.has_self = True
        if form == "long":
            pairs = [
                ((made.find_unit(row["unit"]), found_indicator(made, row)), row["points"])
                for row in table.rows
            ]
        else:
            pairs = wide(made, table, form)
        for key, value in pairs:
            if value is not None and applies(value):
                made.selves[key] = number(value)


def places_of(paths):
    """The place of every leaf: its position below each of the levels above it, such as 2.1."""
    children = {}
    for path in paths:
        for level in range(len(path)):
            children.setdefault(path[:level], {}).setdefault(path[level], None)
    return [
        ".".join(str(list(children[path[:level]]).index(path[level]) + 1) for level in range(len(path)))
        for path in paths
    ]


def found_indicator(made, row):
    return made.find_indicator(text(row.get("indicator")), text(row.get("indicator_name")))


def plain_cell(value):
    if not applies(value):
        return Cell(applies=False)
    return Cell(points=number(value))


def wide(made, table, form):
    """Cells of a table with units, or indicators, as columns: ((unit, indicator), value)."""
    for raw, row in zip(table.raw, table.rows, strict=True):
        if form == "unit_rows":
            if row["unit"] is None:
                continue
            unit = made.find_unit(row["unit"])
            for head, position in table.others.items():
                yield (unit, made.find_indicator(head)), raw[position]
        else:
            indicator = found_indicator(made, row)
            for head, position in table.others.items():
                yield (made.find_unit(head), indicator), raw[position]


def long_scores(made, table):
    cells = {}
    for row in table.rows:
        if row["unit"] is None:
            continue
        key = made.find_unit(row["unit"]), found_indicator(made, row)
        given = [row[name] for name in ("first", "points") if row.get(name) is not None]
        cell = Cell(applies=all(applies(value) for value in given))
        if cell.applies:
            cell.points, cell.first = number(row.get("points")), number(row.get("first"))
        for name in ("reason", "cause", "evidence", "event"):
            setattr(cell, name, text(row.get(name)))
        cell.mend = MEND.get(text(row.get("mend")))
        assert key not in cells, f"two rows of {key}"
        cells[key] = cell
    return cells


def one_of_rounds(cells, shares):
    """Σ v x over the rounds of a cell."""
    assert len({cell.applies for cell in cells}) == 1, "applies in some rounds only"
    one = Cell(applies=cells[0].applies, rounds=[cell.points for cell in cells])
    if one.applies:
        one.points = sum(v * cell.points for v, cell in zip(shares, cells, strict=True))
        if all(cell.first is not None for cell in cells):
            one.first = sum(v * cell.first for v, cell in zip(shares, cells, strict=True))
    for name in ("reason", "cause", "evidence", "mend", "event"):
        said = [getattr(cell, name) for cell in cells if getattr(cell, name) is not None]
        setattr(one, name, said[-1] if said else None)
    return one

