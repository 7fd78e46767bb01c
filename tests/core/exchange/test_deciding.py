"""What becomes of a row, as a pure decision: matching, leaving, clearing, warning and refusing."""

from __future__ import annotations

import pytest

from core.customers.views import Address, Contact, CustomerValues
from core.exchange.deciding import Found
from tests.core.exchange.trying import STORED, codes, one


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
