"""A paper's blocks as HTML: the source of WeasyPrint and of pandoc."""

from html import escape

# Type below this size in points is a note to the text.
SMALL = 12


def most(runs, key, other):
    """What most signs of runs have."""
    counts = {}
    for run in runs:
        counts[run.get(key) or other] = counts.get(run.get(key) or other, 0) + len(run.get("text", ""))
    return max(counts, key=counts.get) if counts else other


def inline(runs, face, size):
    made = []
    for run in runs:
        if "break" in run:
            made.append("<br>")
            continue
        text = "\u3000" if "tab" in run else escape(run["text"])
        style, own = [], run.get("face") or face
        if abs((run.get("size") or size) - size) > 0.01:
            style.append(f"font-size:{run['size']}pt")
        if run.get("bold"):
            style.append("font-weight:bold")
        if run.get("fill") not in (None, "", "#000000"):
            style.append(f"color:{run['fill']}")
        if style or own != face:
            text = f'<span class="{own}" style="{";".join(style)}">{text}</span>'
        if "link" in run:
            text = f'<a href="{escape(run["link"])}">{text}</a>'
        made.append(text)
    return "".join(made)


def paragraph(block):
    role, runs = block["role"], block["runs"]
    face, size = most(runs, "face", "fangsong"), most(runs, "size", 15.75)
    words = inline(runs, face, size)
    style = [f"font-size:{size}pt"]
    if block.get("align"):
        style.append(f"text-align:{block['align']}")
    if role == "title":
        return f"<h1>{words}</h1>"
    if role == "heading":
        level = min(block["level"], 3) + 1
        return f'<h{level} class="{face}" style="{";".join(style)}">{words}</h{level}>'
    style.append(f"line-height:{block['pitch'] if size >= SMALL else size * 1.5:.4g}pt")
    hanging = block.get("hanging", 0)
    if block.get("indent") or hanging:
        style.append(f"text-indent:{block['indent'] - hanging:.4g}pt")
    if block.get("left") or hanging:
        style.append(f"margin-left:{block.get('left', 0) + hanging:.4g}pt")
    kind = "small" if size < SMALL else ""
    names = " ".join(name for name in (role if role in ("caption", "unit") else "", face) if name)
    made = f'<p class="{names}" style="{";".join(style)}">{words}</p>'
    wraps = [kind] if kind and role not in ("td", "th") else []
    wraps += [block["align"]] if block.get("align") in ("center", "right") else []
    for name in wraps:
        made = f'<div class="{name}">{made}</div>'
    return made


def cell(own, name):
    spans = "".join(f' {key}="{own[key]}"' for key in ("colspan", "rowspan") if own[key] > 1)
    aligns = [block.get("align") for block in own["blocks"] if block.get("align")]
    align = f' style="text-align:{aligns[0]}"' if aligns else ""
    return f"<{name}{spans}{align}>{body(own['blocks'])}</{name}>"


def table(block):
    columns = "".join(f'<col style="width:{share * 100:.4g}%">' for share in block["columns"])
    made = [f"<table><colgroup>{columns}</colgroup>"]
    rows, head = block["rows"], block["head"]
    for tag, name, part in (("thead", "th", rows[:head]), ("tbody", "td", rows[head:])):
        if part:
            lines = ["<tr>" + "".join(cell(own, name) for own in row) + "</tr>" for row in part]
            made.append(f"<{tag}>{''.join(lines)}</{tag}>")
    return "".join(made) + "</table>"


def body(blocks):
    made = []
    for block in blocks:
        kind = block["is"]
        if kind == "paragraph":
            made.append(paragraph(block))
        elif kind == "table":
            made.append(table(block))
        elif kind == "picture":
            # pandoc reads the attribute, WeasyPrint the style.
            size = f"{block['width']}mm"
            size = f'width="{size}" style="width:{size}"'
            picture = f'<img src="{block["file"]}" alt="{escape(block["alt"])}" {size}>'
            made.append(f'<p class="picture">{picture}</p>')
        elif kind == "break":
            made.append('<div class="break"></div>')
        elif kind == "turn":
            made.append('<div class="turned">' if block["on"] else "</div>")
    return "\n".join(made)


def text_of(blocks):
    return "".join(run.get("text", "\u3000") for block in blocks for run in block.get("runs", []))


def page(blocks, title, style=""):
    """The whole paper; what stands at the head of pages comes first."""
    head = escape(text_of(blocks["head"]))
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'{style}</head><body><div class="head">{head}</div>\n{body(blocks["body"])}</body></html>'
    )
