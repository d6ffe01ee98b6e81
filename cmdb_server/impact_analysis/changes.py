"""What a question may take as different from how things are."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Change: TypeAlias = Literal["add", "change", "remove"]
Strength: TypeAlias = Literal["hard", "soft"]


@dataclass(frozen=True)
class CIChange:
    """A CI that is added (by a uid that no CI has), removed, or has another k, users or criticality (None: as is)."""

    change: Change
    uid: str
    name: str | None = None
    ci_class: str | None = None
    k: int | None = None
    users: int | None = None
    criticality: int | None = None


@dataclass(frozen=True)
class RelationshipChange:
    """A relationship that is added, removed, or has another strength; ends by uid or a name that only one CI has."""

    change: Change
    source: str
    type: str
    target: str
    strength: Strength | None = None


@dataclass(frozen=True)
class Changes:
    """What is different; CIs first, then relationships, each in their order."""

    cis: tuple[CIChange, ...] = ()
    relationships: tuple[RelationshipChange, ...] = ()

    def then(self, more: "Changes") -> "Changes":
        """These, and others after them."""
        return Changes(self.cis + more.cis, self.relationships + more.relationships)

    def __bool__(self) -> bool:
        return bool(self.cis or self.relationships)


NO_CHANGES = Changes()
