"""What is written to a connection in one step of the loop goes out as one piece: headers with their body."""

from __future__ import annotations

import asyncio
from typing import Any


class Gathering:
    """A transport that sends at the end of the step in which it was written to, and is the one it is given otherwise.

    Uvicorn writes the headers of an answer, its body and its end one by one. Each send is a call of the system, and wakes
    the other end for a part of an answer.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._held: list[bytes] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the transport has
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send `data`, soon."""
        if not data:
            return
        if not self._held:
            self._loop.call_soon(self._send)
        self._held.append(data)

    def _send(self) -> None:
        held, self._held = self._held, []
        if held and not self._transport.is_closing():
            self._transport.write(held[0] if len(held) == 1 else b"".join(held))

    def get_write_buffer_size(self) -> int:
        """Return how many bytes wait to be sent."""
        return self._transport.get_write_buffer_size() + sum(map(len, self._held))

    def close(self) -> None:
        """Send what waits, then close."""
        self._send()
        self._transport.close()

    def abort(self) -> None:
        """Close at once, and let what waits go."""
        self._held.clear()
        self._transport.abort()
