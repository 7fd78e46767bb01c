"""What is typed, split into words and numbers; and where a shown text has it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.finding import matched, read_typed
from core.values.sorting import fold


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("", []),
        ("  ", []),
        ("Brf  Ek", [("brf", ""), ("ek", "")]),
        ("0171-44 55 66", [("0171-44 55 66", "171445566")]),
        ("+46 (0)171-44\u00a055 66", [("+46 (0)171-44 55 66", "171445566")]),
        ("0046171445566", [("0046171445566", "171445566")]),
        ("0171\u201344", [("0171-44", "17144")]),
        ("brf 104 43 ek", [("brf", ""), ("104 43", "10443"), ("ek", "")]),
        ("017", [("017", "")]),
        ("12 3", [("12 3", "123")]),
        ("12 -", [("12", ""), ("-", "")]),
        ("K12 3", [("k12", ""), ("3", "")]),
        ("769612-3459", [("769612-3459", "7696123459")]),
        ("\u0301", []),
    ],
)
def test_typed_text_is_words_and_runs_of_digits(typed: str, parts: list[tuple[str, str]]) -> None:
    found = [(" ".join(word.spelled for word in part.words), part.number) for part in read_typed(typed).parts]
    assert found == parts


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("811218-9876", ("18811218" + "9876", "19811218" + "9876", "20811218" + "9876")),
        ("19811218-9876", ("198112189876",)),
        ("19 811218 9876", ("198112189876",)),
        ("769612-3459", ()),
        ("16769612-3459", ()),
        ("8112189", ()),
    ],
)
def test_a_run_is_a_personal_number_only_where_it_is_whole(typed: str, numbers: tuple[str, ...]) -> None:
    assert read_typed(typed).parts[0].personal_numbers == numbers


@pytest.mark.parametrize(
    ("typed", "shown", "marked"),
    [
        ("ek", "Brf Ekbacken, Lekstugan", ["Ek", "ek"]),
        ("ake", "Åke Åkesson", ["Åke", "Åke"]),
        ("åke", "Ake Åkesson", ["Åke"]),
        ("öst", "Østlund", ["Øst"]),
        ("weiss", "Weiß & Söhne", ["Weiß"]),
        ("s", "Weiß & Söhne", ["ß", "S"]),
        ("17144", "0171-44\u00a055\u00a066", ["171-44"]),
        ("0171-44 55 66", "0171-44\u00a055\u00a066", ["0171-44\u00a055\u00a066"]),
        ("brf ek", "Ekens brf", ["Ek", "brf"]),
        ("ek eke", "Ekeby", ["Eke"]),
        ("[/b]", "a [/b] c", ["[/b]"]),
        ("x", "", []),
        ("", "Ek", []),
    ],
)
def test_what_was_typed_is_marked_where_it_stands(typed: str, shown: str, marked: list[str]) -> None:
    assert [shown[start:end] for start, end in matched(read_typed(typed), shown)] == marked


@given(st.text("aåäöéøæßﬁe\u0301 1-2", max_size=8), st.text("aåäöéøæßﬁe\u0301 1-2", max_size=20))
def test_marks_are_in_order_and_whole_words_are_found_where_folded_text_has_them(typed: str, shown: str) -> None:
    spans = matched(read_typed(typed), shown)
    assert all(0 <= start < end <= len(shown) for start, end in spans)
    assert all(end < following for (_start, end), (following, _end) in pairwise(spans))
    for word in read_typed(typed).words:
        if not word.literal and word.folded in fold(shown) and len(fold(shown)) == len(shown):
            assert spans
