"""What every mapped class stands on: ids, `seq`, tombstones, and which history field a column belongs to."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import BigInteger, Integer, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Id = BigInteger().with_variant(Integer(), "sqlite")
"""53-bit integers; INTEGER on SQLite, so that the primary key is the row id."""


class Base(DeclarativeBase):
    """The declarative base: one schema, the same names of constraints on every database."""

    metadata = MetaData(naming_convention=NAMING)


def column(*args: Any, field: str | None = None, part: str | None = None, **kwargs: Any) -> Any:  # noqa: ANN401
    """Map a column whose changes stand in history as `field` (by default its own name).

    With `part` several columns are ONE change: an address is `visiting`, its columns are its parts.
    """
    info: dict[str, Any] = {"field": field, "part": part}
    return mapped_column(*args, active_history=True, info=info, **kwargs)


class Row(Base):
    """A row of the domain: never deleted, only given `removed_seq`; `seq` is its last change, a part's raises its root's."""

    __abstract__ = True

    ENTITY: ClassVar[str]
    """What history calls such a row."""
    ROOT: ClassVar[tuple[str, str]]
    """The kind of thing it belongs to, and the attribute that holds that thing's id ("customer", "customer_id")."""
    PERSONAL_FIELDS: ClassVar[frozenset[str]] = frozenset()
    """Fields that say something about a person; erasing blanks them in history (DOMAIN 3.9)."""

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(Id, default=0, index=True)
    removed_seq: Mapped[int | None] = column(Id, default=None)
