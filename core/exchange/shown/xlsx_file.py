"""The list as a workbook: numbers and days are such, all else is text; row by row, so that little lies in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from core.customers.views import CustomerRow
from core.exchange.shown.asked import Outline, pieces
from core.exchange.shown.cells import Cells, headings, names_of, number_of
from core.files.views import PIECE
from core.text import _, speech

LAST_ROW = 1_048_575
"""The last row that a sheet has, from 0; what is more goes on in the next sheet."""
_A4 = 9
_NARROWEST, _WIDEST = 7, 48
_LOOKED_AT = 2_000
"""So many rows say how wide the columns are."""
_DAY_FORMATS = {"sv": "yyyy-mm-dd", "en": "d mmm yyyy"}


class XlsxFile:
    """Writes rows into sheets, the head frozen above them; nothing that somebody typed is a formula or a link."""

    def __init__(self, outline: Outline, folder: str) -> None:
        self._outline = outline
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed when its last piece was given
        self._book = xlsxwriter.Workbook(self._file, {"constant_memory": True, "tmpdir": folder})
        self._book.set_properties({"title": outline.title, "company": outline.company, "comments": _line(outline)})
        self._bold = self._book.add_format({"bold": True, "bottom": 1})
        self._whole = self._book.add_format({"num_format": "0"})
        self._day = self._book.add_format(
            {"num_format": _DAY_FORMATS.get(speech().language, "yyyy-mm-dd"), "align": "left"}
        )
        self._headings = headings(outline)
        self._widths = [len(heading) + 3 for heading in self._headings]
        self._cells = Cells(outline)
        self._writers = [self._writer(name) for name in names_of(outline)]
        self._sheets: list[Worksheet] = []
        self._written = 0
        self._begin_sheet()

    def rows(self, rows: Sequence[CustomerRow]) -> None:
        """Write these rows."""
        for row in rows:
            if self._at == LAST_ROW:
                self._end_sheet()
                self._begin_sheet()
            self._at += 1
            texts = self._cells.texts(row)
            if self._written < _LOOKED_AT:
                self._widths = [max(width, len(text) + 1) for width, text in zip(self._widths, texts, strict=True)]
            self._written += 1
            sheet = self._sheets[-1]
            for column, (write, text) in enumerate(zip(self._writers, texts, strict=True)):
                if text:
                    write(sheet, column, text, row)

    def finish(self) -> Iterator[bytes]:
        """Pack the workbook, and return its bytes."""
        self._end_sheet()
        self._book.close()
        return pieces(self._file, PIECE)

    def close(self) -> None:
        """Let go of every file, finished or not."""
        for sheet in self._sheets:
            sheet.row_data_fh.close()
        self._file.close()

    def _begin_sheet(self) -> None:
        name = _("Customers")
        sheet = self._book.add_worksheet(f"{name} {len(self._sheets) + 1}" if self._sheets else name)
        self._sheets.append(sheet)
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(self._headings):
            sheet.write_string(0, column, heading, self._bold)
        self._at = 0

    def _end_sheet(self) -> None:
        """Say what can only be said when the rows are known: widths, the filter, and how it is printed."""
        sheet, last = self._sheets[-1], len(self._headings) - 1
        for column, width in enumerate(self._widths):
            sheet.set_column(column, column, max(_NARROWEST, min(width, _WIDEST)))
        sheet.autofilter(0, 0, self._at, last)
        # Phones and postcodes are text on purpose.
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{self._at + 1}"})
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&D&R&P / &N")
        if sum(self._widths) > 90:
            sheet.set_landscape()

    def _writer(self, name: str) -> Callable[[Worksheet, int, str, CustomerRow], None]:
        if name == "number":
            return self._write_number
        return self._write_day if name == "changed" else self._write_text

    def _write_text(self, sheet: Worksheet, column: int, text: str, _row: CustomerRow) -> None:
        sheet.write_string(self._at, column, text)

    def _write_number(self, sheet: Worksheet, column: int, text: str, _row: CustomerRow) -> None:
        number = number_of(text)
        if number is None:
            sheet.write_string(self._at, column, text)
        else:
            sheet.write_number(self._at, column, number, self._whole)

    def _write_day(self, sheet: Worksheet, column: int, _text: str, row: CustomerRow) -> None:
        day = self._cells.day(row)
        if day is not None:
            sheet.write_datetime(self._at, column, day, self._day)


def _line(outline: Outline) -> str:
    return " · ".join(outline.shown)
