"""How a test finds things on the screen: by a widget's key, by an indicator's id."""

from playwright.sync_api import Locator, Page

from tests.browser.chromium import settled

_SCROLLED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
FIRST_ROW, ROW_HEIGHT, CHECKBOX = 52, 35, 18  # px inside a grid


def widget(page: Page, key: str) -> Locator:
    """Streamlit writes the key of a widget into the class of its container."""
    return page.locator(f".st-key-{key.replace('.', '-')}").first


def card(page: Page, place: str, indicator: str) -> Locator:
    """The innermost block that holds the button of this figure."""
    button = page.locator(f".st-key-{place.replace('.', '-')}-{indicator}")
    return page.locator('[data-testid="stVerticalBlock"]').filter(has=button).last


def figure_value(page: Page, place: str, indicator: str) -> str:
    value = card(page, place, indicator).locator("[class*=st-key-number-] strong").inner_text()
    return value.strip()


def grids(page: Page) -> Locator:
    return page.locator('[data-testid="stDataFrame"]:visible')


def row_count(grid: Locator) -> int:
    """Rows without the heading, from the table that screen readers are given."""
    return int(grid.locator("table").get_attribute("aria-rowcount") or 0) - 1


def cells(grid: Locator, column: int) -> list[str]:
    """The first rows of a column, as far as the grid has drawn them."""
    grid.locator("tbody td").first.wait_for(state="attached")
    return grid.locator(f'tbody td[aria-colindex="{column}"]').all_inner_texts()


def tick_row(page: Page, grid: Locator, row: int = 0) -> None:
    y = FIRST_ROW + ROW_HEIGHT * row
    grid.click(position={"x": CHECKBOX, "y": y})
    settled(page)


def choose(page: Page, key: str, text: str) -> None:
    """One option of a list to choose from, by what it says."""
    box = widget(page, key).locator("input")
    box.scroll_into_view_if_needed()
    page.evaluate(_SCROLLED)  # a list that has opened is closed again by what still scrolls
    box.click()
    page.get_by_role("option", name=text, exact=True).click()
    settled(page)


def fill(page: Page, key: str, text: str) -> None:
    field = widget(page, key).locator("input")
    field.fill(text)
    field.press("Enter")
    settled(page)


def press(page: Page, key: str) -> None:
    widget(page, key).locator("button").click()
    settled(page)
