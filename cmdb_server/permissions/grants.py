"""A grant: what may be read and written of the CIs of a class on some sites."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from cmdb_server.errors import CmdbError, FieldError
from graph_schema import Registry
from graph_schema.declare import ATTRIBUTE_GROUPS

ROOT_CLASS = "ci"
GENERAL = ATTRIBUTE_GROUPS[0]
_TOLD = 20


@dataclass(frozen=True)
class Grant:
    """Rights on a class with all that inherit from it; `sites` by name, none for all; attribute groups by name."""

    ci_class: str = ROOT_CLASS
    sites: tuple[str, ...] = ()
    read: tuple[str, ...] = ATTRIBUTE_GROUPS
    write: tuple[str, ...] = ()


Grants: TypeAlias = tuple[Grant, ...]
EVERYTHING: Grants = (Grant(write=ATTRIBUTE_GROUPS),)
READ_EVERYTHING: Grants = (Grant(),)


class GrantError(CmdbError):
    """A grant names what is not declared."""

    def __init__(self, error: FieldError) -> None:
        """422, naming the field."""
        super().__init__(f"{error.field} {error.value!r} {error.message}; {error.remedy}", 422, "bad_grant", (error,))


class NotPermittedError(CmdbError):
    """A change that the grants of whoever makes it do not reach."""

    def __init__(self, field: str, value: str) -> None:
        """403, naming the attribute or parameter."""
        remedy = "an administrator can give you a role that may"
        error = FieldError(field, value[:100], "may not be changed by you here", remedy)
        super().__init__(f"{field} of {value[:100]!r} {error.message}; {remedy}", 403, "forbidden", (error,))


def check(grants: Iterable[Grant], registry: Registry) -> None:
    """Raise GrantError for a class or attribute group that nobody declared, or a right to write without to read."""
    for turn, grant in enumerate(grants):
        if grant.ci_class not in registry.classes:
            remedy = "give one of the classes that /reference lists; ci stands for all"
            raise GrantError(FieldError(f"grants[{turn}].ci_class", grant.ci_class[:100], "is no CI class", remedy))
        for field, groups in (("read", grant.read), ("write", grant.write)):
            _check_groups(f"grants[{turn}].{field}", groups, ATTRIBUTE_GROUPS, "is no attribute group")
        _check_groups(f"grants[{turn}].write", grant.write, (GENERAL, *grant.read), "cannot be read")


def check_sites(grants: Iterable[Grant], known: Collection[str]) -> None:
    """Raise GrantError for a site that is none of the `known`: a misspelt one reaches nothing."""
    for turn, grant in enumerate(grants):
        for site in grant.sites:
            if site not in known:
                raise GrantError(FieldError(f"grants[{turn}].sites", site[:100], "is no site", _sites(known)))


def _sites(known: Collection[str]) -> str:
    if not known:
        return "there is none yet: make the site first, or name none for all sites"
    more = f" and {len(known) - _TOLD} more" if len(known) > _TOLD else ""
    return f"give some of {', '.join(sorted(known)[:_TOLD])}{more}, or make the site first"


def _check_groups(field: str, groups: Iterable[str], known: Iterable[str], message: str) -> None:
    for group in groups:
        if group not in known:
            raise GrantError(FieldError(field, group[:100], message, f"give some of {', '.join(known)}"))
