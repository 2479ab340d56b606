"""Large classes: what papers of a class of many units hold, and what they cost.

    python tests/benches/large.py PROGRAM FOLDER [--units 200 2000 20000] [--fonts FONTS] [--build WORDS]

makes the data sets in FOLDER (those of growth.py, with registers, last year's points and the units'
own), runs `results`, the city-wide report and one unit's report on each of them, each into an empty
output, and writes LARGE.md beside this file. `--only-data` makes the data sets and stops; `--papers`
also makes every other city-wide paper and tells its pages. Seconds of the processor are told beside
those of the clock, memory is the most that the process held (ru_maxrss). Needs numpy, pandas and
pyarrow.
"""

import argparse
import csv
import json
import os
import platform
import shutil
from pathlib import Path

import numpy
import pandas

import growth

HERE = Path(__file__).resolve().parent
# Kinds of city-wide papers in the order of the manifest.
CITY = [
    "opinions", "memo", "statement", "city", "public", "notice", "ledger", "recheck", "training",
    "revision", "archive", "workbook",
]
SETTINGS = """
[history]
period = "2023年度"

[submissions]
deadline = "2024-06-24 18:00"
pieces = ["自评表", "自评自查报告"]
late = "per_day"
late_points = "0.1"
late_cap = "0.5"

[collection]
from = "2024-06-25"
to = "2024-07-31"

[rectification]
due_now = "2024-10-31"
due_periodic = "2025-03-31"
checked_on = "2024-11-10"
"""
REGISTERS = {
    "corrections": "得分更正",
    "appeals": "复核申请",
    "bonus": "加分登记",
    "deductions": "扣分登记",
    "submissions": "材料报送",
    "vetoes": "一票否决",
    "caps": "等次限制",
    "second_scores": "抽样复评",
    "ledgers": "整改台账",
}


def make(folder, units):
    """A data set of growth.py, at the last stage and with everything that an assessment can have."""
    growth.make(folder, units, growth.CSV_ROWS)
    random = numpy.random.default_rng(units + 1)
    scores = pandas.read_parquet(folder / "scores.parquet")
    marks = pandas.read_csv(folder / "indicators.csv", dtype=str).set_index("编号")
    scores["满分"] = scores["指标"].map(marks["分值"]).astype(float)
    scores["名称"] = scores["指标"].map(marks["二级指标"])
    applies = scores["得分"] != "不适用"
    points = pandas.to_numeric(scores["得分"], errors="coerce")
    lost = applies & (points < scores["满分"])

    def write(name, rows):
        columns = list(rows[0]) if isinstance(rows, list) else list(rows.columns)
        if isinstance(rows, list):
            with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(rows)
        else:
            rows.to_csv(folder / f"{name}.csv", index=False)

    def some(share, least=1):
        """Codes of about so many units, in list order."""
        chosen = random.choice(units, max(least, round(units * share)), replace=False)
        return [f"U{unit + 1:06d}" for unit in sorted(chosen)]

    # Appeals about a loss: half of them are accepted, and their first points were lower.
    losses = {unit: list(rows) for unit, rows in scores[lost].groupby("单位").groups.items()}
    first = scores["得分"].copy()
    appeals, corrections = [], []
    for number, unit in enumerate(some(0.03, 3)):
        at = losses[unit][0] if unit in losses else None
        if at is None:
            continue
        row, accepted = scores.loc[at], number % 2 == 0
        before = "0" if accepted else row["得分"]
        accepted = accepted and float(row["得分"]) > 0
        before = before if accepted else row["得分"]
        appeals.append({
            "申请编号": f"FH{number + 1:05d}", "单位": unit, "指标编号": row["指标"],
            "结果收到时间": "2024-08-05 09:00", "提交时间": "2024-08-08 10:00", "原得分": before,
            "主张得分": f"{row['满分']:g}", "申请理由": "提供了公开页面的网址和截图",
            "复核决定": "部分采纳" if accepted else "不采纳",
            "决定理由": "经核对网页属实" if accepted else "经核对维持原得分",
            "复核人": "评估员丙", "复核后得分": row["得分"], "决定日期": "2024-08-20",
        })
        if accepted:
            first[at] = "0"
            corrections.append({
                "单位": unit, "指标编号": row["指标"], "更正类型": "复核采纳", "更正前": "0",
                "更正后": row["得分"], "更正理由": "复核属实", "申请编号": f"FH{number + 1:05d}",
                "更正日期": "2024-08-20",
            })
    table = scores[["单位", "指标", "得分", "原因", "原因代码"]].copy()
    table.insert(2, "初评得分", first)
    table.to_parquet(folder / "scores.parquet", index=False)
    write("appeals", appeals)
    write("corrections", corrections)
    write("bonus", [
        {"单位": unit, "加分事项": "承担上级试点任务", "加分": "1", "加分依据": "有批复文件和验收意见"}
        for unit in some(0.03)
    ])
    write("deductions", [
        {"单位": unit, "扣分事项": "没有按时办结交办事项", "扣分": "0.5", "扣分依据": "两次催办后仍未办结"}
        for unit in some(0.02)
    ])
    write("vetoes", [
        {"单位": unit, "否决情形": "公开内容造成严重后果", "认定日期": "2024-07-01", "认定依据": "评估通知第五条"}
        for unit in some(0.002)
    ])
    write("caps", [
        {"单位": unit, "最高等次": "合格", "限制情形": "上年的问题到期没有整改", "依据": "评估通知第六条"}
        for unit in some(0.005)
    ])
    late, missing = set(some(0.05)), set(some(0.02))
    write("submissions", [
        {
            "单位": f"U{unit + 1:06d}", "材料": piece,
            "首次报送时间": "2024-06-26 10:00" if f"U{unit + 1:06d}" in late else "2024-06-20 10:00",
        }
        for unit in range(units)
        for piece in ("自评表", "自评自查报告")
        if not (piece == "自评表" and f"U{unit + 1:06d}" in missing)
    ])
    second = scores[applies & scores["单位"].isin(some(0.02, 4))]
    shifts = random.choice([0, 0, 0, 0, 0.1, -0.1], len(second))
    again = (points[second.index] + shifts).clip(lower=0)
    again = numpy.minimum(again, second["满分"]).round(2)
    write("second_scores", pandas.DataFrame({
        "单位": second["单位"], "指标编号": second["指标"],
        "复评得分": [f"{own:g}" for own in again], "复评人": "评估员丁",
    }))
    mended = scores[lost & (random.random(len(scores)) < 0.9)]
    write("ledgers", pandas.DataFrame({
        "单位": mended["单位"], "指标编号": mended["指标"], "问题": mended["原因"],
        "整改措施": "逐项补齐并复核", "责任科室": "办公室", "整改时限": "2024-10-31",
        "完成时间": "2024-10-20",
        "复查结果": random.choice(["已销号", "未通过", ""], len(mended), p=[0.86, 0.02, 0.12]),
    }))
    # What units claim, and what they had last year: a little more, a little less.
    claimed = numpy.minimum(points + random.choice([0, 0, 0.2, 0.5], len(scores)), scores["满分"])
    own = applies & ~scores["单位"].isin(missing)
    write("selves", pandas.DataFrame({
        "单位": scores["单位"], "指标": scores["指标"], "得分": [f"{value:g}" for value in claimed],
    })[own])
    before = (points - random.choice([0, 0, 0.1, 0.3], len(scores))).clip(lower=0)
    write("history", pandas.DataFrame({
        "单位": scores["单位"], "指标编号": scores["指标"], "指标名称": scores["名称"],
        "分值": scores["满分"], "得分": [f"{value:g}" for value in before],
        "原因代码": scores["原因代码"].where(lost & (random.random(len(scores)) < 0.1), ""),
    })[applies])
    settings = (folder / "settings.toml").read_text(encoding="utf-8")
    settings = settings.replace(
        'stage = "submitted"',
        'stage = "rectified"\napproved_on = "2024-09-20"\napproved_by = "市政府审定（示例）"',
    )
    settings = settings.replace(
        'scores_form = "long"',
        'scores_form = "long"\nself_scores = "selves.csv"\nself_scores_form = "long"\n'
        'history = "history.csv"\nbonus_cap = "3"',
    )
    files = "".join(f'{name} = "{name}.csv"\n' for name in REGISTERS)
    settings = settings.replace("[registers]\n", "[registers]\n" + files)
    # Ranks are drawn as the defaults have it.
    settings = settings.replace("[stability]\ndraws = 0\n\n", "")
    (folder / "settings.toml").write_text(settings + SETTINGS, encoding="utf-8")


