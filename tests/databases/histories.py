"""Histories of operations, made from a number: what a busy office does in a day, right and wrong, in some order."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, cast

import msgspec

from core.customers.api import (
    change_customer,
    count_customers,
    create_customer,
    customer_choices,
    delete_customer,
    get_customer,
    get_customer_by_number,
    list_customers,
    switch_vat_type,
    unmask_customer,
)
from core.customers.views import (
    Address,
    Contact,
    ContactChange,
    Customer,
    CustomerChange,
    CustomerDraft,
    CustomerOrder,
    CustomerQuery,
)
from core.edits import Edit, Parts, Removal
from core.errors import KundkortError
from core.history.api import customer_history, put_back, undo, undo_batch, undoable
from core.operation import Operation
from core.people.api import add_user
from core.people.views import UserDraft
from core.records.api import changes, check_register, take_ids
from core.register import Register
from core.settings.api import set_setting

NAMES = (
    "Brf Eken 3", "Brf Eken 12", "BRF EKEN", "Åkes Åkeri AB", "Akes Rör", "Örebro Kyl & Vent", "Orebro El", "Ängsö Gård",
    "Café Näsets Krog", "Cafe 100 % Gott", "Søndergård A/S", "Zürich Försäkring", "[/b] & Söner", "O'Brien_Larm",
    "Æblehaven", "åäö", "Straße Bau GmbH", "Éclair Konditori", "el-ab", "AB 4 000", "Ola\u0301 Städ", "Ö", "10443",
)  # fmt: skip
CITIES = ("Västerås", "västerås", "Örebro", "Åmål", "Sala", "Vasteras", "")
PHONES = ("+4621123456", "+46707654321", "+4787654321", "")
TYPED = (
    "", "eken", "brf eken", "ÅKE", "ake", "orebro", "örebro", "100 %", "_", "o'b", "cafe", "café", "021-12", "12", "1234",
    "lars", "lars eken", "anna@", "ss", "å", "ae", "[/b]", "nothing has this", "4 000", "811218-9876",
)  # fmt: skip
ORG_NUMBERS = ("", "", "556036-0793", "198112189876", "not a number")
FIELDS = ("name", "comment", "cost_centre", "number", "org_no", "language", "active", "visiting")

Ask = Callable[[Operation[Any, Any], tuple[Any, ...]], Awaitable[Any]]


@dataclass
class Office:
    """What is known of the register so far, so that the next step can be about something in it."""

    random: random.Random
    customers: list[int] = field(default_factory=list)
    last_seq: int = 1
    people: int = 0

    def some(self, values: tuple[Any, ...]) -> Any:
        """Return one of `values`."""
        return self.random.choice(values)

    def customer(self) -> int:
        """Return a customer, now and then one that is not there."""
        if not self.customers or self.random.random() < 0.05:
            return 4711
        return self.random.choice(self.customers)


async def play(office: Office, ask: Ask, steps: int) -> None:
    """Do so many steps of a history; `ask` runs an operation on whatever is compared and returns what it answered."""
    ways = (
        draft,
        draft,
        change,
        change,
        change,
        contact,
        remove,
        take_back,
        field_back,
        setting,
        person,
        look,
        look,
        find,
    )
    for _step in range(steps):
        await office.some(ways)(office, ask)


async def draft(office: Office, ask: Ask) -> None:
    """Add a customer."""
    id = (await ask(take_ids, (2,)))[0]
    contacts = () if office.random.random() < 0.4 else (Contact(id + 1, "Lars Öberg", phone=office.some(PHONES)),)
    values: dict[str, Any] = {"name": office.some(NAMES), "org_no": office.some(ORG_NUMBERS), "contacts": contacts}
    if city := office.some(CITIES):
        values["visiting"] = Address("Ekgatan 4", "", "72211", city)
    if office.random.random() < 0.3:
        values["number"] = office.some(("10443", "K-7", "k-7", "00012", "9" * 9, "A B"))
    if office.random.random() < 0.3:
        values["type"] = "private"
    answer = await ask(create_customer, (CustomerDraft(id=id, **values),))
    if isinstance(answer, Customer):
        office.customers.append(answer.id)
        office.last_seq = answer.seq


async def change(office: Office, ask: Ask) -> None:
    """Change a field, now and then from a value that it no longer has."""
    card = await ask(get_customer, (office.customer(),))
    if not isinstance(card, Customer):
        return
    name = office.some(FIELDS)
    was = getattr(card, name)
    now: Any = {
        "active": not card.active,
        "visiting": Address("Storgatan 1", "", "70361", office.some(CITIES)),
        "org_no": office.some(ORG_NUMBERS),
        "number": office.some(("10443", "77", "K-8", card.number)),
    }.get(name, office.some(NAMES))
    if was is msgspec.UNSET:
        edit = Edit(now=now, seen=card.seq)
    else:
        edit = Edit(now=now, was=was if office.random.random() < 0.85 else now)
    answer = await ask(change_customer, (card.id, msgspec.structs.replace(CustomerChange(), **{name: edit})))
    if isinstance(answer, Customer):
        office.last_seq = answer.seq


async def contact(office: Office, ask: Ask) -> None:
    """Add, change, or take away a contact."""
    card = await ask(get_customer, (office.customer(),))
    if not isinstance(card, Customer):
        return
    if card.contacts and office.random.random() < 0.6:
        first = card.contacts[0]
        new = ContactChange(id=first.id, email=Edit(now="Anna@Eken.se", was=first.email))
        parts: Any = (
            Parts(changed=(new,)) if office.random.random() < 0.6 else Parts(removed=(Removal(first.id, first.seq),))
        )
    else:
        id = (await ask(take_ids, (1,)))[0]
        parts = Parts(added=(Contact(id, office.some(("Lars", "Anna Åberg", "Eva")), mobile=office.some(PHONES)),))
    await ask(change_customer, (card.id, CustomerChange(contacts=parts)))


async def remove(office: Office, ask: Ask) -> None:
    """Delete a customer, seldom; show a personal number."""
    await ask(unmask_customer, (office.customer(),))
    if office.random.random() < 0.3:
        await ask(delete_customer, (office.customer(),))


async def take_back(office: Office, ask: Ask) -> None:
    """Take back the last change, or one before it."""
    await ask(undoable, ("session-anna",))
    await ask(undo, (max(1, office.last_seq - office.some((0, 0, 1, 3))),))


async def field_back(office: Office, ask: Ask) -> None:
    """Put a field back to what it was."""
    await ask(put_back, (office.last_seq, "customer", office.customer(), office.some(FIELDS)))


async def setting(office: Office, ask: Ask) -> None:
    """Change a setting."""
    await ask(set_setting, ("number_longest", office.some((5, 9, 10, 1000))))


async def person(office: Office, ask: Ask) -> None:
    """Add a user, or one whose login is taken."""
    office.people += 1
    await ask(add_user, (UserDraft(login=office.some(("per", "eva", f"user{office.people}")), name="Per Lund"),))


async def many(office: Office, ask: Ask) -> None:
    """Change many customers at once, and seldom take all of it back."""
    switched = office.some((True, False))
    await ask(switch_vat_type, (switched,))
    if office.random.random() < 0.3:
        await ask(undo_batch, (office.last_seq,))


async def look(office: Office, ask: Ask) -> None:
    """Read a card and its history, and what changed."""
    id = office.customer()
    await ask(get_customer, (id,))
    await ask(customer_history, (id, "", 5))
    await ask(get_customer_by_number, (office.some(("10443", "k-7", "1")),))
    await ask(changes, (max(0, office.last_seq - 3),))


async def find(office: Office, ask: Ask) -> None:
    """Find customers in some order, page on and back, and count them."""
    query = CustomerQuery(
        text=office.some(TYPED),
        active=office.some((True, None, False)),
        cities=office.some(((), (), ("Västerås",), ("Åmål", "Sala"))),
        order=office.some(tuple(CustomerOrder)),
        descending=office.random.random() < 0.3,
    )
    window = await ask(list_customers, (query, "", "", office.random.random() < 0.2, 7))
    for _page in range(2):
        if not isinstance(window, KundkortError) and window.last:
            window = await ask(list_customers, (query, window.last, "", False, 3))
            await ask(list_customers, (query, "", window.first, False, 3))
    await ask(count_customers, (query,))
    await ask(customer_choices, ())


async def everything(ask: Ask) -> None:
    """Look at all that there is: every search, every order, and whether anything is wrong."""
    for text in TYPED:
        for order in CustomerOrder:
            await ask(list_customers, (CustomerQuery(text=text, active=None, order=order), "", "", False, 500))
    await ask(check_register, (100,))


async def answered(register: Register, operation: Operation[Any, Any], arguments: tuple[Any, ...]) -> object:
    """Return what a register answers, an error of ours as a value."""
    try:
        answer = await cast("Any", register)(operation, *arguments)
    except KundkortError as error:
        return error
    return b"".join([piece async for piece in answer]) if isinstance(answer, AsyncIterator) else answer
