"""How long do reruns take when many people are at it at once?

    python bench/load.py [--sessions 30 60] [--seconds 60] [--json]

Serves the demo ward and lets sessions, without a browser, speak Streamlit's own protocol: each
opens the list, the map or the appraisal form, thinks for 3 to 9 seconds, changes the search or the
figure, and waits for the run to end. Meanwhile a list of 5,000 homes is imported. Reports the 95th
percentile of a rerun in seconds, what failed, and the server's memory.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.server import Server, running_server

DAY = "2021-12-29"
THINK = (3.0, 9.0)
N_IMPORTED = 5_000
SEARCHES = ("nguyen", "tran", "pham", "le", "hoang", "")
# page -> its query, and the key of the field that is changed
PAGES = {
    "quarantine": ("list=everyone&", "quarantine.search"),
    "map": ("", "map.indicator"),
    "appraisal": ("", ""),
}


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@dataclass
class Told:
    """What the sessions saw: page -> seconds of each rerun, and what went wrong."""

    first: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    reruns: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)


def cookie_of(server: Server, role: str) -> str:
    """What a click at the demo's door gives."""
    body = urlencode({"role": role}).encode()
    address = f"{server.url}/sign-in"
    asked = Request(address, data=body, headers={"Origin": server.url})  # noqa: S310 - ours
    try:
        build_opener(_Stay).open(asked)
    except HTTPError as answer:
        return str(answer.headers["Set-Cookie"]).partition(";")[0]
    raise RuntimeError("no session was given")


class Session:
    """One open page."""

    def __init__(self, server: Server, page: str, told: Told) -> None:
        self.server, self.page, self.told = server, page, told
        self.widgets: dict[str, tuple[str, list[str]]] = {}
        self.hash = ""

    async def live(self, until: float) -> None:
        role = "appraisal_team" if self.page == "appraisal" else "vice_chair"
        cookie = await asyncio.to_thread(cookie_of, self.server, role)
        address = self.server.url.replace("http", "ws") + "/_stcore/stream"
        headers = {"Cookie": cookie, "Origin": self.server.url}
        async with websockets.connect(
            address, additional_headers=headers, subprotocols=["streamlit"], max_size=None
        ) as line:
            self.told.first[self.page].append(await self._run(line, ""))
            while time.monotonic() < until:
                await asyncio.sleep(random.uniform(*THINK))
                self.told.reruns[self.page].append(await self._run(line, self._changed()))

    def _changed(self) -> str:
        key = PAGES[self.page][1]
        return next((id_ for id_ in self.widgets if key and key in id_), "")

    async def _run(self, line: websockets.ClientConnection, changed: str) -> float:
        """Seconds from asking for a run to its end."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = f"{PAGES[self.page][0]}as_of={DAY}&lang=vi"
        asked.page_script_hash = self.hash
        asked.page_name = "" if self.hash else self.page
        if changed:
            options = self.widgets[changed][1] or list(SEARCHES)
            state = asked.widget_states.widgets.add(id=changed)
            state.string_value = random.choice(options)
        start = time.perf_counter()
        await line.send(message.SerializeToString())
        while True:
            told = ForwardMsg()
            told.ParseFromString(await line.recv())
            self._note(told)
            if told.WhichOneof("type") == "script_finished":
                if told.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    self.told.errors.append(f"{self.page}: run ended as {told.script_finished}")
                return time.perf_counter() - start

    def _note(self, told: ForwardMsg) -> None:
        kind = told.WhichOneof("type")
        if kind == "navigation":
            self.hash = told.navigation.page_script_hash
        elif kind == "delta" and told.delta.WhichOneof("type") == "new_element":
            element = told.delta.new_element
            if element.WhichOneof("type") == "exception":
                self.told.errors.append(f"{self.page}: an exception on the page")
            elif element.WhichOneof("type") == "text_input":
                self.widgets[element.text_input.id] = (element.text_input.label, [])
            elif element.WhichOneof("type") == "selectbox":
                box = element.selectbox
                self.widgets[box.id] = (box.label, list(box.options))


def memory_mb(server: Server) -> float:
    """Resident memory of the process that listens on the server's port."""
    port = server.url.rpartition(":")[2]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().split(b"\0")
            if port.encode() in command and b"streamlit" in command:
                [line] = [x for x in (folder / "status").read_text().splitlines() if "VmRSS" in x]
                return int(line.split()[1]) / 1024
        except OSError:
            continue
    raise RuntimeError("the server is gone")


async def crowd(server: Server, n_sessions: int, seconds: float, list_file: Path) -> Told:
    told, until = Told(), time.monotonic() + seconds
    names = [list(PAGES)[turn % len(PAGES)] for turn in range(n_sessions)]

    async def one(number: int, name: str) -> None:
        await asyncio.sleep(10 * number / n_sessions)  # people come one after the other
        try:
            await Session(server, name, told).live(until)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
            told.errors.append(f"{name}: {type(error).__name__}")

    importing = asyncio.create_task(asyncio.to_thread(import_rows, server, list_file))
    await asyncio.gather(*(one(number, name) for number, name in enumerate(names)))
    if not await importing:
        told.errors.append("the import failed")
    return told


def write_homes(folder: Path) -> Path:
    path = folder / "homes.csv"
    rows = [f"X{n:05},5,{n},{n % 90}" for n in range(N_IMPORTED)]
    path.write_text("\n".join(["household_id,group_id,house_number,alley", *rows]), "utf-8")
    return path


def import_rows(server: Server, list_file: Path) -> bool:
    time.sleep(15)
    environment = os.environ | {"WARD_DATA_DIR": str(server.data_folder)}
    command = [sys.executable, "-m", "lib.cli", "import", str(list_file), "--table", "households"]
    run = subprocess.run(command, env=environment, capture_output=True, check=False)
    return run.returncode == 0


def p95(seconds: list[float]) -> float | None:
    return round(quantiles(seconds, n=20)[-1], 2) if len(seconds) > 1 else None


def middle(seconds: list[float]) -> float | None:
    return round(median(seconds), 2) if seconds else None


def measure(crowds: list[int], seconds: float) -> Iterator[dict[str, object]]:
    for n_sessions in crowds:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
            folder = Path(name)
            list_file = write_homes(folder)
            with running_server(folder / "data", folder / "log") as server:
                asyncio.run(crowd(server, 3, 1, list_file))  # warm
                before = memory_mb(server)
                told = asyncio.run(crowd(server, n_sessions, seconds, list_file))
                after = memory_mb(server)
        yield {
            "sessions": n_sessions,
            **{f"{page}_p50": middle(told.reruns[page]) for page in PAGES},
            **{f"{page}_p95": p95(told.reruns[page]) for page in PAGES},
            "first_p95": p95([s for each in told.first.values() for s in each]),
            "reruns": sum(map(len, told.reruns.values())),
            "errors": len(told.errors),
            "kinds_of_errors": sorted(set(told.errors))[:5],
            "memory_mb_before": round(before),
            "memory_mb_after": round(after),
        }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sessions", type=int, nargs="+", default=[30, 60])
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    found = list(measure(chosen.sessions, chosen.seconds))
    if chosen.json:
        print(json.dumps({"crowds": found}))
        return
    for each in found:
        print("\n".join(f"{name:18} {value}" for name, value in each.items()), end="\n\n")


if __name__ == "__main__":
    main()
