"""A sign-in at one server: its line, token and memory, and the calls under way; registers of any envelope share it."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from core.errors import KundkortError, SignedOut, Unavailable
from core.register import Link
from core.remote.calls import Call
from core.remote.headers import ABANDONS, TOOK, abandons, bearer, retry_after, took_of
from core.remote.messages import CONNECT, Answer, Lost, Message
from core.remote.meter import Meter
from core.remote.problems import error_of
from core.remote.remembering import Memory
from core.remote.retry import Patience, persist
from core.remote.tokens_kept import find_token, forget_token

if TYPE_CHECKING:
    from core.remote.address import Address
    from core.remote.web import Incoming, Line

T = TypeVar("T")

MOST_OVERTAKEN = 4
"""So many reads that nobody waits for may run on; one more, and the oldest one's connection is dropped."""
PROBE_AFTER, PROBE_AT_MOST = 0.5, 5.0
"""Seconds between two looks for a lost server, on average: the first, and the longest; each is twice the one before."""
LAST_WRITES = 10.0
"""Seconds that closing waits for writes under way; their operation ids tell later what became of them."""


class Connection:
    """Sends calls and brings their answers, or raises their errors. `token` "" is for a Unix socket, and for signing in."""

    def __init__(self, address: Address, line: Line, *, token: str = "", patience: Patience | None = None) -> None:
        self.address = address
        self.memory = Memory()
        self._line = line
        self._token = token
        self._patience = patience or Patience()
        self._meter = Meter()
        self._writes: set[asyncio.Task[Answer]] = set()
        self._reads: dict[asyncio.Task[Answer], Call] = {}
        self._overtaken: dict[str, asyncio.Task[Answer]] = {}
        self._to_name: list[str] = []
        self._probing: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def link(self) -> Link:
        """How the line does."""
        return self._meter.link

    # Calls ------------------------------------------------------------------------------------------------------------

    async def overtakeable(self, call: Call) -> Answer:
        """Return the answer of a call that runs on, unheard, when the caller is cancelled.

        Its connection stays (a new one costs three round trips); the next request tells the server not to bother.
        """
        task = asyncio.get_running_loop().create_task(self.answer(call), name=call.operation.name)
        self._reads[task] = call
        task.add_done_callback(self._read_ended)
        try:
            return await self._unharmed(task)
        except asyncio.CancelledError:
            self._overtake(task)
            raise

    async def to_its_end(self, call: Call) -> Answer:
        """Return the answer of a call that goes on to its end also when the caller is cancelled."""
        task = asyncio.get_running_loop().create_task(self.answer(call), name=call.operation.name)
        self._writes.add(task)
        task.add_done_callback(self._write_ended)
        return await self._unharmed(task)

    async def answer(self, call: Call) -> Answer:
        """Return the answer of a call, however often it must be tried; raises its error, or why there is none."""
        return await self._however_often(call, lambda: self._once(call))

    async def stream(self, call: Call) -> AsyncIterator[bytes]:
        """Return what gives the bytes of an answer as they come; errors of the call are raised before that."""
        return self._pieces(call, await self._however_often(call, lambda: self._begin(call)))

    async def _however_often(self, call: Call, attempt: Callable[[], Awaitable[T]]) -> T:
        if self._closed:
            raise Unavailable("closed", retry=False)
        token = self._token
        try:
            return await self._persist(call, attempt)
        except SignedOut:
            if not await self._takes_another_token(token):
                self.memory = Memory()
                raise
            if call.outgoing is not None and call.outgoing.taken:
                raise
        return await self._persist(call, attempt)

    async def _persist(self, call: Call, attempt: Callable[[], Awaitable[T]]) -> T:
        lost_before = self.link.state == "lost"

        def may_repeat(error: Unavailable) -> bool:
            # Who asks a server that is known to be lost is told at once; the probe says when it is back.
            return call.may_repeat(error) and not (lost_before and isinstance(error, Lost))

        try:
            return await persist(attempt, may_repeat, self._patience)
        except Lost:
            self._failed(call, given_up=True)
            raise

    async def _once(self, call: Call) -> Answer:
        try:
            answer = await self._line.ask(self._message(call))
            if answer.status == 304 or 200 <= answer.status < 300:
                self._meter.answered(_round_trip(answer))
                return answer
            raise self._error(answer, answer.body, call)
        except Lost:
            self._failed(call)
            raise

    async def _begin(self, call: Call) -> Incoming:
        try:
            incoming = await self._line.open(self._message(call))
            if 200 <= incoming.status < 300:
                self._meter.answered(_round_trip(incoming))
                return incoming
            try:
                body = await incoming.whole()
            finally:
                await incoming.close()
            raise self._error(incoming, body, call)
        except Lost:
            self._failed(call)
            raise

    async def _pieces(self, call: Call, incoming: Incoming) -> AsyncIterator[bytes]:
        try:
            async for piece in incoming.pieces():
                yield piece
        except Lost:
            self._failed(call, given_up=True)
            raise
        finally:
            await incoming.close()

    def _message(self, call: Call) -> Message:
        call.tried += 1
        headers = dict(call.headers)
        if self._token:
            headers["Authorization"] = bearer(self._token)
        if self._to_name:
            headers[ABANDONS] = abandons(self._to_name)
            self._to_name.clear()
        method, path, query, body, _content_type = call.request
        return Message(method, path, query, headers, aiter(call.outgoing) if call.outgoing else body, call.read)

    def _error(self, answer: Answer | Incoming, body: bytes, call: Call) -> KundkortError:
        """Return the error of an answer, and take note of what it says about the line."""
        place = self.address.url
        error = error_of(answer.status, body, call.operation, place=place)
        if isinstance(error, Unavailable):
            # A proxy's answer has no details, but may say when to come back.
            wait = error.wait or math.ceil(retry_after(answer.headers, datetime.now(UTC)))
            reason = str(error.params["reason"])
            if reason == "lost":
                # The proxy is there, the server behind it is not.
                return Lost(reason, place=place, sent=True, wait=wait)
            error = Unavailable(reason, retry=error.retry, place=place, wait=wait)
        self._meter.answered(_round_trip(answer))
        return error

    # Overtaken reads, and writes that go on ---------------------------------------------------------------------------

    async def _unharmed(self, task: asyncio.Task[Answer]) -> Answer:
        """Return what `task` gives; being cancelled does not cancel it."""
        await asyncio.wait([task])
        if task.cancelled():
            raise Unavailable("closed", retry=False)
        return task.result()

    def _overtake(self, task: asyncio.Task[Answer]) -> None:
        if task.done():
            return
        call = self._reads[task]
        call.overtaken = True
        self._overtaken[call.envelope.operation_id] = task
        self._to_name.append(call.envelope.operation_id)
        if len(self._overtaken) > MOST_OVERTAKEN:
            next(iter(self._overtaken.values())).cancel()

    def _read_ended(self, task: asyncio.Task[Answer]) -> None:
        call = self._reads.pop(task)
        if call.overtaken:
            self._overtaken.pop(call.envelope.operation_id, None)
            if call.envelope.operation_id in self._to_name:
                self._to_name.remove(call.envelope.operation_id)
        _hear(task)

    def _write_ended(self, task: asyncio.Task[Answer]) -> None:
        self._writes.discard(task)
        _hear(task)

    # The line ---------------------------------------------------------------------------------------------------------

    def _failed(self, call: Call, *, given_up: bool = False) -> None:
        if call.overtaken:
            # The server may break it off.
            return
        if self._meter.failed(given_up=given_up) and not self._closed and self._probing is None:
            self._probing = asyncio.get_running_loop().create_task(self._probe(), name="probe")
            self._probing.add_done_callback(self._probed)

    async def _probe(self) -> None:
        """Look for the server until it answers."""
        pause = PROBE_AFTER
        while self.link.state == "lost":
            # From half to one and a half: clients that lost the same server do not come back all at once.
            await self._patience.sleep(pause * (0.5 + self._patience.chance()))
            pause = min(2 * pause, PROBE_AT_MOST)
            try:
                answer = await self._line.ask(Message("GET", "/healthz", read=CONNECT))
            except Lost:
                continue
            if answer.status == 200:
                self._meter.answered()

    def _probed(self, task: asyncio.Task[None]) -> None:
        self._probing = None
        _hear(task)

    async def close(self) -> None:
        """Let writes under way come to their end, drop everything else, and close the line."""
        self._closed = True
        if self._writes:
            await asyncio.wait(self._writes, timeout=LAST_WRITES)
        rest: list[asyncio.Task[Any]] = [*self._writes, *self._reads]
        if self._probing is not None:
            rest.append(self._probing)
        for task in rest:
            task.cancel()
        if rest:
            await asyncio.wait(rest)
        self.memory = Memory()
        await self._line.close()

    # The sign-in ------------------------------------------------------------------------------------------------------

    async def _takes_another_token(self, before: str) -> bool:
        """Take the token that was kept since `before` was: by signing in again, here or in another window."""
        if self.address.socket:
            return False
        if self._token != before:
            # Another call has taken it meanwhile.
            return True
        found = await asyncio.to_thread(find_token, self.address.url)
        other = bool(found) and found != self._token
        if other:
            self._token = found
            self.memory = Memory()
        return other

    async def signed_out(self) -> None:
        """Let go of the token and of everything that was shown with it."""
        self.memory = Memory()
        self._token = ""
        if not self.address.socket:
            await asyncio.to_thread(forget_token, self.address.url)


def _round_trip(answer: Answer | Incoming) -> float | None:
    """Return the seconds that an answer was on the line, None where the server did not say how long it worked."""
    if answer.took is None or TOOK not in answer.headers:
        return None
    return answer.took - took_of(answer.headers)


def _hear(task: asyncio.Task[Any]) -> None:
    """Take note of an error that nobody may be left to be told."""
    if not task.cancelled():
        task.exception()
