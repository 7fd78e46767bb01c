"""One call for every error that an operation says it may raise."""

from __future__ import annotations

from typing import Any

from core.bulk.api import bulk_refusals, change_many, count_among, preview_bulk, selected
from core.bulk.views import BulkChange
from core.customers.api import (
    change_customer,
    count_customers,
    create_customer,
    delete_customer,
    find_twins,
    get_customer,
    get_customer_by_number,
    get_rows,
    list_customers,
    unmask_customer,
)
from core.customers.twin_views import TwinQuery
from core.customers.views import CustomerChange, CustomerDraft, CustomerQuery, Selection
from core.demo.api import fill_with_example
from core.edits import Edit
from core.errors import Conflict, Declared, Invalid, NotFound
from core.exchange.api import export_file, export_register, start_export
from core.files.api import get_blob
from core.history.api import customer_history, put_back, undo, undo_batch
from core.imports.api import dry_run, import_rows, read_file, refused_rows, start_import, undo_import
from core.jobs.api import cancel_job, get_job, resume_job
from core.list_views.api import change_list_view, choose_default_view, create_list_view, delete_list_view
from core.list_views.views import ListViewChange, ListViewDraft
from core.people.api import add_user, end_all_sign_ins, end_sign_in, set_password, sign_in, sign_ins
from core.people.views import UserDraft
from core.records.api import take_ids, wait
from core.register import Register
from core.settings.api import set_setting
from tests.contract.cases import (
    NOWHERE,
    PASSWORD,
    Case,
    blob,
    calling,
    imported,
    renamed,
    whole,
    with_password,
)
from tests.contract.list_view_cases import changed_view
from tests.contract.twin_cases import MANY
from tests.core.customers.making import make


async def renamed_twice(register: Register) -> tuple[int, int]:
    """Rename it once more, so that the first renaming can't be taken back."""
    id, seq = await renamed(register)
    await register(change_customer, id, CustomerChange(name=Edit(now="Brf C", was="Brf B")))
    return id, seq


async def batch_back_twice(register: Register) -> object:
    """Take a bulk action back twice."""
    done = await imported(register)
    assert done.batch is not None
    await register(undo_batch, done.batch)
    return await register(undo_batch, done.batch)


async def clash(register: Register) -> object:
    """Change what somebody else has changed."""
    id, _seq = await renamed(register)
    return await register(change_customer, id, CustomerChange(name=Edit(now="Brf C", was="Brf A")))


async def nameless(register: Register) -> object:
    """Take the name away."""
    id, _seq = await renamed(register)
    return await register(change_customer, id, CustomerChange(name=Edit(now="", was="Brf B")))


async def undo_twice(register: Register) -> object:
    """Take the same change back twice."""
    _id, seq = await renamed(register)
    await register(undo, seq)
    return await register(undo, seq)


async def undo_clash(register: Register) -> object:
    """Take back what was changed since."""
    return await register(undo, (await renamed_twice(register))[1])


async def filled(register: Register) -> object:
    """Fill a register that has customers."""
    await make(register)
    return await register(fill_with_example, 3)


async def back_to_taken(register: Register) -> object:
    """Put back a field to what is no longer allowed."""
    customer = await make(register, number="K-12345678")
    change = CustomerChange(number=Edit(now="10", was="K-12345678"))
    changed = await register(change_customer, customer.id, change)
    await register(set_setting, "number_longest", 5)
    return await register(put_back, changed.seq, "customer", customer.id, "number")


async def unreadable(register: Register, operation: Any) -> object:
    """Read a file that is none."""
    return await register(operation, await blob(register, b"%PDF-1.7 \x00\x01\x02 not a register"))


def with_unreadable(operation: Any) -> Case:
    """Return the case of an operation on a file that is no register."""

    async def case(register: Register) -> object:
        return await unreadable(register, operation)

    return case


async def import_back_twice(register: Register) -> object:
    """Take an import back twice."""
    job = await imported(register)
    await register(undo_import, job.id)
    return await register(undo_import, job.id)


async def history_without_limit(register: Register) -> object:
    """Ask for no entry at all."""
    return await register(customer_history, (await make(register)).id, "", 0)


async def wrong_password(register: Register) -> object:
    """Sign in with a wrong password."""
    await with_password(register)
    return await register(sign_in, "per", "fyra röda mopeder")


async def view_clash(register: Register) -> object:
    """Rename a view that somebody else has renamed."""
    changed = await changed_view(register)
    return await register(change_list_view, changed.id, ListViewChange(name=Edit(now="Sala län", was="Sala")))


async def nameless_view(register: Register) -> object:
    """Take the name of a view away."""
    changed = await changed_view(register)
    return await register(change_list_view, changed.id, ListViewChange(name=Edit(now="", was="Sala stad")))


def streaming(operation: Any, *arguments: Any) -> Case:
    """Return the case of a stream out, read to its end."""

    async def case(register: Register) -> object:
        return await whole(await register(operation, *arguments))

    return case


