"""Which passwords a user may have, how long a sign-in lasts, and how many a user may have at once."""

from __future__ import annotations

from datetime import timedelta

from core.errors import Fault

SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200
"""Characters. Length is what makes a password hard to guess; rules about digits and signs only make it hard to remember
(NIST SP 800-63B, 5.1.1.2), so there are none."""
FEWEST_DIFFERENT = 5
"""How many different characters a password has at least."""

UNUSED_LASTS = timedelta(days=90)
"""A sign-in that nobody has used for so long has ended."""
LASTS = timedelta(days=365)
"""However much it is used, a sign-in ends so long after it began."""
USE_NOTED_EVERY = timedelta(minutes=5)
"""How old the note of when a sign-in was last used may grow before it is written again."""
MOST_SIGN_INS = 100
"""How many sign-ins a user has at once; one more ends the one that was used longest ago."""

_COMMON = """
abc abcabc abcdefghij admin administrator användare asdf asdfgh asdfghjkl bestpassword changeme changethis demo dragon
football fotboll goodpassword hejhej hejsan hemlig hemligt hockey höst hösten iloveyou kalle kallekula kundkort
kundkortet kundregister letmein losen losenord lösen lösenord lösenordet master mittlösenord mypassword mysecret
newpassword nyttlösenord pass passord passw password passwordpassword princess qazwsx qazwsxedc qwer qwerty qwertyuiop
qwertyuiopå qwertz secret sommar sommaren starwars summer sunshine superman sverige temp temppassword test testing
testtest trustno valkommen vinter vintern vår våren välkommen welcome whatever winter zxcvbnm
januari februari mars april maj juni juli augusti september oktober november december
måndag tisdag onsdag torsdag fredag lördag söndag
"""
COMMON = frozenset(_COMMON.split())
"""What people choose first, without the digits and signs they put around it."""
_RUNS = ("abcdefghijklmnopqrstuvwxyzåäö", "0123456789", "qwertyuiopåasdfghjklöäzxcvbnm")
_LOOK_ALIKE = str.maketrans("013457$@!", "oieastsai")


def password_faults(password: str, login: str, name: str = "") -> list[Fault]:
    """Return what is wrong with a new password of the user `login`, who is shown as `name`; [] where it will do."""
    if len(password) < SHORTEST_PASSWORD:
        return [Fault("password", "password.short", {"low": SHORTEST_PASSWORD})]
    if len(password) > LONGEST_PASSWORD:
        return [Fault("password", "too_long", {"high": LONGEST_PASSWORD, "over": len(password) - LONGEST_PASSWORD})]
    folded = password.casefold()
    if _bare(folded) in {_bare(login.casefold()), _bare(name.casefold())} - {""} or folded == login.casefold():
        return [Fault("password", "password.login")]
    if is_common(password):
        return [Fault("password", "password.common")]
    return []


def is_common(password: str) -> bool:
    """Say whether `password` is what somebody who guesses tries first: a known word dressed up, a run, or a repetition."""
    folded = password.casefold()
    if len(set(folded)) < FEWEST_DIFFERENT:
        return True
    if any(folded in run or folded[::-1] in run for run in (_round(run, len(folded)) for run in _RUNS)):
        return True
    return bool({_bare(folded), _bare(folded.translate(_LOOK_ALIKE)), _bare(folded).translate(_LOOK_ALIKE)} & COMMON)


def _round(run: str, length: int) -> str:
    """Return a run gone round as often as it takes to find any `length` signs of it."""
    return run * (length // len(run) + 2)


def _bare(folded: str) -> str:
    """Return a word without white space in it, and without the digits and signs around it: "sommar2026!" is "sommar"."""
    word = "".join(folded.split())
    letters = [place for place, sign in enumerate(word) if sign.isalpha()]
    return word[letters[0] : letters[-1] + 1] if letters else ""
