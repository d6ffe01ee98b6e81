"""Small reports as they are sent, with only the interesting values spelt out."""

from collections.abc import Mapping
from typing import Any

from discovery_agent.spool import Entry, Spool, says_of
from graph_schema.ci_classes.server import Server
from graph_schema.report import Report, Root, Section, message_bytes, message_of, ref_of

ROOT = Root(ref_of("server", "self"), "server", ("agent_key:agent-1",))


def message(report_id: str = "report-1", says: Mapping[str, str] | None = None, **options: str) -> dict[str, Any]:
    """A report with a section for each name in `says`, whose root CI carries the text as its kernel version."""
    sections: list[Section] = []
    for name, text in (says or {"computer": "6.1"}).items():
        section = Section(name, enumerates=("server",))
        section.add(Server(name="app1", kernel_version=text), ref="self")
        sections.append(section)
    observed_at = options.get("observed_at", "2026-01-01T00:00:00Z")
    return message_of(Report(report_id, "agent:agent-1", observed_at, ROOT, tuple(sections), "lab"))


def put(spool: Spool, report: Mapping[str, Any]) -> Entry:
    """Put a message into a spool."""
    return spool.put(message_bytes(report), says(report))


def says(report: Mapping[str, Any]) -> str:
    """What a message says."""
    hashes = {section["name"]: section["hash"] for section in report["sections"]}
    return says_of(report["root"]["ref"], hashes)
