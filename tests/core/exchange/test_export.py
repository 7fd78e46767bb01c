"""Taking out a register: as CSV and JSON, with a trace, without what may not be seen; and driving an import by its path."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from core.customers.api import get_customer_by_number
from core.customers.views import CustomerQuery
from core.errors import Invalid, Refused
from core.exchange.api import export_register, template
from core.exchange.cards import card
from core.exchange.driving import all_rows, chosen, counts, finished, put_file, row_dict
from core.imports.api import read_file, start_import
from core.local import LocalRegister
from core.rights import Right
from core.text import speak
from tests.conftest import OpenAs
from tests.core.exchange.making import csv_bytes
from tests.core.imports.loading import counted, imported

REGISTER = csv_bytes(
    [
        ["Kundnr", "Namn", "Orgnr", "Aktiv", "Besöksadress", "Postnr", "Ort", "Kontakt 1", "Telefon 1", "Kommentar"],
        [
            "10001",
            "Brf Ekbacken",
            "769612-3459",
            "Ja",
            "Ekgatan 4",
            "745 31",
            "Enköping",
            "Åsa",
            "08-123 456 78",
            "kod 1",
        ],
        ["10002", "=1+1", "811218-9876", "Nej", "", "", "", "", "0701740605", ""],
        ["10002", "=1+1", "", "", "", "", "", "Bo Berg", "", ""],
    ]
)


async def taken_out(register: LocalRegister, *arguments: Any) -> bytes:
    """Return the bytes of an export."""
    return b"".join([chunk async for chunk in await register(export_register, *arguments)])


async def test_csv_in_the_users_language(register: LocalRegister) -> None:
    await imported(register, REGISTER)
    speak("sv")
    content = await taken_out(register, "csv")
    # The tasks of the event loop share a context with the tests that follow.
    speak("en")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("Kundnummer;Namn;Typ;Organisationsnummer;")
    assert lines[0].endswith(
        "Kontakt 2;Roll 2;Telefon 2;Mobil 2;E-post 2;Skicka serviceprotokoll 2;Skicka arbetsorder 2"
    )
    assert lines[1].startswith("10001;Brf Ekbacken;Företag;769612-3459;")
    assert ";Ekgatan 4;;745 31;Enköping;SE;" in lines[1]
    assert lines[2].startswith("10002;'=1+1;Företag;;")
    assert lines[3:] == [""]


async def test_json_has_the_keys_of_the_views(register: LocalRegister) -> None:
    await imported(register, REGISTER)
    found = msgspec.json.decode(await taken_out(register, "json"))
    assert [one["number"] for one in found] == ["10001", "10002"]
    assert found[0] == card(await register(get_customer_by_number, "10001")) | {
        name: found[0][name] for name in ("created_at", "created_by", "changed_at", "changed_by")
    }
    assert (found[0]["city"], found[0]["phone"], found[0]["active"]) == ("Enköping", "+46812345678", True)
    assert found[0]["addresses"] == [
        {
            "kind": "visiting",
            "row1": "Ekgatan 4",
            "row2": "",
            "postcode": "74531",
            "city": "Enköping",
            "country": "SE",
            "province": "",
        }
    ]
    assert found[0]["contacts"][0] == {
        "name": "Åsa",
        "role": "",
        "phone": "+46812345678",
        "mobile": "",
        "email": "",
        "send_protocol": False,
        "send_work_order": False,
    }
    assert "org_no" not in found[1]
    assert found[1]["org_no_masked"] == "811218-••••"


async def test_an_empty_register(register: LocalRegister) -> None:
    assert (await taken_out(register, "csv")).count(b"\n") == 1
    assert msgspec.json.decode(await taken_out(register, "json")) == []


async def test_what_a_query_finds(register: LocalRegister) -> None:
    await imported(register, REGISTER)
    found = msgspec.json.decode(await taken_out(register, "json", CustomerQuery(active=True)))
    assert [one["number"] for one in found] == ["10001"]


async def test_a_register_larger_than_a_window_comes_out_whole_and_in_order(
    register: LocalRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.exchange.operations.WINDOW", 7)
    rows = [["Kundnr", "Namn"], *[[str(number), f"Kund {number}"] for number in range(100, 130)]]
    await imported(register, csv_bytes(rows))
    found = msgspec.json.decode(await taken_out(register, "json"))
    assert [one["number"] for one in found] == [str(number) for number in range(100, 130)]


async def test_taking_out_leaves_a_trace(register: LocalRegister, register_file: Path) -> None:
    await taken_out(register, "csv")
    with closing(sqlite3.connect(register_file)) as connection:
        assert connection.execute("SELECT kind, note FROM activity").fetchall() == [("export", "csv")]


async def test_who_may_take_out_and_what(register: LocalRegister, open_as: OpenAs) -> None:
    await imported(register, REGISTER)
    with pytest.raises(Refused):
        await taken_out(await open_as("mats", without=(Right.EXPORT,)), "csv")
    mona = await open_as("mona", without=(Right.COMMENT_SEE,))
    content = await taken_out(mona, "csv")
    assert b"kod 1" not in content
    assert b"kod 1" in await taken_out(register, "csv")
    assert "comment" not in msgspec.json.decode(await taken_out(mona, "json"))[0]
    only = await open_as("olle", only_assigned=True)
    assert msgspec.json.decode(await taken_out(only, "json")) == []


async def test_a_format_that_is_not_known(register: LocalRegister) -> None:
    with pytest.raises(Invalid):
        await taken_out(register, "docx")


async def test_what_was_taken_out_changes_nothing_when_it_is_imported(register: LocalRegister) -> None:
    await imported(register, REGISTER)
    assert counted(await imported(register, await taken_out(register, "csv"))) == {"unchanged": 2}


async def test_the_template_comes_from_the_register(register: LocalRegister) -> None:
    content = b"".join([chunk async for chunk in await register(template)])
    assert content.startswith(b"PK")


async def test_importing_by_path_without_a_screen(register: LocalRegister, tmp_path: Path) -> None:
    path = tmp_path / "kunder.csv"
    path.write_bytes(csv_bytes([["Nr", "Benämning kort", "Orgnr"], ["1", "A", ""], ["2", "B", "556036-0794"]]))
    blob = await put_file(register, path)
    assert blob.name == "kunder.csv"
    view = await register(read_file, blob.hash)
    mapping = chosen(view.sheets[0], {"benämning kort": "name"})
    assert mapping.columns == ("number", "name", "org_no")
    seen: list[int] = []
    job = await finished(register, await register(start_import, blob.hash, mapping), lambda job: seen.append(job.done))
    assert counts(job) == {"new": 1, "changed": 0, "unchanged": 0, "added": 0, "refused": 1, "skipped": 0}
    assert seen[-1] == 2
    assert [row_dict(row) async for row in all_rows(register, job)] == [
        {"row": 2, "outcome": "new", "number": "1", "name": "A", "faults": []},
        {
            "row": 3,
            "outcome": "refused",
            "number": "2",
            "name": "B",
            "faults": [
                {
                    "level": "fault",
                    "field": "org_no",
                    "column": "Orgnr",
                    "code": "org_no.check_digit",
                    "message": "Orgnr: last digit should be 3",
                }
            ],
        },
    ]
    with pytest.raises(Invalid):
        chosen(view.sheets[0], {"Saldo": "name"})
    with pytest.raises(FileNotFoundError):
        await put_file(register, tmp_path / "missing.csv")
