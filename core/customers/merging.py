"""Editing never overwrites: what a change makes of what is stored now, and where two people meant different things.

Pure: the history is asked through a function, rows are written by `operations`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar, cast

import msgspec
from msgspec import UNSET, UnsetType

from core.customers.fields import Home, normal
from core.customers.views import Buyer, Contact, CustomerChange, CustomerValues
from core.edits import Edit, Parts
from core.errors import Fault

Part = TypeVar("Part", Contact, Buyer)
Since = Callable[[str, int, str, int], bool]
"""(entity, row id, field or "" for any, seq) -> whether it was changed after that seq."""

ENTITIES = {"contacts": "contact", "buyers": "buyer"}


class Meeting(NamedTuple):
    """One field that two people changed: where it stands, and the three values in full (not all may be shown)."""

    entity: str
    row_id: int
    name: str
    was: Any
    mine: Any
    theirs: Any

    @property
    def path(self) -> str:
        """The field as the api calls it: "name", "contacts.<id>.phone"."""
        return self.name if self.entity == "customer" else f"{self.entity}s.{self.row_id}.{self.name}"


@dataclass(slots=True)
class Merged:
    """What came of a change: the values after it, every field it touched, what met, what is wrong with the change.

    `touched` has (entity, row id, field); `restored` the ids of removed parts that come back.
    """

    after: CustomerValues
    touched: set[tuple[str, int, str]] = field(default_factory=set)
    meetings: list[Meeting] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    restored: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Stored:
    """A customer as it stands: its id and its values; by field name its removed parts, and every part's id in order."""

    id: int
    values: CustomerValues
    removed: Mapping[str, Mapping[int, Contact | Buyer]]
    standing: Mapping[str, Sequence[int]]


def merge(stored: Stored, change: CustomerChange, home: Home, since: Since) -> Merged:
    """Lay `change` upon what is stored.

    A field whose stored value is what the person began with (in normal form) takes the new one; one that already is the
    new one stays; else the two met. Nothing is decided about them: whoever typed chooses.
    """
    merged = Merged(stored.values)
    taken: dict[str, Any] = {}
    for name in CustomerChange.__struct_fields__:
        edit = getattr(change, name)
        if edit is UNSET:
            continue
        if isinstance(edit, Parts):
            taken[name] = _parts(stored, name, edit, home, since, merged)
        elif _takes(merged, "customer", stored.id, name, edit, getattr(stored.values, name), home, since):
            taken[name] = edit.now
    merged.after = msgspec.structs.replace(stored.values, **taken)
    return merged


def _takes(
    merged: Merged,
    entity: str,
    row_id: int,
    name: str,
    edit: Edit[Any],
    theirs: Any,  # noqa: ANN401 - any field's value
    home: Home,
    since: Since,
) -> bool:
    """Say whether the edit's new value is taken; note it as touched, or what stands against it."""
    mine, now = normal(entity, name, edit.now, home), normal(entity, name, theirs, home)
    if edit.was is UNSET and edit.seen is UNSET:
        path = Meeting(entity, row_id, name, None, None, None).path
        merged.faults.append(Fault(path, "edit.no_was"))
        return False
    if mine == now:
        return False
    if edit.was is not UNSET:
        began = normal(entity, name, edit.was, home)
        if began == mine:
            # Nothing was meant to change, whatever somebody else made of it.
            return False
        free = began == now
    else:
        free = not since(entity, row_id, name, cast(int, edit.seen))
    if free:
        merged.touched.add((entity, row_id, name))
        return True
    was = None if edit.was is UNSET else edit.was
    merged.meetings.append(Meeting(entity, row_id, name, was, mine, theirs))
    return False


def _parts(
    stored: Stored, name: str, parts: Parts[Any, Any], home: Home, since: Since, merged: Merged
) -> tuple[Contact | Buyer, ...]:
    """Return the parts after the change, in order; changed beats removed, an added one that was removed comes back."""
    entity = ENTITIES[name]
    live: dict[int, Contact | Buyer] = {part.id: part for part in getattr(stored.values, name)}
    gone = stored.removed.get(name, {})
    for removal in parts.removed:
        if removal.id in live and not since(entity, removal.id, "", removal.seen):
            del live[removal.id]
        elif removal.id not in live and removal.id not in gone:
            merged.faults.append(Fault(f"{name}.{removal.id}", "part.unknown"))
    for change in parts.changed:
        part = live.get(change.id) or gone.get(change.id) or _own(stored, name, change.id)
        if part is None:
            merged.faults.append(Fault(f"{name}.{change.id}", "part.unknown"))
            continue
        live[change.id] = _changed(part, entity, change, home, since, merged)
        if change.id in gone:
            merged.restored.add(change.id)
    for part in parts.added:
        if part.id in live:
            merged.faults.append(Fault(f"{name}.{part.id}", "part.exists"))
            continue
        if part.id in gone:
            merged.restored.add(part.id)
        live[part.id] = part
        merged.touched |= {(entity, part.id, each) for each in type(part).__struct_fields__}
    return tuple(live[id] for id in ordered(parts.order, stored.standing.get(name, ()), list(live)))


def _own(stored: Stored, name: str, id: int) -> Contact | Buyer | None:
    """Return a part that this same change removes: it changes it too, and changed beats removed."""
    return next((part for part in getattr(stored.values, name) if part.id == id), None)


def _changed(
    part: Contact | Buyer,
    entity: str,
    change: msgspec.Struct,
    home: Home,
    since: Since,
    merged: Merged,
) -> Contact | Buyer:
    taken: dict[str, Any] = {}
    for name in change.__struct_fields__:
        edit = getattr(change, name)
        if isinstance(edit, Edit) and _takes(merged, entity, part.id, name, edit, getattr(part, name), home, since):
            taken[name] = edit.now
    return msgspec.structs.replace(part, **taken)


def ordered(order: Iterable[int] | UnsetType, standing: Sequence[int], live: Sequence[int]) -> list[int]:
    """Return the ids in `live` in the order wanted; those it does not name stay behind whom they stood behind.

    `standing` is the stored order, removed ones in it, so that they come back to their places; new ones come last.
    """
    there = set(live)
    if order is UNSET:
        known = [id for id in standing if id in there]
        return known + [id for id in live if id not in set(known)]
    wanted = [id for id in dict.fromkeys(order) if id in there]
    before = {id: standing[place - 1] if place else None for place, id in enumerate(standing)}
    for id in [*standing, *live]:
        if id not in there or id in wanted:
            continue
        behind = before.get(id, wanted[-1] if wanted else None)
        while behind is not None and behind not in wanted:
            behind = before.get(behind)
        wanted.insert(0 if behind is None else wanted.index(behind) + 1, id)
    return wanted


def places(order: Iterable[int], positions: Mapping[int, int]) -> dict[int, int]:
    """Return the positions that must change, or be given, so that sorting by (position, id) gives `order`."""
    changed: dict[int, int] = {}
    last = (-1, 0)
    for id in order:
        here = positions.get(id, -1)
        if here < 0 or (here, id) <= last:
            here = last[0] + 1
            changed[id] = here
        last = (here, id)
    return changed
