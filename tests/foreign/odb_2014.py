"""Turns the Open Data Barometer, second edition, into a data folder.

    python3 odb_2014.py SOURCE TARGET
    python3 odb_2014.py SOURCE TARGET --by-dataset

SOURCE holds `primary_data_datasets.csv`, `ODB-2014-Datasets-Scored.csv` and
`ODB-2014-Rankings.csv` (World Wide Web Foundation, 2015, CC BY 4.0); they are not part of this
repository. TARGET is made anew: 86 countries, 15 datasets with ten items each. With `--by-dataset`
every dataset is a class of its own, and a country's dataset a unit, so that `make-reports check`
compares every published `CalculatedScore` with its ten items and not only their sum over datasets.

`make-reports check` compares the `total` column, which holds published figures only: the sum of a
country's 15 scores, or one score. The script itself compares `Datasets_Average` with that sum / 15.

`primary_data_datasets.csv` has the head `fLicense` twice: points, and the text of the licence. The
program refuses two columns with one meaning (`head-duplicate`) and would not guess; here columns
are taken by position, and the second one is called `fLicenseText`.
"""

import csv
import shutil
import sys
from pathlib import Path

# Items with their full marks, of the published method: 100 points a dataset. gUpdated can be −5.
ITEMS = [
    ("a", "aExists", "Data exist", 5, 0),
    ("b", "bAvailable", "Available online", 10, 0),
    ("c", "cMachineReadable", "Machine readable", 15, 0),
    ("d", "dBulk", "Available in bulk", 15, 0),
    ("e", "eFree", "Free of charge", 15, 0),
    ("f", "fLicense", "Openly licensed", 15, 0),
    ("g", "gUpdated", "Up to date", 10, -5),
    ("h", "hSustainable", "Sustainable", 5, 0),
    ("i", "iDiscoverable", "Easy to find", 5, 0),
    ("j", "jLinked", "Linked data", 5, 0),
]

# Columns that say why, by item; a cell of 0 or nothing says nothing.
NOTES = {
    "a": ["aDetails"],
    "b": ["bURL"],
    "c": ["cAdditional", "cFormats"],
    "d": ["dNotes"],
    "e": ["ePolicy"],
    "f": ["fLicenseText"],
    "g": ["gFrequency"],
    "h": ["hNotes"],
    "i": ["iNotes"],
    "j": ["jDocumentation"],
}

# What loses points, by words of the notes: written from the published questions, read against the
# notes once, not fitted to them. The first row with a word in the note is the cause.
CAUSES = [
    ("D1", "Not published", "not publicly available、not available publicly、not available online、"
     "not published、no data、not public、not accessible", "Publish the data"),
    ("D2", "No open licence", "license、licence、copyright、terms of use、terms and conditions、"
     "reserved rights、rights reserved、commercial", "Publish under an open licence"),
    ("D3", "Only piece by piece", "individually、query、queries、bulk、registration、one by one、"
     "each file、row limit、search interface", "Offer one file with everything"),
    ("D4", "At a charge", "fee、charge、need to pay、subscription、freemium、additional expenses",
     "Drop the charge"),
    ("D5", "Not machine readable", "pdf、html、charts、scanned、machine-readable、machine readable",
     "Publish tables as CSV"),
    ("D6", "Rarely updated", "outdated、up-to-date、up to date、irregular、yearly、annual、monthly、"
     "update", "Update at the pace of the register"),
    ("D7", "Nobody keeps it", "one-shot、maintain、sustain、syncronisation", "Name who keeps it"),
    ("D8", "Hard to find", "difficult to find、hard to find、web search、search engine、dig 、"
     "not easily、hard to identify", "List it in the national catalogue"),
    ("D9", "Not linked", "linked data、RDF、URIs", "Give things addresses"),
]

SETTINGS = """\
# Open Data Barometer 第二版（World Wide Web Foundation，2015，CC BY 4.0），由 tests/foreign/odb_2014.py 转换。

[assessment]
id = "odb-2014"
subject = "开放数据"
period = "2014年度"
area = "86国"
organiser = "World Wide Web Foundation"
grounds = "Open Data Barometer, second edition (World Wide Web Foundation, 2015, CC BY 4.0)"
stage = "approved"
approved_on = "2015"
approved_by = "公开发布"

[units]
file = "units.csv"

[registers]
causes = "causes.csv"

{classes}[scoring]
decimals = 2

[scoring.grade]
method = "none"

[papers.unit]
mark = ""

[papers.city]
mark = ""
"""

CLASS = """\
[[classes]]
code = "{code}"
name = "{name}"
indicators = "{indicators}"
scores = "{scores}"
scores_form = "long"

"""


def rows(path, rename=()):
    """Rows as maps; heads that stand twice get the names that are given for the later ones."""
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        heads, rename = next(reader), dict(rename)
        for at, head in enumerate(heads):
            if head in heads[:at]:
                heads[at] = rename.get(head, f"{head} {at}")
        return [dict(zip(heads, row, strict=True)) for row in reader]


