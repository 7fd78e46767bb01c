"""Reads are broken off in the database when nobody waits for them; writes never."""

from __future__ import annotations

import asyncio

import pytest

from core.customers.api import create_customer
from core.local import LocalRegister
from core.records.api import wait
from core.remote.headers import ABANDONS, OPERATION_ID
from core.remote.server.app import make_app
from core.remote.server.limits import Limits
from tests.conftest import OpenAs
from tests.remote.asking import asking, endless, hold, hold_outside
from tests.remote.served import token_for

READ = "/v1/customers/choices"


async def test_a_read_that_takes_too_long_is_broken_off(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless(monkeypatch)
    async with asking(register, limits=Limits(read_time=0.05)) as asked:
        answer = await asked("GET", READ)
        assert (answer.status_code, answer.json()["params"]) == (503, {"reason": "busy"})
        assert (await asked("GET", "/v1/users/me")).status_code == 200, "the reader is free again"
        assert asked.traffic.taken("read") == 0


async def test_a_read_that_nobody_waits_for_is_named_with_the_next_call(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = endless(monkeypatch)
    async with asking(register) as asked:
        overtaken = asyncio.create_task(asked("GET", READ, headers={OPERATION_ID: "first"}))
        await held.until(1)
        assert (await asked("GET", "/v1/users/me", headers={ABANDONS: "other,first"})).status_code == 200
        assert (await overtaken).json()["params"] == {"reason": "overtaken"}


async def test_others_reads_are_not_there_to_be_named(
    register: LocalRegister, open_as: OpenAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = endless(monkeypatch)
    token = await token_for(await open_as("per"))
    async with asking(register) as asked:
        running = asyncio.create_task(asked("GET", READ, headers={OPERATION_ID: "first"}))
        await held.until(1)
        named = {ABANDONS: "first", "Authorization": f"Bearer {token}"}
        assert (await asked("GET", "/v1/users/me", headers=named)).status_code == 200
        assert asked.traffic.taken("read") == 1, "it runs on"
        await asked("GET", "/v1/users/me", headers={ABANDONS: "first"})
        assert (await running).status_code == 503


async def test_a_read_ends_when_its_caller_leaves(register: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    held = endless(monkeypatch)
    app = make_app(register, limits=Limits(watched_after=0))
    sent: list[str] = []
    gone = asyncio.Event()

    async def receive() -> dict[str, object]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: object) -> None:
        sent.append(str(message))

    headers = [(b"authorization", f"Bearer {await token_for(register)}".encode())]
    scope = {"type": "http", "method": "GET", "path": READ, "query_string": b"", "headers": headers, "scheme": "http"}
    running = asyncio.create_task(app(scope, receive, send))
    await held.until(1)
    gone.set()
    await running
    assert sent == [], "nobody was left to be answered"
    assert app.state.traffic.taken("read") == 0


async def test_a_write_goes_on_whatever_is_said_of_it(register: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    held = hold(monkeypatch, create_customer, None)
    async with asking(register, limits=Limits(read_time=0.01, watched_after=0)) as asked:
        writing = asyncio.create_task(
            asked("POST", "/v1/customers", json={"draft": {"id": 1}}, headers={OPERATION_ID: "w"})
        )
        await held.until(1)
        assert (await asked("GET", "/v1/users/me", headers={ABANDONS: "w"})).status_code == 200
        held.let_go()
        assert (await writing).status_code == 200


async def test_a_read_that_is_over_can_be_named_in_vain(register: LocalRegister) -> None:
    async with asking(register) as asked:
        assert (await asked("GET", READ, headers={OPERATION_ID: "first"})).status_code == 200
        assert (await asked("GET", READ, headers={OPERATION_ID: "first", ABANDONS: "first"})).status_code == 200


async def test_who_waits_for_news_is_answered_when_the_server_stops(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = hold_outside(monkeypatch, wait, lambda: None)
    async with asking(register) as asked:
        waiting = asyncio.create_task(asked("GET", "/v1/changes/wait?since=1&patience=30"))
        await held.until(1)
        asked.traffic.stop()
        answer = await waiting
        held.let_go()
        assert (answer.status_code, answer.json()["params"]) == (503, {"reason": "stopping"})
        assert answer.headers["Retry-After"] == "1"
        for path in (READ, "/v1/changes/wait?since=1"):
            assert (await asked("GET", path)).json()["params"] == {"reason": "stopping"}
