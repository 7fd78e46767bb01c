"""One call on its way to a server: the request it makes, how long it may take, and when it may be sent once more."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import msgspec

from core.errors import Unavailable
from core.operation import Envelope, Operation
from core.remote.headers import envelope_headers
from core.remote.messages import AFTER_WAITING, READ, READ_OUTSIDE, Lost
from core.remote.remembering import REMEMBERED, Key, key_of
from core.remote.shapes import Request, shape_of

_PASSING = frozenset({"lost", "busy", "full_up", "stopping"})
"""Reasons that pass within seconds; a full disk does not."""


class Outgoing:
    """The bytes of a stream in, with a note of whether any were taken: what was partly sent cannot be sent once more."""

    def __init__(self, pieces: AsyncIterable[bytes]) -> None:
        self._pieces = pieces
        self.taken = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._pieces:
            self.taken = True
            yield piece


@dataclass(eq=False)
class Call:
    """An operation with its arguments and its envelope, which all tries share.

    `key` is where its answer is remembered, None where it is not; `overtaken` says that nobody waits for it any more,
    `tried` how often it was sent.
    """

    operation: Operation[..., Any]
    envelope: Envelope
    request: Request
    read: float
    key: Key | None = None
    outgoing: Outgoing | None = None
    overtaken: bool = False
    tried: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def repeatable(self) -> bool:
        """Whether sending it twice is as sending it once: reads, and what the server knows again by its operation id.

        That is a write for as long as receipts are kept, and work outside for some minutes; not bytes.
        """
        return self.operation.kind != "stream" or self.request.method == "GET"

    def may_repeat(self, error: Unavailable) -> bool:
        """Say whether it may be sent once more after `error`."""
        if self.overtaken or (self.outgoing is not None and self.outgoing.taken):
            return False
        # "full_up" is said at the door, and what never left this machine was not done either.
        if error.params["reason"] == "full_up" or (isinstance(error, Lost) and not error.sent):
            return True
        return self.repeatable and error.params["reason"] in _PASSING


def call_of(operation: Operation[..., Any], arguments: dict[str, Any], envelope: Envelope) -> Call:
    """Put a call together from its cleaned arguments."""
    shape = shape_of(operation)
    request = shape.write(arguments)
    headers = envelope_headers(envelope)
    if request.content_type:
        headers["Content-Type"] = request.content_type
    return Call(
        operation,
        envelope,
        request,
        _silence(operation, arguments),
        key=key_of(operation.name, arguments) if operation.name in REMEMBERED else None,
        outgoing=Outgoing(arguments[shape.stream_in]) if shape.stream_in is not None else None,
        headers=headers,
    )


def _silence(operation: Operation[..., Any], arguments: dict[str, Any]) -> float:
    if operation.name == "records.wait":
        return float(arguments["patience"]) + AFTER_WAITING
    return READ_OUTSIDE if operation.kind == "outside" else READ


def result_of(operation: Operation[..., Any], body: bytes, place: str) -> Any:  # noqa: ANN401 - any operation's result
    """Read the answer of an operation; raises Unavailable "foreign" where it is none, of a page of a proxy say."""
    try:
        return _decoder(operation).decode(body or b"null")
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unavailable("foreign", retry=False, place=place) from error


@cache
def _decoder(operation: Operation[..., Any]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(operation.result)
