"""Why a customer was found: whether the columns of the list show it, else the value that does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from core.customers.views import CustomerRow
from core.database.search import Details, Person
from core.values.finding import Part, Typed, Word
from core.values.org_no import format_org_no
from core.values.personal_no import mask_personal_no
from core.values.phone import format_phone, phone_digits
from core.values.sorting import fold, fold_spelled, spell

_NOT_DIGITS = re.compile(r"[^0-9]+")
_BETWEEN = ", "
_HIDDEN = "\N{BULLET}"
"""Stands in a masked number, in which nothing is found."""


def parts_not_shown(row: CustomerRow, typed: Typed) -> list[Part]:
    """Return the parts of what was typed that number, name, town and phone of a row, together, do not show."""
    spelled, folded = _forms(f"{''.join(row.number.split())}\n{row.name}\n{row.city}")
    digits = ""
    if any(part.number for part in typed.parts):
        digits = f"{_digits(row.number)}\n{phone_digits(row.phone)}"
    return [
        part
        for part in typed.parts
        if not (part.number and part.number in digits)
        and not all(word.form in (spelled if word.literal else folded) for word in part.words)
    ]


def may_be_old_number(row: CustomerRow, typed: Typed) -> bool:
    """Say whether the whole text may be an old number of the customer: it has a digit, and is not the present one."""
    whole = _whole(typed)
    return bool(_digits(whole)) and whole != fold("".join(row.number.split()))


def old_number(typed: Typed, details: Details) -> str:
    """Return the old number that the whole text is, as it was written; "" where it is none."""
    whole = _whole(typed)
    return next((old for old in details.old_numbers if fold("".join(old.split())) == whole), "")


def _whole(typed: Typed) -> str:
    """Return a text as numbers are compared with it: folded, without the spaces in it."""
    return "".join(word.folded for word in typed.words)


def reason_for(row: CustomerRow, details: Details, missing: Sequence[Part]) -> str:
    """Return what shows where a row was found: "Nina Ekman", "anna@foretag.se", an old number.

    `missing` are the parts that its columns do not show. The values stand together with one contact, as few as needed.
    """
    personal = [part for part in missing if row.org_no in map(mask_personal_no, part.personal_numbers)]
    sought = [part for part in missing if part not in personal]
    people: Sequence[Person | None] = details.people or (None,)
    for person in people:
        found = _explaining(sought, row, details, person)
        if found is not None:
            return _BETWEEN.join([*found, row.org_no] if personal else found)
    return ""


def _explaining(parts: Sequence[Part], row: CustomerRow, details: Details, person: Person | None) -> list[str] | None:
    """Return the values of the customer and one contact that have the parts, each once; None where some are in none."""
    chosen: dict[str, None] = {}
    for part in parts:
        whole = _with_number(part.number, row, details, person) if part.number else None
        if whole is not None:
            chosen[whole] = None
            continue
        for word in part.words:
            value = next((value for value in _with_words(row, details, person) if _has(value, word)), None)
            if value is None:
                return None
            chosen[format_org_no(value) if value == row.org_no else value] = None
    return list(chosen)


def _with_number(number: str, row: CustomerRow, details: Details, person: Person | None) -> str | None:
    """Return the phone, old number or organisation number that has `number`, as it is written."""
    for phone in (person.phone, person.mobile) if person else ():
        if number in phone_digits(phone):
            return format_phone(phone)
    for old in details.old_numbers:
        if number in _digits(old):
            return old
    if _HIDDEN not in row.org_no and number in _digits(row.org_no):
        return format_org_no(row.org_no)
    return None


def _with_words(row: CustomerRow, details: Details, person: Person | None) -> Iterator[str]:
    """Return the values that words are sought in, the likeliest first."""
    org_no = () if _HIDDEN in row.org_no else (row.org_no,)
    return chain((person.name, person.email) if person else (), details.old_numbers, details.cities, org_no)


def _has(value: str, word: Word) -> bool:
    spelled, folded = _forms(value)
    return word.form in (spelled if word.literal else folded)


@lru_cache(maxsize=4096)
def _forms(value: str) -> tuple[str, str]:
    """Return a value as spelled and folded; the same towns and people come again with every key."""
    spelled = spell(value)
    return spelled, fold_spelled(spelled)


def _digits(text: str) -> str:
    return _NOT_DIGITS.sub("", text)
