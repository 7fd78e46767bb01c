"""The catalogue of keys: every key can be pressed on every keyboard and terminal, and does something somewhere."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import Keys

import tui.screens
import tui.widgets
from core.text import speak
from tui.app import KundkortApp
from tui.keys import GROUPS, KEYS, Key, bindings, is_typed, keycap, moves, shown_key
from tui.screens.base import Page

SAME_BYTE = {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+left_square_bracket", "ctrl+["}
"""Keys that a terminal cannot tell from Backspace, Tab, line feed, Enter and Esc."""
ALT_GR = {
    "at",
    "dollar_sign",
    "left_square_bracket",
    "right_square_bracket",
    "left_curly_bracket",
    "backslash",
    "tilde",
}
"""Characters that need AltGr on a Swedish keyboard."""


def each_key() -> list[tuple[Key, str]]:
    """Return every key of the catalogue with each of its names."""
    return [(key, name) for key in KEYS.values() for name in key.keys.split(",")]


def all_nodes() -> list[type[DOMNode]]:
    """Return every page and widget of ours, and the app."""
    found: list[type[DOMNode]] = [KundkortApp]
    for package in (tui.screens, tui.widgets):
        for module in pkgutil.iter_modules(package.__path__):
            loaded = importlib.import_module(f"{package.__name__}.{module.name}")
            found += [
                value
                for value in vars(loaded).values()
                if isinstance(value, type) and issubclass(value, DOMNode) and value.__module__ == loaded.__name__
            ]
    return found


def test_ids_are_area_and_verb_and_groups_are_known() -> None:
    for key_id, key in KEYS.items():
        area, dot, verb = key_id.partition(".")
        assert key.id == key_id and dot and area.isidentifier() and verb.isidentifier(), key_id
        assert key.group in GROUPS, key_id
        assert key.words, key_id


def test_no_key_is_another_one_to_a_terminal() -> None:
    for key, name in each_key():
        assert name not in SAME_BYTE, key.id
        if name.startswith("ctrl+"):
            rest = name.removeprefix("ctrl+")
            assert rest.isalpha(), f"{key.id}: Ctrl and a sign reaches few terminals"


def test_every_key_has_a_way_without_alt_gr() -> None:
    for key in KEYS.values():
        assert any(name not in ALT_GR for name in key.keys.split(",")), key.id


def test_every_key_is_one_that_textual_knows() -> None:
    named = {str(value.value) for value in Keys}
    for key, name in each_key():
        for part in name.split(" "):
            bare = part.removeprefix("ctrl+").removeprefix("shift+")
            assert len(bare) == 1 or bare in named or keycap(bare) != bare, (key.id, name)


def test_quitting_works_everywhere_and_cannot_be_remapped_away() -> None:
    assert KEYS["app.quit"].priority
    assert KEYS["app.quit"].keys == "ctrl+q"


def test_every_binding_comes_from_the_catalogue_and_can_be_remapped() -> None:
    for node in all_nodes():
        for binding in node.__dict__.get("BINDINGS", []):
            assert isinstance(binding, Binding), node
            assert binding.id in KEYS, (node.__name__, binding)
            assert binding.key == KEYS[binding.id].keys


def test_every_key_bound_on_a_page_has_an_action() -> None:
    for node in all_nodes():
        if issubclass(node, Page):
            for binding in node.__dict__.get("BINDINGS", []):
                key = KEYS[binding.id]
                own = "action_" + key.id.replace(".", "_")
                assert hasattr(node, own) or hasattr(node, f"action_{key.verb}"), (node.__name__, key.id)


def test_bindings_press_on_the_page_and_moves_act_on_the_widget() -> None:
    (pressed,) = bindings("list.open")
    (moved,) = moves("table.down")
    assert isinstance(pressed, Binding) and isinstance(moved, Binding)
    assert (pressed.key, pressed.action) == ("enter", "screen.press('list.open')")
    assert (moved.key, moved.action) == ("down,j", "down")


@pytest.mark.parametrize(
    ("name", "swedish"),
    [
        ("enter", "↵"),
        ("ctrl+s", "Ctrl+S"),
        ("escape", "Esc"),
        ("space", "Blanksteg"),
        ("f8", "F8"),
        ("question_mark", "?"),
        ("slash", "/"),
        ("home", "Hem"),
        ("shift+tab", "Skift+Tab"),
        ("G", "G"),
        ("e", "e"),
        ("g u", "g u"),
    ],
)
def test_keys_are_written_as_on_the_keyboard(name: str, swedish: str) -> None:
    speak("sv")
    assert keycap(name) == swedish


def test_while_one_types_only_keys_that_are_no_text_are_offered() -> None:
    assert shown_key(KEYS["app.help"], typing=False) == "?"
    assert shown_key(KEYS["app.help"], typing=True) == "F1"
    assert shown_key(KEYS["list.edit"], typing=True) == ""
    assert [is_typed(name) for name in ("e", "slash", "space", "enter", "ctrl+s", "f1")] == [True] * 3 + [False] * 3
