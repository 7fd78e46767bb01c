"""A register as a server will see it: everything goes through bytes both ways, and every write is sent twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, ParamSpec, TypeVar, cast

import msgspec

from core.errors import Common, KundkortError
from core.operation import Operation, Outside, Transaction, new_operation_id
from core.register import Link, Register

P = ParamSpec("P")
R = TypeVar("R")


class LoopbackRegister:
    """Encodes and decodes the arguments, runs the operation, encodes and decodes the answer.

    A write is sent twice with one operation id: AssertionError where the two answers differ, or where an operation
    raises an error that it does not declare.
    """

    def __init__(self, register: Register, operation_id: str | None = None, made_at: datetime | None = None) -> None:
        self._register = register
        self._operation_id = operation_id
        self._made_at = made_at

    @property
    def session(self) -> str:
        """The session of the register behind."""
        return self._register.session

    @property
    def link(self) -> Link:
        """The link of the register behind."""
        return self._register.link

    def remembered(self, operation: Operation[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """Return None: nothing is kept on the line."""
        return None

    def sending(self, *, operation_id: str | None = None, made_at: datetime | None = None) -> LoopbackRegister:
        """Return the same register with this envelope."""
        return LoopbackRegister(self._register, operation_id, made_at)

    async def close(self) -> None:
        """Close the register behind."""
        await self._register.close()

    async def __call__(self, operation: Operation[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `operation` over there and back."""
        try:
            return await self._run(operation, operation.bind(*args, **kwargs))
        except KundkortError as error:
            assert isinstance(error, (*operation.raises, Common)), f"{operation!r} does not declare {error!r}"
            raise

    async def _run(self, operation: Operation[P, R], arguments: dict[str, Any]) -> R:
        call = cast("Any", operation)
        register = cast("Any", self._register)
        if isinstance(operation, Outside) and operation.kind == "stream":
            answer = register(call, **arguments)
            return cast("R", await _streamed(await answer))
        sent = msgspec.json.encode(operation.arguments(**arguments))
        received = msgspec.json.decode(sent, type=operation.arguments)
        again = {name: getattr(received, name) for name in operation.signature.parameters}
        assert again == arguments, f"{operation!r} does not survive the wire: {again} is not {arguments}"
        if not isinstance(operation, Transaction) or operation.kind == "read":
            once: R = self._back(operation, await register(call, **again))
            return once
        sending = register.sending(operation_id=self._operation_id or new_operation_id(), made_at=self._made_at)
        first: R = self._back(operation, await sending(call, **again))
        second: R = self._back(operation, await sending(call, **again))
        assert first == second, f"{operation!r} answers {second!r} the second time"
        return first

    def _back(self, operation: Operation[P, R], result: R) -> R:
        back = cast("R", msgspec.json.decode(msgspec.json.encode(result), type=operation.result))
        assert back == result, f"the answer of {operation!r} does not survive the wire: {back!r} is not {result!r}"
        return back


async def _streamed(answer: object) -> object:
    """Pass bytes on in pieces of another size, as a network does."""
    if not isinstance(answer, AsyncIterator):
        return answer
    return _cut(answer)


async def _cut(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    async for piece in pieces:
        for start in range(0, len(piece), 1000):
            yield piece[start : start + 1000]
