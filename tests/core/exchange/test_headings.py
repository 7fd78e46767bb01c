"""Headings of our template, of accounting systems and of people become the right fields."""

from __future__ import annotations

import pytest

from core.exchange.fields import heading, kind_of, template_keys
from core.exchange.headings import assign, compact, meaning, recognised
from core.text import INTERFACE_LANGUAGES, speak

FILES = {
    "Kundnr;Namn;Organisationsnummer;Utdelningsadress;Postnr;Ort;Land;Telefon;E-post;Er referens;Kostnadsställe;Aktiv": (
        "number name org_no invoice.row1 invoice.postcode invoice.city invoice.country contacts.1.phone contacts.1.email"
        " contacts.1.name cost_centre active"
    ),
    "Kundnummer;Kundnamn;Org.nr;Fakturaadress;Postnummer;Postort;Telefon;E-postadress;Kontaktperson": (
        "number name org_no invoice.row1 invoice.postcode invoice.city contacts.1.phone contacts.1.email contacts.1.name"
    ),
    "KUNDNR;NAMN;ORGNR;ADRESS;PNR;ORT;TEL;MAIL": (
        "number name org_no visiting.row1 visiting.postcode visiting.city contacts.1.phone contacts.1.email"
    ),
    "Nr;Kund;Orgnr;Besöksadress;Postnr;Ort;Faktureringsadress;Fakt. postnr;Fakt. ort;Kontakt 1;Telefon 1;E-post 1;"
    "Kontakt 2;Telefon 2;E-post 2;Skicka protokoll;Språk;Anmärkning": (
        "number name org_no visiting.row1 visiting.postcode visiting.city invoice.row1 invoice.postcode invoice.city"
        " contacts.1.name contacts.1.phone contacts.1.email contacts.2.name contacts.2.phone contacts.2.email"
        " contacts.1.send_protocol language comment"
    ),
    "Customer number;Name;Registration no;Visiting address;Postal code;City;Contact;Phone;E-mail;Language": (
        "number name org_no visiting.row1 visiting.postcode visiting.city contacts.1.name contacts.1.phone"
        " contacts.1.email language"
    ),
    # Fortnox: an accounting system's plain address is the invoice address, the place of the work is the delivery address.
    "CustomerNumber;Name;Type;OrganisationNumber;Address1;Address2;ZipCode;City;CountryCode;Phone1;Phone2;Email;"
    "YourReference;VATNumber;DeliveryAddress1;DeliveryZipCode;DeliveryCity;Comments;Active;Currency": (
        "number name type org_no invoice.row1 invoice.row2 invoice.postcode invoice.city invoice.country contacts.1.phone"
        " contacts.1.mobile contacts.1.email contacts.1.name vat_no visiting.row1 visiting.postcode visiting.city comment"
        " active -"
    ),
    # Visma: `Postadress` is the town where no other column is.
    "Kundnr;Namn;Adress;Postnr;Postadress;Tel;Betalningsvillkor": (
        "number name invoice.row1 invoice.postcode invoice.city contacts.1.phone -"
    ),
    "Kund;Namn;Adress;Postnr;Ort;Telefon 1;Telefon 2;Mobil;Fax;E-post;Faktura e-post": (
        "number name visiting.row1 visiting.postcode visiting.city contacts.1.phone - contacts.1.mobile - contacts.1.email"
        " -"
    ),
    "Namn;Besöksadress;Postnr;Ort;Postadress;Postnr;Ort": (
        "name visiting.row1 visiting.postcode visiting.city postal.row1 postal.postcode postal.city"
    ),
    "Namn;Personnr;Pnr;Ort;Adress": "name personal_no visiting.postcode visiting.city visiting.row1",
    "Namn;Pnr;Telefon": "name personal_no contacts.1.phone",
    "Kontaktperson;Telefon;Kontaktperson;Telefon;Namn": (
        "contacts.1.name contacts.1.phone contacts.2.name contacts.2.phone name"
    ),
    "Kund;Kontaktperson 2 - e-post;Mobil (kontakt 2);Titel kontakt 2": (
        "name contacts.2.email contacts.2.mobile contacts.2.role"
    ),
    "Företag;Gatuadress;Postnr/Ort;Inaktiv;Privatperson;GLN": (
        "name visiting.row1 visiting.postcode_city inactive private gln"
    ),
    "Kundnr (obligatoriskt);Namn*;Org.nr/Pers.nr;E-post / mejl;Ort [stad]": (
        "number name org_no contacts.1.email visiting.city"
    ),
    "Kund;Status;Momsreg.nr;E-faktura;Momstyp;Ert ordernr": ("name active vat_no e_invoice vat_type customer_order_no"),
}


@pytest.mark.parametrize("headings", FILES)
def test_columns_are_known_by_their_headings(headings: str) -> None:
    fields = tuple(field.strip("-") for field in FILES[headings].split())
    assert assign(headings.split(";")) == fields
    assert assign(headings.upper().split(";")) == fields
    assert assign([f" {heading} : " for heading in headings.split(";")]) == fields


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
@pytest.mark.parametrize("contacts", [1, 2, 9])
def test_the_headings_of_the_template_are_its_fields(language: str, contacts: int) -> None:
    speak(language)
    keys = template_keys(contacts)
    headings = [heading(key) for key in keys]
    assert len(set(map(compact, headings))) == len(keys)
    assert assign(headings) == keys
    assert assign(list(reversed(headings))) == tuple(reversed(keys))
    assert all(kind_of(key) for key in keys)


def test_a_field_is_given_to_one_column_only() -> None:
    assert assign(["Namn", "Kundnamn", "Ort", "Stad"]) == ("name", "", "visiting.city", "")


@pytest.mark.parametrize("text", ["", "Brf Ekbacken", "10001", "hej 3 du", "Fax", "Fakturamejl", "Saldo", "x" * 300])
def test_other_texts_are_no_headings(text: str) -> None:
    assert meaning(text) is None
    assert recognised([text]) == 0
