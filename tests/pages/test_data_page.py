"""A volunteer's file through the Data page: look, save, mend, undo; doubles; lists out."""

import csv
import io
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from lib.actions.imports import accept_import
from lib.actions.inbox import look
from lib.actions.proposals import approve
from lib.actions.undoing import preview_undo
from lib.reports.exports import export_csv
from lib.reports.imports import load_imports
from lib.reports.inbox import load_inbox
from lib.reports.privacy import open_proposals
from lib.reports.waiting import load_waiting
from lib.security.actors import demo_actor
from lib.settings import now, today
from lib.store.repository import MASK, fetch
from lib.ui.context import PageContext
from lib.ui.navigation import page_file
from lib.ui.state import store
from tests.accounts import given_actor
from tests.pages.numbers import numbers

HEAD = "Họ và tên,Năm sinh,Tổ dân phố,Diện,Ngày báo cáo,Ngày bắt đầu cách ly,Ngày kết thúc cách ly"
GOOD = "Trần Văn Thử,1990,TDP số 05,F1,27/12/2021,27/12/2021,02/01/2022"
BAD = "Lê Thị Sai,1985,Tổ 99,F1,27/12/2021,31/02/2022,02/01/2022"
OFFICER = demo_actor("data_officer")
NOTE = "ghi chú mới của tổ"


@pytest.fixture
def officer_page(app_page):
    return app_page("data", role="data_officer")


@pytest.fixture
def with_refused(officer_page):
    """One row saved, one refused; the page shows the queue."""
    before = load_waiting(store(), OFFICER)
    assert before
    app = upload(officer_page, "\n".join((HEAD, GOOD, BAD)))
    app.button(key="data.accept").click().run()
    return app.button(key="data.mend_now").click().run()


def upload(app, text, *, turn=0, name="ca.csv"):
    file = (name, text.encode("utf-8-sig"), "text/csv")
    return app.file_uploader(key=f"data.file.{turn}").set_value(file).run()


def part(app, name):
    return app.segmented_control(key="data.part").set_value(name).run()


def counts(app):
    return [int(value) for value in numbers(app).values()]


def captions(app):
    return " ".join(caption.value for caption in app.caption)


def latest():
    return load_imports(store(), OFFICER).row(0, named=True)


def cases(name):
    with store().read() as conn:
        rows = fetch(conn, store().ward_id, "cases", where={"full_name": name})
    return rows.rows(named=True)


def field(app, heading):
    """The widget of a cell of the waiting row."""
    own = [*app.text_input, *app.selectbox]
    return next(
        each for each in own if each.key.startswith("data.cell.") and f".{heading}." in each.key
    )


def send_row(app):
    return next(b for b in app.button if b.key.startswith("data.mend.send.")).click().run()


def test_a_file_is_looked_at_before_anything_is_saved(officer_page):
    app = upload(officer_page, "\n".join((HEAD, GOOD, BAD)))
    assert counts(app) == [2, 1, 0, 0, 1]
    assert "nhận 1 + trả lại 1 = 2 dòng" in captions(app)
    said = app.table[0].value
    assert list(said["Dòng"]) == ["3", "3"]
    assert list(said["Cột"]) == ["Tổ dân phố", "Ngày bắt đầu cách ly"]
    assert list(said["Trong tệp"]) == ["Tổ 99", "31/02/2022"]
    assert latest()["file_name"] != "ca.csv"


def test_saving_says_accepted_plus_refused_and_keeps_the_refused(officer_page):
    app = upload(officer_page, "\n".join((HEAD, GOOD, BAD)))
    app.button(key="data.accept").click().run()
    assert not app.exception
    assert app.success[0].value == "Đã lưu: nhận 1 + trả lại 1 = 2 dòng."
    file = latest()
    assert (file["file_name"], file["rows"], file["accepted"], file["refused"]) == (
        "ca.csv",
        2,
        1,
        1,
    )
    again = upload(app, "\n".join((HEAD, GOOD)), turn=1)
    assert counts(again) == [1, 0, 0, 1, 0]


def test_a_refused_row_is_mended_in_place(with_refused):
    app = with_refused
    assert field(app, "Ngày bắt đầu cách ly").value == "31/02/2022"
    field(app, "Tổ dân phố").set_value("Tổ 5")
    field(app, "Ngày bắt đầu cách ly").set_value("27/12/2021")
    send_row(app)
    assert [message.value for message in app.success] == ["Đã lưu dòng 3."]
    (saved,) = cases("Lê Thị Sai")
    assert (saved["group_id"], f"{saved['quarantine_start']}") == ("TDP05", "2021-12-27")
    assert "ca.csv" not in {file.file_name for file in load_waiting(store(), OFFICER)}


