"""Whether changes from a template need no approval of their own: approved once, and not failed too often. Pure.

It follows from what is kept, so it holds at the very moment at which a change fails, on every server.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cmdb_server.itsm.record import Record
from cmdb_server.itsm.rule_book import Versioned
from cmdb_server.itsm.templates.template import FREE, NEVER, Template, digest_of
from cmdb_server.timestamps import microseconds

FAILED = frozenset(("backed_out", "failed"))


class StandardRule(Versioned, frozen=True):
    """A template is a standard change no longer once so many (`failures`) of the last so many (`of_last`) failed."""

    failures: int = 2
    of_last: int = 10


@dataclass(frozen=True)
class Ran:
    """A change from a template that is over: how it ended, and when (RFC 3339)."""

    number: str
    outcome: str
    ended_at: str


@dataclass(frozen=True)
class Standing:
    """`is_standard`: changes from it need no approval of their own while their risk is low; else `why` they do.

    `ran` are the changes from it that are over, the last first; `counted` those that count since it was approved.
    """

    is_standard: bool
    why: str
    ran: Sequence[Ran]
    counted: Sequence[Ran]

    @property
    def succeeded(self) -> int:
        """How many went well, difficulties or not."""
        return sum(one.outcome not in FAILED for one in self.ran)


def standing_of(template: Template, ran: Sequence[Ran], rule: StandardRule, approved_at: int) -> Standing:
    """How a template stands by the changes from it; `approved_at` is when it was approved, in microseconds."""
    latest = sorted(ran, key=lambda one: (microseconds(one.ended_at), one.number), reverse=True)
    approval = template.approval
    if template.wanted.type != "change" or approval is None:
        return Standing(is_standard=False, why="nobody has approved it as a standard change", ran=latest, counted=())
    counted = [one for one in latest if microseconds(one.ended_at) > approved_at][: rule.of_last]
    if approval.digest != digest_of(template.wanted):
        why = f"it was changed since {approval.by} approved it"
        return Standing(is_standard=False, why=why, ran=latest, counted=counted)
    failed = [one.number for one in counted if one.outcome in FAILED]
    if len(failed) >= rule.failures:
        why = f"{len(failed)} of the last {len(counted)} changes from it failed: {', '.join(failed)}"
        return Standing(is_standard=False, why=why, ran=latest, counted=counted)
    return Standing(is_standard=True, why="", ran=latest, counted=counted)


def departs(template: Template, record: Record) -> str:
    """In what a change is another one than its template says, "" in nothing."""
    fixed = {name: value for name, value in template.wanted.values.items() if name not in FREE | NEVER}
    other = sorted(name for name, value in fixed.items() if record.value(name) != value)
    return f"it differs from its template in {', '.join(other)}" if other else ""
