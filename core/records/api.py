"""What can be asked of the frame itself."""

from __future__ import annotations

from core.errors import Invalid
from core.operation import never, read, write
from core.records.views import Changes, Problem
from core.rights import Right


@read("GET /changes", name="records.changes")
def changes(since: int, epoch: str = "") -> Changes:
    """Return what changed after the seq `since`; with since -1 only where the register stands."""


@write("POST /ids", name="records.take_ids", raises=(Invalid,), undo=never("a series of ids has no way back"))
def take_ids(count: int = 100) -> tuple[int, int]:
    """Give the caller's session a block of `count` (1 to 10,000) ids: first and last. Leaves no change set."""


@read("GET /check", name="records.check", needs=Right.ADMINISTRATOR)
def check_register(limit: int = 100) -> tuple[Problem, ...]:
    """Look through the whole register for what is wrong: file, references, history, search text, rules; `limit` at most."""
