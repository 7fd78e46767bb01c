"""Who calls: by a token, by the operating system's user, or nobody; and in which program's name."""

from __future__ import annotations

import os
import socket
from typing import Any

import httpx
import pytest

from core.caller import Caller
from core.local import LocalRegister
from core.people.api import me
from core.remote.server.app import make_app
from core.remote.server.peers import Peer, uid_of
from tests.conftest import OpenAs
from tests.remote.asking import asking
from tests.remote.served import token_for

PASSWORD = "blå cyklar på vinden"
ME = "/v1/users/me"


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer kk_nobody", "Basic YW5uYTpo", "Bearer kk_\xe5", "Bearer " + "x" * 9000]
)
async def test_without_a_token_that_holds_nobody_is_signed_in(register: LocalRegister, authorization: str) -> None:
    async with asking(register, signed_in=False) as asked:
        answer = await asked("GET", ME, headers={"Authorization": authorization.encode("latin-1")})
    assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_signing_in_gives_a_token_and_signing_out_ends_it(register: LocalRegister) -> None:
    async with asking(register) as asked:
        await asked("POST", "/v1/password", json={"login": "", "password": PASSWORD})
    async with asking(register, signed_in=False) as asked:
        wrong = await asked("POST", "/v1/sign-in", json={"login": "anna", "password": "fel cyklar"})
        assert wrong.status_code == 422
        signed_in = (await asked("POST", "/v1/sign-in", json={"login": "anna", "password": PASSWORD})).json()
        asked.client.headers["Authorization"] = f"Bearer {signed_in['token']}"
        assert (await asked("GET", ME)).json()["login"] == "anna"
        assert (await asked("POST", "/v1/sign-out")).status_code == 200
        assert (await asked("GET", ME)).status_code == 401


async def test_who_may_not_is_refused(register: LocalRegister, open_as: OpenAs) -> None:
    per = await open_as("per")
    async with asking(register, signed_in=False) as asked:
        asked.client.headers["Authorization"] = f"Bearer {await token_for(per)}"
        answer = await asked("GET", "/v1/users")
    assert (answer.status_code, answer.json()["params"]) == (403, {"right": "administrator"})


@pytest.fixture
def callers(register: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> list[Caller]:
    """Return whom the register acted for."""
    found: list[Caller] = []
    acting = register.acting

    def noting(caller: Caller, **envelope: Any) -> LocalRegister:
        found.append(caller)
        return acting(caller, **envelope)

    monkeypatch.setattr(register, "acting", noting)
    return found


async def test_a_program_says_which_one_it_is(register: LocalRegister, callers: list[Caller]) -> None:
    async with asking(register) as asked:
        await asked("GET", ME)
        await asked("GET", ME, headers={"Kundkort-Session": "laptop-7", "Kundkort-Device": "12"})
    plain, named = callers
    assert plain.session == f"sign-in-{plain.sign_in}", "calls of one token belong together"
    assert (named.login, named.session, named.device, named.sign_in) == ("anna", "laptop-7", 12, plain.sign_in)
    assert named.address == "127.0.0.1"


async def asked_by(register: LocalRegister, peer: Peer, headers: dict[str, str] | None = None) -> httpx.Response:
    """Ask who asks, over a connection with this peer."""
    app = make_app(register)

    async def with_peer(scope: Any, receive: Any, send: Any) -> None:
        await app(scope | {"state": {"peer": peer}, "client": None}, receive, send)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(with_peer), base_url="http://local") as client:
        return await client.get(ME, headers=headers)


def peer_of(uid: int | None) -> Peer:
    """Return the peer of a connection that is never cut."""
    return Peer(uid, lambda: None)


async def test_over_a_unix_socket_the_operating_system_says_who_calls(
    register: LocalRegister, callers: list[Caller], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def login_of_uid(uid: int) -> str:
        asked.append(uid)
        return "anna"

    monkeypatch.setattr("core.remote.server.callers.login_of_uid", login_of_uid)
    peer = peer_of(1007)
    for _ in range(2):
        assert (await asked_by(register, peer)).json()["login"] == "anna"
    assert asked == [1007], "a connection keeps its user"
    assert callers[0] == Caller("anna", "system-user-1007")


async def test_a_user_of_the_system_must_be_one_of_the_register(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.remote.server.callers.login_of_uid", lambda _uid: "www-data")
    assert (await asked_by(register, peer_of(33))).status_code == 401
    assert (await asked_by(register, peer_of(None))).status_code == 401


async def test_a_token_goes_before_the_operating_system(
    register: LocalRegister, open_as: OpenAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.remote.server.callers.login_of_uid", lambda _uid: "anna")
    token = await token_for(await open_as("per"))
    answer = await asked_by(register, peer_of(1007), {"Authorization": f"Bearer {token}"})
    assert answer.json()["login"] == "per"
    ended = await asked_by(register, peer_of(1007), {"Authorization": "Bearer kk_ended"})
    assert ended.status_code == 401, "who sends a token means it"


@pytest.mark.skipif(not hasattr(os, "getuid") or not hasattr(socket, "AF_UNIX"), reason="needs Unix sockets")
def test_the_number_of_the_user_comes_from_the_system() -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX)
    with ours, theirs:
        assert uid_of(ours) == os.getuid()


def test_the_network_says_nothing_of_users() -> None:
    with socket.socket(socket.AF_INET) as connection:
        assert uid_of(connection) is None


async def test_the_register_is_nobodys_own(register: LocalRegister) -> None:
    nobody = register.acting(Caller("", ""))
    async with asking(nobody, signed_in=False) as asked:
        assert (await asked("GET", ME)).status_code == 401
        asked.client.headers["Authorization"] = f"Bearer {await token_for(register)}"
        assert (await asked("GET", ME)).json()["login"] == (await register(me)).login
