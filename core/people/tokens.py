"""Who calls with a token, or over a Unix socket; tokens are random, only their sha256 is stored, and they can be ended."""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from core.caller import Caller
from core.clock import moment, stamp
from core.database.sign_ins import Found, find_sign_in
from core.errors import KundkortError, SignedOut
from core.people import api
from core.people.rules import LASTS, UNUSED_LASTS, USE_NOTED_EVERY
from core.people.tables import Token

if TYPE_CHECKING:
    from core.local import LocalRegister
    from core.work import UnitOfWork

log = logging.getLogger(__name__)

PREFIX = "kk_"
"""What every token begins with, so that scanners of secrets know one that got out."""
_LONGEST = 100
BELIEVED = timedelta(seconds=2)
"""How long what a token stands for is taken from memory; another process may have ended it meanwhile."""
_MOST = 10_000


def new_token() -> str:
    """Return a token that nobody can guess: 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what is stored of a token. One round of sha256 is enough: there is no guessing 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def expiry(created: datetime, used: datetime) -> str:
    """Return until when a sign-in holds that began at `created` and was last used at `used`."""
    return stamp(min(used + UNUSED_LASTS, created + LASTS))


async def authenticate(register: LocalRegister, token: str) -> Caller:
    """Return who calls with `token`; its session is one that all calls with the same token share.

    Raises SignedOut where the token is unknown, has ended or is too old, or its user may no longer work. What is found
    is believed for two seconds, and looked up anew at once when a sign-in is ended in this process. That it was used
    is noted every five minutes at most, after the answer.
    """
    if not token.startswith(PREFIX) or len(token) > _LONGEST or not token.isascii():
        raise SignedOut
    hash, now = hash_of(token), register.now
    believed = register.shared(Believed)
    found = believed.get(hash, now)
    if found is None:
        ended = believed.ended
        found = await register.unsigned(lambda session: find_sign_in(session.connection(), hash))
        if found is None:
            raise SignedOut
        if ended == believed.ended:
            believed.keep(hash, found, now)
    if found.expires <= stamp(now):
        raise SignedOut
    if found.used <= stamp(now - USE_NOTED_EVERY) and found.id not in believed.noting:
        believed.noting.add(found.id)
        register.spawn(_note_use(register, hash, found, now), f"sign-in {found.id}")
    return _caller(found)


def login_of_uid(uid: int) -> str:
    """Return the login of a user of the operating system, by whom a peer on a Unix socket is signed in.

    Raises SignedOut where the system knows no such user. It asks the system's database of users, which may lie on a
    network: call it on a thread.
    """
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except (KeyError, OverflowError):
        raise SignedOut from None


def _caller(found: Found) -> Caller:
    return Caller(found.login, f"sign-in-{found.id}", sign_in=found.id)


class Believed:
    """What tokens stand for, in the memory of one opened register; `ended` counts how often it was all forgotten."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._found: OrderedDict[str, tuple[Found, datetime]] = OrderedDict()
        self.ended = 0
        self.noting: set[int] = set()

    def get(self, hash: str, now: datetime) -> Found | None:
        """Return what the token of this hash stands for; None where it must be looked up."""
        found, since = self._found.get(hash, (None, now))
        # A clock that was put back tells nothing about how old it is.
        return found if since <= now < since + BELIEVED else None

    def keep(self, hash: str, found: Found, now: datetime) -> None:
        """Believe this for a while."""
        self._found[hash] = (found, now)
        self._found.move_to_end(hash)
        if len(self._found) > self._most:
            self._found.popitem(last=False)

    def forget(self) -> None:
        """Look everything up anew: a sign-in has ended."""
        self.ended += 1
        self._found.clear()

    def look_again(self, hash: str) -> None:
        """Look this one up anew."""
        self._found.pop(hash, None)


async def _note_use(register: LocalRegister, hash: str, found: Found, now: datetime) -> None:
    def note(work: UnitOfWork) -> None:
        row = work.get(Token, found.id)
        if row is not None and row.ended_at is None and row.used_at < stamp(now):
            row.used_at = stamp(now)
            row.expires_at = expiry(moment(row.created_at), now)

    believed = register.shared(Believed)
    try:
        await register.acting(_caller(found)).within(api.sign_in, note)
        believed.look_again(hash)
    except KundkortError as error:
        # Another time: whoever calls has been let in, and only the list of sign-ins is a little behind.
        log.warning("the use of a sign-in was not noted: %s", error.code)
    finally:
        believed.noting.discard(found.id)
