"""A small estate that agents and a program reported to a real server.

`app` on app1 needs `postgres` on db1; the service `shop` needs `app`. Two servers are called twin.
"""

from dataclasses import dataclass

import httpx

from graph_schema.ci_classes.business_service import BusinessService
from graph_schema.ci_classes.server import Server
from graph_schema.ci_classes.software_instance import SoftwareInstance
from graph_schema.relationships import DEPENDS_ON
from graph_schema.report import Report, Root, Section, encode, ref_of, target
from tests.api.reporting import enrolled
from tests.api.serving import Serving
from tests.ingest.machines import START, Machine, digits

FORMULA = '=HYPERLINK("http://example.net","open")'
MACHINES = (
    Machine("app1", connects=(("10.0.0.2", 5432),), packages=(("nginx", "1.22"), ("openssl", "3.0"), ("zlib", "1.2"))),
    Machine("db1", "10.0.0.2", interfaces=("eth0", "eth1"), programs=("postgres",), listens=(5432,)),
    Machine("twin", "10.0.0.3", programs=(), machine_id=digits("one"), fqdn=None, serial_number="SN-ONE"),
    Machine("twin", "10.0.0.4", programs=(), machine_id=digits("two"), fqdn=None),
    Machine(FORMULA, "10.0.0.5", programs=(), machine_id=digits("three"), fqdn=None),
)


@dataclass(frozen=True)
class Estate:
    """What was reported; `roots` are the uids of the servers in the order of MACHINES."""

    server: Serving
    roots: tuple[str, ...]

    @property
    def app1(self) -> str:
        """The server app1."""
        return self.roots[0]

    @property
    def db1(self) -> str:
        """The server db1."""
        return self.roots[1]


def reported(server: Serving) -> Estate:
    """Report the estate."""
    roots: list[str] = []
    for number, machine in enumerate(MACHINES):
        agent = enrolled(server, f"machine{number}")
        answer = agent.send(agent.message(machine))
        assert answer.json()["status"] == "stored", answer.text
        roots.append(answer.json()["root_uid"])
    with server.client() as program:
        answer = program.post("/reports", content=encode(_services()))
        assert answer.json()["status"] == "stored", answer.text
    return Estate(server, tuple(roots))


def uid_of(client: httpx.Client, ci_class: str, name: str) -> str:
    """The uid of the only CI of that class and name."""
    items = client.get("/cis", params={"ci_class": ci_class, "limit": 500}).json()["items"]
    (uid,) = [item["uid"] for item in items if item["name"] == name]
    return uid


def _services() -> Report:
    root = Root(ref_of("business_service", "shop"), "business_service")
    section = Section("services")
    shop = section.add(BusinessService(name="shop", users=500, criticality=4))
    app = target(SoftwareInstance(instance_key="unit:app"), target(Server(machine_id=digits("app1"))))
    section.relate(shop, DEPENDS_ON, app, strength="hard")
    return Report("services-1", "api:services", START.isoformat(), root, (section,))
