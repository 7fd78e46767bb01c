"""The form's model: what counts as a change, what is sent, and that changing back is none."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from core.customers.views import Address, Contact, ContactChange, CustomerChange, CustomerValues
from core.edits import Edit, Parts, Removal
from core.errors import Fault
from core.settings.views import Settings
from tests.tui.cards import BUYER, EKBACKEN, JOUREN, LARS, MONA, PRIVATE, TODAY, card, model
from tui.form.content import SavedForm, restore, save
from tui.form.fields import explode, implode, parse_percent, percent, shown
from tui.form.model import EditModel

NAMES = ("name", "vat_no", "cost_centre", "visiting.row1", "invoice.postcode", f"contacts.{MONA}.phone")


@pytest.mark.parametrize(
    ("key", "typed", "changes"),
    [
        ("name", "Brf Eken", ["name"]),
        ("name", "Brf Ekbacken", []),
        ("name", " Brf Ekbacken ", []),  # the register would store the same
        ("org_no", "7696123459", []),  # spelled otherwise
        ("org_no", "556036-0793", ["org_no"]),
        (f"contacts.{MONA}.phone", "0171445566", []),
        (f"contacts.{MONA}.phone", "+46 171 44 55 66", []),
        (f"contacts.{MONA}.phone", "0171-44 55 00", [f"contacts.{MONA}"]),
        ("visiting.postcode", "745 31", []),
        ("visiting.postcode", "745 32", ["visiting"]),
        ("visiting.row2", "2 tr", ["visiting"]),
        ("postal.city", "Sala", ["postal"]),
        ("comment", "", ["comment"]),
        ("facility_required", False, ["facility_required"]),
        ("facility_required", True, []),
        ("always_invoice", True, ["always_invoice"]),
        (f"contacts.{LARS}.send_work_order", True, [f"contacts.{LARS}"]),
        ("type", "private", ["type"]),
    ],
)
def test_what_counts_as_a_change(key: str, typed: str | bool, changes: list[str]) -> None:
    form = model()
    form.set(key, typed)
    assert form.changes() == changes
    assert form.dirty is bool(changes)


def test_values_are_shown_as_they_are_written() -> None:
    form = model()
    assert form.text("org_no") == "769612-3459"
    assert form.text(f"contacts.{MONA}.phone") == "0171-44 55 66"
    assert form.text("visiting.postcode") == "745 31"
    assert "\N{NO-BREAK SPACE}" not in form.text("visiting.postcode")


@pytest.mark.parametrize(("hundredths", "text"), [(0, ""), (5000, "50"), (3333, "33,33"), (10000, "100"), (50, "0,5")])
def test_shares(hundredths: int, text: str) -> None:
    assert percent(hundredths) == text
    assert parse_percent(text) == hundredths


@pytest.mark.parametrize("text", ["x", "101", "1,234", "-5", "5 5 5 5", "²"])
def test_what_is_no_share(text: str) -> None:
    assert parse_percent(text) is None


def test_a_change_carries_what_was() -> None:
    form = model()
    form.set("name", "Brf Eken")
    form.set("org_no", "556036-0793")
    form.set("invoice.row2", "Box 13")
    form.set(f"contacts.{MONA}.phone", "0171-44 55 00")
    form.set("facility_required", False)
    assert form.change() == CustomerChange(
        name=Edit(now="Brf Eken", was="Brf Ekbacken"),
        org_no=Edit(now="5560360793", was="7696123459"),
        invoice=Edit(
            now=Address(row1="c/o Nabo", row2="Box 13", postcode="72103", city="Västerås"), was=EKBACKEN.invoice
        ),
        facility_required=Edit(now=False, was=True),
        contacts=Parts(changed=(ContactChange(id=MONA, phone=Edit(now="+46171445500", was="+46171445566")),)),
    )


def test_an_address_that_is_emptied_is_none() -> None:
    form = model()
    for part in ("row1", "row2", "postcode", "city"):
        form.set(f"invoice.{part}", "")
    assert form.change() == CustomerChange(invoice=Edit(now=None, was=EKBACKEN.invoice))


def test_a_hidden_field_travels_with_what_was_seen() -> None:
    form = model(PRIVATE)
    assert form.hidden("org_no")
    assert form.text("org_no") == "811218-••••"
    form.set("org_no", "811218-9876")
    form.set("comment", "Ring först")
    form.set(f"buyers.{BUYER}.personal_no", "121212-1212")
    change = form.change()
    assert change.org_no == Edit(now="198112189876", seen=9)
    assert change.comment == Edit(now="Ring först", seen=9)
    assert isinstance(change.buyers, Parts)
    assert change.buyers.changed[0].personal_no == Edit(now="201212121212", seen=9)


def test_a_hidden_field_can_be_cleared_and_taken_back() -> None:
    form = model(PRIVATE)
    form.set("org_no", "")
    assert form.change() == CustomerChange(org_no=Edit(now="", seen=9))
    form.take_back("org_no")
    assert form.hidden("org_no")
    assert not form.dirty


def test_taking_back_twice_brings_what_was_typed() -> None:
    form = model()
    form.set("name", "Brf Eken")
    assert form.take_back("name")
    assert form.text("name") == "Brf Ekbacken"
    assert form.take_back("name")
    assert form.text("name") == "Brf Eken"
    assert not form.take_back("org_no")


def test_contacts_are_added_removed_and_moved() -> None:
    form = model()
    form.add_contact(900)
    assert form.changes() == [], "an empty contact is nothing yet"
    form.set("contacts.900.name", "Sara Holm")
    form.remove(JOUREN)
    form.move(MONA, -1)
    assert form.changes() == ["contacts.103", "contacts.900", "contacts"]
    parts = form.change().contacts
    assert parts == Parts(
        added=(Contact(id=900, name="Sara Holm"),), removed=(Removal(JOUREN, 7),), order=(MONA, LARS, 900)
    )
    form.put_back(JOUREN)
    assert JOUREN in form.kept_contacts()


def test_a_contact_that_was_added_and_is_removed_leaves_nothing() -> None:
    form = model()
    form.add_contact(900)
    form.remove(900)
    assert form.contacts == form.base_contacts
    form.add_contact(901)
    form.set("contacts.901.name", "Sara Holm")
    form.remove(901)
    assert form.changes() == []
    assert form.dirty, "what was typed would be lost, so the form still asks"
    form.put_back(901)
    assert form.changes() == ["contacts.901"]


def test_faults_come_all_at_once() -> None:
    form = model()
    form.set("name", "")
    form.set("org_no", "769612-3456")
    form.set("visiting.postcode", "7453")
    form.set(f"contacts.{MONA}.email", "mona")
    form.set("facilities_disabled", True)
    found: tuple[Fault, ...] = form.faults
    codes = {fault.field: (fault.code, fault.level) for fault in found}
    assert codes == {
        "name": ("required", "fault"),
        "org_no": ("org_no.check_digit", "fault"),
        "visiting.postcode": ("postcode.format", "warning"),
        f"contacts.{MONA}.email": ("email", "fault"),
        "facility_required": ("switches.clash", "fault"),
    }


def test_what_stood_wrong_before_and_was_not_touched_is_no_fault() -> None:
    form = model(card(org_no="1234"))
    form.set("name", "Brf Eken")
    assert not form.faults
    form.set("org_no", "1235")
    assert [fault.field for fault in form.faults] == ["org_no"]


def test_a_wrong_share_is_a_fault() -> None:
    form = model(PRIVATE)
    form.set(f"buyers.{BUYER}.share", "hälften")
    found: tuple[Fault, ...] = form.faults
    assert [fault.code for fault in found] == ["buyers.share"]


def test_a_new_customer() -> None:
    form = EditModel(CustomerValues(), settings=Settings(), today=TODAY)
    assert form.new
    assert not form.dirty
    form.set("name", "Brf Eken")
    form.add_contact(900)
    form.set("contacts.900.mobile", "070-123 45 67")
    form.id = 800
    draft = form.draft()
    assert (draft.id, draft.name, draft.number) == (800, "Brf Eken", "")
    assert draft.contacts == (Contact(id=900, mobile="+46701234567"),)


def test_a_change_of_content_takes_a_new_operation_id() -> None:
    form = model()
    form.set("name", "Brf Eken")
    form.operation_id = "one"
    form.set("name", "Brf Ek")
    assert form.operation_id == ""


texts = st.text(alphabet=st.sampled_from("aåö 0123456789-+@./\n€[b]"), max_size=12)
edits = st.lists(st.tuples(st.sampled_from(NAMES), texts), max_size=8)


@settings(max_examples=60, deadline=None)
@given(edits)
def test_changing_back_is_no_change(typed: list[tuple[str, str]]) -> None:
    form = model()
    for key, text in typed:
        form.set(key, text)
    for key, _text in typed:
        form.set(key, form.was(key))
    assert form.changes() == []
    assert not form.dirty
    assert form.change() == CustomerChange()


@settings(max_examples=60, deadline=None)
@given(edits, st.lists(st.sampled_from(["add", "remove", "move"]), max_size=4))
def test_a_form_comes_back_from_json(typed: list[tuple[str, str]], done: list[str]) -> None:
    form = model()
    for key, text in typed:
        form.set(key, text)
    for number, what in enumerate(done):
        if what == "add":
            form.add_contact(900 + number)
            form.set(f"contacts.{900 + number}.name", "Ny")
        elif what == "remove":
            form.remove(form.contacts[0])
        else:
            form.move(form.contacts[-1], -1)
    form.operation_id = "kept"
    again = restore(
        msgspec.json.decode(msgspec.json.encode(save(form)), type=SavedForm), settings=Settings(), today=TODAY
    )
    assert again.change() == form.change()
    assert again.changes() == form.changes()
    assert again.operation_id == "kept"


def test_a_draft_of_a_newer_program_is_refused() -> None:
    saved = save(model())
    saved.version = 99
    with pytest.raises(ValueError, match="99"):
        restore(saved, settings=Settings(), today=TODAY)


def test_a_card_is_taken_apart_and_put_together_again() -> None:
    values = implode(explode(EKBACKEN), [LARS, MONA, JOUREN], [])
    assert values.contacts == tuple(msgspec.structs.replace(each, seq=0) for each in EKBACKEN.contacts)
    assert (values.visiting, values.invoice, values.postal) == (EKBACKEN.visiting, EKBACKEN.invoice, None)
    private = implode(explode(PRIVATE), [], [BUYER])
    assert private.org_no is UNSET
    assert private.comment is UNSET


def test_other_countries_postcodes_are_shown_as_they_are() -> None:
    assert shown("visiting.postcode", "12345", country="DE") == "12345"
    assert shown("visiting.postcode", "12345") == "123 45"


def test_what_is_hidden_stays_hidden_in_a_draft() -> None:
    base = msgspec.structs.replace(PRIVATE, vat_no=UNSET, e_invoice="", vat_no_masked="SE811218••••01")
    form = model(base)
    form.set("name", "Karin Ek")
    again = restore(
        msgspec.json.decode(msgspec.json.encode(save(form)), type=SavedForm), settings=Settings(), today=TODAY
    )
    assert [key for key in ("org_no", "vat_no", "e_invoice", "comment") if again.hidden(key)] == [
        "org_no",
        "vat_no",
        "comment",
    ]
    assert again.text("vat_no") == "SE811218••••01"
    assert again.change() == CustomerChange(name=Edit(now="Karin Ek", was="Karin Nord"))
