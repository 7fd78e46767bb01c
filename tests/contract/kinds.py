"""Every kind of register, and how a test opens one of each: an empty register, by its administrator "anna"."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from core.clock import Clock
from core.local import LocalRegister, open_local
from core.register import Register
from tests.contract.loopback import LoopbackRegister
from tests.remote.served import beside, over_a_socket

Kind = Callable[[pytest.FixtureRequest], AbstractAsyncContextManager[Register]]
"""Takes the request of the test that wants one; fixtures it needs are asked for by name (`getfixturevalue`)."""


@asynccontextmanager
async def sqlite(request: pytest.FixtureRequest) -> AsyncIterator[Register]:
    """Give the register in a file."""
    register: LocalRegister = request.getfixturevalue("register")
    yield register


@asynccontextmanager
async def postgres(request: pytest.FixtureRequest) -> AsyncIterator[Register]:
    """Give the register in a PostgreSQL database."""
    url: str = request.getfixturevalue("postgres_url")
    clock: Clock = request.getfixturevalue("clock")
    register = await open_local(url, user="anna", session="session-anna", clock=clock)
    try:
        yield register
    finally:
        await register.close()


@asynccontextmanager
async def loopback(request: pytest.FixtureRequest) -> AsyncIterator[Register]:
    """Give the register in a file behind an encoder, a decoder, and a line that sends every write twice."""
    register: LocalRegister = request.getfixturevalue("register")
    yield LoopbackRegister(register)


@asynccontextmanager
async def asgi(request: pytest.FixtureRequest) -> AsyncIterator[Register]:
    """Give the register in a file through client and server, without a network."""
    async with beside(request.getfixturevalue("register")) as remote:
        yield remote


@asynccontextmanager
async def losing(request: pytest.FixtureRequest) -> AsyncIterator[Register]:
    """Give the same over a line that loses the first answer of every call: what was done must not be done twice."""
    async with beside(request.getfixturevalue("register"), losing=True) as remote:
        yield remote


@asynccontextmanager
async def socket(request: pytest.FixtureRequest) -> AsyncIterator[Register]:
    """Give the register in a file through client and server over a real connection."""
    async with over_a_socket(request.getfixturevalue("register")) as remote:
        yield remote


KINDS: dict[str, Kind] = {
    "sqlite": sqlite,
    "postgres": postgres,
    "loopback": loopback,
    "asgi": asgi,
    "losing": losing,
    "socket": socket,
}
