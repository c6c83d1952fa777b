"""What goes out comes back as it went: no row new, none changed, none refused."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.actions.demo import load_demo
from lib.actions.identity import new_id
from lib.actions.imports import FileRefused, preview_import
from lib.reports.exports import export_csv, export_workbook
from lib.reports.written import Headers
from lib.schema.tables import ENUMERATIONS, TABLES
from lib.security.actors import Actor, NotAllowed, actor_as, terminal_actor
from lib.settings import Settings, now
from lib.store.engine import Store, open_store
from lib.store.history import Author
from lib.store.repository import fetch, insert_rows, void_row
from lib.text.catalogue import use_language
from tests.actions.conftest import NOW, Take
from tests.inputs.hostile import all_texts


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    settings = Settings(folder=tmp_path_factory.mktemp("data") / "demo-ward", is_demo=True)
    load_demo(settings)
    store = open_store(settings)
    yield store
    store.close()


@pytest.fixture(params=["vi", "en"])
def reader(request: pytest.FixtureRequest) -> Iterator[str]:
    use_language(request.param)
    yield request.param
    use_language("vi")


@pytest.mark.parametrize("headers", ["codes", "labels"])
@pytest.mark.parametrize("table", TABLES)
def test_an_exported_table_changes_nothing(
    demo: Store, table: str, headers: Headers, reader: str
) -> None:
    raw = export_csv(demo, terminal_actor("lan"), table, headers)
    assert_unchanged(demo, table, raw, f"{table}.csv")


@pytest.mark.parametrize("table", TABLES)
def test_an_exported_workbook_changes_nothing(demo: Store, table: str) -> None:
    raw = export_workbook(demo, terminal_actor("lan"), table, "labels")
    assert not live_cells(raw)
    assert_unchanged(demo, table, raw, f"{table}.xlsx")


def assert_unchanged(demo: Store, table: str, raw: bytes, file_name: str) -> None:
    actor = terminal_actor("lan")
    with demo.read() as conn:
        n_rows = fetch(conn, demo.ward_id, table).height
    if not n_rows:
        with pytest.raises(FileRefused, match="FILE_NO_ROWS"):
            preview_import(demo, actor, raw, file_name, table, now=now())
        return
    preview = preview_import(demo, actor, raw, file_name, table, now=now())
    assert [finding for finding in preview.findings if finding.level == "error"] == []
    assert (preview.unchanged, preview.new, preview.changed) == (n_rows, 0, ())


def live_cells(workbook: bytes) -> list[str]:
    """Everything in the workbook's own XML that a spreadsheet would run or follow."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        parts = {name: packed.read(name).decode(errors="replace") for name in packed.namelist()}
    live = re.compile(r"<f[ >/]|<hyperlink|<oleObject|<ddeLink", re.IGNORECASE)
    sheets = [name for name, xml in parts.items() if "worksheets/" in name and live.search(xml)]
    return sheets + [name for name in parts if re.search("externalLink|vba|embed", name)]


DAY = NOW.date()
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"])
TEXTS = st.text(LETTERS | st.sampled_from("\",;'=+-@\n\t<>&_x"), min_size=1, max_size=20)
HOSTILE = (
    "=1+1", "+1+1", "-5+1", "-5", "@SUM(1)", "=cmd|' /C calc'!A0", "＝1+1", "'=1", "''=1", "'",
    '=HYPERLINK("http://127.0.0.1","x")', "<r><t>x</t></r>", "_x0041_", "_x005F_x0041_", "${x}",
    "`id`", "<img src=x onerror=alert(1)>", "NA", "Null", "None", "TRUE", "1e5", "00912", "a\nb",
    "http://127.0.0.1/", "03/04/2021", "#REF", "]]>", "\\", "%s", "{0}", "Ngõ 49; phố 'Mẫu'",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("headers", ["codes", "labels"])
def test_hostile_texts_come_back_and_nothing_runs(
    store: Store, officer: Actor, headers: Headers, kind: str
) -> None:
    texts = [*HOSTILE, *all_texts()]
    if kind == "xlsx":  # these are refused: test_workbooks
        texts = [text for text in texts if not {"\ufffe", "_x005F_x0041_"} & {text}]
    sent = sent_out(store, officer, texts, headers, kind)
    if kind == "xlsx":
        assert not live_cells(sent)
    else:
        rows = list(csv.reader(io.StringIO(sent.decode("utf-8-sig"))))
        assert not [cell for row in rows for cell in row if runs(cell)]
    back = preview_import(store, officer, sent, f"x.{kind}", "cases", now=NOW)
    assert (back.unchanged, back.changed, back.new, back.refused) == (back.n_rows, (), 0, 0)
    assert back.n_rows >= len(HOSTILE) - 1


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=1, max_size=5), headers=st.sampled_from(["codes", "labels"]))
def test_any_text_comes_back(
    store: Store, officer: Actor, texts: list[str], headers: Headers
) -> None:
    sent = sent_out(store, officer, texts, headers, "csv")
    back = preview_import(store, officer, sent, "x.csv", "cases", now=NOW)
    assert (back.unchanged, back.changed, back.new, back.refused) == (back.n_rows, (), 0, 0)


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(TEXTS, min_size=30, max_size=60))
def test_any_text_comes_back_in_a_workbook(store: Store, officer: Actor, texts: list[str]) -> None:
    """Few files with many texts: each is read by a process of its own."""
    sent = sent_out(store, officer, texts, "labels", "xlsx")
    back = preview_import(store, officer, sent, "x.xlsx", "cases", now=NOW)
    assert (back.unchanged, back.changed, back.new, back.refused) == (back.n_rows, (), 0, 0)


