"""What stands in the environment when Textual is imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tui.start_environment import ColourChoice, prepare, wants_ascii, wants_sixteen_colours


@pytest.mark.parametrize(
    ("before", "colour", "after"),
    [
        ({"TERM": "xterm-256color"}, "auto", {"TEXTUAL_COLOR_SYSTEM": "256"}),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "auto", {"TEXTUAL_COLOR_SYSTEM": "256"}),
        ({"TERM": "xterm"}, "auto", {"TEXTUAL_COLOR_SYSTEM": None}),
        (
            {"TERM": "xterm-256color", "TEXTUAL_COLOR_SYSTEM": "truecolor"},
            "auto",
            {"TEXTUAL_COLOR_SYSTEM": "truecolor"},
        ),
        ({"TERM": "xterm"}, "truecolor", {"TEXTUAL_COLOR_SYSTEM": "truecolor"}),
        ({"TERM": "xterm-256color"}, "ansi", {"TEXTUAL_COLOR_SYSTEM": "standard"}),
        ({"NO_COLOR": "1"}, "auto", {"TEXTUAL_THEME": "ansi-dark", "NO_COLOR": "1"}),
        ({"NO_COLOR": ""}, "auto", {"TEXTUAL_THEME": None, "NO_COLOR": None}),
        ({"NO_COLOR": "1"}, "256", {"TEXTUAL_THEME": None, "NO_COLOR": None}),
        ({}, "none", {"TEXTUAL_THEME": "ansi-dark", "NO_COLOR": "1"}),
        ({"TEXTUAL_FPS": "10"}, "auto", {"TEXTUAL_FPS": "10", "TEXTUAL_ANIMATIONS": "none"}),
    ],
)
def test_what_is_set(before: dict[str, str], colour: ColourChoice, after: dict[str, str | None]) -> None:
    environment = dict(before)
    prepare(environment, colour)
    assert {name: environment.get(name) for name in after} == after


@pytest.mark.parametrize(
    ("environment", "sixteen"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "linux"}, True),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, False),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, True),
        ({"TERM": "xterm-256color", "TEXTUAL_COLOR_SYSTEM": "standard"}, True),
        ({"TERM": "xterm", "TEXTUAL_COLOR_SYSTEM": "256"}, False),
    ],
)
def test_which_terminals_get_the_sixteen_colours(environment: dict[str, str], sixteen: bool) -> None:
    assert wants_sixteen_colours(environment) is sixteen


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({"LANG": "sv_SE.UTF-8"}, False),
        ({"LANG": "ja_JP.UTF-8"}, True),
        ({"LANG": "sv_SE.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, True),
        ({"LANG": "sv_SE.ISO-8859-1"}, True),
        ({"LANG": "C.UTF-8"}, False),
        ({"LANG": "ja_JP.UTF-8", "LC_CTYPE": "C.UTF-8"}, True),
        ({"LANG": "sv_SE"}, False),
        ({}, False),
    ],
)
def test_which_locales_get_ascii_signs(environment: dict[str, str], wanted: bool) -> None:
    assert wants_ascii(environment) is wanted


def test_it_imports_no_textual() -> None:
    code = "import sys, tui.start_environment; print([n for n in sys.modules if n.startswith(('textual', 'rich'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
