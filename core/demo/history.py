"""What happened in the example company since its customers were entered: who changed which card, when and how."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from core.customers.views import Address, Contact, ContactChange, Customer, CustomerChange
from core.demo import numbers, words
from core.demo.customers import FIRST_NUMBER
from core.demo.people import Draw, chance, person, pick
from core.edits import Edit, Parts

COMPANY = "Brandservice Mälardalen AB"
USERS = {"anna": "Anna Ström", "per": "Per Lund", "nina": "Nina Ekman", "lars": "Lars Öberg"}
"""Login -> name of those who work there besides whoever opens it."""
DAYS = 365
CHANGED_CARDS = 70
"""How many times a card is changed, some cards several times; some three fields each time."""


class Later(NamedTuple):
    """One visit to a card: when (UTC), by whom, the customer's number, and the seed of what is changed."""

    moment: datetime
    login: str
    number: str
    seed: str


def entered(today: date) -> datetime:
    """Return when the customers were entered: a good year before `today`."""
    return datetime.combine(today, time(7, 30), UTC) - timedelta(days=DAYS + 35)


def visits(customers: int, today: date) -> list[Later]:
    """Return the visits of the year before `today` to the first of `customers`, in order of time.

    The customers' places come first, so the first hundred cards have most of the history.
    """
    draw = random.Random(f"kundkort history {today}").random
    logins = tuple(USERS)
    found = []
    for n in range(CHANGED_CARDS):
        day = today - timedelta(days=1 + int(draw() ** 2 * (DAYS - 1)))
        minute = int(draw() * 9 * 60)
        moment = datetime.combine(day, time(6 + minute // 60, minute % 60, int(draw() * 60)), UTC)
        place = int(draw() ** 1.5 * min(customers, 1_500))
        found.append(Later(moment, pick(draw, logins), str(FIRST_NUMBER + place), f"{today} {n}"))
    return sorted(found)


def change_of(visit: Later, customer: Customer, new_id: Callable[[], int]) -> CustomerChange:
    """Return what the visit changes on the card as it stands; `new_id` gives the id of a new contact."""
    draw = random.Random(f"kundkort {visit.seed}").random
    change = CustomerChange()
    for kind in random.Random(visit.seed).sample(_KINDS, k=3 + int(draw() * 3)):
        change = kind(draw, customer, change, new_id)
    return change


_Kind = Callable[[Draw, Customer, CustomerChange, Callable[[], int]], CustomerChange]


def _comment(draw: Draw, customer: Customer, change: CustomerChange, _new_id: Callable[[], int]) -> CustomerChange:
    now = pick(draw, words.COMMENTS)
    return replace(change, comment=Edit(now=now, was=customer.comment)) if customer.comment != now else change


def _moved(draw: Draw, customer: Customer, change: CustomerChange, _new_id: Callable[[], int]) -> CustomerChange:
    was = customer.visiting
    if was is None:
        return change
    return replace(
        change, visiting=Edit(now=replace(was, row1=f"{pick(draw, words.STREETS)} {int(draw() * 60) + 1}"), was=was)
    )


def _invoiced(draw: Draw, customer: Customer, change: CustomerChange, _new_id: Callable[[], int]) -> CustomerChange:
    was = customer.invoice
    if was is None and customer.visiting is not None:
        now = Address(
            row1=f"Box {int(draw() * 900) + 10}", postcode=customer.visiting.postcode, city=customer.visiting.city
        )
        return replace(change, invoice=Edit(now=now, was=None))
    return change


def _cost_centre(draw: Draw, customer: Customer, change: CustomerChange, _new_id: Callable[[], int]) -> CustomerChange:
    return replace(change, cost_centre=Edit(now=pick(draw, words.COST_CENTRES), was=customer.cost_centre))


def _switch(draw: Draw, customer: Customer, change: CustomerChange, _new_id: Callable[[], int]) -> CustomerChange:
    if chance(draw, 0.5):
        return replace(change, always_invoice=Edit(now=not customer.always_invoice, was=customer.always_invoice))
    return replace(change, active=Edit(now=not customer.active, was=customer.active)) if chance(draw, 0.2) else change


def _mobile(draw: Draw, customer: Customer, change: CustomerChange, _new_id: Callable[[], int]) -> CustomerChange:
    if not customer.contacts or change.contacts:
        return change
    contact = customer.contacts[0]
    changed = ContactChange(id=contact.id, mobile=Edit(now=pick(draw, numbers.MOBILES), was=contact.mobile))
    if chance(draw, 0.4):
        role = pick(draw, words.COMPANY_ROLES)
        changed = replace(changed, role=Edit(now=role, was=contact.role))
    return replace(change, contacts=Parts(changed=(changed,)))


def _newcomer(draw: Draw, customer: Customer, change: CustomerChange, new_id: Callable[[], int]) -> CustomerChange:
    if change.contacts:
        return change
    contact = Contact(
        id=new_id(), name=person(draw), role=pick(draw, words.COMPANY_ROLES), mobile=pick(draw, numbers.MOBILES)
    )
    return replace(change, contacts=Parts(added=(contact,)))


_KINDS: tuple[_Kind, ...] = (_comment, _moved, _invoiced, _cost_centre, _switch, _mobile, _newcomer)
