"""Ids for what a person adds: taken from the register by the hundred, when a form is opened (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

TAKEN_AT_ONCE = 100
FEW = 10

Ask = Callable[[int], Awaitable[tuple[int, int]]]


class IdPool:
    """The ids that this running program may give out."""

    def __init__(self) -> None:
        self._left = range(0)

    async def fill(self, ask: Ask) -> None:
        """Take a block of ids (`ask` gives its first and last) where few are left, so that the next is there at once."""
        if len(self._left) < FEW:
            first, last = await ask(TAKEN_AT_ONCE)
            self._left = range(first, last + 1)

    def take_now(self) -> int | None:
        """Return an id that nothing else has; None where none is left."""
        if not self._left:
            return None
        taken, self._left = self._left[0], self._left[1:]
        return taken

    async def take(self, ask: Ask) -> int:
        """Return an id that nothing else has, asking for more where none is left."""
        while (taken := self.take_now()) is None:
            await self.fill(ask)
        return taken
