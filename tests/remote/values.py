"""Values of any type that an operation takes, for Hypothesis."""

from __future__ import annotations

import types
from collections.abc import AsyncIterable
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from msgspec import NODEFAULT, UNSET, UnsetType

from core.operation import Operation
from core.remote.shapes import LARGEST

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBER = st.integers(-LARGEST, LARGEST)


@cache
def arguments_of(operation: Operation[..., Any]) -> SearchStrategy[dict[str, Any]]:
    """Return arguments of the operation, without its stream; those with a default may be left out."""
    needed, optional = {}, {}
    for name, parameter in operation.signature.parameters.items():
        hint = operation.hints[name]
        if get_origin(hint) is AsyncIterable:
            needed[name] = st.none()
        elif parameter.default is parameter.empty:
            needed[name] = values_of(hint)
        else:
            optional[name] = values_of(hint)
    return st.fixed_dictionaries(needed, optional=optional)


def values_of(hint: Any) -> SearchStrategy[Any]:
    """Return values of the type `hint`."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in _PLAIN:
        return _PLAIN[hint]
    if origin in (Union, types.UnionType):
        return st.one_of([values_of(option) for option in arguments])
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is tuple and arguments[1:] == (...,):
        return st.lists(values_of(arguments[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*(values_of(argument) for argument in arguments))
    if origin is dict:
        return st.dictionaries(values_of(arguments[0]), values_of(arguments[1]), max_size=2)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    return _structs(origin or hint, dict(zip(getattr(origin, "__parameters__", ()), arguments, strict=True)))


def _structs(kind: type[msgspec.Struct], bound: dict[TypeVar, Any]) -> SearchStrategy[msgspec.Struct]:
    needed, optional = {}, {}
    for field in msgspec.structs.fields(kind):
        hint = _bind(field.type, bound)
        if field.default is not UNSET and UnsetType in get_args(hint):
            # What is left out on the wire is the default: it can't be UNSET where that is something else.
            hint = Union[tuple(option for option in get_args(hint) if option is not UnsetType)]  # noqa: UP007
        values = values_of(hint)
        if field.default is NODEFAULT and field.default_factory is NODEFAULT:
            needed[field.name] = values
        else:
            optional[field.name] = values
    return st.fixed_dictionaries(needed, optional=optional).map(lambda values: kind(**values))


def _bind(hint: Any, bound: dict[TypeVar, Any]) -> Any:
    """Put the arguments of a generic struct where its parameters stand."""
    if isinstance(hint, TypeVar):
        return bound[hint]
    free = tuple(parameter for parameter in getattr(hint, "__parameters__", ()) if parameter in bound)
    return hint[tuple(bound[parameter] for parameter in free)] if free else hint


_PLAIN: dict[Any, SearchStrategy[Any]] = {
    str: TEXT,
    int: NUMBER,
    bool: st.booleans(),
    type(None): st.none(),
    UnsetType: st.just(UNSET),
}
