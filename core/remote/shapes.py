"""How the arguments of an operation travel over HTTP, made from its declaration; both ends use the same shapes."""

from __future__ import annotations

import re
import types
from collections.abc import AsyncIterable, AsyncIterator, Callable, Mapping
from enum import Enum
from functools import cache
from inspect import Parameter
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin
from urllib.parse import quote, quote_plus, unquote_plus

import msgspec

from core.errors import Fault, Invalid
from core.operation import Operation

PREFIX = "/v1"
"""What every route of an operation begins with."""
JSON = "application/json"
BYTES = "application/octet-stream"
LARGEST = 2**53 - 1
"""No number on the wire is larger, or smaller than its negative: ids have 53 bits, and JSON can say no more exactly."""
MOST_PAIRS = 1_000
"""So many pairs a query string may have."""

_PATH = re.compile(r"{(\w+)}")
_INTEGER = re.compile(r"-?[0-9]{1,16}")
# What a number that is too large looks like in JSON text: many digits, or an exponent.
_SUSPECT = re.compile(rb"[0-9]{16}|[0-9.][eE]")
_WHERE = re.compile(r" - at (?:`key` in )?`\$([^`]*)`$")
_STEP = re.compile(r"\.(\w+)|\[([^\]]*)\]")


class Request(NamedTuple):
    """A call as it is sent: `path` and `query` are percent-encoded, `content_type` is "" where there is no body."""

    method: str
    path: str
    query: str
    body: bytes
    content_type: str


class Scalar(NamedTuple):
    """A parameter that travels as text, in the path or the query: how it is written, how read, and whether it repeats."""

    hint: Any
    write: Callable[[Any], str]
    read: Callable[[str], Any]
    many: bool = False
    optional: bool = False


