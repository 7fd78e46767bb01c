"""A row of the list as cells: what stands in each column, as people read it and as a spreadsheet keeps it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from core.clock import moment
from core.customers.columns import COLUMNS
from core.customers.views import CustomerRow
from core.exchange.csv_out import phone_text
from core.exchange.shown.asked import Outline
from core.exchange.words import choice_text
from core.text import N_, _, speech
from core.values.org_no import format_org_no
from core.values.phone import format_phone
from core.values.postcode import format_postcode

ACTIVE = "active"
"""The column after the others where inactive customers may be among the rows."""
NUMERIC_DIGITS = 11
"""Longer customer numbers stay text in a spreadsheet, which would write them as 1.23E+11."""
_MONTHS = N_("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")


def names_of(outline: Outline) -> tuple[str, ...]:
    """Return the columns in order, ACTIVE last where it is one."""
    return (*(column.name for column in outline.columns), *([ACTIVE] if outline.active else []))


def heads(outline: Outline) -> list[str]:
    """Return the short heads of the columns, as over the list."""
    return [_(COLUMNS[column.name].head) for column in outline.columns] + ([_("Active")] if outline.active else [])


def headings(outline: Outline) -> list[str]:
    """Return what the columns are called in full, as over the columns of a spreadsheet."""
    words = [_(COLUMNS[column.name].words) for column in outline.columns]
    return [text[:1].upper() + text[1:] for text in words] + ([_("Active")] if outline.active else [])


def day_text(day: date) -> str:
    """Return a day as people write it: 2026-11-24 in Swedish, 24 Nov 2026 in English."""
    if speech().language == "sv":
        return day.isoformat()
    return f"{day.day} {_(_MONTHS).split()[day.month - 1]} {day.year}"


class Cells:
    """Makes the cells of rows. `iso` days are written alike in every language, and phones so that no formula begins."""

    def __init__(self, outline: Outline, *, iso: bool = False) -> None:
        self._zone = ZoneInfo(outline.zone)
        self._write_day: Callable[[date], str] = date.isoformat if iso else day_text
        self._write_phone = phone_text if iso else _phone
        self._makers = [self._maker(name) for name in names_of(outline)]
        self._choices: dict[tuple[str, str | bool], str] = {}

    def texts(self, row: CustomerRow) -> list[str]:
        """Return the row's cells."""
        return [make(row) for make in self._makers]

    def day(self, row: CustomerRow) -> date | None:
        """Return the day on which the card was last changed, in the company's time zone; None where it is not known."""
        return moment(row.changed).astimezone(self._zone).date() if row.changed else None

    def _maker(self, name: str) -> Callable[[CustomerRow], str]:
        makers: dict[str, Callable[[CustomerRow], str]] = {
            "phone": lambda row: self._write_phone(row.phone),
            "org_no": lambda row: format_org_no(row.org_no),
            "postcode": lambda row: _plain(format_postcode(row.postcode)),
            "type": lambda row: self._choice("type", row.type),
            "language": lambda row: self._choice("language", row.language),
            "changed": lambda row: self._write_day(day) if (day := self.day(row)) is not None else "",
            ACTIVE: lambda row: self._choice("yes_no", row.active),
        }
        return makers.get(name) or (lambda row: str(getattr(row, name)))

    def _choice(self, kind: str, value: str | bool) -> str:
        """Return the word for a choice; looked up once, not a million times."""
        known = self._choices.get((kind, value))
        if known is None:
            known = self._choices[kind, value] = _choice_word(kind, value)
        return known


def _choice_word(kind: str, value: str | bool) -> str:
    if kind == "type":
        return choice_text("type", value)
    return choice_text("language" if kind == "language" else "yes_no", value)


def _phone(value: str) -> str:
    return _plain(format_phone(value))


def _plain(text: str) -> str:
    """Return a text with plain spaces: what is searched for and copied in other programs."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def number_of(text: str) -> int | None:
    """Return a customer number as a number; None where that would lose something: zeros before it, letters, its length."""
    if text.isascii() and text.isdigit() and len(text) <= NUMERIC_DIGITS and (text == "0" or text[0] != "0"):
        return int(text)
    return None
