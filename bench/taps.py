"""How long does a volunteer wait after a tap, alone and with 29 others, and is anything lost?

    python bench/taps.py [--volunteers 1 30] [--taps 8] [--json]

Serves the demo ward on a morning when nobody was seen yet; volunteers, without a browser, open My
day each for a team, and every 3 to 9 seconds tap "seen, well" beside somebody whom nobody has
tapped. Reports seconds from the tap to the end of its run, and taps that were answered but are not
in the store.
"""

import argparse
import asyncio
import json
import random
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.load import DAY, THINK, cookie_of, middle, p95
from tests.browser.server import Server, running_server

SUFFIX = ".seen_ok"


class Volunteer:
    """One open page. `left`: people of the team nobody has tapped, shared by the whole team."""

    def __init__(self, server: Server, team: str, left: set[str]) -> None:
        self.server, self.team, self.left = server, team, left
        self.buttons: dict[str, tuple[str, str]] = {}
        self.hash, self.seconds, self.tapped, self.problems = "", list[float](), list[str](), 0

    async def walk(self, n_taps: int) -> None:
        cookie = await asyncio.to_thread(cookie_of, self.server, "data_officer")
        async with websockets.connect(
            self.server.url.replace("http", "ws") + "/_stcore/stream", max_size=None,
            additional_headers={"Cookie": cookie, "Origin": self.server.url},
            subprotocols=["streamlit"],
        ) as line:  # fmt: skip
            await self._run(line, None)
            if not self.left:
                self.left.update(self.buttons)
            for _tap in range(n_taps):
                await asyncio.sleep(random.uniform(*THINK))
                if not self.left:
                    return
                person = self.left.pop()
                self.seconds.append(await self._run(line, self.buttons[person]))
                self.tapped.append(person)

    async def _run(
        self, line: websockets.ClientConnection, button: tuple[str, str] | None
    ) -> float:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = f"as_of={DAY}&lang=vi&team={self.team}"
        asked.page_script_hash = self.hash
        asked.page_name = "" if self.hash else "my_day"
        if button:
            asked.fragment_id = button[1]
            asked.widget_states.widgets.add(id=button[0]).trigger_value = True
        start = time.perf_counter()
        await line.send(message.SerializeToString())
        while True:
            told = ForwardMsg()
            told.ParseFromString(await line.recv())
            kind = told.WhichOneof("type")
            if kind == "navigation":
                self.hash = told.navigation.page_script_hash
            elif kind == "delta":
                self._note(told)
            elif kind == "script_finished":
                if told.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue  # the tap is written; the cards that it changes come next
                ended = (
                    ForwardMsg.FINISHED_SUCCESSFULLY,
                    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
                )
                self.problems += told.script_finished not in ended
                return time.perf_counter() - start

    def _note(self, told: ForwardMsg) -> None:
        element = told.delta.new_element
        self.problems += element.WhichOneof("type") == "exception"
        if element.WhichOneof("type") == "button" and element.button.id.endswith(SUFFIX):
            person = element.button.id.rpartition("my_day.")[2].removesuffix(SUFFIX)
            self.buttons[person] = (element.button.id, told.delta.fragment_id)


def morning(folder: Path) -> Path:
    """A demo ward without the visits of the day; where its database lies."""
    with running_server(folder / "data", folder / "log") as server:
        database = server.data_folder / "demo-ward" / "ward.db"
    with sqlite3.connect(database) as conn:
        conn.execute("delete from visits where visited_at >= ?", [DAY])
    return database


def support_teams(database: Path) -> list[str]:
    with sqlite3.connect(database) as conn:
        return [row[0] for row in conn.execute("select team_id from teams where kind = 'support'")]


def stored(database: Path, people: list[str]) -> int:
    """How many of them the store has a visit of today."""
    marks = ",".join("?" * len(people))
    asked = (
        f"select count(distinct case_id) from visits where case_id in ({marks}) "  # noqa: S608
        "and visited_at >= ?"
    )
    with sqlite3.connect(database) as conn:
        return int(conn.execute(asked, [*people, DAY]).fetchone()[0])


async def crowd(
    server: Server, n_volunteers: int, n_taps: int, teams: list[str]
) -> list[Volunteer]:
    left: defaultdict[str, set[str]] = defaultdict(set)
    turn = [teams[number % len(teams)] for number in range(n_volunteers)]
    people = [Volunteer(server, team, left[team]) for team in turn]

    async def one(number: int) -> None:
        await asyncio.sleep(10 * number / n_volunteers)  # people come one after the other
        await people[number].walk(n_taps)

    await asyncio.gather(*map(one, range(n_volunteers)))
    return people


def measure(crowds: list[int], n_taps: int) -> Iterator[dict[str, object]]:
    for n_volunteers in crowds:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
            folder = Path(name)
            database = morning(folder)
            with running_server(folder / "data", folder / "log") as server:
                people = asyncio.run(crowd(server, n_volunteers, n_taps, support_teams(database)))
            tapped = [person for each in people for person in each.tapped]
            seconds = [second for each in people for second in each.seconds]
            yield {
                "volunteers": n_volunteers, "taps": len(tapped), "p50": middle(seconds),
                "p95": p95(seconds), "lost": len(set(tapped)) - stored(database, tapped),
                "errors": sum(each.problems for each in people),
            }  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--volunteers", type=int, nargs="+", default=[1, 30])
    options.add_argument("--taps", type=int, default=8)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    found = list(measure(chosen.volunteers, chosen.taps))
    if chosen.json:
        print(json.dumps({"crowds": found}))
        return
    for each in found:
        print("\n".join(f"{name:10} {value}" for name, value in each.items()), end="\n\n")


if __name__ == "__main__":
    main()
