"""`kundkort export` of a list: by view, columns and search, in the format that the file's name ends in."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.customers.columns import ListColumn
from core.customers.views import CustomerOrder, CustomerQuery
from core.list_views.api import create_list_view
from core.list_views.views import ListViewDraft
from core.local import open_local
from core.places import sqlite_url
from tests.conftest import StandingClock
from tests.core.exchange.shown.lists import sheets
from tests.tui.commands.conftest import Say


@pytest.fixture
async def with_view(in_use: Path) -> None:
    """Keep the view "Numbers" in the register in use: active ones, the last number first, number and name."""
    register = await open_local(sqlite_url(in_use), user="anna", session="test", clock=StandingClock())
    query = CustomerQuery(order=CustomerOrder.NUMBER, descending=True)
    columns = (ListColumn("name"), ListColumn("number"))
    await register(create_list_view, ListViewDraft(name="Numbers", query=query, columns=columns))
    await register.close()


def lines(path: Path) -> list[list[str]]:
    """Return the cells of a CSV file."""
    return [line.split(";") for line in path.read_text("utf-8-sig").splitlines()]


@pytest.mark.usefixtures("with_view")
def test_as_a_view_shows_it(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    answer = say("export", str(path), "--view", "numbers", "--json").json
    found = lines(path)
    assert answer == {"file": str(path), "bytes": path.stat().st_size, "rows": len(found) - 1}
    assert found[0] == ["Name", "Customer number"]
    assert [row[1] for row in found[1:]] == sorted((row[1] for row in found[1:]), reverse=True)
    assert path.stat().st_mode & 0o077 == 0
    assert say("export", "-", "--view", "Numbers").out.splitlines() == path.read_text("utf-8").splitlines()
    cards = say("export", "--view", "Numbers", "--json").json
    assert [card["number"] for card in cards] == [row[1] for row in found[1:]]


@pytest.mark.usefixtures("with_view")
def test_a_view_that_is_not_there(say: Say, tmp_path: Path) -> None:
    said = say("export", str(tmp_path / "list.csv"), "--view", "nowhere")
    assert said.code == 1 and "nowhere" in said.err and list(tmp_path.glob("*list*")) == []


@pytest.mark.usefixtures("in_use")
def test_every_format_that_is_a_list(say: Say, tmp_path: Path) -> None:
    for name, begins in (("a.xlsx", b"PK"), ("a.txt", b""), ("a.html", b"<!DOCTYPE html>")):
        assert say("export", str(tmp_path / name)).code == 0
        assert (tmp_path / name).read_bytes().startswith(begins)
    rows = sheets((tmp_path / "a.xlsx").read_bytes())["Customers"]
    assert [row[0] for row in rows] == ["Customer number", 10001, 10002, 10003]
    assert "page 1 of 1" in (tmp_path / "a.txt").read_text("utf-8")


@pytest.mark.usefixtures("in_use")
def test_columns_and_search(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    assert say("export", str(path), "--columns", "name, number", "--search", "10002").code == 0
    (head, row) = lines(path)
    assert head == ["Name", "Customer number", "Active"] and row[1] == "10002"


@pytest.mark.usefixtures("in_use")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("a.csv", "--columns", "number,shoe_size"), 2),
        (("a.json", "--columns", "number"), 2),
        (("missing/a.xlsx",), 1),
        (("a.csv", "--search", "x" * 1000), 1),
    ],
)
def test_what_is_wrong_leaves_no_file(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    said = say("export", *words)
    assert said.code == code and said.err
    assert not list(tmp_path.glob("*a.*"))
