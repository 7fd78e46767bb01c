"""What can be asked of the example company: to be made, in a register that has no customers."""

from __future__ import annotations

from core.errors import Invalid
from core.operation import never, outside
from core.rights import Right


@outside(
    "POST /example",
    name="demo.fill",
    needs=Right.ADMINISTRATOR,
    raises=(Invalid,),
    undo=never("an example register is thrown away as a whole"),
)
def fill_with_example(customers: int = 2_000) -> int:
    """Fill an empty register with the example company's customers (1 to 1,000,000); return how many there are.

    Always the same ones: fewer are the first of more. They come in chunks of one batch. Invalid where there are
    customers already ("demo.not_empty") or the number is out of range ("demo.customers").
    """
