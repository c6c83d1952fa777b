"""The server's settings: each with its reason, none that lets something out or somebody in."""

import re
import tomllib

import pytest
from streamlit import config

from lib.settings import ROOT

FILE = ROOT / ".streamlit" / "config.toml"
TEXT = FILE.read_text("utf-8")
SETTINGS = tomllib.loads(TEXT)

# What protects the ward's data. A weaker value needs a decision, not an edit.
GUARDED = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "client.disableDataExport": True,
    "logger.enableRich": False,
    "server.address": "127.0.0.1",
    "server.allowedHosts": ["127.0.0.1", "localhost"],
    "server.headless": True,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.xsrfCookieSameSite": "strict",
    "server.enableAgentApi": False,
    "server.trustedUserHeaders": {"X-Ward-Session": "session"},
    "server.fileWatcherType": "none",
    "runner.fastReruns": False,
    "runner.magicEnabled": False,
}
LARGEST_UPLOAD_MB = 20


def flat(table, prefix=""):
    for name, value in table.items():
        if isinstance(value, dict) and f"{prefix}{name}" != "server.trustedUserHeaders":
            yield from flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def lines_without_reason():
    reasoned = False
    for number, line in enumerate(TEXT.splitlines(), 1):
        if line.startswith("#"):
            reasoned = True  # a comment on its own speaks for the next line
        elif "=" in line:
            if not reasoned and not re.search(r'(["\w\]])\s+# \S', line):
                yield number, line
            reasoned = False


def test_every_line_has_its_reason():
    assert list(lines_without_reason()) == []


@pytest.mark.parametrize(("option", "value"), GUARDED.items())
def test_what_guards_the_data_is_set(option, value):
    assert dict(flat(SETTINGS))[option] == value


def test_uploads_are_small():
    assert SETTINGS["server"]["maxUploadSize"] <= LARGEST_UPLOAD_MB


def test_no_secret_stands_in_the_file():
    assert not re.search(r"secret|password|key\b", TEXT, re.IGNORECASE)


@pytest.mark.parametrize("option", [name for name, _value in flat(SETTINGS)])
def test_streamlit_knows_every_option(option):
    """A misspelt option would be passed over in silence."""
    known = config.get_config_options()
    assert option in known
    assert not known[option].deprecated


def test_no_typeface_is_fetched():
    """The bundled ones carry every Vietnamese letter."""
    assert "font" not in TEXT.lower()
    assert "http" not in TEXT


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """WCAG 2.2, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_known_where_it_is_extreme():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_everything_can_be_read(mode):
    """4.5:1 for text on every surface, in both themes (WCAG 2.2, AA)."""
    theme = SETTINGS["theme"][mode]
    surfaces = [
        part[name]
        for part in (theme, theme["sidebar"])
        for name in ("backgroundColor", "secondaryBackgroundColor")
    ]
    for surface in surfaces:
        assert contrast(theme["textColor"], surface) >= 7
        assert contrast(theme["linkColor"], surface) >= 4.5
    assert contrast("#ffffff", theme["primaryColor"]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_contrasts_said_in_the_reasons_are_true(mode):
    section = TEXT.split(f"[theme.{mode}]")[1].split("[theme.")[0]
    theme = SETTINGS["theme"][mode]
    paper = theme["backgroundColor"]
    said = {
        name: float(ratio) for name, ratio in re.findall(r"(\w+) = .*?([\d.]+):1", section)
    }  # fmt: skip
    assert said
    for name, ratio in said.items():
        other = "#ffffff" if name == "primaryColor" else paper
        assert contrast(theme[name], other) == pytest.approx(ratio, abs=0.6), name
