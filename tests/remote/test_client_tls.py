"""Encrypted lines: a company's own authority by file, and nothing that makes a certificate needless."""

from __future__ import annotations

import inspect
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest

from core.errors import Unavailable
from core.local import LocalRegister
from core.people.api import me
from core.places import places
from core.register import open_register
from core.remote import tokens_kept, trust, web
from core.remote.server.listening import certificate_of
from core.words import error_text
from tests.remote.served import serving, token_for

CERTIFICATES = Path(__file__).parent / "certificates"
AUTHORITY = str(CERTIFICATES / "authority.pem")


class Served(NamedTuple):
    """A server by HTTPS: its URL by the name that its certificate is for, and by its number."""

    by_name: str
    by_number: str


@pytest.fixture(params=["server.pem"])
async def served(
    request: pytest.FixtureRequest, register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Served]:
    """Serve the register; whoever asks is signed in."""
    monkeypatch.setenv(tokens_kept.VARIABLE, await token_for(register))
    certificate = certificate_of(CERTIFICATES / request.param, CERTIFICATES / "key.pem")
    async with serving(register, certificate) as url:
        yield Served(url.replace("127.0.0.1", "localhost"), url)


async def reason(url: str) -> str:
    """Return why a register cannot be opened."""
    with pytest.raises(Unavailable) as raised:
        await open_register(url, user="anna")
    assert raised.value.params["place"]
    assert "again in a moment" not in error_text(raised.value), "every reason has a text of its own"
    assert not raised.value.retry, "waiting helps nobody"
    return str(raised.value.params["reason"])


async def test_a_server_of_ones_own_authority(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(trust.VARIABLE, AUTHORITY)
    register = await open_register(served.by_name, user="anna")
    assert (await register(me)).login == "anna"
    await register.close()


async def test_the_authority_may_stand_in_the_configuration(served: Served) -> None:
    places().config.parent.mkdir(parents=True)
    places().config.write_text(f'ca = "{AUTHORITY}"\n', encoding="utf-8")
    register = await open_register(served.by_name, user="anna")
    await register.close()


async def test_an_authority_that_nobody_named_is_not_trusted(served: Served) -> None:
    assert await reason(served.by_name) == "certificate"


async def test_a_certificate_is_for_the_name_it_says(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(trust.VARIABLE, AUTHORITY)
    assert await reason(served.by_number) == "certificate_name"


@pytest.mark.parametrize("served", ["expired.pem"], indirect=True)
async def test_a_certificate_holds_for_its_time(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(trust.VARIABLE, AUTHORITY)
    assert await reason(served.by_name) == "certificate_expired"


async def test_a_server_without_encryption_is_not_spoken_to(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(tokens_kept.VARIABLE, await token_for(register))
    async with serving(register) as url:
        assert await reason(url.replace("http://", "https://")) == "encryption"


@pytest.mark.parametrize("cut", [ssl.SSLEOFError(8, "EOF"), ssl.SSLZeroReturnError(6, "closed"), OSError("refused")])
def test_a_line_that_is_cut_is_lost_and_no_fault_of_the_certificate(cut: Exception) -> None:
    error = RuntimeError("around it")
    error.__cause__ = cut
    assert trust.reason_of(error) == ""
    assert trust.reason_of(None) == ""


@pytest.mark.parametrize("content", [None, "", "no certificate"])
async def test_a_file_of_authorities_must_have_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    monkeypatch.setenv(tokens_kept.VARIABLE, "kk_x")
    file = tmp_path / "ca.pem"
    monkeypatch.setenv(trust.VARIABLE, str(file))
    if content is not None:
        file.write_text(content, encoding="utf-8")
    assert await reason("https://localhost:1") == "authorities"


@pytest.mark.parametrize("file", ["", AUTHORITY])
def test_every_line_checks_certificate_and_name(file: str) -> None:
    for context in (trust.trusting(file), trust.trusting_nobody()):
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname
    assert trust.trusting_nobody().get_ca_certs() == []


def test_there_is_no_switch_that_turns_checking_off() -> None:
    for module in (trust, web):
        source = inspect.getsource(module)
        assert not any(word in source for word in ("CERT_NONE", "check_hostname", "verify=False", "_create_unverified"))
