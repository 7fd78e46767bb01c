"""Healing a register whose search index is not whole: what was broken off is gone on with, once nobody works at it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from core.database.plain import fetch
from core.database.searching.vocabulary import state_of
from core.errors import Unavailable

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from core.local import LocalRegister

LOOK = 30.0
"""Seconds between two looks: a job that fills the register gives out many ids meanwhile."""
QUIET = 1_000
"""Fewer ids than this given out between two looks: nobody fills the register."""
REST = 0.02
"""Seconds between two steps: others wait for the lock."""


async def heal(register: LocalRegister) -> None:
    """Look now and then whether customers wait outside the index, and take them in; another time where it is busy."""
    before: int | None = None
    while True:
        try:
            now = await register.looking_after(_ids_given)
            if before is not None and now is not None and now - before < QUIET:
                await fill(register)
                now = None
            before = now
        except Unavailable:
            before = None
        await asyncio.sleep(LOOK)


async def fill(register: LocalRegister) -> None:
    """Take in whoever waits outside the index, step by step."""
    from core.database.searching.rebuilding import Filling

    filling = Filling()
    more = True
    while more:
        more = await register.looking_after(filling.step, writes=True)
        await asyncio.sleep(REST)


def _ids_given(connection: Connection) -> int | None:
    """Return how many ids were ever given out; None where the index is whole."""
    if state_of(connection).ready:
        return None
    ((counter,),) = fetch(connection, "SELECT counter FROM feed WHERE id = 1")
    given: int = counter
    return given
