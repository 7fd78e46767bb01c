"""Hashing of passwords: argon2id on threads of its own, four at a time in the whole process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from core.errors import Unavailable

if TYPE_CHECKING:
    from argon2 import PasswordHasher

T = TypeVar("T")

MEMORY, PASSES, LANES = 19 * 1024, 2, 1
"""KiB, and how often and how broadly they are gone through: OWASP's profile for argon2id, some 20 ms (DEPENDENCIES)."""
AT_ONCE = 4
"""Hashes at a time: 80 MiB of memory at most, however many sign in."""
MOST_WAITING = 200
"""Hashes under way and waiting, some two seconds of work; more are sent away."""
NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$K3VXlI8zvr7s99pg4cywpg$9Gug7fxXRxN5a+8EYiFqq2BYssOdPNlsxFGxwCQDAG8"
"""A hash of no password anybody knows: unknown users cost the same work as known ones."""

_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="kundkort-password")
_places = threading.BoundedSemaphore(MOST_WAITING)


class Verdict(NamedTuple):
    """Whether a password is the right one, and whether its hash should be made anew with today's parameters."""

    right: bool
    stale: bool = False


async def hash_password(password: str) -> str:
    """Return what is stored of `password`. Raises Unavailable: "driver" without argon2-cffi, "full_up" with too many."""
    return await _on_thread(lambda: _hasher().hash(password))


async def verify(stored: str | None, password: str) -> Verdict:
    """Say whether `password` is that of the hash `stored`; without one (None) the same work is done for nothing.

    Raises Unavailable: "driver" without argon2-cffi, "full_up" where too many are waiting.
    """
    return await _on_thread(lambda: _verify(stored, password))


def _verify(stored: str | None, password: str) -> Verdict:
    from argon2.exceptions import InvalidHashError, VerificationError

    hasher = _hasher()
    try:
        hasher.verify(stored or NOBODYS, password)
    except (VerificationError, InvalidHashError):
        return Verdict(False)
    return Verdict(stored is not None, stored is not None and hasher.check_needs_rehash(stored))


def _hasher() -> PasswordHasher:
    try:
        from argon2 import PasswordHasher, Type
    except ImportError:
        raise Unavailable("driver", retry=False, place="kundkort[server]") from None
    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY, parallelism=LANES, type=Type.ID)


async def _on_thread(function: Callable[[], T]) -> T:
    if not _places.acquire(blocking=False):
        raise Unavailable("full_up", retry=True, wait=1)
    work = _threads.submit(function)
    # Also when nobody waits any more: what has begun goes on to its end.
    work.add_done_callback(lambda _done: _places.release())
    return await asyncio.wrap_future(work)
