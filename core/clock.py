"""Time: what a clock is, the system's own, and one that stands on another day (`--today`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

Clock = Callable[[], datetime]
"""Gives the present moment, aware, in UTC."""


def system_clock() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def clock_on(day: date) -> Clock:
    """Return a clock that goes as the system's does, but on `day`, which it is in Sweden: there it is day before UTC."""
    from zoneinfo import ZoneInfo

    sweden = ZoneInfo("Europe/Stockholm")
    return lambda: datetime.combine(day, datetime.now(sweden).time(), sweden).astimezone(UTC)


def stamp(moment: datetime) -> str:
    """Write a moment as tables and views have it: UTC, ISO 8601, milliseconds, "Z"; text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """Read what `stamp` wrote."""
    return datetime.fromisoformat(text)
