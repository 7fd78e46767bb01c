"""Connections that die, servers that are busy, full, slow or only read: nothing is lost, and nothing is done twice."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest

from core.customers.api import change_customer, get_customer
from core.customers.views import CustomerChange
from core.database import lanes
from core.database.postgres.dialect import RegisterDialect
from core.database.postgres.engine import connect
from core.edits import Edit
from core.errors import Unavailable
from core.local import LocalRegister, open_local
from core.people.api import add_user, list_users, me
from core.people.views import UserDraft
from core.records.api import changes, check_register, take_ids
from core.work import UnitOfWork
from tests.conftest import StandingClock
from tests.core.customers.making import make
from tests.postgres import administering, url_of

OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
MYSELF = "SELECT pg_terminate_backend(pg_backend_pid())"


@pytest.fixture
def end_connections(postgres_url: str) -> Iterator[Callable[[], None]]:
    """Return what ends every connection to the test's database."""
    with closing(psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True)) as connection:

        def end() -> None:
            connection.execute(OTHERS)

        yield end


def reason(error: BaseException) -> str:
    """Return why a register is unavailable."""
    assert isinstance(error, Unavailable), error
    return str(error.params["reason"])


async def names(register: LocalRegister) -> list[str]:
    """Return the logins of everybody."""
    return [user.login for user in await register(list_users)]


# Between calls and inside reads ---------------------------------------------------------------------------------------


async def test_nobody_notices_that_the_connections_died_meanwhile(
    postgres_register: LocalRegister, end_connections: Callable[[], None]
) -> None:
    customer = await make(postgres_register, name="Brf A")
    end_connections()
    assert (await postgres_register(get_customer, customer.id)).name == "Brf A"
    end_connections()
    renaming = CustomerChange(name=Edit("Brf B", was="Brf A"))
    assert (await postgres_register(change_customer, customer.id, renaming)).name == "Brf B"
    assert await postgres_register(check_register) == ()


async def test_a_read_whose_connection_dies_runs_again(postgres_register: LocalRegister) -> None:
    tries: list[int] = []

    def read(work: UnitOfWork) -> int:
        tries.append(work.seq)
        if len(tries) < 3:
            work.connection.exec_driver_sql(MYSELF)
        return work.seq

    assert await postgres_register.reading(me, read) == tries[0]
    assert len(tries) == 3


async def test_a_server_that_stays_away_is_told_after_a_while(
    postgres_register: LocalRegister, postgres_server: str, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "PATIENCE", 0.2)
    name = postgres_url.partition("?")[0].rpartition("/")[2]
    with administering(postgres_server) as connection:
        # What a standby is to us: a server that only reads.
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        with pytest.raises(Unavailable) as caught:
            await postgres_register(me)
        assert (reason(caught.value), caught.value.retry) == ("lost", True)
        connection.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only".encode())
    assert (await postgres_register(me)).login == "anna"


