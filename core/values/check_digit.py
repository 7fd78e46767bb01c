"""Check digits: Luhn's, of Swedish numbers, and that of a GLN (DOMAIN 3.1, 3.8)."""

from __future__ import annotations

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def luhn_digit(digits: str) -> str:
    """Return the digit that follows `digits` (0-9 only): doubled from the right, every other, sum up to a whole ten."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        total += int(digit) if place % 2 else _DOUBLED[int(digit)]
    return str(-total % 10)


def gln_digit(digits: str) -> str:
    """Return the digit that follows the first twelve of a GLN: weights 1 and 3 from the left, up to a whole ten."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return str(-total % 10)
