"""Which views may be kept, how two people's edits are merged, and which view a name means."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from core.customers.columns import ListColumn
from core.customers.views import CustomerQuery
from core.edits import Edit
from core.errors import NotFound
from core.list_views.rules import MOST_CHOSEN, Values, faults_of, has_personal_no, merge, named
from core.list_views.views import ListView, ListViewChange
from core.words import fault_sentence, fault_short

TODAY = date(2026, 11, 24)
SALA = Values("Sala", CustomerQuery(cities=("Sala",)), (ListColumn("name"),), False)
PERSONAL = "19811218-9876"


@pytest.mark.parametrize(
    ("values", "taken", "found"),
    [
        (SALA, [], []),
        (SALA, ["Salas"], []),
        (replace(SALA, columns=()), [], []),
        (replace(SALA, name=""), [], [("name", "required")]),
        (SALA, ["SALA"], [("name", "list_view.taken")]),
        (replace(SALA, name="Örebro"), [" örebro "], [("name", "list_view.taken")]),
        (replace(SALA, name="x" * 101), [], [("name", "too_long")]),
        (replace(SALA, query=CustomerQuery(text="x" * 201)), [], [("text", "too_long")]),
        (replace(SALA, query=CustomerQuery(text=f"Lars {PERSONAL}")), [], [("text", "list_view.personal")]),
        (replace(SALA, query=CustomerQuery(cities=("x",) * (MOST_CHOSEN + 1))), [], [("cities", "list_view.many")]),
        (replace(SALA, columns=(ListColumn("city"), ListColumn("city", 9))), [], [("columns", "list_view.columns")]),
        (replace(SALA, columns=(ListColumn("city", -1),)), [], [("columns", "range")]),
        (replace(SALA, columns=(ListColumn("city", 201),)), [], [("columns", "range")]),
        (replace(SALA, name="", columns=(ListColumn("city", 201),)), [], [("name", "required"), ("columns", "range")]),
    ],
)
def test_what_is_wrong_with_a_view(values: Values, taken: list[str], found: list[tuple[str, str]]) -> None:
    faults = faults_of(values, taken, TODAY)
    assert [(fault.field, fault.code) for fault in faults] == found
    for fault in faults:
        assert "(" not in fault_sentence(fault), "it has a text of its own"
        assert len(fault_short(fault)) <= 28


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", False),
        ("Brf Ekbacken", False),
        ("021-12 34 56", False),
        ("556012-5790", False),
        ("811218-9876", True),
        ("198112189876", True),
        ("811218 9876", True),
        ("Lars 811218-9876 Sala", True),
    ],
)
def test_no_personal_number_is_kept(text: str, found: bool) -> None:
    assert has_personal_no(text, TODAY) is found


@pytest.mark.parametrize(
    ("change", "after", "met"),
    [
        (ListViewChange(), SALA, {}),
        (ListViewChange(name=Edit(now="Heby", was="Sala")), replace(SALA, name="Heby"), {}),
        (ListViewChange(name=Edit(now=" Sala  stad", was="Sala ")), replace(SALA, name="Sala stad"), {}),
        (ListViewChange(name=Edit(now="Sala", was="Heby")), SALA, {}),
        (ListViewChange(name=Edit(now="Heby", was="Heby")), SALA, {}),
        (ListViewChange(name=Edit(now="Heby", was="Kil")), SALA, {"name": ("Kil", "Heby", "Sala")}),
        (ListViewChange(shared=Edit(now=True, was=False)), replace(SALA, shared=True), {}),
        (ListViewChange(columns=Edit(now=(), was=(ListColumn("name"),))), replace(SALA, columns=()), {}),
        (
            ListViewChange(name=Edit(now="Heby", was="Sala"), shared=Edit(now=False, was=True)),
            replace(SALA, name="Heby"),
            {},
        ),
    ],
)
def test_edits_never_overwrite(change: ListViewChange, after: Values, met: dict[str, object]) -> None:
    found, meetings, faults = merge(SALA, change)
    assert (found, meetings, faults) == (after, met, [])


def test_an_edit_says_what_was_before() -> None:
    _values, _met, faults = merge(SALA, ListViewChange(name=Edit(now="Heby")))
    assert [(fault.field, fault.code) for fault in faults] == [("name", "edit.no_was")]


def test_a_name_means_ones_own_view_before_a_shared_one() -> None:
    own = ListView(id=1, seq=1, name="Sala", shared=False, owner="anna", owner_name="Anna", query=SALA.query)
    shared = replace(own, id=2, owner="per", shared=True)
    late = replace(shared, id=3, name="Örebro")
    assert named([own, shared], " sala ") is own
    assert named([shared, late], "ÖREBRO") is late
    with pytest.raises(NotFound) as missing:
        named([own], "Heby")
    assert missing.value.params == {"kind": "list_view", "key": "Heby"}
