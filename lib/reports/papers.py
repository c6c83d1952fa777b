"""Quarantine orders and completion papers of stays, filled in and ready to print."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from lib.documents.papers import (
    COMPLETION,
    KINDS,
    TEMPLATES,
    PaperKind,
    day_words,
    filled,
    place_name,
    render_paper,
    shipped_template,
    zipped,
)
from lib.indicators.stay_life import facts_of, samples_until
from lib.reports.frames import group_names, standing_tables, ward_on
from lib.reports.paper_lists import is_completed
from lib.reports.ward import ward
from lib.rules.release import Sample
from lib.rules.rulings import Ruling, ruling_for
from lib.schema.tables import ENUMERATIONS
from lib.security.access import allowed, current_reach
from lib.security.actors import Actor, NotAllowed
from lib.security.audit import record
from lib.security.fields import disclosable_columns
from lib.security.scope import rows_within
from lib.store.engine import Store
from lib.store.printing import OwnTemplate, own_template, ward_template
from lib.store.repository import fetch
from lib.text.formats import format_day

RIGHT = "papers.issue"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ADDRESS = ("house_number", "alley", "street")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class PaperFile:
    """One paper, or several in one archive."""

    name: str
    media_type: str
    content: bytes


def paper_file(
    store: Store, actor: Actor, kind: str, case_ids: Sequence[str], as_of: date, signer: str = ""
) -> PaperFile:
    """The papers of these stays. Issuing a paper is the reason for which it says who is meant, the
    national ID included; it is noted before it is given. Raises NotAllowed, TemplateRefused;
    ValueError when somebody's stay was not completed by the day.
    """
    actor, spec = allowed(store, actor, "persons.see", RIGHT), KINDS[kind]
    rows = _rows(store, actor, case_ids)
    if not rows or rows.keys() != set(case_ids):
        raise NotAllowed(RIGHT)
    if spec is COMPLETION and not all(is_completed(row, as_of) for row in rows.values()):
        raise ValueError("a completion paper is of a completed stay")
    record(store, actor.account, "paper.export", table="cases", n_rows=len(rows), subject=kind)
    template = template_of(store, actor, kind)
    common = of_ward(store, actor) | {"nguoi_ky": signer}
    papers = {
        f"{kind}_{id_}.docx": render_paper(
            spec, template, filled(common | _values(store, as_of, spec, rows[id_]))
        )
        for id_ in case_ids
    }
    if len(papers) == 1:
        [(name, content)] = papers.items()
        return PaperFile(name, DOCX, content)
    return PaperFile(f"{kind}_{as_of:%Y%m%d}.zip", "application/zip", zipped(papers))


def template_of(store: Store, actor: Actor, kind: str) -> bytes:
    """The ward's own template, else the shipped one."""
    allowed(store, actor, RIGHT)
    with store.read() as conn:
        own = ward_template(conn, store.ward_id, kind)
    return own or shipped_template(KINDS[kind])


def template_state(store: Store, actor: Actor, kind: str) -> OwnTemplate | None:
    """Since when and by whom the ward has a template of its own; None: the shipped one holds."""
    allowed(store, actor, RIGHT)
    with store.read() as conn:
        return own_template(conn, store.ward_id, kind)


def _rows(store: Store, actor: Actor, case_ids: Sequence[str]) -> dict[str, Row]:
    names = disclosable_columns(actor, "cases")
    with store.read() as conn:
        within = rows_within(current_reach(conn, store, actor), store.ward_id, "cases")
        frame = fetch(conn, store.ward_id, "cases", names, within=within)
    wanted = frame.filter(pl.col("case_id").is_in(list(case_ids)))
    return {row["case_id"]: row for row in wanted.rows(named=True)}


def of_ward(store: Store, actor: Actor) -> dict[str, str | None]:
    """What every paper says of the ward."""
    name = ward(store, actor).ward_name
    if not name:
        return dict.fromkeys(("phuong", "phuong_in_hoa", "dia_danh"))
    running = name[0].lower() + name[1:]
    return {"phuong": running, "phuong_in_hoa": name.upper(), "dia_danh": place_name(name)}


def _values(store: Store, as_of: date, kind: PaperKind, row: Row) -> dict[str, Any]:
    """Everything a template may name; None is left to be filled in by hand."""
    samples = _samples(store, row["case_id"], as_of)
    facts = dict(row) | {"first_day": row["quarantine_start"] or as_of}
    ruling = ruling_for(ward_on(store, as_of).book, facts_of(facts, samples), as_of=as_of)
    if kind is COMPLETION:
        return _of_person(store, row) | _of_completion(row, samples, ruling, as_of)
    return _of_person(store, row) | _of_order(row, ruling, as_of)


def _of_person(store: Store, row: Row) -> dict[str, Any]:
    born, sex = row.get("birth_date"), row.get("sex")
    says_sex = sex in ("male", "female")
    return {
        "ho_va_ten": row.get("full_name"),
        "nam_sinh": born.year if born else row.get("birth_year"),
        "gioi_tinh": ENUMERATIONS["sex"].label(sex, "vi").lower() if says_sex else None,
        "so_cccd": row.get("national_id"),
        "dia_chi": ", ".join(row[part] for part in _ADDRESS if row.get(part)) or None,
        "to_dan_pho": group_names(store).get(row["group_id"]),
        "tu_ngay": _day(row["quarantine_start"]),
    }


def _of_order(row: Row, ruling: Ruling, as_of: date) -> dict[str, Any]:
    """The rule's document is a basis where it has a number and the days are those it gives."""
    first, last = row["quarantine_start"], row["quarantine_end"]
    rule = ruling.rule if ruling.end and ruling.end == last else None
    if rule and not rule.document[:1].isdigit():
        rule = None
    return day_words(row["order_date"] or as_of) | {
        "so": row["order_number"],
        "dien_cach_ly": _words()["case_type"][row["case_type"]],
        "den_ngay": _day(last),
        "so_ngay": (last - first).days + 1 if first and last else None,
        "van_ban": rule.document if rule else "",
        "co_quan": rule.issuer if rule else "",
    }


def _of_completion(
    row: Row, samples: Sequence[Sample], ruling: Ruling, as_of: date
) -> dict[str, Any]:
    last = max((s for s in samples if s.is_conclusive), key=lambda s: s.day, default=None)
    then = ruling.rule.then_days if ruling.rule else 0
    return day_words(row["completion_date"] or as_of) | {
        "so": row["completion_number"],
        "den_ngay": _day(row["quarantine_end"]),
        "ngay_ket_thuc": _day(row["closed_on"]),
        "so_quyet_dinh": row["order_number"] or "",
        "ngay_quyet_dinh": _day(row["order_date"]),
        "ngay_xet_nghiem": format_day(last.day) if last and last.result == "negative" else "",
        "ngay_tu_theo_doi": then or "",
    }


def _samples(store: Store, case_id: str, as_of: date) -> list[Sample]:
    tests = standing_tables(store)["tests"]
    return samples_until(tests.filter(pl.col("case_id") == case_id).rows(named=True), as_of)


def _day(day: date | None) -> str | None:
    return format_day(day) or None


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((TEMPLATES / "papers.toml").read_text("utf-8"))
