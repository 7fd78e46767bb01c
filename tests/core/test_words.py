"""What is said of fields, faults, errors and operations: nothing is without words, and each tells what to do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import errors
from core.customers.views import Address, Buyer, Contact, CustomerValues
from core.errors import (
    Broken,
    Clash,
    Conflict,
    Fault,
    Invalid,
    KundkortError,
    NotFound,
    Outdated,
    Refused,
    Reused,
    SignedOut,
    Unavailable,
)
from core.fault_texts import LONG, SHORT
from core.operation import all_operations
from core.slices import declare
from core.values.bad_value import LONG_TEXTS, SHORT_TEXTS
from core.words import (
    FIELD_NAMES,
    HANGING_NAMES,
    OPERATION_NAMES,
    error_text,
    fault_line,
    fault_sentence,
    fault_short,
    field_label,
    operation_name,
)

ROOT = Path(__file__).parents[2]
MAKERS = {"Fault": 1, "BadValue": 0, "add": 1, "RowFault": 1}
"""What makes a fault -> at which place its code stands."""


def codes() -> Iterator[tuple[str, str]]:
    """Find every code that the core gives a fault, with the file it stands in."""
    for path in sorted((ROOT / "core").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            place = MAKERS.get(name)
            if place is None or len(node.args) <= place:
                continue
            code = node.args[place]
            if isinstance(code, ast.Constant) and isinstance(code.value, str) and code.value:
                yield code.value, path.name


def test_every_code_of_a_fault_has_its_texts() -> None:
    known = SHORT_TEXTS.keys() | SHORT.keys()
    assert {(code, file) for code, file in codes() if code not in known} == set()
    for short, long in ((SHORT, LONG), (SHORT_TEXTS, LONG_TEXTS)):
        assert short.keys() == long.keys()
    assert len(known) == len(SHORT) + len(SHORT_TEXTS)


def test_every_field_of_a_customer_has_a_name() -> None:
    fields = {*CustomerValues.__struct_fields__, *Address.__struct_fields__}
    fields |= {
        name for part in (Contact, Buyer) for name in part.__struct_fields__ if name not in ("id", "seq", "masked")
    }
    assert fields <= FIELD_NAMES.keys()


def test_every_operation_that_changes_something_has_a_name() -> None:
    declare()
    changing = {operation.name for operation in all_operations() if operation.undo.way != "never"}
    assert changing <= OPERATION_NAMES.keys()
    assert operation_name("customers.change") == "changed"
    assert operation_name("somebody.elses") == "somebody.elses"


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("name", "Namn"),
        ("invoice", "Faktureringsadress"),
        ("invoice.postcode", "Postnummer · Faktureringsadress"),
        ("contacts.12.phone", "Telefon"),
        ("contacts.12", "Kontakt"),
        ("buyers.7.personal_no", "Personnr"),
        ("number_longest", "Längsta kundnummer"),
        ("no_such_field", "no_such_field"),
    ],
)
def test_what_a_field_is_called(speak_swedish: None, field: str, label: str) -> None:
    assert field_label(field) == label


def test_a_part_can_be_named_by_whose_it_is(speak_swedish: None) -> None:
    assert field_label("contacts.12.phone", of="Mona Dahl") == "Telefon · Mona Dahl"


def test_a_fault_has_a_short_text_a_sentence_and_a_line(speak_swedish: None) -> None:
    fault = Fault("org_no", "org_no.check_digit", {"expected": "9"})
    assert fault_short(fault) == "Sista siffran ska vara 9"
    assert fault_sentence(fault) == "Org.nr: rätta sista siffran eller töm fältet"
    assert fault_line(fault) == "Org.nr: sista siffran ska vara 9"
    assert fault_short(Fault("visiting.postcode", "postcode.format")) == "Fem siffror, som 745 31"


def test_an_unknown_code_is_still_told() -> None:
    assert "strange.code" in fault_sentence(Fault("name", "strange.code"))


def test_what_hangs_on_a_customer_is_named_with_its_count(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = Fault("customer", "customer.hangs", {"kind": "orders", "n": 3})
    assert fault_sentence(fault) == "3 things hang on this customer, so it cannot be deleted: inactivate it instead"
    monkeypatch.setitem(HANGING_NAMES, "orders", lambda n: f"{n} orders")
    assert fault_sentence(fault).startswith("3 orders hang on")


ERRORS: list[tuple[KundkortError, str]] = [
    (Invalid([Fault("name", "required")]), "Fill in this field before you save"),
    (Invalid([Fault("phone", "phone.unknown", level="warning"), Fault("name", "required")]), "Fill in"),
    (Invalid([Fault("name", "required"), Fault("org_no", "org_no.length")]), "2 faults, the first: Fill in"),
    (Invalid([]), "Something in it breaks a rule"),
    (Conflict([Clash("name", "a", "b", "c", "Per Lund", "")]), "Per Lund changed the same"),
    (Conflict([]), "Somebody changed the same"),
    (NotFound("customer", "10443"), "There is no customer 10443 here"),
    (NotFound("wizard", 7), "There is no wizard 7 here"),
    (Refused("customer.delete"), "You lack the right Delete customers: ask an administrator"),
    (Refused("fly"), "You lack the right fly"),
    (SignedOut(), "Nobody is signed in"),
    (Outdated("9", "3", newer=True), "The register is of a newer version (9)"),
    (Outdated("1", "3"), "The register is of an older version (1)"),
    (Reused("x"), "This was saved before with other content"),
    (Unavailable("busy", retry=True), "Somebody else is writing"),
    (Unavailable("full", retry=True), "The disk is full"),
    (Unavailable("read_only", retry=False, place="/x/y"), "The register cannot be written: "),
    (Unavailable("missing", retry=False, place="/x/y"), "The register cannot be opened: "),
    (Unavailable("lost", retry=True, place="/x"), "The register does not answer: "),
    (Unavailable("closed", retry=False), "The register is closed"),
    (Unavailable("sqlite_old", retry=False, place="3.31"), "SQLite 3.31 is too old"),
    (Unavailable("moon", retry=True), "The register cannot be reached now"),
    (Broken("/x/y"), "The register is damaged, or none: "),
    (KundkortError(), "That did not work (error)"),
]


@pytest.mark.parametrize(("error", "beginning"), ERRORS)
def test_every_error_says_what_and_what_to_do(error: KundkortError, beginning: str) -> None:
    text = error_text(error)
    assert text.startswith(beginning)
    assert not text.endswith(".")


def test_no_kind_of_error_is_without_words() -> None:
    def kinds(kind: type[KundkortError]) -> Iterator[type[KundkortError]]:
        for below in kind.__subclasses__():
            yield below
            yield from kinds(below)

    spoken = {type(error) for error, _beginning in ERRORS}
    assert {kind for kind in kinds(KundkortError) if kind.__module__ == errors.__name__} - spoken == {
        errors.Declared,
        errors.Common,
    }


@pytest.mark.parametrize("language", ["sv", "en"])
def test_names_with_braces_break_no_text(language: str) -> None:
    assert "{0}" in error_text(NotFound("customer", "{0}"))
    assert "{x}" in error_text(Broken("{x}"))
