"""Arguments of operations: every text in them cleaned, and the hash that tells one call from another."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from core.values.cleaning import clean

WITH_LINES = frozenset({"comment", "text"})
"""Fields that keep their line feeds."""

_encode = msgspec.json.Encoder(order="deterministic").encode


def cleaned(value: Any, name: str = "") -> Any:  # noqa: ANN401 - arguments are of any type
    """Return `value` with every str in it cleaned (structs, tuples, lists and dicts throughout).

    `name` is the field it stands in: a comment keeps its line feeds, also inside an `Edit`. What is clean comes back as
    the same object.
    """
    if isinstance(value, str):
        return clean(value, lines=name in WITH_LINES) if type(value) is str else value
    if isinstance(value, msgspec.Struct):
        return _cleaned_struct(value, name)
    if isinstance(value, tuple | list):
        parts = [cleaned(part, name) for part in value]
        if all(part is old for part, old in zip(parts, value, strict=True)):
            return value
        return tuple(parts) if isinstance(value, tuple) else parts
    if isinstance(value, dict):
        return {cleaned(key): cleaned(part, key if isinstance(key, str) else name) for key, part in value.items()}
    return value


def _cleaned_struct(value: msgspec.Struct, name: str) -> msgspec.Struct:
    changed = {}
    for field in value.__struct_fields__:
        old = getattr(value, field)
        new = cleaned(old, name if field in ("now", "was") else field)
        if new is not old and new != old:
            changed[field] = new
    return msgspec.structs.replace(value, **changed) if changed else value


def content_hash(operation: str, version: int, actor: int, arguments: dict[str, Any]) -> str:
    """Return what tells a call from another with the same operation id: sha256 in hex."""
    content = _encode([operation, version, actor, arguments])
    return hashlib.sha256(content).hexdigest()
