"""The same papers through make-reports and through what else sets papers from data.

    cargo build --release --bins --examples
    python3 tests/benches/compare.py FOLDER [--target target/release] [--repeats 3]

writes the sample's unit reports and its city-wide report into FOLDER as every peer reads them, runs
the peers that are there, one after the other in every repeat, tells which are missing and how to get
them, and writes RESULTS.md beside this file. Nothing but Python's standard library is needed.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import sys
from pathlib import Path

from comparison.bench import CASES, ROOT, Bench, checksum, look_at, output_of
from comparison.data import KINDS, UNIT, changed, export, make_data
from comparison.peers import STANDARDS, peers
from comparison.tables import missing_list, write

HERE = Path(__file__).resolve().parent


class Own:
    """The program itself, on the same papers, or with everything that a run makes."""

    def __init__(self, bench, name, data, only, cases):
        self.bench, self.name, self.cases = bench, name, cases
        self.data, self.only = data, [part for kind in only for part in ("--only", kind)]
        self.output = output_of(bench, name)
        self.look = None

    def command(self, data, *more):
        places = ["--data", data, "--fonts", self.bench.fonts, "--output", self.output]
        return [[self.bench.program("make-reports"), "build", *places, *more]]

    def repeat(self, unit):
        """Every case once, each on what the one before it left."""
        shutil.rmtree(self.output, ignore_errors=True)
        folder = self.bench.folder
        orders = {
            "cold": self.command(self.data, *self.only),
            "warm": self.command(self.data, *self.only),
            "one": self.command(self.data, "--unit", unit, "--only", "unit"),
            "reason": self.command(folder / "data-reason", *self.only),
            "score": self.command(folder / "data-score", *self.only),
        }
        made = {}
        for case in self.cases:
            made[case] = self.bench.run(orders[case])
            if case == "cold" and self.look is None:
                self.keep()
        return made

    def keep(self):
        """What the first run made, and the checksum of every paper by its path."""
        edition = next(self.output.glob("*/manifest.json")).parent
        files = [path for path in sorted(edition.rglob("*")) if path.suffix == ".pdf"]
        self.look = look_at(files)
        self.sums = {str(path.relative_to(edition)): checksum(path) for path in files}


class Comparison:
    """Every peer on every case, in turns."""

    def __init__(self, bench, arguments):
        self.bench, self.repeats = bench, arguments.repeats
        self.slow_repeats = min(arguments.slow_repeats, arguments.repeats)
        names = make_data(bench)
        lists = [export(bench, data, data.replace("data", "papers")) for data in names]
        self.papers = lists[0]
        self.all = [paper["folder"] for paper in self.papers]
        one = next(own for own in self.papers if own["title"].startswith(UNIT))
        self.unit, one = one["unit"], one["folder"]
        self.wanted = {
            "cold": self.all,
            "warm": self.all,
            "one": [one],
            "reason": changed(lists[0], lists[1]),
            "score": changed(lists[1], lists[2]),
        }
        found = peers(bench, arguments.typst)
        if arguments.peers:
            found = [own for own in found if any(name in own.name for name in arguments.peers)]
        self.missing = [own for own in found if own.missing]
        there = [own for own in found if not own.missing]
        self.peers = [own for own in there if not own.slow or self.slow_repeats]
        self.own = [
            Own(bench, "make-reports", bench.folder / "data", KINDS, CASES),
            Own(bench, "make-reports, whole default run", ROOT / "data", [], ["cold", "warm"]),
        ]
        self.runs = {own.name: {} for own in [*self.own, *self.peers]}
        self.looks = {}
        self.same = None

    def note(self, name, case, made):
        self.runs[name].setdefault(case, []).append(made)
        print(f"{name:42} {case:7} {made['seconds']:8.2f} s {made['megabytes']:7.0f} MB", flush=True)

    def cases(self, peer, number):
        """What a peer is run on. A slow one, to which everything is new each time, is spared what
        is all papers, or nearly all of them, once more, and most repeats."""
        if peer.slow:
            return [] if number >= self.slow_repeats else ["cold", "one", "reason"]
        return CASES

    def repeat(self, number):
        """Everything once; what is held against one another runs close together."""
        reports, whole = self.own
        self.repeat_own(reports)
        for slow in (False, True):
            for case in CASES:
                for peer in self.peers:
                    if peer.slow == slow and case in self.cases(peer, number):
                        self.repeat_peer(peer, case)
        self.repeat_own(whole)

    def repeat_own(self, own):
        for case, made in own.repeat(self.unit).items():
            self.note(own.name, case, made)
        self.looks[own.name] = own.look

    def repeat_peer(self, peer, case):
        papers = self.bench.folder / self.folder_of(case)
        output = output_of(self.bench, peer.name)
        if case == "cold":
            shutil.rmtree(output, ignore_errors=True)
        self.note(peer.name, case, peer.run(self.bench, papers, self.wanted[case], output))
        if case == "cold" and peer.name not in self.looks:
            self.looks[peer.name] = look_at(sorted(output.glob("*.pdf")))
            if peer.name == "bare typst":
                self.same = self.same_bytes(output)

    @staticmethod
    def folder_of(case):
        return f"papers-{case}" if case in ("reason", "score") else "papers"

    def same_bytes(self, output):
        """How many papers bare Typst sets to the very bytes of the program."""
        bare = ((checksum(output / f"{own['folder']}.pdf"), own["path"]) for own in self.papers)
        return sum(self.own[0].sums[path] == own for own, path in bare)

    def middle(self, name, case, what="seconds"):
        """The median over the repeats; none where a peer has no such case."""
        made = [own[what] for own in self.runs[name].get(case, [])]
        return statistics.median(made) if made else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where everything is written but RESULTS.md")
    parser.add_argument("--target", type=Path, default=ROOT / "target/release", help="what cargo built")
    parser.add_argument("--typst", default="typst", help="typst-cli")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--profile", choices=list(STANDARDS), default="accessible")
    parser.add_argument("--slow-repeats", type=int, default=1, help="repeats of peers that are no Typst")
    parser.add_argument("--peers", nargs="+", help="only peers whose names hold one of these")
    parser.add_argument("--results", type=Path, default=HERE / "RESULTS.md")
    arguments = parser.parse_args()
    bench = Bench(arguments)
    bench.results = arguments.results
    comparison = Comparison(bench, arguments)
    print(missing_list(comparison))
    if any(shutil.which(name) is None for name in ("pdfinfo", "pdftotext")):
        sys.exit("poppler counts pages and text: apt install poppler-utils")
    load = os.getloadavg()[0]
    for number in range(comparison.repeats):
        comparison.repeat(number)
    (bench.folder / "runs.json").write_text(json.dumps(comparison.runs, indent=1), encoding="utf-8")
    write(comparison, f"{load:.1f}")


if __name__ == "__main__":
    main()
