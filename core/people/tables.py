"""The tables of users: their rights, which customers each may see, how they sign in and where they are signed in."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Id, Row, column


class UserRow(Row):
    """A user by login; tombstoned users cannot work but stay in history."""

    __tablename__ = "user"
    ENTITY = "user"
    ROOT = ("user", "id")
    PERSONAL_FIELDS = frozenset({"name", "login"})
    login: Mapped[str] = column(String(100), unique=True)
    name: Mapped[str] = column(String(100))
    only_assigned: Mapped[bool] = column(default=False)
    active: Mapped[bool] = column(default=True)


class UserRight(Row):
    """One right of one user."""

    __tablename__ = "user_right"
    ENTITY = "user_right"
    ROOT = ("user", "user")
    user: Mapped[int] = column(Id, ForeignKey("user.id"), index=True)
    right: Mapped[str] = column(String(40))


_LOST = text("lost_seq IS NOT NULL")
"""Few rows are lost; an index on all would tempt SQLite's planner, which keeps no statistics, where those are looked for
that are not. PostgreSQL's keeps them, and naming it here would load its dialect at every start."""


class Access(Base):
    """Which user may see which customer since when; customer NULL: all of them. Written by `access.grant` only."""

    __tablename__ = "access"
    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=True)
    user: Mapped[int] = mapped_column(Id, ForeignKey("user.id"))
    customer: Mapped[int | None] = mapped_column(Id)
    gained_seq: Mapped[int] = mapped_column(Id)
    lost_seq: Mapped[int | None] = mapped_column(Id)
    __table_args__ = (
        Index("ix_access_user_customer", "user", "customer"),
        # Who sees a customer, and what somebody may see or no longer since a seq, is asked for at every change.
        Index("ix_access_customer_user", "customer", "user"),
        Index("ix_access_gained_seq", "gained_seq"),
        Index("ix_access_lost_seq", "lost_seq", sqlite_where=_LOST),
    )


class Credential(Base):
    """The password of a user, as an argon2id hash. No `Row`: a hash never stands in history."""

    __tablename__ = "credential"
    user: Mapped[int] = mapped_column(Id, ForeignKey("user.id"), primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[str] = mapped_column(String(32))


class Token(Base):
    """One sign-in of one user: the sha256 of its token, never the token; kept a while after it ended.

    It holds in the epoch of the register that it was made in: a copy of a register, or one put back from a copy, takes
    none of the tokens that stand in it.
    """

    __tablename__ = "token"
    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    user: Mapped[int] = mapped_column(Id, ForeignKey("user.id"), index=True)
    epoch: Mapped[str] = mapped_column(String(40))
    device_name: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[str] = mapped_column(String(32))
    used_at: Mapped[str] = mapped_column(String(32))
    expires_at: Mapped[str] = mapped_column(String(32))
    ended_at: Mapped[str | None] = mapped_column(String(32))
