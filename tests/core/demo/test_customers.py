"""The example company's customers: always the same, true to every rule, and nobody's real numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from itertools import pairwise

import msgspec
import pytest

from core.customers.rules import normalise
from core.customers.views import ADDRESS_KINDS, CustomerValues
from core.demo import numbers
from core.demo.customers import CHUNK, FIRST_NUMBER, Chunk, chunks
from core.demo.towns import GOTHENBURG, KIRUNA, MALMO, STOCKHOLM, towns
from core.settings.views import Settings
from core.values.org_no import parse_org_no
from core.values.personal_no import parse_personal_no
from core.values.phone import parse_phone

TODAY = date(2026, 11, 24)
MANY = 3_000


def counting() -> Callable[[int], range]:
    """Return a source of ids, as a unit of work is one."""
    last = 0

    def new_ids(count: int) -> range:
        nonlocal last
        last += count
        return range(last - count + 1, last + 1)

    return new_ids


@cache
def made(customers: int) -> tuple[CustomerValues, ...]:
    """Return so many customers as the api has them, ids 0."""
    return tuple(card for chunk in chunks(customers, counting()) for card in cards(chunk))


def cards(chunk: Chunk) -> Iterable[CustomerValues]:
    """Yield the customers of a chunk as the api has them; parts are numbered from 1."""
    for row in chunk.customers:
        values: dict[str, object] = {key: row[key] for key in CustomerValues.__struct_fields__ if key in row}
        for kind in ADDRESS_KINDS:
            parts = {key.removeprefix(f"{kind}_"): value for key, value in row.items() if key.startswith(f"{kind}_")}
            values[kind] = parts or None
        for name, rows in (("contacts", chunk.contacts), ("buyers", chunk.buyers)):
            own = [part for part in rows if part["customer_id"] == row["id"]]
            assert [part["position"] for part in own] == list(range(len(own)))
            plain = ({key: part[key] for key in part if key not in ("id", "customer_id", "position")} for part in own)
            values[name] = [{"id": n, **part} for n, part in enumerate(plain, 1)]
        yield msgspec.convert(values, CustomerValues)


@pytest.mark.parametrize("fewer", [1, CHUNK - 1, CHUNK, CHUNK + 1, MANY - 7])
def test_fewer_customers_are_the_first_of_more(fewer: int) -> None:
    assert made(fewer) == made(MANY)[:fewer]


def test_every_card_fulfils_every_rule_in_its_stored_form() -> None:
    for values in made(MANY):
        assert normalise(values, Settings(), TODAY) == (values, ())


def test_ids_are_taken_from_whoever_makes_them_and_none_comes_twice() -> None:
    rows = [row for chunk in chunks(CHUNK + 50, counting()) for part in chunk for row in part]
    assert sorted(int(str(row["id"])) for row in rows) == list(range(1, len(rows) + 1))


def test_numbers_go_up_by_one() -> None:
    assert [values.number for values in made(MANY)] == [str(FIRST_NUMBER + n) for n in range(MANY)]


def test_the_mix_is_that_of_a_fire_protection_company() -> None:
    found = made(MANY)

    def share(test: Callable[[CustomerValues], bool]) -> float:
        return sum(map(test, found)) / len(found)

    assert 0.10 < share(lambda values: values.type == "private") < 0.20
    assert 0.18 < share(lambda values: values.name.startswith("Brf ")) < 0.32
    assert 0.04 < share(lambda values: "kommun" in values.name or " stad" in values.name) < 0.12
    assert 0.04 < share(lambda values: not values.active) < 0.08
    assert 0.05 < share(lambda values: bool(values.comment)) < 0.15
    assert 0.25 < share(lambda values: values.invoice is not None) < 0.5
    assert {len(values.contacts) for values in found} >= {1, 2, 3, 4}
    assert {values.language for values in found} >= {"", "en", "nb", "da", "fi", "de"}
    assert any(not contact.name for values in found for contact in values.contacts)
    assert any(values.buyers for values in found)


def test_postcodes_are_those_of_the_town() -> None:
    ranges = {town.name: (*town.streets, town.boxes) for town in towns()}
    for values in made(MANY):
        for kind in ADDRESS_KINDS:
            address = getattr(values, kind)
            if address is not None and address.country == "SE":
                assert any(low <= int(address.postcode) <= high for low, high in ranges[address.city])


def test_no_postcode_belongs_to_two_towns() -> None:
    taken = sorted(part for town in towns() for part in (*town.streets, town.boxes))
    assert all(10_000 <= low <= high <= 99_999 for low, high in taken)
    assert all(one[1] < next_one[0] for one, next_one in pairwise(taken))


def test_phones_are_of_the_series_that_are_kept_free() -> None:
    free = tuple(f"{series}{n:02d}" for series in (STOCKHOLM, GOTHENBURG, MALMO, KIRUNA) for n in range(100))
    kept_free = {*free, *numbers.MOBILES}
    assert all(parse_phone(phone) == phone for phone in kept_free)
    for values in made(MANY):
        assert {phone for contact in values.contacts for phone in (contact.phone, contact.mobile)} <= kept_free | {""}


def test_e_mails_go_to_domains_that_nobody_can_have() -> None:
    for values in made(MANY):
        for contact in values.contacts:
            assert not contact.email or contact.email.endswith((".example", "@example.se"))


def test_organisation_numbers_are_right_and_differ_but_within_a_municipality() -> None:
    found = [values.org_no for values in made(MANY) if values.org_no and len(str(values.org_no)) == 10]
    assert all(parse_org_no(str(number)) == number for number in found)
    others = [number for number in found if not str(number).startswith("29")]
    assert len(set(others)) == len(others) > 1_500


@pytest.mark.parametrize(
    "series", [numbers.COMPANY, numbers.CO_OPERATIVE, numbers.PUBLIC, numbers.ASSOCIATION, numbers.PARTNERSHIP]
)
def test_a_series_of_organisation_numbers_repeats_none(series: numbers.OrgSeries) -> None:
    found = {numbers.org_no(series, n) for n in (*range(5_000), *range(995_000, 1_000_000))}
    assert len(found) == 10_000
    assert all(parse_org_no(number) == number for number in found)


@pytest.mark.parametrize(
    "number",
    ["199503232390", "199504012387", "199505012386", "199512312381", "199601012397", "199606302389", "198701022389"],
)
def test_personal_numbers_that_skatteverket_published_for_tests_are_among_ours(number: str) -> None:
    assert number in numbers.personal_nos()


def test_personal_numbers_are_right_and_of_the_published_serials() -> None:
    found = numbers.personal_nos()
    assert len(set(found)) == len(found) > 4_000
    assert all(parse_personal_no(number, TODAY) == number for number in found)
    recent = [number for number in found if number[:4] >= "1991"]
    assert {number[8:11] for number in recent} == {"238", "239"}
    used = {
        str(values.org_no) for values in made(MANY) if len(str(values.org_no)) == 12 and "-" not in str(values.org_no)
    }
    assert used <= set(found)
