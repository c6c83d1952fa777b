"""The figures of the demo ward counted once more: slow, plain, from the CSV files alone.

Nothing here comes from lib, so that a mistake there is not repeated here. Every function takes
a day and returns codes (or a number where rows have no code). Rows whose end lies before their
start do not count: the importer refuses them.
"""

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path

DEMO = Path(__file__).resolve().parents[2] / "data" / "demo"
SEEN = ("Gặp, ổn", "Gặp, không ổn")
MUST_CLOSE = (
    "Cơ sở tôn giáo",
    "Cơ sở tín ngưỡng, thờ tự",
    "Biểu diễn văn hóa, nghệ thuật",
    "Nhà văn hóa",
    "Thể dục, thể thao",
)
PARTIES = ("Đám cưới", "Liên hoan", "Tân gia")
LEVEL_3_FROM = datetime.fromisoformat("2021-12-27T06:00")
NEVER = datetime.fromisoformat("1900-01-01T00:00")


def rows_of(table: str, *, separator: str = ",", title_rows: int = 0) -> list[dict[str, str]]:
    with (DEMO / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        for _title in range(title_rows):
            file.readline()
        return list(csv.DictReader(file, delimiter=separator))


def to_day(text: str) -> date | None:
    """dd/mm/yyyy, with or without a time behind it"""
    return date(int(text[6:10]), int(text[3:5]), int(text[:2])) if text else None


def to_moment(text: str) -> datetime:
    """dd/mm/yyyy hh:mm"""
    return datetime.combine(to_day(text), time.fromisoformat(text[11:]))


def group_number(text: str) -> int:
    """Tổ 5, TDP 5, 5, TDP số 05, TDP05 -> 5"""
    return int("".join(letter for letter in text if letter.isdigit()))


# --- stays ---------------------------------------------------------------------------------


def end_before_start() -> set[str]:
    codes = set()
    for row in rows_of("cases"):
        start, end = to_day(row["Ngày bắt đầu cách ly"]), to_day(row["Ngày kết thúc cách ly"])
        if start and end and end < start:
            codes.add(row["Mã ca"])
    return codes


def stays_known(day: date) -> list[dict]:
    """The stays reported by the day: code, type, group, first, start, end, closed."""
    refused = end_before_start()
    known = []
    for row in rows_of("cases"):
        reported = to_day(row["Ngày báo cáo"])
        if row["Mã ca"] in refused or reported > day:
            continue
        start = to_day(row["Ngày bắt đầu cách ly"])
        known.append(
            {
                "code": row["Mã ca"],
                "before": row.get("Mã ca trước khi đi viện", ""),
                "type": row["Diện cách ly"],
                "group": group_number(row["Tổ dân phố"]),
                "reported": reported,
                "start": start,
                "first": start or reported,
                "end": to_day(row["Ngày kết thúc cách ly"]),
                "closed": to_day(row["Ngày ra khỏi danh sách"]),
            }
        )
    return known


def is_open(stay: dict, day: date) -> bool:
    """Nobody has closed the stay by the end of the day."""
    return stay["closed"] is None or stay["closed"] > day


def is_in_quarantine(stay: dict, day: date) -> bool:
    if stay["first"] > day:
        return False
    if stay["end"] is not None and stay["end"] < day:
        return False
    return stay["closed"] is None or stay["closed"] >= day


def is_awaiting_release(stay: dict, day: date) -> bool:
    return stay["end"] is not None and stay["end"] < day and is_open(stay, day)


def in_quarantine(day: date, case_type: str) -> set[str]:
    codes = set()
    for stay in stays_known(day):
        if stay["type"] == case_type and is_in_quarantine(stay, day):
            codes.add(stay["code"])
    return codes


def in_quarantine_f0(day: date) -> set[str]:
    return in_quarantine(day, "F0")


def in_quarantine_f1(day: date) -> set[str]:
    return in_quarantine(day, "F1")


def in_quarantine_by_group(day: date, case_type: str) -> dict[int, int]:
    counts: dict[int, int] = {}
    for stay in stays_known(day):
        if stay["type"] == case_type and is_in_quarantine(stay, day):
            counts[stay["group"]] = counts.get(stay["group"], 0) + 1
    return counts


def awaiting_release(day: date) -> set[str]:
    return {stay["code"] for stay in stays_known(day) if is_awaiting_release(stay, day)}


def missing_dates(day: date) -> set[str]:
    codes = set()
    for stay in stays_known(day):
        if is_open(stay, day) and (stay["start"] is None or stay["end"] is None):
            codes.add(stay["code"])
    return codes


def _starting(day: date, on: date) -> set[str]:
    codes = set()
    for stay in stays_known(day):
        if is_open(stay, day) and stay["first"] == on:
            codes.add(stay["code"])
    return codes


def starts_today(day: date) -> set[str]:
    return _starting(day, day)


def starts_tomorrow(day: date) -> set[str]:
    return _starting(day, day + timedelta(1))


def ends_today(day: date) -> set[str]:
    """In quarantine today, and today is the last day."""
    codes = set()
    for stay in stays_known(day):
        if is_in_quarantine(stay, day) and stay["end"] == day:
            codes.add(stay["code"])
    return codes


def ends_tomorrow(day: date) -> set[str]:
    codes = set()
    for stay in stays_known(day):
        if is_in_quarantine(stay, day) and stay["end"] == day + timedelta(1):
            codes.add(stay["code"])
    return codes


def new_f0_in_7_days(day: date) -> set[str]:
    codes = set()
    for stay in stays_known(day):
        is_new = stay["type"] == "F0" and not stay["before"]
        if is_new and stay["reported"] > day - timedelta(7):
            codes.add(stay["code"])
    return codes


def rate_7d(day: date) -> float:
    return len(new_f0_in_7_days(day)) / population() * 100_000


def population() -> int:
    return sum(int(row["Số nhân khẩu"]) for row in rows_of("groups"))


# --- visits --------------------------------------------------------------------------------


def due(day: date) -> dict[str, dict]:
    """Everybody who should be visited on the day, by code."""
    people = {}
    for stay in stays_known(day):
        if is_in_quarantine(stay, day) or is_awaiting_release(stay, day):
            people[stay["code"]] = stay
    return people


def visits() -> list[dict]:
    return [
        {
            "code": row["Ma ca"],
            "day": to_day(row["Thoi diem giam sat"]),
            "team": row["Ma to cong tac"],
            "seen": row["Ket qua"] in SEEN,
        }
        for row in rows_of("visits", separator=";")
    ]


def support_team_of_group() -> dict[int, str]:
    support = {row["Mã tổ công tác"] for row in rows_of("teams") if "hỗ trợ" in row["Loại tổ"]}
    teams = {}
    for row in rows_of("team_areas"):
        if row["Mã tổ công tác"] in support:
            teams[group_number(row["Tổ dân phố"])] = row["Mã tổ công tác"]
    return teams


def seen_on(day: date) -> set[str]:
    return {visit["code"] for visit in visits() if visit["day"] == day and visit["seen"]}


def teams_that_reported(day: date) -> set[str]:
    return {visit["team"] for visit in visits() if visit["day"] == day}


def silent_teams(day: date) -> set[str]:
    """Support teams with people due and not one visit written down on the day."""
    team_of = support_team_of_group()
    with_people = {team_of[stay["group"]] for stay in due(day).values()}
    return with_people - teams_that_reported(day)


def visited_today(day: date) -> tuple[set[str], set[str], set[str]]:
    """Codes seen, codes due of the teams that reported, codes left out."""
    silent, team_of = silent_teams(day), support_team_of_group()
    judged, left_out = set(), set()
    for code, stay in due(day).items():
        if team_of[stay["group"]] in silent:
            left_out.add(code)
        else:
            judged.add(code)
    return judged & seen_on(day), judged, left_out


def last_seen(day: date) -> dict[str, date]:
    latest: dict[str, date] = {}
    for visit in visits():
        if visit["seen"] and visit["day"] <= day:
            latest[visit["code"]] = max(latest.get(visit["code"], visit["day"]), visit["day"])
    return latest


def not_seen_2_days(day: date) -> set[str]:
    """People due whose last seen day, or first day when never seen, is two days ago or more."""
    latest, codes = last_seen(day), set()
    for code, stay in due(day).items():
        if (day - max(latest.get(code, stay["first"]), stay["first"])).days >= 2:
            codes.add(code)
    return codes


# --- the 114 -------------------------------------------------------------------------------


def residents() -> list[dict[str, str]]:
    return rows_of("unvaccinated", title_rows=3)


def unvaccinated_remaining_by_group(day: date) -> dict[int, int]:
    counts: dict[int, int] = {}
    for row in residents():
        if to_day(row["Ngày lập danh sách"]) > day or row["Tình trạng"] == "Nhập nhầm":
            continue
        outcome_on = to_day(row["Ngày cập nhật tình trạng"])
        if row["Tình trạng"] in ("", "Chưa tiêm") or (outcome_on and outcome_on > day):
            group = group_number(row["Tổ dân phố"])
            counts[group] = counts.get(group, 0) + 1
    return counts


def unvaccinated_remaining(day: date) -> int | None:
    """None before the list was made: no data is not 0."""
    if all(to_day(row["Ngày lập danh sách"]) > day for row in residents()):
        return None
    return sum(unvaccinated_remaining_by_group(day).values())


# --- level 3 -------------------------------------------------------------------------------


def gatherings_over_limit(day: date) -> set[str]:
    """From six days before to seven days after the day: seen, else announced over the limit."""
    codes = set()
    for row in rows_of("gatherings"):
        starts_at = to_moment(row["Bắt đầu lúc"])
        if not day - timedelta(6) <= starts_at.date() <= day + timedelta(7):
            continue
        if starts_at < LEVEL_3_FROM:
            continue
        people, delegation = _decisive(row, day)
        if _is_over(row["Loại sự kiện"], people, delegation):
            codes.add(row["Mã sự kiện"])
    return codes


def _is_over(kind: str, people: int | None, delegation: int | None) -> bool:
    if kind in PARTIES:
        return people is None or people > 0
    if kind == "Đám hiếu":
        return (people or 0) > 20 or (delegation or 0) > 5
    if kind == "Ngoài trời":
        return (people or 0) > 9
    return (people or 0) > 20


def _decisive(gathering: dict[str, str], day: date) -> tuple[int | None, int | None]:
    """People and delegation: the most that an inspector has seen, else what was announced."""
    seen: dict[str, list[int]] = {"Số người có mặt": [], "Số người trong đoàn": []}
    for row in rows_of("inspections"):
        is_here = row["Mã sự kiện"] == gathering["Mã sự kiện"]
        if is_here and to_day(row["Thời điểm kiểm tra"]) <= day:
            for name, numbers in seen.items():
                numbers += [int(row[name])] if row[name] else []
    people = max(seen["Số người có mặt"], default=int(gathering["Số người dự kiến"] or 0))
    announced = int(gathering["Đoàn viếng đông nhất"] or 0)
    is_party = gathering["Loại sự kiện"] in PARTIES and not seen["Số người có mặt"]
    return None if is_party else people, max(seen["Số người trong đoàn"], default=announced)


def latest_word(day: date) -> dict[str, str]:
    """The latest status of each venue that must be closed: its own, or an inspection's."""
    words: dict[str, tuple[datetime, str]] = {}
    for row in rows_of("venues"):
        if row["Loại cơ sở"] in MUST_CLOSE:
            words[row["Mã cơ sở"]] = (NEVER, "Không rõ")
            if row["Trạng thái"] and to_day(row["Thời điểm ghi nhận"]) <= day:
                said_at = to_moment(row["Thời điểm ghi nhận"])
                words[row["Mã cơ sở"]] = (said_at, row["Trạng thái"])
    for row in rows_of("inspections"):
        venue, at = row["Mã cơ sở"], to_moment(row["Thời điểm kiểm tra"])
        if venue not in words or not row["Đang hoạt động"] or at.date() > day:
            continue
        if at >= words[venue][0]:
            words[venue] = (at, "Đang mở" if row["Đang hoạt động"] == "Có" else "Đóng cửa")
    return {venue: status for venue, (_at, status) in words.items()}


def venues_open(day: date) -> set[str]:
    return {venue for venue, status in latest_word(day).items() if status == "Đang mở"}


def venues_unknown(day: date) -> set[str]:
    return {venue for venue, status in latest_word(day).items() if status == "Không rõ"}


def level_breaches(day: date) -> int | None:
    """Breaches found by the day, not at homes, and not put right by it; None: nobody has looked."""
    n, is_made = 0, False
    for row in rows_of("inspections"):
        if row["Mã hộ"] or to_day(row["Thời điểm kiểm tra"]) > day:
            continue
        resolved, is_made = to_day(row["Ngày khắc phục"]), True
        n += row["Kết quả"] == "Vi phạm" and (resolved is None or resolved > day)
    return n if is_made else None


# Indicators whose rows have codes: the codes on a day.
CODES = {
    "in_quarantine_f0": in_quarantine_f0,
    "in_quarantine_f1": in_quarantine_f1,
    "awaiting_release": awaiting_release,
    "missing_dates": missing_dates,
    "starts_today": starts_today,
    "starts_tomorrow": starts_tomorrow,
    "ends_today": ends_today,
    "ends_tomorrow": ends_tomorrow,
    "not_seen_2_days": not_seen_2_days,
    "silent_teams": silent_teams,
    "gatherings_over_limit": gatherings_over_limit,
    "venues_open": venues_open,
}


# --- the report to the district ------------------------------------------------------------

PLACES = {
    "Cộng đồng": "new_f0_community", "Khu cách ly": "new_f0_quarantine_facility",
    "Khu phong tỏa": "new_f0_lockdown_area", "Cách ly tại nhà": "new_f0_home_quarantine",
    "Nhập cảnh": "new_f0_imported", "": "new_f0_unplaced",
}  # fmt: skip
ENDS = {
    "Hoàn thành cách ly": "completed", "Chuyển thành F0": "became_f0",
    "Chuyển bệnh viện": "transferred", "Tử vong": "died",
    "Chuyển đi nơi khác": "left_otherwise", "": "left_otherwise",
}  # fmt: skip


def _reporting_day(text: str) -> date | None:
    """The day whose report counts it: after 18:00 it is the next one's."""
    day = to_day(text)
    if day and len(text) > 10 and to_moment(text).time() > time(18):
        return day + timedelta(days=1)
    return day


def district(first: date, last: date) -> dict[str, int | None]:
    """What was reported, began, ended, was vaccinated and broke the rules in these days."""
    counts: dict[str, int | None] = dict.fromkeys(PLACES.values(), 0)
    for name in ("new_f0", "new_f1", "started_f0", "started_f1", "completed_f0", "completed_f1",
                 "became_f0", "transferred", "died", "vaccinated_here", "vaccinated_elsewhere",
                 "left_otherwise", "breaches"):  # fmt: skip
        counts[name] = 0
    refused = end_before_start()
    for row in rows_of("cases"):
        if row["Mã ca"] in refused or to_day(row["Ngày báo cáo"]) > last:
            continue
        kind = row["Diện cách ly"].lower()
        is_new = not row.get("Mã ca trước khi đi viện", "")
        if is_new and first <= _reporting_day(row["Ngày báo cáo"]) <= last:
            counts[f"new_{kind}"] += 1
            if kind == "f0":
                counts[PLACES[row["Nơi phát hiện"]]] += 1
        start, closed = to_day(row["Ngày bắt đầu cách ly"]), to_day(row["Ngày ra khỏi danh sách"])
        if start and first <= start <= last:
            counts[f"started_{kind}"] += 1
        if closed and first <= closed <= last and (end := ENDS.get(row["Lý do kết thúc"])):
            counts[f"completed_{kind}" if end == "completed" else end] += 1
    for row in residents():
        on = to_day(row["Ngày cập nhật tình trạng"])
        here, elsewhere = "Đã tiêm tại phường", "Đã tiêm nơi khác"
        if on and first <= on <= last and row["Tình trạng"] in (here, elsewhere):
            counts["vaccinated_here" if row["Tình trạng"] == here else "vaccinated_elsewhere"] += 1
    for row in rows_of("inspections"):
        if row["Kết quả"] == "Vi phạm":
            counts["breaches"] += first <= _reporting_day(row["Thời điểm kiểm tra"]) <= last
    counts["in_quarantine_f0"] = len(in_quarantine_f0(last))
    counts["in_quarantine_f1"] = len(in_quarantine_f1(last))
    counts["awaiting_release"] = len(awaiting_release(last))
    counts["unvaccinated_remaining"] = unvaccinated_remaining(last)
    return counts


def tasks_due(day: date) -> set[tuple[str, bool]]:
    """(code, overdue) of tasks not done by the day whose last day is the day after next at most."""
    due = set()
    for row in rows_of("directives"):
        last, done = to_day(row["Hạn hoàn thành"]), to_day(row["Ngày hoàn thành"])
        is_known = (to_day(row["Ngày ban hành"]) or day) <= day
        is_open = row["Trạng thái"] in ("Chưa làm", "Đang làm") or (done is not None and done > day)
        if is_known and is_open and last is not None and last <= day + timedelta(days=2):
            due.add((row["Mã văn bản"], last < day))
    return due


def on_platform(day: date) -> set[tuple[str, int]]:
    """(name, birth year) of the 114 whom a list of the platform names with a dose by the day: the
    same name, year and telephone."""
    listed = {
        (row["Họ và tên"].upper(), row["Năm sinh"], _digits(row["Điện thoại"]))
        for row in rows_of("platform_people", title_rows=2)
        if to_day(row["Ngày kết xuất danh sách"]) <= day and row["Ngày tiêm mũi 1"]
    }
    return {
        (row["Họ và tên"].upper(), int(row["Năm sinh"]))
        for row in rows_of("unvaccinated", title_rows=3)
        if (row["Họ và tên"].upper(), row["Năm sinh"], _digits(row["Điện thoại"])) in listed
    }


def vaccinated_of_the_114(day: date) -> set[tuple[str, int]]:
    return {
        (row["Họ và tên"].upper(), int(row["Năm sinh"]))
        for row in rows_of("unvaccinated", title_rows=3)
        if row["Tình trạng"].startswith("Đã tiêm")
        and to_day(row["Ngày cập nhật tình trạng"]) <= day
    }


def _digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit())
