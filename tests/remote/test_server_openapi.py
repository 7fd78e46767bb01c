"""The served description: valid OpenAPI 3.1, every operation in it, names that people can read."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema_rs
import pytest

from core.local import LocalRegister
from core.operation import all_operations
from core.remote.server.openapi import document
from core.remote.shapes import shape_of
from core.slices import declare
from tests.remote.asking import asking

declare()
DOCUMENT: dict[str, Any] = json.loads(document())
OPERATIONS = {
    described["operationId"]: (method.upper(), path, described)
    for path, methods in DOCUMENT["paths"].items()
    for method, described in methods.items()
}


def references(part: object) -> set[str]:
    """Return every reference in a piece of the document."""
    if isinstance(part, list):
        return set().union(*map(references, part))
    if not isinstance(part, dict):
        return set()
    found = set().union(*map(references, part.values()))
    return found | {part["$ref"]} if isinstance(part.get("$ref"), str) else found


async def test_it_is_served_to_everybody(register: LocalRegister) -> None:
    async with asking(register, signed_in=False) as asked:
        first = await asked("GET", "/openapi.json")
        again = await asked("GET", "/openapi.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, first.json()) == (200, DOCUMENT)
    assert again.status_code == 304


def test_every_operation_is_in_it() -> None:
    found = {name: (method, path) for name, (method, path, _described) in OPERATIONS.items()}
    shapes = map(shape_of, all_operations())
    assert found == {shape.operation.name: (shape.method, shape.template) for shape in shapes}


def test_every_reference_leads_somewhere() -> None:
    for reference in references(DOCUMENT):
        at: Any = DOCUMENT
        for step in reference.removeprefix("#/").split("/"):
            at = at[step]


def test_nothing_is_described_that_is_not_used() -> None:
    used = references(DOCUMENT)
    assert {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]} <= used


def test_names_can_be_read() -> None:
    names = DOCUMENT["components"]["schemas"]
    assert all(re.fullmatch(r"[A-Z][A-Za-z]+", name) for name in names), names
    assert {"Customer", "EditOfText", "EditOfAddressOrNothing", "PartsOfContactAndContactChange"} <= set(names)


@pytest.mark.parametrize("name", sorted(DOCUMENT["components"]["schemas"]))
def test_every_schema_is_one(name: str) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    jsonschema_rs.meta.validate(DOCUMENT["components"]["schemas"][name])
    jsonschema_rs.validator_for(schema)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_every_operation_is_described_whole(name: str) -> None:
    _method, path, described = OPERATIONS[name]
    in_path = {one["name"] for one in described["parameters"] if one.get("in") == "path"}
    assert in_path == set(re.findall(r"{(\w+)}", path))
    assert described["summary"] and described["description"]
    assert {"200", "401", "422", "503"} <= set(described["responses"])
    content = described["responses"]["200"]["content"]
    assert set(content) in ({"application/json"}, {"application/octet-stream"})


def test_what_is_open_to_all_says_so_and_nothing_else_does() -> None:
    open_to_all = {
        name for name, (_method, _path, described) in OPERATIONS.items() if described.get("security") == [{}]
    }
    assert open_to_all == {"people.sign_in"}
    assert DOCUMENT["security"] == [{"token": []}]


def test_defaults_are_those_of_the_declaration() -> None:
    (limit,) = (one for one in OPERATIONS["history.of_customer"][2]["parameters"] if one.get("name") == "limit")
    assert (limit["required"], limit["schema"]["default"]) == (False, 100)
    (since,) = (one for one in OPERATIONS["records.changes"][2]["parameters"] if one.get("name") == "since")
    assert (since["required"], since["schema"]["type"]) == (True, "integer")


def test_numbers_have_their_range() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    assert schemas["Customer"]["properties"]["id"] == {"type": "integer", "minimum": -(2**53 - 1), "maximum": 2**53 - 1}
