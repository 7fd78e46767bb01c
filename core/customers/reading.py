"""How one card is read, by its id or its number."""

from __future__ import annotations

from contextlib import suppress

from core.customers import api, cards, rules
from core.customers.views import Customer
from core.database.cards import find_by_number
from core.errors import NotFound
from core.work import UnitOfWork


@api.get_customer.implement
def get_customer(work: UnitOfWork, customer_id: int) -> Customer:
    """The card, from two statements."""
    return cards.card(work, customer_id)


@api.get_customer_by_number.implement
def get_customer_by_number(work: UnitOfWork, number: str) -> Customer:
    """The present number first, then the old ones."""
    for customer_id in find_by_number(work.connection, rules.fold_number(number)):
        with suppress(NotFound):
            return cards.card(work, customer_id)
    raise NotFound("customer", number)
