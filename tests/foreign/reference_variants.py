"""Runs the program on variants of a few data folders and compares each with `reference.py`.

    python3 reference_variants.py PROGRAM [WORD…]    only variants whose name holds a WORD

A variant is a copy of a folder with some settings changed, so that every treatment, rounding,
tie rule, veto and way of grading is taken at least once. `--partial` and `--simulate` are handed on.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CITIES = ROOT / "tests" / "cities"
SAMPLE = ROOT / "data"

TREATMENTS = ["rescale", "rescale_within", "redistribute", "factor", "zero", "full"]


def scoring(**given):
    return {("scoring", key): value for key, value in given.items()}


def grade(**given):
    return {("scoring.grade", key): value for key, value in given.items()}


def veto(**given):
    return {("scoring.veto", key): value for key, value in given.items()}


def treated(name):
    factor = {"not_applicable_factor": '"4/3"'} if name == "factor" else {}
    return scoring(not_applicable=f'"{name}"', **factor)


def levels(*given):
    return "[" + ", ".join("{ " + each + " }" for each in given) + "]"


QUOTA = levels('name = "优秀", share = "0.3"', 'name = "良好", share = "0.3"', 'name = "合格"')
CLOSE = levels('name = "优秀", from = "90", share = "0.1"', 'name = "良好", from = "80"', 'name = "差"')


def variants():
    """(name, folder, changed settings)."""
    for folder in (SAMPLE, CITIES / "treatments", CITIES / "all-not-applicable", CITIES / "small"):
        for name in TREATMENTS:
            yield f"{folder.name} {name}", folder, treated(name)
    for folder in (SAMPLE, CITIES / "small", CITIES / "dense-ties", CITIES / "registers"):
        yield f"{folder.name} half even", folder, scoring(rounding='"half_even"', decimals="1")
        yield f"{folder.name} no decimals", folder, scoring(decimals="0", ties='"1-2-2-3"')
        yield f"{folder.name} exact", folder, scoring(rank_on='"exact"', decimals="0")
        yield f"{folder.name} exact grades", folder, scoring(decimals="0") | grade(on='"exact"')
    for score in (None, '"59"', '"85"'):
        for counted in ("true", "false"):
            given = veto(counted=counted) | (veto(score=score) if score else {})
            yield f"veto {score} counted {counted}", CITIES / "veto", given
            quota = given | grade(method='"quota"', levels=QUOTA)
            yield f"veto {score} counted {counted} quota", CITIES / "veto", quota
    for tie in ("all", "none"):
        for share in ("0.2", "0.3", "0.09"):
            given = levels(f'name = "优秀", share = "{share}"', 'name = "良好", share = "0.4"', 'name = "合格"')
            for least in ("true", "false"):
                made = grade(quota_tie=f'"{tie}"', levels=given, quota_floor_one=least)
                yield f"quota {tie} {share} {least}", CITIES / "quota", made
        made = grade(method='"both"', quota_tie=f'"{tie}"', levels=CLOSE, quota_floor_one="true")
        yield f"both {tie}", CITIES / "quota", made
        yield f"sample quota {tie}", SAMPLE, grade(method='"quota"', quota_tie=f'"{tie}"', levels=levels(
            'name = "优秀", share = "0.2"', 'name = "良好", share = "0.4"', 'name = "一般"'))
        yield f"registers both {tie}", CITIES / "registers", grade(
            method='"both"', quota_tie=f'"{tie}"', levels=CLOSE.replace('"差"', '"合格"'))
    for late in ("fixed", "per_day"):
        given = {("submissions", "late"): f'"{late}"', ("submissions", "deadline"): '"2024-06-20 09:00"'}
        yield f"registers late {late}", CITIES / "registers", given
        yield f"sample late {late}", SAMPLE, given | {("submissions", "late_points"): '"0.25"'}
    few = {("statistics", name): "3" for name in ("median_least", "spread_least", "relative_least")}
    few |= {("statistics", name): "4" for name in ("correlation_least", "percentile_least")}
    for folder in ("analysis", "small", "registers", "sichuan-2011", "all-equal", "quota"):
        yield f"{folder} few", CITIES / folder, few
    yield "stability", CITIES / "analysis", {("stability", "seed"): "7", ("stability", "draws"): "333",
        ("stability", "spread"): "0.5", ("stability", "low"): "0.1", ("stability", "high"): "0.8"}


def changed(text, settings):
    """The settings with some keys set: in their section, which is made where it is not there."""
    for (section, key), value in settings.items():
        head = re.search(rf"^\[{re.escape(section)}\].*$", text, re.MULTILINE)
        if not head:
            text += f"\n[{section}]\n{key} = {value}\n"
            continue
        end = re.search(r"^\[", text[head.end() :], re.MULTILINE)
        end = head.end() + end.start() if end else len(text)
        body = re.sub(
            rf"^{key} = (\[.*?^\]|.*?)$", "", text[head.end() : end], flags=re.MULTILINE | re.DOTALL
        )
        text = f"{text[: head.end()]}\n{key} = {value}{body}{text[end:]}"
    return text


def run(program, name, folder, settings, more):
    with tempfile.TemporaryDirectory() as place:
        data, output = Path(place) / "data", Path(place) / "output"
        shutil.copytree(folder, data)
        path = data / "settings.toml"
        path.write_text(changed(path.read_text("utf-8"), settings), "utf-8")
        command = [program, "results", "--data", data, "--output", output]
        made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if made.returncode:
            print(f"{name}: not made\n{made.stdout[-1500:]}{made.stderr[-1500:]}")
            return 1
        results = next(output.glob("*/results"))
        command = [sys.executable, HERE / "reference.py", data, results, *more]
        told = subprocess.run(command, capture_output=True, text=True, check=False)
        print(f"{name}: {(told.stdout.splitlines() or ['nothing said'])[-1]}", flush=True)
        if told.returncode:
            lines = told.stdout.splitlines()
            wrong = [line for line in lines if line.startswith(" ") or " 0 mismatches" not in line]
            wrong = [line for line in wrong if "not there yet" not in line or line.startswith(" ")]
            print("\n".join(wrong[:40]), told.stderr[-2000:])
        return told.returncode


def main(arguments):
    more = [each for each in arguments if each.startswith("--")]
    program, *words = [each for each in arguments if not each.startswith("--")]
    program = Path(program).resolve()
    wrong = 0
    for name, folder, settings in variants():
        if not words or any(word in name for word in words):
            wrong += bool(run(program, name, folder, settings, more))
    print(f"{wrong} variants disagree")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