class Shape:
    """How one operation travels: what its path names is in the path, scalars of GET and DELETE are in the query.

    All other arguments are one JSON object in the body, keyed by parameter. Of a stream in, the body is the bytes and
    the other arguments are in the query; a stream out answers with bytes. `body` is the strict struct of the JSON
    object, None where the call has none; `body_needed` says that it cannot be left out.
    """

    def __init__(self, operation: Operation[..., Any]) -> None:
        self.operation = operation
        self.method = operation.method
        self.template = PREFIX + operation.path
        hints = {name: hint for name, hint in operation.hints.items() if name != "return"}
        streams = [name for name, hint in hints.items() if get_origin(hint) is AsyncIterable]
        self.stream_in = streams[0] if streams else None
        self.stream_out = get_origin(operation.result) is AsyncIterator
        named = set(_PATH.findall(operation.path))
        rest = [name for name in hints if name not in named and name != self.stream_in]
        in_query = self.method in ("GET", "DELETE") or self.stream_in is not None
        self.path = {name: _scalar(operation, name) for name in named}
        self.query = {name: _scalar(operation, name) for name in rest} if in_query else {}
        self.body = _body(operation, rest) if rest and not in_query else None
        self.body_needed = self.body is not None and any(_is_needed(operation, name) for name in rest)
        self._decode = msgspec.json.Decoder(self.body).decode if self.body is not None else None
        self._defaults = {name: operation.signature.parameters[name].default for name in self.query}

    def write(self, arguments: Mapping[str, Any]) -> Request:
        """Return the call with these arguments (`Operation.bind` gives them); the bytes of a stream are the caller's."""
        path = _PATH.sub(lambda found: self._segment(found[1], arguments[found[1]]), self.template)
        query = "&".join(f"{name}={quote_plus(text)}" for name, text in self._pairs(arguments))
        if self.stream_in is not None:
            return Request(self.method, path, query, b"", BYTES)
        if self.body is None:
            return Request(self.method, path, query, b"", "")
        content = {name: arguments[name] for name in self.body.__struct_fields__}
        return Request(self.method, path, query, msgspec.json.encode(content), JSON)

    def read(self, path: Mapping[str, str], query: str, body: bytes = b"") -> dict[str, Any]:
        """Return the arguments of a call: the named parts of the path decoded, query and body as they came.

        The argument that is a stream is left out. Raises Invalid with a fault "wire.shape" for what does not fit, its
        field a JSON pointer to it.
        """
        arguments: dict[str, Any] = {}
        faults: list[Fault] = []
        for name, scalar in self.path.items():
            _take(arguments, faults, name, scalar, [path[name]])
        if query or self.query:
            self._read_query(query, arguments, faults)
        if faults:
            raise Invalid(faults)
        if self.stream_in is None:
            self._read_body(body, arguments)
        return arguments

    def _segment(self, name: str, value: object) -> str:
        text = quote(self.path[name].write(value), safe="")
        # A part that is only dots would be taken as a way up by whoever tidies paths on the way.
        return text.replace(".", "%2E") if set(text) == {"."} else text

    def _pairs(self, arguments: Mapping[str, Any]) -> list[tuple[str, str]]:
        pairs = []
        for name, scalar in self.query.items():
            value = arguments[name]
            if scalar.many:
                pairs += [(name, scalar.write(one)) for one in value]
            elif value is not None and value != self._defaults[name]:
                pairs.append((name, scalar.write(value)))
        return pairs

    def _read_query(self, query: str, arguments: dict[str, Any], faults: list[Fault]) -> None:
        given: dict[str, list[str]] = {}
        for name, text in _split(query):
            if name not in self.query:
                raise Invalid([_fault(f"/{_escape(name)}", "Object contains unknown field")])
            given.setdefault(name, []).append(text)
        for name, scalar in self.query.items():
            default = self._defaults[name]
            if name in given or scalar.many:
                _take(arguments, faults, name, scalar, given.get(name, []))
            elif default is Parameter.empty:
                faults.append(_fault(f"/{name}", "Object missing required field"))
            else:
                arguments[name] = default

    def _read_body(self, body: bytes, arguments: dict[str, Any]) -> None:
        if self._decode is None or self.body is None:
            if body.strip() not in (b"", b"{}"):
                raise Invalid([_fault("", "Expected no content")])
            return
        try:
            content = self._decode(body or b"{}")
        except msgspec.ValidationError as error:
            raise Invalid([_located(str(error))]) from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Invalid(
                [_fault("", str(error) if isinstance(error, msgspec.DecodeError) else "Malformed JSON")]
            ) from error
        for name in self.body.__struct_fields__:
            arguments[name] = getattr(content, name)
        if _SUSPECT.search(body) and (where := _too_large(content, "")) is not None:
            raise Invalid([_fault(where, _RANGE)])


_RANGE = f"Expected a number within ±{LARGEST}"


@cache
def shape_of(operation: Operation[..., Any]) -> Shape:
    """Return how `operation` travels; TypeError where what it declares cannot."""
    return Shape(operation)


def _is_needed(operation: Operation[..., Any], name: str) -> bool:
    return operation.signature.parameters[name].default is Parameter.empty


def _body(operation: Operation[..., Any], names: list[str]) -> type[msgspec.Struct]:
    fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    for name in names:
        hint = operation.hints[name]
        default = operation.signature.parameters[name].default
        fields.append((name, hint) if default is Parameter.empty else (name, hint, default))
    title = "".join(part.capitalize() for part in re.split(r"[._]", operation.name)) + "Arguments"
    return msgspec.defstruct(title, fields, kw_only=True, frozen=True, forbid_unknown_fields=True)


def _scalar(operation: Operation[..., Any], name: str) -> Scalar:
    """Return how the parameter travels as text; TypeError where that cannot say every value of it."""
    hint, default = operation.hints[name], operation.signature.parameters[name].default
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if get_origin(hint) is tuple and get_args(hint)[1:] == (...,):
        if default not in (Parameter.empty, ()):
            raise TypeError(f"{operation!r}: an empty {name} cannot be told from the default {default!r}")
        return _plain(get_args(hint)[0], operation, name)._replace(hint=hint, many=True)
    if get_origin(hint) in (Union, types.UnionType):
        options = [option for option in get_args(hint) if option is not type(None)]
        if len(options) == 1 and default is None:
            return _plain(options[0], operation, name)._replace(hint=hint, optional=True)
    return _plain(hint, operation, name)


