"""Who sees what of a customer, and who may do what: rights on operations, fields and rows."""

from __future__ import annotations

import pytest
from msgspec import UNSET

from core.customers.api import (
    change_customer,
    create_customer,
    delete_customer,
    get_customer,
    switch_vat_type,
    unmask_customer,
)
from core.customers.views import (
    Buyer,
    BuyerChange,
    CustomerChange,
    CustomerDraft,
    CustomerType,
)
from core.edits import Edit, Parts
from core.errors import Conflict, Invalid, NotFound, Refused
from core.local import LocalRegister
from core.rights import Right
from tests.conftest import OpenAs
from tests.core.customers.making import make, new_id

PERSONAL = "198112189876"


async def test_only_an_administrator_changes_a_number(register: LocalRegister, open_as: OpenAs) -> None:
    made = await make(register)
    per = await open_as("per")
    with pytest.raises(Invalid, match=r"number number\.locked"):
        await per(change_customer, made.id, CustomerChange(number=Edit("7", "1")))
    unchanged = await per(change_customer, made.id, CustomerChange(number=Edit("1", "1")))
    assert unchanged == made


async def test_whoever_makes_a_customer_sees_it_and_nobody_else_who_is_only_assigned(
    register: LocalRegister, open_as: OpenAs
) -> None:
    theirs = await make(register, number="10")
    per, eva = await open_as("per", only_assigned=True), await open_as("eva", only_assigned=True)
    mine = await make(per)
    assert mine.number == "11"
    assert (await per(get_customer, mine.id)).id == mine.id
    assert (await register(get_customer, mine.id)).id == mine.id
    for other, hidden in ((per, theirs), (eva, mine)):
        with pytest.raises(NotFound):
            await other(get_customer, hidden.id)
        with pytest.raises(NotFound):
            await other(change_customer, hidden.id, CustomerChange(name=Edit("x", "Brf Ekbacken")))
    with pytest.raises(Invalid, match="number taken"):
        await make(per, number="10")


async def test_rights_are_asked_for(register: LocalRegister, open_as: OpenAs) -> None:
    made = await make(register)
    per = await open_as("per", without=(Right.CUSTOMER_EDIT, Right.CUSTOMER_CREATE))
    for right, call in (
        (Right.CUSTOMER_EDIT, per(change_customer, made.id, CustomerChange())),
        (Right.CUSTOMER_CREATE, per(create_customer, CustomerDraft(id=1, name="x"))),
        (Right.CUSTOMER_DELETE, per(delete_customer, made.id)),
        (Right.CUSTOMER_UNMASK, per(unmask_customer, made.id)),
        (Right.ADMINISTRATOR, per(switch_vat_type, True)),
    ):
        with pytest.raises(Refused, match=right.value):
            await call


@pytest.mark.parametrize("customer_type", ["company", "private"])
async def test_a_personal_number_stands_in_no_view_and_is_shown_with_a_trace(
    register: LocalRegister, customer_type: CustomerType
) -> None:
    made = await make(
        register,
        type=customer_type,
        org_no="811218-9876",
        vat_no="SE811218987601",
        e_invoice="8112189876",
        buyers=(Buyer(await new_id(register), "811218-9876"),),
    )
    assert (made.org_no, made.vat_no, made.e_invoice) == (UNSET, UNSET, UNSET)
    assert (made.org_no_masked, made.vat_no_masked) == ("811218-••••", "SE811218••••01")
    assert (made.buyers[0].personal_no, made.buyers[0].masked) == (UNSET, "811218-••••")
    shown = await register(unmask_customer, made.id)
    assert shown == {
        "org_no": PERSONAL,
        "vat_no": "SE811218987601",
        "e_invoice": "0007:8112189876",
        f"buyers.{made.buyers[0].id}": PERSONAL,
    }
    assert await register(get_customer, made.id) == made


async def test_a_comment_is_for_those_who_may_see_it(register: LocalRegister, open_as: OpenAs) -> None:
    made = await make(register, comment="Portkod 4711")
    assert made.comment == "Portkod 4711"
    per = await open_as("per", without=(Right.COMMENT_SEE,))
    unseen = await per(get_customer, made.id)
    assert unseen.comment is UNSET
    written = await per(change_customer, made.id, CustomerChange(comment=Edit("Ring först", seen=unseen.seq)))
    assert written.comment is UNSET
    assert (await register(get_customer, made.id)).comment == "Ring först"
    with pytest.raises(Conflict) as met:
        await per(change_customer, made.id, CustomerChange(comment=Edit("Annat", seen=unseen.seq)))
    clash = met.value.clashes[0]
    assert (clash.field, clash.was, clash.mine, clash.theirs) == ("comment", None, "Annat", None)


async def test_a_hidden_number_can_be_written_over_by_who_saw_the_mask(register: LocalRegister) -> None:
    buyer = await new_id(register)
    made = await make(register, type="private", org_no=PERSONAL, buyers=(Buyer(buyer, PERSONAL),))
    change = CustomerChange(
        org_no=Edit("121212-1212", seen=made.seq),
        buyers=Parts(changed=(BuyerChange(buyer, personal_no=Edit("701063-2391", seen=made.seq)),)),
    )
    changed = await register(change_customer, made.id, change)
    assert changed.org_no_masked == "121212-••••"
    assert (await register(unmask_customer, made.id))[f"buyers.{buyer}"] == "197010632391"
    with pytest.raises(Conflict) as met:
        await register(change_customer, made.id, CustomerChange(org_no=Edit(PERSONAL, seen=made.seq)))
    assert met.value.clashes[0].theirs == "121212-••••"
