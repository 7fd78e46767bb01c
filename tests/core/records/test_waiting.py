"""Waiting for changes: whoever waits is told at once, of what concerns them, and costs nothing meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import Connection

from core.caller import Caller
from core.customers.views import Customer
from core.database import news as news_module
from core.database.looking import Look, look
from core.errors import SignedOut, Unavailable
from core.local import LocalRegister
from core.people.api import me
from core.people.tables import UserRow
from core.records.api import changes, wait
from core.records.views import Changes
from core.settings.api import set_setting
from core.work import UnitOfWork
from tests.conftest import OpenAs
from tests.core.customers.making import make
from tests.core.records.test_changes import rename, sees

AT_MOST = 20
"""Seconds after which a test that waits in vain fails."""


@pytest.fixture(autouse=True)
def own_writes_only(register: LocalRegister) -> None:
    """Look for other processes' writes only where a test says so."""
    register.news.look_every = 3600


@asynccontextmanager
async def waiting(register: LocalRegister, seq: int, epoch: str = "") -> AsyncIterator[asyncio.Task[Changes]]:
    """Wait for changes beside, from when the wait has really begun."""
    task = asyncio.create_task(register(wait, seq, epoch, 60))
    try:
        await until(lambda: register.news.waiting > 0 or task.done())
        yield task
    finally:
        task.cancel()
        await asyncio.wait([task])


async def until(reached: Callable[[], bool]) -> None:
    """Wait until something is so."""
    for _turn in range(AT_MOST * 1000):
        if reached():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("it does not come about")


async def soon(answer: Awaitable[Changes]) -> Changes:
    """Return an answer that must come."""
    async with asyncio.timeout(AT_MOST):
        return await answer


async def seq_of(register: LocalRegister) -> int:
    """Return where the register stands."""
    return (await register(changes, -1)).seq


async def test_a_write_of_this_process_ends_the_wait(register: LocalRegister) -> None:
    customer = await make(register, name="Brf A")
    async with waiting(register, customer.seq) as told:
        await rename(register, customer.id, "Brf A", "Brf B")
        found = await soon(told)
    assert (found.customers, found.seq) == ((customer.id,), customer.seq + 1)


async def test_a_write_of_another_process_ends_it_too(register: LocalRegister, open_as: OpenAs) -> None:
    customer = await make(register, name="Brf A")
    per = await open_as("per")
    per.news.look_every = 0.01
    async with waiting(per, await seq_of(per)) as told:
        await rename(register, customer.id, "Brf A", "Brf B")
        assert (await soon(told)).customers == (customer.id,)


async def test_a_setting_ends_it_with_its_kind(register: LocalRegister) -> None:
    async with waiting(register, await seq_of(register)) as told:
        await register(set_setting, "company_name", "Brandservice")
        assert (await soon(told)).kinds == ("setting",)


async def test_what_happened_before_is_told_at_once(register: LocalRegister) -> None:
    stands = await register(changes, -1)
    customer = await make(register)
    assert (await soon(register(wait, stands.seq, stands.epoch, 60))).customers == (customer.id,)
    assert (await register(wait, stands.seq, "another", 60)).everything
    assert (await register(wait, -1, "", 60)).seq == customer.seq


async def test_the_end_of_patience_is_where_the_register_stands(register: LocalRegister) -> None:
    stands = await register(changes, -1)
    assert await register(wait, stands.seq, stands.epoch, 1) == stands
    assert await register(wait, stands.seq, stands.epoch, 0) == stands


async def test_who_sees_few_is_woken_by_these_alone(register: LocalRegister, open_as: OpenAs) -> None:
    mine, other = await make(register, name="Mine"), await make(register, name="Other")
    user = (await (await open_as("per", only_assigned=True))(me)).id
    per = register.acting(Caller("per", "per"))
    await sees(register, user, mine.id)
    register.news.gather = 0
    async with waiting(per, await seq_of(register)) as told, waiting(register, await seq_of(register)) as all_told:
        await rename(register, other.id, "Other", "Another")
        await soon(all_told)
        assert not told.done()
        await sees(register, user, mine.id, lost=True)
        found = await soon(told)
    assert (found.customers, found.lost) == ((), (mine.id,))


async def test_changes_that_follow_each_other_are_gathered(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = await make(register, name="Brf 0")
    looked = count_looks(monkeypatch)
    async with waiting(register, customer.seq) as told:
        await rename(register, customer.id, "Brf 0", "Brf 1")
        first = await soon(told)
    looks = len(looked)
    register.news.look_every = 0.01
    async with waiting(register, first.seq) as told:
        for n in range(1, 6):
            await rename(register, customer.id, f"Brf {n}", f"Brf {n + 1}")
        found = await soon(told)
    assert found.customers == (customer.id,)
    assert len(looked) - looks < 5


async def test_one_look_is_for_all_who_wait(register: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    customer = await make(register, name="Brf A")
    everybody = [asyncio.create_task(register(wait, customer.seq, "", 60)) for _ in range(50)]
    await until(lambda: register.news.waiting == 50)
    looked = count_looks(monkeypatch)
    await rename(register, customer.id, "Brf A", "Brf B")
    found = await asyncio.gather(*map(soon, everybody))
    assert {each.customers for each in found} == {(customer.id,)}
    assert len(looked) == 1
    assert register.news.waiting == 0


def count_looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that gets one entry for each look."""
    looked: list[int] = []

    def counted(connection: Connection, seen: int) -> Look | None:
        looked.append(seen)
        return look(connection, seen)

    monkeypatch.setattr(news_module, "look", counted)
    return looked


async def test_closing_ends_every_wait_at_once(register: LocalRegister) -> None:
    async with waiting(register, await seq_of(register)) as told:
        await register.close()
        with pytest.raises(Unavailable) as closed:
            await soon(told)
    assert closed.value.params["reason"] == "closed"
    with pytest.raises(Unavailable):
        await register(wait, 0, "", 60)


async def test_who_may_no_longer_work_is_told_so(register: LocalRegister, open_as: OpenAs) -> None:
    user = (await (await open_as("per"))(me)).id
    per = register.acting(Caller("per", "per"))

    def leave(work: UnitOfWork) -> None:
        row = work.get(UserRow, user)
        assert row is not None
        row.active = False

    async with waiting(per, await seq_of(register)) as told:
        await register.within(set_setting, leave)
        with pytest.raises(SignedOut):
            await soon(told)


async def test_what_looking_meets_is_told_to_all_and_the_next_wait_looks_again(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = await make(register, name="Brf A")

    def moved(_connection: Connection, _seen: int) -> Look | None:
        raise Unavailable("moved", retry=True)

    async with waiting(register, customer.seq) as told:
        with monkeypatch.context() as patched:
            patched.setattr(news_module, "look", moved)
            await rename(register, customer.id, "Brf A", "Brf B")
            with pytest.raises(Unavailable):
                await soon(told)
    assert (await soon(register(wait, customer.seq, "", 60))).customers == (customer.id,)


async def test_nobody_waits_no_look(register: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    register.news.look_every = 0.01
    async with waiting(register, await seq_of(register)):
        pass
    await until(lambda: not register.news.looking)
    looked = count_looks(monkeypatch)
    customer: Customer = await make(register)
    assert looked == []
    assert (await soon(register(wait, customer.seq - 1, "", 60))).customers == (customer.id,)
