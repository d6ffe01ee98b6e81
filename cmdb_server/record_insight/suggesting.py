"""CIs that a record may be about too, by impact, causes, signals, text and records like it; each with its reason."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from cmdb_server.causes.asking import Causes
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.question import Question
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.itsm.following import counted, current
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.signals.signals import Signals
from impact import State

Why = Literal["signal", "impact", "cause", "text", "record"]
MOST = 20
_MOST_OF_A_KIND, _MOST_CAUSES, _MOST_SIMILAR = 8, 3, 5
_MOST_WORDS, _LONGEST_NAME = 200, 4  # words
_SHORTEST = 3  # letters
_WORD = re.compile(r"[^\s,;:!?()\"'<>]+")


@dataclass(frozen=True)
class About:
    """What is known of a record: `number` is "" before it is opened, `affects` are uids as they were named."""

    type: str
    number: str
    text: str
    affects: Sequence[str]


@dataclass(frozen=True)
class Suggested:
    """A CI (uid), what speaks for it, and the reason in words that name no CI."""

    uid: str
    why: Why
    reason: str


class Suggesting:
    """Suggests what a record is about; safe to use from several threads."""

    def __init__(self, signals: Signals, causes: Causes, records: RecordQueue) -> None:
        """All that speaks for a CI beside the graph and the text."""
        self._signals, self._causes, self._records = signals, causes, records

    def of(self, about: About, impact: ImpactAnalysis, at: int) -> list[Suggested]:
        """What a record may be about too, at most MOST, the surest kind first; names are matched as `impact` sees them.

        One question about causes and one about impact. Raises ImpactQuestionError.
        """
        snapshot = impact.snapshot()
        here = list(counted(about.affects, snapshot).values())
        kinds: tuple[Iterable[Suggested], ...] = (
            self._of_signals(about),
            _by_text(about.text, snapshot),
            _by_impact(here, impact),
            self._of_causes(about, here, (snapshot, at)),
            self._of_records(about),
        )
        found: dict[str, Suggested] = {}
        for kind in kinds:
            fresh = [one for one in _present(kind, snapshot) if one.uid not in {*here, *found}]
            found.update({one.uid: one for one in fresh[:_MOST_OF_A_KIND]})
        return list(found.values())[:MOST]

    def _of_signals(self, about: About) -> Iterator[Suggested]:
        signals = self._signals.of_incident(about.number) if about.number else ()
        for signal in signals:
            if signal.ci_uid:
                yield Suggested(signal.ci_uid, "signal", "a signal of the incident is of it")

    def _of_causes(self, about: About, here: Sequence[str], when: tuple[Snapshot, int]) -> Iterator[Suggested]:
        snapshot, at = when
        if not here or not about.number:
            return
        answer = self._causes.ask(snapshot, here[0], at)
        likely = [cause for cause in answer.ranking if cause.reaches_symptom][:_MOST_CAUSES]
        for turn, cause in enumerate(likely):
            chance = round(cause.confidence * 100)
            if chance:
                yield Suggested(str(cause.node), "cause", f"number {turn + 1} of the likely causes, {chance} %")

    def _of_records(self, about: About) -> Iterator[Suggested]:
        if not about.text.strip():
            return
        for record in self._records.similar(about.type, about.text, _MOST_SIMILAR + 1):
            if record.number != about.number:
                yield from (Suggested(uid, "record", f"{record.number}, whose words are like these, affects it")
                            for uid in record.affects)  # fmt: skip


def names_in(text: str, snapshot: Snapshot) -> list[int]:
    """The CIs of which a text has the name, in words of it that follow each other; what several are called is no name.

    O(words of the text).
    """
    words = [word.strip(".") for word in _WORD.findall(text)[:_MOST_WORDS]]
    found: dict[int, None] = {}
    for start in range(len(words)):
        for end in range(start + 1, min(start + _LONGEST_NAME, len(words)) + 1):
            name = " ".join(words[start:end])
            named = snapshot.numbers_of_name.get(name, ()) if len(name) >= _SHORTEST else ()
            if len(named) == 1:
                found[named[0]] = None
    return list(found)


def _by_text(text: str, snapshot: Snapshot) -> list[Suggested]:
    uid = snapshot.cis.uid
    return [Suggested(uid[ci], "text", "its name stands in the text") for ci in names_in(text, snapshot)]


def _by_impact(here: Sequence[str], impact: ImpactAnalysis) -> Iterator[Suggested]:
    if not here:
        return
    asked = impact.asked(Question(down=tuple(here)))
    for ci in map(int, asked.radius.services()):
        state = asked.outcome.state(ci)
        if state in (State.DOWN, State.DEGRADED):
            yield Suggested(asked.snapshot.cis.uid[ci], "impact", f"is {state.word} when what is affected is down")


def _present(found: Iterable[Suggested], snapshot: Snapshot) -> Iterator[Suggested]:
    """Those of CIs that count, as the CIs that they are now."""
    for one in found:
        uid = current(one.uid, snapshot)
        number = snapshot.numbers.get(uid)
        if number is not None and snapshot.is_counted[number]:
            yield Suggested(uid, one.why, one.reason)
