"""What is noted about whoever acts: lines of the audit, with a vocabulary of their own."""

from datetime import datetime

from lib.security.actors import Actor
from lib.settings import now
from lib.store.audit import add_audit
from lib.store.engine import Store
from lib.store.history import Author
from lib.store.viewing import Look, note_look
from lib.text.catalogue import N_, _

SHORTEST_REASON, LONGEST_REASON = 5, 300


class ReasonNeeded(Exception):  # noqa: N818 - the name says what is missing
    """A reason must be typed first."""

    def sentence(self) -> str:
        return _("Say in a few words why you need this. It is kept for the auditor.")


# Everything that is noted, as people read it. A test holds the code to this list.
ACTIONS: dict[str, str] = {
    "list.see": N_("saw a list"),
    "record.see": N_("opened a record"),
    "field.reveal": N_("had a hidden field shown"),
    "record.break_glass": N_("opened a record outside their area"),
    "rows.export": N_("took a list out as a file"),
    "rows.import": N_("took a file in"),
    "file.refuse": N_("sent a file that was refused"),
    "imports.undo": N_("undid an import"),
    "boundaries.change": N_("replaced the map of the residential groups"),
    "rows.edit": N_("added or changed a record"),
    "ward.rename": N_("corrected the name of the ward"),
    "rows.void": N_("took a record out of the lists"),
    "rows.merge": N_("joined two records of one person"),
    "rows.unmerge": N_("took two joined records apart again"),
    "rows.distinct": N_("said that two records are two people"),
    "rows.ask_again": N_("took back that two records are two people"),
    "stay.open": N_("opened a stay"),
    "stay.dates": N_("changed or explained the dates of a stay"),
    "stay.check": N_("checked a patient for care at home"),
    "stay.convert": N_("turned an F1 stay into an F0 stay"),
    "stay.transfer": N_("transferred somebody to hospital"),
    "stay.return": N_("took somebody back from hospital"),
    "stay.close": N_("closed a stay without a release"),
    "release.propose": N_("proposed a release"),
    "release.approve": N_("approved a release"),
    "release.send_back": N_("sent a proposed release back"),
    "release.paper": N_("noted a completion paper"),
    "test.record": N_("wrote a test down"),
    "appraisal.record": N_("appraised a home"),
    "support.deliver": N_("noted that support of an appraisal is there"),
    "inspection.record": N_("wrote down an inspection"),
    "breach.record": N_("wrote down a check at a door"),
    "breach.resolve": N_("followed up a breach of quarantine"),
    "assignment.make": N_("put a team in charge of somebody"),
    "deed.undo": N_("took back what they had just done"),
    "sign.print": N_("noted signs as printed"),
    "sign.post": N_("noted signs as posted"),
    "sign.take_down": N_("noted signs as taken down"),
    "signs.export": N_("printed door signs"),
    "alley.approve": N_("approved the sheet of an alley for its neighbours"),
    "alley.withdraw": N_("withdrew the sheet of an alley"),
    "alley.export": N_("printed the sheet of an alley"),
    "alley.hand_over": N_("noted the sheet of an alley as handed to the group leader"),
    "paper.number": N_("issued orders or completion papers"),
    "paper.export": N_("printed orders or completion papers"),
    "paper.template": N_("changed the template of a paper"),
    "row.mend": N_("mended a refused row, which was refused again"),
    "row.set_aside": N_("set a refused row aside"),
    "row.take_up": N_("took a refused row up again"),
    "proposals.make": N_("asked for a second person"),
    "proposals.approve": N_("agreed as the second person"),
    "proposals.reject": N_("refused as the second person"),
    "rules.adopt": N_("took up a rule"),
    "visits.adopt": N_("changed how many visits a day are due"),
    "directive.add": N_("put a document into the register"),
    "directive.change": N_("changed a task of the register"),
    "directive.tell": N_("wrote down who was told"),
    "resident.change": N_("wrote down what became of a resident"),
    "errand.ask": N_("wrote an errand down"),
    "errand.take": N_("took an errand"),
    "errand.deliver": N_("noted an errand as delivered"),
    "errand.settle": N_("noted an errand as paid back"),
    "teams.reorganise": N_("moved groups or people between teams"),
    "membership.begin": N_("put a volunteer on a roster"),
    "membership.end": N_("took a volunteer off the roster"),
    "pay.prepare": N_("prepared a pay sheet"),
    "pay.approve": N_("approved a pay sheet"),
    "pay.pay": N_("noted pay as handed out"),
    "visit.record": N_("wrote a visit down"),
    "visit.measure": N_("added measurements to a visit"),
    "policies.change": N_("changed a threshold or period"),
    "persons.erase": N_("erased somebody's data"),
    "persons.anonymise": N_("made a record anonymous"),
    "requests.record": N_("wrote down a request about data"),
    "requests.decide": N_("answered a request about data"),
    "files.forget": N_("removed sent files whose time was over"),
    "backups.make": N_("made a backup"),
    "backups.restore": N_("restored a backup"),
    "backups.go_on": N_("went on without what was lost"),
    "session.begin": N_("signed in"),
    "session.end": N_("signed out"),
    "session.refused": N_("was refused at sign-in"),
    "account.open": N_("opened an account"),
    "account.change": N_("changed an account"),
    "account.tie": N_("tied an account to a volunteer"),
    "account.untie": N_("untied an account from a volunteer"),
    "account.close": N_("closed an account"),
    "account.password": N_("set a password"),
    "account.agree": N_("agreed that the account of a vice-chair be opened or changed"),
    "account.refused": N_("was refused the consent of a vice-chair"),
}


def record(
    store: Store,
    account: str,
    action: str,
    *,
    at: datetime | None = None,
    table: str | None = None,
    row_id: str | None = None,
    n_rows: int | None = None,
    subject: str | None = None,
    reason: str | None = None,
) -> None:
    """One line in a transaction of its own; when this returns it is on the disk.

    `account` is who acted; `subject` a field, a page or another account, never a person's value.
    """
    with store.write() as conn:
        add_audit(
            conn, store.ward_id, Author(account, at or now()), action, table=table, row_id=row_id,
            n_rows=n_rows, subject=subject, reason=reason, changes=False,
        )  # fmt: skip


def note_export(store: Store, actor: Actor, table: str, n_rows: int, reason: str | None) -> None:
    """Before rows of people leave the program. Raises ReasonNeeded from those who must say why:
    everybody with an account; whoever sits at the terminal owns the files anyway."""
    said = required_reason(reason) if actor.account_id else reason
    record(store, actor.account, "rows.export", table=table, n_rows=n_rows, reason=said)


def required_reason(reason: str | None) -> str:
    """Raises ReasonNeeded when too little is said for an auditor to understand."""
    said = " ".join((reason or "").split())
    if len(said) < SHORTEST_REASON:
        raise ReasonNeeded
    return said[:LONGEST_REASON]


def saw_list(store: Store, actor: Actor, page: str, n_rows: int) -> None:
    """Somebody has a page's list of people before them; costs the page nothing."""
    note_look(store, Look(actor.account, "list.see", subject=page), n_rows, now())


def saw_record(store: Store, actor: Actor, table: str, row_id: str) -> None:
    """Somebody opened one person's record."""
    look = Look(actor.account, "record.see", table=table, row_id=row_id)
    note_look(store, look, 1, now())
