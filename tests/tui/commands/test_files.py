"""import, export, template, backup, restore, upgrade: files in and out."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any, cast

import pytest

from core.errors import Unavailable
from core.jobs.views import Job, JobState
from core.places import places
from core.register import Register
from core.text import speak
from tests.tui.commands.conftest import Say
from tui.commands import importing
from tui.commands.arguments import parse
from tui.commands.call import make_call
from tui.state import State

HEADINGS = "Kundnummer;Namn;Organisationsnummer;Ort"


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Return a file with a new, a changed and a refused row."""
    path = tmp_path / "rows.csv"
    lines = [HEADINGS, "20001;Brf Lunden;;Köping", "10001;Brf Ekbacken 2;;", "20002;Fel AB;556036-0794;"]
    path.write_text("\n".join(lines), encoding="cp1252")
    return path


@pytest.mark.usefixtures("in_use")
def test_a_dry_run_says_what_would_become_of_every_row_and_changes_nothing(say: Say, rows: Path) -> None:
    said = say("import", str(rows), "--dry-run", "--json")
    assert said.code == 1
    result = said.json
    assert {key: result[key] for key in ("new", "changed", "unchanged", "added", "refused", "skipped")} == {
        "new": 1,
        "changed": 1,
        "unchanged": 0,
        "added": 0,
        "refused": 1,
        "skipped": 0,
    }
    assert [(row["row"], row["outcome"]) for row in result["rows"]] == [(2, "new"), (3, "changed"), (4, "refused")]
    (fault,) = result["rows"][2]["faults"]
    assert fault.keys() >= {"level", "field", "code", "message"}
    assert (fault["level"], fault["field"], fault["code"]) == ("fault", "org_no", "org_no.check_digit")
    assert say("find", "lunden", "--json").json == []


@pytest.mark.usefixtures("in_use")
def test_an_import_does_it_and_writes_the_refused_rows_to_be_mended(say: Say, rows: Path, tmp_path: Path) -> None:
    refused = tmp_path / "refused.csv"
    said = say("import", str(rows), "--refused", str(refused))
    assert said.code == 1
    assert "row 4, refused" in said.out
    assert str(refused) in said.err
    assert [row["city"] for row in say("find", "lunden", "--json").json] == ["Köping"]
    assert say("show", "10001").out.startswith("10001  Brf Ekbacken 2\n")
    assert "Fel AB" in refused.read_text(encoding="utf-8-sig")
    refused.write_text(refused.read_text(encoding="utf-8-sig").replace("0794", "0793"), encoding="utf-8")
    assert say("import", str(refused), "--json").json["new"] == 1


@pytest.mark.usefixtures("in_use")
def test_without_refused_rows_there_is_no_file(say: Say, tmp_path: Path) -> None:
    good = tmp_path / "good.csv"
    good.write_text("Kundnummer;Namn\n20001;Brf Lunden\n", encoding="utf-8")
    said = say("import", str(good), "--refused", str(tmp_path / "refused.csv"))
    assert said.code == 0
    assert not (tmp_path / "refused.csv").exists()


@pytest.mark.usefixtures("in_use")
def test_the_mapping_is_written_where_it_is_missing_and_obeyed_where_it_is_there(say: Say, tmp_path: Path) -> None:
    odd, mapping = tmp_path / "odd.csv", tmp_path / "mapping.json"
    odd.write_text("Kundnummer;Namn;Hopp\n20001;Brf Lunden;Köping\n", encoding="utf-8")
    assert say("import", str(odd), "--dry-run", "--mapping", str(mapping)).code == 0
    content = json.loads(mapping.read_text(encoding="utf-8"))
    assert content["columns"] == {"Kundnummer": "number", "Namn": "name", "Hopp": ""}
    content["columns"]["Hopp"] = "visiting.city"
    mapping.write_text(json.dumps(content), encoding="utf-8")
    assert say("import", str(odd), "--mapping", str(mapping)).code == 0
    assert [row["city"] for row in say("find", "lunden", "--json").json] == ["Köping"]


