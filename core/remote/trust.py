"""Which certificates of servers are trusted: the system's authorities, or a company's own by file; there is no "none"."""

from __future__ import annotations

import os
import ssl
import tomllib
from pathlib import Path

from core.errors import Unavailable
from core.places import places

VARIABLE = "KUNDKORT_CA"


def own_authorities() -> str:
    """Return the file of the company's own authorities (PEM): KUNDKORT_CA, or `ca` in the configuration; else ""."""
    if named := os.environ.get(VARIABLE, ""):
        return named
    try:
        content = tomllib.loads(places().config.read_text(encoding="utf-8"))
    except (FileNotFoundError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        # Whoever reads the configuration as a whole says what is wrong with it.
        return ""
    return str(content.get("ca", ""))


def trusting(file: str = "") -> ssl.SSLContext:
    """Return what checks certificates: by the authorities of `file` alone, else by the system's.

    Raises Unavailable "authorities" where `file` cannot be read or has no certificate in it.
    """
    if file:
        path = Path(file).expanduser()
        try:
            return ssl.create_default_context(cafile=str(path))
        except OSError as error:
            # ssl.SSLError is an OSError: a file without any certificate.
            raise Unavailable("authorities", retry=False, place=str(path)) from error
    context = ssl.create_default_context()
    if not _system_has_any():
        import certifi

        context.load_verify_locations(cafile=certifi.where())
    return context


def trusting_nobody() -> ssl.SSLContext:
    """Return what no certificate satisfies: for lines on which none is ever shown."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _system_has_any() -> bool:
    """Say whether this system keeps authorities where Python looks for them."""
    paths = ssl.get_default_verify_paths()
    return bool(paths.cafile) or bool(paths.capath and any(Path(paths.capath).iterdir()))


def reason_of(error: BaseException | None) -> str:
    """Return why a connection could not be encrypted, as a reason of Unavailable; "" where that is not what failed."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, ssl.SSLCertVerificationError):
            # The numbers are OpenSSL's: X509_V_ERR_CERT_HAS_EXPIRED, _HOSTNAME_MISMATCH, _IP_ADDRESS_MISMATCH.
            return {10: "certificate_expired", 62: "certificate_name", 64: "certificate_name"}.get(
                error.verify_code, "certificate"
            )
        if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError | ssl.SSLSyscallError):
            # The line was cut while it was being made secret: by a balancer without a server behind it, say.
            return ""
        if isinstance(error, ssl.SSLError):
            return "encryption"
        error = error.__cause__ or error.__context__
    return ""
