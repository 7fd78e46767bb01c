"""Makes a whole example company in a new register: its users, its customers, and a year of changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from core.customers.api import change_customer, get_customer_by_number
from core.demo.api import fill_with_example
from core.demo.history import COMPANY, USERS, change_of, entered, visits
from core.people.api import add_user
from core.people.views import UserDraft
from core.records.api import take_ids
from core.register import Register, open_register
from core.settings.api import set_setting


class SetClock:
    """A clock that stands where it is put, for what is to have happened then."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        """Return the moment it stands at (UTC)."""
        return self.moment


async def prepare(url: str, *, login: str, customers: int, today: date) -> None:
    """Make the example company in the register at `url`, which must be new; `login` becomes its administrator.

    The same for the same `customers` and `today`, but for ids of operations.
    """
    clock = SetClock(entered(today))
    register = await open_register(url, user=login, clock=clock)
    try:
        await register(set_setting, "company_name", COMPANY)
        for user, name in USERS.items():
            if user != login:
                await register(add_user, UserDraft(login=user, name=name))
        await register(fill_with_example, customers)
    finally:
        await register.close()
    await _live(url, customers, today, clock)


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
