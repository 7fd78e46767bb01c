"""The tables of users, their rights, and which customers each may see."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
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


class Access(Base):
    """Which user may see which customer since when; customer NULL: all of them. Written by `access.grant` only."""

    __tablename__ = "access"
    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=True)
    user: Mapped[int] = mapped_column(Id, ForeignKey("user.id"))
    customer: Mapped[int | None] = mapped_column(Id)
    gained_seq: Mapped[int] = mapped_column(Id)
    lost_seq: Mapped[int | None] = mapped_column(Id)
    __table_args__ = (Index("ix_access_user_customer", "user", "customer"),)
