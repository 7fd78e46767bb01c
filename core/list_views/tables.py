"""The tables of named views of the list, and of which of them each user's list begins with."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped

from core.database.base import Id, Row, column


class ListViewRow(Row):
    """A view: whose, what it is called, whether everybody may use it, and what it shows as JSON (`stored`)."""

    __tablename__ = "list_view"
    ENTITY = "list_view"
    ROOT = ("list_view", "id")
    PERSONAL_FIELDS = frozenset({"name", "query"})
    owner: Mapped[int] = column(Id, ForeignKey("user.id"), index=True)
    name: Mapped[str] = column(String(100))
    shared: Mapped[bool] = column(default=False, index=True)
    query: Mapped[str] = column(Text)
    columns: Mapped[str] = column(Text)


class DefaultViewRow(Row):
    """Which view the list of one user begins with; NULL: none. One that is gone, or not shared any more, is none."""

    __tablename__ = "default_view"
    ENTITY = "default_view"
    ROOT = ("default_view", "id")
    user: Mapped[int] = column(Id, ForeignKey("user.id"), unique=True)
    view: Mapped[int | None] = column(Id, ForeignKey("list_view.id"))
