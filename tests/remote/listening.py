"""A server that listens, for tests of what only a real connection shows; what it logs can be waited for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from core.local import LocalRegister
from core.remote.server.listening import Address, Listening, listen_at
from core.remote.server.serving import Plan, serve
from tests.remote.served import token_for

ME = b"GET /v1/users/me HTTP/1.1\r\nHost: register\r\nAuthorization: Bearer %s\r\n\r\n"
"""A request for who asks; put a token in."""


@dataclass
class Place:
    """A server that listens: where, a token for it, what it logged, and its task."""

    url: str
    token: str
    logged: list[Any] = field(default_factory=list)
    running: asyncio.Task[None] | None = None
    _told: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def headers(self) -> dict[str, str]:
        """What a caller sends to be known."""
        return {"Authorization": f"Bearer {self.token}"}

    def note(self, entry: Any) -> None:
        """Keep what is logged, and tell who waits for it."""
        self.logged.append(entry)
        self._told.set()

    async def until(self, found: Callable[[Any], bool]) -> Any:
        """Wait until such an entry is logged; return it."""
        async with asyncio.timeout(20):
            while True:
                for entry in self.logged:
                    if found(entry):
                        return entry
                self._told.clear()
                await self._told.wait()

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Open a bare connection."""
        url = httpx.URL(self.url)
        return await asyncio.open_connection(url.host, url.port)


@asynccontextmanager
async def served(
    register: LocalRegister, listening: list[Listening] | None = None, **plan: Any
) -> AsyncIterator[Place]:
    """Serve `register` for as long as the block lasts."""
    listening = listening or listen_at(Address("127.0.0.1", 0), secret=False)
    found = Place(listening[0].url, await token_for(register))
    up = asyncio.Event()
    found.running = asyncio.create_task(serve(register, Plan(listening, log=found.note, **plan), started=up.set))
    await up.wait()
    try:
        yield found
    finally:
        if not found.running.done():
            found.running.cancel()
        await asyncio.wait([found.running])
