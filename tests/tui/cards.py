"""A card to edit in tests: the one that the pictures of LOOK.md show."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from core.customers.views import Address, Buyer, Contact, Customer
from core.settings.views import Settings
from tui.form.model import EditModel

TODAY = date(2026, 11, 24)
LARS, MONA, JOUREN = 101, 102, 103
BUYER = 201

EKBACKEN = Customer(
    id=1,
    seq=7,
    number="10443",
    name="Brf Ekbacken",
    org_no="7696123459",
    vat_no="SE769612345901",
    e_invoice="0007:7696123459",
    cost_centre="400 Fastighet",
    visiting=Address(row1="Ekgatan 4", postcode="74531", city="Enköping"),
    invoice=Address(row1="c/o Nabo", row2="Box 12", postcode="72103", city="Västerås"),
    comment="Portkod 4711 till garaget. Ring Lars före 07.",
    facility_required=True,
    contacts=(
        Contact(
            id=LARS,
            name="Lars Öberg",
            role="ordförande",
            mobile="+46701234567",
            email="lars.oberg@ekbacken.example",
            send_protocol=True,
            seq=7,
        ),
        Contact(
            id=MONA,
            name="Mona Dahl",
            role="förvaltare",
            phone="+46171445566",
            email="mona.dahl@nabo.example",
            send_protocol=True,
            send_work_order=True,
            seq=7,
        ),
        Contact(id=JOUREN, name="Jouren Nabo", role="dygnet runt", phone="+46102880000", seq=7),
    ),
    changed_at="2026-11-24T08:12:00.000Z",
    changed_by="Per Lund",
)

PRIVATE = Customer(
    id=2,
    seq=9,
    number="10444",
    name="Karin Nord",
    type="private",
    org_no_masked="811218-••••",
    tax_apartment_no="1101",
    tax_brf_org_no="7696123459",
    buyers=(Buyer(id=BUYER, masked="811218-••••", share=5000, seq=9),),
)
PRIVATE = replace(PRIVATE, org_no=UNSET, comment=UNSET)


def card(**values: Any) -> Customer:
    """Return Brf Ekbacken with some fields of other values."""
    return replace(EKBACKEN, **values)


def with_contact(contact: int, **values: Any) -> Customer:
    """Return Brf Ekbacken with one contact changed."""
    contacts = tuple(replace(each, **values) if each.id == contact else each for each in EKBACKEN.contacts)
    return card(contacts=contacts)


def model(base: Customer = EKBACKEN, settings: Settings | None = None) -> EditModel:
    """Return a form on a card."""
    return EditModel(base, settings=settings or Settings(), today=TODAY, customer_id=base.id)
