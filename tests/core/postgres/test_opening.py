"""Opening a register in PostgreSQL: empty databases, those of others, addresses, passwords, several hosts."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote

import psycopg
import pytest

import core.database
from core.database.postgres.engine import connect
from core.database.revision import REVISION
from core.database.store import store_of
from core.errors import Broken, KundkortError, Outdated, SignedOut, Unavailable
from core.local import LocalRegister, open_local
from core.people.api import list_users, me
from core.records.api import check_register
from core.words import error_text
from tests.conftest import StandingClock
from tests.core.customers.making import make
from tests.postgres import LOCKED, PASSWORD, administering, own_database, url_of


@pytest.fixture
def empty_url(postgres_server: str) -> Iterator[str]:
    """Return the URL of a database without any table."""
    with own_database(postgres_server, like="template0") as url:
        yield url


async def opening(url: str, clock: StandingClock, user: str = "anna", *, upgrade: bool = False) -> LocalRegister:
    """Open a register."""
    return await open_local(url, user=user, session="s", clock=clock, upgrade=upgrade)


def execute(url: str, *statements: str) -> None:
    """Do something to a database behind the register's back."""
    with closing(connect(url, writing=True)) as connection:
        for statement in statements:
            connection.execute(statement.encode())
        connection.commit()


async def refused(url: str, clock: StandingClock) -> KundkortError:
    """Return why a register does not open."""
    with pytest.raises(KundkortError) as caught:
        await opening(url, clock)
    return caught.value


async def test_an_empty_database_becomes_a_register(empty_url: str, clock: StandingClock) -> None:
    register = await opening(empty_url, clock)
    me_ = await register(me)
    assert (me_.login, "administrator" in me_.rights) == ("anna", True)
    customer = await make(register, name="Brf Ekbacken")
    assert customer.name == "Brf Ekbacken"
    assert await register(check_register) == ()
    await register.close()
    assert store_of(empty_url).revision() == REVISION


async def test_an_empty_database_is_made_a_register_once_by_many(empty_url: str, clock: StandingClock) -> None:
    opened = await asyncio.gather(*(opening(empty_url, clock) for _ in range(4)))
    assert [user.login for user in await opened[0](list_users)] == ["anna"]
    for register in opened:
        await register.close()


@pytest.mark.parametrize("table", ["letter (id int)", "feed (title text)", "feed (id int, revision int)"])
async def test_a_database_of_another_program_is_left_alone(empty_url: str, clock: StandingClock, table: str) -> None:
    execute(empty_url, f"CREATE TABLE {table}")
    assert isinstance(await refused(empty_url, clock), Broken)
    with closing(connect(empty_url, writing=False)) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert [name for (name,) in tables] == [table.split()[0]]


@pytest.mark.parametrize(("revision", "newer"), [("0001", 0), ("9999", 1)])
@pytest.mark.parametrize("upgrade", [False, True])
async def test_a_register_of_another_version_is_never_touched_by_opening_it(
    postgres_url: str, clock: StandingClock, revision: str, newer: int, upgrade: bool
) -> None:
    execute(postgres_url, f"UPDATE feed SET revision = '{revision}'")
    with pytest.raises(Outdated) as caught:
        await opening(postgres_url, clock, upgrade=upgrade)
    assert caught.value.params == {"have": revision, "need": REVISION, "newer": newer}
    assert store_of(postgres_url).revision() == revision


async def test_nobody_unknown_opens_a_register(postgres_url: str, clock: StandingClock) -> None:
    with pytest.raises(SignedOut):
        await opening(postgres_url, clock, "eve")


async def test_an_empty_database_has_no_revision(empty_url: str) -> None:
    with pytest.raises(Unavailable) as caught:
        store_of(empty_url).revision()
    assert caught.value.params["reason"] == "empty"


# Addresses ------------------------------------------------------------------------------------------------------------


