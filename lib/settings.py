"""Environment -> frozen Settings, and the only clock.

Nothing else reads the environment or asks what day it is.
"""

import getpass
import os
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DATABASE_FILE = "ward.db"
DEMO_AS_OF = date(2021, 12, 29)
FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2035, 12, 31)  # that can be looked at


@dataclass(frozen=True)
class Settings:
    """Where this process keeps its ward. `folder` holds database, uploads and boundaries.

    `server_url` names a PostgreSQL database to use instead of the file; it may hold a password.
    """

    folder: Path
    is_demo: bool
    upload_limit_mb: int = 20
    server_url: str | None = field(default=None, repr=False)

    @property
    def ward_id(self) -> str:
        """Which ward's rows these are; one database can hold many."""
        return "demo" if self.is_demo else "ward"

    @property
    def database_file(self) -> Path | None:
        """None when a database server keeps the rows."""
        return None if self.server_url else self.folder / DATABASE_FILE

    @property
    def database_url(self) -> str:
        return self.server_url or f"sqlite:///{self.database_file}"

    @property
    def is_there(self) -> bool:
        """Whether this ward has been set up; a database server always counts as set up."""
        return self.database_file is None or self.database_file.exists()

    @property
    def boundaries_file(self) -> Path:
        return self.folder / "boundaries.geojson"

    @property
    def uploads(self) -> Path:
        return self.folder / "uploads"

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def default_as_of(self) -> date:
        return DEMO_AS_OF if self.is_demo else today()


def data_dir() -> Path:
    """The folder with the ward's and the demo's folders; WARD_DATA_DIR moves it."""
    return Path(os.environ.get("WARD_DATA_DIR") or ROOT / "data").expanduser().resolve()


def ward_settings() -> Settings:
    """The real ward: in its file, or in the database that DATABASE_URL names."""
    url = os.environ.get("DATABASE_URL")
    server = with_driver(url) if url else None
    return Settings(data_dir() / "ward", is_demo=False, server_url=server)


def with_driver(url: str) -> str:
    """Both spellings of the scheme mean the one driver that is installed."""
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)


def demo_settings() -> Settings:
    return Settings(folder=data_dir() / "demo-ward", is_demo=True)


def active_settings(*, demo_when_empty: bool) -> Settings:
    """The real ward once it exists; before that the demo, if it exists or is wanted."""
    ward, demo = ward_settings(), demo_settings()
    if ward.is_there:
        return ward
    if demo_when_empty or demo.is_there:
        return demo
    return ward


def now() -> datetime:
    """The present moment in Viet Nam, to the second, without a zone."""
    return datetime.now(TIME_ZONE).replace(tzinfo=None, microsecond=0)


def today() -> date:
    return now().date()


def account_name() -> str:
    """The operating-system account that runs the command line."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no variable says it, and the system knows no name
        return "unknown"


def plain_network_is_accepted() -> bool:
    """WARD_WITHOUT_TLS=1: other computers may come without encryption. Every page says so."""
    return os.environ.get("WARD_WITHOUT_TLS") == "1"


def accepting_plain_network() -> dict[str, str]:
    """The environment of a server that others may reach without encryption."""
    return {**os.environ, "WARD_WITHOUT_TLS": "1"}
