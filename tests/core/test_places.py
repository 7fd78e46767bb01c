"""URLs of registers: what stands behind one, and how one is shown without its password."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.places import Kind, kind_of, postgres_url, without_password


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("sqlite:////srv/kundkort.sqlite", "file"),
        ("postgresql://anna@host/db", "postgres"),
        ("postgresql+psycopg://host/db", "postgres"),
        ("POSTGRES://host/db", "postgres"),
        ("https://kundkort.example.se", "server"),
        ("http://127.0.0.1:8443", "server"),
        ("unix:///run/kundkort.sock", "server"),
        ("mysql://host/db", "unknown"),
        ("kundkort.sqlite", "unknown"),
        ("C:\\kundkort.sqlite", "unknown"),
        ("", "unknown"),
    ],
)
def test_what_stands_behind_a_url(url: str, kind: Kind) -> None:
    assert kind_of(url) == kind


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:////srv/a:b@c.sqlite", "sqlite:////srv/a:b@c.sqlite"),
        ("postgresql+psycopg://anna@host/db", "postgresql+psycopg://anna@host/db"),
        ("postgresql+psycopg://anna:hemligt@host/db", "postgresql+psycopg://anna@host/db"),
        ("postgresql://anna:hemligt@one:5432,two:5433/db", "postgresql://anna@one:5432,two:5433/db"),
        ("postgresql://:hemligt@host/db", "postgresql://@host/db"),
        ("postgresql://anna:hem:li/gt@host/db", "postgresql://anna@host/db"),
        ("postgresql://anna:hem@ligt@host/db", "postgresql://anna@host/db"),
        ("postgresql://anna:hem?ligt@host/db", "postgresql://anna@host/db"),
        ("postgresql://anna:hemligt@/db?host=/run&port=1", "postgresql://anna@/db?host=/run&port=1"),
        ("postgresql://host/db?password=hemligt", "postgresql://host/db"),
        (
            "postgresql://host/db?user=anna&Pass%77ord=hemligt&sslmode=require",
            "postgresql://host/db?user=anna&sslmode=require",
        ),
        ("postgresql://host:5432/db?sslpassword=hemligt", "postgresql://host:5432/db"),
        ("postgresql://one:1,two:2/db?user=anna@one", "postgresql://one:1,two:2/db?user=anna@one"),
        ("https://host:8443/kundkort", "https://host:8443/kundkort"),
        ("https://anna:hemligt@host:8443/", "https://anna@host:8443/"),
        ("unix:///run/kundkort.sock", "unix:///run/kundkort.sock"),
        ("kundkort.sqlite", "kundkort.sqlite"),
    ],
)
def test_a_url_is_shown_without_its_password(url: str, shown: str) -> None:
    assert without_password(url) == shown
    assert without_password(shown) == shown


@given(password=st.text(min_size=6), more=st.sampled_from(["", "?sslmode=require", "/", "?host=/run"]))
def test_no_password_is_shown_whatever_is_in_it(password: str, more: str) -> None:
    marked = f"XYZ{password}XYZ"
    assert "XYZ" not in without_password(f"postgresql+psycopg://anna:{marked}@host/db{more}")


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("postgres://host/db", "postgresql+psycopg://host/db"),
        ("postgresql://host/db", "postgresql+psycopg://host/db"),
        ("postgresql+psycopg://host/db", "postgresql+psycopg://host/db"),
        ("sqlite:////x", "sqlite:////x"),
    ],
)
def test_a_database_has_one_url(url: str, whole: str) -> None:
    assert postgres_url(url) == whole
