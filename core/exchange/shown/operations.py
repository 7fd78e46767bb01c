"""How the list is taken out: a job is started, and its file is given to whoever started it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec

from core.bulk.selecting import check_selection
from core.customers.columns import COLUMNS, ListColumn
from core.customers.listing import list_customers
from core.customers.views import CustomerOrder, Selection
from core.errors import Fault, Invalid, NotFound
from core.exchange import api
from core.exchange.api import ListFormat
from core.exchange.shown.asked import LIST_COLUMNS, Arguments
from core.exchange.shown.job import WRITERS, run_export
from core.files.operations import given
from core.jobs.running import KINDS, Kind, find_job, start
from core.jobs.views import Job
from core.list_views.rules import has_personal_no
from core.services import Services
from core.values.cleaning import LENGTHS
from core.work import UnitOfWork

EXPORT = "export"
WIDEST = 200

KINDS[EXPORT] = Kind(api.start_export, run_export)


@api.start_export.implement
async def start_export(
    services: Services,
    format: ListFormat,
    selection: Selection,
    columns: tuple[ListColumn, ...] = (),
    order: CustomerOrder = CustomerOrder.RELEVANCE,
    descending: bool = False,
    title: str = "",
    language: str = "",
) -> Job:
    """Ask for the first row, so that what is wrong with the query is said at once, then start the job."""
    asked = Arguments(
        format=format,
        selection=selection,
        columns=columns or tuple(ListColumn(name) for name in LIST_COLUMNS),
        order=order,
        descending=descending,
        title=title,
        language=language,
    )
    check_selection(selection)
    await services.reading(api.start_export, lambda work: _check(work, asked))
    return await start(services, EXPORT, msgspec.json.encode(asked).decode(), 0)


def _check(work: UnitOfWork, asked: Arguments) -> None:
    faults = []
    if asked.format not in WRITERS:
        faults.append(Fault("format", "choice"))
    names = [column.name for column in asked.columns]
    if any(name not in COLUMNS for name in names):
        faults.append(Fault("columns", "choice"))
    if len(set(names)) < len(names):
        faults.append(Fault("columns", "export.columns"))
    if any(not 0 <= column.width <= WIDEST for column in asked.columns):
        faults.append(Fault("columns", "range", {"low": 0, "high": WIDEST}))
    if len(asked.title) > LENGTHS["filter_name"]:
        over = len(asked.title) - LENGTHS["filter_name"]
        faults.append(Fault("title", "too_long", {"high": LENGTHS["filter_name"], "over": over}))
    query = asked.selection.query
    if query is not None and has_personal_no(query.text, work.today):
        # It would stand in the job, in the log of activities, and at the head of what is printed.
        faults.append(Fault("text", "export.personal"))
    if faults:
        raise Invalid(faults)
    if query is not None:
        list_customers(work, query, limit=1)


@api.export_file.implement
async def export_file(services: Services, job_id: int) -> AsyncIterator[bytes]:
    """Find what the job wrote: another user's is as if it were not there."""

    def find(work: UnitOfWork) -> str:
        row = find_job(work, job_id)
        if row.kind != EXPORT or row.actor != work.actor.id or row.state != "done":
            raise NotFound("job", job_id)
        return msgspec.json.decode(row.arguments, type=Arguments).blob

    return await given(services, api.export_file, await services.reading(api.export_file, find))
