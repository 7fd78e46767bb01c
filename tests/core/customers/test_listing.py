"""The list as a dispatcher asks it: what is found, in which order, by whom, and how a window goes on."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from core.customers.api import (
    change_customer,
    count_customers,
    customer_choices,
    delete_customer,
    get_customer,
    list_customers,
)
from core.customers.views import (
    Address,
    Choices,
    Contact,
    ContactChange,
    Customer,
    CustomerChange,
    CustomerCount,
    CustomerOrder,
    CustomerQuery,
    CustomerRow,
    CustomerWindow,
)
from core.edits import Edit, Parts, Removal
from core.errors import Invalid
from core.history.api import undo
from core.local import LocalRegister
from core.rights import Right
from tests.conftest import OpenAs
from tests.core.customers.making import make, new_id


async def dispatchers_register(register: LocalRegister) -> None:
    """Fill a register with the customers of the pictures, and some that are easily taken for them."""

    async def one(number: str, name: str, city: str, *contacts: Contact, **values: object) -> None:
        await make(register, number=number, name=name, visiting=Address(city=city), contacts=contacts, **values)

    await one("10958", "Ekebackens Äldreboende", "Västerås", Contact(0, phone="021-39 24 00"))
    await one(
        "10443",
        "Brf Ekbacken",
        "Enköping",
        Contact(0, name="Mona Dahl", phone="0171-44 55 66", email="mona@ekbacken.se"),
        Contact(0, name="Per Åkesson", mobile="070-123 45 67"),
        org_no="769612-3459",
    )
    await one("10442", "Brf Eken 3", "Västerås", Contact(0, phone="021-12 34 56"))
    await one("10441", "Brf Eken 12", "Västerås", Contact(0, phone="021-12 34 57"))
    await one(
        "10117",
        "Mälarenergi AB",
        "Västerås",
        Contact(0, name="Växel", phone="021-39 50 00"),
        Contact(0, name="Nina Ekman", email="nina@malarenergi.se"),
    )
    await one("10602", "Stiftelsen Lekstugan", "Sala")
    await one("10700", "Åkes Plåt AB", "Enköping")
    await one("10701", "Akes Bygg AB", "Enköping", active=False)
    await one("10702", "Maker & Co", "Sala")
    await one("10703", "Tore Østlund", "Kungsör", type="private", org_no="811218-9876")
    await one("104", "Lindbergs El", "Köping")


async def listed(register: LocalRegister, text: str, **query: object) -> list[str]:
    """Return the names that are found, in order."""
    window = await register(list_customers, asked(text, **query))
    return [row.name for row in window.rows]


def asked(text: str = "", **query: object) -> CustomerQuery:
    """Return a query."""
    return CustomerQuery(text=text, **query)  # type: ignore[arg-type]


EKS = ["Ekebackens Äldreboende", "Brf Ekbacken", "Brf Eken 3", "Brf Eken 12", "Mälarenergi AB", "Stiftelsen Lekstugan"]
AKES = ["Åkes Plåt AB", "Maker & Co", "Brf Ekbacken"]

FOUND: list[tuple[str, list[str]]] = [
    # Names that begin so come first, digits by their value, then anywhere in a word or a contact.
    ("ek", EKS),
    ("EK", EKS),
    ("brf ek", ["Brf Ekbacken", "Brf Eken 3", "Brf Eken 12"]),
    ("ek brf", ["Brf Ekbacken", "Brf Eken 3", "Brf Eken 12"]),
    # A number exactly, then those that begin so, by name.
    ("104", ["Lindbergs El", "Brf Ekbacken", "Brf Eken 3", "Brf Eken 12"]),
    ("10443", ["Brf Ekbacken"]),
    ("0443", ["Brf Ekbacken"]),
    # A phone in any spelling, and a part of it.
    ("0171-44 55 66", ["Brf Ekbacken"]),
    ("+46171445566", ["Brf Ekbacken"]),
    ("0046 171 44 55 66", ["Brf Ekbacken"]),
    ("+46 (0)171-44 55 66", ["Brf Ekbacken"]),
    ("0171/445566", ["Brf Ekbacken"]),
    ("17144", ["Brf Ekbacken"]),
    ("0701234567", ["Brf Ekbacken"]),
    ("brf 0171-44", ["Brf Ekbacken"]),
    # The customer's own number and phone are not one.
    ("10443 0171-44", []),
    # An organisation number with and without its hyphen.
    ("769612-3459", ["Brf Ekbacken"]),
    ("7696123459", ["Brf Ekbacken"]),
    ("76", ["Brf Ekbacken"]),
    # Several words together: of the customer, or of the customer and one contact.
    ("ekman västerås", ["Mälarenergi AB"]),
    ("ekman vasteras", ["Mälarenergi AB"]),
    ("ekman enköping", []),
    ("mona mobil", []),
    ("mona 0171-44", ["Brf Ekbacken"]),
    ("mona 070-123 45 67", []),
    ("per 070-123 45 67", ["Brf Ekbacken"]),
    ("nina@malar", ["Mälarenergi AB"]),
    # Without å ä ö both spellings, as typed first within each rank; with them only what is spelled so.
    ("ake", AKES),
    ("åke", ["Åkes Plåt AB", "Brf Ekbacken"]),
    ("öst", ["Tore Østlund"]),
    ("øst", ["Tore Østlund"]),
    ("ostlund", ["Tore Østlund"]),
    ("östlund ab", []),
    # What would be a wildcard or worse is only itself.
    ("%", []),
    ("_", []),
    ("'", []),
    ("&", ["Maker & Co"]),
    ("[/b]", []),
    ("finns inte", []),
]


async def test_what_a_dispatcher_types_finds_whom_it_should_in_order(register: LocalRegister) -> None:
    await dispatchers_register(register)
    answers = {text: await listed(register, text) for text, _names in FOUND}
    assert answers == dict(FOUND)


async def test_inactive_customers_are_found_when_asked_for_and_counted_when_not(register: LocalRegister) -> None:
    await dispatchers_register(register)
    assert await listed(register, "akes") == ["Åkes Plåt AB", "Brf Ekbacken"]
    assert await listed(register, "akes", active=None) == ["Akes Bygg AB", "Åkes Plåt AB", "Brf Ekbacken"]
    assert await listed(register, "akes", active=False) == ["Akes Bygg AB"]
    counts = await register(count_customers, asked("akes"))
    assert counts == CustomerCount(found=2, hidden=1, unfiltered=3)
    # The way out of an empty answer has a real count: without the filters there are two more.
    assert await register(count_customers, asked("akes", cities=("Sala",))) == CustomerCount(
        found=0, hidden=0, unfiltered=3
    )
    assert await register(count_customers, asked("akes", active=False)) == CustomerCount(
        found=1, hidden=2, unfiltered=3
    )
    assert await register(count_customers, asked("e", active=None), 4) == CustomerCount(found=5, unfiltered=5, cap=4)


async def test_filters_must_all_hold_and_towns_are_compared_case_blind(register: LocalRegister) -> None:
    await dispatchers_register(register)
    assert await listed(register, "", cities=("enköping",)) == ["Brf Ekbacken", "Åkes Plåt AB"]
    assert await listed(register, "", cities=("enkoping",)) == []
    assert await listed(register, "", cities=("SALA", "Kungsör")) == [
        "Maker & Co",
        "Stiftelsen Lekstugan",
        "Tore Østlund",
    ]
    assert await listed(register, "", types=("private",)) == ["Tore Østlund"]
    assert await listed(register, "", org_no=True) == ["Brf Ekbacken", "Tore Østlund"]
    assert await listed(register, "brf", org_no=False) == ["Brf Eken 3", "Brf Eken 12"]


async def test_a_personal_number_is_masked_and_found_only_whole_and_only_by_who_may_unmask(
    register: LocalRegister, open_as: OpenAs
) -> None:
    await dispatchers_register(register)
    per = await open_as("per")
    for text in ("811218-9876", "8112189876", "19811218-9876", "198112189876", "tore 811218-9876"):
        window = await register(list_customers, asked(text))
        assert [(row.name, row.org_no, row.also) for row in window.rows] == [
            ("Tore Østlund", "811218-••••", "811218-••••")
        ]
        assert await listed(per, text) == []
        assert (await per(count_customers, asked(text))).unfiltered == 0
    for text in ("811218", "9876", "811218-987", "1218-9876", "19811218", "••••", "811218-••••"):
        assert await listed(register, text, active=None) == []
    berit = await open_as("berit", also=(Right.CUSTOMER_UNMASK,))
    assert await listed(berit, "811218-9876") == ["Tore Østlund"]


async def test_a_row_says_where_it_was_found_when_no_column_shows_it(register: LocalRegister) -> None:
    await dispatchers_register(register)

    async def also(text: str) -> list[str]:
        return [row.also for row in (await register(list_customers, asked(text))).rows]

    assert await also("ek") == ["", "", "", "", "Nina Ekman", ""]
    assert await also("nina@") == ["nina@malarenergi.se"]
    assert await also("ekman nina@") == ["Nina Ekman, nina@malarenergi.se"]
    assert await also("per åkesson enköping") == ["Per Åkesson"]
    assert await also("0171-44 55 66") == [""]
    assert await also("070-123 45") == ["070-123\u00a045\u00a067"]
    assert await also("769612-3459") == ["769612-3459"]


async def test_an_old_number_finds_the_customer_before_all_others(register: LocalRegister) -> None:
    await dispatchers_register(register)
    window = await register(list_customers, asked("10442"))
    eken = window.rows[0]
    await register(change_customer, eken.id, CustomerChange(number=Edit("20", "10442")))
    window = await register(list_customers, asked("10442"))
    assert [(row.number, row.name, row.also) for row in window.rows] == [("20", "Brf Eken 3", "10442")]
    assert await listed(register, "1044") == ["Brf Ekbacken", "Brf Eken 3", "Brf Eken 12"]


async def test_the_search_follows_every_change(register: LocalRegister) -> None:
    mona = Contact(await new_id(register), name="Mona Dahl", phone="0171-44 55 66")
    brf = await make(register, name="Brf Ekbacken", contacts=(mona,))
    assert await listed(register, "dahl ekbacken") == ["Brf Ekbacken"]
    change = ContactChange(id=mona.id, name=Edit("Mona Öberg", "Mona Dahl"))
    parts: Parts[Contact, ContactChange] = Parts(changed=(change,))
    await register(change_customer, brf.id, CustomerChange(contacts=parts))
    assert await listed(register, "dahl") == []
    assert await listed(register, "oberg") == ["Brf Ekbacken"]
    seen = (await register(get_customer, brf.id)).seq
    parts = Parts(removed=(Removal(mona.id, seen),))
    await register(change_customer, brf.id, CustomerChange(contacts=parts))
    assert await listed(register, "oberg") == await listed(register, "0171") == []
    assert [row.phone for row in (await register(list_customers, asked("ekb"))).rows] == [""]
    removed = await register(delete_customer, brf.id)
    assert await listed(register, "ekb", active=None) == []
    await register(undo, removed.seq)
    assert await listed(register, "ekb") == ["Brf Ekbacken"]


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


async def test_an_empty_register_has_one_empty_window(register: LocalRegister) -> None:
    assert await register(list_customers, asked("ek")) == CustomerWindow(rows=())
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
        ),
    )
