"""What is let go of in the background: receipts that nobody asks for any more."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from core.errors import Unavailable

if TYPE_CHECKING:
    from core.local import LocalRegister

RECEIPTS_KEPT = timedelta(days=90)
TIDY_AFTER = 5.0
"""Seconds after opening: the first screen comes first."""


async def housekeeping(register: LocalRegister) -> None:
    """Let old receipts and forgotten blobs go, a while after opening; another time where the register is busy."""
    await asyncio.sleep(TIDY_AFTER)
    try:
        await register.tidy(RECEIPTS_KEPT)
    except Unavailable:
        return
