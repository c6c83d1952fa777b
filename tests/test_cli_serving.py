"""`serve`: this computer alone, others over HTTPS, and nobody in the clear without being told."""

import os
import re
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lib.actions.accounts import open_first_administrator
from lib.cli import main
from lib.settings import ROOT, now, ward_settings
from lib.store.engine import open_store
from tests.browser.server import free_port

GOOD = "con mèo leo cây cau"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - what is to be refused


@pytest.fixture
def ward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ward with an administrator: others could be let in."""
    monkeypatch.setenv("WARD_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("WARD_WITHOUT_TLS", raising=False)
    store = open_store(ward_settings())
    open_first_administrator(store, "sep", "Sếp", GOOD, GOOD, now=now())
    store.close()
    return tmp_path


@pytest.fixture
def certificate(tmp_path: Path) -> list[str]:
    """--certificate and --key with files of our own."""
    files = [str(tmp_path / name) for name in ("ward.crt", "ward.key")]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    more = ["-nodes", "-days", "2", "-subj", "/CN=localhost", "-out", files[0], "-keyout", files[1]]
    subprocess.run([*command, *more], check=True, capture_output=True)
    return ["--certificate", files[0], "--key", files[1]]


@contextmanager
def serving(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "lib.cli", "serve", *arguments]
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    started = subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, encoding="utf-8", start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield started
    finally:
        if started.poll() is None:
            os.killpg(started.pid, 15)
        started.communicate(timeout=30)


def answer(url: str) -> tuple[int, str]:
    """(status, body), as soon as somebody answers; the certificate is nobody's."""
    end = time.monotonic() + 60
    trusting = ssl._create_unverified_context()  # noqa: S323 - our own, self-signed
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, context=trusting, timeout=5) as said:  # noqa: S310
                return said.status, said.read().decode()
        except urllib.error.HTTPError as said:
            return said.code, said.read().decode()
        except OSError:
            time.sleep(0.2)
    raise AssertionError("nobody answers")


def test_others_are_not_served_in_the_clear(ward: Path) -> None:
    with serving("--address", EVERYWHERE, "--port", str(free_port())) as server:
        said, _nothing = server.communicate(timeout=60)
    assert server.returncode != 0
    assert "HTTPS" in said
    assert "Traceback" not in said


def test_who_insists_is_told_what_that_means(ward: Path) -> None:
    port = str(free_port())
    with serving("--address", EVERYWHERE, "--port", port, "--without-tls") as server:
        assert answer(f"http://127.0.0.1:{port}/sign-in")[0] == 200
        os.killpg(server.pid, 15)
        said, _nothing = server.communicate(timeout=30)
    assert re.search(r"\*{72}\n\*\*\* KHÔNG MÃ HÓA", said)


def test_with_a_certificate_others_come_over_https(ward: Path, certificate: list[str]) -> None:
    port = str(free_port())
    with serving("--address", EVERYWHERE, "--port", port, "--name", "ward.lan", *certificate):
        status, body = answer(f"https://127.0.0.1:{port}/sign-in")
        assert (status, "<form" in body) == (200, True)


def test_an_unset_ward_is_for_this_computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, certificate: list[str]
) -> None:
    monkeypatch.setenv("WARD_DATA_DIR", str(tmp_path / "data"))
    open_store(ward_settings()).close()
    with serving("--address", EVERYWHERE, "--port", str(free_port()), *certificate) as server:
        said, _nothing = server.communicate(timeout=60)
    assert server.returncode != 0
    assert "127.0.0.1" in said


@pytest.mark.parametrize("files", [["--certificate"], ["--key"], ["--certificate", "--key"]])
def test_a_certificate_has_its_key(files: list[str], tmp_path: Path) -> None:
    named = [part for file in files for part in (file, str(tmp_path / "absent"))]
    assert main(["serve", *named]) == 2


def test_the_server_is_that_of_this_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[list[str]] = []
    monkeypatch.setattr("subprocess.call", lambda command, **_more: calls.append(command) or 0)
    assert main(["serve", "--port", "8600", "--name", "a.lan", "--name", "b.lan"]) == 0
    assert calls == [
        [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", "8600",
         "--server.allowedHosts", "a.lan", "--server.allowedHosts", "b.lan"]
    ]  # fmt: skip
