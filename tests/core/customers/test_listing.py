"""The list: orders, windows that go on, what is refused, and what who sees only assigned customers gets."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from core.customers.api import (
    count_customers,
    customer_choices,
    delete_customer,
    list_customers,
)
from core.customers.views import (
    Address,
    Choices,
    Contact,
    Customer,
    CustomerCount,
    CustomerOrder,
    CustomerQuery,
    CustomerRow,
    CustomerWindow,
)
from core.errors import Invalid
from core.local import LocalRegister
from tests.conftest import OpenAs
from tests.core.customers.dispatch import asked, dispatchers_register, listed
from tests.core.customers.making import make

ORDERS: list[tuple[CustomerOrder, list[str]]] = [
    (CustomerOrder.RELEVANCE, ["Akta", "Eken 3", "Eken 12", "Ängen", "Öst"]),
    (CustomerOrder.NAME, ["Akta", "Eken 3", "Eken 12", "Ängen", "Öst"]),
    (CustomerOrder.NUMBER, ["Öst", "Ängen", "Eken 12", "Akta", "Eken 3"]),
    (CustomerOrder.CITY, ["Eken 3", "Öst", "Akta", "Ängen", "Eken 12"]),
    (CustomerOrder.CHANGED, ["Eken 12", "Akta", "Öst", "Ängen", "Eken 3"]),
]


@pytest.mark.parametrize(("order", "names"), ORDERS)
async def test_each_order_both_ways(register: LocalRegister, order: CustomerOrder, names: list[str]) -> None:
    towns = {"Sala": "Sala", "Åmål": "Åmål", "arboga": "arboga", "": ""}
    for number, name, city in (
        ("100", "Eken 12", ""),
        ("1000", "Akta", "Sala"),
        ("9", "Öst", "Sala"),
        ("10", "Ängen", "Åmål"),
        ("A1", "Eken 3", "arboga"),
    ):
        await make(register, number=number, name=name, visiting=Address(city=towns[city]) if city else None)
    expected = list(names)
    if order is CustomerOrder.CITY:
        # Of one town by name; without a town last.
        expected = ["Eken 3", "Akta", "Öst", "Ängen", "Eken 12"]
    assert await listed(register, "", order=order) == expected
    assert await listed(register, "", order=order, descending=True) == expected[::-1]


async def walk(register: LocalRegister, query: CustomerQuery, limit: int) -> Sequence[str]:
    """Return the names of all windows, forwards."""
    window = await register(list_customers, query, limit=limit)
    names = [row.name for row in window.rows]
    while not window.at_end:
        window = await register(list_customers, query, after=window.last, limit=limit)
        names += [row.name for row in window.rows]
    return names


async def test_windows_go_on_from_a_position_though_rows_come_and_go(register: LocalRegister) -> None:
    made: dict[str, Customer] = {}
    for number, name in enumerate("BDFHJL"):
        made[name] = await make(register, number=str(number + 1), name=name)
    query = asked("")
    assert await walk(register, query, 2) == list("BDFHJL")
    first = await register(list_customers, query, limit=2)
    assert (first.at_start, first.at_end) == (True, False)
    # The row at the position goes, others come on both sides of it.
    await register(delete_customer, made["D"].id)
    for number, name in enumerate("ACEG"):
        await make(register, number=str(number + 11), name=name)
    following = await register(list_customers, query, after=first.last, limit=3)
    assert [row.name for row in following.rows] == ["E", "F", "G"]
    assert (following.at_start, following.at_end) == (False, False)
    before = await register(list_customers, query, before=following.first, limit=2)
    assert [row.name for row in before.rows] == ["B", "C"]
    assert (before.at_start, before.at_end) == (False, False)
    end = await register(list_customers, query, last=True, limit=3)
    assert [row.name for row in end.rows] == ["H", "J", "L"]
    assert (end.at_start, end.at_end) == (False, True)


async def test_a_window_beyond_the_end_keeps_its_place(register: LocalRegister) -> None:
    await make(register, number="1", name="A")
    gone = await make(register, number="2", name="B")
    window = await register(list_customers, asked(""))
    await register(delete_customer, gone.id)
    beyond = await register(list_customers, asked(""), after=window.last)
    assert beyond == CustomerWindow(rows=(), first=window.last, last=window.last, at_start=False, at_end=True)
    back = await register(list_customers, asked(""), before=beyond.first)
    assert [row.name for row in back.rows] == ["A"]


async def test_a_window_begins_at_the_row_that_is_jumped_to(register: LocalRegister) -> None:
    for number, name in enumerate("ABCDEFG"):
        await make(register, number=str(number + 1), name=name, visiting=Address(city="Sala" if number % 2 else ""))
    for query, names in (
        (asked(""), "ABCDEFG"),
        (asked("", order=CustomerOrder.NUMBER, descending=True), "GFEDCBA"),
        (asked("", order=CustomerOrder.POSTCODE), "ABCDEFG"),
        (asked("", cities=("Sala",)), "BDF"),
        (asked("sala"), "BDF"),
    ):
        for at in range(len(names) + 2):
            window = await register(list_customers, query, at=at, limit=2)
            start = min(at, len(names) - 2) if at >= len(names) else at
            assert "".join(row.name for row in window.rows) == names[start : start + 2]
            assert (window.at_start, window.at_end) == (start == 0, start + 2 >= len(names))
            # At the end of what has to be counted nobody knows how many stand before.
            assert window.offset in (
                (start,) if (query.text == "" and not query.cities) or at < len(names) else (None,)
            )


async def test_how_many_stand_before_is_known_of_everybody_and_of_what_was_gathered(register: LocalRegister) -> None:
    for number, name in enumerate("ABCDEFG"):
        await make(register, number=str(number + 1), name=name)
    for query in (
        asked(""),
        asked("", order=CustomerOrder.CHANGED, descending=True),
        asked("", order=CustomerOrder.EMAIL),
    ):
        window = await register(list_customers, query, limit=3)
        offsets = [window.offset]
        while not window.at_end:
            window = await register(list_customers, query, after=window.last, limit=3)
            offsets.append(window.offset)
        assert offsets == [0, 3, 6]
        assert (await register(list_customers, query, last=True, limit=3)).offset == 4


async def test_an_empty_register_has_one_empty_window(register: LocalRegister) -> None:
    assert await register(list_customers, asked("ek")) == CustomerWindow(rows=(), offset=0)
    assert await register(count_customers, asked("")) == CustomerCount(found=0)


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"limit": 0}, ("limit", "range")),
        ({"limit": 501}, ("limit", "range")),
        ({"after": "x"}, ("after", "position.unknown")),
        ({"after": "å"}, ("after", "position.unknown")),
        ({"before": "k6RuYW1lwgA"}, ("before", "position.unknown")),
        ({"query": asked("x" * 201)}, ("text", "too_long")),
        ({"at": -1}, ("at", "range")),
        ({"at": 0, "last": True}, ("at", "position.one")),
    ],
)
async def test_what_is_not_right_is_refused(
    register: LocalRegister, arguments: dict[str, object], fault: tuple[str, str]
) -> None:
    with pytest.raises(Invalid) as raised:
        await register(list_customers, **{"query": asked(""), **arguments})  # type: ignore[arg-type]
    assert [(fault.field, fault.code) for fault in raised.value.faults] == [fault]


async def test_a_position_belongs_to_one_order(register: LocalRegister) -> None:
    await make(register, name="A")
    window = await register(list_customers, asked("", order=CustomerOrder.NAME))
    for query in (
        asked("", order=CustomerOrder.NUMBER),
        asked("a"),
        asked("", order=CustomerOrder.NAME, descending=True),
    ):
        with pytest.raises(Invalid):
            await register(list_customers, query, after=window.last)
    with pytest.raises(Invalid) as raised:
        await register(list_customers, asked(""), after=window.last, last=True)
    assert raised.value.faults[0].code == "position.one"
    with pytest.raises(Invalid):
        await register(count_customers, asked(""), 0)


async def test_who_sees_only_assigned_customers_finds_and_counts_no_others(
    register: LocalRegister, open_as: OpenAs
) -> None:
    await dispatchers_register(register)
    tove = await open_as("tove", only_assigned=True)
    assert await listed(tove, "ek") == []
    assert (await tove(customer_choices)).cities == ()
    await make(tove, number="20000", name="Brf Ekudden", visiting=Address(city="Arboga"))
    assert await listed(tove, "ek") == ["Brf Ekudden"]
    assert await listed(tove, "") == ["Brf Ekudden"]
    assert await tove(count_customers, asked("")) == CustomerCount(found=1, unfiltered=1)
    assert await tove(count_customers, asked("ek")) == CustomerCount(found=1, unfiltered=1)
    choices = await tove(customer_choices)
    assert choices == Choices(cities=(("Arboga", 1),), longest_number=5, next_number="20001")
    assert "Brf Ekudden" in await listed(register, "ek")


async def test_the_choices_are_what_is_in_use(register: LocalRegister) -> None:
    assert await register(customer_choices) == Choices(next_number="1")
    await dispatchers_register(register)
    await make(register, number="1234567", name="A", language="en", invoice=Address(city="SALA"))
    choices = await register(customer_choices)
    assert choices.cities == (("Enköping", 3), ("Kungsör", 1), ("Köping", 1), ("SALA", 3), ("Västerås", 4))
    assert choices.languages == (("en", 1),)
    assert (choices.longest_number, choices.next_number) == (7, "1234568")


async def test_the_first_contact_is_the_one_in_the_row(register: LocalRegister) -> None:
    contacts = (Contact(0, name="Mona", mobile="070-123 45 67"), Contact(0, name="Per", phone="0171-44 55 66"))
    made = await make(register, number="7", name="A", contacts=contacts, invoice=Address(city="Sala"))
    window = await register(list_customers, asked(""))
    assert window.rows == (
        CustomerRow(
            id=made.id,
            seq=made.seq,
            number="7",
            name="A",
            type="company",
            org_no="",
            active=True,
            city="Sala",
            phone="+46701234567",
            email="",
            contact="Mona",
            changed="2026-11-24T08:12:00.000Z",
        ),
    )
