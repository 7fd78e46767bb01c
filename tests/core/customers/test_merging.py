"""Editing never overwrites: two people on one card, field by field and contact by contact."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from core.customers.fields import Home
from core.customers.merging import Stored, merge, ordered, places
from core.customers.views import Address, Buyer, Contact, ContactChange, CustomerChange, CustomerValues
from core.edits import Edit, Parts, Removal

HOME = Home("company", "SE", False, date(2026, 11, 24))
BASE = CustomerValues(
    number="1",
    name="Brf Ekbacken",
    comment="Portkod 4711",
    visiting=Address(row1="Ekgatan 4", postcode="74531", city="Enköping"),
    contacts=(Contact(1, name="Lars", seq=5), Contact(2, name="Mona", phone="+46171445560", seq=5)),
)
OWN_FIELDS = ("name", "comment", "cost_centre", "visiting")
CONTACT_FIELDS = ("name", "role", "email")


class History:
    """A card that people change one after the other, and what was changed when: what the register does, without it."""

    def __init__(self, values: CustomerValues = BASE) -> None:
        self.values = values
        self.gone: dict[int, Contact | Buyer] = {}
        self.standing = [contact.id for contact in values.contacts]
        self.seq = 5
        self.log: list[tuple[str, int, str, int]] = []

    def since(self, entity: str, row_id: int, field: str, seq: int) -> bool:
        """Say whether a field ("": any) was changed after `seq`."""
        return any(
            (entity, row_id) == key and field in ("", name) and when > seq
            for *key_, name, when in self.log
            if (key := tuple(key_))
        )

    def change(self, change: CustomerChange) -> tuple[str, ...]:
        """Lay a change upon the card, unless it meets another: then return the fields that met."""
        merged = merge(
            Stored(9, self.values, {"contacts": self.gone}, {"contacts": self.standing}), change, HOME, self.since
        )
        assert merged.faults == []
        if merged.meetings:
            return tuple(meeting.path for meeting in merged.meetings)
        self.seq += 1
        self.log += [(*touched, self.seq) for touched in merged.touched]
        kept = {contact.id for contact in merged.after.contacts}
        for contact in self.values.contacts:
            if contact.id not in kept:
                self.gone[contact.id] = contact
        self.gone = {id: contact for id, contact in self.gone.items() if id not in kept}
        here = [contact.id for contact in merged.after.contacts]
        self.standing = here + [id for id in self.gone if id not in here]
        self.values = merged.after
        return ()


def contact_of(values: CustomerValues, id: int) -> Contact:
    """Return one contact of a card."""
    return next(contact for contact in values.contacts if contact.id == id)


Typed = dict[tuple[int, str], object]
"""(0 for the customer, else a contact's id; field) -> what a person typed there."""

WORDS = st.sampled_from(["Alfa", "Beta", "Gamma", ""])
VALUES = {
    "visiting": st.none() | st.builds(Address, row1=WORDS, city=WORDS).filter(bool),
    "email": st.sampled_from(["", "a@b.se", "c@d.se"]),
}
KEYS = [(0, field) for field in OWN_FIELDS] + [(id, field) for id in (1, 2) for field in CONTACT_FIELDS]


@st.composite
def typing(draw: st.DrawFn) -> Typed:
    """Draw what a person types into some fields."""
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True, min_size=1, max_size=5))
    return {key: draw(VALUES.get(key[1], WORDS)) for key in keys}


def change_of(typed: Typed, loaded: CustomerValues) -> CustomerChange:
    """Return the change that a form sends: what was typed, and what stood there when the card was loaded."""
    own = {field: Edit(value, getattr(loaded, field)) for (id, field), value in typed.items() if id == 0}
    contacts = []
    for contact in loaded.contacts:
        edits = {
            field: Edit(value, getattr(contact, field)) for (id, field), value in typed.items() if id == contact.id
        }
        if edits:
            contacts.append(msgspec.structs.replace(ContactChange(contact.id), **edits))
    change = msgspec.structs.replace(CustomerChange(), **own)
    return msgspec.structs.replace(change, contacts=Parts(changed=tuple(contacts))) if contacts else change


