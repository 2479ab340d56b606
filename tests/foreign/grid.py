"""The grid of GB/T 9704, measured on finished PDFs: margins, lines, characters, type sizes, page
numbers, captions, headings, continued tables, turned pages, heads of letters, signatures.

    python3 grid.py [--head none|reserve|letter|full] FILE.pdf...

Prints a table of what was measured, least and most, against what it should be; ends with 1 where a
measure is off, and where one of `--need NAME,NAME` was not met with at all.
"""

import argparse
import re
import sys

import printed
from printed import MM, text_of

BODY, PITCH = 15.75, 29.53
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, (210 - 26) * MM, 37 * MM, (297 - 35) * MM
FANG, KAI, HEI, SONG, BIAO = (
    "FandolFang-Regular", "FandolKai-Regular", "NotoSansCJKsc-Regular", "NotoSerifCJKsc-Regular", "NotoSerifCJKsc-Bold",
)

# name: (what it should be, how far it may be off; none: no less than that)
WANTED = {
    "page width, mm": (210, 0.05),
    "page height, mm": (297, 0.05),
    "top margin of full pages, mm": (37, 0.05),
    "left margin, mm": (28, 0.05),
    "right margin of full lines, mm": (26, 0.05),
    "pitch of lines, pt": (29.53, 0.02),
    "lines of a full page": (22, 0),
    "characters of a full line": (28, 0),
    "body size, pt": (15.75, 0.01),
    "indent of paragraphs, characters": (2, 0.02),
    "title size, pt": (22, 0.01),
    "title off the middle, mm": (0, 0.1),
    "heading 1 indent, characters": (2, 0.02),
    "heading 2 indent, characters": (2, 0.02),
    "lines of text after a heading on its page": (1, None),
    "page number size, pt": (14, 0.01),
    "page number below the text area, mm": (7, 0.05),
    "odd page number from the right edge, characters": (1, 0.02),
    "even page number from the left edge, characters": (1, 0.02),
    "turned page: number on the edge of the upright page, characters": (1, 0.02),
    "turned page: number below the text area, mm": (7, 0.05),
    "caption size, pt": (10.5, 0.01),
    "table title above its table, pt": (10, 9),
    "figure title below its chart, pt": (8, 8),
    "pages that go on with a table, without 续表": (0, 0),
    "pages that go on with a table": (1, None),
    "附件 on line": (1, 0.01),
    "title of 附件 on line": (3, 0.3),
    "title of 附件 off the middle, mm": (0, 0.1),
    "date from the right edge, characters": (4, 0.02),
    "name off the middle of the date, characters": (0, 0.02),
    "lines of text above the signature on its page": (1, None),
    "empty lines between title and receiver": (1, 0.02),
    "red name from the text area, mm": (35, 0.05),
    "red line as wide as the text, mm": (156, 0.05),
    "red line below the number, mm": (4, 0.3),
    "title below the red line, lines": (2.47, 0.03),
    "title below where the red line is printed, lines": (2.47, 0.03),
    "name of a letter from the edge of the sheet, mm": (30, 0.05),
    "double lines of a letter, mm": (170, 0.05),
    "double line below the name, mm": (4, 0.05),
    "number below the double line, characters": (0.875, 0.02),
    "foot line from the edge of the sheet, mm": (20, 0.05),
    "page numbers on the first page of a letter": (0, 0),
}

measured = {}
where = {}


def measure(name, value, place):
    wanted, slack = WANTED[name]
    measured.setdefault(name, []).append(value)
    off = value < wanted if slack is None else abs(value - wanted) > slack + 1e-6
    if off:
        where.setdefault(name, []).append(f"{place}: {value:.2f}")


def full_width(sign):
    return abs(sign.right - sign.left - sign.size) < 0.02 and sign.text not in printed.OPENING | printed.CLOSING | set("—…")


def middle(line):
    """Where the middle of what is seen of a line stands."""
    return (line[0].box()[0] + line[-1].box()[2]) / 2


def is_body(line):
    return abs(line[0].size - BODY) < 0.01 and not line[0].drawn


def is_heading(line):
    text, font = text_of(line), line[0].font
    first = re.match(r"[一二三四五六七八九十]+、", text) and font == HEI
    return 1 if first else 2 if re.match(r"（[一二三四五六七八九十]+）", text) and font == KAI else 0


def page_number(page, place, first_of_letter):
    numbers = [line for line in page.lines() if line[0].font == SONG and re.fullmatch(r"— ?\d+ ?—", text_of(line)) and line[0].base > BOTTOM]
    if first_of_letter:
        measure("page numbers on the first page of a letter", len(numbers), place)
        return None
    if len(numbers) != 1:
        where.setdefault("page number below the text area, mm", []).append(f"{place}: {len(numbers)} page numbers")
        return None
    line = numbers[0]
    size = line[0].size
    measure("page number size, pt", size, place)
    measure("page number below the text area, mm", (line[0].base - 0.88 * size - BOTTOM) / MM, place)
    if page.number % 2:
        measure("odd page number from the right edge, characters", (RIGHT - line[-1].right) / size, place)
    else:
        measure("even page number from the left edge, characters", (line[0].left - LEFT) / size, place)
    return line


