"""pandoc and XeLaTeX with ctex: a pandoc for every paper, one after the other.

    python ctex.py PAPERS FONTS OUTPUT FOLDER...
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import markup

HERE = Path(__file__).resolve().parent


def main():
    papers, fonts, output, *folders = sys.argv[1:]
    papers, output = Path(papers), Path(output).resolve()
    titles = {own["folder"]: own["title"] for own in json.loads((papers / "papers.json").read_text("utf-8"))["papers"]}
    output.mkdir(parents=True, exist_ok=True)
    for folder in folders:
        blocks = json.loads((papers / folder / "blocks.json").read_text("utf-8"))
        source = markup.page(blocks, titles[folder]).encode()
        with tempfile.TemporaryDirectory() as temporary:
            (Path(temporary) / "paper.html").write_bytes(source)
            subprocess.run(
                [
                    "pandoc", f"{temporary}/paper.html", "--from", "html", "--standalone",
                    "--pdf-engine", "xelatex", "--template", HERE / "ctex.tex",
                    "--lua-filter", HERE / "ctex.lua", "--resource-path", papers / folder,
                    "--variable", f"fonts={Path(fonts).resolve()}",
                    "--variable", f"head={markup.text_of(blocks['head'])}",
                    "--output", output / f"{folder}.pdf",
                ],
                check=True,
            )


if __name__ == "__main__":
    main()
