"""A history of operations gives the same answers, the same order and the same tables on SQLite and on PostgreSQL."""

from __future__ import annotations

import random
from typing import Any

import pytest
from msgspec.structs import replace

from core.caller import Caller
from core.demo.api import fill_with_example
from core.errors import KundkortError
from core.local import LocalRegister
from core.operation import Operation
from core.people.api import add_user
from core.people.views import UserDraft
from core.records.views import Changes
from core.rights import Right
from tests.databases.dumping import dump
from tests.databases.histories import Office, answered, everything, play

STEPS = 150


class Both:
    """Two registers that are asked the same, and must answer the same."""

    def __init__(self, one: LocalRegister, other: LocalRegister) -> None:
        self.one, self.other = one, other
        self.asked = 0

    async def __call__(self, operation: Operation[Any, Any], arguments: tuple[Any, ...]) -> object:
        """Ask both; return the answer."""
        self.asked += 1
        # The same id on both: what history and receipts say of the call is compared too.
        id = f"{self.asked:032x}"
        for _sent in range(2 if operation.kind == "write" and self.asked % 5 == 0 else 1):
            first = await answered(self.one.sending(operation_id=id), operation, arguments)
            second = await answered(self.other.sending(operation_id=id), operation, arguments)
            assert shown(first) == shown(second), f"{self.asked}: {operation.name} {arguments}"
        return first

    def acting(self, login: str) -> Both:
        """Return both for another user."""
        caller = Caller(login, f"session-{login}")
        return Both(self.one.acting(caller), self.other.acting(caller))

    async def dumps(self) -> tuple[list[str], list[str]]:
        """Return all that stands in each."""
        return await self.one.unsigned(dump), await self.other.unsigned(dump)


def shown(answer: object) -> object:
    """Return an answer to compare: of an error all that it says; what no two registers have alike is left out."""
    if isinstance(answer, KundkortError):
        found = {name: getattr(answer, name, None) for name in ("params", "faults", "clashes", "now")}
        return type(answer).__name__, found
    if isinstance(answer, Changes):
        return replace(answer, epoch="")
    return answer


@pytest.fixture
async def both(register: LocalRegister, postgres_register: LocalRegister) -> Both:
    """Return an empty register on each database, by the same administrator."""
    return Both(register, postgres_register)


@pytest.mark.parametrize("seed", range(4))
async def test_a_history_gives_the_same_on_both(both: Both, seed: int) -> None:
    await both(add_user, (UserDraft(login="few", only_assigned=True, without=(Right.COMMENT_SEE,)),))
    await both(add_user, (UserDraft(login="trusted", also=(Right.CUSTOMER_UNMASK,)),))
    office = Office(random.Random(seed))
    await play(office, both, STEPS)
    for login in ("anna", "few", "trusted"):
        await everything(both.acting(login))
    sqlite, postgres = await both.dumps()
    assert sqlite == postgres


async def test_the_example_company_is_the_same_on_both(both: Both) -> None:
    await both(fill_with_example, (300,))
    await everything(both)
    sqlite, postgres = await both.dumps()
    assert len(sqlite) > 1000
    assert sqlite == postgres
