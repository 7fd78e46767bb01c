"""What PostgreSQL's errors mean to a user."""

from __future__ import annotations

import psycopg
import pytest

from core.database.postgres.errors import meaning, refusal
from core.database.store import Lost
from core.errors import Broken, Unavailable
from core.words import error_text


def error_of(state: str) -> psycopg.Error:
    """Return an error as the driver raises it."""
    return psycopg.errors.lookup(state)("x")


@pytest.mark.parametrize(
    ("state", "reason", "retry"),
    [
        ("55P03", "busy", True),
        ("40001", "busy", True),
        ("40P01", "busy", True),
        ("53300", "busy", True),
        ("53100", "full", True),
        ("57014", "slow", True),
        ("42501", "read_only", False),
        ("25006", "lost", True),
        ("25P03", "lost", True),
        ("57P01", "lost", True),
        ("57P02", "lost", True),
        ("57P03", "lost", True),
        ("08006", "lost", True),
    ],
)
def test_what_the_database_says_means_something_to_a_user(state: str, reason: str, retry: bool) -> None:
    found = meaning(error_of(state), "db")
    assert isinstance(found, Unavailable)
    assert (found.params["reason"], found.retry) == (reason, retry)
    assert isinstance(found, Lost) == (reason == "lost")


def test_damage_is_told_and_faults_of_ours_are_not_hidden() -> None:
    assert isinstance(meaning(error_of("XX001"), "db"), Broken)
    assert meaning(error_of("42601"), "db") is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('FATAL:  password authentication failed for user "anna"', "not_let_in"),
        ("fe_sendauth: no password supplied", "not_let_in"),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.1", user "anna", database "k", no encryption', "not_let_in"),
        ('FATAL:  role "anna" does not exist', "not_let_in"),
        ('FATAL:  Peer authentication failed for user "anna"', "not_let_in"),
        ('FATAL:  database "kundkort" does not exist', "no_database"),
        ("FATAL:  sorry, too many clients already", "busy"),
        ("FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute", "busy"),
        ("FATAL:  the database system is starting up", "lost"),
        ("FATAL:  the database system is not yet accepting connections", "lost"),
        ("session is read-only", "lost"),
        ("SSL error: certificate verify failed", "not_secure"),
        ('root certificate file "/x/root.crt" does not exist', "not_secure"),
        ("server does not support SSL, but SSL was required", "not_secure"),
        ("connection refused", "lost"),
        ("connection timeout expired", "lost"),
        (
            'connection to server at "standby.example", port 5432 failed: FATAL:  database "role" does not exist',
            "no_database",
        ),
        ("[Errno -2] Name or service not known", "lost"),
    ],
)
def test_why_no_connection_is_made_means_something_to_a_user(said: str, expected: str) -> None:
    found = refusal(psycopg.OperationalError(f"connection failed: {said}"), "db")
    assert isinstance(found, Unavailable)
    assert found.params["reason"] == expected
    assert error_text(found)
