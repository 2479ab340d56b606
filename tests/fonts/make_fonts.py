"""The small fonts of the tests, made with fontTools from the carried Noto Sans CJK SC (OFL 1.1, no
reserved name): one under an office's names in two languages, one whose licence bits forbid embedding,
and a variable one.

    python3 tests/fonts/make_fonts.py
"""

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
SOURCE = HERE / "../../fonts/noto-sans-cjk-sc/NotoSansCJKsc-Regular.otf"
TEXT = "0123456789政务公开工作评估得分单位一二三四五六七八九十年度的在为和，。"


def cut(name, chinese, english, embedding):
    font = TTFont(SOURCE, recalcTimestamp=False)
    options = Options()
    options.layout_features = []
    options.notdef_outline = True
    options.name_IDs = [0, 13]
    cutter = Subsetter(options)
    cutter.populate(text=TEXT)
    cutter.subset(font)
    names = font["name"]
    for identifier in (1, 4, 16):
        names.setName(english, identifier, 3, 1, 0x409)
        names.setName(chinese, identifier, 3, 1, 0x804)
    names.setName("Regular", 2, 3, 1, 0x409)
    names.setName(english.replace(" ", ""), 6, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames[0] = english.replace(" ", "")
    font["OS/2"].fsType = embedding
    font["head"].modified = font["head"].created
    font.save(HERE / name)


def variable(name, family):
    builder = FontBuilder(1000, isTTF=True)
    glyphs = [".notdef", "zero"]
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap({0x30: "zero"})
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((500, 0))
    pen.lineTo((500, 700))
    pen.closePath()
    shape = pen.glyph()
    builder.setupGlyf({glyph: shape for glyph in glyphs})
    builder.setupHorizontalMetrics({glyph: (500, 0) for glyph in glyphs})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")})
    builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120)
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    builder.save(HERE / name)


cut("own.otf", "仿宋_办公室", "OfficeFang", 0)
cut("restricted.otf", "楷体_不得嵌入", "OfficeKaiRestricted", 0x0002)
variable("variable.ttf", "OfficeVariable")
