"""One write from BEGIN to COMMIT: who asks, the receipt, the number, the work, its history and search text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection

from core.clock import stamp
from core.database import search_index
from core.database.guard import writing
from core.database.plain import fetch, pieces
from core.database.revision import REVISION
from core.database.sessions import RegisterSession
from core.database.standing import find_standing
from core.errors import Outdated, Reused
from core.reading import LAST, Call, work_of
from core.work import IdSeries, UnitOfWork, root_class

R = TypeVar("R")

_NEXT = "UPDATE feed SET seq = seq + 1 WHERE id = 1 AND revision = ? RETURNING seq, device, counter"
_CHANGE_SET = (
    "INSERT INTO change_set (seq, batch, operation, version, operation_id, actor, device, session, made_at, at, undoes)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_CHANGE = (
    "INSERT INTO change (seq, root_kind, root_id, entity, row_id, kind, field, was, now)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def write(
    session: RegisterSession,
    call: Call,
    now: datetime,
    function: Callable[[UnitOfWork], R],
    *,
    batch: int | None = None,
) -> R:
    """Run `function` as the one writer, then write history, search text and receipt, and commit."""
    connection = session.connection()
    # The row of the feed first: whoever holds it is the one writer. What is read before it, on PostgreSQL, may have been
    # changed by the writer that was waited for: another call with this operation id, or one that took a right away.
    with writing(connection):
        found = connection.exec_driver_sql(_NEXT, (REVISION,)).first()
    if found is None:
        ((*_rest, have),) = fetch(connection, LAST)
        raise Outdated(have, REVISION, newer=have > REVISION)
    standing = find_standing(connection, call.login)
    content = call.content(standing.actor.id) if call.content else ""
    if content and (answered := _answer(connection, call, content)) is not None:
        # Nothing is done, so the number taken goes back.
        session.rollback()
        answer: R = _decode(call, answered)
        return answer
    seq, device, counter = found
    work = work_of(session, call, now, seq, IdSeries(device, counter), standing)
    work.batch = batch
    result = function(work)
    session.flush()
    with writing(connection):
        _finish(connection, work, counter)
        if content:
            _receipt(connection, call, content, result, now)
    session.commit()
    return result


def _finish(connection: Connection, work: UnitOfWork, counter: int) -> None:
    if work.ids.counter != counter:
        connection.exec_driver_sql("UPDATE feed SET counter = ? WHERE id = 1", (work.ids.counter,))
    entries = work.recorder.entries()
    if not entries and not work.access_changed:
        connection.exec_driver_sql("UPDATE feed SET seq = seq - 1 WHERE id = 1")
        return
    envelope = work.envelope
    connection.exec_driver_sql(
        _CHANGE_SET,
        (
            work.seq,
            work.batch,
            work.operation.name,
            work.operation.version,
            envelope.operation_id,
            work.actor.id,
            envelope.device,
            envelope.session,
            stamp(envelope.made_at),
            stamp(work.now),
            work.undoes,
        ),
    )
    if entries:
        connection.exec_driver_sql(_CHANGE, [(work.seq, *entry) for entry in entries])
        _raise_roots(connection, work)
        search_index.follow(connection, entries, work.seq)


def _raise_roots(connection: Connection, work: UnitOfWork) -> None:
    """Raise the seq of the roots whose parts were written by `insert_many` and `update_many` (a flush has done its own)."""
    roots: dict[str, set[int]] = {}
    for entry in work.recorder.bulk:
        if entry.entity != entry.root_kind:
            roots.setdefault(entry.root_kind, set()).add(entry.root_id)
    for kind, ids in roots.items():
        table = root_class(kind).__tablename__
        for piece in pieces(sorted(ids)):
            marks = ", ".join("?" for _ in piece)
            statement = f'UPDATE "{table}" SET seq = ? WHERE id IN ({marks}) AND seq <> ?'  # noqa: S608 - our names
            connection.exec_driver_sql(statement, (work.seq, *piece, work.seq))


def _answer(connection: Connection, call: Call, content: str) -> bytes | None:
    found = fetch(connection, "SELECT hash, result FROM receipt WHERE operation_id = ?", (call.envelope.operation_id,))
    if not found:
        return None
    hash, answer = found[0]
    if hash != content:
        raise Reused(call.envelope.operation_id)
    return bytes(answer)


def _decode(call: Call, answer: bytes) -> Any:  # noqa: ANN401 - the operation's result
    return msgspec.json.decode(answer, type=call.operation.result)


def _receipt(connection: Connection, call: Call, content: str, result: object, now: datetime) -> None:
    connection.exec_driver_sql(
        "INSERT INTO receipt (operation_id, hash, result, at) VALUES (?, ?, ?, ?)",
        (call.envelope.operation_id, content, msgspec.json.encode(result), stamp(now)),
    )
