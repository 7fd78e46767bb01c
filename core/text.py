"""Translations: the language of whoever looks at the screen, and the language of the customer."""

from __future__ import annotations

import gettext
import io
from contextvars import ContextVar
from functools import cache
from pathlib import Path

import locales

INTERFACE_LANGUAGES = ("sv", "en")
"""Languages the interface is written in; the first is the default."""
FOLDER = Path(locales.__path__[0])
"""Where the catalogues lie, a folder a language."""


def N_(message: str) -> str:
    """Mark `message` for the catalogue and return it as it is; it is translated when shown, never at import."""
    return message


class Speech:
    """The language a session speaks. One object a session: changing `language` changes every text shown from then on."""

    __slots__ = ("_translations", "language")

    def __init__(self, language: str) -> None:
        self.language = ""
        self.change(language)

    def change(self, language: str) -> None:
        """Speak `language` ("sv", "en", also with a territory: "sv_SE") from now on; an unknown one is English."""
        code = language.replace("-", "_").split("_")[0].lower()
        self.language = code if code in INTERFACE_LANGUAGES else "en"
        self._translations = catalogue("kundkort", self.language)

    def text(self, message: str) -> str:
        """Return `message` in the language; "" stays "" (gettext would answer with the catalogue's header)."""
        return self._translations.gettext(message) if message else ""

    def plural(self, one: str, many: str, n: int) -> str:
        """Return the form of the text that `n` things take."""
        return self._translations.ngettext(one, many, n)


_speech: ContextVar[Speech] = ContextVar("speech")


def speech() -> Speech:
    """Return what this context speaks; English where nobody has said."""
    try:
        return _speech.get()
    except LookupError:
        return _default()


@cache
def _default() -> Speech:
    return Speech("en")


def speak(language: str) -> Speech:
    """Let this context, and what is started from it, speak `language`; return the object that changes it later."""
    spoken = Speech(language)
    _speech.set(spoken)
    return spoken


def _(message: str, **params: object) -> str:
    """Return `message` in the language of this context, its `{fields}` filled from `params` after translation."""
    text = speech().text(message)
    return text.format(**params) if params else text


def ngettext(one: str, many: str, n: int, **params: object) -> str:
    """Return the form for `n` things in the language of this context; `{n}` is filled with the number as it is written."""
    return speech().plural(one, many, n).format(n=params.pop("shown", None) or number(n), **params)


def number(n: int) -> str:
    """Write a whole number as the language does: 12 481 in Swedish (U+00A0 inside), 12,481 in English."""
    return f"{n:,}" if speech().language == "en" else f"{n:,}".replace(",", "\N{NO-BREAK SPACE}")


def customer_text(language: str, message: str) -> str:
    """Return a text that a customer is sent, in the customer's own `language` (the domain `customer`)."""
    return catalogue("customer", language).gettext(message)


@cache
def customer_languages() -> tuple[str, ...]:
    """Return the languages whose customer catalogue is shipped, in the order sv, en, then by code (DOMAIN S09)."""
    found = [folder.name for folder in FOLDER.iterdir() if _file(folder, "customer") is not None]
    return tuple(sorted(found, key=lambda code: (code != "sv", code != "en", code)))


def _file(folder: Path, domain: str) -> Path | None:
    for ending in ("mo", "po"):
        candidate = folder.joinpath("LC_MESSAGES", f"{domain}.{ending}")
        if candidate.is_file():
            return candidate
    return None


@cache
def catalogue(domain: str, language: str) -> gettext.NullTranslations:
    """Load the catalogue of `domain` in `language`: the compiled one, or the source compiled in memory where it is newer."""
    folder = FOLDER.joinpath(language)
    compiled, source = (folder.joinpath("LC_MESSAGES", f"{domain}.{ending}") for ending in ("mo", "po"))
    if _is_newer(source, compiled):
        return _compile(source, language)
    if not compiled.is_file():
        return gettext.NullTranslations()
    return gettext.GNUTranslations(io.BytesIO(compiled.read_bytes()))


def _is_newer(source: Path, compiled: Path) -> bool:
    if not source.is_file():
        return False
    if not compiled.is_file():
        return True
    return source.stat().st_mtime > compiled.stat().st_mtime


def _compile(source: Path, language: str) -> gettext.NullTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    buffer = io.BytesIO()
    with source.open("rb") as file:
        write_mo(buffer, read_po(file, locale=language))
    buffer.seek(0)
    return gettext.GNUTranslations(buffer)
