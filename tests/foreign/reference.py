"""Computes every result table of a data folder a second time and compares with a run.

    python3 reference.py DATA RESULTS            compare; exit 1 on any mismatch
    python3 reference.py DATA RESULTS --partial  tables and columns may be lacking in RESULTS
    python3 reference.py DATA --write DIR        write the expected tables as CSV
    python3 reference.py DATA RESULTS --simulate also an independent simulation of ranks

DATA is a data folder, RESULTS the `results` folder of a run. The computation is written from the
rules and shares nothing with the program: Python, fractions, numpy, scipy, pandas (openpyxl for
workbooks). Points, ranks, grades, counts, names and flags must be equal, everything else within
a relative 1e-9. A table or column that is not known here is a mismatch.
"""

import argparse
import sys
from pathlib import Path

from reference.compare import Comparison, write
from reference.derivation import check_derivation
from reference.folder import Folder
from reference.published import Published
from reference.simulation import simulate
from reference.tables import Reference


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("results", type=Path, nargs="?")
    parser.add_argument("--write", type=Path, metavar="DIR")
    parser.add_argument("--partial", action="store_true")
    parser.add_argument("--simulate", action="store_true")
    parser.add_argument("--shown", type=int, default=8, metavar="N")
    return parser.parse_args()


def main(given):
    published = Published(given.results)
    reference = Reference(Folder(given.data), published.draws)
    if given.write:
        write(reference.tables, given.write)
    if not given.results:
        return 0
    wrong = Comparison(reference.tables, given.results, given.partial, given.shown).run()
    wrong += check_derivation(reference, given.results, given.shown)
    if given.simulate:
        wrong += simulate(reference, given.results)
    print(f"{wrong} mismatches")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(arguments()))
