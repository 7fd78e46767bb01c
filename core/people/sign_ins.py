"""The sign-ins of a user that hold, and ending them, inside a unit of work."""

from __future__ import annotations

from sqlalchemy import select

from core.clock import stamp
from core.database.tables import Feed
from core.people.tables import Token
from core.work import UnitOfWork


def epoch(work: UnitOfWork) -> str:
    """Return the epoch of the register: a token of another one does not hold."""
    return work.select(select(Feed).where(Feed.id == 1))[0].epoch


def holding(work: UnitOfWork, user: int) -> list[Token]:
    """Return the sign-ins of the user with the id `user` that hold, the last used first."""
    statement = (
        select(Token)
        .where(Token.user == user, Token.ended_at.is_(None), Token.expires_at > stamp(work.now))
        .where(Token.epoch == epoch(work))
        .order_by(Token.used_at.desc(), Token.id.desc())
    )
    return list(work.select(statement))


def end_one(work: UnitOfWork, row: Token | None) -> None:
    """End a sign-in; nothing where there is none, or it has ended. Ending somebody else's leaves a trace."""
    if row is not None and row.ended_at is None:
        row.ended_at = stamp(work.now)
        if row.user != work.actor.id:
            work.trace("end_sign_ins", ("user", row.user))


def end_those_of(work: UnitOfWork, user: int, *, but: int = 0) -> int:
    """End every sign-in of the user with the id `user`, except the one with the id `but`; return how many.

    Ending somebody else's leaves a trace.
    """
    ended = [row for row in holding(work, user) if row.id != but]
    for row in ended:
        row.ended_at = stamp(work.now)
    if ended and user != work.actor.id:
        work.trace("end_sign_ins", ("user", user))
    return len(ended)
