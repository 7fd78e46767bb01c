"""The customers one opened last, kept on this computer by user and register; and the way back and forward through cards."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from core.clock import stamp

if TYPE_CHECKING:
    from tui.app import KundkortApp
    from tui.screens.base import Neighbours

KEPT = 200
"""So many customers are remembered of each user and register."""
OWNER_ONLY = 0o600


class Visit(NamedTuple):
    """A customer that was opened, by its id, and when last (UTC, ISO 8601)."""

    customer: int
    at: str


class Step(NamedTuple):
    """A card on the way: its customer, and the selection that it was opened from."""

    customer: int
    neighbours: Neighbours | None = None


class Trail:
    """The cards that were opened in this program, in turn, and the one that one is at."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.place = -1

    @property
    def here(self) -> Step | None:
        """The card opened last, or gone back to; None before the first."""
        return self.steps[self.place] if self.steps else None

    def opened(self, step: Step) -> None:
        """Go on to another card: what lay forward is forgotten. The same one again is no step."""
        if self.here is not None and self.here.customer == step.customer:
            self.steps[self.place] = step
            return
        self.steps = [*self.steps[: self.place + 1], step][-KEPT:]
        self.place = len(self.steps) - 1

    def replaced(self, step: Step) -> None:
        """Show another card in the place of this one: going through a selection is one step, however far."""
        if self.steps:
            self.steps[self.place] = step

    def beside(self, by: int) -> Step | None:
        """Return the card so many steps back (negative) or forward, without going there; None where there is none."""
        place = self.place + by
        return self.steps[place] if 0 <= place < len(self.steps) else None

    def go(self, by: int) -> None:
        """Go there."""
        self.place = min(max(self.place + by, 0), len(self.steps) - 1)

    def forget(self, step: Step) -> None:
        """Leave out a card that is not there any more, or not for this user."""
        if step in self.steps:
            index = self.steps.index(step)
            del self.steps[index]
            self.place -= index <= self.place and self.place > 0


class Recent:
    """What one user opened in one register, the last first, in memory; the file is written when the program ends.

    The file has ids and times only, under a name that says neither register nor user: names are read anew, by whoever
    may see them. Several programs may write it: each puts its own together with what stands there.
    """

    def __init__(self, file: Path | None, whose: Callable[[], tuple[str, str]]) -> None:
        """`whose` gives register and user; it is called when the file is needed, which is after both are known."""
        self.trail = Trail()
        self._file = file
        self._whose = whose
        self._visits: dict[int, str] = {}

    @property
    def visits(self) -> list[Visit]:
        """Everything remembered, the last first."""
        return newest(self._read().get(self._key(), {}), self._visits)

    def note(self, customer: int, at: str) -> None:
        """Remember that a customer was opened."""
        self._visits[customer] = at

    def save(self) -> None:
        """Write the file, readable by its owner only; a full or read-only disk is no reason to stop."""
        if self._file is None or not self._visits:
            return
        content, key = self._read(), self._key()
        content[key] = dict(newest(content.get(key, {}), self._visits))
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            beside = self._file.with_name(f"{self._file.name}.{os.getpid()}")
            try:
                beside.touch(mode=OWNER_ONLY)
                beside.write_bytes(msgspec.json.encode(content))
                beside.replace(self._file)
            finally:
                beside.unlink(missing_ok=True)

    def _key(self) -> str:
        return hashlib.sha256("\n".join(self._whose()).encode(errors="surrogatepass")).hexdigest()[:16]

    def _read(self) -> dict[str, dict[int, str]]:
        """Return what the file has; nothing where it is damaged: losing this is better than a message about it."""
        if self._file is None:
            return {}
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=dict[str, dict[int, str]])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return {}


def newest(*remembered: dict[int, str]) -> list[Visit]:
    """Return visits from several memories as one, each customer once, the last first, at most KEPT."""
    latest: dict[int, str] = {}
    for customer, at in _each(remembered):
        latest[customer] = max(at, latest.get(customer, ""))
    found = sorted(latest.items(), key=lambda visit: visit[1], reverse=True)
    return [Visit(customer, at) for customer, at in found[:KEPT]]


def _each(remembered: Iterable[dict[int, str]]) -> Iterable[tuple[int, str]]:
    for memory in remembered:
        yield from memory.items()


def recent_of(app: KundkortApp) -> Recent:
    """Return what the app's user opened last in its register."""
    if app.recent is None:
        state = app.state_file
        file = state.with_name("recent.json") if state is not None else None
        app.recent = Recent(file, lambda: (app.register_url, app.me.login if app.me is not None else app.login))
        app.before_end.append(app.recent.save)
    return app.recent


def note_opened(app: KundkortApp, customer: int) -> None:
    """Remember that a card was opened now."""
    recent_of(app).note(customer, stamp(app.clock()))
