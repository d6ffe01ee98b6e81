"""`cmdb record`: an incident from opening to its end."""

import json
from pathlib import Path

from tests.cli.programs import Installation


def test_an_incident_is_opened_worked_on_and_resolved(cmdb: Installation) -> None:
    number = cmdb.run("record", "open", "The app hangs", "--affects", "db1", "--set", "urgency=2").output.strip()
    listed = cmdb.run("record", "list").output
    refused = cmdb.run("record", "move", number, "start")
    unknown = cmdb.run("record", "move", number, "fly")
    half = cmdb.run("record", "set", number, "urgency")
    noted = cmdb.run("record", "comment", number, "a lock", "--internal")
    cmdb.run("record", "affects", number, "--add", "app1")
    done = cmdb.run("record", "move", number, "resolve", "--set", "cause=a lock", "--set", "resolution=ended it")
    shown = cmdb.run("record", "show", number.lower()).output
    over = cmdb.json("record", "list", "--all", "--text", "app hangs")

    assert number.startswith("INC")
    assert number in listed
    assert (refused.code, "assignee" in refused.complaints) == (1, True)
    assert (unknown.code, "hold, resolve, cancel" in unknown.complaints) == (1, True)
    assert (half.code, "FIELD=VALUE" in half.complaints) == (2, True)
    assert (noted.code, done.code) == (0, 0)
    for text in ("Resolved", "a lock", "app1", "note", "ways from here: reopen, close"):
        assert text in shown
    assert [(one["number"], one["state"], len(one["affects"])) for one in over["items"]] == [(number, "resolved", 2)]
    assert number not in cmdb.run("record", "list").output


def test_types_are_told_with_their_fields_and_ways(cmdb: Installation) -> None:
    told = cmdb.run("record", "types").output

    for text in ("incident (INC)", "urgency", "1 (high), 2 (medium), 3 (low)", "resolve", "cause, resolution"):
        assert text in told


def test_what_the_graph_says_of_an_incident_is_told_and_taken(cmdb: Installation) -> None:
    number = cmdb.run("record", "open", "db1 does not answer").output.strip()
    [suggested] = cmdb.json("record", "suggest", number)["items"]
    told = cmdb.run("record", "suggest", number).output
    cmdb.run("record", "affects", number, "--add", suggested["ci"]["uid"], "--reason", suggested["reason"])
    marked = cmdb.run("record", "cause", number, "db1", "--reason", "its disk").output
    services = cmdb.run("record", "services", number)

    assert "its name stands in the text" in told
    assert cmdb.json("record", "suggest", number)["items"] == []
    assert "At fault, because: its disk" in marked
    assert (services.code, cmdb.json("record", "services", number)) == (0, {"items": []})


def test_many_are_changed_at_once_and_a_problem_is_opened_behind_them(cmdb: Installation) -> None:
    numbers = [
        cmdb.run("record", "open", f"Disk {turn} full", "--set", "cause_ci=db1").output.strip() for turn in range(2)
    ]
    urgent = cmdb.run("record", "bulk", *numbers, "--set", "urgency=1")
    half = cmdb.run("record", "bulk", numbers[0], "INC9999999", "--set", "urgency=2")
    suggested = cmdb.run("problem", "suggest").output
    problem = cmdb.run("problem", "open", "Disks fill up", *numbers, "--cause", "db1").output.strip()
    cmdb.run("record", "move", problem, "know", "--set", "cause=logs", "--set", "workaround=delete them")
    known = cmdb.run("problem", "known", numbers[0]).output
    applied = cmdb.run("problem", "apply", numbers[0], problem)

    assert (urgent.code, half.code, "there is no record" in half.output) == (0, 1, True)
    assert "the same CI at fault" in suggested
    assert problem.startswith("PRB")
    assert "delete them" in known
    assert applied.code == 0
    assert "Workaround of" in cmdb.run("record", "show", numbers[0]).output


def test_a_major_incident_is_declared_and_told_of(cmdb: Installation) -> None:
    number = cmdb.run("record", "open", "All is dark").output.strip()
    before = cmdb.run("major", "rule").output
    after = cmdb.run("major", "rule", "--priority", "1", "--users", "50").output
    declared = cmdb.run("major", "declare", number, "--reason", "no light anywhere")
    cmdb.run("major", "tell", number, "A fuse is looked for.")

    assert "no incident is major by itself" in before
    assert "priority 1 or better, 50 users or more" in after
    assert declared.code == 0
    assert f"{number}: All is dark" in cmdb.run("major", "show", number).output
    assert "status  A fuse is looked for." in cmdb.run("record", "show", number).output


def test_a_file_is_brought_saved_and_removed(cmdb: Installation, tmp_path: Path) -> None:
    number = cmdb.run("record", "open", "See the log").output.strip()
    log, page, copy = tmp_path / "app.log", tmp_path / "page.html", tmp_path / "copy.log"
    log.write_text("it hangs")
    page.write_text("<p>")
    added, refused = (cmdb.run("files", "add", number, str(file)) for file in (log, page))
    [file] = cmdb.json("files", "list", number)["items"]
    saved = cmdb.run("files", "save", number, file["uid"], str(copy))
    again = cmdb.run("files", "save", number, file["uid"], str(copy))

    assert (added.code, refused.code, "kind that is not taken" in refused.complaints) == (0, 1, True)
    assert (saved.code, copy.read_text(), again.code) == (0, "it hangs", 2)
    assert "app.log" in cmdb.run("files", "list", number).output
    assert cmdb.run("files", "remove", number, file["uid"]).code == 0
    assert cmdb.json("files", "list", number)["items"] == []


def test_clocks_run_by_what_was_agreed_and_numbers_open_what_is_behind_them(cmdb: Installation, tmp_path: Path) -> None:
    hours = [{"weekdays": [0], "starts": "08:00", "ends": "16:00"}]
    agreed = {"name": "office", "time_zone": "Europe/Oslo", "hours": hours}
    target = {"name": "take up", "type": "incident", "kind": "response", "minutes": 30}
    file, numbers = tmp_path / "levels.json", tmp_path / "numbers.csv"
    file.write_text(json.dumps({"calendars": [agreed], "targets": [target]}), encoding="utf-8")
    number = cmdb.run("record", "open", "The db is slow").output.strip()

    saved = cmdb.run("sla", "set", str(file))
    due, told = cmdb.run("sla", "due", "--state", "running").output, cmdb.run("sla", "explain", number).output
    shown, standing = cmdb.run("sla", "show").output, cmdb.run("sla", "standing").output
    again = cmdb.run("sla", "set", str(tmp_path / "nothing.json"))
    cmdb.run("record", "move", number, "cancel", "--reason", "a test")
    behind = cmdb.run("numbers", "mtta").output
    cmdb.run("numbers", "--by", "month", "-o", str(numbers))
    month = cmdb.run("status", "--calendar", "now")

    assert (saved.code, again.code != 0, month.code) == (0, True, 0)
    assert number in due
    for text in ("take up (response): running", "round the clock"):
        assert text in told
    assert "M......" in shown
    assert "take up" in standing
    assert number in behind
    assert "mtta" in numbers.read_text(encoding="utf-8")
    assert cmdb.run("numbers", "joy").code == 1


def test_a_queue_is_written_to_a_file(cmdb: Installation, tmp_path: Path) -> None:
    number = cmdb.run("record", "open", "The door is stuck").output.strip()
    file = tmp_path / "incidents.csv"
    said = cmdb.run("record", "export", str(file), "--text", "stuck")

    assert f"written to {file}" in said.output.replace("\n", ""), said.complaints
    assert number in file.read_text()
