"""A kept view stays readable when fields, columns and choices come and go: what is not known is left out, the rest holds."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.customers.columns import COLUMNS, ListColumn
from core.customers.views import CustomerOrder, CustomerQuery
from core.list_views.stored import read_columns, read_query, write

ANY_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 300) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
QUERIES = st.builds(
    CustomerQuery,
    text=st.text(max_size=10),
    active=st.sampled_from([True, False, None]),
    cities=st.lists(st.text(max_size=5), max_size=3).map(tuple),
    types=st.lists(st.sampled_from(["company", "private"]), max_size=2).map(tuple),
    org_no=st.sampled_from([True, False, None]),
    order=st.sampled_from(CustomerOrder),
    descending=st.booleans(),
)
FIELDS = [field.name for field in msgspec.structs.fields(CustomerQuery)]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ('{"text": "brf", "colour": "red"}', CustomerQuery(text="brf")),
        ('{"text": 7, "descending": true}', CustomerQuery(descending=True)),
        ('{"types": ["company", "society", 3]}', CustomerQuery(types=("company",))),
        ('{"order": "moon", "active": null}', CustomerQuery(active=None)),
        ('{"cities": "Sala", "active": false}', CustomerQuery(active=False)),
        ("{}", CustomerQuery()),
        ("[]", CustomerQuery()),
        ("", CustomerQuery()),
        ("{", CustomerQuery()),
    ],
)
def test_what_is_not_known_of_a_query_is_left_out(text: str, query: CustomerQuery) -> None:
    assert read_query(text) == query


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ('[{"name": "name", "width": 30}, {"name": "city"}]', (ListColumn("name", 30), ListColumn("city"))),
        ('[{"name": "open_orders"}, {"name": "city", "pinned": true}]', (ListColumn("city"),)),
        ('[{"name": "city", "width": "wide"}, {"name": "city"}, 7, null]', (ListColumn("city"),)),
        ('[{"width": 7}, {"name": ["city"]}, {"name": "phone", "width": -3}]', (ListColumn("phone"),)),
        ("{}", ()),
        ("", ()),
    ],
)
def test_what_is_not_known_of_columns_is_left_out(text: str, columns: tuple[ListColumn, ...]) -> None:
    assert read_columns(text) == columns


@given(QUERIES)
@settings(max_examples=50, deadline=None)
def test_a_query_comes_back_as_it_was_kept(query: CustomerQuery) -> None:
    assert read_query(write(query)) == query


@given(st.lists(st.sampled_from(list(COLUMNS)), unique=True), st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_columns_come_back_as_they_were_kept(names: list[Any], width: int) -> None:
    columns = tuple(ListColumn(name, width) for name in names)
    assert read_columns(write(columns)) == columns


@given(st.dictionaries(st.sampled_from([*FIELDS, "colour"]), ANY_JSON, max_size=4), ANY_JSON)
@settings(max_examples=100, deadline=None)
def test_whatever_stands_there_it_is_read(query: dict[str, Any], columns: Any) -> None:
    found = read_query(msgspec.json.encode(query).decode())
    assert msgspec.convert(msgspec.to_builtins(found), CustomerQuery) == found
    for field in FIELDS:
        if field not in query:
            assert getattr(found, field) == getattr(CustomerQuery(), field)
    assert {column.name for column in read_columns(msgspec.json.encode(columns).decode())} <= set(COLUMNS)
