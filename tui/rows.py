"""The rows of a list that are held at a time: a few windows side by side out of a register of any size."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from core.customers.views import CustomerRow, CustomerWindow

MOST_WINDOWS = 4
"""More are not held: the one farthest from where one is goes."""


class Rows:
    """Windows that follow each other, as one sequence; `offset` is how many rows stand before it, None if unknown."""

    def __init__(self) -> None:
        self._windows: deque[CustomerWindow] = deque()
        self._rows: list[CustomerRow] = []
        self.offset: int | None = 0
        self.at_start = True
        self.at_end = False

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: int) -> CustomerRow:
        return self._rows[index]

    @property
    def first(self) -> str:
        """The position of the first row, "" where there is none."""
        return self._windows[0].first if self._windows else ""

    @property
    def last(self) -> str:
        """The position of the last row, "" where there is none."""
        return self._windows[-1].last if self._windows else ""

    @property
    def window_count(self) -> int:
        """How many windows are held."""
        return len(self._windows)

    def index_of(self, row_id: int) -> int | None:
        """Return where the row with this id is, None where it is not held."""
        return next((index for index, row in enumerate(self._rows) if row.id == row_id), None)

    def replace(self, windows: Iterable[CustomerWindow], offset: int | None) -> None:
        """Hold these windows, in order, in place of all others."""
        self._windows = deque(window for window in windows)
        self.at_start = self._windows[0].at_start if self._windows else True
        self.at_end = self._windows[-1].at_end if self._windows else True
        self._windows = deque(window for window in self._windows if window.rows)
        self.offset = 0 if self.at_start else offset
        self._flatten()

    def append(self, window: CustomerWindow) -> int:
        """Add what follows; return how many rows went at the start to make room."""
        self.at_end = window.at_end
        dropped = 0
        if window.rows:
            self._windows.append(window)
            if len(self._windows) > MOST_WINDOWS:
                dropped = len(self._windows.popleft().rows)
                self.at_start = False
                self.offset = None if self.offset is None else self.offset + dropped
        self._flatten()
        return dropped

    def prepend(self, window: CustomerWindow) -> int:
        """Add what stands before; return how many rows came in at the start."""
        self.at_start = window.at_start
        if window.rows:
            self._windows.appendleft(window)
            if len(self._windows) > MOST_WINDOWS:
                self._windows.pop()
                self.at_end = False
            self.offset = None if self.offset is None else max(self.offset - len(window.rows), 0)
        if self.at_start:
            self.offset = 0
        self._flatten()
        return len(window.rows)

    def _flatten(self) -> None:
        self._rows = [row for window in self._windows for row in window.rows]
