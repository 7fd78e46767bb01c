"""The files as they come out of real systems load as the page beside each says."""

from __future__ import annotations

import pytest

from core.customers.api import get_customer_by_number, list_customers
from core.customers.views import Customer, CustomerOrder, CustomerQuery
from core.exchange.api import export_register
from core.imports.api import refused_rows
from core.register import Register
from tests.core.imports.loading import (
    SHARED,
    counted,
    imported,
    needs_shared,
    rows_of,
    tried,
)

pytestmark = needs_shared

ACCOUNTING = "bokforing-kunder.csv"
LATER = "bokforing-kunder-senare.csv"
OLD = "gammalt-system.txt"
LIST = "kundlista.xlsx"
ODS = "customers.ods"


async def everybody(register: Register) -> list[Customer]:
    """Return every card, by number."""
    window = await register(list_customers, CustomerQuery(active=None, order=CustomerOrder.NUMBER), limit=500)
    return [await register(get_customer_by_number, row.number) for row in window.rows]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (ACCOUNTING, {"new": 240}),
        (OLD, {"new": 35, "refused": 5}),
        (LIST, {"new": 60, "skipped": 1}),
        (ODS, {"new": 25}),
    ],
)
async def test_counts_dry_applied_and_once_more(register: Register, name: str, expected: dict[str, int]) -> None:
    content = (SHARED / name).read_bytes()
    assert counted(await tried(register, content)) == expected
    assert (await register(list_customers, CustomerQuery(active=None))).rows == ()
    assert counted(await imported(register, content)) == expected
    again = {"unchanged" if outcome == "new" else outcome: n for outcome, n in expected.items()}
    assert counted(await tried(register, content)) == again
    assert counted(await imported(register, content)) == again


async def test_the_export_of_an_accounting_system(register: Register) -> None:
    await imported(register, (SHARED / ACCOUNTING).read_bytes())
    cards = await everybody(register)
    assert sum(not card.active for card in cards) == 12
    assert all(len(card.contacts) == 1 for card in cards)
    assert all(card.invoice and not card.visiting and not card.postal for card in cards)
    first = cards[0]
    assert (first.number, first.name, first.org_no, first.active) == ("10001", "Brf Solrosen 16", "7697763170", False)
    assert (first.contacts[0].name, first.contacts[0].phone) == ("Åsa Åkesson", "+46701740605")
    assert first.contacts[0].email == "asa.akesson.0@example.se"


async def test_the_same_register_a_year_later(register: Register) -> None:
    await imported(register, (SHARED / ACCOUNTING).read_bytes())
    content = (SHARED / LATER).read_bytes()
    expected = {"changed": 40, "unchanged": 160, "new": 1, "refused": 1}
    dry = await tried(register, content)
    assert counted(dry) == expected
    changes = [change for row in await rows_of(register, dry, "changed") for change in row.changes]
    assert sum(change.part == "phone" for change in changes) == 30
    assert sum(change.field == "name" for change in changes) == 10
    (refused,) = await rows_of(register, dry, "refused")
    assert refused.row == 202
    assert [(fault.code, fault.params) for fault in refused.faults] == [("row.repeated", {"row": 7})]
    job = await imported(register, content, dry=dry.id)
    assert counted(job) == expected
    assert job.counts["differs"] == 0
    assert (await register(get_customer_by_number, "10241")).name == "Ny utan nummer AB"


async def test_one_of_every_fault_from_a_dos_system(register: Register) -> None:
    job = await imported(register, (SHARED / OLD).read_bytes())
    refused = {row.row: [fault.code for fault in row.faults] for row in await rows_of(register, job, "refused")}
    assert refused == {
        2: ["required"],
        3: ["org_no.check_digit"],
        5: ["email"],
        8: ["row.other_name"],
        11: ["number.too_long"],
    }
    warned = {row.row: [fault.code for fault in row.faults] for row in await rows_of(register, job, "warned")}
    assert warned == {4: ["postcode.format"], 6: ["phone.unknown"]}
    cards = {card.number: card for card in await everybody(register)}
    assert cards["10003"].visiting is not None
    assert cards["10003"].visiting.postcode == "1234"
    assert cards["10005"].contacts[0].phone == "växeln"
    assert cards["10008"].name == "[/b] Robert'); DROP TABLE kund;--"
    assert cards["10011"].org_no == "5557300448"
    assert cards["10012"].org_no == "7639607618"
    assert cards["10013"].org_no_masked == "811218-••••"
    assert cards["10013"].type == "company"


async def test_a_formula_does_not_run_in_a_spreadsheet_and_comes_back(register: Register) -> None:
    await imported(register, (SHARED / OLD).read_bytes())
    content = b"".join([chunk async for chunk in await register(export_register, "csv")])
    assert b";'=HYPERLINK(1);" in content
    assert counted(await imported(register, content)) == {"unchanged": 35}
    assert (await register(get_customer_by_number, "10009")).name == "=HYPERLINK(1)"


async def test_a_workbook_kept_by_hand(register: Register) -> None:
    job = await imported(register, (SHARED / LIST).read_bytes())
    (skipped,) = await rows_of(register, job, "skipped")
    assert skipped.row == 70
    cards = await everybody(register)
    assert sum(len(card.contacts) for card in cards) == 80
    assert sum(card.invoice is not None for card in cards) == 30
    assert all(card.visiting for card in cards)
    assert {card.language for card in cards} == {"sv", "en", "fi"}
    assert [card.comment for card in cards if card.comment] == ["Portkod 1234\nring först"]
    assert cards[0].contacts[0].send_protocol
    assert not cards[0].contacts[1].send_protocol


async def test_english_headings(register: Register) -> None:
    await imported(register, (SHARED / ODS).read_bytes())
    cards = await everybody(register)
    assert all(card.visiting and len(card.contacts) == 1 and card.org_no for card in cards)
    assert {card.language for card in cards} == {"sv", "en", "fi"}


async def test_the_refused_rows_are_mended_and_imported(register: Register) -> None:
    job = await imported(register, (SHARED / OLD).read_bytes())
    content = b"".join([chunk async for chunk in await register(refused_rows, job.id)]).decode("utf-8-sig")
    lines = content.splitlines()
    assert lines[0] == "KUNDNR;NAMN;ORGNR;ADRESS;PNR;ORT;TEL;MAIL;To mend"
    assert len(lines) == 6
    assert lines[2].endswith(";ORGNR: last digit should be 9")
    mended = content.replace("5563044320", "5563044329").replace("\n10007;", "\n10099;")
    assert counted(await imported(register, mended.encode())) == {"new": 2, "refused": 3}
