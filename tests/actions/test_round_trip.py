"""What goes out comes back as it went: no row new, none changed, none refused."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.actions.demo import DEMO_FILES, load_demo
from lib.actions.identity import new_id
from lib.actions.imports import preview_import
from lib.reports.exports import export_csv
from lib.schema.tables import ENUMERATIONS, TABLES
from lib.security.actors import Actor, NotAllowed, actor_as, terminal_actor
from lib.settings import Settings, now
from lib.store.engine import Store, open_store
from lib.store.history import Author
from lib.store.repository import fetch, insert_rows, void_row
from lib.text.catalogue import use_language
from tests.actions.conftest import NOW, Take


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


@pytest.mark.skipif(not (DEMO_FILES / "cases.csv").exists(), reason="demo files not made yet")
@pytest.mark.parametrize("headers", ["codes", "labels"])
@pytest.mark.parametrize("table", TABLES)
def test_an_exported_table_changes_nothing(
    demo: Store, table: str, headers: str, reader: str
) -> None:
    actor = terminal_actor("lan")
    with demo.read() as conn:
        n_rows = fetch(conn, demo.ward_id, table).height
    raw = export_csv(demo, actor, table, headers)  # type: ignore[arg-type]
    if not n_rows:
        assert len(raw.splitlines()) == 1
        return
    preview = preview_import(demo, actor, raw, f"{table}.csv", table, now=now())
    assert [finding for finding in preview.findings if finding.level == "error"] == []
    assert (preview.unchanged, preview.new, preview.changed) == (n_rows, 0, ())


DAY = NOW.date()
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]) | st.sampled_from("\",;'=+-@"),
    min_size=1,
    max_size=20,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=TEXTS, headers=st.sampled_from(["codes", "labels"]))
def test_any_text_comes_back(store: Store, officer: Actor, text: str, headers: str) -> None:
    head = "Mã ca;Diện;Ngày báo cáo;Họ tên;Ghi chú\n"
    quoted = '"' + text.replace('"', '""') + '"'
    raw = (head + f"C1;F1;27/12/2021;A Mẫu;{quoted}\n").encode()
    came = preview_import(store, officer, raw, "x.csv", "cases", now=NOW).checked.accepted
    if came.is_empty():
        return
    row = came.drop("row").to_dicts()[0] | {"case_id": new_id("C")}
    with store.write() as conn:
        insert_rows(conn, store.ward_id, "cases", [row], Author("lan", NOW))
    sent = export_csv(store, officer, "cases", headers)  # type: ignore[arg-type]
    back = preview_import(store, officer, sent, "x.csv", "cases", now=NOW)
    assert (back.unchanged, back.new, back.refused) == (back.n_rows, 0, 0)


@pytest.mark.parametrize("number", [36.5, 36.512, 0.00001, 21.040000000000003, 1e5, 0.0])
def test_any_number_comes_back(store: Store, officer: Actor, number: float) -> None:
    team = {"team_id": "HT1", "name": "Tổ 1", "kind": "support"}
    pay = {"payment_id": "P1", "team_id": "HT1", "period_start": DAY, "period_end": DAY}
    pay |= {"units": number, "rate": 1, "amount": 1}
    author, rows = Author("lan", NOW), {"teams": team, "payments": pay}
    with store.write() as conn:
        for table, row in rows.items():
            insert_rows(conn, store.ward_id, table, [row], author)
    sent = export_csv(store, officer, "payments", "codes")
    back = preview_import(store, officer, sent, "x.csv", "payments", now=NOW)
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