def _plain(hint: Any, operation: Operation[..., Any], name: str) -> Scalar:  # noqa: ANN401 - a type, of any kind
    if hint is str:
        return Scalar(hint, str, str)
    if hint is bool:
        return Scalar(hint, lambda value: "true" if value else "false", _read_bool)
    if hint is int:
        return Scalar(hint, str, _read_int)
    if get_origin(hint) is Literal and all(isinstance(value, str) for value in get_args(hint)):
        return Scalar(hint, str, _among(get_args(hint)))
    if isinstance(hint, type) and issubclass(hint, Enum) and issubclass(hint, str):
        choose = _among(tuple(member.value for member in hint))
        return Scalar(hint, lambda value: str(value.value), lambda text: hint(choose(text)))
    raise TypeError(f"{operation!r}: {name} ({hint}) cannot stand in a path or a query")


def _read_bool(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("Expected `true` or `false`")
    return text == "true"


def _read_int(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise ValueError("Expected `int`")
    if abs(number := int(text)) > LARGEST:
        raise ValueError(_RANGE)
    return number


def _among(values: tuple[Any, ...]) -> Callable[[str], str]:
    def choose(text: str) -> str:
        if text not in values:
            raise ValueError("Expected one of " + ", ".join(values))
        return text

    return choose


def _take(arguments: dict[str, Any], faults: list[Fault], name: str, scalar: Scalar, texts: list[str]) -> None:
    """Read the parameter from what was sent for it, or add a fault."""
    try:
        if scalar.many:
            arguments[name] = tuple(scalar.read(text) for text in texts)
        elif len(texts) > 1:
            faults.append(_fault(f"/{name}", "Expected one value"))
        else:
            arguments[name] = scalar.read(texts[0])
    except ValueError as error:
        faults.append(_fault(f"/{name}", str(error)))


def _split(query: str) -> list[tuple[str, str]]:
    if not query:
        return []
    pairs = query.split("&", MOST_PAIRS)
    if len(pairs) > MOST_PAIRS:
        raise Invalid([_fault("", f"Expected at most {MOST_PAIRS} pairs")])
    found = []
    for pair in pairs:
        name, _, text = pair.partition("=")
        try:
            found.append((unquote_plus(name, errors="strict"), unquote_plus(text, errors="strict")))
        except UnicodeDecodeError as error:
            raise Invalid([_fault("", "Expected UTF-8")]) from error
    return found


def _fault(pointer: str, why: str) -> Fault:
    return Fault(pointer, "wire.shape", {"why": why})


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _located(message: str) -> Fault:
    """Make a fault of what msgspec says: "Expected `int`, got `str` - at `$.rows[1].a`" is about /rows/1/a."""
    found = _WHERE.search(message)
    if found is None:
        return _fault("", message)
    steps = (named or index for named, index in _STEP.findall(found[1]))
    pointer = "".join(f"/{_escape(step)}" for step in steps)
    return _fault(pointer, message[: found.start()])


def _too_large(value: object, pointer: str) -> str | None:
    """Return the pointer to a number beyond LARGEST; None where there is none."""
    if isinstance(value, int):
        return pointer if abs(value) > LARGEST else None
    parts: list[tuple[str, object]] = []
    if isinstance(value, msgspec.Struct):
        parts = [(name, getattr(value, name)) for name in value.__struct_fields__]
    elif isinstance(value, tuple | list):
        parts = [(str(n), part) for n, part in enumerate(value)]
    elif isinstance(value, dict):
        parts = [(str(name), part) for name, part in value.items()]
    found = (_too_large(part, f"{pointer}/{_escape(name)}") for name, part in parts)
    return next((where for where in found if where is not None), None)
