"""A whole card as plain text: what is on it by the user's rights, in their language, with plain spaces."""

from __future__ import annotations

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from core.customers.views import Contact
from core.text import speak
from tests.tui.cards import EKBACKEN, PRIVATE
from tests.tui.naive_finding import row_of
from tui.card.card_text import card_text
from tui.card.copying import copies_of_card, copies_of_row
from tui.clipboard import LARGEST, fits, sent


def test_the_card_in_english() -> None:
    assert card_text(replace(EKBACKEN, aliases=("98",))).splitlines() == [
        "Brf Ekbacken",
        "Customer no.: 10443",
        "Org. no.: 769612-3459",
        "VAT no.: SE769612345901",
        "E-invoice: 0007:7696123459",
        "Visiting address: Ekgatan 4, 745 31 Enköping",
        "Invoice address: c/o Nabo, Box 12, 721 03 Västerås",
        "Earlier numbers: 98",
        "",
        "Contacts",
        "Lars Öberg, ordförande, 070-123 45 67, lars.oberg@ekbacken.example",
        "Mona Dahl, förvaltare, 0171-44 55 66, mona.dahl@nabo.example",
        "Jouren Nabo, dygnet runt, 010-288 00 00",
        "",
        "Comment",
        "Portkod 4711 till garaget. Ring Lars före 07.",
    ]


def test_labels_are_in_the_users_language() -> None:
    speak("sv")
    text = card_text(replace(EKBACKEN, active=False))
    assert "Kundnummer: 10443 (inaktiv)" in text
    assert "Besöksadress: Ekgatan 4, 745 31 Enköping" in text and "\nKontakter\n" in text and "\nKommentar\n" in text


def test_spaces_are_plain() -> None:
    assert "\N{NO-BREAK SPACE}" not in card_text(EKBACKEN)


def test_what_the_user_may_not_see_is_not_there() -> None:
    text = card_text(replace(EKBACKEN, comment=UNSET))
    assert "Comment" not in text and "Portkod" not in text
    private = card_text(PRIVATE)
    assert "Personal no.: 811218-••••" in private and "9876" not in private


def test_a_masked_number_cannot_be_copied_alone() -> None:
    assert copies_of_card(PRIVATE, None).org_no == ""
    assert [answer.value for answer in copies_of_row(row_of(replace(EKBACKEN, org_no="811218-••••"))).answers()] == [
        "phone", "email", "number", "name", "address", "card",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "sv"])
def test_each_answer_has_a_letter_of_its_own(language: str) -> None:
    speak(language)
    answers = copies_of_card(EKBACKEN, Contact(id=1, phone="+46171445566", email="a@b.se")).answers()
    keys = [answer.key for answer in answers]
    assert len(answers) == 7 and len(set(keys)) == 7 and all(len(key) == 1 for key in keys)


def test_a_text_that_some_terminals_do_not_take_is_said_to_be_one() -> None:
    short, long = "x" * 1000, "å" * 28_200
    assert fits(short) and not fits(long)
    assert fits("x" * (LARGEST // 4 * 3)) and not fits("x" * (LARGEST // 4 * 3 + 3))
    assert sent(short, "all of it") == ("Sent to the terminal's clipboard: all of it", "tick", "success")
    words, _sign, level = sent(long, "the whole card")
    assert level == "warning" and "some terminals take less" in words
