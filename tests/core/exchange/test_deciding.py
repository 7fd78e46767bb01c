"""What becomes of rows, as pure decisions: every rule of matching, leaving, clearing, adding and refusing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest

from core.customers.views import Address, Contact, CustomerValues
from core.exchange.deciding import Context, Decision, Found, Known, decide, note, remember
from core.exchange.headings import assign
from core.exchange.rows import Columns, Row
from core.imports.views import Mapping
from core.settings.views import Settings

TODAY = date(2026, 11, 24)
STORED = CustomerValues(
    number="10001",
    name="Brf Ekbacken",
    org_no="7696123459",
    language="sv",
    comment="Portkod 1234",
    visiting=Address("Ekgatan 4", "", "74531", "Enköping"),
    contacts=(
        Contact(1, "Åsa Åkesson", "Ordförande", "+46701740605", "", "asa@example.se", True, False),
        Contact(2, "", "", "+46171445560"),
    ),
)
HERE = Found(7, STORED, "number")


def trial(headings: str, *rows: str, found: Found = HERE, settings: Settings | None = None) -> list[Decision]:
    """Decide on rows (cells between "|") of one customer, one after the other."""
    columns = Columns(
        Mapping(columns=assign(headings.split("|"))), headings.split("|"), declared=headings.count("|") + 1
    )
    ids: Iterator[int] = count(-1, -1)
    context = Context(columns, settings or Settings(), TODAY, lambda: next(ids))
    known: Known | None = None
    decisions = []
    for number, cells in enumerate(rows, 2):
        row: Row = columns.read(number, cells.split("|"))
        decision = decide(context, row, found, known)
        if known is None:
            known = remember(row, decision)
        else:
            note(known, row, decision)
        decisions.append(decision)
    return decisions


def one(headings: str, row: str, *, found: Found = HERE) -> Decision:
    """Decide on one row."""
    return trial(headings, row, found=found)[0]


def outcomes(decisions: list[Decision]) -> list[str]:
    """Return what became of the rows."""
    return [decision.row.outcome for decision in decisions]


def codes(decision: Decision) -> list[tuple[str, str, str]]:
    """Return the faults of a row: level, column, code."""
    return [(fault.level, fault.column, fault.code) for fault in decision.row.faults]


def test_a_new_customer_has_what_the_row_says() -> None:
    decision = one(
        "Kundnr|Namn|Orgnr|Adress|Postnr|Ort|Tel|Mail|Språk|Aktiv",
        "7|A|556036-0793|Gatan 1|745 31|Lund|070-1740605|a@b.se|Engelska|Nej",
        found=Found(),
    )
    assert decision.before is None
    assert decision.after == CustomerValues(
        number="7",
        name="A",
        org_no="5560360793",
        language="en",
        active=False,
        visiting=Address("Gatan 1", "", "74531", "Lund"),
        contacts=(Contact(-1, "", "", "+46701740605", "", "a@b.se"),),
    )
    assert decision.row.outcome == "new"
    assert decision.row.fields == 7
    assert [change.field for change in decision.row.changes] == [
        "number",
        "name",
        "org_no",
        "language",
        "active",
        "visiting",
        "contacts",
    ]


def test_an_empty_cell_and_a_missing_column_leave_the_field() -> None:
    decision = one("Kundnr|Namn|Orgnr|Språk|Anmärkning|Adress|Kontaktperson", "10001||||||")
    assert decision.row.outcome == "unchanged"
    assert decision.after == STORED


def test_a_hyphen_alone_clears() -> None:
    decision = one(
        "Kundnr|Orgnr|Språk|Anmärkning|Adress|Postnr|Ort|Kontaktperson|Titel|Mail", "10001|-|-|-|-|-|-|åsa åkesson|-|-"
    )
    after = decision.after
    assert after is not None
    assert (after.org_no, after.language, after.comment, after.visiting) == ("", "", "", None)
    assert (after.contacts[0].role, after.contacts[0].email) == ("", "")
    assert after.contacts[0].phone == STORED.contacts[0].phone


def test_a_guarded_hyphen_is_a_hyphen() -> None:
    decision = one("Kundnr|Anmärkning", "10001|'-")
    assert decision.after is not None
    assert decision.after.comment == "-"


def test_part_of_an_address_changes_the_address() -> None:
    decision = one("Kundnr|Besöksadress", "10001|Ekgatan 5")
    (change,) = decision.row.changes
    assert change.field == "visiting"
    assert change.was == {"row1": "Ekgatan 4", "postcode": "74531", "city": "Enköping", "country": "SE"}
    assert change.now == {"row1": "Ekgatan 5", "postcode": "74531", "city": "Enköping", "country": "SE"}


def test_postcode_and_town_in_one_cell_are_two() -> None:
    decision = one("Namn|Fakturaadress|Faktura postnr/ort", "A|Box 1|SE-721 03 Västerås", found=Found())
    assert decision.after is not None
    assert decision.after.invoice == Address("Box 1", "", "72103", "Västerås")


@pytest.mark.parametrize(
    ("person", "changed"),
    [
        ("Åsa Åkesson|0171-44 55 66|", 1),
        ("ASA  ÅKESSON|0171-44 55 66|", 1),
        ("ÅsaÅkesson|0171-44 55 66|x@example.se", 1),
        ("Åsa Berg|0171-44 55 66|ASA@example.se", 1),
        ("|0171-44 55 66|", 2),
        ("Mona Dahl|0171-44 55 66|mona@example.se", 3),
    ],
)
def test_whose_contact_a_row_means(person: str, changed: int) -> None:
    decision = one("Kundnr|Kontaktperson|Telefon|E-post", f"10001|{person}")
    assert decision.after is not None
    contacts = decision.after.contacts
    assert len(contacts) == max(2, changed)
    by_id = {contact.id: contact.phone for contact in contacts}
    assert by_id[-1 if changed == 3 else changed] == "+46171445566"
    assert sum(phone == "+46171445566" for phone in by_id.values()) == 1


def test_a_contact_keeps_the_spelling_of_its_name() -> None:
    decision = one("Kundnr|Kontaktperson|Telefon", "10001|asa akesson|070-174 06 05")
    assert decision.row.outcome == "unchanged"


def test_a_column_without_a_number_belongs_to_contact_1() -> None:
    decision = one(
        "Namn|Kontakt 1|E-post 1|Kontakt 2|E-post 2|Skicka protokoll", "A|Bo|b@x.se|Cia|c@x.se|x", found=Found()
    )
    assert decision.after is not None
    assert [contact.send_protocol for contact in decision.after.contacts] == [True, False]


def test_two_contacts_of_one_row_are_two_though_they_share_an_address() -> None:
    decision = one("Namn|Kontakt 1|E-post 1|Kontakt 2|E-post 2", "A|Bo|info@x.se|Cia|info@x.se", found=Found())
    assert decision.after is not None
    assert [contact.name for contact in decision.after.contacts] == ["Bo", "Cia"]


@pytest.mark.parametrize("tick", ["x", "nej", "-", ""])
def test_a_tick_alone_makes_no_contact(tick: str) -> None:
    decision = one("Namn|Skicka protokoll", f"A|{tick}", found=Found())
    assert decision.after is not None
    assert decision.after.contacts == ()


def test_a_value_that_is_no_choice_is_a_warning_and_leaves_the_field() -> None:
    decision = one("Kundnr|Språk|Aktiv|Land|Typ", "10001|Klingonska|kanske|Mordor|AB")
    assert decision.row.outcome == "unchanged"
    assert codes(decision) == [("warning", heading, "cell.choice") for heading in ("Språk", "Aktiv", "Land", "Typ")]


def test_errors_of_the_spreadsheet_are_warned_about() -> None:
    decision = one("Kundnr|Namn|Anmärkning", "10001|#N/A|#SAKNAS!")
    assert decision.row.outcome == "unchanged"
    assert codes(decision) == [("warning", "Namn", "cell.error"), ("warning", "Anmärkning", "cell.error")]


def test_letters_that_cannot_be_read_are_warned_about() -> None:
    assert codes(one("Kundnr|Namn", "10001|M\ufffdsen")) == [("warning", "Namn", "cell.encoding")]


def test_every_fault_is_told_with_its_column() -> None:
    decision = one(
        "Nr|Kund|Orgnr|Postnr|Ort|Kontakt 2|E-post 2",
        "12345678901234567||556036-0794|1234|Lund|Bo|ingen",
        found=Found(),
    )
    assert decision.row.outcome == "refused"
    assert codes(decision) == [
        ("fault", "Kund", "required"),
        ("fault", "Orgnr", "org_no.check_digit"),
        ("warning", "Postnr", "postcode.format"),
        ("fault", "Nr", "number.too_long"),
        ("fault", "E-post 2", "email"),
    ]


def test_what_stands_wrong_already_does_not_refuse_a_row() -> None:
    stored = Found(
        7, CustomerValues(number="10001", name="A", org_no="123", contacts=(Contact(1, phone="växeln"),)), "number"
    )
    decision = one("Kundnr|Anmärkning", "10001|ny", found=stored)
    assert decision.row.outcome == "changed"
    assert decision.row.faults == ()


def test_a_row_with_more_cells_than_headings_is_refused() -> None:
    assert codes(one("Kundnr|Namn", "10001|Plast|Bygg AB")) == [("fault", "", "row.cells")]
    assert one("Kundnr|Namn", "10001|Brf Ekbacken||").row.outcome == "unchanged"


def test_a_personal_number_is_masked_in_what_is_told() -> None:
    decision = one("Kundnr|Namn|Orgnr", "7|Målare Berg|811218-9876", found=Found())
    assert decision.after is not None
    assert decision.after.org_no == "198112189876"
    assert next(change.now for change in decision.row.changes if change.field == "org_no") == "811218-••••"


def test_a_column_for_personal_numbers_makes_a_private_customer() -> None:
    decision = one("Namn|Personnummer|Orgnr", "Bo Berg|811218-9876|", found=Found())
    assert decision.after is not None
    assert (decision.after.type, decision.after.org_no) == ("private", "198112189876")


@pytest.mark.parametrize(
    ("headings", "row", "field", "value"),
    [
        ("Namn|Inaktiv", "A|Ja", "active", False),
        ("Namn|Status", "A|Spärrad", "active", False),
        ("Namn|Privatperson", "A|Nej", "type", "company"),
        ("Namn|GLN", "A|7365567212048", "e_invoice", "0088:7365567212048"),
        ("Namn|Momstyp", "A|Ingen moms", "vat_type", "none"),
        ("Namn|Orgnr", "A|SE763960761801", "org_no", "7639607618"),
        ("Namn|Orgnr", "A|165557300448", "org_no", "5557300448"),
        ("Namn|Orgnr", "A|5557300448.0", "org_no", "5557300448"),
        ("Namn|Anmärkning", 'A|="007 ""Bond"""', "comment", '007 "Bond"'),
    ],
)
def test_what_other_systems_write(headings: str, row: str, field: str, value: object) -> None:
    decision = one(headings, row, found=Found())
    assert decision.after is not None, decision.row.faults
    assert getattr(decision.after, field) == value


