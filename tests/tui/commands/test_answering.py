"""find, show, settings, user, check: what each answers, for people and for programs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.tui.commands.conftest import Say

pytestmark = pytest.mark.usefixtures("in_use")


def test_find_answers_a_program_with_a_row_a_line(say: Say) -> None:
    said = say("find", "ekb")
    assert said.code == 0
    assert said.out.splitlines() == [
        "10002\tEkbergs Bageri AB\t\t\t\tinactive",
        "10001\tBrf Ekbacken\t769612-3459\tVästerås\t021-12 34 56\t",
    ]


def test_find_answers_in_json_with_the_keys_of_the_views(say: Say) -> None:
    (found,) = say("find", "021-12 34", "--json").json
    assert found == {
        "number": "10001",
        "name": "Brf Ekbacken",
        "type": "company",
        "org_no": "7696123459",
        "active": True,
        "city": "Västerås",
        "phone": "+4621123456",
        "email": "ida@example.se",
    }


def test_find_says_that_there_is_more(say: Say) -> None:
    said = say("find", "ekb", "--limit", "1", "--json")
    assert len(said.json) == 1
    assert "--all" in said.err
    assert say("find", "ekb", "--all").err == ""


def test_finding_nothing_is_no_error(say: Say) -> None:
    said = say("find", "xyzzy")
    assert (said.code, said.out) == (0, "")
    assert "Nothing found" in said.err
    assert say("find", "xyzzy", "--json").json == []


def test_show_answers_with_the_whole_card(say: Say) -> None:
    said = say("show", "10001")
    lines = said.out.splitlines()
    assert lines[0] == "10001  Brf Ekbacken"
    for words in (
        "769612-3459",
        "Ekvägen 1",
        "723 55 Västerås",
        "Ida Berg",
        "Ordförande",
        "021-12 34 56",
        "ida@example.se",
    ):
        assert words in said.out
    comment = next(n for n, line in enumerate(lines) if line.endswith("Ring först."))
    assert lines[comment + 1].strip() == "Nyckel i receptionen."
    assert lines[comment].index("Ring") == lines[comment + 1].index("Nyckel")
    assert "Facilities disabled" not in said.out


def test_show_answers_in_json_with_contacts_and_addresses(say: Say) -> None:
    card = say("--json", "show", "10001").json
    assert card["number"] == "10001"
    assert card["city"] == "Västerås"
    assert card["always_invoice"] is True
    (address,) = card["addresses"]
    assert {key: address[key] for key in ("kind", "row1", "postcode", "city", "country")} == {
        "kind": "visiting",
        "row1": "Ekvägen 1",
        "postcode": "72355",
        "city": "Västerås",
        "country": "SE",
    }
    (contact,) = card["contacts"]
    assert contact == {
        "name": "Ida Berg",
        "role": "Ordförande",
        "phone": "+4621123456",
        "mobile": "",
        "email": "ida@example.se",
        "send_protocol": True,
        "send_work_order": False,
    }


def test_show_masks_personal_numbers_and_says_what_is_inactive(say: Say) -> None:
    assert "950323-••••" in say("show", "10003").out
    assert "2390" not in say("show", "10003").out + say("show", "10003", "--json").out
    assert "[/b] =1+1" in say("show", "10003").out
    assert "(inactive)" in say("show", "10002").out


def test_show_of_a_number_that_nobody_has_is_refused(say: Say) -> None:
    said = say("show", "99999")
    assert (said.code, said.out) == (1, "")
    assert "99999" in said.err


def test_show_speaks_swedish(say: Say) -> None:
    said = say("show", "10001", "--language", "sv")
    assert "Besöksadress" in said.out
    assert "Visiting" not in said.out


def test_settings_answers_with_all_and_with_one(say: Say) -> None:
    assert len(say("settings").out.splitlines()) == len(say("settings", "--json").json)
    assert say("settings", "number_longest").out == "16\n"
    assert say("settings", "number_longest", "--json").json == 16


@pytest.mark.parametrize(
    ("key", "typed", "stored"),
    [
        ("number_longest", "8", 8),
        ("number_automatic", "nej", False),
        ("number_in_name", "on", True),
        ("company_name", "Brand & Dörr AB", "Brand & Dörr AB"),
        ("company_name", "", ""),
        ("company_language", "en", "en"),
        ("vat_type", "yes", True),
        ("vat_type", "no", False),
    ],
)
def test_settings_takes_a_value(say: Say, key: str, typed: str, stored: object) -> None:
    assert say("settings", key, typed).code == 0
    assert say("settings", key, "--json").json == stored


def test_turning_vat_type_on_says_how_many_customers_got_a_value(say: Say) -> None:
    said = say("settings", "vat_type", "on", "--json")
    assert said.json == {"vat_type": True, "customers": 1}
    assert say("settings", "vat_type", "on", "--json").json == {"vat_type": True}


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (("settings", "colour"), 2),
        (("settings", "number_automatic", "perhaps"), 1),
        (("settings", "number_longest", "many"), 1),
        (("settings", "number_longest", "99"), 1),
        (("settings", "time_zone", "Mars/Olympus"), 1),
    ],
)
def test_settings_refuses_what_does_not_fit(say: Say, call: tuple[str, ...], code: int) -> None:
    said = say(*call)
    assert (said.code, said.out) == (code, "")
    assert said.err.startswith("kundkort: ")


def test_users_are_added_and_listed(say: Say) -> None:
    assert say("user", "add", "per", "--name", "Per Lund", "--only-assigned", "--without", "export").code == 0
    per = next(user for user in say("user", "list", "--json").json if user["login"] == "per")
    assert per["name"] == "Per Lund"
    assert per["only_assigned"] is True
    assert "export" not in per["rights"]
    assert say("user", "add", "nina", "--administrator").code == 0
    assert say("user", "list").out.startswith("anna\tanna\tAdministrator\t")
    assert "Create customers, Edit customers" in say("user", "list").out
    assert "Skapa kunder" in say("user", "list", "--language", "sv").out
    assert say("user", "add", "per").code == 1
    assert say("user", "add", "lars", "--with", "flying").code == 2


def test_a_user_sees_and_may_what_the_rights_say(say: Say) -> None:
    say("user", "add", "per", "--only-assigned")
    assert say("find", "ekb", "--user", "per", "--json").json == []
    refused = say("user", "list", "--user", "per")
    assert (refused.code, refused.out) == (1, "")
    assert say("find", "ekb", "--user", "nobody").code == 1


def test_check_finds_nothing_wrong(say: Say, in_use: Path) -> None:
    assert say("check").code == 0
    assert say("check", "--json").json == {"problems": []}


def test_check_finds_what_is_wrong(say: Say, in_use: Path) -> None:
    with closing(sqlite3.connect(in_use)) as connection:
        connection.execute("UPDATE customer SET org_no = '7696123450' WHERE number = '10001'")
        connection.commit()
    said = say("check")
    assert said.code == 1
    assert "10001" in said.out
    assert say("check", "--json").json["problems"]


def test_check_makes_anew_what_customers_are_found_by(say: Say, in_use: Path) -> None:
    with closing(sqlite3.connect(in_use)) as connection:
        connection.execute("UPDATE customer_search SET folded = 'x', spelled = NULL WHERE customer_id % 2 = 0")
        connection.commit()
    assert say("check").code == 1
    repaired = say("check", "--repair")
    assert repaired.code == 0
    assert "made anew" in repaired.err
    assert say("check", "--json").json == {"problems": []}


def test_keys_lists_every_key(say: Say) -> None:
    from tui.keys import KEYS

    assert len(say("keys").out.splitlines()) == len(KEYS)
    assert {key["id"] for key in say("keys", "--json").json} == set(KEYS)
    assert say("keys", "--markdown").out.startswith("# Keys\n")
