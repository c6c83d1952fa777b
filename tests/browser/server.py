"""A server of our own on a free port, as `make run` starts it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext

from lib.settings import ROOT

START_SECONDS = 90


@dataclass(frozen=True)
class Server:
    url: str
    log: Path
    data_folder: Path
    pid: int

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def page(self, name: str, **query: str) -> str:
        """The address of a page; the first page has none of its own."""
        asked = "&".join(f"{key}={value}" for key, value in query.items())
        return f"{self.url}/{'' if name == 'overview' else name}{'?' if asked else ''}{asked}"

    def sign_in(self, context: BrowserContext, role: str = "vice_chair") -> None:
        """As one of the demo's people; the context's pages are that one's from now on."""
        come_in(context, self.url, role)


def come_in(context: BrowserContext, url: str, role: str) -> None:
    """What a click on a name of the sign-in page does."""
    answer = context.request.post(
        f"{url}/sign-in", form={"role": role}, headers={"Origin": url}, max_redirects=0
    )
    assert answer.status == 303, answer.status


@contextmanager
def running_server(
    data_folder: Path, log: Path, *options: str, script: Path = ROOT / "app.py", port: int = 0
) -> Iterator[Server]:
    """Started, answering, and stopped again at the end. `port` 0: a free one."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    environment = os.environ | {"WARD_DATA_DIR": str(data_folder), "PYTHONUNBUFFERED": "1"}
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, *options], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_healthy(process, url, log)
            yield Server(url, log, data_folder, process.pid)
        finally:
            process.terminate()
            process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_healthy(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):  # noqa: S310 - ours
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text('utf-8')}")
