"""Which relationships a change of a few claims can touch: of a thousand packages only those that were upgraded.

Claims that name a CI which its identifier alone makes tell where they lead without looking anything up, so a
relationship that none of the changed ones leads to is left as it is. All other claims are looked at as a whole.
"""

from collections.abc import Mapping, Sequence
from itertools import compress, repeat
from operator import attrgetter, is_not
from typing import NamedTuple

from cmdb_server.ingest.items import Claim, Target
from cmdb_server.ingest.reconciliation import Said
from cmdb_server.ingest.targets import value_uid
from graph_schema import Registry
from graph_schema.data_sources import kind_of

_TARGET: "attrgetter[str | Target]" = attrgetter("target")


class Narrowed(NamedTuple):
    """What is said of CIs, without the claims that nothing changed; the targets left per CI and relationship type."""

    said: dict[str, Mapping[str, Said]]
    targets: dict[tuple[str, str], set[str]]


def changed_claims(registry: Registry, before: Said | None, after: Said) -> list[Claim] | None:
    """The claims that only one of two observations makes; None where more than claims tells relationships apart."""
    spec = registry.data_sources.get(kind_of(after.source))
    if before is None or spec is None or spec.latest_wins:
        return None
    if (before.is_absent, before.freshness, before.scope) != (after.is_absent, after.freshness, after.scope):
        return None
    old, new = _where_other(before.claims, after.claims)
    known, wanted = (dict(zip(map(id, claims), claims, strict=True)) for claims in (old, new))
    return [known.get(key) or wanted[key] for key in known.keys() ^ wanted.keys()]


def _where_other(old: Sequence[Claim], new: Sequence[Claim]) -> tuple[Sequence[Claim], Sequence[Claim]]:
    """The parts of two lists that may differ: of equally long ones only the places that do, which are few mostly.

    What only changed its place is in both parts.
    """
    if len(old) != len(new):
        return old, new
    are_other = list(map(is_not, old, new))
    return list(compress(old, are_other)), list(compress(new, are_other))


def narrow(
    registry: Registry, said: Mapping[str, Mapping[str, Said]], changed: Mapping[str, Sequence[Claim]]
) -> Narrowed:
    """What is left to look at where claims alone are other than before; `changed` are these, by the CI they are of."""
    found = Narrowed(dict(said), {})
    for uid, claims in changed.items():
        scopes = {entry.scope for entry in said[uid].values()}
        for kind in {claim.type for claim in claims}:
            of_kind = {claim.target for claim in claims if claim.type == kind}
            targets = {value_uid(registry, target, scope) for target in of_kind for scope in scopes}
            left = {key: _only(registry, entry, kind, targets) for key, entry in found.said[uid].items()}
            if None not in targets and None not in left.values():
                found.targets[uid, kind] = {target for target in targets if target}
                found.said[uid] = {key: entry for key, entry in left.items() if entry}
    return found


def _only(registry: Registry, said: Said, kind: str, targets: set[str | None]) -> Said | None:
    """The observation with those claims of a type that lead to some targets; None where one must be looked up."""
    of_kind = [claim for claim in said.claims if claim.type == kind]
    uids = list(map(value_uid, repeat(registry), map(_TARGET, of_kind), repeat(said.scope)))
    if None in uids:
        return None
    leads = map(targets.__contains__, uids)
    if len(of_kind) == len(said.claims):
        return said._replace(claims=list(compress(of_kind, leads)))
    return said._replace(claims=[claim for claim in said.claims if claim.type != kind or next(leads)])
