"""The description of every operation as OpenAPI 3.1, made of the declarations."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

import msgspec

from core.errors import NotFound
from core.operation import Operation, all_operations
from core.remote import headers
from core.remote.problems import MEDIA_TYPE, Problem
from core.remote.shapes import BYTES, JSON, LARGEST, Scalar, Shape, shape_of

Json = dict[str, Any]

_REFERENCE = "#/components/schemas/{name}"
_PROBLEM = "ProblemDetails"
SIGN_IN = "token"
"""The name of the way to sign in."""

_INTRODUCTION = """\
Every use case of the register is one operation. What the path names comes from the path; of GET and DELETE all other
arguments are in the query, of all others they are one JSON object. An error is a problem (RFC 9457) with a `code`.

Texts are cleaned before they are used (NFC, no control characters, trimmed). A write that carries
`Kundkort-Operation-Id` happens once, however often it is sent. Numbers are whole, and at most 2^53 - 1.
"""

_ENVELOPE: dict[str, tuple[str, Json]] = {
    headers.OPERATION_ID: (
        "Makes a call happen once, however often it is sent; a new one for every new intention.",
        {"type": "string", "pattern": "^[A-Za-z0-9_.:-]{0,64}$"},
    ),
    headers.SESSION: (
        "Which running program calls; by it history knows what an undo takes back.",
        {"type": "string", "pattern": "^[A-Za-z0-9_.:-]{0,64}$"},
    ),
    headers.MADE_AT: (
        "When the person did it, with an offset from UTC; left out, it is now.",
        {"anyOf": [{"type": "string", "format": "date-time"}, {"const": ""}]},
    ),
}
"""Headers that may go with every call -> what they say, and their schema; an empty one is as one that is not sent."""


def document() -> bytes:
    """Return the description as JSON."""
    operations = all_operations()
    shapes = [shape_of(operation) for operation in operations]
    components, names = _components(_types(shapes))
    paths: dict[str, Json] = {}
    for shape in shapes:
        described = _operation(shape, names)
        paths.setdefault(shape.template, {})[shape.method.lower()] = described
    whole = {
        "openapi": "3.1.0",
        "info": {"title": "kundkort", "version": version("kundkort"), "description": _INTRODUCTION},
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": components,
            "parameters": {name: _header(name) for name in _ENVELOPE},
            "responses": {str(status.value): _problem_response(status) for status in _STATUSES},
            "securitySchemes": {
                SIGN_IN: {"type": "http", "scheme": "bearer", "description": "A token that `people.sign_in` gives."}
            },
        },
        "security": [{SIGN_IN: []}],
        "tags": [{"name": tag} for tag in sorted({_tag(operation) for operation in operations})],
    }
    return msgspec.json.encode(whole)


def _tag(operation: Operation[..., Any]) -> str:
    return operation.name.partition(".")[0]


def _operation(shape: Shape, names: dict[str, str]) -> Json:
    operation = shape.operation
    words = inspect.cleandoc(operation.__doc__ or operation.name)
    described: Json = {
        "operationId": operation.name,
        "tags": [_tag(operation)],
        "summary": words.partition("\n")[0].rstrip("."),
        "description": _description(operation, words),
        "x-kind": operation.kind,
        "x-version": operation.version,
        "parameters": _parameters(shape, names),
        "responses": _responses(shape, names),
    }
    if operation.needs is not None:
        described["x-needs"] = operation.needs.value
    if operation.open_to_all:
        described["security"] = [{}]
    if shape.stream_in is not None:
        described["requestBody"] = {"required": True, "content": {BYTES: {}}}
    elif shape.body is not None:
        content = {JSON: {"schema": _schema(shape.body, names)}}
        described["requestBody"] = {"required": shape.body_needed, "content": content}
    return described


def _description(operation: Operation[..., Any], words: str) -> str:
    if operation.needs is not None:
        words += f"\n\nNeeds the right `{operation.needs.value}`."
    if operation.undo.way == "never" and operation.kind != "read":
        words += f"\n\nCan't be taken back: {operation.undo.reason}."
    return words


def _parameters(shape: Shape, names: dict[str, str]) -> list[Json]:
    found = [_parameter(shape, name, scalar, "path", names) for name, scalar in shape.path.items()]
    found += [_parameter(shape, name, scalar, "query", names) for name, scalar in shape.query.items()]
    found += [{"$ref": f"#/components/parameters/{name}"} for name in _ENVELOPE]
    words = "The version of the operation that the caller knows; another than this is answered with 426."
    version = {"enum": [shape.operation.version, ""]}
    return [
        *found,
        {"name": headers.VERSION, "in": "header", "required": False, "description": words, "schema": version},
    ]


def _parameter(shape: Shape, name: str, scalar: Scalar, where: str, names: dict[str, str]) -> Json:
    default = shape.operation.signature.parameters[name].default
    required = where == "path" or default is inspect.Parameter.empty
    schema = _schema(scalar.hint, names)
    if scalar.optional:
        schema = next(option for option in schema["anyOf"] if option != {"type": "null"})
    if not required and default is not None:
        schema = schema | {"default": list(default) if scalar.many else default}
    return {"name": name, "in": where, "required": required, "schema": schema}


def _header(name: str) -> Json:
    words, schema = _ENVELOPE[name]
    return {"name": name, "in": "header", "required": False, "description": words, "schema": schema}


# Answers --------------------------------------------------------------------------------------------------------------

_ALWAYS = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.UPGRADE_REQUIRED,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_STATUSES = (*_ALWAYS, HTTPStatus.NOT_FOUND)
_WORDS: dict[int, str] = {
    401: "Nobody is signed in.",
    403: "The user lacks a right.",
    404: "There is no such thing, or not for this user.",
    408: "The body came too slowly.",
    409: "Somebody changed the same fields meanwhile, or the operation id was used with other content.",
    413: "The body is too large.",
    415: "The body is not of the type that the operation takes.",
    422: "The arguments break rules: `faults` has all of them.",
    426: "Client and server know different versions of the operation.",
    429: "Too many tries: wait as long as Retry-After says.",
    500: "A fault of the server's own.",
    503: "The server has too much to do, or its database can't be used now: see Retry-After.",
}


def _responses(shape: Shape, names: dict[str, str]) -> Json:
    statuses = list(_ALWAYS)
    if NotFound in shape.operation.raises:
        statuses.append(HTTPStatus.NOT_FOUND)
    if shape.stream_out:
        done: Json = {"description": "The bytes, in chunks.", "content": {BYTES: {}}}
    else:
        done = {"description": "Done.", "content": {JSON: {"schema": _schema(shape.operation.result, names)}}}
    described: Json = {"200": done}
    for status in sorted(statuses):
        described[str(status.value)] = {"$ref": f"#/components/responses/{status.value}"}
    return described


def _problem_response(status: HTTPStatus) -> Json:
    schema = {"$ref": _REFERENCE.format(name=_PROBLEM)}
    response: Json = {"description": _WORDS[status.value], "content": {MEDIA_TYPE: {"schema": schema}}}
    if status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
        words = "Seconds after which trying again makes sense."
        response["headers"] = {"Retry-After": {"description": words, "schema": {"type": "integer"}}}
    return response


# Schemas --------------------------------------------------------------------------------------------------------------


def _types(shapes: Iterable[Shape]) -> list[Any]:
    found: list[Any] = []
    for shape in shapes:
        found += [scalar.hint for scalar in (*shape.path.values(), *shape.query.values())]
        found += [shape.body] if shape.body is not None else []
        found += [] if shape.stream_out else [shape.operation.result]
    return found


def _components(types: list[Any]) -> tuple[Json, dict[str, str]]:
    """Return the schemas of all structs under readable names, and msgspec's name of each -> ours."""
    _schemas, own = msgspec.json.schema_components(types, ref_template=_REFERENCE)
    _problem, ours = msgspec.json.schema_components([_described_problem()], ref_template=_REFERENCE)
    names = {name: _readable(str(schema.get("title", name))) for name, schema in own.items()}
    components = {names[name]: _renamed(schema, names) for name, schema in own.items()}
    components |= {name: _renamed(schema, {}) for name, schema in ours.items()}
    return dict(sorted(components.items())), names


