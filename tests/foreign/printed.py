"""What stands where in a finished PDF, read with pdfminer.six (Debian's python3-pdfminer).

Distances are in points from the upper left corner of the page as it is looked at.
"""

import re
from dataclasses import dataclass

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar, LTContainer, LTLine
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, resolve1

MM = 72 / 25.4

# Marks as wide as a character whose ink is in one half: the other half may be taken by a neighbour.
OPENING = set("（《「『【〔‘“〈")
CLOSING = set("）》」』】〕’”〉，。、；：！？")


@dataclass
class Sign:
    """One character: its font, size, left and right edge, base line, and whether it belongs to a
    drawing (charts are drawn large and scaled down). Of one that is turned by a quarter, left and
    right are its ends down the page, the base line is its distance from the left."""

    text: str
    font: str
    size: float
    left: float
    right: float
    base: float
    turned: bool
    drawn: bool

    def box(self):
        """Left, top, right, bottom of what it takes up: the em box, of a mark the half with ink."""
        left, right = self.left, self.right
        if self.turned:
            return self.base - 0.12 * self.size, left, self.base + 0.88 * self.size, right
        if self.text in OPENING:
            left = (left + right) / 2
        elif self.text in CLOSING:
            right = (left + right) / 2
        return left, self.base - 0.88 * self.size, right, self.base + 0.12 * self.size


@dataclass
class Page:
    """One page: its signs in the order of drawing, the boxes of its figures, and its level lines as
    left end, right end, height on the page and width of the stroke."""

    number: int
    width: float
    height: float
    signs: list
    figures: list
    rules: list

    def lines(self):
        """Signs of one base line that stand upright, from the left; lines from the top."""
        rows = {}
        for sign in self.signs:
            if not sign.turned:
                rows.setdefault(round(sign.base, 1), []).append(sign)
        return [sorted(rows[base], key=lambda sign: sign.left) for base in sorted(rows)]


class _Reader(PDFLayoutAnalyzer):
    def __init__(self, resources):
        super().__init__(resources, laparams=None)
        self.signs, self.rules, self.size = [], [], (0, 0)

    def receive_layout(self, page):
        self.signs, self.rules, self.size = [], [], (page.width, page.height)

        def walk(box):
            for item in box:
                if isinstance(item, LTChar):
                    self.signs.append(_sign(item, page.height))
                elif isinstance(item, LTLine) and abs(item.y1 - item.y0) < 0.01:
                    self.rules.append((item.x0, item.x1, page.height - item.y0, item.linewidth))
                elif isinstance(item, LTContainer):
                    walk(item)

        walk(page)


def _sign(item, height):
    a, b, _, _, e, f = item.matrix
    turned = abs(b) > abs(a)
    size = item.width if turned else item.height
    font = re.sub(r"^[A-Z]{6}\+|-Identity-[HV]$", "", item.fontname)
    drawn = abs(max(abs(a), abs(b)) - 1) > 0.01
    if turned:
        return Sign(item.get_text(), font, size, height - item.y1, height - item.y0, e, True, drawn)
    return Sign(item.get_text(), font, size, item.x0, item.x1, height - f, False, drawn)


def _figures(document):
    """Boxes of the figures of a tagged PDF, by the object number of their page."""
    found = {}
    seen = set()

    def walk(node):
        if isinstance(node, PDFObjRef):
            if node.objid in seen:
                return
            seen.add(node.objid)
        node = resolve1(node)
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if getattr(node.get("S"), "name", None) == "Figure":
                attributes = resolve1(node.get("A")) or []
                attributes = attributes if isinstance(attributes, list) else [attributes]
                boxes = [resolve1(resolve1(attribute).get("BBox")) for attribute in attributes]
                if "Pg" in node:
                    found.setdefault(node["Pg"].objid, []).extend(boxes or [None])
            if "K" in node:
                walk(node["K"])

    root = resolve1(document.catalog.get("StructTreeRoot"))
    if root:
        walk(root.get("K"))
    return found


def pages(path):
    """Every page of a PDF."""
    resources = PDFResourceManager(caching=True)
    reader = _Reader(resources)
    interpreter = PDFPageInterpreter(resources, reader)
    with open(path, "rb") as file:
        document = PDFDocument(PDFParser(file))
        figures = _figures(document)
        for number, page in enumerate(PDFPage.create_pages(document), 1):
            interpreter.process_page(page)
            width, height = reader.size
            # A figure without a box may be anywhere in the text area of GB/T 9704.
            area = (28 * MM, 35 * MM, width - 26 * MM, height - 37 * MM)
            boxes = [box or area for box in figures.get(page.pageid, [])]
            boxes = [(x0, height - y1, x1, height - y0) for x0, y0, x1, y1 in boxes]
            yield Page(number, width, height, reader.signs, boxes, reader.rules)


def text_of(signs):
    """The text of signs, without spaces between them."""
    return "".join(sign.text for sign in signs)
