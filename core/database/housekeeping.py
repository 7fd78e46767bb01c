"""What is done in the background: receipts that nobody asks for are let go of, and a search index is made whole."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from core.errors import Unavailable

if TYPE_CHECKING:
    from core.local import LocalRegister

RECEIPTS_KEPT = timedelta(days=90)
TIDY_AFTER = 5.0
"""Seconds after opening: the first screen comes first."""


async def housekeeping(register: LocalRegister) -> None:
    """Let old receipts and forgotten blobs go, a while after opening, and look after the index for as long as it is open."""
    await asyncio.sleep(TIDY_AFTER)
    # Another time, where the register is busy.
    with suppress(Unavailable):
        await register.tidy(RECEIPTS_KEPT)
    from core.database.healing import heal

    await heal(register)
