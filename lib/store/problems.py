"""What can keep the store from working, and what to do about it. Codes; never a value."""

from lib.text.catalogue import N_, _

SENTENCES = {
    "SERVER_RUNNING": N_(
        "Another server already serves this data folder. Use that one, or stop it first."
    ),
    "STORE_BUSY": N_("The database is busy. Nothing was changed; try again in a minute."),
    "STORE_FAILED": N_(
        "The database could not be read or written. Nothing was changed. Check the disk's free "
        "space, and that the file ward.db is whole."
    ),
    "STORE_UNREACHABLE": N_(
        "The database server does not answer. Nothing was changed; try again in a minute."
    ),
    "STORE_NEWER": N_(
        "The database was written by a newer version of this program. Update the program."
    ),
    "STORE_ABSENT": N_("No ward is set up here yet. Import its files, or load the demo ward."),
    "NOT_THE_DEMO": N_("The demo data never goes into a real ward's folder. Nothing was changed."),
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
