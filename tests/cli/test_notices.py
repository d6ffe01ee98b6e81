"""Mail and webhooks on the command line: told, watched, and what was given up is sent again."""

import json

from tests.cli.programs import Installation


def test_wishes_and_watchers_are_set_and_shown(cmdb: Installation) -> None:
    assert cmdb.run("user", "add", "nils", "--role", "responder").code == 0
    number = cmdb.run("record", "open", "No light").output.strip()

    said = cmdb.run("notify", "set", "nils", "--zone", "Europe/Oslo", "--quiet", "22:00-07:00", "--kind",
                    "commented=digest")  # fmt: skip
    wrong = cmdb.run("notify", "set", "nils", "--quiet", "22-07")
    kind = cmdb.run("notify", "set", "nils", "--kind", "commented")
    cmdb.run("notify", "watch", number, "nils")
    watching = cmdb.run("notify", "watchers", number).output
    unknown = cmdb.run("notify", "watch", number, "nobody")
    cmdb.run("notify", "unwatch", number, "nils")
    mail = json.loads(cmdb.run("notify", "mail", "--json").output)

    assert "22:00 to 07:00" in said.output, said.complaints
    assert (wrong.code, "22" in wrong.complaints) == (1, True), wrong.complaints
    assert (kind.code, "is no KIND=MODE" in kind.complaints) == (2, True)
    assert "nils" in watching
    assert (unknown.code, "nobody" in unknown.complaints) == (1, True), unknown.complaints
    assert "nils" not in cmdb.run("notify", "watchers", number).output
    assert mail["missing"]


def test_a_webhook_is_made_tested_changed_and_removed(cmdb: Installation) -> None:
    refused = cmdb.run("webhooks", "add", "chat", "http://127.0.0.1:9/hook")
    added = cmdb.run("webhooks", "add", "chat", "https://8.8.8.8/hook", "--type", "order")
    listed = json.loads(cmdb.run("webhooks", "list", "--json").output)["items"]

    assert (refused.code, "127.0.0.1" in refused.complaints) == (1, True), refused.complaints
    assert (added.code, [one["types"] for one in listed]) == (0, [["order"]]), added.complaints
    webhook, secret = listed[0]["webhook_id"], added.output.split()[-1]
    assert secret not in cmdb.run("webhooks", "list", "--json").output
    assert cmdb.run("webhooks", "rotate", webhook).output.strip() not in ("", secret)
    assert "is changed" in cmdb.run("webhooks", "change", webhook, "--off").output
    unknown = cmdb.run("webhooks", "change", "whk_none", "--off")
    assert (unknown.code, "is no webhook" in unknown.complaints) == (2, True)
    assert "no_none" in cmdb.run("notify", "resend", "no_none").complaints
    assert cmdb.run("webhooks", "remove", webhook).code == 0