BAD_QUERY = CustomerQuery(text="x" * 1000)
FAILS: dict[tuple[str, type[Declared]], Case] = {
    ("customers.bulk_refusals", NotFound): calling(bulk_refusals, NOWHERE),
    ("customers.by_number", NotFound): calling(get_customer_by_number, "4711"),
    ("customers.change", Conflict): clash,
    ("customers.change", Invalid): nameless,
    ("customers.change", NotFound): calling(change_customer, NOWHERE, CustomerChange()),
    ("customers.change_many", Invalid): calling(change_many, Selection(ids=(NOWHERE,)), BulkChange()),
    ("customers.count", Invalid): calling(count_customers, CustomerQuery(), 0),
    ("customers.count_among", Invalid): calling(count_among, CustomerQuery(), tuple(range(10_001))),
    ("customers.create", Invalid): calling(create_customer, CustomerDraft(id=NOWHERE, name="")),
    ("customers.delete", NotFound): calling(delete_customer, NOWHERE),
    ("customers.get", NotFound): calling(get_customer, NOWHERE),
    ("customers.list", Invalid): calling(list_customers, CustomerQuery(), "no position"),
    ("customers.preview_bulk", Invalid): calling(preview_bulk, Selection(), BulkChange(active=False)),
    ("customers.rows", Invalid): calling(get_rows, tuple(range(501))),
    ("customers.selected", Invalid): calling(selected, Selection()),
    ("customers.twins", Invalid): calling(find_twins, TwinQuery(phones=MANY)),
    ("customers.unmask", NotFound): calling(unmask_customer, NOWHERE),
    ("demo.fill", Invalid): filled,
    ("exchange.export", Invalid): streaming(export_register, "csv", BAD_QUERY),
    ("exports.file", NotFound): streaming(export_file, NOWHERE),
    ("exports.start", Invalid): calling(start_export, "csv", Selection(query=BAD_QUERY)),
    ("files.get_blob", NotFound): streaming(get_blob, "0" * 64),
    ("history.of_customer", NotFound): calling(customer_history, NOWHERE),
    ("history.of_customer", Invalid): history_without_limit,
    ("history.put_back", Invalid): back_to_taken,
    ("history.put_back", NotFound): calling(put_back, NOWHERE, "customer", 1, "name"),
    ("history.undo", Conflict): undo_clash,
    ("history.undo", Invalid): undo_twice,
    ("history.undo", NotFound): calling(undo, NOWHERE),
    ("history.undo_batch", Invalid): batch_back_twice,
    ("history.undo_batch", NotFound): calling(undo_batch, NOWHERE),
    ("imports.dry_run", Invalid): with_unreadable(dry_run),
    ("imports.dry_run", NotFound): calling(dry_run, "0" * 64),
    ("imports.read_file", Invalid): with_unreadable(read_file),
    ("imports.read_file", NotFound): calling(read_file, "0" * 64),
    ("imports.refused", NotFound): streaming(refused_rows, NOWHERE),
    ("imports.rows", NotFound): calling(import_rows, NOWHERE),
    ("imports.start", Invalid): with_unreadable(start_import),
    ("imports.start", NotFound): calling(start_import, "0" * 64),
    ("imports.undo", Invalid): import_back_twice,
    ("imports.undo", NotFound): calling(undo_import, NOWHERE),
    ("jobs.cancel", NotFound): calling(cancel_job, NOWHERE),
    ("jobs.get", NotFound): calling(get_job, NOWHERE),
    ("jobs.resume", NotFound): calling(resume_job, NOWHERE),
    ("list_views.change", Conflict): view_clash,
    ("list_views.change", Invalid): nameless_view,
    ("list_views.change", NotFound): calling(change_list_view, NOWHERE, ListViewChange()),
    ("list_views.choose_default", NotFound): calling(choose_default_view, NOWHERE),
    ("list_views.create", Invalid): calling(create_list_view, ListViewDraft(name=" ")),
    ("list_views.delete", NotFound): calling(delete_list_view, NOWHERE),
    ("people.add", Invalid): calling(add_user, UserDraft(login="")),
    ("people.end_all_sign_ins", NotFound): calling(end_all_sign_ins, "nobody"),
    ("people.end_sign_in", NotFound): calling(end_sign_in, NOWHERE),
    ("people.set_password", Invalid): calling(set_password, "", "hemligt"),
    ("people.set_password", NotFound): calling(set_password, "nobody", PASSWORD),
    ("people.sign_in", Invalid): wrong_password,
    ("people.sign_ins", NotFound): calling(sign_ins, "nobody"),
    ("records.take_ids", Invalid): calling(take_ids, 0),
    ("records.wait", Invalid): calling(wait, 0, "", 61),
    ("settings.set", Conflict): calling(set_setting, "number_longest", 10, 4),
    ("settings.set", Invalid): calling(set_setting, "number_longest", 1000),
}
"""(operation, error) -> a case in which it fails so."""
