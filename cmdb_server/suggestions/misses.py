"""What the map lacks or has too much, as predictions of changes and of the causes of incidents came out.

One time is chance, and so is what is seen in the fewer part of the times: other things happen meanwhile.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from cmdb_server.suggestions.facts import Facts, Suggestion, Tried, listed

_LEAST, _SHARE = 2, 0.5
_UNFORETOLD = frozenset(("unexpected", "elsewhere"))
_HIT = frozenset(("hit", "worse"))


def suggested_by_misses(facts: Facts) -> Iterator[Suggestion]:
    """To need what took one down that nobody foretold; to need less what did not, though it was foretold."""
    times: dict[str, list[Tried]] = {}
    for one in facts.tried:
        times.setdefault(one.ci, []).append(one)
    for ci, tried in sorted(times.items()):
        if len(tried) >= _LEAST:
            yield from _missed(facts, ci, tried)
    yield from _doubted(facts)


def _missed(facts: Facts, ci: str, tried: Sequence[Tried]) -> Iterator[Suggestion]:
    counts = Counter(uid for one in tried for uid, verdict in one.verdicts.items() if verdict in _UNFORETOLD)
    found = {uid for uid, count in counts.items() if count >= max(_LEAST, _SHARE * len(tried)) and uid != ci}
    for uid in sorted(found):
        if facts.needs_of.get(uid, frozenset()) & found:
            continue  # it went down with what it needs
        numbers = [one.number for one in tried if one.verdicts.get(uid) in _UNFORETOLD]
        times = f"{len(numbers)} of {len(tried)} times that {facts.name(ci)} was worked on or failed"
        evidence = (
            f"{facts.name(uid)} was seen down or degraded in {times}: {listed(numbers)}",
            "nobody had foretold that",
        )
        title = f"{facts.name(uid)} needs {facts.name(ci)}"
        yield Suggestion(f"missed:{uid}:{ci}", "missed", title, evidence, (ci,), (uid,), weight=len(numbers))


def _doubted(facts: Facts) -> Iterator[Suggestion]:
    """Dependencies of what went on working on what did not, wherever that was seen."""
    pairs: dict[tuple[str, str], list[str]] = {}
    kept: Counter[tuple[str, str]] = Counter()
    for one in facts.tried:
        fallen = {one.ci, *(uid for uid, verdict in one.verdicts.items() if verdict in _HIT)}
        for uid, verdict in one.verdicts.items():
            for need in facts.needs_of.get(uid, frozenset()) & fallen - {uid}:
                if verdict == "missing":
                    pairs.setdefault((uid, need), []).append(one.number)
                elif verdict in _HIT:
                    kept[uid, need] += 1
    for (uid, need), numbers in sorted(pairs.items()):
        if len(numbers) >= _LEAST and not kept[uid, need]:
            evidence = (
                f"{facts.name(uid)} went on working {len(numbers)} times while {facts.name(need)} did not",
                f"it was foretold to go down: {listed(numbers)}",
            )
            title = f"{facts.name(uid)} works without {facts.name(need)}"
            yield Suggestion(f"doubted:{uid}:{need}", "doubted", title, evidence, (need,), (uid,), weight=len(numbers))
