"""More rows of one customer: one more contact or address is added, anything else repeated is refused."""

from __future__ import annotations

import pytest

from core.customers.views import Address, CustomerValues
from core.exchange.deciding import Found
from core.exchange.words import fault_text
from tests.core.exchange.trying import codes, outcomes, trial

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
        "1|A|Gatan 2||Cia||",
        "1|A|Gatan 2||||",
    ],
)
def test_anything_else_repeated_is_refused(again: str) -> None:
    first, second = trial(PEOPLE, "1|A|Gatan 1||Bo|08-123 456 78|", again, found=Found())
    assert first.row.outcome == "new"
    assert codes(second) == [("fault", "Kundnr", "row.repeated")]
    assert second.row.faults[0].params == {"row": 2}


def test_the_same_number_with_another_name_is_refused_as_that() -> None:
    first, second = trial(PEOPLE, "1|A|Gatan 1||Bo||", "1|B|||Cia||", found=Found())
    assert codes(second) == [("fault", "Kundnr", "row.other_name")]
    assert fault_text(second.row.faults[0]) == (
        "Kundnr: row 2 has the same number and another name: mend whichever of the two is wrong"
    )
    assert first.row.outcome == "new"


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
