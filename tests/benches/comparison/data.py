"""Data folders, one cell apart, and the papers of each as peers read them."""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from html import escape
from xml.etree import ElementTree

from comparison.bench import BENCHES, ROOT

sys.path.insert(0, str(BENCHES / "peers"))
import blocks as reader  # noqa: E402

KINDS = ["unit", "city"]
# Where the cells are that change: a unit of the larger class, and the one unit of "one unit".
SCORES, UNIT = "评分表-市直部门.xlsx", "汕尾市教育局"
POINTS, REASON = "DE", "F"


def settings_without_copies(text, profile):
    """Reports alone, without editable copies, which no peer makes."""
    assert "[papers.unit]" not in text and "editable" not in text and "profile" not in text
    assert "[papers]" not in text
    return f'{text}\n[papers]\nprofile = "{profile}"\n\n[papers.unit]\neditable = false\n'


class Sheet:
    """The one sheet of a workbook, whose cells can be changed as text."""

    def __init__(self, path):
        self.path = path
        with zipfile.ZipFile(path) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
        strings = ElementTree.fromstring(self.parts["xl/sharedStrings.xml"])
        self.strings = ["".join(own.itertext()) for own in strings.iter(f"{space}si")]
        self.sheet = self.parts["xl/worksheets/sheet1.xml"].decode()

    def cell(self, place):
        """A cell as it is written, and its value."""
        found = re.search(rf'<c r="{place}"([^>]*?)(?:/>|>(.*?)</c>)', self.sheet)
        if not found or not found[2]:
            return found and found[0], None
        value = re.search(r"<v>(.*?)</v>", found[2])[1]
        return found[0], self.strings[int(value)] if 't="s"' in found[1] else float(value)

    def put(self, place, value):
        old, before = self.cell(place)
        style = re.search(r' s="\d+"', old)[0]
        new = f'<c r="{place}"{style}><v>{value}</v></c>'
        if isinstance(value, str):
            text = f"<is><t>{escape(value)}</t></is>"
            new = f'<c r="{place}"{style} t="inlineStr">{text}</c>'
        assert self.sheet.count(old) == 1 and before != value
        self.sheet = self.sheet.replace(old, new)

    def save(self):
        self.parts["xl/worksheets/sheet1.xml"] = self.sheet.encode()
        with zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, part in self.parts.items():
                package.writestr(name, part)

    def lost(self, unit):
        """A row of a unit that lost a part of its points, with a reason."""
        for row in range(3, self.sheet.count("<row ") + 1):
            points = [self.cell(f"{column}{row}")[1] for column in POINTS]
            reason = self.cell(f"{REASON}{row}")[1]
            if self.cell(f"A{row}")[1] == unit and reason and all(
                isinstance(own, float) and own > 0.2 for own in points
            ):
                return row, points, reason
        sys.exit(f"{unit} lost no points")


def make_data(bench):
    """The sample; then with a reason changed; then with a score changed too. The first score and
    the final one are two columns of one form, and have to agree."""
    names = ["data", "data-reason", "data-score"]
    for name, before in zip(names, [None, *names]):
        source = bench.folder / before if before else ROOT / "data"
        shutil.rmtree(bench.folder / name, ignore_errors=True)
        shutil.copytree(source, bench.folder / name)
    settings = (ROOT / "data/settings.toml").read_text(encoding="utf-8")
    settings = settings_without_copies(settings, bench.profile)
    for name in names:
        (bench.folder / name / "settings.toml").write_text(settings, encoding="utf-8")
        if name == "data":
            continue
        sheet = Sheet(bench.folder / name / SCORES)
        row, points, reason = sheet.lost(UNIT)
        sheet.put(f"{REASON}{row}", reason.rstrip("。") + "，至评估结束仍未改正")
        if name == "data-score":
            for column, own in zip(POINTS, points):
                sheet.put(f"{column}{row}", round(own - 0.1, 2))
        sheet.save()
    return names


def export(bench, data, papers):
    """Papers of a data folder, as peers read them."""
    papers = bench.folder / papers
    shutil.rmtree(papers, ignore_errors=True)
    only = [part for kind in KINDS for part in ("--only", kind)]
    order = [bench.program("examples/export"), papers, "--data", bench.folder / data, *only]
    subprocess.run([*order, "--fonts", bench.fonts], check=True)
    listed = json.loads((papers / "papers.json").read_text(encoding="utf-8"))["papers"]
    for paper in listed:
        folder = papers / paper["folder"]
        pieces = json.loads((folder / "pieces.json").read_text(encoding="utf-8"))
        made = json.dumps(reader.blocks(pieces), ensure_ascii=False)
        (folder / "blocks.json").write_text(made, encoding="utf-8")
    return listed


def changed(before, after):
    """Folders of papers that are no longer what they were."""
    old = {paper["folder"]: paper["sha256"] for paper in before}
    return [own["folder"] for own in after if old.get(own["folder"]) != own["sha256"]]
