"""The first tables.

A migration never reads today's declarations: the columns as they were stand here.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "text": sa.Text(),
    "integer": sa.BigInteger(),
    "year": sa.Integer(),
    "number": sa.Double(),
    "boolean": sa.Boolean(),
    "date": sa.Date(),
    "moment": sa.String(16),
}
_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# (table, id column): its columns as name[:type][*]; text unless said, * is NOT NULL.
_TABLES = {
    ("acknowledgements", "acknowledgement_id"): """
        acknowledgement_id* directive_id* team_id group_id acknowledged_on:date* acknowledged_by
    """,
    ("announcements", "announcement_id"): """
        announcement_id* announced_on:date* channel group_id directive_id made_by note
    """,
    ("appraisals", "appraisal_id"): """
        appraisal_id* household_id* appraised_on:date* appraised_by separate_room:boolean
        own_toilet:boolean ventilated:boolean caregiver:boolean reachable_by_phone:boolean
        hygiene_supplies:boolean waste_container:boolean can_self_care:boolean
        vulnerable_in_home:boolean ambulance_access:boolean verdict* reasons review_on:date
    """,
    ("assignments", "assignment_id"): """
        assignment_id* case_id* team_id* member_id assigned_from:date* assigned_to:date
    """,
    ("cases", "case_id"): """
        case_id* external_id case_type* full_name sex birth_date:date birth_year:year national_id
        phone contact_phone group_id* household_id house_number alley street latitude:number
        longitude:number vaccine_doses:integer last_dose_date:date recovered_on:date conditions
        pregnant:boolean detected_in source_case_id relation last_exposure_date:date
        continuous_exposure:boolean symptom_onset_date:date first_positive_date:date first_test_type
        reported_at:moment* quarantine_start:date quarantine_end:date previous_quarantine_end:date
        change_reason order_number order_date:date home_care_eligible:boolean proposed_by
        approved_by closed_on:date closed_by end_reason transferred_to converted_case_id note
    """,
    ("directives", "directive_id"): """
        directive_id* number issuer* title* issued_on:date effective_from:moment effective_to:moment
        replaces subject task responsible due_on:date status done_on:date evidence note
    """,
    ("gatherings", "gathering_id"): """
        gathering_id* kind* host_name group_id* place starts_at:moment* expected_people:integer
        expected_delegation:integer commitment_signed:boolean note
    """,
    ("groups", "group_id"): """
        group_id* name* n_households:integer population:integer adults:integer
        adults_one_dose:integer people_50_plus:integer people_50_plus_full:integer leader_name
        leader_phone latitude:number longitude:number note
    """,
    ("households", "household_id"): """
        household_id* group_id* house_number alley street latitude:number longitude:number phone
        n_people:integer n_over_60:integer n_pregnant:integer n_chronic:integer
        n_unvaccinated:integer note
    """,
    ("inspections", "inspection_id"): """
        inspection_id* inspected_at:moment* inspected_by target venue_id gathering_id household_id
        group_id* measure* observed_people:integer observed_delegation:integer observed_open:boolean
        result action recheck_on:date resolved_on:date note
    """,
    ("members", "member_id"): """
        member_id* full_name* phone vaccine_doses:integer last_test_date:date note
    """,
    ("memberships", "membership_id"): """
        membership_id* member_id* team_id* from_on:date* to_on:date
    """,
    ("outreach", "outreach_id"): """
        outreach_id* resident_id* contacted_on:date* contacted_by mode result* reason
        next_action_on:date
    """,
    ("payments", "payment_id"): """
        payment_id* team_id* member_id period_start:date* period_end:date* units:number*
        rate:integer* amount:integer* decision_number due_on:date prepared_by approved_by
        paid_on:date
    """,
    ("requests", "request_id"): """
        request_id* case_id* kind* requested_at:moment* details taken_by delivered_at:moment
        cost:integer repaid_on:date note
    """,
    ("signs", "sign_id"): """
        sign_id* household_id* printed_start:date* printed_end:date* posted_on:date posted_by
        removed_on:date note
    """,
    ("team_areas", "team_area_id"): """
        team_area_id* team_id* group_id* from_on:date* to_on:date
    """,
    ("teams", "team_id"): """
        team_id* name* kind* leader_member_id note
    """,
    ("tests", "test_id"): """
        test_id* case_id* sample_date:date* team_id member_id test_type* result* ct_value:number
        performed_by supervised:boolean note
    """,
    ("unvaccinated", "resident_id"): """
        resident_id* full_name* sex birth_date:date birth_year:year group_id* household_id
        house_number alley street phone listed_on:date* conditions reason owner next_action_on:date
        hospital registration_number appointment_on:date outcome outcome_on:date
        platform_checked_on:date note
    """,
    ("venues", "venue_id"): """
        venue_id* name* kind* group_id* latitude:number longitude:number status status_at:moment
        contact_phone
    """,
    ("visits", "visit_id"): """
        visit_id* case_id* visited_at:moment* team_id member_id mode result* missed_reason
        at_home:boolean temperature:number spo2:number respiratory_rate:integer pulse:integer
        systolic:integer diastolic:integer symptoms neighbours_say action note
    """,
    ("ward", "ward_name"): """
        ward_name* district city population:integer hotline hospital declared_level:integer
        level_document level_from_at:moment latitude:number longitude:number
    """,
}


def upgrade() -> None:
    for (table, id_column), columns in _TABLES.items():
        _create_data_table(table, id_column, columns.split())
    _create_imports()
    _create_history()
    _create_audit()


def downgrade() -> None:
    for table in ("refused_rows", "imports", "history", "audit", *(name for name, _id in _TABLES)):
        op.drop_table(table)


def _create_data_table(table: str, id_column: str, columns: list[str]) -> None:
    op.create_table(
        table,
        sa.Column("ward_id", sa.String(40), nullable=False),
        *(_declared(column) for column in columns),
        sa.Column("extra", sa.Text()),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("source_import", sa.String(40)),
        sa.Column("source_row", sa.Integer()),
        sa.Column("voided_at", sa.DateTime()),
        sa.Column("void_reason", sa.Text()),
        sa.PrimaryKeyConstraint("ward_id", id_column),
    )


def _declared(column: str) -> sa.Column[Any]:
    name, _colon, kind = column.rstrip("*").partition(":")
    return sa.Column(name, _TYPES[kind or "text"], nullable=not column.endswith("*"))


def _create_imports() -> None:
    counts = ("rows", "accepted", "refused", "new", "changed", "unchanged", "warnings")
    op.create_table(
        "imports",
        sa.Column("ward_id", sa.String(40), nullable=False),
        sa.Column("import_id", sa.String(40), nullable=False),
        sa.Column("table_name", sa.String(40)),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sent_by", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("ward_id", "import_id"),
    )
    op.create_index("imports_by_file", "imports", ["ward_id", "sha256"])
    op.create_table(
        "refused_rows",
        sa.Column("ward_id", sa.String(40), nullable=False),
        sa.Column("import_id", sa.String(40), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["ward_id", "import_id"], ["imports.ward_id", "imports.import_id"]),
        sa.PrimaryKeyConstraint("ward_id", "import_id", "row"),
    )


def _create_history() -> None:
    op.create_table(
        "history",
        sa.Column("seq", _SEQUENCE, primary_key=True),
        sa.Column("ward_id", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(10), nullable=False),
        sa.Column("table_name", sa.String(40), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("old", sa.JSON()),
        sa.Column("new", sa.JSON(), nullable=False),
        sa.Column("import_id", sa.String(40)),
        sqlite_autoincrement=True,
    )
    op.create_index("history_by_row", "history", ["ward_id", "table_name", "row_id"])


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", _SEQUENCE, primary_key=True),
        sa.Column("ward_id", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("table_name", sa.String(40)),
        sa.Column("row_id", sa.Text()),
        sa.Column("import_id", sa.String(40)),
        sa.Column("n_rows", sa.Integer()),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_by_ward", "audit", ["ward_id", "seq"])
