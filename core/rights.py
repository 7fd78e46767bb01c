"""Rights: what a user may do, and which fields a right opens; declared on operations, fields and rows only."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from core.text import N_


class Right(StrEnum):
    """A right a user has; an administrator has all of them (DOMAIN S28)."""

    CUSTOMER_CREATE = "customer.create"
    CUSTOMER_EDIT = "customer.edit"
    CUSTOMER_DELETE = "customer.delete"
    CUSTOMER_UNMASK = "customer.unmask"
    COMMENT_SEE = "comment.see"
    VIEW_SHARE = "view.share"
    IMPORT = "import"
    EXPORT = "export"
    ADMINISTRATOR = "administrator"


ORDINARY = frozenset(Right) - {Right.CUSTOMER_DELETE, Right.CUSTOMER_UNMASK, Right.IMPORT, Right.ADMINISTRATOR}
"""What a new user who is no administrator may do."""

RIGHT_NAMES: dict[Right, str] = {
    Right.CUSTOMER_CREATE: N_("Create customers"),
    Right.CUSTOMER_EDIT: N_("Edit customers"),
    Right.CUSTOMER_DELETE: N_("Delete customers"),
    Right.CUSTOMER_UNMASK: N_("Show personal numbers"),
    Right.COMMENT_SEE: N_("See comments"),
    Right.VIEW_SHARE: N_("Share views"),
    Right.IMPORT: N_("Import registers"),
    Right.EXPORT: N_("Export registers"),
    Right.ADMINISTRATOR: N_("Administrator"),
}


class FieldRight(NamedTuple):
    """The right to see and the right to change a field; None: whoever may see or change the thing may the field.

    With `personal` the right to see is asked for only where the value is a personal number; such a value never stands in
    a view, history or export, it is shown by an operation that leaves a trace.
    """

    see: Right | None = None
    change: Right | None = None
    personal: bool = False


FIELD_RIGHTS: dict[str, dict[str, FieldRight]] = {
    "customer": {
        "number": FieldRight(change=Right.ADMINISTRATOR),
        "org_no": FieldRight(see=Right.CUSTOMER_UNMASK, personal=True),
        # Those of a sole trader have the personal number in them (DOMAIN 3.1, 3.8).
        "vat_no": FieldRight(see=Right.CUSTOMER_UNMASK, personal=True),
        "e_invoice": FieldRight(see=Right.CUSTOMER_UNMASK, personal=True),
        "comment": FieldRight(see=Right.COMMENT_SEE),
    },
    "buyer": {"personal_no": FieldRight(see=Right.CUSTOMER_UNMASK, personal=True)},
}
"""Per kind of thing: the fields that need more than the thing itself does. A view has `UNSET` for what may not be seen."""
