"""The stored sample of positions: where each block of the list begins in its orders, and how many rows it has.

Sums over the blocks give totals and the row number of any place, at a million customers as at a thousand. A block
begins at its key and ends where the next one does; the first one of an order begins before everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from core.database.guard import writing
from core.database.plain import fetch
from core.database.searching.document import ROW_COLUMNS, Row
from core.database.searching.positions import INDEXED, Key
from core.database.searching.uses import follow_uses, rebuild_uses

if TYPE_CHECKING:
    from sqlalchemy import Connection

SIZE = 1_000
"""So many rows a block has when it is made."""
LARGEST = 2 * SIZE
"""A block of more rows is made into several."""

Start = tuple[bytes, bytes, int]
"""Where a block begins: key1, key2, customer_id."""
FIRST: Start = (b"", b"", -(2**62))
"""Where the first block of every order begins."""

_Step = tuple[int, int, str, str, bytes, bytes, int]

_BLOCK = "listing = ? AND (key1, key2, customer_id)"
_LAST_FIRST = "ORDER BY key1 DESC, key2 DESC, customer_id DESC LIMIT 1"
_INSERT = (
    "INSERT INTO customer_block (listing, key1, key2, customer_id, active_rows, inactive_rows)"
    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
_COUNT = (
    "UPDATE customer_block SET active_rows = active_rows + ?, inactive_rows = inactive_rows + ?"
    f" WHERE {_BLOCK} = (SELECT key1, key2, customer_id FROM customer_block WHERE {_BLOCK} <= (?, ?, ?) {_LAST_FIRST})"
)
_TOO_LARGE = (
    "SELECT listing, key1, key2, customer_id FROM customer_block WHERE active_rows + inactive_rows > ?"
    " ORDER BY listing, key1, key2, customer_id"
)
_ACTIVE = ROW_COLUMNS.index("active")
_KEY_OF = {order: itemgetter(*map(ROW_COLUMNS.index, columns)) for order, columns in INDEXED.items()}
_ROWS = {True: "active_rows", False: "inactive_rows", None: "active_rows + inactive_rows"}


class _Block(NamedTuple):
    start: Start
    active: int
    inactive: int


def follow_blocks(connection: Connection, changes: Sequence[tuple[Row | None, Row | None]]) -> None:
    """Count in what became of rows of `customer_row` (ROW_COLUMNS): (as it was, as it is), None where there is none.

    What is in use (`uses`) follows too. To be called in the transaction that wrote `customer_row`, after that: the writer
    holds the register's one lock.
    """
    follow_uses(connection, changes)
    steps: list[_Step] = []
    for was, now in changes:
        for order in INDEXED:
            before, after = _step(order, was, -1), _step(order, now, 1)
            if before is None or after is None or before[2:] != after[2:] or before[:2] != (-after[0], -after[1]):
                steps += [step for step in (before, after) if step is not None]
    if not steps:
        return
    with writing(connection):
        if not fetch(connection, "SELECT 1 FROM customer_block LIMIT 1"):
            connection.exec_driver_sql(_INSERT, [(order, *FIRST, 0, 0) for order in INDEXED])
        connection.exec_driver_sql(_COUNT, steps)
        for listing, *start in fetch(connection, _TOO_LARGE, (LARGEST,)):
            _cut_again(connection, listing, (start[0], start[1], start[2]))


def rebuild_blocks(connection: Connection) -> None:
    """Make all blocks anew from `customer_row`, and what is in use too."""
    rebuild_uses(connection)
    with writing(connection):
        connection.exec_driver_sql("DELETE FROM customer_block")
        for order in INDEXED:
            _insert(connection, order, _cut(connection, order, FIRST, None))


def total(connection: Connection, active: bool | None) -> int:
    """Return how many customers there are: active ones, inactive ones, or both."""
    statement = f"SELECT coalesce(sum({_ROWS[active]}), 0) FROM customer_block WHERE listing = ?"
    return int(fetch(connection, statement, ("name",))[0][0])


def totals(connection: Connection) -> tuple[int, int]:
    """Return how many customers are active, and how many inactive."""
    statement = (
        "SELECT coalesce(sum(active_rows), 0), coalesce(sum(inactive_rows), 0) FROM customer_block WHERE listing = ?"
    )
    ((active, inactive),) = fetch(connection, statement, ("name",))
    return int(active), int(inactive)


def offset_of(connection: Connection, order: str, active: bool | None, key: Key) -> int:
    """Return how many rows stand before `key` in an indexed order, ascending."""
    place = _start(order, key)
    rows = _ROWS[active]
    # The block that the key falls into is taken off again: its rows are counted one by one.
    found = fetch(
        connection,
        f"SELECT key1, key2, customer_id, (SELECT coalesce(sum({rows}), 0) FROM customer_block"
        f" WHERE {_BLOCK} <= (?, ?, ?)) - ({rows}) FROM customer_block WHERE {_BLOCK} <= (?, ?, ?) {_LAST_FIRST}",
        (order, *place, order, *place),
    )
    if not found:
        return 0
    key1, key2, customer_id, before = found[0]
    columns = _row_columns(order)
    conditions = [f"({columns}) < ({_marks(key)})"]
    parameters: list[object] = list(key)
    if (key1, key2, customer_id) != FIRST:
        start = _key(order, (key1, key2, customer_id))
        conditions.append(f"({columns}) >= ({_marks(start)})")
        parameters += start
    if active is not None:
        conditions.append("r.active = ?")
        parameters.append(active)
    counted = fetch(connection, f"SELECT count(*) FROM customer_row r WHERE {' AND '.join(conditions)}", parameters)
    return int(before) + int(counted[0][0])


def key_at(connection: Connection, order: str, active: bool | None, number: int) -> Key | None:
    """Return the key of row `number` (0 is the first) in an indexed order, ascending; None beyond the end."""
    found = fetch(
        connection,
        "SELECT key1, key2, customer_id, upto - own FROM (SELECT key1, key2, customer_id,"
        f" {_ROWS[active]} AS own, sum({_ROWS[active]}) OVER (ORDER BY key1, key2, customer_id) AS upto"
        " FROM customer_block WHERE listing = ?) b WHERE upto > ? ORDER BY key1, key2, customer_id LIMIT 1",
        (order, number),
    )
    if not found:
        return None
    key1, key2, customer_id, before = found[0]
    columns = _row_columns(order)
    conditions, parameters = [], []
    if (key1, key2, customer_id) != FIRST:
        start = _key(order, (key1, key2, customer_id))
        conditions.append(f"({columns}) >= ({_marks(start)})")
        parameters += list(start)
    if active is not None:
        conditions.append("r.active = ?")
        parameters.append(active)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = fetch(
        connection,
        f"SELECT {columns} FROM customer_row r{where} ORDER BY {columns} LIMIT 1 OFFSET ?",
        (*parameters, number - int(before)),
    )
    return rows[0] if rows else None


def _step(order: str, row: Row | None, sign: int) -> _Step | None:
    """Return the parameters of _COUNT."""
    if row is None:
        return None
    start = _start(order, _KEY_OF[order](row))
    active = bool(row[_ACTIVE])
    return (sign if active else 0, 0 if active else sign, order, order, *start)


def _start(order: str, key: Sequence[int | bytes]) -> Start:
    """Return a key of an indexed order as blocks have it."""
    *keys, customer_id = key
    # A seq as bytes that are ordered as the number is.
    parts = [each if isinstance(each, bytes) else each.to_bytes(8, "big") for each in keys]
    return parts[0], (parts[1] if len(parts) > 1 else b""), int(customer_id)


def _key(order: str, start: Start) -> Key:
    """Return what `_start` was made of."""
    key1, key2, customer_id = start
    if INDEXED[order][0] == "seq":
        return int.from_bytes(key1, "big"), key2, customer_id
    return (key1, customer_id) if len(INDEXED[order]) == 2 else (key1, key2, customer_id)


def _row_columns(order: str) -> str:
    return ", ".join(f"r.{column}" for column in INDEXED[order])


def _marks(key: Sequence[object]) -> str:
    return ", ".join("?" * len(key))


def _cut(connection: Connection, order: str, start: Start, end: Start | None) -> list[_Block]:
    """Return the blocks that the rows from `start` to before `end` are to be."""
    columns = _row_columns(order)
    blocks: list[_Block] = []
    while True:
        conditions, parameters = ["1 = 1"], []
        if start != FIRST:
            key = _key(order, start)
            conditions.append(f"({columns}) >= ({_marks(key)})")
            parameters += list(key)
        if end is not None:
            key = _key(order, end)
            conditions.append(f"({columns}) < ({_marks(key)})")
            parameters += list(key)
        rows = f"FROM customer_row r WHERE {' AND '.join(conditions)} ORDER BY {columns}"
        counted = (
            "SELECT count(*), coalesce(sum(CASE WHEN b.active THEN 1 ELSE 0 END), 0)"
            f" FROM (SELECT r.active {rows} LIMIT ?) b"
        )
        ((number, active),) = fetch(connection, counted, (*parameters, SIZE))
        blocks.append(_Block(start, active, number - active))
        following = fetch(connection, f"SELECT {columns} {rows} LIMIT 1 OFFSET ?", (*parameters, SIZE))
        if not following:
            return blocks
        start = _start(order, following[0])


def _cut_again(connection: Connection, order: str, start: Start) -> None:
    """Make one block into several; blocks that became empty go."""
    statement = (
        f"SELECT key1, key2, customer_id FROM customer_block WHERE {_BLOCK} > (?, ?, ?)"
        " ORDER BY key1, key2, customer_id LIMIT 1"
    )
    following = fetch(connection, statement, (order, *start))
    end = (following[0][0], following[0][1], following[0][2]) if following else None
    connection.exec_driver_sql(f"DELETE FROM customer_block WHERE {_BLOCK} = (?, ?, ?)", (order, *start))
    connection.exec_driver_sql(
        "DELETE FROM customer_block WHERE listing = ? AND active_rows + inactive_rows <= 0 AND customer_id <> ?",
        (order, FIRST[2]),
    )
    _insert(connection, order, _cut(connection, order, start, end))


def _insert(connection: Connection, order: str, blocks: list[_Block]) -> None:
    connection.exec_driver_sql(_INSERT, [(order, *block.start, block.active, block.inactive) for block in blocks])