PEOPLE = "Kundnr|Namn|Adress|Fakturaadress|Kontaktperson|Telefon|E-post"


@pytest.mark.parametrize("found", [Found(), Found(7, CustomerValues(number="1", name="A"), "number")])
def test_one_more_contact_or_address_is_added(found: Found) -> None:
    decisions = trial(
        PEOPLE,
        "1|A|Gatan 1||Bo|08-123 456 78|info@a.se",
        "1|a||||08-123 456 78|",
        "1|A|Gatan 1||Cia||info@a.se",
        "1|||Box 1|||",
        found=found,
    )
    assert outcomes(decisions) == ["new" if found.id is None else "changed", "added", "added", "added"]
    after = decisions[-1].after
    assert after is not None
    assert [(contact.name, contact.email) for contact in after.contacts] == [
        ("Bo", "info@a.se"),
        ("", ""),
        ("Cia", "info@a.se"),
    ]
    assert after.invoice == Address("Box 1")


@pytest.mark.parametrize(
    "again",
    [
        "1|A|Gatan 1||Bo|08-123 456 78|",
        "1|A|||||",
        "1|A|||Bo|08-999 99 99|",
        "1|B|||Cia||",
        "1|A|Gatan 2||Cia||",
        "1|A|Gatan 2||||",
    ],
)
def test_anything_else_repeated_is_refused(again: str) -> None:
    first, second = trial(PEOPLE, "1|A|Gatan 1||Bo|08-123 456 78|", again, found=Found())
    assert first.row.outcome == "new"
    assert codes(second) == [("fault", "Kundnr", "row.repeated")]
    assert second.row.faults[0].params == {"row": 2}


