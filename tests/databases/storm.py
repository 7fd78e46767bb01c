"""Many writers at once, with pauses and changes of mind in the middle, while readers follow what changes."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from core.customers.api import change_customer
from core.customers.tables import CustomerRow
from core.local import LocalRegister
from core.records.api import changes
from core.work import UnitOfWork

Opening = Callable[[], Awaitable[LocalRegister]]


class ChangedMind(Exception):
    """A writer that takes everything back, after it has written."""


@dataclass
class Look:
    """What a reader was told at once: everything after one seq up to another."""

    since: int
    seq: int
    customers: frozenset[int]


@dataclass
class Storm:
    """What came of a storm: what every reader saw, and which snapshots had a gap or a change beyond where they stood."""

    looks: list[list[Look]] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    written: int = 0

    def missed(self, changed: list[tuple[int, int]]) -> list[str]:
        """Return what some reader was never told, of all (seq, customer) that changed."""
        found = []
        for reader, looks in enumerate(self.looks):
            for look in looks:
                wanted = {customer for seq, customer in changed if look.since < seq <= look.seq}
                if not wanted <= look.customers:
                    found.append(f"reader {reader}, {look.since}–{look.seq}: {sorted(wanted - look.customers)}")
        return found


async def storm(opening: Opening, customers: list[int], *, writers: int, readers: int, writes: int) -> Storm:
    """Let `writers` change their own of `customers` so many times each, while `readers` follow."""
    found = Storm()
    registers = [await opening() for _ in range(writers + readers)]
    done = asyncio.Event()
    following = [asyncio.create_task(follow(register, found, done)) for register in registers[writers:]]
    try:
        await asyncio.gather(
            *(
                write(register, customers[place], random.Random(place), writes, found)
                for place, register in enumerate(registers[:writers])
            )
        )
    finally:
        done.set()
        await asyncio.gather(*following)
        for register in registers:
            await register.close()
    return found


async def write(register: LocalRegister, customer: int, chance: random.Random, writes: int, found: Storm) -> None:
    """Change a customer again and again, resting inside and between transactions."""
    for turn in range(writes):
        await asyncio.sleep(chance.random() * 0.01)
        try:
            await register.within(change_customer, changing(customer, f"{turn}", chance))
            found.written += 1
        except ChangedMind:
            continue


def changing(customer: int, comment: str, chance: random.Random) -> Callable[[UnitOfWork], None]:
    """Return work that changes the customer, rests, and sometimes takes it all back."""
    pause, gives_up = chance.random() * 0.004, chance.random() < 0.25

    def work_on(work: UnitOfWork) -> None:
        row = work.get(CustomerRow, customer)
        assert row is not None
        row.comment = comment
        work.flush()
        # The rest is what is tested: between taking a number and committing, others come and go.
        time.sleep(pause)
        if gives_up:
            raise ChangedMind

    return work_on


async def follow(register: LocalRegister, found: Storm, done: asyncio.Event) -> None:
    """Ask for what changed since the last answer, until the writers are done and nothing is new."""
    looks: list[Look] = []
    found.looks.append(looks)
    since = (await register(changes, -1)).seq
    while True:
        was_done = done.is_set()
        torn = await register.reading(changes, torn_snapshot)
        if torn:
            found.torn.append(torn)
        told = await register(changes, since)
        assert not told.everything
        looks.append(Look(since, told.seq, frozenset(told.customers)))
        if was_done and told.seq == since:
            return
        since = told.seq


def torn_snapshot(work: UnitOfWork) -> str:
    """Return how what is seen at one moment is not a whole: a gap, or a change that should come later; else ""."""
    row = work.connection.exec_driver_sql(
        "SELECT (SELECT seq FROM feed) AS stands, min(seq) AS first, max(seq) AS last, count(*) AS number"
        " FROM change_set"
    ).one()
    whole = row.last == row.stands and row.number == row.last - row.first + 1
    return "" if whole else f"{row.number} change sets, {row.first}–{row.last}, at {row.stands}"
