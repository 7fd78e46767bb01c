"""What a blob is to those outside: its hash and size."""

from __future__ import annotations

from msgspec import Struct

PIECE = 256 * 1024
"""Bytes in a piece of a blob; one transaction a piece."""


class BlobRef(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A blob in the register: sha256 of its bytes in hex, its size in bytes, and the name it came with."""

    hash: str
    size: int
    name: str = ""
