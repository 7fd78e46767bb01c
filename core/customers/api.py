"""What can be asked of the customers."""

from __future__ import annotations

from core.customers.twin_views import Twin, TwinQuery
from core.customers.views import (
    Choices,
    Customer,
    CustomerChange,
    CustomerCount,
    CustomerDraft,
    CustomerQuery,
    CustomerRow,
    CustomerWindow,
    Removed,
)
from core.errors import Conflict, Invalid, NotFound
from core.operation import COMPENSATE, EDITS, never, outside, read, write
from core.rights import Right


@read("POST /customers/search", name="customers.list", raises=(Invalid,))
def list_customers(
    query: CustomerQuery,
    after: str = "",
    before: str = "",
    last: bool = False,
    limit: int = 100,
    at: int | None = None,
) -> CustomerWindow:
    """Return up to `limit` (1 to 500) rows of what `query` finds, in its order.

    From the beginning; or what follows the position `after`; or what stands before `before`; or the `last` ones; or
    from row number `at` on (0 is the first; beyond the end: the last rows), where the window's `offset` is known.
    Positions come from an earlier window in the same order; they stay right when rows come, go and change between two
    calls. Invalid where one is not, where the limit is out of range, the text longer than 200 characters, or the order
    one that needs fewer hits (code "order.narrow", `most` how many: narrow the search first).
    """


@read("POST /customers/count", name="customers.count", raises=(Invalid,))
def count_customers(query: CustomerQuery, cap: int = 1000) -> CustomerCount:
    """Count what `query` finds, and what its filters hide, to `cap`; apart from the rows, so that rows come first.

    Invalid where `cap` is not 1 to 1,000,000,000, or the text longer than 200 characters.
    """


@read("GET /customers/choices", name="customers.choices")
def customer_choices() -> Choices:
    """Return what filters and form offer: towns and languages in use, longest number, the next number."""


@read("POST /customers/twins", name="customers.twins", raises=(Invalid,))
def find_twins(query: TwinQuery) -> tuple[Twin, ...]:
    """Return the customers that one of these values might be the same as, the likeliest first, at most five.

    Inactive ones too; none that one may not see. Invalid where more than 50 values of a kind are given.
    """


@read("POST /customers/rows", name="customers.rows", raises=(Invalid,))
def get_rows(ids: tuple[int, ...]) -> tuple[CustomerRow, ...]:
    """Return the lines of these customers in their order; who is not there, or not for one to see, is left out.

    Invalid where there are more than 500.
    """


@read("GET /customers/{customer_id}", name="customers.get", raises=(NotFound,))
def get_customer(customer_id: int) -> Customer:
    """Return one card."""


@read("GET /customers/by-number/{number}", name="customers.by_number", raises=(NotFound,))
def get_customer_by_number(number: str) -> Customer:
    """Return the card with this number, or the one that had it before; numbers are compared case-blind."""


@write(
    "POST /customers",
    name="customers.create",
    needs=Right.CUSTOMER_CREATE,
    raises=(Invalid,),
    undo=EDITS,
)
def create_customer(draft: CustomerDraft) -> Customer:
    """Add a customer; an empty number becomes the next one where the setting allows it."""


@write(
    "PATCH /customers/{customer_id}",
    name="customers.change",
    needs=Right.CUSTOMER_EDIT,
    raises=(Invalid, Conflict, NotFound),
    undo=EDITS,
)
def change_customer(customer_id: int, change: CustomerChange) -> Customer:
    """Merge `change` into the customer and return the card as it now stands."""


@write(
    "DELETE /customers/{customer_id}",
    name="customers.delete",
    needs=Right.CUSTOMER_DELETE,
    raises=(Invalid, NotFound),
    undo=EDITS,
)
def delete_customer(customer_id: int) -> Removed:
    """Delete a customer on whom nothing hangs; else Invalid says what does. The number is not given again."""


@write(
    "POST /customers/{customer_id}/unmask",
    name="customers.unmask",
    needs=Right.CUSTOMER_UNMASK,
    raises=(NotFound,),
    undo=never("what was seen was seen"),
)
def unmask_customer(customer_id: int) -> dict[str, str]:
    """Return the personal numbers of a card in full by field ("org_no", "buyers.<id>" …); leaves a trace."""


@outside(
    "POST /customers/switch-vat-type",
    name="customers.switch_vat_type",
    needs=Right.ADMINISTRATOR,
    undo=COMPENSATE,
)
def switch_vat_type(on: bool) -> int:
    """Turn the setting VAT type on or off; return how many customers got another value.

    At switch-on every customer gets the value that reproduces what it showed (DOMAIN 5.4b): a bulk action in chunks,
    which stands when the last of them does. Nothing happens where the setting stands so already.
    """
