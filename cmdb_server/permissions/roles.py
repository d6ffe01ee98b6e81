"""Roles: what a person or program may do (permissions) and with which CIs (grants), under a name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cmdb_server.permissions.grants import EVERYTHING, READ_EVERYTHING, Grant, Grants

READ, WRITE, REPORT, AUDIT, ADMIN = "read", "write", "report", "audit", "admin"
CREDENTIALS, SCAN, TRACES, SIGNALS = "credentials", "scan", "traces", "signals"
WORK, MANAGE, CHANGES, APPROVE = "work", "manage", "changes", "approve"
ASSETS = "assets"
LICENCE_KEYS = "licence_keys"
# Only an enrolled collector has it, whatever a role says: it is how secrets leave the server.
COLLECT = "collect"
# Only a token in the address of a calendar has it, whatever a role says: an address is known to more than a header.
CALENDAR = "calendar"
PERMISSIONS: Mapping[str, str] = {
    READ: "see CIs, relationships, history and impact",
    WRITE: "change CIs and decide about them, within the grants",
    REPORT: "send reports as a program; they may say anything of any CI",
    TRACES: "send traces of calls as a program; they may say of any program which others it needs",
    SIGNALS: "send signals of monitoring as a program; they may say of any CI that it is not well",
    WORK: "work on incidents, problems and changes: take them, move them on, read and write internal notes",
    MANAGE: "answer for incidents and problems: whatever those who work on them may do, and what is reserved",
    CHANGES: "answer for changes: plan and schedule them, say when nothing is changed, and who has to approve",
    APPROVE: "vote on changes as a member of the change advisory board",
    ASSETS: "keep assets: take them in, hand them out and back, count them, say what they cost; all sites",
    AUDIT: "read the audit log",
    SCAN: "define network scans, start and stop them",
    CREDENTIALS: "keep the credentials of network scans; nobody can read their secrets",
    LICENCE_KEYS: "see the licence keys of entitlements; each look is in the audit log",
    ADMIN: "administer people, roles, tokens and the server",
}
ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Role:
    """A role. A built-in one cannot be changed."""

    name: str
    description: str
    permissions: tuple[str, ...]
    grants: Grants
    is_built_in: bool = False


def _built_in(name: str, description: str, permissions: tuple[str, ...], grants: Grants) -> Role:
    return Role(name, description, permissions, grants, is_built_in=True)


_ASSETS = ("general", "identity", "finance")
BUILT_IN: Mapping[str, Role] = {
    role.name: role
    for role in (
        _built_in("viewer", "Reads everything but security attributes, changes nothing.", (READ,), (
            Grant(read=("general", "network", "identity", "finance")),
        )),
        _built_in("reader", "Reads everything, changes nothing.", (READ,), READ_EVERYTHING),
        _built_in("editor", "Reads and changes all CIs.", (READ, WRITE), EVERYTHING),
        _built_in("asset-manager", "Reads everything, keeps assets, changes what accounts need of devices and parts.", (
            READ, WRITE, ASSETS,
        ), (Grant(), Grant("device", write=_ASSETS), Grant("part", write=_ASSETS))),
        _built_in("change-manager", "Reads everything, changes services in general, answers for changes.", (
            READ, WRITE, WORK, CHANGES, APPROVE,
        ), (Grant(write=("general",)),)),
        _built_in("cab-member", "Reads everything, votes on changes.", (READ, APPROVE), READ_EVERYTHING),
        _built_in("responder", "Reads everything, works on incidents.", (READ, WORK), READ_EVERYTHING),
        _built_in("incident-manager", "Reads everything, works on incidents and answers for them.", (
            READ, WORK, MANAGE,
        ), READ_EVERYTHING),
        _built_in("auditor", "Reads everything and the audit log, changes nothing.", (READ, AUDIT), READ_EVERYTHING),
        _built_in(ADMINISTRATOR, "May do everything.", tuple(PERMISSIONS), EVERYTHING),
    )
}  # fmt: skip


def permissions_of(roles: Iterable[Role]) -> frozenset[str]:
    """What the holder of these roles may do."""
    return frozenset(permission for role in roles for permission in role.permissions)


def grants_of(roles: Iterable[Role]) -> Grants:
    """With which CIs the holder of these roles may do it: each grant once, in a fixed order."""
    return tuple(sorted({grant for role in roles for grant in role.grants}, key=repr))
