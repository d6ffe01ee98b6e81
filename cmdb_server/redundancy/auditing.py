"""What is wrong with a redundancy group: a pure function of its members."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

Severity: TypeAlias = Literal["lost", "none", "weak", "ok"]
_ORDER: tuple[Severity, ...] = ("lost", "none", "weak", "ok")


class Member(NamedTuple):
    """A member of a group: the machine and the site that it stands on, and whether it was not seen for long.

    Both are "" where they are not known or do not matter: the disks of a machine are in it.
    """

    uid: str
    machine: str
    site: str
    is_stale: bool = False


class Finding(NamedTuple):
    """Something that is wrong with a group, in words."""

    severity: Severity
    text: str


def findings(members: Sequence[Member], k: int | None, shared: Iterable[tuple[str, int]] = ()) -> list[Finding]:
    """What is wrong with a group of these members of which k are needed, the worst first; k is None where unstated.

    `shared` are things whose failure alone breaks the group: what each is, and how many members fall with it.
    """
    together = [Finding("none", f"{lost} of {len(members)} members fall with one {what}") for what, lost in shared]
    found = dict.fromkeys((*_findings(members, k), *together))
    return sorted(found, key=lambda finding: _ORDER.index(finding.severity))


def severity_of(found: Sequence[Finding]) -> Severity:
    """The worst of what was found."""
    said = {finding.severity for finding in found}
    return next(severity for severity in _ORDER if severity in said or severity == _ORDER[-1])


def rank(severity: Severity) -> int:
    """The place of a severity, the worst first."""
    return _ORDER.index(severity)


def _findings(members: Sequence[Member], k: int | None) -> Iterator[Finding]:
    count, needed = len(members), 1 if k is None else k
    if count == 0:
        yield Finding("lost", "it has no members")
        return
    if needed > count:
        yield Finding("lost", f"{needed} members are needed and there are {count}")
    elif needed == count:
        yield Finding("none", "all members are needed" if count > 1 else "it has one member")
    if k is None:
        yield Finding("weak", "nobody stated how many members are needed; one is assumed")
    seen = sum(not member.is_stale for member in members)
    if seen < needed <= count:
        yield Finding("lost", f"only {seen} of the {needed} members that are needed were seen lately")
    elif seen == needed < count:
        yield Finding("none", "with those members that were seen lately none can be lost")
    yield from _together(members, needed)


def _together(members: Sequence[Member], needed: int) -> Iterator[Finding]:
    """A machine or a site whose loss alone leaves too few members."""
    spare = max(len(members) - needed, 1)
    on_machine, on_site = _most(member.machine for member in members), _most(member.site for member in members)
    if on_machine > spare:
        yield Finding("none", f"{on_machine} of {len(members)} members are on one machine")
    elif on_site > spare:
        yield Finding("weak", f"{on_site} of {len(members)} members are on one site")


def _most(places: Iterable[str]) -> int:
    """How many are at the same place."""
    return max(Counter(place for place in places if place).values(), default=0)
