"""What can be asked of taking a register out: CSV, JSON, and the template to fill in.

For the command line: `export_register` gives the bytes of the file; `core.exchange.cards.card(customer)` the dict that
`show --json` prints (and that a JSON export has a list of); `core.exchange.driving` imports a file without a screen:
`put_file`, `finished`, `all_rows`, and `counts` and `row_dict` for what `import --json` prints.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Literal

from core.customers.views import CustomerQuery
from core.errors import Invalid
from core.operation import never, stream
from core.rights import Right

ExportFormat = Literal["csv", "json"]


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


@stream("GET /exports/template", name="exchange.template", undo=never("nothing is changed"))
def template() -> AsyncIterator[bytes]:
    """Give an empty workbook (XLSX) to fill in: headings, lists of choices, and a sheet that explains every column."""
