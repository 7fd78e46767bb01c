"""Cards as dicts for JSON: `show --json`, a JSON export; what the user may not see is not in them."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET

from core.customers.views import ADDRESS_KINDS, Customer

_LAST = ("contacts", "buyers", "aliases")
_OWN = ("id", "seq", *ADDRESS_KINDS, *_LAST)
_FIRST = ("number", "name", "type", "org_no", "org_no_masked", "active")


def card(customer: Customer) -> dict[str, Any]:
    """Return a card with the keys of the views: number, name, …, city, phone, email, addresses, contacts, aliases.

    `city`, `phone` and `email` are those of the list: of the first address that has a town, of the first contact.
    """
    names = [*_FIRST, *(name for name in customer.__struct_fields__ if name not in (*_OWN, *_FIRST))]
    found = {name: value for name in names if (value := getattr(customer, name)) is not UNSET}
    found = {name: value for name, value in found.items() if value or not name.endswith("_masked")}
    first = customer.contacts[0] if customer.contacts else None
    addresses = _addresses(customer)
    found["city"] = next((one["city"] for one in addresses if one["city"]), "")
    found["phone"] = (first.phone or first.mobile) if first else ""
    found["email"] = first.email if first else ""
    found["addresses"] = addresses
    found["contacts"] = [
        {name: value for name, value in msgspec.structs.asdict(contact).items() if name not in ("id", "seq")}
        for contact in customer.contacts
    ]
    found["buyers"] = [{"personal_no_masked": buyer.masked, "share": buyer.share} for buyer in customer.buyers]
    found["aliases"] = list(customer.aliases)
    return found


def _addresses(customer: Customer) -> list[dict[str, str]]:
    return [
        {"kind": kind, **msgspec.structs.asdict(address)}
        for kind in ADDRESS_KINDS
        if (address := getattr(customer, kind)) is not None
    ]
