"""The tables of customers: the customer with its three addresses, contacts, buyers, old numbers, and the search text."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Id, Row, column

SIZES = {"row1": 200, "row2": 200, "postcode": 20, "city": 100, "country": 2, "province": 100}


def _part(kind: str, part: str) -> Mapped[str]:
    default = "SE" if part == "country" else ""
    mapped: Mapped[str] = column(String(SIZES[part]), field=kind, part=part, default=default)
    return mapped


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


class SearchRow(Base):
    """What the list shows, sorts by and searches of one customer, derived; written by `database.search.reindex` only.

    Personal numbers are masked here and not in the text; removed customers have no row. `folded` is the whole text: the
    name, then the numbers, towns and organisation number (the customer's own text), then the contacts, made by
    `searching.document`; `spelled` is the same with å ä ö é, NULL where there are none; `digits` has the digits of phones
    and numbers.
    """

    __tablename__ = "customer_search"
    customer_id: Mapped[int] = mapped_column(Id, ForeignKey("customer.id"), primary_key=True, autoincrement=False)
    active: Mapped[bool]
    folded: Mapped[str] = mapped_column(Text)
    digits: Mapped[str] = mapped_column(Text)
    spelled: Mapped[str | None] = mapped_column(Text)
    contacts: Mapped[int]
    """How many contacts the text has; from two on each has a line of its own."""
    own: Mapped[int]
    """How many characters of the text are the customer's own."""
    numbers: Mapped[str] = mapped_column(Text)
    """The present number and the old ones as they stand in `folded`."""
    renumbered: Mapped[bool] = mapped_column(index=True)
    """Whether there are old numbers."""
    name_key: Mapped[bytes] = mapped_column(LargeBinary)
    number_key: Mapped[bytes] = mapped_column(LargeBinary)
    city_key: Mapped[bytes] = mapped_column(LargeBinary)
    seq: Mapped[int] = mapped_column(Id)
    type: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(5))
    org_no: Mapped[str] = mapped_column(String(20))
    city_spelled: Mapped[str] = mapped_column(Text)
    number: Mapped[str] = mapped_column(String(50))
    name: Mapped[str] = mapped_column(String(500))
    city: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str] = mapped_column(String(50))
    email: Mapped[str] = mapped_column(String(254))
    contact: Mapped[str] = mapped_column(String(200))
    # `active` stands last, so that one index serves active, inactive and both: it filters before the row is fetched.
    __table_args__ = (
        Index("ix_customer_search_name", "name_key", "customer_id", "active"),
        Index("ix_customer_search_number", "number_key", "customer_id", "active"),
        Index("ix_customer_search_city", "city_key", "name_key", "customer_id", "active"),
        Index("ix_customer_search_seq", "seq", "customer_id", "active"),
        Index("ix_customer_search_beginning", text("substr(folded, 1, 40)")),
        Index("ix_customer_search_numbers", "numbers"),
    )


class SearchLine(Base):
    """The text that several words must stand in together: the customer's own with that of one contact; derived likewise.

    Only customers of two contacts or more have lines: the whole text of the others is one.
    """

    __tablename__ = "customer_search_line"
    customer_id: Mapped[int] = mapped_column(Id, ForeignKey("customer.id"), primary_key=True, autoincrement=False)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    folded: Mapped[str] = mapped_column(Text)
    digits: Mapped[str] = mapped_column(Text)
    spelled: Mapped[str | None] = mapped_column(Text)
    __table_args__ = ({"sqlite_with_rowid": False},)
