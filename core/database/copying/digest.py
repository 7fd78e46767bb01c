"""A digest over the rows of a table that comes out the same whichever database, driver or piece they come in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

import msgspec

from core.database.copying.layout import Row

FIRST_PIECE = 16
"""Rows of the first piece: a piece of a blob may take 256 KiB."""
LARGEST_PIECE = 2_000
VOLUME = 1024 * 1024
"""Bytes that a piece of rows should come to."""

Fetch = Callable[[int], Sequence[Row]]
"""Returns the next rows, at most so many; none at the end."""


class Digest:
    """Counts and digests rows: sha256 over each row's MessagePack, whose every value has its kind and length in it."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._encode = msgspec.msgpack.Encoder().encode
        self.rows = 0

    def add(self, rows: Sequence[Row]) -> int:
        """Take these rows in and return how many bytes they came to."""
        encoded = b"".join(map(self._encode, rows))
        self._hash.update(encoded)
        self.rows += len(rows)
        return len(encoded)

    @property
    def value(self) -> str:
        """The digest so far, hex."""
        return self._hash.hexdigest()


def pieces(fetch: Fetch, digest: Digest) -> Iterator[Sequence[Row]]:
    """Yield what `fetch` brings, digested, in pieces of about a megabyte whatever the rows are like."""
    size = FIRST_PIECE
    while rows := fetch(size):
        volume = digest.add(rows)
        yield rows
        size = max(1, min(LARGEST_PIECE, 4 * len(rows), len(rows) * VOLUME // volume))
