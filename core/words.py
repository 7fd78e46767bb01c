"""What things are called, and what is said of them: fields, faults, errors, operations; in the context's language."""

from __future__ import annotations

from collections.abc import Callable

from core.errors import (
    Broken,
    Conflict,
    Fault,
    Invalid,
    KundkortError,
    NotFound,
    Outdated,
    Param,
    Refused,
    Reused,
    SignedOut,
    Unavailable,
)
from core.fault_texts import LONG, SHORT
from core.reasons import REASONS, WAITED
from core.remote.reasons import REASONS as CLIENT_REASONS
from core.rights import RIGHT_NAMES, Right
from core.settings.views import BY_KEY
from core.text import N_, _, ngettext
from core.values import bad_value

FIELD_NAMES: dict[str, str] = {
    "number": N_("Customer no."),
    "name": N_("Name"),
    "type": N_("Type"),
    "org_no": N_("Org. no."),
    "personal_no": N_("Personal no."),
    "vat_no": N_("VAT no."),
    "e_invoice": N_("E-invoice"),
    "vat_type": N_("VAT type"),
    "language": N_("Language"),
    "cost_centre": N_("Cost centre"),
    "customer_order_no": N_("Customer's order no."),
    "visiting": N_("Visiting address"),
    "invoice": N_("Invoice address"),
    "postal": N_("Postal address"),
    "row1": N_("Row 1"),
    "row2": N_("Row 2"),
    "postcode": N_("Postcode"),
    "city": N_("City"),
    "country": N_("Country"),
    "province": N_("Province"),
    "tax_property": N_("Property designation"),
    "tax_apartment_no": N_("Apartment no."),
    "tax_brf_org_no": N_("Association's org. no."),
    "comment": N_("Comment"),
    "facilities_disabled": N_("Facilities disabled"),
    "facility_required": N_("Facility required"),
    "cost_centre_required": N_("Cost centre required"),
    "always_invoice": N_("Always as invoice"),
    "active": N_("Active"),
    "contacts": N_("Contacts"),
    "contact": N_("Contact"),
    "role": N_("Role"),
    "phone": N_("Phone"),
    "mobile": N_("Mobile"),
    "email": N_("E-mail"),
    "send_protocol": N_("Gets service protocols"),
    "send_work_order": N_("Gets work orders"),
    "position": N_("Place in the list"),
    "buyers": N_("Gets tax reduction"),
    "buyer": N_("Gets tax reduction"),
    "share": N_("Share"),
    "aliases": N_("Earlier numbers"),
    "alias": N_("Earlier number"),
    "login": N_("Login"),
    "only_assigned": N_("Only assigned customers"),
    "right": N_("Right"),
    "value": N_("Value"),
    "password": N_("Password"),
    "current": N_("Current password"),
    "device_name": N_("Name of the device"),
    "file": N_("File"),
    "text": N_("Search"),
    "query": N_("Search and filters"),
    "columns": N_("Columns"),
    "cities": N_("Towns"),
    "languages": N_("Languages"),
    "types": N_("Types"),
    "shared": N_("Shared"),
    "view": N_("View the list begins with"),
    "customer": N_("Customer"),
}
"""The api's name of a field, or of a part of one, -> its English name; history, forms and the importer share them."""

OPERATION_NAMES: dict[str, str] = {
    "customers.create": N_("created"),
    "customers.change": N_("changed"),
    "customers.delete": N_("deleted"),
    "customers.change_many": N_("several changed at once"),
    "customers.unmask": N_("personal number shown"),
    "customers.switch_vat_type": N_("VAT type turned on or off"),
    "settings.set": N_("setting changed"),
    "people.add": N_("user added"),
    "list_views.create": N_("view saved"),
    "list_views.change": N_("view changed"),
    "list_views.delete": N_("view deleted"),
    "list_views.choose_default": N_("view to begin with chosen"),
    "imports.start": N_("file imported"),
    "imports.undo": N_("import taken back"),
    "demo.fill": N_("example company made"),
    "history.undo": N_("taken back"),
    "history.undo_batch": N_("taken back as a whole"),
    "history.put_back": N_("value put back"),
}
"""An operation's name -> what was done, in lower case, for history and for what `u` takes back."""

