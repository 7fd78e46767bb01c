"""What can be asked of history."""

from __future__ import annotations

from core.errors import Conflict, Invalid, NotFound
from core.history.views import HistoryWindow, Undoable, Undone
from core.operation import COMPENSATE, EDITS, outside, read, write


@read("GET /customers/{customer_id}/history", name="history.of_customer", raises=(Invalid, NotFound))
def customer_history(
    customer_id: int, before: str = "", limit: int = 100, who: str = "", field: str = ""
) -> HistoryWindow:
    """Return what was changed of a customer and its parts, newest first, of one person or one field where given."""


@read("GET /history/undoable", name="history.undoable")
def undoable(session: str) -> Undoable | None:
    """Return the last change of this running program that `undo` would take back; None where there is none."""


@write("POST /history/{seq}/undo", name="history.undo", raises=(Invalid, Conflict, NotFound), undo=EDITS)
def undo(seq: int) -> Undone:
    """Make the opposite edits of the change set `seq` through the same rules, rights and history; undo of undo is redo."""


@write("POST /history/put-back", name="history.put_back", raises=(Invalid, Conflict, NotFound), undo=EDITS)
def put_back(seq: int, entity: str, row_id: int, field: str) -> Undone:
    """Give a field the value it had before the change set `seq`."""


@outside(
    "POST /history/batches/{batch}/undo",
    name="history.undo_batch",
    raises=(Invalid, NotFound),
    undo=COMPENSATE,
)
def undo_batch(batch: int) -> Undone:
    """Take back a bulk action as a whole; what has been edited since stays, and is named in `kept`."""
