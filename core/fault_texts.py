"""The texts of faults that operations find, not parsers of values: short beside a field, long in the status line."""

from __future__ import annotations

from core.exchange import fault_texts as exchange
from core.text import N_

SHORT: dict[str, str] = exchange.SHORT | {
    "range": N_("From {low} to {high}"),
    "id.unknown": N_("Not one of your own ids"),
    "position.unknown": N_("No place in this list"),
    "position.one": N_("Only one place at a time"),
    "edit.no_was": N_("Load the card again"),
    "part.unknown": N_("Not on this card"),
    "part.exists": N_("Already on this card"),
    "customer.hangs": N_("{what}: inactivate instead"),
    "position": N_("Begin from the top again"),
    "erased": N_("Erased, so it is gone"),
    "undo.done": N_("Taken back already"),
    "undo.removed": N_("The customer is deleted"),
    "undo.changed_since": N_("Changed since then"),
    "undo.oneself": N_("Not one's own user"),
    "demo.customers": N_("From 1 to {high}"),
    "demo.not_empty": N_("There are customers in it"),
    "setting.unknown": N_("No such setting"),
    "setting.vat_type": N_("Has a switch of its own"),
    "setting.lengths": N_("Shortest above longest"),
    "setting.yes_no": N_("Yes or no"),
    "setting.text": N_("A text"),
    "setting.time_zone": N_("Like Europe/Stockholm"),
    "login.taken": N_("Taken: choose another"),
}
LONG: dict[str, str] = exchange.LONG | {
    "range": N_("Choose a number from {low} to {high}"),
    "id.unknown": N_("The new row has an id that was not given out here: close the form, open it and save again"),
    "position.unknown": N_("The list is in another order by now: begin again from its top"),
    "position.one": N_("A window of the list begins at one place: choose one of after, before and last"),
    "edit.no_was": N_("What the field held before is not known: load the card again and change it once more"),
    "part.unknown": N_("This row does not belong to the card: load the card again"),
    "part.exists": N_("This row is on the card already: load the card again"),
    "customer.hangs": N_("{what} hang on this customer, so it cannot be deleted: inactivate it instead"),
    "position": N_("This place in the list is not known any more: begin from the top again"),
    "erased": N_("The value was erased for good: write it anew"),
    "undo.done": N_("This is taken back already: the history shows by whom"),
    "undo.removed": N_("The customer is deleted: take that back first, then this"),
    "undo.changed_since": N_("{name} was changed after that: take the later changes back first, or delete it"),
    "undo.oneself": N_("Nobody takes away the user they are themselves: another administrator can"),
    "demo.customers": N_("An example company has from 1 to {high} customers: choose a number between"),
    "demo.not_empty": N_("There are customers in this register already: make the example in a new one"),
    "setting.unknown": N_("There is no setting {key}: kundkort settings shows them all"),
    "setting.vat_type": N_("VAT type gives every customer a value when it is turned on: use its own switch"),
    "setting.lengths": N_("The shortest customer number may not be longer than the longest: change one of the two"),
    "setting.yes_no": N_("Choose yes or no"),
    "setting.text": N_("Write a text"),
    "setting.time_zone": N_("Write a time zone like Europe/Stockholm"),
    "login.taken": N_("There is a user with this login already: choose another"),
}
