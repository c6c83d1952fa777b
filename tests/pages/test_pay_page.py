"""The Pay page: what it proposes, what it refuses, what stands on a sheet."""

import re
from datetime import date

import pytest

from lib.ui.paying import _last_half_month
from tests.conftest import AppPage


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [("2021-12-29", "2021-12-01", "2021-12-15"), ("2021-12-16", "2021-12-01", "2021-12-15"),
     ("2021-12-15", "2021-11-16", "2021-11-30"), ("2022-01-01", "2021-12-16", "2021-12-31"),
     ("2022-03-02", "2022-02-16", "2022-02-28")],
)  # fmt: skip
def test_the_half_month_that_is_over_is_proposed(day: str, first: str, last: str) -> None:
    found = _last_half_month(date.fromisoformat(day))
    assert found == (date.fromisoformat(first), date.fromisoformat(last))


def test_no_second_sheet_for_days_that_have_one(app_page: AppPage) -> None:
    app = app_page("pay", role="data_officer")
    assert app.date_input(key="pay.until").value == date(2021, 12, 15)
    assert app.date_input(key="pay.until").max == date(2021, 12, 29)
    [said] = [each.value for each in app.info]
    assert "kỳ này" in said  # before anybody is asked for the terms
    assert any(re.search(r"\d\.\d{3} công", each.value) for each in app.caption)
    app.text_input(key="pay.decision").set_value("600/QD").run()
    app.text_input(key="pay.rate").set_value("30.000").run()
    app.number_input(key="pay.most").set_value(8).run()
    assert not any(button.key == "pay.prepare" for button in app.button)
    app.number_input(key="pay.most").set_value(None).run()
    app.date_input(key="pay.from").set_value(date(2021, 12, 16)).run()
    app.date_input(key="pay.until").set_value(date(2021, 12, 28)).run()
    assert any("tối đa" in each.value for each in app.info)
    app.number_input(key="pay.most").set_value(8).run()
    app.button(key="pay.prepare").click().run()
    assert not app.exception
    assert not app.error
    assert "16/12/2021" in app.expander[0].label
    said = [each.value for each in app.caption]
    assert any("Người lập" in words or "lập ngày" in words for words in said)
    assert not any("demo:" in words for words in said)
    assert all("." in amount for amount in app.dataframe[0].value["Thành tiền (đồng)"])
