"""The server over real connections: callers that are slow, odd or gone, and files of any size."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator

import httpx
import pytest

from core.exchange.api import template
from core.local import LocalRegister
from core.remote.server.limits import Limits
from core.remote.server.logs import Served
from tests.remote.asking import endless
from tests.remote.listening import ME, served


def status_of(answer: bytes) -> int:
    """Return the status of an answer as it came."""
    return int(answer.split(b" ", 2)[1])


async def test_a_connection_is_kept_for_many_calls(register: LocalRegister) -> None:
    async with served(register) as server, httpx.AsyncClient(base_url=server.url, headers=server.headers) as client:
        for _ in range(3):
            answer = await client.get("/v1/users/me")
            assert (answer.status_code, answer.json()["login"]) == (200, "anna")
        assert "Server" not in answer.headers and "Date" in answer.headers


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"HELLO\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(40), 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 40_000, 431),
        (b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n", 400),
        (b"GET /%zz%ff HTTP/1.1\r\nHost: a\r\n\r\n", 404),
        (b"GET /v1/users/me HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", 401),
    ],
)
async def test_what_is_no_request_is_answered_with_a_problem(register: LocalRegister, sent: bytes, status: int) -> None:
    async with served(register) as server:
        reader, writer = await server.connect()
        writer.write(sent)
        answer = await reader.readuntil(b"}")
        assert status_of(answer) == status
        assert b"application/problem+json" in answer
        writer.close()


@pytest.mark.parametrize("sent", [b"", b"GET /v1/users/me HTTP/1.1\r\nHost: a\r\n"])
async def test_headers_must_come_in_time(register: LocalRegister, sent: bytes) -> None:
    async with served(register, limits=Limits(header_time=0.05)) as server:
        reader, writer = await server.connect()
        writer.write(sent)
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await reader.readexactly(1)
        writer.close()


async def test_a_request_after_another_must_come_in_time_too(register: LocalRegister) -> None:
    async with served(register, limits=Limits(header_time=0.05)) as server:
        reader, writer = await server.connect()
        writer.write(ME % server.token.encode() + b"GET /v1/users/me")
        assert status_of(await reader.readuntil(b"}")) == 200
        writer.write(b" HTTP/1.1\r\n")
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await reader.readexactly(1)
        writer.close()


async def test_a_connection_that_does_nothing_is_closed(register: LocalRegister) -> None:
    async with served(register, limits=Limits(idle_time=0)) as server:
        reader, writer = await server.connect()
        writer.write(ME % server.token.encode())
        assert b'"login":"anna"' in await reader.read()
        writer.close()


async def test_there_are_only_so_many_connections(register: LocalRegister) -> None:
    async with served(register, limits=Limits(connections=1)) as server:
        _reader, first = await server.connect()
        reader, second = await server.connect()
        second.write(ME % server.token.encode())
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await reader.readexactly(1)
        for writer in (first, second):
            writer.close()


async def test_a_read_ends_when_its_connection_does(register: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    held = endless(monkeypatch)
    async with served(register, limits=Limits(watched_after=0)) as server:
        _reader, writer = await server.connect()
        writer.write((ME % server.token.encode()).replace(b"users/me", b"customers/choices"))
        await held.until(1)
        writer.close()
        entry = await server.until(lambda entry: isinstance(entry, Served) and entry.operation == "customers.choices")
        assert (entry.status, entry.code) == (0, "gone")


async def test_an_answer_that_is_not_taken_is_not_waited_for(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def pieces(_services: object) -> AsyncIterator[bytes]:
        while True:
            yield bytes(1_000_000)

    monkeypatch.setattr(template, "implementation", pieces)
    async with served(register, limits=Limits(send_time=0.1)) as server:
        _reader, writer = await server.connect()
        writer.write((ME % server.token.encode()).replace(b"users/me", b"exports/template"))
        entry = await server.until(lambda entry: isinstance(entry, Served) and entry.operation == "exchange.template")
        assert (entry.status, entry.code) == (200, "gone")
        writer.transport.abort()


async def test_a_file_goes_in_and_out_in_chunks(register: LocalRegister) -> None:
    content = os.urandom(900_000)

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(content), 70_000):
            yield content[start : start + 70_000]

    async with served(register) as server, httpx.AsyncClient(base_url=server.url, headers=server.headers) as client:
        headers = {"Content-Type": "application/octet-stream"}
        put = await client.post("/v1/blobs?name=kunder.csv", content=chunks(), headers=headers)
        assert put.json()["size"] == len(content)
        got = await client.get(f"/v1/blobs/{put.json()['hash']}")
        assert got.content == content
