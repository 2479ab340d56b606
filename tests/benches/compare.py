"""The same papers through make-reports and through what else sets papers from data.

    cargo build --release --bins --examples
    python3 tests/benches/compare.py FOLDER [--target target/release] [--repeats 3]

writes the sample's unit reports and its city-wide report into FOLDER as every peer reads them, runs
the peers that are there, one after the other in every repeat, tells which are missing and how to get
them, and writes RESULTS.md beside this file. Nothing but Python's standard library is needed.
"""

import argparse
import hashlib
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import zipfile
from html import escape
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PEERS = HERE / "peers"
sys.path.insert(0, str(PEERS))
import blocks as reader  # noqa: E402

KINDS = ["unit", "city"]
# Where the cells are that change: a unit of the larger class, and the one unit of "one unit".
SCORES, UNIT = "评分表-市直部门.xlsx", "汕尾市教育局"
POINTS, REASON = "DE", "F"
STANDARDS = {"accessible": "a-2a,ua-1", "small": "a-2u"}

# A process begins with the memory of the one that starts it, so a small one has to. Commands that
# do not wait for one another run `jobs` at a time.
LAUNCHER = """
import json, os, sys, time
with open(sys.argv[1]) as file:
    jobs, commands = json.load(file)
running, most, cpu, failed = 0, 0, 0, []
started = time.perf_counter()
while commands or running:
    while commands and running < jobs:
        own = commands.pop(0)
        os.spawnvp(os.P_NOWAIT, own[0], own)
        running += 1
    _, status, usage = os.wait4(-1, 0)
    running -= 1
    most, cpu = max(most, usage.ru_maxrss / 1024), cpu + usage.ru_utime + usage.ru_stime
    if status:
        failed.append(os.waitstatus_to_exitcode(status))
print(json.dumps([time.perf_counter() - started, most, cpu, failed]), file=sys.stderr)
"""


class Bench:
    """The folder of a comparison: data, papers, fonts, and what runs write."""

    def __init__(self, arguments):
        self.folder = arguments.folder.resolve()
        self.target = arguments.target.resolve()
        self.profile = arguments.profile
        self.fonts = ROOT / "fonts"
        self.cores = os.cpu_count()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.environment = {**os.environ, "FONTCONFIG_FILE": str(self.font_list())}

    def font_list(self):
        """Peers that ask fontconfig know the fonts of the papers and no other."""
        path = self.folder / "fonts.conf"
        path.write_text(
            f"<fontconfig><dir>{escape(str(self.fonts))}</dir>"
            f"<cachedir>{escape(str(self.folder / 'font-cache'))}</cachedir></fontconfig>",
            encoding="utf-8",
        )
        return path

    def program(self, name):
        return self.target / name

    def run(self, commands, jobs=1):
        """Seconds, megabytes of the largest process and seconds of all cores of commands that have
        to succeed."""
        order = self.folder / "commands.json"
        order.write_text(json.dumps([jobs, [[str(part) for part in own] for own in commands]]))
        made = subprocess.run(
            [sys.executable, "-S", "-c", LAUNCHER, order],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=self.environment,
            text=True,
            check=False,
        )
        seconds, megabytes, cpu, failed = json.loads(made.stderr.splitlines()[-1])
        if failed:
            sys.exit(f"{commands[0]}: {failed}\n{made.stderr}")
        return {"seconds": seconds, "megabytes": megabytes, "cpu": cpu}


# ---- Data and papers


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


# ---- Peers


def version(command, pattern=r"\d+(?:\.\d+)+"):
    """The version that a program says it has; none where it is not there."""
    try:
        made = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return None
    found = re.search(pattern, made.stdout + made.stderr)
    return found[0] if made.returncode == 0 and found else None


def module(name, package=None):
    """The version of a Python package that can be used."""
    code = f"import {name}, importlib.metadata as m; print(m.version({package or name!r}))"
    return version([sys.executable, "-c", code])


class Peer:
    """Something that sets papers. `parts` are what it needs: name, version, how to get it."""

    def __init__(self, name, parts, order, jobs=1, slow=False):
        self.name, self.parts, self.order = name, parts, order
        self.jobs, self.slow = jobs, slow
        self.missing = [(part, how) for part, own, how in parts if own is None]

    def run(self, bench, papers, folders, output):
        return bench.run(self.order(papers, folders, output), self.jobs)


