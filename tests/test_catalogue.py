"""Every sentence of the program stands in the Vietnamese catalogue, translated, with no leftovers.

What fails here is mended with `make catalogue` and a pair of eyes.
"""

import ast
import re
import string

import pytest
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po

from lib.security.audit import ACTIONS
from lib.settings import ROOT
from lib.text.catalogue import LOCALE_DIR

PO = LOCALE_DIR / "vi" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
HEADER = {
    "Project-Id-Version", "Language", "Plural-Forms", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding",
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue():
    with PO.open("rb") as source:
        return read_po(source)


@pytest.fixture(scope="module")
def entries(catalogue):
    return [message for message in catalogue if message.id]


def extracted():
    """Every sentence marked in the sources, a plural as its pair."""
    found = list(extract_from_file("python", ROOT / "app.py", keywords=KEYWORDS))
    sentences = {message for _line, message, *_rest in found}
    for folder in ("lib", "pages"):
        method_map = [("**.py", "python")]
        for _file, _line, message, *_rest in extract_from_dir(
            ROOT / folder, method_map, keywords=KEYWORDS
        ):
            sentences.add(message)
    return sentences


def forms(text):
    return text if isinstance(text, (list, tuple)) else (text,)


def placeholders(text):
    return {name for _text, name, *_rest in string.Formatter().parse(text) if name is not None}


def test_every_sentence_is_in_the_catalogue_and_no_other(entries):
    sources = extracted()
    assert len(sources) > 200
    known = {tuple(m.id) if isinstance(m.id, (list, tuple)) else m.id for m in entries}
    assert sources - known == set()
    assert known - sources == set()


def test_no_sentence_hides_inside_a_formatted_string():
    """Before Python 3.12 the extractor does not look there, and the sentence stays English."""
    marked = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for folder in ("lib", "pages")
        for file in (ROOT / folder).rglob("*.py")
        for formatted in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(formatted, ast.JoinedStr)
        for call in ast.walk(formatted)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in KEYWORDS
        and isinstance(call.args[0], ast.Constant)
    ]  # fmt: skip
    assert marked == []


def test_everything_is_translated_and_nothing_is_fuzzy(catalogue, entries):
    untranslated = [m.id for m in entries if not all(words.strip() for words in forms(m.string))]
    assert untranslated == []
    assert [m.id for m in entries if m.fuzzy] == []
    assert not catalogue.fuzzy


def test_nothing_obsolete_is_kept(catalogue):
    assert not catalogue.obsolete
    assert "#~" not in PO.read_text("utf-8")


def test_placeholders_are_the_same_on_both_sides(entries):
    for message in entries:
        wanted = set().union(*(placeholders(text) for text in forms(message.id)))
        for words in forms(message.string):
            assert placeholders(words) == wanted, message.id


def test_sentences_begin_and_end_alike(entries):
    """A lost full stop, colon or ellipsis is seen on the screen; a lost space joins two words."""
    for message in entries:
        english, vietnamese = forms(message.id)[0], forms(message.string)[0]
        assert vietnamese == vietnamese.strip(), english
        endings = [re.search(r"(\.\.\.|\N{HORIZONTAL ELLIPSIS}|[.:?!])?$", t)[0] for t in
                   (english, vietnamese)]  # fmt: skip
        shown = [end.replace("...", "\N{HORIZONTAL ELLIPSIS}") for end in endings]
        assert shown[0] == shown[1], english


def test_whoever_reads_is_spoken_to_in_one_way(entries):
    """As "bạn", on every page."""
    assert [m.id for m in entries for words in forms(m.string) if "anh/chị" in words.lower()] == []


def test_the_audit_says_what_was_done_in_one_way(entries):
    done = {m.id: m.string for m in entries if m.id in ACTIONS.values()}
    assert len(done) == len(ACTIONS)
    assert [english for english, words in done.items() if words.startswith("đã ")] == []


def test_the_header_says_what_is_true_and_no_more():
    head = PO.read_text("utf-8").split("\n\n", 1)[0]
    fields = dict(re.findall(r'^"([\w-]+): (.*)\\n"$', head, re.MULTILINE))
    assert set(fields) == HEADER
    assert fields["Language"] == "vi"
    assert fields["Plural-Forms"] == "nplurals=1; plural=0;"
    assert fields["Content-Type"] == "text/plain; charset=utf-8"
