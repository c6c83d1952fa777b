"""Everything that is measured, each beside its goal: `make bench`.

    python bench/run.py [--rounds 7] [--json]

Ratios only: seconds tell about a machine, a ratio taken in one run about the program. Ends with
exit code 1 when a goal is missed. docs/benchmarks.md keeps the latest results.
"""

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
IMPORTED_ROWS = 100_000


@dataclass(frozen=True)
class Goal:
    """A ratio that must not be passed, and the one that is hoped for."""

    name: str
    at_most: float | None
    aim: float | None = None

    def verdict(self, ratio: float) -> str:
        if self.at_most is not None and ratio > self.at_most:
            return "MISSED"
        return "met" if self.aim is None or ratio <= self.aim else "aim missed"


GOALS = (
    Goal("overview, numbers", at_most=2),
    Goal("overview, complete", at_most=2),
    Goal("quarantine list, opened", at_most=2),
    Goal("quarantine list, filter", at_most=2, aim=1.5),
    Goal("map, opened", at_most=None, aim=3),
    Goal("map, another figure", at_most=None, aim=3),
    Goal("map, click on a group", at_most=None, aim=3),
    Goal("import of 100,000 rows", at_most=3),
    # Seconds, not ratios: what a person waits for while 29 others are at it too.
    Goal("30 sessions, list, p95 s", at_most=2, aim=1),
    Goal("30 sessions, map, p95 s", at_most=3),
    Goal("60 sessions, errors", at_most=0),
    Goal("a tap on My day, s", at_most=0.5),
    Goal("30 volunteers, tap, p95 s", at_most=1),
    Goal("30 volunteers, taps lost", at_most=0),
)


def ran(script: str, *arguments: str) -> dict[str, Any]:
    """What a benchmark prints; in a process of its own, so that none pays for another's memory."""
    command = [sys.executable, str(HERE / script), *arguments, "--json"]
    run = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def measured(rounds: int) -> dict[str, float]:
    pages = ran("pages.py", "--rounds", str(rounds))
    imported = ran("import_rows.py", "--rows", str(IMPORTED_ROWS))
    thirty, sixty = ran("load.py")["crowds"]
    alone, together = ran("taps.py")["crowds"]
    return {name: found["ratio"] for name, found in pages.items()} | {
        "import of 100,000 rows": imported["ratio"],
        "30 sessions, list, p95 s": thirty["quarantine_p95"],
        "30 sessions, map, p95 s": thirty["map_p95"],
        "60 sessions, errors": sixty["errors"],
        "a tap on My day, s": alone["p50"],
        "30 volunteers, tap, p95 s": together["p95"],
        "30 volunteers, taps lost": together["lost"] + together["errors"],
    }


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    ratios = measured(chosen.rounds)
    verdicts = {goal.name: goal.verdict(ratios[goal.name]) for goal in GOALS}
    if chosen.json:
        print(json.dumps({"ratios": ratios, "verdicts": verdicts}))
    else:
        for goal in GOALS:
            limit = " ".join(
                f"{word} {number:g}"
                for word, number in (("at most", goal.at_most), ("aim", goal.aim))
                if number is not None
            )
            print(f"{goal.name:26} {ratios[goal.name]:5.2f}  {limit:20} {verdicts[goal.name]}")
    return 1 if "MISSED" in verdicts.values() else 0


if __name__ == "__main__":
    sys.exit(main())
