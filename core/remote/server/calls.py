"""How one operation is served: who calls, what was sent, room for it, the call itself, and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import aclosing, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from core.remote.headers import OPERATION_ID, abandoned_ids, envelope_of
from core.remote.server.answers import Answer, Exchange, answer_of
from core.remote.server.callers import as_called, find_caller
from core.remote.server.looking import looking
from core.remote.server.meeting import body_chunks, whole_body
from core.remote.server.repeats import Key, Repeats
from core.remote.server.traffic import Traffic, stopping
from core.remote.server.trouble import wrong_media
from core.remote.shapes import BYTES, JSON, Shape, shape_of

if TYPE_CHECKING:
    from core.local import LocalRegister
    from core.operation import Operation

LONGEST_POLL = 60
"""Seconds; what asks for more is refused by the operation."""

_hashed = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True)
class House:
    """What all operations of one server share."""

    register: LocalRegister
    traffic: Traffic
    repeats: Repeats


class Service:
    """One operation as it is served."""

    def __init__(self, house: House, operation: Operation[..., Any]) -> None:
        self._house = house
        self.operation = operation
        self.shape: Shape = shape_of(operation)
        self._is_poll = "patience" in operation.signature.parameters
        # What only looks may be broken off; what changes something goes on, whoever has left.
        self._only_looks = operation.kind == "read" or operation.method == "GET"
        self._room = {"read": "read", "write": "write", "outside": "outside", "stream": "stream"}[operation.kind]
        limits = house.traffic.limits
        self._high = limits.open_body if operation.open_to_all else limits.body

    async def serve(self, exchange: Exchange, named: Mapping[str, str]) -> None:
        """Answer a call; raises what goes wrong before the answer has begun, and Gone where nobody takes it."""
        traffic = self._house.traffic
        exchange.operation = self.operation.name
        if traffic.stopping:
            raise stopping()
        # Who waits for news does not work, and must not take the place of who does.
        with nullcontext() if self._is_poll else traffic.room("open" if self.operation.open_to_all else "request"):
            register = await self._register(exchange)
            await self._serve(register, exchange, await self._arguments(exchange, named))

    async def _register(self, exchange: Exchange) -> LocalRegister:
        """Return the register as whoever calls, with the envelope that was sent."""
        house, operation, headers = self._house, self.operation, exchange.headers
        caller = await find_caller(house.register, operation, exchange.scope, headers)
        if abandoned := abandoned_ids(headers):
            house.traffic.abandon(caller.login, abandoned)
        envelope = envelope_of(headers, operation, now=house.register.now, session=caller.session)
        exchange.operation_id = envelope.operation_id
        return house.register.acting(as_called(caller, envelope, exchange.scope), envelope=envelope)

    async def _serve(self, register: LocalRegister, exchange: Exchange, arguments: dict[str, Any]) -> None:
        traffic = self._house.traffic
        if self.shape.stream_in is not None:
            with traffic.room(self._room):
                answer = await self._taken_in(register, exchange, arguments)
            await exchange.json(answer)
        elif self.shape.stream_out:
            with traffic.room(self._room):
                await self._given_out(register, exchange, arguments)
        elif self._only_looks:
            await exchange.json(await self._looked(register, exchange, arguments))
        elif self.operation.kind == "write":
            with traffic.room(self._room):
                answer = answer_of(await register(self.operation, **arguments))
            await exchange.json(answer)
        else:
            await exchange.json(await self._once(register, exchange, arguments))

    async def _arguments(self, exchange: Exchange, named: Mapping[str, str]) -> dict[str, Any]:
        query = exchange.scope["query_string"].decode("latin-1")
        if self.shape.stream_in is not None:
            self._check_media(exchange, BYTES)
            return self.shape.read(named, query)
        body = b""
        # Without these headers there is no body (RFC 9112, 6.3), and nothing to wait for.
        if "content-length" in exchange.headers or "transfer-encoding" in exchange.headers:
            limits = self._house.traffic.limits
            body = await whole_body(exchange.receive, exchange.headers, self._high, limits)
        if body and self.shape.body is not None:
            self._check_media(exchange, JSON)
        return self.shape.read(named, query, body)

    def _check_media(self, exchange: Exchange, expected: str) -> None:
        said = exchange.headers.text("content-type").partition(";")[0].strip().lower()
        compressed = exchange.headers.text("content-encoding").lower() not in ("", "identity")
        if compressed or said != expected:
            raise wrong_media(expected)

    async def _once(self, register: LocalRegister, exchange: Exchange, arguments: dict[str, Any]) -> Answer:
        """Do something with the outside world, once for each operation id that a caller sends."""

        async def run() -> Answer:
            with self._house.traffic.room(self._room):
                return answer_of(await register(self.operation, **arguments))

        operation = self.operation
        if OPERATION_ID not in exchange.headers:
            return await run()
        key = Key(register.caller.login, operation.name, exchange.operation_id)
        return await self._house.repeats.once(key, _hashed(arguments), run)

    async def _taken_in(self, register: LocalRegister, exchange: Exchange, arguments: dict[str, Any]) -> Answer:
        """Take a file as it comes."""
        chunks = body_chunks(exchange.receive, exchange.headers, self._house.traffic.limits)
        async with aclosing(chunks):
            streamed = {str(self.shape.stream_in): chunks}
            return answer_of(await register(self.operation, **arguments, **streamed))

    async def _given_out(self, register: LocalRegister, exchange: Exchange, arguments: dict[str, Any]) -> None:
        """Give a file out as it comes; its first piece is there before the answer begins, so that errors are told."""
        async with looking(exchange, self._house.traffic, self._house.traffic.limits.read_time) as running:
            chunks = await register(self.operation, **arguments)
            try:
                first = await anext(chunks, b"")
                running.keep_on()
                await exchange.chunks(first, chunks)
            finally:
                await chunks.aclose()

    async def _looked(self, register: LocalRegister, exchange: Exchange, arguments: dict[str, Any]) -> Answer:
        """Read, as long as somebody waits for it and not too long."""
        traffic, login = self._house.traffic, register.caller.login
        seconds = traffic.limits.read_time + (min(max(arguments["patience"], 0), LONGEST_POLL) if self._is_poll else 0)
        named = exchange.operation_id if OPERATION_ID in exchange.headers else ""
        room = "poll" if self._is_poll else self._room
        with traffic.room(room):
            async with looking(exchange, traffic, seconds) as running:
                place = traffic.poll(login, running) if self._is_poll else nullcontext()
                with place, traffic.can_be_abandoned(login, named, running):
                    return answer_of(await register(self.operation, **arguments))
