"""What a person types to find a customer: its words and numbers, and where a shown text has them (DESIGN 4, "Searching")."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import NamedTuple

from core.values.phone import phone_digits
from core.values.sorting import fold, is_literal, spell

SHORTEST_NUMBER = 3
"""From how many digits on (a leading 0, 00 or +46 taken off) a run of digits is also tried as one number."""

_DASHES = re.compile("[\u2010-\u2015\u2212]")
# Brackets too: people write "+46 (0)171-44 55 66".
_RUN = re.compile(r"[0-9()+/-]+")
_NOT_DIGITS = re.compile(r"[^0-9]+")
_CENTURIES = ("18", "19", "20")


class Word(NamedTuple):
    """One typed word: as spelled (lower case), folded, and whether it is found only where it is spelled so."""

    spelled: str
    folded: str
    literal: bool

    @property
    def form(self) -> str:
        """How it is looked for: in spelled text when literal, else in folded text."""
        return self.spelled if self.literal else self.folded


class Part(NamedTuple):
    """A part of what is typed, all parts must be found: one word, or a run of words of digits.

    `number` is the run as one number (digits only, without a leading 0, 00 or +46), "" where it is none: the part is
    found where the number is, or else where each of its words is. `digits` has all digits of the run.
    """

    words: tuple[Word, ...]
    number: str = ""
    digits: str = ""

    @property
    def personal_numbers(self) -> tuple[str, ...]:
        """The personal numbers of twelve digits that this may be, written whole: every century where it says none."""
        if len(self.digits) == 12 and self.digits[:2] in _CENTURIES:
            return (self.digits,)
        # The third digit is the month's first, and never that of an organisation number.
        if len(self.digits) == 10 and self.digits[2] in "01":
            return tuple(century + self.digits for century in _CENTURIES)
        return ()


class Typed(NamedTuple):
    """A typed text in its parts; without parts it finds everything."""

    parts: tuple[Part, ...] = ()

    @property
    def words(self) -> tuple[Word, ...]:
        """Every word, in order."""
        return tuple(word for part in self.parts for word in part.words)


def read_typed(text: str) -> Typed:
    """Split a typed text into words, and words of digits and signs that stand side by side into runs."""
    parts: list[Part] = []
    run: list[str] = []
    for word in spell(_DASHES.sub("-", text)).split():
        if _RUN.fullmatch(word):
            run.append(word)
            continue
        _end_run(run, parts)
        parts.append(Part((_word(word),)))
    _end_run(run, parts)
    return Typed(tuple(parts))


def _word(word: str) -> Word:
    return Word(word, fold(word), is_literal(word))


def _end_run(run: list[str], parts: list[Part]) -> None:
    """Put what was gathered of a run into `parts`: as one where it may be a number, else word by word."""
    if not run:
        return
    whole = " ".join(run)
    number = phone_digits(whole)
    words = tuple(map(_word, run))
    if len(number) >= SHORTEST_NUMBER:
        parts.append(Part(words, number, _NOT_DIGITS.sub("", whole)))
    else:
        parts.extend(Part((word,)) for word in words)
    run.clear()


def matched(typed: Typed, shown: str) -> list[tuple[int, int]]:
    """Return where `shown` has what was typed, as (start, end) of its characters, in order and without overlap.

    Words are marked wherever they stand, a number wherever its digits do, whatever signs stand between them ("0171-44"
    is marked for 17144). What the search does not look at is for the caller to leave out.
    """
    if not typed.parts or not shown:
        return []
    spelled, places = _spelled_with_places(shown)
    folded = fold(spelled)
    digits = [place for place, character in enumerate(shown) if character.isascii() and character.isdigit()]
    spans: list[tuple[int, int]] = []
    for part in typed.parts:
        if part.number:
            number = "".join(shown[place] for place in digits)
            spans += ((digits[start], digits[end - 1] + 1) for start, end in _every(part.number, number))
        for word in part.words:
            text = spelled if word.literal else folded
            spans += ((places(start), places(end - 1) + 1) for start, end in _every(word.form, text))
    return _joined(spans)


def _spelled_with_places(shown: str) -> tuple[str, Callable[[int], int]]:
    """Return the spelled text, and a function from a place in it to the place in `shown` that it comes from."""
    spelled = spell(shown)
    if len(spelled) == len(shown):
        return spelled, lambda place: place
    pieces = [spell(character) for character in shown]
    starts: list[int] = []
    size = 0
    for piece in pieces:
        starts.append(size)
        size += len(piece)
    return "".join(pieces), lambda place: bisect_right(starts, place) - 1


def _every(needle: str, text: str) -> Iterable[tuple[int, int]]:
    start = text.find(needle)
    while start >= 0:
        yield start, start + len(needle)
        start = text.find(needle, start + len(needle))


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
