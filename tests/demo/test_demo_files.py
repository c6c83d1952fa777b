"""The demo ward is what it says: invented, of the announced size, with the planted troubles."""

import csv
import json
import re
import subprocess
import sys
import tomllib
from datetime import date, timedelta

import pytest
import shapely
from shapely.geometry import Point, shape

from tests.demo import recount

DAY = date(2021, 12, 29)
TABLES = (
    "ward", "groups", "households", "teams", "members", "memberships", "team_areas", "cases",
    "visits", "unvaccinated", "venues", "gatherings", "inspections",
)  # fmt: skip
MEGABYTE = 1_000_000


def read(table: str) -> list[dict[str, str]]:
    return recount.rows_of(
        table,
        separator=";" if table == "visits" else ",",
        title_rows=3 if table == "unvaccinated" else 0,
    )


def troubles() -> dict[str, list[str]]:
    """TROUBLES.md as {indicator or finding: codes}."""
    lines = (recount.DEMO / "TROUBLES.md").read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    rows = [row for row in cells if row[2].isdigit()]
    for row in rows:
        assert len(row[1].split(", ")) == int(row[2])
    return {row[0]: row[1].split(", ") for row in rows}


def polygons() -> dict[str, shapely.Polygon]:
    text = (recount.DEMO / "boundaries.geojson").read_text("utf-8")
    features = json.loads(text)["features"]
    assert all(set(feature["properties"]) == {"group_id", "name"} for feature in features)
    return {f["properties"]["group_id"]: shape(f["geometry"]) for f in features}


def test_generating_again_writes_the_same_bytes(tmp_path):
    script = recount.DEMO / "generate.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True)
    written = sorted(path.name for path in tmp_path.iterdir())
    assert {f"{table}.csv" for table in TABLES} < set(written)
    for name in written:
        assert (tmp_path / name).read_bytes() == (recount.DEMO / name).read_bytes(), name


def test_files_look_like_files_from_excel():
    for table in TABLES:
        raw = (recount.DEMO / f"{table}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf"), table
        assert raw.endswith(b"\r\n"), table
    assert (recount.DEMO / "visits.csv").stat().st_size < 1.5 * MEGABYTE
    assert (recount.DEMO / "visits.csv").read_text("utf-8-sig").startswith("Ma ca;")


def test_groups_have_gaps_and_about_23_000_people():
    numbers = [recount.group_number(row["Mã tổ"]) for row in read("groups")]
    assert len(numbers) == len(set(numbers)) == 23
    assert set(numbers) < set(range(1, 31))
    people = [int(row["Số nhân khẩu"]) for row in read("groups")]
    assert all(700 <= n <= 1300 for n in people)
    assert 22_500 <= sum(people) <= 23_500
    assert int(read("ward")[0]["Dân số"]) == sum(people)


def test_head_counts_of_the_groups_agree_with_the_list_of_the_114():
    unvaccinated = recount.unvaccinated_remaining_by_group(DAY)
    for row in read("groups"):
        adults, one_dose = (
            int(row["Số người từ 18 tuổi"]),
            int(row["Từ 18 tuổi đã tiêm ít nhất 1 mũi"]),
        )
        assert adults - one_dose == unvaccinated[recount.group_number(row["Mã tổ"])]
        assert int(row["Từ 50 tuổi đã tiêm đủ liều"]) <= int(row["Số người từ 50 tuổi"]) < adults


def test_polygons_fit_without_gap_or_overlap():
    cells = list(polygons().values())
    assert shapely.coverage_is_valid(cells)
    whole = shapely.union_all(cells)
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
    assert whole.area == pytest.approx(sum(cell.area for cell in cells), rel=1e-9)
    km2 = whole.area * 103.9 * 110.7  # kilometres per degree at 21 degrees north
    assert 3.8 < km2 < 4.2
    for cell in cells:
        assert all(value == round(value, 6) for point in cell.exterior.coords for value in point)


def test_places_lie_in_their_group():
    cells = polygons()
    assert set(cells) == {row["Mã tổ"] for row in read("groups")}
    for row in read("groups"):
        place = Point(float(row["Kinh độ"]), float(row["Vĩ độ"]))
        assert cells[row["Mã tổ"]].contains(place)
    mapped = [row for row in read("households") if row["latitude"]]
    assert 0.75 < len(mapped) / len(read("households")) < 0.85
    for row in mapped:
        place = Point(float(row["longitude"]), float(row["latitude"]))
        assert cells[row["group_id"]].contains(place)
    for row in read("venues"):
        group = f"TDP{recount.group_number(row['Tổ dân phố']):02}"
        assert cells[group].contains(Point(float(row["Kinh độ"]), float(row["Vĩ độ"])))


