"""What is shown, in words: the head of a printed list, so that who finds the paper knows what it is of."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from core.customers.columns import COLUMNS
from core.customers.views import CustomerOrder, CustomerQuery
from core.exchange.shown.asked import Arguments
from core.exchange.words import choice_text
from core.text import N_, _, ngettext

_ACTIVE = {True: N_("Active only"), False: N_("Inactive only"), None: N_("Active and inactive")}
_BY_ORDER = {kind.order: kind.words for kind in COLUMNS.values()}


def shown_words(asked: Arguments) -> list[str]:
    """Return what the rows are, a part each: what was searched for, the filters, the order."""
    selection = asked.selection
    query = selection.query
    if query is None:
        marked = ngettext("{n} marked customer", "{n} marked customers", len(selection.ids))
        return [marked, *_order_words(asked.order, descending=asked.descending)]
    parts = [_("Search: {text}", text=query.text.strip())] if query.text.strip() else []
    parts += _filter_words(query)
    if selection.but:
        parts.append(ngettext("without {n} unmarked", "without {n} unmarked", len(selection.but)))
    return [*parts, *_order_words(query.order, descending=query.descending)]


def _filter_words(query: CustomerQuery) -> list[str]:
    parts = [_(_ACTIVE[query.active])]
    if query.cities:
        parts.append(f"{_('Town')}: {_listed(query.cities)}")
    if query.languages:
        languages = [choice_text("language", code) or _("the company's") for code in query.languages]
        parts.append(f"{_('Language')}: {_listed(languages)}")
    if query.types:
        parts.append(f"{_('Type')}: {_listed([choice_text('type', kind) for kind in query.types])}")
    if query.org_no is not None:
        parts.append(_("with org. no.") if query.org_no else _("without org. no."))
    return parts


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)


def _order_words(order: CustomerOrder, *, descending: bool) -> list[str]:
    if order is CustomerOrder.RELEVANCE:
        return []
    column = _(_BY_ORDER[order])
    return [_("by {column}, last first", column=column) if descending else _("by {column}", column=column)]


def trace_of(asked: Arguments, rows: int) -> str:
    """Return what the log of activities keeps, as JSON: format, how many, columns, and what was asked for."""
    selection = asked.selection
    kept: dict[str, object] = {"format": asked.format, "rows": rows, "columns": [one.name for one in asked.columns]}
    if asked.title:
        kept["title"] = asked.title
    if selection.ids:
        kept["marked"] = len(selection.ids)
    if selection.query is not None:
        kept["query"] = selection.query
        kept["without"] = len(selection.but)
    return msgspec.json.encode(kept).decode()
