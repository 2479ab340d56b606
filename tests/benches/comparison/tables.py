"""RESULTS.md, of its template and what was measured."""

import os
import platform
import re
from pathlib import Path

from comparison.bench import BENCHES, CASES
from comparison.peers import version


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


def same_bytes(comparison):
    """Whether Typst alone was given what the program sets."""
    if comparison.same is None:
        return ""
    both = f"{comparison.same} of {len(comparison.all)} papers"
    return f"{both} are, byte for byte, the same from `make-reports` and from bare Typst."


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
    text = (BENCHES / "results.md.in").read_text(encoding="utf-8").format(
        ratios=ratio_table(comparison),
        times=time_table(comparison),
        sizes=size_table(comparison),
        missing=missing_list(comparison),
        papers=len(comparison.all),
        reason=len(comparison.wanted["reason"]),
        score=len(comparison.wanted["score"]),
        same=same_bytes(comparison),
        standard=standard,
        versions=versions,
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
