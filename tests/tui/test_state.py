"""What is remembered between two runs, and files that somebody has spoiled."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from core.customers.columns import ListColumn
from core.customers.views import CustomerOrder, CustomerQuery
from tui.state import SavedView, State, load, save


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    state = State(language="sv", theme="light", order="city", cities=["Sala"], keymap={"list.sort": "o"})
    save(tmp_path / "new" / "state.json", state)
    assert load(tmp_path / "new" / "state.json") == state


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    save(tmp_path / "state.json", State())
    assert stat.S_IMODE((tmp_path / "state.json").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


def test_a_view_comes_back_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    query = CustomerQuery(text="brf", cities=("Sala",), active=None, order=CustomerOrder.CITY)
    state = State(view=SavedView(7, "Sala", query, (ListColumn("name", 30),)), views_of="sqlite:////a", cities=["Heby"])
    save(path, state)
    assert load(path) == state
    path.write_text(path.read_text().replace('"text"', '"facility"'))
    assert load(path) == State(views_of="sqlite:////a", cities=["Heby"], view=None)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'"text"', b"null"])
def test_a_spoiled_file_is_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "state.json").write_bytes(content)
    assert load(tmp_path / "state.json") == State()


def test_one_wrong_value_does_not_lose_the_others(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text('{"theme": "light", "order": "nonsense", "cities": 3, "of_tomorrow": 1}')
    assert load(tmp_path / "state.json") == State(theme="light")


def test_a_folder_one_may_not_write_in_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    save(tmp_path / "file" / "state.json", State())
    assert load(tmp_path / "file" / "state.json") == State()
