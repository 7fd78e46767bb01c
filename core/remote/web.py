"""The line to a server over HTTP: the one module that knows httpx; imported when a server is first opened."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

import httpx

from core.errors import Unavailable
from core.remote.address import Address
from core.remote.messages import CONNECT, POOL, READ, WRITE, Answer, Lost, Message
from core.remote.trust import reason_of, trusting, trusting_nobody

CONNECTIONS = 10
"""At most so many at once: a long poll, streams, overtaken reads, and what the person waits for."""
KEPT_ALIVE = 70.0
"""Seconds that an idle connection is kept: a new one costs three round trips."""

_SENDING = "http11.send_request_headers.started"
_CONNECTING = "connection.connect_"


class Incoming:
    """An answer whose body has not come yet: read it whole, or in pieces; close it in any case."""

    def __init__(self, response: httpx.Response, place: str, took: float | None) -> None:
        self._response = response
        self._place = place
        self.took = took
        self.status: int = response.status_code
        self.headers: Mapping[str, str] = response.headers

    async def whole(self) -> bytes:
        """Return all of the body; raises Lost where it breaks off."""
        with _losing(self._place, _Seen(sending=True)):
            return await self._response.aread()

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give the body as it comes; raises Lost where it breaks off."""
        with _losing(self._place, _Seen(sending=True)):
            async for piece in self._response.aiter_bytes():
                yield piece

    async def close(self) -> None:
        """Let go of the connection; where the body was not read to its end, it is not used again."""
        await self._response.aclose()


class Line:
    """Connections to one server, kept alive. `transport` takes the place of the network in tests."""

    def __init__(
        self, address: Address, *, authorities: str = "", transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._address = address
        try:
            httpx.URL(address.base)
        except httpx.InvalidURL as error:
            # A name of a host that no network has.
            raise Unavailable("address", retry=False, place=address.url) from error
        limits = httpx.Limits(
            max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS, keepalive_expiry=KEPT_ALIVE
        )
        if transport is None and address.socket:
            transport = httpx.AsyncHTTPTransport(uds=address.socket, limits=limits)
        self._client = httpx.AsyncClient(
            transport=transport,
            verify=trusting(authorities) if address.encrypted and transport is None else trusting_nobody(),
            limits=limits,
            timeout=_deadlines(READ),
            headers={"Accept-Encoding": "gzip", "User-Agent": "kundkort"},
            # A proxy of the environment is for the network, not for this machine.
            trust_env=address.encrypted,
            follow_redirects=False,
        )

    async def ask(self, message: Message) -> Answer:
        """Send a request and return the whole answer; raises Lost."""
        try:
            # Each piece of an answer has its deadline, and so has the whole: a line that trickles is no line.
            async with asyncio.timeout(CONNECT + WRITE + message.read if isinstance(message.body, bytes) else None):
                incoming = await self.open(message)
                try:
                    body = await incoming.whole()
                finally:
                    await incoming.close()
        except TimeoutError as error:
            raise Lost("lost", place=self._address.url, sent=True) from error
        return Answer(incoming.status, incoming.headers, body, incoming.took)

    async def open(self, message: Message) -> Incoming:
        """Send a request and return the answer as soon as it begins; raises Lost."""
        seen = _Seen()
        request = self._client.build_request(
            message.method,
            self._address.base + message.path + (f"?{message.query}" if message.query else ""),
            headers=message.headers,
            content=message.body or None,
            timeout=_deadlines(message.read),
            extensions={"trace": seen.note},
        )
        began = monotonic()
        with _losing(self._address.url, seen):
            response = await self._client.send(request, stream=True)
        took = monotonic() - began
        return Incoming(response, self._address.url, None if seen.connecting else took)

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()


def _deadlines(read: float) -> httpx.Timeout:
    return httpx.Timeout(connect=CONNECT, read=read, write=WRITE, pool=POOL)


@dataclass
class _Seen:
    """What the line has done for a request so far."""

    connecting: bool = False
    sending: bool = False

    async def note(self, event: str, _info: Mapping[str, Any]) -> None:
        if event == _SENDING:
            self.sending = True
        elif event.startswith(_CONNECTING):
            self.connecting = True


@contextmanager
def _losing(place: str, seen: _Seen) -> Iterator[None]:
    """Raise Lost for what httpx raises when a line breaks, is not there, or cannot be trusted."""
    try:
        yield
    except httpx.LocalProtocolError:
        # We said something that is no HTTP: a fault of ours, not of the line.
        raise
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise Lost(reason_of(error) or "lost", place=place, sent=False) from error
    except (httpx.TransportError, httpx.DecodingError) as error:
        raise Lost("lost", place=place, sent=seen.sending) from error
    except httpx.StreamError as error:
        raise Unavailable("closed", retry=False) from error
