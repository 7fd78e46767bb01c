"""What a request brings: its headers, and its body, which may neither be too large nor come too slowly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator, Mapping
from typing import Any

from starlette.types import Receive

from core.remote.server.limits import Limits
from core.remote.server.trouble import Gone, TooLarge, too_slow

_DRAINED = 16 * 1024 * 1024
"""A body that is too large but not larger than this is let in and thrown away, so that its sender can read why."""


class Headers(Mapping[str, str]):
    """The headers of a request by their names in any case; of one that is sent twice, the first."""

    __slots__ = ("_found",)

    def __init__(self, raw: Iterable[tuple[bytes, bytes]]) -> None:
        self._found: dict[str, str] = {}
        for name, value in raw:
            self._found.setdefault(name.decode("latin-1"), value.decode("latin-1"))

    def __getitem__(self, name: str) -> str:
        """Return the value of the header of that name."""
        return self._found[name.lower()]

    def get(self, name: str, default: Any = None, /) -> Any:  # noqa: ANN401 - as Mapping's, without an error on the way
        """Return the value of the header of that name, or `default`."""
        return self._found.get(name.lower(), default)

    def text(self, name: str) -> str:
        """Return the value of the header of that name; "" where it was not sent."""
        return self._found.get(name.lower(), "")

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter(self._found)

    def __len__(self) -> int:
        """Count the names."""
        return len(self._found)


def _check_length(headers: Headers, high: int) -> None:
    length = headers.text("content-length")
    if length.isdecimal() and int(length) > high:
        raise TooLarge(high, close=int(length) > _DRAINED)


async def whole_body(receive: Receive, headers: Headers, high: int, limits: Limits) -> bytes:
    """Return the body, of at most `high` bytes.

    Raises TooLarge, `too_slow` where it is not there in time, and Gone where the caller left.
    """
    _check_length(headers, high)
    body = bytearray()
    try:
        async with asyncio.timeout(limits.body_time):
            async for chunk in _received(receive):
                body += chunk
                if len(body) > high:
                    raise TooLarge(high, close=True)
    except TimeoutError:
        raise too_slow() from None
    return bytes(body)


async def body_chunks(receive: Receive, headers: Headers, limits: Limits) -> AsyncGenerator[bytes, None]:
    """Give a file as it comes; raises what `whole_body` does."""
    _check_length(headers, limits.blob)
    loop = asyncio.get_running_loop()
    began, size = loop.time(), 0
    chunks = _received(receive)
    while True:
        try:
            async with asyncio.timeout(limits.body_time):
                chunk = await anext(chunks, None)
        except TimeoutError:
            raise too_slow() from None
        if chunk is None:
            return
        size += len(chunk)
        if size > limits.blob:
            raise TooLarge(limits.blob, close=True)
        if loop.time() - began > limits.body_time + size / limits.slowest_blob:
            raise too_slow()
        yield chunk


async def _received(receive: Receive) -> AsyncIterator[bytes]:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        if chunk := message.get("body", b""):
            yield chunk
        if not message.get("more_body", False):
            return


async def left(receive: Receive) -> None:
    """Return when the caller has gone away; the body must have been read."""
    while (await receive())["type"] != "http.disconnect":
        pass
