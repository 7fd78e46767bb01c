"""Ids for what a person adds: taken from the register by the hundred, when the first is needed (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

TAKEN_AT_ONCE = 100


class IdPool:
    """The ids that this running program may give out."""

    def __init__(self) -> None:
        self._left = range(0)

    async def take(self, ask: Callable[[int], Awaitable[tuple[int, int]]]) -> int:
        """Return an id that nothing else has; `ask` gets a new block (first and last) from the register."""
        while not self._left:
            first, last = await ask(TAKEN_AT_ONCE)
            self._left = range(first, last + 1)
        taken, self._left = self._left[0], self._left[1:]
        return taken
