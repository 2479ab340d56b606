"""`make-reports preview` in a browser: opened, changed, broken, mended, and how long each took.

Usage: preview.py PROGRAM DATA FONTS WORK UNIT [PICTURES]

DATA is copied; WORK is a folder for the copies. PICTURES gets screenshots at 1280 and 1920 wide.
Prints the seconds from save to page as JSON.
"""

import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from browser import Browser  # noqa: E402

PROGRAM, DATA, FONTS, WORK, UNIT = sys.argv[1:6]
PICTURES = pathlib.Path(sys.argv[6]) if len(sys.argv) > 6 else None
WORK = pathlib.Path(WORK)
TITLE = "sentences/unit/title.jinja"
VERSION = "Number(document.documentElement?.dataset.version)"
ROOT = pathlib.Path(__file__).parents[2]
SVG = "[...document.querySelectorAll('#pages img')].map((image) => image.dataset.name)"


def sums(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def main():
    data, templates = WORK / "data", WORK / "templates"
    shutil.copytree(DATA, data)
    (templates / "sentences/unit").mkdir(parents=True)
    title = templates / TITLE
    good = (ROOT / "report-templates" / TITLE).read_text(encoding="utf-8")
    title.write_text(good, encoding="utf-8")
    program = subprocess.Popen(
        [PROGRAM, "preview", "--data", data, "--fonts", FONTS, "--templates", templates,
         "--unit", UNIT, "--no-open"],
        stderr=subprocess.PIPE, text=True, cwd=WORK, encoding="utf-8")
    address = None
    for line in program.stderr:
        found = re.search(r"http://127\.0\.0\.1:\d+/[0-9a-f]{32}/", line)
        if found:
            address = found.group()
            break
    assert address, "no address was told"
    browser = Browser(WORK / "profile")
    try:
        seconds = look(browser, address, data, title, good)
        if PICTURES:
            pictures(browser, title, good)
    finally:
        browser.close()
        program.terminate()
        program.wait()
    # Nothing stands beside what was there.
    assert sorted(path.name for path in WORK.iterdir()) == ["data", "profile", "templates"]
    print(json.dumps(seconds))


def look(browser, address, data, title, good):
    seconds = {}
    browser.open(address)
    browser.wait(f"{VERSION} === 1")
    before = browser.value(SVG)
    assert len(before) > 2, before
    assert browser.value("document.getElementById('status').className") == "fresh"
    drawn = "[...document.querySelectorAll('#pages img')].every((image) => image.naturalWidth > 0)"
    assert browser.value(drawn)
    # The reader is somewhere on the third page when the title changes.
    browser.value("document.getElementById('pages').scrollTop = "
                  "document.querySelectorAll('figure')[2].offsetTop + 123")
    scrolled = browser.value("document.getElementById('pages').scrollTop")
    sound = sums(data)

    title.write_text("改过的标题" + good, encoding="utf-8")
    _, seconds["template"] = browser.wait(f"{VERSION} === 2")
    after = browser.value(SVG)
    assert after[0] != before[0] and len(after) == len(before), "the first page has not changed"
    assert browser.value("document.getElementById('pages').scrollTop") == scrolled
    assert "1" in browser.value("document.getElementById('changed').textContent")

    # A mistake is told with its place and its line, and the pages stay.
    title.write_text(good + "\n{{ nmae }}\n", encoding="utf-8")
    _, seconds["mistake"] = browser.wait(f"{VERSION} === 3")
    told = browser.value("document.getElementById('list').innerText")
    lines = good.rstrip("\n").count("\n") + 3 if not good.endswith("\n") else good.count("\n") + 2
    assert f"{TITLE} 第{lines}行" in told, told
    assert "{{ nmae }}" in told and "template-error" in told, told
    assert browser.value("document.getElementById('status').className") == "broken"
    assert browser.value(SVG) == after
    if PICTURES:
        for width in [1280, 1920]:
            browser.resize(width, 900)
            browser.value("new Promise((done) => setTimeout(done, 300))")
            browser.picture(PICTURES / f"mistake-{width}.png")
        browser.resize(1280, 900)

    title.write_text(good, encoding="utf-8")
    _, seconds["mended"] = browser.wait(f"{VERSION} === 4")
    assert browser.value(SVG) == before
    assert sums(data) == sound

    # Data that is saved is shown, too; what is wrong with it is told.
    settings = data / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r'(?m)^period = "[^"]*"', 'period = "2031年度"', text),
                        encoding="utf-8")
    _, seconds["data"] = browser.wait(f"{VERSION} === 5")
    assert browser.value(SVG)[0] != before[0]
    settings.write_text(text + "\n[nonsense]\n", encoding="utf-8")
    browser.wait(f"{VERSION} === 6")
    told = browser.value("document.getElementById('list').innerText")
    assert "settings.toml" in told and "nonsense" in told, told
    settings.write_text(text, encoding="utf-8")
    browser.wait(f"{VERSION} === 7")
    assert browser.value(SVG) == before

    # By keyboard: larger, and back.
    width = "document.querySelector('figure').clientWidth"
    fitting = browser.value(width)
    browser.key("+")
    assert browser.value(width) > fitting
    browser.key("0")
    assert browser.value(width) == fitting
    return seconds


def pictures(browser, title, good):
    for width, height in [(1280, 900), (1920, 1080)]:
        browser.resize(width, height)
        browser.value("document.getElementById('pages').scrollTop = 0")
        browser.value("new Promise((done) => setTimeout(done, 500))")
        browser.picture(PICTURES / f"preview-{width}.png")
    title.write_text("改过的" + good, encoding="utf-8")
    browser.wait(f"{VERSION} === 8")
    browser.value("new Promise((done) => setTimeout(done, 200))")
    browser.picture(PICTURES / "changed-1920.png")


main()