def test_a_row_still_wrong_says_so_and_keeps_what_was_typed(with_refused):
    field(with_refused, "Tổ dân phố").set_value("Tổ 5")
    field(with_refused, "Ngày bắt đầu cách ly").set_value("mai")
    app = send_row(with_refused)
    assert app.error[0].value.startswith("Dòng 3 vẫn chưa đạt.")
    assert field(app, "Ngày bắt đầu cách ly").value == "mai"
    assert not cases("Lê Thị Sai")


def test_a_row_is_set_aside_with_a_reason_and_taken_up_again(with_refused):
    app = with_refused
    button = next(b for b in app.button if b.key.startswith("data.aside.do."))
    assert button.disabled
    next(t for t in app.text_input if t.key.startswith("data.aside.")).set_value("chuyển đi").run()
    next(b for b in app.button if b.key.startswith("data.aside.do.")).click().run()
    assert "ca.csv" not in {file.file_name for file in load_waiting(store(), OFFICER)}
    assert any("chuyển đi" in text.value for text in app.text)
    next(b for b in app.button if b.key.startswith("data.aside.up.")).click().run()
    assert "ca.csv" in {file.file_name for file in load_waiting(store(), OFFICER)}


def test_the_next_row_comes_up_by_itself(officer_page):
    rows = (BAD.replace("Sai", name) for name in ("Một", "Hai", "Ba"))
    app = upload(officer_page, "\n".join((HEAD, *rows, GOOD)))
    app.button(key="data.accept").click().run()
    app.button(key="data.mend_now").click().run()
    row = next(box for box in app.selectbox if box.key.startswith("data.mend.row."))
    row.set_value(3).run()
    field(app, "Tổ dân phố").set_value("Tổ 5")
    field(app, "Ngày bắt đầu cách ly").set_value("27/12/2021")
    send_row(app)
    assert field(app, "Họ và tên").value == "Lê Thị Ba"


def test_a_missing_column_can_be_given_as_one_value(officer_page):
    officer_page.selectbox(key="data.table.0").set_value("cases").run()
    app = upload(officer_page, "Họ và tên,Năm sinh,Tổ dân phố\nTrần Văn Thử,1990,Tổ 5\n")
    assert "Diện cách ly, Ngày báo cáo" in app.error[0].value
    assert "nhận 0 + trả lại 1 = 1 dòng" in captions(app)
    app.text_input(key="data.constant.case_type").set_value("F1")
    app.text_input(key="data.constant.reported_at").set_value("29/12/2021")
    app.button(key="data.constants_use").click().run()
    assert not app.error
    assert counts(app) == [1, 1, 0, 0, 0]


def test_names_in_an_old_font_are_chosen_by_sight(officer_page):
    old = GOOD.replace("Trần Văn Thử", "TrÇn V¨n Thö")
    assert old != GOOD
    app = upload(officer_page, "\n".join((HEAD, old)))
    (question,) = [radio for radio in app.radio if radio.key.startswith("data.ask.")]
    assert "Trần Văn Thử" in question.proto.captions[0]
    assert "Nếu không cách nào đúng" in captions(app)
    question.set_value("tcvn3").run()
    app.button(key="data.ask_use").click().run()
    assert app.button(key="data.accept")


def test_a_heading_is_explained_once_and_remembered(officer_page):
    strange = HEAD.replace("Năm sinh", "Tuổi sinh") + "\n"
    app = upload(officer_page, strange + GOOD + "\n")
    box = next(b for b in app.selectbox if b.key.startswith("data.heading.") and ".1." in b.key)
    assert (box.label, box.value) == ("B · Tuổi sinh", "")
    box.set_value("birth_year")
    app.button(key="data.headings_use").click().run()
    app.button(key="data.accept").click().run()
    assert [case["birth_year"] for case in cases("Trần Văn Thử")] == [1990]
    again = upload(app, strange + GOOD.replace("Thử", "Sau") + "\n", turn=1)
    again.button(key="data.accept").click().run()
    assert [case["birth_year"] for case in cases("Trần Văn Sau")] == [1990]


def test_a_file_that_is_no_table_is_refused_with_a_reason(officer_page):
    app = upload(officer_page, "")
    assert app.error
    assert "data.accept" not in {button.key for button in app.button}


