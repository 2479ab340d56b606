"""Labels of charts in finished PDFs: no two characters overlap, none is cut or leaves its chart, none
is smaller than 7.5 pt.

    python3 labels.py FILE.pdf...

Prints a line a file and what is wrong; ends with 1 if anything is.
"""

import sys
from pathlib import Path

import printed

SMALLEST = 7.5
# Half a hundredth of an inch: less is not seen on paper, and plotters writes whole 1/20 pt.
SLACK = 0.35


def overlap(one, other):
    """How far two boxes overlap, across and down."""
    return min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])


def labels(signs):
    """Runs of characters that stand one after another on one base line."""
    runs = []
    for sign in signs:
        last = runs[-1][-1] if runs else None
        if last and abs(last.base - sign.base) < 0.1 and last.size == sign.size and -0.5 < sign.left - last.right < 0.4 * sign.size:
            runs[-1].append(sign)
        else:
            runs.append([sign])
    return runs


def faults(page):
    """What is wrong with the charts of a page, and how many labels they have."""
    wrong = []
    drawn = [sign for sign in page.signs if sign.drawn and sign.text.strip()]
    runs = labels(drawn)
    # Small charts of signs alone (a mark in a line of text) have no figure of their own.
    for run in runs:
        text = printed.text_of(run)
        boxes = [sign.box() for sign in run]
        outer = min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
        inside = [
            f for f in page.figures
            if outer[0] >= f[0] - SLACK and outer[1] >= f[1] - SLACK and outer[2] <= f[2] + SLACK and outer[3] <= f[3] + SLACK
        ]
        if not inside:
            wrong.append(f"leaves its chart: {text}")
        if run[0].size < SMALLEST - 0.05:
            wrong.append(f"{run[0].size:.2f} pt: {text}")
        if "…" in text:
            wrong.append(f"cut: {text}")
    others = [(sign.box(), sign, None) for sign in page.signs if not sign.drawn and sign.text.strip()]
    boxes = [(sign.box(), sign, at) for at, run in enumerate(runs) for sign in run]
    everything = sorted(boxes + others, key=lambda item: item[0][1])
    pairs = set()
    for at, (box, sign, run) in enumerate(everything):
        for other_box, other, other_run in everything[at + 1 :]:
            if other_box[1] > box[3]:
                break
            if (run is None and other_run is None) or run == other_run:
                continue
            across, down = overlap(box, other_box)
            if across > SLACK and down > SLACK:
                texts = [printed.text_of(runs[r]) if r is not None else s.text for r, s in ((run, sign), (other_run, other))]
                pairs.add(" × ".join(texts))
    wrong.extend(f"overlap: {pair}" for pair in sorted(pairs))
    return wrong, len(runs)


def main():
    bad = 0
    for path in sys.argv[1:]:
        charts = count = wrong = 0
        said = []
        for page in printed.pages(path):
            if not page.figures and not any(sign.drawn for sign in page.signs):
                continue
            found, own = faults(page)
            charts += len(page.figures)
            count += own
            wrong += len(found)
            said.extend(f"  page {page.number}: {text}" for text in found)
        print(f"{Path(path).name}: {charts} charts, {count} labels, {wrong} faults")
        for line in said:
            print(line)
        bad += wrong
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