def test_114_residents_remain_on_the_day_and_fewer_later():
    assert len(recount.residents()) == 114
    assert recount.unvaccinated_remaining(DAY) == 114
    assert 40 < recount.unvaccinated_remaining(date(2022, 2, 10)) < 80
    assert len(recount.unvaccinated_remaining_by_group(DAY)) == 23


def test_about_160_people_are_in_quarantine():
    f0, f1 = recount.in_quarantine_f0(DAY), recount.in_quarantine_f1(DAY)
    assert 70 <= len(f0) <= 90
    assert 150 <= len(f0) + len(f1) <= 170
    assert 880 <= len(read("cases")) <= 950
    for count in (
        recount.starts_today, recount.starts_tomorrow, recount.ends_today, recount.ends_tomorrow
    ):  # fmt: skip
        assert count(DAY), count.__name__


def test_more_people_fall_ill_from_week_to_week():
    days = [date(2021, 12, 7) + timedelta(7 * week) for week in range(9)]
    weeks = [len(recount.new_f0_in_7_days(day)) for day in days]
    assert weeks[0] < weeks[2] < weeks[4] < weeks[6] < weeks[8]
    assert 2 <= weeks[0] / 7 <= 4
    assert 11 <= weeks[-1] / 7 <= 15


def test_planted_troubles_are_found_and_nothing_else():
    listed = {name: set(codes) for name, codes in troubles().items()}
    assert recount.missing_dates(DAY) == listed["missing_dates"]
    assert recount.awaiting_release(DAY) == listed["awaiting_release"]
    assert recount.not_seen_2_days(DAY) == listed["not_seen_2_days"]
    assert recount.silent_teams(DAY) == listed["silent_teams"]
    assert recount.gatherings_over_limit(DAY) == listed["gatherings_over_limit"]
    assert recount.venues_open(DAY) == listed["venues_open"]
    assert recount.venues_unknown(DAY) == listed["venues_open, left out"]
    assert recount.end_before_start() == listed["END_BEFORE_START"]


def test_four_ends_and_one_start_are_missing_and_these_stays_are_open():
    rows = {row["Mã ca"]: row for row in read("cases")}
    missing = [rows[code] for code in troubles()["missing_dates"]]
    assert [bool(row["Ngày kết thúc cách ly"]) for row in missing] == [False] * 4 + [True]
    assert [bool(row["Ngày bắt đầu cách ly"]) for row in missing] == [True] * 4 + [False]
    assert not any(row["Ngày ra khỏi danh sách"] for row in missing)


def test_nobody_refers_to_the_refused_rows():
    refused = set(troubles()["END_BEFORE_START"])
    for row in read("cases"):
        assert row["Mã ca nguồn lây"] not in refused
        assert row["Mã ca F0 sau chuyển"] not in refused
    assert not refused & {row["Ma ca"] for row in read("visits")}


def test_closed_stays_are_complete_and_none_is_closed_on_the_day():
    for row in read("cases"):
        closed = recount.to_day(row["Ngày ra khỏi danh sách"])
        start = recount.to_day(row["Ngày bắt đầu cách ly"])
        end = recount.to_day(row["Ngày kết thúc cách ly"])
        assert bool(closed) == bool(row["Lý do kết thúc"])
        if closed:
            assert start <= closed != DAY
            assert end
        if row["Lý do kết thúc"] == "Hoàn thành cách ly":
            assert closed >= end


def test_someone_who_becomes_f0_has_a_second_stay():
    rows = {row["Mã ca"]: row for row in read("cases")}
    converted = [row for row in rows.values() if row["Mã ca F0 sau chuyển"]]
    assert len(converted) > 50
    for row in converted:
        f0 = rows[row["Mã ca F0 sau chuyển"]]
        assert (row["Diện cách ly"], f0["Diện cách ly"]) == ("F1", "F0")
        assert row["Lý do kết thúc"] == "Chuyển thành F0"
        assert row["Ngày ra khỏi danh sách"] == f0["Ngày bắt đầu cách ly"] == f0["Ngày dương tính"]
        assert row["Họ và tên"] == f0["Họ và tên"]


