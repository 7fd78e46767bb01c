"""What an operation outside a transaction works with: the clock, the register, and tasks that outlive the call."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from core.actor import Actor
    from core.caller import Caller
    from core.database.news import News
    from core.database.sessions import RegisterSession
    from core.operation import Operation
    from core.register import Register
    from core.work import UnitOfWork

R = TypeVar("R")
T = TypeVar("T")


class Services(Protocol):
    """Given to `@outside` and `@stream` implementations."""

    @property
    def register(self) -> Register:
        """The register, for the same actor and session."""
        ...

    @property
    def caller(self) -> Caller:
        """Who calls, from where, by which sign-in."""
        ...

    @property
    def news(self) -> News:
        """Who tells what is changed, to whoever waits for it."""
        ...

    @property
    def session(self) -> str:
        """The id of the running program."""
        ...

    @property
    def now(self) -> datetime:
        """The present moment, UTC."""
        ...

    async def actor(self) -> Actor:
        """Who asks; raises SignedOut where that is nobody."""
        ...

    async def within(
        self, operation: Operation[..., Any], function: Callable[[UnitOfWork], R], *, batch: int | None = None
    ) -> R:
        """Run `function` in one write transaction that history knows as `operation`, of the bulk action `batch`."""
        ...

    async def reading(self, operation: Operation[..., Any], function: Callable[[UnitOfWork], R]) -> R:
        """Run `function` in one read transaction."""
        ...

    async def unsigned(self, function: Callable[[RegisterSession], R]) -> R:
        """Run `function` with a bare session in one read, for finding out who calls: nobody's rights are looked at."""
        ...

    def acting(self, caller: Caller) -> Services:
        """Return the same services for another caller."""
        ...

    def shared(self, make: Callable[[], T]) -> T:
        """Return what every caller of the opened register shares, made by `make` when it is first asked for."""
        ...

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Start work that goes on after the call; it is cancelled, and waited for, when the register closes."""
        ...
