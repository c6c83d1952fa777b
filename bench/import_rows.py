"""How much dearer than merely reading a file is it to check every cell of it?

    python bench/import_rows.py [--rows 100000] [--rounds 5] [--json]

Writes a list of cases (17 columns, Vietnamese, UTF-8 with BOM, one row in a hundred wrong, always
the same) into a temporary folder and times, in turns in one process, the fastest raw read and
the importer: reading, headings, every check, findings with row and column. The ratio of the
medians is the figure; seconds only tell about this machine.
"""

import argparse
import csv
import json
import random
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import polars as pl
import pyarrow as pa
import pyarrow.csv as pa_csv

from lib.ingest.checks import Checked, check_rows
from lib.ingest.lookups import Lookups, group_spellings
from lib.ingest.mapping import match_headers
from lib.ingest.reader import read_text_table
from lib.schema.tables import TABLES

TODAY = date(2021, 12, 29)
SEED = 2557
WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
HEADINGS: dict[str, str] = WORDS["headings"]
GROUPS = [(f"TDP{n:02}", f"{WORDS['group']} {n}") for n in range(1, 28) if n not in (4, 9, 13, 20)]


def build_rows(n_rows: int) -> list[dict[str, str]]:
    random_ = random.Random(SEED)
    rows = [_row(random_, number) for number in range(1, n_rows + 1)]
    spoil = list(WORDS["spoilt"].items())
    for turn, position in enumerate(random_.sample(range(1, n_rows), n_rows // 100)):
        column, text = spoil[turn % len(spoil)]
        rows[position][column] = text
    return rows


def _row(random_: random.Random, number: int) -> dict[str, str]:
    start = date(2021, 12, 1) + timedelta(random_.randrange(28))
    born = date(1935, 1, 1) + timedelta(random_.randrange(29_000))
    name = (
        random_.choice(WORDS["families"]),
        random_.choice(WORDS["middles"]),
        random_.choice(WORDS["middles"]),
    )
    dose = date(2021, 7, 1) + timedelta(random_.randrange(150))
    n_doses = random_.randrange(4)
    values = (
        f"C{number:07}", random_.choice(("F0", "F1")),
        " ".join((*name, random_.choice(WORDS["givens"]))), random_.choice(WORDS["sexes"]),
        f"{born:%d/%m/%Y}", f"001{random_.randrange(10**9):09}",
        f"0190{random_.randrange(10**6):06}", random_.choice(GROUPS)[1],
        str(random_.randrange(1, 400)), f"{WORDS['alley']} {random_.randrange(1, 90)}",
        random_.choice(WORDS["streets"]), str(n_doses), f"{dose:%d/%m/%Y}" if n_doses else "",
        f"{start:%d/%m/%Y}", f"{start:%d/%m/%Y}", f"{start + timedelta(13):%d/%m/%Y}",
        random_.choice(WORDS["notes"]),
    )  # fmt: skip
    return dict(zip(HEADINGS, values, strict=True))


def write_file(folder: Path, n_rows: int) -> Path:
    path = folder / f"cases-{n_rows}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(HEADINGS.values())
        writer.writerows(row.values() for row in build_rows(n_rows))
    return path


def lookups() -> Lookups:
    return Lookups(ids={}, names={}, groups=group_spellings(GROUPS))


def check(raw: bytes, known: Lookups) -> Checked:
    table = TABLES["cases"]
    text = read_text_table(raw, [table])
    return check_rows(table, text, match_headers(table, text.headers), known, today=TODAY)


def read_with_pyarrow(raw: bytes) -> object:
    as_text = pa_csv.ConvertOptions(column_types=dict.fromkeys(HEADINGS.values(), pa.string()))
    return pa_csv.read_csv(pa.BufferReader(raw), convert_options=as_text)


def read_with_polars(raw: bytes) -> object:
    return pl.read_csv(raw, infer_schema=False)


def measure(n_rows: int, rounds: int) -> dict[str, object]:
    known = lookups()
    with tempfile.TemporaryDirectory() as folder:
        path = write_file(Path(folder), n_rows)
        ways: dict[str, Callable[[], object]] = {
            "pyarrow": lambda: read_with_pyarrow(path.read_bytes()),
            "polars": lambda: read_with_polars(path.read_bytes()),
            "import": lambda: check(path.read_bytes(), known),
        }
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds + 1):
            for name, way in ways.items():
                seconds[name].append(_seconds(way))
        checked = check(path.read_bytes(), known)
    middle = {name: median(taken[1:]) for name, taken in seconds.items()}
    fastest = min(("pyarrow", "polars"), key=middle.__getitem__)
    return {
        "rows": n_rows,
        "accepted": checked.accepted.height,
        "refused": checked.refused.height,
        "findings": len(checked.findings),
        "raw_reader": fastest,
        "raw_seconds": round(middle[fastest], 4),
        "import_seconds": round(middle["import"], 4),
        "ratio": round(middle["import"] / middle[fastest], 2),
    }


def _seconds(way: Callable[[], object]) -> float:
    start = time.perf_counter()
    way()
    return time.perf_counter() - start


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    result = measure(chosen.rows, chosen.rounds)
    if chosen.json:
        print(json.dumps(result))
    else:
        print("\n".join(f"{name:15} {value}" for name, value in result.items()))


if __name__ == "__main__":
    main()
