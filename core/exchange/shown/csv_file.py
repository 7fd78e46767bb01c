"""The list as CSV: as the whole register is written, with the columns of the list; days are ISO in every language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.customers.views import CustomerRow
from core.exchange.csv_out import CsvWriter
from core.exchange.shown.asked import Outline, pieces, spool
from core.exchange.shown.cells import Cells, headings
from core.files.views import PIECE


class CsvFile:
    """Writes rows as lines of CSV."""

    def __init__(self, outline: Outline, folder: str) -> None:
        self._csv = CsvWriter()
        self._cells = Cells(outline, iso=True)
        self._file = spool(folder)
        self._file.write(self._csv.start(headings(outline)))

    def rows(self, rows: Sequence[CustomerRow]) -> None:
        """Write these rows."""
        self._file.write(self._csv.rows(map(self._cells.texts, rows)))

    def finish(self) -> Iterator[bytes]:
        """Return the bytes."""
        return pieces(self._file, PIECE)

    def close(self) -> None:
        """Let go of the file, finished or not."""
        self._file.close()
