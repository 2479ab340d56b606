"""Makes the city whose units handed in files: tiny ones of every kind.

Needs nothing but Python. Run it in this folder and commit what it writes:

    python3 make_materials.py

The same input gives the same bytes: dates inside the packages are fixed.
"""

import io
import shutil
import zipfile
import zlib
from pathlib import Path

CITY = Path(__file__).parent / "materials"
FIXED = (2024, 1, 1, 0, 0, 0)

COUNTIES = ["东河县", "西山县", "南湖区"]
DEPARTMENTS = ["市教育局", "市水务局"]
PIECES = ["自评表", "自评表盖章扫描件", "自评自查报告", "自评自查报告盖章扫描件"]
INDICATORS = [("1.1", "文件公开", 40), ("1.2", "政策解读", 20), ("2.1", "按期答复", 25), ("2.2", "答复质量", 15)]


def package(parts):
    """A zip package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts:
            archive.writestr(zipfile.ZipInfo(name, FIXED), text)
    return out.getvalue()


def core(modified):
    return (
        "docProps/core.xml",
        '<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/'
        'package/2006/metadata/core-properties" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{modified}</dcterms:modified></cp:coreProperties>',
    )


def docx(modified):
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    return package([
        ("[Content_Types].xml", f'<Types xmlns="{types}"/>'),
        ("word/document.xml", "<document/>"),
        core(modified),
    ])


def form(unit, points, modified):
    """A self-assessment form with a title, heads and signatures."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    rows = [["政务公开工作自评表"], [f"填报单位：{unit}"], ["指标编号", "指标名称", "分值", "自评得分", "自评说明"]]
    for (code, name, marks), own in zip(INDICATORS, points):
        rows.append([code, name, marks, own, ""])
    rows.append(["填表人：（签名）"])

    def cell(column, row, value):
        at = f"{'ABCDE'[column]}{row}"
        if isinstance(value, (int, float)):
            return f'<c r="{at}"><v>{value}</v></c>'
        return f'<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>' if value else ""

    data = "".join(
        f'<row r="{row}">' + "".join(cell(column, row, value) for column, value in enumerate(values)) + "</row>"
        for row, values in enumerate(rows, 1)
    )
    return package([
        (
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{office}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{office}.worksheet+xml"/></Types>',
        ),
        (
            "_rels/.rels",
            f'<Relationships xmlns="{rels}"><Relationship Id="r1" Type="{links}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        ),
        (
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets>'
            '<sheet name="自评表" sheetId="1" r:id="r1"/></sheets></workbook>',
        ),
        (
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{rels}"><Relationship Id="r1" Type="{links}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        ),
        ("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>'),
        core(modified),
    ])


def pdf(modified):
    """One empty page, with the date of its last change."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        f"<</ModDate({modified})>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info 4 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return out


def png():
    """One grey point."""

    def chunk(name, data):
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0")
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")


def ole(stream):
    """The beginning of an old binary file with one stream in its directory."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head[30:32] = (9).to_bytes(2, "little")
    head[48:52] = (0).to_bytes(4, "little")
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", stream))
    return bytes(head) + entries.ljust(512, b"\0")


def ofd(modified):
    return package([
        ("OFD.xml", f"<ofd:OFD><ofd:DocInfo><ofd:ModDate>{modified}</ofd:ModDate></ofd:DocInfo></ofd:OFD>"),
        ("Doc_0/Document.xml", "<ofd:Document/>"),
    ])


JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9"

FILES = {
    "01东河县/自评表.xlsx": form("东河县人民政府", [38, 20, 25, 14], "2024-06-19T01:00:00Z"),
    "01东河县/自评表（盖章）.pdf": pdf("D:20240619170000+08'00'"),
    "01东河县/自查报告.docx": docx("2024-06-19T02:00:00Z"),
    "01东河县/自查报告盖章.jpg": JPEG,
    "01东河县/联系人.txt": "办公室\n".encode(),
    "01东河县/佐证材料/1.1 文件公开/截图.png": png(),
    "01东河县/佐证材料/1.1 文件公开/市水务局来函.txt": "来函\n".encode(),
    "01东河县/佐证材料/1.2政策解读.txt": "解读\n".encode(),
    "01东河县/佐证材料/其他/2024年总结.txt": "总结\n".encode(),
    "西山县报送/第一批/西山县自评表.xlsx": form("西山县", [36, 18, 25, 13], "2024-06-18T01:00:00Z"),
    "西山县报送/第二批/自评表扫描件.pdf": pdf("D:20240620093000+08'00'"),
    "西山县报送/第二批/自评自查报告.doc": b"{\\rtf1 }",
    "西山县报送/第二批/自评自查报告（盖章扫描件）.pdf": pdf("D:20240620"),
    "县区/南湖区/附件1.xlsx": form("南湖区人民政府", [34, 18, 22, 12], "2024-06-17T01:00:00Z"),
    "县区/南湖区/自评表第1页.png": png(),
    "县区/南湖区/自评表第2页.png": png(),
    "县区/南湖区/自评报告.wps": ole("WordDocument"),
    "县区/南湖区/自评报告盖章.ofd": ofd("2024-06-20"),
    "县区/南湖区/证明材料/答复质量/答复书.txt": "答复\n".encode(),
    "部门/市教育局自评表盖章.pdf": pdf("D:20240620"),
    "部门/市教育局自查报告.docx": docx("2024-06-20T01:30:00Z"),
    "部门/市教育局自查报告盖章.pdf": pdf("D:20240620"),
    "部门/市水务局/自评表盖章.pdf": pdf("D:20240620"),
    "部门/市水务局/自查报告.docx": docx("2024-06-20T01:30:00Z"),
    "部门/市水务局/自查报告盖章.pdf": pdf("D:20240620"),
}

SETTINGS = """\
# 各单位交来的文件放在“材料”文件夹：自评表、扫描件、自查报告、佐证。由 make_materials.py 生成。

[assessment]
id = "materials"
subject = "政务公开工作"
period = "2024年度"
area = "青禾市"
organiser = "青禾市政务公开办公室"
stage = "submitted"
sample = true

[units]
file = "units.csv"

[[classes]]
code = "counties"
name = "县（区）"
indicators = "indicators.csv"
scores = "county-scores.csv"
scores_form = "unit_rows"

[[classes]]
code = "departments"
name = "市直部门"
indicators = "indicators.csv"
scores = "department-scores.csv"
scores_form = "unit_rows"
self_scores = "department-self.csv"

[scoring.grade]
method = "none"

[registers]
submissions = "submissions.csv"

[materials]
folder = "材料"

[submissions]
deadline = "2024-06-24 18:00"
pieces = ["自评表", "自评表盖章扫描件", "自评自查报告", "自评自查报告盖章扫描件"]
"""


def main():
    shutil.rmtree(CITY, ignore_errors=True)
    CITY.mkdir()
    write = lambda name, text: (CITY / name).write_text(text, encoding="utf-8", newline="\n")
    write("settings.toml", SETTINGS)
    lines = [f"{n},C0{n},{name}人民政府,{name},counties" for n, name in enumerate(COUNTIES, 1)]
    lines += [f"{n},D0{n},青禾{name},{name},departments" for n, name in enumerate(DEPARTMENTS, 1)]
    write("units.csv", "序号,单位代码,单位名称,单位简称,类别\n" + "\n".join(lines) + "\n")
    names = ["主动公开", "", "依申请公开", ""]
    rows = [f"{level},{name},{code},{marks}" for level, (code, name, marks) in zip(names, INDICATORS)]
    write("indicators.csv", "一级指标,二级指标,指标编号,分值\n" + "\n".join(rows) + "\n")
    head = "单位," + ",".join(code for code, _, _ in INDICATORS) + "\n"
    write("county-scores.csv", head + "东河县,36,18,25,14\n西山县,32,16,20,12\n南湖区,30,14,20,10\n")
    write("department-scores.csv", head + "市教育局,38,19,25,13\n市水务局,30,15,20,12\n")
    write("department-self.csv", "指标编号,市教育局,市水务局\n1.1,40,34\n1.2,20,18\n2.1,25,25\n2.2,14,13\n")
    register = [f"{unit},{piece},2024-06-20 17:00,," for unit in COUNTIES + DEPARTMENTS for piece in PIECES]
    write("submissions.csv", "单位名称,材料,首次报送时间,退回时间,再次报送时间\n" + "\n".join(register) + "\n")
    for name, data in FILES.items():
        path = CITY / "材料" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


main()
