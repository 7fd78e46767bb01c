"""Customer numbers: how long they may be, and which comes next (DOMAIN S02)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.customers import rules
from core.customers.rules import next_number, normalise
from core.customers.views import Address, CustomerValues
from core.settings.views import Settings

TODAY = date(2026, 11, 24)
PLAIN = Settings()
NORWAY = Address(row1="Storgata 1", city="Oslo", postcode="0155", country="NO")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("", set()),
        ("12", {("number", "number.too_short", "fault")}),
        ("123", set()),
        ("12345", set()),
        ("123456", {("number", "number.too_long", "fault")}),
    ],
)
def test_a_number_is_as_long_as_the_settings_say(number: str, expected: set[Any]) -> None:
    limits = Settings(number_shortest=3, number_longest=5)
    found = normalise(CustomerValues(name="Brf", number=number), limits, TODAY)[1]
    assert {(fault.field, fault.code, fault.level) for fault in found} == expected


def test_without_automatic_numbers_one_must_be_written() -> None:
    found = normalise(CustomerValues(name="Brf"), Settings(number_automatic=False), TODAY)[1]
    assert [(fault.field, fault.code) for fault in found] == [("number", "required")]


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        ([], "1"),
        (["10443", "9"], "10444"),
        (["00042", "7"], "00043"),
        (["099"], "100"),
        (["999"], "1000"),
        (["A100", "12"], "13"),
        (["12", "1" * 17], "13"),
        (["٤٢"], "1"),
        (["9" * 16], ""),
        (["0"], "1"),
    ],
)
def test_the_next_number_is_the_highest_plus_one_padded_as_it_is(used: list[str], expected: str) -> None:
    assert next_number(used, PLAIN) == expected


def test_the_next_number_is_as_long_as_the_shortest_allowed() -> None:
    assert next_number([], Settings(number_shortest=5)) == "00001"


@given(st.lists(st.from_regex(r"\A[0-9]{1,16}\Z"), max_size=8))
def test_the_next_number_is_no_number_used(used: list[str]) -> None:
    following = next_number(used, PLAIN)
    assert following not in used
    assert not following or int(following) == max(map(int, used), default=0) + 1


@given(st.from_regex(r"\A[0-9]{1,50}\Z"), st.from_regex(r"\A[0-9]{1,50}\Z"))
def test_ranks_order_numbers_by_value(one: str, other: str) -> None:
    assert (rules.number_rank(one) < rules.number_rank(other)) == (int(one) < int(other))
    assert rules.number_rank(f"{one}A") == ""
    assert len(rules.number_rank(one)) <= 52
