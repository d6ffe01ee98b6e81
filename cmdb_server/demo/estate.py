"""The estate as reports: one for each root CI, part by part."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from cmdb_server.demo import parts
from cmdb_server.demo.chance import Chance
from graph_schema.loading import load_all
from graph_schema.report import Ref, Report, Root, Section

SOURCE = "demo:estate"
DEFAULT_SEED = 1


@dataclass(frozen=True)
class Estate:
    """What every part is given: the source of values and the time at which all was seen (RFC 3339 UTC)."""

    chance: Chance
    observed_at: str

    def report(self, root: Ref, sections: Sequence[Section]) -> Report:
        """The report about a root CI that its first section holds."""
        text = f"{self.chance.seed}/{self.observed_at}/{root}"
        report_id = f"demo-{blake2b(text.encode(), digest_size=10).hexdigest()}"
        ci_class = sections[0].cis[root].ci_class
        return Report(report_id, f"{SOURCE}:{root}", self.observed_at, Root(root, ci_class), tuple(sections))


@dataclass(frozen=True)
class Part:
    """One part of the estate: `reports` makes a report for each of its root CIs."""

    name: str
    reports: Callable[[Estate], Iterator[Report]]


def generate(observed_at: datetime, seed: int = DEFAULT_SEED) -> Iterator[Report]:
    """All reports of the estate; the same seed and time give the same reports, another time only another time."""
    estate = Estate(Chance(seed), observed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    for part in load_all(parts, Part):
        yield from part.reports(estate)
