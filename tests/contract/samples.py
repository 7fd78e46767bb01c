"""A value of any type that an operation takes: the emptiest one."""

from __future__ import annotations

import types
import typing
from collections.abc import AsyncIterable, AsyncIterator
from enum import Enum
from typing import Any

import msgspec
from msgspec import NODEFAULT


async def nothing() -> AsyncIterator[bytes]:
    """Give no bytes."""
    return
    yield b""


def sample(hint: Any) -> Any:
    """Return the emptiest value of the type `hint`."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return None if type(None) in arguments else sample(arguments[0])
    if origin is typing.Literal:
        return arguments[0]
    if origin is AsyncIterable:
        return nothing()
    if origin is not None:
        return origin()
    if issubclass(hint, Enum):
        return next(iter(hint))
    if issubclass(hint, msgspec.Struct):
        return hint(
            **{
                field.name: sample(field.type)
                for field in msgspec.structs.fields(hint)
                if field.default is NODEFAULT and field.default_factory is NODEFAULT
            }
        )
    return hint()
