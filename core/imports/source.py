"""The rows of an import's file, read by its mapping: open as long as the job runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, NamedTuple

import msgspec

from core.exchange.cells import is_no_customer
from core.exchange.reading import SourceFile
from core.exchange.rows import Columns, Row
from core.imports.views import Mapping


class Arguments(msgspec.Struct, frozen=True, kw_only=True):
    """What an import was asked for, as it stands in the job's row."""

    blob: str
    mapping: Mapping
    dry: bool = False
    skip: tuple[int, ...] = ()
    dry_job: int | None = None


class Item(NamedTuple):
    """One row to look at: what it says, or why it is skipped ("" where it is not)."""

    row: Row
    skipped: str = ""


class Source:
    """A file and how it is read. The columns' headings are in `columns`; `width` is how many columns have one."""

    def __init__(self, file: IO[bytes], size: int, arguments: Arguments) -> None:
        mapping = arguments.mapping
        source = SourceFile(file, size, encoding=mapping.encoding, delimiter=mapping.delimiter)
        self._table = source.table(mapping.sheet)
        self._table.at(mapping.heading_row)
        self.columns = Columns(
            mapping, self._table.headings, declared=self._table.declared if source.format == "csv" else 0
        )
        self._skip = frozenset(arguments.skip)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings as they are written."""
        return self._table.headings

    def cells(self) -> Iterator[tuple[int, list[str]]]:
        """Yield every row below the heading as it is written."""
        return self._table.rows()

    def items(self) -> Iterator[Item]:
        """Yield every row below the heading."""
        headings = self._table.headings
        for number, cells in self._table.rows():
            if number in self._skip:
                yield Item(self.columns.read(number, cells), "row.skipped")
            elif is_no_customer(cells, headings):
                yield Item(self.columns.read(number, cells), "row.no_customer")
            else:
                yield Item(self.columns.read(number, cells))
