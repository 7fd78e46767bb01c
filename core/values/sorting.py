"""Swedish spelling for search and order: å ä ö é are letters of their own, every other accent is its base letter."""

from __future__ import annotations

import re
import unicodedata

# Letters whose base Unicode does not know, or knows as another: ø sorts and is found as ö, æ as ä (DESIGN 4).
_SPELLED_AS = {
    "ø": "ö",
    "æ": "ä",
    "œ": "oe",
    "ð": "d",
    "đ": "d",
    "þ": "th",
    "ł": "l",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "ĸ": "k",
    "ŋ": "n",
}
_KEPT = frozenset("åäöé")
_PLAIN = re.compile(r"[\x00-\x7fåäöé]*")
_OTHER = re.compile(r"[^\x00-\x7fåäöé]")
_DIGITS = re.compile(r"([0-9]+)")

_ALPHABET = "abcdefghijklmnopqrstuvwxyzåäö"
_SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_COMMON = re.compile(f"[{re.escape(_SIGNS)} a-zåäöé]*")

# The first byte of each character's weight. The order of the groups is the order of the register: blank, sign,
# number, letter. Zero ends the characters, so that a shorter text comes before a longer one that begins with it.
_END = b"\x00"
_SPACE, _OTHER_SPACE, _SIGN, _OTHER_SIGN = 0x10, 0x11, 0x12, 0x3F
_NUMBER, _OTHER_NUMBER = 0x40, 0x60
_LETTER, _OTHER_LETTER = 0x80, 0xF0
_SHORT_NUMBER = _OTHER_NUMBER - _NUMBER - 1
NUMBERS = (bytes([_NUMBER]), bytes([_OTHER_NUMBER]))
"""Between these lie the keys of everything that begins with a digit 0 to 9."""
LONG_NUMBER = _SHORT_NUMBER
"""From so many digits on the length of a number is written another way."""


def _common_weights() -> bytes:
    weights = bytearray(256)
    weights[ord(" ")] = _SPACE
    for place, sign in enumerate(_SIGNS):
        weights[ord(sign)] = _SIGN + place
    for place, letter in enumerate(_ALPHABET):
        weights[ord(letter)] = _LETTER + place
    weights[ord("é")] = weights[ord("e")]
    return bytes(weights)


_COMMON_WEIGHTS = _common_weights()
"""Latin-1 byte -> weight, for the characters that nearly every name is made of."""


def spell(text: str) -> str:
    """Return `text` in lower case (NFC): å ä ö é kept, ø as ö, æ as ä, ß as ss, other accented letters as their base.

    What is typed with å ä ö é is compared in this form. Spelling what is spelled changes nothing.
    """
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    if _PLAIN.fullmatch(text):
        return text
    return unicodedata.normalize("NFC", _OTHER.sub(_spell_other, text))


def _spell_other(found: re.Match[str]) -> str:
    bases = [part for part in unicodedata.normalize("NFD", found[0]) if not unicodedata.combining(part)]
    return "".join(_SPELLED_AS.get(base, base) for base in bases)


def fold(text: str) -> str:
    """Return `spell(text)` with å and ä as a, ö as o, é as e: how a word typed without them is compared."""
    return fold_spelled(spell(text))


def fold_spelled(spelled: str) -> str:
    """Return `fold(text)` of a text that is spelled already: character by character, so as long as it was."""
    # Four passes in C are several times quicker than one with a table.
    return spelled.replace("å", "a").replace("ä", "a").replace("ö", "o").replace("é", "e")


def is_literal(word: str) -> bool:
    """Say whether `word` has an å, ä, ö or é (or ø, æ): it is then found only where it is spelled so (DESIGN 4)."""
    return not word.isascii() and not _KEPT.isdisjoint(spell(word))


def sort_key(text: str) -> bytes:
    """Return bytes whose plain bytewise order is the order of the register, the same in every database.

    Case-blind; blanks before signs before numbers before letters; Å Ä Ö after Z, é as e, v before w; digits by value
    however many ("Eken 3" before "Eken 12"), with fewer leading zeros first where all else is equal. Two texts have
    the same key only when they fold alike.
    """
    weights, zeros = _weigh(text)
    if any(zeros):
        weights += _END + b"".join(map(_count, zeros))
    return bytes(weights)


def sort_key_start(text: str) -> bytes:
    """Return the bytes that the sort key of every text begins with that begins with `text`.

    Where `text` ends with digits they stay out: a number goes by its value, and "1" begins 1, 12 and 123 alike.
    """
    return bytes(_weigh(text.rstrip("0123456789"))[0])


def number_keys(digits: str, size: int) -> bytes:
    """Return the bytes that the key of a number of `size` digits begins with that itself begins with `digits`.

    `digits` without leading zeros, no longer than `size`; `size` below LONG_NUMBER.
    """
    return bytes([_NUMBER + size]) + digits.encode("ascii")


def _weigh(text: str) -> tuple[bytearray, list[int]]:
    """Return the weights of the characters, and the counts of leading zeros of each number in them."""
    weights = bytearray()
    zeros: list[int] = []
    for place, piece in enumerate(_DIGITS.split(spell(text))):
        if place % 2:
            digits = piece.lstrip("0")
            zeros.append(len(piece) - len(digits))
            weights += _number_weight(digits)
        elif _COMMON.fullmatch(piece):
            weights += piece.encode("latin-1").translate(_COMMON_WEIGHTS)
        else:
            weights += b"".join(map(_character_weight, piece))
    return weights, zeros


def _number_weight(digits: str) -> bytes:
    """Weigh digits without leading zeros: a longer number is greater, numbers of one length go by their digits."""
    size = len(digits)
    if size < _SHORT_NUMBER:
        return bytes([_NUMBER + size]) + digits.encode("ascii")
    return bytes([_NUMBER + _SHORT_NUMBER]) + _count(size - _SHORT_NUMBER) + digits.encode("ascii")


def _count(count: int) -> bytes:
    """Write a count of any size so that a greater one is greater bytewise, and none is the beginning of another."""
    full, rest = divmod(count, 255)
    return b"\xff" * full + bytes([rest])


def _character_weight(character: str) -> bytes:
    if _COMMON.fullmatch(character):
        return bytes([_COMMON_WEIGHTS[ord(character)]])
    if character.isspace():
        group = _OTHER_SPACE
    else:
        category = unicodedata.category(character)[0]
        group = {"L": _OTHER_LETTER, "M": _OTHER_LETTER, "N": _OTHER_NUMBER}.get(category, _OTHER_SIGN)
    return bytes([group]) + ord(character).to_bytes(3, "big")