def test_a_row_that_goes_with_a_refused_one_is_refused() -> None:
    first, second = trial("Kundnr|Namn|Kontaktperson|Mail", "1|A|Bo|ingen", "1|A|Cia|", found=Found())
    assert outcomes([first, second]) == ["refused", "refused"]
    assert codes(second) == [("fault", "Kundnr", "row.first_refused")]


def test_a_row_of_a_stored_customer_goes_in_though_the_first_was_refused() -> None:
    decisions = trial("Kundnr|Namn|Kontaktperson|Mail", "10001||Bo|ingen", "10001||Cia|")
    assert outcomes(decisions) == ["refused", "added"]


def test_what_was_added_before_is_unchanged() -> None:
    stored = trial(PEOPLE, "1|A|Gatan 1||Bo||", "1|A|||Cia|08-123 456 78|", found=Found())[-1].after
    again = trial(PEOPLE, "1|A|Gatan 1||Bo||", "1|A|||Cia|08-123 456 78|", found=Found(7, stored, "number"))
    assert outcomes(again) == ["unchanged", "unchanged"]


@pytest.mark.parametrize("code", ["taken", "row.ambiguous"])
def test_a_row_that_can_mean_nobody_is_refused(code: str) -> None:
    decision = one("Kundnr|Namn", "1|A", found=Found(taken=code))
    assert codes(decision) == [("fault", "Kundnr", code)]


@pytest.mark.parametrize(
    "name", ["[/b]", "Robert'); DROP TABLE kund;--", "=HYPERLINK(1)", "A" * 500, "\x1b[31mröd", "a\u202eb"]
)
def test_odd_names_are_no_faults(name: str) -> None:
    decision = one("Kundnr|Namn", f"1|{name}", found=Found())
    assert decision.row.outcome == "new"
    assert decision.after is not None
    assert "\x1b" not in decision.after.name
    assert "\u202e" not in decision.after.name


def test_a_name_that_is_too_long_is_refused_not_cut() -> None:
    assert codes(one("Kundnr|Namn", "1|" + "A" * 10_000, found=Found())) == [("fault", "Namn", "too_long")]
