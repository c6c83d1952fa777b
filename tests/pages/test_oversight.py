"""The Audit page and the page for second persons, as each role finds them."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from lib.actions.proposals import propose
from lib.actions.requests import SubjectRequest, decide_request, record_request
from lib.security.actors import demo_actor
from lib.security.audit import record
from lib.store.repository import fetch
from lib.ui.state import store
from tests.conftest import AppPage

REASON = "nhập nhầm người"


def texts(app) -> str:
    return " ".join(element.value for element in (*app.text, *app.caption, *app.markdown))


def test_the_auditor_reads_who_did_what(app_page: AppPage) -> None:
    app = app_page("audit", role="auditor")
    lines = app.dataframe[0].value
    assert set(lines["Người thực hiện"]) == {"demo", "demo:auditor"}
    assert set(lines["Việc đã làm"]) == {"nạp một tệp", "đăng nhập"}
    app.button(key="audit.verify").click().run()
    assert "nguyên vẹn" in app.success[0].value
    assert app.code[0].value.partition(":")[0] == str(len(lines))


def test_a_team_reads_its_own_part_only(app_page: AppPage) -> None:
    app = app_page("audit", role="testing_team")
    assert list(app.dataframe[0].value["Việc đã làm"]) == ["đăng nhập"]
    record(store(), "demo:testing_team", "rows.export", table="cases", n_rows=3)
    app.run()
    lines = app.dataframe[0].value.iloc[:1]
    assert list(lines["Người thực hiện"]) == ["demo:testing_team"]
    assert not any(button.key == "audit.verify" for button in app.button)
    assert not any(box.key == "audit.actor" for box in app.selectbox)


def test_the_audit_is_narrowed_down(app_page: AppPage) -> None:
    app = app_page("audit", role="vice_chair")
    record(store(), "lan", "rows.export", table="cases", n_rows=3, row_id="C1")
    app.run()
    everything = len(app.dataframe[0].value)
    app.selectbox(key="audit.action").set_value("rows.export").run()
    assert len(app.dataframe[0].value) == 1 < everything
    app.text_input(key="audit.row").set_value("C2").run()
    assert app.info


def test_an_import_is_found_by_the_code_that_its_line_shows(app_page: AppPage) -> None:
    app = app_page("audit", role="vice_chair")
    lines = app.dataframe[0].value
    assert list(lines["Số thứ tự"]) == list(range(len(lines), 0, -1))
    code = lines[lines["Việc đã làm"] == "nạp một tệp"]["Hồ sơ"].iloc[0]
    app.text_input(key="audit.row").set_value(code).run()
    assert list(app.dataframe[0].value["Hồ sơ"]) == [code]


def test_a_proposal_is_agreed_to_by_another_person(app_page: AppPage) -> None:
    app = app_page("privacy", role="vice_chair")
    arguments = {"name": "review_after_months", "value": 24}
    id_ = propose(store(), demo_actor("data_officer"), "policies.change", arguments, REASON)
    app.run()
    assert REASON in texts(app)
    assert [c.value for c in app.caption if "Cán bộ dữ liệu" in c.value]
    app.button(key=f"privacy.agree.{id_}").click().run()
    assert not app.exception
    assert 24 in set(app.table[0].value["Mức"])
    assert not any(button.key == f"privacy.agree.{id_}" for button in app.button)


def test_nobody_agrees_to_a_proposal_of_ones_own(app_page: AppPage) -> None:
    app = app_page("privacy", role="vice_chair")
    app.text_input(key="privacy.policy_why").set_value(REASON)
    app.number_input(key="privacy.policy_value.suppress_at_most").set_value(12)
    app.button(key="privacy.policy_ask").click().run()
    assert REASON in texts(app)
    keys = [button.key for button in app.button]
    assert not any(key.startswith("privacy.agree") for key in keys)
    refuse = next(key for key in keys if key.startswith("privacy.refuse"))
    app.button(key=refuse).click().run()
    assert REASON not in texts(app)


def test_a_request_is_written_down_by_a_leader_and_answered_by_the_chair(app_page: AppPage) -> None:
    app = app_page("privacy", role="group_leader")
    app.text_input(key="privacy.request.0.asked_by").set_value("bà Tư, tổ 5")
    app.button(key="privacy.request.0.save").click().run()
    assert app.success
    assert "bà Tư" not in texts(app)
    chair = app_page("privacy", role="vice_chair")
    assert "bà Tư, tổ 5" in texts(chair)
    done = next(b.key for b in chair.button if (b.key or "").startswith("privacy.done"))
    assert chair.button(key=done).disabled
    outcome = next(t.key for t in chair.text_input if t.key.startswith("privacy.answer"))
    chair.text_input(key=outcome).set_value("đã cung cấp").run()
    chair.button(key=done).click().run()
    assert "bà Tư, tổ 5" not in texts(chair)


def test_an_answered_request_stays_in_the_register(app_page: AppPage) -> None:
    asked = SubjectRequest("see", date(2021, 12, 1), "ông Sáu, tổ 2")
    id_ = record_request(store(), demo_actor("group_leader"), asked)
    decide_request(store(), demo_actor("vice_chair"), id_, "done", "đã cho xem")
    app = app_page("privacy", role="vice_chair")
    (register,) = (f.value for f in app.dataframe if "Mã yêu cầu" in f.value)
    assert register.iloc[0][["Trạng thái", "Người yêu cầu và cách liên hệ"]].to_list() == [
        "Đã thực hiện", "ông Sáu, tổ 2",
    ]  # fmt: skip


def test_a_code_that_does_not_exist_is_refused(app_page: AppPage) -> None:
    app = app_page("privacy", role="group_leader")
    app.text_input(key="privacy.request.0.asked_by").set_value("bà Tư, tổ 5")
    app.text_input(key="privacy.request.0.about").set_value("C9999")
    app.button(key="privacy.request.0.save").click().run()
    assert "Không có hồ sơ" in app.error[0].value
    assert not app.success


def test_a_request_to_erase_leads_to_the_erasure(app_page: AppPage) -> None:
    """C0030 was an F1 before, as C0004; both go when another person agrees."""
    asked = SubjectRequest("erase", date(2021, 12, 1), "con gái, tổ 2", about="C0030")
    id_ = record_request(store(), demo_actor("group_leader"), asked)
    app = app_page("privacy", role="data_officer")
    key = f"privacy.erase.{id_}"
    said = texts(app)
    assert "C0004" in said
    assert "C0030" in said
    app.radio(key=f"{key}.kind").set_value("erase")
    app.text_input(key=f"{key}.why").set_value("theo yêu cầu")
    app.button(key=f"{key}.ask").click().run()
    assert not app.exception
    chair = app_page("privacy", role="vice_chair")
    agree = next(b.key for b in chair.button if (b.key or "").startswith("privacy.agree"))
    chair.button(key=agree).click().run()
    assert not chair.exception
    with store().read() as conn:
        codes = set(fetch(conn, store().ward_id, "cases", ("case_id",))["case_id"])
    assert not {"C0004", "C0030"} & codes


@pytest.mark.parametrize("role", ["testing_team", "group_leader"])
def test_what_is_not_ones_own_is_not_offered(app_page: AppPage, role: str) -> None:
    app = app_page("privacy", role=role)
    assert not app.dataframe
    assert not app.table
    assert [button.key for button in app.button] == ["privacy.request.0.save"]


def sheet(app: AppTest) -> str:
    return " ".join(html.body for html in app.main.get("html"))


def test_the_sheet_to_hand_out_holds_no_small_number(app_page: AppPage) -> None:
    app = app_page("print_overview", role="vice_chair")
    inside = sheet(app)
    app.segmented_control(key="print_overview.readers").set_value("outside").run()
    outside = sheet(app)
    assert "Chỉ dùng trong nội bộ phường" in inside
    assert "; bổ sung sau, chưa tiêm mũi 1; " in inside  # one figure, whose name holds a comma
    assert "; F0 không đủ điều kiện" in inside
    assert "Chỉ dùng trong nội bộ phường" not in outside
    assert "quá ít, không công bố" in outside
    assert "không đổi so với hôm qua" in outside  # not "−0,0"
    assert "Tổ hỗ trợ số 1" in inside
    assert "Tổ hỗ trợ số 1" not in outside


def test_a_sheet_with_nothing_to_decide_says_so(app_page: AppPage) -> None:
    quiet = sheet(app_page("print_overview", role="vice_chair", as_of=date(2021, 11, 1)))
    assert "Không có việc nào chờ quyết định." in quiet
    assert "không tổ hỗ trợ nào có người phải gặp." in quiet
