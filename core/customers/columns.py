"""The columns that a list of customers can show, take out and be sorted by: one catalogue for screens, files and print."""

from __future__ import annotations

from typing import Literal, NamedTuple

from msgspec import Struct

from core.customers.views import CustomerOrder
from core.text import N_

ColumnName = Literal[
    "number",
    "name",
    "city",
    "phone",
    "contact",
    "email",
    "org_no",
    "type",
    "language",
    "street",
    "postcode",
    "changed",
]


class ListColumn(Struct, frozen=True, forbid_unknown_fields=True):
    """A column as somebody chose it: which one, and how many cells wide (0: as wide as it is by itself)."""

    name: ColumnName
    width: int = 0


class ColumnKind(NamedTuple):
    """What there is to know of a column: its head, its name in full, the order it asks for, and its width in cells.

    `day`: its values are moments (UTC, ISO 8601), shown as days. A column is never made narrower than `least`.
    """

    head: str
    words: str
    order: CustomerOrder
    width: int
    least: int = 4
    day: bool = False


COLUMNS: dict[ColumnName, ColumnKind] = {
    "number": ColumnKind(N_("No."), N_("customer number"), CustomerOrder.NUMBER, 5, 5),
    "name": ColumnKind(N_("Name"), N_("name"), CustomerOrder.NAME, 25, 18),
    "city": ColumnKind(N_("Town"), N_("town"), CustomerOrder.CITY, 13, 6),
    "phone": ColumnKind(N_("Phone"), N_("phone"), CustomerOrder.PHONE, 13, 13),
    "contact": ColumnKind(N_("Contact"), N_("first contact"), CustomerOrder.CONTACT, 13, 8),
    "email": ColumnKind(N_("E-mail"), N_("e-mail"), CustomerOrder.EMAIL, 24, 10),
    "org_no": ColumnKind(N_("Org. no."), N_("organisation number"), CustomerOrder.ORG_NO, 13, 13),
    "type": ColumnKind(N_("Type"), N_("type"), CustomerOrder.TYPE, 8, 6),
    "language": ColumnKind(N_("Language"), N_("language"), CustomerOrder.LANGUAGE, 10, 6),
    "street": ColumnKind(N_("Address"), N_("visiting address"), CustomerOrder.STREET, 20, 8),
    "postcode": ColumnKind(N_("Postcode"), N_("postcode"), CustomerOrder.POSTCODE, 10, 8),
    "changed": ColumnKind(N_("Changed"), N_("last changed"), CustomerOrder.CHANGED, 10, 10, day=True),
}
"""Every column by its name, in the order they are offered."""
