"""How history is read, changes are taken back and single fields put back."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, UnsetType
from sqlalchemy import select

from core.customers.cards import seen
from core.customers.tables import ContactRow, CustomerRow
from core.customers.undoing import put_field_back
from core.database import history
from core.errors import Fault, Invalid, NotFound
from core.history import api
from core.history.undoing import Recorded, recorded, undoer
from core.history.views import Despite, HistoryEntry, HistoryWindow, Undoable, Undone
from core.list_views.tables import ListViewRow
from core.operation import all_operations
from core.rights import FIELD_RIGHTS, Right
from core.work import UnitOfWork

HIGHEST_LIMIT = 500


@api.customer_history.implement
def customer_history(
    work: UnitOfWork, customer_id: int, before: str = "", limit: int = 100, who: str = "", field: str = ""
) -> HistoryWindow:
    """One window of entries; what may not be seen has no values."""
    if work.get(CustomerRow, customer_id, removed=True) is None:
        raise NotFound("customer", customer_id)
    if not 1 <= limit <= HIGHEST_LIMIT:
        raise Invalid([Fault("limit", "range", {"low": 1, "high": HIGHEST_LIMIT})])
    root = ("customer", customer_id)
    entity, _dot, name = field.partition(".")
    chosen = (entity, name) if field else None
    rows = history.entries(work.connection, root, before=_position(before), limit=limit + 1, who=who, field=chosen)
    labels = _labels(work, customer_id)
    shown = rows[:limit]
    people, fields = history.choices(work.connection, root)
    return HistoryWindow(
        entries=tuple(_entry(work, row, labels) for row in shown),
        last=f"{shown[-1].seq}.{shown[-1].id}" if shown else "",
        at_end=len(rows) <= limit,
        total=history.count(work.connection, root, who, chosen),
        since=history.since(work.connection, root),
        people=people,
        fields=fields,
    )


def _position(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    seq, _dot, id = text.partition(".")
    if not (seq.isascii() and seq.isdigit() and id.isascii() and id.isdigit()):
        raise Invalid([Fault("before", "position")])
    return int(seq), int(id)


def _labels(work: UnitOfWork, customer_id: int) -> dict[tuple[str, int], str]:
    """Return what the parts are called: a contact by its name, or whatever it has."""
    labels: dict[tuple[str, int], str] = {}
    contacts = select(ContactRow).where(ContactRow.customer_id == customer_id)
    for contact in work.select(contacts, removed=True):
        labels["contact", contact.id] = contact.name or contact.email or contact.phone or contact.mobile
    return labels


def _entry(work: UnitOfWork, row: Any, labels: dict[tuple[str, int], str]) -> HistoryEntry:  # noqa: ANN401
    change = recorded(row)
    was, now = _seen(work, change)
    return HistoryEntry(
        seq=change.seq,
        entity=change.entity,
        row_id=change.row_id,
        kind=row.kind,
        field=change.field,
        label=labels.get((change.entity, change.row_id), ""),
        was=was,
        now=now,
        who=row.who,
        at=row.at,
        operation=row.operation,
        batch=row.batch,
        undoes=row.undoes,
        can_put_back=_can_put_back(work, change, was),
        despite=_despite(work, change),
    )


def _despite(work: UnitOfWork, change: Recorded) -> tuple[Despite, ...]:
    """Return what a customer was created in spite of: what this actor may not see is never named, nor counted."""
    if change.kind != "created" or not change.now:
        return ()
    signs = {noted["id"]: tuple(noted["signs"]) for noted in change.now}
    rows = {row.id: row for row in work.select(select(CustomerRow).where(CustomerRow.id.in_(signs)), removed=True)}
    return tuple(Despite(id, rows[id].number, rows[id].name, signs[id]) for id in signs if id in rows)


def _seen(work: UnitOfWork, change: Recorded) -> tuple[Any | UnsetType, Any | UnsetType]:
    """Return was and now as this actor may see them: a personal number never stands in history."""
    if change.kind != "changed" or change.erased:
        return UNSET, UNSET
    was, now = (seen(work, change.entity, change.field, value) for value in (change.was, change.now))
    return (UNSET, UNSET) if was is UNSET or now is UNSET else (was, now)


def _can_put_back(work: UnitOfWork, change: Recorded, was: object) -> bool:
    if not work.may(Right.CUSTOMER_EDIT) or change.entity == "alias" or change.field == "position":
        return False
    right = FIELD_RIGHTS.get(change.entity, {}).get(change.field)
    if right is not None and right.change is not None and not work.may(right.change):
        return False
    return was is not UNSET if change.kind == "changed" else change.kind == "removed" and change.entity != "customer"


@api.undoable.implement
def undoable(work: UnitOfWork, session: str) -> Undoable | None:
    """The last change set of the running program, with what it was about."""
    found = history.last_of_session(work.connection, session)
    if found is None or found.actor != work.actor.id:
        return None
    rows = history.changes(work.connection, found.seq)
    if not rows:
        return None
    way = {operation.name: operation.undo for operation in all_operations()}.get(found.operation)
    root = rows[0]
    return Undoable(
        seq=found.seq,
        batch=found.batch,
        operation=found.operation,
        root_kind=root.root_kind,
        root_id=root.root_id,
        label=_root_label(work, root.root_kind, root.root_id),
        fields=tuple(dict.fromkeys(row.field for row in rows if row.field)),
        at=found.at,
        undoes=found.undoes,
        never=way.reason if way is not None and way.way == "never" else "",
        things=1 if found.batch is None else history.things_of(work.connection, found.batch),
    )


def _root_label(work: UnitOfWork, kind: str, id: int) -> str:
    if kind == "list_view":
        view = work.get(ListViewRow, id, removed=True)
        return view.name if view is not None else ""
    if kind != "customer":
        return ""
    row = work.get(CustomerRow, id, removed=True)
    return row.name if row is not None else ""


@api.undo.implement
def undo(work: UnitOfWork, seq: int) -> Undone:
    """The opposite edits of every thing that the change set touched."""
    return take_back(work, seq, keep=False)


def take_back(work: UnitOfWork, seq: int, *, keep: bool) -> Undone:
    """Take back one change set; with `keep`, what was changed since stays and is named (a bulk action is undone so)."""
    found = history.change_set(work.connection, seq)
    rows = history.changes(work.connection, seq)
    if found is None or not rows:
        raise NotFound("change_set", seq)
    if history.is_taken_back(work.connection, seq):
        raise Invalid([Fault("seq", "undo.done")])
    work.undoes = seq
    roots: dict[tuple[str, int], list[Recorded]] = {}
    for row in rows:
        roots.setdefault((row.root_kind, row.root_id), []).append(recorded(row))
    kept: list[str] = []
    for (kind, id), changes in roots.items():
        kept += undoer(kind)(work, id, changes, keep)
    kind, id = next(iter(roots))
    return Undone(seq=work.seq, root_kind=kind, root_id=id, taken_back=len(rows), kept=tuple(kept))


@api.put_back.implement
def put_back(work: UnitOfWork, seq: int, entity: str, row_id: int, field: str) -> Undone:
    """Find the change, and give the field what it had before it."""
    wanted = (entity, row_id, field)
    for row in history.changes(work.connection, seq):
        if row.root_kind == "customer" and (row.entity, row.row_id, row.field) == wanted:
            change = recorded(row)
            if change.erased:
                raise Invalid([Fault(field, "erased")])
            put_field_back(work, row.root_id, change)
            return Undone(seq=work.seq, root_kind="customer", root_id=row.root_id, taken_back=1)
    raise NotFound("change", seq)
