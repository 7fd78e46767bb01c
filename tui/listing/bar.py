"""Where one is in a list as a bar at its edge: which lines the mark covers, and where a line of it leads; pure."""

from __future__ import annotations

from typing import NamedTuple


class Bar(NamedTuple):
    """The mark of a scroll bar: its first line and how many lines it has; none where everything fits."""

    first: int = 0
    lines: int = 0

    def covers(self, y: int) -> bool:
        """Say whether the mark stands on line `y`."""
        return self.first <= y < self.first + self.lines


def bar(count: int | None, top: int | None, page: int) -> Bar:
    """Return the mark where `page` of `count` rows are in sight from row `top` on; none where one of them is unknown.

    It stands on the first and on the last line only when the first and the last row are in sight.
    """
    if count is None or top is None or count <= page or page < 2:
        return Bar()
    lines = max(page * page // count, 1)
    rest, most = page - lines, count - page
    if top <= 0 or top >= most:
        return Bar(0 if top <= 0 else rest, lines)
    return Bar(min(max(round(rest * top / most), 1), max(rest - 1, 1)) if rest > 1 else rest * top // most, lines)


def row_at(y: int, count: int, page: int, lines: int, grip: int) -> int:
    """Return which row is the first in sight when the mark, held `grip` lines below its first, is drawn to line `y`."""
    rest = max(page - lines, 1)
    return round(min(max(y - grip, 0), rest) * max(count - page, 0) / rest)
