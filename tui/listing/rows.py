"""The rows of a list that are held at a time: a few windows side by side out of a register of any size."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

ENOUGH = 400
"""Rows to hold: the window farthest from where one is goes where so many are left."""


class AnyRow(Protocol):
    """A row of a list: it is called by its id."""

    @property
    def id(self) -> int:
        """What tells it from all others."""
        ...


R = TypeVar("R", bound=AnyRow)
R_co = TypeVar("R_co", bound=AnyRow, covariant=True)


class Window(Protocol[R_co]):
    """Rows in order, the positions of the first and last of them, and whether there are more on either side."""

    @property
    def rows(self) -> Sequence[R_co]:
        """The rows."""
        ...

    @property
    def first(self) -> str:
        """The position of the first row."""
        ...

    @property
    def last(self) -> str:
        """The position of the last row."""
        ...

    @property
    def at_start(self) -> bool:
        """Whether nothing stands before."""
        ...

    @property
    def at_end(self) -> bool:
        """Whether nothing follows."""
        ...

    @property
    def offset(self) -> int | None:
        """How many rows stand before the first, None where that is not known."""
        ...


class Rows(Generic[R]):
    """Windows that follow each other, as one sequence; `offset` is how many rows stand before it, None if unknown.

    `first` and `last` are the positions from which to go on, "" where there is none. `thin_start` and `thin_end`: what
    lies there is searched for, and was not found yet as far as one look went.
    """

    def __init__(self) -> None:
        self._windows: deque[Window[R]] = deque()
        self._rows: list[R] = []
        self.offset: int | None = 0
        self.at_start = True
        self.at_end = False
        self.first = self.last = ""
        self.thin_start = self.thin_end = False

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: int) -> R:
        return self._rows[index]

    @property
    def window_count(self) -> int:
        """How many windows are held."""
        return len(self._windows)

    def index_of(self, row_id: int) -> int | None:
        """Return where the row with this id is, None where it is not held."""
        return next((index for index, row in enumerate(self._rows) if row.id == row_id), None)

    def replace(self, windows: Sequence[Window[R]], offset: int | None, *, thin: bool = False) -> None:
        """Hold these windows, in order, in place of all others; `offset` counts where they do not say it themselves."""
        self.at_start = windows[0].at_start if windows else True
        self.at_end = windows[-1].at_end if windows else True
        self.first = windows[0].first if windows else ""
        self.last = windows[-1].last if windows else ""
        self.thin_start = thin and self.at_end and not self.at_start
        self.thin_end = thin and not self.at_end
        known = windows[0].offset if windows else None
        self.offset = 0 if self.at_start else offset if known is None else known
        self._windows = deque(window for window in windows if window.rows)
        self._flatten()

    def append(self, window: Window[R], *, thin: bool = False) -> int:
        """Add what follows; return how many rows went at the start to make room."""
        self.at_end = window.at_end
        self.last = window.last or self.last
        self.thin_end = thin and not self.at_end
        if window.offset is not None and window.rows and not self.at_start:
            self.offset = max(window.offset - len(self._rows), 0)
        dropped = 0
        if window.rows:
            self._windows.append(window)
            if self._is_enough_without(0):
                dropped = len(self._windows.popleft().rows)
                self.at_start = self.thin_start = False
                self.first = self._windows[0].first
                self.offset = None if self.offset is None else self.offset + dropped
        self._flatten()
        return dropped

    def prepend(self, window: Window[R], *, thin: bool = False) -> int:
        """Add what stands before; return how many rows came in at the start."""
        self.at_start = window.at_start
        self.first = window.first or self.first
        self.thin_start = thin and not self.at_start
        if window.rows:
            self._windows.appendleft(window)
            if self._is_enough_without(-1):
                self._windows.pop()
                self.at_end = self.thin_end = False
                self.last = self._windows[-1].last
            if window.offset is not None:
                self.offset = window.offset
            elif self.offset is not None:
                self.offset = max(self.offset - len(window.rows), 0)
        if self.at_start:
            self.offset = 0
        self._flatten()
        return len(window.rows)

    def _is_enough_without(self, place: int) -> bool:
        return sum(len(window.rows) for window in self._windows) - len(self._windows[place].rows) >= ENOUGH

    def _flatten(self) -> None:
        self._rows = [row for window in self._windows for row in window.rows]