_SHORT: dict[str, str] = bad_value.SHORT_TEXTS | SHORT
_LONG: dict[str, str] = bad_value.LONG_TEXTS | LONG

HANGING_NAMES: dict[str, Callable[[int], str]] = {}
"""Kind of thing that hangs on a customer -> its name with a count ("3 orders"); slices add theirs."""


def field_label(field: str, of: str = "") -> str:
    """Return what a field is called: "Phone", "Postcode · Invoice address", and "Phone · Mona Dahl" with `of`.

    Takes the api's names with parts ("contacts.<id>.phone", "invoice.postcode") and the keys of settings; a name that
    nobody knows comes back as it is.
    """
    head, *rest = field.split(".")
    if head in ("contacts", "buyers") and rest:
        inner = rest[1] if len(rest) > 1 else head[:-1]
        return _joined(_name(inner), of)
    if rest:
        return _joined(_name(rest[-1]), of or _name(head))
    return _joined(_name(head), of)


def _name(part: str) -> str:
    if part in BY_KEY and part not in FIELD_NAMES:
        return _(BY_KEY[part].text)
    return _(FIELD_NAMES.get(part, "")) or part


def _joined(name: str, of: str) -> str:
    return f"{name} · {of}" if of else name


def fault_short(fault: Fault) -> str:
    """Return the text that stands beside the field: at most some 28 letters."""
    return _filled(_SHORT.get(fault.code), fault)


def fault_sentence(fault: Fault) -> str:
    """Return the text of the status line: what is wrong, and what to do."""
    return _filled(_LONG.get(fault.code), fault)


def fault_line(fault: Fault, of: str = "") -> str:
    """Return a fault as a line of its own, for lists and the command line: "Org. no.: last digit should be 9"."""
    text = fault_short(fault)
    return f"{field_label(fault.field, of)}: {text[:1].lower()}{text[1:]}"


def _filled(text: str | None, fault: Fault) -> str:
    if text is None:
        return _("Not as it should be ({code}): correct it or clear the field", code=fault.code)
    params: dict[str, object] = dict(fault.params)
    if fault.code == "customer.hangs":
        params["what"] = _hanging(str(fault.params.get("kind", "")), int(fault.params.get("n", 0)))
    return _(text, **params) if params else _(text)


def _hanging(kind: str, n: int) -> str:
    name = HANGING_NAMES.get(kind)
    return name(n) if name else ngettext("{n} thing", "{n} things", n)


def error_text(error: KundkortError, *, served: bool = False) -> str:
    """Return what happened and what to do next, in one line, for every error of the core; `served`: of a server's."""
    if served and isinstance(error, Outdated):
        return _outdated_server(error)
    if served and isinstance(error, Unavailable) and error.params["reason"] == "lost" and error.wait <= 1:
        return _("The server does not answer: check the network, then try again")
    if served and isinstance(error, SignedOut):
        return _("You are signed out: do it again to sign in; what you typed is kept")
    for kind, text in _ERRORS.items():
        if isinstance(error, kind):
            return text(error)
    return _("That did not work ({code}): try again, and tell whoever looks after kundkort", code=error.code)


def job_text(code: str, params: dict[str, Param]) -> str:
    """Return why a job failed and what to do, from the code and parameters that stand in it."""
    if code == "failed":
        return _("Something went wrong that should not have: start it again, and tell whoever looks after kundkort")
    if code == "unavailable" and params.get("reason") == "full":
        # What the job had done before stays: not "nothing was saved".
        return _("The disk is full: make room and try again")
    if code == "unavailable":
        return error_text(Unavailable(str(params.get("reason", "")), retry=True, place=str(params.get("place", ""))))
    if code == "broken":
        return error_text(Broken(str(params.get("place", ""))))
    if code == "not_found":
        return error_text(NotFound(str(params.get("kind", "")), params.get("key", "")))
    if code == "refused":
        return error_text(Refused(str(params.get("right", ""))))
    return fault_sentence(Fault("file", code, params))


