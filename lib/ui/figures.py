"""Figures on the screen: value, change since yesterday, definition and rows one tap away."""

from collections.abc import Iterable

import streamlit as st

from lib.reports.figures import FigureView
from lib.reports.listing import figure_listing, named_groups
from lib.text.catalogue import _, ngettext
from lib.text.formats import format_day, format_number, inside_sentence
from lib.ui.context import PageContext
from lib.ui.numbers import show_number
from lib.ui.onward import link_onward
from lib.ui.tables import show_rows_behind


def value_words(view: FigureView) -> str:
    """The value as people say it; no data is said, never shown as 0."""
    figure = view.figure
    if figure.value is None:
        return _("no data")
    if view.indicator.id == "visited_today":
        return f"{format_number(figure.value * 100)} %"
    return format_number(figure.value, decimals=1 if view.indicator.unit == "rate" else 0)


def change_words(view: FigureView) -> str | None:
    """The change since the day before, or None when either day has no data."""
    change = view.change
    if change is None:
        return None
    if view.indicator.id == "visited_today":
        return signed_words(change * 100, unit=_("points"))
    return signed_words(change, decimals=1 if view.indicator.unit == "rate" else 0)


def signed_words(change: float, *, decimals: int = 0, unit: str = "") -> str:
    """A change with its sign; what rounds to nothing is none, also where it is a trace below 0."""
    told = round(change, decimals)
    if not told:
        return _("no change")
    sign = "+" if told > 0 else "\u2212"
    return " ".join(filter(None, (sign + format_number(abs(told), decimals), unit)))


def share_words(view: FigureView) -> str:
    """Numerator out of denominator, and what was left out."""
    figure = view.figure
    words = ""
    if figure.numerator is not None and figure.denominator is not None:
        words = _("{n} of {total}").format(
            n=format_number(figure.numerator), total=format_number(figure.denominator)
        )
    if figure.left_out:
        left_out = ngettext("{n} without data", "{n} without data", figure.left_out)
        words += (" \u00b7 " if words else "") + left_out.format(n=figure.left_out)
    return words


def calm_words(labels: Iterable[str]) -> str:
    """What was looked at and is in order; the labels may hold commas of their own."""
    listed = "; ".join(inside_sentence(_(label)) for label in labels)
    return _("Nothing open under: {list}.").format(list=listed)


def number_words(view: FigureView) -> str:
    """Value and share as Markdown; a number that is its own numerator is said once."""
    value, share = value_words(view), share_words(view)
    if share.partition(" ")[0] == value:
        return f"**{value}**{share.removeprefix(value)}"
    return f"**{value}**" + (f" \u00b7 {share}" if share else "")


def sentence_words(view: FigureView) -> str:
    """The figure as one sentence without its full stop; no data is said."""
    figure, indicator = view.figure, view.indicator
    if figure.numerator is None or not indicator.sentence:
        return f"{_(indicator.label)}: {value_words(view)}"
    words = _(indicator.sentence).format(
        n=format_number(figure.numerator), total=format_number(figure.denominator)
    )
    if figure.left_out:
        left_out = ngettext("{n} without data", "{n} without data", figure.left_out)
        words += f" ({left_out.format(n=format_number(figure.left_out))})"
    return words


def show_figure(context: PageContext, view: FigureView, *, place: str) -> None:
    """One card: the number, its change, its share, and a button to what stands behind it."""
    with st.container(border=True, height="stretch", gap="xsmall"):
        change = change_words(view)
        since = _("{change} since yesterday").format(change=change) if change else None
        label, key = _(view.indicator.label), f"{place}.{view.indicator.id}"
        show_number(label, value_words(view), since, share_words(view), key=key)
        figure_button(context, view, place=place)


def figure_button(context: PageContext, view: FigureView, *, place: str) -> None:
    key = f"{place}.{view.indicator.id}"
    label = _("Details")
    if st.button(label, key=key, type="tertiary", icon=":material/list_alt:"):
        _open_figure(context, view, place)


def _open_figure(context: PageContext, view: FigureView, place: str) -> None:
    st.dialog(_(view.indicator.label), width="large")(figure_details)(context, view, place)


def figure_details(context: PageContext, view: FigureView, place: str) -> None:
    """Why this number: value, definition, day, rule, what was left out, and the rows."""
    figure = view.figure
    st.markdown(number_words(view))
    st.markdown(_(view.indicator.definition))
    day = _("As of the end of {day}").format(day=format_day(figure.as_of))
    rule = f" \u00b7 {_(view.indicator.rule)}" if view.indicator.rule else ""
    st.caption(day + rule)
    if view.indicator.action:
        st.caption(_("What to do: {action}").format(action=_(view.indicator.action)))
        link_onward(context, view.indicator, place=place)
    rows = figure_listing(context.store, context.actor, view)
    show_rows_behind(
        rows, len(figure.rows), key=f"{place}.{figure.id}.rows",
        groups=named_groups(context.store), nothing=_("No rows stand behind this figure."),
    )  # fmt: skip
