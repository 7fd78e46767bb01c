"""RemoteRegister on a line that the test holds: what is sent, with what, and when it is sent again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from core.customers.api import change_customer, create_customer, get_customer
from core.customers.views import CustomerDraft
from core.errors import KundkortError, NotFound, Refused, Unavailable
from core.exchange.api import export_register
from core.files.api import get_blob, put_blob
from core.history.api import undo_batch
from core.operation import Operation
from core.records.api import wait
from core.remote.messages import AFTER_WAITING, CONNECT, POOL, READ, READ_OUTSIDE, WRITE
from tests.conftest import NOW
from tests.remote.lines import (
    BROKEN,
    CARD,
    REFUSED,
    RENAMED,
    URL,
    Far,
    Time,
    body_of,
    json,
    problem,
    registered,
)

# What is sent ---------------------------------------------------------------------------------------------------------


async def test_a_call_goes_by_its_route_with_its_envelope_and_token() -> None:
    far = Far(json(CARD))
    assert await registered(far)(get_customer, 7) == CARD
    asked = far.asked[0]
    assert (asked.method, str(asked.url)) == ("GET", f"{URL}/v1/customers/7")
    assert asked.headers["Authorization"] == "Bearer kk_anna"
    assert asked.headers["Kundkort-Session"] == "session-anna"
    assert asked.headers["Kundkort-Made-At"] == "2026-11-24T08:12:00.000Z"
    assert asked.headers["Kundkort-Version"] == "1"
    assert asked.headers["Accept-Encoding"] == "gzip"


async def test_texts_are_cleaned_before_they_are_sent() -> None:
    far = Far(json(CARD))
    await registered(far)(create_customer, CustomerDraft(id=7, name=" Brf\u200b \x07Solrosen\u202e"))
    assert b'"name":"Brf Solrosen"' in await far.asked[0].aread()


async def test_a_prefix_of_the_server_goes_before_every_path() -> None:
    far = Far(json(CARD))
    await registered(far, url="https://example.com/kundkort/")(get_customer, 7)
    assert str(far.asked[0].url) == "https://example.com/kundkort/v1/customers/7"


async def test_on_a_unix_socket_no_token_goes_along() -> None:
    far = Far(json(CARD))
    await registered(far, url="unix:///run/kundkort", token="")(get_customer, 7)
    assert "Authorization" not in far.asked[0].headers


async def test_an_envelope_of_ones_own_goes_along() -> None:
    far = Far(json(CARD))
    register = registered(far).sending(operation_id="draft-1", made_at=NOW.replace(hour=3))
    await register(change_customer, 7, RENAMED)
    assert far.asked[0].headers["Kundkort-Operation-Id"] == "draft-1"
    assert far.asked[0].headers["Kundkort-Made-At"] == "2026-11-24T03:12:00.000Z"


@pytest.mark.parametrize(
    ("operation", "arguments", "read"),
    [
        (get_customer, (7,), READ),
        (change_customer, (7, RENAMED), READ),
        (undo_batch, (1,), READ_OUTSIDE),
        (get_blob, ("0" * 64,), READ),
    ],
)
async def test_everything_has_a_deadline(
    operation: Operation[..., Any], arguments: tuple[Any, ...], read: float
) -> None:
    far = Far(problem(NotFound("anything", 7)))
    with pytest.raises(NotFound):
        await registered(far)(operation, *arguments)
    assert far.asked[0].extensions["timeout"] == {"connect": CONNECT, "read": read, "write": WRITE, "pool": POOL}


async def test_a_long_poll_may_be_as_long_as_it_waits() -> None:
    far = Far(problem(NotFound("anything", 7)))
    with pytest.raises(NotFound):
        await registered(far)(wait, 1, "", 25)
    assert far.asked[0].extensions["timeout"]["read"] == 25 + AFTER_WAITING


# When it is sent again ------------------------------------------------------------------------------------------------

AGAIN: list[tuple[str, Operation[..., Any], tuple[Any, ...], httpx.Response | Exception, int]] = [
    ("a read whose answer was lost", get_customer, (7,), BROKEN, 4),
    ("a write whose answer was lost", change_customer, (7, RENAMED), BROKEN, 4),
    ("a write of a busy register", change_customer, (7, RENAMED), problem(Unavailable("busy", retry=True)), 4),
    ("a write on a full disk", change_customer, (7, RENAMED), problem(Unavailable("full", retry=True)), 1),
    ("a read behind a proxy without a server", get_customer, (7,), httpx.Response(502), 4),
    ("work outside, known by its id", undo_batch, (1,), BROKEN, 4),
    ("a read that met a fault of the server", get_customer, (7,), httpx.Response(500), 1),
    ("a refusal", get_customer, (7,), problem(Refused("x")), 1),
    ("bytes that may come twice", get_blob, ("0" * 64,), BROKEN, 4),
    ("bytes that were asked for by POST", export_register, ("csv", None), BROKEN, 1),
    ("the same, never sent", export_register, ("csv", None), REFUSED, 4),
    ("the same, turned away", export_register, ("csv", None), problem(Unavailable("full_up", retry=True)), 4),
]


@pytest.mark.parametrize(
    ("operation", "arguments", "answer", "times"), [row[1:] for row in AGAIN], ids=[row[0] for row in AGAIN]
)
async def test_how_often_it_is_sent(
    operation: Operation[..., Any], arguments: tuple[Any, ...], answer: httpx.Response | Exception, times: int
) -> None:
    class Unsent(Far):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if answer is REFUSED:
                self.asked.append(request)
                raise REFUSED
            return await super().handle_async_request(request)

    far = Unsent(answer)
    register = registered(far)
    with pytest.raises(KundkortError):
        await register(operation, *arguments)
    ids = [request.headers["Kundkort-Operation-Id"] for request in far.asked if request.url.path != "/healthz"]
    assert ids == [ids[0]] * times, "one id for all tries"
    await register.close()


async def test_two_calls_have_two_ids() -> None:
    far = Far(json(CARD))
    register = registered(far)
    for _ in range(2):
        await register(change_customer, 7, RENAMED)
    first, second = (request.headers["Kundkort-Operation-Id"] for request in far.asked)
    assert first != second


async def test_what_the_proxy_says_of_when_to_come_back_is_obeyed() -> None:
    time, far = Time(), Far(httpx.Response(503, headers={"Retry-After": "7"}), json(CARD))
    assert await registered(far, patience=time.patience())(get_customer, 7) == CARD
    assert time.slept == [7.125]


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def test_bytes_that_were_partly_sent_are_not_sent_again() -> None:
    async def take_some(request: httpx.Request) -> httpx.Response:
        async for _piece in body_of(request):
            raise BROKEN
        raise AssertionError("nothing was sent")

    far = Far(take_some)
    register = registered(far)
    with pytest.raises(Unavailable) as lost:
        await register(put_blob, pieces(b"a", b"b"), "x")
    assert lost.value.params["reason"] == "lost"
    assert len(far.asked) == 1
    await register.close()


async def test_bytes_of_which_none_were_sent_are() -> None:
    async def take_all(request: httpx.Request) -> httpx.Response:
        taken = b"".join([piece async for piece in body_of(request)])
        return json({"hash": taken.decode(), "size": len(taken), "name": "x"})

    far = Far(problem(Unavailable("full_up", retry=True)), take_all)
    assert (await registered(far)(put_blob, pieces(b"a", b"b"), "x")).hash == "ab"


async def test_what_the_giver_of_bytes_raises_is_raised() -> None:
    async def breaking() -> AsyncIterator[bytes]:
        yield b"a"
        raise FileNotFoundError("x.csv")

    async def take_all(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"".join([piece async for piece in body_of(request)]))

    with pytest.raises(FileNotFoundError):
        await registered(Far(take_all))(put_blob, breaking(), "x")


class Broken(httpx.AsyncByteStream):
    """An answer that breaks off."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"first"
        raise httpx.RemoteProtocolError("peer closed connection")


async def test_a_stream_that_breaks_off_is_told() -> None:
    register = registered(Far(httpx.Response(200, stream=Broken())))
    answer = await register(get_blob, "0" * 64)
    assert await anext(answer) == b"first"
    with pytest.raises(Unavailable) as lost:
        await anext(answer)
    assert (lost.value.params["reason"], lost.value.params["place"]) == ("lost", URL)
    assert register.link.state == "lost"
    await register.close()


async def test_what_is_no_register_is_told_as_that() -> None:
    for answer in (httpx.Response(200, text="<html>Welcome to the hotel"), httpx.Response(302), httpx.Response(404)):
        with pytest.raises(Unavailable) as foreign:
            await registered(Far(answer))(get_customer, 7)
        assert (foreign.value.params["reason"], foreign.value.params["place"]) == ("foreign", URL)
