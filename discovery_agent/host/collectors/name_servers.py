"""The name servers that a machine asks: of several each is optional, and all together are a group."""

from typing import TypedDict

from discovery_agent.host.collector import Answer, Collector, NotAvailable, Reading
from discovery_agent.host.machine import Machine
from discovery_agent.host.resolver_configuration import name_servers
from graph_schema.ci_classes.endpoint import Endpoint
from graph_schema.ci_classes.redundancy_group import RedundancyGroup
from graph_schema.relationships import DEPENDS_ON, HAS_MEMBER
from graph_schema.report import Ref, Section, Target, target

_PORT = 53
_REASON = "without it names are not resolved; what runs and is connected goes on"


class Facts(TypedDict):
    """Their addresses, in the order in which they are asked, and what the machine is called and known by."""

    servers: list[str]
    host_name: str
    machine: str


def read(machine: Machine) -> Answer[Facts]:
    """resolv.conf(5), which everybody may read."""
    found = name_servers(machine.system)
    if not found:
        return NotAvailable("resolv.conf names no name server of another machine")
    host_name = machine.system.kernel_name().network_name
    facts: Facts = {"servers": found, "host_name": host_name, "machine": machine.key}
    return Reading(facts)


def interpret(facts: Facts, section: Section, root: Ref) -> None:
    """What the machine depends on: the server, or the group of them."""
    servers = facts["servers"]
    told = {"strength": "soft", "strength_reason": _REASON, "derivation": "resolv.conf"}
    if len(servers) == 1:
        section.relate(root, DEPENDS_ON, _answering(servers[0]), **told)
        return
    group = section.add(
        RedundancyGroup(
            name=f"name servers of {facts['host_name']}",
            k=1,
            k_reason="the next one is asked when one does not answer",
            group_type="resolver",
            group_key=f"resolver:{facts['machine']}",
        ),
    )
    section.relate(root, DEPENDS_ON, group, **told)
    for address in servers:
        section.relate(group, HAS_MEMBER, _answering(address))


def _answering(address: str) -> Target:
    return target(Endpoint(address=address, port=_PORT, protocol="udp"))


collector = Collector(name="name_servers", enumerates=(RedundancyGroup,), read=read, interpret=interpret)
