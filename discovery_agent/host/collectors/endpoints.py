"""Addresses and ports where programs listen."""

from discovery_agent.host.activity import Activity
from discovery_agent.host.collector import ACTIVITY, Collector, Reading
from discovery_agent.host.listening import listeners_of
from discovery_agent.host.local_networks import local_networks_of
from discovery_agent.host.machine import Machine
from discovery_agent.host.virtual_addresses import served_virtually
from graph_schema.ci_classes.endpoint import Endpoint
from graph_schema.relationships import PART_OF, PROVIDED_BY
from graph_schema.report import Ref, Section


def read(machine: Machine) -> Reading[Activity]:
    """The shared reading of processes and sockets."""
    return Reading(machine.activity, tuple(machine.activity["gaps"]), tuple(machine.activity["remarks"]))


def interpret(activity: Activity, section: Section, root: Ref) -> None:
    """One endpoint for each address, port and protocol; whose it is where a process can be seen holding it."""
    networks = local_networks_of(activity)
    # At an address that several machines keep it is their group that serves, as collectors/applications.py tells.
    virtual = {(entry.address, entry.program) for entry in served_virtually(activity)}
    for listener, sockets in listeners_of(activity).items():
        where = f"[{listener.address}]" if ":" in listener.address else listener.address
        endpoint = section.add(
            Endpoint(
                name=f"{where}:{listener.port}/{listener.protocol}",
                address=listener.address,
                port=listener.port,
                protocol=listener.protocol,
            ),
        )
        section.relate(endpoint, PART_OF, root)
        program = networks.provider(listener, sockets)
        if program is not None and (listener.address, program.key) not in virtual:
            section.relate(endpoint, PROVIDED_BY, program.ref)


collector = Collector(name="endpoints", enumerates=(Endpoint,), read=read, interpret=interpret, stage=ACTIVITY)
