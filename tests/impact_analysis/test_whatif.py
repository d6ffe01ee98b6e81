"""What if: questions on changed estates say what they would say if the changes were written."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.changes import Changes, CIChange, RelationshipChange
from cmdb_server.impact_analysis.question import ImpactQuestionError, Question, UnknownCIError
from cmdb_server.impact_analysis.snapshot import snapshot_of
from cmdb_server.impact_analysis.whatif import what_if
from graph_schema import load_registry
from tests.impact_analysis.estate import write_shop
from tests.impact_analysis.test_freshness import answers
from tests.impact_analysis.test_snapshot import NAMES, VIEW, Stored, graphs, rows_of, states

HARD = RelationshipChange("add", "wiki", "DEPENDS_ON", "web", "hard")


@pytest.fixture
def analysis(store: GraphStore) -> ImpactAnalysis:
    """Questions about the shop."""
    write_shop(store)
    return ImpactAnalysis(store, load_registry())


def test_another_k_and_another_strength_change_the_answer_and_nothing_is_written(analysis: ImpactAnalysis) -> None:
    asked = Question(down=("db2",))
    before = analysis.evaluate(asked).states
    both = Changes(cis=(CIChange("change", "dbs", k=2),), relationships=(HARD,))
    softer = Changes(relationships=(RelationshipChange("change", "web", "DEPENDS_ON", "dbs", "soft"),))

    assert before["shop"] == "at_risk"
    assert analysis.evaluate(Question(down=("db2",), changes=both)).states == {
        **before,
        "dbs": "down",
        "web": "down",
        "shop": "down",
        "wiki": "down",
    }
    assert "shop" not in analysis.evaluate(Question(down=("db2",), changes=softer)).states
    assert analysis.evaluate(asked).states == before


def test_an_added_member_is_one_more_and_may_fail_itself(analysis: ImpactAnalysis) -> None:
    third = Changes(
        cis=(CIChange("add", "db3", ci_class="software_instance"),),
        relationships=(
            RelationshipChange("add", "dbs", "HAS_MEMBER", "db3"),
            RelationshipChange("add", "db3", "RUNS_ON", "host"),
        ),
    )

    picture = analysis.picture(Question(down=("db1", "db2"), changes=third))
    fails = analysis.evaluate(Question(down=("db3",), changes=third))

    assert next(node.state for node in picture.nodes if node.uid == "shop") == "at_risk"
    assert fails.states["dbs"] == "at_risk"
    assert "db3" in analysis.reach(Question(down=("host",), changes=third))
    (path, *_) = analysis.paths(Question(down=("db3",), changes=third), "dbs")
    assert path.steps[1].relationship is not None
    assert path.steps[1].relationship.sources == ("what if",)


def test_a_removed_ci_or_relationship_carries_nothing(analysis: ImpactAnalysis) -> None:
    alone = Changes(cis=(CIChange("remove", "db2"),))
    parted = Changes(relationships=(RelationshipChange("remove", "shop", "DEPENDS_ON", "web"),))

    assert analysis.evaluate(Question(down=("db1",), changes=alone)).states["shop"] == "down"
    assert "shop" not in analysis.evaluate(Question(down=("web",), changes=parted)).states
    with pytest.raises(UnknownCIError, match="no longer counts"):
        analysis.evaluate(Question(down=("db2",), changes=alone))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (Changes(cis=(CIChange("add", "db1", ci_class="server"),)), "changes.cis[0].uid"),
        (Changes(cis=(CIChange("add", "db9", ci_class="nothing"),)), "changes.cis[0].ci_class"),
        (Changes(cis=(CIChange("change", "db1"),)), "changes.cis[0]"),
        (Changes(relationships=(RelationshipChange("add", "shop", "HAS_INSTALLED", "db1"),)), "relationships[0].type"),
        (Changes(relationships=(RelationshipChange("remove", "shop", "DEPENDS_ON", "db1"),)), "relationships[0]"),
        (
            Changes(relationships=(RelationshipChange("change", "shop", "DEPENDS_ON", "web"),)),
            "relationships[0].strength",
        ),
    ],
)
def test_changes_that_cannot_be_meant_are_refused_with_their_field(
    analysis: ImpactAnalysis, changes: Changes, field: str
) -> None:
    with pytest.raises(ImpactQuestionError) as refused:
        analysis.evaluate(Question(down=("db1",), changes=changes))

    assert [error.field for error in refused.value.errors] == [f"changes.{field}".replace("changes.changes", "changes")]


@given(graphs(), graphs(), st.sampled_from(NAMES))
def test_a_changed_estate_is_the_one_that_writing_the_changes_would_make(
    before: dict[str, Stored], wanted: dict[str, Stored], failed: str
) -> None:
    first = snapshot_of(VIEW, rows_of(before, before), 1)
    if any(entry.status == "retired" for entry in before.values()):
        return
    after, changes = _rewritten(before, wanted)

    changed = what_if(first, first, changes)

    read = snapshot_of(VIEW, rows_of(after, after), 1)
    assert {entry for entry in answers(changed) if "retired" not in entry} == {
        entry for entry in answers(read) if "retired" not in entry
    }
    assert states(changed, failed) == states(read, failed)


def _rewritten(before: Mapping[str, Stored], wanted: Mapping[str, Stored]) -> tuple[dict[str, Stored], Changes]:
    """The estate in which what is wanted holds of CIs that are there, and the changes that lead to it."""
    after, cis, relationships = dict(before), list[CIChange](), list[RelationshipChange]()
    removed = {uid for uid, entry in wanted.items() if entry.status == "retired" and uid in before}
    for uid, entry in before.items():
        if uid in removed:
            after[uid] = Stored("retired", entry.ci_class, entry.k, entry.root, entry.relationships)
            cis.append(CIChange("remove", uid))
            continue
        new = wanted.get(uid)
        if new is None:
            continue
        known = [link for link in entry.relationships if link[1] in before and link[1] not in removed]
        dead = [link for link in entry.relationships if link not in known]
        there = [link for link in new.relationships if link[1] in before and link[1] not in removed]
        pairs = {(kind, target): strength for kind, target, strength in there}
        if new.k >= 0:
            cis.append(CIChange("change", uid, k=new.k))
        for kind, target in {(kind, target) for kind, target, _ in known}:
            relationships.append(RelationshipChange("remove", uid, kind, target))
        links = [(kind, target, strength) for (kind, target), strength in pairs.items()]
        relationships += [
            RelationshipChange("add", uid, kind, target, "soft" if strength == "soft" else "hard")
            for kind, target, strength in links
        ]
        k = new.k if new.k >= 0 else entry.k
        after[uid] = Stored(entry.status, entry.ci_class, k, entry.root, [*dead, *links])
    return after, Changes(tuple(cis), tuple(relationships))
