"""How does checking a large list compare with reading it, and with what others would use?

    python bench/import_peers.py [--rows 1000000] [--peer-rows 100000] [--json]

Each way runs in a process of its own, over the list of cases that import_rows.py writes, and says
how long it took and how much memory it needed beyond what the program itself takes. Peers are
given the rules that both know: types, words of a list, needed cells, limits.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.import_rows import (
    HEADINGS,
    WORDS,
    check,
    lookups,
    read_with_polars,
    read_with_pyarrow,
    write_file,
)

LINEAR = (10_000, 100_000)
IDS, NAMES = r"C\d{7}", r"\S.*"
SEXES, GROUP = "|".join(WORDS["sexes"]), rf"{WORDS['group']} \d+"
DAY = r"(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2])/\d{4}"


def with_pandera(path: Path) -> object:
    """Everything as text, checked column by column, all failures gathered."""
    import pandas as pd
    import pandera.pandas as pa

    def column(pattern: str, **more: bool) -> pa.Column:
        return pa.Column(str, pa.Check.str_matches(f"^({pattern})$"), **more)

    day = {name: column(DAY, nullable=True) for name in _days()}
    schema = pa.DataFrameSchema({
        HEADINGS["case_id"]: column(IDS, unique=True),
        HEADINGS["case_type"]: column("F0|F1"),
        HEADINGS["full_name"]: column(NAMES),
        HEADINGS["sex"]: column(SEXES),
        HEADINGS["national_id"]: column(r"\d{12}", nullable=True),
        HEADINGS["phone"]: column(r"0\d{9}", nullable=True),
        HEADINGS["group_id"]: column(GROUP),
        HEADINGS["vaccine_doses"]: column("[0-4]", nullable=True),
        **day,
    })  # fmt: skip
    frame = pd.read_csv(path, dtype=str, encoding="utf-8-sig")
    try:
        return schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return errors.failure_cases


def with_frictionless(path: Path) -> object:
    from frictionless import Resource, Schema, system

    patterns = {
        "case_id": IDS, "case_type": "F0|F1", "full_name": NAMES, "sex": SEXES,
        "national_id": r"\d{12}", "phone": r"0\d{9}", "group_id": GROUP,
        "vaccine_doses": "[0-4]",
    }  # fmt: skip
    fields = [
        {"name": heading, "type": "string", "constraints": {"pattern": patterns[name]}}
        if name in patterns
        else {"name": heading, "type": "date", "format": "%d/%m/%Y"}
        if heading in _days()
        else {"name": heading, "type": "string"}
        for name, heading in HEADINGS.items()
    ]
    schema = Schema.from_descriptor({"fields": fields})
    with system.use_context(trusted=True):
        return Resource(str(path), schema=schema, encoding="utf-8-sig").validate(limit_errors=10**6)


def _days() -> list[str]:
    names = ("birth_date", "last_dose_date", "reported_at", "quarantine_start", "quarantine_end")
    return [HEADINGS[name] for name in names]


WAYS: dict[str, Callable[[Path], object]] = {
    "nothing": lambda path: path,
    "pyarrow": lambda path: read_with_pyarrow(path.read_bytes()),
    "polars": lambda path: read_with_polars(path.read_bytes()),
    "import": lambda path: check(path.read_bytes(), lookups()),
    "pandera": with_pandera,
    "frictionless": with_frictionless,
}


def run_one(way: str, path: Path, small: Path) -> dict[str, float]:
    """In this process: once over a small list, so that loading the program does not count."""
    WAYS[way](small)
    took = []
    for _ in range(1 if way in ("pandera", "frictionless") else 3):
        start = time.perf_counter()
        kept = WAYS[way](path)
        took.append(time.perf_counter() - start)
        del kept
    return {"seconds": min(took), "megabytes": _peak()}


def _peak() -> float:
    """MB. The kernel's own account: getrusage would tell of the parent's memory before exec."""
    status = Path("/proc/self/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def run(way: str, path: Path, small: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--way", way, "--file", str(path), "--small", str(small)]
    found: dict[str, float] = json.loads(
        subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    )
    return found


def measure(n_rows: int, n_peer_rows: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        sizes = dict.fromkeys((1000, *LINEAR, n_peer_rows, n_rows))
        files = {n: write_file(Path(folder), n) for n in sizes}
        small = files[1000]
        ours = {n: run("import", files[n], small) for n in (*LINEAR, n_rows)}
        idle = run("nothing", small, small)["megabytes"]
        raw = {way: run(way, files[n_rows], small) for way in ("pyarrow", "polars")}
        peers = {way: run(way, files[n_peer_rows], small) for way in ("pandera", "frictionless")}
        own = run("import", files[n_peer_rows], small)["seconds"]
    fastest = min(raw.values(), key=lambda found: found["seconds"])
    return {
        "import of 1,000,000 rows / raw read": ours[n_rows]["seconds"] / fastest["seconds"],
        "its memory / the raw read's": (
            (ours[n_rows]["megabytes"] - idle) / (fastest["megabytes"] - idle)
        ),
        "a row of 1,000,000 / a row of 100,000": (
            ours[n_rows]["seconds"] / n_rows / (ours[100_000]["seconds"] / 100_000)
        ),
        "pandera / import": peers["pandera"]["seconds"] / own,
        "frictionless / import": peers["frictionless"]["seconds"] / own,
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--peer-rows", type=int, default=100_000)
    options.add_argument("--json", action="store_true")
    options.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    options.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--small", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.way:
        print(json.dumps(run_one(chosen.way, chosen.file, chosen.small)))
        return
    found = measure(chosen.rows, chosen.peer_rows)
    if chosen.json:
        print(json.dumps({name: {"ratio": round(value, 2)} for name, value in found.items()}))
    else:
        print("\n".join(f"{name:40} {value:8.2f}" for name, value in found.items()))


if __name__ == "__main__":
    main()
