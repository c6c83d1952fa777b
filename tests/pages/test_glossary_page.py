"""The Glossary page: every figure with its definition; words found without diacritics."""

import re
import tomllib

from lib.indicators.registry import INDICATORS
from lib.ui.glossary import GUIDE_FOLDER, GUIDES, TERMS
from tests.documents.printed import page_texts


def words(app):
    return " ".join(each.value.replace("\\", "") for each in app.markdown)


def test_every_figure_is_explained_in_its_own_words(app_page):
    said = words(app_page("glossary", lang="en"))
    for indicator in INDICATORS.values():
        assert f"**{indicator.label}**: {indicator.definition}" in said, indicator.id


def test_a_word_is_found_without_its_diacritics(app_page):
    app = app_page("glossary")
    app.text_input(key="glossary.search").set_value("cho ket thuc").run()
    assert "**Chờ kết thúc cách ly**" in words(app)
    assert "**5K**" not in words(app)
    app.text_input(key="glossary.search").set_value("khong co tu nay").run()
    assert app.info


def test_every_word_is_explained_in_both_languages():
    for name, said in tomllib.loads(TERMS.read_text("utf-8")).items():
        assert all(len(said[code]) == 2 and all(said[code]) for code in ("en", "vi")), name


def test_every_guide_is_there_and_made_of_its_texts():
    texts = tomllib.loads((GUIDE_FOLDER / "guides.toml").read_text("utf-8"))
    assert set(GUIDES.values()) == set(texts)
    for name, said in texts.items():
        pages = page_texts((GUIDE_FOLDER / f"{name}.pdf").read_bytes())
        assert len(pages) == 2
        printed = " ".join(" ".join(pages).split())
        assert said["title"] in printed
        assert all(step["title"] in printed for step in said["steps"])


def test_a_rule_says_for_which_type_once(app_page):
    app = app_page("rules", role="vice_chair")
    said = " ".join(each.value for each in app.markdown)
    assert "badge[F1] **" in said
    assert not re.search(r"badge\[(F[01])\] \*\*\1", said)
