"""The cases of named views of the list."""

from __future__ import annotations

from core.customers.views import CustomerQuery
from core.edits import Edit
from core.list_views.api import (
    change_list_view,
    choose_default_view,
    create_list_view,
    delete_list_view,
    list_views,
)
from core.list_views.views import ListView, ListViewChange, ListViewDraft
from core.register import Register


async def with_view(register: Register, name: str = "Sala", *, shared: bool = False) -> ListView:
    """Keep a view under a name."""
    return await register(
        create_list_view, ListViewDraft(name=name, query=CustomerQuery(cities=("Sala",)), shared=shared)
    )


async def changed_view(register: Register) -> ListView:
    """Rename a view from "Sala" to "Sala stad"."""
    made = await with_view(register)
    return await register(change_list_view, made.id, ListViewChange(name=Edit(now="Sala stad", was="Sala")))


async def chosen_view(register: Register) -> object:
    """Let the list begin with a view."""
    made = await with_view(register, shared=True)
    (chosen,) = await register(choose_default_view, made.id)
    assert chosen.is_default and (chosen,) == await register(list_views)
    return chosen


async def deleted_view(register: Register) -> object:
    """Delete a view."""
    return await register(delete_list_view, (await with_view(register)).id)
