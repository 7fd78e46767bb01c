"""Where a server listens, what it shows there, whom it believes, and how it ends."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import ssl
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from core.customers.api import create_customer
from core.exchange.api import template
from core.local import LocalRegister
from core.records.api import wait
from core.remote.server.limits import Limits
from core.remote.server.listening import Address, certificate_of, is_loopback, listen_at, listen_on
from core.remote.server.logs import Said
from tests.remote.asking import hold, hold_outside
from tests.remote.listening import ME, served

ON_UNIX = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs Unix sockets")


@ON_UNIX
async def test_a_unix_socket_knows_who_calls(
    register: LocalRegister, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.remote.server.callers.login_of_uid", lambda uid: "anna" if uid == os.getuid() else "")
    path = tmp_path / "kundkort.sock"
    async with served(register, [listen_on(path)]) as server:
        assert server.url == f"unix://{path}"
        assert stat.S_IMODE(path.stat().st_mode) == 0o666
        transport = httpx.AsyncHTTPTransport(uds=str(path))
        async with httpx.AsyncClient(transport=transport, base_url="http://local") as client:
            assert (await client.get("/v1/users/me")).json()["login"] == "anna"
    assert not path.exists()


@ON_UNIX
def test_a_socket_that_was_left_behind_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "kundkort.sock"
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))
    with listen_on(path).socket, pytest.raises(OSError, match="in use"):
        listen_on(path)
    other = tmp_path / "file"
    other.touch()
    with pytest.raises(FileExistsError):
        listen_on(other)
    assert other.exists()


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """Make a certificate for this machine, and its key."""
    return make_certificate(tmp_path / "first")


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for "localhost" in a folder, and its key; the test is skipped where that can't be done."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed, which makes certificates for this test")
    folder.mkdir()
    made, key = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", str(key), "-out", str(made), "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run(command, check=True, capture_output=True)
    return made, key


async def test_with_a_certificate_it_speaks_tls(register: LocalRegister, certificate: tuple[Path, Path]) -> None:
    listening = listen_at(Address("127.0.0.1", 0), secret=True)
    context = certificate_of(*certificate)
    async with served(register, listening, certificate=context) as server:
        assert server.url.startswith("https://127.0.0.1:")
        trusting = ssl.create_default_context(cafile=certificate[0])
        async with httpx.AsyncClient(base_url=server.url, headers=server.headers, verify=trusting) as client:
            answer = await client.get("/v1/users/me")
        assert (answer.status_code, answer.headers["Strict-Transport-Security"]) == (200, "max-age=31536000")
        async with httpx.AsyncClient(base_url=server.url) as stranger:
            with pytest.raises(httpx.ConnectError):
                await stranger.get("/healthz")
        assert context.minimum_version == ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize(
    ("proxies", "address", "scheme"),
    [(None, "127.0.0.1", False), (("127.0.0.1",), "203.0.113.7", True), (("10.0.0.0/8",), "127.0.0.1", False)],
)
async def test_only_a_proxy_that_is_named_is_believed(
    register: LocalRegister,
    monkeypatch: pytest.MonkeyPatch,
    proxies: tuple[str, ...] | None,
    address: str,
    scheme: bool,
) -> None:
    seen: list[str] = []
    acting = register.acting

    def noting(caller: Any, **envelope: Any) -> LocalRegister:
        seen.append(caller.address)
        return acting(caller, **envelope)

    monkeypatch.setattr(register, "acting", noting)
    async with served(register, proxies=proxies) as server:
        forwarded = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
        async with httpx.AsyncClient(base_url=server.url, headers=server.headers | forwarded) as client:
            answer = await client.get("/v1/users/me")
    assert seen == [address]
    assert ("Strict-Transport-Security" in answer.headers) == scheme


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.7", False),
        ("register.example", False),
        ("localhost.example", False),
    ],
)
def test_what_only_this_machine_reaches(host: str, loopback: bool) -> None:
    assert is_loopback(host) == loopback


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="the system has no SIGHUP")
async def test_a_renewed_certificate_is_taken_on_sighup(
    register: LocalRegister, certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    context, renewed = certificate_of(*certificate), asyncio.Event()

    def renew() -> None:
        context.load_cert_chain(*make_certificate(tmp_path / "new"))
        renewed.set()

    listening = listen_at(Address("127.0.0.1", 0), secret=True)
    async with served(register, listening, certificate=context, renew=renew) as server:
        old = ssl.create_default_context(cafile=certificate[0])
        async with httpx.AsyncClient(base_url=server.url, verify=old) as client:
            assert (await client.get("/healthz")).status_code == 200
            os.kill(os.getpid(), signal.SIGHUP)
            await renewed.wait()
            assert (await client.get("/healthz")).status_code == 200, "a connection that is open stays"
        new = ssl.create_default_context(cafile=tmp_path / "new" / "certificate.pem")
        async with httpx.AsyncClient(base_url=server.url, verify=new) as client:
            assert (await client.get("/healthz")).status_code == 200


async def test_told_to_stop_it_finishes_what_runs(register: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    writing_held = hold(monkeypatch, create_customer, None)
    waiting_held = hold_outside(monkeypatch, wait, lambda: None)
    async with served(register) as server, httpx.AsyncClient(base_url=server.url, headers=server.headers) as client:
        writing = asyncio.create_task(client.post("/v1/customers", json={"draft": {"id": 1}}))
        waiting = asyncio.create_task(client.get("/v1/changes/wait?since=1&patience=30"))
        await writing_held.until(1)
        await waiting_held.until(1)
        os.kill(os.getpid(), signal.SIGTERM)
        assert (await waiting).json()["params"] == {"reason": "stopping"}
        waiting_held.let_go()
        assert not writing.done()
        writing_held.let_go()
        assert (await writing).status_code == 200
        assert server.running is not None
        await server.running
        with pytest.raises(httpx.ConnectError):
            await client.get("/healthz")
    assert [entry.event for entry in server.logged if isinstance(entry, Said)] == ["started", "stopping", "stopped"]


async def test_what_does_not_end_is_not_waited_for_for_ever(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(_services: object) -> AsyncIterator[bytes]:
        yield b"begun"
        await asyncio.Event().wait()

    monkeypatch.setattr(template, "implementation", never)
    async with served(register, limits=Limits(stop_time=1)) as server:
        reader, writer = await server.connect()
        writer.write((ME % server.token.encode()).replace(b"users/me", b"exports/template"))
        await reader.readuntil(b"begun")
        os.kill(os.getpid(), signal.SIGTERM)
        assert server.running is not None
        await server.running
        writer.close()


def test_the_process_ends_well(register_file: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tui", "serve", "--register", str(register_file), "--listen", "127.0.0.1:0"]
    environment = os.environ | {"LANG": "en_US.UTF-8", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        said = process.stdout.readline()
        assert "is served at http://127.0.0.1:" in said, process.stderr.read()
        url = said.rsplit(" ", 1)[1].strip()
        assert httpx.get(f"{url}/readyz").json() == {"ready": True}
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert '"event":"stopped"' in process.stderr.read()
