"""Where the residential groups lie: a map that somebody sends, or a centre point set by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lib.actions.deeds import Done, doing, seen_at
from lib.actions.knowledge import load_lookups
from lib.ingest.boundaries import Area, boundaries_file, name_groups, read_boundaries
from lib.schema.findings import Finding
from lib.schema.tables import BUILT_IN_GROUPS, TABLES
from lib.security.access import allowed
from lib.security.actors import Actor
from lib.settings import now as present
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.files import write_whole
from lib.store.history import Author
from lib.store.repository import fetch
from lib.store.uploads import keep_original

RIGHT = "groups.edit"


@dataclass(frozen=True)
class BoundaryPreview:
    """`areas`: the area of each group that the map names; areas + left out = areas in the map.
    `without`: groups that the map does not name."""

    n_areas: int
    areas: Mapping[str, Area]
    findings: tuple[Finding, ...]
    without: tuple[str, ...]

    @property
    def left_out(self) -> int:
        return self.n_areas - len(self.areas)

    @property
    def geojson(self) -> str:
        """As it is kept for the map page."""
        return boundaries_file(self.areas).decode()


def preview_boundaries(store: Store, actor: Actor, raw: bytes) -> BoundaryPreview:
    """GeoJSON, KML, KMZ or a zipped shapefile. Never writes. Raises NotAllowed, FileRefused."""
    allowed(store, actor, RIGHT)
    found = read_boundaries(raw)
    with store.read() as conn:
        known = load_lookups(conn, store.ward_id, TABLES["cases"]).groups
        own = fetch(conn, store.ward_id, "groups", ("group_id",))["group_id"].to_list()
    spellings = {words: code for words, code in known.items() if code not in BUILT_IN_GROUPS}
    areas, unnamed = name_groups(found, spellings)
    n_broken = sum(finding.level == "error" for finding in found.findings)
    return BoundaryPreview(
        n_areas=len(found.areas) + n_broken,
        areas=areas,
        findings=tuple(sorted((*found.findings, *unnamed), key=lambda each: each.row or 0)),
        without=tuple(group for group in own if group not in areas),
    )


def accept_boundaries(
    store: Store, actor: Actor, raw: bytes, *, now: datetime | None = None
) -> BoundaryPreview:
    """The map becomes the ward's; its bytes are kept. Raises NotAllowed, FileRefused."""
    keep_original(store.settings.uploads, raw)
    preview = preview_boundaries(store, actor, raw)
    author = Author(allowed(store, actor, RIGHT).account, now or present())
    with store.write() as conn:
        add_audit(
            conn, store.ward_id, author, "boundaries.change", table="groups",
            n_rows=len(preview.areas),
        )  # fmt: skip
        # Last: a file that cannot be written leaves no audit line behind.
        write_whole(store.settings.boundaries_file, boundaries_file(preview.areas))
    return preview


def set_centre(
    store: Store, actor: Actor, group_id: str, row_version: int, latitude: float,
    longitude: float, *, now: datetime | None = None,
) -> Done:  # fmt: skip
    """Degrees in WGS 84. Raises NotAllowed, Refused, StoreBusy when somebody was quicker."""
    with doing(store, actor, "rows.edit", RIGHT, now=now) as deed:
        row = deed.read("groups", [group_id])[group_id]
        seen_at(row, row_version)
        deed.change(
            "groups", row, {"latitude": round(latitude, 6), "longitude": round(longitude, 6)}
        )
    return deed.done
