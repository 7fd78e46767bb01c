"""What is sent again happens once: writes by their receipts, what goes outside by what the server remembers."""

from __future__ import annotations

import asyncio
import itertools

import pytest

from core.errors import Unavailable
from core.jobs.api import resume_job
from core.local import LocalRegister
from core.people.api import end_all_sign_ins
from core.remote.headers import OPERATION_ID
from core.remote.server.answers import Answer
from core.remote.server.limits import Limits
from core.remote.server.repeats import Key, Repeats
from tests.conftest import OpenAs
from tests.remote.asking import asking, hold_outside
from tests.remote.served import token_for

OUTSIDE = "/v1/sign-ins/end"
SAME = {OPERATION_ID: "the-same"}
KEY = Key("anna", "people.end_all_sign_ins", "the-same")


async def test_a_write_that_is_sent_again_gives_the_same_answer(register: LocalRegister) -> None:
    async with asking(register) as asked:
        first = await asked("POST", "/v1/ids", json={"count": 3}, headers=SAME)
        assert (await asked("POST", "/v1/ids", json={"count": 3}, headers=SAME)).json() == first.json()
        other = await asked("POST", "/v1/ids", json={"count": 4}, headers=SAME)
    assert (other.status_code, other.json()["code"]) == (409, "reused")


async def test_what_still_runs_is_waited_for_by_who_sends_it_again(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = itertools.count(1)
    held = hold_outside(monkeypatch, end_all_sign_ins, lambda: next(counted))
    async with asking(register) as asked:
        calls = [asyncio.create_task(asked("POST", OUTSIDE, json={}, headers=SAME)) for _ in range(3)]
        await held.until(1)
        other = await asked("POST", OUTSIDE, json={"login": "per"}, headers=SAME)
        assert (other.status_code, other.json()["code"]) == (409, "reused")
        held.let_go()
        assert [answer.json() for answer in await asyncio.gather(*calls)] == [1, 1, 1]
        assert (await asked("POST", OUTSIDE, json={}, headers=SAME)).json() == 1, "also afterwards"
        assert (await asked("POST", OUTSIDE, json={}, headers={OPERATION_ID: "another"})).json() == 2
        assert (await asked("POST", OUTSIDE, json={})).json() == 3
    assert held.begun == 3


async def test_it_goes_on_when_its_caller_leaves(register: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    held = hold_outside(monkeypatch, end_all_sign_ins, lambda: 7)
    async with asking(register) as asked:
        leaving = asyncio.create_task(asked("POST", OUTSIDE, json={}, headers=SAME))
        await held.until(1)
        leaving.cancel()
        await asyncio.wait([leaving])
        held.let_go()
        assert (await asked("POST", OUTSIDE, json={}, headers=SAME)).json() == 7
    assert held.begun == 1


async def test_somebody_else_with_the_same_id_is_somebody_else(
    register: LocalRegister, open_as: OpenAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = itertools.count(1)
    hold_outside(monkeypatch, end_all_sign_ins, lambda: next(counted)).let_go()
    per = {"Authorization": f"Bearer {await token_for(await open_as('per'))}"}
    async with asking(register) as asked:
        assert (await asked("POST", OUTSIDE, json={}, headers=SAME)).json() == 1
        assert (await asked("POST", OUTSIDE, json={}, headers=SAME | per)).json() == 2


async def test_what_failed_is_tried_again(register: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    async def implementation(_services: object, job_id: int) -> object:
        tries.append(job_id)
        raise Unavailable("busy", retry=True)

    monkeypatch.setattr(resume_job, "implementation", implementation)
    async with asking(register) as asked:
        for _ in range(2):
            assert (await asked("POST", "/v1/jobs/7/resume", headers=SAME)).status_code == 503
    assert tries == [7, 7]


async def answered(body: bytes = b"1") -> Answer:
    """Have an outcome at once."""
    return Answer(body)


async def test_outcomes_are_kept_for_a_while() -> None:
    repeats = Repeats(Limits(kept_time=0))
    assert await repeats.once(KEY, b"", answered) == Answer(b"1")
    assert await repeats.once(KEY, b"other", lambda: answered(b"2")) == Answer(b"2"), "the first is forgotten"


async def test_only_so_many_outcomes_are_kept_and_none_that_is_large() -> None:
    repeats = Repeats(Limits(kept=2, kept_bytes=10))
    for number in range(4):
        await repeats.once(KEY._replace(operation_id=str(number)), b"", answered)
    again = [await repeats.once(KEY._replace(operation_id=str(n)), b"", lambda: answered(b"2")) for n in (3, 2, 0)]
    assert [answer.body for answer in again] == [b"1", b"1", b"2"]
    await repeats.once(KEY, b"", lambda: answered(b"x" * 11))
    assert (await repeats.once(KEY, b"", answered)).body == b"1"


async def test_what_runs_is_never_forgotten_and_is_waited_for_at_the_end() -> None:
    repeats, go = Repeats(Limits(kept=0, kept_time=0)), asyncio.Event()

    async def slowly() -> Answer:
        await go.wait()
        return Answer(b"1")

    first = asyncio.create_task(repeats.once(KEY, b"", slowly))
    await asyncio.sleep(0)
    await repeats.once(KEY._replace(operation_id="2"), b"", answered)
    second = asyncio.create_task(repeats.once(KEY, b"", answered))
    finishing = asyncio.create_task(repeats.finish())
    await asyncio.sleep(0)
    assert not finishing.done()
    go.set()
    await finishing
    assert (await first, await second) == (Answer(b"1"), Answer(b"1"))
