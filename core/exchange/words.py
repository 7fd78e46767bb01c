"""What is said of the rows of a file, in the user's language: for lists, the command line and the file to be mended."""

from __future__ import annotations

from typing import Any

from core.errors import Fault
from core.exchange.fault_texts import LONG
from core.exchange.fields import Kind
from core.imports.views import Outcome, RowFault
from core.text import N_, _, ngettext
from core.words import fault_short, field_label

OUTCOME_NAMES: dict[Outcome, str] = {
    "new": N_("new"),
    "changed": N_("changed"),
    "unchanged": N_("unchanged"),
    "added": N_("one more"),
    "refused": N_("refused"),
    "skipped": N_("skipped"),
}
"""What becomes of a row, as a word."""

CHOICES: dict[Kind, dict[str | bool, str]] = {
    "yes_no": {True: N_("Yes"), False: N_("No")},
    "type": {"company": N_("Company"), "private": N_("Private")},
    "vat_type": {"normal": N_("Normal"), "none": N_("No VAT")},
    "language": {
        "sv": N_("Swedish"),
        "en": N_("English"),
        "nb": N_("Norwegian"),
        "da": N_("Danish"),
        "fi": N_("Finnish"),
        "de": N_("German"),
    },
}
"""Kind of field -> value -> what it is written as; importing reads it again, in every language of the interface."""


def choice_text(kind: Kind, value: str | bool) -> str:
    """Return a value of a choice as it is written in a file; "" where it is empty, the value where it has no name."""
    text = CHOICES.get(kind, {}).get(value)
    return _(text) if text else str(value)


def outcome_name(outcome: Outcome) -> str:
    """Return what an outcome is called."""
    return _(OUTCOME_NAMES[outcome])


def outcome_count(outcome: Outcome, n: int) -> str:
    """Return how many rows or customers came to an outcome: "41 changed"."""
    texts: dict[Outcome, str] = {
        "new": ngettext("{n} new", "{n} new", n),
        "changed": ngettext("{n} changed", "{n} changed", n),
        "unchanged": ngettext("{n} unchanged", "{n} unchanged", n),
        "added": ngettext("{n} more contact or address", "{n} more contacts or addresses", n),
        "refused": ngettext("{n} refused", "{n} refused", n),
        "skipped": ngettext("{n} skipped", "{n} skipped", n),
    }
    return texts[outcome]


def fault_text(fault: RowFault) -> str:
    """Return what is wrong, after the heading of its column: "Org.nr: sista siffran ska vara 3"."""
    if fault.code in LONG:
        text = _(LONG[fault.code], **fault.params) if fault.params else _(LONG[fault.code])
    else:
        text = fault_short(Fault(fault.field, fault.code, fault.params, fault.level))
        text = text[:1].lower() + text[1:]
    where = fault.column or (field_label(fault.field) if fault.field else "")
    return f"{where}: {text}" if where else text[:1].upper() + text[1:]


def fault_dict(fault: RowFault) -> dict[str, Any]:
    """Return a fault as `import --json` prints it."""
    return {
        "level": fault.level,
        "field": fault.field,
        "column": fault.column,
        "code": fault.code,
        "message": fault_text(fault),
    }
