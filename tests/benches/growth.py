"""Growth: units of 60 indicators from Parquet to tables of results, beside a plain pandas script.

    python tests/benches/growth.py PROGRAM FOLDER [--units 41 1000 10000 100000] [--repeats 3]

makes the data sets in FOLDER, runs `PROGRAM results` and `growth_pandas.py` on each of them, one
after the other in every repeat, holds both totals against each other, and writes GROWTH.md beside
this file. Seconds are of the clock, memory is the most that a process held (ru_maxrss); both are
medians over the repeats. Needs numpy, pandas and pyarrow.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import numpy
import pandas
import pyarrow
import pyarrow.parquet

HERE = Path(__file__).resolve().parent
ID = "growth"
DIMENSIONS, LEAVES = 6, 10
CAUSES = ["未公开", "公开不及时", "内容不完整", "链接失效", "格式不规范", "未更新", "未回应", "渠道缺失"]
SETTINGS = """[assessment]
id = "growth"
subject = "政务公开工作"
period = "2024年度"
area = "青禾市"
organiser = "青禾市政务公开办公室"
stage = "submitted"
sample = true

[units]
file = "units.csv"

[[classes]]
code = "units"
name = "单位"
indicators = "indicators.csv"
scores = "scores.parquet"
scores_form = "long"

[registers]
causes = "causes.csv"

[scoring]
not_applicable = "rescale"

[scoring.grade]
method = "thresholds"
levels = [
    {{ name = "优秀", from = "90" }},
    {{ name = "良好", from = "80", below = "90" }},
    {{ name = "合格", from = "60", below = "80" }},
    {{ name = "不合格" }},
]

[stability]
draws = 0

