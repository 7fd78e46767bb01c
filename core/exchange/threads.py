"""The one thread that reads files: what one file took in memory the next one takes again, instead of more of it."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

# Each thread has a heap of its own: a workbook read in two threads would take its memory twice.
_READING = ThreadPoolExecutor(1, thread_name_prefix="kundkort-reading")


async def in_reading_thread(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Return what `function` returns, run in the thread that reads files, in the context of the caller."""
    context = contextvars.copy_context()
    call = partial(function, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_READING, partial(context.run, call))
