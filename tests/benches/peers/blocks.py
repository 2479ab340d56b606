"""A paper's pieces (`pieces.json`, as `export` writes them) as blocks that any word processor knows:
headings, paragraphs, tables, pictures. All peers that are no Typst set these, so that every one sets
the same text, tables and charts."""

import re
import unicodedata

# The text of a page and of a turned one, in points, and the type of the text.
UPRIGHT, TURNED = 442.2, 637.8
SIZE, PITCH = 15.75, 29.53
# What a cell keeps free at its left and right together, in points.
INSETS = 9
INLINE = {"span", "a", "br", "strong", "em", "sub", "sup"}
ALIGNS = ("left", "center", "right")


def number(text):
    """The first number of a length as Typst writes it."""
    found = re.match(r"-?[0-9.]+", text or "")
    return float(found.group()) if found else None


class Reader:
    """Reads pieces: texts, and `[name, attributes, pieces]`."""

    def __init__(self):
        self.blocks = []
        self.head = []

    def read(self, pieces, place):
        """Pieces one below the other; what stands in a line between them is a paragraph."""
        line = []
        for piece in pieces:
            if isinstance(piece, str) or piece[0] in INLINE:
                line.append(piece)
            else:
                self.paragraph(line, place)
                line = []
                self.group(piece, place)
        self.paragraph(line, place)

    def group(self, group, place):
        name, said, pieces = group
        if name == "head":
            return
        if name == "p":
            own = inside(said, place)
            own["indent"] = number(said.get("data-indent")) or 0
            own["hanging"] = number(said.get("data-hanging")) or 0
            self.paragraph(pieces, own)
        elif name == "h1":
            self.read(pieces, {**place, "role": "title"})
        elif name == "heading":
            self.read(pieces, {**place, "role": "heading", "level": int(said["level"])})
        elif name == "table":
            self.table(group, place, said)
        elif name == "img":
            self.paragraph([group], place)
        else:
            self.part(group, inside(said, place))

    def part(self, group, place):
        """A piece that `layouts/editable.typ` marks."""
        _, said, pieces = group
        role = said.get("data-role")
        if "data-space" in said or role == "rule":
            return
        if role == "head":
            before, self.blocks = self.blocks, []
            self.read(pieces, {**place, "role": "head"})
            self.head, self.blocks = self.blocks, before
        elif role == "break":
            if self.blocks:
                self.blocks.append({"is": "break"})
        elif role == "turned":
            self.blocks.append({"is": "turn", "on": True})
            self.read(pieces, {**place, "width": TURNED})
            self.blocks.append({"is": "turn", "on": False})
        elif role in ("caption", "unit"):
            self.read(pieces, {**place, "role": role})
        elif role == "grid":
            self.grid(group, place)
        elif role == "table":
            self.table(find(group, "table") or group, place, said)
        else:
            self.read(pieces, place)

    def paragraph(self, pieces, place):
        runs = []
        collect(pieces, {"size": place["size"]}, runs)
        pictures = [run for run in runs if "file" in run]
        for picture in pictures:
            self.blocks.append({"is": "picture", **picture})
        runs = joined([run for run in runs if "file" not in run])
        if not any(run.get("text", "").strip() for run in runs):
            return
        runs[0]["text"] = runs[0].get("text", "").lstrip()
        keys = ("role", "level", "align", "pitch", "indent", "hanging", "left")
        self.blocks.append(
            {"is": "paragraph", **{key: place[key] for key in keys if key in place}, "runs": runs}
        )

    def apart(self, pieces, place):
        """Blocks of pieces, apart from what was read so far."""
        before, self.blocks = self.blocks, []
        self.read(pieces, place)
        made, self.blocks = self.blocks, before
        return made

    def grid(self, group, place):
        cells = [own for own in group[2] if role_of(own) == "cell"]
        count = max(len(columns(group[1].get("data-columns", ""))), 1)
        for at in range(0, len(cells), count):
            row = cells[at : at + count]
            if all(is_line(cell) for cell in row):
                line = []
                for cell in row:
                    line += ([["span", {"data-role": "tab"}, []]] if line else []) + cell[2]
                self.paragraph(line, place)
            else:
                # Tables do not nest in every peer: what stands side by side follows one another.
                for cell in row:
                    self.read(cell[2], inside(cell[1], place))

    def table(self, table, place, shape):
        rows = []
        self.rows(table, place, False, rows)
        if not rows:
            return
        heads = number(shape.get("data-head"))
        repeated = [head for head, _ in rows]
        head = repeated.index(False) if False in repeated else len(rows)
        head = min(head, int(heads)) if heads is not None else head
        cells = [own for _, own in rows]
        widths = fractions(columns(shape.get("data-columns", "")), cells, place)
        self.blocks.append({"is": "table", "columns": widths, "head": head, "rows": cells})

    def rows(self, group, place, head, rows):
        for own in group[2]:
            if isinstance(own, str):
                continue
            if own[0] == "tr":
                cells = [cell for cell in own[2] if cell[0] in ("td", "th")]
                rows.append((head, [self.cell(cell, place, head) for cell in cells]))
            else:
                self.rows(own, place, head or own[0] == "thead", rows)

    def cell(self, group, place, head):
        marked = next((own for own in group[2] if role_of(own) == "cell"), group)
        own = {**place, "role": "th" if head else "td"}
        own.pop("align", None)
        return {
            "colspan": int(group[1].get("colspan", 1)),
            "rowspan": int(group[1].get("rowspan", 1)),
            "blocks": self.apart(marked[2], inside(marked[1], own)),
        }


