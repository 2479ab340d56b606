"""Makes the font files and licences of this folder from unpacked Debian packages. Started by cut.sh, which pins everything.

cut.py ROOT OUT    ROOT: where the packages are unpacked; OUT: the folder to write into
"""

import bz2
import gzip
import re
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
FANDOL_DOC = "usr/share/doc/texlive-doc/fonts/fandol"
NOTO = "usr/share/fonts/opentype/noto"
NOTO_COPYRIGHT = "usr/share/doc/fonts-noto-cjk/copyright"
UNIHAN = "usr/share/unicode/Unihan_OtherMappings.txt.bz2"

COPIED = {  # file: folder
    "FandolFang-Regular": "fandol-fang",
    "FandolKai-Regular": "fandol-kai",
}
CUT = {  # PostScript name of the face: collection that holds it, folder
    "NotoSansCJKsc-Regular": ("NotoSansCJK-Regular.ttc", "noto-sans-cjk-sc"),
    "NotoSerifCJKsc-Regular": ("NotoSerifCJK-Regular.ttc", "noto-serif-cjk-sc"),
    "NotoSerifCJKsc-Bold": ("NotoSerifCJK-Bold.ttc", "noto-serif-cjk-sc"),
}

# A glyph id above 32,767 is drawn as nothing by what sets the papers, so few features, and a bound on the glyphs.
FEATURES = ["kern", "halt", "palt", "chws"]
MAX_GLYPHS = 32_768

# Signs beside the Han characters. What a face lacks in a range is left out.
SIGNS = [
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x02FF),  # Latin-1, pinyin and other Latin letters
    (0x0370, 0x04FF),  # Greek, Cyrillic
    (0x1E3E, 0x1E3F),  # pinyin m with acute
    (0x2000, 0x2BFF),  # punctuation, arrows, mathematics, circled numbers, box drawing, shapes, ticks
    (0x2E3A, 0x312F),  # long dashes, radicals, CJK punctuation, kana, bopomofo
    (0x31A0, 0x33FF),  # bopomofo, strokes, numbers in brackets, square units
    (0x9FB4, 0x9FBB),  # GB 18030 characters that GBK had in the private use area
    (0xF900, 0xFAFF),  # compatibility ideographs, as pasted from other systems
    (0xFE10, 0xFE6F),  # vertical and small forms
    (0xFF00, 0xFF9F),  # full-width and half-width forms
    (0xFFE0, 0xFFEF),
    (0x1F100, 0x1F2FF),  # enclosed letters and characters
]


def double_byte(codec, low, trail):
    """The characters that two bytes stand for in a codec, without the private use area."""
    found = set()
    for first in range(low, 0xFF):
        for second in range(trail, 0xFF):
            try:
                text = bytes((first, second)).decode(codec)
            except UnicodeDecodeError:
                continue
            if len(text) == 1 and not 0xE000 <= ord(text) <= 0xF8FF:
                found.add(ord(text))
    return found


def general_standard(root):
    """The 8,105 characters of 通用规范汉字表, which Unihan lists as kTGH."""
    with bz2.open(root / UNIHAN, "rt", encoding="utf-8") as lines:
        table = dict(re.findall(r"^U\+([0-9A-F]+)\tkTGH\t2013:(\d+)$", lines.read(), re.M))
    assert sorted(map(int, table.values())) == list(range(1, 8106)), "kTGH is not 1 to 8105"
    return {int(code, 16) for code in table}


def cut(collection, name, characters, target):
    """One face of a collection, taken by name, with these characters only."""
    # A collection's fonts get the current time at saving, unless told otherwise here.
    fonts = TTCollection(collection, lazy=True, recalcTimestamp=False).fonts
    faces = [font for font in fonts if font["name"].getDebugName(6) == name]
    assert len(faces) == 1, f"{collection.name} has {len(faces)} faces named {name}"
    options = subset.Options(
        layout_features=FEATURES,
        hinting=False,
        desubroutinize=False,
        notdef_outline=True,
        name_IDs=["*"],
        name_languages=["*"],
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(faces[0])
    target.parent.mkdir(parents=True, exist_ok=True)
    subset.save_font(faces[0], target, options)


def open_font_license(root, copyrights):
    """The OFL from Debian's copyright file, below the copyright notices that the fonts themselves carry."""
    text = (root / NOTO_COPYRIGHT).read_text(encoding="utf-8")
    paragraph = re.search(r"^License: SIL-1\.1\n((?: .*\n)+)", text, re.M)[1]
    lines = [line[1:] for line in paragraph.splitlines()]
    licence = "\n".join("" if line == "." else line for line in lines)
    return "\n".join(copyrights) + f"\n\nThis Font Software is licensed under the SIL Open Font License, Version 1.1.\n\n{licence}\n"


def report(path, sets):
    """What README.md says of a font."""
    font = TTFont(path, lazy=True)
    names, count, has = font["name"], font["maxp"].numGlyphs, set(font.getBestCmap())
    print(f"{path.name}: {names.getDebugName(1)}, {names.getDebugName(5).split(';')[0]}, "
          f"{path.stat().st_size:,} bytes, {count:,} glyphs, {len(has):,} characters", file=sys.stderr)
    assert count < MAX_GLYPHS, f"{path.name} has {count} glyphs"
    for label, characters in sets.items():
        lacking = sorted(characters - has)
        shown = " ".join(f"{chr(c)} U+{c:04X}" for c in lacking) if len(lacking) <= 40 else f"{len(lacking):,} characters"
        print(f"    lacks of {label} ({len(characters):,}): {shown or 'nothing'}", file=sys.stderr)


def main():
    root, out = map(Path, sys.argv[1:])
    sets = {
        "ASCII": set(range(0x20, 0x7F)),
        "GB 2312": double_byte("gb2312", 0xA1, 0xA1),
        "GBK": double_byte("gbk", 0x81, 0x40) | double_byte("gb18030", 0x81, 0x40),
        "通用规范汉字表": general_standard(root),
    }
    characters = set().union(*sets.values(), *(range(low, high + 1) for low, high in SIGNS))
    made = []

    for name, folder in COPIED.items():
        target = out / folder / f"{name}.otf"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((root / FANDOL / target.name).read_bytes())
        (target.parent / "COPYING").write_bytes(gzip.decompress((root / FANDOL_DOC / "COPYING.gz").read_bytes()))
        (target.parent / "README").write_bytes((root / FANDOL_DOC / "README").read_bytes())
        made.append(target)

    copyrights = {}
    for name, (collection, folder) in CUT.items():
        target = out / folder / f"{name}.otf"
        cut(root / NOTO / collection, name, characters, target)
        notice = TTFont(target, lazy=True)["name"].getDebugName(0)
        copyrights.setdefault(target.parent, set()).add(notice)
        made.append(target)
    for folder, notices in copyrights.items():
        (folder / "OFL.txt").write_text(open_font_license(root, sorted(notices)), encoding="utf-8")

    for path in made:
        report(path, sets)


if __name__ == "__main__":
    main()
