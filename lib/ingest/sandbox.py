"""Files that are no plain text are opened in a process of their own, with limits.

A workbook of 1.7 kB can ask for more memory than the computer has, and its reader then aborts the
process it runs in. Here that process is a child: it may take `LIMITS`, no more, and its end is
an answer like any other.
"""

import json
import subprocess
import sys
from dataclasses import asdict
from threading import BoundedSemaphore
from typing import Any

from lib.ingest.limits import LIMITS, Limits
from lib.ingest.refusal import refuse
from lib.settings import ROOT

_AT_ONCE = BoundedSemaphore(2)


class Died(Exception):
    """The child ended without an answer: it took too long, too much memory, or crashed."""


def ask_child(
    task: str, raw: bytes, limits: Limits = LIMITS, **request: Any
) -> tuple[dict[str, Any], bytes]:
    """(answer, bytes that belong to it). Raises FileRefused where the child refuses, and Died."""
    asked = json.dumps({"task": task, "limits": asdict(limits)} | request)
    command = [sys.executable, "-E", "-s", "-m", "lib.ingest.child", asked]
    with _AT_ONCE:
        try:
            done = subprocess.run(  # noqa: S603 - ourselves, without a shell
                command,
                input=raw,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                timeout=limits.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Died from None
    if done.returncode:
        raise Died
    head, _, body = done.stdout.partition(b"\n")
    answer = json.loads(head)
    if "refused" in answer:
        raise refuse(answer["refused"], **answer["params"])
    return answer, body
