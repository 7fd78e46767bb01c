"""How named views of the list are kept, changed and chosen; `core.list_views.reading` gives those one may use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import or_, select

from core.database.tables import Change, ChangeSet
from core.errors import Clash, Conflict, Invalid, NotFound, Refused
from core.list_views import api, rules, stored
from core.list_views.reading import list_views
from core.list_views.rules import Values
from core.list_views.tables import DefaultViewRow, ListViewRow
from core.list_views.views import ListView, ListViewChange, ListViewDraft, ListViewRemoved
from core.people.tables import UserRow
from core.rights import Right
from core.work import UnitOfWork


@api.create_list_view.implement
def create_list_view(work: UnitOfWork, draft: ListViewDraft) -> ListView:
    """The actor's own, whether shared or not."""
    values = Values(rules.tidy(draft.name), draft.query, draft.columns, draft.shared)
    row = ListViewRow(id=work.new_id(), owner=work.actor.id)
    check(work, row, values)
    _put(row, values)
    work.add(row)
    work.flush()
    return _view(work, row)


@api.change_list_view.implement
def change_list_view(work: UnitOfWork, view_id: int, change: ListViewChange) -> ListView:
    """Field by field, as everywhere."""
    row = find(work, view_id)
    may_change(work, row)
    change_row(work, row, change)
    return _view(work, row)


def change_row(work: UnitOfWork, row: ListViewRow, change: ListViewChange) -> None:
    """Merge `change` into the view, and check it; Conflict with every field that two people changed."""
    before = values_of(row)
    after, met, faults = rules.merge(before, change)
    if met:
        raise Conflict(_clashes(work, row.id, met), _view(work, row))
    if faults:
        raise Invalid(faults)
    if after != before:
        check(work, row, after)
        _put(row, after)
        work.flush()


@api.delete_list_view.implement
def delete_list_view(work: UnitOfWork, view_id: int) -> ListViewRemoved:
    """It stays as a tombstone; the choice of it as a default stands, and means nothing until it comes back."""
    row = find(work, view_id)
    may_change(work, row)
    work.remove(row)
    work.flush()
    return ListViewRemoved(id=row.id, seq=row.seq, name=row.name)


@api.choose_default_view.implement
def choose_default_view(work: UnitOfWork, view_id: int | None) -> tuple[ListView, ...]:
    """One row a user that ever chose one."""
    if view_id is not None:
        find(work, view_id)
    found = _default_rows(work)
    if found:
        found[0].view = view_id
    elif view_id is not None:
        work.add(DefaultViewRow(id=work.new_id(), user=work.actor.id, view=view_id))
    work.flush()
    return list_views(work)


def find(work: UnitOfWork, view_id: int, *, removed: bool = False) -> ListViewRow:
    """Return a view that the actor may use; NotFound where there is none, or it is another's and not shared."""
    row = work.get(ListViewRow, view_id, removed=removed)
    if row is None or (row.owner != work.actor.id and not row.shared):
        raise NotFound("list_view", view_id)
    return row


def may_change(work: UnitOfWork, row: ListViewRow) -> None:
    """Raise Refused unless the view is the actor's own, or the actor an administrator."""
    if row.owner != work.actor.id:
        work.need(Right.ADMINISTRATOR)


def check(work: UnitOfWork, row: ListViewRow, values: Values) -> None:
    """Raise Refused where the actor may not share, Invalid with all that is wrong with the values."""
    if values.shared and not work.may(Right.VIEW_SHARE):
        raise Refused(Right.VIEW_SHARE.value)
    same_name = ListViewRow.owner == row.owner
    if values.shared:
        same_name = or_(same_name, ListViewRow.shared.is_(True))
    others = work.select(select(ListViewRow).where(same_name, ListViewRow.id != row.id))
    faults = rules.faults_of(values, [other.name for other in others], work.made_on)
    if faults:
        raise Invalid(faults)


def values_of(row: ListViewRow) -> Values:
    """Return what a row says, as far as this version understands it."""
    return Values(row.name, stored.read_query(row.query), stored.read_columns(row.columns), row.shared)


def _put(row: ListViewRow, values: Values) -> None:
    row.name, row.shared = values.name, values.shared
    # What another version wrote stays as it is while what this one understands of it does.
    if not row.query or stored.read_query(row.query) != values.query:
        row.query = stored.write(values.query)
    if not row.columns or stored.read_columns(row.columns) != values.columns:
        row.columns = stored.write(values.columns)


def _default_rows(work: UnitOfWork) -> Sequence[DefaultViewRow]:
    return work.select(select(DefaultViewRow).where(DefaultViewRow.user == work.actor.id))


def _view(work: UnitOfWork, row: ListViewRow) -> ListView:
    return _views(work, [row])[0]


def _views(work: UnitOfWork, rows: Sequence[ListViewRow]) -> tuple[ListView, ...]:
    owners = select(UserRow).where(UserRow.id.in_({row.owner for row in rows}))
    people = {user.id: user for user in work.select(owners, removed=True)} if rows else {}
    default = next((found.view for found in _default_rows(work)), None)
    return tuple(
        ListView(
            **msgspec.structs.asdict(values_of(row)),
            id=row.id,
            seq=row.seq,
            owner=people[row.owner].login,
            owner_name=people[row.owner].name,
            is_default=row.id == default,
            may_change=row.owner == work.actor.id or work.may(Right.ADMINISTRATOR),
        )
        for row in rows
    )


def _clashes(work: UnitOfWork, view_id: int, met: Mapping[str, tuple[Any, Any, Any]]) -> list[Clash]:
    """Say of every field who changed it last, and when."""
    changes = select(Change).where(Change.root_kind == "list_view", Change.root_id == view_id).order_by(Change.id)
    last = {change.field: change.seq for change in work.select(changes)}
    clashes = []
    for field, (was, mine, theirs) in met.items():
        seq = last.get(field, last.get("", -1))
        sets = work.select(select(ChangeSet).where(ChangeSet.seq == seq))
        people = work.select(select(UserRow).where(UserRow.id.in_([found.actor for found in sets])), removed=True)
        who, when = (people[0].name, sets[0].made_at) if sets and people else ("", "")
        was, mine, theirs = (msgspec.to_builtins(value) for value in (was, mine, theirs))
        clashes.append(Clash(field, was, mine, theirs, who, when))
    return clashes