def turned_page(page, place):
    """The number stands where it does on the upright sheet that is bound."""
    signs = [sign for sign in page.signs if sign.turned and sign.font == SONG]
    number = "".join(sign.text for sign in signs).replace(" ", "")
    if not re.fullmatch(r"—\d+—", number):
        where.setdefault("turned page: number below the text area, mm", []).append(f"{place}: “{number}”")
        return
    size = signs[0].size
    # Turned back against the clock, the left of this page is the foot of the sheet, its top the left.
    top = page.width - signs[0].base - 0.88 * size
    measure("turned page: number below the text area, mm", (top - BOTTOM) / MM, place)
    off = RIGHT - signs[-1].right if page.number % 2 else signs[0].left - LEFT
    measure("turned page: number on the edge of the upright page, characters", off / size, place)


def text_lines(page):
    return [line for line in page.lines() if TOP - 1 < line[0].base < BOTTOM + 1]


def body(page, lines, place):
    own = [line for line in lines if is_body(line)]
    for line in own:
        measure("body size, pt", line[0].size, place)
    in_full = [line for line in own if line[0].font == FANG and line[-1].right > RIGHT - 0.6]
    for line in in_full:
        left = line[0].box()[0]
        # A mark at the end of a line may stand out by its blank half.
        if line[-1].text not in printed.CLOSING:
            measure("right margin of full lines, mm", 210 - line[-1].right / MM, place)
        if left < LEFT + BODY:
            measure("left margin, mm", left / MM, place)
        elif left < LEFT + 3 * BODY and line[0].text not in printed.OPENING:
            measure("indent of paragraphs, characters", (left - LEFT) / BODY, place)
        if all(full_width(sign) for sign in line) and left < LEFT + 1:
            measure("characters of a full line", len(line), place)
    # Lines of one paragraph: neighbours in the same column, a full line before.
    for one, other in zip(lines, lines[1:]):
        step = other[0].base - one[0].base
        if one in in_full and is_body(other) and other[0].font == FANG and other[0].left < LEFT + 1 and step < 1.5 * PITCH:
            measure("pitch of lines, pt", step, place)
    if lines and all(is_body(line) for line in lines):
        measure("top margin of full pages, mm", (lines[0][0].base - 0.88 * BODY) / MM, place)
        # A signature may end on the last line, and has empty lines above it.
        signed = any(is_date(line) for line in lines)
        if lines[-1][0].base - lines[0][0].base > 21 * PITCH - 1 and not signed:
            measure("lines of a full page", len(lines), place)


def headings(lines, place):
    for at, line in enumerate(lines):
        level = is_heading(line)
        if level and is_body(line):
            measure(f"heading {level} indent, characters", (line[0].box()[0] - LEFT) / BODY if level == 1 else (line[0].left - LEFT) / BODY, place)
            measure("lines of text after a heading on its page", len(lines) - at - 1, place)


def captions(page, lines, place):
    for at, line in enumerate(lines):
        text = text_of(line)
        if line[0].font != HEI or line[0].drawn or not re.match(r"[表图]\d+　", text):
            continue
        measure("caption size, pt", line[0].size, place)
        top, bottom = line[0].base - 0.88 * line[0].size, line[0].base + 0.12 * line[0].size
        if text[0] == "表":
            below = [next_line for next_line in lines[at + 1 :] if next_line[0].size != line[0].size]
            if below:
                measure("table title above its table, pt", below[0][0].base - 0.88 * below[0][0].size - bottom, place)
            else:
                where.setdefault("table title above its table, pt", []).append(f"{place}: nothing below “{text[:20]}”")
        else:
            above = [figure[3] for figure in page.figures if figure[3] < top + 1]
            if above:
                measure("figure title below its chart, pt", top - max(above), place)


def continued(page, lines, place):
    """A page that begins with small type begins with a table that goes on, a chart or a caption."""
    if not lines or page.number == 1:
        return
    first = lines[0]
    if first[0].drawn or first[0].size > 10 or first[0].font != HEI:
        return
    if first[0].base > TOP + 40 or any(figure[1] < first[0].base < figure[3] for figure in page.figures):
        return
    text = text_of(first)
    # Notes below a table are as small as the line above it.
    if text.startswith("续表") or text.startswith("单位：") or first[0].size > 9:
        measure("pages that go on with a table", 1, place)
        without = 0 if text.startswith("续表") else 1
        measure("pages that go on with a table, without 续表", without, f"{place} “{text[:20]}”")


