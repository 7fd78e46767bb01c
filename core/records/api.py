"""What can be asked of the frame itself."""

from __future__ import annotations

from core.errors import Invalid
from core.operation import never, outside, read, write
from core.records.views import Changes, Problem
from core.rights import Right


@read("GET /changes", name="records.changes")
def changes(since: int, epoch: str = "") -> Changes:
    """Return what changed after the seq `since`; with since -1 only where the register stands.

    `epoch` is what an earlier answer said, "" where there is none.
    """


@outside(
    "GET /changes/wait",
    name="records.wait",
    raises=(Invalid,),
    undo=never("nothing is changed"),
)
def wait(since: int, epoch: str = "", patience: int = 25) -> Changes:
    """Return what `changes` does as soon as that is anything which concerns the actor; else after `patience` seconds.

    `patience` is 0 to 60. Changes that follow each other are gathered, so that a caller is answered some four times a
    second at the most; with since -1 the answer comes at once. After `patience` the answer has the seq that was looked
    at, from where the caller goes on waiting.
    """


@write("POST /ids", name="records.take_ids", raises=(Invalid,), undo=never("a series of ids has no way back"))
def take_ids(count: int = 100) -> tuple[int, int]:
    """Give the caller's session a block of `count` (1 to 10,000) ids: first and last. Leaves no change set."""


@read("GET /check", name="records.check", needs=Right.ADMINISTRATOR)
def check_register(limit: int = 100) -> tuple[Problem, ...]:
    """Look through the whole register for what is wrong: file, references, history, search text, rules; `limit` at most."""
