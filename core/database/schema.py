"""The schema: its revision, the statements that make it, and the first rows of a new register."""

from __future__ import annotations

import secrets

from sqlalchemy import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from core.database.base import Base
from core.database.revision import REVISION
from core.database.searching.index_tables import beside
from core.slices import map_tables

IDS_SKIPPED = 1_000_000
"""Ids left out after a restore or a copy: what was made after it was taken keeps its own for ever."""


def statements(dialect: Dialect) -> list[str]:
    """Return the SQL that makes every table and index in a database of this dialect, the search index without customers."""
    map_tables()
    found = []
    for table in Base.metadata.sorted_tables:
        found.append(str(CreateTable(table).compile(dialect=dialect)))
        found += [str(CreateIndex(index).compile(dialect=dialect)) for index in sorted(table.indexes, key=str)]
    return [*found, *beside(dialect.name)]


def new_epoch() -> str:
    """Return the name of a new epoch: a restored or copied register is not the one it came from."""
    return secrets.token_hex(8)


def first_rows(login: str, name: str, at: str) -> list[tuple[str, tuple[object, ...]]]:
    """Return the statements, with "?" for their parameters, that make `login` the administrator of a new register."""
    administrator, right = 1, 2
    return [
        (
            "INSERT INTO feed (id, seq, revision, counter, device, epoch) VALUES (1, 1, ?, ?, 0, ?)",
            (REVISION, right, new_epoch()),
        ),
        (
            'INSERT INTO "user" (id, seq, login, name, only_assigned, active) VALUES (?, 1, ?, ?, ?, ?)',
            (administrator, login, name, False, True),
        ),
        (
            'INSERT INTO user_right (id, seq, "user", "right") VALUES (?, 1, ?, ?)',
            (right, administrator, "administrator"),
        ),
        ('INSERT INTO access ("user", customer, gained_seq) VALUES (?, NULL, 1)', (administrator,)),
        (
            "INSERT INTO change_set (seq, operation, version, operation_id, actor, device, session, made_at, at)"
            " VALUES (1, 'people.add', 1, ?, ?, 0, '', ?, ?)",
            (secrets.token_hex(16), administrator, at, at),
        ),
        (
            "INSERT INTO change (seq, root_kind, root_id, entity, row_id, kind, field)"
            " VALUES (1, 'user', ?, 'user', ?, 'created', '')",
            (administrator, administrator),
        ),
    ]
