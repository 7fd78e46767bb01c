"""Which passwords do: long ones that are not what anybody tries first."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.people.rules import COMMON, LONGEST_PASSWORD, SHORTEST_PASSWORD, is_common, password_faults

GOOD = [
    "fyra gröna mopeder",
    "Ekbacken-pumpen-står",
    "4711-Sala-Heby-Tärna",
    "sommar i Sala",
    "x9!kQ2zRw7",
    "correct horse battery staple",
]


@pytest.mark.parametrize("password", GOOD)
def test_words_in_a_row_and_gibberish_will_do(password: str) -> None:
    assert password_faults(password, "per", "Per Lund") == []


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password.short"),
        ("x9!kQ2zRw", "password.short"),
        ("å" * 201, "too_long"),
        ("perlundberg", "password.login"),
        ("PerLundberg", "password.login"),
        ("PerLundberg2026!", "password.login"),
        ("Per Lundberg", "password.login"),
        ("1234567890", "password.common"),
        ("7890123456", "password.common"),
        ("9876543210", "password.common"),
        ("abcdefghij", "password.common"),
        ("poiuytrewq", "password.common"),
        ("aaaaaaaaaaaaaa", "password.common"),
        ("hej!hej!hej!", "password.common"),
        ("password123", "password.common"),
        ("P4ssw0rd2026!", "password.common"),
        ("Lösenord123", "password.common"),
        ("Sommar2026!", "password.common"),
        ("!!Kundkort2026", "password.common"),
        ("December2026", "password.common"),
        ("måndag12345", "password.common"),
    ],
)
def test_what_can_be_guessed_will_not_do(password: str, code: str) -> None:
    faults = password_faults(password, "perlundberg", "Per Lundberg")
    assert [(fault.field, fault.code) for fault in faults] == [("password", code)]


@given(
    st.sampled_from(sorted(COMMON)),
    st.text("0123456789!?.-_ ", max_size=8),
    st.text("0123456789!?.-_ ", max_size=8),
    st.sampled_from([str.lower, str.upper, str.title]),
)
@settings(deadline=None)
def test_no_common_word_is_made_good_by_what_is_put_around_it(word: str, before: str, after: str, case: object) -> None:
    assert callable(case)
    assert is_common(case(f"{before}{word}{after}"))


@given(st.text())
@settings(deadline=None)
def test_any_text_is_judged_and_at_most_one_thing_is_said_of_it(password: str) -> None:
    faults = password_faults(password, "per", "Per")
    assert len(faults) <= 1
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        assert faults
