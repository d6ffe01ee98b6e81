"""Which observations are of the same CI: a pure function of all of them, not of the order in which they came.

Devices are matched by their class family's ordered rules: the first rule for which both sides have a value decides,
equal values match, different ones mean two devices. What is identified within an owner is matched by any of its
keys among the owner's dependents.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cmdb_server.ingest.keys import Key


class Sighting(NamedTuple):
    """One source's observation of a device: when, by whom, its keys in the order of the rules, its present CI."""

    observed_at: int
    source: str
    digest: str
    keys: tuple[Key, ...]
    ci_uid: str


@dataclass
class Cluster:
    """Sightings of one device and the values they have for each rule."""

    sightings: list[Sighting] = field(default_factory=list[Sighting])
    values: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    def add(self, sighting: Sighting) -> None:
        """Take a sighting in."""
        self.sightings.append(sighting)
        for key in sighting.keys:
            self.values.setdefault(key.rule, set()).add(key.text)


class Existing(NamedTuple):
    """A CI that is already there: its uid and when it was created."""

    uid: str
    created_at: int


def clusters_of(sightings: Iterable[Sighting], rules: Sequence[str]) -> list[Cluster]:
    """The devices behind a set of sightings; `rules` are the names of the identification rules, strongest first."""
    clusters: list[Cluster] = []
    for sighting in sorted(sightings, key=lambda entry: (entry.observed_at, entry.source, entry.digest)):
        single = Cluster()
        single.add(sighting)
        joined: Cluster | None = None
        for cluster in list(clusters):
            if not is_same(cluster.values, single.values, rules):
                continue
            if joined is None:
                joined = cluster
                cluster.add(sighting)
            elif not is_contradicted(joined.values, cluster.values, rules):
                for other in cluster.sightings:
                    joined.add(other)
                clusters.remove(cluster)
        if joined is None:
            clusters.append(single)
    return clusters


def is_same(one: Mapping[str, set[str]], other: Mapping[str, set[str]], rules: Sequence[str]) -> bool:
    """Whether the first rule that both sides have a value for finds an equal one."""
    for rule in rules:
        if one.get(rule) and other.get(rule):
            return bool(one[rule] & other[rule])
    return False


def is_contradicted(one: Mapping[str, set[str]], other: Mapping[str, set[str]], rules: Sequence[str]) -> bool:
    """Whether the first rule that both sides have a value for finds none in common."""
    for rule in rules:
        if one.get(rule) and other.get(rule):
            return not one[rule] & other[rule]
    return False


def name_clusters(clusters: Sequence[Cluster], existing: Mapping[str, Existing]) -> list[str]:
    """The uid of each cluster: its oldest CI that no earlier cluster has taken, "" where it needs a new one."""
    taken: set[str] = set()
    names: list[str] = []
    for cluster in clusters:
        own = {entry.ci_uid for entry in cluster.sightings if entry.ci_uid in existing} - taken
        chosen = min(own, key=lambda uid: (existing[uid].created_at, uid), default="")
        taken.add(chosen)
        names.append(chosen)
    return names


def match_dependent(keys: Sequence[Key], siblings: Mapping[str, str]) -> str:
    """The uid of the sibling (key text -> uid) that has one of the keys, the strongest first; "" for none."""
    return next((siblings[key.text] for key in keys if key.text in siblings), "")