def _described_problem() -> type[msgspec.Struct]:
    """Return `Problem` with `now` as what it is to a reader: any view."""
    whole = Problem()
    fields: list[tuple[str, Any, Any]] = []
    for field in msgspec.structs.fields(Problem):
        is_view = field.type is msgspec.Raw
        fields.append((field.name, Any if is_view else field.type, None if is_view else getattr(whole, field.name)))
    return msgspec.defstruct(_PROBLEM, fields, namespace={"__doc__": Problem.__doc__}, kw_only=True)


def _schema(hint: Any, names: dict[str, str]) -> Json:  # noqa: ANN401 - a type, of any kind
    (schema,), _components = msgspec.json.schema_components([hint], ref_template=_REFERENCE)
    renamed: Json = _renamed(schema, names)
    return renamed


def _renamed(schema: Any, names: dict[str, str]) -> Any:  # noqa: ANN401 - any piece of JSON
    """Return a schema with its references by our names, its titles too, and its words as one text without indents."""
    if isinstance(schema, list):
        return [_renamed(part, names) for part in schema]
    if not isinstance(schema, dict):
        return schema
    renamed = {key: _renamed(part, names) for key, part in schema.items()}
    if isinstance(reference := schema.get("$ref"), str):
        name = reference.rpartition("/")[2]
        renamed["$ref"] = _REFERENCE.format(name=names.get(name, name))
    if isinstance(title := schema.get("title"), str):
        renamed["title"] = _readable(title)
    if schema.get("type") == "integer" and not isinstance(schema.get("properties"), dict):
        renamed = {"minimum": -LARGEST, "maximum": LARGEST} | renamed
    if isinstance(words := schema.get("description"), str):
        renamed["description"] = inspect.cleandoc(words)
    return renamed


_WORDS_OF_TYPES = {"str": "Text", "int": "Number", "bool": "YesNo", "None": "Nothing"}


def _readable(title: str) -> str:
    """Make a name of a type: Edit[core.customers.views.Address | None] is EditOfAddressOrNothing, tuple[X, ...] ManyX."""
    title = re.sub(r"typing\.Literal\[([^\]]*)\]", lambda found: found[1].replace(",", " |").replace("'", ""), title)
    title = re.sub(r"tuple\[([^\[\]]*), \.\.\.\]", r"Many \1", title)
    title = re.sub(r"[a-z_0-9]+\.", "", title)
    title = title.replace("[", " Of ").replace("]", "").replace(",", " And ").replace("|", " Or ")
    words = (_WORDS_OF_TYPES.get(word, word[:1].upper() + word[1:]) for word in title.split())
    return "".join(words)
