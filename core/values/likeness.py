"""Which names are as good as the same: written with another spelling, legal form or order of words, or one letter off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from core.values.sorting import fold

LONG = 6
"""From so many letters on, two names may differ by one letter: shorter ones are others then (Ek and Elk)."""

_WRITTEN = """
ab aktiebolag aktiebolaget hb handelsbolag handelsbolaget kb kommanditbolag kommanditbolaget ekonomisk for
forening foreningen ideell enskild firma fa ef publ brf bostadsrattsforening bostadsrattsforeningen samf sf
samfallighet samfalligheten samfallighetsforening samfallighetsforeningen stiftelse stiftelsen i och and
inc ltd llc gmbh as asa aps oy oyj
"""
# Ek alone is a name.
_ECONOMIC = re.compile(r"\bek[^\w\n]+for")
_SIGNS = re.compile(r"[^\w\n]+|_+")
_PIECES = re.compile(r"\d+|[^\d]+")
_TWICE = re.compile(r"([^\W\d_])\1+")
_SOUNDS = (("ph", "f"), ("th", "t"), ("ck", "k"), ("c", "k"), ("q", "k"), ("w", "v"), ("z", "s"), ("x", "ks"))
"""Letters that Swedish names write the same sound with: Ericsson and Eriksson, Lindqvist and Lindkvist."""


class _Name(NamedTuple):
    """A name as it is compared: its letters in a row, its words, and the numbers in it."""

    letters: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]


def alike(one: str, other: str) -> bool:
    """Say whether two names are as good as the same.

    Case, accents, signs, spaces and legal forms do not count, nor how the same sound is written, nor the order of words;
    from `LONG` letters on one letter may be wrong, missing, too many, or change places with the next. Numbers must be
    the same: Eken 3 is not Eken 12. A name of nothing but signs is like no other.
    """
    return _same(*_read([one, other]))


def alike_among(name: str, others: Sequence[str]) -> list[bool]:
    """Return `alike` of a name with each of many: at once, which is several times as quick as one by one."""
    mine, *theirs = _read([name, *others])
    return [_same(mine, other) for other in theirs]


def _same(mine: _Name, theirs: _Name) -> bool:
    if mine.numbers != theirs.numbers or not (mine.letters or mine.numbers):
        return False
    size = len(mine.letters) - len(theirs.letters)
    if not -LONG < size < LONG:
        return False
    if mine.letters == theirs.letters or sorted(mine.words) == sorted(theirs.words):
        return True
    return min(len(mine.letters), len(theirs.letters)) >= LONG and _one_apart(mine.letters, theirs.letters)


def _read(names: Sequence[str]) -> list[_Name]:
    """Return names as they are compared; most of the work is done on all of them as one text."""
    text = _sound(_ECONOMIC.sub("for", fold("\n".join(name.replace("\n", " ") for name in names))))
    return [_name(line.split()) for line in _SIGNS.sub(" ", text).split("\n")]


def _name(pieces: Sequence[str]) -> _Name:
    if not "".join(pieces).isalpha():
        pieces = [part for piece in pieces for part in _PIECES.findall(piece)]
    words = [piece for piece in pieces if not piece.isdigit()]
    told = tuple([word for word in words if word not in _FORMS] or words)
    letters = told[0] if len(told) == 1 else _TWICE.sub(r"\1", "".join(told))
    return _Name(letters, told, tuple([piece.lstrip("0") or "0" for piece in pieces if piece.isdigit()]))


def _sound(text: str) -> str:
    for written, sound in _SOUNDS:
        text = text.replace(written, sound)
    return _TWICE.sub(r"\1", text)


_FORMS = frozenset(_sound(_WRITTEN).split())
"""Words that say what kind of owner it is, or nothing: a name is compared without them."""


def _one_apart(one: str, other: str) -> bool:
    """Say whether one letter put in, taken out or replaced, or two that change places, make one text of the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), -1)
    if start < 0:
        return len(one) != len(other)
    mine, theirs = one[start:], other[start:]
    if len(mine) != len(theirs):
        longer, shorter = (mine, theirs) if len(mine) > len(theirs) else (theirs, mine)
        return longer[1:] == shorter
    return mine[1:] == theirs[1:] or (mine[2:] == theirs[2:] and mine[:2] == theirs[1::-1])
