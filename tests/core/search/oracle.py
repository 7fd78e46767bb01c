"""The naive search that every result must equal: a scan of plain values, written from DESIGN 4 and nothing else."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from core.values.sorting import sort_key


@dataclass
class Person:
    """A contact."""

    name: str = ""
    phone: str = ""
    mobile: str = ""
    email: str = ""
    removed: bool = False


@dataclass
class Customer:
    """A customer as the oracle knows it."""

    id: int
    number: str
    name: str
    seq: int = 1
    type: str = "company"
    language: str = ""
    org_no: str = ""
    personal: bool = False
    visiting_city: str = ""
    invoice_city: str = ""
    postal_city: str = ""
    street: str = ""
    postcode: str = ""
    active: bool = True
    removed: bool = False
    people: list[Person] = field(default_factory=list)
    old_numbers: list[str] = field(default_factory=list)

    @property
    def city(self) -> str:
        """The town that the list shows."""
        return self.visiting_city or self.invoice_city or self.postal_city

    @property
    def first(self) -> Person:
        """The contact that the list shows."""
        return next((person for person in self.people if not person.removed), Person())

    def shown(self, column: str) -> str:
        """What a column of the list shows; street and postcode are those of the visiting address."""
        of_visiting = bool(self.visiting_city) or not self.city
        match column:
            case "contact":
                return self.first.name
            case "phone":
                return self.first.phone or self.first.mobile
            case "email":
                return self.first.email
            case "street":
                return self.street if of_visiting else ""
            case "postcode":
                return self.postcode if of_visiting else ""
            case "org_no":
                return self.masked if self.personal else self.org_no
            case "type":
                return self.type
            case "language":
                return self.language
        return self.city

    @property
    def masked(self) -> str:
        """A personal number as everybody sees it."""
        return f"{self.org_no[2:8]}-••••"


@dataclass
class Query:
    """What is asked."""

    text: str = ""
    active: bool | None = True
    cities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    org_no: bool | None = None
    order: str = "relevance"
    descending: bool = False


def lower(text: str) -> str:
    """Case-blind, å ä ö é kept, ø as ö, æ as ä, other accents gone."""
    found = ""
    for letter in unicodedata.normalize("NFC", text).casefold():
        if letter in "åäöé" or letter.isascii():
            found += letter
        elif letter in "øæ":
            found += {"ø": "ö", "æ": "ä"}[letter]
        else:
            found += "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))
    return found


def plain(text: str) -> str:
    """The same without å ä ö é."""
    return lower(text).translate(str.maketrans("åäöé", "aaoe"))


def literal(word: str) -> bool:
    """A word with å ä ö é is found only where it is spelled so."""
    return any(letter in "åäöé" for letter in lower(word))


def digits(text: str) -> str:
    """Only the digits."""
    return re.sub("[^0-9]", "", text)


def as_number(text: str) -> str:
    """Digits without a leading 0, 00, +46 or 0046."""
    found = digits(text)
    if text.lstrip(" (").startswith("+") or found.startswith("00"):
        international = found if text.lstrip(" (").startswith("+") else found[2:]
        return international[2:].removeprefix("0") if international.startswith("46") else international
    if found.startswith("46") and len(found) >= 11:
        return found[2:].removeprefix("0")
    return found.removeprefix("0")


Part = tuple[list[str], str, str]


def parts(text: str) -> list[Part]:
    """The typed words; those of digits and signs that stand side by side as one part, with their number."""
    found: list[Part] = []
    run: list[str] = []
    for word in [*text.split(), None]:
        if word is not None and re.fullmatch("[0-9()+/-]+", word):
            run.append(word)
            continue
        if run:
            whole = " ".join(run)
            if len(as_number(whole)) >= 3:
                found.append((run, as_number(whole), digits(whole)))
            else:
                found += [([each], "", "") for each in run]
            run = []
        if word is not None:
            found.append(([word], "", ""))
    return found


def in_text(word: str, text: list[str], *, as_typed: bool) -> bool:
    """A word is anywhere in one of the values."""
    if as_typed or literal(word):
        return any(lower(word) in lower(value) for value in text)
    return any(plain(word) in plain(value) for value in text)


def lines(customer: Customer) -> list[tuple[list[str], list[str]]]:
    """The values and the numbers that words must stand in together."""
    numbers = ["".join(number.split()) for number in (customer.number, *customer.old_numbers)]
    org_no = "" if customer.personal else customer.org_no
    own = [
        *customer.name.split(),
        *numbers,
        customer.visiting_city,
        customer.invoice_city,
        customer.postal_city,
        org_no,
    ]
    own_digits = [*map(digits, numbers), digits(org_no)]
    people = [person for person in customer.people if not person.removed]
    if not people:
        return [(own, own_digits)]
    return [
        ([*own, *person.name.split(), person.email], [*own_digits, as_number(person.phone), as_number(person.mobile)])
        for person in people
    ]


def found(customer: Customer, text: str, *, unmask: bool, as_typed: bool = False) -> bool:
    """All that was typed stands together on some line."""
    return any(
        all(_part(customer, part, values, numbers, unmask=unmask, as_typed=as_typed) for part in parts(text))
        for values, numbers in lines(customer)
    )


def _part(
    customer: Customer, part: Part, values: list[str], numbers: list[str], *, unmask: bool, as_typed: bool
) -> bool:
    words, number, all_digits = part
    if number and any(number in each for each in numbers):
        return True
    whole = all_digits == customer.org_no or (all_digits == customer.org_no[2:] and all_digits[2:3] in ("0", "1"))
    if number and unmask and customer.personal and whole:
        return True
    return all(in_text(word, values, as_typed=as_typed) for word in words)


def rank(customer: Customer, text: str, *, unmask: bool) -> tuple[int, int]:
    """Number exactly, number's beginning, name's beginning, anywhere; then as typed or folded."""
    words = text.split()
    whole = "".join(words)
    numbers = ["".join(number.split()) for number in (customer.number, *customer.old_numbers)]
    folds = [lower] if literal(whole) else [lower, plain]
    for folded, fold in enumerate(folds):
        if any(fold(number) == fold(whole) for number in numbers):
            return 0, folded
    for folded, fold in enumerate(folds):
        if any(fold(number).startswith(fold(whole)) for number in numbers):
            return 1, folded
    name = " ".join(customer.name.split())
    if _begins(name, words):
        return 2, 0 if lower(name).startswith(lower(" ".join(words))) else 1
    return 3, 0 if found(customer, text, unmask=unmask, as_typed=True) else 1


def _begins(name: str, words: list[str]) -> bool:
    if not plain(name).startswith(plain(" ".join(words))):
        return False
    at = 0
    for word in words:
        size = len(lower(word))
        if literal(word) and lower(name)[at : at + size] != lower(word):
            return False
        at += size + 1
    return True


def passes(customer: Customer, query: Query) -> bool:
    """Every filter but the one on active lets it through."""
    return (
        (not query.cities or lower(customer.city) in [lower(city) for city in query.cities])
        and (not query.languages or customer.language in query.languages)
        and (not query.types or customer.type in query.types)
        and (query.org_no is None or bool(customer.org_no) is query.org_no)
    )


def hits(customers: list[Customer], query: Query, *, unmask: bool, seen: set[int] | None) -> list[Customer]:
    """All that the text finds, filters apart, of what one may see."""
    return [
        customer
        for customer in customers
        if not customer.removed and (seen is None or customer.id in seen) and found(customer, query.text, unmask=unmask)
    ]


def listed(
    customers: list[Customer], query: Query, *, unmask: bool = False, seen: set[int] | None = None
) -> list[Customer]:
    """The whole answer, in order."""
    answer = [
        customer
        for customer in hits(customers, query, unmask=unmask, seen=seen)
        if passes(customer, query) and query.active in (None, customer.active)
    ]

    def key(customer: Customer) -> tuple[object, ...]:
        name = sort_key(customer.name)
        match query.order:
            case "number":
                return sort_key(customer.number), customer.id
            case "changed":
                return customer.seq, name, customer.id
            case "relevance" if query.text.split():
                return *rank(customer, query.text, unmask=unmask), name, customer.id
            case "name" | "relevance":
                return name, customer.id
        shown = customer.shown(query.order)
        return not shown, sort_key(shown), name, customer.id

    return sorted(answer, key=key, reverse=query.descending)


def counted(
    customers: list[Customer], query: Query, *, unmask: bool = False, seen: set[int] | None = None
) -> tuple[int, int, int]:
    """How many are found, hidden by the filter on active, found without filters."""
    everything = hits(customers, query, unmask=unmask, seen=seen)
    passing = [customer for customer in everything if passes(customer, query)]
    kept = [customer for customer in passing if query.active in (None, customer.active)]
    return len(kept), len(passing) - len(kept), len(everything)
