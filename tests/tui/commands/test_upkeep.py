"""copy, backup, restore, upgrade and check on a register in PostgreSQL; none of them says a password."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import upkeep
from core.places import places, postgres_url, sqlite_url
from core.proof import Different, Proof, TableProof
from tests.core.copying.looking import is_nothing, make_first, run_sql
from tests.postgres import own_database
from tests.tui.commands.conftest import Say

PASSWORD = "hemligtord"


@pytest.fixture
def nowhere(postgres_server: str) -> Iterator[str]:
    """Give the URL, with a password that the server does not ask for, of a database without tables."""
    with own_database(postgres_server, like="template0") as url:
        yield f"{url}&password={PASSWORD}"


@pytest.fixture
def moved(say: Say, in_use: Path, nowhere: str) -> str:
    """Return the URL of a database that the register in use was copied to."""
    assert say("copy", str(in_use), nowhere).code == 0
    return nowhere


def test_copy_answers_with_the_proof(say: Say, in_use: Path, nowhere: str) -> None:
    said = say("copy", str(in_use), nowhere, "--json")
    assert said.code == 0
    assert said.json["same"] is True
    assert said.json["from"] == sqlite_url(in_use)
    (customers,) = (table for table in said.json["tables"] if table["table"] == "customer")
    assert (customers["rows"], customers["copied"], customers["same"]) == (3, 3, True)
    assert customers["digest"] == customers["copied_digest"] and len(customers["digest"]) == 64
    assert PASSWORD not in said.out + said.err
    again = say("copy", str(in_use), nowhere)
    assert again.code == 1
    assert "name a database without tables" in again.err
    assert PASSWORD not in again.err


def test_copy_answers_with_a_table_for_a_person(say: Say, in_use: Path, tmp_path: Path) -> None:
    said = say("copy", str(in_use), str(tmp_path / "new.sqlite"))
    lines = {line.split("\t")[0]: line.split("\t")[1:] for line in said.out.splitlines()}
    rows, copied, digest, other, same = lines["customer"]
    assert (rows, copied, same) == ("3", "3", "yes")
    assert digest == other
    assert "let everybody run kundkort open" in said.err
    assert say("copy", str(in_use), str(tmp_path / "new.sqlite")).code == 1


@pytest.mark.parametrize("shape", [(), ("--json",)])
def test_copy_says_where_the_two_differ(
    say: Say, in_use: Path, monkeypatch: pytest.MonkeyPatch, shape: tuple[str, ...]
) -> None:
    def differing(*_: object) -> Proof:
        raise Different(Proof((TableProof("customer", 3, 2, "a" * 64, "b" * 64),)))

    monkeypatch.setattr("tui.commands.copying.copy_register", differing)
    said = say("copy", str(in_use), "other.sqlite", *shape)
    assert said.code == 1
    assert "not kept" in said.err
    if shape:
        assert said.json["same"] is False
    else:
        assert said.out == f"customer\t3\t2\t{'a' * 16}\t{'b' * 16}\tno\n"


def test_a_value_without_room_is_pointed_at(say: Say, in_use: Path, nowhere: str) -> None:
    run_sql(sqlite_url(in_use), "UPDATE customer SET comment = 'x' || char(0) WHERE number = '10001'")
    said = say("copy", str(in_use), nowhere)
    assert said.code == 1
    assert "comment does not fit there" in said.err
    assert is_nothing(nowhere)


def test_commands_work_on_a_database(say: Say, moved: str) -> None:
    assert [row["number"] for row in say("find", "ekbacken", "--register", moved, "--json").json] == ["10001"]
    assert say("check", "--register", moved, "--json").json == {"problems": []}
    said = say("check", "--register", moved)
    assert said.code == 0
    assert "Nothing wrong in postgresql+psycopg://" in said.err
    assert PASSWORD not in said.err


def test_a_database_is_backed_up_and_put_back(say: Say, moved: str, tmp_path: Path) -> None:
    file = tmp_path / "copy.sqlite"
    said = say("backup", str(file), "--register", moved, "--json")
    assert said.json == {"file": str(file), "bytes": file.stat().st_size}
    assert say("backup", str(file), "--register", moved).code == 1
    assert say("find", "ekbacken", "--register", str(file), "--json").json
    run_sql(moved, "UPDATE customer SET name = 'lost'")
    unasked = say("restore", str(file), "--register", moved)
    assert unasked.code == 2 and "say --yes" in unasked.err
    put_back = say("restore", str(file), "--register", moved, "--yes", "--json")
    assert put_back.code == 0
    assert Path(put_back.json["before"]).parent == tmp_path
    assert PASSWORD not in put_back.out + put_back.err
    assert say("check", "--register", moved).code == 0


def test_a_database_is_upgraded_when_somebody_says_yes(say: Say, nowhere: str, tmp_path: Path) -> None:
    make_first(nowhere)
    opened = say("find", "x", "--register", nowhere, "--user", "karin")
    assert opened.code == 3 and "kundkort upgrade" in opened.err
    unasked = say("upgrade", "--register", nowhere)
    assert unasked.code == 2 and "kundkort backup FILE" in unasked.err
    assert say("backup", str(tmp_path / "older.sqlite"), "--register", nowhere).code == 0
    said = say("upgrade", "--register", nowhere, "--yes", "--json")
    assert (said.json["upgraded"], said.json["copy"]) == (True, None)
    assert PASSWORD not in said.out + said.err
    assert "already" in say("upgrade", "--register", nowhere).out
    assert say("check", "--register", nowhere, "--user", "karin").code == 0


class Terminal:
    """A person at a terminal, who says one thing."""

    def __init__(self, said: str) -> None:
        self._said = said

    def isatty(self) -> bool:
        """A terminal is one."""
        return True

    def readline(self) -> str:
        """Return what the person says."""
        return self._said + "\n"


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("ja", 0), ("n", 1), ("", 1)])
def test_an_upgrade_is_asked_about(
    say: Say, nowhere: str, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    make_first(nowhere)
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    said = say("upgrade", "--register", nowhere)
    assert said.code == code
    assert "kundkort backup FILE" in said.err and PASSWORD not in said.err
    assert upkeep.is_up_to_date(nowhere) == (code == 0)


@pytest.mark.parametrize(
    "words",
    [
        ("backup", "x.sqlite"),
        ("restore", "x.sqlite"),
        ("upgrade",),
        ("copy", "{server}", "x.sqlite"),
        ("copy", "x.sqlite", "{server}"),
    ],
)
@pytest.mark.parametrize(
    "server", ["https://kundkort.example.se", "unix:///run/kundkort.sock", "http://127.0.0.1:8443"]
)
def test_a_register_behind_a_server_is_looked_after_there(say: Say, words: tuple[str, ...], server: str) -> None:
    said = say(*(word.format(server=server) for word in words), "--register", server)
    assert said.code == 2
    assert "on the server's machine" in said.err


def test_a_database_that_lets_nobody_in_is_named_without_the_password(say: Say, postgres_server: str) -> None:
    url = postgres_url(f"postgresql://nobody-here:{PASSWORD}@127.0.0.1:1/db")
    said = say("check", "--register", url)
    assert said.code == 3
    assert PASSWORD not in said.out + said.err
    log = places().log
    assert not log.exists() or PASSWORD not in log.read_text()