async def test_a_server_that_only_reads_from_now_on_counts_as_lost(
    postgres_register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def write(work: UnitOfWork) -> None:
        tries.append(work.seq)
        if len(tries) == 1:
            raise psycopg.errors.ReadOnlySqlTransaction("cannot execute UPDATE in a read-only transaction")

    await postgres_register.within(me, write)
    assert len(tries) == 2


async def test_a_closing_register_does_not_wait_for_a_server_that_is_away(
    postgres_register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, loop = asyncio.Event(), asyncio.get_running_loop()
    monkeypatch.setattr(lanes, "PATIENCE", 3600.0)

    def read(_work: UnitOfWork) -> None:
        loop.call_soon_threadsafe(begun.set)
        raise psycopg.OperationalError("gone")

    task = asyncio.create_task(postgres_register.reading(me, read))
    await begun.wait()
    await postgres_register.close()
    with pytest.raises(Unavailable):
        await task


async def test_a_read_that_nobody_waits_for_is_stopped(postgres_register: LocalRegister) -> None:
    started, loop = asyncio.Event(), asyncio.get_running_loop()

    def sleep(work: UnitOfWork) -> None:
        loop.call_soon_threadsafe(started.set)
        work.connection.exec_driver_sql("SELECT pg_sleep(3600)")

    for _attempt in range(4):  # more often than there are readers: each gets free again
        started.clear()
        task = asyncio.create_task(postgres_register.reading(me, sleep))
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert (await postgres_register(me)).login == "anna"


# Writes ---------------------------------------------------------------------------------------------------------------


async def test_a_write_whose_connection_dies_before_it_commits_runs_again(postgres_register: LocalRegister) -> None:
    tries: list[int] = []

    def write(work: UnitOfWork) -> int:
        tries.append(work.seq)
        work.trace("test", None, "here")
        work.flush()
        if len(tries) < 3:
            work.connection.exec_driver_sql(MYSELF)
        return work.seq

    seq = await postgres_register.within(me, write)
    assert tries == [seq] * 3
    count = "SELECT count(*) FROM activity WHERE note = 'here'"
    assert (await postgres_register.reading(me, lambda work: work.connection.exec_driver_sql(count).scalar_one())) == 1


@pytest.fixture(params=["committed", "not committed"])
def dies_in_commit(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Return what, when set, lets the next COMMIT lose its connection: before it arrives, or before the answer does."""
    armed = threading.Event()
    commit: Any = RegisterDialect.do_commit

    def lossy(self: RegisterDialect, connection: Any) -> None:
        if not armed.is_set():
            commit(self, connection)
            return
        armed.clear()
        if request.param == "committed":
            connection.commit()
        connection.driver_connection.close()
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(RegisterDialect, "do_commit", lossy)
    return armed


async def test_a_write_that_died_in_its_commit_happens_once(
    postgres_register: LocalRegister, dies_in_commit: threading.Event
) -> None:
    dies_in_commit.set()
    assert (await postgres_register(add_user, UserDraft(login="per"))).login == "per"
    assert not dies_in_commit.is_set()
    assert await names(postgres_register) == ["anna", "per"]
    assert await postgres_register(check_register) == ()


async def test_a_write_that_died_in_its_commit_and_has_no_receipt_is_told(
    postgres_register: LocalRegister, dies_in_commit: threading.Event
) -> None:
    dies_in_commit.set()
    with pytest.raises(Unavailable) as caught:
        await postgres_register.within(me, lambda work: work.trace("test", None))
    assert reason(caught.value) == "lost"
    assert (await postgres_register(me)).login == "anna"


async def test_a_call_answered_by_its_receipt_takes_no_number(postgres_register: LocalRegister) -> None:
    sending = postgres_register.sending(operation_id="x" * 32)
    first = await sending(add_user, UserDraft(login="per"))
    stands = await postgres_register(changes, -1)
    assert await sending(add_user, UserDraft(login="per")) == first
    assert (await postgres_register(changes, -1)).seq == stands.seq


async def test_many_calls_with_one_operation_id_at_once_happen_once(
    postgres_register: LocalRegister, postgres_url: str, clock: StandingClock
) -> None:
    others = [await open_local(postgres_url, user="anna", session=f"s{n}", clock=clock) for n in range(4)]
    answers = await asyncio.gather(*(other.sending(operation_id="x" * 32)(take_ids, 10) for other in others))
    assert len(set(answers)) == 1
    for other in others:
        await other.close()


# Busy, slow, full -----------------------------------------------------------------------------------------------------


async def test_a_writer_waits_for_another_and_then_says_busy(postgres_url: str, clock: StandingClock) -> None:
    url = f"{postgres_url}&options=-c%20lock_timeout%3D50"
    register = await open_local(url, user="anna", session="s", clock=clock)
    with closing(connect(postgres_url, writing=True)) as other:
        other.execute("UPDATE feed SET seq = seq")
        with pytest.raises(Unavailable) as caught:
            await register(take_ids, 1)
        assert (reason(caught.value), caught.value.retry) == ("busy", True)
        assert (await register(me)).login == "anna", "reads never wait"
        other.rollback()
    await register(take_ids, 1)
    await register.close()


async def test_an_answer_that_takes_too_long_is_told(postgres_url: str, clock: StandingClock) -> None:
    url = f"{postgres_url}&options=-c%20statement_timeout%3D50"
    register = await open_local(url, user="anna", session="s", clock=clock)
    with pytest.raises(Unavailable) as caught:
        await register.reading(me, lambda work: work.connection.exec_driver_sql("SELECT pg_sleep(3600)").all())
    assert reason(caught.value) == "slow"
    assert (await register(me)).login == "anna"
    await register.close()


async def test_a_server_with_too_many_connections_is_busy(
    postgres_server: str, postgres_url: str, clock: StandingClock
) -> None:
    role, name = "kundkort_few", postgres_url.partition("?")[0].rpartition("/")[2]
    with administering(postgres_server) as connection:
        connection.execute(f"DROP ROLE IF EXISTS {role}".encode())
        connection.execute(f"CREATE ROLE {role} LOGIN CONNECTION LIMIT 0".encode())
        try:
            with pytest.raises(Unavailable) as caught:
                await open_local(url_of(postgres_server, name, user=role), user="anna", session="s", clock=clock)
        finally:
            connection.execute(f"DROP ROLE {role}".encode())
    assert (reason(caught.value), caught.value.retry) == ("busy", True)
