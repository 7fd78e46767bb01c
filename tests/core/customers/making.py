"""Customers for tests: made through the register, with ids taken as a form takes them."""

from __future__ import annotations

from typing import Any

from core.customers.api import create_customer
from core.customers.views import Contact, Customer, CustomerDraft
from core.records.api import take_ids
from core.register import Register


async def new_id(register: Register) -> int:
    """Return an id of the caller's own."""
    return (await register(take_ids, 1))[0]


async def make(register: Register, **values: object) -> Customer:
    """Make a customer of these values; contacts without an id (0) get one."""
    fields: dict[str, Any] = {"name": "Brf Ekbacken", **values}
    contacts = []
    for contact in fields.get("contacts", ()):
        assert isinstance(contact, Contact)
        contacts.append(Contact(**{**as_dict(contact), "id": contact.id or await new_id(register)}))
    fields["contacts"] = tuple(contacts)
    return await register(create_customer, CustomerDraft(id=await new_id(register), **fields))


def as_dict(contact: Contact) -> dict[str, Any]:
    """Return a contact's values by field."""
    return {name: getattr(contact, name) for name in contact.__struct_fields__}
