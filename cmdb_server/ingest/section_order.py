"""In which order the sections of a report are stored: what others refer to comes before them."""

from collections.abc import Sequence

from cmdb_server.ingest.items import CheckedSection


def in_order(sections: Sequence[CheckedSection], root_ref: str) -> list[CheckedSection]:
    """The section with the root CI first, then each after those that hold the CIs it refers to, else as sent."""
    if len(sections) == 1:
        return list(sections)
    holders: dict[str, str] = {}
    for section in sections:
        holders |= {ref: section.name for ref, item in section.items.items() if item.ci_class is not None}
    waiting = sorted(sections, key=lambda section: holders.get(root_ref) != section.name)
    needed = {section.name: _needed(section, holders) for section in sections}
    ordered: list[CheckedSection] = []
    while waiting:
        left = {section.name for section in waiting}
        # Sections that refer to each other in a circle go as they were sent.
        chosen = next((section for section in waiting if not needed[section.name] & left), waiting[0])
        waiting.remove(chosen)
        ordered.append(chosen)
    return ordered


def _needed(section: CheckedSection, holders: dict[str, str]) -> set[str]:
    """The other sections that hold CIs to which this one refers."""
    refs = {claim.target for item in section.items.values() for claim in item.claims if isinstance(claim.target, str)}
    refs |= {ref for ref, item in section.items.items() if item.ci_class is None}
    return {holders[ref] for ref in refs if ref in holders} - {section.name}
