"""A form as JSON and back, with what it loaded, so that an old draft merges like any edit."""

from __future__ import annotations

from datetime import date

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from core.customers.views import Customer, CustomerValues
from core.settings.views import Settings
from tui.form.fields import SCALARS
from tui.form.model import EditModel

VERSION = 1


class SavedForm(msgspec.Struct, kw_only=True):
    """Everything that a form holds; `customer` is what it loaded, or `values` what a new one began with."""

    version: int = VERSION
    id: int = 0
    customer: Customer | None = None
    values: CustomerValues | None = None
    hidden: list[str] = []
    """Fields that may not be seen: JSON leaves them out, and reading would make them empty."""
    typed: dict[str, str | bool] = {}
    contacts: list[int] = []
    buyers: list[int] = []
    removed: list[int] = []
    told: list[int] = []
    operation_id: str = ""


def save(model: EditModel) -> SavedForm:
    """Return what the form holds now."""
    return SavedForm(
        id=model.id,
        customer=model.base if isinstance(model.base, Customer) else None,
        hidden=[name for name in SCALARS if getattr(model.base, name) is UNSET],
        values=None if isinstance(model.base, Customer) else model.base,
        typed=dict(model.typed),
        contacts=list(model.contacts),
        buyers=list(model.buyers),
        removed=sorted(model.removed),
        told=list(model.told),
        operation_id=model.operation_id,
    )


def restore(saved: SavedForm, *, settings: Settings, today: date, may_number: bool = True) -> EditModel:
    """Return the form that `save` was given; ValueError where it was saved by a newer program, or is none of ours."""
    base = saved.customer or saved.values
    if saved.version > VERSION or base is None:
        raise ValueError(f"a draft of version {saved.version}")
    base = replace(base, **dict.fromkeys(saved.hidden, UNSET))
    model = EditModel(base, settings=settings, today=today, customer_id=saved.id, may_number=may_number)
    model.contacts, model.buyers = list(saved.contacts), list(saved.buyers)
    model.removed = set(saved.removed)
    model.typed = dict(saved.typed)
    model.told = tuple(saved.told)
    model.operation_id = saved.operation_id
    return model
