"""One call of every operation that goes well, and one for every error it says it may raise."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from core.customers.api import (
    change_customer,
    count_customers,
    create_customer,
    customer_choices,
    delete_customer,
    get_customer,
    get_customer_by_number,
    list_customers,
    switch_vat_type,
    unmask_customer,
)
from core.customers.views import Address, Contact, CustomerChange, CustomerDraft, CustomerQuery
from core.demo.api import fill_with_example
from core.edits import Edit
from core.errors import Conflict, Declared, Invalid, NotFound
from core.exchange.api import export_register, template
from core.exchange.driving import finished
from core.files.api import get_blob, put_blob
from core.history.api import customer_history, put_back, undo, undo_batch, undoable
from core.imports.api import dry_run, import_rows, read_file, refused_rows, start_import, undo_import
from core.jobs.api import cancel_job, get_job, resume_job
from core.jobs.views import Job
from core.people.api import add_user, list_users, me
from core.people.views import UserDraft
from core.records.api import changes, check_register, take_ids
from core.register import Register
from core.settings.api import get_settings, set_setting
from tests.core.customers.making import make, new_id

Case = Callable[[Register], Awaitable[Any]]
NOWHERE = 4711
FILE = "Kundnr;Namn;Telefon\r\n10001;Brf Solrosen;021-12 34 56\r\n10002;;\r\n".encode("cp1252")


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    """Give bytes in small pieces."""
    for start in range(0, len(content), 7):
        yield content[start : start + 7]


async def whole(answer: AsyncIterator[bytes]) -> bytes:
    """Return all that a stream gives."""
    return b"".join([piece async for piece in answer])


async def renamed(register: Register) -> tuple[int, int]:
    """Make a customer and rename it; return its id and the seq of the renaming."""
    customer = await make(register, name="Brf A")
    changed = await register(change_customer, customer.id, CustomerChange(name=Edit(now="Brf B", was="Brf A")))
    return customer.id, changed.seq


async def renamed_twice(register: Register) -> tuple[int, int]:
    """Rename it once more, so that the first renaming can't be taken back."""
    id, seq = await renamed(register)
    await register(change_customer, id, CustomerChange(name=Edit(now="Brf C", was="Brf B")))
    return id, seq


async def blob(register: Register, content: bytes = FILE) -> str:
    """Put a file into the register; return its hash."""
    return (await register(put_blob, pieces(content), "kunder.csv")).hash


async def imported(register: Register) -> Job:
    """Import the file; return the finished job."""
    return await finished(register, await register(start_import, await blob(register)))


async def get(register: Register) -> object:
    """Read a card with an address and a contact."""
    lars = Contact(id=0, name="Lars Öberg", phone="+4621123456", send_protocol=True)
    customer = await make(register, number="10443", visiting=Address(row1="Ekgatan 4"), contacts=(lars,))
    assert await register(get_customer_by_number, "10443") == await register(get_customer, customer.id)
    return customer


async def create(register: Register) -> object:
    """Add a customer."""
    return await register(create_customer, CustomerDraft(id=await new_id(register), name="Brf A"))


async def change(register: Register) -> object:
    """Change a customer."""
    return await renamed(register)


async def delete(register: Register) -> object:
    """Delete a customer."""
    return await register(delete_customer, (await make(register)).id)


async def unmask(register: Register) -> object:
    """Show a personal number."""
    shown = await register(unmask_customer, (await make(register, type="private", org_no="811218-9876")).id)
    assert shown == {"org_no": "198112189876"}
    return shown


async def history(register: Register) -> object:
    """Read history, and what u would take back."""
    id, seq = await renamed(register)
    last = await register(undoable, register.session)
    assert last is not None and last.seq == seq
    return await register(customer_history, id)


async def take_back(register: Register) -> object:
    """Take a change back."""
    return await register(undo, (await renamed(register))[1])


async def field_back(register: Register) -> object:
    """Put a field back."""
    id, seq = await renamed(register)
    return await register(put_back, seq, "customer", id, "name")


async def export(register: Register) -> object:
    """Take the register out, both ways."""
    await make(register)
    text = await whole(await stream(register, export_register, "json", None))
    return text + await whole(await stream(register, export_register, "csv", CustomerQuery(text="brf")))


async def stream(register: Register, operation: Any, *arguments: Any) -> Any:
    """Call a stream out: it answers with what it gives."""
    return await register(operation, *arguments)


async def empty_workbook(register: Register) -> object:
    """Get the template."""
    return await whole(await stream(register, template))


async def blobs(register: Register) -> object:
    """Put a file in and get it back."""
    content = await whole(await stream(register, get_blob, await blob(register)))
    assert content == FILE
    return content


