"""Dates and times as people write them, in the company's time zone and the user's language."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.text import speak
from tui.when import day_head, local_time, near_date, near_time, read_time, short_date

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "sv", "en"),
    [
        (date(2026, 11, 24), "i dag", "today"),
        (date(2026, 11, 23), "i går", "yesterday"),
        (date(2026, 11, 18), "18 nov", "18 Nov"),
        (date(2025, 12, 12), "12 dec 2025", "12 Dec 2025"),
    ],
)
def test_near_dates(day: date, sv: str, en: str) -> None:
    speak("sv")
    assert near_date(day, TODAY) == sv
    speak("en")
    assert near_date(day, TODAY) == en


@pytest.mark.parametrize(
    ("day", "sv", "en"),
    [
        (date(2026, 11, 24), "I dag", "Today"),
        (date(2026, 11, 18), "Onsdag 18 november", "Wednesday 18 November"),
        (date(2025, 5, 1), "Torsdag 1 maj 2025", "Thursday 1 May 2025"),
    ],
)
def test_heads_of_days(day: date, sv: str, en: str) -> None:
    speak("sv")
    assert day_head(day, TODAY) == sv
    speak("en")
    assert day_head(day, TODAY) == en


def test_every_month_has_a_name() -> None:
    for language in ("sv", "en"):
        speak(language)
        assert len({short_date(date(2026, month, 1), TODAY) for month in range(1, 13)}) == 12


def test_times_are_the_companys() -> None:
    moment = read_time("2026-11-24T23:30:00.000Z", "Europe/Stockholm")
    assert moment is not None
    assert near_time(moment, date(2026, 11, 25)) == "today 00:30"
    assert local_time(datetime(2026, 6, 1, tzinfo=UTC), "no such place").utcoffset() is not None
    assert read_time("", "Europe/Stockholm") is None
    assert read_time("nonsense", "Europe/Stockholm") is None
