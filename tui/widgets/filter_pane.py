"""The pane of filters: state, type, organisation number, languages and towns, ticked with space; knows no register."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import islice
from typing import ClassVar, NamedTuple

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from core.customers.views import Choices, CustomerQuery
from core.text import N_, _, number
from core.values.sorting import fold
from tui.format import cut
from tui.keys import bindings
from tui.lines import Row
from tui.listing.query import TYPE_NAMES
from tui.names import language_name
from tui.paint import Span, gap, width_of
from tui.signs import sign
from tui.widgets.lines_view import LinesView
from tui.widgets.search_field import SearchField

TOWNS = 200
"""So many towns are listed at first, and so many more each time that the last of them is in sight."""
MANY = 10
"""With more towns there is a field to look for one."""
TEXT_WIDTH = 40


class Option(NamedTuple):
    """One thing that can be let through: which field of the query it is about, and its value there."""

    field: str
    value: object


class FilterPane(Vertical):
    """Shows what can be let through, and calls `changed` with the query as it would be when something is ticked."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("filters.toggle", "filters.done", "filters.search")

    def __init__(self, changed: Callable[[CustomerQuery], None]) -> None:
        super().__init__(classes="pane")
        self._changed = changed
        self._query = CustomerQuery()
        self._choices = Choices()
        self._narrow = ""
        self._towns = TOWNS

    def compose(self) -> ComposeResult:
        """Make the head, the field for towns, and the options."""
        yield LinesView(id="filter-head")
        yield SearchField(N_("Search town"), id="filter-search")
        yield LinesView(id="filter-options")

    @property
    def options(self) -> LinesView:
        """The options."""
        return self.query_one("#filter-options", LinesView)

    @property
    def search(self) -> SearchField:
        """The field for towns, shown when there are many."""
        return self.query_one(SearchField)

    def show(self, query: CustomerQuery, choices: Choices) -> None:
        """Show what `query` lets through, and what `choices` there are."""
        self._query, self._choices = query, choices
        self.set_class(len(choices.cities) > MANY, "-many")
        head = self.query_one("#filter-head", LinesView)
        head.can_focus = False
        head.show([Row([Span(_("Filters"), bold=True)])])
        self._show_options()

    def _show_options(self) -> None:
        self.options.show(list(option_rows(self._query, self._choices, self._narrow, self._towns)))

    @on(SearchField.Typed)
    def _narrowed(self, event: SearchField.Typed) -> None:
        event.stop()
        self._narrow, self._towns = event.text, TOWNS
        self._show_options()

    @on(LinesView.NearEnd)
    def _near_end(self, event: LinesView.NearEnd) -> None:
        event.stop()
        options = self.options
        in_sight = options.rows and options.top + options.size.height >= len(options.rows) - 1
        if in_sight and options.rows[-1].ref is None and self._towns < len(self._choices.cities):
            self._towns += TOWNS
            self._show_options()

    def toggle(self) -> None:
        """Tick or untick the option at the cursor."""
        if isinstance(self.options.ref, Option):
            self._changed(toggled(self._query, self.options.ref))

    @on(LinesView.Opened)
    def _opened(self, event: LinesView.Opened) -> None:
        event.stop()
        self.toggle()


def toggled(query: CustomerQuery, option: Option) -> CustomerQuery:
    """Return the query with an option ticked or unticked.

    Of active and inactive at least one is on, as with neither there would be nothing to see: the last of them turned off
    turns the other on.
    """
    if option.field == "active":
        other = not option.value
        return replace(query, active=None if query.active == other else other)
    if option.field == "org_no":
        return replace(query, org_no=None if query.org_no == option.value else option.value)
    chosen: tuple[object, ...] = getattr(query, option.field)
    now = tuple(value for value in chosen if value != option.value)
    return replace(query, **{option.field: now if len(now) < len(chosen) else (*chosen, option.value)})


def is_on(query: CustomerQuery, option: Option) -> bool:
    """Say whether an option is ticked."""
    value = getattr(query, option.field)
    if option.field == "active":
        return value is None or value == option.value
    return value == option.value if option.field == "org_no" else option.value in value


@lru_cache(maxsize=16384)
def _folded(city: str) -> str:
    return fold(city)


def option_rows(
    query: CustomerQuery, choices: Choices, narrow: str = "", most_towns: int | None = None
) -> Iterable[Row]:
    """Yield the options under their heads; of towns only those that contain `narrow`, ticked ones always.

    After `most_towns` of them a line says that there are more, and how one is found.
    """
    states = [
        (Option("active", True), _("active customers"), -1),
        (Option("active", False), _("inactive customers"), -1),
    ]
    yield from _section(_("Show"), query, states)
    kinds = [(Option("types", kind), _(name), -1) for kind, name in TYPE_NAMES.items()]
    yield from _section(_("Type"), query, kinds)
    yield from _section(
        _("Org. no."),
        query,
        [(Option("org_no", True), _("with org. no."), -1), (Option("org_no", False), _("without org. no."), -1)],
    )
    languages = [
        (Option("languages", code), language_name(code) or _("the company's"), count)
        for code, count in choices.languages
    ]
    if len(languages) > 1 or query.languages:
        yield from _section(_("Language"), query, languages)
    wanted = fold(narrow.strip())
    found = (city for city in choices.cities if wanted in _folded(city[0]) or city[0] in query.cities)
    towns = [(Option("cities", city), city, count) for city, count in islice(found, most_towns)]
    if towns:
        yield from _section(_("Town"), query, towns)
    if next(found, None) is not None:
        yield Row([Span(_("… and more: / searches a town"), "muted")])


def _section(head: str, query: CustomerQuery, options: Iterable[tuple[Option, str, int]]) -> Iterable[Row]:
    yield Row()
    yield Row([Span(head, bold=True)])
    for option, words, count in options:
        line = [Span(cut(words, TEXT_WIDTH - 8))]
        if count >= 0:
            shown = number(count)
            line += [gap(TEXT_WIDTH - width_of(line) - len(shown)), Span(shown, "muted")]
        on = is_on(query, option)
        yield Row(line, ref=option, sign=Span(sign("tick"), "accent", sign=True) if on else None, bold=0)