def value_of(values: CustomerValues, key: tuple[int, str]) -> object:
    """Return what stands in a field."""
    return getattr(contact_of(values, key[0]) if key[0] else values, key[1])


@given(typing(), typing())
def test_two_people_on_one_card_lose_nothing_they_typed(anna: Typed, per: Typed) -> None:
    card = History()
    assert card.change(change_of(anna, BASE)) == ()
    after_anna = card.values
    met = card.change(change_of(per, BASE))
    expected = {
        (f"contacts.{id}.{field}" if id else field)
        for (id, field), value in per.items()
        if value not in (value_of(BASE, (id, field)), value_of(after_anna, (id, field)))
        and value_of(after_anna, (id, field)) != value_of(BASE, (id, field))
    }
    assert set(met) == expected
    if met:
        # Nothing of the call was done; Per chooses his own everywhere and saves against what stands now.
        assert card.values == after_anna
        chosen = {key: value for key, value in per.items() if value != value_of(BASE, key)}
        assert card.change(change_of(chosen, after_anna)) == ()
    for key, value in per.items():
        untouched = value == value_of(BASE, key)
        assert value_of(card.values, key) == (value_of(after_anna, key) if untouched else value)
    for key, value in anna.items():
        if key not in per:
            assert value_of(card.values, key) == value


@given(typing())
def test_the_same_change_twice_is_one(typed: Typed) -> None:
    card = History()
    card.change(change_of(typed, BASE))
    once = card.values
    assert card.change(change_of(typed, BASE)) == ()
    assert card.values == once


def test_values_are_compared_in_normal_form() -> None:
    card = History()
    edit = ContactChange(2, phone=Edit("0171-44 55 66", "0171-44 55 60"))
    assert card.change(CustomerChange(contacts=Parts(changed=(edit,)))) == ()
    assert contact_of(card.values, 2).phone == "0171-44 55 66"
    address = Address(row1=" Ekgatan 4", postcode="SE-745 31", city="Enköping", country="se")
    assert card.change(CustomerChange(visiting=Edit(None, address))) == ()
    assert card.values.visiting is None


def test_an_edit_that_says_neither_what_was_nor_what_was_seen_is_refused() -> None:
    change = CustomerChange(name=Edit("Brf Eken"), contacts=Parts(changed=(ContactChange(2, role=Edit("chef")),)))
    merged = merge(Stored(9, BASE, {}, {}), change, HOME, lambda *_asked: False)
    assert [(fault.field, fault.code) for fault in merged.faults] == [
        ("name", "edit.no_was"),
        ("contacts.2.role", "edit.no_was"),
    ]
    assert merged.after == BASE


def test_what_cannot_be_read_travels_with_the_seq_it_was_seen_at() -> None:
    card = History()
    assert card.change(CustomerChange(comment=Edit("Ring först", seen=5))) == ()
    assert card.change(CustomerChange(comment=Edit("Ring sen", seen=5))) == ("comment",)
    assert card.change(CustomerChange(comment=Edit("Ring sen", seen=6))) == ()


def test_an_address_is_one_value() -> None:
    card = History()
    loaded = BASE.visiting
    assert loaded is not None
    moved = msgspec.structs.replace(loaded, row1="Ekgatan 6")
    card.change(CustomerChange(visiting=Edit(moved, loaded)))
    renamed = msgspec.structs.replace(loaded, city="Enköping C")
    assert card.change(CustomerChange(visiting=Edit(renamed, loaded))) == ("visiting",)


def removal(id: int, seen: int = 5) -> CustomerChange:
    """Return the change that takes a contact away."""
    return CustomerChange(contacts=Parts(removed=(Removal(id, seen),)))


def renaming(id: int, name: str, was: str) -> CustomerChange:
    """Return the change that renames a contact."""
    return CustomerChange(contacts=Parts(changed=(ContactChange(id, name=Edit(name, was)),)))


