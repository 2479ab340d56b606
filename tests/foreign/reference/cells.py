"""Cells and tables as an office keeps them: text, numbers, days, heads."""

import csv
import io
import re
import unicodedata
from datetime import datetime
from fractions import Fraction

import pandas as pd

NOT_APPLICABLE = {"不适用", "不涉及", "无此项", "合理缺项", "无", "—", "-", "/", "n/a"}
BRACKETED_POINTS = re.compile(r"\(\d+(\.\d+)?分?\)$")
DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s*T?(\d{1,2}):(\d{2})(?::\d{2})?)?$")


def folded(value):
    """A text as it is compared: compatibility forms folded, no spaces, no case."""
    text = unicodedata.normalize("NFKC", "" if value is None else str(value))
    return "".join(text.split()).casefold()


def cased(value):
    """A sentence as keywords are sought in it: compatibility forms and case folded."""
    return unicodedata.normalize("NFKC", value).casefold()


def text(value):
    """A cell as text; None where it holds nothing."""
    if value is None:
        return None
    if isinstance(value, float) and value == int(value):
        value = int(value)
    said = str(value).strip()
    return said or None


def number(value):
    """A cell as an exact decimal: a number of a workbook through its shortest 15-digit form, text
    through its characters; None where it is empty."""
    if value is None:
        return None
    if isinstance(value, (int, float)):
        return Fraction(format(value, ".15g"))
    said = folded(value).replace("−", "-").replace(",", "")
    said = said.removesuffix("分")
    return Fraction(said) if said else None


def share(value):
    """A percentage such as `62.5%`, or a share, as a fraction of one."""
    if value is None:
        return None
    said = folded(value)
    return Fraction(said[:-1]) / 100 if said.endswith("%") else number(value)


def applies(value):
    return not (isinstance(value, str) and folded(value) in NOT_APPLICABLE)


def day(value):
    """A day with or without an hour, as (moment, whether an hour is given); None where empty."""
    if value is None:
        return None
    if isinstance(value, datetime):
        moment = pd.Timestamp(value).to_pydatetime()
        return moment, (moment.hour, moment.minute) != (0, 0)
    found = DAY.match(unicodedata.normalize("NFKC", str(value)).strip())
    if not found:
        raise ValueError(f"no day: {value!r}")
    year, month, date, hour, minute = found.groups()
    moment = datetime(int(year), int(month), int(date))
    if hour is None:
        return moment, False
    return moment.replace(hour=int(hour), minute=int(minute)), True


def grid(root, named):
    """The cells of `file` or `file#sheet` as rows of plain values."""
    name, _, sheet = named.partition("#")
    path = root / name
    if path.suffix.lower() == ".csv":
        data = path.read_bytes()
        try:
            decoded = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            decoded = data.decode("gb18030")
        rows = csv.reader(io.StringIO(decoded, newline=""))
        return [[cell if cell.strip() else None for cell in row] for row in rows]
    frame = pd.read_excel(path, sheet_name=sheet or 0, header=None, dtype=object)
    return [
        [None if pd.isna(cell) or str(cell).strip() == "" else cell for cell in row]
        for row in frame.itertuples(index=False, name=None)
    ]


class Table:
    """A table below its heads: `rows` are maps from the column's meaning to the cell, `others`
    the columns that have no meaning (head → position), `raw` the rows as they are."""

    def __init__(self, root, named, meanings):
        rows = grid(root, named)
        known = {
            folded(head): meaning
            for meaning, heads in meanings.items()
            if meaning != "ignore"
            for head in heads
        }
        ignored = {folded(head) for head in meanings.get("ignore", [])}
        known |= {BRACKETED_POINTS.sub("", head): meaning for head, meaning in known.items()}
        for at, row in enumerate(rows):
            heads = [BRACKETED_POINTS.sub("", folded(cell)) for cell in row]
            if sum(bool(head) for head in heads) > 1 and any(head in known for head in heads):
                break
        else:
            raise ValueError(f"{named}: no heads")
        self.columns, self.others = {}, {}
        for position, head in enumerate(heads):
            if head in known:
                self.columns.setdefault(known[head], position)
            elif head and head not in ignored:
                self.others[head] = position
        self.raw = [row for row in rows[at + 1 :] if any(cell is not None for cell in row)]
        self.rows = [
            {
                meaning: row[position] if position < len(row) else None
                for meaning, position in self.columns.items()
            }
            for row in self.raw
        ]
