"""Cutting and fitting text into cells, whatever it is made of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.format import cut, fit, fit_right
from tui.paint import Span, at_edges, gap, paint, press_at, width_of
from tui.signs import SIGNS, sign, sign_width, use_ascii


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Brf Ekbacken", 12, "Brf Ekbacken"),
        ("Brf Ekbacken", 11, "Brf Ekback…"),
        ("Brf Ekbacken", 5, "Brf…"),
        ("Brf Ekbacken", 4, "Brf…"),
        ("Eskilstuna Kommun, Fastighet", 19, "Eskilstuna Kommun…"),
        ("漢字漢字", 5, "漢字…"),
        ("漢字漢字", 4, "漢…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_what_is_too_long_is_cut_after_a_letter(text: str, width: int, shown: str) -> None:
    assert cut(text, width) == shown


@settings(deadline=None)
@given(text=st.text(max_size=40), width=st.integers(0, 30))
def test_cut_and_fit_keep_to_their_cells(text: str, width: int) -> None:
    assert cell_len(cut(text, width)) <= width
    assert cell_len(fit(text, width)) == width
    assert cell_len(fit_right(text, width)) == width


@settings(deadline=None)
@given(texts=st.lists(st.text(max_size=12), max_size=5), width=st.integers(0, 40))
def test_a_painted_line_is_as_wide_as_its_room(texts: list[str], width: int) -> None:
    strip = paint([Span(text) for text in texts], "dark", width)
    assert sum(cell_len(segment.text) for segment in strip) == width


def test_air_takes_the_style_beside_it() -> None:
    strip = paint([gap(3), Span("10443", "muted"), gap(2), Span("Brf", "text"), gap(2)], "dark", 20)
    assert [segment.text for segment in strip] == ["   10443  ", "Brf       "]


def test_what_stands_at_the_edges_never_meets() -> None:
    left, right = [Span("Kunder")], [Span("Anna Lind")]
    assert "".join(span.text for span in at_edges(left, right, 20)) == "Kunder     Anna Lind"
    assert at_edges(left, right, 16) == left


def test_a_click_finds_its_key() -> None:
    line = [gap(3), Span("e", press="list.edit"), Span(" edit", press="list.edit"), gap(2)]
    assert [press_at(line, x) for x in (0, 3, 8, 9, 40)] == ["", "list.edit", "list.edit", "", ""]
    assert width_of(line) == 11


def test_every_sign_is_one_cell_and_has_ascii() -> None:
    for name, both in SIGNS.items():
        assert cell_len(both.drawn) == 1, name
        assert both.ascii.isascii() and both.ascii, name
    use_ascii(True)
    assert (sign("cut"), sign_width("cut"), cut("Brf Ekbacken", 9)) == ("...", 3, "Brf Ek...")
