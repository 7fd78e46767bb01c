"""What is remembered of opened customers: the last first, by user and register, and the way back and forward."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.recent import KEPT, Recent, Step, Trail, Visit, newest


def remembering(file: Path | None, register: str = "sqlite:///a", user: str = "anna") -> Recent:
    """Return the memory of a user of a register."""
    return Recent(file, lambda: (register, user))


def at(minute: int) -> str:
    """Return a moment."""
    return f"2026-11-24T{8 + minute // 60:02}:{minute % 60:02}:00.000Z"


def test_the_last_opened_stands_first_and_each_once(tmp_path: Path) -> None:
    recent = remembering(tmp_path / "recent.json")
    for minute, customer in enumerate((3, 5, 3, 7)):
        recent.note(customer, at(minute))
    assert recent.visits == [Visit(7, at(3)), Visit(3, at(2)), Visit(5, at(1))]
    recent.save()
    assert remembering(tmp_path / "recent.json").visits == recent.visits


def test_two_hundred_are_kept(tmp_path: Path) -> None:
    recent = remembering(tmp_path / "recent.json")
    for minute in range(KEPT + 50):
        recent.note(minute, at(minute))
    recent.save()
    found = remembering(tmp_path / "recent.json").visits
    assert [visit.customer for visit in found] == list(range(KEPT + 49, 49, -1))


def test_each_user_and_register_has_its_own_and_the_file_names_neither(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "recent.json"
    for register, user, customer in (("sqlite:///a", "anna", 1), ("sqlite:///a", "per", 2), ("https://b", "anna", 3)):
        recent = remembering(file, register, user)
        recent.note(customer, at(customer))
        recent.save()
    assert [visit.customer for visit in remembering(file, "sqlite:///a", "per").visits] == [2]
    assert [visit.customer for visit in remembering(file, "https://b", "anna").visits] == [3]
    text = file.read_text()
    assert not any(word in text for word in ("anna", "per", "sqlite", "https"))
    assert file.stat().st_mode & 0o077 == 0


def test_two_programs_put_together_what_they_know(tmp_path: Path) -> None:
    file = tmp_path / "recent.json"
    one, other = remembering(file), remembering(file)
    one.note(1, at(1))
    other.note(2, at(2))
    one.save()
    other.save()
    assert [visit.customer for visit in remembering(file).visits] == [2, 1]


@pytest.mark.parametrize("content", [b"", b"[1, 2]", b'{"x": {"a": "b"}}', b"\xff\xfe", b'{"x": 3}'])
def test_a_damaged_file_is_no_reason_to_stop(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "recent.json"
    file.write_bytes(content)
    recent = remembering(file)
    assert recent.visits == []
    recent.note(1, at(1))
    recent.save()
    assert [visit.customer for visit in remembering(file).visits] == [1]


def test_without_a_file_it_lasts_as_long_as_the_program() -> None:
    recent = remembering(None)
    recent.note(1, at(1))
    recent.save()
    assert [visit.customer for visit in recent.visits] == [1]


def test_back_and_forward() -> None:
    trail = Trail()
    assert trail.here is None and trail.beside(-1) is None and trail.beside(1) is None and trail.beside(0) is None
    for customer in (1, 2, 3):
        trail.opened(Step(customer))
    assert trail.beside(-1) == Step(2) and trail.beside(1) is None
    trail.go(-1)
    trail.go(-1)
    assert trail.here == Step(1) and trail.beside(-1) is None and trail.beside(1) == Step(2)
    trail.opened(Step(1))
    assert trail.beside(1) == Step(2), "the same card again is no step"
    trail.opened(Step(9))
    assert trail.steps == [Step(1), Step(9)], "what lay forward is forgotten"


def test_going_through_a_selection_is_one_step() -> None:
    trail = Trail()
    trail.opened(Step(1))
    trail.opened(Step(2))
    trail.replaced(Step(3))
    trail.replaced(Step(4))
    assert trail.here == Step(4) and trail.beside(-1) == Step(1)


@pytest.mark.parametrize(("gone", "here", "back"), [(1, 3, 2), (2, 3, 1), (3, 2, 1)])
def test_a_card_that_is_gone_is_left_out(gone: int, here: int, back: int) -> None:
    trail = Trail()
    for customer in (1, 2, 3):
        trail.opened(Step(customer))
    trail.forget(Step(gone))
    assert (trail.here, trail.beside(-1)) == (Step(here), Step(back))
    trail.forget(Step(here))
    trail.forget(Step(back))
    assert trail.here is None


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("obfxr"), st.integers(1, 5)), max_size=40))
def test_the_trail_always_stands_on_one_of_its_cards(moves: list[tuple[str, int]]) -> None:
    trail = Trail()
    for move, customer in moves:
        if move == "o":
            trail.opened(Step(customer))
            assert trail.here == Step(customer)
        elif move == "r":
            trail.replaced(Step(customer))
        elif move == "x":
            trail.forget(Step(customer))
        elif trail.beside(-1 if move == "b" else 1) is not None:
            trail.go(-1 if move == "b" else 1)
        assert (trail.here is None) == (not trail.steps)
        assert not trail.steps or 0 <= trail.place < len(trail.steps)


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(st.integers(1, 300), st.integers(0, 600)), st.dictionaries(st.integers(1, 300), st.integers(0, 600))
)
def test_memories_are_put_together_in_any_order(one: dict[int, int], other: dict[int, int]) -> None:
    mine = {customer: at(minute) for customer, minute in one.items()}
    theirs = {customer: at(minute) for customer, minute in other.items()}
    both, turned = newest(mine, theirs), newest(theirs, mine)
    assert {visit.at for visit in both} == {visit.at for visit in turned}
    assert [visit.at for visit in both] == sorted((visit.at for visit in both), reverse=True)
    assert len(both) == min(len(one.keys() | other.keys()), KEPT)
