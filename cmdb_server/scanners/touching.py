"""Why a program is taken for a scanner: from whom it touches, at which ports, and who touches it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

# Agents that are there to be asked how a machine is.
AGENT_PORTS = frozenset(
    (161, 4949, 5666, 5693, 6556, 9100, 9104, 9113, 9115, 9117, 9121, 9182, 9187, 9256, 9323, 10050)
)
MONITORING = frozenset((
    *("alloy", "blackbox_exporter", "centreon-engine", "check_mk", "cmk", "icinga2", "monit", "nagios", "naemon"),
    *("prometheus", "sensu-backend", "shinken", "snmp_exporter", "telegraf", "uptime-kuma", "vmagent", "zabbix_proxy"),
    "zabbix_server",
))  # fmt: skip
SCANNING = frozenset((
    *("gvmd", "masscan", "naabu", "nessus-service", "nessusd", "nexpose", "nikto", "nmap", "nuclei", "openvas"),
    *("openvassd", "ospd-openvas", "rustscan", "zgrab2", "zmap"),
))  # fmt: skip
FEWEST_OF_KNOWN, FEWEST_WITH_AGENTS = 5, 10
_SHARE_WITH_AGENTS = 0.8
FEWEST_OF_UNKNOWN, FEWEST_PORTS = 20, 15


@dataclass(frozen=True)
class Touching:
    """A program and the ports at which it touches other machines, without what its configuration names.

    `is_used`: some program uses it, so that it may do for others what it does.
    """

    names: frozenset[str]
    ports: Mapping[str, frozenset[int]] = field(default_factory=dict[str, frozenset[int]])
    is_used: bool = False


def turns_on_users(program: Touching) -> bool:
    """Whether it is a scanner or not by whether somebody uses it."""
    return reason_of(replace(program, is_used=True)) != reason_of(replace(program, is_used=False))


def reason_of(program: Touching) -> str:
    """Why a program is a scanner, "" for one that is none.

    One that nobody knows must touch many ports of many machines and be used by nobody: what serves others, like a
    proxy, needs what it talks to.
    """
    machines = len(program.ports)
    touched = f"touches {machines} machines"
    if machines >= FEWEST_OF_KNOWN:
        for names, kind in ((MONITORING, "monitoring"), (SCANNING, "a scanner")):
            if known := sorted(program.names & names):
                return f"{known[0]} is {kind} and {touched}"
    with_agents = sum(not ports.isdisjoint(AGENT_PORTS) for ports in program.ports.values())
    if machines >= FEWEST_WITH_AGENTS and with_agents >= _SHARE_WITH_AGENTS * machines:
        return f"{touched}, of {with_agents} of them agents that are there to be asked"
    all_ports = frozenset[int]().union(*program.ports.values())
    if machines >= FEWEST_OF_UNKNOWN and len(all_ports) >= FEWEST_PORTS and not program.is_used:
        return f"{touched} at {len(all_ports)} different ports, and no program uses it"
    return ""
