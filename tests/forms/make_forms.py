"""Writes the forms of `base` and `cases`: what each case bends stands in `cases.toml`.

Needs openpyxl 3.1, LibreOffice Calc (`soffice`) for xls and ods, and msoffcrypto-tool for the
workbook with a password. Run it in this folder after a change and commit what it writes:

    python3 make_forms.py

The same input gives the same bytes: dates inside packages are fixed.
"""

import csv
import datetime
import io
import random
import re
import shutil
import subprocess
import tempfile
import tomllib
import zipfile
import zlib
from dataclasses import dataclass
from html import escape
from pathlib import Path

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.packaging.relationship import Relationship
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.external_link.external import ExternalBook, ExternalLink, ExternalSheetNames
from openpyxl.worksheet.datavalidation import DataValidation

HERE = Path(__file__).parent
FIXED = (2024, 6, 20, 9, 0, 0)
FOLDER = "材料"
OWN = "青禾市教育局"

# What each unit claims, in the order of the indicators.
CLAIMS = {
    "青禾市教育局": [2, 1.5, 2.5, 2, 1.5, 2, 1, 2, 1.5, 0.5, 1, 1],
    "青禾市民政局": [2, 1.5, 3, 2, 2, 2.5, 1.5, 2, 2, 1, 1, 0.5],
    "青禾市卫生健康委员会": [1.5, 1.5, 2.5, 2.5, 2, 2, 1, 2, 1.5, 1, 1, 1],
    "青禾市公安局": [2, 1.5, 2, 1.5, 1.5, 2.5, 1, 1.5, 2, 0.5, 1, 1],
    "青禾市公安局交通管理支队": [2, 1, 2.5, 2, 1.5, 1.5, 1, 2, 1.5, 1, 0.5, 1],
}

EXPLANATIONS = [
    "3月机构调整后于3月18日更新公开指南。",
    "1月24日发布上一年度报告，六个部分齐全。",
    "部门预算2月26日公开，决算尚缺一张表。",
    "现行规范性文件31件已集中公开，1件有效性标注有误。",
    "民生事项公开政策和标准，办理结果按季度公开。",
    "随文件发布解读材料9件，其中1件与原文相近。",
    "图表解读4件、视频解读1件，没有音频。",
    "收到咨询27件，均在5个工作日内答复。",
    "专栏每月更新，有一个空白栏目。",
    "公众号4月有16天没有更新。",
    "5月14日组织全系统政务公开培训，62人参加。",
    "每件信息公开前填写保密审查单。",
]

HEADS = {
    "no": "序号",
    "l1": "一级指标",
    "l2": "二级指标",
    "l3": "三级指标",
    "marks": "分值",
    "criterion": "评分标准",
    "points": "自评得分",
    "explanation": "自评说明",
    "evidence": "佐证材料",
}

WIDTHS = {
    "no": 6, "l1": 13, "l2": 13, "l3": 17, "name": 18, "code": 10, "marks": 7, "criterion": 34,
    "points": 9, "explanation": 34, "evidence": 30,
}


