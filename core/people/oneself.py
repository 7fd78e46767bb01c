"""Who one is oneself: the first thing a program asks a register."""

from __future__ import annotations

from core.people import api
from core.people.views import User
from core.work import UnitOfWork


@api.me.implement
def me(work: UnitOfWork) -> User:
    """The actor as a user."""
    actor = work.actor
    return User(
        id=actor.id,
        login=actor.login,
        name=actor.name,
        rights=tuple(sorted(actor.rights)),
        only_assigned=actor.only_assigned,
        seq=work.seq,
    )
