"""The table of mappings that were set by hand, one for each set of headings."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base


class ImportMapping(Base):
    """What the columns of files with these headings are read as; `fields` is JSON: [heading, field] in the file's order."""

    __tablename__ = "import_mapping"
    headings: Mapped[str] = mapped_column(String(64), primary_key=True)
    fields: Mapped[str] = mapped_column(Text)
    at: Mapped[str] = mapped_column(String(32))
