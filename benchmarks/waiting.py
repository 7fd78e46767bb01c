"""250 who wait for changes while others write, against the writes alone, and against each of the 250 asking by itself.

python -m benchmarks.waiting [SECONDS]

50 see every customer, 200 see 1,000 each. What counts is the part of a core, and how long after its commit a change is
told (aim: within a second). The peer asks `records.changes` four times a second, as often as who waits is told.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from core.caller import Caller
from core.clock import system_clock
from core.customers.api import change_customer, create_customer
from core.customers.views import CustomerChange, CustomerDraft
from core.database.guard import writing
from core.database.sessions import RegisterSession
from core.edits import Edit
from core.local import LocalRegister, open_local
from core.people.api import add_user
from core.people.views import UserDraft
from core.places import sqlite_url
from core.records.api import changes, take_ids, wait

CUSTOMERS, DISPATCHERS, TECHNICIANS, EACH_SEES = 200, 50, 200, 1_000
ASKS_EVERY = 0.25


class Bench:
    """A register with people and customers; `names` are those of the customers as they stand."""

    def __init__(self, register: LocalRegister) -> None:
        self.register = register
        self.names: dict[int, str] = {}
        self.committed: dict[int, float] = {}
        self.delays: list[float] = []
        self.answers = 0

    async def fill(self) -> None:
        """Add people, customers, and who sees which."""
        first, _last = await self.register(take_ids, CUSTOMERS)
        for n in range(CUSTOMERS):
            await self.register(create_customer, CustomerDraft(id=first + n, name=f"Kund {n}"))
            self.names[first + n] = f"Kund {n}"
        for n in range(DISPATCHERS):
            await self.register(add_user, UserDraft(login=f"d{n}"))
        users = [
            (await self.register(add_user, UserDraft(login=f"t{n}", only_assigned=True))).id for n in range(TECHNICIANS)
        ]

        def grant(session: RegisterSession) -> None:
            connection = session.connection()
            # Ten of the customers that change; the others stand for those that do not.
            rows = [
                (user, customer, 1)
                for user in users
                for customer in [*random.sample(list(self.names), 10), *range(10**9, 10**9 + EACH_SEES - 10)]
            ]
            with writing(connection):
                connection.exec_driver_sql('INSERT INTO access ("user", customer, gained_seq) VALUES (?, ?, ?)', rows)
            session.commit()

        await self.register._lanes.write(grant)

    async def waits(self, login: str) -> None:
        """Wait for changes, for ever."""
        register = self.register.acting(Caller(login, login))
        found = await register(changes, -1)
        while True:
            seen = found.seq
            found = await register(wait, found.seq, found.epoch)
            self.answers += 1
            if login.startswith("d"):
                now = time.perf_counter()
                told = range(seen + 1, found.seq + 1)
                self.delays += [now - self.committed[seq] for seq in told if seq in self.committed]

    async def asks(self, login: str) -> None:
        """Ask what changed, again and again."""
        register = self.register.acting(Caller(login, login))
        found = await register(changes, -1)
        while True:
            await asyncio.sleep(ASKS_EVERY * random.uniform(0.9, 1.1))
            found = await register(changes, found.seq, found.epoch)
            self.answers += 1

    async def write(self, rate: int, seconds: float) -> float:
        """Write so often a second for so long; return which part of a core was used."""
        self.answers, self.delays = 0, []
        began, used, written = time.perf_counter(), time.process_time(), 0
        while (now := time.perf_counter()) < began + seconds:
            due = began + written / rate if rate else began + seconds
            if now < due:
                await asyncio.sleep(due - now)
                continue
            customer = random.choice(list(self.names))
            name = f"{self.names[customer].split('.')[0]}.{written}"
            change = CustomerChange(name=Edit(now=name, was=self.names[customer]))
            saved = await self.register(change_customer, customer, change)
            self.committed[saved.seq], self.names[customer] = time.perf_counter(), name
            written += 1
        return (time.process_time() - used) / (time.perf_counter() - began)

    async def measure(self, words: str, doing: Callable[[str], Awaitable[None]] | None, rate: int, secs: float) -> None:
        """Measure with everybody `doing` something, and print a line."""
        logins = [f"d{n}" for n in range(DISPATCHERS)] + [f"t{n}" for n in range(TECHNICIANS)]
        tasks = [asyncio.ensure_future(doing(login)) for login in logins] if doing is not None else []
        await asyncio.sleep(2)
        share = await self.write(rate, secs)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        delays = sorted(self.delays)
        told = f"  told after {delays[len(delays) // 2]:.2f} s, at most {delays[-1]:.2f} s" if delays else ""
        print(f"{words:28} {rate:3} writes/s  {share:6.1%} of a core  {self.answers / secs:5.0f} answers/s{told}")


async def run(folder: Path, seconds: float) -> None:
    """Measure one after the other."""
    register = await open_local(
        sqlite_url(folder / "waiting.sqlite"), user="benchmark", session="benchmark", clock=system_clock
    )
    bench = Bench(register)
    await bench.fill()
    await bench.measure("nobody waits", None, 20, seconds)
    for rate in (0, 5, 20):
        await bench.measure("250 wait", bench.waits, rate, seconds)
    await bench.measure("250 ask by themselves", bench.asks, 20, seconds)
    await register.close()


def main(arguments: list[str]) -> int:
    """Measure, and print a line for each way."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder), float(arguments[0]) if arguments else 10.0))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
