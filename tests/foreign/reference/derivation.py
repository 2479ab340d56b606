"""`unit_derivation` is not computed a second time but followed: every formula is evaluated with
Python's fractions, and the last steps must be the unit's total, rank and grade."""

import ast
import operator
import re
from fractions import Fraction
from math import floor

from .compare import plain, read
from .scoring import ZERO, rounded

OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
FUNCTIONS = {"min": min, "max": max, "floor": lambda value: Fraction(floor(value))}
COMPARED = {"≥": operator.ge, "<": operator.lt, "≤": operator.le, ">": operator.gt}
COUNTED = re.compile(r"^#\{T>(.+)\}\+1 = (\d+)\+1$")
SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "⌋": ")"})


def evaluated(formula):
    """The exact value of sums, products, quotients, min, max and ⌊ ⌋ of decimals."""
    text = formula.translate(SIGNS).replace("⌊", "floor(")
    text = re.sub(r"\d+(\.\d+)?", lambda found: f"n('{found.group()}')", text)
    return value_of(ast.parse(text, mode="eval").body)


def value_of(node):
    if isinstance(node, ast.BinOp):
        return OPERATORS[type(node.op)](value_of(node.left), value_of(node.right))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -value_of(node.operand)
    if isinstance(node, ast.Call) and node.func.id == "n":
        return Fraction(node.args[0].value)
    if isinstance(node, ast.Call):
        return FUNCTIONS[node.func.id](*map(value_of, node.args))
    raise ValueError(ast.dump(node))


def parts(formula):
    """The statements of a formula: split at commas outside of brackets."""
    return re.split(r",\s*(?![^()]*\))", formula)


class Unit:
    """The derivation of one unit against its scores."""

    def __init__(self, a, u, rows):
        self.a, self.score, self.rows = a, a.scores[u], rows
        self.first = a.first_scores[u].points if a.first_scores else None
        self.wrong, self.formulas = [], 0

    def check(self):
        if [row["step"] for row in self.rows] != [str(n + 1) for n in range(len(self.rows))]:
            self.wrong.append("steps are not numbered from 1")
        for row in self.rows:
            try:
                self.row(row)
            except (ValueError, KeyError, SyntaxError, ZeroDivisionError) as error:
                self.wrong.append(f"step {row['step']} {row['formula']!r}: {error}")
        self.ends()
        return self.wrong

    def row(self, row):
        exact = Fraction(row["exact"]) if row["exact"] else None
        if exact is not None and float(exact) != float(row["value"]):
            self.expect(row, "value", float(row["value"]), float(exact))
        if not row["formula"]:
            return
        self.formulas += 1
        for part in parts(row["formula"]):
            self.part(row, part, exact)

    def part(self, row, part, exact):
        counted = COUNTED.match(part)
        if counted:
            self.expect(row, part, self.above(evaluated(counted[1]), row["rule"]), int(counted[2]))
            self.expect(row, part, exact, int(counted[2]) + 1)
        elif part.startswith("W"):
            name, _, value = part.partition("=")
            marks = {"W": self.a.scorer.full, "Wu": self.score.applicable}
            self.expect(row, part, Fraction(value), marks[name])
        elif " → " in part:
            value, _, decimals = part.partition(" → ")
            self.expect(row, part, exact, rounded(evaluated(value), int(decimals), row["rule"]))
        elif " = " in part:
            left, _, right = part.partition(" = ")
            self.expect(row, part, evaluated(left), evaluated(right))
        elif any(sign in part for sign in COMPARED):
            left, sign, right = re.split("([≥<≤>])", part)
            if not COMPARED[sign](evaluated(left), evaluated(right)):
                self.wrong.append(f"step {row['step']}: {part} is not so")
        else:
            self.expect(row, part, evaluated(part), exact)

    def above(self, value, rule):
        on = self.a.scorer.given["rank_on"]
        ranked = [score for score in self.a.scores if score.rank is not None]
        values = [self.a.scorer.basis(score, on) for score in ranked]
        above = [other for other in values if other > value]
        return len(set(above) if rule == "rank_dense" else above)

    def expect(self, row, what, found, expected):
        if found != expected:
            self.wrong.append(f"step {row['step']} {row['rule']} {what}: {found} ≠ {expected}")

    def of_rule(self, *rules):
        return [row for row in self.rows if row["rule"] in rules]

    def sum_of(self, *rules):
        return sum((Fraction(row["exact"]) for row in self.of_rule(*rules)), ZERO)

    def ends(self):
        """First points with corrections (or rounds) are the points; parts the base; and so on."""
        score = self.score
        told = {"points": self.sum_of("points"), "rank": None, "grade": None, "published": None}
        for name, rules in {
            "rank": ("rank_gap", "rank_dense"),
            "published": ("half_up", "half_even"),
        }.items():
            rows = self.of_rule(*rules)
            told[name] = Fraction(rows[-1]["exact"]) if rows else None
        grades = self.of_rule("grade", "grade_veto")
        told["grade"] = grades[-1]["item"] if grades else None
        for name, value in told.items():
            if value != getattr(score, name):
                self.wrong.append(f"{name}: {value} ≠ {getattr(score, name)}")
        firsts = self.of_rule("first_points")
        if firsts and self.sum_of("first_points") != self.first:
            self.wrong.append(f"first points: {self.sum_of('first_points')} ≠ {self.first}")
        before = self.sum_of("first_points", "correction") if firsts else self.sum_of("round")
        if (firsts or self.of_rule("round")) and before != score.points:
            self.wrong.append(f"steps before points: {before} ≠ {score.points}")
        if score.total is None:
            return
        if self.sum_of("base") != score.base:
            self.wrong.append(f"base: {self.sum_of('base')} ≠ {score.base}")
        treatments = ("rescale", "rescale_within", "redistribute", "factor", "zero", "full")
        if self.sum_of("dimension", *treatments) != score.base:
            self.wrong.append("the dimensions do not add up to the base")


def check_derivation(reference, results, shown):
    path = results / "unit_derivation.csv"
    if not path.exists():
        print("unit_derivation: not there")
        return 1
    frame = read(path)
    for column in ("item", "formula", "exact"):
        frame[column] = frame[column].map(plain)
    groups = {unit: rows.to_dict("records") for unit, rows in frame.groupby("unit", sort=False)}
    wrong, formulas = [], 0
    for a in reference.analyses:
        for u, unit in enumerate(a.units):
            one = Unit(a, u, groups.get(unit.code, []))
            wrong += [f"{unit.code}: {text}" for text in one.check()]
            formulas += one.formulas
    print(
        f"unit_derivation: {len(frame)} steps, {formulas} formulas evaluated, {len(wrong)} mismatches"
    )
    for text in wrong[:shown]:
        print("   ", text)
    return len(wrong)
