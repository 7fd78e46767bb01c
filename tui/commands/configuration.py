"""What is configured: options of the call before KUNDKORT_* before config.toml before what was remembered."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.places import Places, kind_of, postgres_url, sqlite_path, sqlite_url
from core.text import INTERFACE_LANGUAGES, _
from tui.commands.stopping import WRONGLY_CALLED, Stopped

if TYPE_CHECKING:
    from tui.state import State

KEYS = ("register", "user", "language", "theme", "color", "ascii", "mouse")
"""What config.toml and the environment (KUNDKORT_REGISTER …) may say."""


def configured(file: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Return what the file and the environment say, as text by key; "yes" and "no" where the file has true and false.

    Raises Stopped where the file can't be read as TOML.
    """
    found: dict[str, str] = {}
    if file.is_file():
        import tomllib

        try:
            content = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise Stopped(
                _("The configuration can't be read ({place}): {why}", place=str(file), why=str(error)), WRONGLY_CALLED
            ) from error
        found = {key: _text(content[key]) for key in KEYS if key in content}
    for key in KEYS:
        if value := environment.get(f"KUNDKORT_{key.upper()}"):
            found[key] = value
    return found


def _text(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def is_yes(text: str) -> bool:
    """Say whether a configured value means yes."""
    return text.strip().lower() in ("1", "yes", "true", "on", "ja", "på")


def language_of(arguments: Sequence[str], found: Mapping[str, str], environment: Mapping[str, str]) -> str:
    """Return the language to speak before the arguments are parsed, since the parser speaks it too.

    Of the locale counts a language that is named; without one (C, POSIX) it is the first of ours.
    """
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--language" and place + 1 < len(arguments):
            return arguments[place + 1]
        if argument.startswith("--language="):
            return argument.partition("=")[2]
    if found.get("language"):
        return found["language"]
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if locale := environment.get(name):
            code = locale.partition(".")[0].partition("_")[0].lower()
            return INTERFACE_LANGUAGES[0] if code in ("c", "posix") else code
    return INTERFACE_LANGUAGES[0]


def register_url(wanted: str, found: Mapping[str, str], state: State, where: Places) -> str:
    """Return the URL of the register in use: asked for, configured, opened last, or the one in the data folder."""
    return whole_url(wanted or found.get("register", "") or state.register) or where.register_url


def whole_url(text: str) -> str:
    """Return a register's URL in one spelling: from a URL, or from the path of a file, made whole; "" stays ""."""
    if not text:
        return ""
    match kind_of(text):
        case "file":
            try:
                return sqlite_url(sqlite_path(text).expanduser())
            except ValueError:
                return text
        case "postgres":
            return postgres_url(text)
        case "server":
            return _whole_socket(text)
        case _:
            return text if "://" in text else sqlite_url(Path(text).expanduser())


def _whole_socket(url: str) -> str:
    """Return the URL of a socket with its whole path; others as they are."""
    scheme, _colon, rest = url.partition(":")
    if scheme.lower() != "unix":
        return url
    return "unix://" + Path(rest.removeprefix("//")).expanduser().absolute().as_posix()


def login_of(wanted: str, found: Mapping[str, str]) -> str:
    """Return who is at work: asked for, configured, or the operating system's user."""
    if name := wanted or found.get("user", ""):
        return name
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # No name in the environment, and none in the system's list: a container with a bare number.
        getuid = getattr(os, "getuid", lambda: 0)
        return f"user{getuid()}"
