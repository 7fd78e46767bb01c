"""The texts of faults that operations find, not parsers of values: short beside a field, long in the status line."""

from __future__ import annotations

from core.text import N_

SHORT: dict[str, str] = {
    "range": N_("From {low} to {high}"),
    "id.unknown": N_("Not one of your own ids"),
    "edit.no_was": N_("Load the card again"),
    "part.unknown": N_("Not on this card"),
    "part.exists": N_("Already on this card"),
    "customer.hangs": N_("{what}: inactivate instead"),
    "setting.unknown": N_("No such setting"),
    "setting.vat_type": N_("Has a switch of its own"),
    "setting.lengths": N_("Shortest above longest"),
    "setting.yes_no": N_("Yes or no"),
    "setting.text": N_("A text"),
    "setting.time_zone": N_("Like Europe/Stockholm"),
    "login.taken": N_("Taken: choose another"),
}
LONG: dict[str, str] = {
    "range": N_("Choose a number from {low} to {high}"),
    "id.unknown": N_("The new row has an id that was not given out here: close the form, open it and save again"),
    "edit.no_was": N_("What the field held before is not known: load the card again and change it once more"),
    "part.unknown": N_("This row does not belong to the card: load the card again"),
    "part.exists": N_("This row is on the card already: load the card again"),
    "customer.hangs": N_("{what} hang on this customer, so it cannot be deleted: inactivate it instead"),
    "setting.unknown": N_("There is no setting {key}: kundkort settings shows them all"),
    "setting.vat_type": N_("VAT type gives every customer a value when it is turned on: use its own switch"),
    "setting.lengths": N_("The shortest customer number may not be longer than the longest: change one of the two"),
    "setting.yes_no": N_("Choose yes or no"),
    "setting.text": N_("Write a text"),
    "setting.time_zone": N_("Write a time zone like Europe/Stockholm"),
    "login.taken": N_("There is a user with this login already: choose another"),
}
