"""The template: a workbook with the headings, lists of the choices, and a sheet that explains every column."""

from __future__ import annotations

import io

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from core.exchange.fields import Kind, contact_part, heading, kind_of, template_keys
from core.exchange.words import CHOICES, choice_text
from core.text import N_, _, customer_languages

_LAST_ROW = 10_000
_TEXT_COLUMN = "@"
"""Cells are text, so that 070… keeps its zero and a customer number stays as it is typed."""

EXPLAINED: dict[str, str] = {
    "number": N_(
        "Your number of the customer. An empty one becomes the next number, or means the customer of the org. no."
    ),
    "name": N_("Must be filled in for a new customer."),
    "type": N_("A company has an organisation number, a private person a personal number."),
    "org_no": N_("Ten digits, with or without hyphen. A sole trader has a personal number here."),
    "vat_no": N_("Like SE769612345901."),
    "e_invoice": N_("Like 0007:7696123459, or 0088: and a GLN."),
    "vat_type": N_("Counts where the setting VAT type is turned on."),
    "language": N_("What the customer is written to in; empty is the company's language."),
    "cost_centre": N_("Goes onto orders."),
    "customer_order_no": N_("Goes onto orders."),
    "row1": N_("Street and number, or a box."),
    "row2": N_("What else the address needs, such as c/o."),
    "postcode": N_("Five digits in Sweden."),
    "city": N_("The town of the postcode."),
    "country": N_("Two letters or a name; empty is Sweden."),
    "province": N_("Only where the country uses it."),
    "tax_property": N_("For tax reduction on a house of one's own; either this or the apartment."),
    "tax_apartment_no": N_("For tax reduction in a housing association, usually four digits."),
    "tax_brf_org_no": N_(
        "The association that the apartment belongs to; the reduction is the member's, never the association's."
    ),
    "comment": N_("Only for your own people, never shown to the customer."),
    "facilities_disabled": N_("No facility can be added to the customer."),
    "facility_required": N_("Orders must have a facility."),
    "cost_centre_required": N_("Orders must have a cost centre."),
    "always_invoice": N_("Sent to the accounting system as an invoice instead of an order."),
    "active": N_("An inactive customer can't be chosen for new orders."),
    "contact.name": N_(
        "Without a name it is the switchboard. More contacts: another row with the same number and name."
    ),
    "contact.role": N_("What the person does there."),
    "contact.phone": N_("In any spelling; other countries' numbers begin with +."),
    "contact.mobile": N_("In any spelling; other countries' numbers begin with +."),
    "contact.email": N_("One address."),
    "contact.send_protocol": N_("Service protocols are sent to this contact; it needs an e-mail."),
    "contact.send_work_order": N_("Work orders are sent to this contact; it needs an e-mail."),
}
"""Field, or part of an address or a contact -> what its column takes."""

RULES = (
    N_("An empty cell leaves the field as it is; a hyphen alone (-) clears it."),
    N_("Columns may stand in any order, and those that you do not need can be taken away."),
    N_("Import tries everything dry first, shows what each row would change, and can be taken back as a whole."),
)


def write_template() -> bytes:
    """Return the workbook as bytes, in the language of the context."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    text = workbook.add_format({"num_format": _TEXT_COLUMN})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    _fill_in(workbook.add_worksheet(_("Customers")), bold, text)
    _explain(workbook.add_worksheet(_("Explanation")), bold, wrapped)
    workbook.close()
    return buffer.getvalue()


def _fill_in(sheet: Worksheet, bold: Format, text: Format) -> None:
    for column, key in enumerate(template_keys()):
        title = heading(key)
        sheet.set_column(column, column, max(12, min(len(title) + 2, 24)), text)
        sheet.write_string(0, column, title, bold)
        choices = _choices(kind_of(key))
        if choices:
            sheet.data_validation(
                1, column, _LAST_ROW, column, {"validate": "list", "source": choices, "error_type": "warning"}
            )
    sheet.freeze_panes(1, 2)


def _choices(kind: Kind | None) -> list[str]:
    if kind is None or kind not in CHOICES:
        return []
    shipped = customer_languages() if kind == "language" else CHOICES[kind]
    return [choice_text(kind, value) for value in CHOICES[kind] if value in shipped]


def _explain(sheet: Worksheet, bold: Format, wrapped: Format) -> None:
    sheet.set_column(0, 0, 34, wrapped)
    sheet.set_column(1, 1, 70, wrapped)
    sheet.set_column(2, 2, 40, wrapped)
    for row, rule in enumerate(RULES):
        sheet.merge_range(row, 0, row, 2, _(rule), wrapped)
    start = len(RULES) + 1
    for column, title in enumerate((_("Column"), _("What it takes"), _("Choices"))):
        sheet.write_string(start, column, title, bold)
    for row, key in enumerate(template_keys(1), start + 1):
        sheet.write_string(row, 0, heading(key), wrapped)
        sheet.write_string(row, 1, _(EXPLAINED[_explained(key)]), wrapped)
        sheet.write_string(row, 2, ", ".join(_choices(kind_of(key))), wrapped)


def _explained(key: str) -> str:
    contact = contact_part(key)
    if contact is not None:
        return f"contact.{contact[1]}"
    return key.rpartition(".")[2]
