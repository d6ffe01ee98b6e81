"""Which notifications of devices say that something is wrong, and which that it is over."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from cmdb_server.graph_store.store import Transaction
from cmdb_server.signals.offers import Offer, Sender
from cmdb_server.signals.signal import CRITICAL, INFO, WARNING
from cmdb_server.signals.subjects import Subject
from cmdb_server.signals.taking import take_in
from graph_schema import Registry

SOURCE = "traps"
_MINUTE = 60 * 1_000_000
_DAY = 24 * 60 * _MINUTE


class Notification(NamedTuple):
    """What a device sent by itself: of which CI, which kind, by what it is told apart, and what it names."""

    ci_uid: str
    kind: str
    subject: str
    meaning: str
    details: Mapping[str, str]


TakeNotifications: TypeAlias = Callable[[Transaction, str, Sequence[Notification], int], None]


class Meaning(NamedTuple):
    """A kind opens (`is_firing`) or resolves the signal of a name; without its end it is over after `lasts`."""

    signal: str
    severity: int = WARNING
    lasts: int = _DAY
    is_firing: bool = True


MEANINGS: Mapping[str, Meaning] = {
    "linkDown": Meaning("LinkDown", WARNING, 7 * _DAY),
    "linkUp": Meaning("LinkDown", is_firing=False),
    "coldStart": Meaning("Started", INFO, 30 * _MINUTE),
    "nsNotifyShutdown": Meaning("AgentStopped", WARNING),
    "nsNotifyRestart": Meaning("AgentStopped", is_firing=False),
    "upsTrapOnBattery": Meaning("OnBattery", CRITICAL, 10 * _MINUTE),
    "upsTrapAlarmEntryAdded": Meaning("UpsAlarm", WARNING),
    "upsTrapAlarmEntryRemoved": Meaning("UpsAlarm", is_firing=False),
    "entStateOperDisabled": Meaning("PartDisabled", WARNING),
    "entStateOperEnabled": Meaning("PartDisabled", is_firing=False),
    "jnxPowerSupplyFailure": Meaning("PowerSupplyFailure", CRITICAL),
    "jnxFruFailed": Meaning("PartFailed", CRITICAL),
    "jnxFruRemoval": Meaning("PartRemoved", WARNING),
    "jnxFruInsertion": Meaning("PartRemoved", is_firing=False),
    "cefcFRURemoved": Meaning("PartRemoved", WARNING),
    "cefcFRUInserted": Meaning("PartRemoved", is_firing=False),
    "cswStackMemberRemoved": Meaning("StackMemberRemoved", WARNING),
    "cswStackNewMember": Meaning("StackMemberRemoved", is_firing=False),
    "authenticationFailure": Meaning("AuthenticationFailure", INFO, 30 * _MINUTE),
}


def taker(registry: Registry) -> TakeNotifications:
    """What makes signals of notifications, in a transaction that has locked `lock_of` SOURCE."""

    def take(tx: Transaction, network_scope: str, notifications: Sequence[Notification], now: int) -> None:
        take_in(tx, registry, Sender(SOURCE, network_scope), offers_of(notifications, now), now)

    return take


def offers_of(notifications: Iterable[Notification], now: int) -> list[Offer]:
    """What notifications say; a kind that says nothing of health is left out."""
    told = ((entry, MEANINGS.get(entry.kind)) for entry in notifications)
    return [_offer(entry, meaning, now) for entry, meaning in told if meaning is not None]


def _offer(entry: Notification, meaning: Meaning, now: int) -> Offer:
    place = f" ({entry.subject})" if entry.subject else ""
    return Offer(
        fingerprint=f"{meaning.signal} {entry.ci_uid} {entry.subject}",
        name=meaning.signal,
        is_firing=meaning.is_firing,
        severity=meaning.severity,
        summary=f"{entry.meaning}{place}",
        expires_at=now + meaning.lasts,
        labels={"trap": entry.kind, **entry.details, **({"interface": entry.subject} if entry.subject else {})},
        subject=Subject(uid=entry.ci_uid),
    )
