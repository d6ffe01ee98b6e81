"""What the company bought to use software: enough of some, too little of other, and suites that go where they save."""

from cmdb_server.licence_position.rights import Factor
from cmdb_server.licences.entitlement import Entitlement, Product

_ADOBE = tuple(Product(publisher="Adobe", product=name) for name in ("Photoshop", "Illustrator"))


ENTITLEMENTS = (
    Entitlement(
        name="Microsoft 365 Apps for enterprise",
        products=(Product(publisher="Microsoft", product="Microsoft 365 Apps"),),
        metric="device",
        quantity=400,
        unit_price="144.00",
        starts="2026-01-01",
        ends="2028-12-31",
        order="PO-26-0117",
    ),
    Entitlement(
        name="Visio Professional 2021",
        products=(Product(publisher="Microsoft", product="Visio", edition="Professional"),),
        metric="device",
        quantity=40,
        unit_price="590.00",
        version="2021",
        starts="2022-03-01",
        order="PO-22-0302",
    ),
    Entitlement(
        name="Creative Cloud, all apps",
        products=_ADOBE,
        metric="device",
        quantity=16,
        unit_price="780.00",
        starts="2026-06-01",
        ends="2027-05-31",
        order="PO-26-0598",
    ),
    Entitlement(
        name="Photoshop, single app",
        products=_ADOBE[:1],
        metric="device",
        quantity=25,
        unit_price="290.00",
        starts="2026-06-01",
        ends="2027-05-31",
        order="PO-26-0599",
    ),
    Entitlement(
        name="Cisco Secure Client, 300 at once",
        products=(Product(publisher="Cisco", product="Secure Client"),),
        metric="concurrent",
        stated=212,
        quantity=300,
        unit_price="18.00",
        starts="2025-01-01",
        order="PO-25-0044",
    ),
    Entitlement(
        name="Oracle Java SE, by processor",
        products=(Product(publisher="Oracle", product="Java SE"),),
        metric="core",
        scope="cluster",
        factors=(Factor("xeon*", 50),),
        quantity=64,
        unit_price="300.00",
        starts="2025-07-01",
        order="PO-25-0711",
        note="Virtual machines may move within their cluster, so all its cores count.",
    ),
)
