"""Score tables in their three forms, and several rounds made one."""

from dataclasses import dataclass, field
from fractions import Fraction

from .cells import applies, number, text

MEND = {"立行立改": "now", "下一周期体现": "periodic", "不可补救": "past"}


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

