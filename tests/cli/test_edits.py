"""`cmdb edit` and `cmdb sources`."""

from tests.cli.programs import Installation


def test_a_ci_is_created_changed_related_retired_and_restored(cmdb: Installation) -> None:
    uid = cmdb.run("edit", "create", "ups", "name=R1", "capacity_va=42", "--reason", "new").output.strip()

    changed = cmdb.run("edit", "set", uid, "description=by the door", "--days", "7")
    wrong = cmdb.run("edit", "set", uid, "capacity_va=many")
    edits = cmdb.json("edit", "list", uid)
    taken = cmdb.run("edit", "withdraw", uid, edits[0]["uid"])
    related = cmdb.run("edit", "relate", "app1", "POWERED_BY", "R1")
    softened = cmdb.run("edit", "set-relationship", "app1", "DEPENDS_ON", "R1", "port=161")
    needed = cmdb.run("edit", "relate", "app1", "DEPENDS_ON", "R1", "--soft")
    ported = cmdb.run("edit", "set-relationship", "app1", "DEPENDS_ON", "R1", "port=161", "--reason", "SNMP")
    facts = cmdb.json("edit", "list", "app1")[0]["relationships"][0]["attributes"]
    unrelated = cmdb.run("edit", "unrelate", "app1", "POWERED_BY", "R1")
    rerelated = cmdb.run("edit", "restore-relationship", "app1", "POWERED_BY", "R1")
    retired = cmdb.run("edit", "retire", "R1", "--reason", "scrapped")
    restored = cmdb.run("edit", "restore", "R1")

    assert uid.startswith("ci_")
    well = (changed, taken, related, needed, ported, unrelated, rerelated, retired, restored)
    assert [done.complaints for done in well] == [""] * len(well)
    assert (softened.code, "there is no relationship DEPENDS_ON" in softened.complaints) == (1, True)
    assert facts == {"strength": "soft", "port": 161}
    assert (wrong.code, "capacity_va 'many' is no number; give a whole number" in wrong.complaints) == (1, True)
    assert [(edit["attributes"], edit["is_creation"]) for edit in edits] == [
        ({"description": "by the door"}, False),
        ({"capacity_va": 42, "name": "R1"}, True),
    ]
    assert edits[0]["expires_at"]


def test_a_name_that_no_ci_has_is_refused(cmdb: Installation) -> None:
    done = cmdb.run("edit", "retire", "nosuchthing")

    assert done.code == 1
    assert "no CI is called 'nosuchthing'; give a uid" in done.complaints


def test_a_person_is_a_source_that_can_be_withdrawn(cmdb: Installation) -> None:
    uid = cmdb.run("edit", "create", "site", "name=Bergen").output.strip()
    (source,) = [entry["source"]["key"] for entry in cmdb.json("sources", "list", "--kind", "manual")]

    done = cmdb.run("sources", "withdraw", source, "--yes", "--reason", "all wrong")

    assert (done.code, done.output) == (0, f"{source} is withdrawn.\n")
    assert cmdb.json("sources", "list", "--kind", "manual") == []
    assert cmdb.json("edit", "list", uid) == []


def test_the_history_of_a_ci_shows_the_event_that_is_undone(cmdb: Installation) -> None:
    before = cmdb.json("history", "db1", "--limit", "1")[0]["at"]
    cmdb.run("edit", "set", "db1", "asset_tag=H1", "--reason", "labelled")
    shown = cmdb.run("history", "db1", "--limit", "1")
    event = shown.output.partition("\t")[0]
    undone = cmdb.run("undo", "db1", event)
    differs = cmdb.json("diff", "--ci", "db1", "--since", before)

    assert "asset_tag\t\tH1\t" in shown.output
    assert "labelled" in shown.output
    assert (undone.code, undone.output) == (0, "asset_tag\t\n")
    assert "asset_tag" not in {change["name"] for item in differs for change in item["attributes"]}
    assert len(cmdb.json("history", "db1", "--as-of", before)) < len(cmdb.json("history", "db1"))


def test_a_question_can_be_asked_of_the_past(cmdb: Installation) -> None:
    now = cmdb.run("find", "--query", "name = db1")
    long_ago = cmdb.run("find", "--query", "name = db1", "--as-of", "2020-01-01T00:00:00Z")
    by_name = cmdb.run("find", "db1", "--as-of", "2020-01-01T00:00:00Z")

    assert (now.code, long_ago.code, by_name.code) == (0, 1, 1)


def test_drift_is_decided_by_names(cmdb: Installation) -> None:
    cmdb.run("baseline", "create", "gold", "name = db1")
    cmdb.run("edit", "set", "db1", "asset_tag=G1")
    drifted = cmdb.json("baseline", "drift", "gold")
    reverted = cmdb.run("baseline", "revert", "gold", "db1", "--only", "asset_tag", "--reason", "not ours")
    shown = cmdb.run("history", "db1", "--limit", "1")
    removed = cmdb.run("baseline", "remove", "gold")

    assert [item["difference"]["name"] for item in drifted] == ["db1"]
    assert (reverted.code, reverted.output) == (0, "Back as in the baseline: db1.\n")
    assert "asset_tag\tG1\t\t" in shown.output
    assert "back to baseline gold: not ours" in shown.output
    assert removed.code == 0
