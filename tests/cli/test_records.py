"""`cmdb record`: an incident from opening to its end."""

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
