"""One call of every operation that goes well."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from core.bulk.api import count_among
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
from core.exchange.api import export_register, template
from core.exchange.driving import finished
from core.files.api import get_blob, put_blob
from core.history.api import customer_history, put_back, undo, undo_batch, undoable
from core.imports.api import dry_run, import_rows, read_file, refused_rows, start_import, undo_import
from core.jobs.api import cancel_job, get_job, resume_job
from core.jobs.views import Job
from core.people.api import (
    add_user,
    end_all_sign_ins,
    end_sign_in,
    list_users,
    me,
    set_password,
    sign_in,
    sign_ins,
    sign_out,
)
from core.people.views import UserDraft
from core.records.api import changes, check_register, take_ids, wait
from core.register import Register
from core.settings.api import get_settings, set_setting
from tests.contract.bulk import changed_many
from tests.contract.list_view_cases import changed_view, chosen_view, deleted_view, with_view
from tests.contract.taking_out import listed
from tests.contract.twin_cases import rows, twins
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


async def waiting(register: Register) -> object:
    """Wait for a change that there is already, and for none."""
    stands = await register(changes, -1)
    customer = await make(register)
    told = await register(wait, stands.seq, stands.epoch)
    assert told.customers == (customer.id,) and told.seq == customer.seq
    assert await register(wait, told.seq, told.epoch, 0) == await register(changes, -1)
    return told


async def batch_back(register: Register) -> object:
    """Take a bulk action back by its batch."""
    done = await imported(register)
    assert done.batch is not None
    return await register(undo_batch, done.batch)


PASSWORD = "fyra gröna mopeder"


async def with_password(register: Register) -> None:
    """Add the user "per", who has a password."""
    await register(add_user, UserDraft(login="per", name="Per Lund"))
    await register(set_password, "per", PASSWORD)


async def signed_in(register: Register) -> object:
    """Sign "per" in; the list of sign-ins shows it."""
    await with_password(register)
    signed = await register(sign_in, "per", PASSWORD, "Bilen")
    assert signed.token.startswith("kk_") and signed.user.login == "per"
    (found,) = await register(sign_ins, "per")
    assert (found.device_name, found.current, found.expires) == ("Bilen", False, signed.expires)
    return found


async def ended_sign_in(register: Register) -> object:
    """End one sign-in of "per", then all."""
    await with_password(register)
    for device in ("Bilen", "Kontoret", "Hemma"):
        await register(sign_in, "per", PASSWORD, device)
    first = (await register(sign_ins, "per"))[0]
    await register(end_sign_in, first.id)
    assert await register(end_all_sign_ins, "per") == 2
    return await register(sign_ins, "per")


def calling(operation: Any, *arguments: Any) -> Case:
    """Return the case of a call that needs nothing made first."""

    async def case(register: Register) -> Any:
        return await register(operation, *arguments)

    return case


GOES_WELL: dict[str, Case] = {
    "customers.bulk_refusals": changed_many,
    "customers.by_number": get,
    "customers.change": change,
    "customers.change_many": changed_many,
    "customers.choices": calling(customer_choices),
    "customers.count": calling(count_customers, CustomerQuery(text="brf", cities=("Sala",))),
    "customers.count_among": calling(count_among, CustomerQuery(text="brf"), (NOWHERE,)),
    "customers.create": create,
    "customers.delete": delete,
    "customers.get": get,
    "customers.list": calling(list_customers, CustomerQuery(text="brf", active=None)),
    "customers.rows": rows,
    "customers.preview_bulk": changed_many,
    "customers.selected": changed_many,
    "customers.switch_vat_type": calling(switch_vat_type, True),
    "customers.twins": twins,
    "customers.unmask": unmask,
    "demo.fill": calling(fill_with_example, 3),
    "exchange.export": export,
    "exchange.template": empty_workbook,
    "exports.file": listed,
    "exports.start": listed,
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
    "list_views.change": changed_view,
    "list_views.choose_default": chosen_view,
    "list_views.create": with_view,
    "list_views.delete": deleted_view,
    "list_views.list": chosen_view,
    "people.add": calling(add_user, UserDraft(login="per", name="Per Lund")),
    "people.end_all_sign_ins": ended_sign_in,
    "people.end_sign_in": ended_sign_in,
    "people.list": calling(list_users),
    "people.me": calling(me),
    "people.set_password": with_password,
    "people.sign_in": signed_in,
    "people.sign_ins": calling(sign_ins),
    "people.sign_out": calling(sign_out),
    "records.changes": calling(changes, -1),
    "records.check": calling(check_register),
    "records.take_ids": calling(take_ids, 10),
    "records.wait": waiting,
    "settings.get": calling(get_settings),
    "settings.set": calling(set_setting, "number_longest", 10),
}
"""Operation -> a case in which it succeeds; it may run others on the way."""
