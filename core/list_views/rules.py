"""Which views may be kept, which of two people's edits holds, and which view a name means: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from msgspec import UNSET, Struct

from core.customers.columns import ListColumn
from core.customers.views import CustomerQuery
from core.errors import Fault, NotFound
from core.list_views.views import ListView, ListViewChange
from core.values.bad_value import BadValue
from core.values.cleaning import check_length
from core.values.personal_no import parse_personal_no

MOST_CHOSEN = 200
"""So many towns, languages or types a kept filter may let through."""
WIDEST = 200
"""Cells that a column may be wide."""


class Values(Struct, frozen=True):
    """What a view says: the fields that are kept, and that an edit may change."""

    name: str
    query: CustomerQuery
    columns: tuple[ListColumn, ...]
    shared: bool


def tidy(name: str) -> str:
    """Return a name as it is kept: single spaces, none at its ends."""
    return " ".join(name.split())


def key_of(name: str) -> str:
    """Return what two names are compared by: small and capital letters are alike."""
    return tidy(name).casefold()


def faults_of(values: Values, taken: Iterable[str], today: date) -> list[Fault]:
    """Return all that is wrong with a view; `taken` are the names it may not have."""
    faults = _length_faults("name", "filter_name", values.name) + _length_faults("text", "search", values.query.text)
    if not values.name:
        faults.append(Fault("name", "required"))
    elif key_of(values.name) in {key_of(name) for name in taken}:
        faults.append(Fault("name", "list_view.taken"))
    if has_personal_no(values.query.text, today):
        faults.append(Fault("text", "list_view.personal"))
    for field in ("cities", "languages", "types"):
        if len(getattr(values.query, field)) > MOST_CHOSEN:
            faults.append(Fault(field, "list_view.many", {"high": MOST_CHOSEN}))
    names = [column.name for column in values.columns]
    if len(set(names)) < len(names):
        faults.append(Fault("columns", "list_view.columns"))
    if any(not 0 <= column.width <= WIDEST for column in values.columns):
        faults.append(Fault("columns", "range", {"low": 0, "high": WIDEST}))
    return faults


def _length_faults(field: str, kind: str, text: str) -> list[Fault]:
    try:
        check_length(kind, text)
    except BadValue as bad:
        return [Fault(field, bad.code, bad.params)]
    return []


def has_personal_no(text: str, today: date) -> bool:
    """Say whether a personal number is searched for: it never stands in a view, history or export (DOMAIN 3.8)."""
    return any(_is_personal_no(word, today) for word in (text, *text.split()))


def _is_personal_no(text: str, today: date) -> bool:
    try:
        parse_personal_no(text, today)
    except BadValue:
        return False
    return True


def merge(stored: Values, change: ListViewChange) -> tuple[Values, Mapping[str, tuple[Any, Any, Any]], list[Fault]]:
    """Lay `change` upon what is stored (DESIGN 3, "Editing never overwrites").

    Returns the values after it; by field where two people meant different things: was, mine, theirs; and what is wrong
    with the edits themselves.
    """
    taken: dict[str, Any] = {}
    met: dict[str, tuple[Any, Any, Any]] = {}
    faults: list[Fault] = []
    for field in ListViewChange.__struct_fields__:
        edit = getattr(change, field)
        if edit is UNSET:
            continue
        if edit.was is UNSET:
            faults.append(Fault(field, "edit.no_was"))
            continue
        was, now, theirs = (
            tidy(value) if field == "name" else value for value in (edit.was, edit.now, getattr(stored, field))
        )
        if now in (theirs, was):
            continue
        if theirs == was:
            taken[field] = now
        else:
            met[field] = (was, now, theirs)
    return Values(**{name: taken.get(name, getattr(stored, name)) for name in Values.__struct_fields__}), met, faults


def named(views: Iterable[ListView], name: str) -> ListView:
    """Return the view called `name`, small and capital letters alike: one's own before a shared one of somebody else.

    `views` are those of `list_views`, which gives one's own first. Raises NotFound("list_view", name).
    """
    wanted = key_of(name)
    for view in views:
        if key_of(view.name) == wanted:
            return view
    raise NotFound("list_view", name)
