"""Making the example company: whole, once, in one batch, and the same for the same day."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.clock import moment
from core.customers.api import create_customer, get_customer_by_number
from core.customers.views import CustomerDraft
from core.database.searching.index_tables import BESIDE
from core.demo import history
from core.demo.api import fill_with_example
from core.demo.customers import CHUNK
from core.demo.history import COMPANY, DAYS, USERS
from core.demo.prepare import prepare
from core.errors import Invalid, Refused
from core.local import LocalRegister, open_local
from core.people.api import list_users
from core.places import sqlite_url
from core.records.api import check_register, take_ids
from core.settings.api import get_settings
from tests.conftest import OpenAs, StandingClock

TODAY = date(2026, 11, 24)
CUSTOMERS = CHUNK + 20
# What is by chance even in two examples of one day.
BY_CHANCE = {"operation_id", "session", "epoch"}


async def test_it_fills_an_empty_register_in_one_batch_and_the_check_finds_nothing_wrong(
    register: LocalRegister, register_file: Path
) -> None:
    assert await register(fill_with_example, CUSTOMERS) == CUSTOMERS
    assert await register(check_register) == ()
    with closing(sqlite3.connect(register_file)) as connection:
        batches = connection.execute("SELECT batch FROM change_set WHERE operation = 'demo.fill'").fetchall()
    assert len(batches) == 2
    assert len(set(batches)) == 1


async def test_it_refuses_a_register_that_has_customers(register: LocalRegister) -> None:
    first, _last = await register(take_ids, 1)
    await register(create_customer, CustomerDraft(id=first, name="Brf Ekbacken"))
    with pytest.raises(Invalid) as refused:
        await register(fill_with_example, 1)
    assert [fault.code for fault in refused.value.faults] == ["demo.not_empty"]


@pytest.mark.parametrize("customers", [0, -1, 1_000_001])
async def test_it_refuses_numbers_out_of_range(register: LocalRegister, customers: int) -> None:
    with pytest.raises(Invalid) as refused:
        await register(fill_with_example, customers)
    assert [fault.code for fault in refused.value.faults] == ["demo.customers"]


async def test_only_an_administrator_may(open_as: OpenAs) -> None:
    per = await open_as("per")
    with pytest.raises(Refused):
        await per(fill_with_example, 1)


async def test_the_whole_example_has_users_settings_and_a_year_of_changes(tmp_path: Path, clock: StandingClock) -> None:
    url = sqlite_url(tmp_path / "example.sqlite")
    await prepare(url, login="karin", customers=CUSTOMERS, today=TODAY)
    register = await open_local(url, user="karin", session="test", clock=clock)
    try:
        assert await register(check_register) == ()
        assert {user.login for user in await register(list_users)} == {"karin", *USERS}
        assert (await register(get_settings)).company_name == COMPANY
        assert (await register(get_customer_by_number, "10001")).name
    finally:
        await register.close()
    with closing(sqlite3.connect(tmp_path / "example.sqlite")) as connection:
        changed = connection.execute(
            "SELECT u.login, s.at, s.made_at FROM change_set s JOIN user u ON u.id = s.actor"
            " WHERE s.operation = 'customers.change' ORDER BY s.seq"
        ).fetchall()
        fields = connection.execute("SELECT count(*) FROM change WHERE kind = 'changed'").fetchone()[0]
    assert set(Counter(login for login, _at, _made_at in changed)) == set(USERS)
    assert fields >= 150
    days = [moment(at).date() for _login, at, _made_at in changed]
    assert days == sorted(days)
    assert all(TODAY - timedelta(days=DAYS) <= day < TODAY for day in days)
    assert all(at == made_at for _login, at, made_at in changed)


async def test_two_examples_of_one_day_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "CHANGED_CARDS", 15)
    for name in ("one", "two"):
        await prepare(sqlite_url(tmp_path / f"{name}.sqlite"), login="karin", customers=60, today=TODAY)
    assert dump(tmp_path / "one.sqlite") == dump(tmp_path / "two.sqlite")


async def test_the_customers_are_the_same_on_every_day_and_the_changes_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "CHANGED_CARDS", 5)
    for day in (TODAY, TODAY + timedelta(days=40)):
        await prepare(sqlite_url(tmp_path / f"{day}.sqlite"), login="karin", customers=60, today=day)
    one, two = (dump(tmp_path / f"{day}.sqlite") for day in (TODAY, TODAY + timedelta(days=40)))
    assert [row["number"] for row in one["customer"]] == [row["number"] for row in two["customer"]]
    assert [row["name"] for row in one["customer"]] == [row["name"] for row in two["customer"]]
    assert one["change"] != two["change"]


OTHERS = {"receipt", "search_state"} | BESIDE
"""Tables that no two registers have alike: ids of calls, the generation of the index, and the index itself."""


def dump(path: Path) -> dict[str, list[dict[str, object]]]:
    """Return every row of every table, without what is by chance."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        tables = {
            name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names if name not in OTHERS
        }
    return {
        name: [{key: row[key] for key in tuple(row.keys()) if key not in BY_CHANCE} for row in rows]
        for name, rows in tables.items()
    }
