"""Imports as jobs: matched with the register, tried and applied alike, remembered, cancelled, gone on with, taken back."""

from __future__ import annotations

import pytest
from msgspec import UNSET

from core.customers.api import change_customer, delete_customer, get_customer_by_number
from core.customers.views import CustomerChange
from core.edits import Edit
from core.errors import Invalid, NotFound, Refused
from core.exchange.driving import finished
from core.history.api import customer_history
from core.imports import job as import_job
from core.imports.api import dry_run, import_rows, start_import, undo_import
from core.local import LocalRegister
from core.rights import Right
from core.settings.api import set_setting
from tests.conftest import OpenAs
from tests.core.exchange.making import csv_bytes
from tests.core.imports.loading import (
    FIRST,
    counted,
    file_of,
    imported,
    put,
    rows_of,
    tried,
)


async def test_without_a_number_rows_match_by_organisation_number(register: LocalRegister) -> None:
    await imported(register, FIRST)
    job = await imported(
        register, file_of("Namn|Orgnr\nBrf Ekbacken|16769612-3459\nÖst Plåt AB|SE556036079301\nNy AB|")
    )
    assert counted(job) == {"unchanged": 1, "changed": 1, "new": 1}
    rows = await rows_of(register, job)
    assert [row.matched_by for row in rows] == ["org_no", "org_no", ""]
    assert (await register(get_customer_by_number, "10002")).name == "Öst Plåt AB"
    assert (await register(get_customer_by_number, "10003")).name == "Ny AB"


async def test_several_customers_with_the_organisation_number_are_nobody(register: LocalRegister) -> None:
    await imported(register, file_of("Kundnr|Namn|Orgnr\n1|A|556036-0793\n2|B|556036-0793"))
    job = await imported(register, file_of("Namn|Orgnr\nC|556036-0793"))
    assert [[fault.code for fault in row.faults] for row in await rows_of(register, job)] == [["row.ambiguous"]]


@pytest.mark.parametrize("dry", [True, False])
async def test_rows_of_one_new_customer_without_a_number(register: LocalRegister, dry: bool) -> None:
    content = file_of(
        "Namn|Orgnr|Kontaktperson\nA|556036-0793|Bo\nA|556036-0793|Cia\nB|769612-3459|Di\nA|556036-0793|Cia"
    )
    job = await (tried if dry else imported)(register, content)
    assert counted(job) == {"new": 2, "added": 1, "refused": 1}


async def test_the_next_number_lies_behind_those_of_the_file(register: LocalRegister) -> None:
    content = file_of("Kundnr|Namn\n|A\n10001|B\n|C\n10007|D")
    dry = await tried(register, content)
    assert [row.number for row in await rows_of(register, dry)] == ["10008", "10001", "10009", "10007"]
    await imported(register, content)
    assert (await register(get_customer_by_number, "10009")).name == "C"


async def test_without_automatic_numbers_a_row_needs_one(register: LocalRegister) -> None:
    await register(set_setting, "number_automatic", False)
    job = await imported(register, file_of("Kundnr|Namn\n|A"))
    assert [fault.code for fault in (await rows_of(register, job))[0].faults] == ["required"]


async def test_an_old_number_still_means_its_customer(register: LocalRegister) -> None:
    await imported(register, FIRST)
    card = await register(get_customer_by_number, "10001")
    await register(change_customer, card.id, CustomerChange(number=Edit("20001", was="10001")))
    job = await imported(register, file_of("Kundnr|Namn\n10001|Brf Eken\n20001|Brf Eken"))
    assert counted(job) == {"changed": 1, "refused": 1}
    assert (await register(get_customer_by_number, "20001")).name == "Brf Eken"


async def test_a_deleted_customers_number_is_not_given_again(register: LocalRegister) -> None:
    await imported(register, FIRST)
    await register(delete_customer, (await register(get_customer_by_number, "10001")).id)
    job = await imported(register, FIRST)
    assert counted(job) == {"unchanged": 1, "refused": 1}
    (refused,) = await rows_of(register, job, "refused")
    assert [fault.code for fault in refused.faults] == ["taken"]


async def test_more_rows_of_a_customer_across_chunks(register: LocalRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_job, "MOST_ROWS", 4)
    monkeypatch.setattr(import_job, "FEWEST_ROWS", 1)
    lines = ["Kundnr|Namn|Kontaktperson|Faktureringsadress"]
    lines += [f"{number}|Kund {number}|Person {person}|" for person in range(3) for number in range(5)]
    lines += ["3|Kund 3||Box 1", "3|Kund 3||Box 2", "4|Kund 4|Person 0|"]
    content = file_of("\n".join(lines))
    expected = {"new": 5, "added": 11, "refused": 2}
    assert counted(await tried(register, content)) == expected
    assert counted(await imported(register, content)) == expected
    card = await register(get_customer_by_number, "3")
    assert [contact.name for contact in card.contacts] == ["Person 0", "Person 1", "Person 2"]
    assert card.invoice is not None
    assert counted(await imported(register, content)) == {"unchanged": 5, "refused": 2}


async def test_a_change_in_a_later_row_counts_its_customer_once(register: LocalRegister) -> None:
    await imported(register, file_of("Kundnr|Namn|Kontaktperson|Telefon\n1|A|Bo|08-111 11 11\n1|A|Cia|08-111 11 11"))
    job = await imported(
        register, file_of("Kundnr|Namn|Kontaktperson|Telefon\n1|A|Bo|08-111 11 11\n1|A|Cia|08-222 22 22")
    )
    assert counted(job) == {"changed": 1}
    assert [row.outcome for row in await rows_of(register, job)] == ["unchanged", "changed"]


