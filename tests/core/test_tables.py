"""What every table must keep to, so that history, rights and undo see everything."""

from __future__ import annotations

import types
import typing
from typing import Any

import pytest
from msgspec import UnsetType
from sqlalchemy import inspect
from sqlalchemy.orm import Mapper

from core.customers.views import Buyer, Customer, CustomerRow
from core.database.base import Base, Row
from core.recorder import fields_of
from core.rights import FIELD_RIGHTS
from core.slices import map_tables

map_tables()
ROWS = sorted(
    (mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Row)),
    key=lambda mapped: mapped.__name__,
)
DERIVED = {"number_folded", "number_rank", "seq", "id"}
"""Columns that follow from others, or are what history itself goes by."""


def mapper_of(mapped: type[Row]) -> Mapper[Any]:
    """Return how a class is mapped."""
    mapper: Mapper[Any] = inspect(mapped)
    return mapper


@pytest.mark.parametrize("mapped", ROWS, ids=lambda mapped: mapped.__name__)
def test_history_can_say_what_every_value_was(mapped: type[Row]) -> None:
    for attribute in mapper_of(mapped).column_attrs:
        assert not attribute.deferred, attribute
        if attribute.key not in DERIVED:
            assert attribute.active_history, attribute


@pytest.mark.parametrize("mapped", ROWS, ids=lambda mapped: mapped.__name__)
def test_every_column_belongs_to_a_field_of_history(mapped: type[Row]) -> None:
    kept = {attribute for field in fields_of(mapped) for _part, attribute in field.parts}
    columns = {attribute.key for attribute in mapper_of(mapped).column_attrs}
    assert columns - kept == (columns & DERIVED) | {"removed_seq"}


@pytest.mark.parametrize("mapped", ROWS, ids=lambda mapped: mapped.__name__)
def test_what_is_personal_is_a_field(mapped: type[Row]) -> None:
    assert {field.name for field in fields_of(mapped)} >= mapped.PERSONAL_FIELDS


@pytest.mark.parametrize(("entity", "view"), [("customer", Customer), ("buyer", Buyer)])
def test_a_view_leaves_out_exactly_what_a_right_may_hide(entity: str, view: type[Any]) -> None:
    hints = typing.get_type_hints(view)
    may_be_unset = {
        name
        for name, hint in hints.items()
        if typing.get_origin(hint) in (typing.Union, types.UnionType) and UnsetType in typing.get_args(hint)
    }
    assert may_be_unset == {field for field, right in FIELD_RIGHTS[entity].items() if right.see is not None}


def test_the_list_shows_nothing_that_needs_a_right() -> None:
    hidden = {
        field for field, right in FIELD_RIGHTS["customer"].items() if right.see is not None and not right.personal
    }
    assert hidden.isdisjoint(typing.get_type_hints(CustomerRow))
