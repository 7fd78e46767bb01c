"""A register that is taken out and read in again is the same, and nothing in it runs in a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import date
from itertools import count

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.customers import rules
from core.customers.views import Address, Contact, Customer, CustomerValues
from core.exchange.csv_out import CustomerWriter
from core.exchange.deciding import Context, Found, Known, decide, note, remember
from core.exchange.headings import assign
from core.exchange.reading import SourceFile
from core.exchange.rows import Columns, Row
from core.imports.views import Mapping
from core.settings.views import Settings
from core.text import customer_languages, speak
from core.values.cleaning import clean

TODAY = date(2026, 11, 24)
SETTINGS = Settings()

odd = st.sampled_from(
    ["-", "=1+1", "+46", "@a", "'=x", "#N/A", "Summa", '"Kulan" AB', "a;b", "Åsa\tB", "[/b]", "1", "x|y", "-5"]
)
text = (st.text(alphabet=st.characters(codec="utf-8"), max_size=20) | odd).map(clean)
lines = st.text(alphabet=st.characters(codec="utf-8"), max_size=30).map(lambda value: clean(value, lines=True))
addresses = st.none() | st.builds(
    Address,
    row1=text,
    row2=text,
    postcode=st.sampled_from(["74531", "1234", "", "SW1A 1AA"]),
    city=text,
    country=st.sampled_from(["SE", "NO", "DE"]),
    province=text,
)
phones = st.sampled_from(["+46812345678", "+46701740605", "växeln", "112", "+4722123456", "", "08-1"])


def contacts_of(most: int) -> st.SearchStrategy[tuple[Contact, ...]]:
    """Return contacts as a customer may have them."""
    one = st.builds(
        Contact,
        id=st.just(0),
        name=text,
        role=text,
        phone=phones,
        mobile=phones,
        email=st.sampled_from(["a@example.se", "info@åäö.se", ""]),
        send_protocol=st.booleans(),
        send_work_order=st.booleans(),
    )
    return st.lists(one, max_size=most).map(
        lambda found: tuple(msgspec.structs.replace(contact, id=place) for place, contact in enumerate(found, 1))
    )


customers = st.builds(
    CustomerValues,
    number=st.text(alphabet="0123456789abÅ-=", min_size=1, max_size=16).map(clean),
    name=text,
    type=st.sampled_from(["company", "private"]),
    org_no=st.sampled_from(["5560360793", "7696123459", ""]),
    vat_no=st.sampled_from(["SE769612345901", ""]),
    e_invoice=st.sampled_from(["0007:7696123459", "0088:7365567212048", ""]),
    vat_type=st.sampled_from(["normal", "none"]),
    language=st.sampled_from(["", *customer_languages()]),
    cost_centre=text,
    customer_order_no=text,
    visiting=addresses,
    invoice=addresses,
    postal=addresses,
    tax_property=text,
    comment=lines,
    facility_required=st.booleans(),
    cost_centre_required=st.booleans(),
    always_invoice=st.booleans(),
    active=st.booleans(),
    contacts=contacts_of(4),
)


def stored(values: CustomerValues) -> CustomerValues | None:
    """Return values as a register holds them, None where it would not take them."""
    if values.type == "private":
        values = msgspec.structs.replace(values, org_no="", vat_no="")
    if values.number in ("-", "") or values.contacts != tuple(
        c for c in values.contacts if c.name or c.phone or c.mobile or c.email
    ):
        return None
    normal, faults = rules.normalise(values, SETTINGS, TODAY)
    return None if any(fault.level == "fault" for fault in faults) else normal


def written(values: CustomerValues, contacts: int) -> bytes:
    """Return the file of one customer."""
    fields = {name: getattr(values, name) for name in values.__struct_fields__}
    customer = Customer(id=1, seq=1, **fields)
    writer = CustomerWriter(contacts, TODAY)
    return writer.start() + writer.customers([customer])


def read(content: bytes) -> CustomerValues | None:
    """Return what importing the file into an empty register makes of its rows."""
    table = SourceFile(io.BytesIO(content), len(content)).best
    columns = Columns(Mapping(columns=assign(table.headings)), table.headings, declared=table.declared)
    ids = count(1)
    context = Context(columns, SETTINGS, TODAY, lambda: next(ids))
    known: Known | None = None
    for number, cells in table.rows():
        row: Row = columns.read(number, cells)
        decision = decide(context, row, Found(), known)
        assert decision.row.outcome in ("new", "added"), decision.row.faults
        if known is None:
            known = remember(row, decision)
        else:
            note(known, row, decision)
    return known.values if known else None


@given(values=customers.map(stored).filter(bool))
@settings(max_examples=150, deadline=None)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_is_taken_out_comes_back_the_same(language: str, values: CustomerValues) -> None:
    speak(language)
    content = written(values, 4)
    assert read(content) == values


@given(values=customers.map(stored).filter(bool))
@settings(max_examples=60, deadline=None)
def test_no_cell_runs(values: CustomerValues) -> None:
    content = written(values, 2).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(content, newline=""), delimiter=";"):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("contacts", [1, 2, 3])
def test_more_contacts_than_columns_get_rows_of_their_own(contacts: int) -> None:
    people = tuple(Contact(n, f"Person {n}", phone="+46812345678") for n in range(1, 8))
    values = CustomerValues(number="10001", name="Brf Ekbacken", contacts=people)
    content = written(values, contacts)
    assert content.count(b"\r\n") == 1 + -(-len(people) // contacts)
    assert read(content) == values


def test_swedish_numbers_are_written_so_that_a_spreadsheet_lets_them_be() -> None:
    contact = Contact(1, "Bo", phone="+46812345678", mobile="+4722123456")
    content = written(CustomerValues(number="1", name="A", contacts=(contact,)), 1).decode()
    assert ";08-123 456 78;'+4722123456;" in content


def test_abroad_numbers_keep_their_country() -> None:
    contact = Contact(1, "Bo", phone="+46812345678")
    values = CustomerValues(number="1", name="A", visiting=Address("Gata 1", country="NO"), contacts=(contact,))
    content = written(values, 1)
    assert b"'+46812345678" in content
    assert read(content) == values
