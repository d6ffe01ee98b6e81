"""Which CI of an export is which node, service and port of the lab: by hardware address, process and user."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

PROCESS_NAME_LENGTH = 15


@dataclass(frozen=True)
class Names:
    """The uids of what the lab calls NODE, NODE/SERVICE and NODE:PORT, and the node of each service.

    A service that the export does not have is in `node_of` only.
    """

    uids: Mapping[str, str]
    node_of: Mapping[str, str]

    def states(self, said: Mapping[str, str]) -> dict[str, str]:
        """The services that are not up, out of the states of CIs; who is not known is as its node is."""
        found = {name: said.get(self.uids.get(name) or self.uids.get(node, ""), "up") for name, node in self._services}
        return {name: state for name, state in sorted(found.items()) if state != "up"}

    @property
    def _services(self) -> Iterable[tuple[str, str]]:
        return self.node_of.items()


def names_of(truth: Mapping[str, Any], export: Iterable[Mapping[str, Any]]) -> Names:
    """The names of a ground truth in an export (its lines as objects)."""
    cis: dict[str, Mapping[str, Any]] = {}
    targets: dict[str, dict[str, str]] = defaultdict(dict)
    for line in export:
        if line["kind"] == "ci":
            cis[line["uid"]] = line
        elif "valid_to" not in line["attributes"]:
            targets[line["type"]][line["source"]] = line["target"]
    uids: dict[str, str] = {}
    node_of: dict[str, str] = {}
    for node in truth["nodes"]:
        ports = _ports(node, cis)
        uids |= {f"{node['name']}:{port}": uid for port, uid in ports.items()}
        devices = sorted({targets["PART_OF"][uid] for uid in ports.values() if uid in targets["PART_OF"]})
        if devices:
            uids[node["name"]] = devices[0]
        programs = [ci for uid, ci in cis.items() if targets["RUNS_ON"].get(uid) in devices]
        for service in node["services"]:
            node_of[service["id"]] = node["name"]
            if found := _programs(service, programs):
                uids[service["id"]] = found[0]
    return Names(uids, node_of)


def _ports(node: Mapping[str, Any], cis: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    names = {entry["mac"]: entry["name"] for entry in node["interfaces"]}
    found = {uid: names.get(ci["attributes"].get("mac_address", "")) for uid, ci in cis.items()}
    return {name: uid for uid, name in found.items() if name and cis[uid]["ci_class"] == "network_interface"}


def _programs(service: Mapping[str, Any], programs: Iterable[Mapping[str, Any]]) -> list[str]:
    """The running programs with the service's process and user, those of its name first."""
    wanted = (service["process"][:PROCESS_NAME_LENGTH], service["user"])
    fit = [
        ci
        for ci in programs
        if (ci["attributes"].get("process_name", "")[:PROCESS_NAME_LENGTH], ci["attributes"].get("user")) == wanted
    ]
    return [ci["uid"] for ci in sorted(fit, key=lambda ci: (ci["name"] != service["name"], ci["uid"]))]
