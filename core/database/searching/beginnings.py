"""The names that begin with what was typed, found as ranges of the order of names: as spelled, and spelled otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from core.database.plain import fetch
from core.values.finding import Typed
from core.values.sorting import LONG_NUMBER, NUMBERS, number_keys, sort_key_start

if TYPE_CHECKING:
    from sqlalchemy import Connection

_OTHERS = {"a": "aåä", "o": "oö"}
"""Letters that stand for others too when a word is typed without å ä ö; é is ordered as e, so it is in e's range."""
_MOST = 64
"""So many spellings are followed, at most; beyond, what begins with a shorter text is looked through."""


class Range(NamedTuple):
    """Keys from `low` to before `high`."""

    low: bytes
    high: bytes


def as_typed(connection: Connection, typed: Typed) -> list[Range]:
    """Return the ranges, in order and apart, in which all names are that begin as typed (é as e)."""
    return _with_digits(connection, typed, [_spelled(typed)])


def any_spelling(connection: Connection, typed: Typed) -> list[Range]:
    """Return the ranges, in order and apart, in which all names are that begin with what was typed, however spelled."""
    return _with_digits(connection, typed, _existing(connection, typed))


def _spelled(typed: Typed) -> str:
    return " ".join(word.spelled for word in typed.words)


def _existing(connection: Connection, typed: Typed) -> list[str]:
    """Return the spellings of what was typed that names begin with: letter by letter, only what exists goes on."""
    starts = [""]
    for word in typed.words:
        starts = [start + " " if start else "" for start in starts]
        for letter in word.spelled:
            letters = letter if word.literal else _OTHERS.get(letter, letter)
            starts = [start + each for start in starts for each in letters]
            if len(letters) > 1:
                starts = _that_begin(connection, starts)
                if not starts or len(starts) > _MOST:
                    return starts
    return _that_begin(connection, starts) if len(starts) > 1 else starts


def _that_begin(connection: Connection, starts: list[str]) -> list[str]:
    """Return those of `starts` that some name begins with."""
    asked: list[str] = []
    parameters: list[object] = []
    for place, start in enumerate(starts):
        low = sort_key_start(start)
        asked.append(f"SELECT {place:d} WHERE EXISTS (SELECT 1 FROM customer_row WHERE name_key >= ? AND name_key < ?)")
        parameters += (low, after(low))
    rows = fetch(connection, " UNION ALL ".join(asked), parameters)
    return [starts[place] for (place,) in sorted(rows)]


def _with_digits(connection: Connection, typed: Typed, starts: list[str]) -> list[Range]:
    """Return the ranges of `starts`; digits at the end are a number's beginning, which stands in ranges by its length."""
    ranges: list[Range] = []
    for start in starts:
        low = sort_key_start(start)
        stem = start.rstrip("0123456789")
        digits = start[len(stem) :]
        if digits:
            ranges += _numbers(connection, low, digits)
        else:
            ranges.append(Range(low, after(low)))
    return sorted(ranges)


def _numbers(connection: Connection, stem: bytes, digits: str) -> list[Range]:
    """Return the ranges of what goes on after `stem` with a number that begins with `digits`, of lengths that exist."""
    whole = Range(stem + NUMBERS[0], stem + NUMBERS[1])
    if digits.startswith("0") or len(digits) >= LONG_NUMBER:
        return [whole]
    ranges: list[Range] = []
    size = len(digits)
    while size < LONG_NUMBER:
        low = stem + number_keys(digits, size)
        found = fetch(
            connection,
            "SELECT name_key FROM customer_row WHERE name_key >= ? AND name_key < ? ORDER BY name_key LIMIT 1",
            (low, whole.high),
        )
        if not found:
            return ranges
        # The length of the next number that there is says where to look on.
        existing = found[0][0][len(stem)] - NUMBERS[0][0]
        if existing >= LONG_NUMBER:
            break
        if existing > size:
            size = existing
            continue
        if found[0][0] < after(low):
            ranges.append(Range(low, after(low)))
        size += 1
    low = stem + bytes([NUMBERS[0][0] + LONG_NUMBER])
    return [*ranges, Range(low, whole.high)]


def after(prefix: bytes) -> bytes:
    """Return the first bytes that come after everything that begins with `prefix`."""
    kept = prefix.rstrip(b"\xff")
    return kept[:-1] + bytes([kept[-1] + 1]) if kept else b"\xff" * 600
