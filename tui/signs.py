"""The signs of the interface (LOOK.md 5), each with what stands for it where only ASCII is safe."""

from __future__ import annotations

from contextvars import ContextVar
from typing import NamedTuple

from rich.cells import cell_len


class Sign(NamedTuple):
    """One sign: as it is drawn, and in ASCII."""

    drawn: str
    ascii: str


SIGNS: dict[str, Sign] = {
    "cursor": Sign("▌", ">"),
    "cursor_blurred": Sign("▎", ":"),
    "tick": Sign("✓", "x"),
    "invoiced": Sign("✓", "="),
    "alert": Sign("!", "!"),
    "added": Sign("+", "+"),
    "removed": Sign("–", "-"),
    "changed": Sign("~", "~"),
    "offline": Sign("×", "X"),
    "hidden": Sign("•", "*"),
    "planned": Sign("○", "o"),
    "started": Sign("◐", "%"),
    "done": Sign("●", "@"),
    "choice_on": Sign("●", "(o)"),
    "choice_off": Sign("○", "( )"),
    "unsaved": Sign("*", "*"),
    "ask": Sign("?", "?"),
    "up": Sign("▲", "^"),
    "down": Sign("▼", "v"),
    "opens": Sign("▾", "v"),
    "bar": Sign("▐", "#"),
    "pane": Sign("│", "|"),
    "field": Sign("▏", "|"),
    "path": Sign("›", ">"),
    "dot": Sign("·", "-"),
    "cut": Sign("…", "..."),
    "becomes": Sign("→", "->"),
    "load": Sign("▇", "#"),
    "none": Sign("–", "-"),
    "enter": Sign("↵", "Enter"),
    "arrow_left": Sign("←", "Left"),
    "arrow_right": Sign("→", "Right"),
    "arrow_up": Sign("↑", "Up"),
    "arrow_down": Sign("↓", "Down"),
}
"""What each means stands in LOOK.md 5; `●`, `○`, `◐`, `▌`, `×`, `→`, `▲` are two cells wide in a CJK locale."""

_ascii: ContextVar[bool] = ContextVar("ascii_signs", default=False)


def use_ascii(wanted: bool) -> None:
    """Let this context, and what is started from it, write signs in ASCII, or not."""
    _ascii.set(wanted)


def sign(name: str) -> str:
    """Return the sign called `name` as this context writes it; KeyError where there is none of that name."""
    both = SIGNS[name]
    return both.ascii if _ascii.get() else both.drawn


def sign_width(name: str) -> int:
    """Return how many cells the sign called `name` takes."""
    return cell_len(sign(name))
