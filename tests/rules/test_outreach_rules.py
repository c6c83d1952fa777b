"""Nobody is dropped by a talk without a next day."""

from datetime import date

import pytest

from lib.rules.outreach import again_on, load_again_after
from lib.schema.tables import ENUMERATIONS

DAY = date(2021, 12, 29)


@pytest.mark.parametrize(("result", "again"), [
    ("absent", date(2021, 12, 30)), ("undecided", date(2022, 1, 1)),
    ("refused", date(2022, 1, 5)), ("agreed", date(2022, 1, 5)), ("deferred", date(2022, 1, 12)),
    (None, date(2021, 12, 30)),
])  # fmt: skip
def test_each_result_has_its_day(result, again):
    assert again_on(result, talked_on=DAY) == again


@pytest.mark.parametrize("days", ["{ absent = 1 }", "{0}"])
def test_a_result_without_a_day_is_refused(tmp_path, days):
    every = ", ".join(f"{code} = 0" for code in ENUMERATIONS["outreach_result"].codes)
    path = tmp_path / "outreach.toml"
    path.write_text(f"again_after_days = {days}".replace("{0}", f"{{ {every} }}"), "utf-8")
    with pytest.raises(ValueError, match="outreach.toml"):
        load_again_after(path)
