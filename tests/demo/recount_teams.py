"""The teams' work counted once more: slow, plain, from the CSV files alone; see recount.py."""

from datetime import date, timedelta
from functools import lru_cache

from tests.demo import recount

SEEN = recount.SEEN
REASONS = {
    "Vắng nhà": "absent", "Không trả lời": "absent", "": "absent",
    "Sai số điện thoại": "wrong_phone", "Từ chối": "refused", "Tổ không đi được": "team",
}  # fmt: skip
TWICE_FROM = date(2022, 2, 12)


@lru_cache(maxsize=1)
def visits_by_day() -> dict[date, list[dict[str, str]]]:
    days: dict[date, list[dict[str, str]]] = {}
    for row in recount.rows_of("visits", separator=";"):
        days.setdefault(recount.to_day(row["Thoi diem giam sat"]), []).append(row)
    return days


def team_of_person(day: date) -> dict[str, str]:
    """Whom a person was given to on the day, else the support team of the group."""
    of_group = recount.support_team_of_group()
    teams = {code: of_group.get(stay["group"], "-") for code, stay in recount.due(day).items()}
    given: dict[str, tuple[date, str]] = {}
    for row in assignments():
        first, last = recount.to_day(row["Phân công từ"]), recount.to_day(row["Phân công đến"])
        is_running = first <= day and (last is None or last >= day)
        if is_running and row["Mã tổ công tác"] in support_teams():
            code = row["Mã ca"]
            given[code] = max(given.get(code, (date.min, "")), (first, row["Mã tổ công tác"]))
    return {code: given[code][1] if code in given else team for code, team in teams.items()}


@lru_cache(maxsize=1)
def assignments() -> list[dict[str, str]]:
    path = recount.DEMO / "assignments.csv"
    return recount.rows_of("assignments") if path.exists() else []


@lru_cache(maxsize=1)
def support_teams() -> set[str]:
    return {r["Mã tổ công tác"] for r in recount.rows_of("teams") if "hỗ trợ" in r["Loại tổ"]}


def outcomes(day: date) -> dict[str, dict[str, int]]:
    """For everybody due: what became of each visit that was due."""
    times = 2 if day >= TWICE_FROM else 1
    found = {}
    for code in recount.due(day):
        written = [row for row in visits_by_day().get(day, []) if row["Ma ca"] == code]
        ends: list[str] = []
        for row in written:
            if row["Ket qua"] in SEEN:
                ends.append("seen")
        for cause in ("absent", "wrong_phone", "refused", "team"):
            for row in written:
                is_missed = row["Ket qua"] == "Không gặp"
                if is_missed and REASONS[row["Ly do khong gap"]] == cause:
                    ends.append(cause)
                if row["Ket qua"] == "Chưa đến" and cause == "team":
                    ends.append(cause)
        ends = (ends + ["unrecorded"] * times)[:times]
        found[code] = {end: ends.count(end) for end in ends}
    return found


def reporting(day: date) -> set[str]:
    return {row["Ma to cong tac"] for row in visits_by_day().get(day, [])}


def not_recorded(day: date) -> tuple[set[str], set[str], set[str]]:
    """Codes without a word, codes due of the teams that reported, codes left out."""
    team, spoke = team_of_person(day), reporting(day)
    judged = {code for code, of in team.items() if of in spoke}
    silent = {code for code, ends in outcomes(day).items() if "unrecorded" in ends}
    return judged & silent, judged, set(team) - judged


def not_seen(day: date, days: int) -> set[str]:
    """Whoever is due and was last seen, or came, so many days ago or longer."""
    codes = set()
    for code, stay in recount.due(day).items():
        last = stay["first"]
        for ago in range(days):
            rows = visits_by_day().get(day - timedelta(ago), [])
            if any(row["Ma ca"] == code and row["Ket qua"] in SEEN for row in rows):
                last = day - timedelta(ago)
        if (day - last).days >= days:
            codes.add(code)
    return codes


# --- errands, volunteers, pay --------------------------------------------------------------


@lru_cache(maxsize=8)
def rows(table: str) -> list[dict[str, str]]:
    return recount.rows_of(table)


def errands_open(day: date) -> set[str]:
    """Asked for by the end of the day and not delivered by then."""
    codes = set()
    for row in rows("requests"):
        delivered = recount.to_day(row["Thời điểm giao"])
        if recount.to_day(row["Thời điểm yêu cầu"]) <= day and not (delivered and delivered <= day):
            codes.add(row["Mã yêu cầu"])
    return codes


def errands_overdue(day: date) -> set[str]:
    """Of these the ones asked for before the day: at its end they are older than 24 hours."""
    asked = {
        row["Mã yêu cầu"]: recount.to_day(row["Thời điểm yêu cầu"]) for row in rows("requests")
    }
    return {code for code in errands_open(day) if asked[code] < day}


def owed(day: date) -> int:
    """Dong laid out for what was delivered by the day and not paid back by it."""
    total = 0
    for row in rows("requests"):
        delivered = recount.to_day(row["Thời điểm giao"])
        repaid = recount.to_day(row["Ngày hoàn tiền"])
        if delivered and delivered <= day and not (repaid and repaid <= day):
            total += int(row["Chi phí (đồng)"] or 0)
    return total


def members_out(day: date) -> set[str]:
    """Members whose name and telephone are those of somebody who is due a visit."""
    due = recount.due(day)
    ill = {
        (row["Họ và tên"], row["Điện thoại"].replace(" ", ""))
        for row in rows("cases")
        if row["Mã ca"] in due and row["Điện thoại"]
    }
    return {
        row["Mã thành viên"]
        for row in rows("members")
        if (row["Họ và tên"], row["Điện thoại"].replace(" ", "")) in ill
    }


def serving(day: date) -> set[str]:
    here = set()
    for row in rows("memberships"):
        last = recount.to_day(row.get("To", ""))
        if recount.to_day(row["From"]) <= day and (last is None or last >= day):
            here.add(row["Member code"])
    return here - members_out(day)


def carers_out(day: date) -> set[str]:
    carers: dict[str, set[str]] = {}
    for row in assignments():
        first, last = recount.to_day(row["Phân công từ"]), recount.to_day(row["Phân công đến"])
        if first <= day and (last is None or last >= day):
            carers.setdefault(row["Mã ca"], set()).add(row["Mã thành viên"])
    here = serving(day)
    return {code for code in recount.due(day) if code in carers and not carers[code] & here}


def payments_overdue(day: date) -> set[str]:
    codes = set()
    for row in rows("payments"):
        paid = recount.to_day(row["Ngày chi"])
        if recount.to_day(row["Hạn chi"]) < day and not (paid and paid <= day):
            codes.add(row["Mã chi trả"])
    return codes
