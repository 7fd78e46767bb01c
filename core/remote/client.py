"""RemoteRegister: asks a server to run every operation; knows neither tables nor how anything is done."""

from __future__ import annotations

import asyncio
import platform
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ParamSpec, TypeVar, cast

from core.arguments import cleaned
from core.clock import Clock, system_clock
from core.errors import NotFound, Refused, SignedOut, Unavailable
from core.operation import Envelope, Operation, new_operation_id
from core.register import Link, new_session
from core.remote.address import Address, address_of
from core.remote.calls import Call, call_of, result_of
from core.remote.connection import Connection
from core.remote.remembering import REMEMBERED, key_of
from core.remote.shapes import shape_of
from core.remote.tokens_kept import find_token, keep_token, token_file

P = ParamSpec("P")
R = TypeVar("R")


class RemoteRegister:
    """A register on a server (DESIGN 1): what it answers and raises is what a local one would."""

    def __init__(
        self,
        connection: Connection,
        *,
        session: str,
        clock: Clock = system_clock,
        operation_id: str | None = None,
        made_at: datetime | None = None,
    ) -> None:
        self._connection = connection
        self._session = session
        self._clock = clock
        self._operation_id = operation_id
        self._made_at = made_at

    @property
    def session(self) -> str:
        """The id of this running program."""
        return self._session

    @property
    def link(self) -> Link:
        """How the line to the server does."""
        return self._connection.link

    def sending(self, *, operation_id: str | None = None, made_at: datetime | None = None) -> RemoteRegister:
        """Return the same register with this envelope."""
        return RemoteRegister(
            self._connection, session=self._session, clock=self._clock, operation_id=operation_id, made_at=made_at
        )

    def remembered(self, operation: Operation[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """Return the card that this call last answered with; None where it is not among the last ones."""
        if operation.name not in REMEMBERED:
            return None
        kept = self._connection.memory.find(key_of(operation.name, _arguments(operation.bind(*args, **kwargs))))
        return None if kept is None else cast("R", kept.answer)

    async def __call__(self, operation: Operation[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `operation` there. A read that is cancelled is overtaken, a write goes on to its end."""
        arguments = _arguments(operation.bind(*args, **kwargs))
        # An answer that comes after signing out is kept in what is gone.
        memory = self._connection.memory
        call = call_of(operation, arguments, self._envelope(operation))
        if shape_of(operation).stream_out:
            return cast("R", await self._connection.stream(call))
        if call.key is not None:
            return cast("R", await self._card(call))
        if operation.name == "people.sign_out":
            return cast("R", await self._signs_out(call))
        if call.outgoing is not None:
            answer = await self._connection.answer(call)
        elif operation.kind == "write":
            answer = await self._connection.to_its_end(call)
        else:
            answer = await self._connection.overtakeable(call)
        result = result_of(operation, answer.body, self._connection.address.url)
        memory.learn(result)
        return cast("R", result)

    async def _signs_out(self, call: Call) -> None:
        """End the sign-in, and let go of the token and of all that was shown with it."""
        try:
            await self._connection.to_its_end(call)
        except SignedOut:
            await self._connection.signed_out()
            if call.tried == 1:
                raise
            # The answer to an earlier try was lost on the way.
        await self._connection.signed_out()

    async def _card(self, call: Call) -> Any:  # noqa: ANN401 - what the operation answers with
        """Ask whether the card that is kept still holds; only one that does not comes over the line."""
        assert call.key is not None
        memory = self._connection.memory
        kept = memory.find(call.key)
        if kept is not None and kept.etag:
            call.headers["If-None-Match"] = kept.etag
        try:
            answer = await self._connection.overtakeable(call)
        except (NotFound, Refused):
            memory.forget(call.key)
            raise
        if answer.status == 304 and kept is not None:
            return kept.answer
        result = result_of(call.operation, answer.body, self._connection.address.url)
        memory.keep(call.key, result, answer.headers.get("ETag", ""))
        return result

    def _envelope(self, operation: Operation[..., Any]) -> Envelope:
        return Envelope(
            # One id for all tries of the call.
            operation_id=self._operation_id or new_operation_id(),
            session=self._session,
            made_at=self._made_at or self._clock(),
            version=operation.version,
        )

    async def close(self) -> None:
        """Let writes under way come to their end, and close the line."""
        await self._connection.close()


def _arguments(bound: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments as they travel: every text in them cleaned, as the server does it once more."""
    return {name: cleaned(value, name) for name, value in bound.items()}


async def open_remote(url: str, *, user: str, session: str, clock: Clock) -> RemoteRegister:
    """Open the register on the server at `url`, and ask it who one is there.

    Who that is, the token says, or on a Unix socket the operating system; `user` is who would sign in. Raises
    Unavailable (also for a `url` that is none, and for a server whose certificate is not trusted), and SignedOut where
    there is no token, or none that holds any more: `sign_in` gets one.
    """
    from core.people.api import me

    address = address_of(url)
    token = "" if address.socket else await asyncio.to_thread(find_token, address.url)
    if not token and not address.socket:
        raise SignedOut()
    register = RemoteRegister(await connect(address, token=token), session=session, clock=clock)
    try:
        await register(me)
    except BaseException:
        await register.close()
        raise
    return register


async def connect(address: Address, *, token: str = "") -> Connection:
    """Return a connection to the server at `address`; nothing is sent yet."""

    def make() -> Connection:
        # httpx, and the system's authorities, take as long as some frames of the screen.
        from core.remote.trust import own_authorities
        from core.remote.web import Line

        line = Line(address, authorities=own_authorities() if address.encrypted else "")
        return Connection(address, line, token=token)

    return await asyncio.to_thread(make)


async def sign_in(url: str, login: str, password: str) -> None:
    """Get a token from the server at `url` and keep it on this machine, until `sign_out`.

    Raises Invalid where login and password do not go together, SignedOut on a Unix socket, where nobody signs in by a
    password, and Unavailable ("unkept" where the token cannot be kept).
    """
    from core.people.api import sign_in as operation

    address = address_of(url)
    if address.socket:
        raise SignedOut()
    register = RemoteRegister(await connect(address), session=new_session())
    try:
        signed_in = await register(operation, login, password, platform.node())
    finally:
        await register.close()
    try:
        await asyncio.to_thread(keep_token, address.url, signed_in.token)
    except OSError as error:
        raise Unavailable("unkept", retry=False, place=str(token_file(address.url))) from error


async def sign_out(url: str) -> None:
    """End the sign-in at the server at `url`, and let go of its token.

    Raises SignedOut where nobody was signed in (the token is gone then, too), and Unavailable where the server could
    not be told: then the token is kept, since it still holds.
    """
    from core.people.api import sign_out as operation

    address = address_of(url)
    token = "" if address.socket else await asyncio.to_thread(find_token, address.url)
    if not token:
        raise SignedOut()
    register = RemoteRegister(await connect(address, token=token), session=new_session())
    try:
        await register(operation)
    finally:
        await register.close()
