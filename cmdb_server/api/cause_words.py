"""Why a CI is not well, in words and as whoever asks may see it: ranked causes, one timeline, a graph, a summary."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cmdb_server.api.cause_answers import (
    CauseEdge,
    CauseGraph,
    CauseNode,
    CauseOut,
    CausesOut,
    Certainty,
    Completeness,
    ScorePart,
    TimelineEntry,
)
from cmdb_server.api.signal_words import SignalCI, Telling
from cmdb_server.causes.asking import Answer
from cmdb_server.causes.changes import Change
from cmdb_server.permissions.sight import REDACTED
from cmdb_server.signals.health import WELL, CIHealth, health_of
from cmdb_server.signals.signal import WORDS, Signal
from cmdb_server.timestamps import rfc3339
from impact import Cause

SURE = 0.9
MOST_CAUSES, MOST_DRAWN, MOST_ENTRIES = 20, 60, 500
_DRAWN_WAYS = 5
_TOLD_CHANGES = 5
_CHANGE_ID = re.compile(r" \((ev_\w+)\)")


@dataclass(frozen=True)
class CauseTelling:
    """Tells of an answer as whoever asks may see it."""

    answer: Answer
    told: Telling

    def target(self) -> SignalCI:
        """The CI that shows the symptom."""
        return self._ci(self.answer.snapshot.cis.uid[self.answer.target])

    def causes(self) -> list[CauseOut]:
        """The best suspects."""
        return [self._cause(turn + 1, cause) for turn, cause in enumerate(self.answer.ranking[:MOST_CAUSES])]

    def verdict(self) -> tuple[str, Certainty]:
        """Whether the evidence is enough, in words."""
        first, confidence = self.answer.ranking[0], self.answer.ranking.confidence
        if not self.answer.signals and not self.answer.changes:
            return (
                "Not enough evidence: no signal and no change is known of anything that it needs.",
                "not enough evidence",
            )
        name, chance = self._name(str(first.node)), f"{confidence:.0%}"
        if not self.answer.ranking.is_enough_evidence:
            return f"Not enough evidence: {name} fits best, with a chance of {chance} only.", "not enough evidence"
        beside = "".join(f", together with {self._name(str(other))}" for other in first.together_with)
        return f"{name} is the cause with a chance of {chance}{beside}.", "sure" if confidence >= SURE else "likely"

    def timeline(self) -> list[TimelineEntry]:
        """Signals, changes and discovered differences, oldest first; of too many the last ones."""
        entries = [*map(self._signal, self.answer.signals), *map(self._change, self.answer.changes)]
        return sorted(entries, key=lambda entry: (entry.at, entry.title))[-MOST_ENTRIES:]

    def graph(self) -> CauseGraph:
        """The symptom with its best causes and what else alerts."""
        snapshot, levels = self.answer.snapshot, self._levels()
        drawn = list(levels)[:MOST_DRAWN]
        nodes = [
            CauseNode(
                uid=uid,
                name=snapshot.cis.name[snapshot.numbers[uid]],
                ci_class=snapshot.cis.ci_class[snapshot.numbers[uid]],
                health=self._health.get(uid, WELL).health,
                rank=self._ranks.get(uid),
                level=levels[uid],
            )
            for uid in drawn
        ]
        inside = set(drawn)
        edges = [
            CauseEdge(source=source, target=target, soft=said.get("kind") == "soft")
            for source, target, said in self.answer.part.graph.edges(drawn, data=True)
            if target in inside
        ]
        return CauseGraph(nodes=nodes, edges=edges, hidden=len(self.answer.part.suspects) - len(inside))

    def completeness(self) -> Completeness:
        """How complete the topology of the suspects is."""
        unknowns = self.answer.unknowns
        return Completeness(
            connections=unknowns.connections,
            explained=unknowns.explained,
            stale=len(unknowns.stale),
            stale_relationships=len(unknowns.stale_edges),
            assumed=unknowns.assumed,
            left_out=self.answer.part.left_out,
        )

    def words_of(self, change: Change) -> str:
        """What a change was; values only for who may see all."""
        sight = self.told.sight
        if not sight.reads_all:
            place = self.told.places.get(change.ci_uid)
            if place is None or not sight.sees(place):
                return REDACTED
            shown = sorted({name for name, _, _ in change.attributes} - sight.hidden(place))
            return f"changed: {', '.join(shown[:_TOLD_CHANGES])}" if shown else "changed"
        said = [f"{name} {old or 'nothing'} to {new or 'nothing'}" for name, old, new in change.attributes]
        said += [f"{kind} {self._name(other)} {what}" for kind, other, what in change.relationships]
        more = f" and {len(said) - _TOLD_CHANGES} more" if len(said) > _TOLD_CHANGES else ""
        return "; ".join(said[:_TOLD_CHANGES]) + more if said else change.kind

    @cached_property
    def _health(self) -> dict[str, CIHealth]:
        at = self.answer.at
        return health_of(signal for signal in self.answer.signals if signal.resolved_at > at)

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {str(cause.node): turn + 1 for turn, cause in enumerate(self.answer.ranking[:MOST_CAUSES])}

    @cached_property
    def _changes(self) -> Mapping[str, Change]:
        return {change.uid: change for change in self.answer.changes}

    def _levels(self) -> dict[str, int]:
        """The CIs to draw, the most telling first, with their distance from the symptom."""
        snapshot, found = self.answer.snapshot, dict[str, int]()
        found[snapshot.cis.uid[self.answer.target]] = 0
        alerting = [node for signal in self.answer.signals if (node := self.answer.nodes.get(signal.uid))]
        wanted = [*(str(cause.node) for cause in self.answer.ranking[:_DRAWN_WAYS]), *dict.fromkeys(alerting)]
        for uid in wanted:
            way = self.answer.way(uid)
            for distance, number in enumerate(reversed(way)):
                found.setdefault(snapshot.cis.uid[number], distance)
            if not way:
                found.setdefault(uid, 1)
        return found

    def _cause(self, rank: int, cause: Cause) -> CauseOut:
        uid = str(cause.node)
        return CauseOut(
            rank=rank,
            ci=self._ci(uid),
            confidence=round(cause.confidence, 4),
            score=round(cause.score, 3),
            parts=[
                ScorePart(label=part.label, points=round(part.points, 3), sentence=self._sentence(part.sentence))
                for part in cause.parts
            ],
            together_with=[self._ci(str(other)) for other in cause.together_with],
            way=[self._ci(self.answer.snapshot.cis.uid[number]) for number in self.answer.way(uid)],
            health=self._health.get(uid, WELL).health,
            signals=sum(self.answer.nodes.get(signal.uid) == uid for signal in self.answer.signals),
            changes=sum(change.ci_uid == uid for change in self.answer.changes),
        )

    def _sentence(self, text: str) -> str:
        """A sentence of the ranker, with what was changed in words instead of the id of the event."""
        found = _CHANGE_ID.search(text)
        change = self._changes.get(found[1]) if found else None
        return text if found is None or change is None else text.replace(found[0], f" ({self.words_of(change)})")

    def _signal(self, signal: Signal) -> TimelineEntry:
        shown = self.told.signal(signal, self.answer.at)
        return TimelineEntry(
            at=shown.started_at,
            ended_at=shown.resolved_at,
            kind="signal",
            ci=shown.ci,
            title=shown.name,
            detail=shown.summary,
            severity=WORDS[signal.severity],
            rank=self._ranks.get(self.answer.nodes.get(signal.uid, "")),
        )

    def _change(self, change: Change) -> TimelineEntry:
        is_ours = change.is_by_person
        by = change.actor if is_ours else change.source
        title = f"Changed by {by}" if is_ours else f"Difference found by {by}"
        return TimelineEntry(
            at=rfc3339(change.at),
            ended_at=None,
            kind="change" if is_ours else "difference",
            ci=self.told.ci(change.ci_uid),
            title=title if self.told.sight.reads_all else title.partition(" by ")[0],
            detail=self.words_of(change),
            severity="",
            rank=self._ranks.get(change.ci_uid),
        )

    def _ci(self, uid: str) -> SignalCI:
        return self.told.ci(uid) or SignalCI(uid=uid, name=uid, ci_class="", root=None)

    def _name(self, uid: str) -> str:
        found = self.told.ci(uid)
        if found is None:
            return "another CI"
        return f"{found.name} on {found.root}" if found.root else found.name


def summary_of(answer: CausesOut) -> str:
    """What somebody would tell others, as text."""
    lines = [f"{_called(answer.target)} since {answer.began_at}: {answer.verdict}"]
    for cause in answer.causes[:3]:
        lines.append(f"{cause.rank}. {_called(cause.ci)} ({cause.confidence:.0%})")
        best: Sequence[ScorePart] = sorted(cause.parts, key=lambda part: -part.points)[:3]
        lines += [f"   - {part.sentence}" for part in best if part.points > 0]
        if len(cause.way) > 1:
            lines.append("   Way: " + " > ".join(step.name for step in cause.way))
    changes = [entry for entry in answer.timeline if entry.kind != "signal"][-5:]
    if changes:
        lines.append("Changed before:")
        lines += [f"- {entry.at} {entry.ci.name if entry.ci else ''}: {entry.detail}" for entry in changes]
    known = answer.completeness
    if known.connections:
        lines.append(f"{known.explained} of {known.connections} observed connections on the way are explained.")
    return "\n".join(lines)


def _called(ci: SignalCI) -> str:
    return f"{ci.name} on {ci.root}" if ci.root else ci.name
