"""The tables of blobs: one row a blob, one a piece of an upload."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Id


class Blob(Base):
    """A blob: sha256 in hex, size in bytes, when it came (UTC), the upload its pieces stand under.

    Those that nothing works with go after a day.
    """

    __tablename__ = "blob"
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(Id)
    name: Mapped[str] = mapped_column(String(255))
    at: Mapped[str] = mapped_column(String(32), index=True)
    upload: Mapped[str] = mapped_column(String(64), index=True)


class BlobPiece(Base):
    """A piece of at most 256 KiB. `upload` is the moment it began and something random; it has a blob when it is whole."""

    __tablename__ = "blob_piece"
    upload: Mapped[str] = mapped_column(String(64), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    bytes: Mapped[bytes] = mapped_column(LargeBinary)
