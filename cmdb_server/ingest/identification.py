"""Which records speak of the same device: a pure function of all they say, not of the order in which it came.

The two groups of records whose score is highest become one, as long as it reaches a match; then it is looked anew.
A record that fits two devices about equally well which cannot both be it joins neither: a person is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import combinations

from cmdb_server.ingest.decisions import ONE, TWO, Decision, verdict_on
from cmdb_server.ingest.keys import Key
from cmdb_server.ingest.scoring import MATCH, Balance, Rule, Values, balance, values_of, weigh
from cmdb_server.ingest.units import Unit

_MARGIN = 15


@dataclass(frozen=True)
class Knowledge:
    """What decides beside the records: the rules, the values that identify nobody, decisions (latest first).

    Of the ignored values, `junk` are those that a person said or a crowd shows to be worthless; `ever` is what each
    record (ref key) ever said.
    """

    rules: Mapping[str, Rule]
    ignored: frozenset[str] = frozenset()
    decisions: Sequence[Decision] = ()
    junk: frozenset[str] = frozenset()
    ever: Mapping[str, AbstractSet[Key]] = field(default_factory=dict[str, AbstractSet[Key]])


@dataclass(eq=False)
class Cluster:
    """The records of one device and the values they have for each rule; `position` orders clusters."""

    position: int = 0
    units: list[Unit] = field(default_factory=list[Unit])
    values: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    @property
    def ref_keys(self) -> set[str]:
        """The keys of its records."""
        return {unit.ref_key for unit in self.units}

    def take(self, other: "Cluster") -> None:
        """Become one with another cluster."""
        self.position = min(self.position, other.position)
        self.units += other.units
        for rule, texts in other.values.items():
            self.values.setdefault(rule, set()).update(texts)


def clusters_of(units: Iterable[Unit], knowledge: Knowledge) -> list[Cluster]:
    """The devices behind records in the order given, which must not be that of their arrival."""
    clusters = [
        Cluster(position, [unit], values_of(unit.keys, knowledge.ignored)) for position, unit in enumerate(units)
    ]
    clusters = _joined_by_decision(clusters, knowledge)
    return _Agglomeration(clusters, knowledge).run()


@dataclass(frozen=True)
class Heads:
    """The CIs that records are or were of: when they were made or became aliases, and what they were known by."""

    created_at: Mapping[str, int]
    aliases: Mapping[str, int] = field(default_factory=dict[str, int])
    known_by: Mapping[str, Values] = field(default_factory=dict[str, Values])
    rules: Mapping[str, Rule] = field(default_factory=dict[str, Rule])

    def fits(self, uid: str, cluster: Cluster) -> bool:
        """Whether what a CI was known by until now would make it the cluster's device."""
        return balance(weigh(self.known_by.get(uid, {}), cluster.values, self.rules)).total >= MATCH


def name_clusters(clusters: Sequence[Cluster], heads: Heads) -> list[str]:
    """The uid of each cluster: its oldest CI that no earlier cluster has taken, "" where it needs a new one.

    A record under an address, which another device has now, brings the CI of the one before it along: so CIs go first
    to those whose identifiers they were known by. A cluster that is split off is again the alias it was before it was
    joined; those that were of a CI for longer come before it.
    """
    taken: set[str] = set()
    names = dict.fromkeys(range(len(clusters)), "")
    order = sorted(names, key=lambda position: _joined_at(clusters[position], heads.aliases))
    for position in order:
        fitting = {uid for uid in _own(clusters[position], heads) - taken if heads.fits(uid, clusters[position])}
        names[position] = _oldest(fitting, heads)
        taken.add(names[position])
    for position in order:
        if not names[position]:
            cluster = clusters[position]
            names[position] = _oldest(_own(cluster, heads) - taken, heads) or _alias(cluster, heads, taken)
            taken.add(names[position])
    return list(names.values())


def _own(cluster: Cluster, heads: Heads) -> set[str]:
    return {unit.uid for unit in cluster.units if unit.uid in heads.created_at}


def _oldest(uids: Iterable[str], heads: Heads) -> str:
    return min(uids, key=lambda uid: (heads.created_at[uid], uid), default="")


