"""The tables of the frame: the feed, change sets, receipts, activity and blocks of ids."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Id


class Feed(Base):
    """One row: the last `seq`, the schema's revision, the counter all ids come from, this database's device and epoch."""

    __tablename__ = "feed"
    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(Id)
    revision: Mapped[str] = mapped_column(String(40))
    counter: Mapped[int] = mapped_column(Id)
    device: Mapped[int] = mapped_column(Id)
    epoch: Mapped[str] = mapped_column(String(40))


class ChangeSet(Base):
    """One transaction that changed something: who, when, by which operation; `batch` joins those of one bulk action."""

    __tablename__ = "change_set"
    seq: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    batch: Mapped[int | None] = mapped_column(Id, index=True)
    operation: Mapped[str] = mapped_column(String(100))
    version: Mapped[int]
    operation_id: Mapped[str] = mapped_column(String(64))
    actor: Mapped[int] = mapped_column(Id)
    device: Mapped[int] = mapped_column(Id)
    session: Mapped[str] = mapped_column(String(64), index=True)
    made_at: Mapped[str] = mapped_column(String(32))
    at: Mapped[str] = mapped_column(String(32))
    undoes: Mapped[int | None] = mapped_column(Id, index=True)


class Change(Base):
    """One field of one row: JSON text `was` and `now` (`null` is empty, NULL is erased); a created row is one without.

    Where somebody created a customer in spite of twins, the `now` of that has their ids and the signs.
    """

    __tablename__ = "change"
    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=True)
    seq: Mapped[int] = mapped_column(Id, ForeignKey("change_set.seq"), index=True)
    root_kind: Mapped[str] = mapped_column(String(40))
    root_id: Mapped[int] = mapped_column(Id)
    entity: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(8))
    field: Mapped[str] = mapped_column(String(60))
    was: Mapped[str | None] = mapped_column(Text)
    now: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (Index("ix_change_root", "root_kind", "root_id", "seq"),)


class Receipt(Base):
    """What a write answered, so that the same operation id gives the same answer; kept 90 days."""

    __tablename__ = "receipt"
    operation_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64))
    result: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[str] = mapped_column(String(32), index=True)


class Activity(Base):
    """A read that leaves a trace: unmasking, taking out."""

    __tablename__ = "activity"
    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=True)
    at: Mapped[str] = mapped_column(String(32), index=True)
    actor: Mapped[int] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(String(40))
    root_kind: Mapped[str] = mapped_column(String(40))
    root_id: Mapped[int | None] = mapped_column(Id)
    note: Mapped[str] = mapped_column(Text)


class IdBlock(Base):
    """Ids given to a running program; an id that a person's draft brings must lie in a block of its user."""

    __tablename__ = "id_block"
    first: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(Id)
    session: Mapped[str] = mapped_column(String(64), index=True)
    actor: Mapped[int] = mapped_column(Id, index=True)
    device: Mapped[int] = mapped_column(Id)
    at: Mapped[str] = mapped_column(String(32))
