"""What licences cost a year: those with a term, for the machines that use them, as far as they are owned."""

from datetime import date
from decimal import Decimal

import pytest

from cmdb_server.api.licence_costs import costs_of_licences
from cmdb_server.licence_position.estate import Estate, Installed, Machine
from cmdb_server.licence_position.position import position
from cmdb_server.licences.entitlement import Entitlement, Product
from cmdb_server.licences.keeping import Held
from cmdb_server.licences.positions import Positions

DAY = date(2027, 6, 30)


@pytest.mark.parametrize(
    ("ends", "quantity", "each"),
    [
        ("2027-12-31", 4, "30.00"),
        ("2028-12-30", 4, "15.00"),
        # Three use what was bought for two: what was paid is spread over them.
        ("2027-12-31", 2, "20.00"),
        ("", 4, None),
    ],
)
def test_each_machine_bears_the_units_that_it_uses(ends: str, quantity: int, each: str | None) -> None:
    bought = Entitlement(
        name="Tool",
        products=(Product(publisher="Acme", product="Tool"),),
        metric="device",
        quantity=quantity,
        starts="2027-01-01",
        ends=ends,
        unit_price="30",
    )
    machines = {uid: Machine(uid, uid) for uid in ("m1", "m2", "m3")}
    estate = Estate(machines, [Installed(uid, "Acme", "Tool") for uid in machines])
    right = bought.right_on("ent_1", DAY)
    assert right is not None
    held = {"ent_1": Held("ent_1", bought, 1, has_key=False)}

    found = list(costs_of_licences(Positions(DAY, estate, position(estate, [right]), held)))

    told = {next(iter(item.cis)): item.per_year for item in found}
    assert told == ({} if each is None else dict.fromkeys(machines, Decimal(each)))
    assert {(item.kind, item.number, item.currency) for item in found} <= {("licence", "ent_1", "EUR")}
