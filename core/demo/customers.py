"""The customers of the example company, made a chunk at a time: the same ones for the same place in the register."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

from core.customers.rules import number_rank
from core.demo import numbers, words
from core.demo.people import Asked, Draw, chance, contacts_of, person, pick, plain
from core.demo.towns import Town, weighted_towns

CHUNK = 1_000
"""Customers that are made, and written in one transaction; others may write fewer, but nobody waits for this register."""
DEFAULT_CUSTOMERS = 2_000
MOST_CUSTOMERS = 1_000_000
FIRST_NUMBER = 10_001

Values = dict[str, object]
"""Attribute -> value of a row, as `work.insert_many` takes it."""


class Chunk(NamedTuple):
    """Rows of CustomerRow, ContactRow and BuyerRow, each with its id; what is left out has its default."""

    customers: list[Values]
    contacts: list[Values]
    buyers: list[Values]


def chunks(customers: int, new_ids: Callable[[int], range]) -> Iterator[Chunk]:
    """Yield `customers` customers (at most a million) with contacts and buyers, CHUNK customers at a time.

    `new_ids(n)` gives n ids. The customer at a place is the same however many there are. Memory holds one chunk.
    """
    for n, first in enumerate(range(0, customers, CHUNK)):
        yield chunk(n, min(CHUNK, customers - first), new_ids)


def chunk(n: int, size: int, new_ids: Callable[[int], range]) -> Chunk:
    """Return the first `size` customers (at most CHUNK) of chunk `n`."""
    draw = random.Random(f"kundkort {n}").random
    made = Chunk([], [], [])
    for index, customer_id in zip(range(n * CHUNK, n * CHUNK + size), new_ids(size), strict=True):
        number = str(FIRST_NUMBER + index)
        values: Values = {
            "id": customer_id,
            "number": number,
            "number_folded": number,
            "number_rank": number_rank(number),
        }
        asked = _kind(draw)(draw, index, values, made)
        _switches(draw, values)
        made.customers.append(values)
        made.contacts.extend(contacts_of(draw, customer_id, asked))
    for rows in (made.contacts, made.buyers):
        for row, row_id in zip(rows, new_ids(len(rows)), strict=True):
            row["id"] = row_id
    return made


_Kind = Callable[[Draw, int, Values, Chunk], Asked]


def _kind(draw: Draw) -> _Kind:
    """Draw what sort of customer comes next."""
    at = draw()
    for share, kind in _KINDS:
        if at < share:
            return kind
    raise AssertionError(at)


def _company(draw: Draw, index: int, values: Values, _made: Chunk) -> Asked:
    """A company limited by shares, at times a partnership."""
    town = pick(draw, weighted_towns())
    stem = pick(draw, words.SURNAMES) + "s" if chance(draw, 0.4) else pick(draw, words.STEMS)
    is_partnership = chance(draw, 0.08)
    name = f"{stem} {pick(draw, words.TRADES)}"
    if chance(draw, 0.25):
        name += " i " + town.name
    number = numbers.org_no(numbers.PARTNERSHIP if is_partnership else numbers.COMPANY, index)
    values.update(name=name + (" HB" if is_partnership else " AB"), org_no=number)
    if chance(draw, 0.55):
        values["vat_no"] = f"SE{number}01"
    if chance(draw, 0.2):
        values["e_invoice"] = f"0088:{numbers.gln(index)}" if chance(draw, 0.15) else f"0007:{number}"
    if chance(draw, 0.15):
        values["cost_centre"] = pick(draw, words.COST_CENTRES)
    if chance(draw, 0.06):
        values["customer_order_no"] = f"PO-{int(draw() * 90_000) + 10_000}"
    if chance(draw, 0.02):
        values["language"] = "en"
    _addresses(draw, values, town, invoice=0.4, postal=0.12)
    return Asked(words.COMPANY_ROLES, _domain(name), town.landline, switchboard=True)


def _sole_trader(draw: Draw, _index: int, values: Values, _made: Chunk) -> Asked:
    """A sole trader, whose organisation number is the owner's personal number (DOMAIN 3.1)."""
    town = pick(draw, weighted_towns())
    owner = person(draw)
    name = f"{owner} {pick(draw, words.TRADES)}"
    values.update(name=name, org_no=pick(draw, numbers.personal_nos()))
    _addresses(draw, values, town, invoice=0.1, postal=0.05)
    return Asked(("Ägare",), _domain(name), town.landline, first=owner, most=1)


def _co_operative(draw: Draw, index: int, values: Values, _made: Chunk) -> Asked:
    """A housing co-operative; several of one name are told apart by a number."""
    town = pick(draw, weighted_towns())
    name = f"Brf {pick(draw, words.HOUSES)}"
    if chance(draw, 0.3):
        name += f" {int(draw() * 14) + 1}"
    values.update(name=name, org_no=numbers.org_no(numbers.CO_OPERATIVE, index))
    if chance(draw, 0.12):
        values["e_invoice"] = f"0007:{values['org_no']}"
    _addresses(draw, values, town, invoice=0.45, postal=0.08, house=name)
    return Asked(words.HOUSE_ROLES, _domain(f"{name} {town.name}"), town.landline)


def _public(draw: Draw, _index: int, values: Values, _made: Chunk) -> Asked:
    """An office or a house of a municipality, which has one organisation number for all of them."""
    town = pick(draw, weighted_towns())
    if chance(draw, 0.5):
        name = f"{town.municipality}, {pick(draw, words.OFFICES)}"
    else:
        name = f"{pick(draw, words.PUBLIC_HOUSES)} {pick(draw, words.HOUSES)}, {town.municipality}"
    values.update(name=name, org_no=town.org_no, e_invoice=f"0007:{town.org_no}")
    if chance(draw, 0.7):
        values["cost_centre"] = pick(draw, words.COST_CENTRES)
    if chance(draw, 0.3):
        values["customer_order_no"] = f"{int(draw() * 9_000) + 1_000}-{int(draw() * 90) + 10}"
    _addresses(draw, values, town, invoice=0.6, postal=0.2)
    return Asked(words.PUBLIC_ROLES, _domain(town.municipality), town.landline, switchboard=True)


