"""Makes a whole example company in a new register: its users, its customers, and a year of changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime

from core.customers.api import change_customer, get_customer_by_number
from core.demo.api import fill_with_example
from core.demo.customers import CHUNK
from core.demo.history import COMPANY, USERS, change_of, entered, visits
from core.people.api import add_user
from core.people.views import UserDraft
from core.records.api import changes, take_ids
from core.register import Register, open_register
from core.settings.api import set_setting

LOOK = 1.0
"""Seconds between two looks at how far it is."""


class SetClock:
    """A clock that stands where it is put, for what is to have happened then."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        """Return the moment it stands at (UTC)."""
        return self.moment


async def prepare(
    url: str, *, login: str, customers: int, today: date, progress: Callable[[int], None] = lambda done: None
) -> None:
    """Make the example company in the register at `url`, which must be new; `login` becomes its administrator.

    The same for the same `customers` and `today`, but for ids of operations. `progress` is told how many customers there
    are, once a second or so.
    """
    clock = SetClock(entered(today))
    register = await open_register(url, user=login, clock=clock)
    try:
        await register(set_setting, "company_name", COMPANY)
        for user, name in USERS.items():
            if user != login:
                await register(add_user, UserDraft(login=user, name=name))
        await _fill(register, customers, progress)
    finally:
        await register.close()
    await _live(url, customers, today, clock)


async def _fill(register: Register, customers: int, progress: Callable[[int], None]) -> None:
    """Let the customers be made, and say how many there are meanwhile."""
    before = (await register(changes, -1)).seq
    filling = asyncio.ensure_future(register(fill_with_example, customers))
    try:
        while not filling.done():
            await asyncio.wait({filling}, timeout=LOOK)
            progress(min(customers, ((await register(changes, -1)).seq - before) * CHUNK))
    finally:
        filling.cancel()
    await filling


async def _live(url: str, customers: int, today: date, clock: SetClock) -> None:
    """Let every user make their changes of the year, each through a register of their own."""
    registers: dict[str, Register] = {}
    next_ids: dict[str, Callable[[], int]] = {}
    try:
        for login in USERS:
            registers[login] = await open_register(url, user=login, clock=clock)
            first, last = await registers[login](take_ids, 200)
            next_ids[login] = iter(range(first, last + 1)).__next__
        for visit in visits(customers, today):
            clock.moment = visit.moment
            register = registers[visit.login]
            customer = await register(get_customer_by_number, visit.number)
            await register(change_customer, customer.id, change_of(visit, customer, next_ids[visit.login]))
    finally:
        for register in registers.values():
            await register.close()
