"""What goes in and out of changing many customers at once: the change, and what it makes of each of them."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

from core.customers.views import CustomerType, VatType
from core.errors import Fault

BulkOutcome = Literal["changed", "unchanged", "refused"]
BULK_OUTCOMES: tuple[BulkOutcome, ...] = ("refused", "changed", "unchanged")
"""In the order one wants to see them: first what stands in the way."""


class BulkChange(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What many customers get: the same value in every field that is given; "" clears a text.

    Only fields that can be the same for many: a number, a name or an address cannot. `comment_line` is a line that is
    added below the comment that each of them has.
    """

    active: bool | UnsetType = UNSET
    type: CustomerType | UnsetType = UNSET
    vat_type: VatType | UnsetType = UNSET
    language: str | UnsetType = UNSET
    cost_centre: str | UnsetType = UNSET
    customer_order_no: str | UnsetType = UNSET
    facilities_disabled: bool | UnsetType = UNSET
    facility_required: bool | UnsetType = UNSET
    cost_centre_required: bool | UnsetType = UNSET
    always_invoice: bool | UnsetType = UNSET
    comment_line: str | UnsetType = UNSET


class BulkField(Struct, frozen=True, forbid_unknown_fields=True):
    """One field of one customer before and after, in stored form; of the comment only the line that is added, as `now`."""

    field: str
    was: Any
    now: Any


class BulkRow(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a change makes of one customer: nothing ("unchanged"), or why it cannot be ("refused", `faults`).

    Of a customer that is deleted, or no longer for this user to see, number and name are "".
    """

    id: int
    number: str = ""
    name: str = ""
    active: bool = True
    outcome: BulkOutcome
    changes: tuple[BulkField, ...] = ()
    faults: tuple[Fault, ...] = ()


class BulkWindow(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Some customers of a selection as they would be changed, and how many of those looked at come to what.

    `rows` are those of the outcomes asked for; the counts are of all that were looked at. Go on with `after=last` until
    `at_end`. `seq` is how far the register had come: given to `change_many` it guards what others change from then on.
    """

    rows: tuple[BulkRow, ...]
    last: str = ""
    at_end: bool = True
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    seq: int = 0


class BulkRows(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Customers that a bulk change could not change, in the order of the selection; go on with `after=last`."""

    rows: tuple[BulkRow, ...]
    last: int = 0
    at_end: bool = True
