"""The tables of customers: the customer with its three addresses, contacts, buyers and old numbers."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, Text, TextClause, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Id, Row, column

SIZES = {"row1": 200, "row2": 200, "postcode": 20, "city": 100, "country": 2, "province": 100}


def _part(kind: str, part: str) -> Mapped[str]:
    default = "SE" if part == "country" else ""
    mapped: Mapped[str] = column(String(SIZES[part]), field=kind, part=part, default=default)
    return mapped


def _of_those_that_have(name: str, indexed: str | TextClause) -> Index:
    """Return the index over a column of contacts, in a file without those that have nothing in it."""
    # Not so on PostgreSQL: to say it here would load its dialect at every start, and equal entries it keeps once.
    return Index(f"ix_contact_{name}", indexed, sqlite_where=text(f"{name} <> ''"))


class CustomerRow(Row):
    """A customer; "" is empty. An address is six columns and one change."""

    __tablename__ = "customer"
    ENTITY = "customer"
    ROOT = ("customer", "id")
    PERSONAL_FIELDS = frozenset({"name", "org_no", "visiting", "invoice", "postal", "comment", "e_invoice", "vat_no"})

    number: Mapped[str] = column(String(50))
    number_folded: Mapped[str] = mapped_column(String(50), unique=True)
    """Case-blind form of `number`, unique for ever: removed customers keep theirs."""
    number_rank: Mapped[str] = mapped_column(String(52), default="", index=True)
    """Digits-only numbers ranked by value: two digits of length, then the number without leading zeros; else ""."""
    name: Mapped[str] = column(String(500))
    type: Mapped[str] = column(String(10), default="company")
    org_no: Mapped[str] = column(String(20), default="", index=True)
    vat_no: Mapped[str] = column(String(20), default="")
    e_invoice: Mapped[str] = column(String(60), default="")
    vat_type: Mapped[str] = column(String(10), default="normal")
    language: Mapped[str] = column(String(5), default="")
    cost_centre: Mapped[str] = column(String(100), default="")
    customer_order_no: Mapped[str] = column(String(100), default="")
    tax_property: Mapped[str] = column(String(40), default="")
    tax_apartment_no: Mapped[str] = column(String(25), default="")
    tax_brf_org_no: Mapped[str] = column(String(20), default="")
    comment: Mapped[str] = column(Text, default="")
    facilities_disabled: Mapped[bool] = column(default=False)
    facility_required: Mapped[bool] = column(default=False)
    cost_centre_required: Mapped[bool] = column(default=False)
    always_invoice: Mapped[bool] = column(default=False)
    active: Mapped[bool] = column(default=True)
    visiting_row1: Mapped[str] = _part("visiting", "row1")
    visiting_row2: Mapped[str] = _part("visiting", "row2")
    visiting_postcode: Mapped[str] = _part("visiting", "postcode")
    visiting_city: Mapped[str] = _part("visiting", "city")
    visiting_country: Mapped[str] = _part("visiting", "country")
    visiting_province: Mapped[str] = _part("visiting", "province")
    invoice_row1: Mapped[str] = _part("invoice", "row1")
    invoice_row2: Mapped[str] = _part("invoice", "row2")
    invoice_postcode: Mapped[str] = _part("invoice", "postcode")
    invoice_city: Mapped[str] = _part("invoice", "city")
    invoice_country: Mapped[str] = _part("invoice", "country")
    invoice_province: Mapped[str] = _part("invoice", "province")
    postal_row1: Mapped[str] = _part("postal", "row1")
    postal_row2: Mapped[str] = _part("postal", "row2")
    postal_postcode: Mapped[str] = _part("postal", "postcode")
    postal_city: Mapped[str] = _part("postal", "city")
    postal_country: Mapped[str] = _part("postal", "country")
    postal_province: Mapped[str] = _part("postal", "province")


class ContactRow(Row):
    """A contact person of a customer; `position` is its place among them."""

    __tablename__ = "contact"
    ENTITY = "contact"
    ROOT = ("customer", "customer_id")
    PERSONAL_FIELDS = frozenset({"name", "role", "phone", "mobile", "email"})

    customer_id: Mapped[int] = column(Id, ForeignKey("customer.id"), index=True)
    position: Mapped[int] = column(default=0)
    name: Mapped[str] = column(String(200), default="")
    role: Mapped[str] = column(String(100), default="")
    phone: Mapped[str] = column(String(50), default="")
    mobile: Mapped[str] = column(String(50), default="")
    email: Mapped[str] = column(String(254), default="")
    send_protocol: Mapped[bool] = column(default=False)
    send_work_order: Mapped[bool] = column(default=False)
    # Twins are looked for by them; few contacts have all three.
    __table_args__ = (
        _of_those_that_have("phone", "phone"),
        _of_those_that_have("mobile", "mobile"),
        _of_those_that_have("email", text("lower(email)")),
    )


class BuyerRow(Row):
    """Somebody who gets tax reduction at this customer's address; `share` in hundredths of a percent."""

    __tablename__ = "buyer"
    ENTITY = "buyer"
    ROOT = ("customer", "customer_id")
    PERSONAL_FIELDS = frozenset({"personal_no"})

    customer_id: Mapped[int] = column(Id, ForeignKey("customer.id"), index=True)
    position: Mapped[int] = column(default=0)
    personal_no: Mapped[str] = column(String(12))
    share: Mapped[int] = column(default=0)


class AliasRow(Row):
    """A number that a customer had before; found like the present one, never given again."""

    __tablename__ = "customer_alias"
    ENTITY = "alias"
    ROOT = ("customer", "customer_id")

    customer_id: Mapped[int] = column(Id, ForeignKey("customer.id"), index=True)
    number: Mapped[str] = column(String(50))
    number_folded: Mapped[str] = mapped_column(String(50), index=True)
    number_rank: Mapped[str] = mapped_column(String(52), default="", index=True)
