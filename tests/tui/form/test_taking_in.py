"""What a form takes in of what others save, by itself: all that nobody types in, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from core.customers.views import Address, Contact, Customer, CustomerChange
from core.edits import Edit
from tests.tui.cards import EKBACKEN, JOUREN, LARS, MONA, PRIVATE, card, model, with_contact
from tui.form.fields import explode
from tui.form.merge import Merge
from tui.form.model import EditModel
from tui.form.taking_in import TakenIn, Theirs, take_in

PER: dict[str, Any] = {"seq": 8, "changed_by": "Per Lund", "changed_at": "2026-11-24T08:14:00.000Z"}


def taken(form: EditModel, now: Customer, slot: str = "name") -> TakenIn:
    """Take a card in, with the focus on `slot`."""
    return take_in(form, now, slot, lambda _model: True)


def test_what_nobody_types_in_stands_in_the_form_with_what_it_was() -> None:
    form = model()
    form.set("name", "Brf Eken")
    found = taken(form, card(cost_centre="500", invoice=None, **PER))
    assert found.adopted == ("cost_centre", "invoice")
    assert found.notes["cost_centre"] == Theirs("Per Lund: was 400 Fastighet", clash=False)
    assert not found.waits
    assert (form.text("cost_centre"), form.text("name"), form.seq) == ("500", "Brf Eken", 8)
    assert form.change() == CustomerChange(name=Edit(now="Brf Eken", was="Brf Ekbacken"))


def test_what_both_changed_stays_and_is_asked_about_when_it_is_saved() -> None:
    form = model()
    form.set("name", "Brf Eken")
    now = card(name="Brf Ek", cost_centre="500", **PER)
    found = taken(form, now, "comment")
    assert found.clashing == ("name",)
    assert found.notes["name"] == Theirs("Per Lund: Brf Ek", clash=True)
    assert form.change() == CustomerChange(name=Edit(now="Brf Eken", was="Brf Ekbacken")), (
        "the register finds the clash"
    )
    assert [choice.field for choice in Merge(form, now).choices] == ["name"]


def test_the_field_with_the_focus_is_not_touched_until_it_is_left() -> None:
    form = model()
    now = card(name="Brf Ek", **PER)
    assert taken(form, now, "name").waits
    assert form.text("name") == "Brf Ekbacken"
    assert taken(form, now, "comment").adopted == ("name",)
    assert form.text("name") == "Brf Ek"
    assert not form.dirty


def test_what_is_taken_back_is_no_longer_in_the_way() -> None:
    form = model()
    form.set("name", "Brf Eken")
    now = card(name="Brf Ek", **PER)
    assert taken(form, now, "comment").clashing == ("name",)
    form.take_back("name")
    assert taken(form, now, "comment").adopted == ("name",)
    assert not form.take_back("name"), "what was typed before is a word on what stood there then"


def test_the_same_edit_by_both_is_no_edit() -> None:
    form = model()
    form.set("name", "Brf Ek ")
    found = taken(form, card(name="Brf Ek", **PER), "comment")
    assert (found.clashing, form.dirty) == ((), False)


def test_what_is_typed_as_it_was_in_other_words_takes_nothing_back() -> None:
    form = model()
    form.set("name", " Brf Ekbacken")
    assert taken(form, card(name="Brf Ek", **PER), "comment").adopted == ("name",)
    assert (form.text("name"), form.dirty) == ("Brf Ek", False)


def test_a_contact_that_others_add_is_shown_and_one_they_take_away_goes() -> None:
    form = model()
    form.set("name", "Brf Eken")
    nils = Contact(id=99, name="Nils", seq=8)
    found = taken(form, card(contacts=(*EKBACKEN.contacts[1:], nils), **PER))
    assert found.adopted == ("contacts.99", f"contacts.{LARS}")
    assert found.notes["contacts.99"].text == "Per Lund has added it"
    assert form.contacts == [MONA, JOUREN, 99]
    assert form.change() == CustomerChange(name=Edit(now="Brf Eken", was="Brf Ekbacken"))


@pytest.mark.parametrize("typed", [True, False], ids=["typed in", "with the focus"])
def test_a_contact_that_somebody_is_in_stays_though_others_take_it_away(typed: bool) -> None:
    form = model()
    if typed:
        form.set(f"contacts.{LARS}.phone", "021-99 99 99")
    now = card(contacts=EKBACKEN.contacts[1:], cost_centre="500", **PER)
    taken(form, now, "comment" if typed else f"contacts.{LARS}.name")
    assert form.contacts == [LARS, MONA, JOUREN]
    assert form.text("cost_centre") == "500"
    if typed:
        merge = Merge(form, now)
        merge.apply()
        assert [contact.name for contact in form.change().contacts.added] == ["Lars Öberg"]  # type: ignore[union-attr]


def test_a_contact_taken_away_here_that_others_changed_stays_taken_away_until_it_is_saved() -> None:
    form = model()
    form.remove(MONA)
    now = replace(with_contact(MONA, role="vice"), **PER)
    taken(form, now)
    assert form.removed == {MONA}
    merge = Merge(form, now)
    assert [merged.field for merged in merge.merged if merged.whose == "theirs"] == [f"contacts.{MONA}"]


def test_ones_own_order_of_contacts_stays() -> None:
    form = model()
    form.move(JOUREN, -2)
    taken(form, card(contacts=(*EKBACKEN.contacts, Contact(id=99, name="Nils", seq=8)), **PER))
    assert form.contacts == [JOUREN, LARS, MONA, 99]


def test_an_address_is_one_thing() -> None:
    form = model()
    form.set("invoice.row2", "Box 13")
    assert isinstance(EKBACKEN.invoice, Address)
    found = taken(form, card(invoice=replace(EKBACKEN.invoice, city="Köping"), **PER))
    assert found.clashing == ("invoice",)
    assert form.text("invoice.city") == "Västerås"


def test_a_hidden_field_that_is_written_travels_with_what_was_seen_of_it() -> None:
    form = model(PRIVATE)
    form.set("org_no", "19811218-9876")
    taken(form, replace(PRIVATE, cost_centre="500", **PER | {"seq": 10}), "comment")
    assert form.text("cost_centre") == "500"
    edit = form.change().org_no
    assert isinstance(edit, Edit) and edit.seen == PRIVATE.seq


def test_nothing_is_done_where_the_focus_would_lose_its_place() -> None:
    form = model()
    found = take_in(form, card(postal=Address(row1="Box 1"), **PER), "open:postal", lambda _model: False)
    assert (found.adopted, found.waits, form.base) == ((), True, EKBACKEN)


TEXTS = st.sampled_from(["", "Brf Eken", "Brf Ek", "500"])
FIELDS = ("name", "cost_centre", "customer_order_no", "comment", "tax_property")
EDITS = st.dictionaries(st.sampled_from(FIELDS), TEXTS, max_size=4)


@settings(max_examples=80, deadline=None)
@given(mine=EDITS, theirs=EDITS, later=EDITS, slot=st.sampled_from(FIELDS))
def test_live_or_when_it_is_saved_the_same_is_asked_and_the_same_is_kept(
    mine: dict[str, str], theirs: dict[str, str], later: dict[str, str], slot: str
) -> None:
    """However much is taken in on the way, saving asks about the same fields, and nothing typed has changed."""
    live, at_once = model(), model()
    for form in (live, at_once):
        for key, text in mine.items():
            form.set(key, text)
    first, last = card(**PER | theirs), card(**PER | theirs | later | {"seq": 9})
    typed = dict(live.typed)
    taken(live, first, slot)
    assert {key: live.typed[key] for key in live.typed} == {key: typed[key] for key in live.typed}
    taken(live, last, slot)
    for form in (live, at_once):
        merge = Merge(form, last)
        for choice in merge.choices:
            merge.choose(choice.field, "mine")
        merge.apply()
    kept = {key: live.now(key) for key in explode(last)}
    wanted = {key: at_once.now(key) for key in explode(last)}
    # What both had written alike, and one then wrote anew, was agreed on when it was taken in.
    agreed = {key for key in mine if theirs.get(key) == mine[key]}
    assert {key: value for key, value in kept.items() if key not in agreed} == {
        key: value for key, value in wanted.items() if key not in agreed
    }
