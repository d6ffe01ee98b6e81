"""Services whose owner is told by name only, where there is a team of that name."""

from collections.abc import Iterator

from cmdb_server.suggestions.facts import Facts, Suggestion


def suggested_owners(facts: Facts) -> Iterator[Suggestion]:
    """The team that a source names as owner, for services that no relationship gives one."""
    for service in facts.services.values():
        team = facts.teams.get(service.owner_name.strip().casefold())
        if team and not service.owners:
            evidence = (f"the sources of {service.name} call its owner {service.owner_name}, and there is such a team",)
            title = f"{facts.name(team)} owns {service.name}"
            yield Suggestion(f"owner:{service.uid}:{team}", "owner", title, evidence, (service.uid, team))
