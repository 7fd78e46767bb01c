"""What can be changed of many customers at once: the fields, the values to choose from, and the change they make."""

from __future__ import annotations

from typing import Literal, NamedTuple

from msgspec import UNSET, convert

from core.bulk.views import BulkChange
from core.customers.views import SWITCHES
from core.people.views import User
from core.rights import Right
from core.settings.views import Settings
from core.text import _, customer_languages
from core.words import field_label
from tui.form.plan import SWITCH_TEXTS
from tui.names import TYPE_NAMES, VAT_TYPE_NAMES, language_name
from tui.signs import sign
from tui.value_text import shown_or_none, value_text

COMMENT_LINE = "comment_line"
TEXTS = ("cost_centre", "customer_order_no", COMMENT_LINE)
"""Fields whose value is typed; in all but the last, nothing typed clears them."""
Value = str | bool


class BulkField(NamedTuple):
    """A field that can be changed: its name in `BulkChange`, and whether its value is chosen or typed."""

    name: str
    kind: Literal["choice", "text"]


def fields(settings: Settings | None, user: User | None) -> list[BulkField]:
    """Return the fields that can be changed with these settings by this user, the most usual first."""
    names = ["active", "language", "type", "vat_type", "cost_centre", "customer_order_no", *SWITCHES, COMMENT_LINE]
    shown = settings or Settings()
    left_out = {
        name for name in ("language", "vat_type", "cost_centre", "customer_order_no") if not getattr(shown, name)
    }
    if user is not None and not user.may(Right.COMMENT_SEE):
        left_out.add(COMMENT_LINE)
    return [BulkField(name, "text" if name in TEXTS else "choice") for name in names if name not in left_out]


def label(name: str) -> str:
    """Return what a field is called where it is chosen."""
    if name == COMMENT_LINE:
        return _("A line more in the comment")
    if name == "active":
        return _("Active or inactive")
    return _(SWITCH_TEXTS[name]) if name in SWITCH_TEXTS else field_label(name)


def values(name: str) -> list[tuple[Value, str]]:
    """Return the values that a field can get, each with what it is called."""
    if name == "active":
        return [(False, _("inactive")), (True, _("active"))]
    if name == "type":
        return [(kind, _(text)) for kind, text in TYPE_NAMES.items()]
    if name == "vat_type":
        return [(kind, _(text)) for kind, text in VAT_TYPE_NAMES.items()]
    if name == "language":
        return [*((code, language_name(code)) for code in customer_languages()), ("", _("the company's"))]
    return [(True, _("yes")), (False, _("no"))]


def change_of(name: str, value: Value) -> BulkChange:
    """Return the change that gives a field a value."""
    return convert({name: value}, BulkChange)


def change_words(change: BulkChange) -> str:
    """Return what a change does, in words: "Language → English", "Cost centre → –"."""
    parts = []
    for name in BulkChange.__struct_fields__:
        value = getattr(change, name)
        if value is UNSET:
            continue
        if name == COMMENT_LINE:
            parts.append(_("{field} + {value}", field=field_label("comment"), value=value))
        else:
            shown = shown_or_none(value_text(name, value)) if value != "" or name != "language" else _("the company's")
            parts.append(f"{field_label(name)} {sign('becomes')} {shown}")
    return ", ".join(parts)
