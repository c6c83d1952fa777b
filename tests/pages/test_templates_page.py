"""The ward words its papers itself: a template goes out, comes back, is refused in words."""

import io

import pytest
from docx import Document
from streamlit.testing.v1 import AppTest

from lib.documents.papers import COMPLETION, KINDS, ORDER, REPORT
from lib.reports.papers import DOCX, template_of, template_state
from lib.security.actors import demo_actor
from lib.ui.state import store
from tests.conftest import AppPage
from tests.documents.printed import paper_text

OFFICER = demo_actor("data_officer")


def opened(app_page: AppPage, role: str) -> AppTest:
    app = app_page("reports", role=role)
    return app.segmented_control(key="reports.part").set_value("templates").run()


def edited(kind: str, words: str) -> bytes:
    out = io.BytesIO()
    document = Document(io.BytesIO(template_of(store(), OFFICER, kind)))
    document.add_paragraph(words)
    document.save(out)
    return out.getvalue()


def bring_in(app: AppTest, kind: str, raw: bytes, turn: int = 0) -> AppTest:
    app.segmented_control(key="templates.kind").set_value(kind).run()
    file = ("mau.docx", raw, DOCX)
    app.file_uploader(key=f"templates.file.{kind}.{turn}").set_value(file).run()
    app.button(key="templates.use").click().run()
    assert not app.exception
    return app


@pytest.mark.parametrize("kind", [ORDER.name, COMPLETION.name, REPORT.name])
def test_a_template_is_brought_in_and_the_standard_one_taken_again(
    app_page: AppPage, kind: str
) -> None:
    app = opened(app_page, "data_officer")
    bring_in(app, kind, edited(kind, "Lời riêng của {{ phuong }}"))
    assert not app.error
    assert "Lời riêng" in paper_text(template_of(store(), OFFICER, kind))
    own = template_state(store(), OFFICER, kind)
    assert own
    assert any(own.changed_by in each.value.replace("\\", "") for each in app.markdown)
    app.button(key="templates.standard").click().run()
    assert template_state(store(), OFFICER, kind) is None
    assert "templates.standard" not in [button.key for button in app.button]


@pytest.mark.parametrize(
    ("words", "said"),
    [("{{ ho_va_tem }}", "ho_va_tem"), ("{{ ho_va_ten", "{{ }}"), (None, ".docx")],
)
def test_a_template_that_cannot_be_filled_in_is_refused_in_words(
    app_page: AppPage, words: str | None, said: str
) -> None:
    app = opened(app_page, "vice_chair")
    bring_in(app, ORDER.name, edited(ORDER.name, words) if words else b"no document")
    assert said in app.error[0].value
    assert template_state(store(), OFFICER, ORDER.name) is None


def test_every_word_of_each_template_is_listed(app_page: AppPage) -> None:
    app = opened(app_page, "vice_chair")
    for kind in KINDS.values():
        app.segmented_control(key="templates.kind").set_value(kind.name).run()
        table = next(each.value for each in app.markdown if r"\{\{ phuong \}\}" in each.value)
        for word in kind.fields:
            assert "{{ " + word + " }}" in table.replace("\\", "")


def test_whoever_issues_no_papers_changes_no_template(app_page: AppPage) -> None:
    app = app_page("reports", role="auditor")
    parts = app.segmented_control(key="reports.part")
    assert len(parts.options) == 3
