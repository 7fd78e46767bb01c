"""One read: who asks, and an operation's work on what stands in the register at one moment. Without SQLAlchemy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from core.database.plain import fetch
from core.database.revision import REVISION
from core.database.standing import Standing, find_standing
from core.errors import Outdated
from core.operation import Envelope, Operation
from core.work import IdSeries, UnitOfWork

if TYPE_CHECKING:
    from core.database.sessions import RegisterSession

R = TypeVar("R")

LAST = "SELECT seq, device, counter, revision FROM feed WHERE id = 1"
"""Where the register stands."""


@dataclass(frozen=True, slots=True)
class Call:
    """What is run, by whom and under which envelope; `content` is the hash its receipt is known by ("": no receipt)."""

    operation: Operation[..., Any]
    envelope: Envelope
    login: str
    content: Callable[[int], str] | None = None


def read(session: RegisterSession, call: Call, now: datetime, function: Callable[[UnitOfWork], R]) -> R:
    """Run `function` in a transaction that changes nothing."""
    connection = session.connection()
    ((seq, device, counter, revision),) = fetch(connection, LAST)
    if revision != REVISION:
        raise Outdated(revision, REVISION, newer=revision > REVISION)
    work = work_of(session, call, now, seq, IdSeries(device, counter), find_standing(connection, call.login))
    return function(work)


def work_of(
    session: RegisterSession, call: Call, now: datetime, seq: int, ids: IdSeries, standing: Standing
) -> UnitOfWork:
    """Return the unit of work of a call; Refused where the actor lacks the right that the operation needs."""
    actor, settings = standing
    if call.operation.needs is not None:
        actor.need(call.operation.needs)
    return UnitOfWork(session, call.operation, call.envelope, now=now, actor=actor, settings=settings, seq=seq, ids=ids)
