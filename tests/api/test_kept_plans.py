"""What is kept of plans says what is computed anew, whatever became of the facts meanwhile."""

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from cmdb_server.itsm.changes.assessing import Assessor
from cmdb_server.itsm.changes.assessment import Assessment, PlannedHit
from cmdb_server.itsm.changes.kept import Keep, KeptPlans
from cmdb_server.itsm.changes.plan import plan_of
from impact import EFFECTS, State
from tests.api.changing import gone, planned, reported_tier, times
from tests.api.serving import Serving


@pytest.fixture
def server(shared_server: Serving) -> Serving:
    """None of these tests minds what the others did."""
    return shared_server


@pytest.fixture
def admin(server: Serving) -> Iterator[httpx.Client]:
    """A client with every permission."""
    with server.client() as client:
        yield client


class Told:
    """Two assessors of the same server: one that keeps what it found, and one that never does."""

    def __init__(self, server: Serving, number: str) -> None:
        services = server.services
        self._services, self._number = services, number
        self._kept, self._anew = (
            Assessor(services.store, services.change_rules, services.clock, KeptPlans(most)) for most in (1_000, 0)
        )

    def now(self) -> tuple[Assessment, list[PlannedHit]]:
        """What is told now, by both alike."""
        plan = plan_of(self._services.desk.one(self._number))
        impact = self._services.impact
        found = [
            (replace(one.assess(plan, impact), snapshot_at=""), one.hits([plan], impact)[0])
            for one in (self._kept, self._kept, self._anew)
        ]
        assert found[0] == found[1] == found[2]
        return found[0]


def test_what_is_kept_is_what_is_computed_anew_after_every_kind_of_fact_has_changed(
    admin: httpx.Client, server: Serving
) -> None:
    first, second = reported_tier(admin, "kept")
    other = planned(admin, "Patch b", second, **times(1))
    restart = f'[{{"ci": "{first}", "action": "restart"}}]'
    number = planned(admin, "Patch a", first, actions=restart)
    restarts = f'[{{"ci": "{first}", "action": "restart"}}, {{"ci": "{second}", "action": "restart"}}]'
    both = Told(server, planned(admin, "Patch both", first, second, actions=restarts, **times(70)))
    told = Told(server, number)
    alone, hits = told.now()
    gone(admin, other, "submit")
    colliding, _ = told.now()
    _, hard = both.now()
    effects = [replace(effect, state=State.DEGRADED) if effect.action == "restart" else effect for effect in EFFECTS]
    server.services.impact.actions.save(effects, ("test", "milder"), None)
    milder, _ = told.now()
    _, soft = both.now()
    server.services.impact.actions.save((), ("test", "as it was"), None)
    admin.patch(f"/records/{other}", json={"values": times(50)})
    apart, _ = told.now()
    admin.post(f"/cis/{second}/retire", json={"reason": "sold"})
    lost, worse = told.now()
    admin.patch(f"/records/{number}", json={"values": {"actions": restart.replace("restart", "failover")}})
    mild, _ = told.now()

    assert [(one.name, one.state) for one in hits] == [("kept", "at_risk")]
    assert [len(one.collisions) for one in (alone, colliding, apart)] == [0, 1, 0]
    assert (alone.down, milder.down, milder.degraded) == (1, 0, 1)
    assert [one.state for one in (*hard, *soft)] == ["down", "degraded"]
    assert [one.state for one in worse] == ["down"]
    assert [one.state for one in lost.services] == ["down"]
    assert [one.state for one in mild.services] == ["degraded"]


def test_answers_are_kept_by_key_and_forgotten_when_there_are_too_many() -> None:
    keep, asked = Keep(2), list[int]()

    def tens(turns: list[int], keys: list[int]) -> list[int]:
        asked.extend(keys[turn] for turn in turns)
        return [keys[turn] * 10 for turn in turns]

    def each(*keys: int) -> list[int]:
        return keep.each(keys, lambda turns: tens([*turns], [*keys]))

    assert each(1, 2, 1) == [10, 20, 10]
    assert (each(2, 1), asked) == ([20, 10], [1, 2])
    assert each(3) == [30]
    assert (each(1, 3), asked) == ([10, 30], [1, 2, 3, 1])
    assert (each(4, 5, 6), keep.one(4, lambda: 0)) == ([40, 50, 60], 0)
