"""The ward's own row: name, level, hotline."""

from dataclasses import dataclass
from typing import Any

from lib.reports.frames import kept, standing_key
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.store.engine import Store
from lib.store.repository import fetch


@dataclass(frozen=True)
class Ward:
    """What a ward says of itself; every field may be empty before it is set up."""

    ward_name: str | None = None
    district: str | None = None
    city: str | None = None
    declared_level: int | None = None
    level_document: str | None = None
    level_from_at: str | None = None
    hotline: str | None = None
    hospital: str | None = None
    latitude: float | None = None
    longitude: float | None = None


def ward_name(store: Store) -> str | None:
    """For everybody, also before anybody has signed in: it stands on the door."""
    with store.read() as conn:
        names: list[str | None] = fetch(conn, store.ward_id, "ward", ("ward_name",))[
            "ward_name"
        ].to_list()
    return names[0] if names else None


def ward(store: Store, actor: Actor) -> Ward:
    allowed(store, actor, "figures.see")

    def load() -> Ward:
        with store.read() as conn:
            frame = fetch(conn, store.ward_id, "ward", tuple(Ward.__dataclass_fields__))
        row: dict[str, Any] = frame.row(0, named=True) if frame.height else {}
        return Ward(**row)

    return kept(("ward", *standing_key(store)), load)
