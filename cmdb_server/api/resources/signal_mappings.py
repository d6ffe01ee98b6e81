"""How senders' JSON is read into signals: mappings by name, tried on a sample before they count."""

from typing import Annotated, Any

import msgspec
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.signal_words import SeverityWord, in_words
from cmdb_server.api.times import time_or_none
from cmdb_server.auth.identity import READ, WRITE
from cmdb_server.signals.mapping import FIELDS, LONGEST_EXPRESSION, SignalMapping, check, offers_of
from cmdb_server.signals.offers import Offer
from cmdb_server.signals.signal import WORDS

router = resource("signals")
MAX_BODY_BYTES = {"/signal-mappings/preview": 1 << 20}
_MOST_SHOWN = 20
Expression = Annotated[str, Field(max_length=LONGEST_EXPRESSION)]
Word = Annotated[str, Field(min_length=1, max_length=100)]


class MappingIn(Body):
    """How a sender's JSON is read, as JMESPath expressions: `items` leads to the list of signals ("@": it is the body).

    `fields` says what each field of a signal is, from there; words in `severities` stand for critical, warning or info,
    those in `over` for a signal that has ended.
    """

    items: Expression = "@"
    fields: dict[str, Expression] = Field(max_length=len(FIELDS))
    severities: dict[Word, SeverityWord] = Field(default={}, max_length=50)
    over: list[Word] = Field(default=[], max_length=50)


class MappingOut(MappingIn):
    """A mapping."""

    name: str


class MappingList(BaseModel):
    """All mappings by name, and the fields that one may fill."""

    items: list[MappingOut]
    fields: list[str]


class PreviewIn(Body):
    """A mapping and what a sender sends."""

    mapping: MappingIn
    sample: str = Field(max_length=500_000)


class PreviewedSignal(BaseModel):
    """A signal as it would be taken."""

    name: str
    severity: str
    status: str
    fingerprint: str
    summary: str
    names: str
    value: str
    started_at: str | None
    labels: dict[str, str]


class PreviewRefusal(BaseModel):
    """Something of a sample that would not be taken."""

    field: str
    value: str
    message: str
    remedy: str


class Preview(BaseModel):
    """What a mapping would make of a sample: the first twenty signals of `total`."""

    total: int
    items: list[PreviewedSignal]
    refused: list[PreviewRefusal]


@router.get("/signal-mappings", name="list_signal_mappings", dependencies=[requires(READ)])
def list_signal_mappings(services: ServicesDep) -> MappingList:
    """How senders' JSON is read."""
    shown = [MappingOut(**_as_told(mapping), name=mapping.name) for mapping in services.signal_mappings.all()]
    return MappingList(items=shown, fields=list(FIELDS))


@router.post("/signal-mappings/preview", name="preview_signal_mapping", dependencies=[requires(WRITE)])
def preview_signal_mapping(given: PreviewIn) -> Preview:
    """What a mapping would make of a sample; nothing is kept."""
    mapping = _mapping("preview", given.mapping)
    check(mapping)
    found = offers_of(mapping, given.sample.encode())
    refused = [PreviewRefusal(**entry._asdict()) for entry in found.refused[:_MOST_SHOWN]]
    return Preview(
        total=len(found.offers), items=[_shown(offer) for offer in found.offers[:_MOST_SHOWN]], refused=refused
    )


@router.put("/signal-mappings/{name}", name="save_signal_mapping", dependencies=[requires(WRITE)])
def save_signal_mapping(
    name: Annotated[str, Field(min_length=1, max_length=100)], given: MappingIn, services: ServicesDep, actor: ActorDep
) -> MappingOut:
    """Make a mapping, or replace the one of that name."""
    mapping = _mapping(name, given)
    services.signal_mappings.save(mapping, actor)
    return MappingOut(**_as_told(mapping), name=name)


@router.delete("/signal-mappings/{name}", name="remove_signal_mapping", status_code=204, dependencies=[requires(WRITE)])
def remove_signal_mapping(name: str, services: ServicesDep, actor: ActorDep) -> None:
    """Remove a mapping; who sends by it is refused then."""
    if not services.signal_mappings.remove(name, actor):
        raise NotFoundError("mapping", name)


def _mapping(name: str, given: MappingIn) -> SignalMapping:
    severities: dict[str, str] = {**given.severities}
    return SignalMapping(name, given.items, given.fields, severities, tuple(given.over))


def _as_told(mapping: SignalMapping) -> dict[str, Any]:
    told = msgspec.to_builtins(mapping)
    del told["name"]
    return {**told, "over": list(mapping.over)}


def _shown(offer: Offer) -> PreviewedSignal:
    return PreviewedSignal(
        name=offer.name,
        severity=WORDS[offer.severity],
        status="firing" if offer.is_firing else "resolved",
        fingerprint=offer.fingerprint,
        summary=offer.summary,
        names=in_words(offer.subject),
        value=offer.value,
        started_at=time_or_none(offer.started_at),
        labels=offer.labels,
    )
