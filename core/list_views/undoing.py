"""Taking back what was done to a named view of the list, and which one a user's list begins with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.database import history
from core.edits import Edit
from core.errors import Clash, Conflict, Fault, Invalid
from core.history.undoing import Recorded, undoes
from core.list_views.operations import change_row, check, find, may_change, values_of
from core.list_views.stored import read_columns, read_query
from core.list_views.tables import DefaultViewRow, ListViewRow
from core.list_views.views import ListViewChange
from core.work import UnitOfWork

_READ: dict[str, Any] = {"query": read_query, "columns": read_columns}
"""How the fields that are kept as JSON text are read."""


@undoes("list_view")
def take_back_view(work: UnitOfWork, view_id: int, changes: Sequence[Recorded], keep: bool) -> list[str]:
    """Delete a view that was made, bring back one that was deleted, or turn edits round; rules and rights as for edits."""
    row = find(work, view_id, removed=True)
    may_change(work, row)
    kinds = {change.kind: change for change in changes}
    if "created" in kinds:
        if history.changed_since(work.connection, ("list_view", view_id), kinds["created"].seq):
            if keep:
                return [row.name]
            raise Invalid([Fault("seq", "undo.changed_since", {"name": row.name})])
        work.remove(row)
    elif "removed" in kinds:
        if row.removed_seq is not None:
            check(work, row, values_of(row))
            work.restore(row)
    elif row.removed_seq is not None:
        if keep:
            return [row.name]
        raise Invalid([Fault("seq", "list_view.removed")])
    else:
        return _turn_round(work, row, changes, keep)
    return []


def _turn_round(work: UnitOfWork, row: ListViewRow, changes: Sequence[Recorded], keep: bool) -> list[str]:
    kept: list[str] = []
    edits: dict[str, Any] = {}
    for change in changes:
        if change.erased or change.field not in ListViewChange.__struct_fields__:
            continue
        read = _READ.get(change.field, lambda value: value)
        if keep and getattr(values_of(row), change.field) != read(change.now):
            kept.append(f"{row.name}: {change.field}")
            continue
        edits[change.field] = Edit(now=read(change.was), was=read(change.now))
    change_row(work, row, ListViewChange(**edits))
    return kept


@undoes("default_view")
def take_back_default(work: UnitOfWork, choice_id: int, changes: Sequence[Recorded], keep: bool) -> list[str]:
    """Let the user's list begin with what it began with before; nobody does that for another."""
    row = work.get(DefaultViewRow, choice_id)
    if row is None or row.user != work.actor.id:
        return []
    for change in changes:
        if change.erased:
            continue
        if history.changed_since(work.connection, ("default_view", choice_id), change.seq) and row.view != change.now:
            if keep:
                return ["default_view"]
            raise Conflict([Clash("view", change.now, change.was, row.view, "", "")])
        row.view = change.was
    return []
