"""What the interface remembers between two runs, in state.json: language, theme, order, filters."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any, Literal

import msgspec

from core.customers.columns import ColumnName, ListColumn
from core.customers.views import CustomerQuery
from tui.harmless import harmless


class SavedView(msgspec.Struct, frozen=True):
    """A named view of the list as it was last known, so that the list can begin with it before the register is open."""

    id: int
    name: str
    query: CustomerQuery
    columns: tuple[ListColumn, ...] = ()


class State(msgspec.Struct, kw_only=True):
    """Everything remembered. Unknown keys and wrong values are ignored: a damaged file is no reason to stop.

    `register` is the register opened last; `company` and `user` are what the header shows before it is open again;
    `login` is who signed in to a server last;
    `import_folder` is where the last imported file was, the other three which import has not come to its end; the same
    of what was taken out last (`export_folder` …);
    `order` "name" is the order of finding, with names in theirs; `active` None shows active and inactive; `columns`
    are those that somebody chose, none: what the width gives by itself; `view` is the named view in use, `default_view`
    the one the list begins with, both of the register `views_of`.
    """

    language: str = ""
    theme: str = ""
    register: str = ""
    company: str = ""
    user: str = ""
    login: str = ""
    order: ColumnName = "name"
    descending: bool = False
    active: bool | None = True
    cities: list[str] = []
    languages: list[str] = []
    types: list[Literal["company", "private"]] = []
    org_no: bool | None = None
    columns: list[ListColumn] = []
    view: SavedView | None = None
    default_view: SavedView | None = None
    views_of: str = ""
    preview: bool = True
    number_width: int = 5
    import_folder: str = ""
    import_file: str = ""
    import_job: int = 0
    import_register: str = ""
    export_folder: str = ""
    export_file: str = ""
    export_job: int = 0
    export_register: str = ""
    keymap: dict[str, str] = {}


def load(path: Path) -> State:
    """Return what the file remembers; field by field, so that one wrong value does not lose the others."""
    try:
        found = msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return State()
    state = State()
    if isinstance(found, dict):
        for field in msgspec.structs.fields(State):
            if field.name in found:
                with contextlib.suppress(msgspec.ValidationError):
                    setattr(state, field.name, _value(found[field.name], field.type))
    return state


def _value(value: Any, kind: Any) -> Any:  # noqa: ANN401 - whatever JSON has, checked here
    return msgspec.convert(value, kind)


def save(path: Path, state: State) -> None:
    """Write the file in one step, readable by its owner only; a full or read-only disk is no reason to stop.

    Losing what only saves some keys next time is better than a message about it.
    """
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            beside.write_bytes(msgspec.json.format(msgspec.json.encode(_sayable(state)), indent=2))
            beside.chmod(0o600)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


def _sayable(state: State) -> State:
    """Return the state without what JSON can't say: a path may have bytes that are no text."""
    texts = {name: getattr(state, name) for name in state.__struct_fields__}
    return msgspec.structs.replace(
        state, **{name: harmless(text) for name, text in texts.items() if isinstance(text, str)}
    )
