"""A view as JSON text: written whole, read field by field, as another version may know other fields, columns and values."""

from __future__ import annotations

from typing import Any, TypeVar, get_args, get_origin

import msgspec

from core.customers.columns import ColumnName, ListColumn
from core.customers.views import CustomerQuery
from core.list_views.rules import WIDEST

T = TypeVar("T")


def write(value: CustomerQuery | tuple[ListColumn, ...]) -> str:
    """Return the JSON text of a query or of columns."""
    return msgspec.json.encode(value).decode()


def read_query(text: str) -> CustomerQuery:
    """Return the query as far as this version understands it; a field or a choice that it does not know is left out."""
    found = _object(text, dict)
    known: dict[str, Any] = {}
    for field in msgspec.structs.fields(CustomerQuery):
        if field.name in found:
            value = _understood(found[field.name], field.type)
            if value is not msgspec.UNSET:
                known[field.name] = value
    return CustomerQuery(**known)


def read_columns(text: str) -> tuple[ListColumn, ...]:
    """Return the columns that this version has, each once and in order; those it does not know are left out."""
    columns: dict[ColumnName, ListColumn] = {}
    for each in _object(text, list):
        found = each if isinstance(each, dict) else {}
        name, width = _understood(found.get("name"), ColumnName), _understood(found.get("width"), int)
        if name is not msgspec.UNSET and name not in columns:
            columns[name] = ListColumn(name, min(max(width, 0), WIDEST) if width is not msgspec.UNSET else 0)
    return tuple(columns.values())


def _object(text: str, kind: type[T]) -> T:
    try:
        found = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return kind()
    return found if isinstance(found, kind) else kind()


def _understood(value: Any, kind: Any) -> Any:  # noqa: ANN401 - JSON, checked here
    """Return a value as the type `kind`, of a tuple the items that are; UNSET where it is none."""
    if get_origin(kind) is tuple and isinstance(value, list):
        items = (_understood(item, get_args(kind)[0]) for item in value)
        return tuple(item for item in items if item is not msgspec.UNSET)
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return msgspec.UNSET
