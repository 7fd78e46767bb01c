"""Imports while they run: cancelled, gone on with, taken back half done, and the register used meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.customers.api import change_customer, get_customer_by_number, list_customers
from core.customers.views import CustomerChange, CustomerQuery
from core.edits import Edit
from core.exchange.driving import finished
from core.imports import job as import_job
from core.imports.api import start_import, undo_import
from core.jobs.api import cancel_job, get_job, resume_job
from core.local import LocalRegister
from core.rights import Right
from tests.conftest import OpenAs, StandingClock
from tests.core.imports.loading import (
    FIRST,
    Reached,
    counted,
    file_of,
    imported,
    put,
    settled,
)

LONG = file_of(
    "Kundnr|Namn|Kontaktperson\n" + "\n".join(f"{n % 300}|Kund {n % 300}|Person {n // 300}" for n in range(600))
)


async def test_a_cancelled_import_keeps_what_is_in_and_goes_on_after_its_last_chunk(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_job, "MOST_ROWS", 40)
    blob = await put(register, LONG)
    reached = Reached(monkeypatch, 80)
    job = await register(start_import, blob.hash)
    await reached.wait()
    assert (await register(cancel_job, job.id)).state == "cancelled"
    await settled(job)
    job = await register(get_job, job.id)
    assert job.state == "cancelled"
    assert 80 <= job.done < 600
    assert len((await register(list_customers, CustomerQuery(), limit=500)).rows) == min(job.done, 300)
    job = await register(resume_job, job.id)
    assert job.state == "running"
    job = await finished(register, job)
    assert counted(job) == {"new": 300, "added": 300}
    assert (job.done, job.total) == (600, 600)
    assert len((await register(get_customer_by_number, "299")).contacts) == 2


async def test_what_a_cancelled_import_has_done_is_taken_back(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_job, "MOST_ROWS", 40)
    reached = Reached(monkeypatch, 80)
    job = await register(start_import, (await put(register, LONG)).hash)
    await reached.wait()
    await register(cancel_job, job.id)
    await settled(job)
    await register(undo_import, job.id)
    assert (await register(list_customers, CustomerQuery(active=None))).rows == ()


async def test_the_register_is_usable_while_an_import_runs(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_job, "MOST_ROWS", 40)
    await imported(register, FIRST)
    card = await register(get_customer_by_number, "10001")
    blob = await put(register, LONG)
    reached = Reached(monkeypatch, 40)
    job = await register(start_import, blob.hash)
    await reached.wait()
    await register(change_customer, card.id, CustomerChange(name=Edit("Brf Eken", was="Brf Ekbacken")))
    assert (await register(get_job, job.id)).state == "running"
    assert (await register(get_customer_by_number, "10001")).name == "Brf Eken"
    assert counted(await finished(register, job)) == {"new": 300, "added": 300}


async def test_a_job_whose_program_is_gone_is_stopped_and_goes_on_elsewhere(
    register: LocalRegister, open_as: OpenAs, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_job, "MOST_ROWS", 40)
    mats = await open_as("mats", also=(Right.IMPORT,))
    blob = await put(register, LONG)
    reached = Reached(monkeypatch, 80)
    job = await mats(start_import, blob.hash)
    await reached.wait()
    await mats.close()
    assert (await register(get_job, job.id)).state == "running"
    assert await register(resume_job, job.id) == await register(get_job, job.id)
    clock.now += timedelta(seconds=31)
    assert (await register(get_job, job.id)).state == "stopped"
    job = await finished(register, await register(resume_job, job.id))
    assert counted(job) == {"new": 300, "added": 300}
