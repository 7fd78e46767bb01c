"""The refused rows as a file to be mended: the file's own columns, and one that says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.exchange.csv_out import CsvWriter
from core.exchange.words import fault_text
from core.imports.views import ImportRow
from core.text import _


class RefusalWriter:
    """Writes refused rows as CSV; what was wrong comes last, under a heading that importing does not read."""

    def __init__(self, headings: Sequence[str]) -> None:
        self._headings = headings
        self._writer = CsvWriter()

    def start(self) -> bytes:
        """Return the beginning of the file: the mark and the headings."""
        return self._writer.start([*self._headings, _("To mend")])

    def rows(self, cells: Iterator[tuple[int, list[str]]], refused: Sequence[ImportRow]) -> bytes:
        """Return these rows; `cells` is gone on with as far as they reach."""
        if not refused:
            return b""
        wanted = {row.row: row for row in refused}
        lines = []
        for number, written in cells:
            if number in wanted:
                padded = [*written, *[""] * (len(self._headings) - len(written))]
                faults = (fault_text(fault) for fault in wanted[number].faults)
                lines.append([*padded[: len(self._headings)], "; ".join(faults)])
            if number >= refused[-1].row:
                break
        return self._writer.rows(lines)
