"""A small ward of four doors on 29/12/2021, for signs, sheets, records and papers.

H1  two people, until 30/12 and 02/01; a sign hangs with the earlier end      -> to replace
H2  one person, no sign                                                        -> to post
H3  everybody released, the sign still hangs                                   -> to take down
H4  (the other group) one person without an end; the sign hangs                -> no end
"""

from datetime import date, datetime
from typing import Any

from lib.security.actors import actor_as
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.repository import insert_rows

NOW = datetime.fromisoformat("2021-12-29T09:30")
DAY = NOW.date()
OFFICER, CHAIR = actor_as("lan", "data_officer"), actor_as("binh", "vice_chair")
LOCKDOWN = actor_as("phong", "appraisal_team", team_id="PT1")
LEADER = actor_as("to-truong", "group_leader", group_id="TDP05")
AUDITOR = actor_as("kiem-tra", "auditor")


def day(text: str) -> date:
    """ "27/12" of 2021, "02/01" of 2022."""
    number, month = map(int, text.split("/"))
    return date(2021 if month > 6 else 2022, month, number)


def stay(case_id: str, home: str, first: str, last: str | None, **more: Any) -> dict[str, Any]:
    return {
        "case_id": case_id, "case_type": "F1", "full_name": f"Nguyễn Thị {case_id}",
        "birth_year": 1990, "sex": "female", "group_id": "TDP06" if home == "H4" else "TDP05",
        "household_id": home, "house_number": home[1:], "alley": "Ngõ 49", "street": "Phố Mẫu",
        "reported_at": day(first).isoformat(), "quarantine_start": day(first),
        "quarantine_end": day(last) if last else None,
    } | more  # fmt: skip


CLOSED = {"closed_on": day("28/12"), "end_reason": "completed", "closed_by": "binh"}
ROWS: dict[str, list[dict[str, Any]]] = {
    "ward": [
        {"ward_name": "Phường Mẫu", "district": "Long Biên", "hotline": "02400000000"},
    ],
    "groups": [{"group_id": f"TDP0{n}", "name": f"Tổ {n}"} for n in (5, 6)],
    "teams": [{"team_id": "PT1", "name": "Tổ phong tỏa", "kind": "lockdown"}],
    "team_areas": [
        {
            "team_area_id": "A1", "team_id": "PT1", "group_id": "TDP05",
            "from_on": day("01/12"),
        },
    ],
    "households": [
        {
            "household_id": f"H{n}", "group_id": "TDP06" if n == 4 else "TDP05",
            "house_number": str(n), "alley": "Ngõ 49", "street": "Phố Mẫu",
        }
        for n in (1, 2, 3, 4)
    ],
    "cases": [
        stay("C1", "H1", "24/12", "30/12"),
        stay("C2", "H1", "27/12", "02/01", source_case_id="C1", relation="same_household"),
        stay("C3", "H2", "28/12", "03/01", case_type="F0", conditions="hen suyễn"),
        stay("C4", "H3", "15/12", "28/12", **CLOSED),
        stay("C5", "H4", "28/12", None),
    ],
    "signs": [
        {
            "sign_id": "B1", "household_id": "H1", "printed_start": day("24/12"),
            "printed_end": day("30/12"), "posted_on": day("24/12"),
        },
        {
            "sign_id": "B3", "household_id": "H3", "printed_start": day("15/12"),
            "printed_end": day("28/12"), "posted_on": day("15/12"),
        },
        {
            "sign_id": "B4", "household_id": "H4", "printed_start": day("28/12"),
            "printed_end": day("03/01"), "posted_on": day("28/12"),
        },
    ],
}  # fmt: skip


def fill(store: Store) -> Store:
    with store.write() as conn:
        for table, rows in ROWS.items():
            insert_rows(conn, store.ward_id, table, rows, Author("before", NOW))
    return store
