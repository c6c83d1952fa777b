"""The child process of `sandbox`: limits itself, opens what came on stdin, answers on stdout.

The answer is one line of JSON, and behind it the bytes that belong to it.
"""

import contextlib
import json
import sys
from typing import Any

from lib.ingest.limits import Limits, Unfit

_MB = 1 << 20


def main() -> None:
    asked = json.loads(sys.argv[1])
    limits = Limits(**asked.pop("limits"))
    _limit(limits)
    raw = sys.stdin.buffer.read()
    try:
        head, body = _run(asked.pop("task"), raw, limits, asked)
    except Unfit as unfit:
        head, body = {"refused": unfit.code, "params": unfit.params}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)


def _run(
    task: str, raw: bytes, limits: Limits, asked: dict[str, Any]
) -> tuple[dict[str, Any], bytes]:
    if task == "workbook":
        from lib.ingest.sheets import read_sheets

        return read_sheets(raw, limits, **asked)
    if task == "far_cell":
        from lib.ingest.sheet_marks import find_far_cell

        return find_far_cell(raw, limits), b""
    if task == "map_archive":
        from lib.ingest.shapefiles import read_map_archive

        return read_map_archive(raw, limits)
    raise ValueError(f"no task {task}")


def _limit(limits: Limits) -> None:
    """Where the system can limit a process. Elsewhere time and the archive's size still are."""
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_mb * _MB,) * 2)
        resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
