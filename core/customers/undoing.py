"""Taking back what was done to a customer: the opposite edits, through the same rules as any edit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
from msgspec import UNSET
from sqlalchemy import select

from core.customers.operations import change_customer, remove_created, restore_removed
from core.customers.rows import buyer_of, contact_of
from core.customers.tables import BuyerRow, ContactRow, CustomerRow
from core.customers.views import Buyer, BuyerChange, Contact, ContactChange, CustomerChange, CustomerValues
from core.database import history
from core.database.base import Row
from core.edits import Edit, Parts, Removal
from core.errors import Fault, Invalid, NotFound
from core.history.undoing import Recorded, undoes
from core.recorder import fields_of
from core.rights import Right
from core.work import UnitOfWork

PARTS: dict[str, tuple[type[Row], type[msgspec.Struct], type[msgspec.Struct], str]] = {
    "contact": (ContactRow, Contact, ContactChange, "contacts"),
    "buyer": (BuyerRow, Buyer, BuyerChange, "buyers"),
}
"""Entity -> mapped class, its view, what changes it, and the name of the parts on the customer."""


@undoes("customer")
def take_back_customer(work: UnitOfWork, customer_id: int, changes: Sequence[Recorded], keep: bool) -> list[str]:
    """Turn round the changes that one change set made to a customer and its parts."""
    own = {change.kind: change for change in changes if change.entity == "customer" and change.kind != "changed"}
    row = work.get(CustomerRow, customer_id, removed=True)
    if row is None:
        raise NotFound("customer", customer_id)
    label = row.name
    if "created" in own:
        return _take_back_created(work, customer_id, own["created"].seq, label, keep)
    if "removed" in own:
        work.need(Right.CUSTOMER_DELETE)
        restore_removed(work, customer_id)
        return []
    if row.removed_seq is not None:
        if keep:
            return [label]
        raise Invalid([Fault("seq", "undo.removed")])
    work.need(Right.CUSTOMER_EDIT)
    kept: list[str] = []
    edits = _opposite(work, customer_id, changes, kept if keep else None)
    if edits:
        change_customer(work, customer_id, CustomerChange(**edits))
    return [f"{label}: {field}" for field in kept]


def put_field_back(work: UnitOfWork, customer_id: int, change: Recorded) -> None:
    """Give one field of a customer or a part the value it had before `change`; a removed part comes back."""
    work.need(Right.CUSTOMER_EDIT)
    edits = _opposite(work, customer_id, [change], None, from_now=True)
    if edits:
        change_customer(work, customer_id, CustomerChange(**edits))


def _take_back_created(work: UnitOfWork, customer_id: int, seq: int, label: str, keep: bool) -> list[str]:
    found = history.change_set(work.connection, seq)
    # Whoever may create may take back their own; another's is a customer like any other.
    own = found is not None and found.actor == work.actor.id
    work.need(Right.CUSTOMER_CREATE if own else Right.CUSTOMER_DELETE)
    if history.changed_since(work.connection, ("customer", customer_id), seq):
        if keep:
            return [label]
        raise Invalid([Fault("seq", "undo.changed_since", {"name": label})])
    remove_created(work, customer_id)
    return []


def _opposite(
    work: UnitOfWork,
    customer_id: int,
    changes: Sequence[Recorded],
    kept: list[str] | None,
    *,
    from_now: bool = False,
) -> dict[str, Any]:
    """Return the edits of a `CustomerChange` that turn `changes` round.

    Fields that have another value than the change left go to `kept`, where there is one; `from_now` takes the value as
    it stands for what it was.
    """
    edits: dict[str, Any] = {}
    by_part: dict[tuple[str, int], list[Recorded]] = {}
    for change in changes:
        if change.erased:
            continue
        if change.entity == "customer":
            by_part.setdefault(("customer", customer_id), []).append(change)
        elif change.entity in PARTS:
            by_part.setdefault((change.entity, change.row_id), []).append(change)
    for (entity, row_id), found in by_part.items():
        if entity == "customer":
            row = work.get(CustomerRow, row_id)
            edits |= _field_edits(row, found, kept, from_now)
    for entity, (mapped, _view, changing, name) in PARTS.items():
        parts = {row_id: found for (kind, row_id), found in by_part.items() if kind == entity}
        if parts:
            edits[name] = _part_edits(work, customer_id, mapped, changing, parts, kept, from_now)
    return edits


def _field_edits(
    row: Row | None, changes: Sequence[Recorded], kept: list[str] | None, from_now: bool
) -> dict[str, Edit[Any]]:
    if row is None:
        return {}
    fields = {field.name: field for field in fields_of(type(row))}
    types = _types_of(_view_of(type(row)))
    edits: dict[str, Edit[Any]] = {}
    for change in changes:
        if change.field not in types or change.kind != "changed":
            continue
        field = fields[change.field]
        stored = field.value({attribute: getattr(row, attribute) for _part, attribute in field.parts})
        if stored != change.now and kept is not None:
            kept.append(change.field)
            continue
        was = stored if from_now else change.now
        kind = types[change.field]
        edits[change.field] = Edit(now=msgspec.convert(change.was, kind), was=msgspec.convert(was, kind))
    return edits


@cache
def _types_of(view: type[msgspec.Struct]) -> dict[str, Any]:
    """Return the type of every field of a view; found out once, as a bulk action takes back thousands."""
    return {field.name: field.type for field in msgspec.structs.fields(view)}


def _view_of(mapped: type[Row]) -> type[msgspec.Struct]:
    return CustomerValues if mapped is CustomerRow else PARTS[mapped.ENTITY][1]


def _part_edits(
    work: UnitOfWork,
    customer_id: int,
    mapped: type[Row],
    changing: type[msgspec.Struct],
    parts: dict[int, list[Recorded]],
    kept: list[str] | None,
    from_now: bool,
) -> Parts[Any, Any]:
    added: list[Contact | Buyer] = []
    changed: list[msgspec.Struct] = []
    removed: list[Removal] = []
    for row_id, changes in parts.items():
        row = work.get(mapped, row_id, removed=True)
        kinds = {change.kind for change in changes}
        if row is None:
            continue
        if "created" in kinds:
            if row.removed_seq is None and (kept is None or row.seq == changes[0].seq):
                removed.append(Removal(row_id, seen=row.seq))
            elif row.removed_seq is None and kept is not None:
                kept.append(mapped.ENTITY)
        elif "removed" in kinds:
            if row.removed_seq is not None:
                added.append(_as_view(row))
        elif row.removed_seq is None:
            edits = _field_edits(row, changes, kept, from_now)
            if edits:
                changed.append(changing(id=row_id, **edits))
    order = _order(work, customer_id, mapped, parts, {part.id for part in added})
    return Parts(added=tuple(added), changed=tuple(changed), removed=tuple(removed), order=order)


def _as_view(row: Row) -> Contact | Buyer:
    assert isinstance(row, ContactRow | BuyerRow)
    return contact_of(row) if isinstance(row, ContactRow) else buyer_of(row)


def _order(
    work: UnitOfWork, customer_id: int, mapped: type[Row], parts: dict[int, list[Recorded]], added: set[int]
) -> Any:  # noqa: ANN401 - or UNSET
    """Return the order that the parts had before, UNSET where no place changed and none comes back."""
    places = {
        row_id: change.was
        for row_id, changes in parts.items()
        for change in changes
        if change.field == "position" and change.kind == "changed"
    }
    if not places and not added:
        return UNSET
    rows: Sequence[ContactRow | BuyerRow]
    if mapped is ContactRow:
        rows = work.select(select(ContactRow).where(ContactRow.customer_id == customer_id), removed=True)
    else:
        rows = work.select(select(BuyerRow).where(BuyerRow.customer_id == customer_id), removed=True)
    standing = [row for row in rows if row.removed_seq is None or row.id in added]
    return tuple(row.id for row in sorted(standing, key=lambda row: (places.get(row.id, row.position), row.id)))
