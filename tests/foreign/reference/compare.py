"""Expected tables against those of a run."""

import csv
import math
from fractions import Fraction

import pandas as pd

from .tables import BESIDE, SPEC, columns

# Below LEAST a difference counts as one of LEAST: sums that end near nothing keep their last bits.
RELATIVE, LEAST = 1e-9, 1e-3


def written(value):
    """A value as it stands in a CSV file: floats with all digits, nothing for what is not there."""
    if value is None:
        return ""
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return "true" if value else "false"
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else repr(float(value))
    return repr(float(value)) if isinstance(value, float) else str(value)


def write(tables, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        heads = [column for part in columns(name) for column in part]
        with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(heads)
            out.writerows([written(row.get(head)) for head in heads] for row in rows)


def read(path):
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")


def same_exactly(expected, found):
    text = written(expected)
    if expected is None or isinstance(expected, (bool, str)):
        return text == plain(found)
    try:
        return Fraction(expected) == Fraction(found)
    except (ValueError, TypeError):
        return False


def plain(text):
    """A text without the apostrophe that keeps a spreadsheet from reading it as a formula."""
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@\t\r" else text


def difference(expected, found):
    """The relative difference of two floats; 0 of two empty cells, infinite of one."""
    if expected is None or found == "":
        return 0.0 if expected is None and found == "" else math.inf
    left = float(expected)
    try:
        right = float(found)
    except ValueError:
        return math.inf
    if math.isnan(left) or math.isnan(right):
        return math.inf
    return abs(left - right) / max(abs(left), abs(right), LEAST)


def whole(text):
    """A number as the reference writes it; other text as it is."""
    try:
        return written(Fraction(text))
    except ValueError:
        return text


class Comparison:
    """Compares table by table and keeps what disagrees."""

    def __init__(self, tables, results, partial=False, shown=8):
        self.tables, self.results = tables, results
        self.partial, self.shown = partial, shown
        self.mismatches = 0

    def say(self, text):
        self.mismatches += 1
        if self.mismatches <= 10000:
            self.lines.append(text)

    def run(self):
        found = {path.stem for path in self.results.glob("*.csv")}
        self.lines = []
        for name in sorted(found - set(SPEC) - BESIDE):
            self.say(f"{name}: a table that the reference does not know")
        print(*self.lines, sep="\n", end="\n" if self.lines else "")
        for name in SPEC:
            if name in found:
                self.table(name, self.tables.get(name, []), read(self.results / f"{name}.csv"))
            elif name in self.tables:
                print(f"{name}: {'not there yet' if self.partial else 'MISSING'}")
                self.mismatches += not self.partial
        self.dictionary(found)
        return self.mismatches

    def dictionary(self, found):
        """Every column of every table has its row in the data dictionary."""
        if "data_dictionary" not in found:
            return
        frame = read(self.results / "data_dictionary.csv")
        told = set(zip(frame.iloc[:, 0], frame.iloc[:, 1]))
        for name in sorted(found - {"data_dictionary"}):
            heads = pd.read_csv(self.results / f"{name}.csv", nrows=0, encoding="utf-8-sig")
            for head in heads.columns:
                if (name, head) not in told:
                    self.mismatches += 1
                    print(f"data_dictionary: no row for {name}.{head}")

    def table(self, name, rows, frame):
        self.lines, before = [], self.mismatches
        keys, exact, floats = columns(name)
        known = keys + exact + floats
        for head in frame.columns:
            if head not in known:
                self.say(f"column {head}: not known to the reference")
        lacking = [head for head in known if head not in frame.columns]
        if lacking and not self.partial:
            self.say(f"columns lacking: {' '.join(lacking)}")
        expected = {tuple(written(row[key]) for key in keys): row for row in rows}
        actual = self.keyed(keys, frame, rows)
        for key in [key for key in expected if key not in actual]:
            self.say(f"{key}: row lacking")
        for key in [key for key in actual if key not in expected]:
            self.say(f"{key}: row not expected")
        shared = [key for key in expected if key in actual]
        if shared != [key for key in actual if key in expected]:
            self.say("order of rows differs")
        worst = self.cells(exact, floats, lacking, expected, actual, shared)
        self.report(name, shared, frame, worst, lacking, self.mismatches - before)

    def keyed(self, keys, frame, rows):
        """Rows by their keys as the reference writes them: 60.0 and 60 are one bound."""
        numbers = {key for key in keys if rows and isinstance(rows[0][key], (int, Fraction))}
        held = {}
        for row in frame.to_dict("records"):
            key = tuple(whole(row[k]) if k in numbers else row[k] for k in keys)
            if key in held:
                self.say(f"{key}: two rows")
            held[key] = row
        return held

    def cells(self, exact, floats, lacking, expected, actual, shared):
        worst = 0.0
        exact = [head for head in exact if head not in lacking]
        floats = [head for head in floats if head not in lacking]
        for key in shared:
            left, right = expected[key], actual[key]
            for head in exact:
                if not same_exactly(left.get(head), right[head]):
                    self.say(f"{key} {head}: {written(left.get(head))} here, {right[head]} there")
            for head in floats:
                apart = difference(left.get(head), right[head])
                if apart > RELATIVE:
                    self.say(f"{key} {head}: {written(left.get(head))} here, {right[head]} there")
                else:
                    worst = max(worst, apart)
        return worst

    def report(self, name, shared, frame, worst, lacking, wrong):
        line = f"{name}: {len(shared)} rows, {len(frame.columns)} columns"
        line += f", largest relative difference {worst:.1e}, {wrong} mismatches"
        if lacking and self.partial:
            line += f" (not there yet: {' '.join(lacking)})"
        print(line)
        for text in self.lines[: self.shown]:
            print("   ", text)
        if len(self.lines) > self.shown:
            print(f"    … and {len(self.lines) - self.shown} more")
