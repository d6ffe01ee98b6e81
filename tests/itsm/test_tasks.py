"""Tasks of records: what they hold up, what is told of them, and what becomes of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.itsm import records as record_types
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.index import RecordIndex
from cmdb_server.itsm.record import Record, Task, record_of, stored
from cmdb_server.itsm.tasks.index import WantedTasks
from cmdb_server.itsm.tasks.task import added, changes_of_tasks, ended_with, with_task, with_values
from cmdb_server.itsm.workflow import RecordRefusedError, Worker, moved
from cmdb_server.notifications.audience import Concerned, hearers
from cmdb_server.notifications.happening import Happening
from cmdb_server.notifications.kinds import BY_NAME, kinds_of
from graph_schema.loading import load_all

KINDS = {kind.name: kind for kind in load_all(record_types, RecordType)}
INCIDENT = KINDS["incident"]
MAX = Worker("max", may_work=True, may_manage=True)
NOW = 1_800_000_000_000_000
texts = st.text(st.characters(codec="ascii", exclude_categories=("C",)), max_size=8)
tasks = st.builds(
    Task, st.integers(1, 9), texts, st.sampled_from(("open", "done", "cancelled")), texts, texts,
    holds=st.sampled_from(("", "resolve", "close")),
)  # fmt: skip


def incident(state: str = "resolved", *found: Task) -> Record:
    """An incident with tasks."""
    values = {"title": "No mail", "cause": "disk", "resolution": "another disk"}
    return Record("rec_1", "INC1", "incident", state, values, (), "rita", NOW, NOW, tasks=found)


@given(st.lists(tasks, max_size=4))
def test_a_record_goes_on_exactly_when_no_open_task_holds_it_up(found: list[Task]) -> None:
    record = incident("resolved", *found)
    held = [task for task in found if task.state == "open" and task.holds == "close"]
    if not held:
        assert moved(INCIDENT, record, "close", "", MAX).state == "closed"
        return
    with pytest.raises(RecordRefusedError) as refused:
        moved(INCIDENT, record, "close", "", MAX)
    error = refused.value.errors[0]
    assert (error.field, error.value) == ("tasks", ", ".join(str(task.number) for task in held))
    assert held[0].title in error.remedy


@given(st.lists(tasks, max_size=4))
def test_tasks_are_the_same_after_they_were_kept(found: list[Task]) -> None:
    record = incident("new", *found)

    assert record_of({**stored(record, is_open=True), "lock": "x"}) == record


def test_a_record_without_tasks_is_read_as_it_was_kept_before_there_were_any() -> None:
    kept = {name: value for name, value in stored(incident(), is_open=False).items() if name != "tasks"}

    assert record_of(kept).tasks == ()


def test_those_records_have_tasks_that_go_somewhere_which_tasks_may_hold_up() -> None:
    held = {name: [move.name for move in kind.held_by_tasks] for name, kind in KINDS.items() if kind.held_by_tasks}

    assert held == {
        "change": ["begin", "close"], "incident": ["resolve", "close"], "problem": ["resolve", "close"],
    }  # fmt: skip


def test_tasks_are_numbered_within_their_record_and_no_number_comes_twice() -> None:
    one = added(incident("new", Task(3, "look")), {"title": "restart", "holds": "resolve"})

    assert one.tasks[-1] == Task(4, "restart", holds="resolve")


def test_what_ends_says_who_and_when_and_what_is_open_again_does_not() -> None:
    done = with_values(Task(1, "look"), {"state": "done", "note": "fine"}, "wanda", NOW)
    again = with_values(done, {"state": "open"}, "max", NOW)

    assert (done.ended_by, done.ended_at, done.note) == ("wanda", "2027-01-15T08:00:00Z", "fine")
    assert (again.state, again.ended_by, again.ended_at) == ("open", "", "")
    assert with_values(done, {"note": "so so"}, "max", NOW).ended_by == "wanda"


def test_open_tasks_are_cancelled_with_a_record_that_is_over_for_good() -> None:
    record = incident("closed", Task(1, "look"), Task(2, "restart", "done", ended_by="wanda"))

    after = ended_with(INCIDENT, record, "max", NOW)

    assert [(task.state, task.ended_by) for task in after.tasks] == [("cancelled", "max"), ("done", "wanda")]
    assert ended_with(INCIDENT, replace(record, state="resolved"), "max", NOW).tasks == record.tasks


def test_the_timeline_tells_what_became_of_tasks() -> None:
    before = incident("new", Task(1, "look"))
    after = added(with_task(before, Task(1, "look", "done")), {"title": "restart", "assignee": "wanda"})

    told = [(change.field, change.before, change.after) for change in changes_of_tasks(before, after)]

    assert told == [
        ("task_state", "1 look: open", "done"), ("task_title", "", "restart"), ("task_assignee", "", "wanda"),
    ]  # fmt: skip
    assert changes_of_tasks(after, after) == ()


def test_whom_a_task_is_for_is_told_of_it_but_not_of_their_own_doing() -> None:
    after = added(added(incident("new"), {"title": "look", "team": "Shop"}), {"title": "x", "assignee": "wanda"})
    changes = changes_of_tasks(incident("new"), after)
    one = Happening("ren_1", NOW, "ben", "task", "", changes, after, INCIDENT)
    concerned = Concerned((), (), {"Shop": ("ann", "ben")}.__getitem__, ())

    assert "task_assigned" in [kind.name for kind in kinds_of(one)]
    assert hearers(one, BY_NAME["task_assigned"], concerned, {"ann", "ben", "wanda"}) == {"ann", "wanda"}


def test_open_tasks_are_found_by_whom_they_are_for_the_first_due_first() -> None:
    index = RecordIndex()
    late, soon = Task(1, "late", assignee="wanda"), Task(2, "soon", assignee="wanda", due="2027-01-01T00:00:00Z")
    others = (
        Task(3, "for all", team="Shop"),
        Task(4, "done", "done", "wanda"),
        Task(5, "hers", team="Shop", assignee="ann"),
    )
    index.take([stored(incident("new", late, soon, *others), is_open=True)])

    def found(wanted: WantedTasks) -> list[int]:
        total, rows = index.tasks(wanted, (0, 10))
        assert total == len(rows)
        return [task.number for _, task in rows]

    assert found(WantedTasks("wanda")) == [2, 1]
    assert found(WantedTasks("wanda", ("Shop",))) == [2, 1, 3]
    assert found(WantedTasks(teams=())) == []
    assert found(WantedTasks()) == [2, 1, 3, 5]
    assert found(WantedTasks(due_before="2027-01-02T00:00:00Z")) == [2]
    index.take([stored(replace(incident("new"), revision=2), is_open=True)])
    assert found(WantedTasks()) == []
