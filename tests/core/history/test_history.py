"""History on the card: what was, what it became, who and when; and putting single fields back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec import UNSET

from core.customers.api import change_customer, delete_customer, get_customer
from core.customers.views import Address, Contact, ContactChange, Customer, CustomerChange
from core.edits import Edit, Parts, Removal
from core.errors import Invalid, NotFound, Refused
from core.history.api import customer_history, put_back
from core.history.views import HistoryEntry
from core.local import LocalRegister
from core.register import Register
from core.rights import Right
from tests.conftest import OpenAs, StandingClock
from tests.core.customers.making import make

EKGATAN = Address(row1="Ekgatan 4", postcode="74531", city="Enköping")


async def change(register: Register, customer: Customer, **edits: object) -> Customer:
    """Give fields of a customer new values, as a form that has loaded `customer` does."""
    change = {name: Edit(now=now, was=getattr(customer, name)) for name, now in edits.items()}
    return await register(change_customer, customer.id, CustomerChange(**change))  # type: ignore[arg-type]


async def entries(register: Register, customer: Customer, **chosen: str) -> list[HistoryEntry]:
    """Return the history of a customer, newest first."""
    window = await register(customer_history, customer.id, **chosen)  # type: ignore[arg-type]
    return list(window.entries)


def told(entry: HistoryEntry) -> tuple[object, ...]:
    """Return what a line of the history says."""
    return entry.kind, entry.entity, entry.field, entry.was, entry.now


async def test_every_change_of_a_customer_is_listed(register: LocalRegister) -> None:
    customer = await make(register, name="Brf Eken")
    customer = await change(register, customer, name="Brf Ekbacken", visiting=EKGATAN)
    await change(register, customer, active=False)
    assert [told(entry) for entry in await entries(register, customer)] == [
        ("changed", "customer", "active", True, False),
        ("changed", "customer", "name", "Brf Eken", "Brf Ekbacken"),
        (
            "changed",
            "customer",
            "visiting",
            None,
            {"row1": "Ekgatan 4", "row2": "", "postcode": "74531", "city": "Enköping", "country": "SE", "province": ""},
        ),
        ("created", "customer", "", UNSET, UNSET),
    ]


async def test_a_contact_is_called_by_its_name(register: LocalRegister) -> None:
    customer = await make(register, contacts=(Contact(id=0, name="Lars Öberg", phone="021-12 34 56"),))
    lars = customer.contacts[0]
    edit = ContactChange(id=lars.id, phone=Edit(now="+46171445566", was=lars.phone))
    await register(change_customer, customer.id, CustomerChange(contacts=Parts(changed=(edit,))))
    newest = (await entries(register, customer))[0]
    assert (newest.label, newest.field, newest.was, newest.now) == (
        "Lars Öberg",
        "phone",
        "+4621123456",
        "+46171445566",
    )


async def test_history_is_filtered_by_person_and_by_field(register: LocalRegister, open_as: OpenAs) -> None:
    per = await open_as("per", name="Per Lund")
    customer = await make(register)
    customer = await change(register, customer, name="Brf A", cost_centre="400")
    await change(per, customer, name="Brf B")
    window = await register(customer_history, customer.id)
    assert window.people == ("Per Lund", "anna")
    assert window.fields == ("customer.cost_centre", "customer.name")
    assert [entry.now for entry in await entries(register, customer, who="Per Lund")] == ["Brf B"]
    assert [entry.now for entry in await entries(register, customer, field="customer.name")] == ["Brf B", "Brf A"]
    both = await register(customer_history, customer.id, who="anna", field="customer.name")
    assert ([entry.now for entry in both.entries], both.total) == (["Brf A"], 1)


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
async def test_history_comes_in_windows_without_gaps(register: LocalRegister, limit: int) -> None:
    customer = await make(register)
    for n in range(4):
        customer = await change(register, customer, name=f"Brf {n}", cost_centre=str(n))
    whole = await entries(register, customer)
    found: list[HistoryEntry] = []
    before = ""
    while True:
        window = await register(customer_history, customer.id, before=before, limit=limit)
        found += window.entries
        assert window.total == len(whole)
        if window.at_end:
            break
        before = window.last
    assert found == whole


async def test_a_window_that_is_none_is_refused(register: LocalRegister) -> None:
    customer = await make(register)
    for before, limit in (("x", 10), ("1.²", 10), ("", 0), ("", 501)):
        with pytest.raises(Invalid):
            await register(customer_history, customer.id, before=before, limit=limit)


async def test_when_is_when_the_person_did_it(register: LocalRegister, clock: StandingClock) -> None:
    customer = await make(register)
    yesterday = clock.now - timedelta(days=1)
    await change(register.sending(made_at=yesterday), customer, name="Brf A")
    assert (await entries(register, customer))[0].at.startswith(yesterday.date().isoformat())


async def test_history_hides_what_the_card_hides(register: LocalRegister, open_as: OpenAs) -> None:
    customer = await make(register, type="private", org_no="811218-9876", comment="Portkod 4711")
    await change(register, customer, comment="Portkod 4712")
    private = await register(get_customer, customer.id)
    edit = Edit(now="121212-1212", seen=private.seq)
    await register(change_customer, customer.id, CustomerChange(org_no=edit))
    per = await open_as("per", without=(Right.COMMENT_SEE,))
    values = {entry.field: (entry.was, entry.now) for entry in await entries(per, customer)}
    assert values["comment"] == (UNSET, UNSET)
    for reader in (register, per):
        own = {entry.field: (entry.was, entry.now) for entry in await entries(reader, customer)}
        assert own["org_no"] == (UNSET, UNSET), "a personal number never stands in history"


async def test_a_customer_one_may_not_see_has_no_history(register: LocalRegister, open_as: OpenAs) -> None:
    customer = await make(register)
    per = await open_as("per", only_assigned=True)
    with pytest.raises(NotFound):
        await per(customer_history, customer.id)


async def test_a_deleted_customer_keeps_its_history(register: LocalRegister) -> None:
    customer = await make(register)
    await register(delete_customer, customer.id)
    assert [entry.kind for entry in await entries(register, customer)] == ["removed", "created"]


# Putting back ---------------------------------------------------------------------------------------------------------


async def test_a_field_is_put_back_past_later_changes(register: LocalRegister) -> None:
    customer = await make(register, name="Brf A")
    customer = await change(register, customer, name="Brf B")
    wrong = (await entries(register, customer))[0]
    customer = await change(register, customer, name="Brf C", cost_centre="400")
    await register(put_back, wrong.seq, wrong.entity, wrong.row_id, wrong.field)
    now = await register(get_customer, customer.id)
    assert (now.name, now.cost_centre) == ("Brf A", "400")


async def test_an_address_and_a_contact_are_put_back_too(register: LocalRegister) -> None:
    customer = await make(
        register, visiting=EKGATAN, contacts=(Contact(id=0, name="Lars Öberg", phone="021-12 34 56"),)
    )
    lars = customer.contacts[0]
    customer = await change(register, customer, visiting=None)
    gone = CustomerChange(contacts=Parts(removed=(Removal(lars.id, seen=customer.seq),)))
    await register(change_customer, customer.id, gone)
    for entry in (await entries(register, customer))[:2]:
        assert entry.can_put_back
        await register(put_back, entry.seq, entry.entity, entry.row_id, entry.field)
    now = await register(get_customer, customer.id)
    assert now.visiting == EKGATAN
    assert [(contact.name, contact.phone) for contact in now.contacts] == [("Lars Öberg", "+4621123456")]


async def test_what_was_never_there_is_not_put_back(register: LocalRegister) -> None:
    customer = await make(register)
    with pytest.raises(NotFound):
        await register(put_back, customer.seq, "customer", customer.id, "name")


async def test_putting_back_needs_the_right_to_edit(register: LocalRegister, open_as: OpenAs) -> None:
    customer = await make(register, name="Brf A")
    await change(register, customer, name="Brf B")
    newest = (await entries(register, customer))[0]
    eva = await open_as("eva", without=(Right.CUSTOMER_EDIT,))
    with pytest.raises(Refused):
        await eva(put_back, newest.seq, newest.entity, newest.row_id, newest.field)
    assert not (await entries(eva, customer))[0].can_put_back
