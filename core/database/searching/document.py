"""What is derived of one customer: its row in the list, the text it is found by, and the lines of that text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from core.values.personal_no import is_personal_no, mask_personal_no
from core.values.phone import phone_digits
from core.values.sorting import fold, fold_spelled, sort_key, spell

NUMBER = "\t"
"""Stands before each customer number, present or old, in the text, and the line feed after it: typed text has neither."""
END = "\n"
"""Ends each field of the text."""

_NOT_DIGITS = re.compile(r"[^0-9]+")
_NOTHING = b"\xff"
"""The sort key of no town and no contact: after all of them."""


class Source(NamedTuple):
    """What is read of one customer to make its text of."""

    id: int
    seq: int
    active: int
    type: str
    language: str
    number: str
    name: str
    org_no: str
    visiting_city: str
    visiting_row1: str
    visiting_postcode: str
    invoice_city: str
    invoice_row1: str
    invoice_postcode: str
    postal_city: str
    postal_row1: str
    postal_postcode: str


class Person(NamedTuple):
    """What is read of one contact."""

    customer_id: int
    name: str
    phone: str
    mobile: str
    email: str


Row = tuple[Any, ...]
NOBODY = Person(0, "", "", "", "")

ROW_COLUMNS = (
    "customer_id", "seq", "active", "type", "language", "number", "name", "org_no", "city", "city_spelled", "street",
    "postcode", "phone", "email", "contact", "name_key", "number_key", "city_key", "contact_key",
)  # fmt: skip
TEXT_COLUMNS = ("customer_id", "contacts", "own", "numbers", "renumbered", "folded", "digits", "spelled")
LINE_COLUMNS = ("customer_id", "line", "folded", "digits", "spelled")


class Made(NamedTuple):
    """What is derived of one customer: its rows of `customer_row`, `customer_search` and `customer_search_line`.

    Their columns are ROW_COLUMNS, TEXT_COLUMNS (the label is not the text's) and LINE_COLUMNS.
    """

    row: Row
    text: Row
    lines: list[Row]


NOT_IN_TEXT = frozenset(
    {
        *(("customer", name) for name in (
            "vat_no", "e_invoice", "vat_type", "cost_centre", "customer_order_no", "comment", "tax_property",
            "tax_apartment_no", "tax_brf_org_no", "facilities_disabled", "facility_required", "cost_centre_required",
            "always_invoice",
        )),
        ("contact", "role"), ("contact", "send_protocol"), ("contact", "send_work_order"),
        ("buyer", "personal_no"), ("buyer", "share"), ("buyer", "position"),
    }
)  # fmt: skip
"""Fields of history, by kind of row, that neither the text nor the list has: when one changes, both stay as they are."""


def make_rows(source: Source, people: Sequence[Person], old_numbers: Sequence[str]) -> Made:
    """Return what is derived of a customer with these contacts, in their order, and these old numbers.

    The first contact's phone, else mobile, e-mail and name are the list's. Old numbers are found like the present one.
    """
    id, seq, active, kind, language, number, name, org_no, *addresses = source
    shown_org_no = org_no
    if len(org_no) == 12 and is_personal_no(org_no):
        shown_org_no, org_no = mask_personal_no(org_no), ""
    cities = (source.visiting_city, source.invoice_city, source.postal_city)
    own, numbers, own_digits = _own(number, name, org_no, cities, old_numbers)
    own_folded, own_spelled = _both(own)
    folded, spelled, digits = own_folded, own_spelled, own_digits
    lines: list[Row] = []
    for line, person in enumerate(people):
        person_folded, person_spelled, person_digits = _person(person)
        if len(people) > 1:
            line_spelled = _spelled(own_folded, own_spelled, person_folded, person_spelled)
            lines.append((id, line, own_folded + person_folded, own_digits + person_digits, line_spelled))
        spelled = _spelled(folded, spelled, person_folded, person_spelled)
        folded += person_folded
        digits += person_digits
    city, street, postcode = _address(addresses)
    first = people[0] if people else NOBODY
    row = (
        id, seq, active, kind, language, number, name, shown_org_no, city, spell(city), street, postcode,
        first.phone or first.mobile, first.email, first.name,
        sort_key(" ".join(name.split())), sort_key(number), _key_or_last(city), _key_or_last(first.name),
    )  # fmt: skip
    text = (id, len(people), len(own_folded), fold(numbers), bool(old_numbers), folded, digits, spelled)
    return Made(row, text, lines)


def _address(addresses: Sequence[str]) -> tuple[str, str, str]:
    """Return town, street and postcode of the first address that has a town, else of the first that has anything."""
    found = [tuple(addresses[start : start + 3]) for start in range(0, len(addresses), 3)]
    city, street, postcode = next((one for one in found if one[0]), next((one for one in found if any(one)), found[0]))
    return city, street, postcode


def _own(
    number: str, name: str, org_no: str, cities: Sequence[str], old_numbers: Sequence[str]
) -> tuple[str, str, str]:
    """Return the customer's own text, its numbers alone, and digits: the name comes first, so it is the text's prefix."""
    numbers = f"{NUMBER}{''.join(number.split())}{END}"
    digits = f"{_digits(number)}{END}"
    for each in old_numbers:
        numbers += f"{NUMBER}{''.join(each.split())}{END}"
        digits += f"{_digits(each)}{END}"
    text = f"{' '.join(name.split())}{END}{numbers}"
    for city in dict.fromkeys(cities):
        if city:
            text += f"{city}{END}"
    if org_no:
        text += f"{org_no}{END}"
        digits += f"{_digits(org_no)}{END}"
    return text, numbers, digits


def _digits(text: str) -> str:
    return text if text.isascii() and text.isdigit() else _NOT_DIGITS.sub("", text)


def _person(person: Person) -> tuple[str, str | None, str]:
    """Return the text of one contact, folded and spelled, and the digits."""
    _customer, name, phone, mobile, email = person
    text = f"{name}{END}" if name else ""
    if email:
        text += f"{email}{END}"
    digits = f"{_phone(phone)}{END}" if phone else ""
    if mobile:
        digits += f"{_phone(mobile)}{END}"
    return *_both(text), digits


def _phone(phone: str) -> str:
    """Return what `phone_digits` does, at once for the stored form of a Swedish number."""
    national = phone[3:]
    if phone.startswith("+46") and national.isascii() and national.isdigit() and not national.startswith("0"):
        return national
    return phone_digits(phone)


def _both(text: str) -> tuple[str, str | None]:
    """Return `text` folded, and as spelled where that differs."""
    spelled = spell(text)
    if spelled.isascii():
        return spelled, None
    folded = fold_spelled(spelled)
    return folded, (None if folded == spelled else spelled)


def _spelled(folded: str, spelled: str | None, more_folded: str, more_spelled: str | None) -> str | None:
    """Return the spelled form of two texts together."""
    if spelled is None and more_spelled is None:
        return None
    return (spelled or folded) + (more_spelled or more_folded)


@lru_cache(maxsize=8192)
def _key_or_last(text: str) -> bytes:
    """Return the sort key of a text, after all others where there is none; towns and names of people come again."""
    return sort_key(text) if text else _NOTHING
