"""A register for benchmarks: invented Swedish companies, associations and people, as many as asked for, by seed and place.

Other than the example company's: many thousand different words, towns of very different sizes, and 1.65 contacts a
customer, so that what is measured is not what something was tuned on. The customer at a place is always the same one.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from core.demo import numbers, words
from core.demo.people import plain
from core.demo.towns import towns

SEED = 2026
CHUNK = 1_000
"""Customers that come from one series of numbers."""

Draw = random.Random


class Contact(NamedTuple):
    """A contact person; phones are E.164."""

    name: str
    phone: str
    mobile: str
    email: str


class Customer(NamedTuple):
    """A customer with what is found of it; `id` counts from 1, so it is also the place."""

    id: int
    number: str
    name: str
    type: str
    language: str
    org_no: str
    active: bool
    street: str
    postcode: str
    city: str
    invoice_city: str
    contacts: tuple[Contact, ...]
    old_numbers: tuple[str, ...]


def customers(count: int, seed: int = SEED) -> Iterator[Customer]:
    """Yield the customers at the places 1 to `count`."""
    for first in range(0, count, CHUNK):
        yield from chunk(first // CHUNK, min(CHUNK, count - first), seed)


def chunk(n: int, size: int = CHUNK, seed: int = SEED) -> list[Customer]:
    """Return the first `size` customers of chunk `n`."""
    draw = random.Random(f"{seed} {n}")
    return [_customer(draw, n * CHUNK + place) for place in range(1, size + 1)]


def _customer(draw: Draw, place: int) -> Customer:
    kind = draw.random()
    town = _town(draw)
    if kind < 0.48:
        found = _company(draw, town, place)
    elif kind < 0.72:
        found = _house(draw, town, place)
    elif kind < 0.80:
        found = _public(draw, town, place)
    else:
        found = _private(draw, town)
    name, type, org_no, contacts = found
    number = str(10_000 + place)
    if draw.random() < 0.03:
        number = f"{draw.choice('KFSB')}{draw.choice(('', '-'))}{number}"
    return Customer(
        id=place,
        number=number,
        name=name,
        type=type,
        language=draw.choice(("en", "en", "nb", "da", "fi", "de")) if draw.random() < 0.03 else "",
        org_no=org_no,
        active=draw.random() >= 0.07,
        street=f"{_skewed(draw, _streets())} {int(draw.random() ** 2 * 90) + 1}",
        postcode=f"{town.postcode + draw.randrange(60):05d}",
        city=town.name,
        invoice_city=_town(draw).name if draw.random() < 0.08 else "",
        contacts=contacts,
        old_numbers=(str(draw.randrange(1_000, 9_999)),) if draw.random() < 0.01 else (),
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


class _Town(NamedTuple):
    name: str
    postcode: int
    area: str
    """The area code without its 0."""


_PLACES = ("Norr", "Söder", "Väster", "Öster", "Lilla ", "Stora ", "Ny", "Gammel")
_SHAPES = ("hult", "torp", "by", "sund", "vik", "fors", "ås", "berga", "köping", "stad", "bo", "näs", "hammar", "åkra")


@cache
def _towns() -> tuple[tuple[_Town, ...], tuple[float, ...]]:
    """Return the towns and their running weights: the largest has a twelfth of all, hundreds have next to nothing."""
    names = [town.name for town in sorted(towns(), key=lambda town: (town.name != "Stockholm", -town.weight))]
    names += [f"{place}{_NATURE[n * 7 % len(_NATURE)].lower()}{shape}".title() for n, place in enumerate(_PLACES)
              for shape in _SHAPES]  # fmt: skip
    names += [f"{nature}{shape}" for nature in _NATURE[:18] for shape in _SHAPES]
    codes = ("8", "31", "40", "18", "21", "19", "11", "13", "171", "224", "16", "54", "60", "90", "221", "225")
    found = tuple(
        _Town(name, 10_000 + place * 211 % 88_000, codes[place % len(codes)])
        for place, name in enumerate(dict.fromkeys(names))
    )
    return found, tuple(accumulate(1 / (place + 2.5) for place in range(len(found))))


def _town(draw: Draw) -> _Town:
    found, weights = _towns()
    return found[bisect(weights, draw.random() * weights[-1])]


_NATURE = _listed(
    """Ek Björk Lind Alm Gran Tall Sten Berg Sjö Hammar Kvarn Sand Lund Dal Ström Blom Söder Norr Väster Öster Ny
    Hag Ceder Rosen Löv Lilje Gyllen Silfver Ros Palm Malm Wall Hed Holm Fors Åker Ång Hjort Ahl Lager Stål Sved
    Ham"""
)
_SURNAME_ENDS = _listed(
    """berg gren kvist lund ström dahl man holm stedt mark löf qvist ing ner ander fors bäck blad stam rot crantz
    hielm sköld stierna sjö felt vall kranz"""
)
_SYLLABLES = _listed(
    """ba be bi bo da de di do fa fi flo ga go ha hi ka ke ki ko la le li lo lux ma me mi mo na ne ni no nor pa pe
    pi po qu ra re ri ro sa se si so sol ta te ti to tron va ve vi vo xi ya ze zo ax ex ix on en is al ar or um
    ist ant"""
)


def _brand(draw: Draw, least: int, most: int) -> str:
    """Return a word that nobody has thought of."""
    return "".join(draw.choice(_SYLLABLES) for _ in range(draw.randint(least, most))).capitalize()


def _skewed(draw: Draw, items: Sequence[str]) -> str:
    """Return one of the items, the first ones much oftener."""
    return items[int(draw.random() ** 2.5 * len(items))]


@cache
def _surnames() -> tuple[str, ...]:
    compounds = [f"{nature}{end}" for end in _SURNAME_ENDS for nature in _NATURE]
    foreign = ["Hussein", "Popović", "Yılmaz", "Kowalski", "Öztürk", "Nguyen", "Virtanen", "Haile", "Ibrahim", "Çelik"]
    return (*words.SURNAMES, *foreign, *compounds)


@cache
def _streets() -> tuple[str, ...]:
    return (*words.STREETS, *(f"{nature}{end}" for end in ("vägen", "gatan", "stigen", "gränd") for nature in _NATURE))


def _surname(draw: Draw) -> str:
    if draw.random() < 0.04:
        return _brand(draw, 2, 4)
    return _skewed(draw, _surnames())


def _person(draw: Draw) -> str:
    first = _skewed(draw, words.WOMEN if draw.random() < 0.5 else words.MEN)
    if draw.random() < 0.06:
        first += f"-{_skewed(draw, words.WOMEN)}"
    last = _surname(draw)
    return f"{first} {last}-{_surname(draw)}" if draw.random() < 0.03 else f"{first} {last}"


_Found = tuple[str, str, str, tuple[Contact, ...]]
"""Name, type, organisation number, contacts."""


def _company(draw: Draw, town: _Town, place: int) -> _Found:
    trade = _skewed(draw, words.TRADES)
    first = _COMPANIES[bisect(_COMPANY_SHARES, draw.random())](draw, town, trade)
    name = f"{first} {draw.choice(('AB', 'AB', 'AB', 'AB', 'AB', 'AB', 'HB', 'KB', ''))}".strip()
    if draw.random() < 0.08:
        name += f" i {town.name}"
    series = numbers.COMPANY if draw.random() < 0.9 else numbers.PARTNERSHIP
    return (
        name,
        "company",
        numbers.org_no(series, place),
        _contacts(draw, town, _domain(draw, first), (4, 44, 30, 15, 7)),
    )


_COMPANIES: tuple[Callable[[Draw, _Town, str], str], ...] = (
    lambda draw, town, trade: f"{_surname(draw)}s {trade}",
    lambda draw, town, trade: f"{_skewed(draw, words.STEMS)} {trade}",
    lambda draw, town, trade: f"{_brand(draw, 2, 4)} {trade}",
    lambda draw, town, trade: _brand(draw, 2, 5),
    lambda draw, town, trade: f"{town.name} {trade}",
    lambda draw, town, trade: f"{draw.choice(_LETTERS)}{draw.choice(_LETTERS)} {trade}",
    lambda draw, town, trade: f"{draw.choice(words.STEMS)}{trade.split()[0].lower()}",
    lambda draw, town, trade: f"{draw.choice(words.MEN)} & {draw.choice(words.MEN)} {trade}",
    lambda draw, town, trade: f"{_skewed(draw, words.STEMS)} {_skewed(draw, words.TRADES)} & {trade}",
)
_COMPANY_SHARES = (0.25, 0.45, 0.60, 0.70, 0.78, 0.86, 0.93, 0.96)
_LETTERS = "ABCDEFGHIJKLMNOPRSTUVWXYZÅÄÖ"


def _house(draw: Draw, town: _Town, place: int) -> _Found:
    kind = draw.choice(("Brf", "Brf", "Brf", "Brf", "HSB Brf", "Bostadsrättsföreningen", "Samfällighetsföreningen"))
    house = _skewed(draw, words.HOUSES) if draw.random() < 0.6 else f"{draw.choice(_NATURE)}{draw.choice(_PARTS)}"
    name = f"{kind} {house}"
    if draw.random() < 0.35:
        name += f" {draw.randint(1, 24)}"
    if draw.random() < 0.3:
        name += f" i {town.name}"
    domain = f"{plain(house)}{plain(town.name)}.se"
    return (
        name,
        "company",
        numbers.org_no(numbers.CO_OPERATIVE, place),
        _contacts(draw, town, domain, (3, 38, 34, 17, 8)),
    )


_PARTS = ("backen", "gården", "ängen", "kullen", "parken", "hagen", "stigen", "hörnan", "udden", "lyckan")


def _public(draw: Draw, town: _Town, place: int) -> _Found:
    genitive = town.name if town.name[-1] in "aeiouyåäösx" else f"{town.name}s"
    chance = draw.random()
    if chance < 0.3:
        name = f"{genitive} kommun, {draw.choice(words.OFFICES)}"
    elif chance < 0.6:
        name = f"{draw.choice(words.PUBLIC_HOUSES)} {draw.choice(words.HOUSES)}, {genitive} kommun"
    else:
        name = f"{genitive} {draw.choice(('IF', 'IK', 'Golfklubb', 'Ridklubb', 'Hembygdsförening', 'församling'))}"
    domain = f"{plain(town.name)}.se"
    return (
        name,
        "company",
        numbers.org_no(numbers.ASSOCIATION, place),
        _contacts(draw, town, domain, (3, 40, 30, 18, 9)),
    )


def _private(draw: Draw, town: _Town) -> _Found:
    name = _person(draw)
    org_no = draw.choice(numbers.personal_nos()) if draw.random() < 0.5 else ""
    mail = draw.choice(("gmail.com", "hotmail.com", "telia.com", "outlook.com", "live.se", "icloud.com"))
    return name, "private", org_no, _contacts(draw, town, mail, (8, 84, 8), first=name)


def _domain(draw: Draw, name: str) -> str:
    ending = draw.choice((".se", ".se", ".se", ".se", ".com", ".nu", ".eu", ".net"))
    return f"{''.join(map(plain, name.split()))[:28]}{ending}"


def _contacts(draw: Draw, town: _Town, domain: str, shares: tuple[int, ...], *, first: str = "") -> tuple[Contact, ...]:
    """Return as many contacts as `shares` (of a hundred, for none, one, two …) say; `first` is the first one's name."""
    (count,) = draw.choices(range(len(shares)), shares)
    found = []
    for n in range(count):
        if n == 0 and not first and draw.random() < 0.12:
            found.append(Contact("", _landline(draw, town), "", f"info@{domain}"))
            continue
        name = first if n == 0 and first else _person(draw)
        has = draw.random()
        local = ".".join(map(plain, name.split())) if draw.random() < 0.8 else plain(name.split()[0])
        if first and draw.random() < 0.5:
            local += str(draw.randrange(40, 99))
        found.append(
            Contact(
                name,
                _landline(draw, town) if has < 0.5 else "",
                f"+467{draw.choice('02369')}{draw.randrange(10_000_000):07d}" if has > 0.25 else "",
                f"{local}@{domain}" if draw.random() < 0.78 else "",
            )
        )
    return tuple(found)


def _landline(draw: Draw, town: _Town) -> str:
    size = 8 - len(town.area)
    return f"+46{town.area}{draw.randrange(10 ** (size - 1), 10**size)}"
