"""Why a command stops before it is done, with its exit code."""

from __future__ import annotations

from core.errors import Broken, KundkortError, Outdated, Unavailable

DONE, REFUSED, WRONGLY_CALLED, UNAVAILABLE, INTERRUPTED = 0, 1, 2, 3, 130


class Stopped(Exception):
    """The command can't go on: `text` says why and what to do, in the user's language."""

    def __init__(self, text: str, code: int = REFUSED) -> None:
        super().__init__(text)
        self.text = text
        self.code = code


def code_of(error: KundkortError) -> int:
    """Return the exit code of an error of the core."""
    return UNAVAILABLE if isinstance(error, Unavailable | Outdated | Broken) else REFUSED
