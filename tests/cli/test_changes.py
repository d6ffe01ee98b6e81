"""`cmdb change`: what one does, who votes, and what is planned."""

import json
from pathlib import Path

import httpx

from tests.cli.programs import Installation

WHEN = ("2031-01-07T22:00:00Z", "2031-01-08T00:00:00Z")


def opened(cmdb: Installation) -> str:
    """The number of a change that is planned."""
    sets = [f"{name}={value}" for name, value in zip(("planned_start", "planned_end"), WHEN, strict=True)]
    said = [part for text in (*sets, "rollback=start the old one") for part in ("--set", text)]
    return cmdb.run("record", "open", "Patch it", "--type", "change", "--affects", "db1", *said).output.strip()


def test_a_change_is_assessed_voted_on_and_in_the_calendar(cmdb: Installation, tmp_path: Path) -> None:
    tried = cmdb.run("change", "assess", "--action", "restart=db1", "--from", WHEN[0], "--to", WHEN[1]).output
    wrong = cmdb.run("change", "assess", "--action", "restart")
    number = opened(cmdb)
    listed = cmdb.run("change", "calendar", "--from", "2031-01-01T00:00:00Z").output
    early = cmdb.run("change", "votes", number).output
    refused = cmdb.run("change", "vote", number, "yes")
    address = cmdb.run("change", "feed", "board").output.strip()
    rules = tmp_path / "rules.json"
    rules.write_text(cmdb.run("change", "rules").output)
    saved = cmdb.run("change", "set-rules", str(rules)).output
    rules.with_suffix(".bad").write_text("{no")
    unreadable = cmdb.run("change", "set-rules", str(rules.with_suffix(".bad")))
    timeless = cmdb.run("change", "calendar", "--from", "yesterday")

    assert "risk " in tried
    assert wrong.code != 0
    assert "ACTION=CI" in wrong.complaints
    assert number.startswith("CHG")
    assert number in listed
    assert "is not voted on: it is draft" in early
    assert refused.code == 1
    assert number not in httpx.get(address).text  # a draft is nobody's plan yet
    assert httpx.get(address).text.startswith("BEGIN:VCALENDAR")
    assert json.loads(rules.read_text())["policy"]["high_from"] == 50
    assert " holds" in saved
    assert (unreadable.code, "is no JSON" in unreadable.complaints) == (1, True), unreadable.complaints
    assert (timeless.code, "is no time" in timeless.complaints) == (2, True), timeless.complaints


def test_a_group_that_approves_is_a_rule_and_the_votes_tell_whose_yes_counts(
    cmdb: Installation, tmp_path: Path
) -> None:
    number, rules = opened(cmdb), tmp_path / "rules.json"
    policy = json.loads(cmdb.run("change", "rules").output)["policy"]
    group = {"name": "Two eyes", "people": ["nora"], "risks": ["low", "medium", "high"]}
    rules.write_text(json.dumps({"policy": policy | {"groups": [group], "quorum_low": 0}}))
    cmdb.run("user", "add", "nora", "--role", "responder")
    grouped = cmdb.run("change", "set-rules", str(rules))
    cmdb.run("record", "move", number, "submit")
    asked = cmdb.run(
        "record", "move", number, "propose", "--set", "assignee=admin", "--set", 'steps=[{"step": "do it"}]'
    )
    counted = cmdb.run("change", "votes", number).output
    rules.write_text(json.dumps({"policy": policy}))
    cmdb.run("change", "set-rules", str(rules))

    assert (grouped.code, asked.code) == (0, 0), grouped.complaints + asked.complaints
    for word in ("1 of the 1 of Two eyes", "0 of 1", "nora"):
        assert word in counted
