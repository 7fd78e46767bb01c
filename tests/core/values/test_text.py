"""Text: what cleaning takes out, and the order of the register."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.bad_value import LONG_TEXTS, SHORT_TEXTS, BadValue
from core.values.cleaning import LENGTHS, check_length, clean
from core.values.sorting import fold, is_literal, sort_key, spell

ANYTHING = st.text(st.characters(codec=None), max_size=60)
"""Any code points, lone surrogates too."""


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Brf Ekbacken ", "Brf Ekbacken"),
        ("[/b]", "[/b]"),
        ("Robert'); DROP TABLE", "Robert'); DROP TABLE"),
        ("\x1b[31mröd\x1b[0m", "[31mröd[0m"),
        ("a\x00b", "ab"),
        ("gnp\u202eexe", "gnpexe"),
        ("\ufeffBrf", "Brf"),
        ("a\u200bb", "ab"),
        ("a\ud800b", "ab"),
        ("A\u030angbåt", "Ångbåt"),
        ("ett\ttvå", "ett två"),
        ("ett\r\ntvå", "ett två"),
        ("\u200d", ""),
        ("\u3164", ""),
        ("\u00a0\u2003", ""),
        ("👩\u200d🔧", "👩\u200d🔧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_is_taken_out_of_a_text(text: str, kept: str) -> None:
    assert clean(text) == kept


def test_a_comment_keeps_its_lines() -> None:
    assert clean("ett\r\ntvå\u2028tre\x0bfyra", lines=True) == "ett\ntvå\ntre\nfyra"


@given(ANYTHING, st.booleans())
def test_cleaning_what_is_clean_changes_nothing(text: str, lines: bool) -> None:
    once = clean(text, lines=lines)
    assert clean(once, lines=lines) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()
    assert not any(unicodedata.category(character) == "Cc" and character != "\n" for character in once)


def test_what_is_too_long_says_by_how_much() -> None:
    check_length("number", "x" * LENGTHS["number"])
    with pytest.raises(BadValue) as bad:
        check_length("number", "x" * (LENGTHS["number"] + 3))
    assert bad.value.params == {"high": LENGTHS["number"], "over": 3}


@pytest.mark.parametrize(
    "names",
    [
        ["Zetterberg", "Åkesson", "Ärlig", "Öberg"],
        ["Eken 3", "Eken 12", "Eken 012", "Eken 100"],
        ["10", "0010", "11", "100"],
        [" a", "#a", "1a", "a", "aa", "ab"],
        ["Ek", "ekbacken", "EKEN"],
        ["Vall", "Wall"],
        ["Ide", "Idé 2"],
    ],
)
def test_the_order_of_the_register(names: list[str]) -> None:
    assert all(sort_key(one) < sort_key(next_one) for one, next_one in pairwise(names))


@given(st.text(max_size=20), st.text(max_size=20))
def test_two_texts_have_the_same_place_only_when_they_fold_alike(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) <= (fold(one) == fold(other))


@given(st.integers(0, 10**300), st.integers(0, 10**300))
def test_digits_are_ordered_by_value(low: int, high: int) -> None:
    assert (sort_key(f"Brf {low} x") < sort_key(f"Brf {high} x")) == (low < high)


@given(st.text(max_size=20))
def test_spelling_and_folding_what_is_spelled_and_folded_changes_nothing(text: str) -> None:
    assert spell(spell(text)) == spell(text)
    assert fold(fold(text)) == fold(text)
    assert fold(spell(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "spelled", "folded"),
    [
        ("Åkesson", "åkesson", "akesson"),
        ("Bjørn", "björn", "bjorn"),
        ("Æro", "äro", "aro"),
        ("Idé", "idé", "ide"),
        ("Müller", "muller", "muller"),
        ("Straße", "strasse", "strasse"),
        ("ŁÓDŹ", "lodz", "lodz"),
        ("A\u030a", "å", "a"),
    ],
)
def test_how_letters_are_spelled_and_folded(text: str, spelled: str, folded: str) -> None:
    assert (spell(text), fold(text)) == (spelled, folded)


@pytest.mark.parametrize(
    ("word", "literal"), [("ake", False), ("åke", True), ("ide", False), ("idé", True), ("Ø", True)]
)
def test_a_word_with_swedish_letters_is_literal(word: str, literal: bool) -> None:
    assert is_literal(word) is literal


def test_every_code_has_both_texts_and_the_short_one_is_short() -> None:
    assert SHORT_TEXTS.keys() == LONG_TEXTS.keys()
    filled = {"expected": 9, "over": 12, "low": 1, "high": 16, "country": "DK"}
    for code, text in SHORT_TEXTS.items():
        assert len(text.format(**filled)) <= 28, code
