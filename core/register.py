"""What a register is: anything that can run a declared operation; and how one is opened."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime
from typing import ParamSpec, Protocol, TypeVar

from core.clock import Clock, system_clock
from core.operation import Operation
from core.values.cleaning import clean

P = ParamSpec("P")
R = TypeVar("R")


class Register(Protocol):
    """A customer register: here, on a server, or a copy of one."""

    @property
    def session(self) -> str:
        """The id of this running program; history knows by it what `u` takes back."""
        ...

    async def __call__(self, operation: Operation[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `operation`; raises what it declares, or one of `core.errors.Common`."""
        ...

    def sending(self, *, operation_id: str | None = None, made_at: datetime | None = None) -> Register:
        """Return the same register with this envelope: a write sent twice with one id happens once."""
        ...

    async def close(self) -> None:
        """Finish what is being written, stop what runs in the background, and let go of the database."""
        ...


def new_session() -> str:
    """Return an id for this running program."""
    return os.urandom(8).hex()


async def open_register(
    url: str, *, user: str, session: str | None = None, clock: Clock = system_clock, upgrade: bool = False
) -> Register:
    """Open the register at `url` ("sqlite:///…") as `user` (a login).

    A file that is not there is made, with `user` as its administrator. Raises Outdated (`upgrade` brings an older file
    up to date, after a copy beside it), Broken, Unavailable, and SignedOut where `user` is unknown.
    """
    # SQLAlchemy is imported here, in a thread: the first frame is on the screen by now.
    opening = await asyncio.to_thread(_opener)
    return await opening(url, user=clean(user), session=session or new_session(), clock=clock, upgrade=upgrade)


class _Opening(Protocol):
    async def __call__(self, url: str, *, user: str, session: str, clock: Clock, upgrade: bool) -> Register: ...


def _opener() -> _Opening:
    from core.local import open_local

    return open_local
