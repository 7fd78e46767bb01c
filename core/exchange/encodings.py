"""Which encoding a text file has: by its mark, by being valid UTF-8, else by which page gives Nordic words (DEPENDENCIES)."""

from __future__ import annotations

import codecs
import re
from typing import IO

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "cp850", "mac_roman")
"""What can be chosen by hand; codec names."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # UTF-32 little-endian begins as UTF-16 does.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHUNK = 1 << 20
_JUDGED = 200_000
"""Bytes of lines with letters beyond ASCII that are judged; more says nothing new."""

_COMMON = re.compile("[åäö]")
# A capital stands first in a word or among capitals: "Åsa", "ÅGATAN", never "KrÄn".
_CAPITAL = re.compile("(?<![a-zåäöéü])[ÅÄÖÉÜ]|(?<=[A-ZÅÄÖ])[ÅÄÖ]")
_ODD_CAPITAL = re.compile("(?<=[a-zåäöéü])[À-ÖØ-Þ]|(?<=[A-ZÅÄÖ])[À-ÖØ-Þ](?=[a-zåäöéü])")
_ACCENTED = re.compile("[éèüøæáíóúñçëïêôûßàâîØÆ]")
# In the middle of capitals a small letter is as odd as the other way round: "STRîM".
_ODD_SMALL = re.compile("(?<=[A-ZÅÄÖ]{2})[ß-öø-ÿ]")
_PUNCTUATION = re.compile("[‘’“”–—…•€£§´°½²³®©™\u00a0«»]")
_LETTER = re.compile("[^\\W\\d_]")


def find_encoding(file: IO[bytes]) -> tuple[str, int]:
    """Return the codec of the text in `file`, and how many bytes of mark stand before the text. `file` is left anywhere."""
    file.seek(0)
    head = file.read(_CHUNK)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, len(mark)
    wide = _wide(head)
    if wide:
        return wide, 0
    if _is_utf8(file):
        return "utf-8", 0
    return _best_page(_judged(file)), 0


def looks_binary(head: bytes) -> bool:
    """Say whether bytes without a mark are no text: control characters that no text file has."""
    if _wide(head):
        return False
    controls = sum(head.count(bytes([code])) for code in (0, 1, 2, 3, 4, 5, 6, 7, 14, 15, 16, 17, 18))
    return controls > len(head) // 200


def _wide(head: bytes) -> str:
    """Say which UTF-16 it is when every other byte is NUL, "" when it is none."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(len(head) // 2, 1)
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return ""


def _is_utf8(file: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _judged(file: IO[bytes]) -> bytes:
    """Return lines that have something beyond ASCII, up to _JUDGED bytes."""
    file.seek(0)
    found: list[bytes] = []
    size = 0
    while size < _JUDGED and (chunk := file.read(_CHUNK)):
        for line in chunk.splitlines():
            if not line.isascii():
                found.append(line)
                size += len(line)
                if size >= _JUDGED:
                    break
    return b"\n".join(found)


def _best_page(judged: bytes) -> str:
    # UTF-8 is in it too: a file with one broken letter is still UTF-8. The first of equals wins.
    pages = ("cp1252", "cp850", "mac_roman", "utf-8")
    return max(pages, key=lambda page: _score(judged, page))


def _score(judged: bytes, page: str) -> int:
    """Say how much like Nordic text `judged` is in `page`: more is better."""
    text = judged.decode(page, errors="replace")
    beyond = [character for character in text if ord(character) > 127]
    known = 0
    score = 0
    for pattern, weight in ((_COMMON, 10), (_CAPITAL, 8), (_ACCENTED, 4), (_PUNCTUATION, 1)):
        hits = len(pattern.findall(text))
        known += hits
        score += weight * hits
    odd = len(_ODD_CAPITAL.findall(text)) + len(_ODD_SMALL.findall(text))
    unknown = max(len(beyond) - known, 0)
    strange = sum(1 for character in beyond if not _LETTER.match(character) and not _PUNCTUATION.match(character))
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    return score - 8 * odd - 2 * unknown - 6 * strange - 20 * broken
