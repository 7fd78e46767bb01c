"""Values of choices in a file, as people and systems write them: yes and no, types, languages and countries by name."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from core.customers.views import CustomerType, VatType
from core.exchange.fields import Kind
from core.text import customer_languages
from core.values.sorting import fold

_SIGNS = re.compile(r"[\W_]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_YES = _words("ja j yes y true sant x 1 on pa aktiv active yep ok ✓ ✔ ☑ √")
_NO = _words(
    "nej n no false falskt 0 off av inaktiv inactive passiv passive sparrad avslutad blocked upphord arkiverad archived"
)
_TYPES: dict[CustomerType, frozenset[str]] = {
    "company": _words(
        "foretag company f bolag organisation organization business foretagskund juridiskperson forening myndighet"
    ),
    "private": _words("privat private p privatperson privatkund person individual konsument consumer"),
}
_VAT_TYPES: dict[VatType, frozenset[str]] = {
    "normal": _words("normal normalmoms normalvat moms medmoms standard sevat svenskmoms visamoms vat withvat ja"),
    "none": _words("ingenmoms novat utanmoms none ingen momsfri momsfritt nej withoutvat"),
}
_LANGUAGES = {
    "sv": _words("sv svenska swedish swe svensk se"),
    "en": _words("en engelska english eng engelsk gb"),
    "nb": _words("nb norska norwegian no nor nob norsk bokmal norskabokmal norwegianbokmal norskbokmal"),
    "da": _words("da danska danish dan dansk dk"),
    "fi": _words("fi finska finnish fin suomi finsk"),
    "de": _words("de tyska german deu ger deutsch tysk"),
}
_COUNTRIES = {
    "SE": _words("sverige sweden swe s ruotsi schweden"),
    "NO": _words("norge norway nor n"),
    "DK": _words("danmark denmark dnk"),
    "FI": _words("finland fin suomi"),
    "DE": _words("tyskland germany deu deutschland d"),
    "GB": _words("storbritannien uk england skottland wales unitedkingdom greatbritain gbr"),
    "US": _words("usa unitedstates unitedstatesofamerica"),
    "NL": _words("holland nederlanderna netherlands nld"),
}
_NAMED_IN = ("sv", "en", "nb", "da", "fi", "de")


def yes_no(text: str) -> bool | None:
    """Return what a yes or no says; None where it says neither."""
    word = _SIGNS.sub("", fold(text)) or text.strip()
    if word in _YES:
        return True
    return False if word in _NO else None


def customer_type(text: str) -> CustomerType | None:
    """Return the type that a text names."""
    word = _word(text)
    return next((name for name, words in _TYPES.items() if word in words), None)


def vat_type(text: str) -> VatType | None:
    """Return the VAT type that a text names."""
    word = _word(text)
    return next((name for name, words in _VAT_TYPES.items() if word in words), None)


def language(text: str) -> str | None:
    """Return the code of the language that a text names or is the code of; None where no customer is written to in it."""
    word = _word(text)
    code = next((code for code, names in _LANGUAGES.items() if word in names), "")
    # "sv-SE", "en_GB"
    region = fold(text).strip().replace("_", "-").partition("-")
    if not code and len(region[0]) == 2 and len(region[2]) == 2:
        code = region[0]
    return code if code in customer_languages() else None


def country(text: str) -> str | None:
    """Return the ISO 3166 code of the country that a text names or is the code of."""
    word = _word(text)
    for code, names in _COUNTRIES.items():
        if word == code.lower() or word in names:
            return code
    return _countries().get(word)


@cache
def _countries() -> dict[str, str]:
    from babel import Locale

    found: dict[str, str] = {}
    for language_code in _NAMED_IN:
        for code, name in Locale(language_code).territories.items():
            if len(code) == 2 and code.isalpha():
                found.setdefault(_word(name), code)
                found[code.lower()] = code
    return found


def _word(text: str) -> str:
    return _SIGNS.sub("", fold(text))


PARSERS: dict[Kind, Callable[[str], object | None]] = {
    "yes_no": yes_no,
    "type": customer_type,
    "vat_type": vat_type,
    "language": language,
    "country": country,
}
"""Kind of field -> what reads its choices; None is no choice."""
