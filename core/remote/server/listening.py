"""Where a server listens: addresses and Unix sockets, and the certificate it shows."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import ssl
import stat
from dataclasses import dataclass
from pathlib import Path

BACKLOG = 1024
ANYBODY = 0o666
"""Rights of a Unix socket: who may do what is decided by who they are, in the register, and not by a file's rights."""


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port (0: any that is free) to listen at."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Listening:
    """A socket that is open, as clients call it, and the file it is at, if any."""

    socket: socket.socket
    url: str
    path: Path | None = None


def is_loopback(host: str) -> bool:
    """Say whether only programs on this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def certificate_of(certificate: Path, key: Path) -> ssl.SSLContext:
    """Return what makes connections secret: TLS 1.2 or newer, with this certificate and its chain (PEM).

    Raises OSError where a file can't be read, ssl.SSLError where they don't go together. `load_cert_chain` once more
    takes a renewed certificate for the connections to come.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # A key with a passphrase is refused: a server that starts by itself has nobody to ask.
    context.load_cert_chain(certificate, key, password=_nobody)
    return context


def _nobody() -> str:
    return ""


def listen_at(address: Address, *, secret: bool) -> list[Listening]:
    """Open the sockets of an address, one for each that its name stands for and the machine has; OSError where none is."""
    found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    opened: list[Listening] = []
    port, refused = address.port, OSError(errno.EADDRNOTAVAIL, os.strerror(errno.EADDRNOTAVAIL))
    for family, _type, _protocol, _name, place in found:
        try:
            opened.append(_listen(family, (place[0], port, *place[2:]), secret=secret))
        except OSError as error:
            if error.errno not in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
                for listening in opened:
                    close(listening)
                raise
            refused = error
            continue
        # A free port that the system chose for the first is taken for all.
        port = opened[-1].socket.getsockname()[1]
    if not opened:
        raise refused
    return opened


def _listen(family: int, place: tuple[object, ...], *, secret: bool) -> Listening:
    # The protocol is named: asyncio sets TCP_NODELAY only where it is, and without that an answer of two pieces waits for
    # the client's delayed acknowledgement, 40 ms.
    opened = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name != "nt":
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind(place)
        opened.listen(BACKLOG)
    except OSError:
        opened.close()
        raise
    host, port = opened.getsockname()[:2]
    scheme = "https" if secret else "http"
    return Listening(opened, f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}")


def listen_on(path: Path) -> Listening:
    """Open a Unix socket that everybody on this machine may connect to.

    One that a server left behind when it was killed is taken away. Raises OSError: EADDRINUSE where a server answers
    there, EEXIST where something else is there.
    """
    _make_room(path)
    opened = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        opened.bind(str(path))
        path.chmod(ANYBODY)
        opened.listen(BACKLOG)
    except OSError:
        opened.close()
        raise
    return Listening(opened, f"unix://{path.absolute()}", path)


def _make_room(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
            return
    raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE), str(path))


def close(listening: Listening) -> None:
    """Close a socket and take its file away."""
    listening.socket.close()
    if listening.path is not None:
        listening.path.unlink(missing_ok=True)
