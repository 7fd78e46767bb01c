"""Twins: which customers a new one might be the same as, who is told of them, and what history keeps."""

from __future__ import annotations

from typing import Any

import pytest

from core.customers.api import change_customer, create_customer, delete_customer, find_twins
from core.customers.twin_rules import Facts, asked, reasons
from core.customers.twin_views import TwinQuery
from core.customers.views import Address, Contact, Customer, CustomerChange, CustomerDraft
from core.edits import Edit, Parts, Removal
from core.errors import Invalid
from core.history.api import customer_history, undo
from core.history.views import Despite, HistoryEntry
from core.local import LocalRegister
from core.rights import Right
from tests.conftest import OpenAs
from tests.core.customers.making import make, new_id

EKBACKEN = Facts(
    name="Brf Ekbacken",
    org_no="7696123459",
    phones=("+46171445566", "+46701234567"),
    emails=("mona@ekbacken.se",),
    postcodes=("74531",),
)
PAIRS: list[tuple[TwinQuery, list[str], str]] = [
    (TwinQuery(org_no="7696123459"), ["org_no"], "the same organisation number"),
    (TwinQuery(org_no="769612-3459"), ["org_no"], "written with a hyphen"),
    (TwinQuery(org_no="7696123467"), [], "another one"),
    (TwinQuery(phones=("0171-44 55 66",)), ["phone"], "the same phone, as Sweden writes it"),
    (TwinQuery(phones=("+46 (0)171-445566",)), ["phone"], "or with the country's code"),
    (TwinQuery(phones=("070-1234567",)), ["phone"], "a mobile is a phone"),
    (TwinQuery(phones=("44 55 66",)), [], "without the area code it may be anybody's"),
    (TwinQuery(phones=("0171-44 55 6",)), [], "a number that is not typed to its end"),
    (TwinQuery(emails=("MONA@Ekbacken.se",)), ["email"], "e-mail is compared case-blind"),
    (TwinQuery(emails=("ona@ekbacken.se",)), [], "a part of an address is another address"),
    (TwinQuery(emails=("@ekbacken.se",)), [], "no address at all"),
    (TwinQuery(name="Ekbacken", postcodes=("74531",)), ["name"], "a name without its legal form, and the postcode"),
    (TwinQuery(name="BRF EK-BACKEN", postcodes=("745 31",)), ["name"], "signs, case and spaces do not count"),
    (TwinQuery(name="Brf Ekbacken", postcodes=("11122", "74531")), ["name"], "any address of the new one"),
    (TwinQuery(name="Brf Ekbacken", postcodes=("72103",)), [], "where the other is invoiced, which no list shows"),
    (TwinQuery(name="Brf Ekbacken", postcodes=("11122",)), [], "the same name in another town"),
    (TwinQuery(name="Brf Ekbacken"), [], "a name alone says too little"),
    (TwinQuery(name="Brf Björken", postcodes=("74531",)), [], "and so does a postcode"),
    (
        TwinQuery(
            name="Ekbaken",
            org_no="7696123459",
            phones=("0171445566",),
            emails=("mona@ekbacken.se",),
            postcodes=("74531",),
        ),
        ["org_no", "phone", "email", "name"],
        "everything, the surest first",
    ),
]


@pytest.mark.parametrize(("query", "signs", "why"), PAIRS)
def test_which_pairs_are_twins(query: TwinQuery, signs: list[str], why: str) -> None:
    assert [reason.sign for reason in reasons(asked(query), EKBACKEN, unmask=False)] == signs, why


@pytest.mark.parametrize(("query", "signs", "why"), PAIRS)
async def test_the_register_finds_the_same_pairs(
    register: LocalRegister, query: TwinQuery, signs: list[str], why: str
) -> None:
    made = await ekbacken(register)
    await make(register, name="Brf Gillet", org_no="702001-1735", contacts=(Contact(0, phone="021-18 22 90"),))
    found = await register(find_twins, query)
    assert [[reason.sign for reason in twin.reasons] for twin in found] == ([signs] if signs else []), why
    assert [twin.id for twin in found] == ([made.id] if signs else [])


async def ekbacken(register: LocalRegister, **values: object) -> Customer:
    """Make the customer of the table."""
    fields: dict[str, object] = {
        "number": "104",
        "name": EKBACKEN.name,
        "org_no": "769612-3459",
        "visiting": Address(postcode="745 31", city="Enköping"),
        "invoice": Address(postcode="721 03", city="Västerås"),
        "contacts": (
            Contact(0, name="Mona Dahl", phone="0171-44 55 66", email="mona@ekbacken.se"),
            Contact(0, name="Per Åkesson", mobile="070-123 45 67"),
        ),
    }
    return await make(register, **fields | values)


async def test_what_is_told_of_a_twin(register: LocalRegister) -> None:
    made = await ekbacken(register)
    (twin,) = await register(find_twins, TwinQuery(phones=("0701234567",)))
    assert (twin.id, twin.number, twin.name, twin.city, twin.active) == (
        made.id, "104", "Brf Ekbacken", "Enköping", True,
    )  # fmt: skip
    assert [(reason.sign, reason.value) for reason in twin.reasons] == [("phone", "+46701234567")]


async def test_inactive_ones_count_and_deleted_ones_do_not(register: LocalRegister) -> None:
    made = await ekbacken(register)
    await register(change_customer, made.id, CustomerChange(active=Edit(now=False, was=True)))
    query = TwinQuery(org_no="7696123459")
    assert [twin.active for twin in await register(find_twins, query)] == [False]
    await register(delete_customer, made.id)
    assert await register(find_twins, query) == ()


