"""The Vietnamese of Streamlit's own words: complete in itself, and true of this very Streamlit.

That it works in the page is shown in tests/browser/test_words.py.
"""

import json
import re
from pathlib import Path

import pytest
import streamlit

from lib.text.catalogue import use_language
from lib.ui import words

BUNDLE = Path(streamlit.__file__).parent / "static" / "static" / "js"
# Chunks of chart libraries: large, and no word of them is in the dictionary.
LARGEST = 700_000
PLACEHOLDER = re.compile(r"\{(\w+)\}")
# Put together at run time, or said by the server.
NOT_IN_BUNDLE = {
    "Failed to generate file for download",
    "{n} option available.", "{n} options available.", "{i} of over 1000", "Choose date, {month}",
    "minute: mm",
    "Press Enter to apply", "Press Enter to submit form", "streamlit_folium.st_folium",
    "{size} per file • {types}",
    "The page that you have requested does not seem to exist. Running the app's main page.",
}  # fmt: skip


@pytest.fixture(scope="module")
def bundle():
    files = [path for path in BUNDLE.glob("*.js") if path.stat().st_size < LARGEST]
    return "\n".join(path.read_text("utf-8") for path in files)


def script_of(code):
    use_language(code)
    return words._script(code)


def test_both_sides_have_the_same_placeholders():
    for english, vietnamese in words.load_words().items():
        assert set(PLACEHOLDER.findall(vietnamese)) <= set(PLACEHOLDER.findall(english)), english
        assert vietnamese.strip() == vietnamese != "", english


def test_no_word_stands_in_two_sections():
    text = words.WORDS.read_text("utf-8")
    keys = re.findall(r'^"((?:[^"\\]|\\.)*)" =', text, re.MULTILINE)
    assert len(keys) == len(set(keys)) == len(words.load_words())


def test_a_pattern_does_not_swallow_a_later_one():
    """The script takes the first pattern that fits."""
    patterns = [english for english in words.load_words() if "{" in english]
    for later, english in enumerate(patterns):
        example = PLACEHOLDER.sub("X1", english)
        fitting = [each for each in patterns[: later + 1] if matches(each, example)]
        assert fitting[0] == english, f"{fitting[0]!r} hides {english!r}"


def matches(pattern, text):
    literal = PLACEHOLDER.sub("(.+)", re.escape(pattern).replace(r"\{", "{").replace(r"\}", "}"))
    return re.fullmatch(literal, text)


def test_streamlit_still_says_every_word(bundle):
    """After an upgrade: what is said no longer must go, what is new is found by the browser."""
    for english in words.load_words().keys() - NOT_IN_BUNDLE:
        longest = max(PLACEHOLDER.split(english)[::2], key=len)
        assert longest.strip() in bundle, english


def test_the_script_carries_the_words_only_where_they_are_wanted():
    assert "Ch\\u1ecdn t\\u1ec7p" in script_of("vi")
    assert 'const LANGUAGE = "vi";' in script_of("vi")
    assert "Upload" not in script_of("en")
    assert "const LOCALE = null;" in script_of("en")


def test_nothing_in_the_dictionary_can_end_the_script(monkeypatch):
    words._script.cache_clear()
    monkeypatch.setattr(words, "load_words", lambda: {"</script><b>": "</script><img>"})
    script = script_of("vi")
    words._script.cache_clear()
    assert script.count("</script>") == 1
    line = next(line for line in script.splitlines() if line.startswith("const WORDS"))
    assert json.loads(line.removeprefix("const WORDS = ").rstrip(";")) == {
        "</script><b>": "</script><img>"
    }


def test_the_script_is_one_that_streamlit_lets_through():
    """Its sanitizer drops a script in which a "<" is followed by a letter or a slash."""
    for code in ("vi", "en"):
        body = script_of(code).removeprefix("<script>").removesuffix("</script>")
        assert not re.search(r"<[/\w!]", body)
