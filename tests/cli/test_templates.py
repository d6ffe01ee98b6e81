"""`cmdb templates`: models of records, made and changed, and records from them."""

import json

from tests.cli.programs import Installation


def test_a_template_is_made_changed_used_and_removed(cmdb: Installation) -> None:
    task = "look at the logs;due_days=2;holds=resolve"
    made = cmdb.run("templates", "add", "No mail", "--type", "incident", "--set", "urgency=2", "--need", "description",
                    "--task", task)  # fmt: skip
    wrong = cmdb.run("templates", "add", "Other", "--type", "incident", "--task", "x;due_days=soon")
    lacking = cmdb.run("record", "open", "No mail in Oslo", "--template", "No mail")
    changed = cmdb.run("templates", "change", "No mail", "--name", "No e-mail", "--set", "urgency=1", "--need", "")
    unknown = cmdb.run("templates", "change", "nothing like it", "--name", "x")
    number = cmdb.run("record", "open", "No mail in Oslo", "--template", "No e-mail").output.strip()
    shown = json.loads(cmdb.run("record", "show", number, "--json").output)
    listed = json.loads(cmdb.run("templates", "list", "--json").output)["items"]
    removed = cmdb.run("templates", "remove", made.output.strip())

    assert made.output.startswith("tpl_"), made.complaints
    assert (wrong.code, "is no number of days" in wrong.complaints) == (2, True), wrong.complaints
    assert (lacking.code, "description" in lacking.complaints) == (1, True), lacking.complaints
    assert "No e-mail is changed" in changed.output, changed.complaints
    assert (unknown.code, "is no template" in unknown.complaints) == (2, True)
    assert [task["title"] for task in shown["tasks"]] == ["look at the logs"]
    assert {one["field"]: one["value"] for one in shown["values"]}["urgency"] == "1"
    assert [(one["name"], one["needs"]) for one in listed] == [("No e-mail", [])]
    assert "is removed" in removed.output
