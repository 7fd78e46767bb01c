"""Rows, outlines and files for the tests of what the list shows, taken out."""

from __future__ import annotations

import io
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from core.customers.columns import COLUMNS, ColumnName, ListColumn
from core.customers.views import CustomerRow
from core.exchange.shown.asked import ListWriter, Outline

TODAY = date(2026, 11, 24)


def row(number: str = "10001", name: str = "Brf Ekbacken", **values: Any) -> CustomerRow:
    """Return a row of the list with every column filled."""
    fields: dict[str, Any] = {
        "id": 1,
        "seq": 1,
        "number": number,
        "name": name,
        "type": "company",
        "org_no": "7696123459",
        "active": True,
        "city": "Enköping",
        "phone": "+46701740605",
        "email": "asa@ekbacken.example",
        "contact": "Åsa Åkesson",
        "language": "sv",
        "street": "Ekgatan 4",
        "postcode": "74531",
        "changed": "2026-11-23T23:30:00.000Z",
    }
    return CustomerRow(**fields | values)


def outline(*names: ColumnName, active: bool = False, **values: Any) -> Outline:
    """Return the outline of a list with these columns, all of them without any."""
    fields: dict[str, Any] = {
        "company": "Ekmans Rör & El",
        "title": "Kunder",
        "shown": ["Active only"],
        "today": TODAY,
        "zone": "Europe/Stockholm",
        "columns": tuple(ListColumn(name) for name in names or COLUMNS),
        "active": active,
    }
    return Outline(**fields | values)


def written(make: Any, of: Outline, folder: Path, *windows: list[CustomerRow]) -> bytes:
    """Return the file that a writer makes of rows that come in windows."""
    writer: ListWriter = make(of, str(folder))
    with closing(writer):
        for rows in windows:
            writer.rows(rows)
        return b"".join(writer.finish())


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    """Return the sheets of a workbook as a spreadsheet reads them, by name."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
