"""How the named views that one may use are read: in two statements and without SQLAlchemy, since the first screen asks."""

from __future__ import annotations

from core.database.plain import fetch
from core.list_views import api, stored
from core.list_views.views import ListView
from core.rights import Right
from core.values.sorting import sort_key
from core.work import UnitOfWork

_VIEWS = (
    "SELECT v.id, v.seq, v.owner, v.name, v.shared, v.query, v.columns, u.login, u.name"
    ' FROM list_view v JOIN "user" u ON u.id = v.owner'
    " WHERE v.removed_seq IS NULL AND (v.owner = ? OR v.shared)"
)
_DEFAULT = 'SELECT "view" FROM default_view WHERE "user" = ? AND removed_seq IS NULL'


@api.list_views.implement
def list_views(work: UnitOfWork) -> tuple[ListView, ...]:
    """One's own first, then those of others, by name. What this unit of work changed must be flushed."""
    me = work.actor
    default = next((view for (view,) in fetch(work.connection, _DEFAULT, (me.id,))), None)
    rows = sorted(fetch(work.connection, _VIEWS, (me.id,)), key=lambda row: (row[2] != me.id, sort_key(row[3]), row[0]))
    return tuple(
        ListView(
            id=id,
            seq=seq,
            name=name,
            shared=bool(shared),
            owner=login,
            owner_name=person,
            query=stored.read_query(query),
            columns=stored.read_columns(columns),
            is_default=id == default,
            may_change=owner == me.id or work.may(Right.ADMINISTRATOR),
        )
        for id, seq, owner, name, shared, query, columns, login, person in rows
    )
