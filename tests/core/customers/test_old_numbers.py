"""A number that is no customer's any more is found among the old ones, and says so."""

from __future__ import annotations

import pytest

from core.customers.api import change_customer, get_customer_by_number, list_customers
from core.customers.views import Contact, Customer, CustomerChange, CustomerQuery, CustomerRow
from core.edits import Edit
from core.local import LocalRegister
from tests.core.customers.making import make


async def renumbered(register: LocalRegister, was: str, now: str, **values: object) -> Customer:
    """Make a customer, and give it another number."""
    made = await make(register, number=was, **values)
    return await register(change_customer, made.id, CustomerChange(number=Edit(now=now, was=was)))


async def first(register: LocalRegister, text: str) -> CustomerRow:
    """Return the first line that a text finds."""
    return (await register(list_customers, CustomerQuery(text=text))).rows[0]


@pytest.mark.parametrize(
    ("was", "now", "typed", "why"),
    [
        ("98", "10443", "98", "a short number"),
        ("98", "10498", "98", "that the present number has in it"),
        ("K-98", "10443", "k-98", "letters, case-blind"),
        ("K 98", "10443", "k 98", "spaces in it"),
        ("71445", "10443", "71445", "one that stands in the phone number, too"),
    ],
)
async def test_an_old_number_finds_its_customer_first_and_says_so(
    register: LocalRegister, was: str, now: str, typed: str, why: str
) -> None:
    phone = Contact(0, phone="0171-44 55 98", email="info98@ekbacken.se")
    made = await renumbered(register, was, now, contacts=(phone,))
    await make(register, number=f"{was}1", name="Brf Annan")
    row = await first(register, typed)
    assert (row.id, row.formerly, row.also) == (made.id, was, was), why
    assert (await register(get_customer_by_number, typed)).id == made.id


async def test_a_present_number_says_nothing_of_old_ones(register: LocalRegister) -> None:
    await renumbered(register, "98", "10443")
    for text in ("10443", "98 brf", "9", "ekbacken"):
        assert (await first(register, text)).formerly == "", text


async def test_a_present_number_comes_before_what_an_old_one_begins_with(register: LocalRegister) -> None:
    await renumbered(register, "980", "10443", name="Brf A")
    there = await make(register, number="98", name="Brf Ö")
    assert (await first(register, "98")).id == there.id
