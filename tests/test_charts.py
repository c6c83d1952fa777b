"""Tidy rows in, the right marks out."""

from datetime import date, timedelta

import polars as pl

from lib.charts import quarantine_by_day, remaining_by_group

DAYS = [date(2021, 12, 27) + timedelta(days=k) for k in range(3)]


def test_one_line_per_type_with_its_label_and_numbers():
    rows = [(day, kind, n) for kind, ns in (("F0", (1, 2, 3)), ("F1", (0, 5, 4)))
            for day, n in zip(DAYS, ns, strict=True)]  # fmt: skip
    series = pl.DataFrame(rows, schema=["day", "case_type", "n"], orient="row")
    figure = quarantine_by_day(series, {"F0": "ca F0", "F1": "ca F1"})
    drawn = {trace.name: (list(trace.x), list(trace.y)) for trace in figure.data}
    assert drawn == {"ca F0": (DAYS, [1, 2, 3]), "ca F1": (DAYS, [0, 5, 4])}
    assert figure.layout.yaxis.rangemode == "tozero"
    assert len({trace.line.dash for trace in figure.data}) == 2, "told apart without colour"


def test_groups_keep_their_order():
    rows = pl.DataFrame({"group": ["Tổ 2", "Tổ 10"], "remaining": [3, 1], "done": [0, 2]})
    figure = remaining_by_group(rows, {"remaining": "a", "done": "b"})
    assert [(list(t.x), list(t.y)) for t in figure.data] == [
        (["Tổ 2", "Tổ 10"], [3, 1]),
        (["Tổ 2", "Tổ 10"], [0, 2]),
    ]
    assert figure.layout.xaxis.type == "category"
