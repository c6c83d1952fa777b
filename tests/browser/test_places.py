"""Vaccination, level 3 and the map."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import DARK, PHONE, settled
from tests.browser.screen import cells, choose, figure_value, grids, row_count, widget

DAY = "2021-12-29"


def test_the_114_by_group(open_page, figures):
    page, told = open_page("vaccination", as_of=DAY), figures(DAY)["unvaccinated_remaining"]
    assert figure_value(page, "vaccination.figure", "unvaccinated_remaining") == "114"
    assert row_count(grids(page).last) == 114
    choose(page, "vaccination.group", "Tổ 5")
    page.keyboard.press("Escape")
    settled(page)
    assert row_count(grids(page).last) == told["by_group"]["TDP05"]


def test_what_breaks_level_3_stands_first(open_page, figures):
    page, told = open_page("compliance", as_of=DAY), figures(DAY)
    for id_ in ("gatherings_over_limit", "venues_open"):
        assert figure_value(page, "compliance.figure", id_) == str(told[id_]["value"])
    verdicts = grids(page).first.locator("tbody tr").first.inner_text()
    assert "tối đa 20" in verdicts or "không được" in verdicts
    expect(page.get_by_text("2557").first).to_be_visible()


@pytest.mark.parametrize("look", [{}, DARK], ids=["light", "dark"])
def test_the_map_is_drawn_without_internet(open_page, look):
    page = open_page("map", look=look, as_of=DAY)
    shapes = page.frame_locator("iframe").locator("path.leaflet-interactive")
    expect(shapes).to_have_count(23)
    sizes = shapes.evaluate_all("paths => paths.map(p => p.getBoundingClientRect().width)")
    assert all(width > 10 for width in sizes)
    fills = set(shapes.evaluate_all("paths => paths.map(p => p.getAttribute('fill'))"))
    assert len(fills) >= 4


def test_a_click_on_a_group_shows_its_rows(open_page, figures):
    page, told = open_page("map", as_of=DAY), figures(DAY)["in_quarantine_f0"]["by_group"]
    choose(page, "map.indicator", "F0 đang cách ly tại nhà")
    shapes = page.frame_locator("iframe").locator("path.leaflet-interactive")
    expect(shapes).to_have_count(23)
    seen = set()
    for turn in (0, 7):
        shapes.nth(turn).hover()
        tooltip = page.frame_locator("iframe").locator(".leaflet-tooltip").inner_text()
        name, count = re.search(r"Tổ dân phố\s+(Tổ (\d+))\s", tooltip).groups()
        shapes.nth(turn).click()
        expect(widget(page, "map.group").locator("input")).to_have_value(name)
        settled(page)
        assert row_count(grids(page).last) == told.get(f"TDP{int(count):02}", 0)
        seen.add(name)
    assert len(seen) == 2


@pytest.mark.parametrize("look", [{}, PHONE], ids=["desktop", "phone"])
def test_the_whole_ward_fills_its_frame(open_page, look):
    page = open_page("map", look=look, as_of=DAY)
    frame = page.frame_locator("iframe")
    expect(frame.locator("path.leaflet-interactive")).to_have_count(23)
    ward = "svg g:has(> path.leaflet-interactive)"
    box, around = frame.locator(ward).first.bounding_box(), page.locator("iframe").bounding_box()
    assert box["y"] >= around["y"]
    assert box["y"] + box["height"] <= around["y"] + around["height"]
    assert box["height"] > 0.55 * around["height"]
    shape = frame.locator("path.leaflet-interactive").nth(8)
    shape.click()
    style = shape.evaluate(
        "path => [getComputedStyle(path).outlineStyle, getComputedStyle(path).strokeWidth]"
    )
    assert style == ["none", "4px"]
    frame.locator("path.leaflet-interactive").nth(17).hover()  # left of the middle
    told = frame.locator(".leaflet-tooltip").bounding_box()
    assert told["x"] >= around["x"]
    assert told["x"] + told["width"] <= around["x"] + around["width"]


def test_a_map_without_room_waits_until_it_has_some(open_page):
    page = open_page("map", as_of=DAY)
    frame, around = page.frame_locator("iframe"), page.locator("iframe")
    expect(frame.locator("path.leaflet-interactive")).to_have_count(23)
    ward = frame.locator("svg g:has(> path.leaflet-interactive)").first
    before = ward.bounding_box()
    for width in ("0px", "20px", ""):
        around.evaluate(
            "(frame, width) => new Promise(drawn => { frame.style.width = width;"
            "frame.contentWindow.requestAnimationFrame(() => setTimeout(drawn, 100)); })",
            width,
        )
    assert ward.bounding_box() == before


def test_the_map_changes_with_the_indicator(open_page):
    page = open_page("map", as_of=DAY)
    shapes = page.frame_locator("iframe").locator("path.leaflet-interactive")
    expect(shapes).to_have_count(23)
    before = shapes.evaluate_all("paths => paths.map(p => p.getAttribute('fill'))")
    choose(page, "map.indicator", "Chưa tiêm mũi 1")
    expect(shapes).to_have_count(23)
    page.wait_for_function(
        "before => { const paths = [...document.querySelector('iframe').contentDocument"
        ".querySelectorAll('path.leaflet-interactive')].map(p => p.getAttribute('fill'));"
        "return paths.length === 23 && String(paths) !== String(before); }",
        arg=before,
    )
    numbers = [int(text) for text in cells(grids(page).first, 2)]
    assert numbers == sorted(numbers, reverse=True)
