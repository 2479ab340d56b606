"""What the registers add to a unit: bonus, deductions, lateness, veto, cap, corrections."""

from datetime import timedelta
from fractions import Fraction

from .cells import day, number, text


class Registers:
    """Registers by (class code, unit position)."""

    def __init__(self, folder):
        self.folder = folder
        self.bonus = self.sums("bonus")
        self.deductions = self.sums("deductions")
        self.vetoed = {self.key(row) for row in folder.register("vetoes")}
        self.caps = {}
        for row in folder.register("caps"):
            self.caps.setdefault(self.key(row), []).append(text(row["grade"]))
        self.pieces = self.submissions()
        self.corrections = self.of_cells("corrections", lambda row: row)
        self.seconds = self.of_cells("second_scores", lambda row: number(row["points"]))
        self.catalogue = [
            (text(row["code"]), text(row["name"]), (text(row["keywords"]) or "").split("、"))
            for row in folder.register("causes")
        ]

    def key(self, row):
        made, at = self.folder.place(row["unit"])
        return made.code, at

    def sums(self, name):
        found = {}
        for row in self.folder.register(name):
            found.setdefault(self.key(row), []).append(number(row["points"]))
        return found

    def of_cells(self, name, value):
        """Rows by (class code, unit position, indicator position)."""
        found = {}
        for row in self.folder.register(name):
            made, at = self.folder.place(row["unit"])
            names = [text(row.get(key)) for key in ("indicator", "indicator_name")]
            levels = [text(row.get(f"level{level}")) for level in (4, 3, 2, 1)]
            indicator = made.find_indicator(*names, *levels)
            found.setdefault((made.code, at, indicator), []).append(value(row))
        return found

    def submissions(self):
        found = {}
        for row in self.folder.register("submissions"):
            days = {name: day(row.get(name)) for name in ("first", "returned", "again")}
            found.setdefault((*self.key(row), text(row["piece"])), days)
        return found

    def days_late(self, handed_in):
        """Calendar days after the deadline, at least one; None when in time. What has no hour was
        in time on the day of the deadline."""
        given = day(self.folder.settings["submissions"].get("deadline"))
        if given is None or handed_in is None:
            return None
        deadline, with_hour = given
        if not with_hour:
            deadline += timedelta(days=1, microseconds=-1)
        moment, hour = handed_in
        late = moment > deadline if hour else moment.date() > deadline.date()
        return max(1, (moment.date() - deadline.date()).days) if late else None

    def late_points(self, key):
        """What lateness costs: by the last required piece that was handed in."""
        given = self.folder.settings["submissions"]
        if given["late"] == "none":
            return Fraction(0)
        days = [
            self.days_late(self.pieces[(*key, piece)]["first"]) or 0
            for piece in given["pieces"]
            if (*key, piece) in self.pieces
        ]
        last = max(days, default=0)
        if last == 0:
            return Fraction(0)
        points = Fraction(str(given["late_points"])) * (last if given["late"] == "per_day" else 1)
        cap = given.get("late_cap")
        return points if cap is None else min(points, Fraction(str(cap)))
