"""A line to a server that is not there: answers are made by the test, pauses pass at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import msgspec
import pytest

from core.customers.views import Customer, CustomerChange
from core.edits import Edit
from core.remote.address import address_of
from core.remote.client import RemoteRegister
from core.remote.connection import Connection
from core.remote.retry import Patience
from core.remote.web import Line
from tests.conftest import NOW

URL = "https://register.example"
REFUSED = httpx.ConnectError("refused")
BROKEN = httpx.ReadError("broken")
RENAMED = CustomerChange(name=Edit(now="Brf Blåklinten", was="Brf Solrosen"))
CARD = Customer(id=7, seq=3, number="10443", name="Brf Solrosen")

Handler = Callable[[httpx.Request], Awaitable[httpx.Response]]


@dataclass
class Time:
    """Time that passes when somebody sleeps, and not otherwise."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        """Pass so many seconds."""
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)

    def patience(self, **changed: Any) -> Patience:
        """Return a patience that goes by this time; what is left to chance is the middle."""
        return Patience(now=lambda: self.now, sleep=self.sleep, chance=lambda: 0.5, **changed)


class Far(httpx.AsyncBaseTransport):
    """A server far away: it gives the answers of a list, the last one over and over, and keeps what it was asked.

    An answer is a response, an error that the line raises, or a function of the request.
    """

    def __init__(self, *answers: httpx.Response | Exception | Handler) -> None:
        self.answers = list(answers)
        self.asked: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer."""
        self.asked.append(request)
        await request.extensions["trace"]("http11.send_request_headers.started", {})
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        if not isinstance(answer, httpx.Response):
            answer = await answer(request)
        else:
            # The same answer may be given more than once, but a stream is read only once.
            answer = httpx.Response(answer.status_code, headers=answer.headers, stream=answer.stream)
        return answer


def json(value: object, status: int = 200, **headers: str) -> httpx.Response:
    """Return an answer with a value; names of headers with _ for -."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return httpx.Response(status, content=msgspec.json.encode(value), headers=named)


def problem(error: Any) -> httpx.Response:
    """Return the answer that tells an error."""
    from core.remote.problems import encode_problem

    status, body, headers = encode_problem(error)
    return httpx.Response(status, content=body, headers=headers)


def registered(far: Far, *, url: str = URL, token: str = "kk_anna", patience: Patience | None = None) -> RemoteRegister:
    """Return a register on the server `far`."""
    address = address_of(url)
    connection = Connection(address, Line(address, transport=far), token=token, patience=patience or Time().patience())
    return RemoteRegister(connection, session="session-anna", clock=lambda: NOW)


async def until(condition: Callable[[], object]) -> None:
    """Let others run until it is so."""
    for _ in range(10_000):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("it does not come about")


async def cancel(task: asyncio.Task[Any]) -> None:
    """Cancel whoever waits, and wait until that has happened."""
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def body_of(request: httpx.Request) -> AsyncIterator[bytes]:
    """Give what a request sends in pieces, as it comes."""
    assert isinstance(request.stream, httpx.AsyncByteStream)
    async for piece in request.stream:
        yield piece
