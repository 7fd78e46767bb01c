"""What goes over the line to a server, and what comes back, whatever carries it; and how long each may take."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

from core.errors import Unavailable

CONNECT, READ, WRITE, POOL = 5.0, 20.0, 20.0, 20.0
"""Seconds until a connection must stand, until the next bytes must come or have gone, and until a connection is free."""
READ_OUTSIDE = 300.0
"""Seconds of silence for what works in many transactions: a dry run of a large file, a bulk action taken back."""
AFTER_WAITING = 10.0
"""Seconds of silence beyond the patience of a long poll."""


class Lost(Unavailable):
    """The line broke, or never stood. `sent`: whether the server may have got the request."""

    def __init__(self, reason: str, *, place: str, sent: bool, wait: int = 0) -> None:
        # Another certificate is nothing that comes by waiting.
        super().__init__(reason, retry=reason == "lost", place=place, wait=wait)
        self.sent = sent


@dataclass
class Message:
    """A request: `path` and `query` are percent-encoded, `body` the bytes or what gives them in pieces.

    `read` is how many seconds the server may be silent.
    """

    method: str
    path: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | AsyncIterator[bytes] = b""
    read: float = READ


@dataclass(frozen=True)
class Answer:
    """What came back: `headers` find names in any case; `took` is seconds from sending to the first of the answer.

    `took` is None where the connection had to be made first.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    took: float | None
