"""What the real program sends: few bytes for what one does, none for nothing, and a first screen that stands still."""

from __future__ import annotations

import re
import signal

import pytest

from tests.terminal.conftest import OpenDemo

DOWN = 400
"""Bytes for one row down at 80 × 24: two lines, and a digit in the status line."""


def cells_changed(before: list[str], after: list[str], width: int) -> int:
    """Return how many cells of two screens differ."""
    pairs = zip(before, after, strict=True)
    return sum(
        was != now for one, other in pairs for was, now in zip(one.ljust(width), other.ljust(width), strict=True)
    )


def test_moving_typing_and_asking_cost_little_and_nothing_costs_nothing(open_demo: OpenDemo) -> None:
    with open_demo() as terminal:
        terminal.until_shows("kunder · rad 1")
        terminal.until_still()
        assert len(terminal.everything) < 9_000, "the first screen and its rows"
        assert terminal.cost_of("down") <= DOWN
        assert terminal.cost_of("j") <= DOWN
        assert terminal.cost_of("pagedown") <= 3_500
        assert terminal.cost_of("s") <= 900, "a question"
        assert terminal.cost_of("escape") <= 1_100
        assert terminal.cost_of("/") <= 600
        assert terminal.cost_of("xqz") <= 2_500, "typed at once: one answer, no rows"
        terminal.raw = b""
        assert terminal.read(3.0) == b"", "nothing is sent while nothing happens"


def test_beside_the_list_only_what_differs_is_sent(open_demo: OpenDemo) -> None:
    with open_demo(width=120, height=40) as terminal:
        terminal.until_shows("kunder · rad 1")
        terminal.until_still()
        assert len(terminal.everything) < 18_000
        assert terminal.cost_of("down") <= 1_300, "two rows, and another card beside"


FRAME_END = re.compile(rb"\x1b\[\d+;\d+H(?=\Z|\x1b\[\?2026|\x1b\[\d+;?\d*H)")
"""Where the cursor rests after a frame: a move after which nothing is written."""
BUDGETS = (
    (("p",), 9_000, 2),
    (("down",), DOWN, 1),
    (("pagedown",), 7_500, 1),
    (("down",), DOWN, 1),
    (("end",), 7_500, 2),
    (("home",), 7_500, 2),
    # What a slow machine reads later has frames of its own.
    (("enter",), 12_000, 3),
    (("escape",), 12_000, 2),
    (("/",), 600, 2),
    # The letter, its rows, and how many there are a moment later.
    (("b",), 9_000, 3),
)
"""Keys at 120 × 40, the card beside the list closed by the first of them: bytes and frames at most."""


def test_bytes_and_frames_of_every_key_without_the_card_beside(open_demo: OpenDemo) -> None:
    with open_demo(width=120, height=40) as terminal:
        terminal.until_shows("kunder · rad 1")
        for keys, size, frames in BUDGETS:
            assert terminal.cost_of(*keys) <= size, keys
            assert len(FRAME_END.findall(terminal.raw)) <= frames, keys


def test_the_first_frame_is_complete_and_hardly_changes_when_it_is_filled(open_demo: OpenDemo) -> None:
    with open_demo() as terminal:
        terminal.until_shows("kunder · rad 1")
        terminal.press("ctrl+q")
        terminal.until_ended()
    with open_demo() as terminal:
        first = terminal.until(lambda lines: "hjälp" in lines[23])
        assert first[0].startswith("   Kunder") and "anna" in first[0]
        assert first[1].startswith(" / Sök namn, nummer, telefon, ort        f ✓ Aktiva")
        assert first[2].startswith("   Nr     Namn ▲")
        assert first[23].startswith("   ↵ öppna  e ändra")
        terminal.until_shows("kunder · rad 1")
        filled = terminal.until_still()
        chrome = cells_changed(first[:3] + first[23:], filled[:3] + filled[23:], 80)
        assert chrome <= 20, "nothing moves but that a key or two may come"


def test_most_of_the_first_frame_stays_when_it_is_filled(open_demo: OpenDemo) -> None:
    with open_demo(width=120, height=40) as terminal:
        first = terminal.until(lambda lines: "hjälp" in lines[39])
        terminal.until_shows("rad 1")
        assert cells_changed(first, terminal.until_still(), 120) <= 0.4 * 120 * 40


def test_f5_paints_everything_anew(open_demo: OpenDemo) -> None:
    with open_demo() as terminal:
        terminal.until_shows("kunder · rad 1")
        before = terminal.until_still()
        terminal.screen.reset()
        terminal.press("f5")
        assert terminal.until_still() == before


def test_a_resize_leaves_nothing_behind(open_demo: OpenDemo) -> None:
    with open_demo(width=120, height=40) as terminal:
        terminal.until_shows("kunder · rad 1")
        terminal.until_still()
        terminal.press("down", "down")
        for width, height in ((80, 24), (60, 15), (59, 15), (160, 50), (80, 24)):
            terminal.until_still()
            terminal.resize(width, height)
            shown = terminal.until_still()
            terminal.screen.reset()
            terminal.press("f5")
            assert terminal.until_still() == shown, (width, height)
        assert terminal.lines[5].startswith("▌")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_in_order(open_demo: OpenDemo, number: signal.Signals) -> None:
    with open_demo() as terminal:
        terminal.until_shows("kunder · rad 1")
        terminal.until_still()
        terminal.send_signal(number)
        assert terminal.until_ended() == 128 + number
        assert b"\x1b[?1049l" in terminal.everything, "the terminal is given back as it was"
        assert b"Traceback" not in terminal.everything


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "linux"}, {"LANG": "ja_JP.UTF-8"}])
def test_terminals_with_less(open_demo: OpenDemo, environment: dict[str, str]) -> None:
    with open_demo(**environment) as terminal:
        terminal.until_shows("rad 1")
        lines = terminal.until_still()
        assert "Namn" in lines[2]
        colours = {terminal.screen.buffer[y][x].fg for y in range(24) for x in range(80)}
        if "NO_COLOR" in environment:
            assert colours == {"default"}
        if "LANG" in environment:
            assert "".join(lines).translate(str.maketrans("", "", "åäöÅÄÖéü×–")).isascii(), lines


def test_the_program_ends_by_q(open_demo: OpenDemo) -> None:
    with open_demo() as terminal:
        terminal.until_shows("kunder · rad 1")
        terminal.press("q")
        assert terminal.until_ended() == 0


def test_keys_typed_faster_than_a_question_shows_answer_it(open_demo: OpenDemo) -> None:
    with open_demo() as terminal:
        terminal.until_shows("kunder · rad 1")
        terminal.until_still()
        terminal.press("sn")
        assert terminal.until_shows("Nr ▲")[0].startswith("   Kunder  "), "sorted by number, and no new customer"
        terminal.press("jjgg")
        terminal.until_still()
        assert terminal.until_shows("rad 1")