async def test_of_several_hosts_the_one_that_answers_is_taken(postgres_url: str, clock: StandingClock) -> None:
    several = postgres_url.replace("host=", f"host={quote('/nowhere/at/all', safe='')}%2C")
    register = await opening(several, clock)
    assert (await register(me)).login == "anna"
    await register.close()


async def test_a_host_that_only_reads_is_not_taken(
    postgres_server: str, postgres_url: str, clock: StandingClock
) -> None:
    name = postgres_url.partition("?")[0].rpartition("/")[2]
    with administering(postgres_server) as connection:
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
    assert (await refused(postgres_url, clock)).params["reason"] == "lost"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgresql+psycopg://127.0.0.1:port/kundkort", "database_address"),
        ("postgresql+psycopg:///kundkort?colour=blue", "database_address"),
        ("postgresql+psycopg:///kundkort?host=/nowhere/at/all", "lost"),
        ("postgresql:///kundkort?host=/nowhere/at/all", "lost"),
        ("mysql:///kundkort", "scheme"),
    ],
)
async def test_an_address_that_leads_nowhere_is_told(url: str, reason: str, clock: StandingClock) -> None:
    error = await refused(url, clock)
    assert error.params["reason"] == reason


async def test_a_database_that_is_not_there_is_told(postgres_server: str, clock: StandingClock) -> None:
    error = await refused(url_of(postgres_server, "nothing_here"), clock)
    assert error.params["reason"] == "no_database"
    assert "nothing_here" in error_text(error)


async def test_a_user_that_is_not_there_is_told(postgres_server: str, clock: StandingClock) -> None:
    error = await refused(url_of(postgres_server, "postgres", user="nobody_here"), clock)
    assert error.params["reason"] == "not_let_in"


async def test_a_right_password_opens_and_a_wrong_one_is_never_repeated(
    postgres_server: str, empty_url: str, clock: StandingClock, caplog: pytest.LogCaptureFixture
) -> None:
    with administering(postgres_server) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (LOCKED,)).fetchall():
            pytest.skip("only a server that the tests start has a user with a password")
    execute(empty_url, f"ALTER SCHEMA public OWNER TO {LOCKED}")
    name = empty_url.partition("?")[0].rpartition("/")[2]
    caplog.set_level(logging.DEBUG)
    register = await opening(url_of(postgres_server, name, user=LOCKED, password=PASSWORD), clock)
    assert (await register(me)).login == "anna"
    await register.close()
    for password in ("hemlig%nyckel", ""):
        error = await refused(url_of(postgres_server, name, user=LOCKED, password=password), clock)
        assert error.params["reason"] == "not_let_in"
        told = f"{error_text(error)} {error!r} {error.__cause__!r} {error.__context__!r} {caplog.text}"
        assert "hemlig" not in told and "sesam" not in told


async def test_without_the_driver_it_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, clock: StandingClock
) -> None:
    # Put back afterwards, as the modules are: what is imported here is only half of it.
    monkeypatch.setattr(core.database, "postgres", sys.modules["core.database.postgres"])
    for module in [name for name in sys.modules if name.partition(".")[0] == "psycopg" or ".postgres" in name]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    error = await refused("postgresql+psycopg:///kundkort", clock)
    assert error.params["reason"] == "driver"
    assert "kundkort[postgres]" in error_text(error)


def test_what_the_address_says_holds(postgres_url: str) -> None:
    said = postgres_url + "&application_name=mine&options=" + quote("-c lock_timeout=70")
    with closing(connect(said, writing=True)) as connection:
        shown = [
            connection.execute(f"SHOW {name}".encode()).fetchone()
            for name in ("application_name", "lock_timeout", "statement_timeout", "jit")
        ]
    assert shown == [("mine",), ("70ms",), ("20s",), ("off",)]


def test_a_reader_cannot_write(postgres_url: str) -> None:
    with (
        closing(connect(postgres_url, writing=False)) as connection,
        pytest.raises(psycopg.errors.ReadOnlySqlTransaction),
    ):
        connection.execute("UPDATE feed SET seq = 0")
