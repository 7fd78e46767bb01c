"""What is sent: the terminal shows the same as without it, in fewer bytes."""

from __future__ import annotations

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.wire import SYNC_BEGIN, SYNC_END, Wire, erases, transition

WIDTH, HEIGHT = 24, 6
STYLES = (
    "",
    "1",
    "2",
    "4",
    "7",
    "1;7",
    "38;5;80;48;5;233",
    "1;38;5;80;48;5;23",
    "38;5;248;48;5;233",
    "1;4;38;5;80;48;5;233",
    "96",
    "1;34;100",
    "38;2;10;20;30;48;2;1;2;3",
    "2;4;31",
)


def piece(x: int, y: int, text: str, style: str) -> str:
    """Return a piece of a frame as Textual writes it."""
    body = f"\x1b[{style}m{text}\x1b[0m" if style else text
    return f"\x1b[{y + 1};{x + 1}H{body}"


def shown(screen: pyte.Screen) -> list[list[tuple[object, ...]]]:
    """Return every cell of a screen with how it looks."""
    return [
        [
            (cell.data, cell.fg, cell.bg, cell.bold, cell.underscore, cell.reverse)
            for cell in (screen.buffer[y][x] for x in range(screen.columns))
        ]
        for y in range(screen.lines)
    ]


def run(frames: list[str], *, erases: bool = False) -> tuple[pyte.Screen, pyte.Screen, int, int]:
    """Show frames on two terminals, one through the wire; return both, and the bytes each was sent."""
    wire = Wire(erases=erases)
    bare, lean = pyte.Screen(WIDTH, HEIGHT), pyte.Screen(WIDTH, HEIGHT)
    streams = pyte.Stream(bare), pyte.Stream(lean)
    sent = [0, 0]
    for frame in frames:
        for place, data in enumerate((frame, wire.lean(frame))):
            streams[place].feed(data)
            sent[place] += len(data)
        assert shown(bare) == shown(lean)
        assert (bare.cursor.x, bare.cursor.y) == (lean.cursor.x, lean.cursor.y)
    return bare, lean, sent[0], sent[1]


texts = st.text(alphabet="ab åä–…│▌▲ ", min_size=1, max_size=8) | st.sampled_from(["a" + " " * 20, " " * 20 + "b"])


@st.composite
def frame(draw: st.DrawFn) -> str:
    pieces = []
    for y in sorted(draw(st.lists(st.integers(0, HEIGHT - 1), min_size=1, max_size=6))):
        text = draw(texts)
        x = draw(st.integers(0, WIDTH - len(text)))
        pieces.append(piece(x, y, text, draw(st.sampled_from(STYLES))) + ("\n" if y < HEIGHT - 1 else ""))
    return "".join(pieces) + f"\x1b[1;{draw(st.integers(1, 3))}H"


@settings(max_examples=150, deadline=None)
@given(st.lists(frame(), min_size=1, max_size=6), st.booleans())
def test_the_terminal_shows_the_same(frames: list[str], erases: bool) -> None:
    run(frames, erases=erases)


def test_air_between_words_is_erased_where_the_terminal_can() -> None:
    one = piece(0, 0, "a" + " " * 20 + "b", "38;5;80;48;5;23") + "\x1b[1;2H"
    assert "a\x1b[20X\x1b[20Cb" in Wire(erases=True).lean(one)
    assert " " * 20 in Wire().lean(one)
    underlined = piece(0, 0, "a" + " " * 20 + "b", "4") + "\x1b[1;2H"
    assert " " * 20 in Wire(erases=True).lean(underlined), "its line would not be drawn"


@pytest.mark.parametrize(
    ("term", "can"), [("xterm-256color", True), ("tmux-256color", True), ("screen-256color", False), ("", False)]
)
def test_which_terminals_erase_with_the_background(term: str, can: bool) -> None:
    assert erases({"TERM": term}) is can


def test_the_same_frame_again_is_not_sent() -> None:
    wire = Wire()
    one = piece(3, 1, "Kunder", "1") + "\x1b[1;2H"
    assert wire.lean(one)
    assert wire.lean(one) == ""


def test_only_what_differs_is_sent() -> None:
    wire = Wire()
    wire.lean(piece(0, 0, "12 902 kunder · rad 4", "38;5;253;48;5;235") + "\x1b[1;2H")
    assert wire.lean(piece(0, 0, "12 902 kunder · rad 5", "38;5;253;48;5;235") + "\x1b[1;2H") == (
        "\x1b[1;21H\x1b[38;5;253;48;5;235m5\x1b[m\x1b[1;2H"
    )


def test_nothing_is_sent_around_a_frame_without_news() -> None:
    wire = Wire()
    one = piece(0, 0, "a", "") + "\x1b[1;2H"
    assert [wire.lean(data) for data in (SYNC_BEGIN, one, SYNC_END)] == [
        "",
        SYNC_BEGIN + "\x1b[1Ha\x1b[1;2H",
        SYNC_END,
    ]
    assert [wire.lean(data) for data in (SYNC_BEGIN, one, SYNC_END)] == ["", "", ""]


def test_after_it_forgot_everything_is_sent() -> None:
    wire = Wire()
    one = piece(0, 0, "a", "") + "\x1b[1;2H"
    wire.lean(one)
    wire.forget()
    assert "a" in wire.lean(one)


@pytest.mark.parametrize("sequence", ["\x1b[?25l", "\x1b]52;c;aGVq\x07", "\x1b[?1003h", "\x07", "\x1b[>25u"])
def test_modes_and_the_clipboard_pass_and_nothing_is_forgotten(sequence: str) -> None:
    wire = Wire()
    one = piece(0, 0, "a", "") + "\x1b[1;2H"
    wire.lean(one)
    assert wire.lean(sequence) == sequence
    assert wire.lean(one) == ""


@pytest.mark.parametrize("sequence", ["\x1b[?1049h", "\x1b[2J", "\x1b[?1049l", "text without a move", "\x1bc"])
def test_what_may_touch_cells_passes_and_all_is_forgotten(sequence: str) -> None:
    wire = Wire()
    one = piece(0, 0, "a", "") + "\x1b[1;2H"
    wire.lean(one)
    assert wire.lean(sequence) == sequence
    assert "Ha" in wire.lean(one)


def test_of_a_line_with_characters_of_unsure_width_all_is_sent() -> None:
    wire = Wire()
    wire.lean(piece(0, 0, "漢字 abc", "") + "\x1b[1;2H")
    assert "漢字 abd" in wire.lean(piece(0, 0, "漢字 abd", "") + "\x1b[1;2H")


@pytest.mark.parametrize(
    ("now", "wanted", "sent"),
    [
        ("", "1", "\x1b[1m"),
        ("1", "", "\x1b[m"),
        ("1;38;5;80;48;5;23", "38;5;80;48;5;23", "\x1b[22m"),
        ("38;5;80;48;5;23", "38;5;81;48;5;23", "\x1b[38;5;81m"),
        ("1;2", "1", "\x1b[0;1m"),
        ("38;5;80", "31", "\x1b[31m"),
        ("38;5;80;48;5;23", "38;5;80", "\x1b[49m"),
    ],
)
def test_a_change_of_style_is_as_short_as_it_can_be(now: str, wanted: str, sent: str) -> None:
    assert len(transition(now, wanted)) <= len(sent)
