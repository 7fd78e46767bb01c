"""What a job that takes out the list was asked for, and what all of its writers go by."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from typing import IO, NamedTuple, Protocol

from msgspec import Struct

from core.customers.columns import ColumnName, ListColumn
from core.customers.views import CustomerOrder, CustomerRow, Selection
from core.exchange.api import ListFormat

LIST_COLUMNS: tuple[ColumnName, ...] = ("number", "name", "street", "postcode", "city", "contact", "phone", "email")
"""The columns that are taken out where none were chosen."""
_IN_MEMORY = 4 * 1024 * 1024


class Arguments(Struct, frozen=True, kw_only=True):
    """What is kept of the call in the job; `blob` is the hash of the file once it is there."""

    format: ListFormat
    selection: Selection
    columns: tuple[ListColumn, ...] = ()
    order: CustomerOrder = CustomerOrder.RELEVANCE
    descending: bool = False
    title: str = ""
    language: str = ""
    blob: str = ""


class Outline(NamedTuple):
    """What stands around the rows: whose register, what is shown in words, which day, and the columns.

    `zone` is the company's time zone. With `active` a last column says yes or no.
    """

    company: str
    title: str
    shown: Sequence[str]
    today: date
    zone: str
    columns: tuple[ListColumn, ...]
    active: bool


class ListWriter(Protocol):
    """Writes rows as they come; afterwards gives the file's bytes. Called in one thread, one call after the other."""

    def rows(self, rows: Sequence[CustomerRow]) -> None:
        """Write these rows; OSError where there is no room for them."""
        ...

    def finish(self) -> Iterator[bytes]:
        """Write what comes last, and return what gives the file in pieces; nothing is written afterwards."""
        ...

    def close(self) -> None:
        """Let go of what is open, however far it came."""
        ...


def spool(folder: str) -> IO[bytes]:
    """Return a file for what is being written: in memory while it is small, then without a name in `folder`."""
    return tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=folder)


def pieces(file: IO[bytes], size: int) -> Iterator[bytes]:
    """Give a file from its beginning in pieces of `size` bytes, then close it."""
    with file:
        file.seek(0)
        while piece := file.read(size):
            yield piece
