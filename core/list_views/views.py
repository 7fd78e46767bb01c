"""What goes in and out of the operations on named views of the list."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from core.customers.columns import ListColumn
from core.customers.views import CustomerQuery
from core.edits import Edit


class ListView(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A view as whoever asks may see it: their own, or a shared one.

    `owner` is the login of who made it and `owner_name` the name shown; `columns` () are the usual ones of a window's
    width. `is_default`: the list of whoever asks begins with it; `may_change`: that user may change and delete it.
    """

    id: int
    seq: int
    name: str
    shared: bool
    owner: str
    owner_name: str
    query: CustomerQuery
    columns: tuple[ListColumn, ...] = ()
    is_default: bool = False
    may_change: bool = True


class ListViewDraft(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A new view: its name, what it shows, and whether everybody may use it."""

    name: str
    query: CustomerQuery = CustomerQuery()
    columns: tuple[ListColumn, ...] = ()
    shared: bool = False


class ListViewChange(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Edits of a view, each with what it was; what is not named stays."""

    name: Edit[str] | UnsetType = UNSET
    query: Edit[CustomerQuery] | UnsetType = UNSET
    columns: Edit[tuple[ListColumn, ...]] | UnsetType = UNSET
    shared: Edit[bool] | UnsetType = UNSET


class ListViewRemoved(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A view that was deleted: `seq` of its deletion, and what it was called."""

    id: int
    seq: int
    name: str
