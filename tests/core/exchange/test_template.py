"""The template: its headings, its choices, and that it can be filled in and imported."""

from __future__ import annotations

import io
import zipfile

import pytest

from core.exchange.fields import template_keys
from core.exchange.headings import assign
from core.exchange.reading import SourceFile
from core.exchange.template import write_template
from core.text import INTERFACE_LANGUAGES, speak


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_the_template_is_read_by_its_own_headings(language: str) -> None:
    speak(language)
    content = write_template()
    table = SourceFile(io.BytesIO(content), len(content)).best
    assert table.heading_row == 1
    assert assign(table.headings) == template_keys()
    assert list(table.rows()) == []


def test_choices_are_lists_in_the_users_language() -> None:
    speak("sv")
    with zipfile.ZipFile(io.BytesIO(write_template())) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        texts = archive.read("xl/sharedStrings.xml").decode()
    for choices in ("Företag,Privat", "Ja,Nej", "Normal,Ingen moms", "Svenska"):
        assert choices in sheet
    assert "Besöksadress" in texts


def test_the_second_sheet_explains_every_column() -> None:
    content = write_template()
    file = SourceFile(io.BytesIO(content), len(content))
    explained = [cells[0] for _number, cells in file.tables[1].top]
    assert set(file.tables[0].headings[: len(template_keys(1))]) <= set(explained)
