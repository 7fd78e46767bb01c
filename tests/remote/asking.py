"""What the tests of the server share: a client that sends what it is told, and operations that a test holds still."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from msgspec import Struct

from core.customers.api import customer_choices
from core.customers.views import Choices
from core.local import LocalRegister
from core.operation import Operation
from core.people.tokens import authenticate
from core.remote.server.app import make_app
from core.remote.server.limits import Limits
from core.remote.server.traffic import Traffic
from core.work import UnitOfWork
from tests.remote.served import token_for

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n WHERE i < 0"
"""A statement that only an interrupt ends."""
JSON = {"Content-Type": "application/json"}


@dataclass
class Asked:
    """A client of one application: who asks, what the application is at, and what it logged."""

    client: httpx.AsyncClient
    traffic: Traffic
    logged: list[Struct] = field(default_factory=list)

    async def __call__(self, method: str, path: str, **sent: Any) -> httpx.Response:
        """Send a request as whoever the client is."""
        return await self.client.request(method, path, **sent)


@asynccontextmanager
async def asking(
    register: LocalRegister, *, limits: Limits | None = None, signed_in: bool = True, raising: bool = True
) -> AsyncIterator[Asked]:
    """Give a client, signed in as who opened `register`, of an application that serves it, without a network."""
    logged: list[Struct] = []
    app = make_app(register, limits=limits, log=logged.append)
    headers = {}
    if signed_in:
        token = await token_for(register)
        # It is believed from here on: calls that are made together get as far as each other.
        await authenticate(register, token)
        headers = {"Authorization": f"Bearer {token}"}
    transport = httpx.ASGITransport(app, raise_app_exceptions=raising)
    async with httpx.AsyncClient(transport=transport, base_url="https://register.example", headers=headers) as client:
        client.headers["Accept-Encoding"] = "identity"
        yield Asked(client, app.state.traffic, logged)


@dataclass
class Held:
    """An operation that waits inside its implementation until it is let go; how often it was begun."""

    begun: int = 0
    _one_more: threading.Condition = field(default_factory=threading.Condition)
    _go: threading.Event = field(default_factory=threading.Event)

    def wait(self) -> None:
        """Wait, on a thread of the database, to be let go."""
        with self._one_more:
            self.begun += 1
            self._one_more.notify_all()
        assert self._go.wait(20)

    def let_go(self) -> None:
        """Let all go on."""
        self._go.set()

    async def until(self, begun: int) -> None:
        """Wait until so many were begun."""

        def wait() -> None:
            with self._one_more:
                assert self._one_more.wait_for(lambda: self.begun >= begun, 20)

        await asyncio.to_thread(wait)


def hold(monkeypatch: pytest.MonkeyPatch, operation: Operation[..., Any], result: object) -> Held:
    """Let a read or write of this name wait until the test lets it go, and answer `result`."""
    held = Held()

    def implementation(_work: UnitOfWork, **_arguments: object) -> object:
        held.wait()
        return result

    monkeypatch.setattr(operation, "implementation", implementation)
    return held


def hold_outside(monkeypatch: pytest.MonkeyPatch, operation: Operation[..., Any], result: Callable[[], object]) -> Held:
    """Let an operation with the outside world wait until the test lets it go, and answer what `result` gives."""
    held = Held()

    async def implementation(_services: object, **_arguments: object) -> object:
        await asyncio.to_thread(held.wait)
        return result()

    monkeypatch.setattr(operation, "implementation", implementation)
    return held


def endless(monkeypatch: pytest.MonkeyPatch) -> Held:
    """Let the read `customers.choices` (GET /v1/customers/choices) run until it is interrupted."""
    held = Held()
    held.let_go()

    def implementation(work: UnitOfWork) -> Choices:
        held.wait()
        work.connection.exec_driver_sql(ENDLESS)
        return Choices()

    monkeypatch.setattr(customer_choices, "implementation", implementation)
    return held