async def test_a_contact_that_was_taken_away_makes_no_twin(register: LocalRegister) -> None:
    made = await ekbacken(register)
    mona = made.contacts[0]
    removal = Removal(id=mona.id, seen=mona.seq)
    await register(change_customer, made.id, CustomerChange(contacts=Parts(removed=(removal,))))
    assert await register(find_twins, TwinQuery(emails=("mona@ekbacken.se",))) == ()


async def test_a_customer_is_no_twin_of_itself(register: LocalRegister) -> None:
    made = await ekbacken(register)
    assert await register(find_twins, TwinQuery(org_no="7696123459", but=made.id)) == ()


async def test_the_likeliest_come_first_and_no_more_than_five(register: LocalRegister) -> None:
    phone = Contact(0, phone="0171-44 55 66")
    for number in range(6):
        await make(register, number=str(200 + number), name=f"Brf {number}", contacts=(phone,))
    old = await make(register, number="300", name="Brf A", contacts=(phone,), active=False)
    mail = await make(register, number="301", name="Brf Ö", contacts=(Contact(0, email="a@b.se", phone="0171445566"),))
    same = await make(register, number="302", name="Brf Z", org_no="769612-3459")
    found = await register(find_twins, TwinQuery(org_no="7696123459", phones=("0171-445566",), emails=("a@b.se",)))
    assert [twin.id for twin in found[:2]] == [same.id, mail.id]
    assert [twin.name for twin in found[2:]] == ["Brf 0", "Brf 1", "Brf 2"]
    assert old.id not in [twin.id for twin in found], "inactive ones after active ones of the same weight"


async def test_an_address_that_ends_in_a_short_one_does_not_crowd_it_out(register: LocalRegister) -> None:
    for number in range(60):
        await make(register, name=f"Brf {number:02}", contacts=(Contact(0, email=f"a{number}a@gmail.com"),))
    short = await make(register, name="Zeta", contacts=(Contact(0, email="a@gmail.com"),))
    assert [twin.id for twin in await register(find_twins, TwinQuery(emails=("a@gmail.com",)))] == [short.id]


async def test_too_many_values_are_refused(register: LocalRegister) -> None:
    with pytest.raises(Invalid, match="phones range"):
        await register(find_twins, TwinQuery(phones=("0171-445566",) * 51))


async def test_what_one_may_not_see_is_never_named(register: LocalRegister, open_as: OpenAs) -> None:
    await ekbacken(register)
    per = await open_as("per", only_assigned=True)
    mine = await make(per, name="Brf Ek", contacts=(Contact(0, phone="0171-44 55 66"),))
    query = TwinQuery(
        org_no="7696123459",
        name="Ekbacken",
        phones=("0171445566",),
        emails=("mona@ekbacken.se",),
        postcodes=("74531",),
    )
    assert [twin.id for twin in await per(find_twins, query)] == [mine.id]
    everybody = await register(find_twins, query)
    assert len(everybody) == 2


async def test_a_personal_number_is_a_sign_only_for_who_may_see_them(register: LocalRegister, open_as: OpenAs) -> None:
    await make(register, name="Karin Nord", type="private", org_no="811218-9876")
    query = TwinQuery(org_no="198112189876")
    per = await open_as("per", without=(Right.CUSTOMER_UNMASK,))
    assert await per(find_twins, query) == ()
    (twin,) = await register(find_twins, query)
    assert [(reason.sign, reason.value) for reason in twin.reasons] == [("org_no", "")]


# -- the decision in history ---------------------------------------------------------------------------------------


async def created(register: LocalRegister, customer: int) -> HistoryEntry:
    """Return the entry that says that a customer was created."""
    window = await register(customer_history, customer)
    return next(entry for entry in window.entries if (entry.entity, entry.kind) == ("customer", "created"))


async def create(register: LocalRegister, despite: tuple[int, ...], **values: object) -> Customer:
    """Create a customer in spite of others."""
    fields: dict[str, Any] = {"name": "Brf Ek", "org_no": "769612-3459", **values}
    draft = CustomerDraft(id=await new_id(register), despite=despite, **fields)
    return await register(create_customer, draft)


async def test_history_keeps_what_a_customer_was_created_in_spite_of(register: LocalRegister) -> None:
    made = await ekbacken(register)
    new = await create(register, (made.id,), visiting=Address(postcode="745 31"))
    entry = await created(register, new.id)
    assert entry.despite == (Despite(made.id, "104", "Brf Ekbacken", ("org_no",)),)
    await register(change_customer, made.id, CustomerChange(name=Edit(now="Brf Eken", was="Brf Ekbacken")))
    assert (await created(register, new.id)).despite[0].name == "Brf Eken", "what it is called now"


async def test_what_is_no_twin_is_not_noted(register: LocalRegister) -> None:
    other = await make(register, number="7", name="Brf Gillet")
    new = await create(register, (other.id, 4711))
    assert (await created(register, new.id)).despite == ()


async def test_who_may_not_see_the_twin_reads_that_the_customer_was_created(
    register: LocalRegister, open_as: OpenAs
) -> None:
    made = await ekbacken(register)
    per = await open_as("per", only_assigned=True)
    mine = await create(per, (made.id,))
    assert (await created(register, mine.id)).despite == (), "nor does it count what its maker could not see"
    seen = await create(register, (mine.id, made.id), name="Brf Ek 2")
    assert {despite.id for despite in (await created(register, seen.id)).despite} == {mine.id, made.id}


async def test_creating_in_spite_of_twins_is_taken_back_like_any_other(register: LocalRegister) -> None:
    made = await ekbacken(register)
    new = await create(register, (made.id,))
    undone = await register(undo, new.seq)
    redone = await register(undo, undone.seq)
    assert redone.root_id == new.id
    kinds = [entry.kind for entry in (await register(customer_history, new.id)).entries if entry.entity == "customer"]
    assert kinds == ["created", "removed", "created"]
