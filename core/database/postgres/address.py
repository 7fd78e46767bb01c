"""The address of a PostgreSQL database: a URL given to libpq as it is, with what we want where it says nothing."""

from __future__ import annotations

from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from core.errors import Unavailable
from core.places import without_password

DEFAULTS: dict[str, str] = {
    # Of several hosts the one that takes writes: after a failover that is another.
    "target_session_attrs": "read-write",
    "connect_timeout": "5",
    # A host that is gone without a word is noticed within some 25 seconds.
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
    "application_name": "kundkort",
    "client_encoding": "UTF8",
}
"""Parameters of libpq that hold where the URL does not say otherwise."""

SETTINGS: dict[str, str] = {
    "statement_timeout": "20000",
    "lock_timeout": "5000",
    "idle_in_transaction_session_timeout": "60000",
    # Our queries are short: compiling them takes longer than running them.
    "jit": "off",
    # The first rows of a list are what is wanted, by an index; half a server for one search would keep others waiting.
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "0",
    # What the index of the search finds is remembered row by row; where there is no room, only page by page, and then the
    # grams of every customer on those pages are made anew.
    "work_mem": "32MB",
}
"""Settings of the session (times in milliseconds) that hold where the URL's `options` do not say otherwise."""

PATIENT: dict[str, str] = {"statement_timeout": "0", "idle_in_transaction_session_timeout": "0"}
"""Settings for what may take long: an upgrade, a copy."""


def parameters(url: str, *, patient: bool = False) -> dict[str, Any]:
    """Return what `psycopg.connect` takes for a register's URL; Unavailable where libpq can't read the URL."""
    try:
        said = conninfo_to_dict(_without_driver(url))
    except ProgrammingError:
        # From None: libpq's message quotes what was typed, a password too.
        raise Unavailable("database_address", retry=False, place=without_password(url)) from None
    settings = SETTINGS | PATIENT if patient else SETTINGS
    ours = " ".join(f"-c {name}={value}" for name, value in settings.items())
    # The last one holds.
    options = f"{ours} {said.get('options', '')}".strip()
    return {**DEFAULTS, **said, "options": options}


def _without_driver(url: str) -> str:
    scheme, found, rest = url.partition("://")
    return f"{scheme.partition('+')[0]}{found}{rest}"
