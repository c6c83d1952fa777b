"""What installs the program says the same as the README and names what is there."""

import json
import re
import shlex
import shutil
import subprocess

import pytest

from lib.actions.accounts import has_administrator
from lib.cli import main
from lib.settings import ROOT, active_settings
from lib.store.engine import open_store

PACKAGING = ROOT / "packaging"


BEGINNINGS = ("compose.yaml", "ward-dashboard.service")


def readme_block(kind):
    text = (ROOT / "README.md").read_text("utf-8")
    return text.partition(f"```{kind}\n")[2].partition("```")[0].splitlines()


def test_the_windows_script_takes_the_steps_of_the_readme():
    script = (PACKAGING / "start.bat").read_bytes()
    assert script.count(b"\r\n") == script.count(b"\n")
    said = script.decode("ascii").replace("--quiet ", "").replace("call ", "")
    for step in readme_block("bat"):
        assert step in said, step


def test_the_container_runs_what_the_server_runs():
    lines = (PACKAGING / "Containerfile").read_text("utf-8").splitlines()
    copied = [line.split()[1] for line in lines if line.startswith("COPY")]
    assert copied == ["requirements.txt", "."]
    assert "USER ward" in lines
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert {"data/ward", "data/demo-ward", ".git"} <= set(ignored)  # nobody's data in an image


def test_the_dashboard_shares_the_proxys_loopback_and_opens_no_port():
    text = (PACKAGING / "compose.yaml").read_text("utf-8")
    dashboard = text.partition("  dashboard:")[2]
    assert "network_mode: service:proxy" in dashboard
    assert "ports:" not in dashboard
    assert "reverse_proxy 127.0.0.1:8501" in (PACKAGING / "Caddyfile").read_text("utf-8")


@pytest.mark.parametrize("unit", sorted(PACKAGING.glob("*.service")), ids=lambda path: path.name)
def test_the_unit_is_one_that_systemd_reads(unit, tmp_path):
    """systemd-analyze looks for the program it would start, so the unit names one that is there."""
    text = unit.read_text("utf-8")
    assert "WARD_DATA_DIR=/var/lib/ward" in text
    if analyze := shutil.which("systemd-analyze"):
        copy = tmp_path / unit.name
        copy.write_text(
            text.replace("/opt/ward/.venv/bin/python", shutil.which("python3")), "utf-8"
        )
        run = subprocess.run([analyze, "verify", str(copy)], capture_output=True, text=True)
        assert "Unknown" not in run.stderr
        assert run.returncode == 0, run.stderr


def commands_at_the_head(name):
    """What a file's opening remarks tell to type, of the program's own command line."""
    text = (PACKAGING / name).read_text("utf-8")
    return [
        shlex.split(said) for said in re.findall(r"^#   .*python -m lib\.cli (.+)$", text, re.M)
    ]


@pytest.mark.parametrize("name", BEGINNINGS)
def test_a_ward_is_begun_by_the_lines_at_the_head(name, empty_folder, capsys):
    """Typed as they stand they leave a real ward with an administrator, so that others come in."""
    begin, add = commands_at_the_head(name)
    assert main(begin) == 0
    capsys.readouterr()
    assert main([word.replace("LOGIN", "quan.tri") for word in add]) == 0
    assert json.loads(capsys.readouterr().out)["one_time_password"]
    settings = active_settings(demo_when_empty=True)
    assert not settings.is_demo
    ward = open_store(settings)
    assert has_administrator(ward)
    ward.close()


@pytest.mark.parametrize("name", BEGINNINGS)
def test_the_server_answers_under_the_wards_name(name):
    assert "--server.allowedHosts" in (PACKAGING / name).read_text("utf-8")
