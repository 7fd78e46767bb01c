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
from core.exchange.headings import meaning, recognised
from core.exchange.limits import CSV_BYTES, HEADING_WITHIN, SAMPLE_ROWS
from core.exchange.workbooks import find_format, refuse
from core.values.cleaning import clean


class Rows(Protocol):
    """Something whose rows can be gone through again and again."""

    def rows(self) -> Iterator[SourceRow]:
        """Yield every row that is not blank, from the top of the file."""
        ...


class Table:
    """One sheet: its name, the row of its heading (0: none), the headings, and how many columns they declare."""

    def __init__(self, name: str, source: Rows) -> None:
        self.name = name
        self._source = source
        self.top: tuple[SourceRow, ...] = tuple(islice(source.rows(), SAMPLE_ROWS))
        self.heading_row, self.recognised = find_heading(self.top)
        self.headings: tuple[str, ...] = ()
        self.declared = 0
        self.at(self.heading_row)

    def at(self, heading_row: int) -> None:
        """Take the row with this number as the heading; 0: there is none."""
        self.heading_row = heading_row
        found = next((cells for number, cells in self.top if number == heading_row), [])
        above = next((cells for number, cells in self.top if number == heading_row - 1), [])
        below = [len(_filled(cells)) for number, cells in self.top if number > heading_row]
        headings = with_groups(above, [clean(cell) for cell in found])
        width = max([len(headings), *below])
        self.headings = (*headings, *[""] * (width - len(headings)))
        declared = len(_filled(headings))
        # Where most rows go on behind the last heading it is a column without one, else a row that has come apart.
        wide = sum(1 for size in below if size > declared)
        self.declared = width if wide * 2 > len(below) else declared

    def rows(self) -> Iterator[SourceRow]:
        """Yield the rows below the heading that are not blank."""
        return (row for row in self._source.rows() if row[0] > self.heading_row)


def _filled(cells: Sequence[str]) -> Sequence[str]:
    """Return the cells up to the last that has something in it."""
    return cells[: max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)]


def with_groups(above: Sequence[str], headings: Sequence[str]) -> list[str]:
    """Return headings with the group that stands above them, where that makes them clearer.

    Above "Adress", "Postnr" there may be "Faktura" over both of them; without it they would be another address.
    """
    found: list[str] = []
    group = ""
    for place, heading in enumerate(headings):
        if place < len(above) and above[place].strip():
            group = clean(above[place])
        joined = meaning(f"{group} {heading}") if group and heading else None
        found.append(f"{group} {heading}" if joined is not None and joined != meaning(heading) else heading)
    return found


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
        held = _Workbook(workbook)
        return tuple(Table(clean(name), _SheetRows(held, name)) for name in names)
    except python_calamine.PasswordError:
        raise refuse("file.password") from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise refuse("file.corrupt") from None


def _likeness(table: Table) -> tuple[int, int, int]:
    return (min(table.recognised, 4), len(table.top), table.recognised)


class _Workbook:
    """A workbook of which one sheet lies in memory: the one that was asked for last."""

    def __init__(self, workbook: python_calamine.CalamineWorkbook) -> None:
        self._workbook = workbook
        self._name = ""
        self._sheet: python_calamine.CalamineSheet | None = None

    def sheet(self, name: str) -> python_calamine.CalamineSheet:
        """Return a sheet."""
        if self._sheet is None or self._name != name:
            self._sheet = None
            self._sheet, self._name = self._workbook.get_sheet_by_name(name), name
        return self._sheet


class _SheetRows:
    """The rows of one sheet."""

    def __init__(self, workbook: _Workbook, name: str) -> None:
        self._workbook = workbook
        self._name = name

    def rows(self) -> Iterator[SourceRow]:
        for number, values in enumerate(self._workbook.sheet(self._name).iter_rows(), 1):
            cells = [text_of(value) for value in values]
            if any(cells):
                yield number, cells