def test_an_import_is_undone_after_saying_what_that_does(officer_page):
    app = upload(officer_page, "\n".join((HEAD, GOOD)))
    app.button(key="data.accept").click().run()
    import_id = latest()["import_id"]
    app = part(app, "received")
    assert [c.value for c in app.caption if "Cán bộ dữ liệu" in c.value]
    n_shown = len(app.text)
    app.button(key="data.received.more").click().run()
    assert len(app.text) > n_shown
    app.button(key=f"data.undo.{import_id}").click().run()
    assert "1 bản ghi được rút khỏi danh sách" in " ".join(text.value for text in app.text)
    assert cases("Trần Văn Thử")
    app.button(key="data.undo.do").click().run()
    assert app.success
    assert not cases("Trần Văn Thử")
    assert latest()["status"] == "undone"


def received(context):
    """Run as a text of its own: what it needs it imports."""
    from lib.ui.data.received import show_received

    show_received(context)


@pytest.mark.usefixtures("app_page")
def test_another_s_import_is_undone_by_asking_a_second_person():
    minh, loan = (given_actor(store(), login, "data_officer") for login in ("minh", "loan"))
    raw = "\n".join((HEAD, GOOD)).encode()
    import_id = accept_import(store(), minh, raw, "x.csv", "cases").import_id
    assert not preview_undo(store(), minh, import_id).needs_second
    context = PageContext(store(), loan, today())
    app = AppTest.from_function(received, args=(context,), default_timeout=60).run()
    press(app, f"data.undo.{import_id}")
    assert "1 bản ghi được rút khỏi danh sách" in texts(app)
    app.text_input(key="data.undo.why").set_value("nhầm tệp")
    press(app, "data.undo.second")
    assert app.success
    assert not app.error
    (asked,) = open_proposals(store(), loan, {"imports.undo": "imports.undo"})
    approve(store(), minh, asked.proposal_id)
    assert not cases("Trần Văn Thử")
    (file,) = load_imports(store(), OFFICER).filter(import_id=import_id).rows(named=True)
    assert file["status"] == "undone"


def test_the_vice_chair_reads_what_came_but_sends_nothing(app_page):
    app = app_page("data", role="vice_chair")
    assert not app.get("file_uploader")
    (header,) = [c.value for c in app.caption if "số liệu đến hết ngày" in c.value]
    assert "xem tệp nào đã gửi" in header
    assert "nạp tệp" not in header
    assert any(latest()["file_name"] in text.value for text in app.text)


def test_two_records_of_one_person_are_joined_and_taken_apart(officer_page):
    app = part(officer_page, "twins")
    assert "Cặp 1 trên 10" in " ".join(each.value for each in app.markdown)
    app.button(key="data.twins.join").click().run()
    assert not app.exception
    assert "Cặp 1 trên 9" in " ".join(each.value for each in app.markdown)
    next(b for b in app.button if b.key.startswith("data.twins.undo.")).click().run()
    assert "Cặp 1 trên 10" in " ".join(each.value for each in app.markdown)


def test_two_people_are_remembered_as_two_until_somebody_asks_again(officer_page):
    app = part(officer_page, "twins")
    app.button(key="data.twins.go.1").click().run()
    app.button(key="data.twins.distinct").click().run()
    assert "trên 9" in " ".join(each.value for each in app.markdown)
    (line,) = (text.value for text in app.text if "Cán bộ dữ liệu" in text.value)
    assert "demo:" not in line
    next(b for b in app.button if b.key.startswith("data.twins.ask.")).click().run()
    assert not app.exception
    assert "trên 10" in " ".join(each.value for each in app.markdown)


def test_a_list_goes_out_only_for_a_reason(officer_page):
    app = part(officer_page, "files")
    buttons = {button.key: button for button in app.get("download_button")}
    assert {"data.template.xlsx", "data.template.csv"} <= buttons.keys()
    assert buttons["data.export.csv"].disabled
    app.text_input(key="data.export.reason").set_value("giao ban sáng").run()
    buttons = {button.key: button for button in app.get("download_button")}
    assert not buttons["data.export.csv"].disabled


def test_markup_in_a_file_is_only_text(officer_page):
    nasty = BAD.replace("Tổ 99", ":red[Tổ] ![x](http://127.0.0.1/x) **99**")
    app = upload(officer_page, "\n".join((HEAD, nasty)))
    (shown,) = [cell for cell in app.table[0].value["Trong tệp"] if "127" in cell]
    assert "\\:red\\[" in shown
    assert "\\!\\[" in shown
    sheet = csv.reader(io.StringIO(nasty))
    assert next(sheet)[2] == shown.replace("\\", "")


