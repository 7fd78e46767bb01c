"""Cases of the contract about twins, and about customers that are known by their ids."""

from __future__ import annotations

from core.customers.api import create_customer, find_twins, get_rows
from core.customers.twin_views import TwinQuery, TwinReason
from core.customers.views import Address, Contact, CustomerDraft
from core.history.api import customer_history
from core.history.views import Despite
from core.register import Register
from tests.core.customers.making import make, new_id

MANY = ("0171-445566",) * 51


async def twins(register: Register) -> object:
    """Look for twins, and create a customer in spite of one: history says so."""
    visiting = Address(postcode="745 31", city="Enköping")
    lars = Contact(id=0, name="Lars Öberg", phone="+46171445566", email="lars@ekbacken.se")
    there = await make(register, number="104", name="Brf Ekbacken", visiting=visiting, contacts=(lars,))
    query = TwinQuery(
        name="Ekbacken", phones=("0171-44 55 66",), emails=("LARS@ekbacken.se",), postcodes=("74531",), but=1
    )
    (twin,) = await register(find_twins, query)
    assert twin.reasons == (
        TwinReason("phone", "+46171445566"), TwinReason("email", "lars@ekbacken.se"), TwinReason("name"),
    )  # fmt: skip
    draft = CustomerDraft(id=await new_id(register), name="Ekbacken", visiting=visiting, despite=(twin.id,))
    made = await register(create_customer, draft)
    entry = (await register(customer_history, made.id)).entries[0]
    assert entry.despite == (Despite(there.id, "104", "Brf Ekbacken", ("name",)),)
    return twin


async def rows(register: Register) -> object:
    """Read the lines of two customers, and of one that there is not."""
    first, second = await make(register, number="7"), await make(register, number="8")
    found = await register(get_rows, (second.id, 4711, first.id))
    assert [row.number for row in found] == ["8", "7"]
    return found
