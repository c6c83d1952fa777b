"""A small ward for the tests of rights: two groups, a team in each, four people."""

from datetime import date, datetime
from typing import Any

from lib.security.actors import Actor, actor_as
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.imports import ImportRecord, record_import
from lib.store.repository import insert_rows
from lib.store.uploads import keep_original, sha256_of

NOW = datetime.fromisoformat("2021-12-29T08:30")
# Nothing else in the product or in its demo contains these.
NAME, PHONE, ID, STREET = "Đặng Dấu Vết", "0912345678", "001080765432", "Phố Không Ai Biết"
ILLNESS, LATITUDE = "viêm gan tự miễn", 21.041177
START, LATER = date(2021, 12, 1), date(2021, 12, 27)
ROWS: dict[str, list[dict[str, Any]]] = {
    "ward": [{"ward_name": "Phường Thử", "population": 2000, "hotline": "02438000000"}],
    "groups": [
        {"group_id": "TDP05", "name": "Tổ 5", "population": 1000},
        {"group_id": "TDP06", "name": "Tổ 6", "population": 1000},
    ],
    "teams": [
        {"team_id": "XN1", "name": "Tổ xét nghiệm 1", "kind": "testing"},
        {"team_id": "HT1", "name": "Tổ hỗ trợ 1", "kind": "support"},
        {"team_id": "TD1", "name": "Tổ thẩm định", "kind": "appraisal"},
        {"team_id": "HT2", "name": "Tổ hỗ trợ 2", "kind": "support"},
    ],
    "team_areas": [
        {"team_area_id": "A1", "team_id": "XN1", "group_id": "TDP05", "from_on": START},
        {"team_area_id": "A2", "team_id": "HT1", "group_id": "TDP05", "from_on": START},
        {"team_area_id": "A3", "team_id": "TD1", "group_id": "TDP05", "from_on": START},
        {"team_area_id": "A4", "team_id": "HT2", "group_id": "TDP06", "from_on": START},
        {
            "team_area_id": "A5", "team_id": "XN1", "group_id": "TDP06",
            "from_on": date(2021, 10, 1), "to_on": date(2021, 11, 30),
        },
    ],
    "members": [
        {"member_id": "M1", "full_name": "Lê Một", "phone": "0901000011"},
        {"member_id": "M2", "full_name": "Lê Hai", "phone": "0901000012"},
    ],
    "memberships": [
        {"membership_id": "MT1", "member_id": "M1", "team_id": "HT1", "from_on": START},
        {"membership_id": "MT2", "member_id": "M2", "team_id": "HT2", "from_on": START},
    ],
    "households": [
        {
            "household_id": "H1", "group_id": "TDP05", "house_number": "7", "street": STREET,
            "latitude": LATITUDE, "longitude": 105.8911, "phone": PHONE,
        },
        {
            "household_id": "H2", "group_id": "TDP06", "house_number": "9", "street": "Phố Kia",
            "latitude": 21.0422, "longitude": 105.8922,
        },
    ],
    "cases": [
        {
            "case_id": "C1", "full_name": NAME, "birth_date": date(1980, 4, 3),
            "national_id": ID, "phone": PHONE, "group_id": "TDP05", "household_id": "H1",
            "house_number": "7", "street": STREET, "latitude": LATITUDE, "longitude": 105.8911,
            "case_type": "F0", "reported_at": "2021-12-27", "quarantine_start": LATER,
            "quarantine_end": date(2022, 1, 5), "conditions": ILLNESS,
        },
        {
            "case_id": "C2", "full_name": "Trần Thị Ngoài", "birth_date": date(1990, 2, 1),
            "national_id": "001090000002", "phone": "0901000002", "group_id": "TDP06",
            "household_id": "H2", "house_number": "9", "street": "Phố Kia", "latitude": 21.0422,
            "longitude": 105.8922, "case_type": "F1", "reported_at": "2021-12-27",
            "quarantine_start": LATER, "quarantine_end": date(2022, 1, 2),
        },
        {
            "case_id": "C3", "full_name": "Phạm Văn Cũ", "birth_date": date(1970, 2, 1),
            "phone": "0901000003", "group_id": "TDP06", "household_id": "H2", "case_type": "F1",
            "reported_at": "2021-12-01", "quarantine_start": START,
            "quarantine_end": date(2021, 12, 7), "closed_on": date(2021, 12, 8),
            "end_reason": "completed",
        },
    ],
    "visits": [
        {
            "visit_id": "V1", "case_id": "C1", "visited_at": "2021-12-28T08:00",
            "team_id": "HT1", "result": "seen_ok", "symptoms": "ho nhẹ", "note": "nhà có chó",
        },
        {
            "visit_id": "V2", "case_id": "C2", "visited_at": "2021-12-28T09:00",
            "team_id": "HT2", "result": "missed",
        },
    ],
    "tests": [
        {
            "test_id": "X1", "case_id": "C1", "sample_date": LATER, "team_id": "XN1",
            "test_type": "rapid_antigen", "result": "positive", "note": "mẫu đầu",
        },
    ],
    "unvaccinated": [
        {
            "resident_id": "R1", "full_name": "Ngô Thị Năm", "birth_year": 1950,
            "group_id": "TDP05", "household_id": "H1", "phone": "0901000004",
            "listed_on": START, "reason": "refused", "conditions": "tim mạch",
        },
        {
            "resident_id": "R2", "full_name": "Ngô Thị Sáu", "birth_year": 1951,
            "group_id": "TDP06", "phone": "0901000005", "listed_on": START,
            "reason": "chronic_disease", "conditions": "hen",
        },
    ],
}  # fmt: skip


def fill(store: Store) -> None:
    """Bring the ward in as one file a table, whose bytes are kept."""
    for table, rows in ROWS.items():
        raw = str(rows).encode()
        keep_original(store.settings.uploads, raw)
        import_id = f"I{table}"
        author = Author("lan", NOW, import_id)
        record = ImportRecord(
            import_id, store.ward_id, table, f"{table}.csv", sha256_of(raw), len(raw), "lan",
            NOW, "accepted", rows=len(rows), accepted=len(rows), new=len(rows),
        )  # fmt: skip
        with store.write() as conn:
            record_import(conn, record, ())
            insert_rows(conn, store.ward_id, table, rows, author)
            add_audit(conn, store.ward_id, author, "rows.import", table=table, n_rows=len(rows))


def actor(role: str, name: str | None = None) -> Actor:
    """Somebody of the role; those with an area look after group 5."""
    places = {
        "testing_team": {"team_id": "XN1"},
        "support_team": {"team_id": "HT1"},
        "appraisal_team": {"team_id": "TD1"},
        "group_leader": {"group_id": "TDP05"},
    }
    return actor_as(name or role, role, **places.get(role, {}))
