"""What every test may ask for: a register of its own, a clock that stands still, the language of a Swedish user."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.local import LocalRegister, open_local
from core.people.api import add_user, list_users
from core.people.views import UserDraft
from core.places import sqlite_url
from core.text import speak
from tests import postgres

NOW = datetime(2026, 11, 24, 8, 12, tzinfo=UTC)
"""Tuesday 24 November 2026, 09:12 in Sweden."""

OpenAs = Callable[..., Awaitable[LocalRegister]]


class StandingClock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Return the moment it stands at."""
        return self.now


def pytest_configure(config: pytest.Config) -> None:
    """Begin the run, in the process that starts the workers."""
    if not hasattr(config, "workerinput"):
        postgres.begin_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the run, when every worker has."""
    if not hasattr(config, "workerinput"):
        postgres.end_run()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Textual and the register are asyncio's."""
    return "asyncio"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test away from the files of whoever runs it."""
    home = tmp_path / "home"
    monkeypatch.setenv("KUNDKORT_HOME", str(home))
    for name in ("KUNDKORT_REGISTER", "NO_COLOR", "COLORTERM", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(autouse=True)
def speak_english() -> Iterator[None]:
    """Begin every test in English."""
    speak("en")
    yield


@pytest.fixture
def speak_swedish() -> None:
    """Speak Swedish in this test."""
    speak("sv")


@pytest.fixture
def clock() -> StandingClock:
    """Return the clock that the test's registers go by."""
    return StandingClock()


@pytest.fixture(scope="session")
async def empty_register(tmp_path_factory: pytest.TempPathFactory, anyio_backend: str) -> Path:
    """Make one empty register; tests copy it, which is quicker than making one."""
    path = tmp_path_factory.mktemp("empty") / "empty.sqlite"
    register = await open_local(sqlite_url(path), user="anna", session="maker", clock=StandingClock())
    await register.close()
    return path


@pytest.fixture
def register_file(tmp_path: Path, empty_register: Path) -> Path:
    """Return a register of this test's own, with the administrator "anna"."""
    path = tmp_path / "kundkort.sqlite"
    shutil.copy(empty_register, path)
    return path


@pytest.fixture
async def register(register_file: Path, clock: StandingClock) -> AsyncIterator[LocalRegister]:
    """Return the register, opened by its administrator."""
    opened = await open_local(sqlite_url(register_file), user="anna", session="session-anna", clock=clock)
    yield opened
    await opened.close()


@pytest.fixture
async def open_as(register: LocalRegister, register_file: Path, clock: StandingClock) -> AsyncIterator[OpenAs]:
    """Return what opens the same register as another user, who is added first where needed (keywords of `UserDraft`)."""
    opened: list[LocalRegister] = []

    async def open_(login: str, **draft: object) -> LocalRegister:
        known = {user.login for user in await register(list_users)}
        if login not in known:
            await register(add_user, UserDraft(login=login, **draft))  # type: ignore[arg-type]
        other = await open_local(sqlite_url(register_file), user=login, session=f"session-{login}", clock=clock)
        opened.append(other)
        return other

    yield open_
    for other in opened:
        await other.close()


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """Return the DSN of a PostgreSQL that all tests of the run share."""
    dsn = postgres.server()
    if dsn is None:
        pytest.skip(postgres.NO_SERVER)
    return dsn


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """Return the URL of a register of this test's own in PostgreSQL, with the administrator "anna"."""
    with postgres.own_database(postgres_server) as url:
        yield url


@pytest.fixture
async def postgres_register(postgres_url: str, clock: StandingClock) -> AsyncIterator[LocalRegister]:
    """Return the register in PostgreSQL, opened by its administrator."""
    opened = await open_local(postgres_url, user="anna", session="session-anna", clock=clock)
    yield opened
    await opened.close()
