"""Tidy frames -> Plotly figures. No words of its own: labels come with the data.

Plotly takes some HTML in every text; names are escaped.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from html import escape

import plotly.graph_objects as go
import polars as pl

# Distinguishable to colour-blind readers and on light and dark ground (Okabe and Ito 2008).
F0_COLOUR, F1_COLOUR = "#D55E00", "#0072B2"
CASE_COLOURS = {"F0": F0_COLOUR, "F1": F1_COLOUR}
BAR_COLOUR, REST_COLOUR = "#0072B2", "#B8C4CC"


def quarantine_by_day(series: pl.DataFrame, labels: Mapping[str, str]) -> go.Figure:
    """Lines of people in quarantine; `series` has day, case_type, n; `labels` names the types."""
    figure = go.Figure()
    for case_type, colour in CASE_COLOURS.items():
        rows = series.filter(pl.col("case_type") == case_type)
        figure.add_scatter(
            x=rows["day"].to_list(),
            y=rows["n"].to_list(),
            name=labels[case_type],
            mode="lines",
            line={"color": colour, "width": 3, "dash": "solid" if case_type == "F0" else "dot"},
            hovertemplate="%{x|%d/%m/%Y}: %{y}<extra>" + labels[case_type] + "</extra>",
        )
    figure.update_layout(hovermode="x unified", xaxis_tickformat="%d/%m", yaxis_rangemode="tozero")
    return _plain(figure, height=300)


def remaining_by_group(rows: pl.DataFrame, labels: Mapping[str, str]) -> go.Figure:
    """Bars per group; `rows` has group, remaining, done, in reading order."""
    figure = go.Figure()
    for column, colour in (("remaining", BAR_COLOUR), ("done", REST_COLOUR)):
        figure.add_bar(
            x=[_text(name) for name in rows["group"]], y=rows[column].to_list(),
            name=labels[column],
            marker_color=colour, hovertemplate="%{x}: %{y}<extra>" + labels[column] + "</extra>",
        )  # fmt: skip
    figure.update_layout(barmode="stack", xaxis_type="category")
    return _plain(figure, height=280)


def steps(names: Sequence[str], counts: Sequence[int]) -> go.Figure:
    """How many got as far as each step, of the first."""
    figure = go.Figure()
    figure.add_funnel(
        y=list(names), x=list(counts), marker_color=BAR_COLOUR, textinfo="value+percent initial",
        hovertemplate="%{y}: %{x}<extra></extra>",
    )  # fmt: skip
    return _plain(figure, height=220)


# Told apart by shape as well as by colour: result of a sample or of a visit -> (symbol, colour).
MARKS = {
    "positive": ("x", "#7A0019"), "negative": ("diamond", "#009E73"),
    "pending": ("diamond-open", "#7A858C"), "invalid": ("cross-thin-open", "#7A858C"),
    "seen": ("line-ns-open", "#7A858C"), "missed": ("circle-open", "#CC79A7"),
}  # fmt: skip
ROW_HEIGHT, BAR_WIDTH, SHORTEST = 22, 0.75, 26


def look_ahead(
    days: pl.DataFrame, labels: Mapping[str, str], feasts: Mapping[date, str]
) -> go.Figure:
    """Bars side by side for each day; `days` has day and a column of counts for each label;
    `feasts` names days that stand out."""
    figure = go.Figure()
    for (column, label), colour in zip(labels.items(), (F1_COLOUR, F0_COLOUR), strict=False):
        figure.add_bar(
            x=days["day"].to_list(), y=days[column].to_list(), name=label, marker_color=colour,
            text=days[column].to_list(), textposition="outside", textangle=0, cliponaxis=False,
            hovertemplate="%{x|%d/%m/%Y}: %{y}<extra>" + label
            + "</extra>",
        )  # fmt: skip
    for day, name in feasts.items():
        if day in days["day"]:
            figure.add_annotation(x=day, y=1, yref="paper", text=name, showarrow=False)
    figure.update_layout(barmode="group", xaxis={"tickformat": "%d/%m", "dtick": 86_400_000})
    return _plain(figure, height=280)


def stay_bars(
    bars: pl.DataFrame, marks: pl.DataFrame, today: date, labels: Mapping[str, str]
) -> go.Figure:
    """One bar for each stay from its first day to the end of its last, below the address of its
    door; `bars` and `marks` as in lib.reports.ahead, `labels` names the types of case and the
    kinds of marks."""
    figure = go.Figure()
    rows, ticks = _rows_by_door(bars)
    for case_type, colour in CASE_COLOURS.items():
        of_type = bars.filter(pl.col("case_type") == case_type)
        lasts = (of_type["last_day"] - of_type["first_day"]).dt.total_milliseconds() + 86_400_000
        figure.add_bar(
            base=of_type["first_day"].to_list(), x=lasts.to_list(), orientation="h",
            y=[rows[id_] for id_ in of_type["case_id"]], name=labels[case_type], opacity=0.75,
            width=BAR_WIDTH,  # else each type's bars fill the gap to the next of their own type
            marker={
                "color": colour,
                "pattern_shape": ["/" if no_end else "" for no_end in of_type["is_open_ended"]],
            },
            customdata=_said(of_type), hovertemplate="%{customdata}<extra></extra>",
        )  # fmt: skip
    for kind, (symbol, colour) in MARKS.items():
        some = marks.filter(pl.col("kind") == kind)
        if some.height:
            figure.add_scatter(
                x=[datetime.combine(day, time(12)) for day in some["day"]],
                y=[rows[id_] for id_ in some["case_id"]], mode="markers", name=labels[kind],
                marker={"symbol": symbol, "color": colour, "size": 9, "line": {
                    "width": 1, "color": colour if symbol.endswith("open") else "#FFFFFF",
                }},
                hovertemplate="%{x|%d/%m/%Y}<extra>" + labels[kind] + "</extra>",
            )  # fmt: skip
    figure.add_vline(x=datetime.combine(today, time(12)), line={"color": "#7A858C", "dash": "dash"})
    figure.update_layout(
        barmode="overlay", xaxis={"type": "date", "tickformat": "%d/%m"},
        yaxis={"tickvals": list(range(len(ticks))), "ticktext": ticks,
               "range": [len(ticks) - 0.5, -0.5]},
    )  # fmt: skip
    return _plain(figure, height=140 + ROW_HEIGHT * len(ticks))


def _rows_by_door(bars: pl.DataFrame) -> tuple[dict[str, int], list[str]]:
    """The row of each stay, and what stands before every row: an address, then its people."""
    rows: dict[str, int] = {}
    ticks: list[str] = []
    last = ""
    for bar in bars.select("case_id", "label", "door", "address").iter_rows(named=True):
        if bar["address"] and bar["door"] != last:
            ticks.append(f"<b>{_short(bar['address'])}</b>")
        last, rows[bar["case_id"]] = bar["door"], len(ticks)
        ticks.append(_short(bar["label"]))
    return rows, ticks


def _said(bars: pl.DataFrame) -> list[str]:
    return [
        f"{_text(row['label'])}: {row['first_day']:%d/%m} \u2013 "
        + ("?" if row["is_open_ended"] else f"{row['last_day']:%d/%m}")
        for row in bars.iter_rows(named=True)
    ]


def _text(words: str) -> str:
    return escape(words, quote=False)  # of the entities Plotly knows few


def _short(label: str) -> str:
    return _text(label if len(label) <= SHORTEST else label[: SHORTEST - 1] + "\u2026")


def _plain(figure: go.Figure, *, height: int) -> go.Figure:
    """The house's look: little ink, legend above, the theme's own fonts and colours."""
    figure.update_layout(
        height=height,
        margin={"l": 0, "r": 0, "t": 8, "b": 0},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0},
        separators=",.",
    )
    return figure


def shares_by_day(series: pl.DataFrame, names: Mapping[str, str]) -> go.Figure:
    """A line per team of the share seen, 0 to 1; `series` has team_id, day, share; a day without
    data is a gap."""
    figure = go.Figure()
    dashes = ("solid", "dot", "dash", "longdash", "dashdot", "longdashdot")
    colours = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#7A858C")
    for place, (team_id, name) in enumerate(names.items()):
        rows = series.filter(pl.col("team_id") == team_id)
        figure.add_scatter(
            x=rows["day"].to_list(), y=rows["share"].to_list(), name=_text(name),
            mode="lines+markers",
            line={"color": colours[place % 6], "dash": dashes[place % 6]}, connectgaps=False,
            hovertemplate="%{x|%d/%m}: %{y:.0%}<extra>" + _text(name) + "</extra>",
        )  # fmt: skip
    figure.update_layout(xaxis_tickformat="%d/%m", yaxis_tickformat=".0%", yaxis_range=[0, 1.02])
    return _plain(figure, height=320)
