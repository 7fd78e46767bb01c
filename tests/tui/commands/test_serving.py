"""`kundkort serve`: what it refuses, and what it says to do instead; that it serves is tested over real connections."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.commands.conftest import Say
from tui.commands import serving
from tui.commands.arguments import parse
from tui.commands.stopping import Stopped


@pytest.mark.parametrize("place", ["0.0.0.0:8765", "[::]:8765", "register.example:443", "192.168.1.7:80"])
def test_passwords_never_travel_in_the_clear(say: Say, in_use: Path, place: str) -> None:
    said = say("serve", "--listen", place)
    assert said.code == 2
    assert f"{place} can be reached from other machines, so it must be secret: name --certificate and --key" in said.err
    assert "--behind-proxy" in said.err


@pytest.mark.parametrize(
    "place", ["", ":", "8765x", ":8765", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:70000", "[::1]"]
)
def test_an_address_is_a_host_and_a_port(say: Say, in_use: Path, place: str) -> None:
    said = say("serve", f"--listen={place}")
    assert said.code == 2
    assert "is no address to listen at: write it as 127.0.0.1:8765" in said.err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], [("127.0.0.1", 8765)]),
        (["--socket", "x"], []),
        (["--listen", "8000"], [("127.0.0.1", 8000)]),
        (["--listen", "localhost:1", "--listen", "[::1]:2"], [("localhost", 1), ("::1", 2)]),
    ],
)
def test_where_it_listens(words: list[str], expected: list[tuple[str, int]]) -> None:
    addresses = serving.addresses(parse(["serve", *words]), secret=False)
    assert [(address.host, address.port) for address in addresses] == expected


def test_with_a_certificate_it_listens_anywhere() -> None:
    (address,) = serving.addresses(parse(["serve", "--listen", "0.0.0.0:443"]), secret=True)
    assert address.host == "0.0.0.0"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], None),
        (["--behind-proxy"], ("127.0.0.1", "::1")),
        (["--behind-proxy", "10.0.0.5", "10.1.0.0/16"], ("10.0.0.5", "10.1.0.0/16")),
    ],
)
def test_which_proxies_are_believed(words: list[str], expected: tuple[str, ...] | None) -> None:
    assert serving.proxies(parse(["serve", *words])) == expected


def test_a_proxy_is_named_by_its_address() -> None:
    with pytest.raises(Stopped, match="is no address of a proxy"):
        serving.proxies(parse(["serve", "--behind-proxy", "proxy.example"]))


def test_a_certificate_goes_with_its_key(say: Say, in_use: Path, tmp_path: Path) -> None:
    paper = tmp_path / "certificate.pem"
    paper.write_text("none")
    alone = say("serve", "--certificate", str(paper))
    assert (alone.code, "name both, --certificate and --key" in alone.err) == (2, True)
    missing = say("serve", "--certificate", str(paper), "--key", str(tmp_path / "key.pem"))
    assert (missing.code, "key.pem: check the name" in missing.err) == (1, True)
    neither = say("serve", "--certificate", str(paper), "--key", str(paper))
    assert (neither.code, "are no certificate and its key: both must be PEM" in neither.err) == (2, True)


def test_there_must_be_a_register(say: Say, tmp_path: Path) -> None:
    said = say("serve", "--register", str(tmp_path / "none.sqlite"), "--listen", "127.0.0.1:0")
    assert said.code == 3
    assert not (tmp_path / "none.sqlite").exists()


def test_a_server_is_not_served(say: Say) -> None:
    said = say("serve", "--register", "https://register.example")
    assert (said.code, "https://register.example is a server already" in said.err) == (2, True)


def test_packages_that_are_missing_are_named(say: Say, in_use: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "find_spec", lambda name: None if name == "uvicorn" else object())
    said = say("serve")
    assert said.code == 3
    assert "packages that are not installed (uvicorn): pip install 'kundkort[server]'" in said.err


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (lambda taken, _folder: ["--listen", f"127.0.0.1:{taken}"], "is in use: a server may be running there already"),
        (lambda _taken, folder: ["--socket", str(folder / "a-file")], "is there already, and no socket"),
        (lambda _taken, folder: ["--socket", str(folder / "no" / "socket")], "No such file or directory"),
        (lambda _taken, folder: ["--socket", str(folder / ("x" * 200))], "too long"),
    ],
)
def test_a_place_that_cannot_be_had_is_named(
    say: Say, in_use: Path, tmp_path: Path, words: Callable[[int, Path], list[str]], text: str
) -> None:
    (tmp_path / "a-file").touch()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = say("serve", *words(taken.getsockname()[1], tmp_path))
    assert said.code == 3
    assert text in said.err
