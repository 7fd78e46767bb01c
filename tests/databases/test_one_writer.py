"""The order of seq is the order of commits, without a gap, however many write at once (DESIGN 3, "One writer")."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection

from core import transaction
from core.database.guard import writing
from core.local import LocalRegister, open_local
from core.places import sqlite_url
from core.settings.api import set_setting
from core.work import UnitOfWork
from tests.conftest import StandingClock
from tests.core.customers.making import make
from tests.databases.storm import Storm, storm

WRITERS, READERS, WRITES = 32, 8, 12


async def blow(register: LocalRegister, url: str, *, writers: int = WRITERS) -> tuple[Storm, list[tuple[int, int]]]:
    """Let the storm go over the register at `url`; return what came of it and every (seq, customer) that changed."""
    customers = [(await make(register)).id for _ in range(writers)]

    async def opening() -> LocalRegister:
        return await open_local(url, user="anna", session="storm", clock=StandingClock())

    found = await storm(opening, customers, writers=writers, readers=READERS, writes=WRITES)
    return found, await register.unsigned(
        lambda session: [
            (row.seq, row.root_id)
            for row in session.connection().exec_driver_sql(
                "SELECT seq, root_id FROM change WHERE root_kind = 'customer'"
            )
        ]
    )


async def test_nothing_is_missed_on_postgres(postgres_register: LocalRegister, postgres_url: str) -> None:
    found, changed = await blow(postgres_register, postgres_url)
    assert found.written > WRITERS
    assert (found.torn, found.missed(changed)) == ([], [])


async def test_nothing_is_missed_in_a_file(register: LocalRegister, register_file: Path) -> None:
    found, changed = await blow(register, sqlite_url(register_file), writers=8)
    assert (found.torn, found.missed(changed)) == ([], [])


@pytest.fixture
async def numbers_from_a_series(postgres_register: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the lock out: numbers come from a series, as in many a program, and are told when they are committed."""

    def make_series(work: UnitOfWork) -> None:
        with writing(work.connection):
            work.connection.exec_driver_sql(f"CREATE SEQUENCE loose START {work.seq + 1}")

    await postgres_register.within(set_setting, make_series)
    finish = transaction._finish

    def tell_late(connection: Connection, work: UnitOfWork, counter: int) -> None:
        finish(connection, work, counter)
        connection.exec_driver_sql("UPDATE feed SET seq = greatest(seq, ?) WHERE id = 1", (work.seq,))

    monkeypatch.setattr(transaction, "_finish", tell_late)
    monkeypatch.setattr(
        transaction, "_NEXT", "SELECT nextval('loose') AS seq, device, counter FROM feed WHERE revision = ?"
    )


@pytest.mark.usefixtures("numbers_from_a_series")
async def test_without_the_lock_changes_are_missed(postgres_register: LocalRegister, postgres_url: str) -> None:
    found, changed = await blow(postgres_register, postgres_url)
    assert found.missed(changed) and found.torn