def indicators():
    with open(HERE / "base/indicators.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    levels = ["", ""]
    for row in rows:
        for at, level in enumerate(["一级指标", "二级指标"]):
            levels[at] = row[level] or levels[at]
            row[level] = levels[at]
    return rows


INDICATORS = indicators()


@dataclass
class Formula:
    """A formula with the value that a spreadsheet program left beside it; none: never computed."""

    text: str
    cached: object = None


def number(text):
    value = float(text)
    return int(value) if value.is_integer() else value


class Form:
    """A form as it is laid out, before it becomes a file."""

    def __init__(self, unit=OWN):
        self.title = "青禾市2024年度政务公开工作自评表"
        self.label = f"填报单位：{unit}"
        self.date = "填报日期：2024年6月20日"
        self.notes = []
        self.columns = dict(HEADS)
        self.groups = {}
        self.sheet = "自评表"
        self.top = 1
        self.left = 1
        self.merged = True
        self.total = "合计"
        self.total_points = None
        self.below = [
            "填表人：李　明　　　　审核人：王　芳　　　　联系电话：0000-5550123",
            "单位负责人（签字）：　　　　　　　　　　　　（盖章）　　　　2024年6月20日",
        ]
        self.tweak = lambda sheet, at: None
        self.rows = [
            {
                "kind": "leaf", "key": row["指标编号"], "code": row["指标编号"], "l1": row["一级指标"],
                "l2": row["二级指标"], "l3": row["三级指标"], "name": row["三级指标"],
                "marks": number(row["分值"]), "criterion": row["评分标准"], "points": claim,
                "explanation": EXPLANATIONS[at],
                "evidence": f"http://zwgk.qinghe.example/{row['指标编号'].replace('.', '/')}.html",
            }
            for at, (row, claim) in enumerate(zip(INDICATORS, CLAIMS[unit]))
        ]

    def row(self, key):
        return next(row for row in self.rows if row.get("key") == key)

    def put(self, **by_code):
        """Sets points: `put(_1_2_2=1)`."""
        for key, value in by_code.items():
            self.row(key.strip("_").replace("_", "."))["points"] = value
        return self

    def claim(self, values):
        leaves = [row for row in self.rows if row["kind"] == "leaf"]
        for row, value in zip(leaves, values, strict=True):
            row["points"] = value
        return self

    def rename(self, field, names):
        for row in self.rows:
            row[field] = names.get(row[field], row[field])
        return self

    def insert(self, at, **row):
        self.rows.insert(at, row)
        return self

    def subtotals(self, label="小计"):
        for first, last in [(8, 12), (5, 8), (0, 5)]:
            part = self.rows[first:last]
            row = {
                "kind": "subtotal", "label": label, "marks": sum(leaf["marks"] for leaf in part),
                "points": sum(leaf["points"] for leaf in part),
            }
            self.rows.insert(last, row)
        return self

    def layout(self):
        """Values by cell, merged regions, and what kind each line is."""
        cells, merges, kinds = {}, [], {}
        fields = list(self.columns)
        column = {field: self.left + at for at, field in enumerate(fields)}
        first, last = self.left, self.left + len(fields) - 1
        line = self.top

        def whole(text, kind):
            nonlocal line
            cells[line, first] = text
            merges.append((line, first, line, last))
            kinds[line] = kind
            line += 1

        if self.title is not None:
            whole(self.title, "title")
        if self.label is not None:
            cells[line, first] = self.label
            merges.append((line, first, line, first + 3))
            cells[line, last - 2] = self.date
            merges.append((line, last - 2, line, last))
            kinds[line] = "label"
            line += 1
        for note in self.notes:
            whole(note, "note")
        head = line
        line += self.head(cells, merges, column, head)
        for at in range(head, line):
            kinds[at] = "head"
        body = line
        count = 0
        for row in self.rows:
            if row["kind"] == "leaf":
                count += 1
            for field in fields:
                value = count if field == "no" and row["kind"] == "leaf" else row.get(field)
                if value is not None and row["kind"] != "blank":
                    cells[line, column[field]] = value
            kinds[line] = "leaf" if row["kind"] in ("leaf", "heading") else row["kind"]
            if row["kind"] == "subtotal":
                cells[line, first] = row["label"]
                merges.append((line, first, line, column.get("marks", column["points"]) - 1))
            if row["kind"] == "head":
                for field in fields:
                    cells[line, column[field]] = self.columns[field]
            line += 1
        self.levels(cells, merges, column, body)
        if self.total is not None:
            self.total_row(cells, merges, column, body, line)
            kinds[line] = "total"
            line += 1
        for text in self.below:
            line += 1
            if isinstance(text, dict):
                line -= 1
                for field, value in text.items():
                    cells[line, column[field]] = value
                kinds[line] = "leaf"
            else:
                cells[line, first] = text
                merges.append((line, first, line, last))
                kinds[line] = "sign"
            line += 0 if not isinstance(text, dict) else 1
        return cells, merges, kinds, column, body

    def head(self, cells, merges, column, line):
        if not self.groups:
            for field, text in self.columns.items():
                cells[line, column[field]] = text
            return 1
        spans = {}
        for field, text in self.columns.items():
            at = column[field]
            if field in self.groups:
                cells[line + 1, at] = text
                spans.setdefault(self.groups[field], []).append(at)
            else:
                cells[line, at] = text
                merges.append((line, at, line + 1, at))
        for text, span in spans.items():
            cells[line, span[0]] = text
            merges.append((line, span[0], line, span[-1]))
        return 2

    def levels(self, cells, merges, column, body):
        """Merges levels (or leaves blanks), unless they stay repeated."""
        if self.merged == "repeated":
            return
        parents = []
        for field in ("l1", "l2"):
            if field not in column:
                continue
            parents.append(field)
            start = None
            for at, row in enumerate([*self.rows, None]):
                if row is not None and row["kind"] == "blank" and row.get("inside"):
                    continue
                own = None
                if row is not None and row["kind"] == "leaf":
                    own = tuple(row.get(parent) for parent in parents)
                if start is not None and own != start[1]:
                    self.region(cells, merges, column[field], body + start[0], body + end)
                    start = None
                if own is not None and start is None:
                    start = (at, own)
                end = at

    def region(self, cells, merges, at, top, bottom):
        for line in range(top + 1, bottom + 1):
            cells.pop((line, at), None)
        if self.merged and bottom > top:
            merges.append((top, at, bottom, at))

    def total_row(self, cells, merges, column, body, line):
        cells[line, self.left] = self.total
        merges.append((line, self.left, line, column.get("marks", column["points"]) - 1))
        for field in ("marks", "points"):
            if field not in column:
                continue
            at = column[field]
            if field == "points" and self.total_points is not None:
                cells[line, at] = self.total_points
                continue
            if any(row["kind"] in ("subtotal", "heading") for row in self.rows):
                # A sum over the column would count sums of parts again.
                cells[line, at] = sum(row[field] for row in self.rows if row["kind"] == "leaf")
                continue
            values = [cells.get((own, at)) for own in range(body, line)]
            values = [value.cached if isinstance(value, Formula) else value for value in values]
            numbers = [
                value for value in values
                if isinstance(value, (int, float)) and not isinstance(value, bool)
            ]
            letter = get_column_letter(at)
            text = f"=SUM({letter}{body}:{letter}{line - 1})"
            cells[line, at] = Formula(text, number(round(sum(numbers), 10)))


# --- Files ---------------------------------------------------------------------------------------

THIN = Border(*(Side(style="thin") for _ in range(4)))
SONG = "宋体"


def draw(sheet, form):
    """Draws a form on a sheet; gives the cached values of its formulas."""
    cells, merges, kinds, column, body = form.layout()
    cached = {}
    for (line, at), value in sorted(cells.items()):
        cell = sheet.cell(line, at)
        if isinstance(value, Formula):
            cell.value = value.text
            cached[cell.coordinate] = value.cached
        else:
            cell.value = value
            if cell.data_type == "f":
                cell.data_type = "s"
    style(sheet, form, kinds, column)
    for region in merges:
        if region[:2] != region[2:]:
            sheet.merge_cells(None, *region)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
    form.tweak(sheet, lambda key: body + next(
        at for at, row in enumerate(form.rows) if row.get("key") == key))
    return cached


def style(sheet, form, kinds, column):
    for field, at in column.items():
        sheet.column_dimensions[get_column_letter(at)].width = WIDTHS.get(field, 11)
    left_fields = {"criterion", "explanation", "evidence"}
    for line, kind in kinds.items():
        for field, at in column.items():
            cell = sheet.cell(line, at)
            if kind in ("title", "label", "note", "sign"):
                cell.font = Font(name="黑体" if kind == "title" else SONG, size=18 if kind == "title" else 11)
                cell.alignment = Alignment(
                    horizontal="center" if kind == "title" else "left", vertical="center", wrap_text=True)
                continue
            cell.border = THIN
            cell.font = Font(name=SONG, size=10, bold=kind in ("head", "total", "subtotal"))
            cell.alignment = Alignment(
                horizontal="left" if kind == "leaf" and field in left_fields else "center",
                vertical="center", wrap_text=True)
            if kind == "head":
                cell.fill = PatternFill("solid", fgColor="D9E2F3")
        heights = {"title": 34, "label": 22, "head": 30, "leaf": 34, "total": 24, "subtotal": 24}
        if kind in heights:
            sheet.row_dimensions[line].height = heights[kind]


class Book:
    """A workbook of forms and other sheets."""

    def __init__(self, *forms):
        self.book = openpyxl.Workbook()
        self.book.remove(self.book.active)
        self.cached = []
        self.patches = []
        for form in forms:
            self.add(form)

    def add(self, form):
        sheet = self.book.create_sheet(form.sheet)
        self.cached.append(draw(sheet, form))
        return sheet

    def plain(self, name, rows=()):
        sheet = self.book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        self.cached.append({})
        return sheet

    def patch(self, part, old, new):
        self.patches.append((part, old, new))
        return self

    def bytes(self):
        when = datetime.datetime(*FIXED)
        self.book.properties.created = self.book.properties.modified = when
        self.book.properties.creator = "自评"
        raw = io.BytesIO()
        self.book.save(raw)
        return repack(raw.getvalue(), self.mend, self.share)

    def share(self, parts):
        """Moves texts into the table of shared strings, as spreadsheet programs keep them."""
        texts = {}

        def shared(match):
            return f'{match[1]} t="s"><v>{texts.setdefault(match[2], len(texts))}</v></c>'

        for name in sorted(parts):
            if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
                xml = parts[name].decode()
                xml = re.sub(r'(<c r="[A-Z]+\d+"(?: s="\d+")?) t="inlineStr"><is>(.*?)</is></c>', shared, xml, flags=re.S)
                parts[name] = xml.encode()
        items = "".join(f"<si>{text}</si>" for text in texts)
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        table = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="{main}" uniqueCount="{len(texts)}">{items}</sst>'
        parts["xl/sharedStrings.xml"] = table.encode()
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        for part, end, new in [
            ("[Content_Types].xml", b"</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/>'),
            ("xl/_rels/workbook.xml.rels", b"</Relationships>",
             '<Relationship Id="rIdStrings" Target="sharedStrings.xml" '
             'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'),
        ]:
            if b"sharedStrings" not in parts[part]:
                parts[part] = parts[part].replace(end, new.encode() + end)
        for part, old, new in self.patches:
            assert old in parts[part].decode(), f"{part} does not hold {old}"
            parts[part] = parts[part].decode().replace(old, new, 1).encode()

    def mend(self, name, data):
        """Puts cached values and fixed dates into a part."""
        sheet = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
        if sheet:
            data = with_values(data.decode(), self.cached[int(sheet[1]) - 1]).encode()
        if name == "docProps/core.xml":
            data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2024-06-20T09:00:00Z", data)
        return data


def with_values(xml, cached):
    def value(match):
        start, formula = match[1], match[3]
        own = cached.get(match[2])
        if own is None:
            return f"{start}><f>{formula}</f></c>"
        kind = ' t="e"' if str(own).startswith("#") else ' t="str"' if isinstance(own, str) else ""
        return f"{start}{kind}><f>{formula}</f><v>{own}</v></c>"

    return re.sub(r'(<c r="([A-Z]+\d+)"(?: s="\d+")?)(?: t="\w+")?><f>([^<]*)</f><v ?/?>(?:</v>)?</c>', value, xml)


def repack(raw, mend=lambda name, data: data, finish=lambda parts: None):
    """The same package with fixed dates."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(packed, "w") as new:
        parts = {name: mend(name, old.read(name)) for name in old.namelist()}
        stored = {part.filename for part in old.infolist() if part.compress_type == zipfile.ZIP_STORED}
        finish(parts)
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, FIXED)
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            new.writestr(entry, data, compresslevel=9)
    return packed.getvalue()


def grid(form):
    """A form as rows of texts, merged cells holding their value top left only."""
    cells, *_ = form.layout()
    lines = max(line for line, _ in cells)
    width = max(at for _, at in cells)
    rows = []
    for line in range(1, lines + 1):
        values = [cells.get((line, at)) for at in range(1, width + 1)]
        values = [value.cached if isinstance(value, Formula) else value for value in values]
        rows.append(["" if value is None else str(value) for value in values])
    return rows


def csv_text(form, line_end="\r\n"):
    text = io.StringIO()
    csv.writer(text, lineterminator=line_end).writerows(grid(form))
    return text.getvalue()


CONVERSIONS = []


def convert(book, path, ending=None):
    """Asks for a workbook to be converted by LibreOffice; done at the end, many at a time."""
    CONVERSIONS.append((book.bytes(), path, ending or path.suffix.lstrip(".")))


def run_conversions():
    for kind, target in [("xls", "xls:MS Excel 97"), ("ods", "ods:calc8")]:
        own = [(data, path) for data, path, ending in CONVERSIONS if ending == kind]
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            sources = []
            for at, (data, _) in enumerate(own):
                sources.append(folder / f"form{at}.xlsx")
                sources[-1].write_bytes(data)
            profile = f"-env:UserInstallation=file://{folder}/profile"
            subprocess.run(
                ["soffice", profile, "--headless", "--convert-to", target, "--outdir", folder / "out", *sources],
                check=True, capture_output=True)
            for at, (_, path) in enumerate(own):
                data = (folder / f"out/form{at}.{kind}").read_bytes()
                save(path, repack(data, plain_meta) if kind == "ods" else data)


def plain_meta(name, data):
    if name != "meta.xml":
        return data
    data = re.sub(rb"<(meta:creation-date|dc:date)>[^<]*", rb"<\1>2024-06-20T09:00:00", data)
    return re.sub(rb"<meta:(editing-duration|generator)>[^<]*</meta:\1>", b"", data)


def save(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


# --- Cases ---------------------------------------------------------------------------------------

BUILDERS = {}


def case(name):
    def register(builder):
        assert name not in BUILDERS, name
        BUILDERS[name] = builder
        return builder

    return register


def bent(name):
    """A case that replaces the plain form by a bent one: the function bends a form in place."""

    def register(bend):
        def builder(folder):
            form = Form()
            books = bend(form)
            save(folder / FOLDER / OWN / "自评表.xlsx", (books or Book(form)).bytes())

        return case(name)(builder)

    return register


def own(folder, name="自评表.xlsx"):
    return folder / FOLDER / OWN / name


def keep_order(form, fields):
    form.columns = {field: form.columns.get(field) or HEADS[field] for field in fields}


@case("plain")
def _(folder):
    pass


@bent("levels-repeated")
def _(form):
    form.merged = "repeated"


@bent("levels-blank-below")
def _(form):
    form.merged = False


@bent("points-in-names")
def _(form):
    del form.columns["marks"]
    signs = ["({}分)", "（{}）", "[{}]", "【{}分】", "〔{}分〕", " {}分", "(满分{}分)", "({} 分)", "（{}分）", "（{}分）", "({})", "[{}分]"]
    for row, sign in zip(form.rows, signs, strict=True):
        row["l3"] += sign.format(row["marks"])


@bent("points-in-levels")
def _(form):
    form.rename("l1", {"主动公开": "主动公开（11分）", "政策解读和回应": "政策解读和回应(6)", "平台和保障": "平台和保障（５分）"})
    form.rename("l2", {"指南和年报": "指南和年报(3.5)", "重点领域": "重点领域（7.5分）", "政策解读": "政策解读【4分】", "组织保障": "组织保障 2分"})


@bent("level-sum-wrong")
def _(form):
    form.rename("l1", {"主动公开": "主动公开（12分）"})


@bent("marks-of-another-year")
def _(form):
    form.row("1.2.2")["marks"] = 3


@bent("percent-in-levels")
def _(form):
    form.rename("l1", {"主动公开": "主动公开（50%）", "政策解读和回应": "政策解读和回应（27.3%）", "平台和保障": "平台和保障（22.7%）"})


@bent("numbered-names")
def _(form):
    form.rename("l1", {"主动公开": "一、主动公开", "政策解读和回应": "二、政策解读和回应", "平台和保障": "三、平台和保障"})
    form.rename("l2", {
        "指南和年报": "（一）指南和年报", "重点领域": "（二）重点领域", "政策解读": "(一)政策解读", "回应关切": "(二) 回应关切",
        "门户网站专栏": "（一）门户网站专栏", "政务新媒体": "（二）政务新媒体", "组织保障": "（三）组织保障"})
    signs = ["1.", "2、", "1.2.1 ", "2．", "③", "1. ", "2.", "1）", "1.", "1.", "(1)", "（2）"]
    for row, sign in zip(form.rows, signs, strict=True):
        row["l3"] = sign + row["l3"]


@bent("columns-reordered")
def _(form):
    keep_order(form, ["points", "marks", "l1", "l2", "l3", "evidence", "explanation", "criterion"])
    form.total = None


@bent("columns-added")
def _(form):
    form.columns = {
        "no": "序号", "l1": "一级指标", "l2": "二级指标", "l3": "三级指标", "section": "责任科室", "marks": "分值",
        "criterion": "评分标准", "points": "自评得分", "explanation": "自评说明", "evidence": "佐证材料",
        "first": "初审得分", "second": "复审得分", "remark": "备注"}
    for at, row in enumerate(form.rows):
        row["section"] = ["办公室", "财务科", "法规科"][at % 3]
        row["first"] = row["marks"]
        row["remark"] = "见附件" if at == 3 else None


@bent("head-two-lines")
def _(form):
    form.columns |= {"points": "得分", "explanation": "说明", "evidence": "佐证材料"}
    form.groups = dict.fromkeys(["l1", "l2", "l3"], "指标") | dict.fromkeys(["points", "explanation", "evidence"], "自评")


@bent("head-in-row-9")
def _(form):
    form.notes = [
        "填表说明：", "一、本表由各单位政务公开工作机构填写，经单位负责人审签后报送。",
        "二、得分填写至两位小数。", "三、佐证材料为链接的，应能打开。", "四、本表一式两份，同时报送电子版。",
        "五、2024年6月24日18时前报送，逾期的按评估方案扣分。"]


@bent("long-notes-above")
def _(form):
    sentence = "自评得分不得超过分值；一级指标、二级指标不得增删；不适用的指标，自评得分栏填“不适用”并说明理由，合计由表格自动计算。"
    form.notes = ["说明：" + sentence * 15]


def table_from_c(form):
    form.left, form.top = 3, 4
    form.put(_1_2_2="约2")


@bent("table-from-C3")
def _(form):
    table_from_c(form)


@bent("empty-rows-inside")
def _(form):
    form.insert(8, kind="blank").insert(5, kind="blank").insert(3, kind="blank", inside=True)


@bent("head-repeated")
def _(form):
    form.insert(8, kind="head")


@bent("heads-as-offices-write-them")
def _(form):
    form.columns |= {
        "no": "序 号", "l1": "一级\n指标", "l2": "二级指标", "l3": "三级　指标", "marks": "分 值", "points": "自评\n得分（分）",
        "explanation": "自评情况 说明", "evidence": "佐证材料（附链接）"}


@bent("xinyang-layout")
def _(form):
    form.columns = {
        "no": "序号", "l1": "一级指标", "l2": "二级指标", "l3": "三级指标", "marks": "权重", "points": "自查得分",
        "evidence": "链接地址(可以是栏目或多个内容的链接地址)"}
    form.rename("l1", {"主动公开": "主动公开(11)", "政策解读和回应": "政策解读和回应(6)", "平台和保障": "平台和保障(5)"})
    form.total, form.below = None, []


@case("shanghai-layout")
def _(folder):
    form = Form()
    form.columns = {
        "l2": "指标", "l3": "具体项目", "marks": "分值", "criterion": "评分说明", "explanation": "考核填报",
        "evidence": "附件或链接", "points": "自评分", "x1": "项目分", "x2": "指标分"}
    sums = {"指南和年报": "3.5", "重点领域": "7.5", "政策解读": "4", "回应关切": "2", "门户网站专栏": "2", "政务新媒体": "1", "组织保障": "2"}
    form.rename("l2", {name: f"{name}({points}分)" for name, points in sums.items()})
    form.total = None
    save(own(folder), Book(form).bytes())
    save(folder / "columns.toml", '[forms]\nlevel2 = ["二级指标", "指标"]\n')


@bent("heading-rows")
def _(form):
    for first, last in [(8, 12), (5, 8), (0, 5)]:
        part = form.rows[first:last]
        form.insert(first, kind="heading", l1=part[0]["l1"], marks=sum(row["marks"] for row in part),
                    points=sum(row["points"] for row in part))
        for row in part:
            row["l1"] = None
    form.total_points = 18.5


@bent("rows-in-other-order")
def _(form):
    form.rows.sort(key=lambda row: (-row["points"], row["l3"], row["l2"]))
    form.merged = "repeated"


@bent("two-points-columns")
def _(form):
    columns = {}
    for field, head in form.columns.items():
        columns[field] = head
        if field == "points":
            columns["second"] = "自评得分"
    form.columns = columns
    for row in form.rows:
        row["second"] = row["marks"]


@bent("points-head-unknown")
def _(form):
    form.columns["points"] = "本单位打分"


@bent("head-below-line-30")
def _(form):
    form.notes = [f"{at}．填表说明第{at}条：按评估方案第{at}条办理。" for at in range(1, 35)]


@bent("points-and-marks-swapped")
def _(form):
    for row in form.rows:
        row["points"], row["marks"] = row["marks"], row["points"]


@bent("far-cell")
def _(form):
    def tweak(sheet, at):
        sheet["XFD1048576"] = "完"

    form.tweak = tweak


@bent("row-missing")
def _(form):
    form.rows = [row for row in form.rows if row["key"] not in ("1.2.2", "3.3.2")]


def unknown_row(form, at):
    form.insert(at, kind="leaf", l1=form.rows[at - 1]["l1"], l2=form.rows[at - 1]["l2"], l3="信息员队伍建设", marks=0.5,
                criterion="有专人负责信息公开。", points=0.5, explanation="有信息员14名。", evidence=None)


@bent("row-unknown")
def _(form):
    unknown_row(form, 5)


@bent("row-unknown-last")
def _(form):
    unknown_row(form, 12)


@bent("row-misspelt")
def _(form):
    form.row("1.2.1")["l3"] = "财政预决算公示"


def doubled(form, points):
    row = dict(form.row("1.2.2"), points=points, key=None)
    form.rows.insert(4, row)


@bent("row-twice")
def _(form):
    doubled(form, 1.5)


@bent("row-twice-equal")
def _(form):
    doubled(form, 2)


@bent("leaf-without-parent")
def _(form):
    del form.columns["l2"]


def by_name(form):
    form.columns = {"no": "序号", "name": "指标名称", **{field: HEADS[field] for field in list(HEADS)[4:]}}


@bent("leaf-only")
def _(form):
    by_name(form)


def by_code(form):
    form.columns = {"no": "序号", "code": "指标编号", "name": "指标名称", **{field: HEADS[field] for field in list(HEADS)[4:]}}


@bent("codes-and-names")
def _(form):
    by_code(form)
    form.rows = form.rows[6:] + form.rows[:6]


@bent("code-and-name-differ")
def _(form):
    by_code(form)
    form.row("1.2.1")["name"] = "规范性文件公开"
    form.rows = [row for row in form.rows if row["key"] != "1.2.2"]


@bent("parent-and-leaf-in-one-cell")
def _(form):
    del form.columns["l2"]
    form.row("3.2.1")["l3"] = "政务新媒体更新及时性"


@bent("names-with-invisible-signs")
def _(form):
    form.rename("l3", {
        "公开指南更新": "公开指南\u00a0更新", "年度报告发布": "\ufeff年度报告发布", "财政预决算公开": "财政\u200b预决算公开",
        "规范性文件公开": "规范性文件公开\u3000", "民生领域公开": "民生领域\n公开", "解读材料质量": " 解读材料质量 ",
        "互动回复时效": "互动\u2060回复时效"})
    form.rename("l2", {"门户网站专栏": "门户网站\n专栏"})


@bent("names-full-width")
def _(form):
    form.rename("l3", {"公开指南更新": "公开指南更新（２分）", "年度报告发布": "年度报告发布（１．５分）"})
    form.rename("l2", {"指南和年报": "指南和年报（３.５）"})
    for key, text in [("1.2.1", "３"), ("1.2.2", "２．５"), ("1.2.3", "２分")]:
        form.row(key)["marks"] = text


@bent("phonetic-and-rich-text")
def _(form):
    form.row("2.1.1")["l3"] = CellRichText(TextBlock(InlineFont(rFont="黑体", sz=10), "解读材料"), TextBlock(InlineFont(rFont="宋体", sz=10), "质量"))
    book = Book(form)
    name = "财政预决算公开"
    spoken = f'<si><t>{name}</t><rPh sb="0" eb="2"><t>cáizhèng</t></rPh><phoneticPr fontId="1"/></si>'
    return book.patch("xl/sharedStrings.xml", f"<si><t>{name}</t></si>", spoken)


@bent("total-wrong")
def _(form):
    form.total_points = 19.5


@bent("total-uncomputed")
def _(form):
    form.total_points = Formula("=SUM(G4:G15)")


@bent("subtotals")
def _(form):
    form.subtotals()
    form.total, form.total_points = "总 计", 18.5


@bent("subtotal-wrong")
def _(form):
    form.subtotals()
    form.rows[9]["points"] = 6
    form.total, form.total_points = "总分", 18.5


@bent("total-over-text-numbers")
def _(form):
    form.put(_1_1_1="2", _2_2_1="2")


@bent("bonus-below-total")
def _(form):
    form.below = [
        {"no": "加分项", "l3": "获省级通报表扬", "marks": 1, "points": 1, "explanation": "省政府办公厅2024年3月通报。"},
        {"no": "总分", "points": 19.5}, {"no": "备注", "points": "以上均属实"}, *form.below]


@bent("signatures-below")
def _(form):
    form.below = [
        {"l1": "填表人", "l3": "李　明", "criterion": "联系电话", "points": 5550123},
        {"l1": "审核意见", "l3": "同意报送", "criterion": "审核日期", "points": datetime.date(2024, 6, 20)},
        "单位负责人（签字）：　　　　　　单位（盖章）：", "注：本表一式两份，自评得分与评估得分相差较大的，评估小组可以约谈。"]


@bent("not-applicable-signs")
def _(form):
    form.claim(["不适用", "不涉及", "无此项", "无", "—", "——", "-", "/", "N/A", "／", "－", "合理缺项"])


@bent("not-applicable-sentences")
def _(form):
    form.put(_1_2_1="本单位不涉及该项工作", _1_2_2="无，因为没有规范性文件")


@bent("text-numbers")
def _(form):
    form.claim(["2", "1.5", "2.50", "2 分", "1.5分", "+2", "1", " 2 \n", "1.50", ".5", "1", "1分"])
    form.total_points = 18.5

    def tweak(sheet, at):
        sheet.cell(at("2.1.2"), 7).quotePrefix = True

    form.tweak = tweak


@bent("apostrophe-in-text")
def _(form):
    form.put(_1_2_1="'2.5", _1_2_2="'2").total_points = 18.5


@bent("full-width-numbers")
def _(form):
    form.put(_1_1_1="２", _1_1_2="１．５分", _1_2_1="２．５", _3_2_1="０．５").total_points = 18.5


@bent("invisible-signs-in-numbers")
def _(form):
    form.put(_1_1_1="\u00a02\u00a0", _1_1_2="1\u200b.5", _1_2_1="\ufeff2.5", _1_2_2="2\u3000", _2_1_2="\u00a0").total_points = 17.5


@bent("float-noise")
def _(form):
    form.put(_1_1_1=2.0000000000000004, _1_1_2=1.4999999999999998, _2_1_1=0.1 + 0.2, _2_1_2=0)
    form.total_points = Formula("=SUM(G4:G15)", 15.799999999999999)


@bent("number-formats")
def _(form):
    form.put(_1_2_1=1.25)

    def tweak(sheet, at):
        for key, shown in [("1.1.1", '0"分"'), ("1.2.1", "0.0"), ("1.2.2", "#,##0.00"), ("1.2.3", "#,##0.00_ ")]:
            sheet.cell(at(key), 7).number_format = shown

    form.tweak = tweak


@bent("empty-cell")
def _(form):
    form.put(_2_2_1=None)
    form.row("2.2.1")["explanation"] = "得2分，咨询均已答复。"


@bent("all-empty")
def _(form):
    form.claim([None] * 12)
    for row in form.rows:
        row["explanation"] = row["evidence"] = None


@bent("zeros")
def _(form):
    form.claim([0] * 12)


@bent("fraction")
def _(form):
    form.put(_1_2_2="1.5/2")


@bent("range-and-about")
def _(form):
    form.put(_1_2_1="2-3", _1_2_2="约2", _1_2_3="1～1.5")


@bent("words-for-points")
def _(form):
    form.put(_1_1_1="满分", _1_1_2="一分半", _1_2_1="优", _2_1_1="两分", _2_2_1="√")


@bent("deduction-noted")
def _(form):
    form.put(_1_2_1="2（扣0.5）", _1_2_2="扣0.5分", _2_1_1=-0.5)


@bent("wrong-decimal-signs")
def _(form):
    form.put(_1_1_2="1，5", _1_2_1="1,5", _1_2_2="1。5", _1_2_3="1．5．0")


@bent("percentages")
def _(form):
    form.put(_1_1_1="95%", _3_3_1=0.95)

    def tweak(sheet, at):
        sheet.cell(at("3.3.1"), 7).number_format = "0%"

    form.tweak = tweak


@bent("date-in-points")
def _(form):
    form.put(_1_2_2=datetime.date(2024, 1, 5))

    def tweak(sheet, at):
        sheet.cell(at("1.2.2"), 7).number_format = 'm"月"d"日"'

    form.tweak = tweak


@bent("date-in-points-1904")
def _(form):
    form.put(_1_2_2=datetime.date(2024, 1, 5))
    book = Book(form)
    book.book.epoch = CALENDAR_MAC_1904
    return book


@bent("error-values")
def _(form):
    form.put(_1_1_1="#DIV/0!", _1_1_2="#REF!", _1_2_1="#N/A", _1_2_2="#VALUE!")


@bent("formulas-with-values")
def _(form):
    form.put(
        _1_1_1=Formula("=E4", 2), _1_1_2=Formula('=TEXT(E5,"0.0")', "1.5"), _1_2_1=Formula("=E6-0.5", 2.5),
        _2_1_2=Formula('=IF(H10="","","")', ""), _3_2_1=Formula("=ROUND(1/2,2)", 0.5))


@bent("formulas-without-values")
def _(form):
    form.put(_1_1_1=Formula("=E4*1"), _1_2_2=Formula("=E7-0.5"))


@bent("formulas-to-another-workbook")
def _(form):
    form.put(_1_1_1=Formula("=[1]汇总!$G$4", 2), _1_2_2=Formula("=[1]汇总!$G$7", "#REF!"))
    book = Book(form)
    link = ExternalLink(externalBook=ExternalBook(sheetNames=ExternalSheetNames(sheetName=["汇总"]), id="rId1"))
    link.file_link = Relationship(type="externalLinkPath", Target="file:///D:/2024/汇总.xlsx", TargetMode="External", Id="rId1")
    book.book._external_links.append(link)
    return book


@bent("above-full-marks")
def _(form):
    form.put(_1_1_1=2.01, _1_2_2=3)


@bent("five-decimals")
def _(form):
    form.put(_1_2_2=1.23456)


@bent("two-numbers-in-a-cell")
def _(form):
    form.put(_1_2_2="2\n1.5", _2_1_1="1+0.5")


@bent("struck-out-number")
def _(form):
    form.put(_1_2_2=CellRichText(TextBlock(InlineFont(rFont="宋体", sz=10, strike=True), "2"), TextBlock(InlineFont(rFont="宋体", sz=10), "1.5")))


@bent("letters-for-digits")
def _(form):
    form.put(_1_1_2="l.5", _1_2_3="O", _3_3_1=True)


@bent("points-merged-over-two")
def _(form):
    form.put(_3_3_2=None)
    form.tweak = lambda sheet, at: sheet.merge_cells(f"G{at('3.3.1')}:G{at('3.3.2')}")


@bent("points-merged-with-explanation")
def _(form):
    form.row("1.2.2")["explanation"] = None
    form.tweak = lambda sheet, at: sheet.merge_cells(f"G{at('1.2.2')}:H{at('1.2.2')}")


@bent("lines-and-links")
def _(form):
    form.row("1.1.1")["explanation"] = "1.指南3月更新；\n2.目录4月更新；\n\n3.附件齐全。"
    form.row("1.1.2")["evidence"] = "http://zwgk.qinghe.example/a.html\nhttp://zwgk.qinghe.example/b.html；http://zwgk.qinghe.example/c.html"
    form.row("1.2.1")["explanation"] = "已公开部门预算、决算及说明，逐项列示如下。" * 140
    form.row("1.2.2")["explanation"] = "=2+2 是公式样子的文字"
    form.row("1.2.3")["evidence"] = "民生专栏"

    def tweak(sheet, at):
        sheet.cell(at("1.2.3"), 9).hyperlink = "http://zwgk.qinghe.example/ms/"

    form.tweak = tweak


@bent("validations-and-comments")
def _(form):
    def tweak(sheet, at):
        rule = DataValidation(type="decimal", operator="between", formula1="0", formula2="E4", allow_blank=True)
        rule.error, rule.errorTitle = "自评得分应在0和分值之间。", "自评得分"
        rule.add("G4:G15")
        sheet.add_data_validation(rule)
        for key, text in [("1.2.1", "请核对：2.5还是2？"), ("1.2.2", "不适用的请填“不适用”")]:
            sheet.cell(at(key), 7).comment = Comment(text, "评估办")
        sheet.conditional_formatting.add("G4:G15", CellIsRule(operator="lessThan", formula=["1"], font=Font(color="FF0000")))
        sheet.freeze_panes = "E4"
        sheet.print_area = "A1:I19"
        sheet.print_title_rows = "3:3"
        sheet.protection.sheet = True
        for line in range(4, 16):
            sheet.cell(line, 7).protection = Protection(locked=False)

    form.tweak = tweak


@bent("hidden-row")
def _(form):
    def tweak(sheet, at):
        sheet.row_dimensions[7].hidden = True

    form.tweak = tweak


@bent("filtered-rows")
def _(form):
    def tweak(sheet, at):
        sheet.auto_filter.ref = "A3:I15"
        sheet.auto_filter.add_filter_column(6, ["1", "0.5", "2"])
        for line in (6, 8, 12):
            sheet.row_dimensions[line].hidden = True
        sheet.row_dimensions[5].hidden = False

    form.tweak = tweak


@bent("hidden-column")
def _(form):
    def tweak(sheet, at):
        sheet.column_dimensions["F"].hidden = True

    form.tweak = tweak


def last_year():
    form = Form().claim([1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 0.5, 0.5])
    form.sheet, form.title = "去年", "青禾市2023年度政务公开工作自评表"
    return form


def with_last_year():
    book = Book(Form(), last_year())
    book.book["去年"].sheet_state = "hidden"
    return book


@bent("hidden-sheet")
def _(form):
    return with_last_year()


@bent("hidden-list-sheet")
def _(form):
    book = Book(form)
    book.plain("选项", [["不适用"], ["0"], ["0.5"], ["1"]]).sheet_state = "veryHidden"
    return book


@bent("only-sheet-hidden")
def _(form):
    book = Book()
    book.plain("封面", [["青禾市政务公开工作自评材料"], ["2024年6月"]])
    book.add(form).sheet_state = "hidden"
    return book


@case("hidden-sheet-xls")
def _(folder):
    convert(with_last_year(), own(folder, "自评表.xls"))


@bent("empty-and-other-sheets")
def _(form):
    book = Book()
    book.plain("填表说明", [["填表说明"], ["一、自评得分填写至两位小数。"], ["二、不适用的指标填“不适用”。"]])
    book.add(form)
    book.plain("Sheet2")
    book.plain("Sheet3")
    return book


@bent("two-form-sheets")
def _(form):
    first = Form().put(_1_2_2=1)
    first.sheet = "初评"
    return Book(first, form)


@case("one-sheet-per-unit")
def _(folder):
    forms = [Form("青禾市公安局"), Form("青禾市公安局交通管理支队")]
    forms[0].sheet, forms[1].sheet = "市公安局", "市交警支队"
    save(folder / FOLDER / "公安系统/自评表.xlsx", Book(*forms).bytes())


@case("copy-same")
def _(folder):
    save(own(folder, "自评表 - 副本.xlsx"), Book(Form()).bytes())


@case("copy-saved-as-xls")
def _(folder):
    convert(Book(Form()), own(folder, "自评表.xls"))


def another():
    return Book(Form().put(_1_2_2=1.5)).bytes()


for _name in ("two-forms", "two-forms-chosen"):
    case(_name)(lambda folder: save(own(folder, "自评表（定稿）.xlsx"), another()))

case("older-in-folder")(lambda folder: save(own(folder, "旧/自评表.xlsx"), another()))
case("older-by-name")(lambda folder: save(own(folder, "自评表（初稿）.xlsx"), another()))


def two_days(folder, first, second):
    save(own(folder, first), Book(Form()).bytes())
    save(own(folder, second), another())


case("dated-names")(lambda folder: two_days(folder, "自评表20240610.xlsx", "自评表2024-06-23.xlsx"))
for _name in ("dated-names-without-year", "dated-names-with-year"):
    case(_name)(lambda folder: two_days(folder, "自评表（6月10日）.xlsx", "自评表（6月23日）.xlsx"))


@bent("alias-in-head")
def _(form):
    form.label = "填报单位：市教委"


@bent("label-as-offices-write-it")
def _(form):
    form.label = "填 报 单 位（盖章）：\u3000青禾市\u00a0教育局 "


@case("label-in-its-own-cell")
def _(folder):
    form = Form()
    form.label = None

    book = Book()
    form.notes = [""]
    sheet = book.add(form)
    sheet.unmerge_cells("A2:I2")
    sheet["A2"], sheet["C2"], sheet["G2"] = "单位名称", OWN, "填报日期：2024年6月20日"
    sheet.merge_cells("A2:B2")
    sheet.merge_cells("C2:E2")
    save(folder / FOLDER / "已收第一批/自评表.xlsx", book.bytes())


@bent("label-empty")
def _(form):
    form.label = "填报单位："


@bent("label-of-measure")
def _(form):
    form.date = "单位：分"


def titled(form, unit):
    form.title, form.label = f"{unit}2024年度政务公开工作自评表", None
    return Book(form).bytes()


@case("unit-in-title")
def _(folder):
    save(folder / FOLDER / "自评表汇总/自评表1.xlsx", titled(Form(), OWN))


@case("longer-name-in-title")
def _(folder):
    unit = "青禾市公安局交通管理支队"
    save(folder / FOLDER / "自评表汇总/自评表5.xlsx", titled(Form(unit), unit))


@bent("another-unit-in-notes")
def _(form):
    form.notes = ["注：本表由青禾市民政局统一印制，各单位填写后报青禾市政务公开办公室。"]


def unsigned():
    form = Form()
    form.label = None
    return form


@case("unit-in-file-name-only")
def _(folder):
    save(folder / FOLDER / "自评表-市教育局.xlsx", Book(unsigned()).bytes())


@case("unit-in-folder-only")
def _(folder):
    save(folder / FOLDER / "01市教育局（已收）/附件2.xlsx", Book(unsigned()).bytes())


@case("deep-nesting")
def _(folder):
    path = "市直部门/第一批/青禾市教育局/2024年自评材料/1.自评表/自评表.xlsx"
    save(folder / FOLDER / path, Book(unsigned()).bytes())


@bent("head-against-folder")
def _(form):
    form.label = "填报单位：青禾市民政局"


@case("file-name-against-folder")
def _(folder):
    save(own(folder, "青禾市民政局自评表.xlsx"), Book(unsigned()).bytes())


@bent("two-units-in-label")
def _(form):
    form.label = "填报单位：青禾市教育局、青禾市民政局"


@bent("unknown-unit-in-label")
def _(form):
    form.label = "填报单位：青禾市教育局（机关）"


@case("unknown-unit")
def _(folder):
    form = Form()
    form.label = "填报单位：青禾市档案馆"
    save(folder / FOLDER / "青禾市档案馆/自评表.xlsx", Book(form).bytes())


@case("unknown-folder")
def _(folder):
    save(folder / FOLDER / "青禾市档案馆/自评表.xlsx", Book(unsigned()).bytes())


@case("unnamed")
def _(folder):
    save(folder / FOLDER / "自评表.xlsx", Book(unsigned()).bytes())


def package(parts):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, data)
    return packed.getvalue()


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@case("no-form")
def _(folder):
    save(own(folder, "自评表（盖章）.pdf"), PDF)
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    text = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
    save(own(folder, "自评表.docx"), package({"[Content_Types].xml": types, "word/document.xml": text}))
    save(own(folder, "自评材料.zip"), package({"自评表.xlsx": Book(Form()).bytes()}))


@case("form-and-table")
def _(folder):
    text = (HERE / "base/settings.toml").read_text(encoding="utf-8")
    line = 'scores_form = "unit_rows"\n'
    assert line in text
    text = text.replace(line, line + 'self_scores = "self.csv"\nself_scores_form = "unit_rows"\n')
    save(folder / "settings.toml", text)
    shutil.copyfile(HERE / "base/scores.csv", folder / "self.csv")


@case("lock-files-beside")
def _(folder):
    lock = "\x05admin".encode() + b" " * 49 + "\x05\x00a\x00d\x00m\x00i\x00n\x00".encode() + b" \x00" * 49
    for name, data in {
        "~$自评表.xlsx": lock, ".~lock.自评表.xlsx#": ",admin,pc,20.06.2024 09:00,file:///;", "自评表.xlsx.tmp": b"PK\x03\x04",
        "自评表.xlsx.crdownload": b"PK\x03\x04half", "Thumbs.db": b"\xd0\xcf\x11\xe0", "desktop.ini": "[.ShellClassInfo]\r\n",
        "__MACOSX/._自评表.xlsx": b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        ",
    }.items():
        save(own(folder, name), data)


@case("other-files-beside")
def _(folder):
    book = Book()
    book.plain("佐证清单", [["序号", "材料名称", "对应指标", "页数"], [1, "公开指南截图", "公开指南更新", 3], [2, "年度报告", "年度报告发布", 12]])
    save(own(folder, "佐证清单.xlsx"), book.bytes())
    book = Book()
    book.plain("签到", [["姓名", "单位", "电话"], ["李明", "市教育局", "5550123"]])
    save(own(folder, "会议签到表.xlsx"), book.bytes())
    save(own(folder, "自评表（盖章扫描件）.pdf"), PDF)


@case("xls")
def _(folder):
    convert(Book(Form().put(_1_2_2="约2")), own(folder, "自评表.xls"))


@case("ods")
def _(folder):
    form = Form()
    table_from_c(form)
    convert(Book(form), own(folder, "自评表.ods"))


@case("xls-signs")
def _(folder):
    form = Form().put(_1_1_1="2", _1_1_2="１．５分", _1_2_1="2.5分", _3_3_2="不涉及")
    form.total_points = 17.5
    convert(Book(form), own(folder, "自评表.xls"))


@case("ods-plain")
def _(folder):
    form = Form().subtotals()
    form.rows.insert(6, {"kind": "blank"})
    form.total_points = 18.5
    convert(Book(form), own(folder, "自评表.ods"))


@case("xlsm")
def _(folder):
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    book = Book(Form()).patch("[Content_Types].xml", kind, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    save(own(folder, "自评表.xlsm"), book.bytes())


@case("et")
def _(folder):
    convert(Book(Form()), own(folder, "自评表.et"), "xls")


@case("wrong-endings")
def _(folder):
    save(own(folder, "自评表.xls"), Book(Form()).bytes())
    save(folder / FOLDER / "青禾市民政局/自评表.XLSX", Book(Form("青禾市民政局")).bytes())


@case("csv-gb18030")
def _(folder):
    form = Form()
    form.row("1.1.1")["explanation"] = "1.指南3月更新；\n2.目录4月更新，附“说明”。"
    save(own(folder, "自评表.csv"), csv_text(form).encode("gb18030"))


@case("csv-utf8-mark")
def _(folder):
    save(own(folder, "自评表.csv"), csv_text(Form().put(_1_2_2="约2")).encode("utf-8-sig"))


@case("csv-ragged")
def _(folder):
    text = csv_text(Form())
    old = "现行规范性文件31件已集中公开，"
    assert old in text
    save(own(folder, "自评表.csv"), text.replace(old, old.replace("，", ",")).encode())


def web_page(form):
    rows = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in grid(form))
    return f'<html><head><meta charset="utf-8"><title>自评表</title></head><body><table border="1">\n{rows}\n</table></body></html>\n'


def xml_spreadsheet(form):
    rows = "\n".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{escape(cell)}</Data></Cell>' for cell in row) + "</Row>"
        for row in grid(form))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="自评表"><Table>\n{rows}\n</Table></Worksheet></Workbook>\n')


case("html-as-xls")(lambda folder: save(own(folder, "自评表.xls"), web_page(Form())))
case("xml-as-xls")(lambda folder: save(own(folder, "自评表.xls"), xml_spreadsheet(Form())))


@case("text-as-xls")
def _(folder):
    text = "\r\n".join("\t".join(row) for row in grid(Form()))
    save(own(folder, "自评表.xls"), text.encode("gb18030"))


@case("password")
def _(folder):
    import msoffcrypto.format.ooxml as package_of
    import msoffcrypto.method.container.ecma376_encrypted as container
    import msoffcrypto.method.ecma376_agile as agile

    # Salts, keys and the hour come from outside: fixed ones give the same bytes.
    class Fixed(datetime.datetime):
        @classmethod
        def now(cls, zone=None):
            return cls(*FIXED)

    agile._random_buffer = random.Random(2024).randbytes
    container.datetime = Fixed
    locked = io.BytesIO()
    package_of.OOXMLFile(io.BytesIO(Book(Form()).bytes())).encrypt("2024", locked)
    save(own(folder), locked.getvalue())


@case("truncated")
def _(folder):
    data = Book(Form()).bytes()
    save(own(folder), data[: len(data) // 2])


@case("png-as-xlsx")
def _(folder):
    def chunk(kind, data):
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    picture = zlib.compress(b"".join(b"\x00" + b"\xff" * 16 for _ in range(16)))
    head = (16).to_bytes(4) * 2 + bytes([8, 0, 0, 0, 0])
    save(own(folder), b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", picture) + chunk(b"IEND", b""))


case("empty-file")(lambda folder: save(own(folder), b""))


@bent("empty-workbook")
def _(form):
    book = Book()
    book.plain("Sheet1")
    return book


@case("bomb")
def _(folder):
    raw = io.BytesIO(Book(Form()).bytes())
    packed = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for part in old.infolist():
            data = old.read(part)
            entry = zipfile.ZipInfo(part.filename, FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with new.open(entry, "w") as out:
                if part.filename == "xl/worksheets/sheet1.xml":
                    start, end = data.split(b"<sheetData>", 1)
                    out.write(start + b"<sheetData>")
                    for _ in range(300):
                        out.write(b" " * 1_000_000)
                    out.write(end)
                else:
                    out.write(data)
    save(own(folder), packed.getvalue())


def main():
    with open(HERE / "cases.toml", "rb") as file:
        listed = tomllib.load(file)["cases"]
    assert {one["name"] for one in listed} == set(BUILDERS), {one["name"] for one in listed} ^ set(BUILDERS)
    for folder in (HERE / "cases", HERE / "base" / FOLDER):
        shutil.rmtree(folder, ignore_errors=True)
    for unit in CLAIMS:
        save(HERE / "base" / FOLDER / unit / "自评表.xlsx", Book(Form(unit)).bytes())
    for one in listed:
        folder = HERE / "cases" / f"{one['number']:03}-{one['name']}"
        folder.mkdir(parents=True)
        BUILDERS[one["name"]](folder)
    run_conversions()


if __name__ == "__main__":
    main()
