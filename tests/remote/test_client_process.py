"""A process that works in a register on a server loads nothing of a database; and ends when it is asked to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from core.local import LocalRegister
from core.remote import tokens_kept
from tests.conftest import StandingClock
from tests.remote.served import served_beside, token_for

ROOT = Path(__file__).parents[2]
WORK = """
import asyncio, sys
from core.customers.api import change_customer, create_customer, list_customers
from core.customers.views import CustomerChange, CustomerDraft, CustomerQuery
from core.edits import Edit
from core.errors import NotFound
from core.history.api import customer_history
from core.customers.api import get_customer
from core.records.api import take_ids
from core.register import open_register
from core.words import error_text

async def work():
    register = await open_register(sys.argv[1], user="anna")
    first, _last = await register(take_ids, 1)
    made = await register(create_customer, CustomerDraft(id=first, name="Brf Solrosen"))
    await register(change_customer, made.id, CustomerChange(name=Edit(now="Brf Blåklinten", was="Brf Solrosen")))
    assert (await register(list_customers, CustomerQuery(text="klint"))).rows
    assert (await register(customer_history, made.id)).entries
    try:
        await register(get_customer, 4711)
    except NotFound as error:
        print(error_text(error))
    await register.close()

asyncio.run(work())
loaded = {name.partition(".")[0] for name in sys.modules}
print(sorted(loaded & {"sqlalchemy", "alembic", "sqlite3", "psycopg", "starlette", "uvicorn", "argon2", "textual"}))
print(sorted(name for name in sys.modules if name.startswith("core.") and name.endswith((".tables", ".operations"))))
"""


@pytest.fixture
async def token(register: LocalRegister) -> str:
    """Return a token of the administrator."""
    return await token_for(register)


def test_a_client_loads_no_database(
    token: str, register_file: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(tokens_kept.VARIABLE, token)
    with served_beside(register_file, clock) as url:
        done = subprocess.run(
            [sys.executable, "-c", WORK, url], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "There is no customer 4711 here, or not for you to see: search for it in the list",
        "[]",
        "[]",
    ]


def test_httpx_is_known_in_one_place_and_loaded_when_a_server_is_opened() -> None:
    core = ROOT / "core"
    knowing = {
        str(path.relative_to(core)) for path in core.rglob("*.py") if "import httpx" in path.read_text(encoding="utf-8")
    }
    assert knowing == {"remote/web.py"}
    code = "import core.remote.client, core.register, sys; print('httpx' in sys.modules, 'sqlalchemy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["False", "False"]
