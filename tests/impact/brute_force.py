"""The meaning of down, straight from its tables: every rule on every CI, round after round; no code of `impact`."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

ORDER = ("up", "at_risk", "degraded", "down")


@dataclass(frozen=True)
class Group:
    """A requirement as somebody wrote it, dirty or not."""

    of: str
    members: tuple[str, ...]
    k: int | None
    kind: str


@dataclass(frozen=True)
class CleanGroup:
    """A requirement after cleaning."""

    of: str
    members: frozenset[str]
    k: int
    kind: str


def clean(cis: Sequence[str], groups: Sequence[Group]) -> list[CleanGroup]:
    """Cleaning before anything else."""
    cleaned: list[CleanGroup] = []
    for group in groups:
        if group.of not in cis:
            continue
        members = frozenset(name for name in group.members if name in cis and name != group.of)
        k = len(members) if group.k is None else max(0, min(group.k, len(members)))
        cleaned.append(CleanGroup(group.of, members, k, group.kind))
    return cleaned


def forced(group: CleanGroup, state: dict[str, str]) -> str:
    """What one group forces on its owner, by the table."""
    n, k = len(group.members), group.k
    u = sum(1 for name in group.members if state[name] != "down")
    g = sum(1 for name in group.members if state[name] in ("up", "at_risk"))
    ok = sum(1 for name in group.members if state[name] == "up")
    hard = ((u < k, "down"), (g < k, "degraded"), (g < n or ok < k, "at_risk"))
    soft = ((u < k, "degraded"), (g < k, "at_risk"))
    table = hard if group.kind == "hard" else soft
    return next((state for condition, state in table if condition), "up")


def worst(*states: str) -> str:
    """The worst of several states."""
    return max(states, key=ORDER.index, default="up")


@dataclass(frozen=True)
class Answer:
    """States, and the synchronous round in which each CI got its final one."""

    states: dict[str, str]
    rounds: dict[str, int]


def given_states(cis: Sequence[str], down: Sequence[str], degraded: Sequence[str]) -> dict[str, str]:
    """The states that the question gives."""
    return {name: "down" if name in down else "degraded" if name in degraded else "up" for name in cis}


def evaluate(cis: Sequence[str], groups: Sequence[Group], down: Sequence[str], degraded: Sequence[str]) -> Answer:
    """All rules at once on all CIs, until nothing changes."""
    cleaned = clean(cis, groups)
    given = given_states(cis, down, degraded)
    state, rounds, step = dict(given), dict.fromkeys(cis, 0), 0
    while True:
        step += 1
        following = {
            name: worst(given[name], *(forced(group, state) for group in cleaned if group.of == name)) for name in cis
        }
        if following == state:
            return Answer(state, rounds)
        rounds |= {name: step for name in cis if following[name] != state[name]}
        state = following


def named(cis: Sequence[str], combination: Sequence[int]) -> dict[str, str]:
    """States by name out of their positions in ORDER."""
    return {name: ORDER[state] for name, state in zip(cis, combination, strict=True)}


def is_fixpoint(states: dict[str, str], given: dict[str, str], cleaned: Sequence[CleanGroup]) -> bool:
    """Whether every CI is exactly what it was given and what its groups force."""
    return all(
        state == worst(given[name], *(forced(group, states) for group in cleaned if group.of == name))
        for name, state in states.items()
    )


def evaluate_one_by_one(
    cis: Sequence[str], groups: Sequence[Group], down: Sequence[str], degraded: Sequence[str], order: Sequence[int]
) -> dict[str, str]:
    """The same rules, one group at a time in the given order, again and again until nothing changes."""
    cleaned = clean(cis, groups)
    state = given_states(cis, down, degraded)
    turns = [cleaned[number % len(cleaned)] for number in order] + cleaned if cleaned else []
    while True:
        before = dict(state)
        for group in turns:
            state[group.of] = worst(state[group.of], forced(group, state))
        if state == before:
            return state


def reach(cis: Sequence[str], groups: Sequence[Group], start: Sequence[str]) -> dict[str, int]:
    """Everything that depends on `start` over any requirement, with its distance."""
    cleaned = clean(cis, groups)
    distance = {name: 0 for name in cis if name in start}
    step = 0
    while True:
        step += 1
        fresh = {
            group.of
            for group in cleaned
            if group.of not in distance and any(distance.get(name) == step - 1 for name in group.members)
        }
        if not fresh:
            return distance
        distance |= dict.fromkeys(fresh, step)


def cannot_start(cis: Sequence[str], groups: Sequence[Group]) -> list[str]:
    """CIs outside the least fixpoint of "all hard groups have k started members"."""
    hard = [group for group in clean(cis, groups) if group.kind == "hard"]
    started: set[str] = set()
    while True:
        following = {
            name for name in cis if all(len(group.members & started) >= group.k for group in hard if group.of == name)
        }
        if following == started:
            return [name for name in cis if name not in started]
        started = following


@dataclass(frozen=True)
class Collision:
    """What two changes have in common."""

    same_ci: set[str]
    needed_by_second: set[str]
    needed_by_first: set[str]
    shared: set[str]
    joint: set[str]


def collide(
    cis: Sequence[str], groups: Sequence[Group], services: Sequence[str], first: Sequence[str], second: Sequence[str]
) -> Collision:
    """Two changes, each taking its CIs down."""
    alone = [evaluate(cis, groups, down, ()).states for down in (first, second)]
    both = evaluate(cis, groups, (*first, *second), ()).states
    rank = ORDER.index

    def needed(some: Sequence[str], others: Sequence[str]) -> set[str]:
        return {name for name in some for other in others if other != name and other in reach(cis, groups, (name,))}

    return Collision(
        set(first) & set(second),
        needed(first, second),
        needed(second, first),
        {name for name in services if min(rank(states[name]) for states in alone) >= rank("degraded")},
        {name for name in services if rank(both[name]) > max(rank(states[name]) for states in alone)},
    )


Links = Sequence[tuple[str, str]]


def linked(links: Links, start: str, failed: Collection[str]) -> set[str]:
    """Who is linked with one, however far, over those that have not failed."""
    found = {start} - set(failed)
    while more := {b for a, b in (*links, *(link[::-1] for link in links)) if a in found} - found - set(failed):
        found |= more
    return found


def evaluate_with_access(
    cis: Sequence[str], groups: Sequence[Group], network: tuple[Links, Links], down: Sequence[str]
) -> dict[str, str]:
    """States when who loses the last way to the gateways that it had is down: links, and CIs with their gateways."""
    links, homes = network
    isolated: set[str] = set()
    while True:
        states = evaluate(cis, groups, (*down, *isolated), ()).states
        failed = {name for name in cis if states[name] == "down"}
        had = {ci for ci, gateway in homes if gateway in linked(links, ci, ())}
        has = {ci for ci, gateway in homes if gateway in linked(links, ci, failed)}
        if not (more := had - has - failed):
            return states
        isolated |= more


def through(links: Links, ci: str, gateway: str) -> set[str]:
    """Everybody on any way that visits nobody twice."""

    def ways(at: str, seen: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if at == gateway:
            yield seen
            return
        for end in {b for a, b in (*links, *(link[::-1] for link in links)) if a == at} - set(seen):
            yield from ways(end, (*seen, end))

    return {name for way in ways(ci, (ci,)) for name in way} - {ci}


def single_points(cis: Sequence[str], groups: Sequence[Group], level: str) -> dict[str, set[str]]:
    """Per CI the other CIs whose failure alone puts it into `level` or worse."""
    alone = {name: evaluate(cis, groups, (name,), ()).states for name in cis}
    return {
        target: {name for name in cis if name != target and ORDER.index(alone[name][target]) >= ORDER.index(level)}
        for target in cis
    }


def availability(
    cis: Sequence[str], groups: Sequence[Group], works: Mapping[str, float], target: str
) -> dict[str, float]:
    """The probability of each state of the target, by all combinations of CIs that are down by themselves."""
    found: dict[str, float] = dict.fromkeys(ORDER, 0.0)
    for combination in product((False, True), repeat=len(cis)):
        down = [name for name, is_down in zip(cis, combination, strict=True) if is_down]
        share = prod(1 - works[name] if name in down else works[name] for name in cis)
        if share:
            found[evaluate(cis, groups, down, ()).states[target]] += share
    return found


def cut_sets(cis: Sequence[str], groups: Sequence[Group], target: str, order: int) -> set[frozenset[str]]:
    """Minimal sets of other CIs, of up to `order`, whose joint failure takes the target down."""
    found: set[frozenset[str]] = set()
    for size in range(1, order + 1):
        for chosen in combinations([name for name in cis if name != target], size):
            takes = evaluate(cis, groups, chosen, ()).states[target] == "down"
            if takes and not any(smaller < set(chosen) for smaller in found):
                found.add(frozenset(chosen))
    return found


def disjoint_paths(links: Sequence[tuple[int, int]], anchors: set[int], ci: int, failed: set[int]) -> int:
    """The largest number of paths from a CI to an anchor that share no link, and no CI except the ends."""
    left = [(place, set(link)) for place, link in enumerate(links) if not set(link) & failed and len(set(link)) > 1]

    def paths(at: int, seen: frozenset[int], used: frozenset[int]) -> list[tuple[frozenset[int], frozenset[int]]]:
        if at in anchors - failed:
            return [(seen - {at, ci}, used)]
        found: list[tuple[frozenset[int], frozenset[int]]] = []
        for place, link in left:
            (end,) = link - {at} if at in link else (at,)
            if end not in seen:
                found += paths(end, seen | {end}, used | {place})
        return found

    def most(choice: list[tuple[frozenset[int], frozenset[int]]]) -> int:
        if not choice:
            return 0
        (seen, used), *rest = choice
        return max(most(rest), 1 + most([path for path in rest if not path[0] & seen and not path[1] & used]))

    return 0 if ci in failed else most(paths(ci, frozenset({ci}), frozenset()))


def remedies(cis: Sequence[str], groups: Sequence[Group], failed: str) -> list[tuple[CleanGroup, set[str]]]:
    """Per hard requirement, the CIs that are down after a failure, and are not once that requirement is struck out."""
    cleaned = clean(cis, groups)
    kept = [Group(group.of, tuple(group.members), group.k, group.kind) for group in cleaned]
    down = {name for name, state in evaluate(cis, groups, (failed,), ()).states.items() if state == "down"}
    found: list[tuple[CleanGroup, set[str]]] = []
    for place, group in enumerate(cleaned):
        without = evaluate(cis, kept[:place] + kept[place + 1 :], (failed,), ()).states
        saved = {name for name in down if without[name] != "down"}
        if group.kind == "hard" and saved:
            found.append((group, saved))
    return found