def sent_out(store: Store, officer: Actor, texts: list[str], headers: Headers, kind: str) -> bytes:
    """Each text in a note, in a code and under a heading of its own, as far as the importer takes
    it, exported again."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(["Mã ca", "Diện", "Ngày báo cáo", "Họ tên", "Ghi chú", "=Xe'"])
    for number, text in enumerate(texts):
        sheet.writerow([f"C{number}", "F1", "27/12/2021", f"A {number}", text, text])
    raw = out.getvalue().encode()
    came = preview_import(store, officer, raw, "x.csv", "cases", now=NOW).checked.accepted
    rows = [row | {"case_id": new_id("C")} for row in came.drop("row").to_dicts()]
    with store.write() as conn:
        insert_rows(conn, store.ward_id, "cases", rows, Author("lan", NOW))
    export = export_csv if kind == "csv" else export_workbook
    return export(store, officer, "cases", headers)


def runs(cell: str) -> bool:
    """Whether a spreadsheet would compute the cell instead of showing it."""
    is_number = re.fullmatch(r"[+-][0-9][0-9 .,]*", cell)
    return cell[:1] in {*"=+-@\t\r\n＝＋－＠"} and not is_number


@pytest.mark.parametrize("number", [36.5, 36.512, 0.00001, 21.040000000000003, 1e5, 0.0])
def test_any_number_comes_back(store: Store, officer: Actor, number: float) -> None:
    team = {"team_id": "HT1", "name": "Tổ 1", "kind": "support"}
    pay = {"payment_id": "P1", "team_id": "HT1", "period_start": DAY, "period_end": DAY}
    pay |= {"units": number, "rate": 1, "amount": 1}
    author, rows = Author("lan", NOW), {"teams": team, "payments": pay}
    with store.write() as conn:
        for table, row in rows.items():
            insert_rows(conn, store.ward_id, table, [row], author)
    for export, kind in ((export_csv, "csv"), (export_workbook, "xlsx")):
        sent = export(store, officer, "payments", "codes")
        back = preview_import(store, officer, sent, f"x.{kind}", "payments", now=NOW)
        assert (back.unchanged, back.refused) == (1, 0)


def test_unknown_columns_go_out_again(store: Store, officer: Actor, take: Take) -> None:
    take("groups", "group_id;name;Xe\nTDP05;Tổ 5;29X\nTDP07;Tổ 7;\n")
    sent = export_csv(store, officer, "groups", "codes").decode()
    assert sent.splitlines()[0].endswith("note,Xe,export_code")
    assert ",29X,E" in sent.splitlines()[1]
    assert take("groups", sent).unchanged == 2


def test_labels_are_for_people(store: Store, officer: Actor, take: Take) -> None:
    take("groups", "group_id,name\nTDP05,Tổ 5\n")
    take("cases", "Họ tên,Diện,Tổ,Ngày báo cáo,Mang thai\nA,F1,5,27/12/2021 08:05,không\n")
    sent = export_csv(store, officer, "cases", "labels")
    assert sent.startswith(b"\xef\xbb\xbf")
    heading, row = sent.decode("utf-8-sig").splitlines()
    said = dict(zip(heading.split(","), row.split(","), strict=False))
    assert said["Tổ dân phố"] == "Tổ 5"
    assert said["Diện cách ly"] == ENUMERATIONS["case_type"].label("F1", "vi")
    assert "27/12/2021 08:05" in row


def test_export_is_not_for_everybody(store: Store) -> None:
    for role in ("auditor", "administrator", "group_leader"):
        with pytest.raises(NotAllowed):
            export_csv(store, actor_as("x", role), "cases", "codes")


def test_void_rows_stay_at_home(store: Store, officer: Actor, take: Take) -> None:
    take("groups", "group_id,name\nTDP05,Tổ 5\n")
    with store.write() as conn:
        void_row(
            conn,
            store.ward_id,
            "groups",
            "TDP05",
            row_version=1,
            reason="twice",
            author=Author("lan", NOW),
        )
    assert len(export_csv(store, officer, "groups", "codes").splitlines()) == 1
