"""The terms of a text: what the index knows a customer by, so that a typed word becomes a few of them (SEARCH.md 2).

Every word gives its pieces of one, two and three characters, those of four that have a sign in them, its runs of four
letters and more, and of these the pieces that are common. A piece of three characters at most, one of four with a sign,
letters alone, and the longer terms that begin with a MARK never look alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from operator import add
from typing import NamedTuple

from core.values.sorting import fold_spelled

SHORTEST = 4
"""From so many letters on a run of letters is a word of the vocabulary."""
LONGEST = 24
"""Endings of words are cut to this: what is longer is compared whole."""
COMMON = (4, 5)
"""So long are pieces that may be common: longer ones have few words, or are nearly known by these."""

RUN = re.compile(rf"[^\W\d_]{{{SHORTEST},}}")
"""A run of letters that is a word of the vocabulary."""
_SIGN = re.compile(r"[\W_]")
PARTING = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
"""What parts tokens in the index and is no blank: what has one in it is no term. Cleaned texts have none."""

NUMBER_MARK, SHORT_NUMBER_MARK = "#no:", "#is:"
TOWN_MARK = "#town:"
LANGUAGE_MARK = "#lang:"
PRIVATE, INACTIVE, NO_ORG_NO = "#private", "#inactive", "#noorgno"
BEGINNINGS = 4
"""Of each number so many beginnings are terms: of one character, of two, of three, of four; and it itself if no longer."""

_MOST_KEPT = 50_000


class Indexed(NamedTuple):
    """What the index has of one customer: the text as spelled, digits, numbers, and what the filters ask for."""

    text: str
    digits: str
    numbers: str
    city_spelled: str
    language: str
    type: str
    org_no: str
    active: bool | int


class Sets:
    """What is the same within one generation of the index: the common pieces (folded), and characters left out.

    It remembers the terms of words that it has met: the same few thousand make up most names.
    """

    def __init__(
        self, generation: int, common: frozenset[str] = frozenset(), stop: frozenset[str] = frozenset()
    ) -> None:
        self.generation = generation
        self.common = common
        self.stop = stop
        self._words: dict[str, set[str]] = {}
        self._runs: dict[str, tuple[str, ...]] = {}

    def add_terms(self, word: str, found: set[str]) -> None:
        """Add the terms of one word of a text to `found`."""
        if word.isalpha():
            # Names come again and again; numbers and e-mails hardly ever.
            terms = self._words.get(word)
            if terms is None:
                if len(self._words) >= _MOST_KEPT:
                    self._words.clear()
                terms = set()
                self._add_terms(word, terms)
                self._words[word] = terms
            found |= terms
        else:
            self._add_terms(word, found)
            _add_signed(word, found)

    def _add_terms(self, word: str, found: set[str]) -> None:
        found.update(set(word) - self.stop)
        # By functions in C: of all that is written, this is done most often.
        twos = list(map(add, word, word[1:]))
        found.update(twos)
        found.update(map(add, twos, word[2:]))
        for run in RUN.findall(word):
            found.update(self._of_run(run))

    def _of_run(self, run: str) -> tuple[str, ...]:
        found = self._runs.get(run)
        if found is None:
            if len(self._runs) >= _MOST_KEPT:
                self._runs.clear()
            found = self._runs[run] = (run, *common_pieces(run, self.common))
        return found


def _add_signed(word: str, found: set[str]) -> None:
    """Add the pieces of four characters that have a sign in them."""
    last = len(word) - 4
    for sign in _SIGN.finditer(word):
        place = sign.start()
        for start in range(max(0, place - 3), min(place, last) + 1):
            found.add(word[start : start + 4])


def pieces(word: str, size: int) -> Iterator[str]:
    """Yield every run of `size` characters of `word`."""
    return (word[place : place + size] for place in range(len(word) - size + 1))


def common_pieces(run: str, common: frozenset[str]) -> Iterator[str]:
    """Yield the pieces of a run of letters, as spelled, that are common when folded."""
    if common:
        folded = fold_spelled(run)
        for size in COMMON:
            for start in range(len(run) - size + 1):
                if folded[start : start + size] in common:
                    yield run[start : start + size]


def terms_of(indexed: Indexed, sets: Sets) -> set[str]:
    """Return the terms that the index has of a customer."""
    found: set[str] = set()
    text = indexed.text
    for word in set(text.split()):
        sets.add_terms(word, found)
    for digits in set(indexed.digits.split()):
        found.update(map(add, map(add, digits, digits[1:]), digits[2:]))
    for number in indexed.numbers.split():
        found.update([NUMBER_MARK + number[:size] for size in range(1, BEGINNINGS + 1)])
        if len(number) <= BEGINNINGS:
            found.add(SHORT_NUMBER_MARK + number)
    found.add(marked(TOWN_MARK, indexed.city_spelled))
    found.add(marked(LANGUAGE_MARK, indexed.language))
    if indexed.type == "private":
        found.add(PRIVATE)
    if not indexed.active:
        found.add(INACTIVE)
    if not indexed.org_no:
        found.add(NO_ORG_NO)
    if PARTING.search(text):
        return {term for term in found if not PARTING.search(term)}
    return found


def marked(mark: str, value: str) -> str:
    """Return the term of a value that a filter asks for: one token, whatever stands in it."""
    return mark + _NOT_IN_TOKEN.sub(lambda found: f"%{ord(found[0]):02x}", value)


_NOT_IN_TOKEN = re.compile(r"[\x00-\x20%A-Z\x7f]")
"""What parts tokens, or is changed by the index: it writes small letters."""


def words_of(texts: Iterable[str]) -> set[str]:
    """Return the words of the vocabulary that stand in these texts."""
    found: set[str] = set()
    for text in texts:
        found.update(RUN.findall(text))
    return found
