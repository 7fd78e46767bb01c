"""A fake register that keeps named views, as one user sees them, and what tests of the pane of views share."""

from __future__ import annotations

from datetime import date

from msgspec.structs import asdict, replace

from core.customers.views import CustomerQuery
from core.edits import Edit
from core.errors import Clash, Conflict, Invalid
from core.list_views.rules import Values, faults_of, merge, tidy
from core.list_views.views import ListView, ListViewChange, ListViewDraft, ListViewRemoved
from tests.tui.driving import screen_lines
from tests.tui.fakes import FakeRegister, many
from tests.tui.list_driving import the_list
from tui.app import KundkortApp
from tui.listing.viewing import Viewing

TODAY = date(2026, 11, 24)
BOTH = CustomerQuery(active=None)


def view(id: int, name: str, query: CustomerQuery = BOTH, *, of: str = "anna", shared: bool = False) -> ListView:
    """Return a view of Anna's, or a shared one of somebody else."""
    own = of == "anna"
    names = {"anna": "Anna Lind", "per": "Per Lund"}
    return ListView(
        id=id, seq=1, name=name, shared=shared or not own, owner=of, owner_name=names[of], query=query, may_change=own
    )


class ViewRegister(FakeRegister):
    """Keeps views by the rules; `views` are what Anna may use."""

    def __init__(self, *views: ListView, customers: int = 40) -> None:
        super().__init__(many(customers))
        self.views = views

    def put(self, changed: ListView) -> ListView:
        """Let a view stand as given, in place of the one with its id."""
        self.views = (*(found for found in self.views if found.id != changed.id), changed)
        return changed

    def others(self, *views: ListView) -> None:
        """Let others have changed something: these are the views now, and whoever waits is told."""
        self.views = views
        self.tell(kinds=("list_view",))

    def do_list_views_create(self, draft: ListViewDraft) -> ListView:
        """Keep a view."""
        values = Values(tidy(draft.name), draft.query, draft.columns, draft.shared)
        self._check(0, values)
        return self.put(
            ListView(**asdict(values), id=100 + len(self.views), seq=1, owner="anna", owner_name="Anna Lind")
        )

    def do_list_views_change(self, view_id: int, change: ListViewChange) -> ListView:
        """Change a view."""
        found = next(found for found in self.views if found.id == view_id)
        after, met, _faults = merge(Values(found.name, found.query, found.columns, found.shared), change)
        if met:
            raise Conflict([Clash(field, *clash, "Per Lund", "") for field, clash in met.items()], found)
        self._check(view_id, after)
        return self.put(replace(found, **asdict(after)))

    def do_list_views_delete(self, view_id: int) -> ListViewRemoved:
        """Delete a view."""
        found = next(found for found in self.views if found.id == view_id)
        self.views = tuple(other for other in self.views if other is not found)
        return ListViewRemoved(id=view_id, seq=2, name=found.name)

    def do_list_views_choose_default(self, view_id: int | None) -> tuple[ListView, ...]:
        """Choose the default."""
        self.views = tuple(replace(found, is_default=found.id == view_id) for found in self.views)
        return self.views

    def _check(self, view_id: int, values: Values) -> None:
        faults = faults_of(values, [found.name for found in self.views if found.id != view_id], TODAY)
        if faults:
            raise Invalid(faults)


def pane(app: KundkortApp) -> Viewing:
    """Return the pane of views, which is open."""
    side = the_list(app).side
    assert isinstance(side, Viewing)
    return side


def edit_of(before: ListView, name: str) -> ListViewChange:
    """Return the change that renames a view."""
    return ListViewChange(name=Edit(now=name, was=before.name))


SALA = view(1, "Sala", CustomerQuery(cities=("Sala",)))
GONE = view(2, "Inaktiva", CustomerQuery(active=False))
ALLAS = view(3, "Allas", CustomerQuery(text="kund 0000"), of="per")


def head(app: KundkortApp) -> str:
    """Return the path in the header with its note."""
    return screen_lines(app)[0][3:].split("   ")[0]


def status(app: KundkortApp) -> str:
    """Return the status line."""
    return the_list(app).band.status_text


def offered(app: KundkortApp) -> list[str]:
    """Return the ids of the keys that are offered."""
    return [offer.id for offer in the_list(app).band.offers]
