"""An office's year, done by hand: a new folder, its lists and blanks filled in with openpyxl as a
clerk would, recalculated by LibreOffice; then the program's totals against fractions.

    python3 clerk.py PROGRAM FONTS FOLDER [--self-forms]

FOLDER is empty or not there. With --self-forms the filled-in self-assessment forms are put where
the program looks for them; without, they are only filled in and recalculated.
"""

import csv
import random
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import openpyxl

program, fonts, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
with_self_forms = "--self-forms" in sys.argv
data, output, scratch = folder / "2025", folder / "output", folder / "scratch"
scratch.mkdir(parents=True)
draw = random.Random(20250624)

UNITS = [
    ("X01", "东山县人民政府", "东山县", "县级政府"),
    ("X02", "西水区人民政府", "西水区", "县级政府"),
    ("B01", "市教育局", "教育局", "市直部门"),
    ("B02", "市水务局", "水务局", "市直部门"),
    ("B10", "市*#数据=局", "数据局", "市直部门"),
]
# Level names, code, full marks: codes that a spreadsheet would like to make numbers or days of.
INDICATORS = {
    "县级政府": [
        ("主动公开", "机构职能", "机构设置", "1.1.1", "12.5"),
        ("主动公开", "机构职能", "领导信息", "1.1.10", "7.5"),
        ("主动公开", "规划统计", "规划计划", "1.2.1", "20"),
        ("依申请公开", "办理", "答复时限", "2-1", "35.25"),
        ("依申请公开", "办理", "答复规范", "2-2", "24.75"),
    ],
    "市直部门": [
        ("主动公开", "机构职能", "机构设置", "1.10", "30"),
        ("主动公开", "机构职能", "领导信息", "1.1", "30"),
        ("依申请公开", "办理", "答复时限", "2.1", "40"),
    ],
}


def run(*arguments, code=0):
    done = subprocess.run(
        [program, *map(str, arguments), "--fonts", fonts], capture_output=True, text=True
    )
    assert done.returncode == code, (arguments, done.returncode, done.stderr)
    return done.stdout + done.stderr


def head(sheet, *names):
    """Row of the heads, and the columns of some of them."""
    for row in sheet.iter_rows(max_row=12):
        found = {cell.value: cell.column for cell in row}
        if all(name in found for name in names):
            return row[0].row, [found[name] for name in names]
    raise AssertionError((sheet.title, names))


def clear_below(sheet, row):
    for cells in sheet.iter_rows(min_row=row + 1):
        for cell in cells:
            cell.value = None


def fill_lists():
    path = data / "单位名单.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.active
    row, columns = head(sheet, "单位代码", "单位名称", "单位简称", "类别")
    clear_below(sheet, row)
    for at, unit in enumerate(UNITS, row + 1):
        for column, value in zip(columns, unit):
            sheet.cell(at, column).value = value
    book.save(path)
    path = data / "指标体系.xlsx"
    book = openpyxl.load_workbook(path)
    for name, indicators in INDICATORS.items():
        sheet = book[name]
        row, columns = head(sheet, "一级指标", "二级指标", "三级指标", "指标编号", "分值")
        clear_below(sheet, row)
        for at, (*texts, marks) in enumerate(indicators, row + 1):
            for column, value in zip(columns, texts):
                sheet.cell(at, column).value = value
            sheet.cell(at, columns[4]).value = float(marks)
    book.save(path)


def fill_settings():
    path = data / "settings.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace('id = "assessment-1"', 'id = "zwgk-2025"')
    text = text.replace("【待填】", "").replace("某某市", "青禾市")
    text = text.replace('stage = "preliminary"', 'stage = "reviewed"')
    text = text.replace("# deadline", "deadline").replace("# pieces", "pieces")
    path.write_text(text, encoding="utf-8")


def fill_scores():
    """Fills the scoring workbooks; gives the points by unit and code, None where none apply."""
    points = {}
    for name, indicators in INDICATORS.items():
        path = data / f"评分表-{name}.xlsx"
        book = openpyxl.load_workbook(path)
        sheet = book.active
        names = ("单位名称", "指标编号", "分值", "初评得分", "最终得分", "扣分原因", "采集时间")
        row, (unit, code, marks, first, final, reason, day) = head(sheet, *names)
        expected = [(u[1], i[3], float(i[4])) for u in UNITS if u[3] == name for i in indicators]
        rows = range(row + 1, row + 1 + len(expected))
        found = [tuple(sheet.cell(r, c).value for c in (unit, code, marks)) for r in rows]
        assert found == expected, found
        assert sheet.cell(rows[-1] + 1, unit).value is None
        for at, (who, what, full) in zip(rows, found):
            lost = Fraction(draw.randrange(0, int(full * 4)), 4)
            given = Fraction(str(full)) - lost
            if draw.random() < 0.15 and what != indicators[0][3]:
                given, why = None, "依法不承担此项工作"
            else:
                why = "少公开一项内容" if lost else None
            points[who, what] = given
            for column in (first, final):
                sheet.cell(at, column).value = "不适用" if given is None else float(given)
            sheet.cell(at, reason).value = why
            sheet.cell(at, day).value = "2025-07-01"
        book.save(path)
    return points


def fill_register(name, heads, rows):
    path = data / "登记簿" / f"{name}.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.active
    row, columns = head(sheet, *heads)
    for at, values in enumerate(rows, row + 1):
        for column, value in zip(columns, values):
            sheet.cell(at, column).value = value
    book.save(path)


