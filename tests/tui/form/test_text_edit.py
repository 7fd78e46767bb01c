"""A text and its caret: every key, and that nothing a terminal could obey gets in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.form.text_edit import TextEdit, window, wrap_places


@pytest.mark.parametrize(
    ("text", "caret", "key", "after", "caret_after"),
    [
        ("Ekbacken", 8, "backspace", "Ekbacke", 7),
        ("Ekbacken", 0, "backspace", "Ekbacken", 0),
        ("Ekbacken", 0, "delete", "kbacken", 0),
        ("Ekbacken", 8, "delete", "Ekbacken", 8),
        ("Brf Eken", 8, "ctrl+w", "Brf ", 4),
        ("Brf Eken", 4, "ctrl+u", "Eken", 0),
        ("Brf Eken", 4, "ctrl+k", "Brf ", 4),
        ("Brf Eken", 8, "ctrl+left", "Brf Eken", 4),
        ("Brf Eken", 0, "ctrl+right", "Brf Eken", 3),
        ("Brf Eken", 3, "home", "Brf Eken", 0),
        ("Brf Eken", 3, "end", "Brf Eken", 8),
        ("e\u0301n", 2, "left", "e\u0301n", 0),
        ("e\u0301n", 2, "backspace", "n", 0),
        ("", 0, "left", "", 0),
    ],
)
def test_keys(text: str, caret: int, key: str, after: str, caret_after: int) -> None:
    edit = TextEdit(text, caret=caret)
    assert edit.press(key)
    assert (edit.text, edit.caret) == (after, caret_after)


def test_a_key_that_means_nothing_says_so() -> None:
    assert not TextEdit("").press("f7")


@pytest.mark.parametrize(
    ("pasted", "lines", "text"),
    [
        ("a\x1b[31mb", False, "a[31mb"),
        ("en\ntvå", False, "en två"),
        ("en\r\ntvå", True, "en\ntvå"),
        ("\u202eabc", False, "abc"),
        ("e\u0301", False, "é"),
        (" ", False, " "),
        (" ord ", False, " ord "),
        ("\n", True, "\n"),
        ("\ud800", False, ""),
    ],
)
def test_pasting_lets_in_only_what_a_text_may_have(pasted: str, lines: bool, text: str) -> None:
    edit = TextEdit("", lines=lines)
    edit.insert(pasted)
    assert edit.text == text
    assert edit.caret == len(text)


def test_lines_have_their_own_beginning_and_end() -> None:
    edit = TextEdit("ett\ntvå", caret=5, lines=True)
    edit.press("home")
    assert edit.caret == 4
    edit.press("ctrl+k")
    assert edit.text == "ett\n"


keys = st.sampled_from(["left", "right", "home", "end", "backspace", "delete", "ctrl+w", "ctrl+left", "ctrl+right"])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(keys.map(lambda key: (key, "")), st.text(max_size=6).map(lambda text: ("", text)))))
def test_the_caret_stays_in_the_text(done: list[tuple[str, str]]) -> None:
    edit = TextEdit("Brf Ekbacken")
    for key, typed in done:
        if key:
            edit.press(key)
        else:
            edit.insert(typed)
        assert 0 <= edit.caret <= len(edit.text)
        assert "\x1b" not in edit.text
        assert "\n" not in edit.text


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="aå 漢\n", max_size=60), st.integers(4, 20))
def test_wrapping_loses_no_letter(text: str, width: int) -> None:
    places = wrap_places(text, width)
    assert "".join(text[start:end] for start, end in places) == text.replace("\n", "")
    assert all(end >= start for start, end in places)


@pytest.mark.parametrize(("caret", "offset", "first"), [(0, 0, 0), (9, 0, 0), (10, 0, 1), (20, 0, 11), (5, 8, 5)])
def test_a_field_shows_its_caret(caret: int, offset: int, first: int) -> None:
    assert window("x" * 30, caret, 10, offset) == first
