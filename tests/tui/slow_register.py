"""A register that is far away: each call crosses a line that the test holds in its hand; nothing sleeps."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ParamSpec, TypeVar, cast

import msgspec
from textual.pilot import Pilot

from core.customers.views import Customer
from core.errors import KundkortError, SignedOut, Unavailable
from core.operation import Operation
from core.register import Link, Register

P = ParamSpec("P")
R = TypeVar("R")

PLACE = "https://kundkort.example.se"
STILL = 6
"""So many turns of the event loop until what was begun has asked all it asks."""


@dataclass
class Sent:
    """One call: its operation, its envelope's id, after how many crossings it was sent, and whether it was overtaken."""

    name: str
    operation_id: str
    after: int
    overtaken: bool = False


class Line:
    """What is between here and the register. `held`: each call waits for the next `cross()`.

    `state` is what the link says; `lost`: no call arrives; `answers_lost`: calls arrive, but no answer comes back;
    `signed_out`: the register does not know who calls. `sent` has every call in order.
    """

    def __init__(self) -> None:
        self.held = False
        self.lost = self.answers_lost = self.signed_out = False
        self.link = Link("live", 0.02)
        self.sent: list[Sent] = []
        self.crossings = 0
        self.memory: dict[bytes, Any] = {}
        self._arrived = asyncio.Event()

    def cross(self) -> None:
        """Let every call that is on its way arrive, and its answer come back: one round trip."""
        self.crossings += 1
        self._arrived.set()
        self._arrived = asyncio.Event()

    def names(self, since: int = 0) -> list[str]:
        """Return the operations that were sent, from the one numbered `since` on."""
        return [sent.name for sent in self.sent[since:]]

    def lose(self) -> None:
        """Cut the line: what is on its way does not arrive."""
        self.lost, self.link = True, Link("lost")
        self.cross()

    def find(self) -> None:
        """Put the line together again."""
        self.lost = self.answers_lost = False
        self.link = Link("live", 0.02)

    async def broken(self) -> None:
        """Wait until the line is lost."""
        while not self.lost:
            await self._arrived.wait()
        raise Unavailable("lost", retry=True, place=PLACE)

    async def over(self, call: Callable[[], Awaitable[R]]) -> R:
        """Bring a call over, and its answer back."""
        if self.held and not self.lost:
            await self._arrived.wait()
        if self.lost:
            raise Unavailable("lost", retry=True, place=PLACE)
        if self.signed_out:
            raise SignedOut()
        answer = await call()
        if self.answers_lost:
            raise Unavailable("lost", retry=True, place=PLACE)
        return answer


class SlowRegister:
    """`inner` behind a `line`; remembers cards as the client does."""

    def __init__(self, inner: Register, line: Line | None = None, operation_id: str = "") -> None:
        self.inner = inner
        self.line = line if line is not None else Line()
        self._operation_id = operation_id

    @property
    def session(self) -> str:
        """The id of the running program."""
        return self.inner.session

    @property
    def link(self) -> Link:
        """How the line does."""
        return self.line.link

    def remembered(self, operation: Operation[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """Return a card that was read, or saved, before."""
        return cast("R | None", self.line.memory.get(_key(operation.name, operation.bind(*args, **kwargs))))

    def sending(self, *, operation_id: str | None = None, made_at: datetime | None = None) -> SlowRegister:
        """Return the same register with this envelope, over the same line."""
        inner = self.inner.sending(operation_id=operation_id, made_at=made_at)
        return SlowRegister(inner, self.line, operation_id or "")

    async def close(self) -> None:
        """Close the register behind the line."""
        await self.inner.close()

    async def __call__(self, operation: Operation[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Send a call over the line; the one that waits for changes waits until the line is lost."""
        if operation.name == "records.wait":
            await self.line.broken()
        sent = Sent(operation.name, self._operation_id, self.line.crossings)
        self.line.sent.append(sent)
        try:
            answer = await self.line.over(lambda: self.inner(operation, *args, **kwargs))
        except asyncio.CancelledError:
            sent.overtaken = True
            raise
        if isinstance(answer, Customer):
            name = "customers.get"
            self.line.memory[_key(name, {"customer_id": answer.id})] = answer
        return answer


def _key(name: str, arguments: dict[str, Any]) -> bytes:
    return msgspec.json.encode((name, arguments))


async def still(pilot: Pilot[None]) -> None:
    """Wait until what was begun has asked all that it asks before an answer comes."""
    for _turn in range(STILL):
        await asyncio.sleep(0)
        await pilot.pause()


async def until(pilot: Pilot[None], reached: Callable[[], bool]) -> None:
    """Wait until something is so."""
    for _turn in range(400):
        if reached():
            return
        await pilot.pause(0.005)
    raise AssertionError("waited in vain")


async def crossings_until(pilot: Pilot[None], line: Line, reached: Callable[[], bool], most: int = 6) -> int:
    """Return how many round trips it takes until something is so: calls that wait for each other take more than one."""
    for crossing in range(most):
        await still(pilot)
        if reached():
            return crossing
        line.cross()
    await still(pilot)
    assert reached(), f"not after {most} round trips"
    return most


def lost() -> KundkortError:
    """Return the error of a line that is cut."""
    return Unavailable("lost", retry=True, place=PLACE)
