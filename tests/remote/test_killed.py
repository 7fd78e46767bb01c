"""A server, and a process of PostgreSQL's, are killed under load: what was answered stands, and nothing is done twice."""

from __future__ import annotations

import asyncio
import getpass
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from core.errors import Unavailable
from core.local import LocalRegister, open_local
from core.places import sqlite_url
from core.register import Register, open_register
from tests import postgres
from tests.conftest import StandingClock
from tests.remote.load import Load, assert_each_is_done_once, make_customers, write_on

WRITERS, CHANGES, DEATHS = 4, 30, 3


@asynccontextmanager
async def served(url: str, path: Path) -> AsyncIterator[subprocess.Popen[bytes]]:
    """Serve the register at `url` in a process of its own, at a socket; it is killed at the end, if it is there still."""
    command = [sys.executable, "-m", "tui", "serve", "--register", url, "--socket", str(path)]
    process = await asyncio.to_thread(
        subprocess.Popen, command, cwd=Path(__file__).parents[2], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        await asyncio.to_thread(process.wait)


async def test_a_server_killed_under_load_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    login = getpass.getuser()
    url = sqlite_url(tmp_path / "kundkort.sqlite")
    at = tmp_path / "socket"
    register = await open_local(url, user=login, session="maker", clock=StandingClock())
    customers = await make_customers(register, WRITERS)
    load = Load()

    async def opening() -> Register:
        while True:
            try:
                return await open_register(f"unix://{at}", user=login)
            except Unavailable:
                # Not there yet.
                await asyncio.sleep(0.05)

    async with AsyncExitStack() as last, asyncio.TaskGroup() as writing:
        for customer in customers:
            writing.create_task(write_on(opening, load, customer, CHANGES))
        for death in range(DEATHS):
            async with served(url, at):
                await load.until((death + 1) * WRITERS * CHANGES // (DEATHS + 1))
        await last.enter_async_context(served(url, at))
    assert load.in_doubt, "nobody noticed: the server died too late"
    await assert_each_is_done_once(register, load, customers, CHANGES)
    await register.close()


async def test_a_killed_process_of_postgres_loses_nothing_and_does_nothing_twice() -> None:
    """Killing one process makes PostgreSQL throw every connection out, and recover as from a crash."""
    with postgres.own_server() as dsn:
        if dsn is None:
            pytest.skip(postgres.NO_SERVER)
        url = postgres.url_of(dsn, "kundkort")
        with postgres.administering(dsn) as connection:
            postgres.make_database(connection, "kundkort", like="template0")
        register = await open_local(url, user="anna", session="maker", clock=StandingClock())
        customers = await make_customers(register, WRITERS)
        load = Load()

        async def opening() -> Register:
            return await open_register(url, user="anna")

        async with asyncio.TaskGroup() as writing:
            for customer in customers:
                writing.create_task(write_on(opening, load, customer, CHANGES))
            for death in range(DEATHS):
                await load.until((death + 1) * WRITERS * CHANGES // (DEATHS + 1))
                os.kill(await writer_of(register), signal.SIGKILL)
        await assert_each_is_done_once(register, load, customers, CHANGES)
        await register.close()


async def writer_of(register: LocalRegister) -> int:
    """Return the process of a connection that writes."""
    rows = await register.unsigned(
        lambda session: (
            session.connection()
            .exec_driver_sql("SELECT pid FROM pg_stat_activity WHERE query LIKE '%feed%' AND pid <> pg_backend_pid()")
            .all()
        )
    )
    pid: int = rows[0][0]
    return pid
