"""WeasyPrint: all papers in one process.

    python weasy.py PAPERS OUTPUT PROFILE FOLDER...
"""

import json
import sys
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

import markup

# WeasyPrint makes one standard at a time.
VARIANTS = {"accessible": "pdf/a-2a", "small": "pdf/a-2u"}


def main():
    papers, output, profile, *folders = sys.argv[1:]
    papers, output = Path(papers), Path(output)
    titles = {own["folder"]: own["title"] for own in json.loads((papers / "papers.json").read_text("utf-8"))["papers"]}
    fonts = FontConfiguration()
    style = CSS(filename=str(Path(__file__).with_name("paper.css")), font_config=fonts)
    output.mkdir(parents=True, exist_ok=True)
    for folder in folders:
        blocks = json.loads((papers / folder / "blocks.json").read_text("utf-8"))
        source = markup.page(blocks, titles[folder])
        HTML(string=source, base_url=f"{papers / folder}/").write_pdf(
            output / f"{folder}.pdf",
            stylesheets=[style],
            font_config=fonts,
            pdf_variant=VARIANTS[profile],
            pdf_tags=profile == "accessible",
        )


if __name__ == "__main__":
    main()
