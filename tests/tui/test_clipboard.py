"""What is sent so that a text reaches the clipboard of the terminal."""

from __future__ import annotations

from base64 import b64decode

import pytest

from tui.clipboard import SCREEN_PIECE, plain, wrapped_sequence


def test_a_copied_number_has_plain_spaces() -> None:
    assert plain("0171-44\N{NO-BREAK SPACE}55\N{NO-BREAK SPACE}66") == "0171-44 55 66"


@pytest.mark.parametrize("environment", [{"TMUX": "/tmp/x,1,0", "TERM": "screen"}, {"TERM": "tmux-256color"}])
def test_through_tmux(environment: dict[str, str]) -> None:
    found = wrapped_sequence("hej", environment)
    assert found.startswith("\x1bPtmux;\x1b\x1b]52;c;") and found.endswith("\x07\x1b\\")
    assert b64decode(found.removeprefix("\x1bPtmux;\x1b\x1b]52;c;").removesuffix("\x07\x1b\\")) == b"hej"


def test_through_screen_in_pieces() -> None:
    found = wrapped_sequence("x" * 2000, {"STY": "1.tty", "TERM": "screen"})
    pieces = found.split("\x1bP")[1:]
    assert len(pieces) > 2
    assert all(piece.endswith("\x1b\\") and len(piece) <= SCREEN_PIECE + 2 for piece in pieces)
    whole = "".join(piece.removesuffix("\x1b\\") for piece in pieces)
    assert b64decode(whole.removeprefix("\x1b]52;c;").removesuffix("\x07")) == b"x" * 2000


def test_any_other_terminal_takes_the_bare_sequence() -> None:
    assert wrapped_sequence("hej", {"TERM": "xterm-256color"}) == ""
