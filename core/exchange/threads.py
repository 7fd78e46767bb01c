"""The one thread that reads files, and the one that writes them: what one file took in memory the next one takes again."""

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
_WRITING = ThreadPoolExecutor(1, thread_name_prefix="kundkort-writing")


async def in_reading_thread(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Return what `function` returns, run in the thread that reads files, in the context of the caller."""
    return await _within(_READING, partial(function, *args, **kwargs))


async def in_writing_thread(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Return what `function` returns, run in the thread that writes files; what is asked for later is done later.

    That holds for what is cancelled too: it goes on to its end before anything else is done.
    """
    return await _within(_WRITING, partial(function, *args, **kwargs))


async def _within(executor: ThreadPoolExecutor, call: Callable[[], R]) -> R:
    context = contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(executor, lambda: context.run(call))
