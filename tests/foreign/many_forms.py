"""Makes a data folder of many units, each with a filled-in self-assessment form as a workbook.

    python3 many_forms.py TARGET 2000
    /usr/bin/time -v make-reports check --data TARGET

Everything is invented. 57 indicators of three levels; a form has a title, the unit behind a label,
merged levels, points behind the names of dimensions, explanations of several lines, links, marks
for what does not apply, and a signature below. Scores stand in one wide table. Needs openpyxl 3.1.
The same count gives the same folder, but for dates inside the packages.
"""

import csv
import random
import shutil
import sys
from pathlib import Path

import openpyxl

HEADS = ["序号", "一级指标", "二级指标", "三级指标", "分值", "评分标准"]
OWN = ["自评得分", "自评说明", "佐证材料"]
CRITERION = "内容完整、准确的得满分；\n缺一项扣0.5分，扣完为止。"

SETTINGS = """\
# 虚构的评估，由 tests/foreign/many_forms.py 生成，用来量核对自评表的时间。

[assessment]
id = "many-forms"
subject = "政务公开工作"
period = "2024年度"
area = "虚构市"
organiser = "虚构市政务公开办公室"
stage = "reviewed"
sample = true

[units]
file = "units.csv"

[[classes]]
code = "units"
name = "单位"
indicators = "indicators.xlsx"
scores = "scores.csv"
scores_form = "unit_rows"

[materials]
folder = "材料"

[scoring]
not_applicable = "rescale"

[scoring.grade]
method = "none"
"""

COLUMNS = '[indicators]\nignore = ["序号"]\n'


def indicators():
    """Rows of three levels: five dimensions, 19 groups, 57 indicators of one to three points."""
    table = []
    for number in range(57):
        group, dimension = number // 3, min(number // 12, 4)
        marks = 1 + number % 3
        row = [f"第{dimension + 1}部分", f"第{group + 1}组", f"第{number + 1}项内容公开情况", marks]
        table.append(row)
    return table


def sheet_of(table, own):
    """A form, or the indicator table: the rows with merged levels below a title."""
    book = openpyxl.Workbook()
    sheet = book.active
    heads = HEADS + (OWN if own else [])
    sheet.append(["政务公开工作评估自评表" if own else "政务公开工作评估指标表"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(heads))
    if own:
        sheet.append(["填报单位（盖章）："])
    sheet.append(heads)
    first = sheet.max_row + 1
    for number, (dimension, group, name, marks) in enumerate(table, start=1):
        sums = sum(row[3] for row in table if row[0] == dimension)
        sheet.append([number, f"{dimension}（{sums}分）", group, name, marks, CRITERION])
    for column, key in ((2, 0), (3, 1)):
        start = 0
        for at in range(1, len(table) + 1):
            if at == len(table) or table[at][: key + 1] != table[start][: key + 1]:
                if at - start > 1:
                    rows = {"start_row": first + start, "end_row": first + at - 1}
                    sheet.merge_cells(start_column=column, end_column=column, **rows)
                start = at
    if own:
        sheet.append(["填表人：", None, None, "联系电话："])
    return book, sheet, first


def fill(sheet, first, table, draw):
    """Fills a form in as units do: numbers, texts with a unit, marks for what does not apply."""
    for at, (_, _, name, marks) in enumerate(table):
        points = draw.choice([marks, marks, marks - 0.5, f"{marks - 0.5}分", f"{marks}"])
        links = "\n".join(f"https://example.cn/{draw.randrange(10**6)}" for _ in range(2))
        sheet.cell(first + at, 7).value = "/" if draw.random() < 0.02 else points
        sheet.cell(first + at, 8).value = f"{name}：\n已按要求公开{draw.randrange(100)}条。"
        sheet.cell(first + at, 9).value = links


def main(target, count):
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    table, draw = indicators(), random.Random(count)
    sheet_of(table, False)[0].save(target / "indicators.xlsx")
    form, sheet, first = sheet_of(table, True)
    names = [f"虚构第{number:04}局" for number in range(1, count + 1)]
    with open(target / "units.csv", "w", encoding="utf-8", newline="") as file:
        units = csv.writer(file, lineterminator="\n")
        units.writerow(["单位代码", "单位名称", "类别"])
        units.writerows([f"U{at:04}", name, "units"] for at, name in enumerate(names, start=1))
    with open(target / "scores.csv", "w", encoding="utf-8", newline="") as file:
        scores = csv.writer(file, lineterminator="\n")
        scores.writerow(["单位名称", *(row[2] for row in table)])
        for name in names:
            scores.writerow([name, *(draw.choice([row[3], row[3] - 0.5]) for row in table)])
    for name in names:
        folder = target / "材料" / name
        folder.mkdir(parents=True)
        sheet["A2"] = f"填报单位（盖章）：{name}"
        fill(sheet, first, table, draw)
        form.save(folder / "自评表.xlsx")
    (target / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    (target / "columns.toml").write_text(COLUMNS, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
