"""What can be asked of taking out: the whole register, what the list shows, and the template to fill in.

For the command line: `export_register` gives the bytes of the file; `core.exchange.cards.card(customer)` the dict that
`show --json` prints (and that a JSON export has a list of); `core.exchange.driving` imports a file without a screen:
`put_file`, `finished`, `all_rows`, and `counts` and `row_dict` for what `import --json` prints.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Literal

from core.customers.columns import ListColumn
from core.customers.views import CustomerOrder, CustomerQuery, Selection
from core.errors import Invalid, NotFound
from core.jobs.views import Job
from core.operation import never, outside, stream
from core.rights import Right

ExportFormat = Literal["csv", "json"]
ListFormat = Literal["csv", "xlsx", "txt", "html"]
"""What the list is taken out as: for a spreadsheet, or to be printed, as text or by a browser."""


@stream(
    "POST /exports/customers",
    name="exchange.export",
    needs=Right.EXPORT,
    raises=(Invalid,),
    undo=never("what was taken out is out"),
)
def export_register(format: ExportFormat, query: CustomerQuery | None = None) -> AsyncIterator[bytes]:
    """Give the customers that `query` finds (None: all, inactive ones too, by number) as the bytes of a file.

    "csv": UTF-8 with BOM, semicolons, CRLF, the headings of the template in the caller's language, what a spreadsheet
    would run guarded by an apostrophe; "json": a list of cards. Personal numbers are not in it, nor what the user may
    not see. Leaves a trace.
    """


@outside(
    "POST /exports",
    name="exports.start",
    needs=Right.EXPORT,
    raises=(Invalid,),
    undo=never("what was taken out is out"),
)
def start_export(
    format: ListFormat,
    selection: Selection,
    columns: tuple[ListColumn, ...] = (),
    order: CustomerOrder = CustomerOrder.RELEVANCE,
    descending: bool = False,
    title: str = "",
    language: str = "",
) -> Job:
    """Start the job that writes the customers of `selection` as the list shows them; `export_file` gives its file.

    Of a query in the query's order; of marked ones in `order` (relevance: as their ids stand). `columns` are the list's
    own, () those of LIST_COLUMNS; a width other than 0 counts in print. `title` stands at the head ("": customers),
    `language` ("sv", "en") is that of headings, dates and words. Personal numbers are masked. Leaves a trace with what
    was asked and how many there were before anybody can have the file.

    The job's `done` of `total` are rows, its counts have "rows" when it is done. Started again (`jobs.resume`) it begins
    anew, for whoever started it first. Invalid as `list_customers`; where nothing is selected, or more than 10,000
    ids are given; where a column stands twice or a personal number is searched for.
    """


@stream(
    "GET /exports/{job_id}/file",
    name="exports.file",
    needs=Right.EXPORT,
    raises=(NotFound,),
    undo=never("nothing is changed"),
)
def export_file(job_id: int) -> AsyncIterator[bytes]:
    """Give the file of an export that is done, to whoever started it; NotFound a day later, and for anybody else."""


@stream("GET /exports/template", name="exchange.template", undo=never("nothing is changed"))
def template() -> AsyncIterator[bytes]:
    """Give an empty workbook (XLSX) to fill in: headings, lists of choices, and a sheet that explains every column."""
