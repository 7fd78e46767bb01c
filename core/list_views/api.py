"""What can be asked of named views of the list; `core.list_views.rules.named` finds one of them by its name."""

from __future__ import annotations

from core.errors import Conflict, Invalid, NotFound
from core.list_views.views import ListView, ListViewChange, ListViewDraft, ListViewRemoved
from core.operation import EDITS, read, write


@read("GET /list-views", name="list_views.list")
def list_views() -> tuple[ListView, ...]:
    """Return one's own views and then the shared ones of others, each by name; one of them at most is the default."""


@write("POST /list-views", name="list_views.create", raises=(Invalid,), undo=EDITS)
def create_list_view(draft: ListViewDraft) -> ListView:
    """Keep a view under a name; Refused where it is to be shared and the actor lacks that right.

    Invalid where the actor has a view of that name, where a shared one is to have the name of another shared one (small
    and capital letters are alike), where a personal number is searched for, or where something is too long or too many.
    """


@write("PATCH /list-views/{view_id}", name="list_views.change", raises=(Invalid, Conflict, NotFound), undo=EDITS)
def change_list_view(view_id: int, change: ListViewChange) -> ListView:
    """Merge `change` into the view and return it as it now stands: for its owner, and a shared one for administrators.

    Refused for others who see it, and where it is shared and the actor lacks that right; to share it no longer takes none.
    """


@write("DELETE /list-views/{view_id}", name="list_views.delete", raises=(NotFound,), undo=EDITS)
def delete_list_view(view_id: int) -> ListViewRemoved:
    """Delete a view of one's own, or as an administrator a shared one; whose default it was begins without one."""


@write("POST /list-views/default", name="list_views.choose_default", raises=(NotFound,), undo=EDITS)
def choose_default_view(view_id: int | None) -> tuple[ListView, ...]:
    """Let one's list begin with this view from now on (None: with what was shown last), and return all views."""
