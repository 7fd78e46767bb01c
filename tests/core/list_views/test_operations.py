"""Named views: whose they are, who may share and change them, which one a list begins with, and taking it all back."""

from __future__ import annotations

import pytest

from core.customers.columns import ListColumn
from core.customers.views import CustomerQuery
from core.edits import Edit
from core.errors import Conflict, Invalid, NotFound, Refused
from core.history.api import undo, undoable
from core.list_views.api import (
    change_list_view,
    choose_default_view,
    create_list_view,
    delete_list_view,
    list_views,
)
from core.list_views.views import ListView, ListViewChange, ListViewDraft
from core.local import LocalRegister
from core.people.api import me
from core.records.api import changes, wait
from core.register import Register
from core.rights import Right
from tests.conftest import OpenAs
from tests.contract.list_view_cases import with_view
from tests.core.test_upkeep import query as sql

SHARED = ListViewChange(shared=Edit(now=True, was=False))
ALONE = ListViewChange(shared=Edit(now=False, was=True))


async def names(register: Register) -> list[str]:
    """Return what the views are called, in order."""
    return [view.name for view in await register(list_views)]


async def default_of(register: Register) -> list[str]:
    """Return what the view that the list begins with is called."""
    return [view.name for view in await register(list_views) if view.is_default]


async def renamed(register: Register, view: ListView, now: str) -> ListView:
    """Rename a view."""
    return await register(change_list_view, view.id, ListViewChange(name=Edit(now=now, was=view.name)))


async def take_back(register: LocalRegister) -> None:
    """Take back the last change of the register's session."""
    last = await register(undoable, register.session)
    assert last is not None
    await register(undo, last.seq)


# Whose they are -------------------------------------------------------------------------------------------------------


async def test_a_view_keeps_search_filters_columns_and_order(register: LocalRegister) -> None:
    query = CustomerQuery(
        text="brf", active=None, cities=("Sala", "Heby"), types=("company",), org_no=True, descending=True
    )
    columns = (ListColumn("name", 30), ListColumn("city"))
    made = await register(create_list_view, ListViewDraft(name=" Brf  i Sala ", query=query, columns=columns))
    assert (made.name, made.query, made.columns) == ("Brf i Sala", query, columns)
    assert (made.owner, made.shared, made.is_default, made.may_change) == ("anna", False, False, True)
    assert await register(list_views) == (made,)


async def test_nobody_sees_what_another_keeps_for_themselves(register: LocalRegister, open_as: OpenAs) -> None:
    per = await open_as("per")
    own, shared = await with_view(register, "Annas"), await with_view(register, "Allas", shared=True)
    assert await names(per) == ["Allas"]
    (seen,) = await per(list_views)
    assert (seen.id, seen.owner, seen.may_change) == (shared.id, "anna", False)
    for call in (
        per(change_list_view, own.id, SHARED),
        per(delete_list_view, own.id),
        per(choose_default_view, own.id),
    ):
        with pytest.raises(NotFound):
            await call


async def test_ones_own_come_first_each_by_name(register: LocalRegister, open_as: OpenAs) -> None:
    per = await open_as("per")
    for name in ("Örebro", "Sala", "Arboga"):
        await with_view(register, name, shared=True)
    for name in ("Västerås", "Heby"):
        await with_view(per, name)
    assert await names(per) == ["Heby", "Västerås", "Arboga", "Sala", "Örebro"]


async def test_names_are_ones_own_and_those_of_shared_ones(register: LocalRegister, open_as: OpenAs) -> None:
    per = await open_as("per")
    await with_view(register, "Sala")
    await with_view(per, "Sala")
    shared = await with_view(register, "Heby", shared=True)
    await with_view(per, "HEBY")
    for who, name, is_shared in (
        (per, "sala", False),
        (per, "heby", False),
        (register, "Heby ", False),
        (per, "Heby", True),
    ):
        with pytest.raises(Invalid) as taken:
            await with_view(who, name, shared=is_shared)
        assert [(fault.field, fault.code) for fault in taken.value.faults] == [("name", "list_view.taken")]
    await register(delete_list_view, shared.id)
    (own,) = [view for view in await per(list_views) if view.name == "HEBY"]
    assert (await per(change_list_view, own.id, SHARED)).shared
    with pytest.raises(Invalid):
        await with_view(register, "Heby", shared=True)


