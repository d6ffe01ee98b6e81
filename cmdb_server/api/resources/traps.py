"""Traps and informs: what collectors tell of them and are lent for them, and what became of all that came."""

from collections.abc import Iterable

from fastapi import Request
from pydantic import BaseModel, Field

from cmdb_server.api.collecting import ScanCredential, collecting
from cmdb_server.api.dependencies import ServicesDep, identify, requires
from cmdb_server.api.routes import resource
from cmdb_server.auth.identity import COLLECT, READ
from cmdb_server.errors import CmdbError
from cmdb_server.network_scans.trap_receivers import Sender, TrapReceiver
from cmdb_server.timestamps import rfc3339
from discovery_agent.scan.job import message_of_credential
from discovery_agent.traps.batch import MOST_REFUSALS, MOST_TRAPS, BatchError, batch_of
from discovery_agent.traps.kind import TrapKind, all_kinds
from discovery_agent.traps.reasons import REASONS, Reason

router = resource("collectors")
MAX_BODY_BYTES = {"/collectors/traps": 32 << 20}  # what a collector cannot deliver it would send for ever
_LONGEST = 200


class TrapIn(BaseModel):
    """Notifications of one kind from an address since the last batch; `unread` more were only counted.

    `interface_index` 0 and `interface_name` "" where it names none; `proof` is v1, v2c, v3 authNoPriv or v3 authPriv.
    """

    address: str = Field(max_length=50)
    oid: str = Field(max_length=_LONGEST)
    interface_index: int = 0
    interface_name: str = Field(default="", max_length=_LONGEST)
    details: dict[str, str] = Field(default={}, max_length=20)
    proof: str = Field(max_length=20)
    times: int = 1
    unread: int = 0
    first_at: str = Field(max_length=50)
    last_at: str = Field(max_length=50)


class TrapRefusalIn(BaseModel):
    """How much from an address was not taken since the last batch; `reason` is a name of the table of reasons."""

    address: str = Field(max_length=50)
    reason: str = Field(max_length=50)
    times: int = 1
    last_at: str = Field(max_length=50)


class TrapBatchIn(BaseModel):
    """What came since the last batch; `counts` are datagrams by reason. Under one `batch_id` it counts once."""

    batch_id: str = Field(max_length=_LONGEST)
    listens_on: str = Field(max_length=_LONGEST)
    traps: list[TrapIn] = Field(default=[], max_length=MOST_TRAPS)
    counts: dict[str, int] = Field(default={}, max_length=50)
    refusals: list[TrapRefusalIn] = Field(default=[], max_length=MOST_REFUSALS)


class TrapCredentials(BaseModel):
    """What traps and informs are checked by, for so many seconds."""

    credentials: list[ScanCredential]
    valid_seconds: int


class TrapCount(BaseModel):
    """How many datagrams came to this, why, and what to do. `is_proven`: it was believed."""

    reason: str
    count: int
    is_proven: bool
    happened: str
    cause: str
    next_step: str


class TrapSender(BaseModel):
    """An address that sent what made no event; `said` is what it sent, or the reason why it was not believed."""

    address: str
    said: str
    times: int
    last_at: str


class TrapReceiverTold(BaseModel):
    """What a collector that listens has counted. `unknown` are believed, but no CI has their address."""

    collector_id: str
    network_scope: str
    listens_on: str
    since: str
    last_at: str
    counts: list[TrapCount]
    refused: list[TrapSender]
    unknown: list[TrapSender]


class TrapReceivers(BaseModel):
    """The collectors that listen for traps."""

    items: list[TrapReceiverTold]


class TrapKindTold(BaseModel):
    """A kind of notification: what it means, by which methods its device is read again, and which kinds of facts."""

    oid: str
    name: str
    meaning: str
    rereads: list[str]
    facts: list[str]


class TrapKinds(BaseModel):
    """The kinds of notifications that become events."""

    items: list[TrapKindTold]


class BadBatchError(CmdbError):
    """A batch is not as the wire has it."""

    def __init__(self, reason: str) -> None:
        """422 with what is wrong."""
        super().__init__(f"traps: {reason}", 422, "bad_traps")


@router.get("/trap-receivers", name="list_trap_receivers", dependencies=[requires(READ, is_for_all=True)])
def list_trap_receivers(services: ServicesDep) -> TrapReceivers:
    """Which collectors listen for traps and informs, and what became of all that came."""
    known = {entry.uid for entry in services.scans.collectors.all()}
    receivers = (entry for entry in services.scans.traps.receivers() if entry.collector_id in known)
    return TrapReceivers(items=[_told(entry) for entry in receivers if entry.listens_on])


@router.get("/trap-kinds", name="list_trap_kinds", dependencies=[requires(READ)])
def list_trap_kinds() -> TrapKinds:
    """The notifications that become events, and what each is a reason to read again."""
    kinds = sorted(all_kinds().values(), key=lambda kind: kind.name.lower())
    return TrapKinds(items=[_kind(kind) for kind in kinds])


@router.post("/collectors/traps", name="take_traps", status_code=204, dependencies=[requires(COLLECT)])
def take_traps(given: TrapBatchIn, request: Request, services: ServicesDep) -> None:
    """Make events and scans of what a collector took; the same batch counts once, however often it is sent."""
    who = collecting(identify(request))
    try:
        batch = batch_of(given.model_dump())
    except BatchError as error:
        raise BadBatchError(str(error)) from error
    services.scans.traps.take(who, batch)


@router.post("/collectors/traps/credentials", name="lend_trap_credentials", dependencies=[requires(COLLECT)])
def lend_trap_credentials(request: Request, services: ServicesDep) -> TrapCredentials:
    """The SNMP credentials of the scans that the collector may get jobs of, to check by them what it receives."""
    lent = services.scans.traps.lend(collecting(identify(request)))
    credentials = [ScanCredential(**message_of_credential(entry)) for entry in lent.credentials]
    return TrapCredentials(credentials=credentials, valid_seconds=lent.valid_seconds)


def _told(receiver: TrapReceiver) -> TrapReceiverTold:
    counts = [_count(reason, receiver.counts[name]) for name, reason in REASONS.items() if receiver.counts.get(name)]
    return TrapReceiverTold(
        collector_id=receiver.collector_id,
        network_scope=receiver.network_scope,
        listens_on=receiver.listens_on,
        since=rfc3339(receiver.since),
        last_at=rfc3339(receiver.last_at),
        counts=counts,
        refused=_senders(receiver.refused),
        unknown=_senders(receiver.unknown),
    )


def _kind(kind: TrapKind) -> TrapKindTold:
    methods, facts = map(list, kind.rereads)
    return TrapKindTold(oid=kind.oid, name=kind.name, meaning=kind.meaning, rereads=methods, facts=facts)


def _count(reason: Reason, count: int) -> TrapCount:
    words = {"happened": reason.happened, "cause": reason.cause, "next_step": reason.next_step}
    return TrapCount(reason=reason.name, count=count, is_proven=reason.is_proven, **words)


def _senders(senders: Iterable[Sender]) -> list[TrapSender]:
    return [TrapSender(address=at, said=said, times=times, last_at=rfc3339(last)) for at, said, times, last in senders]