def _invalid(error: KundkortError) -> str:
    assert isinstance(error, Invalid)
    faults = [fault for fault in error.faults if fault.level == "fault"] or list(error.faults)
    if not faults:
        return _("Something in it breaks a rule: look it through and try again")
    first = fault_sentence(faults[0])
    if len(faults) == 1:
        return first
    return ngettext("{n} fault: {first}", "{n} faults, the first: {first}", len(faults), first=first)


def _conflict(error: KundkortError) -> str:
    assert isinstance(error, Conflict)
    who = next((clash.who for clash in error.clashes if clash.who), "")
    if who:
        return _("{who} changed the same while you did: choose what should hold", who=who)
    return _("Somebody changed the same while you did: choose what should hold")


def _not_found(error: KundkortError) -> str:
    kind, key = str(error.params["kind"]), _shortened(str(error.params["key"]))
    texts = {
        "customer": N_("There is no customer {key} here, or not for you to see: search for it in the list"),
        "change_set": N_("There is no change {key} to take back: look in the history"),
        "list_view": N_("There is no view {key} any more, or not for you to see: v shows those there are"),
        "user": N_("There is no user {key} here: kundkort user list shows them all"),
        "sign_in": N_("There is no sign-in {key} any more: kundkort user sign-ins shows those there are"),
        "job": N_("There is no such work any more: start it again"),
        "blob": N_("The file is not here any more: choose it again"),
    }
    return _(
        texts.get(kind, N_("There is no {kind} {key} here, or not for you to see: look for it anew")),
        kind=kind,
        key=key,
    )


def _shortened(text: str) -> str:
    """Return the beginning of what somebody asked for: a line has room for no more."""
    return text if len(text) <= 60 else f"{text[:59]}…"


def _refused(error: KundkortError) -> str:
    right = str(error.params["right"])
    known = {member.value: member for member in Right}
    name = _(RIGHT_NAMES[known[right]]) if right in known else right
    return _("You lack the right {right}: ask an administrator", right=name)


def _signed_out(error: KundkortError) -> str:
    login = str(error.params.get("login", ""))
    if not login:
        return _("Nobody is signed in: ask an administrator to add you, or sign in again")
    return _(
        "{login} is no user of this register: ask an administrator to add you, or say who you are with --user",
        login=_shortened(login),
    )


def _outdated(error: KundkortError) -> str:
    if error.params["newer"]:
        return _(
            "The register is of a newer version ({have}): install the newest kundkort, then restart", **error.params
        )
    return _("The register is of an older version ({have}): close kundkort and run kundkort upgrade", **error.params)


def _outdated_server(error: KundkortError) -> str:
    if error.params["newer"]:
        return _("The server is newer than kundkort here: install the newest, then restart")
    return _("The server is older than kundkort here: ask whoever runs it to upgrade it")


def _unavailable(error: KundkortError) -> str:
    reason, place, wait = str(error.params["reason"]), error.params["place"], error.params["wait"]
    texts = CLIENT_REASONS | REASONS | (WAITED if int(wait) > 1 else {})
    return _(texts.get(reason, N_("The register cannot be reached now: try again in a moment")), place=place, wait=wait)


_ERRORS: dict[type[KundkortError], Callable[[KundkortError], str]] = {
    Invalid: _invalid,
    Conflict: _conflict,
    NotFound: _not_found,
    Refused: _refused,
    SignedOut: _signed_out,
    Outdated: _outdated,
    Reused: lambda _error: _("This was saved before with other content, so nothing was done now: open it anew"),
    Unavailable: _unavailable,
    Broken: lambda error: _(
        "The register is damaged, or none: restore a copy (kundkort restore FILE), or open another ({place})",
        **error.params,
    ),
}


def operation_name(operation: str) -> str:
    """Return what an operation did, in lower case: "changed"; its own name where nobody gave it one."""
    return _(OPERATION_NAMES.get(operation, "")) or operation
