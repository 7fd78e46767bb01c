"""What history gives: entries with was and now, newest first."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

from core.customers.twin_views import TwinSign

ChangeKind = Literal["created", "changed", "removed"]


class Despite(Struct, frozen=True, forbid_unknown_fields=True):
    """A customer that another was created in spite of, and the signs (TWIN_SIGNS) that they are the same."""

    id: int
    number: str
    name: str
    signs: tuple[TwinSign, ...]


class HistoryEntry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One change of one field: what it was, what it became, who did it, when (UTC, ISO) and in which change set.

    `entity` is "customer", "contact", "buyer" …, `label` names the part (a contact's name). `was` and `now` are stored
    values; UNSET where they were erased or may not be seen. `despite` is what a customer was created in spite of, of what
    may be seen.
    """

    seq: int
    entity: str
    row_id: int
    kind: ChangeKind
    field: str
    label: str = ""
    was: Any | UnsetType = UNSET
    now: Any | UnsetType = UNSET
    who: str
    at: str
    operation: str
    batch: int | None = None
    undoes: int | None = None
    can_put_back: bool = False
    despite: tuple[Despite, ...] = ()


class HistoryWindow(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Entries, newest first; go on with `before=last`. `total` counts all, `people` and `fields` are what can be chosen."""

    entries: tuple[HistoryEntry, ...]
    last: str = ""
    at_end: bool = True
    total: int = 0
    since: str = ""
    people: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


class Undoable(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What `u` would take back: the last change of this session, what it was about and how old it is.

    `text` is a code of what was done (the operation's name); `undoes` is set when it is itself an undo (then it is redo).
    `things` is how many a bulk action (`batch`) was about.
    """

    seq: int
    batch: int | None
    operation: str
    root_kind: str
    root_id: int
    label: str
    fields: tuple[str, ...]
    at: str
    undoes: int | None = None
    never: str = ""
    things: int = 1


class Undone(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What was taken back, and what was kept because somebody changed it since (labels)."""

    seq: int
    root_kind: str
    root_id: int
    taken_back: int
    kept: tuple[str, ...] = ()
