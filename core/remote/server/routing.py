"""Which operation a method and a path mean: a tree of the parts of all declared routes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar
from urllib.parse import unquote_to_bytes

T = TypeVar("T")


class Found(NamedTuple, Generic[T]):
    """What stands at a path: by method, and what the path's named parts are there, decoded."""

    by_method: dict[str, T]
    names: dict[str, tuple[str, ...]]
    parts: tuple[str, ...]

    def named(self, method: str) -> dict[str, str]:
        """Return the parts of the path by the names that the route of `method` gives them."""
        return dict(zip(self.names[method], self.parts, strict=True))


@dataclass(slots=True)
class _Node(Generic[T]):
    literal: dict[str, _Node[T]] = field(default_factory=dict)
    named: _Node[T] | None = None
    by_method: dict[str, T] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Routes(Generic[T]):
    """Routes as OpenAPI means them: a path that is spelled out goes before one with named parts."""

    def __init__(self, routes: Iterable[tuple[str, str, T]]) -> None:
        """Take (method, template, what stands there); ValueError where two are the same."""
        self._root: _Node[T] = _Node()
        for method, template, target in routes:
            self._add(method, template, target)

    def _add(self, method: str, template: str, target: T) -> None:
        node, names = self._root, []
        for part in template.split("/")[1:]:
            if part.startswith("{"):
                names.append(part[1:-1])
                node.named = node.named or _Node()
                node = node.named
            else:
                node = node.literal.setdefault(part, _Node())
        if method in node.by_method:
            raise ValueError(f"two routes are {method} {template}")
        node.by_method[method] = target
        node.names[method] = tuple(names)

    def find(self, raw_path: bytes) -> Found[T] | None:
        """Return what stands at a path as it came, percent-encoded; None where nothing does, or it is no UTF-8."""
        try:
            parts = [unquote_to_bytes(part).decode() for part in raw_path.split(b"/")[1:]]
        except UnicodeDecodeError:
            return None
        named: list[str] = []
        node = self._walk(self._root, parts, 0, named)
        return None if node is None else Found(node.by_method, node.names, tuple(named))

    def _walk(self, node: _Node[T], parts: list[str], at: int, named: list[str]) -> _Node[T] | None:
        if at == len(parts):
            return node if node.by_method else None
        exact = node.literal.get(parts[at])
        if exact is not None and (found := self._walk(exact, parts, at + 1, named)) is not None:
            return found
        if node.named is None:
            return None
        named.append(parts[at])
        found = self._walk(node.named, parts, at + 1, named)
        if found is None:
            named.pop()
        return found
