"""Line 0 of every page: the path with its last part bold, and at the right the company, what is wrong, and the user."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip
from textual.widget import Widget

from tui.format import cut
from tui.paint import Line, Span, at_edges, gap, paint, width_of
from tui.signs import sign

COMPANY_FROM = 100
"""From this width the company stands on every page; below, on the first ones only."""


class Header(Widget):
    """Shows a path and who is working; never has focus, and repaints only when its words change."""

    def __init__(self) -> None:
        super().__init__()
        self._path: Sequence[str] = ()
        self._note: Line = ()
        self._company = ""
        self._state: Line = ()
        self._user = ""

    def show_path(self, path: Sequence[str], note: Line = ()) -> None:
        """Show where one is, from the outermost; `note` stands after the last part (a number, "* 3 changes")."""
        if (list(path), list(note)) != (list(self._path), list(self._note)):
            self._path, self._note = tuple(path), tuple(note)
            self.refresh()

    def show_who(self, company: str, user: str, state: Line = ()) -> None:
        """Show the company, who is working, and what is wrong with the connection (empty: nothing)."""
        if (company, user, list(state)) != (self._company, self._user, list(self._state)):
            self._company, self._user, self._state = company, user, tuple(state)
            self.refresh()

    def line(self, width: int) -> list[Span]:
        """Return the line at `width`: the company goes before a long name loses letters."""
        note = [gap(1), *self._note] if self._note else []
        for right in (self._right(width, company=True), self._right(width, company=False), []):
            room = width - 3 - width_of(right) - width_of(note) - (3 if right else 1)
            left = self._left(room)
            if room >= 20 or not right:
                return [gap(3), *at_edges([*left, *note], right, width - 5), gap(2)]
        raise AssertionError("unreachable")

    def _right(self, width: int, *, company: bool) -> list[Span]:
        parts: list[Line] = []
        if company and self._company and (width >= COMPANY_FROM or len(self._path) < 2):
            parts.append([Span(self._company, "muted")])
        if self._state:
            parts.append(self._state)
        if self._user:
            parts.append([Span(self._user, "muted")])
        line: list[Span] = []
        for part in parts:
            line += [gap(3), *part] if line else [*part]
        return line

    def _left(self, room: int) -> list[Span]:
        if not self._path:
            return []
        before = [Span(f"{part} {sign('path')} ", "muted") for part in self._path[:-1]]
        while before and width_of(before) + 12 > room:
            before.pop(0)
        return [*before, Span(cut(self._path[-1], max(room - width_of(before), 1)), bold=True)]

    def render_line(self, y: int) -> Strip:
        """Return the one line."""
        return paint(self.line(self.size.width), self.app.theme, self.size.width)
