"""When a template is a standard change: no graph."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.itsm.record import Record
from cmdb_server.itsm.templates.standing import Ran, StandardRule, departs, standing_of
from cmdb_server.itsm.templates.template import Approval, Template, Wanted, digest_of, stored, template_of
from cmdb_server.timestamps import microseconds

WANTED = Wanted("restart", "change", {"title": "restart", "rollback": "start it"}, ("ci_1",))
APPROVED = Template("tpl_1", WANTED, "eva", 5, 1, Approval("max", 1, "often done", digest_of(WANTED)))
RULE = StandardRule(failures=2, of_last=3)
SINCE = microseconds("2026-01-01T00:00:00Z")
OUTCOMES = st.lists(st.sampled_from(("successful", "with_issues", "backed_out", "failed")), max_size=12)


def ran(*outcomes: str) -> list[Ran]:
    return [Ran(f"CHG{turn}", outcome, f"2026-01-{turn + 2:02}T00:00:00Z") for turn, outcome in enumerate(outcomes)]


@given(OUTCOMES)
def test_a_template_is_standard_unless_so_many_of_the_last_failed(outcomes: list[str]) -> None:
    found = standing_of(APPROVED, ran(*outcomes), RULE, SINCE)

    failed = [one for one in outcomes[-RULE.of_last :] if one in ("backed_out", "failed")]
    assert found.is_standard == (len(failed) < RULE.failures)
    assert bool(found.why) != found.is_standard
    assert found.succeeded == sum(one in ("successful", "with_issues") for one in outcomes)


@given(OUTCOMES)
def test_what_failed_before_it_was_approved_again_does_not_count(outcomes: list[str]) -> None:
    assert standing_of(APPROVED, ran(*outcomes), RULE, microseconds("2026-02-01T00:00:00Z")).is_standard


def test_what_failed_within_the_second_of_its_approval_counts_when_it_came_after() -> None:
    around = [Ran(f"CHG{at}", "failed", f"2026-01-01T00:00:00.{at}Z") for at in ("24", "25001", "3")]

    found = standing_of(APPROVED, around, RULE, SINCE + 250_000)

    assert [one.number for one in found.counted] == ["CHG3", "CHG25001"]


def test_only_what_is_said_anew_of_each_change_may_differ() -> None:
    record = Record("r", "CHG1", "change", "draft", {"title": "other", "rollback": "start it"}, (), "eva", 1, 1)

    assert departs(APPROVED, record) == ""
    assert "rollback" in departs(APPROVED, replace(record, values={"rollback": "none"}))


def test_another_text_is_not_approved_and_another_title_is() -> None:
    retitled = replace(APPROVED, wanted=replace(WANTED, values={**WANTED.values, "title": "restart now"}))
    rewritten = replace(APPROVED, wanted=replace(WANTED, values={**WANTED.values, "rollback": "none"}))
    of_more = replace(APPROVED, wanted=replace(WANTED, affects=("ci_1", "ci_2")))

    found = [standing_of(one, (), RULE, SINCE).is_standard for one in (retitled, rewritten, of_more)]

    assert found == [True, False, False]


def test_a_template_comes_back_from_the_graph_as_it_was() -> None:
    kept = {"uid": APPROVED.uid, **stored(APPROVED)}

    assert template_of(kept) == APPROVED