@pytest.fixture
def in_the_inbox(officer_page):
    """A list of XN1's in the inbox, looked at."""
    folder = store().settings.inbox / "XN1"
    folder.mkdir(parents=True)
    (folder / "ca.csv").write_bytes("\n".join((HEAD, GOOD, BAD)).encode())
    look(store(), OFFICER, now=now() + timedelta(minutes=1))
    return part(officer_page, "inbox")


def test_a_file_in_the_inbox_says_why_it_waits_and_is_taken_here(in_the_inbox):
    app = in_the_inbox
    assert "nhận 1 + trả lại 1 = 2 dòng" in captions(app)
    app.button(key="data.inbox.look.XN1/ca.csv").click().run()
    assert counts(app) == [2, 1, 0, 0, 1]
    app.button(key="data.accept").click().run()
    assert not app.exception
    assert app.success[0].value == "Đã lưu: nhận 1 + trả lại 1 = 2 dòng."
    assert (latest()["file_name"], latest()["sent_by"]) == ("ca.csv", "XN1")
    assert "data.inbox.look.XN1/ca.csv" not in [button.key for button in app.button]


def test_the_officer_says_whose_files_are_taken_unseen(in_the_inbox):
    app = in_the_inbox
    app.toggle(key="data.inbox.allow.XN1").set_value(True).run()
    assert load_inbox(store(), OFFICER).senders == {"XN1"}
    app.toggle(key="data.inbox.allow.XN1").set_value(False).run()
    assert load_inbox(store(), OFFICER).senders == frozenset()


def test_headings_of_several_lists_ask_which_one_it_is(officer_page):
    """A list of people is never offered as one of homes, whose names would go unused."""
    app = upload(officer_page, "STT,Họ và tên,Năm sinh,Tổ,Số nhà\n1,Trần Văn Thử,1990,Tổ 5,1\n")
    assert not [button for button in app.button if button.key == "data.accept"]
    question = next(radio for radio in app.radio if radio.key.startswith("data.ask."))
    assert {"Ca cách ly", "Hộ gia đình"} <= set(question.options)
    question.set_value("cases").run()
    app.button(key="data.ask_use").click().run()
    assert "Diện cách ly, Ngày báo cáo" in app.error[0].value
    app.text_input(key="data.constant.case_type").set_value("F1")
    app.text_input(key="data.constant.reported_at").set_value("29/12/2021")
    app.button(key="data.constants_use").click().run()
    assert counts(app) == [1, 1, 0, 0, 0]


def test_new_rows_are_shown_as_they_were_understood(officer_page):
    app = upload(officer_page, "\n".join((HEAD, GOOD, BAD)))
    shown = next(frame for frame in app.dataframe if "Họ và tên" in frame.value).value
    assert list(shown["Họ và tên"]) == ["Trần Văn Thử"]
    assert list(shown["Tổ dân phố"]) == ["Tổ 5"]
    assert list(shown["Diện cách ly"]) == ["F1"]


def test_somebody_listed_already_is_shown_before_saving(officer_page):
    officer_page.run()
    app = upload(officer_page, "\n".join((HEAD, GOOD)))
    app.button(key="data.accept").click().run()
    twin = GOOD.replace("Trần Văn Thử", "TRAN VAN THU").replace("27/12/2021", "28/12/2021", 1)
    app = upload(app, "\n".join((HEAD, twin)), turn=1)
    assert counts(app)[1] == 1
    (case,) = cases("Trần Văn Thử")
    said = next(table.value for table in app.table if "Đã có trong danh sách" in table.value)
    assert list(said["Dòng"]) == ["2"]
    assert "TRAN VAN THU" in said["Trong tệp"][0]
    assert "Trần Văn Thử" in said["Đã có trong danh sách"][0]
    assert case["case_id"] in said["Đã có trong danh sách"][0]


def test_rows_left_out_are_said_above_the_button(officer_page):
    people = "\n".join(GOOD.replace("Thử", f"Thử {n}") for n in "ABCD")
    app = upload(officer_page, f"{HEAD}\n{people}\nTổng cộng: 4 người,,,,,,\n")
    assert counts(app)[:2] == [4, 4]
    checks = [one for one in app.expander if one.label.startswith("Cần xem lại")]
    assert [one.proto.expanded for one in checks] == [True]


