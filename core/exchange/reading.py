"""A file of any kind as tables: sheets, the heading row, columns, and rows with their number in the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import IO, Protocol

import python_calamine

from core.errors import Invalid
from core.exchange.cells import text_of
from core.exchange.csv_in import CsvText, SourceRow
from core.exchange.encodings import find_encoding, looks_binary
from core.exchange.headings import recognised
from core.exchange.limits import CSV_BYTES, HEADING_WITHIN, SAMPLE_ROWS
from core.exchange.workbooks import find_format, refuse
from core.values.cleaning import clean


class Rows(Protocol):
    """Something whose rows can be gone through again and again."""

    def rows(self) -> Iterator[SourceRow]:
        """Yield every row that is not blank, from the top of the file."""
        ...


class Table:
    """One sheet: its name, the row of its heading (0: none), the headings, and how many columns there are."""

    def __init__(self, name: str, source: Rows) -> None:
        self.name = name
        self._source = source
        self.top: tuple[SourceRow, ...] = tuple(islice(source.rows(), SAMPLE_ROWS))
        self.heading_row, self.recognised = find_heading(self.top)
        self.headings: tuple[str, ...] = ()
        self.at(self.heading_row)

    @property
    def width(self) -> int:
        """How many columns have something at the top of the sheet."""
        return max((len(cells) for _number, cells in self.top), default=0)

    def at(self, heading_row: int) -> None:
        """Take the row with this number as the heading; 0: there is none."""
        self.heading_row = heading_row
        found = next((cells for number, cells in self.top if number == heading_row), [])
        width = max((len(cells) for number, cells in self.top if number >= heading_row), default=0)
        self.headings = tuple(clean(cell) for cell in found) + ("",) * (width - len(found))

    def rows(self) -> Iterator[SourceRow]:
        """Yield the rows below the heading that are not blank."""
        return (row for row in self._source.rows() if row[0] > self.heading_row)


def find_heading(top: Sequence[SourceRow]) -> tuple[int, int]:
    """Return the number of the row that is the heading, and how many fields are recognised in it; (0, 0) for no rows.

    The row with most recognised headings among the first; without any, the first row with most cells filled.
    """
    among = top[:HEADING_WITHIN]
    if not among:
        return 0, 0
    number, cells = max(among, key=lambda row: (recognised(row[1]), -row[0]))
    found = recognised(cells)
    if found == 0:
        number, cells = max(among, key=lambda row: (sum(1 for cell in row[1] if cell.strip()), -row[0]))
    return number, found


class SourceFile:
    """A file that was opened: its format, its sheets, and for CSV its encoding and delimiter.

    `file` stays the caller's and must stay open. Raises Invalid with one fault at "file" where it cannot be read.
    """

    def __init__(self, file: IO[bytes], size: int, *, encoding: str = "", delimiter: str = "") -> None:
        self.format = find_format(file, size)
        self.encoding = ""
        self.delimiter = ""
        if self.format == "csv":
            self.tables = self._open_csv(file, size, encoding, delimiter)
        else:
            self.tables = _open_workbook(file)
        if not any(table.top for table in self.tables):
            raise refuse("file.no_rows")

    def _open_csv(self, file: IO[bytes], size: int, encoding: str, delimiter: str) -> tuple[Table, ...]:
        if size > CSV_BYTES:
            raise refuse("file.too_large", high=CSV_BYTES // 2**20)
        file.seek(0)
        head = file.read(65536)
        found, mark = find_encoding(file)
        if looks_binary(head) and not mark:
            raise refuse("file.binary")
        self.encoding = encoding or found
        source = CsvText(file, self.encoding, mark, delimiter)
        self.delimiter = source.delimiter
        return (Table("", source),)

    @property
    def best(self) -> Table:
        """The sheet that looks most like a register: most fields recognised in its heading, then most rows."""
        return max(self.tables, key=_likeness)

    def table(self, name: str) -> Table:
        """Return the sheet of this name; Invalid "file.sheet" where there is none."""
        for table in self.tables:
            if table.name == name:
                return table
        raise Invalid(refuse("file.sheet", name=name).faults)


def _open_workbook(file: IO[bytes]) -> tuple[Table, ...]:
    try:
        file.seek(0)
        workbook = python_calamine.load_workbook(file)
        shown = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible == python_calamine.SheetVisibleEnum.Visible
            and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        names = shown or workbook.sheet_names
        return tuple(Table(clean(name), _SheetRows(workbook, name)) for name in names)
    except python_calamine.PasswordError:
        raise refuse("file.password") from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise refuse("file.corrupt") from None


def _likeness(table: Table) -> tuple[int, int, int]:
    return (min(table.recognised, 4), len(table.top), table.recognised)


class _SheetRows:
    """The rows of one sheet; only one sheet lies in memory at a time."""

    def __init__(self, workbook: python_calamine.CalamineWorkbook, name: str) -> None:
        self._workbook = workbook
        self._name = name

    def rows(self) -> Iterator[SourceRow]:
        sheet = self._workbook.get_sheet_by_name(self._name)
        for number, values in enumerate(sheet.iter_rows(), 1):
            cells = [text_of(value) for value in values]
            if any(cells):
                yield number, cells
