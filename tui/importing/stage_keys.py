"""Which keys the rows of an import offer, by where it is and what has the focus, and why one cannot be used; pure."""

from __future__ import annotations

from typing import NamedTuple

from core.text import _, number
from tui.importing.lines import ImportLine
from tui.importing.run import Import

Offered = str | tuple[str, str]

SETTLED = ("applying", "stopped", "applied", "undoing", "undone")
"""From here on the register has been changed: rows and columns are what they are."""


class Situation(NamedTuple):
    """What is so: the import, the row at the cursor, what has the keys, whether the pane is open by hand."""

    work: Import
    row: ImportLine | None
    where: str
    narrow: bool
    columns_changed: bool


def offered(now: Situation) -> list[Offered]:
    """Return the keys for the band, the most used first."""
    work = now.work
    if now.where == "filter":
        return ["import.tick", ("app.back", _("done"))]
    if now.where == "columns":
        return ["import.choose", ("app.back", _("try dry again") if now.columns_changed else _("done"))]
    if now.where == "choice":
        return ["narrow.run", "narrow.down", ("app.back", _("leave it"))]
    if now.where == "writing":
        return [("path.open", _("write")), ("path.complete", _("complete")), ("app.back", _("cancel"))]
    rows: list[Offered] = ["import.next_refused", "import.filter"]
    turn: list[Offered] = ["import.rows" if now.where == "details" else "import.details"] if now.narrow else []
    if work.stage == "tried":
        skip = ("import.skip", _("let in") if now.row is not None and now.row.left_out else _("leave out"))
        first: list[Offered] = [("import.apply", _("import {n}", n=number(work.to_import))), skip]
        if now.narrow:
            # F8 has long words: there is room for three others in its place.
            return [
                *first,
                *turn,
                "import.filter",
                "import.columns",
                ("app.back", _("leave")),
                *rows[:1],
                "import.write",
            ]
        return [*first, *rows, "import.columns", ("app.back", _("leave")), "import.write", "import.new"]
    if work.stage in ("reading", "trying"):
        return [("app.back", _("cancel"))]
    if work.stage in ("unread", "read"):
        columns: list[Offered] = ["import.columns"] if work.file is not None else []
        return [*columns, "import.new", ("app.back", _("leave"))]
    if work.stage == "applying":
        return [("app.back", _("leave or stop")), *rows, *turn]
    back: Offered = ("app.back", _("the list"))
    take_back: list[Offered] = [("app.undo", _("take it all back"))]
    if work.stage == "stopped":
        return ["import.resume", *take_back, *rows, *turn, back]
    if work.stage == "applied":
        return [*take_back, *rows, *turn, back, "import.write", "import.new"]
    return [back, "import.new"]


def reason_not(key_id: str, now: Situation) -> str | None:
    """Return why a key cannot be used now, None where it can."""
    work = now.work
    if key_id in ("import.apply", "import.skip", "import.columns") and work.stage in SETTLED:
        return _("The import has been started: u takes it back, n begins another")
    if key_id in ("import.apply", "import.skip") and work.stage != "tried":
        if work.stage == "unread":
            return _("The file cannot be read: n chooses another")
        return _("The dry run is not done yet") if work.is_running else _("First say which column is what: m")
    if key_id == "import.apply" and not work.to_import:
        return _("No row would change anything")
    if key_id == "import.columns" and (work.is_running or work.file is None):
        return _("The file is not read yet")
    if key_id == "import.skip":
        return _cannot_skip(now.row)
    if key_id in ("import.next_refused", "import.write") and not work.rows("refused"):
        return _("No row is refused")
    if key_id == "import.write" and work.is_running:
        return _("Wait until every row is looked at")
    if key_id == "import.resume" and work.stage != "stopped":
        return _("Nothing has stopped half-way")
    if key_id == "app.undo" and work.stage not in ("stopped", "applied"):
        return _("Nothing is imported yet") if work.stage not in SETTLED else _("Wait until it is done")
    if key_id == "import.new" and work.is_running:
        return _("Wait until this one is done, or stop it with Esc")
    return None


def _cannot_skip(row: ImportLine | None) -> str | None:
    if row is None:
        return _("There is no row at the cursor")
    if row.row.outcome in ("refused", "skipped"):
        return _("This row is not imported anyway")
    return None
