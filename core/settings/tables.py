"""The table of settings: one row a setting that was ever changed."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped

from core.database.base import Row, column


class SettingRow(Row):
    """A setting's value as JSON."""

    __tablename__ = "setting"
    ENTITY = "setting"
    ROOT = ("setting", "id")
    key: Mapped[str] = column(String(60), unique=True)
    value: Mapped[str] = column(Text)
