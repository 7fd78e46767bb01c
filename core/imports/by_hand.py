"""Which of the fields that a file would change somebody has changed by hand since the last import."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import select

from core.database.tables import Change, ChangeSet
from core.imports import api
from core.imports.views import FieldChange, ImportRow
from core.people.tables import UserRow
from core.work import UnitOfWork

_Key = tuple[str, int, str]


def tell_by_hand(work: UnitOfWork, rows: Sequence[ImportRow]) -> list[ImportRow]:
    """Return the rows with `by_hand` and `on` filled in; the rows as they are where nothing was ever imported."""
    ids = {row.customer for row in rows if row.outcome in ("changed", "added") and row.customer is not None}
    operation = api.start_import.name
    last = work.select(
        select(ChangeSet).where(ChangeSet.operation == operation).order_by(ChangeSet.seq.desc()).limit(1)
    )
    if not ids or not last:
        return list(rows)
    since = work.select(
        select(Change)
        .where(
            Change.root_kind == "customer", Change.root_id.in_(ids), Change.kind == "changed", Change.seq > last[0].seq
        )
        .order_by(Change.seq)
    )
    seqs: dict[_Key, int] = {(change.entity, change.row_id, change.field): change.seq for change in since}
    if not seqs:
        return list(rows)
    sets = {one.seq: one for one in work.select(select(ChangeSet).where(ChangeSet.seq.in_(set(seqs.values()))))}
    actors = {one.actor for one in sets.values()}
    people = {user.id: user.name for user in work.select(select(UserRow).where(UserRow.id.in_(actors)), removed=True)}

    def told(row: ImportRow, change: FieldChange) -> FieldChange:
        key = (
            ("contact", change.id, change.part)
            if change.field == "contacts"
            else ("customer", row.customer or 0, change.field)
        )
        found = sets.get(seqs.get(key, -1))
        if found is None:
            return change
        return msgspec.structs.replace(change, by_hand=people.get(found.actor, ""), on=found.made_at)

    return [
        msgspec.structs.replace(row, changes=tuple(told(row, change) for change in row.changes))
        if row.customer in ids
        else row
        for row in rows
    ]
