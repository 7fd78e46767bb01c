"""The fields a column can be, in the template's order, with the headings that the template and the export give them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from core.customers.views import ADDRESS_KINDS, SWITCHES
from core.text import N_, _

Kind = Literal["text", "yes_no", "type", "vat_type", "language", "country"]

TEMPLATE_CONTACTS = 2
"""Contacts that the template has columns for; a file may have more."""
MOST_CONTACTS = 9
"""Contacts that one row can have columns for."""


class Field(NamedTuple):
    """A field of a row: its key, what kind of value it takes, and its heading (for the catalogue)."""

    key: str
    kind: Kind
    heading: str


CUSTOMER_FIELDS: tuple[Field, ...] = (
    Field("number", "text", N_("Customer number")),
    Field("name", "text", N_("Name")),
    Field("type", "type", N_("Type")),
    Field("org_no", "text", N_("Organisation number")),
    Field("vat_no", "text", N_("VAT number")),
    Field("e_invoice", "text", N_("E-invoice id")),
    Field("vat_type", "vat_type", N_("VAT type")),
    Field("language", "language", N_("Language")),
    Field("cost_centre", "text", N_("Cost centre")),
    Field("customer_order_no", "text", N_("Customer's order number")),
    Field("visiting.row1", "text", N_("Visiting address")),
    Field("visiting.row2", "text", N_("Visiting address, row 2")),
    Field("visiting.postcode", "text", N_("Visiting address, postcode")),
    Field("visiting.city", "text", N_("Visiting address, city")),
    Field("visiting.country", "country", N_("Visiting address, country")),
    Field("visiting.province", "text", N_("Visiting address, province")),
    Field("invoice.row1", "text", N_("Invoice address")),
    Field("invoice.row2", "text", N_("Invoice address, row 2")),
    Field("invoice.postcode", "text", N_("Invoice address, postcode")),
    Field("invoice.city", "text", N_("Invoice address, city")),
    Field("invoice.country", "country", N_("Invoice address, country")),
    Field("invoice.province", "text", N_("Invoice address, province")),
    Field("postal.row1", "text", N_("Postal address")),
    Field("postal.row2", "text", N_("Postal address, row 2")),
    Field("postal.postcode", "text", N_("Postal address, postcode")),
    Field("postal.city", "text", N_("Postal address, city")),
    Field("postal.country", "country", N_("Postal address, country")),
    Field("postal.province", "text", N_("Postal address, province")),
    Field("tax_property", "text", N_("Property designation")),
    Field("tax_apartment_no", "text", N_("Apartment number")),
    Field("tax_brf_org_no", "text", N_("Housing association's organisation number")),
    Field("comment", "text", N_("Comment")),
    Field("facilities_disabled", "yes_no", N_("Facilities disabled")),
    Field("facility_required", "yes_no", N_("Facility required")),
    Field("cost_centre_required", "yes_no", N_("Cost centre required")),
    Field("always_invoice", "yes_no", N_("Always send as invoice")),
    Field("active", "yes_no", N_("Active")),
)
CONTACT_FIELDS: tuple[Field, ...] = (
    Field("name", "text", N_("Contact {n}")),
    Field("role", "text", N_("Role {n}")),
    Field("phone", "text", N_("Phone {n}")),
    Field("mobile", "text", N_("Mobile {n}")),
    Field("email", "text", N_("E-mail {n}")),
    Field("send_protocol", "yes_no", N_("Send service protocol {n}")),
    Field("send_work_order", "yes_no", N_("Send work order {n}")),
)
READ_ONLY_FIELDS: tuple[Field, ...] = (
    Field("inactive", "yes_no", N_("Inactive")),
    Field("private", "yes_no", N_("Private person")),
    Field("personal_no", "text", N_("Personal number")),
    Field("gln", "text", N_("GLN")),
    Field("visiting.postcode_city", "text", N_("Visiting address, postcode and city")),
    Field("invoice.postcode_city", "text", N_("Invoice address, postcode and city")),
    Field("postal.postcode_city", "text", N_("Postal address, postcode and city")),
)
"""What other systems write a column for and we do not: read, never written."""

_PLAIN = {field.key: field for field in (*CUSTOMER_FIELDS, *READ_ONLY_FIELDS)}
_CONTACT = {field.key: field for field in CONTACT_FIELDS}
_CONTACT_KEY = re.compile(r"contacts\.([1-9])\.([a-z_]+)")
_ADDRESS_PARTS = frozenset({"row1", "row2", "postcode", "city", "country", "province", "postcode_city"})


def contact_key(n: int, part: str) -> str:
    """Return the key of a contact's column: contact_key(1, "phone") is "contacts.1.phone"."""
    return f"contacts.{n}.{part}"


@lru_cache(maxsize=1024)
def contact_part(key: str) -> tuple[int, str] | None:
    """Return which contact (from 1) and which part of it a key means; None where it is none."""
    found = _CONTACT_KEY.fullmatch(key)
    return (int(found[1]), found[2]) if found and found[2] in _CONTACT else None


@lru_cache(maxsize=1024)
def address_part(key: str) -> tuple[str, str] | None:
    """Return which address and which part of it a key means; None where it is none."""
    kind, _dot, part = key.partition(".")
    return (kind, part) if kind in ADDRESS_KINDS and part in _ADDRESS_PARTS else None


def kind_of(key: str) -> Kind | None:
    """Return what kind of value the field takes; None where there is no such field."""
    contact = contact_part(key)
    if contact is not None:
        return _CONTACT[contact[1]].kind
    return _PLAIN[key].kind if key in _PLAIN else None


def heading(key: str) -> str:
    """Return the heading of a field in the user's language; KeyError where there is no such field."""
    contact = contact_part(key)
    if contact is not None:
        n, part = contact
        return _(_CONTACT[part].heading, n=n)
    return _(_PLAIN[key].heading)


def template_keys(contacts: int = TEMPLATE_CONTACTS) -> tuple[str, ...]:
    """Return the keys of the template's columns, with columns for so many contacts."""
    people = (contact_key(n, field.key) for n in range(1, contacts + 1) for field in CONTACT_FIELDS)
    first = tuple(field.key for field in CUSTOMER_FIELDS)
    return (*first, *people)


def all_headings() -> Iterable[tuple[str, str]]:
    """Yield (key, English heading) of every field without a number, and of the parts of a contact with "{n}" in it."""
    for key, field in _PLAIN.items():
        yield key, field.heading
    for part, field in _CONTACT.items():
        yield f"contacts.{{n}}.{part}", field.heading


assert set(SWITCHES) < set(_PLAIN)