def attachments(lines, place):
    if lines and re.fullmatch(r"附件\d*", text_of(lines[0])) and lines[0][0].font == HEI and abs(lines[0][0].size - BODY) < 0.01:
        measure("附件 on line", 1 + (lines[0][0].base - 0.88 * BODY - TOP) / PITCH, place)
        title = [line for line in lines if line[0].font == BIAO]
        if title:
            line = title[0]
            measure("title of 附件 on line", 1 + (line[0].base - 0.88 * line[0].size - TOP) / PITCH, place)
            measure("title of 附件 off the middle, mm", (middle(line) - (LEFT + RIGHT) / 2) / MM, place)


def is_date(line):
    return is_body(line) and re.fullmatch(r"[\d　]*年[\d　]*月[\d　]*日", text_of(line))


def signature(lines, place, sealed):
    for at, line in enumerate(lines):
        if not sealed or not is_date(line):
            continue
        measure("date from the right edge, characters", (RIGHT - line[-1].right) / BODY, place)
        name = lines[at - 1]
        measure("name off the middle of the date, characters", (middle(name) - middle(line)) / BODY, place)
        measure("lines of text above the signature on its page", at - 1, place)


def first_page(page, lines, place, head):
    title = [line for line in page.lines() if line[0].font == BIAO and 20 < line[0].size < 22.9 and line[0].base > TOP]
    for line in title:
        measure("title size, pt", line[0].size, place)
        measure("title off the middle, mm", (middle(line) - (LEFT + RIGHT) / 2) / MM, place)
    if head is None or not title:
        return
    under = [line for line in lines if line[0].base > title[-1][0].base]
    if under and text_of(under[0]).endswith("："):
        distance = under[0][0].base - 0.88 * BODY - (title[-1][0].base + 0.12 * 22)
        measure("empty lines between title and receiver", (distance - (PITCH - BODY)) / PITCH, place)
    title_top = title[0][0].base - 0.88 * 22
    number = [line for line in page.lines() if "〕" in text_of(line) and line[0].base < title_top]
    name = [line for line in page.lines() if line[0].font == BIAO and line[0].base < title_top]
    if head == "full":
        line, rule = name[0], page.rules[0]
        measure("red name from the text area, mm", (line[0].base - 0.88 * line[0].size - TOP) / MM, place)
        measure("red line as wide as the text, mm", (rule[1] - rule[0]) / MM, place)
        measure("red line below the number, mm", (rule[2] - number[0][0].base - 0.12 * BODY) / MM, place)
        measure("title below the red line, lines", (title_top - rule[2]) / PITCH, place)
    if head == "reserve":
        # 35 mm, a name of 34 pt, two lines, the number, 4 mm.
        rule = TOP + 35 * MM + 34 + 2 * PITCH + (PITCH - BODY) + BODY + 4 * MM
        measure("title below where the red line is printed, lines", (title_top - rule) / PITCH, place)
    if head == "letter":
        line, rules = name[0], sorted(page.rules, key=lambda rule: rule[2])
        name_top = line[0].base - 0.88 * line[0].size
        measure("name of a letter from the edge of the sheet, mm", name_top / MM, place)
        for rule in rules:
            measure("double lines of a letter, mm", (rule[1] - rule[0]) / MM, place)
        measure("double line below the name, mm", (rules[0][2] - rules[0][3] / 2 - name_top - line[0].size) / MM, place)
        lower = rules[1][2] + rules[1][3] / 2
        measure("number below the double line, characters", (number[0][-1].base - 0.88 * BODY - lower) / BODY, place)
        measure("foot line from the edge of the sheet, mm", 297 - (rules[-1][2] + rules[-1][3] / 2) / MM, place)


def paper(path, head, sealed):
    for page in printed.pages(path):
        place = f"{path.rsplit('/', 1)[-1]} page {page.number}"
        if page.width > page.height:
            turned_page(page, place)
            continue
        measure("page width, mm", page.width / MM, place)
        measure("page height, mm", page.height / MM, place)
        page_number(page, place, head == "letter" and page.number == 1)
        lines = text_lines(page)
        body(page, lines, place)
        headings(lines, place)
        captions(page, lines, place)
        continued(page, lines, place)
        attachments(lines, place)
        signature(lines, place, sealed)
        if page.number == 1:
            first_page(page, lines, place, head)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--head", choices=["none", "reserve", "letter", "full"])
    parser.add_argument("--need", default="")
    parser.add_argument("files", nargs="+")
    order = parser.parse_args()
    for path in order.files:
        paper(path, order.head, order.head is not None)
    print(f"{'measure':<66}{'wanted':>8}{'least':>9}{'most':>9}{'times':>7}")
    for name, (wanted, _) in WANTED.items():
        values = measured.get(name)
        if values:
            print(f"{name:<66}{wanted:>8g}{min(values):>9.2f}{max(values):>9.2f}{len(values):>7}")
    bad = False
    for name, places in where.items():
        bad = True
        print(f"off: {name}: {'; '.join(places[:6])}{f' and {len(places) - 6} more' if len(places) > 6 else ''}")
    for name in filter(None, order.need.split(";")):
        if name not in measured:
            bad = True
            print(f"not met with: {name}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
