"""What DNS names mean: who answers for them, what they stand for, and which programs are configured to use them."""

from discovery_agent.host.application_facts import ApplicationReading, ZoneReading
from graph_schema.ci_classes.dns_name import DNSName
from graph_schema.ci_classes.ip_address import IPAddress
from graph_schema.ci_classes.redundancy_group import RedundancyGroup
from graph_schema.relationships import DEPENDS_ON, HAS_MEMBER, PROVIDED_BY, RESOLVES_TO
from graph_schema.report import Ref, Section, target

_ONE_IS_ENOUGH = "each server of a zone answers for all of it; who gets no answer from one asks the next"


def add_zones(entry: ApplicationReading, program: Ref, section: Section) -> None:
    """The group of the servers of each zone, of which each tells of itself, and the names that the primary has."""
    for zone in entry.get("zones", []):
        group = section.add(
            RedundancyGroup(
                name=f"name servers of {zone['name']}",
                k=1,
                k_reason=_ONE_IS_ENOUGH,
                group_type="name_servers",
                group_key=f"dns_zone:{zone['name']}",
            ),
        )
        section.relate(group, HAS_MEMBER, program)
        _add_names(zone, group, section)


def relate_names(entry: ApplicationReading, program: Ref, section: Section) -> None:
    """That a program does not find what it uses without the names by which its configuration says where it is."""
    told: set[str] = set()
    for need in entry["needs"]:
        name = need.get("whole_name") or need["host"].rstrip(".").lower()
        if need.get("is_dns_name") and need["is_certain"] and name not in told:
            told.add(name)
            reason = need["reason"] if need["strength"] == "soft" else f"its configuration names {name}"
            section.relate(
                program,
                DEPENDS_ON,
                section.add(DNSName(name=name)),
                strength=need["strength"] or "hard",
                strength_reason=reason,
                derivation="configuration",
            )


def _add_names(zone: ZoneReading, group: Ref, section: Section) -> None:
    refs = {name: section.add(DNSName(name=name)) for name in dict.fromkeys(record[0] for record in zone["records"])}
    for ref in refs.values():
        section.relate(ref, PROVIDED_BY, group)
    for name, kind, value in zone["records"]:
        if kind == "CNAME":
            told = {"strength": "hard", "strength_reason": f"an alias of {value}", "derivation": "zone"}
            section.relate(refs[name], DEPENDS_ON, section.add(DNSName(name=value)), **told)
        else:
            section.relate(refs[name], RESOLVES_TO, target(IPAddress(address=value)))
