"""Finding as a dispatcher does: who is found by what is typed, in which order, and what the row says."""

from __future__ import annotations

from core.customers.api import (
    change_customer,
    count_customers,
    delete_customer,
    get_customer,
    list_customers,
)
from core.customers.views import (
    Contact,
    ContactChange,
    CustomerChange,
    CustomerCount,
)
from core.edits import Edit, Parts, Removal
from core.history.api import undo
from core.local import LocalRegister
from core.rights import Right
from tests.conftest import OpenAs
from tests.core.customers.dispatch import asked, dispatchers_register, listed
from tests.core.customers.making import make, new_id

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
