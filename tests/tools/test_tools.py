"""The tools that keep the project in order: what each finds, and that the project itself is in order."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tools import catalogues, check, pages, picture, sizes

ROOT = Path(__file__).resolve().parents[2]


def project(root: Path, files: dict[str, str]) -> Path:
    """Write files into a project of the test's own."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


SHORT = '"""What lives here."""\n\n\ndef one() -> int:\n    """Return one."""\n    return 1\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SHORT, ""),
        ("x = 1\n", "has no docstring"),
        (SHORT + "x = 1\n" * sizes.LONGEST_FILE, "lines, at most"),
        (SHORT + "def long():\n" + "    x = 1\n" * sizes.LONGEST_FUNCTION, "long has"),
        (SHORT + "class A:\n    def long(self):\n" + "        x = 1\n" * sizes.LONGEST_FUNCTION, "A.long has"),
        (SHORT + 'def told():\n    """' + "words\n" * 60 + '    """\n    return 1\n', ""),
    ],
)
def test_sizes(tmp_path: Path, text: str, words: str) -> None:
    found = sizes.faults(project(tmp_path, {"core/a.py": text}), {})
    assert [words in fault for fault in found] == [True] * bool(words)


def test_an_exception_that_is_not_needed_is_named(tmp_path: Path) -> None:
    assert sizes.faults(project(tmp_path, {"core/a.py": SHORT}), {"core/a.py": "why"}) == [
        "core/a.py: is short now, take its exception away"
    ]


HEADER = """msgid ""
msgstr ""
"Language: {}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
CODE = 'a = _("Hello {name}", name=1)\nb = ngettext("one", "{n} many", 2)\nc = N_("Kept")\n'
SWEDISH = """msgid "Hello {name}"
msgstr "Hej {name}"

msgid "one"
msgid_plural "{n} many"
msgstr[0] "en"
msgstr[1] "{n} flera"

