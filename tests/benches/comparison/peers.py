"""What the papers can be set with, and whether it is there."""

import ctypes.util
import json
import re
import subprocess
import sys
from pathlib import Path

from comparison.bench import BENCHES, ROOT

SCRIPTS = BENCHES / "peers"
STANDARDS = {"accessible": "a-2a,ua-1", "small": "a-2u"}


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


def library(name):
    """The file of a library; none where it is not there."""
    return ctypes.util.find_library(name)


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
            return [[sys.executable, SCRIPTS / name, papers, *before, output, *after, *folders]]

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
                ("WeasyPrint", module("weasyprint"), f"{pip} weasyprint"),
                # Without it WeasyPrint cuts fonts in Python, and is slower.
                ("libharfbuzz-subset", library("harfbuzz-subset"), "apt install libharfbuzz-subset0"),
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
    said = re.search(r"\{ctexart\}\s*\{[^}]*\}\s*\{([\d.]+)\}", text)
    return said[1] if said else "there"
