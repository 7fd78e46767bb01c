"""Taking back a bulk action: change set by change set, the last first, each its own transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec

from core.database import history
from core.errors import Fault, Invalid, NotFound
from core.history import api
from core.history.operations import take_back
from core.history.views import Undone
from core.operation import Operation
from core.services import Services
from core.work import UnitOfWork

REST = 0.02
"""Seconds between two change sets, in which others get to write: SQLite's lock is not fair."""


@api.undo_batch.implement
async def undo_batch(services: Services, batch: int) -> Undone:
    """Each change set is opposite edits through the same rules; what was edited since is kept and named."""
    return await take_back_batch(services, api.undo_batch, batch)


async def take_back_batch(services: Services, operation: Operation[..., Any], batch: int) -> Undone:
    """Take back what still stands of a bulk action, as part of `operation`.

    Raises NotFound where there is no such bulk action, Invalid (undo.done) where all of it was taken back before.
    """

    def standing(work: UnitOfWork) -> tuple[bool, list[int]]:
        seqs = history.of_batch(work.connection, batch)
        return bool(seqs), [seq for seq in seqs if not history.is_taken_back(work.connection, seq)]

    known, seqs = await services.reading(operation, standing)
    if not known:
        raise NotFound("batch", batch)
    if not seqs:
        raise Invalid([Fault("batch", "undo.done")])
    own = await services.within(operation, lambda work: work.new_id())
    undone = Undone(seq=0, root_kind="customer", root_id=0, taken_back=0)
    for seq in seqs:
        part = await services.within(operation, _taking_back(seq), batch=own)
        undone = msgspec.structs.replace(
            part, taken_back=undone.taken_back + part.taken_back, kept=(*undone.kept, *part.kept)
        )
        await asyncio.sleep(REST)
    return undone


def _taking_back(seq: int) -> Callable[[UnitOfWork], Undone]:
    return lambda work: take_back(work, seq, keep=True)
