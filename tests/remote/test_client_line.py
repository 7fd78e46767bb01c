"""The client and its line: reads that are overtaken, writes that go on, and how the line does."""

from __future__ import annotations

import asyncio
from functools import partial

import httpx
import pytest

from core.customers.api import change_customer, get_customer, list_customers
from core.customers.views import CustomerQuery
from core.errors import Unavailable
from tests.remote.lines import (
    BROKEN,
    CARD,
    REFUSED,
    RENAMED,
    URL,
    Far,
    Time,
    cancel,
    json,
    registered,
    until,
)

# Overtaken reads, and writes that go on -------------------------------------------------------------------------------


class Slow(Far):
    """A server that answers when it is let."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        super().__init__(*answers)
        self.let = asyncio.Event()
        self.broken_off = 0

    def was_asked(self, times: int) -> bool:
        """Say whether so many requests came."""
        return len(self.asked) == times

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        try:
            await self.let.wait()
        except asyncio.CancelledError:
            self.broken_off += 1
            raise
        return answer


async def test_an_overtaken_read_runs_on_and_is_named_with_the_next_request() -> None:
    far = Slow(json(CARD))
    register = registered(far)
    first = asyncio.create_task(register(get_customer, 7))
    await until(lambda: far.asked)
    await cancel(first)
    assert far.broken_off == 0, "the connection stays"
    second = asyncio.create_task(register(get_customer, 8))
    await until(lambda: len(far.asked) == 2)
    assert far.asked[1].headers["Kundkort-Abandons"] == far.asked[0].headers["Kundkort-Operation-Id"]
    far.let.set()
    assert await second == CARD
    await register(get_customer, 9)
    assert "Kundkort-Abandons" not in far.asked[2].headers, "once is enough"
    await register.close()


async def test_so_many_overtaken_reads_run_on_and_no_more() -> None:
    far = Slow(json(CARD))
    register = registered(far)
    for n in range(1, 8):
        task = asyncio.create_task(register(list_customers, CustomerQuery(text="b" * n)))
        await until(partial(far.was_asked, n))
        await cancel(task)
    await until(lambda: far.broken_off == 3)
    await register.close()
    assert far.broken_off == 7


async def test_an_overtaken_read_that_is_answered_needs_no_naming() -> None:
    far = Slow(json(CARD))
    register = registered(far)
    first = asyncio.create_task(register(get_customer, 7))
    await until(lambda: far.asked)
    await cancel(first)
    far.let.set()
    await until(lambda: all(task.get_name() != get_customer.name for task in asyncio.all_tasks()))
    await register(get_customer, 8)
    assert "Kundkort-Abandons" not in far.asked[1].headers
    await register.close()


async def test_an_overtaken_read_that_fails_is_not_tried_again_and_says_nothing_of_the_line() -> None:
    let = asyncio.Event()

    async def break_off(_request: httpx.Request) -> httpx.Response:
        await let.wait()
        raise BROKEN

    far = Far(break_off)
    register = registered(far)
    first = asyncio.create_task(register(get_customer, 7))
    await until(lambda: far.asked)
    await cancel(first)
    let.set()
    await until(lambda: all(task.get_name() != get_customer.name for task in asyncio.all_tasks()))
    assert len(far.asked) == 1
    assert register.link.state == "live"


async def test_a_cancelled_write_goes_on_to_its_end() -> None:
    far = Slow(json(CARD))
    register = registered(far)
    task = asyncio.create_task(register(change_customer, 7, RENAMED))
    await until(lambda: far.asked)
    await cancel(task)
    assert far.broken_off == 0
    closing = asyncio.create_task(register.close())
    await asyncio.sleep(0)
    assert not closing.done(), "closing waits for the write"
    far.let.set()
    await closing
    assert far.broken_off == 0


async def test_closing_tells_whoever_waits_for_a_read() -> None:
    far = Slow(json(CARD))
    register = registered(far)
    reading = asyncio.create_task(register(get_customer, 7))
    await until(lambda: far.asked)
    await register.close()
    for call in (lambda: reading, lambda: register(get_customer, 7)):
        with pytest.raises(Unavailable) as closed:
            await call()
        assert closed.value.params["reason"] == "closed"


# The line -------------------------------------------------------------------------------------------------------------


async def test_the_time_on_the_line_is_measured_without_the_servers_own(monkeypatch: pytest.MonkeyPatch) -> None:
    from core.remote import web

    moments = iter([0.0, 0.5, 1.0, 1.5, 2.0, 2.5])
    monkeypatch.setattr(web, "monotonic", lambda: next(moments))
    register = registered(Far(json(CARD, Kundkort_Took="200")))
    for _ in range(3):
        await register(get_customer, 7)
    assert register.link.state == "slow"
    assert register.link.round_trip == pytest.approx(0.3)


async def test_a_lost_line_is_probed_until_the_server_answers() -> None:
    time = Time()
    far = Far(*[REFUSED] * 4, *[REFUSED] * 5, httpx.Response(502), httpx.Response(200), json(CARD))
    register = registered(far, patience=time.patience())
    with pytest.raises(Unavailable) as lost:
        await register(get_customer, 7)
    assert (lost.value.params["reason"], lost.value.params["place"], lost.value.retry) == ("lost", URL, True)
    assert register.link.state == "lost"
    await until(lambda: register.link.state == "live")
    probes = [request for request in far.asked if request.url.path == "/healthz"]
    assert len(probes) == 7
    assert [pause for pause in time.slept if pause >= 0.5][-7:] == [0.5, 1, 2, 4, 5, 5, 5]
    assert await register(get_customer, 7) == CARD
    await register.close()


async def test_whoever_asks_a_lost_server_is_told_at_once() -> None:
    class Asleep(Time):
        async def sleep(self, seconds: float) -> None:
            if seconds < 0.5:
                return
            await asyncio.Event().wait()

    far = Far(REFUSED)
    register = registered(far, patience=Asleep().patience(first=0.1))
    for tries in (4, 5, 6):
        with pytest.raises(Unavailable):
            await register(get_customer, 7)
        assert len(far.asked) == tries
    far.answers = [json(CARD)]
    assert await register(get_customer, 7) == CARD
    assert register.link.state == "live", "an answer is as good as a probe"
    await register.close()
