"""The plan of the form: which lines it has, in order, and the slots on each that can have the focus; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from core.customers.rules import contact_name
from core.customers.views import ADDRESS_KINDS, SWITCHES, Customer
from core.text import N_, _, customer_languages
from core.values.phone import format_phone
from core.words import field_label
from tui.form.fields import split
from tui.form.model import EditModel
from tui.names import VAT_TYPE_NAMES, language_name
from tui.value_text import form_label

SlotKind = Literal["text", "lines", "radio", "choice", "switch", "action", "locked"]


class Slot(NamedTuple):
    """Something on a line that can have the focus: a field by its key, or an action ("add:contact", "open:invoice").

    `start` and `width` are cells from the beginning of the fields; width 0 takes what the line has.
    """

    key: str
    kind: SlotKind = "text"
    start: int = 0
    width: int = 0
    words: str = ""


class FormLine(NamedTuple):
    """One line: its label, its slots, a hint for the notes, or a head. `part` is the contact or buyer it belongs to."""

    label: str = ""
    slots: tuple[Slot, ...] = ()
    hint: str = ""
    head: bool = False
    number: int | None = None
    part: int = 0


@dataclass
class Opened:
    """What is unfolded in a form; what has anything in it always is."""

    addresses: set[str] = field(default_factory=set)
    parts: set[int] = field(default_factory=set)
    tax: bool = False
    countries: bool = False


ADDRESS_HEADS = {"visiting": N_("Visiting"), "invoice": N_("Invoice"), "postal": N_("Postal")}
OWN_ADDRESS = {
    "visiting": N_("fill in"),
    "invoice": N_("invoice address of its own"),
    "postal": N_("postal address of its own"),
}
AS_OTHER = {"visiting": N_("none"), "invoice": N_("as visiting"), "postal": N_("as invoice")}
POSTCODE_WIDTH = 8
TAX_KEYS = ("tax_property", "tax_apartment_no", "tax_brf_org_no")
SWITCH_TEXTS = {
    "facilities_disabled": N_("Facilities are disabled for this customer"),
    "facility_required": N_("A facility is required on orders"),
    "cost_centre_required": N_("A cost centre is required on orders"),
    "always_invoice": N_("Always goes as an invoice to the accounting system"),
}


def plan(model: EditModel, opened: Opened, next_number: str = "") -> list[FormLine]:
    """Return every line of the form as the model stands: sections by heads, one empty line between them."""
    sections = [
        _details(model, next_number),
        _addresses(model, opened),
        _contacts(model, opened),
        _terms(model),
        _tax(model, opened),
        _comment(model),
    ]
    lines: list[FormLine] = []
    for section in sections:
        lines += [FormLine(), *section]
    return lines


def _details(model: EditModel, next_number: str) -> list[FormLine]:
    private = model.text("type") == "private"
    number = _("Personal no.") if private else field_label("org_no")
    lines = [
        FormLine(_("Details"), head=True),
        FormLine(field_label("type"), (Slot("type", "radio"),)),
        _number(model, next_number),
        FormLine(field_label("name"), (Slot("name"),)),
        FormLine(number, (Slot("org_no"),), _hidden_hint(model, "org_no")),
        FormLine(field_label("vat_no"), (Slot("vat_no"),), _hidden_hint(model, "vat_no")),
        FormLine(field_label("e_invoice"), (Slot("e_invoice"),), _hidden_hint(model, "e_invoice")),
    ]
    if model.settings.vat_type:
        lines.append(FormLine(form_label("vat_type"), (Slot("vat_type", "choice"),)))
    if model.settings.language:
        lines.append(FormLine(field_label("language"), (Slot("language", "choice"),)))
    for key in ("cost_centre", "customer_order_no"):
        if getattr(model.settings, key) or model.text(key):
            lines.append(FormLine(form_label(key), (Slot(key),)))
    return lines


def _hidden_hint(model: EditModel, key: str) -> str:
    return _("hidden: typing replaces it") if model.hidden(key) else ""


def _number(model: EditModel, next_number: str) -> FormLine:
    label = field_label("number")
    if not model.may_number:
        return FormLine(label, (Slot("number", "locked"),), _("changed by an administrator"))
    if model.new and next_number and not model.text("number"):
        return FormLine(label, (Slot("number"),), _("empty: gets {number}", number=next_number))
    return FormLine(label, (Slot("number"),))


def _addresses(model: EditModel, opened: Opened) -> list[FormLine]:
    lines = [FormLine(_("Addresses"), head=True)]
    foreign = opened.countries or any(_is_foreign(model, kind) for kind in ADDRESS_KINDS)
    for kind in ADDRESS_KINDS:
        if not (address_open(model, kind, opened)):
            words = "\t".join((_(AS_OTHER[kind]), _(OWN_ADDRESS[kind])))
            lines.append(FormLine(_(ADDRESS_HEADS[kind]), (Slot(f"open:{kind}", "action", words=words),)))
            continue
        lines += [
            FormLine(_(ADDRESS_HEADS[kind]), (Slot(f"{kind}.row1"),)),
            FormLine("", (Slot(f"{kind}.row2"),), "" if model.text(f"{kind}.row2") else _("row 2, if needed")),
            FormLine(
                _("Postcode, town"),
                (Slot(f"{kind}.postcode", width=POSTCODE_WIDTH), Slot(f"{kind}.city", start=POSTCODE_WIDTH + 1)),
            ),
        ]
        if foreign:
            country = Slot(f"{kind}.country", width=POSTCODE_WIDTH)
            lines.append(
                FormLine(
                    _("Country, prov."),
                    (country, Slot(f"{kind}.province", start=POSTCODE_WIDTH + 1)),
                    _("two letters: SE, NO"),
                )
            )
    if not foreign:
        lines.append(FormLine(_("Abroad"), (Slot("open:countries", "action", words="\t" + _("country and province")),)))
    return lines


def address_open(model: EditModel, kind: str, opened: Opened) -> bool:
    """Say whether an address shows its fields: the visiting one always, others when they have, or had, anything."""
    parts = [key for key in model.loaded if split(key).group == kind and not key.endswith(".country")]
    return kind == "visiting" or kind in opened.addresses or any(model.text(key) or model.was(key) for key in parts)


def _is_foreign(model: EditModel, kind: str) -> bool:
    return (model.text(f"{kind}.country") or "SE").upper() != "SE" or bool(model.text(f"{kind}.province"))


def _contacts(model: EditModel, opened: Opened) -> list[FormLine]:
    lines = [FormLine(_("Contacts"), head=True, number=len(model.kept_contacts()))]
    for part in model.contacts:
        if part in opened.parts and part not in model.removed:
            lines += _open_contact(model, part)
        else:
            lines.append(_folded_contact(model, part))
    lines.append(FormLine("", (Slot("add:contact", "action", words="\t" + _("new contact")),)))
    return lines


def contact_label(model: EditModel, part: int) -> str:
    """Return what a contact is called in the form."""
    return model.text(f"contacts.{part}.name") or _("Switchboard")


def _folded_contact(model: EditModel, part: int) -> FormLine:
    if part in model.removed:
        words = "\t".join((_("is taken away"), _("put it back")))
        return FormLine(contact_label(model, part), (Slot(f"fold:{part}", "action", words=words),), part=part)
    phone = model.text(f"contacts.{part}.phone") or model.text(f"contacts.{part}.mobile")
    known = [format_phone(phone), model.text(f"contacts.{part}.email")]
    slot = Slot(f"fold:{part}", "action", words="  ".join(word for word in known if word) or _("nothing filled in"))
    return FormLine(contact_label(model, part), (slot,), gets_text(model, part), part=part)


def gets_text(model: EditModel, part: int) -> str:
    """Return what a contact is sent, for the notes: "får protokoll, order"; "" for nothing."""
    words = [_("protocol")] if model.on(f"contacts.{part}.send_protocol") else []
    words += [_("order")] if model.on(f"contacts.{part}.send_work_order") else []
    return _("gets {what}", what=", ".join(words)) if words else ""


def _open_contact(model: EditModel, part: int) -> list[FormLine]:
    key = f"contacts.{part}."
    number = model.kept_contacts().index(part) + 1
    switches = (
        Slot(key + "send_protocol", "switch", width=14, words=_("protocol")),
        Slot(key + "send_work_order", "switch", start=14, words=_("work order")),
    )
    return [
        FormLine(_("Contact {n}", n=number), (Slot(key + "name"),), _("name, or empty: switchboard"), part=part),
        *(FormLine(field_label(key + name), (Slot(key + name),), part=part) for name in ("role", "phone", "mobile")),
        FormLine(field_label(key + "email"), (Slot(key + "email"),), part=part),
        FormLine(_("Gets"), switches, part=part),
    ]


def _terms(model: EditModel) -> list[FormLine]:
    lines = [FormLine(_("Terms"), head=True)]
    for name in SWITCHES:
        if name != "cost_centre_required" or model.settings.cost_centre or model.on(name):
            lines.append(FormLine("", (Slot(name, "switch", words=_(SWITCH_TEXTS[name])),)))
    return lines


def _tax(model: EditModel, opened: Opened) -> list[FormLine]:
    head = FormLine(_("Tax reduction (dwelling)"), head=True)
    filled = any(model.text(key) or model.was(key) for key in TAX_KEYS) or bool(model.buyers)
    if not (opened.tax or filled):
        words = "\t".join((_("nothing given"), _("fill in")))
        return [head, FormLine("", (Slot("open:tax", "action", words=words),))]
    lines = [
        head._replace(hint=_("who lives there gets it, never the association")),
        FormLine(form_label("tax_property"), (Slot("tax_property"),), _("own house, or the two below")),
        FormLine(field_label("tax_apartment_no"), (Slot("tax_apartment_no"),)),
        FormLine(form_label("tax_brf_org_no"), (Slot("tax_brf_org_no"),)),
    ]
    for part in model.buyers:
        if part in model.removed:
            words = "\t".join((_("is taken away"), _("put it back")))
            lines.append(FormLine(_("Buyer"), (Slot(f"fold:{part}", "action", words=words),), part=part))
            continue
        slots = (
            Slot(f"buyers.{part}.personal_no", width=16),
            Slot(f"buyers.{part}.share", start=17, width=8),
        )
        lines.append(FormLine(_("Buyer, share"), slots, _("personal no., per cent"), part=part))
    return [*lines, FormLine("", (Slot("add:buyer", "action", words="\t" + _("new buyer")),))]


def _comment(model: EditModel) -> list[FormLine]:
    hidden = _("hidden: typing replaces it") if model.hidden("comment") else _("never shown to the customer")
    return [
        FormLine(field_label("comment"), head=True, hint=hidden),
        FormLine("", (Slot("comment", "lines"),)),
    ]


def options(model: EditModel, key: str) -> list[tuple[str, str]]:
    """Return what a choice can be: stored value and words, in order."""
    if key == "type":
        return [("company", _("Company")), ("private", _("Private"))]
    if key == "vat_type":
        return [(value, _(name)) for value, name in VAT_TYPE_NAMES.items()]
    company = language_name(model.settings.company_language)
    languages = [(code, language_name(code)) for code in customer_languages()]
    chosen = model.text(key)
    unknown = [(chosen, chosen)] if chosen and chosen not in dict(languages) else []
    return [("", _("the company's ({language})", language=company)), *languages, *unknown]


def slots_of(lines: Sequence[FormLine]) -> list[Slot]:
    """Return every slot that can have the focus, in order."""
    return [slot for line in lines for slot in line.slots if slot.kind != "locked"]


def slot_for(key: str, lines: Sequence[FormLine]) -> str:
    """Return the slot that shows a field's fault: itself, what it is folded into, else the nearest, else the first."""
    slots = slots_of(lines)
    keys = {slot.key for slot in slots}
    group, *rest = key.split(".")
    part = rest[0] if group in ("contacts", "buyers") and rest else ""
    folded = "open:tax" if group == "buyers" or key in TAX_KEYS else f"open:{group}"
    wanted = (key, f"fold:{part}", f"contacts.{part}.name", f"buyers.{part}.personal_no", folded, f"add:{group[:-1]}")
    return next((each for each in wanted if each in keys), slots[0].key)


def title(model: EditModel) -> str:
    """Return what the customer is called in the form's path: as it was loaded; a new one as it is typed so far."""
    base = model.base
    if isinstance(base, Customer):
        return base.name
    return model.text("name") or _("New customer")


def named(model: EditModel, part: int) -> str:
    """Return a contact's name as it would be saved, "" for what is no contact."""
    contact = next((contact for contact in model.values.contacts if contact.id == part), None)
    return contact_name(contact) if contact else ""
