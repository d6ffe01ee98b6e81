"""Sections that are cut to what a server takes at once: a device may list interfaces without end."""

from graph_schema.report import MAX_CIS, MAX_RELATIONSHIPS, Section

_MAX_REASON = 1024


def within_limits(section: Section) -> Section:
    """The section with the first of its CIs and relationships; where some are left out it is partial and says so."""
    cis, relationships = len(section.cis), len(section.relationships)
    if cis <= MAX_CIS and relationships <= MAX_RELATIONSHIPS:
        return section
    dropped = [*section.cis][MAX_CIS:]
    for ref in dropped:
        del section.cis[ref]
    gone = set(dropped)
    kept = [
        entry
        for entry in section.relationships
        if entry.source not in gone and not (isinstance(entry.target, str) and entry.target in gone)
    ]
    section.relationships[:] = kept[:MAX_RELATIONSHIPS]
    told = (cis - len(section.cis), f"of {cis:,} CIs"), (relationships - len(section.relationships), "relationships")
    left_out = " and ".join(f"{count:,} {what}" for count, what in told if count)
    if section.outcome == "complete":
        section.outcome = "partial"
    section.reason = "; ".join(filter(None, (section.reason, f"{left_out} are left out")))[-_MAX_REASON:]
    return section
