"""Taking back: each slice says how the changes of its things are turned round; history finds out which those are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec

from core.work import UnitOfWork


class Recorded(NamedTuple):
    """One change of one field as history has it, its values decoded; `erased` where the values are gone for good."""

    seq: int
    entity: str
    row_id: int
    kind: str
    field: str
    was: Any
    now: Any
    erased: bool


Undoer = Callable[[UnitOfWork, int, Sequence[Recorded], bool], list[str]]
"""(work, the thing's id, its changes, keep) -> what was kept, in words of the user's own (a name, a field).

With `keep` a field that somebody changed since stays and is named; without it, it is a Conflict.
"""

_UNDOERS: dict[str, Undoer] = {}


def undoes(root_kind: str) -> Callable[[Undoer], Undoer]:
    """Say that a function takes back the changes of things called `root_kind`."""

    def register(undoer: Undoer) -> Undoer:
        _UNDOERS[root_kind] = undoer
        return undoer

    return register


def undoer(root_kind: str) -> Undoer:
    """Return what takes back the changes of things called `root_kind`."""
    return _UNDOERS[root_kind]


def recorded(row: Any) -> Recorded:  # noqa: ANN401 - a row of the table `change`
    """Read a change from the database."""
    erased = row.kind == "changed" and (row.was is None or row.now is None)
    was, now = (None if text is None else msgspec.json.decode(text) for text in (row.was, row.now))
    return Recorded(row.seq, row.entity, row.row_id, row.kind, row.field, was, now, erased)
