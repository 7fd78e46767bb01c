"""The one writer of what is derived from the customers: rows of the list, texts, words, blocks, and the index of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from core.database.guard import writing
from core.database.plain import fetch
from core.database.searching.blocks import follow_blocks
from core.database.searching.document import LINE_COLUMNS, NOT_IN_TEXT, ROW_COLUMNS, TEXT_COLUMNS, Made, Row
from core.database.searching.placing import Change, follow_index, waiting
from core.database.searching.sources import SEQ, Stored, chunks, indexed, made, marks, stored
from core.database.searching.terms import words_of
from core.database.searching.vocabulary import State, add_words, sets_of, state_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from core.recorder import Entry


def _insert(table: str, columns: Sequence[str], more: str = "") -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f'INSERT INTO "{table}" ({names}) VALUES ({marks(columns)}){more}'


_ROW = _insert(
    "customer_row",
    ROW_COLUMNS,
    " ON CONFLICT (customer_id) DO UPDATE SET "
    + ", ".join(f'"{name}" = excluded."{name}"' for name in ROW_COLUMNS[1:]),
)
_TEXT = _insert("customer_search", (*TEXT_COLUMNS, "label"))
_CHANGED_TEXT = (
    f"UPDATE customer_search SET {', '.join(f'{name} = ?' for name in TEXT_COLUMNS[1:])} WHERE customer_id = ?"
)
_LINE = _insert("customer_search_line", LINE_COLUMNS)
_FORGET_LINES = "DELETE FROM customer_search_line WHERE customer_id = ?"
_FORGET = ("DELETE FROM customer_search WHERE customer_id = ?", "DELETE FROM customer_row WHERE customer_id = ?")
_TOUCH = "UPDATE customer_row SET seq = ? WHERE customer_id = ?"


def follow(connection: Connection, entries: Iterable[Entry], seq: int) -> None:
    """Bring what is derived up to date with what a unit of work changed; where no text has that, it is only the seq."""
    changed: set[int] = set()
    touched: set[int] = set()
    for entry in entries:
        if entry.root_kind == "customer":
            in_no_text = entry.kind == "changed" and (entry.entity, entry.field) in NOT_IN_TEXT
            (touched if in_no_text else changed).add(entry.root_id)
    reindex(connection, changed)
    if only_touched := sorted(touched - changed):
        _touch(connection, only_touched, seq)


def _touch(connection: Connection, ids: Sequence[int], seq: int) -> None:
    ready = state_of(connection).ready
    with writing(connection):
        for piece in chunks(ids):
            rows = _rows(connection, piece) if ready else []
            connection.exec_driver_sql(_TOUCH, [(seq, id) for id in piece])
            if rows:
                follow_blocks(connection, [(row, (*row[:SEQ], seq, *row[SEQ + 1 :])) for row in rows])


def _rows(connection: Connection, ids: tuple[int, ...]) -> list[Row]:
    columns = ", ".join(f'"{name}"' for name in ROW_COLUMNS)
    return fetch(connection, f"SELECT {columns} FROM customer_row WHERE customer_id IN ({marks(ids)})", ids)


def reindex(connection: Connection, customer_ids: Iterable[int]) -> None:
    """Make what is derived of these customers anew from what stands in the register; removed ones lose it."""
    ids = sorted(set(customer_ids))
    if not ids:
        return
    state = state_of(connection)
    with writing(connection):
        for chunk in chunks(ids):
            _reindex(connection, state, chunk)


def _reindex(connection: Connection, state: State, ids: tuple[int, ...]) -> None:
    now, was = made(connection, ids), stored(connection, ids)
    changes: list[Change] = [
        (was.get(id), now.get(id)) for id in ids if id in was or id in now if not _same(was.get(id), now.get(id))
    ]
    if not changes:
        return
    if connection.dialect.name == "sqlite":
        words = words_of(indexed(after.row, after.text).text for _before, after in changes if after is not None)
        sets = sets_of(connection, state.generation)
        add_words(connection, words, sets.common)
        follow_index(connection, state, sets, changes, lambda: _write(connection, changes, waiting))
    else:
        # PostgreSQL's index says by itself that nobody has a word.
        _write(connection, changes, lambda customer: customer)
    if state.ready:
        follow_blocks(connection, [(before and before.made.row, after and after.row) for before, after in changes])


def _same(before: Stored | None, after: Made | None) -> bool:
    return before is not None and before.made == after


def _write(connection: Connection, changes: Sequence[Change], label: Callable[[int], int]) -> None:
    """Write the derived rows; who is new gets its `label`."""
    _many(connection, _ROW, [after.row for _before, after in changes if after is not None])
    new = [after.text for before, after in changes if before is None and after is not None]
    _many(connection, _TEXT, [(*text, label(text[0])) for text in new])
    changed = [
        after.text
        for before, after in changes
        if before is not None and after is not None and before.made.text != after.text
    ]
    _many(connection, _CHANGED_TEXT, [(*text[1:], text[0]) for text in changed])
    forgotten = [
        (before.made.row[0],)
        for before, after in changes
        if before is not None and before.made.lines and (after is None or before.made.lines != after.lines)
    ]
    _many(connection, _FORGET_LINES, forgotten)
    lines = [
        line
        for before, after in changes
        if after is not None and (before is None or before.made.lines != after.lines)
        for line in after.lines
    ]
    _many(connection, _LINE, lines)
    gone = [(before.made.row[0],) for before, after in changes if before is not None and after is None]
    for statement in _FORGET:
        _many(connection, statement, gone)


def _many(connection: Connection, statement: str, rows: Sequence[Row]) -> None:
    if rows:
        connection.exec_driver_sql(statement, list(rows))
