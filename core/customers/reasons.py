"""Why a customer was found: whether the columns of the list show it, else the value that does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from core.customers.views import CustomerRow
from core.database.search import Details, Person
from core.values.finding import Part, Typed, Word
from core.values.org_no import format_org_no
from core.values.personal_no import mask_personal_no
from core.values.phone import format_phone, phone_digits
from core.values.sorting import fold_spelled, spell

_NOT_DIGITS = re.compile(r"[^0-9]+")
_BETWEEN = ", "
_HIDDEN = "\N{BULLET}"
"""Stands in a masked number, in which nothing is found."""


class _Value(NamedTuple):
    """A value in which words, digits or both are sought, and how it is written."""

    written: str
    words: str = ""
    digits: str = ""


def shows(row: CustomerRow, typed: Typed) -> bool:
    """Say whether number, name, town and phone of a row, together, have all that was typed."""
    return not _missing(row, typed)


def reason_for(row: CustomerRow, details: Details, typed: Typed) -> str:
    """Return what shows where a row was found: "Nina Ekman", "anna@foretag.se", an old number; "" where the columns do.

    The values that stand together with one contact, as few as are needed.
    """
    missing = _missing(row, typed)
    personal = [part for part in missing if row.org_no in map(mask_personal_no, part.personal_numbers)]
    missing = [part for part in missing if part not in personal]
    own = [_Value(number, number, _digits(number)) for number in details.old_numbers]
    own += [_Value(city, city) for city in dict.fromkeys(details.cities)]
    if _HIDDEN not in row.org_no:
        own.append(_Value(format_org_no(row.org_no), row.org_no, _digits(row.org_no)))
    best: list[str] = []
    for values in [_values(person) + own for person in details.people] or [own]:
        chosen, complete = _explaining(missing, values)
        if complete:
            best = chosen
            break
    if personal:
        best.append(row.org_no)
    return _BETWEEN.join(best)


def _values(person: Person) -> list[_Value]:
    phones = [_Value(format_phone(phone), digits=phone_digits(phone)) for phone in (person.phone, person.mobile)]
    return [_Value(person.name, person.name), _Value(person.email, person.email), *phones]


def _missing(row: CustomerRow, typed: Typed) -> list[Part]:
    """Return the parts that number, name, town and phone do not show."""
    spelled = spell(f"{''.join(row.number.split())}\n{row.name}\n{row.city}")
    folded = fold_spelled(spelled)
    digits = f"{_digits(row.number)}\n{phone_digits(row.phone)}"
    return [
        part
        for part in typed.parts
        if not (part.number and part.number in digits) and not all(_has(word, spelled, folded) for word in part.words)
    ]


def _has(word: Word, spelled: str, folded: str) -> bool:
    return word.form in (spelled if word.literal else folded)


def _digits(text: str) -> str:
    return _NOT_DIGITS.sub("", text)


def _explaining(parts: Iterable[Part], values: Sequence[_Value]) -> tuple[list[str], bool]:
    """Return the values that have the parts, each once and in order, and whether every part is in some."""
    spellings = [spell("".join(value.words.split()) if value.digits else value.words) for value in values]
    chosen: set[int] = set()
    complete = True
    for part in parts:
        whole = [place for place, value in enumerate(values) if part.number and part.number in value.digits]
        if whole:
            chosen.add(whole[0])
            continue
        for word in part.words:
            places = [place for place, text in enumerate(spellings) if _has(word, text, fold_spelled(text))]
            if not places:
                complete = False
            elif chosen.isdisjoint(places):
                chosen.add(places[0])
    return [values[place].written for place in sorted(chosen)], complete
