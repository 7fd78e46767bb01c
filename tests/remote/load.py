"""Writers that keep on: each change is sent with one operation id until it is answered, however often that takes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from core.customers.api import change_customer
from core.customers.views import CustomerChange
from core.edits import Edit
from core.errors import Unavailable
from core.local import LocalRegister
from core.operation import new_operation_id
from core.register import Register
from tests.core.customers.making import make

Opening = Callable[[], Awaitable[Register]]


@dataclass
class Load:
    """What writers were told: the operation ids that were answered, each with the seq; and how often one was in doubt."""

    answered: dict[str, int] = field(default_factory=dict)
    in_doubt: int = 0
    progress: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def until(self, number: int) -> None:
        """Wait until so many changes are answered."""
        async with self.progress:
            await self.progress.wait_for(lambda: len(self.answered) >= number)


async def write_on(opening: Opening, load: Load, customer: int, changes: int) -> None:
    """Count the cost centre of a customer up, one change after the other."""
    register = await opening()
    try:
        for number in range(changes):
            id = new_operation_id()
            edit = Edit(now=f"{number + 1}", was=f"{number}")
            while True:
                try:
                    changed = await register.sending(operation_id=id)(
                        change_customer, customer, CustomerChange(cost_centre=edit)
                    )
                except Unavailable as error:
                    assert error.retry, error.params
                    load.in_doubt += 1
                    # Whoever is not reached is asked again; the load must not take the machine from the one that starts.
                    await asyncio.sleep(0.02)
                else:
                    break
            async with load.progress:
                load.answered[id] = changed.seq
                load.progress.notify_all()
    finally:
        await register.close()


async def make_customers(register: Register, number: int) -> list[int]:
    """Make customers to write on."""
    return [(await make(register, cost_centre="0")).id for _ in range(number)]


async def assert_each_is_done_once(register: LocalRegister, load: Load, customers: list[int], changes: int) -> None:
    """Hold what was answered against history: nothing answered is missing, nothing is there twice."""
    rows = await register.unsigned(
        lambda session: [
            tuple(row)
            for row in session.connection().exec_driver_sql(
                "SELECT s.seq, s.operation_id, c.root_id, c.now FROM change_set s JOIN change c ON c.seq = s.seq"
                " WHERE s.operation = 'customers.change' ORDER BY s.seq"
            )
        ]
    )
    found = {id: seq for seq, id, _customer, _now in rows}
    assert len(found) == len(rows), "an operation id was done twice"
    assert found == load.answered
    for customer in customers:
        values = [now for _seq, _id, root, now in rows if root == customer]
        assert values == [f'"{number + 1}"' for number in range(changes)]
