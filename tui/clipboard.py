"""How a text reaches the clipboard of the terminal (OSC 52), also through tmux and screen."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Literal

from core.text import _

ESCAPE = "\x1b"
SCREEN_PIECE = 512
"""GNU screen takes so many characters in one sequence."""

LARGEST = 74_994
"""More base64 than this in one sequence some terminals cut off, or take nothing of it (xterm, hterm and kin)."""


def plain(text: str) -> str:
    """Return `text` with plain spaces for those that only keep a number together on the screen."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def fits(text: str) -> bool:
    """Say whether every terminal that has such a clipboard takes a text of this length: some 56,000 bytes of UTF-8."""
    return -(-len(text.encode()) // 3) * 4 <= LARGEST


def sent(text: str, said: str = "") -> tuple[str, str, Literal["success", "warning"]]:
    """Return what is said when `text`, called `said`, was sent, with the sign and the level (`Page.say`)."""
    said = said or " ".join(text.split())
    if fits(text):
        return _("Sent to the terminal's clipboard: {text}", text=said), "tick", "success"
    words = _("Sent to the terminal's clipboard: {text}; some terminals take less: see that all arrived", text=said)
    return words, "", "warning"


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
