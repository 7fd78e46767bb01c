"""Which sign-in a token stands for: looked up for every caller of a server, every two seconds."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

_FIND = """
SELECT t.id, u.login, t.used_at, t.expires_at
FROM token t JOIN "user" u ON u.id = t."user" JOIN feed f ON f.epoch = t.epoch
WHERE t.hash = ? AND t.ended_at IS NULL AND u.removed_seq IS NULL AND u.active
"""


class Found(NamedTuple):
    """A sign-in that was not ended, of a user who may work: its id, whose, last used and until when (UTC)."""

    id: int
    login: str
    used: str
    expires: str


def find_sign_in(connection: Connection, hash: str) -> Found | None:
    """Return the sign-in whose token has this sha256 and that belongs to this epoch of the register; else None."""
    row = connection.exec_driver_sql(_FIND, (hash,)).first()
    return None if row is None else Found(*row)
