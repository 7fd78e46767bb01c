"""Who is at the other end of a connection: the operating system's user of a Unix socket's peer."""

from __future__ import annotations

import socket
import struct
import sys
from asyncio.trsock import TransportSocket
from collections.abc import Callable
from dataclasses import dataclass

_SYSTEM: str = sys.platform
_LINUX = struct.Struct("iII")
"""`struct ucred`: process, user, group."""
_MACOS = struct.Struct("II")
"""The beginning of `struct xucred`: its version (0), and the user."""
_SOL_LOCAL, _LOCAL_PEERCRED = 0, 1
"""macOS's names for what Linux calls SOL_SOCKET and SO_PEERCRED; Python has none for them."""


@dataclass(slots=True)
class Peer:
    """The other end of one connection: its user's number (None: not told), and how the connection is cut.

    `login` is the name of that user, once somebody has looked it up.
    """

    uid: int | None
    abort: Callable[[], None]
    login: str | None = None


def uid_of(connection: socket.socket | TransportSocket) -> int | None:
    """Return the number of the user whose program connected; None where the system does not vouch for it."""
    if not hasattr(socket, "AF_UNIX") or connection.family != socket.AF_UNIX:
        return None
    if _SYSTEM == "linux":
        credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _LINUX.size)
        uid: int = _LINUX.unpack(credentials)[1]
        return uid
    if _SYSTEM == "darwin":
        credentials = connection.getsockopt(_SOL_LOCAL, _LOCAL_PEERCRED, 76)
        version, found = _MACOS.unpack_from(credentials)
        return int(found) if version == 0 else None
    return None