@pytest.mark.usefixtures("in_use")
@pytest.mark.parametrize("content", ["{", "[]", '{"columns": []}', '{"columns": {"Namn": 1}}', "null"])
def test_a_mapping_that_is_none_is_told(say: Say, rows: Path, tmp_path: Path, content: str) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text(content, encoding="utf-8")
    said = say("import", str(rows), "--mapping", str(mapping))
    assert (said.code, said.out) == (2, "")
    assert str(mapping) in said.err


@pytest.mark.usefixtures("in_use")
def test_files_that_are_no_register_are_told(say: Say, tmp_path: Path) -> None:
    empty, noise = tmp_path / "empty.csv", tmp_path / "noise.xlsx"
    empty.touch()
    noise.write_bytes(b"PK\x03\x04" + bytes(range(256)))
    for path in (empty, noise, tmp_path / "missing.csv", tmp_path):
        said = say("import", str(path))
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith("kundkort: ")


@pytest.mark.usefixtures("in_use")
def test_export_writes_csv_and_json_and_both_come_back_the_same(say: Say, tmp_path: Path) -> None:
    for name in ("all.csv", "all.json"):
        path = tmp_path / name
        assert say("export", str(path)).code == 0
        assert path.stat().st_mode & 0o077 == 0
    cards = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert [card["number"] for card in cards] == ["10001", "10002", "10003"]
    shown = say("show", "10001", "--json").json
    assert {key: shown[key] for key in cards[0] if not key.startswith(("created", "changed"))} == {
        key: value for key, value in cards[0].items() if not key.startswith(("created", "changed"))
    }
    table = list(csv.reader(io.StringIO((tmp_path / "all.csv").read_text(encoding="utf-8-sig")), delimiter=";"))
    assert [row[0] for row in table[1:]] == ["10001", "10002", "10003"]
    again = say("import", str(tmp_path / "all.csv"), "--dry-run", "--json").json
    assert (again["new"], again["changed"], again["refused"]) == (0, 0, 0)


@pytest.mark.usefixtures("in_use")
def test_export_goes_to_standard_output_without_a_file(say: Say) -> None:
    assert say("export").out.startswith("\ufeff")
    assert len(say("export", "--json").json) == 3
    assert say("export", "-", "--json").out == say("export", "--json").out


@pytest.mark.usefixtures("in_use")
@pytest.mark.parametrize("name", ["all.pdf", "all", "folder/"])
def test_export_knows_the_format_by_the_name(say: Say, name: str) -> None:
    assert say("export", name).code == 2


@pytest.mark.usefixtures("in_use")
def test_a_file_that_cannot_be_written_leaves_nothing_behind(say: Say, tmp_path: Path) -> None:
    said = say("export", str(tmp_path / "missing" / "all.csv"))
    assert said.code == 1
    assert str(tmp_path / "missing" / "all.csv") in said.err
    assert list(tmp_path.glob("*unfinished*")) == []


