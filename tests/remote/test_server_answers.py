"""What an answer carries: the headers of all, entity tags, compression, and HEAD without a body."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from core.customers.api import change_customer
from core.customers.views import CustomerChange
from core.edits import Edit
from core.errors import Unavailable
from core.local import LocalRegister, open_local
from core.places import sqlite_url
from core.remote.headers import took_of
from core.remote.server.answers import SMALLEST_COMPRESSED
from core.remote.server.serving import open_for_serving
from tests.conftest import StandingClock
from tests.core.customers.making import make
from tests.remote.asking import asking
from tests.remote.served import token_for


@pytest.mark.parametrize("path", ["/v1/users/me", "/healthz", "/openapi.json", "/nowhere", "/v1/customers/x"])
async def test_every_answer_has_the_same_headers(register: LocalRegister, path: str) -> None:
    async with asking(register) as asked:
        headers = (await asked("GET", path)).headers
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Authorization" in headers["Vary"]
    assert 0 <= took_of(headers) < 60
    assert "Server" not in headers


async def test_a_card_has_a_tag_of_its_seq_and_its_content(register: LocalRegister) -> None:
    card = await make(register, name="Brf A")
    path = f"/v1/customers/{card.id}"
    async with asking(register) as asked:
        first = await asked("GET", path)
        seq, _dot, content = first.headers["ETag"].strip('"').partition(".")
        assert (seq, len(content)) == (str(card.seq), 12)
        again = await asked("GET", path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
        await register(change_customer, card.id, CustomerChange(name=Edit(now="Brf B", was="Brf A")))
        changed = await asked("GET", path, headers={"If-None-Match": first.headers["ETag"]})
        assert (changed.status_code, changed.json()["name"]) == (200, "Brf B")


@pytest.mark.parametrize(
    ("wanted", "status"),
    [("*", 304), ('"other", {tag}', 304), ("W/{tag}", 304), ('"other"', 200), ("", 200), ("{tag}x", 304)],
)
async def test_tags_are_compared_weakly(register: LocalRegister, wanted: str, status: int) -> None:
    async with asking(register) as asked:
        tag = (await asked("GET", "/v1/users/me")).headers["ETag"]
        answer = await asked("GET", "/v1/users/me", headers={"If-None-Match": wanted.replace("{tag}", tag)})
    assert answer.status_code == status


async def test_a_write_is_told_the_tag_of_what_it_made(register: LocalRegister) -> None:
    card = await make(register, name="Brf A")
    async with asking(register) as asked:
        change = {"change": {"name": {"now": "Brf B", "was": "Brf A"}}}
        written = await asked("PATCH", f"/v1/customers/{card.id}", json=change, headers={"If-None-Match": "*"})
        assert written.status_code == 200
        read = await asked("GET", f"/v1/customers/{card.id}")
    assert (read.headers["ETag"], read.content) == (written.headers["ETag"], written.content)


@pytest.mark.parametrize(
    ("accepted", "compressed"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("identity", False), ("gzip;q=0", False), ("br", False)],
)
async def test_long_answers_are_compressed_for_who_takes_it(
    register: LocalRegister, accepted: str, compressed: bool
) -> None:
    async with (
        asking(register) as asked,
        asked.client.stream("GET", "/openapi.json", headers={"Accept-Encoding": accepted}) as answer,
    ):
        raw = b"".join([chunk async for chunk in answer.aiter_raw()])
    assert (answer.headers.get("Content-Encoding") == "gzip") == compressed
    assert answer.headers["ETag"].startswith("W/") == compressed
    assert len(raw) == int(answer.headers["Content-Length"])
    plain = gzip.decompress(raw) if compressed else raw
    assert plain.startswith(b'{"openapi":"3.1.0"')


async def test_short_answers_are_not_compressed(register: LocalRegister) -> None:
    async with asking(register) as asked:
        answer = await asked("GET", "/v1/users/me", headers={"Accept-Encoding": "gzip"})
    assert len(answer.content) < SMALLEST_COMPRESSED
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("path", ["/v1/users/me", "/healthz", "/readyz", "/openapi.json"])
async def test_head_is_get_without_the_body(register: LocalRegister, path: str) -> None:
    async with asking(register) as asked:
        whole, head = await asked("GET", path), await asked("HEAD", path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == whole.headers["Content-Length"] == str(len(whole.content))


async def test_head_of_a_file_gives_none_of_it(register: LocalRegister) -> None:
    async with asking(register) as asked:
        answer = await asked("HEAD", "/v1/exports/template")
    assert (answer.status_code, answer.content) == (200, b"")


async def test_head_of_what_is_not_there_has_no_body_either(register: LocalRegister) -> None:
    async with asking(register) as asked:
        answer = await asked("HEAD", "/v1/customers/7")
    assert (answer.status_code, answer.content) == (404, b"")


async def test_the_server_says_that_it_lives_and_that_it_is_ready(register: LocalRegister) -> None:
    async with asking(register, signed_in=False) as asked:
        assert (await asked("GET", "/healthz")).json() == {"alive": True}
        assert (await asked("GET", "/readyz")).json() == {"ready": True}
        asked.traffic.stop()
        assert (await asked("GET", "/healthz")).status_code == 200
        ready = await asked("GET", "/readyz")
    assert (ready.status_code, ready.json()["params"]) == (503, {"reason": "stopping"})


async def test_it_is_not_ready_without_its_database(register: LocalRegister) -> None:
    async with asking(register, signed_in=False) as asked:
        await register.close()
        ready = await asked("GET", "/readyz")
    assert (ready.status_code, ready.json()["params"]) == (503, {"reason": "closed"})


async def test_it_is_not_ready_for_a_database_of_another_revision(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.remote.server.pages.REVISION", "9999")
    async with asking(register, signed_in=False) as asked:
        ready = await asked("GET", "/readyz")
    assert (ready.status_code, ready.json()["code"]) == (503, "outdated")


async def test_a_register_in_postgresql_is_served_alike(postgres_url: str, clock: StandingClock) -> None:
    maker = await open_local(postgres_url, user="anna", session="maker", clock=clock)
    token = await token_for(maker)
    await maker.close()
    register = await open_for_serving(postgres_url, clock=clock)
    async with asking(register, signed_in=False) as asked:
        assert (await asked("GET", "/readyz")).json() == {"ready": True}
        answer = await asked("GET", "/v1/users/me", headers={"Authorization": f"Bearer {token}"})
        assert answer.json()["login"] == "anna"
    await register.close()


async def test_only_a_register_that_is_there_is_served(tmp_path: Path, clock: StandingClock) -> None:
    with pytest.raises(Unavailable) as missing:
        await open_for_serving(sqlite_url(tmp_path / "none.sqlite"), clock=clock)
    assert missing.value.params["reason"] == "missing"
    assert not (tmp_path / "none.sqlite").exists()
