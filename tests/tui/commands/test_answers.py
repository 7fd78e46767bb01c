"""Answers are safe to print, whatever a register has in it and wherever they go."""

from __future__ import annotations

import io
import json
import sys
import unicodedata
from collections.abc import AsyncIterator, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.commands.answers import Answers, make_streams_safe, safe

UNSAFE = ["\x1b[2J", "\x07", "\x9b31m", "\x7f", "a\nb", "a\rb", "\u202egnp", "\u2066x", "\ud800", "\ufeff", "\u2028"]


class Stream(io.TextIOWrapper):
    """stdout as a program has it, with an encoding, perhaps a terminal."""

    def __init__(self, encoding: str = "utf-8", *, terminal: bool = False) -> None:
        self.bytes = io.BytesIO()
        self.terminal = terminal
        super().__init__(self.bytes, encoding=encoding, newline="\n", write_through=True)

    def isatty(self) -> bool:
        return self.terminal

    @property
    def text(self) -> str:
        return self.bytes.getvalue().decode(self.encoding)


Redirect = Callable[[Stream], Stream]


@pytest.fixture
def redirect(monkeypatch: pytest.MonkeyPatch) -> Redirect:
    def to(stream: Stream) -> Stream:
        monkeypatch.setattr(sys, "stdout", stream)
        make_streams_safe()
        return stream

    return to


@pytest.mark.parametrize("text", UNSAFE)
def test_nothing_that_a_terminal_obeys_is_printed(text: str, redirect: Redirect) -> None:
    out = redirect(Stream())
    Answers().line(f"before {text} after")
    Answers().table(("A", "B"), [(text, "x")])
    Answers(json=True).value({"name": text})
    for line in out.text.split("\n"):
        assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in line.replace("\t", ""))
        assert "\u202e" not in line
        assert "\u2066" not in line


@given(st.text())
def test_a_line_is_one_line(text: str) -> None:
    assert len(safe(text).splitlines()) <= 1
    assert len(safe(text)) == len(text)


@given(st.dictionaries(st.text(), st.text(st.characters(codec="utf-8"))))
def test_json_comes_back_as_it_was(values: dict[str, str]) -> None:
    text = Answers(json=True).escaped(json.dumps(values, ensure_ascii=False))
    assert json.loads(text) == values


def test_spaces_that_do_not_wrap_are_plain_so_that_they_can_be_searched_for(redirect: Redirect) -> None:
    out = redirect(Stream())
    Answers().line("021-12\N{NO-BREAK SPACE}34\N{NO-BREAK SPACE}56")
    assert out.text == "021-12 34 56\n"


def test_an_encoding_that_lacks_letters_stops_nothing(redirect: Redirect) -> None:
    out = redirect(Stream("ascii"))
    Answers().line("Brf Ekbacken, Köping")
    assert out.text == "Brf Ekbacken, K?ping\n"


def test_json_says_everything_in_every_encoding(redirect: Redirect) -> None:
    out = redirect(Stream("ascii"))
    Answers(json=True).value({"name": "Köping 🔥"})
    assert json.loads(out.text) == {"name": "Köping 🔥"}


def test_a_program_gets_tabs_and_no_headings(redirect: Redirect) -> None:
    out = redirect(Stream())
    Answers().table(("Nr", "Name"), [("1", "Eken"), ("22", "a\tb")])
    assert out.text == "1\tEken\n22\ta\N{REPLACEMENT CHARACTER}b\n"


def test_a_person_gets_columns_under_headings(redirect: Redirect) -> None:
    out = redirect(Stream(terminal=True))
    Answers().table(("Nr", "Name"), [("1", "Eken"), ("22", "中文"), ("3", "e\u0301x")])
    assert out.text == "Nr  Name\n1   Eken\n22  中文\n3   e\u0301x\n"


async def test_a_list_is_json_however_many_there_are(redirect: Redirect) -> None:
    async def some(count: int) -> AsyncIterator[dict[str, int]]:
        for n in range(count):
            yield {"n": n}

    for count in (0, 1, 3):
        out = redirect(Stream())
        await Answers(json=True).list(some(count))
        assert json.loads(out.text) == [{"n": n} for n in range(count)]
        assert out.text.endswith("]\n")
