"""The fields that a form knows: their keys, how a stored value is written in a field, a card as a flat map and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from msgspec import UNSET, UnsetType

from core.customers.views import ADDRESS_KINDS, SWITCHES, Address, Buyer, Contact, CustomerValues
from core.values.org_no import format_org_no
from core.values.personal_no import format_personal_no, is_personal_no
from core.values.phone import format_phone
from core.values.postcode import format_postcode

Value = str | bool | int | None
"""A field's value in stored form; None is one that may be written but not read, and was not written."""
Kind = Literal["text", "lines", "choice", "switch", "percent"]

TEXTS = (
    "number",
    "name",
    "org_no",
    "vat_no",
    "e_invoice",
    "cost_centre",
    "customer_order_no",
    "tax_property",
    "tax_apartment_no",
    "tax_brf_org_no",
)
CHOICES = ("type", "vat_type", "language")
SCALARS = (*TEXTS, *CHOICES, "comment", *SWITCHES, "active")
ADDRESS_PARTS = ("row1", "row2", "postcode", "city", "province", "country")
CONTACT_TEXTS = ("name", "role", "phone", "mobile", "email")
CONTACT_SWITCHES = ("send_protocol", "send_work_order")
CONTACT_FIELDS = (*CONTACT_TEXTS, *CONTACT_SWITCHES)
BUYER_FIELDS = ("personal_no", "share")
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


class Key(NamedTuple):
    """A key taken apart: "contacts.7.phone" is ("contacts", 7, "phone"), "invoice.city" is ("invoice", 0, "city")."""

    group: str
    id: int
    name: str

    @property
    def whole(self) -> str:
        """What is one change in history and in a conflict: an address is one, a contact's phone is one."""
        return self.group if self.group in ADDRESS_KINDS else joined(*self)


@lru_cache(maxsize=4096)
def split(key: str) -> Key:
    """Take a key apart; a field of the customer itself has the group ""."""
    parts = key.split(".")
    if len(parts) == 3:
        return Key(parts[0], int(parts[1]), parts[2])
    return Key(parts[0], 0, parts[1]) if len(parts) == 2 else Key("", 0, key)


def joined(group: str, part_id: int, name: str) -> str:
    """Put a key together again."""
    return ".".join(part for part in (group, str(part_id) if part_id else "", name) if part)


def kind_of(key: str) -> Kind:
    """Say how a field is filled in."""
    name = split(key).name
    if key == "comment":
        return "lines"
    if key in CHOICES:
        return "choice"
    if key in SWITCHES or name in CONTACT_SWITCHES or key == "active":
        return "switch"
    return "percent" if name == "share" else "text"


def explode(values: CustomerValues) -> dict[str, Value]:
    """Return every value of a card by key, in stored form; UNSET becomes None."""
    flat: dict[str, Value] = {key: _known(getattr(values, key)) for key in SCALARS}
    for kind in ADDRESS_KINDS:
        address: Address = getattr(values, kind) or Address()
        flat.update({f"{kind}.{part}": getattr(address, part) for part in ADDRESS_PARTS})
    for contact in values.contacts:
        flat.update(contact_values(contact))
    for buyer in values.buyers:
        flat.update(buyer_values(buyer))
    return flat


def contact_values(contact: Contact) -> dict[str, Value]:
    """Return the values of one contact by key."""
    return {f"contacts.{contact.id}.{name}": getattr(contact, name) for name in CONTACT_FIELDS}


def buyer_values(buyer: Buyer) -> dict[str, Value]:
    """Return the values of one who gets tax reduction by key."""
    return {f"buyers.{buyer.id}.{name}": _known(getattr(buyer, name)) for name in BUYER_FIELDS}


def _known(value: str | bool | int | UnsetType) -> Value:
    return None if isinstance(value, UnsetType) else value


def implode(flat: Mapping[str, Value], contacts: Sequence[int], buyers: Sequence[int]) -> CustomerValues:
    """Put a card together from values by key; None becomes UNSET where the field may be unset, else empty."""
    fields: dict[str, Any] = {key: _unset(flat[key]) for key in SCALARS}
    for kind in ADDRESS_KINDS:
        fields[kind] = address_of(flat, kind)
    fields["contacts"] = tuple(contact_of(flat, contact) for contact in contacts)
    fields["buyers"] = tuple(buyer_of(flat, buyer) for buyer in buyers)
    return CustomerValues(**fields)


def _unset(value: Value) -> str | bool | int | UnsetType:
    return UNSET if value is None else value


def address_of(flat: Mapping[str, Value], kind: str) -> Address | None:
    """Return an address from values by key, None where nothing of it is filled in."""
    parts = {part: str(flat.get(f"{kind}.{part}") or "") for part in ADDRESS_PARTS}
    parts["country"] = parts["country"] or "SE"
    return Address(**parts) or None


def contact_of(flat: Mapping[str, Value], contact: int) -> Contact:
    """Return one contact from values by key."""
    fields: dict[str, Any] = {name: flat[f"contacts.{contact}.{name}"] for name in CONTACT_FIELDS}
    return Contact(id=contact, **fields)


def buyer_of(flat: Mapping[str, Value], buyer: int) -> Buyer:
    """Return one who gets tax reduction from values by key."""
    number, share = flat[f"buyers.{buyer}.personal_no"], flat[f"buyers.{buyer}.share"]
    return Buyer(id=buyer, personal_no=UNSET if number is None else str(number), share=int(share or 0))


def shown(key: str, value: Value, *, country: str = "SE", today: date | None = None) -> str:
    """Return a stored value as a field has it: "0171-44 55 66" with plain spaces, "50" for 5000 hundredths."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, int):
        return percent(value)
    write = _WRITERS.get(split(key).name if split(key).group else key)
    if write is not None:
        return write(value, country, today or date.max).replace(NO_BREAK_SPACE, " ")
    return value


def percent(hundredths: int) -> str:
    """Return a share as it is typed: "50", "33,33"; "" where none is given."""
    if not hundredths:
        return ""
    whole, rest = divmod(hundredths, 100)
    return f"{whole},{rest:02}".rstrip("0").rstrip(",") if rest else str(whole)


def parse_percent(text: str) -> int | None:
    """Return a typed share ("50", "33,33 %") in hundredths of a percent: 0 where empty, None where none to 100."""
    bare = text.replace("%", "").replace(NO_BREAK_SPACE, "").replace(" ", "").replace(",", ".")
    if not bare:
        return 0
    whole, _dot, rest = bare.partition(".")
    if not (whole + rest).isascii() or not (whole + rest).isdigit() or len(rest) > 2 or len(whole) > 3:
        return None
    hundredths = int(whole or "0") * 100 + int(rest.ljust(2, "0") or "0")
    return hundredths if hundredths <= 10_000 else None


def _number(value: str, country: str, today: date) -> str:
    if is_personal_no(value):
        return format_personal_no(value, today)
    return format_org_no(value)


_WRITERS: dict[str, Callable[[str, str, date], str]] = {
    "org_no": _number,
    "tax_brf_org_no": _number,
    "personal_no": _number,
    "phone": lambda value, country, today: format_phone(value),
    "mobile": lambda value, country, today: format_phone(value),
    "postcode": lambda value, country, today: format_postcode(value, country),
}
