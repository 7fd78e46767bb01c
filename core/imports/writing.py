"""How a chunk of an import is written: new customers and changed ones, each with few statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from core import access
from core.customers.rows import CONTACT_FIELDS, FIELDS, assign, contact_columns, customer_columns, field_columns
from core.customers.tables import ContactRow, CustomerRow
from core.customers.views import ADDRESS_KINDS, CustomerValues
from core.work import UnitOfWork


class Written(NamedTuple):
    """A customer to write: its id, how it is stored (None: it is new), and how it shall stand, in stored form.

    With `revived` a customer of this id was taken back with an earlier import, and is made anew.
    """

    id: int
    before: CustomerValues | None
    after: CustomerValues
    revived: bool = False


def write(work: UnitOfWork, customers: Sequence[Written]) -> None:
    """Write them: what does not differ is not touched. Whoever creates a customer sees it."""
    new = [customer for customer in customers if customer.before is None and not customer.revived]
    work.insert_many(CustomerRow, [{"id": one.id, **customer_columns(one.after)} for one in new])
    work.insert_many(
        ContactRow,
        [contact_columns(contact, one.id, place) for one in new for place, contact in enumerate(one.after.contacts)],
    )
    if not work.actor.sees_all:
        for one in new:
            access.grant(work, work.actor.id, one.id)
    for one in customers:
        if one.revived:
            _revive(work, one)
    _write_changed(work, [customer for customer in customers if customer.before is not None])


def _revive(work: UnitOfWork, customer: Written) -> None:
    """Bring a customer back with the values it has now, and none that it had."""
    row = work.get(CustomerRow, customer.id, removed=True)
    assert row is not None
    work.restore(row)
    assign(row, customer_columns(customer.after))
    for contact in work.select(select(ContactRow).where(ContactRow.customer_id == customer.id)):
        work.remove(contact)
    work.flush()
    work.insert_many(
        ContactRow,
        [contact_columns(contact, customer.id, place) for place, contact in enumerate(customer.after.contacts)],
    )


def _write_changed(work: UnitOfWork, customers: Sequence[Written]) -> None:
    rows: list[dict[str, Any]] = []
    added: list[dict[str, Any]] = []
    contacts: list[dict[str, Any]] = []
    last = _last_places(work, customers)
    for one in customers:
        assert one.before is not None
        columns = _columns(one.before, one.after)
        if columns:
            rows.append({"id": one.id, **columns})
        stored = {contact.id: contact for contact in one.before.contacts}
        for contact in one.after.contacts:
            old = stored.get(contact.id)
            if old is None:
                last[one.id] = last.get(one.id, -1) + 1
                added.append(contact_columns(contact, one.id, last[one.id]))
                continue
            parts = {
                name: getattr(contact, name) for name in CONTACT_FIELDS if getattr(contact, name) != getattr(old, name)
            }
            if parts:
                contacts.append({"id": contact.id, **parts})
    if rows:
        work.update_many(CustomerRow, rows)
    if contacts:
        work.update_many(ContactRow, contacts)
    work.insert_many(ContactRow, added)


def _last_places(work: UnitOfWork, customers: Sequence[Written]) -> dict[int, int]:
    """Return the place of the last contact of every customer that gets another."""
    ids = [one.id for one in customers if one.before is not None and len(one.after.contacts) > len(one.before.contacts)]
    last: dict[int, int] = {}
    for row in work.select(select(ContactRow).where(ContactRow.customer_id.in_(ids))):
        last[row.customer_id] = max(last.get(row.customer_id, -1), row.position)
    return last


def _columns(before: CustomerValues, after: CustomerValues) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name in (*FIELDS, *ADDRESS_KINDS):
        value = getattr(after, name)
        if value != getattr(before, name):
            columns |= field_columns(name, value)
    return columns
