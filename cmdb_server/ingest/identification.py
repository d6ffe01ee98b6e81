"""Which sources speak of the same device: a pure function of all they say, not of the order in which it came.

Units are matched by the ordered rules of their class family: the first rule for which both sides have a value decides,
equal values match, different ones mean two devices.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cmdb_server.ingest.units import Unit


@dataclass(eq=False)
class Cluster:
    """The units of one device and the values they have for each rule."""

    units: list[Unit] = field(default_factory=list[Unit])
    values: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    def add(self, unit: Unit) -> None:
        """Take a unit in."""
        self.units.append(unit)
        for key in unit.keys:
            self.values.setdefault(key.rule, set()).add(key.text)


def clusters_of(units: Iterable[Unit], rules: Sequence[str]) -> list[Cluster]:
    """The devices behind units in the order given; `rules` are the names of the identification rules, strongest first.

    The order decides where a unit fits two devices that contradict each other: it must not be that of their arrival.
    """
    clusters: list[Cluster] = []
    for unit in units:
        single = Cluster()
        single.add(unit)
        joined: Cluster | None = None
        for cluster in list(clusters):
            if not is_same(cluster.values, single.values, rules):
                continue
            if joined is None:
                joined = cluster
                cluster.add(unit)
            elif not is_contradicted(joined.values, cluster.values, rules):
                for other in cluster.units:
                    joined.add(other)
                clusters.remove(cluster)
        if joined is None:
            clusters.append(single)
    return clusters


def is_same(one: Mapping[str, set[str]], other: Mapping[str, set[str]], rules: Sequence[str]) -> bool:
    """Whether the first rule that both sides have a value for finds an equal one."""
    decided = _first_common(one, other, rules)
    return decided != "" and bool(one[decided] & other[decided])


def is_contradicted(one: Mapping[str, set[str]], other: Mapping[str, set[str]], rules: Sequence[str]) -> bool:
    """Whether the first rule that both sides have a value for finds none in common."""
    decided = _first_common(one, other, rules)
    return decided != "" and not one[decided] & other[decided]


def name_clusters(clusters: Sequence[Cluster], created_at: Mapping[str, int]) -> list[str]:
    """The uid of each cluster: its oldest CI that no earlier cluster has taken, "" where it needs a new one."""
    taken: set[str] = set()
    names: list[str] = []
    for cluster in clusters:
        own = {unit.uid for unit in cluster.units if unit.uid in created_at} - taken
        chosen = min(own, key=lambda uid: (created_at[uid], uid), default="")
        taken.add(chosen)
        names.append(chosen)
    return names


def _first_common(one: Mapping[str, set[str]], other: Mapping[str, set[str]], rules: Sequence[str]) -> str:
    return next((rule for rule in rules if one.get(rule) and other.get(rule)), "")
