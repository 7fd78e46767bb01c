"""Editing that never overwrites: a value with what it was, and parts of a thing with what happened to each."""

from __future__ import annotations

from typing import Generic, TypeVar

from msgspec import UNSET, Struct, UnsetType

T = TypeVar("T")
Added = TypeVar("Added")
Changed = TypeVar("Changed")


class Edit(Struct, Generic[T], frozen=True, forbid_unknown_fields=True):
    """One field's new value, with the value it was when the person began.

    `now` is taken if the stored value is `was` (compared in normal form); if it already is `now`, or `now` is `was`,
    nothing happens; else the call is a Conflict. A field that may be written but not read travels with `seen`, the seq
    of the view, in place of `was`. With neither it is Invalid, except in a draft of a new row.
    """

    now: T
    was: T | UnsetType = UNSET
    seen: int | UnsetType = UNSET


class Removal(Struct, frozen=True, forbid_unknown_fields=True):
    """A part that is taken away: its id, and the seq of the view in which it was seen. A later change of it wins."""

    id: int
    seen: int


class Parts(Struct, Generic[Added, Changed], frozen=True, forbid_unknown_fields=True):
    """What happened to the parts of a thing: new ones (with ids from the draft), changed, removed, and their new order.

    An added part whose id is that of a removed one comes back. `order` lists every id in order, or is UNSET.
    """

    added: tuple[Added, ...] = ()
    changed: tuple[Changed, ...] = ()
    removed: tuple[Removal, ...] = ()
    order: tuple[int, ...] | UnsetType = UNSET

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.order is not UNSET)