def _association(draw: Draw, index: int, values: Values, _made: Chunk) -> Asked:
    """A club or a parish."""
    town = pick(draw, weighted_towns())
    name = (
        f"{town.genitive} {pick(draw, ('IF', 'Golfklubb', 'Ridklubb', 'Folkets Hus', 'Hembygdsförening', 'Båtklubb'))}"
    )
    values.update(name=name, org_no=numbers.org_no(numbers.ASSOCIATION, index))
    _addresses(draw, values, town, invoice=0.2, postal=0.2)
    return Asked(words.HOUSE_ROLES, _domain(name), town.landline)


def _private(draw: Draw, index: int, values: Values, made: Chunk) -> Asked:
    """A private person; some want tax reduction, for a house or for a flat of a co-operative (DOMAIN 3.5)."""
    town = pick(draw, weighted_towns())
    name = person(draw)
    values.update(name=name, type="private")
    if chance(draw, 0.6):
        values["org_no"] = pick(draw, numbers.personal_nos())
    if chance(draw, 0.25):
        if chance(draw, 0.5):
            estate = f"{town.name} {pick(draw, words.ESTATES)} {int(draw() * 40) + 1}:{int(draw() * 90) + 1}"
            values["tax_property"] = estate.upper()
        else:
            values["tax_brf_org_no"] = numbers.org_no(numbers.CO_OPERATIVE, 1_000_000 + index)
            values["tax_apartment_no"] = f"1{int(draw() * 6)}0{int(draw() * 4) + 1}"
        made.buyers.append(
            {
                "id": 0,
                "customer_id": values["id"],
                "position": 0,
                "personal_no": values.get("org_no") or pick(draw, numbers.personal_nos()),
                "share": 10_000,
            }
        )
    _addresses(draw, values, town, invoice=0.03, postal=0.03)
    return Asked((), "example.se", town.landline, first=name, most=1)


def _foreign(draw: Draw, index: int, values: Values, _made: Chunk) -> Asked:
    """A company abroad with a house here: invoiced at home, in its own language."""
    town = pick(draw, weighted_towns())
    country, language, ending, street, postcode, city = pick(draw, _ABROAD)
    name = f"{pick(draw, words.STEMS)} {ending}"
    values.update(name=name, org_no=f"{country}-{100_000 + index}", language=language)
    _addresses(draw, values, town, invoice=0, postal=0)
    values.update(
        invoice_row1=f"{street} {int(draw() * 80) + 1}",
        invoice_postcode=postcode,
        invoice_city=city,
        invoice_country=country,
    )
    return Asked(words.COMPANY_ROLES, _domain(name), town.landline)


_ABROAD = (
    ("NO", "nb", "Eiendom AS", "Storgata", "0155", "Oslo"),
    ("NO", "nb", "Drift AS", "Torvet", "7013", "Trondheim"),
    ("DK", "da", "Ejendomme A/S", "Havnegade", "8000", "Aarhus"),
    ("FI", "fi", "Kiinteistöt Oy", "Satamakatu", "20100", "Turku"),
    ("DE", "de", "Immobilien GmbH", "Ringstraße", "20457", "Hamburg"),
)
_KINDS: tuple[tuple[float, _Kind], ...] = (
    (0.47, _company),
    (0.50, _sole_trader),
    (0.75, _co_operative),
    (0.82, _public),
    (0.85, _association),
    (0.99, _private),
    (1.00, _foreign),
)
"""Up to which share of the customers each kind reaches."""


def _addresses(draw: Draw, values: Values, town: Town, *, invoice: float, postal: float, house: str = "") -> None:
    """Give a visiting address, and the others as often as said; postcodes are those of the town."""
    street = f"{pick(draw, words.STREETS)} {int(draw() ** 2 * 90) + 1}"
    if chance(draw, 0.12):
        street += " " + pick(draw, "ABCD")
    values.update(visiting_row1=street, visiting_postcode=town.postcode(draw()), visiting_city=town.name)
    if chance(draw, invoice):
        row1, row2 = f"Box {int(draw() * 900) + 10}", ""
        if house and chance(draw, 0.5):
            row1, row2 = f"c/o {pick(draw, words.STEMS)} Förvaltning AB", row1
        values.update(
            invoice_row1=row1, invoice_row2=row2, invoice_postcode=town.box_postcode(draw()), invoice_city=town.name
        )
    if chance(draw, postal):
        values.update(
            postal_row1=f"Box {int(draw() * 900) + 10}",
            postal_postcode=town.box_postcode(draw()),
            postal_city=town.name,
        )


def _switches(draw: Draw, values: Values) -> None:
    """Turn on what some customers have: inactive, a comment, the four switches (the first two exclude each other)."""
    at = draw()
    values["active"] = draw() >= 0.06
    if draw() < 0.09:
        values["comment"] = pick(draw, words.COMMENTS)
    if at < 0.02:
        values["facilities_disabled"] = True
    elif at < 0.06:
        values["facility_required"] = True
    elif at < 0.11:
        values["always_invoice"] = True
    elif at < 0.3 and "cost_centre" in values:
        values["cost_centre_required"] = True


def _domain(name: str) -> str:
    """Return a domain of this name that nobody can have (RFC 2606)."""
    return "".join(map(plain, name.split()))[:30] + ".example"
