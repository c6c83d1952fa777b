"""A team's round for where there is no connection: a sheet of paper, and a workbook that comes
back through the importer."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2s
from urllib.parse import urlencode

from lib.documents.door_signs import Issuer
from lib.documents.round_sheet import RoundLine, RoundSheet, render_round_sheet
from lib.documents.workbooks import Cell, Column, Sheet, write_workbook
from lib.ingest.service import PERSON_HEADING, ROUND_HEADING, round_cell
from lib.reports.my_day import Round, Stop
from lib.reports.ward import ward
from lib.rules.home import home_rules
from lib.schema.tables import ENUMERATIONS, TABLES
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.security.audit import note_export
from lib.settings import now
from lib.store.engine import Store
from lib.text.catalogue import _, language

RIGHTS = ("persons.see", "rows.export")
# What a row of the workbook asks for; the importer knows the rest from the row's code.
ASKED = {
    "visits": (
        "result", "missed_reason", "mode", "temperature", "spo2", "respiratory_rate", "pulse",
        "symptoms", "note", "member_id",
    ),
    "tests": ("test_type", "result", "member_id"),
}  # fmt: skip
_HINT_ROWS = 40  # a note on a cell is no place for a longer list


def stop_code(round_: Round, stop: Stop) -> str:
    """What a QR code says of a person: good for this team and day, and telling nothing."""
    text = f"{round_.team_id}\n{round_.as_of.isoformat()}\n{stop.case_id}"
    return blake2s(text.encode(), digest_size=6).hexdigest()


def table_of(round_: Round) -> str:
    return "tests" if round_.kind == "testing" else "visits"


def round_paper(
    store: Store, actor: Actor, round_: Round, groups: Mapping[str, str], base: str
) -> bytes:
    """The A4 sheet as a PDF; `base` is the address by which phones reach the program."""
    actor = allowed(store, actor, *RIGHTS)
    note_export(store, actor, "cases", len(round_.stops), _("round on paper"))
    known = ward(store, actor)
    sheet = RoundSheet(
        round_.team_name, round_.as_of, round_.kind == "testing", home_rules().danger.vi,
        tuple(_line(round_, stop, groups, base) for stop in round_.stops),
    )  # fmt: skip
    return render_round_sheet(sheet, Issuer(known.ward_name or "", known.hotline or ""))


def _line(round_: Round, stop: Stop, groups: Mapping[str, str], base: str) -> RoundLine:
    asked = {
        "as_of": round_.as_of.isoformat(), "team": round_.team_id, "stop": stop_code(round_, stop)
    }  # fmt: skip
    return RoundLine(
        place=place_of(stop, groups), door=stop.house, name=stop.name, age=stop.age,
        case_type=stop.case_type, day=stop.day, days_left=stop.days_left, unseen=stop.unseen,
        needs_test=stop.needs_test and round_.kind == "support", phone=stop.phone or "",
        link=f"{base}/my_day?{urlencode(asked)}",
    )  # fmt: skip


def place_of(stop: Stop, groups: Mapping[str, str]) -> str:
    group = groups.get(stop.group_id, stop.group_id)
    return ", ".join(part for part in (stop.alley, stop.street, group) if part)


def round_workbook(store: Store, actor: Actor, round_: Round, groups: Mapping[str, str]) -> bytes:
    """A row per person with what is to be written still empty. A row left empty is no row. Who
    goes is asked only where it is not known. Where several visits a day are due, the hour at which
    a workbook was taken tells its visits from those of the round before."""
    actor = allowed(store, actor, *RIGHTS)
    note_export(store, actor, "cases", len(round_.stops), _("round as a workbook"))
    table = TABLES[table_of(round_)]
    columns = [
        Column(_(ROUND_HEADING), note=_("Leave this as it is.")),
        Column(_(PERSON_HEADING), note=_("For you to read; it is not read back."), width=42),
    ]
    me = round_.walker.member_id if round_.walker else None
    asked = [name for name in ASKED[table.name] if name != "member_id" or me is None]
    for name in asked:
        column = table.columns[name]
        codes = tuple(round_.members) if name == "member_id" else ()
        values = ENUMERATIONS[column.enum].values if column.enum else ()
        choices = tuple(value.label(language()) for value in values) or codes
        columns.append(
            Column(
                column.label(language()), choices=choices, is_needed=column.required,
                note=_who_is_who(round_) if codes else "",
            )
        )  # fmt: skip
    day = round_.as_of
    if round_.times > 1:
        day = datetime.combine(day, now().time().replace(second=0))
    rows: list[list[Cell]] = [
        [
            round_cell(table, stop.case_id, day, round_.team_id, me),
            _person(stop, groups),
            *[None] * len(asked),
        ]
        for stop in round_.stops
    ]
    return write_workbook([Sheet(round_.team_name, columns, rows)])


def _person(stop: Stop, groups: Mapping[str, str]) -> str:
    name = _("{name}, {age} years").format(name=stop.name, age=stop.age) if stop.age else stop.name
    return ", ".join(part for part in (stop.house, place_of(stop, groups), name) if part)


def _who_is_who(round_: Round) -> str:
    return "\n".join(f"{id_} = {name}" for id_, name in list(round_.members.items())[:_HINT_ROWS])
