"""The table of jobs: a row a piece of long work, with its progress and heartbeat."""

from __future__ import annotations

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base, Id


class JobRow(Base):
    """A job; `arguments` and `counts` are JSON, `heartbeat` UTC; not a row of the domain, so history does not have it."""

    __tablename__ = "job"
    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10))
    done: Mapped[int] = mapped_column(Id, default=0)
    total: Mapped[int] = mapped_column(Id, default=0)
    batch: Mapped[int | None] = mapped_column(Id)
    owner: Mapped[str] = mapped_column(String(64))
    actor: Mapped[int] = mapped_column(Id)
    heartbeat: Mapped[str] = mapped_column(String(32))
    arguments: Mapped[str] = mapped_column(Text)
    counts: Mapped[str] = mapped_column(Text, default="{}")
    code: Mapped[str] = mapped_column(String(60), default="")
    params: Mapped[str] = mapped_column(Text, default="{}")


class JobItem(Base):
    """What a job found out about one row of its input, as JSON; goes a day after the job did its last."""

    __tablename__ = "job_item"
    job: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    outcome: Mapped[str] = mapped_column(String(10))
    warned: Mapped[bool] = mapped_column(default=False)
    differs: Mapped[bool] = mapped_column(default=False)
    data: Mapped[str] = mapped_column(Text)
    __table_args__ = (Index("ix_job_item_outcome", "job", "outcome", "n"),)
