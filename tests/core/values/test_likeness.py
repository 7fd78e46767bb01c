"""Which names are as good as the same: the table that the hint about twins rests on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.values.likeness import alike, alike_among


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Brf Ekbacken", "BRF EKBACKEN", "case"),
        ("Brf Ekbacken", "Ekbacken", "the legal form is left out"),
        ("Brf Ekbacken", "Bostadsrättsföreningen Ekbacken", "or written out"),
        ("Carlssons Livs HB", "Carlssons Livs Handelsbolag", "a partnership too"),
        ("Sala Skogsägare ek. för.", "Sala Skogsägare Ekonomisk förening", "or an economic association"),
        ("Brf Ekbacken", "Ekbacken, Brf", "the words in another order"),
        ("Brf Ekbacken", "Brf Ek-Backen", "a hyphen"),
        ("Brf Ekbacken", "Brf Ek Backen", "a space"),
        ("Brf Lärkan", "Brf Larkan", "typed without the dots"),
        ("Ekbergs Plåt & Smide AB", "Ekbergs Plåt och Smide", "and"),
        ("Ericssons El", "Erikssons El", "the same sound: c and k"),
        ("Lindqvist Bygg", "Lindkvist Bygg", "q and k"),
        ("Wallins Åkeri", "Vallins Åkeri", "w and v"),
        ("Karlsson Livs", "Karlson Livs", "a letter twice"),
        ("Brf Mälarstrand", "Brf Mälarstarnd", "two letters that changed places"),
        ("Brf Mälarstrand", "Brf Mälarstand", "a letter that is missing"),
        ("Brf Mälarstrand", "Brf Mälarstrands", "or too many"),
        ("Brf Eken 3", "Eken 03", "a zero before a number"),
        ("Nord, Karin", "Karin Nord", "family name first"),
        ("Stiftelsen", "Stiftelsen", "nothing but a legal form"),
    ],
)
def test_names_that_are_as_good_as_the_same(one: str, other: str, why: str) -> None:
    assert alike(one, other) and alike(other, one), why


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Brf Eken 3", "Brf Eken 12", "another number is another house"),
        ("Brf Eken 3", "Brf Eken", "and so is none"),
        ("Brf Gillet", "Brf Gillet Parkering", "a word more"),
        ("Brf Eken", "Brf Elen", "short names with one letter that differs"),
        ("Karin Ek", "Karin AB", "Ek is a name, where no association follows"),
        ("Brf Ekbacken", "Brf Björkbacken", "another tree"),
        ("Stiftelsen", "Föreningen", "legal forms alone"),
        ("", "", "no name"),
        ("&", "-", "signs"),
    ],
)
def test_names_that_are_not(one: str, other: str, why: str) -> None:
    assert not alike(one, other) and not alike(other, one), why


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_goes_both_ways(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="abcåäöé 123&-", min_size=1, max_size=20).filter(lambda name: any(map(str.isalnum, name))))
def test_a_name_is_like_itself(name: str) -> None:
    assert alike(name, f"  {name.upper()} ")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=20), st.lists(st.text(alphabet="abkcqåö 3\n&é", max_size=12), max_size=6))
def test_many_at_once_are_as_one_by_one(name: str, others: list[str]) -> None:
    assert alike_among(name, others) == [alike(name, other) for other in others]
