"""Many customers changed at once: seen before, made by the rules of a single change, one batch that is taken back whole."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from core.bulk.api import bulk_refusals, change_many, preview_bulk
from core.bulk.views import BulkChange, BulkField
from core.customers.api import change_customer, delete_customer, get_customer
from core.customers.views import CustomerChange, CustomerQuery, Selection
from core.edits import Edit
from core.errors import Invalid
from core.exchange.driving import finished
from core.history.api import customer_history, undo_batch, undoable
from core.jobs.api import cancel_job, resume_job
from core.local import LocalRegister
from core.settings.api import set_setting
from tests.conftest import OpenAs
from tests.core.bulk.making import ENGLISH, changed, codes, outcomes, several, these
from tests.core.customers.making import make

# -- looking before -------------------------------------------------------------------------------------------------------


async def test_the_preview_says_before_and_after_and_changes_nothing(register: LocalRegister) -> None:
    one, two = await several(register, 2)
    await register(change_customer, two.id, CustomerChange(language=Edit("en", "")))
    window = await register(preview_bulk, these([one, two]), BulkChange(language="en", active=False))
    assert [(row.name, row.outcome) for row in window.rows] == [("Brf A1", "changed"), ("Brf A2", "changed")]
    assert window.rows[0].changes == (BulkField("language", "", "en"), BulkField("active", True, False))
    assert window.rows[1].changes == (BulkField("active", True, False),)
    assert (window.changed, window.unchanged, window.refused, window.at_end) == (2, 0, 0, True)
    assert (await register(get_customer, one.id)).active


@pytest.mark.parametrize(
    ("given", "change", "expected"),
    [
        ({}, BulkChange(active=True), []),
        ({}, BulkChange(active=False), [BulkField("active", True, False)]),
        ({}, BulkChange(language=" SV "), [BulkField("language", "", "sv")]),
        ({"language": "sv"}, BulkChange(language=""), [BulkField("language", "sv", "")]),
        ({}, BulkChange(type="private"), [BulkField("type", "company", "private")]),
        ({}, BulkChange(cost_centre=" 210 "), [BulkField("cost_centre", "", "210")]),
        ({"customer_order_no": "X"}, BulkChange(customer_order_no=""), [BulkField("customer_order_no", "X", "")]),
        ({}, BulkChange(always_invoice=True), [BulkField("always_invoice", False, True)]),
        ({}, BulkChange(comment_line="Nytt avtal"), [BulkField("comment", "", "Nytt avtal")]),
        ({"facility_required": True}, BulkChange(facilities_disabled=True), [("facility_required", "switches.clash")]),
        ({"org_no": "769612-3459"}, BulkChange(type="private"), [("org_no", "personal_no.company")]),
        ({}, BulkChange(language="xx"), [("language", "choice")]),
        ({}, BulkChange(cost_centre="1" * 600), [("cost_centre", "too_long")]),
        ({"comment": "x" * 9_999}, BulkChange(comment_line="ny"), [("comment", "too_long")]),
    ],
)
async def test_what_becomes_of_a_customer_follows_the_rules_of_a_single_change(
    register: LocalRegister, given: dict[str, Any], change: BulkChange, expected: list[Any]
) -> None:
    made = await make(register, **given)
    selection = these([made])
    (row,) = (await register(preview_bulk, selection, change)).rows
    if row.outcome == "refused":
        assert codes(row) == expected
        assert not row.changes
    else:
        assert list(row.changes) == expected
        assert row.outcome == ("changed" if expected else "unchanged")
    job = await changed(register, selection, change)
    assert job.counts == {row.outcome: 1}
    stands = await register(get_customer, made.id)
    for field in row.changes if row.outcome == "changed" else ():
        assert getattr(stands, field.field) == field.now
    assert (stands.seq > made.seq) is (row.outcome == "changed")


async def test_what_was_wrong_before_stops_no_bulk_change(register: LocalRegister) -> None:
    made = await make(register, number="K-12345678")
    await register(set_setting, "number_longest", 5)
    assert await outcomes(register, these([made]), ENGLISH) == ["changed"]


@pytest.mark.parametrize(
    ("selection", "change", "fault"),
    [
        (Selection(), ENGLISH, "bulk.none"),
        (Selection(ids=tuple(range(10_001))), ENGLISH, "bulk.too_many"),
        (Selection(query=CustomerQuery(), but=tuple(range(10_001))), ENGLISH, "bulk.too_many"),
        (Selection(ids=(1,)), BulkChange(), "bulk.nothing"),
        (Selection(ids=(1,)), BulkChange(vat_type="none"), "bulk.vat_type_off"),
        (Selection(ids=(1,)), BulkChange(comment_line="  "), "required"),
    ],
)
async def test_what_is_wrong_with_the_whole_of_it_is_said_at_once(
    register: LocalRegister, selection: Selection, change: BulkChange, fault: str
) -> None:
    for call in (register(preview_bulk, selection, change), register(change_many, selection, change)):
        with pytest.raises(Invalid) as refused:
            await call
        assert fault in [found.code for found in refused.value.faults]


@pytest.mark.parametrize("after", ["i:x", "z:1", "nowhere", "i:"])
async def test_a_position_that_is_none_is_refused(register: LocalRegister, after: str) -> None:
    with pytest.raises(Invalid, match=r"position\.unknown"):
        await register(preview_bulk, Selection(ids=(1,)), ENGLISH, after)


async def test_the_vat_type_can_be_changed_where_the_setting_is_on(register: LocalRegister) -> None:
    from core.customers.api import switch_vat_type

    made = await make(register)
    await register(switch_vat_type, True)
    assert await outcomes(register, these([made]), BulkChange(vat_type="none")) == ["changed"]


# -- the change -----------------------------------------------------------------------------------------------------------


async def test_it_is_one_batch_with_the_history_of_each_and_is_taken_back_as_a_whole(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.bulk import job as bulk_job

    monkeypatch.setattr(bulk_job, "FIRST_ROWS", 2)
    monkeypatch.setattr(bulk_job, "MOST_ROWS", 2)
    customers = await several(register, 5)
    job = await changed(register, these(customers), ENGLISH)
    assert (job.state, job.counts) == ("done", {"changed": 5})
    entries = [(await register(customer_history, one.id)).entries[0] for one in customers]
    assert {(entry.field, entry.was, entry.now, entry.operation) for entry in entries} == {
        ("language", "", "en", "customers.change_many")
    }
    assert {entry.batch for entry in entries} == {job.batch}
    assert len({entry.seq for entry in entries}) == 3
    last = await register(undoable, register.session)
    assert last is not None and last.batch == job.batch
    assert job.batch is not None
    assert not (await register(undo_batch, job.batch)).kept
    assert {(await register(get_customer, one.id)).language for one in customers} == {""}


async def test_what_was_edited_since_is_kept_when_it_is_taken_back(register: LocalRegister, open_as: OpenAs) -> None:
    one, two = await several(register, 2)
    job = await changed(register, these([one, two]), ENGLISH)
    per = await open_as("per")
    await per(change_customer, two.id, CustomerChange(language=Edit("sv", "en")))
    assert job.batch is not None
    undone = await register(undo_batch, job.batch)
    assert undone.kept == ("Brf A2: language",)
    assert [(await register(get_customer, one.id)).language for one in (one, two)] == ["", "sv"]


async def test_what_others_change_after_the_preview_is_kept_and_named(register: LocalRegister, open_as: OpenAs) -> None:
    same, other, deleted, touched = await several(register, 4)
    customers = [same, other, deleted, touched]
    seen = (await register(preview_bulk, these(customers), ENGLISH)).seq
    per = await open_as("per", name="Per Lund", administrator=True)
    await per(change_customer, other.id, CustomerChange(language=Edit("fi", "")))
    await per(change_customer, same.id, CustomerChange(language=Edit("en", "")))
    await per(change_customer, touched.id, CustomerChange(cost_centre=Edit("210", "")))
    await per(delete_customer, deleted.id)
    job = await changed(register, these(customers), ENGLISH, seen)
    assert job.counts == {"unchanged": 1, "refused": 2, "changed": 1}
    refused = await register(bulk_refusals, job.id)
    assert [(row.name, codes(row)) for row in refused.rows] == [
        ("Brf A2", [("language", "bulk.changed_since")]),
        ("Brf A3", [("customer", "bulk.gone")]),
    ]
    assert refused.rows[0].faults[0].params == {"who": "Per Lund"}
    assert (await register(get_customer, other.id)).language == "fi"
    stands = await register(get_customer, touched.id)
    assert (stands.language, stands.cost_centre) == ("en", "210")


async def test_the_refused_come_in_windows(register: LocalRegister) -> None:
    customers = await several(register, 5, facility_required=True)
    job = await changed(register, these(customers), BulkChange(facilities_disabled=True))
    first = await register(bulk_refusals, job.id, 0, 3)
    assert ([row.name for row in first.rows], first.at_end) == (["Brf A1", "Brf A2", "Brf A3"], False)
    rest = await register(bulk_refusals, job.id, first.last, 3)
    assert ([row.name for row in rest.rows], rest.at_end) == (["Brf A4", "Brf A5"], True)
    none = await register(bulk_refusals, job.id, rest.last)
    assert (none.rows, none.last, none.at_end) == ((), rest.last, True)


async def test_cancelled_it_keeps_what_is_in_and_goes_on_with_the_rest(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.bulk import job as bulk_job
    from core.jobs import running

    monkeypatch.setattr(bulk_job, "FIRST_ROWS", 1)
    monkeypatch.setattr(bulk_job, "MOST_ROWS", 1)
    monkeypatch.setattr(bulk_job, "PLANNED", 2)
    going_on, stands_still = asyncio.Event(), asyncio.Event()
    chunks = 0
    plain = running.Running.chunk

    async def slow(self: running.Running, function: Any) -> Any:
        nonlocal chunks
        chunks += 1
        if chunks == 5:
            stands_still.set()
            await going_on.wait()
        return await plain(self, function)

    monkeypatch.setattr(running.Running, "chunk", slow)
    customers = await several(register, 5)
    job = await register(change_many, these(customers), BulkChange(comment_line="Nytt avtal"))
    await stands_still.wait()
    stopped = await register(cancel_job, job.id)
    going_on.set()
    assert stopped.done == 2
    done = await finished(register, await register(resume_job, job.id))
    assert (done.state, done.counts, done.batch) == ("done", {"changed": 5}, job.batch)
    assert [(await register(get_customer, one.id)).comment for one in customers] == ["Nytt avtal"] * 5
