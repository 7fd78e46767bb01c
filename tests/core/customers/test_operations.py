"""Customers in a register: made, read, changed, deleted, unmasked; who may what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from sqlalchemy import Connection

from core.customers import operations
from core.customers.api import (
    change_customer,
    create_customer,
    delete_customer,
    get_customer,
    get_customer_by_number,
    unmask_customer,
)
from core.customers.views import (
    Address,
    Contact,
    CustomerChange,
    CustomerDraft,
)
from core.database import cards
from core.database.plain import fetch
from core.edits import Edit
from core.errors import Invalid, NotFound
from core.history.api import undo
from core.local import LocalRegister
from core.settings.api import set_setting
from core.work import UnitOfWork
from tests.conftest import OpenAs, StandingClock
from tests.core.customers.making import make, new_id


def codes(error: Invalid) -> set[tuple[str, str]]:
    """Return (field, code) of every fault."""
    return {(fault.field, fault.code) for fault in error.faults}


async def test_a_customer_is_stored_as_the_rules_write_it_and_says_who_made_it(register: LocalRegister) -> None:
    made = await make(
        register,
        org_no="769612-3459",
        invoice=Address(row1="Box 12", postcode="721 03", city="Västerås"),
        contacts=(Contact(0, name="Mona Dahl", phone="0171-44 55 66"), Contact(0, name="Lars Öberg")),
    )
    assert (made.number, made.org_no) == ("1", "7696123459")
    assert made.invoice == Address(row1="Box 12", postcode="72103", city="Västerås")
    assert [contact.name for contact in made.contacts] == ["Mona Dahl", "Lars Öberg"]
    assert (made.created_by, made.changed_by, made.created_at) == ("anna", "anna", "2026-11-24T08:12:00.000Z")
    assert await register(get_customer, made.id) == made
    assert await register(get_customer_by_number, "1") == made


async def test_who_changed_it_last_is_told_beside_who_made_it(
    register: LocalRegister, open_as: OpenAs, clock: StandingClock
) -> None:
    made = await make(register)
    per = await open_as("per", name="Per Lund")
    clock.now = clock.now.replace(hour=9)
    changed = await per(change_customer, made.id, CustomerChange(name=Edit("Brf Eken", "Brf Ekbacken")))
    assert (changed.created_by, changed.changed_by) == ("anna", "Per Lund")
    assert changed.changed_at == "2026-11-24T09:12:00.000Z"
    assert await register(get_customer, made.id) == changed
    assert changed.seq > made.seq


async def test_every_fault_of_a_new_customer_comes_at_once(register: LocalRegister) -> None:
    await make(register, number="A1")
    with pytest.raises(Invalid) as refused:
        await make(register, name="", number="a1", org_no="769612-3456", contacts=(Contact(0, role="chef"),))
    found = codes(refused.value)
    assert {("name", "required"), ("number", "taken"), ("org_no", "org_no.check_digit")} < found
    assert any(code == "contact_empty" for _field, code in found)


async def test_warnings_do_not_stop_a_customer(register: LocalRegister) -> None:
    made = await make(register, contacts=(Contact(0, phone="växeln", send_protocol=True),))
    assert made.contacts[0].phone == "växeln"


async def test_ids_must_be_ones_own_and_new(register: LocalRegister, open_as: OpenAs) -> None:
    made = await make(register, contacts=(Contact(0, name="Mona"),))
    with pytest.raises(Invalid, match=r"id\.unknown"):
        await register(create_customer, CustomerDraft(id=10**9, name="Brf Eken"))
    with pytest.raises(Invalid, match=r"id\.unknown"):
        await register(create_customer, CustomerDraft(id=made.id, name="Brf Eken"))
    contact = made.contacts[0]
    with pytest.raises(Invalid, match=r"part\.exists"):
        await register(create_customer, CustomerDraft(id=await new_id(register), name="Eken", contacts=(contact,)))
    per = await open_as("per")
    with pytest.raises(Invalid, match=r"id\.unknown"):
        await per(create_customer, CustomerDraft(id=await new_id(register), name="Brf Eken"))


async def test_the_next_number_counts_old_and_deleted_ones(register: LocalRegister) -> None:
    first = await make(register, number="0041")
    second = await make(register)
    assert second.number == "0042"
    await register(change_customer, second.id, CustomerChange(number=Edit("7", "0042")))
    assert (await make(register)).number == "0043"
    third = await make(register)
    await register(delete_customer, third.id)
    assert (await make(register)).number == "0045"
    assert first.number == "0041"


async def test_where_no_number_is_left_one_is_asked_for(register: LocalRegister) -> None:
    await register(set_setting, "number_longest", 2)
    await make(register, number="99")
    with pytest.raises(Invalid, match=r"number number\.none_left"):
        await make(register)


async def test_a_number_is_unique_for_ever_whatever_its_case(register: LocalRegister) -> None:
    kept = await make(register, number="Äpple")
    gone = await make(register, number="B2")
    await register(delete_customer, gone.id)
    await register(change_customer, kept.id, CustomerChange(number=Edit("C3", "Äpple")))
    for taken in ("äPPLE", "b2", "c3"):
        with pytest.raises(Invalid, match="number taken"):
            await make(register, number=taken)


async def test_an_old_number_finds_its_customer_and_can_be_taken_back(register: LocalRegister) -> None:
    made = await make(register, number="100")
    changed = await register(change_customer, made.id, CustomerChange(number=Edit("200", "100")))
    assert (changed.number, changed.aliases) == ("200", ("100",))
    assert (await register(get_customer_by_number, "100")).id == made.id
    back = await register(change_customer, made.id, CustomerChange(number=Edit("100", "200")))
    assert (back.number, back.aliases) == ("100", ("200",))
    again = await register(change_customer, made.id, CustomerChange(number=Edit("200", "100")))
    assert (again.number, again.aliases) == ("200", ("100",))


async def test_a_number_that_only_changes_its_case_leaves_no_old_one(register: LocalRegister) -> None:
    made = await make(register, number="abc")
    changed = await register(change_customer, made.id, CustomerChange(number=Edit("ABC", "abc")))
    assert (changed.number, changed.aliases) == ("ABC", ())


async def test_a_change_that_changes_nothing_leaves_no_trace(register: LocalRegister) -> None:
    made = await make(register, org_no="769612-3459", visiting=Address(row1="Ekgatan 4", postcode="74531"))
    same = CustomerChange(
        org_no=Edit("769612-3459", "7696123459"),
        visiting=Edit(Address(row1="Ekgatan 4 ", postcode="745 31"), Address(row1="Ekgatan 4", postcode="74531")),
        postal=Edit(Address(country="NO"), None),
    )
    assert await register(change_customer, made.id, same) == made


async def test_what_was_wrong_before_does_not_stop_another_change(register: LocalRegister) -> None:
    made = await make(register, number="12345")
    await register(set_setting, "number_longest", 4)
    changed = await register(change_customer, made.id, CustomerChange(name=Edit("Brf Eken", "Brf Ekbacken")))
    assert changed.name == "Brf Eken"
    with pytest.raises(Invalid, match=r"number\.too_long"):
        await register(change_customer, made.id, CustomerChange(number=Edit("123456", "12345")))


@pytest.mark.parametrize("operation", ["get", "change", "delete", "unmask"])
async def test_a_customer_that_is_not_there_is_not_found(register: LocalRegister, operation: str) -> None:
    gone = await make(register)
    await register(delete_customer, gone.id)
    for customer_id in (gone.id, 10**9):
        with pytest.raises(NotFound):
            if operation == "get":
                await register(get_customer, customer_id)
            elif operation == "change":
                await register(change_customer, customer_id, CustomerChange())
            elif operation == "delete":
                await register(delete_customer, customer_id)
            else:
                await register(unmask_customer, customer_id)
    with pytest.raises(NotFound):
        await register(get_customer_by_number, gone.number)


@pytest.fixture
def hanging() -> Iterator[dict[int, int]]:
    """Let something hang on customers: id -> how many."""
    counts: dict[int, int] = {}

    def check(_work: UnitOfWork, customer_id: int) -> tuple[str, int]:
        return "orders", counts.get(customer_id, 0)

    operations.HANGING.append(check)
    yield counts
    operations.HANGING.remove(check)


async def test_a_customer_on_whom_something_hangs_is_not_deleted(
    register: LocalRegister, hanging: dict[int, int]
) -> None:
    made = await make(register)
    hanging[made.id] = 3
    with pytest.raises(Invalid) as refused:
        await register(delete_customer, made.id)
    fault = refused.value.faults[0]
    assert (fault.code, fault.params) == ("customer.hangs", {"kind": "orders", "n": 3})
    hanging.clear()
    removed = await register(delete_customer, made.id)
    assert (removed.id, removed.number, removed.name) == (made.id, made.number, made.name)


async def test_a_deleted_customer_comes_back_whole(register: LocalRegister) -> None:
    made = await make(register, contacts=(Contact(0, name="Mona"),))
    removed = await register(delete_customer, made.id)
    await register(undo, removed.seq)
    back = await register(get_customer, made.id)
    assert (back.number, back.contacts) == (made.number, made.contacts)


async def test_taking_back_that_a_customer_was_made_deletes_it(
    register: LocalRegister, hanging: dict[int, int]
) -> None:
    made = await make(register)
    hanging[made.id] = 1
    with pytest.raises(Invalid, match=r"customer\.hangs"):
        await register(undo, made.seq)
    hanging.clear()
    await register(undo, made.seq)
    with pytest.raises(NotFound):
        await register(get_customer, made.id)
    assert (await make(register)).number == "2"


async def test_a_card_takes_two_statements(register: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    made = await make(register, contacts=(Contact(0, name="Mona"), Contact(0, name="Lars")))
    asked: list[str] = []

    def hear(connection: Connection, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        asked.append(statement)
        return fetch(connection, statement, parameters)

    monkeypatch.setattr(cards, "fetch", hear)
    await register(get_customer, made.id)
    assert len([statement for statement in asked if "FROM customer" in statement]) == 2
