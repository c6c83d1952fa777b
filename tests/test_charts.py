"""Tidy rows in, the right marks out."""

from datetime import date, timedelta

import polars as pl

from lib.charts import (
    BAR_WIDTH,
    MARKS,
    look_ahead,
    quarantine_by_day,
    remaining_by_group,
    stay_bars,
)

DAYS = [date(2021, 12, 27) + timedelta(days=k) for k in range(3)]
BARS = [
    "case_id", "label", "door", "address", "case_type", "first_day", "last_day", "is_open_ended",
]  # fmt: skip


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


def test_the_feast_is_named_only_where_it_falls():
    days = pl.DataFrame({"day": DAYS, "releases": [1, 2, 3], "tests": [0, 1, 0]})
    labels = {"releases": "a", "tests": "b"}
    figure = look_ahead(days, labels, {DAYS[1]: "Tết", date(2022, 2, 1): "xa"})
    assert [(list(t.y), t.name) for t in figure.data] == [([1, 2, 3], "a"), ([0, 1, 0], "b")]
    assert [note.text for note in figure.layout.annotations] == ["Tết"]


def test_a_stay_is_a_bar_to_the_end_of_its_last_day_with_marks_of_its_own():
    bars = pl.DataFrame(
        [
            ("C1", "An", "", "", "F0", DAYS[0], DAYS[2], False),
            ("C2", "Bê", "", "", "F1", DAYS[1], DAYS[1], True),
        ],
        schema=BARS,
        orient="row",
    )
    marks = pl.DataFrame(
        {"case_id": ["C2", "C1"], "day": [DAYS[1], DAYS[0]], "kind": ["negative", "seen"]}
    )
    labels = {name: name for name in ("F0", "F1", *MARKS)}
    figure = stay_bars(bars, marks, DAYS[1], labels)
    drawn = {trace.name: trace for trace in figure.data}
    assert drawn.keys() == {"F0", "F1", "negative", "seen"}
    assert list(drawn["F0"].x) == [3 * 86_400_000]
    assert (list(drawn["F1"].y), list(drawn["negative"].y)) == ([1], [1])
    assert drawn["F1"].marker.pattern.shape == ("/",)


def test_two_hundred_stays_stand_one_below_the_other():
    bars = pl.DataFrame({
        "case_id": [f"C{n}" for n in range(200)], "label": ["x"] * 200, "case_type": ["F1"] * 200,
        "door": [""] * 200, "address": [""] * 200,
        "first_day": [DAYS[0]] * 200, "last_day": [DAYS[2]] * 200, "is_open_ended": [False] * 200,
    })  # fmt: skip
    marks = pl.DataFrame(schema={"case_id": pl.String, "day": pl.Date, "kind": pl.String})
    figure = stay_bars(bars, marks, DAYS[1], {"F0": "F0", "F1": "F1"})
    assert figure.layout.height >= 200 * 20


def test_bars_of_two_types_in_turn_never_cover_their_neighbours():
    """Left alone, a type whose rows lie two apart would draw bars two rows high."""
    types = ["F0", "F1"] * 3
    bars = pl.DataFrame(
        [(f"C{n}", "x", "H1", "1", kind, DAYS[0], DAYS[2], False) for n, kind in enumerate(types)],
        schema=BARS, orient="row",
    )  # fmt: skip
    marks = pl.DataFrame(schema={"case_id": pl.String, "day": pl.Date, "kind": pl.String})
    figure = stay_bars(bars, marks, DAYS[1], {"F0": "F0", "F1": "F1"})
    assert {trace.width for trace in figure.data} == {BAR_WIDTH}
    places = sorted(y for trace in figure.data for y in trace.y)
    gaps = [after - before for before, after in zip(places, places[1:], strict=False)]
    assert min(gaps) > BAR_WIDTH


def test_each_door_is_named_once_above_its_people():
    rows = [
        ("C1", "An", "H1", "9, Ngõ 2"), ("C2", "Bê", "H1", "9, Ngõ 2"), ("C3", "Chi", "H2", "a<b"),
    ]  # fmt: skip
    bars = pl.DataFrame(
        [(*row, "F1", DAYS[0], DAYS[2], False) for row in rows], schema=BARS, orient="row"
    )
    marks = pl.DataFrame(schema={"case_id": pl.String, "day": pl.Date, "kind": pl.String})
    figure = stay_bars(bars, marks, DAYS[1], {"F0": "F0", "F1": "F1"})
    axis = figure.layout.yaxis
    assert list(axis.ticktext) == ["<b>9, Ngõ 2</b>", "An", "Bê", "<b>a&lt;b</b>", "Chi"]
    assert [list(trace.y) for trace in figure.data if trace.name == "F1"] == [[1, 2, 4]]
