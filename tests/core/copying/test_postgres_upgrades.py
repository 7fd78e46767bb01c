"""`kundkort upgrade` on PostgreSQL: the schema of a new register, in one transaction, with nobody else at work."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.database.postgres.engine import connect
from core.database.revision import REVISION
from core.database.upgrade import upgrade_database
from core.errors import Broken, Outdated, Unavailable
from core.local import open_local
from core.records.api import check_register
from core.upkeep import is_up_to_date, upgrade_register
from tests.conftest import StandingClock
from tests.core.copying.looking import feed, make_first, run_sql

OLD = Path(__file__).parents[1] / "migrations"
"""Migrations of the tests; t002 takes `phone` away and then fails."""

SCHEMA = (
    """
    SELECT table_name, column_name, data_type, collation_name, is_nullable, column_default, is_identity,
        character_maximum_length
    FROM information_schema.columns WHERE table_schema = 'public'
    """,
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
    """,
    "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace",
)


def schema(url: str) -> set[tuple[object, ...]]:
    """Return every column, index, constraint, table and sequence of a database."""
    with closing(connect(url, writing=False)) as connection:
        return {tuple(row) for statement in SCHEMA for row in connection.execute(statement.encode())}


@pytest.fixture
def first_register(empty_database: str) -> str:
    """Return the URL of a register of the first version of all, with "karin" as its administrator."""
    make_first(empty_database)
    return empty_database


async def test_an_upgraded_register_has_the_schema_of_a_new_one(
    first_register: str, postgres_url: str, clock: StandingClock
) -> None:
    assert not is_up_to_date(first_register)
    assert upgrade_register(first_register) is None, "a database is not copied first"
    assert is_up_to_date(first_register)
    assert schema(first_register) == schema(postgres_url)
    opened = await open_local(first_register, user="karin", session="s", clock=clock)
    assert await opened(check_register) == ()
    await opened.close()


def test_every_text_is_ordered_by_its_bytes(postgres_url: str) -> None:
    with closing(connect(postgres_url, writing=False)) as connection:
        found = connection.execute(
            "SELECT DISTINCT collation_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type IN ('text', 'character varying')"
        ).fetchall()
    assert found == [("C",)]


async def test_an_older_register_is_not_worked_in_nor_upgraded_when_opened(
    first_register: str, clock: StandingClock
) -> None:
    for upgrade in (False, True):
        with pytest.raises(Outdated) as found:
            await open_local(first_register, user="karin", session="s", clock=clock, upgrade=upgrade)
        assert found.value.params["have"] == "0001"
    assert feed(first_register)[2] == "0001"


def test_a_register_of_today_needs_no_upgrade(postgres_url: str) -> None:
    stood = feed(postgres_url)
    assert upgrade_register(postgres_url) is None
    upgrade_database(postgres_url)
    assert feed(postgres_url) == stood


async def test_two_who_upgrade_at_once_do_it_once(first_register: str, postgres_url: str) -> None:
    await asyncio.gather(*(asyncio.to_thread(upgrade_database, first_register) for _ in range(2)))
    assert feed(first_register)[2] == REVISION
    assert schema(first_register) == schema(postgres_url)


@pytest.mark.parametrize(("revision", "error"), [("9999", Outdated), ("00x", Outdated), ("000", Broken)])
def test_a_version_that_nobody_knows_is_left_alone(postgres_url: str, revision: str, error: type[Exception]) -> None:
    run_sql(postgres_url, f"UPDATE feed SET revision = '{revision}'")
    with pytest.raises(error):
        upgrade_register(postgres_url)
    assert feed(postgres_url)[2] == revision


def test_nothing_is_no_register(empty_database: str) -> None:
    with pytest.raises(Unavailable) as found:
        upgrade_register(empty_database)
    assert found.value.params["reason"] == "empty"


@pytest.fixture
def older(empty_database: str) -> Iterator[str]:
    """Give the URL of a register of the tests' revision t001."""
    run_sql(
        empty_database,
        "CREATE TABLE feed (id integer PRIMARY KEY, seq integer, counter integer, device integer, epoch text, revision text)",
        "INSERT INTO feed VALUES (1, 1, 1, 0, '', 't001')",
        "CREATE TABLE phone (id integer PRIMARY KEY)",
        "INSERT INTO phone VALUES (10)",
    )
    yield empty_database


def test_a_migration_that_fails_leaves_everything_as_it_was(older: str) -> None:
    before = schema(older)
    with pytest.raises(LookupError, match="half-way"):
        upgrade_database(older, migrations=OLD, target="t002")
    assert schema(older) == before
    with closing(connect(older, writing=False)) as connection:
        assert connection.execute("SELECT revision FROM feed").fetchall() == [("t001",)]
        assert connection.execute("SELECT id FROM phone").fetchall() == [(10,)]
