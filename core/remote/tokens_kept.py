"""Tokens of sign-ins on this machine: from the environment, a file that only its owner can read, or a keyring."""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from core.places import places

VARIABLE = "KUNDKORT_TOKEN"
"""The variable that has a token where a program signs in, not a person; it counts before what is kept."""
SERVICE = "kundkort"
"""The name of our entries in a keyring."""

_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{1,200}")
_PROBE = "kundkort: can this keyring be used?"


def find_token(url: str) -> str:
    """Return the token for the server at `url` (in the spelling of `Address.url`); "" where there is none."""
    for text in (os.environ.get(VARIABLE, ""), _from_file(url)):
        if _TOKEN.fullmatch(text.strip()):
            return text.strip()
    keyring = _keyring()
    text = _from_keyring(keyring, url) if keyring is not None else ""
    return text if _TOKEN.fullmatch(text) else ""


def keep_token(url: str, token: str) -> None:
    """Keep the token for `url`: in a keyring where one works, else in a file. OSError where that cannot be written."""
    keyring = _keyring()
    if keyring is not None and _works(keyring) and _into_keyring(keyring, url, token):
        _remove_file(url)
        return
    path = token_file(url)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    # The file is never readable by others, not even while it is being written.
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(token + "\n")
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def forget_token(url: str) -> None:
    """Let go of the token that is kept for `url`, wherever it is."""
    _remove_file(url)
    keyring = _keyring()
    if keyring is not None:
        with suppress(*_troubles()):
            keyring.delete_password(SERVICE, url)


def token_file(url: str) -> Path:
    """Return the file of the token for `url`, beside the configuration: its name begins with that of the server."""
    name = re.sub(r"[^A-Za-z0-9.-]+", "_", url.partition("://")[2])[:60].strip("._") or "server"
    return places().config.parent / "tokens" / f"{name}-{hashlib.sha256(url.encode()).hexdigest()[:12]}"


def _from_file(url: str) -> str:
    try:
        return token_file(url).read_text(encoding="ascii")
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def _remove_file(url: str) -> None:
    token_file(url).unlink(missing_ok=True)


# A keyring is optional: most machines that dispatchers reach over SSH have none ---------------------------------------


def _keyring() -> Any:  # noqa: ANN401 - a module that is not there everywhere
    """Return the package, None where it is not installed or has no keyring behind it."""
    if find_spec("keyring") is None:
        return None
    keyring = import_module("keyring")
    try:
        # Below 1 are the ones that only fail, forget, or write a plain file.
        return keyring if keyring.get_keyring().priority >= 1 else None
    except _troubles():
        return None


def _troubles() -> tuple[type[Exception], ...]:
    """Return what a keyring raises that is locked, not reachable, or not allowed to be used."""
    return import_module("keyring.errors").KeyringError, RuntimeError, OSError


def _works(keyring: Any) -> bool:  # noqa: ANN401
    """Say whether a keyring gives back what was put in it."""
    try:
        keyring.set_password(SERVICE, _PROBE, _PROBE)
        found = keyring.get_password(SERVICE, _PROBE)
        keyring.delete_password(SERVICE, _PROBE)
    except _troubles():
        return False
    return bool(found == _PROBE)


def _from_keyring(keyring: Any, url: str) -> str:  # noqa: ANN401
    try:
        return keyring.get_password(SERVICE, url) or ""
    except _troubles():
        return ""


def _into_keyring(keyring: Any, url: str, token: str) -> bool:  # noqa: ANN401
    try:
        keyring.set_password(SERVICE, url, token)
    except _troubles():
        return False
    return True
