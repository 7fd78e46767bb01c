"""What a register is: anything that can run a declared operation; and how one is opened."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime
from typing import Literal, ParamSpec, Protocol, TypeVar

from msgspec import Struct

from core.clock import Clock, system_clock
from core.operation import Operation
from core.places import kind_of
from core.values.cleaning import clean

P = ParamSpec("P")
R = TypeVar("R")


class Link(Struct, frozen=True):
    """How a register is reached: in this program, or over a connection that is live, slow or lost.

    `round_trip` is in seconds, the time on the line alone; 0 where none was measured.
    """

    state: Literal["local", "live", "slow", "lost"]
    round_trip: float = 0.0


LOCAL = Link("local")
"""The link of a register whose database this program opens itself."""


class Register(Protocol):
    """A customer register: here, on a server, or a copy of one."""

    @property
    def session(self) -> str:
        """The id of this running program; history knows by it what `u` takes back."""
        ...

    @property
    def link(self) -> Link:
        """How the register is reached at this moment; asking costs nothing."""
        ...

    async def __call__(self, operation: Operation[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `operation`; raises what it declares, or one of `core.errors.Common`."""
        ...

    def remembered(self, operation: Operation[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """Return what this call last answered, to be shown while the call itself finds out what holds now; else None."""
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
    """Open the register at `url` as `user` (a login).

    "sqlite:///…" is a file, which is made where there is none, with `user` as its administrator, and brought up to date
    with `upgrade`, after a copy beside it; "postgresql://…" a database; "https://…" and "unix:///…" a server. Raises
    Outdated, Broken, Unavailable, and SignedOut where `user` is unknown, or must sign in (`sign_in_to`) first.
    """
    session = session or new_session()
    if kind_of(url) == "server":
        from core.remote.client import open_remote

        return await open_remote(url, user=clean(user), session=session, clock=clock)
    # SQLAlchemy is imported here, in a thread: the first frame is on the screen by now.
    opening = await asyncio.to_thread(_opener)
    return await opening(url, user=clean(user), session=session, clock=clock, upgrade=upgrade)


async def sign_in_to(url: str, login: str, password: str) -> None:
    """Sign in to the server at `url`, and keep its answer on this machine: `open_register` works from then on.

    Raises Invalid where login and password do not go together, Unavailable.
    """
    from core.remote.client import sign_in

    await sign_in(url, login, password)


class _Opening(Protocol):
    async def __call__(self, url: str, *, user: str, session: str, clock: Clock, upgrade: bool) -> Register: ...


def _opener() -> _Opening:
    from core.local import open_local

    return open_local