# Sharing --------------------------------------------------------------------------------------------------------------


async def test_sharing_takes_a_right(register: LocalRegister, open_as: OpenAs) -> None:
    per = await open_as("per", without=(Right.VIEW_SHARE,))
    own = await with_view(per, "Pers")
    for call in (with_view(per, "Ny", shared=True), per(change_list_view, own.id, SHARED)):
        with pytest.raises(Refused) as refused:
            await call
        assert refused.value.params == {"right": "view.share"}
    assert await names(register) == []


async def test_a_shared_view_is_changed_by_its_owner_and_by_administrators(
    register: LocalRegister, open_as: OpenAs
) -> None:
    per, nina = await open_as("per"), await open_as("nina")
    shared = await with_view(per, "Sala", shared=True)
    for call in (renamed(nina, shared, "Ninas"), nina(delete_list_view, shared.id)):
        with pytest.raises(Refused) as refused:
            await call
        assert refused.value.params == {"right": "administrator"}
    shared = await renamed(per, shared, "Sala stad")
    shared = await renamed(register, shared, "Sala län")
    assert (shared.owner, shared.may_change) == ("per", True)
    await register(change_list_view, shared.id, ALONE)
    assert (await names(per), await names(register)) == (["Sala län"], [])


async def test_an_administrators_name_for_it_may_not_be_one_the_owner_has(
    register: LocalRegister, open_as: OpenAs
) -> None:
    per = await open_as("per")
    await with_view(per, "Heby")
    shared = await with_view(per, "Sala", shared=True)
    with pytest.raises(Invalid):
        await renamed(register, shared, "Heby")


async def test_two_who_change_the_same_are_told(register: LocalRegister, open_as: OpenAs) -> None:
    per = await open_as("per", name="Per Lund")
    shared = await with_view(per, "Sala", shared=True)
    await renamed(per, shared, "Sala stad")
    both = ListViewChange(
        name=Edit(now="Sala län", was="Sala"), query=Edit(now=CustomerQuery(text="brf"), was=shared.query)
    )
    with pytest.raises(Conflict) as conflict:
        await register(change_list_view, shared.id, both)
    (clash,) = conflict.value.clashes
    assert (clash.field, clash.was, clash.mine, clash.theirs, clash.who) == (
        "name",
        "Sala",
        "Sala län",
        "Sala stad",
        "Per Lund",
    )
    assert conflict.value.now.name == "Sala stad"
    merged = await register(change_list_view, shared.id, ListViewChange(query=both.query))
    assert (merged.name, merged.query) == ("Sala stad", CustomerQuery(text="brf"))


async def test_others_are_told_of_what_changes_with_views(register: LocalRegister, open_as: OpenAs) -> None:
    per = await open_as("per")
    stands = await per(changes, -1)
    shared = await with_view(register, shared=True)
    told = await per(wait, stands.seq, stands.epoch)
    assert (told.kinds, told.customers) == (("list_view",), ())
    await per(choose_default_view, shared.id)
    assert (await register(wait, told.seq, told.epoch)).kinds == ("default_view",)


async def test_a_view_is_no_newer_while_nothing_in_it_changes(register: LocalRegister) -> None:
    made = await with_view(register)
    assert await renamed(register, made, " Sala") == made
    assert (await register(me)).seq == made.seq


# Where the list begins ------------------------------------------------------------------------------------------------


async def test_each_user_has_one_view_to_begin_with(register: LocalRegister, open_as: OpenAs) -> None:
    per = await open_as("per")
    shared, own = await with_view(register, "Allas", shared=True), await with_view(per, "Pers")
    await register(choose_default_view, shared.id)
    await per(choose_default_view, shared.id)
    await per(choose_default_view, own.id)
    assert (await default_of(register), await default_of(per)) == (["Allas"], ["Pers"])
    await per(choose_default_view, None)
    await per(choose_default_view, None)
    assert (await default_of(register), await default_of(per)) == (["Allas"], [])


async def test_a_view_that_is_gone_is_no_default_and_is_again_when_it_comes_back(
    register: LocalRegister, open_as: OpenAs
) -> None:
    per = await open_as("per")
    shared = await with_view(register, "Allas", shared=True)
    await per(choose_default_view, shared.id)
    await register(change_list_view, shared.id, ALONE)
    assert await per(list_views) == ()
    await take_back(register)
    assert await default_of(per) == ["Allas"]
    await register(delete_list_view, shared.id)
    assert await per(list_views) == ()
    await take_back(register)
    assert await default_of(per) == ["Allas"]


