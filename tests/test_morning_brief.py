"""The morning brief: judged by the right day, said in sentences, named, complete, on one page."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from lib.documents.brief import fitting_size, height, page_height
from lib.indicators.registry import INDICATORS
from lib.reports.brief import _LISTS, _NAMED, morning_brief
from lib.reports.messages import message_numbers
from lib.reports.ward import Ward, ward
from lib.security.actors import demo_actor
from lib.settings import Settings
from lib.store.engine import open_store
from lib.ui.brief import brief_values
from lib.ui.context import PageContext
from lib.ui.messages import teams_text
from tests.demo import recount

CHAIR = demo_actor("vice_chair")
THE_DAY, AFTER_THE_LAST = date(2021, 12, 29), date(2022, 2, 11)
BUSY = [THE_DAY, *(date(2022, 1, 5) + timedelta(days=7 * week) for week in range(6)),
        date(2022, 1, 15), AFTER_THE_LAST]  # fmt: skip
SAID = [i.id for i in INDICATORS.values() if i.is_decision or i.sentence]


def at(day, hour):
    return datetime.combine(day, datetime.min.time()).replace(hour=hour)


def words(store, day, **more):
    actor = more.pop("actor", CHAIR)
    brief = morning_brief(store, actor, day, **more)
    return brief_values(brief, ward(store, actor), PageContext(store, actor, day))


def section(values, name):
    return next(said for title, said in values["sections"] if title.startswith(name))


# --- which day the teams are judged by ---------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "hour", "judged"),
    [
        (THE_DAY, 7, date(2021, 12, 28)), (THE_DAY, 17, date(2021, 12, 28)),
        (THE_DAY, 18, THE_DAY), (AFTER_THE_LAST, 7, date(2022, 2, 10)),
        (AFTER_THE_LAST, 19, date(2022, 2, 10)),
    ],
)  # fmt: skip
def test_before_18_00_and_without_a_visit_the_day_before_judges(demo_store, day, hour, judged):
    assert morning_brief(demo_store, CHAIR, day, now=at(day, hour)).judged_on == judged


@pytest.mark.parametrize("day", [THE_DAY, date(2022, 1, 15), AFTER_THE_LAST], ids=str)
def test_at_seven_each_team_has_yesterdays_misses_and_what_is_overdue(demo_store, day):
    brief = morning_brief(demo_store, CHAIR, day, now=at(day, 7))
    yesterday, team_of = day - timedelta(days=1), recount.support_team_of_group()
    seen, due = recount.seen_on(yesterday), recount.due(yesterday)
    by_id = {team.day.team_id: team for team in brief.teams if team.day}
    told = {id_: team.day.n_seen for id_, team in by_id.items() if team.day.n_seen is not None}
    counted = Counter(team_of[due[code]["group"]] for code in seen & set(due))
    assert told == {id_: counted[id_] for id_ in told}
    assert set(by_id) - set(told) == recount.silent_teams(yesterday)
    stays = recount.due(day)
    late = Counter(team_of[stays[code]["group"]] for code in recount.not_seen_2_days(day))
    assert {id_: team.n_unseen for id_, team in by_id.items() if team.n_unseen} == late


@pytest.mark.parametrize("day", BUSY, ids=str)
def test_what_is_overdue_by_team_adds_up_to_the_figures(demo_store, day):
    brief = morning_brief(demo_store, CHAIR, day)
    figures = brief.figures
    assert sum(t.n_unseen for t in brief.teams) == figures["not_seen_2_days"].figure.numerator
    assert sum(t.n_untested for t in brief.teams) == figures["tests_overdue"].figure.numerator


def test_the_page_says_the_hour_and_the_teams_day(demo_store):
    values = words(demo_store, AFTER_THE_LAST, now=at(AFTER_THE_LAST, 7))
    assert values["day"] == "Tính đến 11/02/2022 07:00"
    teams = section(values, "Các tổ, ngày 10/02/2022")
    assert teams[1] == "Đã gặp 95 trên 114 người cần giám sát."
    assert any(said.startswith("Tổ hỗ trợ số 3: chưa gặp 5 trên 22 người") for said in teams)
    assert not any("chưa có số liệu" in said for said in teams)
    closed = words(demo_store, THE_DAY, now=at(THE_DAY, 7) + timedelta(days=9))
    assert closed["day"] == "Tính đến hết ngày 29/12/2021"


def test_the_message_to_the_teams_is_of_the_same_day(demo_store):
    numbers = message_numbers(demo_store, CHAIR, AFTER_THE_LAST, now=at(AFTER_THE_LAST, 7))
    text = teams_text(numbers, "11/02/2022")
    assert "Ngày 10/02/2022:" in text
    assert "Đã gặp 95 trên 114 người cần giám sát." in text
    evening = message_numbers(demo_store, CHAIR, THE_DAY, now=at(THE_DAY, 19))
    assert "Đã gặp 133 trên 151" in teams_text(evening, "29/12/2021")


# --- sentences ---------------------------------------------------------------------------------


@pytest.mark.parametrize("id_", SAID)
def test_every_decision_has_a_sentence_that_its_figure_fills(demo_store, id_):
    figure = morning_brief(demo_store, CHAIR, THE_DAY).figures[id_].figure
    sentence = INDICATORS[id_].sentence
    assert "{n}" in sentence
    assert ("{total}" in sentence) == (figure.denominator is not None)


def test_a_number_is_said_once_and_a_zero_is_said(demo_store):
    values = words(demo_store, AFTER_THE_LAST)
    gatherings = section(values, "Cấp độ 3")[1]
    assert gatherings == "0 trên 2 sự kiện đông người trước và sau ngày này vượt quy định."
    assert "mất theo dõi" in section(values, "Việc cần quyết định")[-1]
    happened = " ".join(section(values, "Từ 18 giờ"))
    assert "0 người chuyển bệnh viện, 0 người tử vong," in happened


@pytest.mark.parametrize(
    ("level", "since", "day", "title"),
    [
        (3, "2021-12-27T06:00", THE_DAY, "Cấp độ 3"), (2, "2021-12-27", THE_DAY, "Cấp độ 2"),
        (3, "2021-12-27T06:00", date(2021, 12, 1), "Biện pháp phòng, chống dịch"),
        (None, None, THE_DAY, "Biện pháp phòng, chống dịch"),
    ],
)  # fmt: skip
def test_the_level_is_the_declared_one(demo_store, level, since, day, title):
    said = Ward(ward_name="X", declared_level=level, level_from_at=since)
    context = PageContext(demo_store, CHAIR, day)
    values = brief_values(morning_brief(demo_store, CHAIR, day), said, context)
    assert title in [name for name, _said in values["sections"]]
    is_known = "Cấp độ" in values["heading"][1] and "từ" in values["heading"][1]
    assert is_known == title.startswith("Cấp độ")


# --- who is meant ------------------------------------------------------------------------------


def test_every_open_decision_about_somebody_names_people_or_doors(demo_store):
    brief = morning_brief(demo_store, CHAIR, THE_DAY)
    open_ = {id_ for id_ in _NAMED if brief.figures[id_].figure.numerator}
    assert {"neighbours_alarmed", "tests_overdue", "carers_out", "to_approve", "homes_not_fit",
            "breaches_open"} <= open_  # fmt: skip
    assert {id_: len(names) for id_, names in brief.names.items()} == {
        id_: brief.figures[id_].figure.numerator for id_ in open_
    }
    assert all(name.endswith(")") for names in brief.names.values() for name in names)
    assert {"neighbours_alarmed", "tests_overdue"} <= {
        view.indicator.id for view in brief.overview.decisions
    }
    assert morning_brief(demo_store, demo_actor("administrator"), THE_DAY).names == {}


# --- what is missing ---------------------------------------------------------------------------


@pytest.fixture
def empty_store(tmp_path):
    opened = open_store(Settings(tmp_path / "ward", is_demo=True))
    yield opened
    opened.close()


def test_an_empty_ward_is_told_which_lists_are_missing(empty_store):
    values = words(empty_store, THE_DAY)
    assert len(morning_brief(empty_store, CHAIR, THE_DAY).missing) == len(_LISTS)
    missing = section(values, "Số liệu còn thiếu")[0]
    assert "lượt kiểm tra" in missing
    assert "người chưa tiêm" in missing
    assert section(values, "Chưa tiêm mũi 1") == ["Chưa có số liệu."]
    numbers = [said for _name, sentences in values["sections"] for said in sentences]
    assert not any("0 trên" in said or "Không có" in said for said in numbers)


def test_the_demo_misses_no_list(demo_store):
    assert morning_brief(demo_store, CHAIR, THE_DAY).missing == []


# --- one page ----------------------------------------------------------------------------------


@pytest.mark.parametrize("day", BUSY, ids=str)
def test_a_busy_day_fits_on_one_page_in_a_size_that_can_be_read(demo_store, day):
    values = words(demo_store, day)
    opening = [*values["heading"], values["title"], values["day"]]
    said = opening, values["sections"], values["footer"]
    size = fitting_size(*said)
    assert size >= 8.5
    assert height(size, *said) <= page_height()
    tasks = section(values, "Nhiệm vụ đến hạn")
    assert len(tasks) <= 7


def test_more_than_a_page_is_set_in_the_least_size():
    sections = [("x", ["x" * 200] * 90)]
    assert fitting_size(["x"], sections, "x") == 8.5
