"""Lays rows of four published pages out in workbooks, as on the page they came from.

Each city's `page.csv` holds the rows as they were typed from the public page; where a page was read
in part the rows stop there. What an assessment needs beside them (settings, unit list, scores) is
invented, and its files say so; it stands in the city and is not written here. Needs openpyxl 3.1:

    python3 make_real.py
"""

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from make_workbooks import HERE, rows, save, value

THIN = Side(style="thin")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def merge_runs(sheet, first, columns):
    """Merges cells that repeat the one above, level by level: a run ends where an upper one does."""
    upper = set()
    for column in columns:
        texts = [sheet.cell(row, column).value for row in range(first, sheet.max_row + 1)]
        starts = {0} | upper
        starts |= {at for at in range(1, len(texts)) if texts[at] != texts[at - 1]}
        bounds = sorted(starts) + [len(texts)]
        for start, end in zip(bounds, bounds[1:], strict=False):
            if end - start > 1 and texts[start]:
                # openpyxl clears the cells below the first one, as spreadsheets do.
                sheet.merge_cells(
                    start_row=first + start,
                    start_column=column,
                    end_row=first + end - 1,
                    end_column=column,
                )
        upper = starts


def lay_out(table, title, above=(), below=(), levels=1, skip=0, widths=()):
    """A page: title over the whole width, lines above the heads, the table, lines below.

    `levels` columns behind the first `skip` ones have merged cells.
    """
    book = openpyxl.Workbook()
    sheet = book.active
    width = len(table[0])
    sheet.append([title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    sheet["A1"].font = Font(size=16, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    for line in above:
        sheet.append([line])
        row = sheet.max_row
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    sheet.append(table[0])
    first = sheet.max_row + 1
    for row in table[1:]:
        sheet.append([value(text, True) for text in row])
    for line in sheet.iter_rows(min_row=first - 1, max_col=width):
        for cell in line:
            cell.border = FRAME
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    merge_runs(sheet, first, range(skip + 1, skip + levels + 1))
    for column, wide in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = wide
    for line in below:
        sheet.append([line])
    return book


def shanghai():
    """The form of 上海: name and points in one merged cell, items of 0.08 points."""
    city = HERE / "shanghai"
    table = rows(city / "page.csv")
    widths = (16, 24, 8, 48, 24, 24, 8, 8, 8)
    title = "政务公开考核评估指标表"

    def page(table, *above):
        return lay_out(table, title, above, widths=widths)

    save(page(table), city / "考核评估指标表.xlsx")
    folder = city / "材料" / "示例乙区人民政府"
    folder.mkdir(parents=True, exist_ok=True)
    # The form as on the page, not filled in.
    save(page(table), folder / "考核自评表.xlsx")
    # The same form, filled in; what is filled in is invented.
    filled = [list(row) for row in table]
    own = ["0.2", "0.24", "0.08", "/", "0.15", "0.08", "0.16分", "０.１", "0.2"]
    for row, points in zip(filled[1:], own, strict=True):
        row[4] = "已完成；\n详见附件。"
        row[5] = "https://example.cn/a\nhttps://example.cn/b"
        row[6] = points
    folder = city / "材料" / "示例甲区人民政府"
    folder.mkdir(parents=True, exist_ok=True)
    save(page(filled, "填报单位（盖章）：示例甲区人民政府"), folder / "考核自评表.xlsx")


def xinyang():
    """The filled-in self-check of 信阳, which is the indicator table too."""
    folder = HERE / "xinyang" / "材料" / "信阳市国土资源局"
    folder.mkdir(parents=True, exist_ok=True)
    book = lay_out(
        rows(HERE / "xinyang" / "page.csv"),
        "2016年度国土资源政务公开自查表",
        ("单位：信阳市国土资源局",),
        levels=2,
        skip=1,
        widths=(6, 18, 18, 40, 8, 10, 60),
    )
    save(book, folder / "自查表.xlsx")


def mlr():
    """The check list of 国土资源部 for counties."""
    city = HERE / "mlr-2011"
    book = lay_out(
        rows(city / "page.csv"),
        "2011年度县级国土资源主管部门政务公开检查指标",
        below=("注：（以下在此截断）",),
        levels=2,
        skip=1,
        widths=(6, 20, 20, 60, 8),
    )
    save(book, city / "检查指标.xlsx")


def guoyang():
    """The list of lost points of 涡阳县水利局, which is what is known of the indicators too."""
    city = HERE / "guoyang"
    book = lay_out(
        rows(city / "page.csv"),
        "2020年第三季度政务公开失分问题整改台账",
        ("单位：涡阳县水利局",),
        widths=(16, 22, 14, 10, 10, 48, 48),
    )
    save(book, city / "整改台账.xlsx")


if __name__ == "__main__":
    shanghai()
    xinyang()
    mlr()
    guoyang()
