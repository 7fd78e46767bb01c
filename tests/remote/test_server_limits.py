"""Every limit of the server: beyond it a caller is told so at once, and the server stays up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from core.customers.api import create_customer, customer_choices
from core.customers.views import Choices
from core.exchange.api import template
from core.local import LocalRegister
from core.people.api import sign_in
from core.records.api import wait
from core.records.views import Changes
from core.remote.server.limits import Limits
from tests.conftest import OpenAs
from tests.remote.asking import JSON, Asked, Held, asking, hold, hold_outside
from tests.remote.served import token_for

BYTES = {"Content-Type": "application/octet-stream"}
MARK = "/v1/users/me"


async def assert_full(asked: Asked, method: str, path: str, **sent: object) -> None:
    """Hold that there is no room for this call, and that its caller is told when to try again."""
    answer = await asked(method, path, **sent)
    assert (answer.status_code, answer.json()["params"]) == (503, {"reason": "full_up"})
    assert (answer.json()["retry"], answer.headers["Retry-After"]) == (True, "1")


async def test_so_many_writes_may_wait(register: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    held = hold(monkeypatch, create_customer, None)
    async with asking(register, limits=Limits(writes=3)) as asked:
        draft = {"draft": {"id": 1}}
        writing = [asyncio.create_task(asked("POST", "/v1/customers", json=draft)) for _ in range(3)]
        await held.until(1)
        await assert_full(asked, "POST", "/v1/customers", json=draft)
        assert (await asked("GET", MARK)).status_code == 200, "reads go on"
        held.let_go()
        assert [answer.status_code for answer in await asyncio.gather(*writing)] == [200] * 3
        assert (await asked("POST", "/v1/ids")).status_code == 200


async def test_so_many_reads_may_wait(register: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    held = hold(monkeypatch, customer_choices, Choices())
    async with asking(register, limits=Limits(reads=1)) as asked:
        reading = asyncio.create_task(asked("GET", "/v1/customers/choices"))
        await held.until(1)
        await assert_full(asked, "GET", "/v1/customers/7")
        assert (await asked("POST", "/v1/ids")).status_code == 200, "writes go on"
        held.let_go()
        assert (await reading).status_code == 200


async def test_so_many_requests_may_be_under_way(register: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    held = hold(monkeypatch, customer_choices, Choices())
    async with asking(register, limits=Limits(requests=1)) as asked:
        reading = asyncio.create_task(asked("GET", "/v1/customers/choices"))
        await held.until(1)
        await assert_full(asked, "POST", "/v1/ids")
        assert (await asked("GET", "/healthz")).status_code == 200, "whoever looks after it is answered"
        held.let_go()
        assert (await reading).status_code == 200


async def test_who_is_not_signed_in_takes_nobodys_place(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = hold_outside(monkeypatch, sign_in, lambda: None)
    async with asking(register, limits=Limits(open_requests=1)) as asked:
        body = {"login": "anna", "password": "x"}
        signing_in = asyncio.create_task(asked("POST", "/v1/sign-in", json=body))
        await held.until(1)
        await assert_full(asked, "POST", "/v1/sign-in", json=body)
        assert (await asked("GET", MARK)).status_code == 200
        held.let_go()
        assert (await signing_in).status_code == 200


async def test_streams_have_a_room_of_their_own(register: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held()

    async def pieces(_services: object) -> AsyncIterator[bytes]:
        await asyncio.to_thread(held.wait)
        yield b"piece"

    monkeypatch.setattr(template, "implementation", pieces)
    async with asking(register, limits=Limits(streams=1)) as asked:
        streaming = asyncio.create_task(asked("GET", "/v1/exports/template"))
        await held.until(1)
        await assert_full(asked, "POST", "/v1/blobs", content=b"x", headers=BYTES)
        held.let_go()
        assert (await streaming).content == b"piece"


async def test_a_user_may_wait_for_news_so_many_times(
    register: LocalRegister, open_as: OpenAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = hold_outside(monkeypatch, wait, lambda: Changes(seq=1, epoch=""))
    per = {"Authorization": f"Bearer {await token_for(await open_as('per'))}"}
    path = "/v1/changes/wait?since=1"
    async with asking(register, limits=Limits(polls_each=1, requests=1)) as asked:
        waiting = [asyncio.create_task(asked("GET", path)), asyncio.create_task(asked("GET", path, headers=per))]
        await held.until(2)
        await assert_full(asked, "GET", path)
        assert (await asked("GET", MARK)).status_code == 200, "waiting is no work"
        held.let_go()
        assert [answer.status_code for answer in await asyncio.gather(*waiting)] == [200, 200]
        assert (await asked("GET", path)).status_code == 200


async def test_all_together_may_wait_for_news_so_many_times(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = hold_outside(monkeypatch, wait, lambda: Changes(seq=1, epoch=""))
    async with asking(register, limits=Limits(polls=1)) as asked:
        waiting = asyncio.create_task(asked("GET", "/v1/changes/wait?since=1"))
        await held.until(1)
        await assert_full(asked, "GET", "/v1/changes/wait?since=1")
        held.let_go()
        assert (await waiting).status_code == 200


@pytest.mark.parametrize("size", [999, 1000, 1001, 5000])
async def test_a_body_may_have_so_many_bytes(register: LocalRegister, size: int) -> None:
    body = b'{"count":1' + b" " * (size - 11) + b"}"
    async with asking(register, limits=Limits(body=1000)) as asked:
        told = await asked("POST", "/v1/ids", content=body, headers=JSON)
        untold = await asked("POST", "/v1/ids", content=pieces(body), headers=JSON)
    assert [told.status_code, untold.status_code] == [200 if size <= 1000 else 413] * 2
    if size > 1000:
        (fault,) = told.json()["faults"]
        assert (told.json()["status"], fault["code"], fault["params"]) == (413, "wire.large", {"high": 1000})


async def pieces(content: bytes, size: int = 300) -> AsyncIterator[bytes]:
    """Send a body without saying how long it will be."""
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def test_who_is_not_signed_in_may_send_less(register: LocalRegister) -> None:
    body = {"login": "anna", "password": "x" * 20_000}
    async with asking(register, signed_in=False) as asked:
        assert (await asked("POST", "/v1/sign-in", json=body)).status_code == 413
        assert (await asked("POST", "/v1/customers", content=b"x" * 500_000)).status_code == 401, "it is not even read"


async def test_a_body_that_is_far_too_large_is_not_waited_for(register: LocalRegister) -> None:
    headers = JSON | {"Content-Length": "99999999999"}
    async with asking(register) as asked:
        answer = await asked("POST", "/v1/ids", content=pieces(b""), headers=headers)
    assert (answer.status_code, answer.headers["Connection"]) == (413, "close")


@pytest.mark.parametrize("size", [4000, 4001])
async def test_a_file_may_have_so_many_bytes(register: LocalRegister, size: int) -> None:
    async with asking(register, limits=Limits(blob=4000, body=10)) as asked:
        for content in (b"x" * size, pieces(b"x" * size)):
            answer = await asked("POST", "/v1/blobs?name=a.csv", content=content, headers=BYTES)
            assert answer.status_code == (200 if size <= 4000 else 413)
        assert asked.traffic.taken("stream") == 0


async def never(first: bytes) -> AsyncIterator[bytes]:
    """Send something and then nothing more."""
    yield first
    await asyncio.Event().wait()


async def test_a_body_must_come_in_time(register: LocalRegister) -> None:
    async with asking(register, limits=Limits(body_time=0.02)) as asked:
        for path, headers in (("/v1/ids", JSON), ("/v1/blobs", BYTES)):
            answer = await asked("POST", path, content=never(b"{"), headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (408, "slow")
            assert answer.headers["Connection"] == "close"
        assert asked.traffic.taken("request") == 0


async def test_a_file_must_not_trickle_in_for_ever(register: LocalRegister) -> None:
    async def trickle() -> AsyncIterator[bytes]:
        while True:
            yield b"x"
            await asyncio.sleep(0.01)

    async with asking(register, limits=Limits(body_time=0.1)) as asked:
        answer = await asked("POST", "/v1/blobs", content=trickle(), headers=BYTES)
    assert (answer.status_code, answer.json()["code"]) == (408, "slow")


async def test_json_may_not_be_deeper_than_what_is_declared(register: LocalRegister) -> None:
    async with asking(register) as asked:
        for body in (b'{"query":' * 10_000, b"[" * 10_000 + b"]" * 10_000, b'{"query":{"text":' + b"[" * 100_000):
            answer = await asked("POST", "/v1/customers/search", content=body, headers=JSON)
            assert answer.status_code == 422


async def test_a_full_server_stays_up(register: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    held = hold(monkeypatch, create_customer, None)
    async with asking(register, limits=Limits(writes=2)) as asked:
        draft = {"draft": {"id": 1}}
        calls = [asyncio.create_task(asked("POST", "/v1/customers", json=draft)) for _ in range(200)]
        await held.until(1)
        held.let_go()
        answers = [answer.status_code for answer in await asyncio.gather(*calls)]
        assert set(answers) == {200, 503} and answers.count(200) >= 2
        assert (await asked("GET", MARK)).status_code == 200
        assert (asked.traffic.taken("write"), asked.traffic.taken("request")) == (0, 0)
