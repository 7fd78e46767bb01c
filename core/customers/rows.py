"""Between views and tables of customers: which column holds what, for one row and for many at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from core.customers.rules import fold_number, number_rank
from core.customers.views import ADDRESS_KINDS, Address, Buyer, Contact, CustomerValues

if TYPE_CHECKING:
    from core.customers.tables import BuyerRow, ContactRow, CustomerRow
    from core.database.base import Row

ADDRESS_PARTS = Address.__struct_fields__
_PARTS = ("contacts", "buyers")
FIELDS = tuple(name for name in CustomerValues.__struct_fields__ if name not in (*ADDRESS_KINDS, *_PARTS))
"""Fields of a customer that are one column each, of the same name."""
CONTACT_FIELDS = ("name", "role", "phone", "mobile", "email", "send_protocol", "send_work_order")
BUYER_FIELDS = ("personal_no", "share")
ADDRESS_COLUMNS: dict[str, tuple[str, ...]] = {
    kind: tuple(f"{kind}_{part}" for part in ADDRESS_PARTS) for kind in ADDRESS_KINDS
}
_NO_ADDRESS = Address()


def field_columns(field: str, value: Any) -> dict[str, Any]:  # noqa: ANN401 - any field's value
    """Return the attributes of `CustomerRow` that hold `value` of the api's `field`, with what is derived from it."""
    if field in ADDRESS_COLUMNS:
        address = value or _NO_ADDRESS
        return {
            column: getattr(address, part) for column, part in zip(ADDRESS_COLUMNS[field], ADDRESS_PARTS, strict=True)
        }
    if field == "number":
        return {"number": value, "number_folded": fold_number(value), "number_rank": number_rank(value)}
    return {field: "" if value is UNSET else value}


def customer_columns(values: CustomerValues) -> dict[str, Any]:
    """Return every attribute of a `CustomerRow` but its id, from values in stored form; for `work.insert_many` too."""
    columns: dict[str, Any] = {}
    for field in (*FIELDS, *ADDRESS_KINDS):
        columns |= field_columns(field, getattr(values, field))
    return columns


def contact_columns(contact: Contact, customer_id: int, position: int) -> dict[str, Any]:
    """Return every attribute of a `ContactRow`, its id among them."""
    columns = {field: getattr(contact, field) for field in CONTACT_FIELDS}
    return {"id": contact.id, "customer_id": customer_id, "position": position, **columns}


def buyer_columns(buyer: Buyer, customer_id: int, position: int) -> dict[str, Any]:
    """Return every attribute of a `BuyerRow`, its id among them."""
    number = buyer.personal_no if isinstance(buyer.personal_no, str) else ""
    columns = {"personal_no": number, "share": buyer.share}
    return {"id": buyer.id, "customer_id": customer_id, "position": position, **columns}


def assign(row: Row, columns: dict[str, Any]) -> None:
    """Set the attributes that differ, and no others: history keeps what changed."""
    for name, value in columns.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def address_of(row: CustomerRow, kind: str) -> Address | None:
    """Return one address of a stored customer; None where nothing but a country is filled in."""
    address = Address(*[getattr(row, column) for column in ADDRESS_COLUMNS[kind]])
    return address or None


def contact_of(row: ContactRow) -> Contact:
    """Return a stored contact."""
    return Contact(id=row.id, seq=row.seq, **{field: getattr(row, field) for field in CONTACT_FIELDS})


def buyer_of(row: BuyerRow) -> Buyer:
    """Return a stored buyer in full: for rules, never for a view."""
    return Buyer(row.id, row.personal_no, "", row.share, row.seq)


def values_of(row: CustomerRow, contacts: Iterable[ContactRow], buyers: Iterable[BuyerRow]) -> CustomerValues:
    """Return what is stored of a customer in full: for rules, never for a view. Parts come in the order given."""
    fields: dict[str, Any] = {field: getattr(row, field) for field in FIELDS}
    addresses: dict[str, Any] = {kind: address_of(row, kind) for kind in ADDRESS_KINDS}
    return CustomerValues(
        **fields,
        **addresses,
        contacts=tuple(contact_of(contact) for contact in contacts),
        buyers=tuple(buyer_of(buyer) for buyer in buyers),
    )
