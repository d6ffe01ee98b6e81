"""What people keep under names: everybody sees their own and what is shared; owner or administrator change it."""

from dataclasses import dataclass
from typing import Protocol

from cmdb_server.errors import CmdbError


@dataclass(frozen=True)
class Asker:
    """Who asks, with their `teams`: `may_change_all` for administrators, `may_share` for those who may write.

    `shares_with` are the teams that they may share with.
    """

    name: str
    may_share: bool = False
    may_change_all: bool = False
    teams: tuple[str, ...] = ()
    shares_with: tuple[str, ...] = ()


class Kept(Protocol):
    """Something that somebody keeps; `revision` rises with every change."""

    @property
    def name(self) -> str:
        """What its owner calls it."""
        ...

    @property
    def owner(self) -> str:
        """Who keeps it."""
        ...

    @property
    def is_shared(self) -> bool:
        """Whether everybody sees it."""
        ...

    @property
    def revision(self) -> int:
        """How often it was stored."""
        ...


class NotYoursError(CmdbError):
    """Not the owner's wish."""

    def __init__(self, message: str) -> None:
        """What is not allowed and who can."""
        super().__init__(message, 403, "forbidden")


class ChangedMeanwhileError(CmdbError):
    """It was changed since it was read."""

    def __init__(self, kind: str, kept: Kept) -> None:
        """412, with what it is now."""
        message = f"the {kind} {kept.name!r} was changed meanwhile (revision {kept.revision}); read it again"
        super().__init__(message, 412, f"stale_{kind}")


def sees(who: Asker, kept: Kept) -> bool:
    """Whether somebody sees it."""
    return kept.is_shared or kept.owner == who.name or who.may_change_all


def check_sharing(kind: str, who: Asker) -> None:
    """Raise NotYoursError for somebody who may not share."""
    if not who.may_share:
        raise NotYoursError(f"sharing a {kind} needs the permission 'write'; keep it private, or ask an administrator")


def check_change(kind: str, kept: Kept, who: Asker, revision: int | None) -> None:
    """Raise NotYoursError for somebody else's, ChangedMeanwhileError where `revision` (None: any) is an old one."""
    if kept.owner != who.name and not who.may_change_all:
        whose = f"the {kind} {kept.name!r} belongs to {kept.owner}, who can change it"
        raise NotYoursError(f"{whose}; keep one of your own")
    if revision is not None and revision != kept.revision:
        raise ChangedMeanwhileError(kind, kept)
