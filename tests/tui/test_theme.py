"""The themes: exactly the colours of LOOK.md, readable on every ground, and the 16 colours without any."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.color import Color, ColorSystem
from rich.style import Style

from tui.theme import BACKGROUNDS, PALETTES, STATUS_ROLES, THEME_NAMES, Palette, style, textual_theme

EXACT = [palette for palette in PALETTES.values() if not palette.ansi]
ANSI = [palette for palette in PALETTES.values() if palette.ansi]
READ = ("text", "muted", "accent", *STATUS_ROLES)
GREY = re.compile(r"#(..)\1\1", re.IGNORECASE)


def luminance(colour: str) -> float:
    """Return the relative luminance of "#RRGGBB" (WCAG 2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_five_themes() -> None:
    assert THEME_NAMES == ("dark", "light", "contrast", "ansi-dark", "ansi-light")


@pytest.mark.parametrize("palette", EXACT, ids=lambda palette: palette.name)
def test_every_colour_is_one_of_the_256(palette: Palette) -> None:
    for role in (*BACKGROUNDS, *READ, "oncursor", "oncursor2", "onaccent", "edge", "rule"):
        colour = palette.colour(role)
        shown = Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT)
        assert shown.number is not None
        name = shown.get_truecolor().hex.upper()
        if GREY.fullmatch(colour):
            # Rich shows the light greys one step darker.
            assert abs(int(name[1:3], 16) - int(colour[1:3], 16)) <= 10, (role, colour, name)
        else:
            assert name == colour.upper(), role


@pytest.mark.parametrize("palette", EXACT, ids=lambda palette: palette.name)
@pytest.mark.parametrize("ground", ["background", "surface", "panel", "field", "fieldfocus", "mark"])
def test_words_can_be_read_on_every_ground(palette: Palette, ground: str) -> None:
    for role in READ:
        assert contrast(palette.colour(role), palette.colour(ground)) >= 4.5, role


@pytest.mark.parametrize("palette", EXACT, ids=lambda palette: palette.name)
def test_words_can_be_read_on_the_cursor_row(palette: Palette) -> None:
    assert contrast(palette.oncursor, palette.cursor) >= 7
    assert contrast(palette.oncursor2, palette.cursor) >= 7
    assert contrast(palette.edge, palette.background) >= 3
    assert contrast(palette.onaccent, palette.accent) >= 4.5


def test_on_the_cursor_row_words_lose_their_colour_and_signs_keep_it() -> None:
    dark = PALETTES["dark"]
    assert style("dark", "error", "cursor").color == Color.parse(dark.oncursor)
    assert style("dark", "muted", "cursor").color == Color.parse(dark.oncursor2)
    assert style("dark", "error", "cursor", sign=True).color == Color.parse(dark.error)
    assert style("contrast", "error", "cursor", sign=True).color == Color.parse("#000000")


@pytest.mark.parametrize("palette", ANSI, ids=lambda palette: palette.name)
def test_sixteen_colours_have_no_grounds_and_a_reversed_cursor_row(palette: Palette) -> None:
    for ground in BACKGROUNDS:
        assert style(palette.name, "text", ground).bgcolor is None
    assert style(palette.name, "error", "cursor") == Style(reverse=True, bold=True)
    assert style(palette.name, "muted").dim
    assert style(palette.name, "accent").color == Color.parse(palette.accent)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)
def test_textual_has_every_variable_exactly(palette: Palette) -> None:
    theme = textual_theme(palette)
    variables = {**theme.to_color_system().generate(), **theme.variables}
    if not palette.ansi:
        assert (variables["accent"], variables["panel"]) == (palette.accent, palette.panel)
    for name in ("kk-mark", "kk-fieldfocus", "kk-edge", "kk-rule", "kk-purple", "kk-blue", "text-muted"):
        assert name in variables
    if palette.ansi:
        assert {"ansi-background", "ansi-foreground"} <= variables.keys()


def test_style_sheets_have_no_colours_of_their_own() -> None:
    sheets = list((Path(__file__).resolve().parents[2] / "tui").rglob("*.tcss"))
    assert len(sheets) > 5
    for sheet in sheets:
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?!-)\s*;|rgb\(", sheet.read_text(encoding="utf-8")), sheet
