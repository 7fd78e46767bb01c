"""A register that an older version made: refused until somebody agrees to bring it up to date, then whole and in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.customers.api import get_customer_by_number
from core.database.revision import REVISION
from core.errors import Outdated
from core.history.api import customer_history
from core.local import open_local
from core.people.api import list_users, set_password, sign_in
from core.places import sqlite_url
from core.records.api import check_register
from core.rights import Right
from tests.conftest import StandingClock
from tests.contract.cases import PASSWORD
from tests.core.test_upkeep import query, schema

DUMPS = Path(__file__).with_name("migrations")
"""What a program of each revision made, as SQL: three users, two customers and what was changed on them."""


def made_by(revision: str, path: Path) -> Path:
    """Make the register that a program of `revision` left behind."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((DUMPS / f"r{revision}.sql").read_text("utf-8"))
    return path


@pytest.mark.parametrize("revision", [path.stem[1:] for path in sorted(DUMPS.glob("r*.sql"))])
async def test_an_older_register_is_brought_up_to_date(
    revision: str, tmp_path: Path, register_file: Path, clock: StandingClock
) -> None:
    path = made_by(revision, tmp_path / "old.sqlite")
    with pytest.raises(Outdated) as outdated:
        await open_local(sqlite_url(path), user="anna", session="s", clock=clock)
    assert (outdated.value.params["have"], outdated.value.params["need"]) == (revision, REVISION)
    assert query(path, "SELECT revision FROM feed") == [(revision,)], "nobody was asked yet"

    register = await open_local(sqlite_url(path), user="anna", session="s", clock=clock, upgrade=True)
    customer = await register(get_customer_by_number, "10443")
    assert (customer.name, customer.contacts[0].name) == ("Brf Ekbacken 12", "Lars Öberg")
    assert (await register(customer_history, customer.id)).total == 3
    assert [user.login for user in await register(list_users)] == ["anna", "nina", "per"]
    assert await register(check_register) == ()
    editing = {user.login for user in await register(list_users) if Right.CUSTOMER_EDIT in user.rights}
    assert editing == {user.login for user in await register(list_users) if Right.VIEW_SHARE in user.rights}
    await register(set_password, "per", PASSWORD)
    assert (await register(sign_in, "per", PASSWORD)).user.name == "Per Lund"
    await register.close()
    assert schema(path) == schema(register_file)


def test_every_older_revision_has_a_register_to_try(tmp_path: Path) -> None:
    older = {f"{number:04}" for number in range(1, int(REVISION))}
    assert older <= {path.stem[1:] for path in DUMPS.glob("r*.sql")}
