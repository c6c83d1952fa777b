"""Every page: file, title, icon, address, and the right that opens it."""

from dataclasses import dataclass

import streamlit as st

from lib.settings import ROOT
from lib.text.catalogue import N_

PAGES_DIR = ROOT / "pages"


@dataclass(frozen=True)
class PageSpec:
    name: str
    title: str
    icon: str
    right: str
    hidden: bool = False

    @property
    def file(self) -> str:
        return str(PAGES_DIR / f"{self.name}.py")


PAGES = (
    PageSpec("overview", N_("Overview"), ":material/dashboard:", "figures.see"),
    PageSpec("reports", N_("Reports"), ":material/summarize:", "figures.see"),
    PageSpec("my_day", N_("My day"), ":material/directions_walk:", "visits.edit"),
    PageSpec("errands", N_("Errands"), ":material/shopping_bag:", "requests.edit"),
    PageSpec("teams", N_("Teams"), ":material/groups:", "figures.see"),
    PageSpec("pay", N_("Pay"), ":material/payments:", "pay.see"),
    PageSpec("quarantine", N_("Quarantine"), ":material/home_health:", "persons.see"),
    PageSpec("appraisal", N_("Appraisal"), ":material/home_work:", "appraisals.edit"),
    PageSpec("signs", N_("Door signs"), ":material/signpost:", "alleys.print"),
    PageSpec("rules", N_("Rules"), ":material/menu_book:", "figures.see"),
    PageSpec("vaccination", N_("Vaccination"), ":material/vaccines:", "figures.see"),
    PageSpec("calls", N_("Calls about the first dose"), ":material/call:", "persons.see"),
    PageSpec("compliance", N_("Level 3"), ":material/gavel:", "places.see"),
    PageSpec("inspection", N_("Inspection"), ":material/fact_check:", "inspections.edit"),
    PageSpec("directives", N_("Directives"), ":material/assignment:", "figures.see"),
    PageSpec("map", N_("Map"), ":material/map:", "figures.see"),
    PageSpec("data", N_("Data"), ":material/upload_file:", "imports.see"),
    PageSpec("glossary", N_("Glossary"), ":material/help:", "figures.see"),
    PageSpec("setup", N_("Set-up"), ":material/checklist:", "setup.see"),
    PageSpec("privacy", N_("Second person and privacy"), ":material/group:", "requests.record"),
    PageSpec("audit", N_("Audit"), ":material/policy:", "audit.see.own"),
    PageSpec("accounts", N_("Accounts"), ":material/manage_accounts:", "accounts.see"),
    PageSpec("account", N_("My account"), ":material/account_circle:", "figures.see"),
    PageSpec("print_home", N_("Household record"), ":material/print:", "persons.see", hidden=True),
    PageSpec("print_overview", N_("Print sheet"), ":material/print:", "figures.see", hidden=True),
)


def page_file(name: str) -> str:
    """The file of a page, for links; unknown names are a programmer's error."""
    return next(spec.file for spec in PAGES if spec.name == name)


def go_to(name: str) -> None:
    """Another page on the same day and in the same language, which a switch alone forgets."""
    kept = {key: st.query_params[key] for key in ("as_of", "lang") if key in st.query_params}
    st.switch_page(page_file(name), query_params=kept)
