"""Who asks and what the company has set, read at the start of every transaction, in one statement."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from core.actor import Actor
from core.database.plain import fetch
from core.errors import SignedOut
from core.rights import Right
from core.settings.views import BY_KEY, Settings

if TYPE_CHECKING:
    from sqlalchemy import Connection

_USER, _RIGHT, _SETTING = range(3)
# One shape for all: which of the three, two numbers, two texts.
_STANDS = """
SELECT 0, u.id, CASE WHEN u.only_assigned THEN 1 ELSE 0 END, u.login, u.name,
       CASE WHEN EXISTS (SELECT 1 FROM access a WHERE a."user" = u.id AND a.customer IS NULL AND a.lost_seq IS NULL)
            THEN 1 ELSE 0 END
FROM "user" u WHERE u.login = ? AND u.removed_seq IS NULL AND u.active
UNION ALL SELECT 1, 0, 0, r."right", '', 0
FROM user_right r JOIN "user" u ON u.id = r."user" WHERE u.login = ? AND r.removed_seq IS NULL
UNION ALL SELECT 2, 0, 0, s.key, s.value, 0 FROM setting s WHERE s.removed_seq IS NULL"""
_KNOWN = 4096
"""So many different answers are kept as what they mean; a company has one of settings, and one a user."""


class Standing(NamedTuple):
    """Who asks, with the rights of this moment, and the company's settings, with defaults for what was never set."""

    actor: Actor
    settings: Settings


def find_standing(connection: Connection, login: str) -> Standing:
    """Return who `login` is, and the settings; raises SignedOut where nobody who may work is called so."""
    user: tuple[Any, ...] | None = None
    rights, settings = [], []
    for row in fetch(connection, _STANDS, (login, login)):
        kind = row[0]
        if kind == _RIGHT:
            rights.append(row[3])
        elif kind == _SETTING:
            settings.append((row[3], row[4]))
        else:
            user = row
    if user is None:
        raise SignedOut(login=login)
    return Standing(_actor(user, tuple(rights)), _settings(tuple(settings)))


def find_actor(connection: Connection, login: str) -> Actor:
    """Return who `login` is; raises SignedOut where nobody who may work is called so."""
    return find_standing(connection, login).actor


# What is kept here is the meaning of rows, by the rows themselves, which every transaction reads: it is never stale.


@lru_cache(_KNOWN)
def _actor(user: tuple[Any, ...], names: tuple[str, ...]) -> Actor:
    _kind, id, only_assigned, login, name, sees_all = user
    rights = {Right(right) for right in names if right in set(Right)}
    if Right.ADMINISTRATOR in rights:
        rights = set(Right)
    return Actor(id, login, name, frozenset(rights), bool(only_assigned), sees_all=bool(sees_all))


@lru_cache
def _settings(stored: tuple[tuple[str, str], ...]) -> Settings:
    return Settings(**{key: msgspec.json.decode(value) for key, value in stored if key in BY_KEY})
