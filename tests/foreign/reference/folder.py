"""A data folder: settings, units, indicators, scores, self-assessments."""

import re
import tomllib
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from pathlib import Path

from .cells import Table, applies, folded, number, share, text
from .score_tables import found_indicator, long_scores, one_of_rounds, plain_cell, wide

TEMPLATES = Path(__file__).resolve().parents[3] / "report-templates"


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
        self.settings = tomllib.loads((TEMPLATES / "settings-defaults.toml").read_text("utf-8"))
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
