"""Every stay and every door of the demo ward on a day, counted once more: slow and plain.

Nothing here comes from lib; the rules are typed again, as the documents say them. One function
per question, each reading the CSV files' own words.
"""

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

from tests.demo.recount import SEEN, end_before_start, group_number, rows_of, to_day
from tests.demo.recount import seen_on as seen_on_day

ONE = timedelta(1)
DANGEROUS = ("khó thở", "tức ngực", "đau ngực", "lú lẫn", "lơ mơ", "tím tái")


@cache
def table(name: str) -> list[dict[str, str]]:
    separator = ";" if name == "visits" else ","
    return rows_of(name, separator=separator)


@cache
def of_case(name: str, column: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in table(name):
        found.setdefault(row[column], []).append(row)
    return found


@cache
def stays() -> dict[str, dict]:
    refused = end_before_start()
    found = {}
    for row in table("cases"):
        if row["Mã ca"] not in refused:
            reported, start = to_day(row["Ngày báo cáo"]), to_day(row["Ngày bắt đầu cách ly"])
            found[row["Mã ca"]] = {
                "code": row["Mã ca"], "type": row["Diện cách ly"], "home": row["Mã hộ"],
                "reported": reported, "typed_start": start, "first": start or reported,
                "end": to_day(row["Ngày kết thúc cách ly"]),
                "closed": to_day(row["Ngày ra khỏi danh sách"]),
                "reason": row["Lý do kết thúc"], "change": row["Lý do thay đổi"],
                "doses": int(row["Số mũi tiêm"]), "dose": to_day(row["Ngày tiêm mũi cuối"]),
                "positive": to_day(row["Ngày dương tính"]), "born": int(row["Năm sinh"] or 0),
                "birthday": to_day(row["Ngày sinh"]),
                "eligible": row["Đủ điều kiện điều trị tại nhà"],
                "checked": to_day(row["Ngày xét điều trị tại nhà"]),
                "proposed": to_day(row["Ngày đề xuất kết thúc"]),
                "approved": to_day(row["Ngày duyệt kết thúc"]),
                "paper": to_day(row["Ngày giấy hoàn thành cách ly"]),
                "pregnant": row["Mang thai"], "diseases": row["Bệnh nền"],
                "group": group_number(row["Tổ dân phố"]),
            }  # fmt: skip
    return found


# --- the stay itself -------------------------------------------------------------------------


def is_open(stay: dict, day: date) -> bool:
    return stay["closed"] is None or stay["closed"] > day


def state(stay: dict, day: date) -> str:
    if not is_open(stay, day):
        return "closed"
    if stay["end"] and stay["end"] < day:
        return "awaiting_release"
    return "in_quarantine" if stay["first"] <= day else "not_started"


def has_begun(stay: dict, day: date) -> bool:
    return state(stay, day) in ("in_quarantine", "awaiting_release")


# --- the rules, as typed from the documents ----------------------------------------------------


def six_months_before(day: date) -> date:
    month, year = day.month - 6, day.year
    if month < 1:
        month, year = month + 12, year - 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def is_fully_dosed(stay: dict) -> bool:
    return stay["doses"] >= 2 and stay["dose"] <= stay["first"] - timedelta(14)


def rule(stay: dict, day: date) -> tuple[str, date | None, list[date]]:
    """The document, the last day, the test days. No stay of the demo knows an earlier recovery."""
    first = stay["first"]
    if stay["type"] == "F1":
        is_short = first >= date(2021, 12, 16) and is_fully_dosed(stay)
        if is_short and stay["dose"] >= six_months_before(first):
            return "10696", first + timedelta(6), [first, first + timedelta(6)]
        return "5599", first + timedelta(13), [first, first + timedelta(6), first + timedelta(13)]
    if first < date(2021, 12, 28):
        return "", None, []
    tenth = stay["positive"] + timedelta(9)
    if first < date(2022, 1, 28):
        return "28/12", tenth, [tenth]
    seventh = stay["positive"] + timedelta(6)
    still_positive = any(
        result == "Dương tính" and sample >= seventh for sample, result in samples(stay, day)
    )
    if not still_positive:
        return "250", seventh, [seventh]
    longer = 10 if is_fully_dosed(stay) else 14
    return "250", stay["positive"] + timedelta(longer - 1), [seventh]


def samples(stay: dict, day: date) -> list[tuple[date, str]]:
    rows = of_case("tests", "Mã ca").get(stay["code"], [])
    found = [(to_day(row["Ngày lấy mẫu"]), row["Kết quả"]) for row in rows]
    return [(sample, result) for sample, result in found if sample <= day]


def test_days(stay: dict, day: date) -> list[date]:
    document, last, days = rule(stay, day)
    if not days or stay["end"] is None or stay["end"] <= days[-1]:
        return days
    if document == "250" and last > days[-1]:
        return days
    was_positive = any(
        result == "Dương tính" and days[-1] <= sample < stay["end"]
        for sample, result in samples(stay, day)
    )
    return [*days, stay["end"]] if was_positive else days


def test(stay: dict, day: date) -> tuple[str, date | None]:
    if state(stay, day) == "closed":
        return "none", None
    days = test_days(stay, day)
    reached = [each for each in days if each <= day]
    if not days:
        return "none", None
    if not reached:
        return "waiting", days[0]
    due = reached[-1]
    for sample, result in samples(stay, day):
        if sample >= due and result != "Không hợp lệ":
            return "taken", due
    return ("due" if due == day else "overdue"), due


def differs_from_rule(stay: dict, day: date) -> bool:
    _document, last, _days = rule(stay, day)
    if state(stay, day) == "closed" or not stay["typed_start"] or not stay["end"]:
        return False
    return last is not None and last != stay["end"]


# --- people: seen, in danger, ready --------------------------------------------------------------


def visits(stay: dict, day: date) -> list[dict[str, str]]:
    rows = of_case("visits", "Ma ca").get(stay["code"], [])
    return [row for row in rows if to_day(row["Thoi diem giam sat"]) <= day]


@cache
def seen_on(day: date) -> set[str]:
    return seen_on_day(day)


def days_unseen(stay: dict, day: date) -> int:
    seen = [to_day(v["Thoi diem giam sat"]) for v in visits(stay, day) if v["Ket qua"] in SEEN]
    return (day - max([stay["first"], *seen])).days


def is_lost(stay: dict, day: date) -> bool:
    if not has_begun(stay, day) or days_unseen(stay, day) < 3:
        return False
    last = day - timedelta(days_unseen(stay, day))
    tried = {
        to_day(v["Thoi diem giam sat"]) for v in visits(stay, day) if v["Ket qua"] == "Không gặp"
    }
    return len([each for each in tried if each >= last]) >= 2


def age(stay: dict, day: date) -> int:
    born = stay["birthday"]
    if born:
        had_birthday = (day.month, day.day) >= (born.month, born.day)
        return day.year - born.year if had_birthday else day.year - born.year - 1
    return day.year - stay["born"] if stay["born"] else 18


def in_danger(stay: dict, day: date) -> bool:
    if state(stay, day) == "closed":
        return False
    seen = [visit for visit in visits(stay, day) if visit["Ket qua"] in SEEN]
    if not seen:
        return False
    last = max(seen, key=lambda v: (to_day(v["Thoi diem giam sat"]), v["Thoi diem giam sat"][11:]))
    years, breaths = age(stay, day), int(last["Nhip tho (lan/phut)"] or 0)
    pulse = int(last["Mach (lan/phut)"] or 60)
    signs = [
        int(last["SpO2 (%)"] or 100) < 96,
        years >= 18 and breaths >= 21,
        1 <= years <= 4 and breaths >= 40,
        5 <= years <= 11 and breaths >= 30,
        pulse > 120 or pulse < 50,
        any(word in last["Trieu chung"].lower() for word in DANGEROUS),
    ]
    return any(signs) and last["Xu ly"] != "Chuyển viện"


def may_go(stay: dict, day: date) -> bool | None:
    """None: no rule says. Asked on and after the last day only."""
    document, last, days = rule(stay, day)
    if in_danger(stay, day) or (last and last > day):
        return False
    if not document:
        return None
    results = samples(stay, day)
    if stay["type"] == "F1" and any(result == "Dương tính" for _sample, result in results):
        return False
    if document == "250" and last > days[-1]:
        return True
    decided = [r for r in results if r[0] >= days[-1] and r[1] in ("Âm tính", "Dương tính")]
    if not decided:
        return False
    latest = max(sample for sample, _result in decided)
    return all(result == "Âm tính" for sample, result in decided if sample == latest)


# --- doors -----------------------------------------------------------------------------------


@cache
def behind(home: str) -> list[dict]:
    return [stay for stay in stays().values() if stay["home"] == home]


def open_behind(home: str, day: date) -> list[dict]:
    return [s for s in behind(home) if s["reported"] <= day and is_open(s, day)]


def sign_up(home: str, day: date) -> tuple[date, date] | None:
    found = None
    for row in of_case("signs", "Mã hộ").get(home, []):
        posted, removed = to_day(row["Ngày treo biển"]), to_day(row["Ngày gỡ biển"])
        if posted <= day and (removed is None or removed > day):
            found = (
                to_day(row["Ngày bắt đầu ghi trên biển"]),
                to_day(row["Ngày kết thúc ghi trên biển"]),
            )
    return found


def sign(home: str, day: date) -> str:
    inside = [stay for stay in open_behind(home, day) if stay["first"] <= day]
    up = sign_up(home, day)
    if not inside:
        return "to_remove" if up else "none"
    if any(stay["end"] is None for stay in inside):
        return "no_end"
    if up is None:
        return "to_post"
    latest, first = max(s["end"] for s in inside), min(s["first"] for s in inside)
    return "right" if up[1] == latest and up[0] <= first else "to_replace"


def last_appraisal(home: str, day: date) -> dict[str, str] | None:
    made = [
        row
        for row in of_case("appraisals", "Mã hộ").get(home, [])
        if to_day(row["Ngày thẩm định"]) <= day
    ]
    return made[-1] if made else None


def appraisal(home: str, day: date) -> str:
    inside, last = open_behind(home, day), last_appraisal(home, day)
    if not inside:
        return "none"
    if last is None:
        return "missing"
    if any(stay["reported"] > to_day(last["Ngày thẩm định"]) for stay in inside):
        return "outdated"
    again = to_day(last["Ngày thẩm định lại"])
    return "review_due" if again and again <= day else "fresh"


def unmet(home: str, day: date) -> bool:
    last = last_appraisal(home, day)
    if last is None:
        return False
    for row in table("requests"):
        if row["Mã thẩm định"] == last["Mã thẩm định"]:
            delivered = to_day(row["Thời điểm giao"])
            if to_day(row["Thời điểm yêu cầu"]) <= day and (not delivered or delivered > day):
                return True
    return False


def breach_open(home: str, day: date) -> bool:
    for row in of_case("inspections", "Mã hộ").get(home, []):
        resolved = to_day(row["Ngày khắc phục"])
        is_found = row["Kết quả"] == "Vi phạm" and to_day(row["Thời điểm kiểm tra"]) <= day
        if is_found and (resolved is None or resolved > day):
            return True
    return False


def alarmed(home: str, day: date) -> bool:
    looked = [
        to_day(row["Thời điểm kiểm tra"]) for row in of_case("inspections", "Mã hộ").get(home, [])
    ]
    until = max([each for each in looked if each <= day], default=date(2000, 1, 1))
    for stay in open_behind(home, day):
        for visit in visits(stay, day):
            is_alarm = visit["Y kien lang gieng"] == "Báo động"
            if is_alarm and to_day(visit["Thoi diem giam sat"]) > until:
                return True
    return False


def doors(day: date) -> dict[str, str]:
    """Sign of every home of the ward's list."""
    return {row["household_id"]: sign(row["household_id"], day) for row in table("households")}


# --- the whole life of a stay ----------------------------------------------------------------

ORDER = (
    "checked", "appraised", "signed", "tested", "reviewed", "proposed", "approved", "closed",
    "paper", "sign_down", "watched",
)  # fmt: skip


def said_of_home_care(stay: dict, day: date) -> str:
    """The file's own word, once its day has come."""
    return stay["eligible"] if (stay["checked"] or stay["reported"]) <= day else ""


def steps(stay: dict, day: date) -> dict[str, str]:
    now, found = state(stay, day), {"opened": "done"}
    found["checked"] = "not_needed"
    if stay["type"] == "F0":
        found["checked"] = "done" if said_of_home_care(stay, day) == "Có" else "due"
    found["appraised"] = "done" if appraisal(stay["home"], day) == "fresh" else "due"
    at_door = sign(stay["home"], day)
    found["signed"] = {"to_post": "due", "to_replace": "due", "no_end": "waiting"}.get(
        at_door, "done"
    )
    if now == "not_started":
        found["signed"] = "waiting"
    found["watched"] = "waiting"
    if has_begun(stay, day):
        found["watched"] = "done" if stay["code"] in seen_on(day) else "due"
    found["tested"] = {
        "none": "not_needed", "waiting": "waiting", "taken": "done", "due": "due",
        "overdue": "late",
    }[test(stay, day)[0]]  # fmt: skip
    found["reviewed"] = "waiting"
    if has_begun(stay, day) and stay["end"] and stay["end"] <= day:
        found["reviewed"] = "done" if may_go(stay, day) else "due"
    for step, before in (
        ("proposed", "reviewed"),
        ("approved", "proposed"),
        ("closed", "approved"),
    ):
        if stay[step] and stay[step] <= day:
            found[step] = "done"
        else:
            found[step] = "due" if found[before] == "done" else "waiting"
    if now == "closed":
        found = {step: "done" if said == "done" else "not_needed" for step, said in found.items()}
    found["paper"] = "waiting"
    if now == "closed":
        found["paper"] = "not_needed"
        if stay["reason"] == "Hoàn thành cách ly":
            found["paper"] = "done" if stay["paper"] and stay["paper"] <= day else "due"
    found["sign_down"] = "waiting"
    if now == "closed" and not open_behind(stay["home"], day):
        found["sign_down"] = "due" if at_door == "to_remove" else "done"
    return found


def next_step(stay: dict, day: date) -> str | None:
    said = steps(stay, day)
    for step in ORDER:
        if said[step] in ("due", "late"):
            return step
    return None


def lives(day: date) -> dict[str, tuple[str, str | None, dict[str, str]]]:
    """Every stay known on the day: its state, what comes next, all steps."""
    return {
        code: (state(stay, day), next_step(stay, day), steps(stay, day))
        for code, stay in stays().items()
        if stay["reported"] <= day
    }


def codes(day: date) -> dict[str, set[str]]:
    """The rows behind each figure of stays and doors."""
    known = [stay for stay in stays().values() if stay["reported"] <= day]
    open_ = [stay for stay in known if is_open(stay, day)]
    homes = [row["household_id"] for row in table("households")]

    def people(question) -> set[str]:
        return {stay["code"] for stay in known if question(stay)}

    def places(question) -> set[str]:
        return {home for home in homes if question(home)}

    def is_not_fit(home: str) -> bool:
        last = last_appraisal(home, day)
        is_bad = last is not None and last["Kết luận"] == "Không đủ điều kiện"
        return is_bad and bool(open_behind(home, day))

    return {
        "to_approve": people(lambda s: steps(s, day)["approved"] == "due"),
        "end_differs_from_rule": people(
            lambda s: differs_from_rule(s, day) and not s["change"]
        ),
        "tests_due": people(lambda s: test(s, day)[0] == "due"),
        "tests_overdue": people(lambda s: test(s, day)[0] == "overdue"),
        "danger_signs_open": people(lambda s: in_danger(s, day)),
        "lost_to_follow_up": people(lambda s: is_lost(s, day)),
        "patients_not_checked": {
            s["code"] for s in open_ if s["type"] == "F0" and not said_of_home_care(s, day)
        },
        "patients_not_fit": {
            s["code"]
            for s in open_
            if s["type"] == "F0" and said_of_home_care(s, day) == "Không"
        },
        "stays_completed": {
            s["code"]
            for s in known
            if s["end"] and s["end"] < day and not is_open(s, day)
            and s["reason"] == "Hoàn thành cách ly"
        },
        "homes_not_appraised": places(lambda h: appraisal(h, day) in ("missing", "outdated")),
        "homes_not_fit": places(is_not_fit),
        "support_unmet": places(lambda h: unmet(h, day)),
        "signs_to_post": places(lambda h: sign(h, day) == "to_post"),
        "signs_to_replace": places(lambda h: sign(h, day) == "to_replace"),
        "signs_to_remove": places(lambda h: sign(h, day) == "to_remove"),
        "breaches_open": places(lambda h: breach_open(h, day)),
        "neighbours_alarmed": places(lambda h: alarmed(h, day)),
    }  # fmt: skip
