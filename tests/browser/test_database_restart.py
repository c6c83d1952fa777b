"""The database server goes away in the middle of something and comes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from lib.actions.accounts import open_first_administrator
from lib.settings import Settings, now, with_driver
from lib.store.accounts import change_account, list_accounts
from lib.store.engine import Store, open_store
from lib.store.problems import StoreProblem
from tests.browser.chromium import settled
from tests.browser.server import running_server
from tests.browser.test_gate import GOOD, ask
from tests.postgresql import Cluster, running_postgresql

NAME, OTHER = "Chị Trưởng", "Anh Khác"


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A server of this test's own, which it may stop."""
    with running_postgresql(()) as started:
        yield started


@pytest.fixture
def ward(cluster: Cluster, tmp_path: Path) -> Iterator[Store]:
    settings = Settings(tmp_path / "ward", is_demo=False, server_url=with_driver(cluster.address))
    store = open_store(settings)
    open_first_administrator(store, "sep", NAME, GOOD, GOOD, now=now())
    yield store
    store.close()


def names(store: Store) -> list[str]:
    with store.read() as conn:
        return [account.name for account in list_accounts(conn, store.ward_id)]


def test_a_write_that_lost_its_server_changed_nothing(cluster: Cluster, ward: Store) -> None:
    (boss,) = ward_accounts(ward)

    def rename() -> None:
        with ward.write() as conn:
            change_account(conn, ward.ward_id, boss, {"name": OTHER})
            cluster.stop()
            conn.execute(sa.text("SELECT 1"))

    with pytest.raises(StoreProblem) as lost:
        rename()
    assert lost.value.code == "STORE_UNREACHABLE"
    with pytest.raises(StoreProblem) as away:
        names(ward)
    assert away.value.code == "STORE_UNREACHABLE"
    cluster.start()
    assert names(ward) == [NAME]  # by connections that were open before, and died
    with ward.write() as conn:
        change_account(conn, ward.ward_id, boss, {"name": OTHER})
    assert names(ward) == [OTHER]


def ward_accounts(store: Store) -> list[str]:
    with store.read() as conn:
        return [account.account_id for account in list_accounts(conn, store.ward_id)]


def test_a_server_without_its_database_says_so_and_goes_on(
    cluster: Cluster, ward: Store, new_page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is signed out, nobody is shown an error of the program, nothing is restarted."""
    monkeypatch.setenv("DATABASE_URL", cluster.address)
    with running_server(tmp_path / "data", tmp_path / "server.log") as server:
        page = new_page()
        page.context.clear_cookies()
        page.goto(f"{server.url}/sign-in")
        page.locator("input[name=login]").fill("sep")
        page.locator("input[name=password]").fill(GOOD)
        page.get_by_role("button").click()
        settled(page)
        cookie = "; ".join(f"{c['name']}={c['value']}" for c in page.context.cookies())
        cluster.stop()
        status, _headers, body = ask(server, "/", Cookie=cookie)
        assert status == 503
        assert "máy chủ cơ sở dữ liệu" in body.decode().lower()
        assert ask(server, "/sign-in")[0] == 503
        page.get_by_role("link", name="Tài khoản", exact=True).first.click()
        expect(page.get_by_test_id("stAlert").first).to_contain_text("cơ sở dữ liệu")
        cluster.start()
        page.reload()
        settled(page)
        expect(page.get_by_text(NAME).first).to_be_visible()
        assert ask(server, "/", Cookie=cookie)[0] == 200
    assert "Traceback" not in server.log.read_text("utf-8")
