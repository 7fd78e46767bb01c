"""An index that is wrong is made anew, and one whose filling was broken off is filled by whoever has the register open."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.customers.api import list_customers
from core.customers.views import Contact, CustomerQuery
from core.database import healing
from core.local import LocalRegister
from core.places import sqlite_url
from core.records.api import check_register
from core.upkeep import repair_search
from tests.core.customers.making import make


def damage(register_file: Path, *statements: str) -> None:
    """Change the file behind the register's back."""
    with closing(sqlite3.connect(register_file)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


async def names(register: LocalRegister, text: str) -> list[str]:
    """Return the names of whom a text finds, in their order."""
    return [row.name for row in (await register(list_customers, CustomerQuery(text=text))).rows]


async def two(register: LocalRegister) -> None:
    """Make two customers, one found by its contact alone."""
    await make(register, name="Brf Ekbacken", contacts=(Contact(id=0, name="Mona Sahlin", phone="+46171445566"),))
    await make(register, name="Åkeri Ek AB")


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (("UPDATE customer_search SET folded = 'x', spelled = NULL",), "search"),
        (("DELETE FROM customer_search",), "search"),
        (("UPDATE customer_row SET name = 'Annat'",), "search"),
        (("INSERT INTO customer_match(customer_match) VALUES ('delete-all')",), "index"),
        (("DELETE FROM search_suffix",), "index"),
        (("UPDATE customer_block SET active_rows = 0",), "index"),
    ],
)
async def test_what_is_wrong_is_found_and_made_anew(
    register: LocalRegister, register_file: Path, statements: tuple[str, ...], code: str
) -> None:
    await two(register)
    damage(register_file, *statements)
    assert code in {problem.code for problem in await register(check_register)}
    await asyncio.to_thread(repair_search, sqlite_url(register_file))
    assert await register(check_register) == ()
    assert await names(register, "sahlin") == ["Brf Ekbacken"]
    assert await names(register, "ek") == ["Brf Ekbacken", "Åkeri Ek AB"]
    assert await names(register, "0171-44") == ["Brf Ekbacken"]


async def test_a_filling_that_was_broken_off_goes_on_by_itself(
    register: LocalRegister, register_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await two(register)
    damage(
        register_file,
        "UPDATE search_state SET ready = 0",
        "INSERT INTO customer_match(customer_match) VALUES ('delete-all')",
        "UPDATE customer_search SET label = customer_id - 4611686018427387904",
    )
    assert await names(register, "sahlin") == ["Brf Ekbacken"], "until it is filled every text is looked at"
    filled, fill = asyncio.Event(), healing.fill

    async def fill_and_tell(register: LocalRegister) -> None:
        await fill(register)
        filled.set()

    monkeypatch.setattr(healing, "LOOK", 0.01)
    monkeypatch.setattr(healing, "fill", fill_and_tell)
    task = asyncio.create_task(healing.heal(register))
    try:
        await asyncio.wait_for(filled.wait(), 20)
    finally:
        task.cancel()
    assert await register(check_register) == ()
    assert await names(register, "sahlin") == ["Brf Ekbacken"]


async def test_a_healed_register_is_left_alone(register: LocalRegister) -> None:
    await two(register)
    assert await register.looking_after(healing._ids_given) is None
