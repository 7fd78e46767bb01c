"""Headings to fields: which column is what, by its own words and by its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from core.exchange import synonyms
from core.exchange.fields import MOST_CONTACTS, all_headings, contact_key
from core.text import INTERFACE_LANGUAGES, catalogue
from core.values.sorting import fold

_SIGNS = re.compile(r"[\W_]+")
_ASIDE = re.compile(r"\(.*?\)|\[.*?\]|/.*")
_NUMBER = re.compile(r"([1-9])$|^([1-9])(?=\D)|(?<=\D)([1-9])(?=\D)")


class Meaning(NamedTuple):
    """What a heading says by itself: a simple field, or a part of an address or a contact (`n` 0: without a number).

    `owner` is "" for a simple field, "address" or "contact"; `name` the field, the kind of address ("" plain), or "".
    """

    owner: str
    name: str
    part: str = ""
    n: int = 0


def compact(heading: str) -> str:
    """Return a heading as it is compared: case, accents, spaces and signs apart. "Fakt. Postnr" is "faktpostnr"."""
    return _SIGNS.sub("", fold(heading))


def meaning(heading: str) -> Meaning | None:
    """Return what a heading says by itself; None where it is unknown.

    "Namn (obligatoriskt)" is what it is without the parenthesis, and "E-post / mejl" what its first part is.
    """
    found = _meaning(compact(heading))
    if found is None and (shorter := _ASIDE.sub("", heading)) != heading:
        found = _meaning(compact(shorter))
    return found


def _meaning(word: str) -> Meaning | None:
    found = _table().get(word)
    if found is not None:
        return found
    numbered = _NUMBER.search(word)
    if numbered is None:
        return None
    bare = word[: numbered.start()] + word[numbered.end() :]
    found = _table().get(bare)
    if found is None or found.owner != "contact":
        return None
    return found._replace(n=int(next(group for group in numbered.groups() if group)))


def recognised(cells: Sequence[str]) -> int:
    """Return how many different fields the cells of a row would be headings of."""
    return len({found for cell in cells if 0 < len(cell) < 80 and (found := meaning(cell)) is not None})


def assign(headings: Sequence[str]) -> tuple[str, ...]:
    """Return the field of every column, "" where it is not read; a field is given to one column only."""
    return _Assignment(headings).fields()


@cache
def _table() -> dict[str, Meaning]:
    table: dict[str, Meaning] = {}
    # What is entered first stays: our own headings, then whole words, then words put together.
    for key, heading in all_headings():
        for language in INTERFACE_LANGUAGES:
            word = compact(catalogue("kundkort", language).gettext(heading).replace("{n}", ""))
            table.setdefault(word, _meaning_of(key))
    for field, words in synonyms.SIMPLE.items():
        for word in words.split():
            table.setdefault(word, Meaning("", field))
    for word in synonyms.NAME_OR_NUMBER.split():
        table[word] = Meaning("", "name_or_number")
    table[synonyms.PERSONAL_OR_POSTCODE] = Meaning("", "personal_or_postcode")
    table[synonyms.CITY_OR_POSTAL] = Meaning("address", "postal", "row1")
    for word, found in (*_contact_words(), *_address_words()):
        table.setdefault(word, found)
    return table


def _meaning_of(key: str) -> Meaning:
    first, _dot, rest = key.partition(".")
    if first == "contacts":
        return Meaning("contact", "", rest.removeprefix("{n}."))
    return Meaning("address", first, rest) if rest else Meaning("", first)


def _contact_words() -> Iterator[tuple[str, Meaning]]:
    owners = synonyms.CONTACT_WORDS.split()
    for word in (*owners, *synonyms.CONTACT_NAMES.split()):
        yield word, Meaning("contact", "", "name")
    for part, words in synonyms.CONTACT_PARTS.items():
        for word in words.split():
            if part != "name":
                yield word, Meaning("contact", "", part)
            for owner in owners:
                yield owner + word, Meaning("contact", "", part)
                yield word + owner, Meaning("contact", "", part)


def _address_words() -> Iterator[tuple[str, Meaning]]:
    prefixes = {kind: words.split() for kind, words in synonyms.ADDRESS_KINDS.items()}
    addresses = synonyms.ADDRESS_WORDS.split()
    whole = {kind: [word + address for word in words for address in addresses] for kind, words in prefixes.items()}
    whole["postal"] = synonyms.POSTAL.split()
    for part, words in synonyms.ADDRESS_PARTS.items():
        for word in words.split():
            yield word, Meaning("address", "", part)
            for kind in whole:
                for prefix in (*whole[kind], *prefixes.get(kind, ())):
                    yield prefix + word, Meaning("address", kind, part)
                    yield word + prefix, Meaning("address", kind, part)
    for kind, names in whole.items():
        for name in names:
            yield name, Meaning("address", kind, "row1")
            for row in ("1", "2"):
                yield name + row, Meaning("address", kind, f"row{row}")


class _Assignment:
    """Goes over the columns from the left, first for what is certain, then for what depends on the neighbours."""

    def __init__(self, headings: Sequence[str]) -> None:
        self._words = [compact(heading) for heading in headings]
        self._meanings = [meaning(heading) for heading in headings]
        self._fields = [""] * len(headings)
        self._taken: set[str] = set()

    def fields(self) -> tuple[str, ...]:
        self._simple()
        self._addresses()
        self._doubtful()
        self._contacts()
        return tuple(self._fields)

    def _give(self, column: int, field: str) -> bool:
        if field in self._taken or self._fields[column]:
            return False
        self._fields[column] = field
        self._taken.add(field)
        return True

    def _simple(self) -> None:
        for column, found in enumerate(self._meanings):
            if found and found.owner == "" and not found.name.endswith(("_or_number", "_or_postcode")):
                self._give(column, found.name)

    def _doubtful(self) -> None:
        for column, found in enumerate(self._meanings):
            if found is None or found.owner:
                continue
            if found.name == "name_or_number":
                _ = self._give(column, "name") or self._give(column, "number")
            elif found.name == "personal_or_postcode" and not self._fields[column]:
                self._give(column, "personal_no")

    # Addresses --------------------------------------------------------------------------------------------------------

    def _addresses(self) -> None:
        self._settle_towns()
        parts = [(column, found) for column, found in enumerate(self._meanings) if found and found.owner == "address"]
        explicit = {found.name for _column, found in parts if found.name and found.part == "row1"}
        plain = self._plain_kind(explicit)
        delivery = "" if "visiting" in explicit else "visiting"
        rows = [(column, found) for column, found in parts if found.part == "row1"]
        current = _kind(rows[0][1], plain, delivery) if rows else plain
        for column, found in parts:
            if found.name or found.part == "row1":
                current = _kind(found, plain, delivery)
            if current:
                self._give(column, f"{current}.{found.part}")

    def _settle_towns(self) -> None:
        """Read `Pnr` beside a town as the postcode, and `Postadress` beside a postcode as the town, where they must be."""
        names = [(found.owner, found.part) for found in self._meanings if found]
        town, code = ("address", "city") in names, ("address", "postcode") in names
        for column, found in enumerate(self._meanings):
            if found is None:
                continue
            if found.name == "personal_or_postcode" and not code and (town or ("address", "row1") in names):
                self._meanings[column] = Meaning("address", "", "postcode")
                code = True
        for column, word in enumerate(self._words):
            if word == synonyms.CITY_OR_POSTAL and code and not town:
                self._meanings[column] = Meaning("address", "", "city")
                town = True

    def _plain_kind(self, explicit: set[str]) -> str:
        """Return which address a plain `Adress` is: visiting, but the invoice address in an accounting system."""
        accounting = not synonyms.ACCOUNTING.isdisjoint(self._words)
        order = ["visiting", "invoice", "postal"]
        if accounting or not explicit.isdisjoint({"visiting", "delivery"}):
            order = ["invoice", "visiting", "postal"]
        return next((kind for kind in order if kind not in explicit), "")

    # Contacts ---------------------------------------------------------------------------------------------------------

    def _contacts(self) -> None:
        """Give the columns of contacts; one without a number is of contact 1, the same heading again of the next."""
        second = {
            found.n
            for found in self._meanings
            if found and found.owner == "contact" and found.part in ("name", "email")
        }
        seen: dict[str, int] = {}
        others: list[int] = []
        for column, found in enumerate(self._meanings):
            if found is None or found.owner != "contact":
                continue
            n = found.n
            if not n:
                n = seen[self._words[column]] = seen.get(self._words[column], 0) + 1
            if found.n == 2 and found.part == "phone" and found.n not in second:
                others.append(column)
            elif n <= MOST_CONTACTS:
                self._give(column, contact_key(n, found.part))
        for column in others:
            # Accounting systems have two phones of one customer; the other one is the mobile.
            self._give(column, contact_key(1, "mobile"))


def _kind(found: Meaning, plain: str, delivery: str) -> str:
    if not found.name:
        return plain
    return delivery if found.name == "delivery" else found.name