[results]
csv_rows = {csv_rows}
"""
# What settings-defaults.toml says.
CSV_ROWS = 1_048_575


def make(folder, units, csv_rows):
    """Writes a data folder: every unit has a row for every indicator. One cell in twenty does not
    apply; four in ten of the others lose points, each with a reason and a cause, and one cause
    costs the same wherever it stands in an indicator."""
    random = numpy.random.default_rng(units)
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text(SETTINGS.format(csv_rows=csv_rows), encoding="utf-8")
    indicators = DIMENSIONS * LEAVES
    marks = numpy.array([[1, 1.5, 2, 2.5, 1, 1.5, 2, 2.5, 1, 1.5]] * DIMENSIONS).ravel()
    codes = [f"{d + 1}.{i + 1}" for d in range(DIMENSIONS) for i in range(LEAVES)]
    names = [f"第{d + 1}类事项{i + 1}公开情况" for d in range(DIMENSIONS) for i in range(LEAVES)]
    pandas.DataFrame(
        {
            "一级指标": numpy.repeat([f"维度{d + 1}" for d in range(DIMENSIONS)], LEAVES),
            "二级指标": names,
            "编号": codes,
            "分值": marks,
        }
    ).to_csv(folder / "indicators.csv", index=False)
    unit_codes = numpy.array([f"U{unit + 1:06d}" for unit in range(units)])
    pandas.DataFrame(
        {
            "代码": unit_codes,
            "单位名称": [f"青禾市第{unit + 1}单位" for unit in range(units)],
            "类别": "units",
        }
    ).to_csv(folder / "units.csv", index=False)
    cause_codes = numpy.array([f"C{cause + 1}" for cause in range(len(CAUSES))])
    causes = pandas.DataFrame({"原因代码": cause_codes, "原因名称": CAUSES, "关键词": CAUSES})
    causes.to_csv(folder / "causes.csv", index=False)

    cells = units * indicators
    # Some units are better than others, some indicators harder.
    skill = numpy.repeat(random.uniform(0.7, 1.3, units), indicators)
    hard = numpy.tile(random.uniform(0.5, 1.5, indicators), units)
    loses = random.random(cells) < 0.4 * hard / skill
    applies = random.random(cells) >= 0.05
    cause = random.integers(0, len(CAUSES), cells)
    full = numpy.tile(marks, units)
    share = numpy.array([1.0, 0.5, 0.3, 0.4, 0.1, 0.2, 0.6, 0.8])[cause]
    points = numpy.where(loses, numpy.round(full * (1 - share), 2), full)
    lost = loses & applies & (points < full)
    item = random.integers(1, 500, cells)
    texts = numpy.array(CAUSES, dtype=object)[cause]
    reason = [
        f"第{number}条{text}" if is_lost else ("该单位无此项职责" if not applied else None)
        for number, text, is_lost, applied in zip(item, texts, lost, applies)
    ]
    table = pyarrow.table(
        {
            "单位": numpy.repeat(unit_codes, indicators),
            "指标": numpy.tile(numpy.array(codes), units),
            "得分": [
                f"{score:g}" if applied else "不适用" for score, applied in zip(points, applies)
            ],
            "原因": reason,
            "原因代码": pyarrow.array(cause_codes[cause], mask=~lost),
        }
    )
    pyarrow.parquet.write_table(table, folder / "scores.parquet")


# A process begins with the memory of the one that starts it, so a small one has to.
LAUNCHER = """
import os, sys, time
started = time.perf_counter()
process = os.spawnvp(os.P_NOWAIT, sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(process, 0)
taken = time.perf_counter() - started
print(taken, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def run(command):
    """Seconds of the clock and of all cores, and megabytes, of a command that has to succeed."""
    launched = [sys.executable, "-S", "-c", LAUNCHER, *(str(part) for part in command)]
    made = subprocess.run(
        launched, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
    )
    if made.returncode != 0:
        sys.exit(f"{command}: {made.returncode}\n{made.stderr[-2000:]}")
    return tuple(float(part) for part in made.stderr.splitlines()[-1].split())


def agree(own, other):
    """Both scripts give every unit the same total, rank and grade."""
    own = pandas.read_parquet(own / "unit_totals.parquet").set_index("unit")
    other = pandas.read_parquet(other / "unit_totals.parquet").set_index("unit").loc[own.index]
    numpy.testing.assert_allclose(own["total"], other["total"], rtol=0, atol=1e-9)
    # Ranks stand on totals as they are published; floats may round a half the other way.
    apart = (own["published_total"] - other["published_total"]).abs() > 1e-9
    if not apart.any():
        assert (own["rank"] == other["rank"]).all()
        assert (own["grade"] == other["grade"]).all()
    return int(apart.sum())


def measure(program, folder, units, csv_rows, repeats):
    """Medians of both, as seconds and megabytes."""
    data = folder / f"data-{units}-{csv_rows}"
    if not data.exists():
        make(data, units, csv_rows)
    own, other = folder / "own", folder / "other"
    taken = {"own": [], "other": []}
    for _ in range(repeats):
        shutil.rmtree(own, ignore_errors=True)
        shutil.rmtree(other, ignore_errors=True)
        made = run([program, "results", "--data", data, "--output", own])
        taken["own"].append((made[0], made[2]))
        script = HERE / "growth_pandas.py"
        made = run([sys.executable, script, data, other, csv_rows])
        taken["other"].append((made[0], made[2]))
    apart = agree(own / ID / "results", other)
    print(units, csv_rows, taken, f"{apart} published totals apart", flush=True)
    middle = {
        name: tuple(statistics.median(column) for column in zip(*runs))
        for name, runs in taken.items()
    }
    return units, middle["own"], middle["other"], apart


def table(rows):
    """A Markdown table, the ratio first."""
    lines = [
        "| units | scores | times faster | program | pandas | program, memory | pandas, memory |",
        "|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for units, own, other, _ in rows:
        lines.append(
            f"| {units:,} | {units * DIMENSIONS * LEAVES:,} | **{other[0] / own[0]:.1f}** "
            f"| {own[0]:.2f} s | {other[0]:.2f} s | {own[1]:,.0f} MB | {other[1]:,.0f} MB |"
        )
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--units", type=int, nargs="+", default=[41, 1_000, 10_000, 100_000])
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)

    def rows(csv_rows):
        return [
            measure(arguments.program.resolve(), arguments.folder, units, csv_rows, arguments.repeats)
            for units in arguments.units
        ]

    both, parquet = rows(CSV_ROWS), rows(0)
    apart = sum(row[3] for row in both)
    text = (HERE / "growth.md.in").read_text(encoding="utf-8").format(
        both=table(both),
        parquet=table(parquet),
        repeats=arguments.repeats,
        cores=os.cpu_count(),
        python=platform.python_version(),
        pandas=pandas.__version__,
        pyarrow=pyarrow.__version__,
        apart=apart,
        units=sum(row[0] for row in both),
    )
    (HERE / "GROWTH.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