# Taking back ----------------------------------------------------------------------------------------------------------


async def test_everything_can_be_taken_back_and_done_again(register: LocalRegister) -> None:
    made = await with_view(register)
    await take_back(register)
    assert await names(register) == []
    await take_back(register)
    assert await names(register) == ["Sala"]
    await renamed(register, made, "Heby")
    await take_back(register)
    assert await names(register) == ["Sala"]
    await take_back(register)
    assert await names(register) == ["Heby"]
    change = ListViewChange(
        query=Edit(now=CustomerQuery(text="brf"), was=made.query), columns=Edit(now=(ListColumn("city"),), was=())
    )
    await register(change_list_view, made.id, change)
    await take_back(register)
    assert [(view.query, view.columns) for view in await register(list_views)] == [(made.query, ())]
    await register(choose_default_view, made.id)
    await take_back(register)
    assert await default_of(register) == []
    await take_back(register)
    assert await default_of(register) == ["Heby"]
    await register(delete_list_view, made.id)
    await take_back(register)
    assert await default_of(register) == ["Heby"]


async def test_what_is_taken_back_is_named(register: LocalRegister) -> None:
    made = await with_view(register)
    await register(delete_list_view, made.id)
    last = await register(undoable, register.session)
    assert last is not None
    assert (last.label, last.operation, last.never) == ("Sala", "list_views.delete", "")


async def test_taking_back_goes_by_the_same_rules(register: LocalRegister, open_as: OpenAs) -> None:
    per, nina = await open_as("per"), await open_as("nina")
    made = await with_view(per, shared=True)
    with pytest.raises(Refused):
        await nina(undo, made.seq)
    changed = await renamed(per, made, "Heby")
    await with_view(per, "Sala")
    with pytest.raises(Invalid) as taken:
        await per(undo, changed.seq)
    assert [fault.code for fault in taken.value.faults] == ["list_view.taken"]
    with pytest.raises(Invalid) as later:
        await per(undo, made.seq)
    assert [fault.code for fault in later.value.faults] == ["undo.changed_since"]
    removed = await per(delete_list_view, made.id)
    with pytest.raises(Invalid) as gone:
        await per(undo, changed.seq)
    assert [fault.code for fault in gone.value.faults] == ["list_view.removed"]
    await with_view(per, "Heby")
    with pytest.raises(Invalid) as taken:
        await per(undo, removed.seq)
    assert [fault.code for fault in taken.value.faults] == ["list_view.taken"]


async def test_a_default_chosen_since_is_not_taken_away(register: LocalRegister, open_as: OpenAs) -> None:
    per = await open_as("per")
    first, second = await with_view(register, "Sala"), await with_view(register, "Heby")
    await register(choose_default_view, first.id)
    chosen = (await register(me)).seq
    await register(choose_default_view, second.id)
    with pytest.raises(Conflict):
        await register(undo, chosen)
    await per(undo, chosen)
    assert await default_of(register) == ["Heby"], "nobody chooses for another"


# What another version kept --------------------------------------------------------------------------------------------


async def test_what_another_version_kept_is_shown_as_far_as_it_is_known(
    register: LocalRegister, register_file: object
) -> None:
    from pathlib import Path
    from sqlite3 import connect

    assert isinstance(register_file, Path)
    made = await with_view(register)
    kept = '{"cities": ["Sala"], "facilities": true, "order": "moon"}'
    with connect(register_file) as connection:
        connection.execute("UPDATE list_view SET query = ?, columns = ?", (kept, '[{"name": "open_orders"}]'))
    connection.close()
    (seen,) = await register(list_views)
    assert (seen.query, seen.columns) == (CustomerQuery(cities=("Sala",)), ())
    await renamed(register, seen, "Heby")
    assert sql(register_file, "SELECT query FROM list_view") == [(kept,)], "what it does not know stays"
    edit = Edit(now=CustomerQuery(cities=("Heby",)), was=seen.query)
    changed = await register(change_list_view, made.id, ListViewChange(query=edit))
    assert changed.query == CustomerQuery(cities=("Heby",))
