"""How a text reaches the clipboard of the terminal (OSC 52), also through tmux and screen."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

ESCAPE = "\x1b"
SCREEN_PIECE = 512
"""GNU screen takes so many characters in one sequence."""


def plain(text: str) -> str:
    """Return `text` with plain spaces for those that only keep a number together on the screen."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def wrapped_sequence(text: str, environment: Mapping[str, str]) -> str:
    """Return what is sent beside the bare sequence: OSC 52 wrapped for tmux or screen, "" for any other terminal.

    tmux takes the bare one where `set-clipboard on` is set, the wrapped one where `allow-passthrough on` is; whichever
    it does not take it lets go.
    """
    bare = f"{ESCAPE}]52;c;{b64encode(text.encode()).decode('ascii')}\x07"
    term = environment.get("TERM", "")
    if "TMUX" in environment or term.startswith("tmux"):
        return f"{ESCAPE}Ptmux;{bare.replace(ESCAPE, ESCAPE * 2)}{ESCAPE}\\"
    if "STY" in environment or term.startswith("screen"):
        pieces = [bare[start : start + SCREEN_PIECE] for start in range(0, len(bare), SCREEN_PIECE)]
        return "".join(f"{ESCAPE}P{piece}{ESCAPE}\\" for piece in pieces)
    return ""
