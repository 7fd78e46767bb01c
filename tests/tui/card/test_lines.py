"""The card as lines: what every width shows, in both languages, and nothing wider than the screen."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from core.customers.views import Address, Customer
from core.settings.views import Settings
from core.text import speak
from tests.tui.cards import EKBACKEN, PRIVATE, card
from tui.card.contact_lines import detail_rows
from tui.card.lines import address_lines, badges, facts, overview, vat_line
from tui.lines import GUTTER, wrapped
from tui.paint import Line, width_of


def short(name: str) -> str:
    """Return what a test with this name is called."""
    return ascii(name[:8])


WIDTHS = (60, 72, 80, 100, 120, 160, 200)
NASTY: tuple[str, ...] = ("[/b]", "x" * 500, "漢字" * 60, "Robert'); DROP TABLE", "e\u0301" * 90, "👩‍🚒 " * 40)


def text(line: Line) -> str:
    """Return a line's words, with plain spaces."""
    return "".join(span.text for span in line).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.usefixtures("speak_swedish")
def test_the_card_at_80_is_the_pictures() -> None:
    rows = [text(row.line) for row in overview(EKBACKEN, Settings(), 80)]
    assert rows[:8] == [
        "Kommentar   Portkod 4711 till garaget. Ring Lars före 07.",
        "",
        "Org.nr      769612-3459               Besök      Ekgatan 4, 745 31 Enköping",
        "Moms        visas inte · har org.nr   Faktura    c/o Nabo, Box 12",
        "Momsreg.nr  SE769612345901                       721 03 Västerås",
        "Kst         400 Fastighet             Post       som faktura",
        "Ordernr     –                         E-faktura  0007:7696123459",
        "",
    ]
    assert rows[8].startswith("Kontakter 3")
    assert rows[9] == "Lars Öberg    ordförande   070-123 45 67  lars.oberg@ekbacke… protokoll"


def test_three_columns_from_120() -> None:
    lines = [text(line) for line in facts(EKBACKEN, Settings(), 120)]
    assert lines[0].split() == ["Details", "Addresses", "Terms"]
    assert [lines[0].index(word) for word in ("Details", "Addresses", "Terms")] == [0, 41, 83]
    assert "✓ facility required" in "\n".join(lines)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", NASTY, ids=short)
def test_nothing_is_wider_than_the_screen(width: int, language: str, name: str) -> None:
    speak(language)
    address = Address(row1=name[:200], row2=name[:200], postcode=name[:20], city=name[:100], country="NO")
    contacts = tuple(replace(each, name=name[:200], role=name[:100], email=name) for each in EKBACKEN.contacts)
    shown = card(
        name=name, cost_centre=name, visiting=address, contacts=contacts, comment=name * 3, aliases=(name, name)
    )
    for row in (*overview(shown, Settings(language=True), width), *detail_rows(contacts, width)):
        assert width_of(row.line) <= width - GUTTER - 1, text(row.line)
    assert width_of(badges(shown, Settings(), width - 5)) <= width - 5


@pytest.mark.usefixtures("speak_swedish")
@pytest.mark.parametrize(
    ("customer", "settings", "says"),
    [
        (EKBACKEN, Settings(), "visas inte · har org.nr"),
        (card(org_no=""), Settings(), "visas · saknar org.nr"),
        (PRIVATE, Settings(), "visas · privatperson"),
        (EKBACKEN, Settings(vat_type=True), "visas · momstyp Normal"),
        (card(vat_type="none"), Settings(vat_type=True), "visas inte · momstyp Ingen moms"),
    ],
)
def test_vat_and_why(customer: Customer, settings: Settings, says: str) -> None:
    assert text(vat_line(customer, settings)) == says


@pytest.mark.usefixtures("speak_swedish")
def test_badges_count_what_does_not_fit() -> None:
    shown = card(always_invoice=True, cost_centre_required=True)
    assert text(badges(shown, Settings(), 40)) == "aktiv · utan moms · +3"
    assert text(badges(shown, Settings(), 50)) == "aktiv · utan moms · kräver anläggning · +2"
    assert text(badges(card(active=False), Settings(), 75)) == "inaktiv · utan moms · kräver anläggning"


@pytest.mark.usefixtures("speak_swedish")
def test_empty_addresses_say_which_stands_in() -> None:
    lines = [text(line) for line in facts(card(invoice=None, postal=None), Settings(), 80)]
    assert any(line.endswith("Faktura    som besök") for line in lines)
    assert any(line.endswith("Post       som besök") for line in lines)


def test_a_comment_that_may_not_be_seen_is_not_there() -> None:
    assert not any("Comment" in text(row.line) for row in overview(PRIVATE, Settings(), 80))


def test_addresses_take_one_line_where_they_fit() -> None:
    address = Address(row1="Ekgatan 4", postcode="74531", city="Enköping")
    assert address_lines(address, 40) == ["Ekgatan 4, 745\N{NO-BREAK SPACE}31 Enköping"]
    assert address_lines(address, 20) == ["Ekgatan 4", "745\N{NO-BREAK SPACE}31 Enköping"]
    assert address_lines(Address(row1="Karl Johan 1", city="Oslo", country="NO"), 30) == ["Karl Johan 1, Oslo, NO"]


@pytest.mark.parametrize(
    ("line", "width", "lines"),
    [
        ("ett två tre", 7, ["ett två", "tre"]),
        ("", 7, [""]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("漢字漢字", 4, ["漢字", "漢字"]),
    ],
)
def test_wrapping(line: str, width: int, lines: list[str]) -> None:
    assert wrapped(line, width) == lines
