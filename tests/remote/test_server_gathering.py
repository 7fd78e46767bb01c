"""What is written in one step of the loop goes out as one piece, in its order, and before the end."""

from __future__ import annotations

import asyncio

import pytest

from core.remote.server.gathering import Gathering


class Wire(asyncio.Transport):
    """A transport that keeps what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Keep it."""
        self.sent.append(bytes(data))

    def get_write_buffer_size(self) -> int:
        """Return what waits behind this one."""
        return 100

    def is_closing(self) -> bool:
        """Say whether it was closed."""
        return self.closed

    def close(self) -> None:
        """Close."""
        self.closed = True

    def abort(self) -> None:
        """Close at once."""
        self.closed = True


@pytest.fixture
async def wire() -> Wire:
    """Return the transport behind."""
    return Wire()


@pytest.fixture
async def gathering(wire: Wire) -> Gathering:
    """Return the transport that gathers, before `wire`."""
    return Gathering(wire, asyncio.get_running_loop())


async def test_headers_and_body_go_out_together(wire: Wire, gathering: Gathering) -> None:
    for piece in (b"HTTP/1.1 200 OK\r\n\r\n", b"", b"body", b" and more"):
        gathering.write(piece)
    assert wire.sent == []
    assert gathering.get_write_buffer_size() == 100 + 32
    await asyncio.sleep(0)
    assert wire.sent == [b"HTTP/1.1 200 OK\r\n\r\nbody and more"]
    gathering.write(b"later")
    await asyncio.sleep(0)
    assert wire.sent[1:] == [b"later"]


async def test_what_waits_is_sent_before_the_end(wire: Wire, gathering: Gathering) -> None:
    gathering.write(b"the last")
    gathering.close()
    assert (wire.sent, wire.closed) == ([b"the last"], True)
    await asyncio.sleep(0)
    assert wire.sent == [b"the last"]


async def test_a_connection_that_is_thrown_away_sends_nothing_more(wire: Wire, gathering: Gathering) -> None:
    gathering.write(b"the last")
    gathering.abort()
    await asyncio.sleep(0)
    assert (wire.sent, wire.closed) == ([], True)
