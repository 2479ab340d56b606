"""Makes the workbook cities from the CSV cities beside them.

Needs openpyxl 3.1. Run it in this folder after a change of the CSV files and commit what it writes:

    python3 make_workbooks.py

The same input gives the same bytes: dates inside the package are fixed.
"""

import csv
import datetime
import io
import re
import shutil
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.styles import Font

HERE = Path(__file__).parent
NUMBER = re.compile(r"-?\d+(\.\d+)?")
FIXED = (2024, 1, 1, 0, 0, 0)


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def value(text, as_number):
    """A cell's value: empty cells are none, numbers numbers."""
    if text == "":
        return None
    return float(text) if as_number and NUMBER.fullmatch(text) else text


def fill(sheet, table, above=(), text_heads=()):
    """Writes lines above the head row, then the table; columns of `text_heads` stay text."""
    for line in above:
        sheet.append([line])
    sheet.append(table[0])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for row in table[1:]:
        heads = zip(table[0], row, strict=True)
        sheet.append([value(text, head not in text_heads) for head, text in heads])
    if above:
        # The title spans the table, as offices write it.
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(table[0]))


def merge_levels(sheet, first_row, columns):
    """Merges blank level cells with the one above, as an indicator table has them."""
    for column in range(1, columns + 1):
        start = first_row
        for row in range(first_row + 1, sheet.max_row + 2):
            if row > sheet.max_row or sheet.cell(row, column).value is not None:
                if row - 1 > start:
                    sheet.merge_cells(
                        start_row=start, start_column=column, end_row=row - 1, end_column=column
                    )
                start = row


def save(workbook, path):
    """Saves with fixed dates."""
    raw = io.BytesIO()
    workbook.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2024-01-01T00:00:00Z", data)
            info = zipfile.ZipInfo(name, FIXED)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, data)


def settings(source, target, files):
    """The source's settings with other file names."""
    text = (source / "settings.toml").read_text(encoding="utf-8")
    for old, new in files.items():
        assert f'"{old}"' in text, old
        text = text.replace(f'"{old}"', f'"{new}"')
    (target / "settings.toml").write_text(text, encoding="utf-8")
    if (source / "columns.toml").exists():
        shutil.copyfile(source / "columns.toml", target / "columns.toml")


def sichuan():
    source, target = HERE / "sichuan-2011", HERE / "sichuan-2011-workbook"
    target.mkdir(exist_ok=True)
    book = openpyxl.Workbook()
    book.active.title = "单位"
    fill(book.active, rows(source / "units.csv"), text_heads=("单位代码",))
    fill(book.create_sheet("指标"), rows(source / "indicators.csv"))
    title = "2011年度四川省市（州）国土资源局政务公开排名表"
    fill(book.create_sheet("评分"), rows(source / "scores.csv"), (title, "注：按总得分排列"))
    save(book, target / "assessment.xlsx")
    sheets = {"units": "单位", "indicators": "指标", "scores": "评分"}
    files = {f"{name}.csv": f"assessment.xlsx#{sheet}" for name, sheet in sheets.items()}
    settings(source, target, files)


def small():
    source, target = HERE / "small", HERE / "small-workbook"
    target.mkdir(exist_ok=True)
    sheets = {
        "units": "单位名单",
        "county-indicators": "县区指标",
        "county-scores": "县区评分",
        "department-indicators": "部门指标",
        "department-scores": "部门评分",
    }
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, title in sheets.items():
        table = rows(source / f"{name}.csv")
        sheet = book.create_sheet(title)
        # Scores stand below a title, so that no range begins where the heads do.
        fill(sheet, table, (title,) if name.endswith("scores") else ())
        if name == "county-indicators":
            merge_levels(sheet, 2, 2)
    save(book, target / "assessment.xlsx")
    files = {f"{name}.csv": f"assessment.xlsx#{sheet}" for name, sheet in sheets.items()}
    settings(source, target, files)


DAY = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?")


def day(text):
    """A cell of a day or a moment, as a spreadsheet keeps it."""
    return datetime.datetime.fromisoformat(text)


def registers():
    """Registers with days in cells of days; the first one of each sheet stays a text."""
    source, target = HERE / "registers" / "registers", HERE / "registers-workbook"
    target.mkdir(exist_ok=True)
    sheets = {
        "corrections": "得分更正",
        "appeals": "复核申请",
        "submissions": "材料报送",
        "ledgers": "整改台账",
    }
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, title in sheets.items():
        sheet = book.create_sheet(title)
        fill(sheet, rows(source / f"{name}.csv"), (f"{title}登记表",))
        texts = 1
        for cell in (cell for row in sheet.iter_rows(min_row=3) for cell in row):
            if not DAY.fullmatch(str(cell.value)):
                continue
            if texts:
                texts -= 1
                moment = day(cell.value)
                cell.value = f"{moment.year}年{moment.month}月{moment.day}日"
                continue
            has_hour = ":" in cell.value
            cell.value = day(cell.value)
            cell.number_format = "yyyy/m/d h:mm" if has_hour else "yyyy\"年\"m\"月\"d\"日\""
    save(book, target / "registers.xlsx")


if __name__ == "__main__":
    sichuan()
    small()
    registers()
