"""Dates and times as people write them: "today 09:12", "18 nov", "Wednesday 18 November", in the company's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from core.text import N_, _

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

SHORT_MONTHS = N_("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")
MONTHS = N_("January February March April May June July August September October November December")
WEEKDAYS = N_("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")


@cache
def _zone(name: str) -> ZoneInfo | None:
    # Its import asks how Python was built, which takes its time; the first frame shows no time of day.
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def local_time(moment: datetime, zone: str) -> datetime:
    """Return an aware moment in the time zone called `zone`; in UTC where there is none of that name."""
    return moment.astimezone(_zone(zone) or UTC)


def read_time(stamp: str, zone: str) -> datetime | None:
    """Return a moment of a view (UTC, ISO 8601) in the time zone called `zone`; None for "" and what is no moment."""
    try:
        return local_time(datetime.fromisoformat(stamp), zone) if stamp else None
    except ValueError:
        return None


def clock_time(moment: datetime) -> str:
    """Return the time of day: 09:12."""
    return f"{moment:%H:%M}"


def short_date(day: date, today: date) -> str:
    """Return a day as a column has it: "18 nov", with the year where it is another one: "12 dec 2025"."""
    months = _(SHORT_MONTHS).split()
    text = f"{day.day} {months[day.month - 1]}"
    return text if day.year == today.year else f"{text} {day.year}"


def near_date(day: date, today: date) -> str:
    """Return a day as people say it: today, yesterday, else as `short_date`."""
    if day == today:
        return _("today")
    if day == today - timedelta(days=1):
        return _("yesterday")
    return short_date(day, today)


def near_time(moment: datetime, today: date) -> str:
    """Return a moment as people say it: "today 09:12", "yesterday 16:20", "18 nov 14:03"."""
    return f"{near_date(moment.date(), today)} {clock_time(moment)}"


def day_head(day: date, today: date) -> str:
    """Return a day as a head: "Today", "Yesterday", "Wednesday 18 November", with the year if it is another."""
    if today - day in (timedelta(0), timedelta(days=1)):
        near = near_date(day, today)
        return near[:1].upper() + near[1:]
    weekday, month = _(WEEKDAYS).split()[day.weekday()], _(MONTHS).split()[day.month - 1]
    text = f"{weekday} {day.day} {month}"
    text = text if day.year == today.year else f"{text} {day.year}"
    return text[:1].upper() + text[1:]
