"""A PostgreSQL whose processes are killed under load: what was answered is there, and nothing is there twice."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from contextlib import closing
from datetime import UTC, datetime

import psycopg
import pytest

from core.clock import system_clock
from core.database.store import ready_store
from core.errors import Unavailable
from core.local import LocalRegister, open_local
from core.operation import new_operation_id
from core.people.api import me
from core.records.api import check_register, take_ids
from core.settings.api import get_settings, set_setting
from tests.postgres import NO_SERVER, administering, own_server

CALLERS, EACH, KILLS = 6, 25, 4


async def calls(register: LocalRegister, caller: int, answered: list[tuple[int, int]]) -> None:
    """Make calls; one whose outcome is unknown is sent again with its operation id, as a form does."""
    for n in range(EACH):
        sending = register.sending(operation_id=new_operation_id())
        while True:
            try:
                answered.append(await sending(take_ids, 1))
            except Unavailable as error:
                assert error.retry, error
            else:
                break
        if n % 5 == caller % 5:
            await register.sending()(set_setting, "number_longest", 10 + n)


def kill_one(dsn: str, chance: random.Random) -> None:
    """Kill a process that works for somebody else, as a lack of memory would; the server then starts anew."""
    with administering(dsn) as connection:
        found = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchall()
    os.kill(chance.choice([pid for (pid,) in found]), signal.SIGKILL)


async def test_killed_processes_of_the_server_lose_and_double_nothing() -> None:
    with own_server() as dsn:
        if dsn is None:
            pytest.skip(NO_SERVER)
        url = dsn.replace("postgresql:", "postgresql+psycopg:")
        await asyncio.to_thread(ready_store, url, "anna", datetime.now(UTC))
        registers = [
            await open_local(url, user="anna", session=f"s{n}", clock=system_clock) for n in range(CALLERS // 2)
        ]
        answered: list[tuple[int, int]] = []
        chance = random.Random(7)
        running = [asyncio.create_task(calls(registers[n % len(registers)], n, answered)) for n in range(CALLERS)]
        for _kill in range(KILLS):
            stood = len(answered)
            while len(answered) < min(stood + 5, CALLERS * EACH) and not all(task.done() for task in running):
                await asyncio.wait(running, timeout=0.005, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.to_thread(kill_one, dsn, chance)
        await asyncio.gather(*running)
        assert await registers[0](check_register) == ()
        assert (await registers[0](me)).login == "anna"
        assert (await registers[0](get_settings)).number_longest >= 10
        with closing(psycopg.connect(dsn)) as connection:
            kept = connection.execute("SELECT first, last FROM id_block ORDER BY first").fetchall()
        assert kept == sorted(answered), "every answer is there, once, and nothing that nobody was told"
        for register in registers:
            await register.close()
