"""Why a register can't be reached or written now, and what to do: the texts of `Unavailable` by its reason."""

from __future__ import annotations

from core.text import N_

REASONS: dict[str, str] = {
    "busy": N_("Somebody else is writing in the register: try again in a moment"),
    "full": N_("The disk is full: make room on it, then try again; nothing was saved"),
    # The place comes last: what to do must not fall off the end of the line.
    "read_only": N_("The register cannot be written: check who may write there, then try again ({place})"),
    "missing": N_("The register cannot be opened: check that the folder is there, and who may read it ({place})"),
    "empty": N_("No register is in the database yet: kundkort open makes one, kundkort copy moves one there ({place})"),
    "moved": N_("The register's file was moved or taken away: put it back, or start kundkort again ({place})"),
    "lost": N_("The register does not answer: check the disk or the network, then try again ({place})"),
    "closed": N_("The register is closed: start kundkort again"),
    "scheme": N_("{place} is no register that can be opened: name a file, like sqlite:////folder/kundkort.sqlite"),
    "slowed": N_("Too many tries with a wrong password: wait {wait} s, then try again"),
    "full_up": N_("The server has too much to do just now: try again in a moment"),
    "stopping": N_("The server is being stopped: try again in a minute"),
    "driver": N_("A package is missing for this: whoever looks after kundkort installs {place}"),
    "sqlite_old": N_("SQLite {place} is too old: kundkort needs 3.40 or newer, so install a newer Python"),
    "slow": N_("The register took too long to answer: try again in a moment"),
    "not_let_in": N_("The database lets nobody in so: check the user, and the password in ~/.pgpass ({place})"),
    "no_database": N_("There is no such database: have it made on its server, or check the address ({place})"),
    "not_secure": N_("No safe line to the database: check its certificate, and sslmode in the address ({place})"),
    "database_address": N_("{place} is no address of a database: write postgresql://user@host/database"),
    "postgres_old": N_("PostgreSQL {place} is too old: kundkort needs 14 or newer"),
    "not_utf8": N_("The database cannot hold every letter: have it made with ENCODING 'UTF8' ({place})"),
}
"""Reason -> a sentence with {place} and {wait} (seconds); those of a client are in `core.remote.reasons`."""

WAITED: dict[str, str] = {
    "busy": N_("Somebody else is writing in the register: try again in {wait} s"),
    "full_up": N_("The server has too much to do just now: try again in {wait} s"),
    "stopping": N_("The server is being stopped: try again in {wait} s"),
    "lost": N_("The register does not answer: try again in {wait} s ({place})"),
}
"""The same, where it is known after how many seconds (more than one) trying again makes sense."""
