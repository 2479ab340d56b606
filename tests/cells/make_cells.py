"""Makes the workbooks of this folder: python make_cells.py (openpyxl, LibreOffice).

openpyxl drops the results of formulas; LibreOffice, which saves the others, writes them. The files
are committed: tests run without either.
"""

import datetime
import pathlib
import subprocess
import tempfile
import zipfile

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HERE = pathlib.Path(__file__).parent
PROFILE = "-env:UserInstallation=file://" + tempfile.mkdtemp(prefix="lo-cells-")


def convert(name, ending, filter_name):
    """Saves a workbook again in another format, with its formulas computed."""
    subprocess.run(
        ["soffice", PROFILE, "--headless", "--convert-to", f"{ending}:{filter_name}",
         "--outdir", str(HERE), str(HERE / name)],
        check=True, capture_output=True,
    )


def scores():
    """Scores of three departments: a title, levels merged, a hidden row and column and sheet, and
    every kind of cell."""
    book = Workbook()
    sheet = book.active
    sheet.title = "评分"
    sheet.append(["部门评分表"])
    sheet.merge_cells("A1:D1")
    sheet.append(["指标", "市教育局", "市水务局", "市文化局", "经办人"])
    sheet.append(["公开目录", "=30+8", 30, 35, "甲"])
    sheet.append(["公开指南", "=B3/2", 15, 20, "乙"])
    sheet.append(["办事指南", 35, 25, 37.5, "丙"])
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["E"].hidden = True
    kinds = book.create_sheet("各种单元格")
    rows = [
        ("日期", datetime.date(2024, 6, 24), "yyyy-mm-dd"),
        ("时刻", datetime.datetime(2024, 6, 24, 17, 30), "yyyy/m/d h:mm"),
        ("中文日期", datetime.date(2024, 6, 24), 'yyyy"年"m"月"d"日"'),
        ("月日", datetime.date(2024, 6, 24), 'm"月"d"日"'),
        ("钟点", datetime.time(8, 30), "h:mm"),
        ("时长", datetime.timedelta(hours=36), "[h]:mm"),
        ("百分数", 0.07, "0%"),
        ("千分位", 1200, "#,##0"),
        ("数", 0.1, "General"),
        ("真假", True, "General"),
        ("错误", "=1/0", "General"),
        ("空文本", '=""', "General"),
        ("文本公式", '="市"&"局"', "General"),
        ("文本数", "0.5", "@"),
        ("两行", "第一行\n第二行", "General"),
        ("特殊字", "a<b&c\u00a0d", "General"),
    ]
    for row, (name, value, number_format) in enumerate(rows, 1):
        kinds.cell(row, 1, name)
        kinds.cell(row, 2, value).number_format = number_format
    kinds.merge_cells("A20:A22")
    kinds["A20"] = "合并"
    kinds["B20"], kinds["B21"], kinds["B22"] = 1, 2, 3
    secret = book.create_sheet("底稿")
    secret["A1"] = "隐藏"
    secret.sheet_state = "hidden"
    book.save(HERE / "scores.xlsx")


def departments(sheet, rows):
    sheet.title = "评分"
    for row in rows:
        sheet.append(row)


HEAD = ["指标", "市教育局", "市水务局", "市文化局"]


def small_city():
    """Scores that fit the small city: with formulas, and with everything hidden that can be."""
    book = Workbook()
    departments(book.active, [
        HEAD,
        ["公开目录", "=30+8", 30, 35],
        ["公开指南", "=B2/2", 15, 20],
        ["办事指南", 35, 25, 37.5],
    ])
    book.save(HERE / "formulas.xlsx")
    book = Workbook()
    departments(book.create_sheet(), [
        HEAD, ["公开目录", 38, 30, 35], ["公开指南", 19, 15, 20], ["办事指南", 35, 25, 37.5],
    ])
    sheet = book["评分"]
    sheet.sheet_state = "hidden"
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.save(HERE / "hidden.xlsx")


def password():
    """An ods package that says that it is encrypted."""
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": "encrypted",
        "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:'
        'xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml">'
        "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>",
    }
    with zipfile.ZipFile(HERE / "password.ods", "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)


def from_1904():
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet["A1"] = datetime.date(2024, 6, 24)
    sheet["A2"] = 44005
    book.save(HERE / "from-1904.xlsx")


def ends(name, last):
    """One value at each end of the sheet."""
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "头"
    sheet[last] = "尾"
    book.save(HERE / name)


scores()
small_city()
password()
from_1904()
ends("ends.xlsx", "XFD1048576")
ends("ends-small.xlsx", "IV65536")
# Formulas computed: by LibreOffice, and again in the formats that only it writes here.
convert("scores.xlsx", "xls", "MS Excel 97")
convert("scores.xlsx", "ods", "calc8")
convert("formulas.xlsx", "xls", "MS Excel 97")
convert("from-1904.xlsx", "xls", "MS Excel 97")
convert("from-1904.xlsx", "ods", "calc8")
convert("ends.xlsx", "ods", "calc8")
convert("ends-small.xlsx", "xls", "MS Excel 97")
(HERE / "ends-small.xlsx").unlink()