def _alias(cluster: Cluster, heads: Heads, taken: AbstractSet[str]) -> str:
    """The alias whose identifiers a cluster has, rather one that its records were of before; else one of those."""
    free = heads.aliases.keys() - taken
    own = {unit.former for unit in cluster.units} & free
    fitting = {uid for uid in free if heads.fits(uid, cluster)}
    return min(fitting & own or fitting or own, default="")


def _joined_at(cluster: Cluster, aliases: Mapping[str, int]) -> int:
    """When the first of its records came from another CI; 0 where one never did."""
    return min(aliases.get(unit.former, 0) for unit in cluster.units)


def _joined_by_decision(clusters: list[Cluster], knowledge: Knowledge) -> list[Cluster]:
    """All records of both sides of a decision that two are one, as far as no later word says otherwise."""
    left = clusters
    for decision in reversed(knowledge.decisions):
        while decision.verdict == ONE and (pair := _decided_pair(left, knowledge, decision)) is not None:
            one, other = pair
            one.take(other)
            left = [cluster for cluster in left if cluster is not other]
    return left


def _decided_pair(
    clusters: Sequence[Cluster], knowledge: Knowledge, decision: Decision
) -> tuple[Cluster, Cluster] | None:
    pairs = combinations(clusters, 2)
    return next((pair for pair in pairs if _verdict(*pair, knowledge, decision) == ONE), None)


def _verdict(one: Cluster, other: Cluster, knowledge: Knowledge, about: Decision | None = None) -> str:
    sides = one.ref_keys, other.ref_keys
    if about is not None and not about.is_between(*sides):
        return ""
    return verdict_on(knowledge.decisions, *sides)


class _Agglomeration:
    """Joins clusters step by step; `_scores` holds the pairs that share a value, by their positions."""

    def __init__(self, clusters: Iterable[Cluster], knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._clusters = {cluster.position: cluster for cluster in clusters}
        self._scores: dict[int, dict[int, Balance]] = {position: {} for position in self._clusters}
        by_text: dict[str, list[int]] = {}
        for position, cluster in sorted(self._clusters.items()):
            for text in {text for texts in cluster.values.values() for text in texts}:
                by_text.setdefault(text, []).append(position)
        for one, other in {pair for group in by_text.values() for pair in combinations(group, 2)}:
            self._compare(one, other)

    def run(self) -> list[Cluster]:
        """Join as long as a pair matches."""
        while (pair := self._best()) is not None:
            self._join(*pair)
        return [self._clusters[position] for position in sorted(self._clusters)]

    def _best(self) -> tuple[int, int] | None:
        matching = [
            (-found.total, one, other)
            for one, others in self._scores.items()
            for other, found in others.items()
            if one < other and found.total >= MATCH
        ]
        for _, one, other in sorted(matching):
            if not (self._is_ambiguous(one, other) or self._is_ambiguous(other, one)):
                return one, other
        return None

    def _is_ambiguous(self, one: int, chosen: int) -> bool:
        """Whether another fits nearly as well that would no longer once this one is joined with the chosen one."""
        best = self._scores[one][chosen].total
        return any(
            third != chosen
            and best - found.total < _MARGIN
            and found.total >= MATCH
            and self._would_be_apart((one, chosen), third)
            for third, found in self._scores[one].items()
        )

    def _would_be_apart(self, pair: tuple[int, int], third: int) -> bool:
        joined = Cluster()
        for position in pair:
            joined.take(self._clusters[position])
        return self._score(joined, self._clusters[third]).total < MATCH

    def _join(self, one: int, other: int) -> None:
        neighbours = (set(self._scores[one]) | set(self._scores[other])) - {one, other}
        for third in neighbours | {one}:
            self._scores[third].pop(other, None)
        del self._scores[other]
        self._clusters[one].take(self._clusters.pop(other))
        for third in neighbours:
            self._compare(one, third)

    def _compare(self, one: int, other: int) -> None:
        found = self._score(self._clusters[one], self._clusters[other])
        self._scores[one][other] = self._scores[other][one] = found

    def _score(self, one: Cluster, other: Cluster) -> Balance:
        if _verdict(one, other, self._knowledge) == TWO:
            return Balance(0, MATCH)
        return balance(weigh(one.values, other.values, self._knowledge.rules))
