"""Operations with the outside world that are sent again: the same outcome, not a second one."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, NamedTuple

from core.errors import Reused
from core.remote.server.answers import Answer
from core.remote.server.limits import Limits


class Key(NamedTuple):
    """What a call is known by: who sent it, what it asks for, under which operation id."""

    login: str
    operation: str
    operation_id: str


@dataclass(slots=True)
class _Outcome:
    content: bytes
    task: asyncio.Task[Answer]
    until: float


class Repeats:
    """Outcomes in the memory of this process: of what runs, and of what ended within ten minutes.

    What failed is not kept: who sends it again has it tried again, as with a write.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._kept: OrderedDict[Key, _Outcome] = OrderedDict()
        # Arguments may be passwords: what is kept of them can't be guessed back from a copy of the memory alone.
        self._secret = secrets.token_bytes(32)

    async def once(self, key: Key, content: bytes, run: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
        """Return the outcome of the call `key`, which `run` brings about where it was not sent before.

        It goes on when the caller goes away. `content` is what the call says; Reused where it said something else.
        """
        digest = hashlib.blake2b(content, key=self._secret, digest_size=16).digest()
        self._let_go()
        outcome = self._kept.get(key)
        if outcome is None:
            outcome = self._start(key, digest, run)
        elif outcome.content != digest:
            raise Reused(key.operation_id)
        return await asyncio.shield(outcome.task)

    def _start(self, key: Key, digest: bytes, run: Callable[[], Coroutine[Any, Any, Answer]]) -> _Outcome:
        task = asyncio.get_running_loop().create_task(run(), name=key.operation)
        outcome = self._kept[key] = _Outcome(digest, task, float("inf"))
        task.add_done_callback(lambda done: self._ended(key, outcome, done))
        return outcome

    def _ended(self, key: Key, outcome: _Outcome, task: asyncio.Task[Answer]) -> None:
        if task.cancelled() or task.exception() is not None or len(task.result().body) > self._limits.kept_bytes:
            del self._kept[key]
            return
        outcome.until = asyncio.get_running_loop().time() + self._limits.kept_time
        self._kept.move_to_end(key)

    def _let_go(self) -> None:
        """Forget outcomes that are old, or the oldest of too many; never of what still runs."""
        now, surplus = asyncio.get_running_loop().time(), len(self._kept) - self._limits.kept
        forgotten: list[Key] = []
        for key, outcome in self._kept.items():
            if not outcome.task.done():
                continue
            if outcome.until > now and len(forgotten) >= surplus:
                break
            forgotten.append(key)
        for key in forgotten:
            del self._kept[key]

    async def finish(self) -> None:
        """Wait for what still runs."""
        if running := [outcome.task for outcome in self._kept.values() if not outcome.task.done()]:
            await asyncio.wait(running)