def test_stays_listed_twice_are_said_and_closed_before_the_day():
    rows = {row["Mã ca"]: row for row in read("cases")}
    (again, old), (others, alike) = (
        (new.split(", "), old) for new, old in troubles().items() if new.startswith("C")
    )
    assert (len(again), len(others)) == (10, 2)
    assert list(rows)[-12:] == again + others
    for code, other in zip(again + others, old + alike, strict=True):
        spelt = ("Họ và tên", "Năm sinh")
        assert [rows[code][name] for name in spelt] != [rows[other][name] for name in spelt]
        assert recount.to_day(rows[code]["Ngày ra khỏi danh sách"]) < date(2021, 12, 23)
    for code, other in zip(others, alike, strict=True):
        assert rows[code]["Mã hộ"] != rows[other]["Mã hộ"]
        assert rows[code]["Năm sinh"] == rows[other]["Năm sinh"]


def test_the_people_due_are_mostly_seen_and_the_rest_the_day_before():
    seen, judged, left_out = recount.visited_today(DAY)
    assert 0.85 <= len(seen) / len(judged) <= 0.90
    assert left_out & set(recount.due(DAY - timedelta(1))) <= recount.seen_on(DAY - timedelta(1))
    planted = set(troubles()["not_seen_2_days"])
    assert judged - planted <= recount.seen_on(DAY) | recount.seen_on(DAY - timedelta(1))


def test_visits_are_made_while_they_are_due():
    for day in (date(2021, 12, 10), DAY, date(2022, 1, 20), date(2022, 2, 10)):
        assert recount.seen_on(day) <= set(recount.due(day))


def test_phones_are_of_the_unassigned_range():
    for table in TABLES:
        for row in read(table):
            for cell in row.values():
                digits = (cell or "").replace(" ", "")
                if re.fullmatch(r"\d{9,}", digits):
                    assert re.fullmatch(r"0190\d{6}|02400000000", digits), table


def test_addresses_are_invented():
    words = tomllib.loads((recount.DEMO / "names.toml").read_text("utf-8"))["address"]
    invented = {*words["streets"], words["estate"]}
    assert {row["street"] for row in read("households")} <= invented
    for table in ("cases", "unvaccinated"):
        assert {row["Đường, phố"] for row in read(table)} <= invented
    for row in read("gatherings"):
        place = row["Địa điểm"]
        assert not re.search(r"Phố|Đường", place) or any(s in place for s in words["streets"])


def test_groups_are_written_as_teams_write_them():
    spellings = {re.sub(r"\d+", "#", row["Tổ dân phố"]) for row in read("cases")}
    assert {"Tổ #", "TDP #", "#", "TDP số #"} <= spellings


def test_inspections_agree_with_the_limits():
    for row in read("inspections"):
        people, delegation = row["Số người có mặt"], row["Số người trong đoàn"]
        is_breach = row["Kết quả"] == "Vi phạm"
        if row["Biện pháp"] == "Số người dự đám hiếu":
            assert is_breach == (int(people) > 20)
        if row["Biện pháp"] == "Số người một đoàn viếng":
            assert is_breach == (int(delegation) > 5)
        if row["Biện pháp"] == "Cơ sở dừng hoạt động":
            assert is_breach == (row["Đang hoạt động"] == "Có")
        if row["Biện pháp"] == "Tụ tập ngoài trời":
            assert is_breach == (int(people) > 9)


def test_references_point_to_rows():
    households = {row["household_id"] for row in read("households")}
    teams = {row["Mã tổ công tác"] for row in read("teams")}
    members = {row["Mã thành viên"] for row in read("members")}
    cases = {row["Mã ca"] for row in read("cases")}
    venues = {row["Mã cơ sở"] for row in read("venues")}
    assert {row["Mã hộ"] for row in read("cases")} <= households
    assert {row["Ma ca"] for row in read("visits")} <= cases
    assert {row["Ma to cong tac"] for row in read("visits")} <= teams
    assert {row["Ma thanh vien"] for row in read("visits")} <= members | {""}
    assert {row["Mã cơ sở"] for row in read("inspections")} <= venues | {""}
    assert set(recount.support_team_of_group()) == {
        recount.group_number(row["Mã tổ"]) for row in read("groups")
    }


def test_python_of_the_generator_is_ascii():
    for path in recount.DEMO.rglob("*.py"):
        assert path.read_bytes().isascii(), path.name


def test_no_cell_is_a_formula():
    for table in TABLES:
        text = (recount.DEMO / f"{table}.csv").read_text("utf-8-sig")
        for row in csv.reader(text.splitlines()):
            assert not any(cell.startswith(("=", "@")) for cell in row)
