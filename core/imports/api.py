"""What can be asked of imports: read a file, try it dry, apply it as a job, look at its rows.

The way of a screen or a command: `files.put_blob` the file, `read_file` its hash, perhaps change the mapping, `dry_run`,
look at `import_rows` while `jobs.get_job` goes on, `start_import`, and `undo_import` or `refused_rows` afterwards.
`core.exchange.driving` has that as functions for a program without a screen.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from core.errors import Conflict, Invalid, NotFound
from core.history.views import Undone
from core.imports.views import FileView, ImportRows, Mapping
from core.jobs.views import Job
from core.operation import COMPENSATE, never, outside, read, stream
from core.rights import Right


@outside(
    "POST /imports/read",
    name="imports.read_file",
    needs=Right.IMPORT,
    raises=(Invalid, NotFound),
    undo=never("nothing is changed"),
)
def read_file(blob: str, encoding: str = "", delimiter: str = "") -> FileView:
    """Return the sheets, headings and proposed mapping of the file kept as `blob` (its hash).

    Invalid with one fault at "file" says why it cannot be read: "file.empty", "file.corrupt", "file.password",
    "file.too_large", "file.unknown", "file.no_rows" …
    """


@outside(
    "POST /imports/dry-run",
    name="imports.dry_run",
    needs=Right.IMPORT,
    raises=(Invalid, NotFound),
    undo=never("nothing is changed"),
)
def dry_run(blob: str, mapping: Mapping | None = None) -> Job:
    """Start a job that says for every row what importing it would do; nothing is changed.

    Without `mapping` the one remembered for these headings, else the one found from them, is taken. The job's counts
    have "new", "changed" and "unchanged" (customers), "added", "refused", "skipped" and "read" (rows), "warned" (rows).
    """


@outside(
    "POST /imports",
    name="imports.start",
    needs=Right.IMPORT,
    raises=(Invalid, NotFound),
    undo=COMPENSATE,
)
def start_import(
    blob: str, mapping: Mapping | None = None, skip: tuple[int, ...] = (), dry_job: int | None = None
) -> Job:
    """Start the job that imports: every row is decided anew and applied, in chunks that share the job's batch.

    `skip` are row numbers that are left out. With `dry_job` rows that come to something else than that dry run said
    carry its outcome in `dry`, and the job's counts have "differs". The mapping is remembered for these headings.
    """


@read("POST /imports/{job_id}/rows", name="imports.rows", needs=Right.IMPORT, raises=(NotFound,))
def import_rows(
    job_id: int, outcomes: tuple[str, ...] = (), after: int = 0, limit: int = 100, before: int | None = None
) -> ImportRows:
    """Return up to `limit` (1 to 1,000) rows behind row `after` of what a dry run or an import found, in the file's order.

    With `before` those next before that row instead; before row 0 stand the last of all.

    `outcomes` lets only these through: outcomes, "warned" (rows with a warning) and "differs"; empty lets all through.
    """


@stream(
    "GET /imports/{job_id}/refused",
    name="imports.refused",
    needs=Right.IMPORT,
    raises=(NotFound,),
    undo=never("nothing is changed"),
)
def refused_rows(job_id: int) -> AsyncIterator[bytes]:
    """Give the refused rows as CSV: the file's own columns and one that says what to mend; it can be imported again."""


@outside(
    "POST /imports/{job_id}/undo",
    name="imports.undo",
    needs=Right.IMPORT,
    raises=(Invalid, Conflict, NotFound),
    undo=COMPENSATE,
)
def undo_import(job_id: int) -> Undone:
    """Take an import back as a whole; what has been edited since is kept and named in `kept`."""