def measure(arguments, units):
    """What each thing costs, and how many pages it has."""
    data, output = arguments.folder / f"large-{units}", arguments.folder / "output"
    if not data.exists():
        make(data, units)
    common = ["--data", data, "--output", output]
    papers = [*common, "--fonts", arguments.fonts]
    orders = {
        "results": ["results", *common],
        "city": ["build", "--only", "city", *papers],
        "unit": ["build", "--only", "unit", "--unit", f"U{units // 2:06d}", *papers],
    }
    if arguments.papers:
        orders |= {kind: ["build", "--only", kind, *papers] for kind in CITY if kind != "city"}
    rows = []
    for name, order in orders.items():
        shutil.rmtree(output, ignore_errors=True)
        cost = growth.run([arguments.program.resolve(), *order])
        manifest = json.loads((output / growth.ID / "manifest.json").read_text(encoding="utf-8"))
        made = manifest["documents"]
        pages = sum(own["pages"] for own in made)
        size = sum((output / growth.ID / own["path"]).stat().st_size for own in made)
        rows.append((name, units, *cost, pages, size))
        print(*rows[-1], flush=True)
    shutil.rmtree(output, ignore_errors=True)
    return rows


def table(rows):
    """A Markdown table, what is made first."""
    lines = [
        "| made | units | clock | processor | memory | pages | size |",
        "|:--|--:|--:|--:|--:|--:|--:|",
    ]
    for name, units, clock, processor, megabytes, pages, size in rows:
        made = f"{pages} | {size / 1024:,.0f} KB" if pages else "– | –"
        lines.append(
            f"| {name} | {units:,} | {clock:.1f} s | {processor:.1f} s | {megabytes:,.0f} MB | {made} |"
        )
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--units", type=int, nargs="+", default=[200, 2_000, 20_000])
    parser.add_argument("--fonts", type=Path, default=HERE.parents[1] / "fonts")
    parser.add_argument("--build", default="an optimised build")
    parser.add_argument("--only-data", action="store_true")
    parser.add_argument("--papers", action="store_true")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    if arguments.only_data:
        for units in arguments.units:
            if not (arguments.folder / f"large-{units}").exists():
                make(arguments.folder / f"large-{units}", units)
        return
    rows = []
    for units in arguments.units:
        rows += measure(arguments, units)
        # What is known is written at once: the largest class takes long.
        write(arguments, rows)


def write(arguments, rows):
    """LARGE.md, what is made first, then by units."""
    made = list(dict.fromkeys(row[0] for row in rows))
    text = (HERE / "large.md.in").read_text(encoding="utf-8").format(
        table=table(sorted(rows, key=lambda row: made.index(row[0]))),
        build=arguments.build,
        cores=os.cpu_count(),
        python=platform.python_version(),
    )
    (HERE / "LARGE.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
