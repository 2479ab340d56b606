"""Grey proof: charts of finished PDFs as a black-and-white printer gives them (poppler's pdftoppm), and
how far neighbouring fills are apart in lightness (CIE L*).

    python3 grey.py FILE.pdf...

Fills are level surfaces, two millimetres wide and more, that are no lines; two are neighbours where no more
than a line parts them.
Prints the pairs; ends with 1 where two that are not both paper or ground are less than 20 apart.
"""

import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy
import printed

DPI = 150
LEAST = 20
# Paper, and grounds that say nothing.
GROUND = 92
FEW = 40
RUN, GAP, THICK = round(2 / 25.4 * DPI), round(0.8 / 25.4 * DPI), round(0.7 / 25.4 * DPI)


def lightness(grey):
    share = grey / 255
    linear = share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
    return 116 * linear ** (1 / 3) - 16 if linear > 0.008856 else 903.3 * linear


def picture(path, page, folder):
    stem = Path(folder) / "page"
    order = ["pdftoppm", "-gray", "-r", str(DPI), "-f", str(page), "-l", str(page), "-singlefile", path, str(stem)]
    subprocess.run(order, check=True)
    data = stem.with_suffix(".pgm").read_bytes()
    _, size, _, pixels = data.split(b"\n", 3)
    width, height = map(int, size.split())
    return numpy.frombuffer(pixels, numpy.uint8).reshape(height, width)


def neighbours(rows, found):
    """Counts pairs of level runs next to each other in each row; a run is thicker than a line."""
    thick = numpy.zeros(rows.shape, bool)
    level = numpy.ones((rows.shape[0] - THICK + 1, rows.shape[1]), bool)
    for step in range(1, THICK):
        level &= rows[: level.shape[0]] == rows[step : step + level.shape[0]]
    for step in range(THICK):
        thick[step : step + level.shape[0]] |= level
    for row, solid in zip(rows, thick):
        ends = numpy.flatnonzero(numpy.diff(row.astype(int))) + 1
        starts, ends = numpy.concatenate(([0], ends)), numpy.concatenate((ends, [len(row)]))
        long = (ends - starts >= RUN) & solid[(starts + ends) // 2]
        runs = list(zip(starts[long], ends[long], row[starts[long]]))
        for (_, end, one), (start, _, other) in zip(runs, runs[1:]):
            if one != other and start - end <= GAP:
                found[tuple(sorted((int(one), int(other))))] += 1


def main():
    found = Counter()
    charts = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in sys.argv[1:]:
            for page in printed.pages(path):
                if not page.figures or page.width > page.height:
                    continue
                grey = picture(path, page.number, folder)
                for box in page.figures:
                    charts += 1
                    left, top, right, bottom = (round(value / 72 * DPI) for value in box)
                    part = grey[top:bottom, left:right]
                    neighbours(part, found)
                    neighbours(part.T, found)
    print(f"{charts} charts")
    print(f"{'L*':>8}{'L*':>8}{'apart':>8}{'times':>8}")
    bad = 0
    for (dark, light), times in sorted(found.items()):
        # A few rows are edges, not fills.
        if times < FEW:
            continue
        one, other = lightness(dark), lightness(light)
        ground = one >= GROUND
        off = other - one < LEAST and not ground
        bad += off
        print(f"{one:>8.1f}{other:>8.1f}{other - one:>8.1f}{times:>8}{'  ground' if ground else ''}{'  too near' if off else ''}")
    return 1 if bad or not charts else 0


if __name__ == "__main__":
    sys.exit(main())
