"""CSV in any dialect: which sign separates the cells, and the rows one after another, never all at once."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import IO

from core.errors import Fault, Invalid
from core.exchange.headings import recognised
from core.exchange.limits import CELL_CHARACTERS, COLUMNS, HEADING_WITHIN, LINE_CHARACTERS

DELIMITERS = {"semicolon": ";", "tab": "\t", "comma": ",", "pipe": "|"}
"""What can separate cells, by the name a mapping has for it; the first of equals is taken."""

SourceRow = tuple[int, list[str]]
"""A row's number in the file, from 1, and its cells as written."""


class CsvText:
    """The text of a CSV file: open it again for every pass."""

    def __init__(self, file: IO[bytes], encoding: str, mark: int, delimiter: str = "") -> None:
        self._file = file
        self._encoding = encoding
        self._mark = mark
        said = self._said()
        self._skipped = 1 if said else 0
        self.delimiter = delimiter or said or self._find_delimiter()

    def rows(self) -> Iterator[SourceRow]:
        """Yield every row that is not blank.

        Invalid "file.quote" names the row where a quotation mark begins that never ends, or ends rows further down;
        "file.cell" one with a cell that is too long on its own.
        """
        reader = csv.reader(self._lines(), delimiter=DELIMITERS[self.delimiter], skipinitialspace=True)
        csv.field_size_limit(CELL_CHARACTERS)
        number = widest = lines = 0
        try:
            for cells in reader:
                number += 1
                if number > self._skipped and any(cells):
                    if len(cells) > COLUMNS:
                        raise Invalid([Fault("file", "file.columns", {"high": COLUMNS})])
                    # More lines than rows: some cell has a line break.
                    if reader.line_num > lines + 1 and self._has_swallowed(cells, widest):
                        raise Invalid([Fault("file", "file.quote", {"row": number})])
                    widest = max(widest, len(cells))
                    yield number, cells
                lines = reader.line_num
        except csv.Error:
            # A cell that is too long: within one line it is just that, over many a mark has swallowed them.
            if reader.line_num <= lines + 1:
                raise _too_long(number + 1) from None
            raise Invalid([Fault("file", "file.quote", {"row": number + 1})]) from None

    def _has_swallowed(self, cells: Sequence[str], width: int) -> bool:
        """Say whether a cell has whole rows in it, which an open quotation mark has made of them."""
        sign = DELIMITERS[self.delimiter]
        return width > 2 and any(line.count(sign) >= width - 1 for cell in cells for line in cell.splitlines()[1:])

    def _lines(self) -> Iterator[str]:
        self._file.seek(self._mark)
        # Bytes that the encoding does not know become a sign that can be seen, and are warned of in their row.
        text = io.TextIOWrapper(self._file, self._encoding, errors="replace", newline="")
        try:
            # Not `for line in text`: one line may be all of the file.
            while line := text.readline(LINE_CHARACTERS):
                yield line
        finally:
            if not self._file.closed:
                text.detach()

    def _said(self) -> str:
        """Return what a first line "sep=;" says, as Excel writes and reads it; "" where there is none."""
        first = next(self._lines(), "").strip().strip('"')
        if first[:4].lower() != "sep=":
            return ""
        return next((name for name, sign in DELIMITERS.items() if first[4:] == sign.strip()), "")

    def _find_delimiter(self) -> str:
        return max(DELIMITERS, key=self._score)

    def _score(self, name: str) -> tuple[int, float]:
        """Say how well cells come out: fields recognised in the best heading row, then how even the rows are."""
        reader = csv.reader(islice(self._lines(), HEADING_WITHIN), delimiter=DELIMITERS[name], skipinitialspace=True)
        try:
            sample = [cells for cells in reader if any(cells)]
        except csv.Error:
            return (-1, 0.0)
        return (max((recognised(cells) for cells in sample), default=0), _evenness(sample))


def _too_long(row: int) -> Invalid:
    return Invalid([Fault("file", "file.cell", {"row": row, "high": CELL_CHARACTERS})])


def _evenness(sample: Sequence[Sequence[str]]) -> float:
    widths = Counter(len(cells) for cells in sample)
    if not widths:
        return 0.0
    width, rows = widths.most_common(1)[0]
    return 0.0 if width < 2 else rows / len(sample) + width / 10_000
