"""A question on an estate with changes beside the same question on the estate as it is, or beside another question."""

from dataclasses import replace

from cmdb_server.impact_analysis.answers import rfc3339
from cmdb_server.impact_analysis.asking import Asked
from cmdb_server.impact_analysis.changes import NO_CHANGES
from cmdb_server.impact_analysis.question import Question
from cmdb_server.impact_analysis.whatif_answers import ComparedCI, StateCounts, WhatIfComparison
from impact import State
from impact.rows import integers, plain

ABSENT = "absent"


def as_it_is(question: Question) -> Question:
    """The same question without changes, and without the CIs that only they add."""
    added = {change.uid for change in question.changes.cis if change.change == "add"}

    def known(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if name not in added)

    actions = tuple(action for action in question.actions if action.uid not in added)
    kept = replace(question, down=known(question.down), degraded=known(question.degraded), actions=actions)
    return replace(kept, changes=NO_CHANGES)


def compared(now: Asked, then: Asked) -> WhatIfComparison:
    """What differs in state, worst change first; `now` is how things are or the other question, `then` the question."""
    before, after = _states(now), _states(then)
    differing = [uid for uid in dict.fromkeys((*after, *before)) if before.get(uid) != after.get(uid)]
    rows = [_row(now, then, uid, (before.get(uid, "up"), after.get(uid, "up"))) for uid in differing]
    rows.sort(key=lambda row: (-abs(row.score), row.name, row.uid))
    return WhatIfComparison(
        now=_counts(now),
        then=_counts(then),
        worse=sum(row.score > 0 for row in rows),
        better=sum(row.score < 0 for row in rows),
        services=[row for row in rows if row.is_service],
        cis=[row for row in rows if not row.is_service],
        snapshot_at=rfc3339(now.snapshot.taken_at) or "",
        as_of=rfc3339(now.snapshot.as_of or 0),
    )


def _states(asked: Asked) -> dict[str, str]:
    """What is not up."""
    uid, outcome = asked.snapshot.cis.uid, asked.outcome
    return {uid[ci]: outcome.state(ci).word for ci in plain(outcome.affected())}


def _counts(asked: Asked) -> StateCounts:
    outcome = asked.outcome
    services = asked.radius.service_totals()
    return StateCounts(
        down=outcome.count(State.DOWN),
        degraded=outcome.count(State.DEGRADED),
        at_risk=outcome.count(State.AT_RISK),
        services_down=services[State.DOWN].number,
        services_degraded=services[State.DEGRADED].number,
        services_at_risk=services[State.AT_RISK].number,
        users_down=services[State.DOWN].users,
    )


def _row(now: Asked, then: Asked, uid: str, states: tuple[str, str]) -> ComparedCI:
    """One CI that differs; the score is the difference of state weight x criticality x users."""
    shown = then if uid in then.snapshot.numbers else now
    ci = shown.snapshot.numbers[uid]
    cis, stakes = shown.snapshot.cis, shown.snapshot.stakes
    return ComparedCI(
        uid=uid,
        name=cis.name[ci],
        ci_class=cis.ci_class[ci],
        state_now=states[0] if _counts_in(now, uid) else ABSENT,
        state_then=states[1] if _counts_in(then, uid) else ABSENT,
        is_service=bool(stakes.is_service[ci]),
        users=int(stakes.users[ci]) or None,
        criticality=int(stakes.criticality[ci]) or None,
        score=_score(then, uid) - _score(now, uid),
    )


def _counts_in(asked: Asked, uid: str) -> bool:
    number = asked.snapshot.numbers.get(uid)
    return number is not None and bool(asked.snapshot.is_counted[number])


def _score(asked: Asked, uid: str) -> float:
    number = asked.snapshot.numbers.get(uid)
    return 0.0 if number is None else float(asked.radius.scores(integers([number]))[0])
