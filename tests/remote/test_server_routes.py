"""Which requests reach an operation, and what those are told that reach none."""

from __future__ import annotations

import httpx
import msgspec
import pytest

from core.customers.api import get_customer
from core.errors import Outdated
from core.local import LocalRegister
from core.operation import all_operations
from core.remote.problems import MEDIA_TYPE, Problem, error_of
from core.remote.server.routing import Routes
from core.remote.shapes import shape_of
from tests.core.customers.making import make
from tests.remote.asking import JSON, asking


def told(answer: httpx.Response) -> Problem:
    """Read the problem of an answer."""
    assert answer.headers["Content-Type"] == MEDIA_TYPE
    problem = msgspec.json.decode(answer.content, type=Problem)
    assert problem.status == answer.status_code
    return problem


ROUTES = Routes(
    [
        ("GET", "/customers/{id}", "card"),
        ("PATCH", "/customers/{id}", "change"),
        ("GET", "/customers/choices", "choices"),
        ("POST", "/customers/search", "search"),
        ("GET", "/customers/by-number/{number}", "by number"),
        ("GET", "/customers/{customer}/history", "history"),
    ]
)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (b"/customers/7", {"GET": "card", "PATCH": "change"}),
        (b"/customers/choices", {"GET": "choices"}),
        (b"/customers/search", {"POST": "search"}),
        (b"/customers/by-number/history", {"GET": "by number"}),
        (b"/customers/by-number/", {"GET": "by number"}),
        (b"/customers/7/history", {"GET": "history"}),
        (b"/customers/7/history/", None),
        (b"/customers", None),
        (b"/", None),
        (b"", None),
        (b"/customers/%ff", None),
    ],
)
def test_a_path_that_is_spelled_out_goes_first(path: bytes, found: dict[str, str] | None) -> None:
    at = ROUTES.find(path)
    assert (at and at.by_method) == found


def test_parts_of_a_path_are_decoded_after_it_is_taken_apart() -> None:
    found = ROUTES.find(b"/customers/by-number/10%2F3%20%C3%A5")
    assert found is not None and found.named("GET") == {"number": "10/3 å"}


def test_each_method_has_its_own_names() -> None:
    routes = Routes([("GET", "/a/{one}", 1), ("PUT", "/a/{other}", 2)])
    found = routes.find(b"/a/7")
    assert found is not None
    assert (found.named("GET"), found.named("PUT")) == ({"one": "7"}, {"other": "7"})


def test_two_routes_that_are_the_same_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="two routes"):
        Routes([("GET", "/a/{one}", 1), ("GET", "/a/{two}", 2)])


async def test_a_number_may_have_any_sign(register: LocalRegister) -> None:
    await make(register, number="10/3 Ö")
    async with asking(register) as asked:
        answer = await asked("GET", "/v1/customers/by-number/10%2F3%20%C3%96")
        assert answer.json()["number"] == "10/3 Ö"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/", 404, "route"),
        ("GET", "/v1", 404, "route"),
        ("GET", "/v2/users/me", 404, "route"),
        ("GET", "/v1/users/me/", 404, "route"),
        ("POST", "/nowhere", 404, "route"),
        ("PATCH", "/v1/users/me", 405, "method"),
        ("TRACE", "/v1/users/me", 405, "method"),
        ("DELETE", "/openapi.json", 405, "method"),
        ("BREW", "/v1/users/me", 405, "method"),
        ("GET", "/v1/customers/seven", 422, "invalid"),
        ("GET", "/v1/customers/7", 404, "not_found"),
        ("GET", "/v1/users/me?why=1", 422, "invalid"),
    ],
)
async def test_what_reaches_no_operation_is_told_why(
    register: LocalRegister, method: str, path: str, status: int, code: str
) -> None:
    async with asking(register) as asked:
        answer = await asked(method, path)
    assert (answer.status_code, told(answer).code) == (status, code)


async def test_a_wrong_method_is_told_the_right_ones(register: LocalRegister) -> None:
    async with asking(register) as asked:
        assert (await asked("PUT", "/v1/customers/7")).headers["Allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH"
        options = await asked("OPTIONS", "/v1/customers")
    assert (options.status_code, options.headers["Allow"], options.content) == (204, "OPTIONS, POST", b"")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"json": {"count": 1}}, 200),
        ({"content": b"{}", "headers": {"Content-Type": "application/json; charset=utf-8"}}, 200),
        ({}, 200),
        ({"content": b""}, 200),
        ({"content": b'{"count":1}'}, 415),
        ({"data": {"count": "1"}}, 415),
        ({"content": b"{}", "headers": JSON | {"Content-Encoding": "gzip"}}, 415),
        ({"content": b"{", "headers": JSON}, 422),
        ({"content": b"[]", "headers": JSON}, 422),
        ({"content": b'{"count":"1"}', "headers": JSON}, 422),
        ({"content": b'{"count":1,"and":2}', "headers": JSON}, 422),
        ({"content": b"\xff\xfe", "headers": JSON}, 422),
        ({"content": b"[" * 500_000, "headers": JSON}, 422),
        ({"content": b'{"count":' * 50_000, "headers": JSON}, 422),
        ({"content": b'{"count":99999999999999999999999999}', "headers": JSON}, 422),
        ({"content": b'{"count":1e400}', "headers": JSON}, 422),
        ({"content": b'{"count":NaN}', "headers": JSON}, 422),
        ({"json": {"count": 0}}, 422),
        ({"json": {}, "headers": {"Kundkort-Made-At": "yesterday"}}, 422),
        ({"json": {}, "headers": {"Kundkort-Operation-Id": "å".encode()}}, 422),
        ({"json": {}, "headers": {"Kundkort-Version": "2"}}, 426),
    ],
)
async def test_what_a_caller_sends_is_never_a_fault_of_the_server(
    register: LocalRegister, sent: dict[str, object], status: int
) -> None:
    async with asking(register) as asked:
        answer = await asked("POST", "/v1/ids", **sent)
        assert answer.status_code == status
        if status != 200:
            told(answer)


async def test_an_operation_of_another_version_says_both(register: LocalRegister) -> None:
    async with asking(register) as asked:
        answer = await asked("GET", "/v1/users/me", headers={"Kundkort-Version": "7"})
    assert told(answer).params == {"have": "1", "need": "7", "newer": 0}
    assert answer.headers["Upgrade"] == "kundkort/7"


async def test_every_operation_has_its_route(register: LocalRegister) -> None:
    async with asking(register, signed_in=False) as asked:
        for operation in all_operations():
            shape = shape_of(operation)
            path = shape.template.replace("{", "").replace("}", "")
            answer = await asked(shape.method, path)
            assert answer.status_code == (422 if operation.open_to_all else 401), operation


async def test_parameters_that_break_rules_are_all_told(register: LocalRegister) -> None:
    async with asking(register) as asked:
        ids = (await asked("POST", "/v1/ids")).json()
        draft = {"id": ids[0], "name": "", "org_no": "1"}
        faults = told(await asked("POST", "/v1/customers", json={"draft": draft})).faults
    assert {fault.field for fault in faults} == {"name", "org_no"}


async def test_a_server_that_has_no_such_operation_is_outdated(register: LocalRegister) -> None:
    async with asking(register) as asked:
        answers = [await asked("GET", "/v1/orders/7"), await asked("PUT", "/v1/customers/7")]
    for answer in answers:
        error = error_of(answer.status_code, answer.content, get_customer)
        assert isinstance(error, Outdated) and error.params == {"have": "0", "need": "1", "newer": 0}
