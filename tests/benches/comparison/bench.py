"""The folder of a comparison, and how commands are measured in it."""

import hashlib
import json
import os
import re
import subprocess
import sys
from html import escape
from pathlib import Path

BENCHES = Path(__file__).resolve().parent.parent
ROOT = BENCHES.parent.parent
CASES = ["cold", "warm", "one", "reason", "score"]

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


def output_of(bench, name):
    return bench.folder / f"out-{re.sub('[^a-z0-9]+', '-', name.lower())}"


def checksum(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


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
