"""What the log says of a request, and what it never says: who, from where, about whom, in which words."""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest

from core.customers.api import get_customer_by_number
from core.exchange.api import template
from core.local import LocalRegister
from core.remote.headers import OPERATION_ID
from core.remote.server.logs import Failed, Lines, Noted, Served, to_stderr
from core.remote.server.trouble import Gone
from tests.core.customers.making import make
from tests.remote.asking import asking

SECRET = "Öberg-811218-9876"


async def test_a_line_a_request(register: LocalRegister) -> None:
    async with asking(register) as asked:
        answer = await asked("GET", "/v1/users/me", headers={OPERATION_ID: "op-1"})
        await asked("GET", "/v1/customers/7")
        await asked("GET", "/nowhere")
        await asked("GET", "/healthz")
    good, missing, nowhere, health = asked.logged
    assert isinstance(good, Served)
    assert (good.operation, good.status, good.code, good.operation_id) == ("people.me", 200, "", "op-1")
    assert (good.bytes, good.time) == (len(answer.content), "2026-11-24T08:12:00.000Z")
    assert good.ms >= 0
    assert isinstance(missing, Served) and isinstance(nowhere, Served) and isinstance(health, Served)
    assert (missing.operation, missing.status, missing.code) == ("customers.get", 404, "not_found")
    assert (nowhere.operation, nowhere.status, nowhere.code) == ("", 404, "route")
    assert (health.operation, health.status) == ("healthz", 200)


async def test_nothing_of_persons_is_in_it(register: LocalRegister) -> None:
    card = await make(register, name=SECRET)
    async with asking(register) as asked:
        await asked("GET", f"/v1/customers/{card.id}")
        await asked("GET", f"/v1/customers/by-number/{SECRET}")
        await asked("GET", f"/v1/customers/{card.id}/history?who={SECRET}&{SECRET}=1")
        await asked("POST", "/v1/customers/search", json={"query": {"text": SECRET}})
        await asked("POST", "/v1/sign-in", json={"login": SECRET, "password": SECRET})
        await asked("GET", f"/{SECRET}")
        token = asked.client.headers["Authorization"].removeprefix("Bearer ")
    written = msgspec.json.encode(asked.logged).decode()
    for word in (SECRET, "Öberg", "9876", "anna", "127.0.0.1", token):
        assert word not in written


async def test_a_fault_of_ours_is_500_and_is_logged_without_what_was_sent(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    def implementation(_work: object, number: str) -> object:
        try:
            return int(number)
        except ValueError as error:
            raise LookupError(f"no customer is called {number}") from error

    monkeypatch.setattr(get_customer_by_number, "implementation", implementation)
    async with asking(register) as asked:
        answer = await asked("GET", f"/v1/customers/by-number/{SECRET}", headers={OPERATION_ID: "op-1"})
        assert (answer.status_code, answer.json()["code"]) == (500, "internal")
        assert (await asked("GET", "/v1/users/me")).status_code == 200
    failed, served = asked.logged[:2]
    assert isinstance(failed, Failed) and isinstance(served, Served)
    assert (failed.operation, failed.operation_id, served.status) == ("customers.by_number", "op-1", 500)
    kinds = [line for line in failed.failed if not line.startswith(" ")]
    assert kinds == ["builtins.LookupError", "builtins.ValueError"]
    assert any("implementation: return int(number)" in line for line in failed.failed)
    for told in (msgspec.json.encode(asked.logged).decode(), answer.text):
        assert SECRET not in told


async def test_a_stream_that_fails_does_not_look_whole(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def pieces(_services: object) -> AsyncIterator[bytes]:
        yield b"begun"
        raise OSError(SECRET)

    monkeypatch.setattr(template, "implementation", pieces)
    async with asking(register) as asked:
        with pytest.raises(Gone):
            await asked("GET", "/v1/exports/template")
    failed, served = asked.logged
    assert isinstance(failed, Failed) and isinstance(served, Served)
    assert (served.status, served.code) == (200, "broken_off")


async def test_a_stream_that_fails_at_once_is_told_as_any_error(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with asking(register) as asked:
        answer = await asked("GET", "/v1/blobs/there-is-none")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_an_empty_stream_is_an_empty_file(register: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    async def pieces(_services: object) -> AsyncIterator[bytes]:
        return
        yield b""

    monkeypatch.setattr(template, "implementation", pieces)
    async with asking(register) as asked:
        answer: httpx.Response = await asked("GET", "/v1/exports/template")
    assert (answer.status_code, answer.content) == (200, b"")


def test_what_others_log_is_taken_without_its_values() -> None:
    noted: list[Any] = []
    log, handler = logging.getLogger("some.library"), Lines(noted.append)
    log.addHandler(handler)
    try:
        raise ValueError(SECRET)
    except ValueError:
        log.exception("could not read %s", SECRET)
    finally:
        log.removeHandler(handler)
    log.info("only warnings and worse")
    (entry,) = noted
    assert isinstance(entry, Noted)
    assert (entry.level, entry.source, entry.message) == ("error", "some.library", "could not read %s")
    assert entry.failed[0] == "builtins.ValueError"
    assert SECRET not in msgspec.json.encode(entry).decode()


def test_an_entry_is_a_line_of_json(capfd: pytest.CaptureFixture[str]) -> None:
    entry = Served(time="2026-11-24T08:12:00.000Z", operation="people.me", status=200, ms=0.5, bytes=12)
    to_stderr(entry)
    sys.stderr.flush()
    line = capfd.readouterr().err
    assert line.endswith("\n")
    assert msgspec.json.decode(line, type=Served) == entry
