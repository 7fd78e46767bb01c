"""Stored values of any field as one line of text, for history, conflicts and notes beside a field."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET

from core.customers.views import ADDRESS_KINDS, Address
from core.text import N_, _
from core.values.org_no import format_org_no
from core.values.personal_no import holds_personal_no, is_personal_no, mask_personal_no
from core.values.phone import format_phone
from core.words import field_label
from tui.card.lines import address_lines
from tui.form.fields import percent, split
from tui.names import TYPE_NAMES, VAT_TYPE_NAMES, language_name
from tui.signs import sign

HIDDEN = N_("hidden")
FORM_NAMES: dict[str, str] = {
    "vat_type": N_("VAT"),
    "cost_centre": N_("Cost c."),
    "customer_order_no": N_("Their order no."),
    "tax_property": N_("Property"),
    "tax_brf_org_no": N_("Association"),
    "visiting": N_("Visiting"),
    "invoice": N_("Invoice"),
    "postal": N_("Postal"),
}
"""Names short enough for the label column of a form, where those of history are too long."""


def value_text(field: str, value: Any) -> str:  # noqa: ANN401 - any stored value
    """Return a stored value of `field` (a name of the api, or a form's key) as text; "" where it is empty."""
    name = split(field).name
    if value is UNSET:
        return _(HIDDEN)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _bool_text(name, value)
    if isinstance(value, Address | dict):
        return ", ".join(address_text(value))
    if name == "share" and isinstance(value, int):
        return f"{percent(value)} %" if value else ""
    return _text(name, str(value))


def _bool_text(name: str, value: bool) -> str:
    if name == "active":
        return _("active") if value else _("inactive")
    return _("yes") if value else _("no")


def _text(name: str, value: str) -> str:
    if name == "type" and value in TYPE_NAMES:
        return _(TYPE_NAMES[value])
    if name == "vat_type" and value in VAT_TYPE_NAMES:
        return _(VAT_TYPE_NAMES[value])
    if name in ("language", "company_language"):
        return language_name(value)
    if name in ("phone", "mobile"):
        return format_phone(value)
    if name in ("org_no", "tax_brf_org_no", "personal_no"):
        return mask_personal_no(value) if is_personal_no(value) else format_org_no(value)
    if name in ("vat_no", "e_invoice"):
        return mask_personal_no(value) if holds_personal_no(value) else value
    return " ".join(value.split())


def address_text(value: Address | dict[str, Any], width: int = 1000) -> list[str]:
    """Return an address, a struct or as history has it, in its lines."""
    address = value if isinstance(value, Address) else msgspec.convert(value, Address)
    return address_lines(address, width, one_line=False)


def shown_or_none(text: str) -> str:
    """Return the text, or the dash that stands for nothing."""
    return text or sign("none")


def form_label(field: str, of: str = "") -> str:
    """Return what a form's key is called in a narrow column; `of` is what a contact is called."""
    key = split(field) if field.count(".") != 1 or field.split(".")[0] in ADDRESS_KINDS else None
    if key is not None and not key.group and key.name in FORM_NAMES:
        return _(FORM_NAMES[key.name])
    return field_label(field, of)