async def read(register: Register) -> object:
    """Read a file that is in the register."""
    return await register(read_file, await blob(register))


async def dry(register: Register) -> object:
    """Try an import dry and look at its rows."""
    job = await finished(register, await register(dry_run, await blob(register)))
    assert job.counts["new"] == 1 and job.counts["refused"] == 1
    await whole(await stream(register, refused_rows, job.id))
    return await register(import_rows, job.id)


async def import_(register: Register) -> object:
    """Import the file."""
    job = await imported(register)
    assert job.state == "done"
    return job


async def import_back(register: Register) -> object:
    """Take an import back."""
    return await register(undo_import, (await imported(register)).id)


async def job(register: Register) -> object:
    """Look at a job, cancel it, go on with it."""
    started = await register(start_import, await blob(register))
    await register(get_job, started.id)
    await register(cancel_job, started.id)
    return await finished(register, await register(resume_job, started.id))


async def batch_back(register: Register) -> object:
    """Take a bulk action back by its batch."""
    done = await imported(register)
    assert done.batch is not None
    return await register(undo_batch, done.batch)


async def batch_back_twice(register: Register) -> object:
    """Take a bulk action back twice."""
    done = await imported(register)
    assert done.batch is not None
    await register(undo_batch, done.batch)
    return await register(undo_batch, done.batch)


def calling(operation: Any, *arguments: Any) -> Case:
    """Return the case of a call that needs nothing made first."""

    async def case(register: Register) -> Any:
        return await register(operation, *arguments)

    return case


GOES_WELL: dict[str, Case] = {
    "customers.by_number": get,
    "customers.change": change,
    "customers.choices": calling(customer_choices),
    "customers.count": calling(count_customers, CustomerQuery(text="brf", cities=("Sala",))),
    "customers.create": create,
    "customers.delete": delete,
    "customers.get": get,
    "customers.list": calling(list_customers, CustomerQuery(text="brf", active=None)),
    "customers.switch_vat_type": calling(switch_vat_type, True),
    "customers.unmask": unmask,
    "demo.fill": calling(fill_with_example, 3),
    "exchange.export": export,
    "exchange.template": empty_workbook,
    "files.get_blob": blobs,
    "files.put_blob": blobs,
    "history.of_customer": history,
    "history.put_back": field_back,
    "history.undo": take_back,
    "history.undo_batch": batch_back,
    "history.undoable": history,
    "imports.dry_run": dry,
    "imports.read_file": read,
    "imports.refused": dry,
    "imports.rows": dry,
    "imports.start": import_,
    "imports.undo": import_back,
    "jobs.cancel": job,
    "jobs.get": job,
    "jobs.resume": job,
    "people.add": calling(add_user, UserDraft(login="per", name="Per Lund")),
    "people.list": calling(list_users),
    "people.me": calling(me),
    "records.changes": calling(changes, -1),
    "records.check": calling(check_register),
    "records.take_ids": calling(take_ids, 10),
    "settings.get": calling(get_settings),
    "settings.set": calling(set_setting, "number_longest", 10),
}
"""Operation -> a case in which it succeeds; it may run others on the way."""


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


def streaming(operation: Any, *arguments: Any) -> Case:
    """Return the case of a stream out, read to its end."""

    async def case(register: Register) -> object:
        return await whole(await register(operation, *arguments))

    return case


BAD_QUERY = CustomerQuery(text="x" * 1000)
FAILS: dict[tuple[str, type[Declared]], Case] = {
    ("customers.by_number", NotFound): calling(get_customer_by_number, "4711"),
    ("customers.change", Conflict): clash,
    ("customers.change", Invalid): nameless,
    ("customers.change", NotFound): calling(change_customer, NOWHERE, CustomerChange()),
    ("customers.count", Invalid): calling(count_customers, CustomerQuery(), 0),
    ("customers.create", Invalid): calling(create_customer, CustomerDraft(id=NOWHERE, name="")),
    ("customers.delete", NotFound): calling(delete_customer, NOWHERE),
    ("customers.get", NotFound): calling(get_customer, NOWHERE),
    ("customers.list", Invalid): calling(list_customers, CustomerQuery(), "no position"),
    ("customers.unmask", NotFound): calling(unmask_customer, NOWHERE),
    ("demo.fill", Invalid): filled,
    ("exchange.export", Invalid): streaming(export_register, "csv", BAD_QUERY),
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
    ("people.add", Invalid): calling(add_user, UserDraft(login="")),
    ("records.take_ids", Invalid): calling(take_ids, 0),
    ("settings.set", Conflict): calling(set_setting, "number_longest", 10, 4),
    ("settings.set", Invalid): calling(set_setting, "number_longest", 1000),
}
"""(operation, error) -> a case in which it fails so."""
