"""Addresses of servers: which URLs name one, what is sent where, and why others are refused."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from core.errors import Unavailable
from core.places import without_password

_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Address:
    """Where a server is: `url` in one spelling, as it may be shown; `base` goes before every path of a request.

    `socket` is the path of a Unix socket, where the operating system says who calls; "" where a token does.
    """

    url: str
    base: str
    socket: str = ""

    @property
    def encrypted(self) -> bool:
        """Whether the server must show a certificate."""
        return self.base.startswith("https:")


def address_of(url: str) -> Address:
    """Read the URL of a server: https://host[:port][/prefix], unix:///path, and http:// only for this machine itself.

    Raises Unavailable "unencrypted" for http:// to another machine, where anybody on the way could read passwords and
    customers, and "address" for what is none.
    """
    refused = Unavailable("address", retry=False, place=without_password(url))
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise refused from error
    if parts.query or parts.fragment or parts.username is not None or parts.password is not None:
        # A password in a URL would stand in the list of processes, in histories and in what is remembered.
        raise refused
    if parts.scheme == "unix":
        return _unix(parts, refused)
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in _PORTS or not host or any(sign.isspace() for sign in parts.netloc + parts.path):
        raise refused
    if parts.scheme == "http" and not is_loopback(host):
        raise Unavailable("unencrypted", retry=False, place=url)
    shown = f"[{host}]" if ":" in host else host
    if port not in (None, _PORTS[parts.scheme]):
        shown += f":{port}"
    whole = f"{parts.scheme}://{shown}{parts.path.rstrip('/')}"
    return Address(whole, whole)


def _unix(parts: SplitResult, refused: Unavailable) -> Address:
    path = unquote(parts.path)
    if parts.netloc or not path.startswith("/") or path.endswith("/") or "\0" in path:
        raise refused
    # A host must be named in HTTP; nobody looks it up.
    return Address(f"unix://{parts.path}", "http://localhost", path)


def is_loopback(host: str) -> bool:
    """Say whether `host` is this machine itself, without asking the network: localhost, 127.0.0.0/8, ::1."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
