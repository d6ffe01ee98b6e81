"""`cmdb rules` and `cmdb why`."""

import json
from pathlib import Path

from tests.cli.programs import Installation


def test_rules_are_tried_set_and_explained(cmdb: Installation, tmp_path: Path) -> None:
    file = tmp_path / "rules.json"
    cmdb.run("edit", "set", "app1", "kernel_version=9", "--reason", "read it")
    before = cmdb.json("why", "app1", "kernel_version")
    kind = before["claims"][-1]["source"]["kind"]
    rule = {"source": kind, "priority": 200, "attribute": "kernel_version", "condition": "name in (app1, app2)"}
    file.write_text(json.dumps([rule]), encoding="utf-8")

    tried = cmdb.run("rules", "dry-run", str(file))
    seen = cmdb.run("rules", "preview", "app1", str(file))
    unseen = cmdb.run("rules", "preview", "db1", str(file))
    saved = cmdb.run("rules", "set", str(file), "--reason", "agents know")
    told = cmdb.run("why", "app1", "kernel_version")
    of_class = cmdb.run("why", "app1", "ci_class").output.splitlines()
    rules = cmdb.json("rules", "list")
    file.write_text("[]", encoding="utf-8")
    cmdb.run("rules", "set", str(file))
    cmdb.run("edit", "release", "app1", "kernel_version")

    assert (before["value"], before["claims"][0]["reason"]) == ("9", "read it")
    assert tried.output.startswith("1 of ")
    assert seen.output.startswith("kernel_version\t9\tmanual:")
    assert unseen.output == "Nothing of it would change.\n"
    assert (saved.code, saved.output) == (0, "The rules hold; 1 CIs have changed.\n")
    assert told.output.startswith(f"Kernel version: 6.1 (rule: every class kernel_version {kind} where name in ")
    assert of_class[0].startswith("Class: server (")
    assert of_class[1].endswith("\t2: exact, a computer for any use")
    assert of_class[-1].split("\t")[1] == "server"
    assert [rule["source"] for rule in rules] == [kind]


def test_a_file_without_rules_is_refused(cmdb: Installation, tmp_path: Path) -> None:
    file = tmp_path / "rules.json"
    missing = cmdb.run("rules", "dry-run", str(file))
    file.write_text("{}", encoding="utf-8")
    wrong = cmdb.run("rules", "dry-run", str(file))

    assert (missing.code, "cannot be read" in missing.complaints) == (1, True)
    assert (wrong.code, "holds no list" in wrong.complaints) == (1, True)