def inside(said, place):
    """A place with what a piece says of itself."""
    own = dict(place)
    side = said.get("data-align", "")
    align = next((name for name in ALIGNS if name in side), None)
    if align:
        own["align"] = align
    for key in ("pitch", "size"):
        own[key] = number(said.get(f"data-{key}")) or own[key]
    own["left"] = own.get("left", 0) + (number(said.get("data-left")) or 0)
    return own


def role_of(piece):
    return None if isinstance(piece, str) else piece[1].get("data-role")


def find(group, name):
    for own in group[2]:
        if isinstance(own, str):
            continue
        found = own if own[0] == name else find(own, name)
        if found:
            return found
    return None


def is_line(group):
    return all(
        isinstance(own, str) or own[0] in INLINE - {"br"} and is_line(own) for own in group[2]
    )


def collect(pieces, look, runs):
    """The runs of a line: texts with their look, breaks, tabs and pictures."""
    for piece in pieces:
        if isinstance(piece, str):
            runs.append({**look, "text": piece})
            continue
        name, said, own = piece
        if name == "br":
            runs.append({"break": True})
        elif name == "img":
            size = {side: float(said[f"data-{side}"]) for side in ("width", "height")}
            runs.append({"file": said["src"].lstrip("/"), "alt": said.get("alt", ""), **size})
        elif said.get("data-role") == "tab":
            runs.append({"tab": True})
        else:
            inner = dict(look)
            if "data-size" in said:
                weight = said.get("data-weight", "")
                heavy = "bold" in weight or (number(weight) or 0) >= 600
                face = said.get("data-face") or ""
                face = "biaosong" if heavy and face == "songti" else face
                inner.update(size=number(said["data-size"]), face=face)
                inner.update(bold=heavy and face != "biaosong", fill=said.get("data-fill", ""))
            link = said.get("href", "")
            if link.startswith(("http://", "https://")):
                inner["link"] = link
            if "data-space" in said and runs:
                runs.append({**look, "text": "\u3000"})
            collect(own, inner, runs)


def joined(runs):
    """Runs of one look next to one another are one."""
    made = []
    for run in runs:
        before = made[-1] if made else {}
        same = "text" in run and "text" in before
        if same and all(run.get(k) == before.get(k) for k in ("size", "face", "bold", "fill", "link")):
            before["text"] += run["text"]
        else:
            made.append(dict(run))
    return made


def columns(text):
    """Columns as Typst writes them: `(1fr, auto, 30mm)`, or a number of equal ones."""
    text = text.strip()
    if text.isdigit():
        return ["auto"] * int(text)
    return [part.strip() for part in text.strip("()").split(",") if part.strip()]


def ems(text):
    return sum(1 if unicodedata.east_asian_width(sign) in "WFA" else 0.56 for sign in text)


def natural(cell):
    """How wide a cell wants to be, in points."""
    widest = 0
    for block in cell["blocks"]:
        if block["is"] == "picture":
            widest = max(widest, block["width"] * 72 / 25.4)
        line = 0
        for run in block.get("runs", []):
            if "break" in run:
                line = 0
            line += ems(run.get("text", "")) * run.get("size", 10)
            widest = max(widest, line)
    return widest * 1.05 + INSETS


def fractions(said, rows, place):
    """The share of the width that each column takes."""
    count = max(sum(cell["colspan"] for cell in row) for row in rows)
    said = (said + ["auto"] * count)[:count]
    wanted = [INSETS] * count
    for row in rows:
        if len(row) == count:
            wanted = [max(w, natural(cell)) for w, cell in zip(wanted, row)]
    room = place["width"]
    widths, shares = [0.0] * count, [0.0] * count
    for at, own in enumerate(said):
        if own.endswith("fr"):
            shares[at] = number(own)
        elif fixed := re.search(r"([0-9.]+)pt", own):
            # A length may have a part of the width before it: `0% + 85.04pt`.
            widths[at] = float(fixed[1])
        else:
            widths[at] = min(wanted[at], room / 3)
    left = room - sum(widths)
    if sum(shares) and left > 0:
        widths = [w + s / sum(shares) * left for w, s in zip(widths, shares)]
    total = sum(widths)
    return [round(width / total, 4) for width in widths]


def blocks(pieces):
    """The blocks of a paper: its body, and the head of its pages."""
    reader = Reader()
    place = {"role": "body", "pitch": PITCH, "size": SIZE, "width": UPRIGHT}
    reader.read(pieces, place)
    return {"body": reader.blocks, "head": reader.head}
