"""What `records.changes` tells, from the database, and that the memory of those who wait tells the same."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import AsyncIterator

import pytest

from core import access
from core.caller import Caller
from core.customers.api import change_customer, delete_customer
from core.customers.views import CustomerChange
from core.database.looking import Look, look
from core.database.recent import Asker, Recent
from core.edits import Edit
from core.local import LocalRegister, open_local
from core.people.api import add_user, me
from core.people.views import UserDraft
from core.records.api import changes
from core.records.views import MOST_NAMED, Changes
from core.settings.api import set_setting
from core.work import UnitOfWork
from tests.conftest import OpenAs, StandingClock
from tests.core.customers.making import make


async def sees(register: LocalRegister, user: int, customer: int | None, *, lost: bool = False) -> None:
    """Let a user see a customer, or no longer."""

    def change(work: UnitOfWork) -> None:
        (access.withdraw if lost else access.grant)(work, user, customer)

    await register.within(change_customer, change)


async def rename(register: LocalRegister, customer: int, was: str, now: str) -> None:
    """Give a customer another name."""
    await register(change_customer, customer, CustomerChange(name=Edit(now=now, was=was)))


async def since(register: LocalRegister, seq: int) -> tuple[tuple[int, ...], tuple[int, ...], tuple[str, ...], bool]:
    """Return what changed after a seq: customers, lost ones, other kinds, and whether that is everything."""
    found = await register(changes, seq)
    return found.customers, found.lost, found.kinds, found.everything


async def test_customers_and_other_kinds_are_told(register: LocalRegister) -> None:
    customer = await make(register, name="Brf A")
    stands = customer.seq
    assert await since(register, stands) == ((), (), (), False)
    await register(set_setting, "number_longest", 12)
    await register(add_user, UserDraft(login="per"))
    assert await since(register, stands) == ((), (), ("setting", "user"), False)
    await rename(register, customer.id, "Brf A", "Brf B")
    assert await since(register, stands) == ((customer.id,), (), ("setting", "user"), False)
    await register(delete_customer, customer.id)
    assert (await since(register, stands))[0] == (customer.id,), "one that was deleted has changed"


async def test_who_sees_few_is_told_of_these_and_of_what_comes_and_goes(
    register: LocalRegister, open_as: OpenAs
) -> None:
    mine, other = await make(register, name="Mine"), await make(register, name="Other")
    per = await open_as("per", only_assigned=True)
    user = (await per(me)).id
    await sees(register, user, mine.id)
    stands = (await per(changes, -1)).seq
    await rename(register, other.id, "Other", "Another")
    assert await since(per, stands) == ((), (), (), False)
    await rename(register, mine.id, "Mine", "Mine 2")
    assert await since(per, stands) == ((mine.id,), (), (), False)
    await sees(register, user, other.id)
    assert await since(per, stands) == (tuple(sorted((mine.id, other.id))), (), (), False)
    await sees(register, user, mine.id, lost=True)
    assert await since(per, stands) == ((other.id,), (mine.id,), (), False)
    await sees(register, user, mine.id)
    assert await since(per, stands) == (tuple(sorted((mine.id, other.id))), (), (), False)


@pytest.mark.parametrize("lost", [False, True])
async def test_seeing_all_or_no_longer_is_everything(register: LocalRegister, open_as: OpenAs, lost: bool) -> None:
    await make(register)
    per = await open_as("per", only_assigned=not lost)
    stands = (await per(changes, -1)).seq
    await sees(register, (await per(me)).id, None, lost=lost)
    assert await since(per, stands) == ((), (), (), True)
    assert await since(register, stands) == ((), (), (), False), "others see what they saw"


async def test_another_register_and_a_seq_to_come_are_everything(register: LocalRegister) -> None:
    stands = await register(changes, -1)
    assert (await register(changes, stands.seq, "another")).everything
    assert (await register(changes, stands.seq + 1, stands.epoch)).everything


async def test_a_look_at_what_stands_still_is_one_statement(register: LocalRegister) -> None:
    customer = await make(register, name="Brf A")
    asked: list[str] = []

    async def looked(seen: int) -> Look | None:
        def within(work: UnitOfWork) -> Look | None:
            driver = work.connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            driver.set_trace_callback(asked.append)
            try:
                return look(work.connection, seen)
            finally:
                driver.set_trace_callback(None)

        return await register.reading(changes, within)

    assert await looked(customer.seq) is None
    asked.clear()
    assert await looked(customer.seq) is None
    # What SQLite does on its own account is traced as a comment.
    assert len([statement for statement in asked if not statement.startswith("--")]) == 1, asked
    await rename(register, customer.id, "Brf A", "Brf B")
    found = await looked(customer.seq)
    assert found is not None and [thing.id for thing in found.things] == [customer.id]


@pytest.fixture(params=["sqlite", "postgres"])
async def either(request: pytest.FixtureRequest, register: LocalRegister) -> AsyncIterator[LocalRegister]:
    """Return a register in a file, and one in PostgreSQL."""
    if request.param == "sqlite":
        yield register
        return
    url: str = request.getfixturevalue("postgres_url")
    opened = await open_local(url, user="anna", session="anna", clock=StandingClock())
    yield opened
    await opened.close()


@pytest.mark.parametrize("seed", range(4))
async def test_the_memory_tells_what_the_database_tells(either: LocalRegister, seed: int) -> None:
    """After any history, whoever asks since whenever it goes back to gets one answer, whichever way."""
    register = either
    chance = random.Random(seed)
    names = {(await make(register, name=f"Brf {n}")).id: f"Brf {n}" for n in range(4)}
    users: dict[LocalRegister, int] = {}
    for login in ("per", "eva"):
        user = await register(add_user, UserDraft(login=login, only_assigned=True))
        users[register.acting(Caller(login, login))] = user.id
    stands = await register(changes, -1)
    recent = Recent(things=chance.choice((3, 100)), sights=chance.choice((3, 100)))
    recent.begin(stands.seq, stands.epoch)
    for step in range(24):
        customer = chance.choice(list(names))
        what = chance.randrange(5)
        if what == 0:
            await register(set_setting, "company_name", f"Company {step}")
        elif what == 1:
            now = f"{names[customer]}x"
            await rename(register, customer, names[customer], now)
            names[customer] = now
        else:
            await sees(register, chance.choice(list(users.values())), customer, lost=what == 2)
        if chance.random() < 0.4:
            await take(register, recent)
    await take(register, recent)
    for opened, asker in [(register, Asker(1, True)), *((each, Asker(user, False)) for each, user in users.items())]:
        for seen in range(recent.whole_from, recent.seq + 1):
            assert recent.about(asker, seen) == await opened(changes, seen, recent.epoch), (seed, asker, seen)


async def take(register: LocalRegister, recent: Recent) -> None:
    """Look once, and remember what is found."""
    found = await register.reading(changes, lambda work: look(work.connection, recent.seq))
    if found is not None:
        recent.add(found)


async def test_too_many_to_name_are_everything() -> None:
    from core.database.looking import Thing

    recent = Recent()
    recent.begin(1, "one")
    things = [Thing("customer", id, 2) for id in range(MOST_NAMED + 1)]
    recent.add(Look(2, "one", things[:-1]))
    assert len(recent.about(Asker(1, True), 1).customers) == MOST_NAMED
    recent.add(Look(3, "one", [things[-1]._replace(seq=3)]))
    assert recent.about(Asker(1, True), 1) == Changes(seq=3, epoch="one", everything=True)
    assert recent.about(Asker(1, True), 2).customers == (MOST_NAMED,)


async def test_what_is_remembered_is_bounded() -> None:
    from core.database.looking import Sight, Thing

    recent = Recent(things=10, sights=5)
    recent.begin(0, "one")
    for seq in range(1, 100):
        recent.add(Look(seq, "one", [Thing("customer", seq, seq)], [Sight(1, seq, seq, gained=True)]))
    assert recent.whole_from == 94
    assert recent.about(Asker(2, True), 94).customers == (95, 96, 97, 98, 99)
