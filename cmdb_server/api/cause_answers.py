"""What is answered of causes."""

from typing import Literal

from pydantic import BaseModel

from cmdb_server.api.signal_words import SignalCI

Certainty = Literal["sure", "likely", "not enough evidence"]


class ScorePart(BaseModel):
    """A piece of evidence: what it adds to the score, and why, as a sentence."""

    label: str
    points: float
    sentence: str


class CauseOut(BaseModel):
    """A suspect. `way` leads from it to the symptom; it is empty where no relationship that is known does.

    `together_with` explain, beside it, what it leaves open. `signals` and `changes` count those of it.
    """

    rank: int
    ci: SignalCI
    confidence: float
    score: float
    parts: list[ScorePart]
    together_with: list[SignalCI]
    way: list[SignalCI]
    health: str
    signals: int
    changes: int


class TimelineEntry(BaseModel):
    """What happened: a signal began (and ended at `ended_at`), somebody changed something, a difference was found."""

    at: str
    ended_at: str | None
    kind: Literal["signal", "change", "difference"]
    ci: SignalCI | None
    title: str
    detail: str
    severity: str
    rank: int | None


class CauseNode(BaseModel):
    """A CI of the cause graph: its health, its rank among the causes, and how far it is from the symptom."""

    uid: str
    name: str
    ci_class: str
    health: str
    rank: int | None
    level: int


class CauseEdge(BaseModel):
    """`source` needs `target`; `soft`: it works without it, but worse."""

    source: str
    target: str
    soft: bool


class CauseGraph(BaseModel):
    """The symptom with its best causes, the ways between, and what else alerts; `hidden` suspects are not drawn."""

    nodes: list[CauseNode]
    edges: list[CauseEdge]
    hidden: int


class Completeness(BaseModel):
    """How much of what the suspects talk to is explained; a relationship that is missing hides a cause."""

    connections: int
    explained: int
    stale: int
    stale_relationships: int
    assumed: int
    left_out: int


class MarkOut(BaseModel):
    """Somebody's word that a CI was the cause, and the rank that it had."""

    uid: str
    cause: SignalCI | None
    actor: str
    reason: str
    rank: int
    marked_at: str


class CausesOut(BaseModel):
    """Why a CI is not well: `verdict` in words, `certainty` and `confidence` that the first cause is one."""

    target: SignalCI
    as_of: str
    began_at: str
    verdict: str
    certainty: Certainty
    confidence: float
    suspects: int
    causes: list[CauseOut]
    timeline: list[TimelineEntry]
    graph: CauseGraph
    completeness: Completeness
    marks: list[MarkOut]
    summary: str
