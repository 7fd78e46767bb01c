"""Connections: what every one is set to, and how a writer waits for another."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from core.database.sqlite import connecting
from core.database.sqlite.connecting import begin_immediate, connect
from core.errors import Unavailable
from core.local import LocalRegister
from core.records.api import take_ids


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("trusted_schema", 0), ("busy_timeout", 0)],
)
def test_a_connection_is_safe_before_it_is_quick(register_file: Path, pragma: str, value: object) -> None:
    with closing(connect(register_file, writing=True)) as connection:
        assert connection.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def test_a_reader_cannot_write(register_file: Path) -> None:
    with closing(connect(register_file, writing=False)) as connection, pytest.raises(sqlite3.OperationalError):
        connection.execute("UPDATE feed SET seq = 0")


def test_a_file_is_never_made_by_opening_it(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        connect(tmp_path / "missing.sqlite", writing=True)
    assert list(tmp_path.iterdir()) == []


def test_a_writer_waits_for_another_and_then_gives_up(register_file: Path) -> None:
    with (
        closing(connect(register_file, writing=True)) as first,
        closing(connect(register_file, writing=True)) as second,
    ):
        begin_immediate(first)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            begin_immediate(second, patience=0.02)
        released = threading.Timer(0.05, first.execute, ("COMMIT",))
        released.start()
        begin_immediate(second, patience=30)
        released.join()
        assert second.in_transaction


async def test_a_register_that_stays_busy_says_so(
    register: LocalRegister, register_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await register(take_ids, 1)
    monkeypatch.setattr(connecting, "PATIENCE", 0.02)
    with closing(sqlite3.connect(register_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable) as found:
            await register(take_ids, 1)
        assert (found.value.params["reason"], found.value.retry) == ("busy", True)
        other.execute("COMMIT")
    await register(take_ids, 1)


async def test_reads_do_not_wait_for_a_writer(register: LocalRegister, register_file: Path) -> None:
    from core.people.api import me

    with closing(sqlite3.connect(register_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with asyncio.timeout(30):
            assert (await register(me)).login == "anna"
        other.execute("ROLLBACK")
