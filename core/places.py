"""Where things are: the URLs of registers, and a person's folders, which KUNDKORT_HOME moves to one."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import unquote_plus

Kind = Literal["file", "postgres", "server", "unknown"]
"""What stands behind a register's URL: a file, a PostgreSQL database, a kundkort server, or nothing we know."""

_KINDS: dict[str, Kind] = {
    "sqlite": "file",
    "postgresql": "postgres",
    "postgres": "postgres",
    "https": "server",
    "http": "server",
    "unix": "server",
}
_PASSWORD = re.compile(r"^([^:/?#]*://[^:/@]*):.*@", re.DOTALL)
_HOST = r"[^:/@?,]*(:\d+)?"
_NO_USER = re.compile(rf"^[^:/?#]*://{_HOST}(,{_HOST})*(/[^@?]*)?\?\w+=")
"""Hosts and then parameters, of which one may have an "@" in it."""
_SECRETS = ("password", "passwd", "sslpassword", "oauth_client_secret")
"""Parameters of libpq that nobody else may read."""


@dataclass(frozen=True)
class Places:
    """The folders and files of one person; none is made before it is written to."""

    data: Path
    """Folder of registers: `kundkort.sqlite`, and the example company in `demo`."""
    config: Path
    """The file of configuration (TOML)."""
    drafts: Path
    """Folder of drafts, one file a form (mode 0600)."""
    log: Path
    """The file that tracebacks go to."""
    state_file: Path
    """What the interface remembers from one start to the next (JSON)."""

    @property
    def register_url(self) -> str:
        """The register that is used where nobody names another."""
        return sqlite_url(self.data / "kundkort.sqlite")

    @property
    def demo_folder(self) -> Path:
        """Folder of example companies, apart from real data."""
        return self.data / "demo"


def sqlite_url(path: Path) -> str:
    """Return the URL of a register in a file."""
    return "sqlite:///" + path.absolute().as_posix()


def sqlite_path(url: str) -> Path:
    """Return the file of a `sqlite:///…` URL; ValueError for any other URL."""
    scheme, found, path = url.partition(":///")
    if scheme.split("+")[0] != "sqlite" or not found or not path:
        raise ValueError(url)
    return Path(path)


def kind_of(url: str) -> Kind:
    """Return what stands behind a register's URL."""
    scheme, found, _rest = url.partition(":")
    return _KINDS.get(scheme.partition("+")[0].lower(), "unknown") if found else "unknown"


def takes_password(url: str) -> bool:
    """Say whether one signs in with a password there: on a Unix socket of this machine the system says who one is."""
    return kind_of(url) == "server" and not url.lower().startswith("unix:")


def postgres_url(url: str) -> str:
    """Return the URL of a PostgreSQL database in the one spelling we use, with the driver; others as they are."""
    scheme, found, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if found and scheme.lower() in ("postgresql", "postgres") else url


def without_password(url: str) -> str:
    """Return a register's URL as it may be shown, logged and remembered: with its user, without any password.

    A password is what stands between the user's `:` and the last `@` of all, whatever signs in it should have been
    escaped, and libpq's parameters `password` and `sslpassword`. The next time the driver finds it by libpq's own rules:
    in PGPASSWORD, or in the file that PGPASSFILE names (~/.pgpass).
    """
    found = None if _NO_USER.match(url) else _PASSWORD.match(url)
    shown = f"{found[1]}@{url[found.end() :]}" if found else url
    head, _mark, query = shown.partition("?")
    kept = [pair for pair in query.split("&") if pair and _parameter(pair) not in _SECRETS]
    return f"{head}?{'&'.join(kept)}" if kept else head


def _parameter(pair: str) -> str:
    return unquote_plus(pair.partition("=")[0]).lower()


def places() -> Places:
    """Return this person's places, by the rules of the system or under KUNDKORT_HOME."""
    home = os.environ.get("KUNDKORT_HOME")
    if home:
        base = Path(home).expanduser()
        return Places(base / "data", base / "config.toml", base / "drafts", base / "kundkort.log", base / "state.json")
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("kundkort", appauthor=False)
    return Places(
        Path(dirs.user_data_dir),
        Path(dirs.user_config_dir) / "config.toml",
        Path(dirs.user_state_dir) / "drafts",
        Path(dirs.user_log_dir) / "kundkort.log",
        Path(dirs.user_state_dir) / "state.json",
    )
