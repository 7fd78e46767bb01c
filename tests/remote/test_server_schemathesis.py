"""The served document against the server itself: calls that fit it and calls that do not, by two users, and no surprise."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from queue import Queue
from typing import Any

import jsonschema_rs
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.result import Ok

from core.caller import Caller
from core.clock import system_clock
from core.customers.api import list_customers
from core.customers.views import CustomerQuery
from core.demo.api import fill_with_example
from core.local import LocalRegister, open_local
from core.operation import all_operations
from core.people.api import add_user
from core.people.views import UserDraft
from core.places import sqlite_url
from core.remote.server.openapi import document
from core.rights import Right
from core.slices import declare
from tests.remote.served import serving, token_for

declare()
load_all_checks()
FEW_RIGHTS = "per"
CASES = 4
"""Calls of each operation that fit the document, and as many that do not, by each of the two users."""
CHECKED: list[Any] = [
    CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "negative_data_rejection",
    )
]
DOCUMENT: dict[str, Any] = json.loads(document())
# The token is the test's own: to leave it out is no call that does not fit.
SCHEMA = schemathesis.openapi.from_dict({name: part for name, part in DOCUMENT.items() if name != "security"})
DESCRIBED = {
    found.ok().definition.raw["operationId"]: found.ok()
    for found in SCHEMA.get_all_operations()
    if isinstance(found, Ok)
}
SLOW = {"demo.fill": "a million customers take minutes", "records.wait": "it waits"}


@dataclass
class Place:
    """A server that answers, and the tokens of its users."""

    url: str
    tokens: dict[str, str]
    customers: list[int]
    asking: Queue[str]
    given: Queue[str]

    def lead_to_customers(self, case: Case[Any]) -> None:
        """Let half of the calls for a customer mean one that is there."""
        number = case.path_parameters.get("customer_id")
        if isinstance(number, int) and number % 2 == 0:
            case.path_parameters["customer_id"] = self.customers[number // 2 % len(self.customers)]

    def sign_in_again(self, login: str) -> None:
        """Get a new token: the old one was ended by a call."""
        self.asking.put(login)
        self.tokens[login] = self.given.get(timeout=20)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Serve a register with some customers, on a thread of its own."""
    path = tmp_path_factory.mktemp("served") / "kundkort.sqlite"
    ready: Queue[Place] = Queue()
    place: list[Place] = []

    async def run() -> None:
        register = await open_local(sqlite_url(path), user="anna", session="maker", clock=system_clock)
        await register(fill_with_example, 20)
        await register(add_user, UserDraft(login=FEW_RIGHTS, only_assigned=True, without=tuple(Right)))
        async with serving(register) as url:
            rows = (await register(list_customers, CustomerQuery())).rows
            found = Place(url, {}, [row.id for row in rows], Queue(), Queue())
            for login in ("anna", FEW_RIGHTS):
                found.tokens[login] = await _token(register, login)
            ready.put(found)
            while login := await asyncio.to_thread(found.asking.get):
                found.given.put(await _token(register, login))

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    place.append(ready.get(timeout=60))
    yield place[0]
    place[0].asking.put("")
    thread.join(60)


async def _token(register: LocalRegister, login: str) -> str:
    return await token_for(register.acting(Caller(login, "test")))


def test_the_document_is_valid() -> None:
    schemathesis.openapi.from_dict(DOCUMENT).validate()
    broken = json.loads(document())
    broken["paths"]["/v1/customers"]["post"]["responses"] = []
    with pytest.raises(jsonschema_rs.ValidationError):
        schemathesis.openapi.from_dict(broken).validate()


def assert_as_described(answer: Any, described: dict[str, Any]) -> None:
    """Hold the body of an answer against its schema. (Schemathesis's own check rewrites tuples to what no draft knows.)"""
    told = described["responses"][str(answer.status_code)]
    if "$ref" in told:
        told = DOCUMENT["components"]["responses"][str(answer.status_code)]
    schema = told["content"][answer.headers["content-type"][0]].get("schema")
    if schema is not None:
        validator(json.dumps(schema)).validate(answer.json())


@cache
def validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    """Return what validates by a schema of the document."""
    return jsonschema_rs.Draft202012Validator({**json.loads(schema), "components": DOCUMENT["components"]})


@pytest.mark.parametrize("login", ["anna", FEW_RIGHTS])
@pytest.mark.parametrize("name", [operation.name for operation in all_operations() if operation.name not in SLOW])
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_answer_is_a_surprise(place: Place, name: str, login: str, mode: GenerationMode) -> None:
    with requests.Session() as session:

        @settings(
            max_examples=CASES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=DESCRIBED[name].as_strategy(mode))
        def check(case: Case[Any]) -> None:
            if mode is GenerationMode.POSITIVE:
                place.lead_to_customers(case)
            headers = {"Authorization": f"Bearer {place.tokens[login]}"}
            answer = case.call(base_url=place.url, session=session, headers=headers)
            # That a version is refused with 426 is not known to the check of what was refused.
            case.validate_response(answer, checks=CHECKED[:-1] if answer.status_code == 426 else CHECKED)
            assert_as_described(answer, DESCRIBED[name].definition.raw)
            if answer.status_code == 401 or name in ENDING:
                place.sign_in_again(login)

        check()


ENDING = {"people.sign_out", "people.end_sign_in", "people.end_all_sign_ins", "people.set_password"}
