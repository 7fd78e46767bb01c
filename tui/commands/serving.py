"""`kundkort serve`: the register for many, over the network and over a Unix socket."""

from __future__ import annotations

import ipaddress
import socket
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from core.places import kind_of, without_password
from core.text import _
from tui.commands.call import Call, wait_for
from tui.commands.said import Arguments
from tui.commands.stopping import DONE, UNAVAILABLE, WRONGLY_CALLED, Stopped

if TYPE_CHECKING:
    import ssl

    from core.remote.server.listening import Address, Listening

LOOPBACK = ("127.0.0.1", "::1")
DEFAULT = "127.0.0.1:8765"
NEEDED = ("starlette", "uvicorn", "argon2")
"""What the extra `server` brings."""


def serve(call: Call) -> int:
    """Answer calls until somebody stops the program."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        names = ", ".join(missing)
        text = _("Serving needs packages that are not installed ({names}): pip install 'kundkort[server]'", names=names)
        raise Stopped(text, UNAVAILABLE)
    if kind_of(call.url) == "server":
        text = _("{place} is a server already: name the file or the database that is to be served", place=call.url)
        raise Stopped(text, WRONGLY_CALLED)
    return wait_for(_serve(call))


async def _serve(call: Call) -> int:
    from core.remote.server.listening import close
    from core.remote.server.serving import Plan, open_for_serving, serve

    said = call.arguments
    secret, believed = _secret(said), proxies(said)
    places = addresses(said, secret=secret is not None)
    opened: list[Listening] = []
    try:
        _open(said, places, opened, secret=secret is not None)
        register = await open_for_serving(call.url, clock=call.clock)
    except BaseException:
        for listening in opened:
            close(listening)
        raise
    plan = Plan(opened, proxies=believed)
    if secret is not None:
        plan = Plan(opened, secret.context, believed, secret.renew)
    await serve(register, plan, started=lambda: _say(call, opened))
    return DONE


def _say(call: Call, opened: list[Listening]) -> None:
    place = without_password(call.url)
    urls = [listening.url for listening in opened]
    if call.answers.json:
        call.answers.value({"register": place, "listening": urls})
    else:
        for url in urls:
            call.answers.line(_("{place} is served at {url}", place=place, url=url))
    sys.stdout.flush()


class _Secret(NamedTuple):
    """A certificate as it is shown, and where it and its key lie."""

    context: ssl.SSLContext
    certificate: Path
    key: Path

    def renew(self) -> None:
        """Show from now on what lies there now; where that can't be read, what was shown before stays."""
        self.context.load_cert_chain(self.certificate, self.key)


def _secret(said: Arguments) -> _Secret | None:
    """Read the certificate; None where none is named."""
    if not said.certificate and not said.key_file:
        return None
    if not said.certificate or not said.key_file:
        raise Stopped(_("A certificate and its key go together: name both, --certificate and --key"), WRONGLY_CALLED)
    import ssl

    from core.remote.server.listening import certificate_of

    certificate, key = Path(said.certificate), Path(said.key_file)
    for place in (certificate, key):
        # What can't be opened is told as any file that can't.
        place.open("rb").close()
    try:
        return _Secret(certificate_of(certificate, key), certificate, key)
    except (ssl.SSLError, ValueError):
        raise Stopped(
            _(
                "{certificate} and {key} are no certificate and its key: both must be PEM, the key without a passphrase",
                certificate=str(certificate),
                key=str(key),
            ),
            WRONGLY_CALLED,
        ) from None


def addresses(said: Arguments, *, secret: bool) -> list[Address]:
    """Read where to listen; Stopped where that can't be understood, or would send passwords in the clear."""
    from core.remote.server.listening import is_loopback

    texts = said.listen or ([] if said.socket else [DEFAULT])
    found = [_address(text) for text in texts]
    for text, address in zip(texts, found, strict=True):
        if not secret and not is_loopback(address.host):
            raise Stopped(
                _(
                    "{place} can be reached from other machines, so it must be secret: name --certificate and --key, or"
                    " listen on 127.0.0.1 behind a proxy that has a certificate (--behind-proxy)",
                    place=text,
                ),
                WRONGLY_CALLED,
            )
    return found


def _address(text: str) -> Address:
    from core.remote.server.listening import Address

    host, colon, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]") if colon else "127.0.0.1"
    if not (host and port.isascii() and port.isdigit() and int(port) < 2**16):
        raise Stopped(
            _("{text} is no address to listen at: write it as {example}", text=text, example=DEFAULT), WRONGLY_CALLED
        )
    return Address(host, int(port))


def proxies(said: Arguments) -> tuple[str, ...] | None:
    """Read which proxies are believed; None where none stands before the server."""
    if said.behind_proxy is None:
        return None
    for text in said.behind_proxy:
        try:
            ipaddress.ip_network(text, strict=False)
        except ValueError:
            raise Stopped(
                _("{text} is no address of a proxy: write it as 10.0.0.5 or 10.0.0.0/24", text=text), WRONGLY_CALLED
            ) from None
    return tuple(said.behind_proxy) or LOOPBACK


def _open(said: Arguments, places: list[Address], opened: list[Listening], *, secret: bool) -> None:
    from core.remote.server.listening import listen_at, listen_on

    for address in places:
        place = f"{address.host}:{address.port}"
        try:
            opened += listen_at(address, secret=secret)
        except OSError as error:
            raise _not_heard(place, error) from error
    if path := said.socket:
        if not hasattr(socket, "AF_UNIX"):
            raise Stopped(_("This system has no Unix sockets: use --listen"), WRONGLY_CALLED)
        try:
            opened.append(listen_on(Path(path)))
        except OSError as error:
            raise _not_heard(path, error) from error


def _not_heard(place: str, error: OSError) -> Stopped:
    import errno

    if error.errno == errno.EADDRINUSE:
        return Stopped(_("{place} is in use: a server may be running there already", place=place), UNAVAILABLE)
    if error.errno == errno.EEXIST:
        return Stopped(_("{place} is there already, and no socket: choose another name", place=place), UNAVAILABLE)
    why = error.strerror or str(error)
    return Stopped(_("Can't listen at {place} ({why}): choose another place", place=place, why=why), UNAVAILABLE)