@pytest.fixture
def proposed(app_page):
    """A file that gives every case another note waits for a second person."""
    app = upload(app_page("data", role="data_officer"), with_notes(), name="ghi-chu.csv")
    assert any("phải có người thứ hai đồng ý" in said.value for said in app.warning)
    assert app.button(key="data.accept").label == "Đề nghị người thứ hai xác nhận"
    reason = next(t for t in app.text_input if (t.key or "").startswith("data.reason"))
    reason.set_value("ghi bổ sung cả danh sách").run()
    app.button(key="data.accept").click().run()
    assert not app.exception
    assert app.info[0].value.startswith("Chưa lưu")
    return part(app, "received")


def with_notes():
    columns = ("case_id", "full_name", "case_type", "group_id", "reported_at")
    with store().read() as conn:
        rows = fetch(conn, store().ward_id, "cases", columns)
    out = io.StringIO()
    lines = [(*row, NOTE, f"NT-{at}") for at, row in enumerate(rows.rows())]
    csv.writer(out).writerows([(*columns, "note", "external_id"), *lines])
    return out.getvalue()


def n_noted():
    with store().read() as conn:
        return fetch(conn, store().ward_id, "cases", where={"note": NOTE}).height


def texts(app):
    return " ".join(text.value for text in app.text)


def press(app, key):
    next(b for b in app.button if (b.key or "").startswith(key)).click().run()
    assert not app.exception


def test_a_cell_changed_on_both_sides_is_chosen_afterwards(officer_page):
    sent = export_csv(store(), OFFICER, "cases", "codes", reason="gui cac to").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sent)))
    for phone in ("0912345671", "0912345672"):
        rows[0]["phone"] = phone
        report = accept_import(store(), OFFICER, as_csv(rows), f"{phone}.csv", "cases")
    case_id = rows[0]["case_id"]
    app = part(officer_page.run(), "waiting")
    assert "Hai bên cùng sửa (1 ô)" in [each.label for each in app.expander]
    press(app, f"data.choose.{report.import_id}.{case_id}.phone.file")
    assert not any((b.key or "").startswith("data.choose.") for b in app.button)
    with store().read() as conn:
        row = fetch(conn, store().ward_id, "cases", where={"case_id": case_id}).row(0, named=True)
    assert row["phone"] == "0912345672"


def as_csv(rows):
    out = io.StringIO()
    sheet = csv.DictWriter(out, rows[0])
    sheet.writeheader()
    sheet.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize("is_agreed", [True, False])
def test_a_file_that_changes_much_of_a_list_is_decided_by_another(proposed, app_page, is_agreed):
    file = latest()
    assert (file["file_name"], file["status"], n_noted()) == ("ghi-chu.csv", "waiting", 0)
    assert file["accepted"] + file["refused"] == file["rows"]
    assert f"data.undo.{file['import_id']}" not in {button.key for button in proposed.button}
    own = proposed.switch_page(page_file("privacy")).run()
    assert not any((b.key or "").startswith("privacy.agree") for b in own.button)
    chair = app_page("privacy", role="vice_chair")
    assert "ghi-chu.csv" in texts(chair)
    assert "dòng (100 %): phải có người thứ hai đồng ý" in texts(chair)
    assert "Lý do: ghi bổ sung cả danh sách" in texts(chair)
    assert NOTE not in texts(chair)
    next(t for t in chair.toggle if (t.key or "").startswith("privacy.rows")).set_value(True).run()
    assert not chair.exception
    changes = next(d.value for d in chair.dataframe if "Trong tệp" in d.value.columns)
    shown = changes.groupby("Cột", sort=False)["Trong tệp"].unique()
    assert set(shown["Ghi chú"]) == {MASK}  # a vice-chair sees what concerns health for a reason
    others = shown.drop("Ghi chú").explode()
    assert set(others) >= {"NT-0", "NT-1"}
    assert changes["Hồ sơ"].str.fullmatch(r".+ \(.+\)").all()
    press(chair, "privacy.agree" if is_agreed else "privacy.refuse")
    said = "Đã đồng ý và thực hiện." if is_agreed else "Đã từ chối, không có gì thay đổi."
    assert [one.value for one in chair.success] == [said]
    assert n_noted() == (file["changed"] if is_agreed else 0)
    assert latest()["status"] == ("accepted" if is_agreed else "not_taken")
    assert "ghi-chu.csv" not in texts(chair)
