"""Compares the texts in the code with the catalogues, and brings the catalogues up to date.

python -m tools.catalogues            says what is missing, unused, untranslated or wrong
python -m tools.catalogues update     adds what is new, takes away what is unused, writes the English
python -m tools.catalogues compile    compiles them, as a build does; a start need not do it then
"""

from __future__ import annotations

import io
import string
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("core", "tui")
SOURCE_LANGUAGE = "en"
LANGUAGES = ("sv", SOURCE_LANGUAGE)
Keywords = Mapping[str, tuple[int, ...] | None]
"""A function's name, and the places of its texts among its arguments (None: the first)."""
INTERFACE: Keywords = {"_": None, "N_": None, "ngettext": (1, 2), "P_": (1, 2)}
"""The functions whose arguments are texts of the interface: the first argument, or the places of one and many."""
CUSTOMER: Keywords = {"customer_text": (2,)}
"""The functions whose arguments are texts that a customer is sent."""

Texts = dict[str, str]
"""Texts by their msgid; the value is the text for many, "" where there is none."""


def texts(root: Path, keywords: Keywords) -> Texts:
    """Return every text that the code under `root` passes to the functions in `keywords`."""
    found: Texts = {}
    for folder in FOLDERS:
        for _path, _line, message, _comments, _context in extract_from_dir(
            root / folder, method_map=[("**.py", "python")], keywords=keywords
        ):
            one, many = (message, "") if isinstance(message, str) else (message[0], message[1])
            found[one] = many or found.get(one, "")
    found.pop("", None)
    return found


def read(path: Path, language: str) -> Catalog:
    """Return the catalogue in `path`, an empty one where there is no such file."""
    if not path.is_file():
        return Catalog(locale=language, project="kundkort", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def messages(catalogue: Catalog) -> Iterator[Message]:
    """Yield the messages of a catalogue without its header."""
    return (message for message in catalogue if message.id)


def singular(message: Message) -> str:
    """Return the msgid that a message is found by."""
    return message.id if isinstance(message.id, str) else str(message.id[0])


def plural(message: Message) -> str:
    """Return the msgid for many, "" where a message has none."""
    return "" if isinstance(message.id, str) else str(message.id[1])


def forms(message: Message) -> tuple[str, ...]:
    """Return the translations of a message: one, or one for each number the language has."""
    return (message.string or "",) if isinstance(message.string, str) else tuple(message.string or ("",))


def fields(text: str) -> set[str] | None:
    """Return the names of the {fields} in a text, None when its braces don't match."""
    try:
        return {name for _literal, name, _format, _conversion in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def message_faults(message: Message) -> Iterator[str]:
    """Yield what is wrong with one translation: left out, fuzzy, or with other {fields} than its text."""
    one, many, translations = singular(message), plural(message), forms(message)
    if not all(translations):
        yield "untranslated"
    if message.fuzzy:
        yield "fuzzy"
    needed = fields(many or one)
    if needed is None:
        return
    for place, translation in enumerate(translations):
        has = fields(translation)
        # "En kund" needs no {n}: the form for one may leave fields out, but may not have others.
        right = has is not None and (has == needed or (bool(many) and place == 0 and has < needed))
        if translation and not right:
            yield f"its fields {{{', '.join(sorted(needed))}}} are not those of {translation!r}"


def catalogue_faults(catalogue: Catalog, wanted: Texts) -> Iterator[str]:
    """Yield what a catalogue has too little, too much or wrong of the texts `wanted`."""
    known = {singular(message): message for message in messages(catalogue)}
    for one, many in wanted.items():
        if one not in known:
            yield f"missing: {one!r}"
        elif plural(known[one]) != many:
            yield f"for many it has {plural(known[one])!r} where the code has {many!r}: {one!r}"
    for one, message in known.items():
        if one not in wanted:
            yield f"unused: {one!r}"
        yield from (f"{fault}: {one!r}" for fault in message_faults(message))


def faults(root: Path) -> list[str]:
    """Return a line for every fault in the catalogues under `root`: the interface's, then the customers'."""
    wanted = texts(root, INTERFACE)
    found = []
    for language in LANGUAGES:
        path = interface_file(root, language)
        found += [f"{name(root, path)}: {fault}" for fault in catalogue_faults(read(path, language), wanted)]
    return found + list(customer_faults(root))


def customer_faults(root: Path) -> Iterator[str]:
    """Yield where a customer's language lacks a text that the code, or another customer's language, has."""
    catalogues = {path: read(path, path.parent.parent.name) for path in root.glob("locales/*/LC_MESSAGES/customer.po")}
    wanted = texts(root, CUSTOMER)
    for catalogue in catalogues.values():
        wanted |= {singular(message): plural(message) for message in messages(catalogue)}
    for path, catalogue in sorted(catalogues.items()):
        yield from (f"{name(root, path)}: {fault}" for fault in catalogue_faults(catalogue, wanted))


def interface_file(root: Path, language: str) -> Path:
    """Return where the interface's catalogue of a language lies."""
    return root / "locales" / language / "LC_MESSAGES" / "kundkort.po"


def name(root: Path, path: Path) -> str:
    """Return a file's name as a fault begins with it."""
    return path.relative_to(root).as_posix()


def update(root: Path, languages: Iterable[str] = LANGUAGES) -> Iterator[str]:
    """Bring the interface's catalogues up to date and yield a line for each text that came or went.

    A new text is empty in a translation, and its own words in English.
    """
    wanted = texts(root, INTERFACE)
    for language in languages:
        path = interface_file(root, language)
        catalogue, was = Catalog(locale=language, project="kundkort", charset="utf-8"), read(path, language)
        catalogue.header_comment = f"# The texts of kundkort's interface in {catalogue.locale.english_name}."
        catalogue.creation_date, catalogue.revision_date = was.creation_date, was.revision_date
        known = {singular(message): message for message in messages(was)}
        for one, many in wanted.items():
            old = known.pop(one, None)
            if old is None:
                yield f"{name(root, path)}: added {one!r}"
            own: str | tuple[str, str] = (one, many) if many else one
            kept = old.string if old is not None and plural(old) == many else ("", "") if many else ""
            catalogue.add(own, own if language == SOURCE_LANGUAGE else kept)
        yield from (f"{name(root, path)}: took away {one!r}, which was {forms(old)!r}" for one, old in known.items())
        write(path, catalogue)


def write(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue, sorted and without places in the code, so that its changes read well."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, sort_output=True, width=100)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue())


def compile_all(root: Path) -> list[Path]:
    """Write a .mo beside every catalogue under `root`; return where."""
    compiled = []
    for source in sorted(root.glob("locales/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        with target.open("wb") as file:
            write_mo(file, read(source, source.parent.parent.name))
        compiled.append(target)
    return compiled


def main(arguments: list[str]) -> int:
    """Check, or `update` and then check; print each fault and return 1 when there is any."""
    if arguments == ["compile"]:
        print("\n".join(name(ROOT, path) for path in compile_all(ROOT)))
        return 0
    if arguments not in ([], ["update"]):
        print((__doc__ or "").strip(), file=sys.stderr)
        return 2
    if arguments:
        print("\n".join(update(ROOT)) or "Nothing came or went.")
    found = faults(ROOT)
    print("\n".join(found) or "The catalogues are complete.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
