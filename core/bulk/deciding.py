"""What a bulk change makes of each customer: decided by the rules and rights of a single change, many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from msgspec import UNSET
from sqlalchemy import select

from core.bulk.views import BulkChange, BulkField, BulkRow
from core.customers import changing, merging, rules
from core.customers.many import Whole, find_whole
from core.customers.merging import Merged, Since, Stored
from core.customers.rows import field_columns
from core.customers.tables import CustomerRow
from core.customers.views import CustomerChange, CustomerValues
from core.database.tables import Change
from core.edits import Edit
from core.errors import Fault
from core.rights import FIELD_RIGHTS
from core.work import UnitOfWork

COMMENT, COMMENT_LINE = "comment", "comment_line"


class Decided(NamedTuple):
    """What comes of one customer, and the attributes of its row to set (none unless it is "changed")."""

    row: BulkRow
    columns: dict[str, Any]


def check_change(work: UnitOfWork, change: BulkChange) -> None:
    """Raise Refused where the actor may not touch a field of `change`, Invalid where it changes nothing anybody has."""
    given = fields_of(change)
    for name in given:
        right = FIELD_RIGHTS["customer"].get(COMMENT if name == COMMENT_LINE else name)
        # What one may not see one does not add to either: the preview shows it.
        for needed in (right.see, right.change) if right is not None and not right.personal else ():
            if needed is not None:
                work.need(needed)
    faults = [] if given else [Fault("change", "bulk.nothing")]
    if change.vat_type is not UNSET and not work.settings.vat_type:
        faults.append(Fault("vat_type", "bulk.vat_type_off"))
    if isinstance(change.comment_line, str) and not change.comment_line.strip():
        faults.append(Fault(COMMENT_LINE, "required"))
    changing.refuse(faults)


def fields_of(change: BulkChange) -> tuple[str, ...]:
    """Return the names of the fields that are given."""
    return tuple(name for name in BulkChange.__struct_fields__ if getattr(change, name) is not UNSET)


def decide(work: UnitOfWork, ids: Sequence[int], change: BulkChange, seen: int | None = None) -> list[Decided]:
    """Return what `change` makes of every customer of `ids`, in their order, as they stand now; nothing is written.

    A field that somebody changed after the change set `seen` is not changed again: its customer is refused.
    """
    found = find_whole(work, ids)
    gone = [id for id in ids if id not in found]
    named = _named(work, gone)
    return [
        _one(work, id, found[id], change, seen) if id in found else Decided(named.get(id) or _gone(id), {})
        for id in ids
    ]


def write(work: UnitOfWork, decided: Sequence[Decided]) -> None:
    """Set what was decided to be changed, and nothing else."""
    rows = [{"id": one.row.id, **one.columns} for one in decided if one.columns]
    if rows:
        work.update_many(CustomerRow, rows)


def _one(work: UnitOfWork, id: int, whole: Whole, change: BulkChange, seen: int | None) -> Decided:
    before = whole.values
    stored = Stored(id, before, {}, {})
    merged = merging.merge(
        stored, _edits(before, change, seen), rules.home_of(before, work.made_on), _since(work, whole)
    )
    clean, found = rules.normalise(merged.after, work.settings, work.made_on)
    faults = [*merged.faults, *_met(work, id, merged)]
    if found:
        faults += rules.new_faults(before, merged.after, work.settings, work.made_on)
    faults = [fault for fault in faults if fault.level == "fault"]
    touched = [name for name in CustomerValues.__struct_fields__ if ("customer", id, name) in merged.touched]
    changes = tuple(_field(change, name, before, clean) for name in touched)
    row = BulkRow(
        id=id,
        number=before.number,
        name=before.name,
        active=before.active,
        outcome="refused" if faults else "changed" if touched else "unchanged",
        changes=() if faults else changes,
        faults=tuple(faults),
    )
    columns: dict[str, Any] = {}
    for name in touched if not faults else ():
        columns |= field_columns(name, getattr(clean, name))
    return Decided(row, columns)


def _edits(before: CustomerValues, change: BulkChange, seen: int | None) -> CustomerChange:
    """Return the change of one customer: against what it had at `seen`, else against what it has."""
    edits: dict[str, Any] = {}
    for name in fields_of(change):
        now = getattr(change, name)
        if name == COMMENT_LINE:
            # A line more clashes with nothing.
            edits[COMMENT] = Edit(now=f"{before.comment}\n{now}" if before.comment else now, was=before.comment)
        elif seen is not None:
            edits[name] = Edit(now=now, seen=seen)
        else:
            edits[name] = Edit(now=now, was=getattr(before, name))
    return CustomerChange(**edits)


def _field(change: BulkChange, name: str, before: CustomerValues, after: CustomerValues) -> BulkField:
    if name == COMMENT:
        return BulkField(COMMENT, "", change.comment_line)
    return BulkField(name, getattr(before, name), getattr(after, name))


def _since(work: UnitOfWork, whole: Whole) -> Since:
    """Return what asks whether a field was changed after a seq; the customer's own seq answers most."""

    def since(_entity: str, row_id: int, field: str, seq: int) -> bool:
        if whole.seq <= seq:
            return False
        wanted = (Change.entity == "customer", Change.row_id == row_id, Change.field == field, Change.seq > seq)
        statement = select(Change).where(Change.root_kind == "customer", Change.root_id == row_id, *wanted)
        return bool(work.select(statement.limit(1)))

    return since


def _met(work: UnitOfWork, id: int, merged: Merged) -> list[Fault]:
    """Return a fault for every field that somebody else changed meanwhile, with who."""
    if not merged.meetings:
        return []
    return [
        Fault(clash.field, "bulk.changed_since", {"who": clash.who})
        for clash in changing.clashes(work, id, merged.meetings)
    ]


def _named(work: UnitOfWork, ids: Sequence[int]) -> dict[int, BulkRow]:
    """Return rows that name the customers that were deleted meanwhile."""
    if not ids:
        return {}
    removed = work.select(select(CustomerRow).where(CustomerRow.id.in_(ids)), removed=True)
    return {row.id: _gone(row.id, row.number, row.name) for row in removed}


def _gone(id: int, number: str = "", name: str = "") -> BulkRow:
    return BulkRow(id=id, number=number, name=name, outcome="refused", faults=(Fault("customer", "bulk.gone"),))
