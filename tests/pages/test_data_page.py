"""A volunteer's file through the Data page: preview, save, refused rows, nothing lost."""

import csv
import io

HEAD = "Họ và tên,Năm sinh,Tổ dân phố,Diện,Ngày báo cáo,Ngày bắt đầu cách ly,Ngày kết thúc cách ly"
GOOD = "Trần Văn Thử,1990,TDP số 05,F1,27/12/2021,27/12/2021,02/01/2022"
BAD = "Lê Thị Sai,1985,Tổ 99,F1,27/12/2021,31/02/2022,02/01/2022"


def upload(app, text, *, turn=0, name="ca.csv"):
    file = (name, text.encode("utf-8-sig"), "text/csv")
    return app.file_uploader(key=f"data.file.{turn}").set_value(file).run()


def numbers(app):
    return [int(metric.value) for metric in app.metric]


def test_a_file_is_previewed_before_anything_is_saved(app_page):
    app = upload(app_page("data", role="data_officer"), "\n".join((HEAD, GOOD, BAD)))
    assert numbers(app) == [2, 1, 0, 0, 1]
    said = app.dataframe[0].value
    assert list(said["Dòng"].dropna()) == [3, 3]
    assert set(said["Cột"].dropna()) >= {"Tổ dân phố", "Ngày bắt đầu cách ly"}
    received = app.dataframe[-1].value
    assert "ca.csv" not in set(received["Tệp"])


def test_saving_says_accepted_plus_refused_and_keeps_the_refused(app_page):
    app = upload(app_page("data", role="data_officer"), "\n".join((HEAD, GOOD, BAD)))
    app.button(key="data.accept").click().run()
    assert not app.exception
    assert app.success[0].value == "Đã lưu: nhận 1 + trả lại 1 = 2 dòng."
    received = app.dataframe[-1].value
    assert list(received.iloc[0][["Số dòng", "Nhận", "Trả lại"]]) == [2, 1, 1]
    again = upload(app, "\n".join((HEAD, GOOD)), turn=1)
    assert numbers(again) == [1, 0, 0, 1, 0]


def test_refused_rows_come_as_a_csv_with_the_reason(app_page):
    from lib.reports.imports import load_imports
    from lib.security.actors import demo_actor
    from lib.ui.context import PageContext
    from lib.ui.data import refused_csv
    from lib.ui.state import store

    app = upload(app_page("data", role="data_officer"), "\n".join((HEAD, GOOD, BAD)))
    app.button(key="data.accept").click().run()
    actor = demo_actor("data_officer")
    latest = load_imports(store(), actor).row(0, named=True)["import_id"]
    context = PageContext(store=store(), actor=actor, as_of=store().settings.default_as_of)
    text = refused_csv(context, latest).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 1
    assert rows[0]["Họ và tên"] == "Lê Thị Sai"
    assert "Ngày bắt đầu cách ly" in rows[0]["Lý do"]


def test_a_missing_column_can_be_given_as_one_value(app_page):
    app = app_page("data", role="data_officer")
    app.selectbox(key="data.table.0").set_value("cases").run()
    text = "Họ và tên,Năm sinh,Tổ dân phố\nTrần Văn Thử,1990,Tổ 5\n"
    upload(app, text)
    assert "Diện cách ly, Ngày báo cáo" in app.error[0].value
    app.text_input(key="data.constant.case_type").set_value("F1")
    app.text_input(key="data.constant.reported_at").set_value("29/12/2021")
    app.button(key="data.constants_use").click().run()
    assert not app.error
    assert numbers(app) == [1, 1, 0, 0, 0]


def test_a_file_that_is_no_table_is_refused_with_a_reason(app_page):
    app = upload(app_page("data", role="data_officer"), "")
    assert app.error
    assert not app.button


def test_the_vice_chair_reads_what_came_but_sends_nothing(app_page):
    app = app_page("data", role="vice_chair")
    assert not app.get("file_uploader")
    assert len(app.dataframe[0].value) >= 13
