"""The customers of the pictures in a register, and how a dispatcher asks for them."""

from __future__ import annotations

from core.customers.api import (
    list_customers,
)
from core.customers.views import (
    Address,
    Contact,
    CustomerQuery,
)
from core.local import LocalRegister
from tests.core.customers.making import make


async def dispatchers_register(register: LocalRegister) -> None:
    """Fill a register with the customers of the pictures, and some that are easily taken for them."""

    async def one(number: str, name: str, city: str, *contacts: Contact, **values: object) -> None:
        await make(register, number=number, name=name, visiting=Address(city=city), contacts=contacts, **values)

    await one("10958", "Ekebackens Äldreboende", "Västerås", Contact(0, phone="021-39 24 00"))
    await one(
        "10443",
        "Brf Ekbacken",
        "Enköping",
        Contact(0, name="Mona Dahl", phone="0171-44 55 66", email="mona@ekbacken.se"),
        Contact(0, name="Per Åkesson", mobile="070-123 45 67"),
        org_no="769612-3459",
    )
    await one("10442", "Brf Eken 3", "Västerås", Contact(0, phone="021-12 34 56"))
    await one("10441", "Brf Eken 12", "Västerås", Contact(0, phone="021-12 34 57"))
    await one(
        "10117",
        "Mälarenergi AB",
        "Västerås",
        Contact(0, name="Växel", phone="021-39 50 00"),
        Contact(0, name="Nina Ekman", email="nina@malarenergi.se"),
    )
    await one("10602", "Stiftelsen Lekstugan", "Sala")
    await one("10700", "Åkes Plåt AB", "Enköping")
    await one("10701", "Akes Bygg AB", "Enköping", active=False)
    await one("10702", "Maker & Co", "Sala")
    await one("10703", "Tore Østlund", "Kungsör", type="private", org_no="811218-9876")
    await one("104", "Lindbergs El", "Köping")


async def listed(register: LocalRegister, text: str, **query: object) -> list[str]:
    """Return the names that are found, in order."""
    window = await register(list_customers, asked(text, **query))
    return [row.name for row in window.rows]


def asked(text: str = "", **query: object) -> CustomerQuery:
    """Return a query."""
    return CustomerQuery(text=text, **query)  # type: ignore[arg-type]
