"""Two people on one card in a register: what a Conflict says, and that nothing of the call was done."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.customers.api import change_customer, get_customer
from core.customers.views import Address, Contact, ContactChange, CustomerChange
from core.edits import Edit, Parts, Removal
from core.errors import Conflict, Invalid
from core.history.api import customer_history, undo
from core.local import LocalRegister
from tests.conftest import OpenAs, StandingClock
from tests.core.customers.making import make, new_id


async def test_different_fields_merge(register: LocalRegister, open_as: OpenAs) -> None:
    loaded = await make(register, contacts=(Contact(0, name="Mona"),))
    per = await open_as("per")
    mona = loaded.contacts[0]
    await per(change_customer, loaded.id, CustomerChange(name=Edit("Brf Eken", loaded.name)))
    phone = ContactChange(mona.id, phone=Edit("0171-44 55 66", ""))
    await per(change_customer, loaded.id, CustomerChange(contacts=Parts(changed=(phone,))))
    email = ContactChange(mona.id, email=Edit("mona@nabo.example", ""))
    change = CustomerChange(comment=Edit("Ring först", ""), contacts=Parts(changed=(email,)))
    merged = await register(change_customer, loaded.id, change)
    assert (merged.name, merged.comment) == ("Brf Eken", "Ring först")
    assert (merged.contacts[0].phone, merged.contacts[0].email) == ("+46171445566", "mona@nabo.example")


async def test_the_same_fields_meet_all_at_once_and_nothing_of_the_call_is_done(
    register: LocalRegister, open_as: OpenAs, clock: StandingClock
) -> None:
    was = Address(row1="Ekgatan 4", postcode="74531", city="Enköping")
    loaded = await make(register, invoice=was, contacts=(Contact(0, name="Mona", phone="0171-44 55 60"),))
    mona = loaded.contacts[0]
    per = await open_as("per", name="Per Lund")
    clock.now = clock.now.replace(minute=14)
    theirs = Address(row1="Box 12", postcode="72103", city="Västerås")
    phone = ContactChange(mona.id, phone=Edit("0171-44 55 00", mona.phone))
    await per(change_customer, loaded.id, CustomerChange(invoice=Edit(theirs, was), contacts=Parts(changed=(phone,))))
    mine = Address(row1="c/o Nabo", row2="Box 12", postcode="721 03", city="Västerås")
    phone = ContactChange(mona.id, phone=Edit("0171-44 55 66", mona.phone))
    change = CustomerChange(
        name=Edit("Brf Eken", "Brf Ekbacken"), invoice=Edit(mine, was), contacts=Parts(changed=(phone,))
    )
    with pytest.raises(Conflict) as met:
        await register(change_customer, loaded.id, change)
    clashes = {clash.field: clash for clash in met.value.clashes}
    assert set(clashes) == {"invoice", f"contacts.{mona.id}.phone"}
    clash = clashes[f"contacts.{mona.id}.phone"]
    assert (clash.was, clash.mine, clash.theirs) == ("+46171445560", "+46171445566", "+46171445500")
    assert (clash.who, clash.when) == ("Per Lund", "2026-11-24T08:14:00.000Z")
    assert clashes["invoice"].theirs["row1"] == "Box 12"
    assert clashes["invoice"].mine["postcode"] == "72103"
    now = await register(get_customer, loaded.id)
    assert met.value.now == now
    assert now.name == "Brf Ekbacken"


async def test_choices_are_saved_against_what_stands_now(register: LocalRegister, open_as: OpenAs) -> None:
    loaded = await make(register)
    per = await open_as("per")
    await per(change_customer, loaded.id, CustomerChange(name=Edit("Brf Eken", loaded.name)))
    with pytest.raises(Conflict) as met:
        await register(change_customer, loaded.id, CustomerChange(name=Edit("Brf Ek", loaded.name)))
    now = met.value.now
    saved = await register(change_customer, loaded.id, CustomerChange(name=Edit("Brf Ek", now.name)))
    assert saved.name == "Brf Ek"


async def test_a_clash_over_what_never_changed_names_who_made_it(register: LocalRegister) -> None:
    loaded = await make(register)
    with pytest.raises(Conflict) as met:
        await register(change_customer, loaded.id, CustomerChange(name=Edit("Brf Ek", "Brf Alm")))
    assert met.value.clashes[0].who == "anna"


async def test_contacts_are_added_moved_removed_and_come_back_to_their_places(register: LocalRegister) -> None:
    loaded = await make(register, contacts=tuple(Contact(0, name=name) for name in ("A", "B", "C")))
    first, second, third = loaded.contacts
    new = Contact(await new_id(register), name="D")
    change = CustomerChange(contacts=Parts(added=(new,), order=(third.id, first.id, second.id)))
    changed = await register(change_customer, loaded.id, change)
    assert [contact.name for contact in changed.contacts] == ["C", "A", "B", "D"]
    # Moving is no change of the contact itself: it can be removed by who saw it before it was moved.
    removed = await register(
        change_customer, loaded.id, CustomerChange(contacts=Parts(removed=(Removal(third.id, loaded.seq),)))
    )
    assert [contact.name for contact in removed.contacts] == ["A", "B", "D"]
    back = await register(change_customer, loaded.id, CustomerChange(contacts=Parts(added=(third,))))
    assert [contact.name for contact in back.contacts] == ["C", "A", "B", "D"]


async def test_a_contact_changed_meanwhile_is_not_removed(register: LocalRegister, open_as: OpenAs) -> None:
    loaded = await make(register, contacts=(Contact(0, name="Mona"),))
    mona = loaded.contacts[0]
    per = await open_as("per")
    rename = ContactChange(mona.id, name=Edit("Mona Dahl", "Mona"))
    await per(change_customer, loaded.id, CustomerChange(contacts=Parts(changed=(rename,))))
    removal = CustomerChange(contacts=Parts(removed=(Removal(mona.id, loaded.seq),)))
    assert (await register(change_customer, loaded.id, removal)).contacts[0].name == "Mona Dahl"


async def test_a_contact_of_another_customer_is_refused(register: LocalRegister) -> None:
    one, other = await make(register, contacts=(Contact(0, name="Mona"),)), await make(register)
    mona = one.contacts[0]
    for parts in (
        Parts[Contact, ContactChange](added=(mona,)),
        Parts[Contact, ContactChange](changed=(ContactChange(mona.id, name=Edit("x", "Mona")),)),
        Parts[Contact, ContactChange](removed=(Removal(mona.id, one.seq),)),
    ):
        with pytest.raises(Invalid):
            await register(change_customer, other.id, CustomerChange(contacts=parts))
    assert (await register(get_customer, one.id)).contacts == one.contacts


async def test_faults_of_a_change_come_all_at_once_and_nothing_is_done(register: LocalRegister) -> None:
    loaded = await make(register)
    contact = Contact(await new_id(register), role="chef")
    change = CustomerChange(
        name=Edit("", loaded.name),
        org_no=Edit("769612-3456", ""),
        comment=Edit("hej", ""),
        contacts=Parts(added=(contact,)),
    )
    with pytest.raises(Invalid) as refused:
        await register(change_customer, loaded.id, change)
    found = {(fault.field, fault.code) for fault in refused.value.faults}
    assert found == {
        ("name", "required"),
        ("org_no", "org_no.check_digit"),
        (f"contacts.{contact.id}", "contact_empty"),
    }
    assert await register(get_customer, loaded.id) == loaded


async def test_only_what_was_edited_is_written(register: LocalRegister) -> None:
    loaded = await make(register, contacts=(Contact(0, name="Mona", phone="0171-44 55 66"),))
    await register(change_customer, loaded.id, CustomerChange(cost_centre=Edit("400", "")))
    entries = (await register(customer_history, loaded.id)).entries
    assert [(entry.kind, entry.field) for entry in entries if entry.seq > loaded.seq] == [("changed", "cost_centre")]


FIELDS = ("name", "cost_centre", "comment", "customer_order_no")
WORDS = st.sampled_from(["Alfa", "Beta", "Gamma"])
EDITS = st.dictionaries(st.sampled_from(FIELDS), WORDS, min_size=1)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS, EDITS)
async def test_two_changes_in_a_register_merge_or_meet_and_the_first_can_be_taken_back(
    register: LocalRegister, first: dict[str, str], second: dict[str, str]
) -> None:
    loaded = await make(register)

    def change(values: dict[str, str]) -> CustomerChange:
        edits = {field: Edit(value, getattr(loaded, field)) for field, value in values.items()}
        return msgspec.structs.replace(CustomerChange(), **edits)

    after_first = await register(change_customer, loaded.id, change(first))
    met = {field for field, value in second.items() if field in first and first[field] != value}
    if met:
        with pytest.raises(Conflict) as conflict:
            await register(change_customer, loaded.id, change(second))
        assert {clash.field for clash in conflict.value.clashes} == met
        assert await register(get_customer, loaded.id) == after_first
        await register(undo, after_first.seq)
        now = await register(get_customer, loaded.id)
        assert [getattr(now, field) for field in FIELDS] == [getattr(loaded, field) for field in FIELDS]
    else:
        merged = await register(change_customer, loaded.id, change(second))
        for field in FIELDS:
            assert getattr(merged, field) == {**first, **second}.get(field, getattr(loaded, field))
