"""Every error of the core survives the wire as itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import errors
from core.customers.api import change_customer
from core.customers.views import Customer
from core.errors import (
    Broken,
    Clash,
    Conflict,
    Fault,
    Invalid,
    KundkortError,
    NotFound,
    Outdated,
    Refused,
    Reused,
    SignedOut,
    Unavailable,
)
from core.history.api import undo
from core.operation import all_operations
from core.remote.problems import CLASHING_VIEWS, MEDIA_TYPE, STATUSES, TITLES, encode_problem, error_of
from core.settings.views import Settings
from core.slices import declare

texts = st.text(max_size=20)
params = st.dictionaries(texts, texts | st.integers(-(2**53), 2**53), max_size=3)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
faults = st.builds(Fault, texts, texts, params, st.sampled_from(["fault", "warning"]))
clashes = st.builds(Clash, texts, values, values, values, texts, texts)
views = (
    st.none()
    | st.builds(Customer, id=st.integers(0, 2**53), seq=st.integers(0, 2**53), name=texts)
    | st.just(Settings())
)
any_error: st.SearchStrategy[KundkortError] = st.one_of(
    st.lists(faults, max_size=3).map(Invalid),
    st.builds(Conflict, st.lists(clashes, max_size=3), views),
    st.builds(NotFound, texts, texts | st.integers(0, 2**53)),
    st.builds(Refused, texts),
    st.builds(SignedOut),
    st.builds(SignedOut, login=texts),
    st.builds(Outdated, texts, texts, newer=st.booleans()),
    st.builds(Reused, texts),
    st.builds(Unavailable, texts, retry=st.booleans(), place=st.just("https://x"), wait=st.integers(0, 3600)),
    st.builds(Broken, st.just("https://x")),
)


def whole(error: KundkortError) -> tuple[Any, ...]:
    """Return all that an error has."""
    more = [getattr(error, name, None) for name in ("faults", "clashes", "now", "retry", "wait")]
    return type(error), error.params, *more


@settings(max_examples=200)
@given(any_error)
def test_every_error_comes_back_as_itself(error: KundkortError) -> None:
    status, body, headers = encode_problem(error)
    assert headers["Content-Type"] == MEDIA_TYPE
    assert 400 <= status < 600 and status != 500
    assert whole(error_of(status, body, change_customer, place="https://x")) == whole(error)


def kinds(kind: type[KundkortError] = KundkortError) -> Iterator[type[KundkortError]]:
    for below in kind.__subclasses__():
        if below.__module__ == errors.__name__:
            yield from kinds(below)
            if not below.__subclasses__() or below.code != "error":
                yield below


def test_every_kind_of_error_has_a_status_and_a_title() -> None:
    codes = {kind.code for kind in kinds()} - {"error"}
    assert set(STATUSES) == set(TITLES) == codes


STATUS_TABLE: list[tuple[KundkortError, int, dict[str, str]]] = [
    (Invalid([Fault("name", "required")]), 422, {}),
    (Conflict([]), 409, {}),
    (NotFound("customer", 7), 404, {}),
    (Refused("export"), 403, {}),
    (SignedOut(), 401, {"WWW-Authenticate": "Bearer"}),
    (Outdated("1", "2"), 426, {"Upgrade": "kundkort/2"}),
    (Reused("x"), 409, {}),
    (Unavailable("busy", retry=True), 503, {"Retry-After": "1"}),
    (Unavailable("full_up", retry=True, wait=5), 503, {"Retry-After": "5"}),
    (Unavailable("slowed", retry=True, wait=30), 429, {"Retry-After": "30"}),
    (Broken("/var/lib/kundkort.sqlite"), 503, {}),
]


@pytest.mark.parametrize(("error", "status", "named"), STATUS_TABLE, ids=lambda value: str(value)[:30])
def test_what_an_error_is_answered_with(error: KundkortError, status: int, named: dict[str, str]) -> None:
    found, body, headers = encode_problem(error)
    assert found == status
    assert named.items() <= headers.items()
    told = msgspec.json.decode(body)
    assert told["status"] == status
    assert told["type"] == f"urn:kundkort:problem:{error.code}"
    assert told["title"]


@pytest.mark.parametrize("error", [Unavailable("read_only", retry=False, place="/srv/secret"), Broken("/srv/secret")])
def test_paths_of_the_server_stay_there(error: KundkortError) -> None:
    status, body, _headers = encode_problem(error)
    assert b"secret" not in body
    assert error_of(status, body, change_customer, place="https://x").params["place"] == "https://x"


def test_a_conflict_that_shows_another_view_than_the_result_keeps_it() -> None:
    status, body, _headers = encode_problem(Conflict([], Settings()))
    error = error_of(status, body, undo)
    assert isinstance(error, Conflict)
    assert error.now == Settings()


def test_every_view_that_may_clash_is_known() -> None:
    declare()
    clashing = {operation.result for operation in all_operations() if Conflict in operation.raises}
    # What takes back shows the card or the settings, and answers with something else.
    others = {result for result in clashing if result.__name__ in ("Undone", "Job")}
    assert clashing - others == set(CLASHING_VIEWS.values())


NO_PROBLEMS: list[tuple[int, bytes, type[KundkortError], str]] = [
    (401, b"", SignedOut, ""),
    (413, b"<html>too large</html>", Invalid, ""),
    (429, b"", Unavailable, "lost"),
    (500, b'{"code": "internal"}', Unavailable, "fault"),
    (408, b'{"code": "slow"}', Unavailable, "lost"),
    (502, b"<html>Bad Gateway</html>", Unavailable, "lost"),
    (503, b"\xff\xfe", Unavailable, "lost"),
    (504, b"null", Unavailable, "lost"),
    (404, b"<html>Not Found</html>", Unavailable, "foreign"),
    (403, b'{"error": "forbidden"}', Unavailable, "foreign"),
    (302, b"", Unavailable, "foreign"),
    (200, b"[]", Unavailable, "foreign"),
    (404, b'{"code": "not_found", "params": {}}', Unavailable, "foreign"),
    (426, b'{"code": "outdated", "params": {"have": "1"}}', Unavailable, "foreign"),
    (503, b'{"code": "moon"}', Unavailable, "lost"),
]


@pytest.mark.parametrize(("status", "body", "kind", "reason"), NO_PROBLEMS)
def test_what_a_proxy_answers_is_told_by_its_status(
    status: int, body: bytes, kind: type[KundkortError], reason: str
) -> None:
    error = error_of(status, body, change_customer, place="https://x")
    assert type(error) is kind
    assert error.params.get("reason", "") == reason


@settings(max_examples=100)
@given(st.integers(300, 599), st.binary(max_size=40) | values.map(msgspec.json.encode))
def test_no_answer_is_more_than_an_error_of_ours(status: int, body: bytes) -> None:
    assert isinstance(error_of(status, body, change_customer), KundkortError)