def fill_registers():
    fill_register("加分登记", ("单位名称", "加分事项", "加分"), [("教育局", "经验获推广", 1.5)])
    fill_register("扣分登记", ("单位名称", "扣分事项", "扣分"), [("西水区", "被通报", 2)])
    pieces = ("自评表", "自评表盖章扫描件", "自评自查报告", "自评自查报告盖章扫描件")
    rows = [(unit[1], piece, "2024-06-20 10:30") for unit in UNITS for piece in pieces]
    fill_register("材料报送", ("单位名称", "材料", "首次报送时间"), rows)


def recalculated(path):
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{scratch.resolve()}/office",
         "--convert-to", "xlsx", "--outdir", str(scratch / "out"), str(path)],
        check=True, capture_output=True,
    )
    return scratch / "out" / path.name


def sums(sheet):
    """Every sum of a form: label, full marks, points."""
    row, (marks, points) = head(sheet, "分值", "自评得分")
    labels = [(cells[0].row, cells[0].value) for cells in sheet.iter_rows(min_row=row + 1)]
    return [
        (label, Fraction(str(sheet.cell(at, marks).value)), Fraction(str(sheet.cell(at, points).value)))
        for at, label in labels if label in ("小计", "合计")
    ]


def fill_self_forms(points):
    """A form of each unit, as it comes back: claimed points are the given ones and a bit more.
    Gives the sum of each, by the unit's code."""
    sums_claimed = {}
    for number, name in enumerate(INDICATORS, 1):
        blank = data / "空白表" / f"附件3-{number}-自评表-{name}.xlsx"
        # What the blank says before anybody has opened it is what LibreOffice computes.
        said = sums(openpyxl.load_workbook(blank, data_only=True)["自评表"])
        again = sums(openpyxl.load_workbook(recalculated(blank), data_only=True)["自评表"])
        assert said == again and said[-1][1] == 100, (said, again)
        for unit in (unit for unit in UNITS if unit[3] == name):
            book = openpyxl.load_workbook(blank)
            sheet = book["自评表"]
            label = next(c for row in sheet.iter_rows(max_row=5) for c in row if c.value == "填报单位：")
            sheet.cell(label.row, label.column + 1).value = unit[1]
            names = ("一级指标", "指标编号", "分值", "自评得分", "自评说明", "佐证材料")
            row, (level, code, marks, own, why, evidence) = head(sheet, *names)
            claimed, dimension = [], Fraction(0)
            for at in range(row + 1, sheet.max_row + 1):
                label, what = sheet.cell(at, level).value, sheet.cell(at, code).value
                if label in ("小计", "合计"):
                    claimed.append(dimension)
                    dimension = Fraction(0)
                if (unit[1], what) not in points:
                    continue
                for column in (own, why, evidence):
                    assert not sheet.cell(at, column).protection.locked
                assert sheet.cell(at, marks).protection.locked
                given = points[unit[1], what]
                if given is None:
                    sheet.cell(at, own).value = "不适用"
                else:
                    given = min(given + Fraction(1, 4), Fraction(str(sheet.cell(at, marks).value)))
                    sheet.cell(at, own).value = float(given)
                    dimension += given
                sheet.cell(at, why).value = "已按标准自查\n无其他情况"
                sheet.cell(at, evidence).value = f"{what}-截图.png"
            path = scratch / f"{unit[2]}自评表.xlsx"
            book.save(path)
            path = recalculated(path)
            found = [own for _, _, own in sums(openpyxl.load_workbook(path, data_only=True)["自评表"])]
            assert found == [*claimed[:-1], sum(claimed)], (unit, found, claimed)
            sums_claimed[unit[0]] = sum(claimed)
            if with_self_forms:
                place = data / "材料" / unit[2]
                place.mkdir(parents=True)
                shutil.copy(path, place / path.name)
    return sums_claimed


def expected_total(unit, points):
    indicators = INDICATORS[unit[3]]
    given = {i[3]: points[unit[1], i[3]] for i in indicators}
    full = sum(Fraction(i[4]) for i in indicators)
    applies = sum(Fraction(i[4]) for i in indicators if given[i[3]] is not None)
    base = sum(value for value in given.values() if value is not None) * full / applies
    extra = {"市教育局": Fraction(3, 2), "西水区人民政府": Fraction(-2)}.get(unit[1], 0)
    hundredths = (base + extra) * 100
    # Half up, as the settings say.
    return Fraction((hundredths + Fraction(1, 2)).__floor__(), 100)


run("init", data)
fill_lists()
fill_settings()
said = run("forms", "--data", data)
assert "没有覆盖" not in said, said
points = fill_scores()
fill_registers()
claimed = fill_self_forms(points)
said = run("check", "--data", data)
assert "数据核对无误" in said, said
run("--data", data, "--output", output)


def result(table, key, column):
    path = output / "zwgk-2025" / "results" / f"{table}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row[key]: Fraction(row[column]) for row in csv.DictReader(file)}


totals = result("unit_totals", "name", "published_total")
expected = {unit[1]: expected_total(unit, points) for unit in UNITS}
assert totals == expected, (totals, expected)
if with_self_forms:
    found = result("unit_self", "unit", "claimed")
    assert found == claimed, (found, claimed)
run("init", folder / "2026", "--from", data, "--output", output)
print(f"{len(points)} points of {len(UNITS)} units: totals as filled in")
