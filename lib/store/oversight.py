"""Tables for watching over the ward's data: second persons, emergencies, periods, requests."""

import sqlalchemy as sa

from lib.store.tables import METADATA

_JSON = sa.JSON(none_as_null=True)

# Why a line of the audit was written, in somebody's own words, which may name a person: kept
# apart, so that it can be erased; the line holds only a salted hash.
REASONS = sa.Table(
    "audit_reasons",
    METADATA,
    sa.Column("ward_id", sa.String(40), primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("salt", sa.String(32), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

# What needs a second person. `arguments` are ids and numbers, never a value of a person's field.
PROPOSALS = sa.Table(
    "proposals",
    METADATA,
    sa.Column("ward_id", sa.String(40), primary_key=True),
    sa.Column("proposal_id", sa.String(40), primary_key=True),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("arguments", _JSON, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("proposed_by", sa.Text, nullable=False),
    sa.Column("proposed_at", sa.DateTime, nullable=False),
    sa.Column("status", sa.String(10), nullable=False),
    sa.Column("decided_by", sa.Text),
    sa.Column("decided_at", sa.DateTime),
)

# A record outside one's scope, opened for an hour with a reason.
EMERGENCIES = sa.Table(
    "emergencies",
    METADATA,
    sa.Column("ward_id", sa.String(40), primary_key=True),
    sa.Column("actor", sa.String(120), primary_key=True),
    sa.Column("case_id", sa.String(120), primary_key=True),
    sa.Column("opened_at", sa.DateTime, primary_key=True),
    sa.Column("until", sa.DateTime, nullable=False),
)

# Thresholds and periods that the ward has set; what is absent is as data/rules/privacy.toml says.
POLICIES = sa.Table(
    "policies",
    METADATA,
    sa.Column("ward_id", sa.String(40), primary_key=True),
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
)

# Whose data was erased, by id alone; applied again after a backup was restored.
ERASURES = sa.Table(
    "erasures",
    METADATA,
    sa.Column("ward_id", sa.String(40), primary_key=True),
    sa.Column("table_name", sa.String(40), primary_key=True),
    sa.Column("row_id", sa.String(120), primary_key=True),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
)

# What people ask about their own data, and until when the law wants an answer.
SUBJECT_REQUESTS = sa.Table(
    "subject_requests",
    METADATA,
    sa.Column("ward_id", sa.String(40), primary_key=True),
    sa.Column("request_id", sa.String(40), primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("asked_by", sa.Text, nullable=False),
    sa.Column("details", sa.Text),
    sa.Column("about_table", sa.String(40)),
    sa.Column("about_id", sa.String(120)),
    sa.Column("reply_due_on", sa.Date, nullable=False),
    sa.Column("due_on", sa.Date, nullable=False),
    sa.Column("is_extended", sa.Boolean, nullable=False),
    sa.Column("replied_on", sa.Date),
    sa.Column("status", sa.String(10), nullable=False),
    sa.Column("decided_on", sa.Date),
    sa.Column("outcome", sa.Text),
    sa.Column("recorded_by", sa.Text, nullable=False),
)