msgid "Kept"
msgstr "Kvar"
"""
ENGLISH = SWEDISH.replace("Hej", "Hello").replace('"en"', '"one"').replace("flera", "many").replace("Kvar", "Kept")


def translated(root: Path, swedish: str = SWEDISH, code: str = CODE) -> Path:
    return project(
        root,
        {
            "core/a.py": code,
            "tui/b.py": "",
            "locales/sv/LC_MESSAGES/kundkort.po": HEADER.format("sv") + swedish,
            "locales/en/LC_MESSAGES/kundkort.po": HEADER.format("en") + ENGLISH,
        },
    )


def test_complete_catalogues_have_no_faults(tmp_path: Path) -> None:
    assert catalogues.faults(translated(tmp_path)) == []


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ('msgstr "Hej {name}"', 'msgstr "Hej {namn}"', "its fields"),
        ('msgstr "Hej {name}"', 'msgstr ""', "untranslated"),
        ('msgid "Kept"\n', '#, fuzzy\nmsgid "Kept"\n', "fuzzy"),
        ('msgid "Kept"\nmsgstr "Kvar"\n', "", "missing: 'Kept'"),
        ('msgid "Kept"\n', 'msgid "Gone"\nmsgstr "Borta"\n\nmsgid "Kept"\n', "unused: 'Gone'"),
        ('"{n} many"', '"{n} more"', "for many"),
    ],
)
def test_faults_of_a_catalogue(tmp_path: Path, was: str, now: str, words: str) -> None:
    assert was in SWEDISH
    found = catalogues.faults(translated(tmp_path, SWEDISH.replace(was, now)))
    assert any(words in fault and "sv/" in fault for fault in found)


def test_updating_adds_and_takes_away_and_keeps_what_is_translated(tmp_path: Path) -> None:
    root = translated(tmp_path, code=CODE.replace('"Kept"', '"New"'))
    told = list(catalogues.update(root))
    assert len(told) == 4
    found = catalogues.faults(root)
    assert [fault.partition(": ")[2] for fault in found] == ["untranslated: 'New'"]


def test_a_customers_language_needs_every_text_that_another_has(tmp_path: Path) -> None:
    root = translated(tmp_path)
    text = 'msgid "Kind regards"\nmsgstr "Hälsningar"\n'
    project(root, {"locales/sv/LC_MESSAGES/customer.po": HEADER.format("sv") + text})
    assert catalogues.faults(root) == []
    project(root, {"locales/da/LC_MESSAGES/customer.po": HEADER.format("da")})
    assert [fault for fault in catalogues.faults(root) if "da/" in fault and "missing" in fault]


def test_compiling_writes_what_a_build_writes(tmp_path: Path) -> None:
    compiled = catalogues.compile_all(translated(tmp_path))
    assert [path.name for path in compiled] == ["kundkort.mo", "kundkort.mo"]
    assert all(path.stat().st_size > 100 for path in compiled)


def test_the_languages_of_customers_are_shipped() -> None:
    shipped = {path.parent.parent.name for path in ROOT.glob("locales/*/LC_MESSAGES/customer.po")}
    assert shipped == {"sv", "en", "nb", "da", "fi", "de"}
    assert list(catalogues.customer_faults(ROOT)) == []


def test_check_knows_its_checks_and_tells_of_unknown_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(check.commands()) == ["format", "lint", "sizes", "catalogues", "imports", "types"]
    assert check.main(["speling"]) == 2
    assert "speling" in capsys.readouterr().err


def test_a_check_that_fails_says_all_it_had_to_say(capsys: pytest.CaptureFixture[str]) -> None:
    import sys

    assert check.run("good", [sys.executable, "-c", "print('quiet')"])
    assert not check.run("bad", [sys.executable, "-c", "print('loud'); raise SystemExit(1)"])
    assert not check.run("missing", ["/nowhere/at/all"])
    said = capsys.readouterr().out
    assert "quiet" not in said
    assert "loud" in said
    assert "not installed" in said


def test_the_pages_that_are_made_are_what_the_code_makes_of_them() -> None:
    assert pages.differing(ROOT, pages.pages()) == [], "python -m tools.pages"


def test_a_page_that_differs_is_named(tmp_path: Path) -> None:
    project(tmp_path, {"docs/keys.md": "old"})
    assert pages.differing(tmp_path, {"docs/keys.md": "new", "docs/keys.sv.md": "ny"}) == [
        "docs/keys.md",
        "docs/keys.sv.md",
    ]
    project(tmp_path, {"docs/keys.md": "new"})
    assert pages.differing(tmp_path, {"docs/keys.md": "new"}) == []


def test_the_picture_needs_nothing_from_elsewhere() -> None:
    svg = """<svg xmlns="http://www.w3.org/2000/svg"><style>
@font-face {
    src: url("https://example.com/f.woff2");
}
.a { font-family: Fira Code; }
</style> </svg>
"""
    made = picture.with_own_fonts(svg)
    assert "https" not in made
    assert "Fira" not in made
    assert picture.FONTS in made
    assert made.endswith("</style> </svg>\n")


def test_the_readme_leads_to_files_that_are_there() -> None:
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))):
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert "://" in target or (page.parent / target).exists(), f"{page}: {target}"


def test_a_build_compiles_the_catalogues_and_carries_them(tmp_path: Path) -> None:
    from hatch_build import CompileCatalogues

    root = translated(tmp_path)
    data: dict[str, list[str]] = {"artifacts": []}
    nothing: Any = None
    hook = CompileCatalogues(str(root), {}, nothing, nothing, str(root), "wheel")
    hook.initialize("standard", data)
    assert data["artifacts"] == ["locales/en/LC_MESSAGES/kundkort.mo", "locales/sv/LC_MESSAGES/kundkort.mo"]
    assert all((root / path).stat().st_size > 100 for path in data["artifacts"])
