"""What PostgreSQL's errors mean to a user."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError

from core.database.store import Lost
from core.errors import Broken, KundkortError, Unavailable

_REASONS: dict[str, tuple[str, bool]] = {
    "55P03": ("busy", True),  # lock_timeout
    "40P01": ("busy", True),  # deadlock
    "40001": ("busy", True),  # serialization
    "53300": ("busy", True),  # too many connections
    "53200": ("busy", True),  # out of memory
    "53400": ("busy", True),  # a limit of the configuration
    "53100": ("full", True),
    "57014": ("slow", True),  # statement_timeout
    "42501": ("read_only", False),
}
"""SQLSTATE -> the reason that a user is told, and whether trying again may help."""

_LOST = ("08", "57P", "25P03", "25006")
"""How the SQLSTATEs begin that come where a connection dies, a server stops, or has become a standby."""

_BROKEN = ("XX001", "XX002")

_REFUSED: tuple[tuple[tuple[str, ...], str, bool], ...] = (
    (("too many clients", "remaining connection slots", "too many connections"), "busy", True),
    (("password", "role ", "pg_hba.conf", "authentication"), "not_let_in", False),
    (("certificate", "SSL", "sslmode"), "not_secure", False),
    (("database ",), "no_database", False),
    (("invalid ",), "database_address", False),
)
"""Words in what a server says to a connection -> reason. libpq gives no SQLSTATE there, so the words must do."""

_NAMES = re.compile(r""" "[^"]*" | '[^']*' """, re.VERBOSE)

_RETURNS = ("starting up", "shutting down", "recovery", "read-write", "read-only", "standby", "accepting")
"""Words of a server that will, or another one that may, let us in soon."""


@contextmanager
def database_errors(place: str) -> Iterator[None]:
    """Turn what the database raises into Unavailable, Broken or Lost; other errors pass."""
    try:
        yield
    except psycopg.Error as error:
        raise meaning(error, place) or error from error
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.Error) and (found := meaning(error.orig, place)) is not None:
            raise found from error
        raise


def meaning(error: psycopg.Error, place: str) -> KundkortError | None:
    """Return what an error on a connection means to a user; None where it is a fault of ours."""
    state = error.sqlstate
    if state is None:
        # Without a word from the server: the connection is gone.
        return Lost(place) if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) else None
    if state.startswith(_LOST):
        return Lost(place)
    if state in _BROKEN:
        return Broken(place)
    reason = _REASONS.get(state)
    return Unavailable(reason[0], retry=reason[1], place=place) if reason else None


def refusal(error: psycopg.OperationalError, place: str) -> KundkortError:
    """Return why no connection could be made."""
    # Without names: a host may be called "standby", and a user "password".
    said = _NAMES.sub("", str(error))
    if not any(words in said for words in _RETURNS):
        for words, reason, retry in _REFUSED:
            if any(word in said for word in words):
                return Unavailable(reason, retry=retry, place=place)
        connection = error.pgconn
        if connection is not None and (connection.needs_password or connection.used_password):
            # A server that speaks another language.
            return Unavailable("not_let_in", retry=False, place=place)
    return Lost(place)
