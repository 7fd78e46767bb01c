"""What becomes of a row: new, changed field by field, unchanged, one more contact or address, skipped, refused; pure.

The dry run and the import decide with the same functions; only where the stored customers come from differs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import msgspec

from core.customers import rules
from core.customers.views import ADDRESS_KINDS, Contact, CustomerValues
from core.errors import Fault, Param
from core.exchange.differences import brings_more, differences
from core.exchange.fields import address_part, contact_key, contact_part
from core.exchange.headings import compact
from core.exchange.rows import Columns, Laid, NewId, Row, is_somebody, lay, person_key, slots_of
from core.imports.views import FieldChange, ImportRow, MatchedBy, Outcome, RowFault
from core.settings.views import Settings

_COLUMNS_OF = {
    "org_no": ("org_no", "personal_no"),
    "e_invoice": ("e_invoice", "gln"),
    "type": ("type", "private"),
    "active": ("active", "inactive"),
}


@dataclass(slots=True)
class Known:
    """A customer whom a row of this file has named: which row, what the rows so far said, and how it stands after them.

    `values` is None where the stored customer is to be read anew; `counted` is as what the customer was counted.
    """

    row: int
    name: str
    said: dict[str, str] = field(default_factory=dict)
    contacts: set[int] = field(default_factory=set)
    refused: bool = False
    customer: int | None = None
    number: str = ""
    values: CustomerValues | None = None
    counted: Outcome | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The stored customer that a row means: its id and values, and how it was found.

    `taken` is the code of why nobody can be meant ("taken": the number is a deleted customer's; "row.ambiguous": several
    have the organisation number). `revives` is a customer that an import made and that was taken back: the row makes it
    anew, since its number is given to nobody else.
    """

    id: int | None = None
    values: CustomerValues | None = None
    by: MatchedBy = ""
    taken: str = ""
    revives: int | None = None


NOTHING = Found()


@dataclass(slots=True)
class Decision:
    """What becomes of a row, with the customer before and after it; `before` is None for a new one."""

    row: ImportRow
    before: CustomerValues | None = None
    after: CustomerValues | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What decisions are made by: the columns, the settings, the day, where ids come from, what the user may not see,
    and whether a new customer's every field is told (a long file would fill the register with them)."""

    columns: Columns
    settings: Settings
    today: date
    new_id: NewId
    hidden: frozenset[str] = frozenset()
    details: bool = True


def decide(context: Context, row: Row, found: Found, known: Known | None) -> Decision:
    """Decide on one row.

    `found` is the stored customer it means; `known` what earlier rows of the file said of the same customer, None for
    the first of them.
    """
    if known is not None:
        return _decide_again(context, row, found, known)
    if found.taken:
        return _refused(context, row, found, found.taken)
    new = found.values is None
    base = CustomerValues(number=row.text("number")) if found.values is None else found.values
    return _settle(context, row, found, lay(row, base, context.new_id, new=new))


def remember(row: Row, decision: Decision) -> Known:
    """Return what the first row of a customer says, to hold later rows of the same customer against."""
    result = decision.row
    known = Known(row.number, _said(row).get("name", ""), customer=result.customer, number=result.number)
    known.refused = result.outcome == "refused"
    note(known, row, decision)
    return known


def note(known: Known, row: Row, decision: Decision) -> None:
    """Add to `known` what a row said, and how the customer stands after it unless it was refused."""
    known.said = _said(row) | known.said
    if decision.after is not None and decision.row.outcome != "refused":
        known.values = decision.after
        before = {contact.id: contact for contact in (decision.before.contacts if decision.before else ())}
        known.contacts |= {contact.id for contact in decision.after.contacts if before.get(contact.id) != contact}


def _decide_again(context: Context, row: Row, found: Found, known: Known) -> Decision:
    """Decide on a row whose customer an earlier row has named: one more contact or address, or refused."""
    said = _said(row)
    name = said.get("name", "")
    base = found.values if known.values is None else known.values
    if base is None:
        return _refused(context, row, found, "row.first_refused", known)
    if name and known.name and name != known.name:
        return _refused(context, row, found, "row.other_name", known)
    conflict = any(known.said.get(key, value) != value for key, value in said.items() if key != "name")
    if conflict or not _parts(said) - _parts(known.said):
        return _refused(context, row, found, "row.repeated", known)
    laid = lay(row, base, context.new_id, new=False, others=frozenset(known.contacts))
    stored = Found(known.customer or found.id, base, found.by or "number")
    return _settle(context, row, stored, laid, known)


