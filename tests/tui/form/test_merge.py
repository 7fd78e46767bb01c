"""Two people on one card: what merges by itself, what is asked, and that the form and the register judge alike."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from core.customers.fields import Home
from core.customers.merging import Stored, merge
from core.customers.views import Address, Contact, CustomerChange
from core.edits import Edit, Parts
from core.errors import Clash
from tests.tui.cards import EKBACKEN, JOUREN, LARS, MONA, PRIVATE, TODAY, card, model, with_contact
from tui.form.merge import Choice, Merge, Merged

THEIRS = {"seq": 8, "changed_by": "Per Lund", "changed_at": "2026-11-24T08:14:00.000Z"}


def test_different_fields_merge_by_themselves() -> None:
    form = model()
    form.set("name", "Brf Eken")
    found = Merge(form, card(cost_centre="500", **THEIRS))
    assert found.choices == []
    assert found.merged == [Merged("name", "Brf Eken", "mine"), Merged("cost_centre", "500", "theirs")]
    found.apply()
    assert form.text("cost_centre") == "500"
    assert form.change() == CustomerChange(name=Edit(now="Brf Eken", was="Brf Ekbacken"))
    assert form.seq == 8


def test_the_same_field_is_asked_about_and_nothing_is_preselected() -> None:
    form = model()
    form.set("name", "Brf Eken")
    found = Merge(form, card(name="Brf Ek", **THEIRS))
    assert found.choices == [
        Choice("name", "Brf Ekbacken", "Brf Eken", "Brf Ek", "Per Lund", "2026-11-24T08:14:00.000Z")
    ]
    assert found.left == ["name"]
    with pytest.raises(ValueError, match="name"):
        found.apply()
    assert form.text("name") == "Brf Eken"
    assert form.base is EKBACKEN, "until all is chosen the form, and its draft, are as before"


@pytest.mark.parametrize(
    ("chosen", "text", "change"),
    [
        ("mine", "Brf Eken", CustomerChange(name=Edit(now="Brf Eken", was="Brf Ek"))),
        ("theirs", "Brf Ek", CustomerChange()),
        ("own", "Brf E", CustomerChange(name=Edit(now="Brf E", was="Brf Ek"))),
    ],
)
def test_what_is_chosen_is_sent_with_the_new_was(chosen: str, text: str, change: CustomerChange) -> None:
    form = model()
    form.set("name", "Brf Eken")
    found = Merge(form, card(name="Brf Ek", **THEIRS))
    if chosen == "own":
        found.write("name", {"name": "Brf E"})
    else:
        found.choose("name", "mine" if chosen == "mine" else "theirs")
    found.apply()
    assert form.text("name") == text
    assert form.change() == change


def test_an_address_is_one_thing() -> None:
    form = model()
    form.set("invoice.row2", "Box 13")
    theirs = Address(row1="Box 12", postcode="72103", city="Västerås")
    found = Merge(form, card(invoice=theirs, **THEIRS))
    assert [choice.field for choice in found.choices] == ["invoice"]
    found.choose("invoice", "mine")
    found.apply()
    mine = Address(row1="c/o Nabo", row2="Box 13", postcode="72103", city="Västerås")
    assert form.change() == CustomerChange(invoice=Edit(now=mine, was=theirs))


def test_what_both_did_alike_is_no_question() -> None:
    form = model()
    form.set("name", "Brf Eken")
    found = Merge(form, card(name="Brf Eken", **THEIRS))
    assert (found.choices, found.merged) == ([], [])
    found.apply()
    assert not form.dirty


def test_contacts_meet_field_by_field() -> None:
    form = model()
    form.set(f"contacts.{MONA}.phone", "0171-44 55 99")
    form.set(f"contacts.{MONA}.role", "ordförande")
    found = Merge(form, replace(with_contact(MONA, phone="+46171445500", email="m@nabo.example"), **THEIRS))
    assert [choice.field for choice in found.choices] == [f"contacts.{MONA}.phone"]
    assert {(merged.field, merged.whose) for merged in found.merged} == {
        (f"contacts.{MONA}.role", "mine"),
        (f"contacts.{MONA}.email", "theirs"),
    }


def test_a_contact_that_others_took_away_and_i_changed_comes_back_whole() -> None:
    form = model()
    form.set(f"contacts.{MONA}.phone", "0171-44 55 99")
    found = Merge(form, card(contacts=EKBACKEN.contacts[:1], **THEIRS))
    assert found.choices == []
    assert Merged(f"contacts.{JOUREN}", "Jouren Nabo", "theirs") in found.merged
    found.apply()
    assert form.contacts == [LARS, MONA]
    parts = form.change().contacts
    assert isinstance(parts, Parts)
    assert parts.added == (
        Contact(
            id=MONA,
            name="Mona Dahl",
            role="förvaltare",
            phone="+46171445599",
            email="mona.dahl@nabo.example",
            send_protocol=True,
            send_work_order=True,
        ),
    )


def test_a_contact_that_i_took_away_and_others_changed_stays() -> None:
    form = model()
    form.remove(MONA)
    form.remove(JOUREN)
    found = Merge(form, replace(with_contact(MONA, phone="+46171445500", seq=8), **THEIRS))
    assert Merged(f"contacts.{MONA}", "Mona Dahl", "theirs") in found.merged
    found.apply()
    assert form.kept_contacts() == [LARS, MONA]
    assert form.changes() == [f"contacts.{JOUREN}"]


def test_my_new_contact_and_theirs_both_stay() -> None:
    form = model()
    form.add_contact(900)
    form.set("contacts.900.name", "Sara Holm")
    theirs = Contact(id=800, name="Ismail Kaya", seq=8)
    found = Merge(form, card(contacts=(*EKBACKEN.contacts, theirs), **THEIRS))
    found.apply()
    assert form.contacts == [LARS, MONA, JOUREN, 800, 900]
    assert form.changes() == ["contacts.900"]


def test_a_hidden_field_is_asked_about_when_the_register_says_so() -> None:
    form = model(PRIVATE)
    form.set("comment", "Ring först")
    clash = Clash("comment", None, "Ring först", None, "Per Lund", "2026-11-24T08:14:00.000Z")
    found = Merge(form, replace(PRIVATE, seq=10), [clash])
    assert [choice.field for choice in found.choices] == ["comment"]
    found.choose("comment", "mine")
    found.apply()
    assert form.change() == CustomerChange(comment=Edit(now="Ring först", seen=10))


VALUES: dict[str, list[Any]] = {
    "name": ["Brf Ekbacken", "Brf Eken", "Brf Ek"],
    "cost_centre": ["400 Fastighet", "", "500"],
    "always_invoice": [False, True],
    "visiting": [EKBACKEN.visiting, Address(row1="Ekgatan 5", city="Enköping"), None],
}
some = st.fixed_dictionaries({}, optional={key: st.sampled_from(values) for key, values in VALUES.items()})


@settings(max_examples=80, deadline=None)
@given(some, some)
def test_the_form_asks_exactly_where_the_register_sees_a_conflict(mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    form = model()
    for key, value in mine.items():
        if key == "visiting":
            address = value or Address()
            for part in ("row1", "row2", "postcode", "city"):
                form.set(f"visiting.{part}", getattr(address, part))
        else:
            form.set(key, value)
    now = card(**theirs, **THEIRS)
    stored = Stored(1, now, {}, {})
    judged = merge(stored, form.change(), Home("company", "SE", False, TODAY), lambda *_about: True)
    found = Merge(form, now)
    assert {choice.field for choice in found.choices} == {meeting.path for meeting in judged.meetings}
    for choice in found.choices:
        found.choose(choice.field, "mine")
    found.apply()
    after = merge(stored, form.change(), Home("company", "SE", False, TODAY), lambda *_about: True)
    assert after.meetings == [], "what was chosen goes through"
    for key, value in mine.items():
        if value != getattr(EKBACKEN, key):
            assert getattr(after.after, key) == value
