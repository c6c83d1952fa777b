"""Tidy frames -> Plotly figures. No words of its own: labels come with the data."""

from collections.abc import Mapping

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
            x=rows["group"].to_list(), y=rows[column].to_list(), name=labels[column],
            marker_color=colour, hovertemplate="%{x}: %{y}<extra>" + labels[column] + "</extra>",
        )  # fmt: skip
    figure.update_layout(barmode="stack", xaxis_type="category")
    return _plain(figure, height=280)


def _plain(figure: go.Figure, *, height: int) -> go.Figure:
    """The house's look: little ink, legend above, the theme's own fonts and colours."""
    figure.update_layout(
        height=height,
        margin={"l": 0, "r": 0, "t": 8, "b": 0},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0},
        separators=",.",
    )
    return figure
