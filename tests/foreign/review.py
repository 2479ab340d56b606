"""`make-reports review` in a browser, by keyboard alone: opened, filtered, read, remarked on, one
paper returned and the rest passed; `release` refused, then granted; then one department's score
changes, and what only its class sees is signed again in one act.

Usage: review.py PROGRAM DATA FONTS WORK UNIT CHANGED [PICTURES]

DATA is copied; WORK is a folder for the copy, the output and the browser. CHANGED is `FILE:OLD:NEW`, a
line of a file of DATA and what becomes of it. PICTURES gets screenshots at 1280 and 1920 wide. Prints
seconds as JSON.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from browser import Browser  # noqa: E402

PROGRAM, DATA, FONTS, WORK, UNIT, CHANGED = sys.argv[1:7]
PICTURES = pathlib.Path(sys.argv[7]) if len(sys.argv) > 7 else None
WORK = pathlib.Path(WORK)
TEXT = "请核对<script>window.pwned = 1</script>“这个数”\n=1+1"
PAPER = "document.documentElement?.dataset.open"
NOTICE = "document.getElementById('notice').textContent"
DRAWN = ("[...document.querySelectorAll('#pages img')].slice(0, 1)"
         ".every((image) => image.complete && image.naturalWidth > 0)")
STATE = "document.getElementById('counts').textContent"


def run(*words):
    places = ["--data", WORK / "data", "--fonts", FONTS, "--output", WORK / "output"]
    done = subprocess.run([PROGRAM, *words, *places], capture_output=True, text=True,
                          encoding="utf-8", cwd=WORK)
    return done.returncode, done.stderr


class Review:
    """The program with its page open."""

    def __init__(self, browser):
        self.browser = browser

    def __enter__(self):
        self.began = time.monotonic()
        self.program = subprocess.Popen(
            [PROGRAM, "review", "--data", WORK / "data", "--fonts", FONTS, "--output",
             WORK / "output", "--no-open"],
            stderr=subprocess.PIPE, text=True, cwd=WORK, encoding="utf-8")
        try:
            self.open()
        except BaseException:
            self.__exit__()
            raise
        return self

    def open(self):
        self.address = None
        for line in self.program.stderr:
            found = re.search(r"http://127\.0\.0\.1:\d+/[0-9a-f]{32}/", line)
            if found:
                self.address = found.group()
                break
        assert self.address, "no address was told"
        browser = self.browser
        browser.open(self.address)
        browser.wait(PAPER)
        there(browser, "#pages img")
        browser.wait(DRAWN)
        self.first = time.monotonic() - self.began

    def __exit__(self, *_):
        self.program.terminate()
        self.program.wait()


def picture(browser, name):
    if not PICTURES:
        return
    for width, height in [(1280, 900), (1920, 1080)]:
        browser.resize(width, height)
        browser.value("new Promise((done) => setTimeout(done, 700))")
        browser.picture(PICTURES / f"{name}-{width}.png")
    browser.resize(1280, 900)


def there(browser, selector):
    browser.wait(f"!!document.querySelector({json.dumps(selector)})")


def says(browser, words):
    browser.wait(f"{NOTICE}.includes({json.dumps(words)})")


def looked(browser):
    """Waits until the page knows what lies behind the papers, the preflight too."""
    browser.wait("fetch('state').then((own) => own.json()).then((own) => own.preflight)")
    browser.key("4")
    browser.wait("!document.getElementById('tab').textContent.includes('正在进行')")
    browser.key("1")
    browser.wait("document.querySelectorAll('#tab table').length > 1")


def sign_in(browser, name):
    browser.wait("document.getElementById('dialog').open")
    browser.write(name)
    browser.press("Enter")


def main():
    shutil.copytree(DATA, WORK / "data")
    code, said = run("build")
    assert code == 0, said
    browser = Browser(WORK / "profile")
    seconds = {}
    try:
        with Review(browser) as review:
            seconds["start to first page"] = review.first
            count = papers(browser)
            first_round(browser, seconds)
        change()
        with Review(browser):
            signed_again(browser, count)
        code, said = run("release")
        assert code == 0 and "第2次发出" in said, said
    finally:
        browser.close()
    assert sorted(own.name for own in WORK.iterdir()) == ["data", "output", "profile"]
    print(json.dumps(seconds))


def papers(browser):
    text = browser.value(STATE)
    return int(re.search(r"须审签(\d+)", text).group(1))


def first_round(browser, seconds):
    # What lies behind the papers is read beside them.
    looked(browser)
    picture(browser, "opened")

    # Help, and away with it.
    browser.key("?")
    browser.wait("document.querySelectorAll('dialog kbd').length > 20")
    browser.press("Escape")
    browser.wait("!document.getElementById('dialog').open")

    # Next document, drawn.
    was, began = browser.value(PAPER), time.monotonic()
    browser.key("j")
    browser.wait(f"{PAPER} !== {json.dumps(was)} && {DRAWN}")
    seconds["key to next document"] = time.monotonic() - began

    # Found by name.
    browser.key("/")
    browser.write(UNIT)
    browser.wait("document.querySelectorAll('#papers .paper').length < 4")
    browser.press("Enter")
    browser.wait(f"{PAPER}.includes({json.dumps(UNIT)}) && {DRAWN}")

    # Read: a page on, a figure and where it comes from, down to a cell.
    place = browser.value("document.getElementById('place').textContent")
    browser.key("]")
    browser.wait(f"document.getElementById('place').textContent !== {json.dumps(place)}")
    browser.key("[")
    browser.key(".")
    origin = "document.getElementById('figure').innerText"
    there(browser, "#pages .mark.here")
    browser.wait(f"{origin}.length > 20")
    for _ in range(40):
        if browser.value("document.querySelectorAll('#figure .cells li').length"):
            break
        was = browser.value(origin)
        browser.key(".")
        browser.wait(f"{origin} !== {json.dumps(was)}")
        browser.value("new Promise((done) => setTimeout(done, 150))")
    assert browser.value("document.querySelectorAll('#figure .cells li').length"), "no cell is told"
    picture(browser, "figure")

    # A remark on that figure, kept as it was written and run by nobody.
    browser.key("c")
    sign_in(browser, "王审核")
    there(browser, "dialog textarea")
    browser.write(TEXT)
    browser.press("Enter", control=True)
    says(browser, "批注已记下")
    there(browser, "#tab .act.comment")
    told = browser.value("document.querySelector('#tab .act.comment .text').textContent")
    assert told == TEXT, told
    assert browser.value("document.querySelectorAll('#pages .pin').length") == 1
    assert browser.value("globalThis.pwned === undefined && !document.querySelector('#tab script')")
    picture(browser, "remark")

    # This one is returned; without a reason nothing happens.
    returned = browser.value(PAPER)
    browser.key("r")
    there(browser, "dialog textarea")
    browser.press("Enter", control=True)
    assert browser.value("document.getElementById('dialog').open")
    browser.write("第一页数字要核对")
    browser.press("Enter", control=True)
    says(browser, "退回")
    code, said = run("release")
    assert code == 1 and "退回" in said and not (WORK / "output/release").exists(), said

    # The rest, one by one and then at once.
    browser.key("/")
    browser.value("document.getElementById('search').select()")
    browser.write(" ")
    browser.press("Enter")
    browser.wait("document.querySelectorAll('#papers .paper').length > 3")
    # What is not on the screen is not signed.
    browser.wait(f"{PAPER} !== {json.dumps(returned)} && {DRAWN}")
    was = browser.value(STATE)
    browser.key("a")
    browser.wait(f"document.getElementById('dialog').open || {STATE} !== {json.dumps(was)}")
    if browser.value("document.getElementById('dialog').open"):
        browser.press("Enter")
        browser.wait(f"{STATE} !== {json.dumps(was)}")
    says(browser, " 通过")
    browser.key("g")
    there(browser, "dialog .several")
    for box in range(browser.value("document.querySelectorAll('dialog .several input').length")):
        ticked = browser.value(f"document.querySelectorAll('dialog .several input')[{box}].checked")
        if not ticked:
            browser.value(f"document.querySelectorAll('dialog .several input')[{box}].focus()")
            browser.press(" ")
    picture(browser, "several")
    browser.value("document.querySelector('dialog .yes').focus()")
    browser.press("Enter")
    says(browser, "份通过")
    code, said = run("release")
    assert code == 1 and "1份文书被退回" in said, said

    # The returned one was right after all.
    browser.wait("document.querySelectorAll('[data-chip=returned]').length === 1")
    browser.value("document.querySelector('[data-chip=returned]').focus()")
    browser.press("Enter")
    browser.wait("document.querySelectorAll('#papers .paper').length <= 2")
    browser.key("k")
    browser.key("j")
    browser.wait(f"{PAPER} === {json.dumps(returned)}")
    browser.wait("document.getElementById('states').textContent.includes('退回')")
    browser.key("a")
    browser.wait("document.getElementById('dialog').open")
    browser.press("Enter")
    browser.wait(r"/已通过(\d+)／须审签\1(?!\d)/.test(" + STATE + ")")
    picture(browser, "passed")
    code, said = run("release")
    assert code == 0 and list((WORK / "output/release").rglob("*.zip")), said
    code, said = run("release")
    assert code == 0 and "完全相同" in said, said


def change():
    name, old, new = CHANGED.split(":")
    path = WORK / "data" / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")
    code, said = run("build")
    assert code == 0, said
    code, said = run("release")
    assert code == 1 and "须重新审签" in said, said


def signed_again(browser, count):
    looked(browser)
    chips = "document.getElementById('chips').innerText"
    counts = {name: int(number) for name, number in
              (line.split() for line in browser.value(chips).splitlines() if line)}
    print(counts, file=sys.stderr)
    assert counts["有变化"] > 0 and counts["仅同类变化"] > 0 and counts["通过"] > 0, counts
    assert counts["有变化"] + counts["仅同类变化"] == counts["待审"], counts
    # Those of which only the class moved, listed with old and new, in one act.
    browser.key("g")
    sign_in(browser, "王审核")
    there(browser, "dialog .several details")
    lines = browser.value("document.querySelectorAll('dialog .several > li').length")
    assert lines == counts["仅同类变化"], lines
    assert browser.value("[...document.querySelectorAll('dialog .several > li')]"
                         ".every((own) => own.querySelector('del') && own.querySelector('ins'))")
    picture(browser, "moved")
    browser.value("document.querySelector('dialog .yes').focus()")
    browser.press("Enter")
    says(browser, f"{lines}份通过")
    # What has changed, compared in every way.
    browser.value("document.querySelector('[data-chip=changed]').focus()")
    browser.press("Enter")
    browser.key("k")
    browser.key("2")
    browser.wait("document.querySelectorAll('#tab .change').length > 1")
    assert browser.value("document.querySelectorAll('#thumbs .changed').length") > 0
    browser.key("n")
    there(browser, "#pages .mark.here")
    for mode in ["side", "over", "blink"]:
        browser.key("d")
        browser.wait(f"document.getElementById('pages').classList.contains('{mode}')")
        assert browser.value("document.querySelectorAll('#pages .was').length") > 0
        picture(browser, mode)
    browser.key("d")
    browser.wait("document.getElementById('pages').classList.contains('now')")
    for _ in range(counts["有变化"]):
        browser.wait(DRAWN)
        was = browser.value(STATE)
        browser.key("a")
        browser.wait(f"document.getElementById('dialog').open || {STATE} !== {json.dumps(was)}")
        if browser.value("document.getElementById('dialog').open"):
            browser.press("Enter")
        browser.wait(f"{STATE} !== {json.dumps(was)}")
        browser.value("new Promise((done) => setTimeout(done, 300))")
    assert f"已通过{count}／" in browser.value(STATE), browser.value(STATE)


main()
