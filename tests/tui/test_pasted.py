"""What is pasted is text: no sequence in it becomes a key, however the terminal cuts it into pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.pasted import BEGIN, END, Pasted


def cleaned(*pieces: str) -> str:
    """Return what comes of pieces."""
    pasted = Pasted()
    return "".join(pasted.cleaned(piece) for piece in pieces)


def test_keys_are_left_alone() -> None:
    for keys in ("a", "\x1b", "\x1b[A", "\x13", "\x1bOQ", "å", ""):
        assert cleaned(keys) == keys


def test_a_pasted_text_loses_what_would_be_keys() -> None:
    assert cleaned(f"{BEGIN}a\x1b[A\x13b\x9bc\n\td{END}\x1b[B") == f"{BEGIN}a[Abc\n\td{END}\x1b[B"


def test_two_pastes_and_keys_between() -> None:
    text = f"x{BEGIN}\x1ba{END}\x1b[A{BEGIN}\x1bb{END}y"
    assert cleaned(text) == f"x{BEGIN}a{END}\x1b[A{BEGIN}b{END}y"


@given(
    st.lists(st.sampled_from(["a", "\x1b", "[", "2", "0", "1", "~", BEGIN, END, "\x13", "å"]), max_size=30), st.data()
)
def test_pieces_come_to_the_same_as_the_whole(parts: list[str], data: st.DataObject) -> None:
    text = "".join(parts) + END
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pieces = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert cleaned(*pieces) == cleaned(text)


@given(st.text())
def test_nothing_between_the_marks_begins_a_sequence(text: str) -> None:
    inside = cleaned(f"{BEGIN}{text.replace(END, '')}{END}").removeprefix(BEGIN).removesuffix(END)
    assert "\x1b" not in inside
