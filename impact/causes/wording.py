"""The parts of a score in plain words."""

from impact.causes.case import Case
from impact.causes.changes import Change
from impact.causes.evidence import Evidence
from impact.causes.ranking import Part
from impact.causes.search import Found
from impact.states import State

HOUR, MINUTE = 3600, 60
LOUD = 0.5
ELSEWHERE = "It may be another trouble at the same time: nothing is known to lead from the symptom to it."


def parts_of(case: Case, found: Found, place: int, with_others: float) -> tuple[Part, ...]:
    """The parts of the score of one suspect; their points add up to it. Parts that add nothing are left out."""
    ci, column = found.suspects[place], found.best(place)
    spread, likelihood = found.spread, case.likelihood
    either = float(found.alone()[place] - found.points[column])
    is_degraded = bool(found.hypotheses[column].degraded)
    parts = [
        Part("itself", float(likelihood.as_cause[ci]), _itself(case.evidence, ci)),
        Part(
            "dependencies",
            float(likelihood.explained_by_dependencies[ci]),
            "What it needs is in trouble too, which explains a part of what it shows.",
        ),
        Part("change", case.changes.points(ci), _change(case.changes.of.get(ci))),
        Part("explains", float(spread.explained[column]), f"It explains what {_cis(spread.hit_count[column])} show."),
        Part("silence", float(spread.silence[column]), _silence(spread.silent_count[column])),
        Part("symptom", float(spread.symptom[column]), _symptom(found, column, case.symptom.ci)),
        Part("order", float(spread.order[column]), "Part of what it would hit was in trouble before it was."),
        Part("place", likelihood.place(ci), "It is the CI that shows the symptom, which is seldom its own cause."),
        Part("state", either + likelihood.state(is_degraded=is_degraded), _state(is_degraded=is_degraded)),
        Part("elsewhere", (found.elsewhere or 0.0) if ci in found.other_stories else 0.0, ELSEWHERE),
        Part("together", with_others, "Together with another cause it explains what it leaves open alone."),
    ]
    return tuple(part for part in parts if part.points)


def _itself(evidence: Evidence, ci: int) -> str:
    if not evidence.is_watched[ci]:
        return "Nothing is known to watch it, so it could not show itself."
    if evidence.own[ci] > max(evidence.travelling[State.DOWN][ci], LOUD):
        return f"Its own {evidence.loudest_own[ci]} is far from usual, which no dependency explains."
    if evidence.travelling[State.DOWN][ci] > LOUD:
        return "It shows the trouble itself."
    if max(evidence.calls_to[ci], evidence.calls_from[ci]) > LOUD:
        return "Calls to it or from it are slow."
    return "It is watched and shows little or nothing."


def _change(change: Change | None) -> str:
    if change is None:
        return "Nobody is known to have changed it lately."
    age = change.age_seconds
    ago = f"{age / HOUR:.1f} hours" if age >= HOUR else f"{age / MINUTE:.0f} minutes"
    name = " ".join(word for word in (change.id, change.summary) if word)
    return f"It was changed {ago} before the symptom{f' ({name})' if name else ''}."


def _silence(count: float) -> str:
    return f"It would hit {_cis(count)} that show nothing or little."


def _cis(count: float) -> str:
    return "1 CI" if round(count) == 1 else f"{round(count)} CIs"


def _symptom(found: Found, column: int, symptom: int) -> str:
    if found.level(column, symptom) is State.AT_RISK:
        return "It only takes redundancy away from the symptom's CI."
    return "Alone it does not reach the symptom by known relationships and their redundancy."


def _state(*, is_degraded: bool) -> str:
    return f"It fits best as {'degraded' if is_degraded else 'down'}."
