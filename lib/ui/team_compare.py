"""Teams side by side: by cause, under the same load, with a word of caution where it is needed."""

import polars as pl
import streamlit as st

from lib.charts import shares_by_day
from lib.indicators.teamwork import SMALL, WINDOW, Comparison
from lib.reports.teams import Teams
from lib.text.catalogue import _, ngettext
from lib.text.formats import format_number
from lib.ui.header import empty_state
from lib.ui.plain import plain
from lib.ui.plots import show_chart
from lib.ui.tables import wide_table
from lib.ui.team_today import CAUSES, percent, team_name


def show_comparison(teams: Teams) -> None:
    st.subheader(_("The {n} days until yesterday side by side").format(n=WINDOW), anchor=False)
    if not teams.compared:
        empty_state(_("No support team has had people to look after."))
        return
    wide_table([_row(teams, line) for line in teams.compared], key="teams.compared")
    st.caption(_(
        "By their own power leaves out absent households, wrong numbers and refusals. Like the "
        "others: seen, against what all teams reach on days with as many visits per volunteer; "
        "1 is the same, below 1 is less."
    ))  # fmt: skip
    _warn(teams)
    names = {id_: teams.names[id_] for id_ in teams.support}
    rows = [{"team_id": d.team_id, "day": d.day, "share": d.share} for d in teams.trend]
    schema = {"team_id": pl.String, "day": pl.Date, "share": pl.Float64}
    alt = _("Share of the visits due that were made, per team and day.")
    show_chart(shares_by_day(pl.DataFrame(rows, schema=schema), names), key="teams.trend", alt=alt)


def _row(teams: Teams, line: Comparison) -> dict[str, str]:
    causes = {_(label): str(line.causes[cause]) for cause, label in CAUSES.items()}
    ratio = "\u2013"
    if line.ratio is not None and not line.is_small:
        ratio = format_number(line.ratio, 2)
    return {
        _("Team"): team_name(teams, line.team_id),
        _("Days without a word"): f"{line.n_silent}/{line.n_days}",
        _("Due"): str(line.n_visits), **causes,
        _("Share seen"): percent(line.share),
        _("By their own power"): percent(line.own_share),
        _("Visits per volunteer"): format_number(line.load, 1) if line.load else "\u2013",
        _("Like the others"): ratio,
    }  # fmt: skip


def _warn(teams: Teams) -> None:
    small = [team_name(teams, line.team_id) for line in teams.compared if line.is_small]
    if small:
        words = _("Fewer than {n} visits, so a difference may be chance: {names}.")
        st.info(words.format(n=SMALL, names=plain(", ".join(small))), icon=":material/info:")
    silent = [line for line in teams.compared if line.n_silent]
    if silent:
        words = ngettext(
            "{n} team has days without a word; they are left out, not counted as done.",
            "{n} teams have days without a word; they are left out, not counted as done.",
            len(silent),
        )
        st.info(words.format(n=len(silent)), icon=":material/voice_over_off:")
