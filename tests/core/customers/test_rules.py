"""The rules of a card: every fault at once, what is only warned about, when VAT is shown, the next number."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec import UNSET, UnsetType

from core.customers import rules
from core.customers.rules import new_faults, normalise, vat_shown, vat_type_at_switch_on
from core.customers.views import Address, Buyer, Contact, CustomerDraft, CustomerType, CustomerValues, VatType
from core.settings.views import Settings
from core.text import customer_languages

TODAY = date(2026, 11, 24)
PLAIN = Settings()
NORWAY = Address(row1="Storgata 1", city="Oslo", postcode="0155", country="NO")


def card(values: dict[str, object]) -> CustomerValues:
    """Return a card with a name and these values."""
    fields: dict[str, Any] = {"name": "Brf Ekbacken", **values}
    return CustomerValues(**fields)


def faults(**values: object) -> set[tuple[str, str, str]]:
    """Return (field, code, level) of everything wrong with a card of these values."""
    found = normalise(card(values), PLAIN, TODAY)[1]
    return {(fault.field, fault.code, fault.level) for fault in found}


def stored(**values: object) -> CustomerValues:
    """Return a card of these values in stored form."""
    return normalise(card(values), PLAIN, TODAY)[0]


def test_a_card_is_brought_into_stored_form() -> None:
    values = stored(
        name=" Brf Ekbacken ",
        org_no="769612-3459",
        vat_no="se 769612-3459 01",
        e_invoice="769612-3459",
        visiting=Address(row1="Ekgatan 4 ", postcode="745 31", city="Enköping", country="se"),
        postal=Address(country="NO"),
        contacts=(Contact(1, name="Mona", phone="0171-44 55 66", mobile="070-123 45 67", email="mona@NABO.example"),),
        buyers=(Buyer(2, "811218-9876", share=5000),),
    )
    assert (values.name, values.org_no, values.vat_no) == ("Brf Ekbacken", "7696123459", "SE769612345901")
    assert values.e_invoice == "0007:7696123459"
    assert values.visiting == Address(row1="Ekgatan 4", postcode="74531", city="Enköping")
    assert values.postal is None
    contact = values.contacts[0]
    assert (contact.phone, contact.mobile, contact.email) == ("+46171445566", "+46701234567", "mona@nabo.example")
    assert values.buyers[0].personal_no == "198112189876"
    assert normalise(values, PLAIN, TODAY) == (values, ())


def test_all_faults_come_at_once() -> None:
    assert faults(
        name=" ",
        org_no="769612-3456",
        vat_no="12",
        visiting=Address(row1="Ekgatan 4", postcode="7453"),
        contacts=(Contact(7), Contact(8, phone="växeln", email="ingen e-post")),
        facilities_disabled=True,
        facility_required=True,
    ) == {
        ("name", "required", "fault"),
        ("org_no", "org_no.check_digit", "fault"),
        ("vat_no", "vat_no.country", "fault"),
        ("visiting.postcode", "postcode.format", "warning"),
        ("contacts.7", "contact_empty", "fault"),
        ("contacts.8.phone", "phone.unknown", "warning"),
        ("contacts.8.email", "email", "fault"),
        ("facility_required", "switches.clash", "fault"),
    }


def test_what_cannot_be_parsed_is_kept_as_typed() -> None:
    values = stored(visiting=Address(postcode="7453"), contacts=(Contact(1, phone=" växeln "),), org_no="769612-3456")
    assert values.visiting == Address(postcode="7453")
    assert values.contacts[0].phone == "växeln"
    assert values.org_no == "769612-3456"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"type": "company", "org_no": "811218-9876"}, "198112189876"),
        ({"type": "private", "org_no": "811218-9876"}, "198112189876"),
        ({"type": "company", "org_no": "165560360793"}, "5560360793"),
        ({"type": "company", "org_no": "198112189876"}, "198112189876"),
        ({"type": "company", "org_no": "121212+1212"}, "191212121212"),
        ({"type": "company", "org_no": "995 525 828", "visiting": NORWAY}, "995 525 828"),
        ({"type": "company", "org_no": "995 525 828", "vat_no": "NO995525828MVA"}, "995 525 828"),
        ({"type": "company", "org_no": "811218-9876", "visiting": NORWAY}, "198112189876"),
        ({"type": "private", "org_no": "0101 99", "invoice": NORWAY}, "0101 99"),
    ],
)
def test_what_a_customers_own_number_may_be(values: dict[str, Any], expected: str) -> None:
    assert stored(**values).org_no == expected
    assert not {fault for fault in faults(**values) if fault[0] == "org_no"}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"type": "private", "org_no": "769612-3459"}, "personal_no.company"),
        ({"type": "private", "org_no": "811218-9875"}, "personal_no.check_digit"),
        ({"type": "company", "org_no": "811218-9875"}, "personal_no.check_digit"),
        ({"type": "company", "org_no": "551036-0793"}, "org_no.third_digit"),
        ({"type": "company", "org_no": "551036-079x"}, "org_no.characters"),
        ({"type": "company", "org_no": "995 525 828"}, "org_no.length"),
        ({"type": "company", "org_no": "x" * 21, "visiting": NORWAY}, "too_long"),
    ],
)
def test_what_a_customers_own_number_may_not_be(values: dict[str, Any], code: str) -> None:
    assert ("org_no", code, "fault") in faults(**values)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"tax_property": "NORRA VISLINGE 11:11"}, set()),
        ({"tax_brf_org_no": "769612-3459", "tax_apartment_no": "1101"}, set()),
        ({"tax_brf_org_no": "16769612-3459", "tax_apartment_no": "1101"}, set()),
        ({"tax_property": "EKBY 1:2", "tax_apartment_no": "1101"}, {("tax_property", "tax.either", "fault")}),
        ({"tax_property": "x" * 41}, {("tax_property", "too_long", "fault")}),
        ({"tax_apartment_no": "1101"}, {("tax_brf_org_no", "tax.brf_missing", "warning")}),
        ({"tax_brf_org_no": "7696123459"}, {("tax_apartment_no", "tax.apartment_missing", "warning")}),
        (
            {"tax_brf_org_no": "7696123459", "tax_apartment_no": "A 12"},
            {("tax_apartment_no", "tax.apartment_format", "warning")},
        ),
        (
            {"tax_brf_org_no": "7696123456", "tax_apartment_no": "1101"},
            {("tax_brf_org_no", "org_no.check_digit", "fault")},
        ),
        ({"buyers": (Buyer(1, "811218-9876", share=10_000),)}, set()),
        ({"buyers": (Buyer(1, ""),)}, {("buyers.1.personal_no", "required", "fault")}),
        ({"buyers": (Buyer(1, UNSET),)}, set()),
        (
            {"buyers": (Buyer(1, "811218-9876", share=6000), Buyer(2, "198112189876", share=6000))},
            {("buyers.2.personal_no", "buyers.twice", "fault"), ("buyers", "buyers.share", "fault")},
        ),
        ({"buyers": (Buyer(1, "811218-9876", share=-1),)}, {("buyers.1.share", "buyers.share", "fault")}),
    ],
)
def test_tax_reduction_is_for_a_house_or_an_apartment(values: dict[str, Any], expected: set[Any]) -> None:
    assert faults(**values) == expected


@pytest.mark.parametrize("ticked", ["send_protocol", "send_work_order"])
def test_a_contact_ticked_for_sending_needs_an_e_mail(ticked: str) -> None:
    contact = msgspec.structs.replace(Contact(3, name="Mona"), **{ticked: True})
    assert faults(contacts=(contact,)) == {("contacts.3.email", "contact.no_email", "warning")}


@pytest.mark.parametrize("field", ["name", "phone", "mobile", "email"])
def test_a_contact_has_one_of_four(field: str) -> None:
    value = {"name": "Mona", "phone": "021-123456", "mobile": "0701234567", "email": "a@b.se"}[field]
    assert faults(contacts=(msgspec.structs.replace(Contact(3), **{field: value}),)) == set()
    assert faults(contacts=(Contact(3, role="vaktmästare"),)) == {("contacts.3", "contact_empty", "fault")}


def test_a_language_is_one_that_customers_are_written_to_in() -> None:
    assert faults(language="xx") == {("language", "choice", "fault")}
    for language in customer_languages():
        assert faults(language=language.upper()) == set()


def test_a_required_cost_centre_needs_the_setting() -> None:
    values = CustomerValues(name="Brf", cost_centre_required=True)
    found = normalise(values, Settings(cost_centre=False), TODAY)[1]
    assert [(fault.code, fault.level) for fault in found] == [("switches.cost_centre", "warning")]


def test_what_may_not_be_seen_is_let_alone_and_the_type_is_kept() -> None:
    draft = CustomerDraft(id=1, name="Brf", org_no=UNSET, comment=UNSET, vat_no=UNSET, e_invoice=UNSET)
    assert normalise(draft, PLAIN, TODAY) == (draft, ())


def test_what_stood_wrong_before_stops_nobody() -> None:
    before = CustomerValues(name="Brf", number="123456", contacts=(Contact(1, name="Mona", email="ingen"),))
    limits = Settings(number_longest=5)
    renamed = msgspec.structs.replace(before, name="Brf Eken")
    assert new_faults(before, renamed, limits, TODAY) == ()
    worse = msgspec.structs.replace(renamed, number="1234567")
    assert [fault.code for fault in new_faults(before, worse, limits, TODAY)] == ["number.too_long"]
    other = msgspec.structs.replace(renamed, contacts=(Contact(1, name="Mona", email="inget"),))
    assert [fault.field for fault in new_faults(before, other, limits, TODAY)] == ["contacts.1.email"]


@pytest.mark.parametrize(
    ("setting", "vat_type", "customer_type", "org_no", "shown"),
    [
        (False, "normal", "company", "7696123459", False),
        (False, "normal", "company", "", True),
        (False, "none", "company", "", True),
        (False, "normal", "company", UNSET, False),
        (False, "normal", "private", "", True),
        (False, "normal", "private", "198112189876", True),
        (True, "normal", "company", "7696123459", True),
        (True, "normal", "company", "", True),
        (True, "normal", "private", "198112189876", True),
        (True, "none", "company", "7696123459", False),
        (True, "none", "company", "", False),
        (True, "none", "private", "", False),
    ],
)
def test_when_vat_is_shown(
    setting: bool, vat_type: VatType, customer_type: CustomerType, org_no: str | UnsetType, shown: bool
) -> None:
    values = CustomerValues(name="x", vat_type=vat_type, type=customer_type, org_no=org_no)
    assert vat_shown(values, Settings(vat_type=setting)) is shown


@given(st.sampled_from(["company", "private"]), st.sampled_from(["", "7696123459", "198112189876"]))
def test_turning_vat_types_on_shows_what_was_shown(customer_type: CustomerType, org_no: str) -> None:
    before = CustomerValues(name="x", type=customer_type, org_no=org_no)
    after = msgspec.structs.replace(before, vat_type=vat_type_at_switch_on(customer_type, org_no))
    assert vat_shown(after, Settings(vat_type=True)) == vat_shown(before, Settings(vat_type=False))


def test_what_a_nameless_contact_is_called(speak_swedish: None) -> None:
    assert rules.contact_name(Contact(1, phone="+4621123456")) == "Växel"
    assert rules.contact_name(Contact(1, name="Mona")) == "Mona"


def test_the_phone_of_a_list_is_the_first_contacts() -> None:
    mobile = Contact(1, mobile="+46701234567")
    assert rules.list_phone(()) == ""
    assert rules.list_phone((mobile, Contact(2, phone="+4621123456"))) == "+46701234567"
    assert rules.list_phone((Contact(2, phone="+4621123456", mobile="+46701234567"),)) == "+4621123456"


ANY = st.text(max_size=20)
ADDRESSES = st.none() | st.builds(Address, row1=ANY, postcode=ANY, city=ANY, country=ANY, province=ANY)
CARDS = st.builds(
    CustomerValues,
    number=ANY,
    name=ANY,
    type=st.sampled_from(["company", "private"]),
    org_no=ANY | st.just(UNSET),
    vat_no=ANY,
    e_invoice=ANY,
    language=ANY,
    visiting=ADDRESSES,
    invoice=ADDRESSES,
    tax_property=ANY,
    tax_brf_org_no=ANY,
    comment=ANY,
    contacts=st.lists(
        st.builds(Contact, id=st.integers(1, 9), name=ANY, phone=ANY, mobile=ANY, email=ANY), max_size=2
    ).map(tuple),
    buyers=st.lists(
        st.builds(Buyer, id=st.integers(1, 9), personal_no=ANY, share=st.integers(-1, 20_000)), max_size=2
    ).map(tuple),
)


@settings(max_examples=150)
@given(CARDS)
@example(CustomerValues(org_no="0", vat_no="AA.00"))
def test_any_card_has_a_stored_form_that_stays_as_it_is(values: CustomerValues) -> None:
    once, first = normalise(values, PLAIN, TODAY)
    twice, second = normalise(once, PLAIN, TODAY)
    assert twice == once
    assert [(fault.field, fault.code) for fault in second] == [(fault.field, fault.code) for fault in first]


def test_the_rules_need_no_database() -> None:
    script = "import core.customers.rules, core.words, sys; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