def peers(bench, typst):
    """Every peer, whether it is there or not."""
    fonts, profile = bench.fonts, bench.profile

    def mains(papers):
        listed = json.loads((papers / "papers.json").read_text(encoding="utf-8"))["papers"]
        return {paper["folder"]: paper["main"] for paper in listed}

    def bare(papers, folders, output):
        only = [part for folder in folders for part in ("--only", folder)]
        return [[bench.program("examples/bare"), papers, fonts, output, *only]]

    def compile_each(papers, folders, output):
        main = mains(papers)
        tags = ["--no-pdf-tags"] if profile == "small" else []
        output.mkdir(parents=True, exist_ok=True)
        options = ["--font-path", fonts, "--ignore-system-fonts", *tags]
        options += ["--pdf-standard", STANDARDS[profile]]
        return [
            [typst, "compile", *options, "--root", papers / own, papers / own / main[own], output / f"{own}.pdf"]
            for own in folders
        ]

    def script(name, before=(), after=()):
        def order(papers, folders, output):
            return [[sys.executable, PEERS / name, papers, *before, output, *after, *folders]]

        return order

    cli = ("typst-cli", version([typst, "--version"]), "cargo install typst-cli --locked")
    pip = "pip install"
    return [
        Peer("bare typst", [("typst (library)", library_version("typst"), "")], bare),
        Peer("typst compile, one after the other", [cli], compile_each),
        Peer("typst compile, as many as cores", [cli], compile_each, jobs=bench.cores),
        Peer(
            "typst-py, one process",
            [("typst-py", module("typst"), f"{pip} typst")],
            script("typst_py.py", [fonts], [profile]),
        ),
        Peer(
            "WeasyPrint, one process",
            [
                ("WeasyPrint", module("weasyprint"), f"{pip} weasyprint; apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
            ],
            script("weasy.py", after=[profile]),
            slow=True,
        ),
        Peer(
            "pandoc + XeLaTeX",
            [
                ("pandoc", version(["pandoc", "--version"]), "apt install pandoc"),
                ("XeTeX", version(["xelatex", "--version"], r"0\.9\d+"), "apt install texlive-xetex"),
                ("ctex", version(["kpsewhich", "--version"]) and ctex_version(), "apt install texlive-lang-chinese"),
                ("rsvg-convert", version(["rsvg-convert", "--version"]), "apt install librsvg2-bin"),
            ],
            script("ctex.py", [fonts]),
            slow=True,
        ),
        Peer(
            "docxtpl + LibreOffice",
            [
                ("docxtpl", module("docxtpl"), f"{pip} docxtpl"),
                ("LibreOffice", version(["soffice", "--version"]), "apt install libreoffice-writer-nogui"),
                ("rsvg-convert", version(["rsvg-convert", "--version"]), "apt install librsvg2-bin"),
            ],
            script("office.py", after=[profile]),
            slow=True,
        ),
    ]


def library_version(name):
    lock = (ROOT / "Cargo.lock").read_text(encoding="utf-8")
    return re.search(rf'name = "{name}"\nversion = "(.*?)"', lock)[1]


def ctex_version():
    """The version of ctexart; none where TeX does not find it."""
    found = subprocess.run(["kpsewhich", "ctexart.cls"], capture_output=True, text=True, check=False)
    path = found.stdout.strip()
    if not path:
        return None
    text = Path(path).read_text(encoding="utf-8", errors="replace")
    said = re.search(r"\{ctexart\}\s*\{[\d/-]+\}\s*\{([\d.]+)\}", text)
    return said[1] if said else "there"


# ---- Runs


CASES = ["cold", "warm", "one", "reason", "score"]


def output_of(bench, name):
    return bench.folder / f"out-{re.sub('[^a-z0-9]+', '-', name.lower())}"


def checksum(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Own:
    """The program itself, on the same papers, or with everything that a run makes."""

    def __init__(self, bench, name, data, only, cases):
        self.bench, self.name, self.cases = bench, name, cases
        self.data, self.only = data, [part for kind in only for part in ("--only", kind)]
        self.output = output_of(bench, name)
        self.look = None

    def command(self, data, *more):
        places = ["--data", data, "--fonts", self.bench.fonts, "--output", self.output]
        return [[self.bench.program("make-reports"), "build", *places, *more]]

    def repeat(self, unit):
        """Every case once, each on what the one before it left."""
        shutil.rmtree(self.output, ignore_errors=True)
        folder = self.bench.folder
        orders = {
            "cold": self.command(self.data, *self.only),
            "warm": self.command(self.data, *self.only),
            "one": self.command(self.data, "--unit", unit, "--only", "unit"),
            "reason": self.command(folder / "data-reason", *self.only),
            "score": self.command(folder / "data-score", *self.only),
        }
        made = {}
        for case in self.cases:
            made[case] = self.bench.run(orders[case])
            if case == "cold" and self.look is None:
                self.keep()
        return made

    def keep(self):
        """What the first run made, and the checksum of every paper by its path."""
        edition = next(self.output.glob("*/manifest.json")).parent
        files = [path for path in sorted(edition.rglob("*")) if path.suffix == ".pdf"]
        self.look = look_at(files)
        self.sums = {str(path.relative_to(edition)): checksum(path) for path in files}


def look_at(files):
    """Bytes, pages and signs of text of PDFs; the latter two where poppler is there."""
    pages, signs = 0, 0
    for file in files:
        told = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
        pages += int(re.search(r"Pages:\s+(\d+)", told)[1])
        text = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True).stdout
        signs += len("".join(text.decode(errors="replace").split()))
    return {
        "papers": len(files),
        "bytes": sum(file.stat().st_size for file in files),
        "pages": pages,
        "signs": signs,
    }


class Comparison:
    """Every peer on every case, in turns."""

    def __init__(self, bench, arguments):
        self.bench, self.repeats = bench, arguments.repeats
        self.slow_repeats = min(arguments.slow_repeats, arguments.repeats)
        names = make_data(bench)
        lists = [export(bench, data, data.replace("data", "papers")) for data in names]
        self.papers = lists[0]
        self.all = [paper["folder"] for paper in self.papers]
        one = next(own for own in self.papers if own["title"].startswith(UNIT))
        self.unit, one = one["unit"], one["folder"]
        self.wanted = {
            "cold": self.all,
            "warm": self.all,
            "one": [one],
            "reason": changed(lists[0], lists[1]),
            "score": changed(lists[1], lists[2]),
        }
        found = peers(bench, arguments.typst)
        if arguments.peers:
            found = [own for own in found if any(name in own.name for name in arguments.peers)]
        self.missing = [own for own in found if own.missing]
        self.peers = [own for own in found if not own.missing]
        self.own = [
            Own(bench, "make-reports", bench.folder / "data", KINDS, CASES),
            Own(bench, "make-reports, whole default run", ROOT / "data", [], ["cold", "warm"]),
        ]
        self.runs = {own.name: {} for own in [*self.own, *self.peers]}
        self.looks = {}
        self.same = None

    def note(self, name, case, made):
        self.runs[name].setdefault(case, []).append(made)
        print(f"{name:42} {case:7} {made['seconds']:8.2f} s {made['megabytes']:7.0f} MB", flush=True)

    def cases(self, peer, number):
        """What a peer is run on. A slow one, to which everything is new each time, is spared what
        is all papers, or nearly all of them, once more, and most repeats."""
        if peer.slow:
            return [] if number >= self.slow_repeats else ["cold", "one", "reason"]
        return CASES

    def repeat(self, number):
        for own in self.own:
            for case, made in own.repeat(self.unit).items():
                self.note(own.name, case, made)
            self.looks[own.name] = own.look
        for case in CASES:
            for peer in self.peers:
                if case not in self.cases(peer, number):
                    continue
                papers = self.bench.folder / self.folder_of(case)
                output = output_of(self.bench, peer.name)
                if case == "cold":
                    shutil.rmtree(output, ignore_errors=True)
                self.note(peer.name, case, peer.run(self.bench, papers, self.wanted[case], output))
                if case == "cold" and peer.name not in self.looks:
                    self.looks[peer.name] = look_at(sorted(output.glob("*.pdf")))
                    if peer.name == "bare typst":
                        self.same = self.same_bytes(output)

    @staticmethod
    def folder_of(case):
        return f"papers-{case}" if case in ("reason", "score") else "papers"

    def same_bytes(self, output):
        """How many papers bare Typst sets to the very bytes of the program."""
        bare = ((checksum(output / f"{own['folder']}.pdf"), own["path"]) for own in self.papers)
        return sum(self.own[0].sums[path] == own for own, path in bare)

    def middle(self, name, case, what="seconds"):
        """The median over the repeats; none where a peer has no such case."""
        made = [own[what] for own in self.runs[name].get(case, [])]
        return statistics.median(made) if made else None


# ---- What is written


def ratio_table(comparison):
    aims = {
        "bare typst": "at most 1.25 × its time",
        "typst compile, one after the other": "at least 2.5 ×",
        "typst compile, as many as cores": "at least 1.3 ×",
        "typst-py, one process": "at least 1.8 ×",
    }
    lines = [
        "| held against | aim | make-reports needs, of its time | make-reports is faster by |",
        "|---|---|--:|--:|",
    ]
    own = comparison.middle("make-reports", "cold")
    for peer in comparison.peers:
        other = comparison.middle(peer.name, "cold")
        lines.append(
            f"| {peer.name} | {aims.get(peer.name, '')} | {own / other:.2f} | **{other / own:.2f} ×** |"
        )
    return "\n".join(lines)


def cell(value, form="{:.2f} s"):
    return "" if value is None else form.format(value)


def time_table(comparison):
    counts = {case: len(comparison.wanted[case]) for case in CASES}
    lines = [
        f"| | cold ({counts['cold']}) | cores' seconds, cold | warm ({counts['warm']}) | one unit (1) "
        f"| a reason changed ({counts['reason']}) | a score changed ({counts['score']}) |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for own in [*comparison.own, *comparison.peers]:
        parts = [cell(comparison.middle(own.name, "cold"))]
        parts.append(cell(comparison.middle(own.name, "cold", "cpu")))
        for case in CASES[1:]:
            parts.append(cell(comparison.middle(own.name, case)))
        lines.append(f"| {own.name} | {' | '.join(parts)} |")
    return "\n".join(lines)


def size_table(comparison):
    lines = [
        "| | memory, cold | memory, one unit | PDFs | bytes | pages | signs of text |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for own in [*comparison.own, *comparison.peers]:
        look = comparison.looks[own.name]
        memory = [cell(comparison.middle(own.name, case, "megabytes"), "{:,.0f} MB") for case in ("cold", "one")]
        lines.append(
            f"| {own.name} | {memory[0]} | {memory[1]} | {look['papers']} | {look['bytes']:,} "
            f"| {look['pages']:,} | {look['signs']:,} |"
        )
    return "\n".join(lines)


def missing_list(comparison):
    lines = [
        f"- {peer.name}: {part} is missing (`{how}`)"
        for peer in comparison.missing
        for part, how in peer.missing
    ]
    return "\n".join(["Not here, and not measured:", "", *lines]) if lines else ""


def processor():
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        return re.search(r"model name\s*: (.*)", told)[1]
    except (OSError, TypeError):
        return platform.processor() or "processor unknown"


def write(comparison, load):
    bench = comparison.bench
    parts = {name: own for peer in comparison.peers for name, own, _ in peer.parts}
    versions = ", ".join(f"{name} {own}" for name, own in parts.items())
    standard = {
        "accessible": "PDF/A-2a with PDF/UA-1 (the default)",
        "small": "PDF/A-2u, untagged",
    }[bench.profile]
    text = (HERE / "results.md.in").read_text(encoding="utf-8").format(
        ratios=ratio_table(comparison),
        times=time_table(comparison),
        sizes=size_table(comparison),
        missing=missing_list(comparison),
        papers=len(comparison.all),
        reason=len(comparison.wanted["reason"]),
        score=len(comparison.wanted["score"]),
        same=getattr(comparison, "same", 0),
        standard=standard,
        versions=versions,
        program_name="make-reports",
        program=version([bench.program("make-reports"), "--version"]),
        cores=bench.cores,
        processor=processor(),
        python=platform.python_version(),
        system=f"{platform.system()} {platform.release()}",
        repeats=comparison.repeats,
        load=load,
        slow_repeats=comparison.slow_repeats,
    )
    (bench.results).write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where everything is written but RESULTS.md")
    parser.add_argument("--target", type=Path, default=ROOT / "target/release", help="what cargo built")
    parser.add_argument("--typst", default="typst", help="typst-cli")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--profile", choices=list(STANDARDS), default="accessible")
    parser.add_argument("--slow-repeats", type=int, default=1, help="repeats of peers that are no Typst")
    parser.add_argument("--peers", nargs="+", help="only peers whose names hold one of these")
    parser.add_argument("--results", type=Path, default=HERE / "RESULTS.md")
    arguments = parser.parse_args()
    bench = Bench(arguments)
    bench.results = arguments.results
    comparison = Comparison(bench, arguments)
    print(missing_list(comparison))
    if any(shutil.which(name) is None for name in ("pdfinfo", "pdftotext")):
        sys.exit("poppler counts pages and text: apt install poppler-utils")
    load = os.getloadavg()[0]
    for number in range(comparison.repeats):
        comparison.repeat(number)
    (bench.folder / "runs.json").write_text(json.dumps(comparison.runs, indent=1), encoding="utf-8")
    write(comparison, f"{load:.1f}")


if __name__ == "__main__":
    main()