def names(values: CustomerValues) -> list[str]:
    """Return the contacts' names in order."""
    return [contact.name for contact in values.contacts]


def test_changed_beats_removed_whoever_comes_first() -> None:
    changed_first = History()
    changed_first.change(renaming(2, "Mona Dahl", "Mona"))
    assert changed_first.change(removal(2)) == ()
    assert names(changed_first.values) == ["Lars", "Mona Dahl"]
    removed_first = History()
    removed_first.change(removal(2))
    assert names(removed_first.values) == ["Lars"]
    assert removed_first.change(renaming(2, "Mona Dahl", "Mona")) == ()
    assert names(removed_first.values) == ["Lars", "Mona Dahl"]


def test_a_contact_removed_twice_is_removed_once() -> None:
    card = History()
    card.change(removal(1))
    assert card.change(removal(1)) == ()
    assert names(card.values) == ["Mona"]


def test_an_added_contact_whose_id_was_removed_comes_back() -> None:
    card = History()
    card.change(removal(1))
    assert card.change(CustomerChange(contacts=Parts(added=(BASE.contacts[0],)))) == ()
    assert set(names(card.values)) == {"Lars", "Mona"}


def test_contacts_that_two_people_add_are_both_there() -> None:
    card = History()
    for id, name in ((11, "Per"), (12, "Eva")):
        assert card.change(CustomerChange(contacts=Parts(added=(Contact(id, name=name),)))) == ()
    assert names(card.values) == ["Lars", "Mona", "Per", "Eva"]


def test_a_part_of_another_card_and_one_that_is_there_are_refused() -> None:
    change = CustomerChange(
        contacts=Parts(
            added=(Contact(1, name="Lars"),),
            changed=(ContactChange(77, name=Edit("x", "y")),),
            removed=(Removal(78, 5),),
        )
    )
    stored = Stored(9, BASE, {}, {"contacts": [1, 2]})
    faults = merge(stored, change, HOME, lambda *_asked: False).faults
    assert {(fault.field, fault.code) for fault in faults} == {
        ("contacts.1", "part.exists"),
        ("contacts.77", "part.unknown"),
        ("contacts.78", "part.unknown"),
    }


def test_an_order_holds_for_what_it_names_and_others_stay_behind_their_neighbour() -> None:
    assert ordered((3, 1), [1, 2, 3, 4], [1, 2, 3, 4]) == [3, 4, 1, 2]
    assert ordered((2, 2, 9, 1), [1, 2], [1, 2]) == [2, 1]
    assert ordered((2, 1), [1, 2], [1, 2, 7]) == [2, 1, 7]
    assert ordered((), [1, 2], [1, 2]) == [1, 2]


@given(st.lists(st.integers(1, 30), unique=True, max_size=6), st.data())
def test_an_order_gives_every_part_once_and_as_wanted(live: list[int], data: st.DataObject) -> None:
    standing = data.draw(st.lists(st.integers(1, 30), unique=True, max_size=8))
    order = data.draw(st.lists(st.integers(1, 30), unique=True, max_size=8))
    result = ordered(tuple(order), standing, live)
    assert sorted(result) == sorted(live)
    assert [id for id in result if id in order] == [id for id in order if id in live]


@given(st.dictionaries(st.integers(1, 9), st.integers(0, 5), max_size=5), st.data())
def test_positions_give_the_order_and_only_what_must_changes(positions: dict[int, int], data: st.DataObject) -> None:
    order = data.draw(st.permutations([*positions, 100]))
    changed = places(order, positions)
    after = positions | changed
    assert sorted(after, key=lambda id: (after[id], id)) == order
    unmoved = sorted(positions, key=lambda id: (positions[id], id))
    assert places(unmoved, positions) == {}


def test_every_order_of_three_can_be_told() -> None:
    for order in permutations((1, 2, 3)):
        after = {1: 0, 2: 1, 3: 2} | places(order, {1: 0, 2: 1, 3: 2})
        assert tuple(sorted(after, key=lambda id: after[id])) == order
