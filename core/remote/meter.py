"""How the line to a server does: its round trip, and whether it is live, slow or lost."""

from __future__ import annotations

import statistics
from collections import deque
from typing import Literal

from core.register import Link

SLOW = 0.250
"""Seconds of round trip above which a line is slow: a person notices each step."""
LIVE_AGAIN = 0.200
"""Seconds below which a slow line is live again; between the two it stays what it was, so that it does not flicker."""
MEASURED = 5
"""So many round trips are looked at; their median is not moved by a single one that took long."""
NEEDED = 3
"""So many are needed before a line is called slow."""
LOST_AFTER = 2
"""So many tries in a row must fail: one alone may be a connection that the server had closed while it was idle."""


class Meter:
    """Learns from every call how the line does. It knows no clock: it is told how long each round trip was."""

    def __init__(self) -> None:
        self._trips: deque[float] = deque(maxlen=MEASURED)
        self._failed = 0
        self._state: Literal["live", "slow", "lost"] = "live"

    @property
    def link(self) -> Link:
        """The line as it is now."""
        return Link(self._state, statistics.median(self._trips) if self._trips else 0.0)

    def answered(self, round_trip: float | None = None) -> None:
        """Take note of an answer; `round_trip` is the time on the line in seconds, None where that is not known."""
        self._failed = 0
        if round_trip is not None:
            self._trips.append(max(round_trip, 0.0))
        median = statistics.median(self._trips) if self._trips else 0.0
        if self._state == "lost":
            self._state = "slow" if self._is_slow(median) else "live"
        elif self._state == "live" and self._is_slow(median):
            self._state = "slow"
        elif self._state == "slow" and median < LIVE_AGAIN:
            self._state = "live"

    def _is_slow(self, median: float) -> bool:
        return len(self._trips) >= NEEDED and median > SLOW

    def failed(self, *, given_up: bool = False) -> bool:
        """Take note of a try that the line broke off; say whether the line is lost by that only now."""
        self._failed += 1
        if self._state == "lost" or not (given_up or self._failed >= LOST_AFTER):
            return False
        self._state = "lost"
        # What was measured before tells nothing of the line that comes after.
        self._trips.clear()
        return True
