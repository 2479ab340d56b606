"""typst-py: all papers in one process.

    python typst_py.py PAPERS FONTS OUTPUT PROFILE FOLDER...
"""

import json
import sys
from pathlib import Path

import typst

STANDARDS = {"accessible": ["a-2a", "ua-1"], "small": ["a-2u"]}


def main():
    papers, fonts, output, profile, *folders = sys.argv[1:]
    papers, output = Path(papers), Path(output)
    mains = {own["folder"]: own["main"] for own in json.loads((papers / "papers.json").read_text("utf-8"))["papers"]}
    # Read once, for all papers.
    shared = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
    )
    output.mkdir(parents=True, exist_ok=True)
    for folder in folders:
        typst.compile(
            str(papers / folder / mains[folder]),
            output=str(output / f"{folder}.pdf"),
            root=str(papers / folder),
            font_paths=shared,
            ignore_system_fonts=True,
            pdf_standards=STANDARDS[profile],
            pdf_tags=profile == "accessible",
        )


if __name__ == "__main__":
    main()
