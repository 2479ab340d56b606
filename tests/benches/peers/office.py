"""docxtpl and LibreOffice: a document for every paper out of one template, all turned into PDF by
one LibreOffice.

    python office.py PAPERS OUTPUT PROFILE FOLDER...
"""

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage

import markup

HERE = Path(__file__).resolve().parent
SCHEMAS = "http://schemas.openxmlformats.org"
OFFICE = f"{SCHEMAS}/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="{SCHEMAS}/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml" ContentType="{MAIN}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{MAIN}.styles+xml"/>
<Override PartName="/word/header.xml" ContentType="{MAIN}.header+xml"/>
<Override PartName="/word/footer.xml" ContentType="{MAIN}.footer+xml"/>
</Types>"""
# LibreOffice has PDF/A-2b and, tagged, PDF/UA.
FILTERS = {
    "accessible": {"SelectPdfVersion": 2, "UseTaggedPDF": True, "PDFUACompliance": True},
    "small": {"SelectPdfVersion": 2, "UseTaggedPDF": False},
}
# Pixels of a chart in a millimetre: 200 in an inch.
PIXELS = 200 / 25.4


def relations(*pairs):
    rows = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(pairs, 1)
    )
    return f'<Relationships xmlns="{SCHEMAS}/package/2006/relationships">{rows}</Relationships>'


def make_template(path):
    """The template, of the parts in `word/`."""
    parts = [(part, f"{part}.xml") for part in ("styles", "header", "footer")]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", relations(("officeDocument", "word/document.xml")))
        package.writestr("word/_rels/document.xml.rels", relations(*parts))
        for part in ("document", "styles", "header", "footer"):
            package.write(HERE / "word" / f"{part}.xml", f"word/{part}.xml")


class Paper:
    """Blocks as the template wants them."""

    def __init__(self, template, folder, temporary):
        self.template, self.folder, self.temporary = template, folder, temporary

    def blocks(self, blocks, width):
        made = []
        for own in blocks:
            if own["is"] == "turn":
                width = 12755 if own["on"] else 8844
            made.append(getattr(self, own["is"])(own, width))
        return made

    def paragraph(self, own, _):
        size = markup.most(own["runs"], "size", 15.75)
        small = size < markup.SMALL
        style = {"title": "Title", "caption": "Caption"}.get(own["role"])
        if own["role"] == "heading":
            style = f"Heading{min(own['level'], 2)}"
        made = {**own, "style": style or ("Note" if small else "Normal"), "indents": None}
        if style is None:
            hanging = own.get("hanging", 0)
            first, left = own.get("indent", 0) - hanging, own.get("left", 0) + hanging
            made["indents"] = [round(left * 20), round(first * 20)]
            made["pitch_twips"] = round((size * 1.5 if small else own["pitch"]) * 20)
        return made

    def picture(self, own, _):
        """A chart as PNG: the template has no SVG."""
        png = Path(self.temporary) / f"{self.folder.name}-{Path(own['file']).stem}.png"
        size = str(round(own["width"] * PIXELS))
        chart = self.folder / own["file"]
        subprocess.run(["rsvg-convert", "--width", size, "--output", png, chart], check=True)
        image = InlineImage(self.template, str(png), width=Mm(min(own["width"], 225)))
        return {**own, "image": image}

    def turn(self, own, _):
        return own

    def table(self, own, width):
        widths = [round(share * width) for share in own["columns"]]
        open_cells, rows = {}, []
        for row in own["rows"]:
            cells, at, found = [], 0, iter(row)
            while at < len(widths):
                if open_cells.get(at, (0, 1))[0] > 0:
                    left, span = open_cells[at]
                    open_cells[at] = (left - 1, span)
                    cells.append(self.cell(widths, at, span, "continue", []))
                else:
                    cell = next(found, None)
                    if cell is None:
                        break
                    span = cell["colspan"]
                    down = "restart" if cell["rowspan"] > 1 else None
                    if down:
                        open_cells[at] = (cell["rowspan"] - 1, span)
                    blocks = self.blocks(cell["blocks"], sum(widths[at : at + span]))
                    cells.append(self.cell(widths, at, span, down, blocks))
                at += span
            rows.append(cells)
        return {"is": "table", "widths": widths, "cells": rows, "head": own["head"]}

    def cell(self, widths, at, span, down, blocks):
        width = sum(widths[at : at + span])
        return {"width": width, "colspan": span, "down": down, "blocks": blocks}

    def __getattr__(self, name):
        if name == "break":
            return lambda own, _: own
        raise AttributeError(name)


def main():
    papers, output, profile, *folders = sys.argv[1:]
    papers, output = Path(papers), Path(output)
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        make_template(f"{temporary}/template.docx")
        documents = []
        for folder in folders:
            blocks = json.loads((papers / folder / "blocks.json").read_text("utf-8"))
            template = DocxTemplate(f"{temporary}/template.docx")
            paper = Paper(template, papers / folder, temporary)
            values = {"body": paper.blocks(blocks["body"], 8844), "head": markup.text_of(blocks["head"])}
            template.render(values, autoescape=True)
            documents.append(f"{temporary}/{folder}.docx")
            template.save(documents[-1])
        options = {
            key: {"type": "boolean" if isinstance(value, bool) else "long", "value": str(value).lower()}
            for key, value in FILTERS[profile].items()
        }
        subprocess.run(
            [
                "soffice", f"-env:UserInstallation=file://{temporary}/profile", "--headless",
                "--convert-to", f"pdf:writer_pdf_Export:{json.dumps(options)}",
                "--outdir", output, *documents,
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )


if __name__ == "__main__":
    main()
