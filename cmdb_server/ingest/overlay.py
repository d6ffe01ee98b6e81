"""New observations put over the stored ones, and what of the relationships of their CIs they may change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cmdb_server.ingest.derivation import DERIVED_TYPES, IS_SCANNER
from cmdb_server.ingest.items import Claim
from cmdb_server.ingest.narrowing import changed_claims
from cmdb_server.ingest.reconciliation import CI_CLASS, STATUS, Said
from cmdb_server.ingest.retirement import Head
from graph_schema import Registry


@dataclass
class Overlay:
    """What is said of CIs, by their uid and that of the observation, and the relationship types that may change.

    `ended` are observations with the claims that they make no longer, by the CI they are of.
    """

    registry: Registry
    said: dict[str, dict[str, Said]]
    types: set[str] = field(default_factory=set[str])
    ended: dict[str, list[Said]] = field(default_factory=dict[str, list[Said]])
    _claims: dict[str, list[Claim]] = field(default_factory=dict[str, list[Claim]])
    _others: set[str] = field(default_factory=set[str])

    def take_back(self, head: Head) -> None:
        """What was said and is absent now."""
        entries = self.said.get(head.ci_uid)
        if entries is None:
            return
        known = entries[head.uid]
        entries[head.uid] = known._replace(is_absent=True)
        self._note_ended(head.ci_uid, known._replace(is_absent=False), known.claims)  # read when it was written already
        self._others.add(head.ci_uid)
        is_all = known.ci_class or _decides_all(known)
        self.types |= all_types([entries]) if is_all else claimed_types(known.claims)

    def put(self, uid: str, written: tuple[Head | None, str], entry: Said) -> None:
        """What is said of a CI now; `written` is the stored observation that it replaces, and the uid it has."""
        head, observation = written
        entries = self.said[uid]
        # What was of another CI, or of none, may have been read when it was written already.
        before = entries.get(observation) if head and head.ci_uid == uid else None
        entries[observation] = entry
        changed = changed_claims(self.registry, before, entry)
        if before:
            self._note_ended(uid, before, before.claims if changed is None else changed)
        if changed is None or _decides_all(entry):
            self._others.add(uid)
            changed = [*entry.claims, *(before.claims if before else ())]
        self._claims[uid] = [*self._claims.get(uid, ()), *changed]
        self.types |= claimed_types(changed)
        if (before and before.is_absent != entry.is_absent) or _decides_all(before or entry) or _decides_all(entry):
            self.types |= all_types([entries])

    def _note_ended(self, uid: str, before: Said, changed: Iterable[Claim]) -> None:
        """Note an observation with claims of which it may make some no longer; most name what nobody waits for."""
        values = self.registry.value_classes
        left = [claim for claim in changed if not isinstance(claim.target, str) and claim.target.ci_class not in values]
        if left and not before.is_absent:
            self.ended.setdefault(uid, []).append(before._replace(claims=left))

    @property
    def claims(self) -> dict[str, list[Claim]]:
        """Of CIs of which claims alone are other than before, these."""
        return {uid: claims for uid, claims in self._claims.items() if uid not in self._others}


def claimed_types(claims: Iterable[Claim]) -> set[str]:
    """The relationship types that claims lead to."""
    return with_derived({claim.type for claim in claims})


def all_types(said: Iterable[Mapping[str, Said]]) -> set[str]:
    """Every relationship type that the observations claim, derived ones among them."""
    return with_derived({claim.type for entries in said for entry in entries.values() for claim in entry.claims})


def with_derived(types: set[str]) -> set[str]:
    """Relationship types and those that are derived from them."""
    return types | DERIVED_TYPES if "CONNECTS_TO" in types else types


def _decides_all(entry: Said) -> bool:
    """Whether it is said (or no longer) that a CI is retired, a scanner or of some class: all its bonds may change."""
    return any(name in entry.attributes or name in entry.released for name in (STATUS, CI_CLASS, IS_SCANNER))
