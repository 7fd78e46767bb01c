"""Who is being served at this moment: how much of what runs, which reads can be broken off, and the end of it all."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from core.errors import Unavailable
from core.remote.server.limits import Limits

AGAIN = 1
"""Seconds after which somebody who found no room should try again."""


class Running:
    """Something that may be broken off from outside; what it then ends with is in `ended`."""

    __slots__ = ("_deadline", "ended")

    def __init__(self, deadline: asyncio.Timeout) -> None:
        self._deadline = deadline
        self.ended: Exception | None = None

    def end(self, error: Exception) -> None:
        """Break it off: it ends with `error`."""
        if self.ended is None and not self._deadline.expired():
            self.ended = error
            self._deadline.reschedule(asyncio.get_running_loop().time())

    def keep_on(self) -> None:
        """Let it take as long as it takes."""
        if self.ended is None:
            self._deadline.reschedule(None)


class Traffic:
    """What a server is at: its rooms have as many places as the limits say."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.stopping = False
        self._places = {
            "request": limits.requests,
            "open": limits.open_requests,
            "read": limits.reads,
            "write": limits.writes,
            "outside": limits.outside,
            "stream": limits.streams,
            "poll": limits.polls,
        }
        self._taken: Counter[str] = Counter()
        self._polls: Counter[str] = Counter()
        self._running: dict[tuple[str, str], Running] = {}
        self._polling: set[Running] = set()

    def taken(self, room: str) -> int:
        """Return how many are in this room now."""
        return self._taken[room]

    @contextmanager
    def room(self, name: str) -> Iterator[None]:
        """Take a place in a room for as long as the block lasts; Unavailable "full_up" where all are taken."""
        if self._taken[name] >= self._places[name]:
            raise Unavailable("full_up", retry=True, wait=AGAIN)
        self._taken[name] += 1
        try:
            yield
        finally:
            self._taken[name] -= 1

    @contextmanager
    def poll(self, login: str, running: Running) -> Iterator[None]:
        """Let somebody wait for news: so many of one user, and none while the server stops."""
        if self.stopping:
            raise stopping()
        if self._polls[login] >= self.limits.polls_each:
            raise Unavailable("full_up", retry=True, wait=AGAIN)
        self._polls[login] += 1
        self._polling.add(running)
        try:
            yield
        finally:
            self._polling.discard(running)
            self._polls[login] -= 1
            if not self._polls[login]:
                del self._polls[login]

    @contextmanager
    def can_be_abandoned(self, login: str, operation_id: str, running: Running) -> Iterator[None]:
        """Let the caller break this off by its operation id; "" cannot be named."""
        key = (login, operation_id)
        if operation_id:
            self._running[key] = running
        try:
            yield
        finally:
            if self._running.get(key) is running:
                del self._running[key]

    def abandon(self, login: str, operation_ids: Iterable[str]) -> None:
        """Break off the reads of this user with these operation ids; others' are not there for them."""
        for operation_id in operation_ids:
            if running := self._running.get((login, operation_id)):
                running.end(overtaken())

    def stop(self) -> None:
        """Let nobody in any more, and answer who waits for news."""
        self.stopping = True
        for running in list(self._polling):
            running.end(stopping())


def stopping() -> Unavailable:
    """The server goes down; another one, or the same, will be up soon."""
    return Unavailable("stopping", retry=True, wait=AGAIN)


def overtaken() -> Unavailable:
    """The caller said that nobody waits for this read any more."""
    return Unavailable("overtaken", retry=False)


def too_long() -> Unavailable:
    """The read took longer than the server lets one."""
    return Unavailable("busy", retry=True, wait=AGAIN)