def _said(row: Row) -> dict[str, str]:
    """Return what a row says, in a form in which two rows are compared; persons by name, "" is the one without."""
    said = {
        key: compact(str(value)) if isinstance(value, str | bool) else "-"
        for key, value in row.values.items()
        if key != "number" and contact_part(key) is None
    }
    nameless = 0
    for person in slots_of(row).values():
        if is_somebody(person):
            name = person_key(person.get("name") or "")
            nameless += not name
            owner = f"person:{name or nameless}"
            said |= {f"{owner}:{part}": compact(str(value)) for part, value in person.items()}
    return said


def _parts(said: dict[str, str]) -> set[str]:
    """Return the persons and the kinds of address that a row or more have said something of."""
    people = {key.rpartition(":")[0] for key in said if key.startswith("person:")}
    return people | {key.partition(".")[0] for key in said if address_part(key) is not None}


def _settle(context: Context, row: Row, found: Found, laid: Laid, known: Known | None = None) -> Decision:
    """Hold what was laid against the rules, and say what came of it."""
    before = found.values
    after, faults = rules.normalise(laid.values, context.settings, context.today)
    if before is not None:
        after = _only_touched(before, after, laid)
        if faults:
            faults = rules.new_faults(before, after, context.settings, context.today)
    told = (*row.faults, *(_told(context, fault, laid) for fault in faults))
    if any(fault.level == "fault" for fault in told):
        return _refused(context, row, found, told, known)
    outcome = _outcome(before, after, known)
    told_whole = context.details or before is not None
    changes = differences(before, after, context.hidden) if told_whole else ()
    result = ImportRow(
        row=row.number,
        outcome=outcome,
        number=after.number,
        name=after.name,
        customer=found.id,
        matched_by=found.by,
        fields=len(changes) if told_whole else len(row.values),
        faults=told,
        changes=changes,
        unchanged=tuple(_unchanged(laid, changes)) if before is not None else (),
        group=known.row if known else row.number,
    )
    return Decision(result, before, after)


def _outcome(before: CustomerValues | None, after: CustomerValues, known: Known | None) -> Outcome:
    if before is None:
        return "new"
    if before == after:
        return "unchanged"
    return "added" if known is not None and brings_more(before, after) else "changed"


def _only_touched(before: CustomerValues, normal: CustomerValues, laid: Laid) -> CustomerValues:
    """Return `before` with what the row says in normal form: the rest stays as it is stored, normal or not."""
    changed: dict[str, object] = {name: getattr(normal, name) for name in laid.touched}
    if laid.parts:
        stored = {contact.id: contact for contact in before.contacts}
        changed["contacts"] = tuple(
            _touched_parts(stored.get(contact.id), contact, laid.parts.get(contact.id, set()))
            for contact in normal.contacts
        )
    return msgspec.structs.replace(before, **changed)


def _touched_parts(stored: Contact | None, contact: Contact, parts: set[str]) -> Contact:
    if stored is None:
        return contact
    return msgspec.structs.replace(stored, **{part: getattr(contact, part) for part in parts})


def _told(context: Context, fault: Fault, laid: Laid) -> RowFault:
    """Return a rule's fault as one of the row: with the columns' key and the heading."""
    field = fault.field
    first, *rest = field.split(".")
    keys: tuple[str, ...] = _COLUMNS_OF.get(field, (field,))
    if first == "contacts" and rest:
        n = laid.slots.get(int(rest[0]), 1)
        field = contact_key(n, rest[1]) if len(rest) > 1 else contact_key(n, "name")
        keys = (field, contact_key(n, "phone"), contact_key(n, "email"))
    elif first in ADDRESS_KINDS and rest:
        keys = (field, f"{first}.postcode_city", f"{first}.row1")
    column = context.columns.heading(*keys)
    return RowFault(level=fault.level, field=field, code=fault.code, column=column, params=fault.params)


def _unchanged(laid: Laid, changes: tuple[FieldChange, ...]) -> list[str]:
    changed = {change.field for change in changes}
    names = sorted(laid.touched - changed)
    return [*names, "contacts"] if laid.parts and "contacts" not in changed else names


def _refused(
    context: Context, row: Row, found: Found, why: str | tuple[RowFault, ...], known: Known | None = None
) -> Decision:
    """Return the refusal of a row, with every fault that it has."""
    key = "number" if row.text("number") else "org_no"
    if isinstance(why, str):
        column = context.columns.heading(key)
        params: dict[str, Param] = {"row": known.row} if known else {}
        why = (*row.faults, RowFault(field=key, code=why, column=column, params=params))
    result = ImportRow(
        row=row.number,
        outcome="refused",
        number=row.text("number"),
        name=row.text("name") or (found.values.name if found.values else ""),
        customer=found.id,
        matched_by=found.by,
        fields=len(why),
        faults=why,
        group=known.row if known else row.number,
    )
    return Decision(result)
