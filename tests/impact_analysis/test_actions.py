"""What actions bring into a question, by the table that an administrator may change, asked of the real engine."""

import pytest

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.action_table import ActionsChangedError, ActionsRefusedError
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.question import ActionOn, ImpactQuestionError, Question, UnknownCIError
from graph_schema import load_registry
from impact import EFFECTS, Effect, State
from tests.impact_analysis.estate import Link, Put, write, write_shop

PORTS = (
    Put("pg", "endpoint", {"port": 5432, "root_uid": "host"}),
    Put("metrics", "endpoint", {"port": 9187, "root_uid": "host"}),
    Put("report", "software_instance"),
    Put("graphs", "software_instance"),
    Put("shown", "certificate"),
)
PORT_LINKS = (
    Link("pg", "PROVIDED_BY", "db1"),
    Link("metrics", "PROVIDED_BY", "db1"),
    Link("report", "DEPENDS_ON", "db1", {"strength": "hard", "port": 5432}),
    Link("graphs", "DEPENDS_ON", "db1", {"strength": "hard", "port": 9187}),
    Link("cache", "DEPENDS_ON", "dbs", {"strength": "hard", "port": 5432}),
    Link("pg", "SECURED_BY", "shown", {"strength": "hard"}),
    Link("graphs", "SECURED_BY", "shown", {"strength": "hard"}),
)


@pytest.fixture
def analysis(store: GraphStore) -> ImpactAnalysis:
    """Questions about the shop, whose database listens at two ports."""
    write_shop(store)
    write(store, PORTS, PORT_LINKS)
    return ImpactAnalysis(store, load_registry())


def done(action: str, uid: str, after_seconds: int = 0) -> Question:
    """An action on a CI."""
    return Question(actions=(ActionOn(action, uid),), after_seconds=after_seconds)


def test_a_blocked_port_takes_down_who_uses_it_and_nobody_else(analysis: ImpactAnalysis) -> None:
    states = analysis.evaluate(done("port_block", "pg")).states

    assert states == {"pg": "down", "report": "down", "dbs": "at_risk", "web": "at_risk", "shop": "at_risk"} | {
        "cache": "at_risk",
        "wiki": "at_risk",
    }


@pytest.mark.parametrize("name", ["host:5432", "db1:5432"])
def test_a_port_is_named_by_its_machine_or_program(analysis: ImpactAnalysis, name: str) -> None:
    assert analysis.evaluate(done("port_block", name)).down == ["pg"]


def test_a_port_that_nobody_has_seen_is_refused(analysis: ImpactAnalysis) -> None:
    with pytest.raises(UnknownCIError, match="has no port 80 that anybody has seen"):
        analysis.evaluate(done("port_block", "db1:80"))


def test_all_ports_of_a_program_are_blocked_with_it_while_it_runs_on(analysis: ImpactAnalysis) -> None:
    answer = analysis.evaluate(done("port_block", "db1"))

    assert set(answer.down) == {"pg", "metrics"}
    assert {"db1", "host", "disk"}.isdisjoint(answer.states)
    assert (answer.states["report"], answer.states["graphs"]) == ("down", "down")


def test_the_path_from_a_blocked_port_names_what_it_rests_on(analysis: ImpactAnalysis) -> None:
    (path,) = analysis.paths(done("port_block", "pg"), "report")

    assert [step.uid for step in path.steps] == ["pg", "report"]
    relationship = path.steps[1].relationship
    assert relationship is not None
    assert (relationship.type, relationship.strength) == ("DEPENDS_ON", "hard")


def test_an_expired_certificate_takes_down_what_shows_it(analysis: ImpactAnalysis) -> None:
    assert (
        analysis.evaluate(done("certificate_expires", "shown")).states.items()
        >= {
            "pg": "down",
            "graphs": "down",
        }.items()
    )


def test_a_lost_site_takes_down_what_stands_on_it(analysis: ImpactAnalysis) -> None:
    answer = analysis.evaluate(done("site_lost", "oslo"))

    assert set(answer.down) == {"room", "host"}
    assert answer.states["shop"] == "down"
    assert [entry.because for entry in answer.entering if entry.uid == "host"] == [
        "site lost of oslo: down until somebody undoes it, because LOCATED_IN oslo, directly or not"
    ]


def test_an_action_lasts_as_long_as_its_effect(analysis: ImpactAnalysis) -> None:
    early, late = (analysis.evaluate(done("restart", "db1", after_seconds=after)) for after in (119, 120))

    assert (early.down, late.down, late.states) == (["db1"], [], {})
    assert [(entry.lasts_seconds, entry.because) for entry in late.entering] == [
        (120, "restart of db1: down for 2 minutes")
    ]


def test_a_table_of_ones_own_counts_at_once_and_can_be_tried_before(analysis: ImpactAnalysis) -> None:
    slow = Effect("backup", "software_instance", State.DEGRADED, 3600, on="targets", relationship="RUNS_ON")
    with pytest.raises(ImpactQuestionError, match="'backup': is unknown"):
        analysis.evaluate(done("backup", "db1"))

    tried = analysis.preview([ActionOn("backup", "db1")], [*EFFECTS, slow])
    saved = analysis.actions.save([*EFFECTS, slow], ("eva", "nightly"), 0)
    answer = analysis.evaluate(done("backup", "db1"))

    assert [(entry.uid, entry.state, entry.because) for entry in tried] == [
        ("host", "degraded", "backup of db1: degraded for 1 hour, because db1 RUNS_ON it")
    ]
    assert (list(answer.entering), answer.degraded) == (list(tried), ["host"])
    assert (saved.version, saved.saved_by, saved.is_built_in) == (1, "eva", False)
    with pytest.raises(ActionsChangedError):
        analysis.actions.save([], ("eva", ""), 0)
    assert analysis.actions.save([], ("eva", ""), 1).is_built_in
    assert analysis.actions.current().effects == EFFECTS


@pytest.mark.parametrize(
    ("effect", "field"),
    [
        (Effect("Back up", "ci", State.DOWN), "action"),
        (Effect("backup", "no_class", State.DOWN), "ci_class"),
        (Effect("backup", "ci", State.AT_RISK), "state"),
        (Effect("backup", "ci", State.DOWN, 0), "lasts_seconds"),
        (Effect("backup", "ci", State.DOWN, on="sources", relationship="HAS_INSTALLED"), "relationship"),
        (Effect("backup", "ci", State.DOWN, relationship="RUNS_ON"), ""),
        (EFFECTS[0], ""),
    ],
)
def test_a_table_that_makes_no_sense_is_refused_with_its_field(
    analysis: ImpactAnalysis, effect: Effect, field: str
) -> None:
    with pytest.raises(ActionsRefusedError) as refused:
        analysis.actions.save([*EFFECTS, effect], ("eva", ""), None)

    assert [error.field for error in refused.value.errors] == [
        f"effects[{len(EFFECTS)}]" + (f".{field}" if field else "")
    ]
