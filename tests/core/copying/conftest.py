"""What the tests of copying share: a register with rows in every table, and databases without any."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from core.local import open_local
from core.people.api import add_user
from core.people.views import UserDraft
from core.places import sqlite_url
from tests.conftest import StandingClock
from tests.core.copying.filled import fill
from tests.postgres import own_database

Nowhere = Callable[[], str]
"""Returns the URL of a place where no register is yet."""


@pytest.fixture(scope="session")
async def filled_register(tmp_path_factory: pytest.TempPathFactory, empty_register: Path) -> Path:
    """Make one register with rows in every table; tests copy it, or only read it."""
    path = tmp_path_factory.mktemp("filled") / "filled.sqlite"
    shutil.copy(empty_register, path)
    # More users, so that each may have what a user has one of.
    register = await open_local(sqlite_url(path), user="anna", session="filling", clock=StandingClock())
    for login in ("per", "nina"):
        await register(add_user, UserDraft(login=login))
    await register.close()
    await fill(path)
    return path


@pytest.fixture
def filled_file(tmp_path: Path, filled_register: Path) -> Path:
    """Return such a register of this test's own."""
    path = tmp_path / "filled.sqlite"
    shutil.copy(filled_register, path)
    return path


@pytest.fixture
def empty_database(postgres_server: str) -> Iterator[str]:
    """Return the URL of a database without any table."""
    with own_database(postgres_server, like="template0") as url:
        yield url


@pytest.fixture(params=["file", "postgres"])
def nowhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Nowhere]:
    """Return what gives places where no register is: new files, or databases without a table."""
    made: list[str] = []
    with ExitStack() as stack:

        def place() -> str:
            if request.param == "file":
                made.append(sqlite_url(tmp_path / f"new-{len(made)}.sqlite"))
            else:
                server: str = request.getfixturevalue("postgres_server")
                made.append(stack.enter_context(own_database(server, like="template0")))
            return made[-1]

        yield place
