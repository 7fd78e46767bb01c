"""Taking back: the opposite edits, redo, what somebody changed since, and whole bulk actions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.customers.api import change_customer, create_customer, delete_customer, get_customer, switch_vat_type
from core.customers.views import Address, Contact, ContactChange, Customer, CustomerChange, CustomerDraft
from core.edits import Edit, Parts, Removal
from core.errors import Conflict, Invalid, NotFound, Refused
from core.history.api import undo, undoable
from core.local import LocalRegister
from core.people.api import add_user, list_users
from core.people.views import UserDraft
from core.register import Register
from core.rights import Right
from core.settings.api import get_settings, set_setting
from tests.conftest import OpenAs
from tests.core.customers.making import make, new_id
from tests.core.history.test_history import change


async def take_back_last(register: Register) -> None:
    """Press u."""
    last = await register(undoable, register.session)
    assert last is not None
    await register(undo, last.seq)


def content(customer: Customer) -> dict[str, Any]:
    """Return what a person sees of a card: no seqs, no times."""
    hidden = {"seq", "changed_at", "changed_by", "contacts"}
    values = {name: getattr(customer, name) for name in customer.__struct_fields__ if name not in hidden}
    contacts = [{name: getattr(c, name) for name in c.__struct_fields__ if name != "seq"} for c in customer.contacts]
    return values | {"contacts": contacts}


async def test_a_change_is_taken_back_and_done_again(register: LocalRegister) -> None:
    customer = await make(register, name="Brf A")
    await change(register, customer, name="Brf B", visiting=Address(row1="Ekgatan 4"))
    for name, row1 in (("Brf A", None), ("Brf B", "Ekgatan 4"), ("Brf A", None)):
        await take_back_last(register)
        now = await register(get_customer, customer.id)
        assert (now.name, now.visiting.row1 if now.visiting else None) == (name, row1)


async def test_taking_back_keeps_what_others_did_meanwhile(register: LocalRegister, open_as: OpenAs) -> None:
    per = await open_as("per")
    customer = await make(register, name="Brf A")
    await change(register, customer, name="Brf B")
    await change(per, customer, cost_centre="400")
    await take_back_last(register)
    now = await register(get_customer, customer.id)
    assert (now.name, now.cost_centre) == ("Brf A", "400")


async def test_taking_back_never_overwrites(register: LocalRegister, open_as: OpenAs) -> None:
    per = await open_as("per", name="Per Lund")
    customer = await make(register, name="Brf A")
    customer = await change(register, customer, name="Brf B")
    await change(per, customer, name="Brf C")
    with pytest.raises(Conflict) as conflict:
        await take_back_last(register)
    clash = conflict.value.clashes[0]
    assert (clash.field, clash.theirs, clash.who) == ("name", "Brf C", "Per Lund")
    assert (await register(get_customer, customer.id)).name == "Brf C"


async def test_u_takes_back_what_this_program_did_last(register: LocalRegister, open_as: OpenAs) -> None:
    per = await open_as("per")
    assert await per(undoable, per.session) is None
    customer = await make(register, name="Brf A")
    await change(register, customer, name="Brf B")
    await change(per, customer, cost_centre="400")
    last = await register(undoable, register.session)
    assert last is not None
    assert (last.root_kind, last.root_id, last.label, last.fields) == ("customer", customer.id, "Brf B", ("name",))
    assert await per(undoable, register.session) is None, "another's changes are not one's own to take back with u"


async def test_a_new_customer_is_taken_back_and_comes_again(register: LocalRegister) -> None:
    customer = await make(register, number="10443", contacts=(Contact(id=0, name="Lars Öberg"),))
    await take_back_last(register)
    with pytest.raises(NotFound):
        await register(get_customer, customer.id)
    await take_back_last(register)
    assert content(await register(get_customer, customer.id)) == content(customer)


async def test_a_new_customer_that_was_worked_on_stays(register: LocalRegister, open_as: OpenAs) -> None:
    per = await open_as("per")
    customer = await make(register)
    await change(per, customer, name="Brf B")
    with pytest.raises(Invalid) as invalid:
        await take_back_last(register)
    assert invalid.value.faults[0].code == "undo.changed_since"


async def test_a_deleted_customer_comes_back_whole(register: LocalRegister) -> None:
    customer = await make(register, number="10443", contacts=(Contact(id=0, name="Lars Öberg"),))
    await register(delete_customer, customer.id)
    await take_back_last(register)
    assert content(await register(get_customer, customer.id)) == content(customer)


async def test_contacts_come_back_in_their_order(register: LocalRegister) -> None:
    three = tuple(Contact(id=0, name=name) for name in ("Lars", "Mona", "Nina"))
    customer = await make(register, contacts=three)
    lars, mona, nina = customer.contacts
    parts: Parts[Contact, ContactChange] = Parts(
        added=(Contact(id=await new_id(register), name="Olle"),),
        changed=(ContactChange(id=nina.id, role=Edit(now="ordförande", was="")),),
        removed=(Removal(mona.id, seen=customer.seq),),
        order=(nina.id, lars.id),
    )
    await register(change_customer, customer.id, CustomerChange(contacts=parts))
    await take_back_last(register)
    assert content(await register(get_customer, customer.id)) == content(customer)


async def test_a_changed_number_is_taken_back_by_who_may(register: LocalRegister, open_as: OpenAs) -> None:
    customer = await make(register, number="10443")
    customer = await change(register, customer, number="20443")
    last = await register(undoable, register.session)
    assert last is not None
    per = await open_as("per")
    with pytest.raises(Invalid):
        await per(undo, last.seq)
    await register(undo, last.seq)
    assert (await register(get_customer, customer.id)).number == "10443"


async def test_a_setting_is_taken_back(register: LocalRegister) -> None:
    await register(set_setting, "number_longest", 10)
    await take_back_last(register)
    assert (await register(get_settings)).number_longest == 16
    await take_back_last(register)
    assert (await register(get_settings)).number_longest == 10


async def test_an_added_user_is_taken_back(register: LocalRegister) -> None:
    await register(add_user, UserDraft(login="per", administrator=True))
    await take_back_last(register)
    assert [user.login for user in await register(list_users)] == ["anna"]
    await take_back_last(register)
    users = {user.login: user for user in await register(list_users)}
    assert users["per"].may(Right.ADMINISTRATOR)


async def test_the_same_change_is_not_taken_back_twice(register: LocalRegister) -> None:
    customer = await make(register, name="Brf A")
    customer = await change(register, customer, name="Brf B")
    last = await register(undoable, register.session)
    assert last is not None
    await register(undo, last.seq)
    with pytest.raises(Invalid) as invalid:
        await register(undo, last.seq)
    assert invalid.value.faults[0].code == "undo.done"


async def test_what_was_never_done_is_not_taken_back(register: LocalRegister) -> None:
    with pytest.raises(NotFound):
        await register(undo, 4711)


async def test_taking_back_needs_the_right_that_doing_needs(register: LocalRegister, open_as: OpenAs) -> None:
    customer = await make(register, name="Brf A")
    customer = await change(register, customer, name="Brf B")
    last = await register(undoable, register.session)
    assert last is not None
    eva = await open_as("eva", without=(Right.CUSTOMER_EDIT,))
    with pytest.raises(Refused):
        await eva(undo, last.seq)
    stranger = await open_as("per", only_assigned=True)
    with pytest.raises(NotFound):
        await stranger(undo, last.seq)
    assert (await register(get_customer, customer.id)).name == "Brf B"


async def test_switching_vat_type_on_is_taken_back_as_a_whole(register: LocalRegister) -> None:
    await make(register, org_no="769612-3459")
    await register(switch_vat_type, True)
    last = await register(undoable, register.session)
    assert last is not None and last.batch is not None


WORDS = st.sampled_from(["", "A", "B", "Ekgatan 4", "400"])
FIELDS = st.dictionaries(st.sampled_from(["name", "cost_centre", "customer_order_no", "comment"]), WORDS, max_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(FIELDS, min_size=1, max_size=4))
async def test_taking_everything_back_gives_what_there_was(
    register: LocalRegister, steps: list[dict[str, str]]
) -> None:
    first = await register(
        create_customer, CustomerDraft(id=await new_id(register), name="A", cost_centre="400", comment="B")
    )
    customer, done = first, []
    for step in steps:
        before = await register(undoable, register.session)
        try:
            customer = await change(register, customer, **step)
        except Invalid:
            continue
        after = await register(undoable, register.session)
        assert after is not None
        if before is None or after.seq != before.seq:
            done.append(after.seq)
    for seq in reversed(done):
        await register(undo, seq)
    assert content(await register(get_customer, first.id)) == content(first)
