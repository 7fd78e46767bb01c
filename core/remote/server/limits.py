"""How much a server takes on, and how long it waits: every limit in one place."""

from __future__ import annotations

from dataclasses import dataclass

from core.exchange.limits import CSV_BYTES

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class Limits:
    """What one server process takes on; beyond it a call is answered at once, with what to do, and the server stays up.

    Sizes are in bytes, times in seconds, the rest are numbers of requests at the same time.
    """

    body: int = MIB
    """A JSON body."""
    open_body: int = 16 * KIB
    """The same of a caller who is not signed in."""
    blob: int = CSV_BYTES
    """A body that is a file."""
    headers: int = 32 * KIB
    """The request line and all headers together."""
    requests: int = 1_000
    """All requests, also those whose bodies are still coming; long polls apart."""
    open_requests: int = 100
    """The same of what is open to all: whoever is not signed in must not take the place of who is."""
    reads: int = 400
    writes: int = 64
    outside: int = 32
    streams: int = 16
    polls: int = 2_000
    polls_each: int = 20
    """Long polls of one user: one for every program that is open."""
    connections: int = 4_000

    read_time: float = 20.0
    """A read that takes longer is broken off in the database."""
    header_time: float = 10.0
    """From the first byte of a request, or from a new connection, to the end of its headers."""
    body_time: float = 20.0
    """The whole of a JSON body; of a file, the wait for its next piece."""
    slowest_blob: int = KIB
    """Bytes a second that a file must come with in the long run."""
    send_time: float = 30.0
    """How long an answer may wait for the caller to take some of it."""
    idle_time: float = 75.0
    """A connection without a request is closed after this."""
    stop_time: float = 20.0
    """What runs when the server is told to stop may go on for this long."""
    watched_after: float = 0.05
    """A read that has run for this long is broken off when its caller goes away."""
    kept_time: float = 600.0
    """For so long the outcome of an operation with the outside world is given again to who sends it again."""
    kept: int = 1_000
    """So many of those outcomes are kept, each of at most `kept_bytes`."""
    kept_bytes: int = 256 * KIB
