"""The card as lines of text: pure functions from views to spans, for every width (LOOK.md 1, 9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.cells import cell_len

from core.customers.rules import vat_shown
from core.customers.views import ADDRESS_KINDS, Address, Customer
from core.settings.views import Settings
from core.text import N_, _
from core.values.org_no import format_org_no
from core.values.postcode import format_postcode
from tui.card.contact_lines import contact_rows
from tui.form.fields import percent
from tui.format import cut, fit
from tui.lines import GUTTER, WIDE, WIDER, Row, wrapped
from tui.names import SWITCH_BADGES, SWITCH_NAMES, VAT_TYPE_NAMES, language_name, type_name
from tui.paint import Line, Span, gap, width_of
from tui.signs import sign
from tui.when import near_time, read_time

LABEL = 12
"""Cells of a label and the air after it."""
COMMENT_LINES = 12
ADDRESS_LABELS = {"visiting": N_("Visiting"), "invoice": N_("Invoice"), "postal": N_("Postal")}
NEXT_KIND = {"invoice": "visiting", "postal": "invoice"}
"""The address that stands in where one is empty (DOMAIN S13)."""

Fact = tuple[str, list[Line]]
"""A label and the lines of its value."""


def none() -> Span:
    """Return what stands for nothing: a muted dash."""
    return Span(sign("none"), "muted")


def badges(customer: Customer, settings: Settings, width: int) -> list[Span]:
    """Return what one must know before anything else, apart by dots; what does not fit is counted: "+1"."""
    words = [
        _("active") if customer.active else _("inactive"),
        _("with VAT") if vat_shown(customer, settings) else _("without VAT"),
    ]
    if customer.type == "private":
        words.append(_("private person"))
    words += [_(SWITCH_BADGES[name]) for name in SWITCH_BADGES if getattr(customer, name)]
    dot = f" {sign('dot')} "
    for count in range(len(words), 0, -1):
        left = len(words) - count
        text = dot.join([*words[:count], *([f"+{left}"] if left else [])])
        if cell_len(text) <= width or count == 1:
            first = Span(cut(words[0], width), "muted" if customer.active else "warning")
            return [first, Span(cut(text[len(words[0]) :], max(width - cell_len(words[0]), 1)), "muted")]
    return []


def org_no_text(customer: Customer) -> str:
    """Return the organisation or personal number as it is shown: a personal one masked; "" where none."""
    return customer.org_no_masked or (format_org_no(customer.org_no) if isinstance(customer.org_no, str) else "")


def vat_line(customer: Customer, settings: Settings) -> list[Span]:
    """Return whether VAT is shown to this customer, and why (DOMAIN S07): "visas inte · har org.nr"."""
    says = _("shown") if vat_shown(customer, settings) else _("not shown")
    if settings.vat_type:
        why = _("VAT type {name}", name=_(VAT_TYPE_NAMES[customer.vat_type]))
    elif customer.type == "private":
        why = _("private person")
    else:
        why = _("has org. no.") if customer.org_no != "" else _("has no org. no.")
    return [Span(says), Span(f" {sign('dot')} {why}", "muted")]


def address_lines(address: Address, width: int, *, one_line: bool = True) -> list[str]:
    """Return an address in one line where it fits and may be one, else in two or three."""
    rows = ", ".join(row for row in (address.row1, address.row2) if row)
    place = " ".join(part for part in (format_postcode(address.postcode, address.country), address.city) if part)
    country = ", ".join(part for part in (address.province, "" if address.country == "SE" else address.country) if part)
    lines = [line for line in (rows, place, country) if line]
    joined = ", ".join(lines)
    return [joined] if one_line and cell_len(joined) <= width else [cut(line, width) for line in lines]


def address_facts(customer: Customer, width: int, *, one_line: bool) -> list[Fact]:
    """Return the three addresses; one that is empty says which stands in: "som faktura"."""
    facts: list[Fact] = []
    for kind in ADDRESS_KINDS:
        address: Address | None = getattr(customer, kind)
        if address:
            lines: list[Line] = [[Span(line)] for line in address_lines(address, width, one_line=one_line)]
        else:
            lines = [[stand_in(customer, kind)]]
        facts.append((_(ADDRESS_LABELS[kind]), lines))
    return facts


def stand_in(customer: Customer, kind: str) -> Span:
    """Return which address holds in the place of an empty one; a dash where none does."""
    other = NEXT_KIND.get(kind, "")
    while other and not getattr(customer, other):
        other = NEXT_KIND.get(other, "")
    texts = {"visiting": N_("as visiting"), "invoice": N_("as invoice")}
    return Span(_(texts[other]), "muted") if other else none()


def company_facts(customer: Customer, settings: Settings, *, wide: bool) -> list[Fact]:
    """Return the facts of the first column; wide ones have the type and the VAT number too."""
    number = _("Pers. no.") if customer.type == "private" else _("Org. no.")
    facts: list[Fact] = [(_("Type"), [[Span(type_name(customer))]])] if wide else []
    facts.append((number, [_value(org_no_text(customer))]))
    facts.append((_("VAT"), [vat_line(customer, settings)]))
    vat_no = customer.vat_no_masked or (customer.vat_no if isinstance(customer.vat_no, str) else "")
    if wide or vat_no:
        facts.append((_("VAT no."), [_value(vat_no)]))
    if settings.language:
        company = Span(language_name(settings.company_language) + " " + _("(company's)"), "muted")
        facts.append((_("Language"), [[Span(language_name(customer.language)) if customer.language else company]]))
    if settings.cost_centre:
        facts.append((_("Cost c."), [_value(customer.cost_centre)]))
    if settings.customer_order_no:
        facts.append((_("Order no."), [_value(customer.customer_order_no)]))
    if customer.aliases:
        facts.append((_("Earlier"), [[Span(", ".join(customer.aliases), "muted")]]))
    return facts


def tax_facts(customer: Customer) -> list[Fact]:
    """Return what is said of tax reduction for the dwelling; nothing where nothing is."""
    facts: list[Fact] = []
    if customer.tax_property:
        facts.append((_("Property"), [[Span(customer.tax_property)]]))
    if customer.tax_apartment_no:
        facts.append((_("Apartment"), [[Span(customer.tax_apartment_no)]]))
    if customer.tax_brf_org_no:
        facts.append((_("Assoc. no."), [[Span(format_org_no(customer.tax_brf_org_no))]]))
    for buyer in customer.buyers:
        share = f"  {percent(buyer.share)} %" if buyer.share else ""
        facts.append((_("Buyer"), [[Span(buyer.masked), Span(share, "muted")]]))
    return facts


def _value(text: str) -> list[Span]:
    return [Span(text) if text else none()]


def column(facts: Sequence[Fact], width: int, label_width: int = LABEL) -> list[Line]:
    """Return facts as lines of at most `width` cells: label, value, and further lines of the value below it."""
    lines: list[Line] = []
    for label, values in facts:
        for index, value in enumerate(values):
            head = Span(fit(label if index == 0 else "", label_width - 1), "muted")
            lines.append([head, gap(1), *_fitted(value, width - label_width)])
    return lines


def _fitted(line: Line, width: int) -> list[Span]:
    fitted: list[Span] = []
    for span in line:
        room = width - width_of(fitted)
        if room > 0:
            fitted.append(span._replace(text=cut(span.text, room)))
    return fitted


def beside(columns: Sequence[Sequence[Line]], starts: Sequence[int]) -> list[Line]:
    """Return columns of lines side by side, each beginning at its cell of `starts` (counted from the gutter's end)."""
    lines: list[Line] = []
    for y in range(max(len(lines_) for lines_ in columns)):
        line: list[Span] = []
        for start, lines_ in zip(starts, columns, strict=True):
            if y < len(lines_) and lines_[y]:
                line = [*line, gap(start - width_of(line)), *lines_[y]]
        lines.append(line)
    return lines


def comment_lines(text: str, width: int) -> list[str]:
    """Return a comment in lines of at most `width` cells, not more than twelve of them."""
    lines = [part for line in text.splitlines() for part in wrapped(line, width)]
    return [*lines[: COMMENT_LINES - 1], sign("cut")] if len(lines) > COMMENT_LINES else lines


def overview(customer: Customer, settings: Settings, width: int) -> list[Row]:
    """Return the first tab: the hidden comment pinned at the top, facts, contacts; `width` is the screen's."""
    room = width - GUTTER - 2
    rows = [*_comment(customer, width, room), *(Row(line) for line in facts(customer, settings, width)), Row()]
    head, *people = contact_rows(customer.contacts, width)
    return [*rows, head, *people]


def _comment(customer: Customer, width: int, room: int) -> list[Row]:
    if not isinstance(customer.comment, str) or not customer.comment:
        return []
    if width >= WIDE:
        text: list[Line] = [[Span(line)] for line in comment_lines(customer.comment, room)]
        return [Row([Span(_("Comment"), bold=True)]), *(Row(line) for line in text), Row()]
    text = [[Span(line)] for line in comment_lines(customer.comment, room - LABEL)]
    return [*(Row(line) for line in column([(_("Comment"), text)], room)), Row()]


def facts(customer: Customer, settings: Settings, width: int) -> list[Line]:
    """Return what is known of the customer: in one column under 80 cells, two from 80, three with heads from 120."""
    e_invoice_id = customer.e_invoice_masked or (customer.e_invoice if isinstance(customer.e_invoice, str) else "")
    e_invoice: Fact = (_("E-invoice"), [_value(e_invoice_id)])
    if width >= WIDE:
        starts = (0, 41, 83) if width < WIDER else (0, 50, 102)
        widths = (starts[1] - 2, starts[2] - starts[1] - 2, width - GUTTER - 2 - starts[2])
        addresses = address_facts(customer, widths[1] - LABEL, one_line=False)
        return beside(
            [
                [[Span(_("Details"), bold=True)], *column(company_facts(customer, settings, wide=True), widths[0])],
                [[Span(_("Addresses"), bold=True)], *column([*addresses, e_invoice], widths[1], LABEL - 1)],
                [[Span(_("Terms"), bold=True)], *switch_lines(customer, widths[2]), *_tax(customer, widths[2])],
            ],
            starts,
        )
    company = company_facts(customer, settings, wide=False)
    tax = tax_facts(customer)
    if width < 80:
        room = width - GUTTER - 2
        return column([*company, *address_facts(customer, room - LABEL, one_line=True), e_invoice, *tax], room)
    start, label_width = 38, LABEL - 1
    room = width - GUTTER - 2 - start
    right = [*address_facts(customer, room - label_width, one_line=True), e_invoice]
    return beside([column([*company, *tax], start - 2), column(right, room, label_width)], (0, start))


def _tax(customer: Customer, width: int) -> list[Line]:
    facts = tax_facts(customer)
    if not facts:
        return [[], *column([(_("Tax red."), [[Span(_("nothing given"), "muted")]])], width, LABEL - 1)]
    return [[], [Span(_("Tax reduction (dwelling)"), bold=True)], *column(facts, width, LABEL - 1)]


def switch_lines(customer: Customer, width: int) -> list[Line]:
    """Return the four switches: a tick for what is on, a dash and muted for what is not."""
    lines: list[Line] = []
    for name, text in SWITCH_NAMES.items():
        on = bool(getattr(customer, name))
        mark = Span(sign("tick"), "accent") if on else Span(sign("none"), "muted")
        lines.append([mark, gap(1), Span(cut(_(text), width - 2), "text" if on else "muted")])
    return lines


def changed_line(customer: Customer, zone: str, today: date) -> str:
    """Return the standing status line: when the card was changed last, and by whom; "" where nobody knows."""
    changed = read_time(customer.changed_at, zone)
    if not customer.changed_by or changed is None:
        return ""
    return _("Changed {when} by {who}", when=near_time(changed, today), who=customer.changed_by)