@pytest.mark.usefixtures("in_use")
def test_the_template_can_be_imported_as_it_is(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "customers.xlsx"
    assert say("template", str(path)).code == 0
    assert path.read_bytes()[:2] == b"PK"
    assert say("template", str(tmp_path / "customers.csv")).code == 2


def test_a_backup_is_a_register_and_comes_back(say: Say, in_use: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    assert say("backup", str(copy), "--json").json == {"file": str(copy), "bytes": copy.stat().st_size}
    assert say("check", "--register", str(copy)).code == 0
    assert say("backup", str(copy)).code == 1
    say("settings", "company_name", "After the copy")
    answer = say("restore", str(copy), "--yes", "--json").json
    assert Path(answer["before"]).is_file()
    assert say("settings", "company_name", "--json").json == ""
    assert say("settings", "company_name", "--register", answer["before"], "--json").json == "After the copy"


def test_restore_asks_and_changes_nothing_without_an_answer(
    say: Say, in_use: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.sqlite"
    shutil.copy(in_use, copy)
    before = in_use.read_bytes()
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert say("restore", str(copy)).code == 2
    for answer, code in (("n\n", 1), ("\n", 1), ("perhaps\n", 1), ("y\n", 0), ("ja\n", 0)):
        monkeypatch.setattr("sys.stdin", Terminal(answer))
        assert in_use.read_bytes() == before or code == 0
        assert say("restore", str(copy)).code == code


class Terminal(io.StringIO):
    """Somebody who answers."""

    def isatty(self) -> bool:
        """Say that it is a terminal."""
        return True


@pytest.mark.usefixtures("in_use")
def test_what_is_no_register_is_not_restored(say: Say, tmp_path: Path) -> None:
    noise = tmp_path / "noise.sqlite"
    noise.write_bytes(b"no register at all" * 100)
    assert say("restore", str(noise), "--yes").code == 3
    assert say("restore", str(tmp_path / "missing.sqlite"), "--yes").code == 1


@pytest.mark.usefixtures("in_use")
def test_an_up_to_date_register_is_not_upgraded(say: Say) -> None:
    said = say("upgrade", "--json")
    assert said.code == 0
    assert said.json["copy"] is None
    assert say("upgrade", "--register", "missing.sqlite").code == 3


async def test_an_import_that_is_stopped_is_cancelled_after_its_chunk_and_says_what_stays(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # The loop goes on from test to test, in whatever language the one before it spoke.
    speak("en")
    asked: list[str] = []
    looked = asyncio.Event()

    class Busy:
        """A register whose job goes on until it is cancelled."""

        async def __call__(self, operation: Any, *_args: object) -> Job:
            asked.append(operation.name)
            looked.set()
            state: JobState = "cancelled" if "jobs.cancel" in asked else "running"
            return Job(id=1, kind="import", state=state)

    call = make_call(parse(["import", "x.csv"]), places(), {}, State())
    job = Job(id=1, kind="import", state="running")
    waiting = asyncio.ensure_future(importing.finished(call, cast("Register", Busy()), job))
    await looked.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert "jobs.cancel" in asked
    assert "stays" in capsys.readouterr().err


@pytest.mark.usefixtures("in_use")
@pytest.mark.skipif(sys.platform == "win32", reason="has no pipes in folders")
def test_what_is_no_file_is_not_read_for_ever(say: Say, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for place in (pipe, Path("/dev/zero"), Path(os.devnull)):
        said = say("import", str(place))
        assert said.code == 1
        assert "device or a pipe" in said.err


@pytest.mark.usefixtures("in_use")
def test_a_file_that_is_far_too_large_is_not_even_read(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(600 * 1024 * 1024)
    said = say("import", str(path))
    assert said.code == 1
    assert "512 MB" in said.err


@pytest.mark.usefixtures("in_use")
def test_the_summary_counts_as_one_speaks(say: Say, rows: Path) -> None:
    swedish = say("import", str(rows), "--dry-run", "--language", "sv").out.splitlines()[-1]
    assert swedish == "1 ny, 1 ändrad, 0 oförändrade, 0 kontakter eller adresser till, 1 nekad, 0 överhoppade"
    english = say("import", str(rows), "--dry-run").out.splitlines()[-1]
    assert english == "1 new, 1 changed, 0 unchanged, 0 more contacts or addresses, 1 refused, 0 skipped"


@pytest.mark.usefixtures("in_use")
def test_an_import_that_fails_says_why_and_what_stays(say: Say, rows: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise Unavailable("full", retry=True)

    monkeypatch.setattr("core.imports.job.write", full)
    said = say("import", str(rows))
    assert said.code == 3
    assert said.err.splitlines() == [
        "kundkort: The disk is full: make room and try again",
        "The import stopped before its end: what is in stays, start it again",
    ]


@pytest.mark.usefixtures("in_use")
def test_a_fault_of_ours_in_an_import_shows_no_traceback(
    say: Say, rows: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("core.imports.job.write", fail)
    said = say("import", str(rows))
    assert said.code == 3
    assert "Traceback" not in said.err
    assert "Something went wrong" in said.err
    assert "ZeroDivisionError" in (own_home / "kundkort.log").read_text(encoding="utf-8")
