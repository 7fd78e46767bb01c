"""A real PostgreSQL for the tests: one server for the whole run, one database a test, made from a template."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from core.database.store import ready_store

NO_SERVER = (
    "no PostgreSQL: set KUNDKORT_TEST_POSTGRES to a DSN whose user may create databases, install PostgreSQL's server (it"
    " does not run as root), or Python 3.11–3.13 for the wheel"
)
PREFIX = "kundkort-test-"
FOLDER = "KUNDKORT_TEST_RUN"
"""The variable that tells the processes of one run which folder is theirs."""
QUICK = {"fsync": "off", "full_page_writes": "off"}
"""Settings of a server whose data nobody wants after the run."""
STOPPED_WITHIN = 10.0
LOCKED, PASSWORD = "kundkort_locked", "sesam@öppna:dig/?"
"""A user of a server that we start, and the password that it asks this one for."""


def begin_run() -> None:
    """Make the folder of a run: called by the process that starts the others."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if _is_left(left):
            # A server whose folder is gone stops by itself within a minute.
            shutil.rmtree(left, ignore_errors=True)
    folder = _make_folder()
    os.environ[FOLDER] = str(folder)


def _make_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    (folder / "owner").write_text(str(os.getpid()))
    return folder


def _is_left(folder: Path) -> bool:
    """Say whether a folder is ours, of a run that was killed and could not clear up."""
    try:
        if folder.stat().st_uid != os.getuid():
            return False
        os.kill(int((folder / "owner").read_text()), 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError):
        return False
    return False


def end_run() -> None:
    """Stop the server, where one was started, and forget what the run left."""
    folder = Path(os.environ.pop(FOLDER))
    own = os.environ.get("KUNDKORT_TEST_POSTGRES")
    if own and (folder / "dsn").exists():
        with administering(own) as connection:
            drop_database(connection, template(folder))
    _stop(folder / "data")
    shutil.rmtree(folder, ignore_errors=True)


def server() -> str | None:
    """Return the DSN of the run's server, started by whoever asks first; None where there is none to start."""
    folder = Path(os.environ[FOLDER])
    known = folder / "dsn"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not known.exists():
            dsn = os.environ.get("KUNDKORT_TEST_POSTGRES") or _start(folder / "data") or ""
            if dsn:
                with administering(dsn) as connection:
                    make_database(connection, template(folder), like="template0")
                ready_store(url_of(dsn, template(folder)), "anna", datetime(2026, 11, 24, 8, 12, tzinfo=UTC))
            known.write_text(dsn)
        return known.read_text() or None


def template(folder: Path | None = None) -> str:
    """Return the database that every test's is copied from: an empty register of the administrator "anna"."""
    return f"{(folder or Path(os.environ[FOLDER])).name.replace('-', '_')}_empty"


def _start(data: Path) -> str | None:
    binaries = _binaries()
    if binaries is not None:
        data.mkdir(mode=0o700)
        run = [str(binaries / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
        options = f"-c listen_addresses='' -k {data}"
        run = [str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", str(data / "log"), "-o", options, "start"]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
        dsn = f"postgresql:///postgres?{urlencode({'host': str(data), 'user': 'postgres'})}"
    elif importlib.util.find_spec("pgserver") is not None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pgserver.postgres_server import get_server

            dsn = str(get_server(data, cleanup_mode=None).get_uri())
    else:
        return None
    rules = data / "pg_hba.conf"
    rules.write_text(f"local all {LOCKED} scram-sha-256\n{rules.read_text()}")
    with administering(dsn) as connection:
        connection.execute(f"CREATE ROLE {LOCKED} LOGIN PASSWORD '{PASSWORD}'")
        for name, value in QUICK.items():
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
        connection.execute("SELECT pg_reload_conf()")
    return dsn


def _binaries() -> Path | None:
    """Return where the machine's own server is; None where there is none that this user may run."""
    if os.geteuid() == 0:
        return None
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return found[-1] if found and (found[-1] / "pg_ctl").exists() else None


def _stop(data: Path) -> None:
    """Stop the server whose data are here, if there is one."""
    pid_file = data / "postmaster.pid"
    if pid_file.exists():
        os.kill(int(pid_file.read_text().split()[0]), signal.SIGINT)
        until = time.monotonic() + STOPPED_WITHIN
        while pid_file.exists() and time.monotonic() < until:
            time.sleep(0.02)


@contextmanager
def own_server() -> Iterator[str | None]:
    """Give the DSN of a server that a test may crash; None where there is none to start."""
    folder = _make_folder()
    try:
        yield _start(folder / "data")
    finally:
        _stop(folder / "data")
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def administering(dsn: str) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """Give a connection on which every statement is a transaction of its own."""
    with closing(psycopg.connect(dsn, autocommit=True)) as connection:
        yield connection


def make_database(connection: psycopg.Connection[Any], name: str, *, like: str) -> None:
    """Make a database, a copy of `like`; one from template0 orders text as Swedish does, if the server knows how."""
    made = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like))
    if connection.info.server_version >= 150000:
        # Half the time of the other way, where nothing is synced.
        made += sql.SQL(" STRATEGY FILE_COPY")
    if like != "template0":
        connection.execute(made)
        return
    # Unlike the order of bytes: what was ordered by the database would show.
    swedish = sql.SQL(" ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'sv-SE'")
    try:
        connection.execute(made + swedish)
    except psycopg.Error:
        connection.execute(made + sql.SQL(" ENCODING 'UTF8'"))


def drop_database(connection: psycopg.Connection[Any], name: str) -> None:
    """Drop a database, whoever is still connected to it."""
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def url_of(dsn: str, database: str, **more: str) -> str:
    """Return the register's URL of a database on the server, with `more` parameters of libpq."""
    said = {name: str(value) for name, value in conninfo_to_dict(dsn).items() if name != "dbname"}
    return f"postgresql+psycopg:///{database}?{urlencode(said | more)}"


@contextmanager
def own_database(dsn: str, *, like: str | None = None) -> Iterator[str]:
    """Give the URL of a database of one's own: an empty register, or (`like` "template0") without any table."""
    name = f"kundkort_{secrets.token_hex(6)}"
    with administering(dsn) as connection:
        make_database(connection, name, like=like or template())
        try:
            yield url_of(dsn, name)
        finally:
            drop_database(connection, name)
