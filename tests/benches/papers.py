"""Very many papers: whole runs from 41 to 10,000 unit reports, seconds and memory.

    python tests/benches/papers.py PROGRAM FOLDER [--units 41 1000 10000] [--jobs 2] [--fonts FONTS]

makes the data sets of large.py in FOLDER, classes of 40 units as cities have them, runs
`PROGRAM build` into an empty folder and again over it, fits a straight line to seconds and
to memory, and writes PAPERS.md beside this file. Editable copies are switched off. Seconds are of the
clock, cores' seconds those of all cores together, memory is the most that the process held
(ru_maxrss). Needs numpy, pandas and pyarrow.
"""

import argparse
import json
import os
import platform
import shutil
from pathlib import Path

import numpy
import pandas

import growth

HERE = Path(__file__).resolve().parent
CLASS = 40
SAMPLE = HERE.parent.parent / "data"
# 2,800 counties of 40 units.
COUNTRY = 112_000
# Dimensions and indicators of each: short reports, because there are so many.
growth.DIMENSIONS = 2


def make(folder, units):
    """Data of growth.py, its one class divided into classes of 40 units with the same indicators."""
    growth.make(folder, units, 0)
    listed = pandas.read_csv(folder / "units.csv", dtype=str)
    classes = -(-units // CLASS)
    listed["类别"] = [f"c{at // CLASS + 1:03}" for at in range(units)]
    listed.to_csv(folder / "units.csv", index=False)
    scores = pandas.read_parquet(folder / "scores.parquet")
    own = scores["单位"].map(dict(zip(listed["代码"], listed["类别"])))
    settings = (folder / "settings.toml").read_text(encoding="utf-8")
    head, rest = settings.split("[[classes]]")
    tail = rest[rest.index("\n[") :]
    tables = []
    for code, part in scores.groupby(own, sort=True):
        part.to_parquet(folder / f"scores-{code}.parquet", index=False)
        tables.append(
            f'[[classes]]\ncode = "{code}"\nname = "第{int(code[1:])}组"\n'
            f'indicators = "indicators.csv"\nscores = "scores-{code}.parquet"\nscores_form = "long"\n'
        )
    assert len(tables) == classes
    papers = '\n[papers]\nmake = ["unit"]\n\n[papers.unit]\neditable = false\n'
    text = head + "\n".join(tables) + tail + papers
    (folder / "settings.toml").write_text(text, encoding="utf-8")
    (folder / "scores.parquet").unlink()


def measure(arguments, units):
    """A row of the table."""
    data, output = arguments.folder / f"papers-{units}", arguments.folder / "output"
    if not data.exists():
        make(data, units)
    shutil.rmtree(output, ignore_errors=True)
    command = [arguments.program.resolve(), "build", "--data", data, "--output", output]
    command += ["--fonts", arguments.fonts, "--jobs", str(arguments.jobs)]
    first, again = growth.run(command), growth.run(command)
    manifest = json.loads((output / growth.ID / "manifest.json").read_text(encoding="utf-8"))
    papers = [own for own in manifest["documents"] if own["path"].endswith(".pdf")]
    assert len(papers) == units
    row = {
        "units": units,
        "first": first,
        "again": again,
        "pages": sum(own["pages"] for own in papers),
        "bytes": sum(own["bytes"] for own in papers),
    }
    print(row, flush=True)
    return row


def table(rows):
    """A Markdown table."""
    lines = [
        "| papers | papers a second | seconds | cores' seconds | memory | pages | bytes | unchanged, again |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        seconds, cores, memory = row["first"]
        lines.append(
            f"| {row['units']:,} | **{row['units'] / seconds:.2f}** | {seconds:,.1f} | {cores:,.1f} "
            f"| {memory:,.0f} MB | {row['pages']:,} | {row['bytes'] / 1e6:,.0f} MB "
            f"| {row['again'][0]:.1f} s, {row['again'][2]:,.0f} MB |"
        )
    return "\n".join(lines)


def fit(rows, value, what):
    """A straight line through the points, by least squares of relative errors."""
    counts = numpy.array([row["units"] for row in rows], dtype=float)
    values = numpy.array([value(row) for row in rows])
    weights = 1 / values
    matrix = numpy.stack([numpy.ones_like(counts), counts], axis=1) * weights[:, None]
    (base, slope), *_ = numpy.linalg.lstsq(matrix, values * weights, rcond=None)
    exponent = numpy.polyfit(numpy.log(counts), numpy.log(values), 1)[0]
    worst = max(abs((base + slope * counts) / values - 1))
    return (
        f"- {what}: {base:,.1f} + {slope:.4f} × papers (worst point {100 * worst:.0f}% off); "
        f"as a power of the papers {exponent:.2f}."
    )


def country(arguments):
    """The whole run of the sample, for a country of such cities."""
    output = arguments.folder / "sample"
    shutil.rmtree(output, ignore_errors=True)
    command = [arguments.program.resolve(), "build", "--data", SAMPLE, "--output", output]
    command += ["--fonts", arguments.fonts, "--jobs", str(arguments.jobs)]
    seconds, cores, memory = growth.run(command)
    manifest = next(output.glob("*/manifest.json"))
    documents = json.loads(manifest.read_text(encoding="utf-8"))["documents"]
    units = len({own["unit"] for own in documents if own["unit"]})
    files = [file for file in manifest.parent.rglob("*") if file.is_file()]
    size = sum(file.stat().st_size for file in files)
    cities = COUNTRY / units
    hours = cores * cities / 3600
    print(f"sample: {seconds:.1f} s, {cores:.1f} cores' s, {memory:.0f} MB, {size} bytes", flush=True)
    # What cores gain of each other here: they share caches, and the last papers of a run wait.
    gain = cores / seconds / arguments.jobs
    lines = [
        f"The sample, a city of {units} units at its approved stage, takes {cores:.0f} cores' seconds "
        f"({seconds:.1f} s here), {memory:,.0f} MB and {size / 1e6:,.0f} MB of disk, for "
        f"{len(documents)} files of papers, copies and workbooks. For {COUNTRY:,} units, as {cities:,.0f} "
        f"such cities:",
        "",
        "| what | how much |",
        "|---|--:|",
        f"| core-hours | {hours:,.1f} |",
        f"| papers, copies, workbooks | {len(documents) * cities:,.0f} |",
        f"| bytes | {size * cities / 1e9:,.0f} GB |",
    ]
    for machines, each in [(1, 2), (1, 16), (1, 64), (10, 64), (100, 16)]:
        minutes = hours * 60 / (machines * each)
        gigabytes = memory / 1000 * max(1, each // arguments.jobs)
        lines.append(
            f"| {machines} machine{'s' * (machines > 1)} of {each} cores, "
            f"{gigabytes:,.0f} GB of memory each | {minutes:,.{0 if minutes >= 10 else 1}f} minutes |"
        )
    lines += [
        "",
        f"Machines run a process for every {arguments.jobs} cores, each on cities of its own, as here: cores were "
        f"busy {100 * gain:.0f}% of the time. That cores of a larger machine are as fast as these, with all of "
        "them at work, is not measured.",
    ]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--units", type=int, nargs="+", default=[41, 1_000, 10_000])
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--fonts", type=Path, default=HERE.parent.parent / "fonts")
    parser.add_argument("--note", default="nothing else was running")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    rows = [measure(arguments, units) for units in arguments.units]
    text = (HERE / "papers.md.in").read_text(encoding="utf-8").format(
        table=table(rows),
        seconds=fit(rows, lambda row: row["first"][0], "Seconds"),
        cores=fit(rows, lambda row: row["first"][1], "Cores' seconds"),
        memory=fit(rows, lambda row: row["first"][2], "Megabytes"),
        jobs=arguments.jobs,
        count=os.cpu_count(),
        python=platform.python_version(),
        note=arguments.note,
        country=country(arguments),
    )
    (HERE / "PAPERS.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
