"""The schema: its revision, and a new register made from the mapped classes."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from core.database.base import Base
from core.database.engine import connect
from core.slices import map_tables

REVISION = "0001"
"""The revision this program works with; the last of `migrations/versions`."""


def statements() -> list[str]:
    """Return the SQL that makes every table and index."""
    map_tables()
    dialect = sqlite.dialect()
    found = []
    for table in Base.metadata.sorted_tables:
        found.append(str(CreateTable(table).compile(dialect=dialect)))
        found += [str(CreateIndex(index).compile(dialect=dialect)) for index in sorted(table.indexes, key=str)]
    return found


def make_register(path: Path, login: str, name: str, at: str) -> None:
    """Make a register in a new file, with `login` as its administrator; nothing where another program was quicker."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    unfinished.touch(mode=0o600)
    try:
        with closing(connect(unfinished, writing=True)) as connection:
            # The file is not in its place yet: nobody reads it, so one sync at the end is enough.
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN IMMEDIATE")
            for statement in statements():
                connection.execute(statement)
            _first_rows(connection, login, name, at)
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode=WAL")
        _put_in_place(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def new_epoch() -> str:
    """Return the name of a new epoch: a restored or copied register is not the one it came from."""
    return secrets.token_hex(8)


def _first_rows(connection: sqlite3.Connection, login: str, name: str, at: str) -> None:
    administrator, right = 1, 2
    connection.execute(
        "INSERT INTO feed (id, seq, revision, counter, device, epoch) VALUES (1, 1, ?, ?, 0, ?)",
        (REVISION, right, new_epoch()),
    )
    connection.execute(
        "INSERT INTO user (id, seq, login, name, only_assigned, active) VALUES (?, 1, ?, ?, 0, 1)",
        (administrator, login, name),
    )
    connection.execute(
        'INSERT INTO user_right (id, seq, user, "right") VALUES (?, 1, ?, ?)', (right, administrator, "administrator")
    )
    connection.execute("INSERT INTO access (user, customer, gained_seq) VALUES (?, NULL, 1)", (administrator,))
    connection.execute(
        "INSERT INTO change_set (seq, operation, version, operation_id, actor, device, session, made_at, at)"
        " VALUES (1, 'people.add', 1, ?, ?, 0, '', ?, ?)",
        (secrets.token_hex(16), administrator, at, at),
    )
    connection.execute(
        "INSERT INTO change (seq, root_kind, root_id, entity, row_id, kind, field)"
        " VALUES (1, 'user', ?, 'user', ?, 'created', '')",
        (administrator, administrator),
    )


def _put_in_place(unfinished: Path, path: Path) -> None:
    try:
        os.link(unfinished, path)
    except FileExistsError:
        return
    except OSError:
        # No hard links here: renaming is the next best, and refuses on Windows where the file is there already.
        if not path.exists():
            unfinished.replace(path)
