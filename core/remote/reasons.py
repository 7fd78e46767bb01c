"""Why a server cannot be asked, in words: what is said of the reasons of Unavailable that only a server has."""

from __future__ import annotations

from core.text import N_

REASONS: dict[str, str] = {
    "address": N_("{place} is no address of a server: write https://name, https://name:port or unix:///folder/socket"),
    "unencrypted": N_(
        "Over http:// anybody on the way could read passwords and customers: write https:// instead ({place})"
    ),
    "certificate": N_(
        "The server's certificate is not trusted here: name your company's own file of authorities in KUNDKORT_CA ({place})"
    ),
    "certificate_name": N_("The server's certificate is for another name: check the address ({place})"),
    "certificate_expired": N_(
        "The server's certificate does not hold today: check the date of this machine, then tell whoever looks after the"
        " server ({place})"
    ),
    "encryption": N_("No encrypted line to the server: check the address and its port ({place})"),
    "authorities": N_(
        "The file of authorities cannot be read: correct KUNDKORT_CA, or ca in the configuration ({place})"
    ),
    "foreign": N_("What answers there is no register: check the address, and the proxy in front of it ({place})"),
    "fault": N_("The server met a fault of its own: try again, and tell whoever looks after it ({place})"),
    "unkept": N_("The sign-in cannot be kept: check who may write there, then sign in again ({place})"),
    "overtaken": N_("Something newer was asked for meanwhile: try again"),
}
"""A reason -> its text. The place comes last, so that what to do does not fall off the end of a line."""
