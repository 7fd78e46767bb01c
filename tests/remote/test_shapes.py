"""How arguments travel: every operation's arguments come back as they went, and what does not fit is said where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.customers.api import change_customer, delete_customer, get_customer, get_customer_by_number
from core.customers.views import CustomerChange
from core.errors import Invalid
from core.files.api import get_blob, put_blob
from core.history.api import customer_history
from core.imports.api import import_rows
from core.operation import all_operations
from core.remote.shapes import LARGEST, MOST_PAIRS, Request, shape_of
from core.slices import declare
from tests.remote.values import arguments_of

declare()
NAMES = [operation.name for operation in all_operations()]
OPERATIONS = {operation.name: operation for operation in all_operations()}


def sent(name: str, request: Request) -> dict[str, Any]:
    """Read a request as a server does: take the path apart, decode its parts."""
    shape = shape_of(OPERATIONS[name])
    there, template = request.path.split("/"), shape.template.split("/")
    assert len(there) == len(template)
    path = {}
    for part, declared in zip(there, template, strict=True):
        if declared.startswith("{"):
            path[declared[1:-1]] = unquote(part)
        else:
            assert part == declared
    return shape.read(path, request.query, request.body)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_arguments_come_back_as_they_went(name: str, data: st.DataObject) -> None:
    operation = OPERATIONS[name]
    arguments = data.draw(arguments_of(operation))
    assert sent(name, shape_of(operation).write(operation.bind(**arguments))) == {
        name: value for name, value in operation.bind(**arguments).items() if name != shape_of(operation).stream_in
    }


@pytest.mark.parametrize("name", NAMES)
def test_what_is_read_is_strict(name: str) -> None:
    shape = shape_of(OPERATIONS[name])
    path = dict.fromkeys(shape.path, "1")
    with pytest.raises(Invalid):
        shape.read(path, "there_is_no_such_parameter=1")
    if shape.stream_in is None:
        with pytest.raises(Invalid):
            shape.read(path, "", b'{"there_is_no_such_parameter":1}')


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (shape_of(get_customer).write({"customer_id": 7}), Request("GET", "/v1/customers/7", "", b"", "")),
        (
            shape_of(get_customer_by_number).write({"number": "10/3 å.?"}),
            Request("GET", "/v1/customers/by-number/10%2F3%20%C3%A5.%3F", "", b"", ""),
        ),
        # Whoever tidies paths on the way would take these away.
        (
            shape_of(get_customer_by_number).write({"number": ".."}),
            Request("GET", "/v1/customers/by-number/%2E%2E", "", b"", ""),
        ),
        (
            shape_of(customer_history).write(customer_history.bind(7, who="Åsa & Bo")),
            Request("GET", "/v1/customers/7/history", "who=%C3%85sa+%26+Bo", b"", ""),
        ),
        (
            shape_of(change_customer).write({"customer_id": 7, "change": CustomerChange()}),
            Request("PATCH", "/v1/customers/7", "", b'{"change":{}}', "application/json"),
        ),
        (shape_of(delete_customer).write({"customer_id": 7}), Request("DELETE", "/v1/customers/7", "", b"", "")),
        (
            shape_of(put_blob).write({"chunks": None, "name": "kunder.csv"}),
            Request("POST", "/v1/blobs", "name=kunder.csv", b"", "application/octet-stream"),
        ),
    ],
)
def test_calls_as_they_are_sent(request_: Request, expected: Request) -> None:
    assert request_ == expected


def test_streams_are_known_by_their_declaration() -> None:
    assert (shape_of(put_blob).stream_in, shape_of(put_blob).stream_out) == ("chunks", False)
    assert (shape_of(get_blob).stream_in, shape_of(get_blob).stream_out) == (None, True)


CHANGE = {"customer_id": "7"}


@pytest.mark.parametrize(
    ("read", "field"),
    [
        (lambda: shape_of(change_customer).read({"customer_id": "x"}, ""), "/customer_id"),
        (lambda: shape_of(change_customer).read({"customer_id": ""}, ""), "/customer_id"),
        (lambda: shape_of(change_customer).read({"customer_id": "٧"}, ""), "/customer_id"),
        (lambda: shape_of(change_customer).read({"customer_id": str(LARGEST + 1)}, ""), "/customer_id"),
        (lambda: shape_of(change_customer).read({"customer_id": "9" * 5000}, ""), "/customer_id"),
        (lambda: shape_of(change_customer).read(CHANGE, "", b""), ""),
        (lambda: shape_of(change_customer).read(CHANGE, "", b"{"), ""),
        (lambda: shape_of(change_customer).read(CHANGE, "", b"\xff"), ""),
        (lambda: shape_of(change_customer).read(CHANGE, "", b'{"change":{"name":{"now":"\\ud800"}}}'), ""),
        (lambda: shape_of(change_customer).read(CHANGE, "", b"[" * 100_000), ""),
        (lambda: shape_of(change_customer).read(CHANGE, "", b'{"change":' * 100_000), "/change"),
        (lambda: shape_of(change_customer).read(CHANGE, "", b'{"change":{"name":{"now":1}}}'), "/change/name/now"),
        (
            lambda: shape_of(change_customer).read(
                CHANGE, "", b'{"change":{"contacts":{"removed":[{"id":1,"seen":1},{"id":99999999999999999,"seen":1}]}}}'
            ),
            "/change/contacts/removed/1/id",
        ),
        (lambda: shape_of(customer_history).read(CHANGE, "limit=many"), "/limit"),
        (lambda: shape_of(customer_history).read(CHANGE, "limit=1&limit=2"), "/limit"),
        (lambda: shape_of(customer_history).read(CHANGE, "who=%FF"), ""),
        (lambda: shape_of(customer_history).read(CHANGE, "~/=1"), "/~0~1"),
        (lambda: shape_of(customer_history).read(CHANGE, "who=a&" * (MOST_PAIRS + 1)), ""),
        (lambda: shape_of(delete_customer).read(CHANGE, "", b'{"customer_id":7}'), ""),
        (lambda: shape_of(import_rows).read({"job_id": "1"}, "", b'{"outcomes":["new",1]}'), "/outcomes/1"),
    ],
)
def test_what_does_not_fit_is_said_where_it_stands(read: Callable[[], object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read()
    (fault,) = refused.value.faults
    assert (fault.field, fault.code) == (field, "wire.shape")
    assert isinstance(fault.params["why"], str)


def test_all_faults_of_a_query_are_said_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        shape_of(customer_history).read({"customer_id": "x"}, "limit=y")
    assert [fault.field for fault in refused.value.faults] == ["/customer_id", "/limit"]


def test_no_body_is_an_empty_object() -> None:
    for body in (b"", b"{}", b" {} "):
        assert shape_of(delete_customer).read(CHANGE, "", body) == {"customer_id": 7}
        assert shape_of(import_rows).read({"job_id": "1"}, "", body)["limit"] == 100
