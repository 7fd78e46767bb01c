"""Who a login is: the user with rights, read at the start of every transaction."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.actor import Actor
from core.errors import SignedOut
from core.rights import Right

_FIND = """
SELECT u.id, u.login, u.name, u.only_assigned, r."right",
       EXISTS (SELECT 1 FROM access a WHERE a."user" = u.id AND a.customer IS NULL AND a.lost_seq IS NULL) AS sees_all
FROM "user" u LEFT JOIN user_right r ON r."user" = u.id AND r.removed_seq IS NULL
WHERE u.login = ? AND u.removed_seq IS NULL AND u.active
"""


def find_actor(session: Session, login: str) -> Actor:
    """Return the user called `login`; raises SignedOut where there is none who may work."""
    rows = session.connection().exec_driver_sql(_FIND, (login,)).all()
    if not rows:
        raise SignedOut(login=login)
    rights = {Right(row.right) for row in rows if row.right is not None and row.right in set(Right)}
    if Right.ADMINISTRATOR in rights:
        rights = set(Right)
    first = rows[0]
    return Actor(
        first.id, first.login, first.name, frozenset(rights), bool(first.only_assigned), sees_all=bool(first.sees_all)
    )
