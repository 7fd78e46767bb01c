"""Taking back the adding of a user."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core import access
from core.errors import Fault, Invalid
from core.history.undoing import Recorded, undoes
from core.people.sign_ins import end_those_of
from core.people.tables import UserRight, UserRow
from core.rights import Right
from core.work import UnitOfWork


@undoes("user")
def take_back_user(work: UnitOfWork, user_id: int, changes: Sequence[Recorded], keep: bool) -> list[str]:
    """Remove a user that was added, or bring back one whose adding was taken back; nobody removes themselves."""
    work.need(Right.ADMINISTRATOR)
    row = work.get(UserRow, user_id, removed=True)
    if row is None:
        return []
    own = {change.kind for change in changes if change.entity == "user"}
    if user_id == work.actor.id:
        raise Invalid([Fault("seq", "undo.oneself")])
    rights = work.select(select(UserRight).where(UserRight.user == user_id), removed=True)
    if "created" in own and row.removed_seq is None:
        for right in [row, *rights]:
            work.remove(right)
        access.withdraw(work, user_id, None)
        # One who is brought back later signs in anew.
        end_those_of(work, user_id)
    elif own & {"removed", "created"} and row.removed_seq is not None:
        for right in [row, *rights]:
            work.restore(right)
        if not row.only_assigned:
            access.grant(work, user_id, None)
    return []
