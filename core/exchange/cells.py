"""Cells of a file as text: what a spreadsheet stores, what guards a formula, and which rows are no customers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from core.values.sorting import fold

CellValue = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
"""What a spreadsheet gives for a cell; "" where it is empty."""

CLEAR = "-"
"""A cell with this alone clears the field; an empty one leaves it as it is."""

# "#" begins the errors of spreadsheets, which importing does not take for text.
_RUN = "=+\\-@#\t\r\n＝＋－＠"
_GUARDED = re.compile(f"'+[{_RUN}]")
_RUNS = re.compile(f"'*[{_RUN}]")


def text_of(value: CellValue) -> str:
    """Return a spreadsheet's value as a person reads it: 10001.0 is "10001", a date ISO, true "true"."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def guard(text: str) -> str:
    """Return `text` so that no spreadsheet runs it: with an apostrophe before it. `unguard` takes that off again."""
    return "'" + text if _RUNS.match(text) else text


def unguard(text: str) -> str:
    """Return what `guard` was given."""
    return text[1:] if _GUARDED.match(text) else text


_COUNTED = r"(?:kunder|kund|rader|poster|st|customers?|rows?|records?)"
_TOTAL = re.compile(
    rf"(?:del|slut)?summa|total(?:t|summa|er|s)?|antal(?: {_COUNTED})?|(?:sub|grand )total|sum|count|number of {_COUNTED}"
)
_FOOTER = re.compile(
    rf"(?:(?:{_TOTAL.pattern})\s*[:=]?|utskriven|utskrivet|utskriftsdatum|uppdaterad|skapad|exporterad|printed|exported"
    rf"|sida|page)[\s:]*[\d\s.,:/-]*(?:(?:av|of)\s*\d+)?(?:\s*{_COUNTED})?|[\d\s]+{_COUNTED}|[-=_*.\s]+"
)
_AMOUNT = re.compile(r"[-+]?[\d\s.,:%]+(?:kr|sek|st|kunder|customers)?", re.IGNORECASE)


def is_no_customer(cells: Sequence[str], headings: Sequence[str]) -> bool:
    """Say whether a row is a total, a line of a printed list, or the headings once more.

    A total begins with such a word and has nothing but amounts beside it: "Summa", 60.
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return False
    first = fold(filled[0]).rstrip(":. ")
    if len(filled) == 1:
        return _FOOTER.fullmatch(first) is not None
    if _TOTAL.fullmatch(first) or (_FOOTER.fullmatch(first) and not _AMOUNT.fullmatch(first)):
        return all(_AMOUNT.fullmatch(cell) for cell in filled[1:])
    known = [heading.strip() for heading in headings if heading.strip()]
    return len(known) > 1 and filled == known
