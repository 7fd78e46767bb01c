"""What can be asked of many customers at once: see what a change would make of them, make it, see what was refused."""

from __future__ import annotations

from core.bulk.views import BulkChange, BulkOutcome, BulkRows, BulkWindow
from core.customers.views import CustomerQuery, Selection
from core.errors import Invalid, NotFound
from core.jobs.views import Job
from core.operation import COMPENSATE, outside, read
from core.rights import Right


@read("POST /customers/selected", name="customers.selected", raises=(Invalid,))
def selected(selection: Selection) -> tuple[int, ...]:
    """Return the ids of the customers that a selection means, each once, given ones first.

    Invalid where nothing is selected, or it means more than 10,000.
    """


@read("POST /customers/count-among", name="customers.count_among", raises=(Invalid,))
def count_among(query: CustomerQuery, ids: tuple[int, ...]) -> int:
    """Return how many of these customers, each counted once, `query` finds.

    Invalid where there are more than 10,000, or the text is longer than 200 characters.
    """


@read("POST /customers/preview-bulk", name="customers.preview_bulk", needs=Right.CUSTOMER_EDIT, raises=(Invalid,))
def preview_bulk(
    selection: Selection,
    change: BulkChange,
    after: str = "",
    limit: int = 200,
    outcomes: tuple[BulkOutcome, ...] = (),
) -> BulkWindow:
    """Say what `change` would make of the next `limit` (1 to 500) customers of `selection`, from the position `after` on.

    By the same rules as `change_many`; nothing is changed. Only rows of `outcomes` come back (empty: all), counted are
    all that were looked at. Invalid where nothing is selected, more than 10,000 ids, or the change is none.
    """


@outside(
    "POST /customers/change-many",
    name="customers.change_many",
    needs=Right.CUSTOMER_EDIT,
    raises=(Invalid,),
    undo=COMPENSATE,
)
def change_many(selection: Selection, change: BulkChange, seen: int | None = None) -> Job:
    """Start the job that changes every customer of `selection`: one batch, in chunks that give others room between.

    The selection is found out anew first (the job's `total`), and each customer decided on anew, by the rules, rights
    and history of a single change. A field that somebody else changed after the change set `seen` stays as it is, and
    its customer is refused. The job's counts have "changed", "unchanged" and "refused"; `bulk_refusals` names these.
    """


@read("GET /customers/change-many/{job_id}/refused", name="customers.bulk_refusals", raises=(NotFound,))
def bulk_refusals(job_id: int, after: int = 0, limit: int = 200) -> BulkRows:
    """Return up to `limit` (1 to 1,000) customers that a bulk change could not change, with why, behind the place `after`.

    NotFound where there is no such job, or it is another user's.
    """