async def test_history_has_what_an_import_did_and_the_whole_is_taken_back(register: LocalRegister) -> None:
    await imported(register, FIRST)
    job = await imported(register, file_of("Kundnr|Namn|Kontaktperson\n10001|Brf Eken|Mona\n10009|Ny AB|Di"))
    card = await register(get_customer_by_number, "10001")
    entries = (await register(customer_history, card.id)).entries
    assert {(entry.entity, entry.kind, entry.operation) for entry in entries if entry.batch == job.batch} == {
        ("customer", "changed", "imports.start"),
        ("contact", "created", "imports.start"),
    }
    undone = await register(undo_import, job.id)
    assert undone.kept == ()
    card = await register(get_customer_by_number, "10001")
    assert (card.name, len(card.contacts)) == ("Brf Ekbacken", 1)
    with pytest.raises(NotFound):
        await register(get_customer_by_number, "10009")


async def test_what_was_edited_since_is_kept_and_named(register: LocalRegister) -> None:
    await imported(register, FIRST)
    job = await imported(register, file_of("Kundnr|Namn|Anmärkning\n10001|Brf Eken|ny\n10002|Öst AB|ny"))
    card = await register(get_customer_by_number, "10001")
    await register(change_customer, card.id, CustomerChange(name=Edit("Brf Lunden", was="Brf Eken")))
    undone = await register(undo_import, job.id)
    assert len(undone.kept) == 1
    card = await register(get_customer_by_number, "10001")
    assert (card.name, card.comment) == ("Brf Lunden", "")
    assert (await register(get_customer_by_number, "10002")).name == "Östs Plåt AB"


async def test_an_import_that_was_taken_back_can_be_done_again(register: LocalRegister) -> None:
    wrong = file_of("Kundnr|Namn|Anmärkning|Kontaktperson\n10001|Brf Ekbacken|fel kolumn|Bo")
    job = await imported(register, wrong)
    await register(undo_import, job.id)
    right = file_of("Kundnr|Namn|Kontaktperson\n10001|Brf Ekbacken|Cia")
    assert counted(await tried(register, right)) == {"new": 1}
    assert counted(await imported(register, right)) == {"new": 1}
    card = await register(get_customer_by_number, "10001")
    assert (card.comment, [contact.name for contact in card.contacts]) == ("", ["Cia"])
    with pytest.raises(Invalid):
        await register(undo_import, job.id)


async def test_what_differs_from_the_dry_run_is_listed(register: LocalRegister) -> None:
    await imported(register, FIRST)
    content = file_of("Kundnr|Namn\n10001|Brf Eken\n10002|Öst AB\n10003|Ny AB")
    dry = await tried(register, content)
    card = await register(get_customer_by_number, "10001")
    await register(change_customer, card.id, CustomerChange(name=Edit("Brf Eken", was="Brf Ekbacken")))
    job = await imported(register, content, dry=dry.id)
    assert job.counts["differs"] == 1
    (differs,) = await rows_of(register, job, "differs")
    assert (differs.row, differs.outcome, differs.dry) == (2, "unchanged", "changed")


async def test_what_was_changed_by_hand_since_the_last_import_is_told(register: LocalRegister) -> None:
    await imported(register, FIRST)
    card = await register(get_customer_by_number, "10001")
    await register(change_customer, card.id, CustomerChange(name=Edit("Brf Eken", was="Brf Ekbacken")))
    dry = await tried(register, FIRST)
    (row,) = await rows_of(register, dry, "changed")
    assert [(change.field, change.was, change.now, change.by_hand) for change in row.changes] == [
        ("name", "Brf Eken", "Brf Ekbacken", "anna")
    ]


async def test_rows_can_be_left_out(register: LocalRegister) -> None:
    job = await imported(register, FIRST, skip=(3,))
    assert counted(job) == {"new": 1, "skipped": 1}
    (row,) = await rows_of(register, job, "skipped")
    assert [fault.code for fault in row.faults] == ["row.skipped"]


async def test_a_quotation_mark_far_down_fails_the_job_and_says_why(register: LocalRegister) -> None:
    lines = [["Kundnr", "Namn"], *[[str(number), f"Kund {number}"] for number in range(300)]]
    content = csv_bytes(lines) + b'999;"A\r\n' + b"x" * 200_000
    blob = await put(register, content)
    job = await finished(register, await register(dry_run, blob.hash))
    assert (job.state, job.code, job.params) == ("failed", "file.quote", {"row": 302})


async def test_only_who_may_import_does(register: LocalRegister, open_as: OpenAs) -> None:
    blob = await put(register, FIRST)
    mats = await open_as("mats")
    with pytest.raises(Refused):
        await mats(start_import, blob.hash)


async def test_rows_come_in_windows(register: LocalRegister) -> None:
    job = await imported(register, file_of("Namn\n" + "\n".join(f"Kund {n}" for n in range(7))))
    window = await register(import_rows, job.id, (), 0, 3)
    assert ([row.row for row in window.rows], window.last, window.at_end) == ([2, 3, 4], 4, False)
    window = await register(import_rows, job.id, (), 7, 3)
    assert ([row.row for row in window.rows], window.at_end) == ([8], True)
    with pytest.raises(NotFound):
        await register(import_rows, 12345)


async def test_a_comment_is_hidden_from_who_may_not_see_it(register: LocalRegister, open_as: OpenAs) -> None:
    mats = await open_as("mats", also=(Right.IMPORT,), without=(Right.COMMENT_SEE,))
    await imported(register, file_of("Kundnr|Namn|Anmärkning\n1|A|hemligt"))
    job = await tried(mats, file_of("Kundnr|Anmärkning\n1|nytt"))
    (row,) = await rows_of(mats, job)
    assert [(change.field, change.was, change.now) for change in row.changes] == [("comment", None, None)]
    assert (await mats(get_customer_by_number, "1")).comment is UNSET
