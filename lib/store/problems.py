"""What can keep the store from working, and what to do about it. Codes; never a value."""

from lib.text.catalogue import N_, _

SENTENCES = {
    "SERVER_RUNNING": N_(
        "Another server already serves this data folder. Use that one, or stop it first."
    ),
    "STORE_BUSY": N_("The database is busy. Nothing was changed; try again in a minute."),
    "ROW_CHANGED": N_(
        "Somebody else changed this record meanwhile. Nothing was saved; look at it again."
    ),
    "STORE_FAILED": N_(
        "The database could not be read or written. Nothing was changed. Check the disk's free "
        "space, and that the file ward.db is whole."
    ),
    "STORE_UNREACHABLE": N_(
        "The database server does not answer. Nothing was changed; try again in a minute."
    ),
    "STORE_DAMAGED": N_(
        "The database is damaged. It can be read in part but not changed. Restore the newest "
        "backup: python -m lib.cli restore"
    ),
    "STORE_BEHIND": N_(
        "The database is older than what was last saved here: a journal or the file was lost or "
        "replaced. Nothing can be changed until somebody decides: restore the newest backup, or "
        "go on without what is missing (python -m lib.cli doctor)."
    ),
    "DISK_FULL": N_(
        "The disk is full. Nothing was changed, and everything saved before is safe. Free some "
        "space and try again."
    ),
    "BACKUP_UNREADABLE": N_("This backup cannot be read: wrong key, or the file is damaged."),
    "BACKUP_OTHER_KIND": N_(
        "This backup was made of a ward of the other kind: one keeps its data in a file, the other "
        "on a database server. Nothing was changed."
    ),
    "BACKUP_FAILED": N_("The backup or the restoring did not succeed. Nothing was changed."),
    "BACKUP_ABSENT": N_("There is no backup yet."),
    "PG_PROGRAMS_ABSENT": N_(
        "pg_dump and pg_restore are missing. Install the PostgreSQL client programs."
    ),
    "STORE_NEWER": N_(
        "The database was written by a newer version of this program. Update the program."
    ),
    "STORE_ABSENT": N_("No ward is set up here yet. Import its files, or load the demo ward."),
    "NOT_THE_DEMO": N_("The demo data never goes into a real ward's folder. Nothing was changed."),
    "INBOX_FILE_GONE": N_("The file is no longer in the inbox. Load the page again."),
    "DEMO_FILES_ABSENT": N_("The demo files are missing from data/demo."),
}


class StoreProblem(Exception):  # noqa: N818 - expected, not an error of ours
    """An expected failure: `code` for programs, `sentence()` for people."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def sentence(self) -> str:
        return _(SENTENCES[self.code])


class StoreBusy(StoreProblem):
    """Someone else is using the store right now; trying later helps."""