def write(path, table):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table)


def said(row, columns):
    """What the columns say, in their order."""
    texts = [row[column].strip() for column in columns]
    return "\n".join(text for text in texts if text not in ("", "0", "1"))


def reasons(row):
    """The reason of every item that lost points. What is said of the whole dataset stands with the
    first one that has no words of its own."""
    whole, given = said(row, ["aDetails"]), {}
    for letter, column, _, marks, _ in ITEMS:
        if int(row[column]) < marks:
            given[letter] = said(row, NOTES[letter])
            if not given[letter]:
                given[letter], whole = whole, ""
    return given


def indicators(datasets, prefix):
    table = [["一级指标", "二级指标", "指标编号", "分值", "最低分"]]
    for code, name in datasets:
        for letter, _, item, marks, floor in ITEMS:
            lowest = floor if floor < 0 else ""
            table.append([name, item, f"{code}.{letter}" if prefix else letter, marks, lowest])
    return table


def score_rows(unit, row, code, prefix, total, rank):
    given = reasons(row)
    for letter, column, _, _, _ in ITEMS:
        name = f"{code}.{letter}" if prefix else letter
        link = said(row, ["bURL"]).splitlines()[:1] if letter == "b" else []
        yield [unit, name, row[column], given.get(letter, ""), *(link or [""]), total, rank]


HEADS = ["单位名称", "指标编号", "最终得分", "扣分原因", "佐证链接", "总分", "名次"]
UNITS = ["序号", "单位代码", "单位名称", "类别"]


def by_country(target, published, primary, ranking, datasets):
    write(target / "indicators.csv", indicators(datasets, True))
    units, scores = [UNITS], [HEADS]
    for number, place in enumerate(ranking, start=1):
        country = place["Country"]
        units.append([number, place["ISO3"], country, "countries"])
        total = sum(published[country, code] for code, _ in datasets)
        for code, _ in datasets:
            row = primary[country, code]
            rank = place["Implementation-Rank"]
            scores.extend(score_rows(country, row, code, True, total, rank))
    write(target / "units.csv", units)
    write(target / "scores.csv", scores)
    return CLASS.format(
        code="countries", name="国家", indicators="indicators.csv", scores="scores.csv"
    )


def by_dataset(target, published, primary, ranking, datasets):
    units, classes = [UNITS], ""
    for code, name in datasets:
        write(target / f"indicators-{code}.csv", indicators([(code, name)], False))
        scores = [HEADS]
        for number, place in enumerate(ranking, start=1):
            country = place["Country"]
            unit = f"{country} ({code})"
            units.append([number, f"{place['ISO3']}-{code}", unit, code])
            total = published[country, code]
            scores.extend(score_rows(unit, primary[country, code], code, False, total, ""))
        write(target / f"scores-{code}.csv", scores)
        files = {"indicators": f"indicators-{code}.csv", "scores": f"scores-{code}.csv"}
        classes += CLASS.format(code=code, name=name, **files)
    write(target / "units.csv", units)
    return classes


def main(source, target, make):
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    scored = rows(source / "ODB-2014-Datasets-Scored.csv")
    ranking = rows(source / "ODB-2014-Rankings.csv")
    detailed = rows(source / "primary_data_datasets.csv", {"fLicense": "fLicenseText"})
    short = {row["Variable"]: row["Variable"].rsplit(".", 1)[1] for row in scored}
    datasets = {short[row["Variable"]]: row["Dataset"] for row in scored}
    datasets = sorted(datasets.items(), key=lambda item: int(item[0][1:]))
    published = {
        (row["Country"], short[row["Variable"]]): int(row["CalculatedScore"]) for row in scored
    }
    primary = {(row["Country"], short[row["Variable"]]): row for row in detailed}
    assert published.keys() == primary.keys() and len(published) == 86 * 15
    classes = make(target, published, primary, ranking, datasets)
    write(target / "causes.csv", [["原因代码", "原因名称", "关键词", "整改建议"], *CAUSES])
    (target / "settings.toml").write_text(SETTINGS.format(classes=classes), encoding="utf-8")
    compare(published, ranking, datasets)


def compare(published, ranking, datasets):
    """Averages over datasets, as published with fifteen digits."""
    wrong = 0
    for place in ranking:
        average = sum(published[place["Country"], code] for code, _ in datasets) / len(datasets)
        wrong += abs(average - float(place["Datasets_Average"])) > 1e-9
    print(f"Datasets_Average: {len(ranking)} compared with the scores / 15, {wrong} differ")


if __name__ == "__main__":
    chosen = by_dataset if "--by-dataset" in sys.argv[3:] else by_country
    main(Path(sys.argv[1]), Path(sys.argv[2]), chosen)
