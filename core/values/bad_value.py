"""What a parser of a value raises, and the texts of every code: short beside a field, long in the status line."""

from __future__ import annotations

from collections.abc import Mapping

from core.text import N_


class BadValue(ValueError):
    """A value that breaks a rule of the trade.

    `code` is stable (the interface, the importer and the API know it) and has its texts in `SHORT_TEXTS` and
    `LONG_TEXTS`; `params` fills their `{fields}`. Whether it refuses or only warns is the caller's rule.
    """

    def __init__(self, code: str, params: Mapping[str, str | int] | None = None) -> None:
        self.code = code
        self.params: dict[str, str | int] = dict(params or {})
        super().__init__(f"{code} {self.params}" if self.params else code)


SHORT_TEXTS: dict[str, str] = {
    "required": N_("Fill in this field"),
    "too_long": N_("Too long by {over}"),
    "too_short": N_("At least {low} characters"),
    "choice": N_("Choose one from the list"),
    "taken": N_("Taken: choose another"),
    "email": N_("Like name@company.se"),
    "contact_empty": N_("Name, phone or e-mail"),
    "contact.no_email": N_("No e-mail to send to"),
    "number.too_short": N_("At least {low} characters"),
    "number.too_long": N_("At most {high} characters"),
    "number.locked": N_("Ask an administrator"),
    "number.none_left": N_("No longer number is allowed"),
    "switches.clash": N_("These exclude each other"),
    "switches.cost_centre": N_("Cost centres are turned off"),
    "tax.either": N_("Either house or apartment"),
    "tax.apartment_format": N_("Usually four digits: 1101"),
    "tax.brf_missing": N_("Give the association too"),
    "tax.apartment_missing": N_("Give the apartment too"),
    "buyers.twice": N_("Stands here twice"),
    "buyers.share": N_("100 percent at most"),
    "postcode.format": N_("Five digits, like 745 31"),
    "phone.unknown": N_("Not a number, kept as typed"),
    "org_no.length": N_("Ten digits, like 769612-3459"),
    "org_no.characters": N_("Only digits and hyphen"),
    "org_no.first_digit": N_("First digit: 1–3 or 5–9"),
    "org_no.third_digit": N_("Third digit should be 2–9"),
    "org_no.check_digit": N_("Last digit should be {expected}"),
    "personal_no.length": N_("Ten or twelve digits"),
    "personal_no.characters": N_("Only digits, hyphen and +"),
    "personal_no.date": N_("Check the date of birth"),
    "personal_no.company": N_("That is a company's number"),
    "personal_no.check_digit": N_("Last digit should be {expected}"),
    "vat_no.format": N_("Like SE769612345901"),
    "vat_no.check_digit": N_("Digit 10 should be {expected}"),
    "vat_no.country": N_("Begin with the country: SE"),
    "vat_no.foreign": N_("Not a number of {country}"),
    "e_invoice.format": N_("Like 0007:7696123459"),
    "e_invoice.vat_no": N_("Org. no., not the VAT no."),
    "e_invoice.check_digit": N_("Last digit should be {expected}"),
    "e_invoice.gln_length": N_("A GLN has 13 digits"),
}
"""Code -> English text of at most 28 letters when filled in (31 for the check digit), to stand beside the field."""

LONG_TEXTS: dict[str, str] = {
    "required": N_("Fill in this field before you save"),
    "too_long": N_("Shorten the text by {over}: at most {high} characters fit"),
    "too_short": N_("Write at least {low} characters"),
    "choice": N_("Choose one of the values in the list, or clear the field"),
    "taken": N_("Another customer has this number: choose another"),
    "email": N_("E-mail: write one address, like name@company.se, or clear the field"),
    "contact_empty": N_("A contact needs a name, a phone, a mobile or an e-mail: fill in one, or remove the contact"),
    "contact.no_email": N_("The contact is ticked for sending but has no e-mail: fill it in, or take the tick away"),
    "number.too_short": N_("Customer number: write at least {low} characters"),
    "number.too_long": N_("Customer number: at most {high} characters"),
    "number.locked": N_("Only an administrator may change the customer number: ask one"),
    "number.none_left": N_(
        "The next number would be longer than the longest allowed: write one, or ask an administrator"
    ),
    "switches.clash": N_("Facilities are disabled for this customer, so none can be required: turn one of the two off"),
    "switches.cost_centre": N_("Cost centres are turned off in the settings, so orders cannot ask for one"),
    "tax.either": N_("Give the property designation, or the association and the apartment: not both"),
    "tax.apartment_format": N_("An apartment number usually has four digits, like 1101; this one is kept as typed"),
    "tax.brf_missing": N_("Give the org. no. of the housing association that the apartment belongs to"),
    "tax.apartment_missing": N_("Give the number of the apartment in the housing association"),
    "buyers.twice": N_("This person gets tax reduction in another row already: remove one of the two"),
    "buyers.share": N_("Shares go from 0 to 100 percent, all of them together to 100 at most: lower one"),
    "postcode.format": N_("Postcode: five digits, like 745 31; this one is kept as typed"),
    "phone.unknown": N_("This is no phone number that can be dialled: it is kept as typed"),
    "org_no.length": N_("Org. no.: write ten digits, like 769612-3459, or clear the field"),
    "org_no.characters": N_("Org. no.: write digits and hyphen only, or clear the field"),
    "org_no.first_digit": N_("Org. no.: it begins with 1, 2, 3, 5, 6, 7, 8 or 9; correct it or clear the field"),
    "org_no.third_digit": N_("Org. no.: the third digit is 2 or more; correct it or clear the field"),
    "org_no.check_digit": N_("Org. no.: correct the last digit or clear the field"),
    "personal_no.length": N_("Personal no.: write ten or twelve digits, like 811218-9876, or clear the field"),
    "personal_no.characters": N_("Personal no.: write digits, hyphen and + only, or clear the field"),
    "personal_no.date": N_("Personal no.: it begins with a date of birth that exists; correct it or clear the field"),
    "personal_no.company": N_("This is an org. no.: choose the type Company, or write the personal no."),
    "personal_no.check_digit": N_("Personal no.: correct the last digit or clear the field"),
    "vat_no.format": N_("VAT no.: SE, the org. no. and 01, like SE769612345901; correct it or clear the field"),
    "vat_no.check_digit": N_("VAT no.: digit 10 should be {expected}; correct it or clear the field"),
    "vat_no.country": N_("VAT no.: begin with the two letters of the country, like SE, or clear the field"),
    "vat_no.foreign": N_("VAT no.: this is no VAT number of {country}; correct it or clear the field"),
    "e_invoice.format": N_("E-invoice id: write 0007: and the org. no., or 0088: and the GLN, or clear the field"),
    "e_invoice.vat_no": N_("E-invoice id: write the org. no. after 0007:, not the VAT no."),
    "e_invoice.check_digit": N_("E-invoice id: correct the last digit or clear the field"),
    "e_invoice.gln_length": N_("E-invoice id: a GLN has 13 digits; correct it or clear the field"),
}
"""Code -> English sentence that says what to do, for the status line."""
