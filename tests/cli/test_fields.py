"""Custom fields and mail in on the command line."""

import json
from pathlib import Path

from tests.cli.programs import Installation


def test_a_field_is_added_said_listed_by_and_retired(cmdb: Installation, tmp_path: Path) -> None:
    added = cmdb.run("fields", "add", "problem", "x_vendor", "Vendor", "--choice", "acme", "--choice", "bolt")
    wrong = cmdb.run("fields", "add", "problem", "vendor", "Vendor 2")
    number = cmdb.run("record", "open", "Leak", "--type", "problem", "--set", "x_vendor=acme").output.strip()
    refused = cmdb.run("record", "set", number, "x_vendor=other")
    listed = cmdb.run("record", "list", "--type", "problem", "--field", "x_vendor=acme").output
    none = cmdb.run("record", "list", "--type", "problem", "--field", "x_vendor=bolt").output
    file = tmp_path / "fields.json"
    file.write_text(cmdb.run("fields", "list", "--json").output, encoding="utf-8")
    again = cmdb.run("fields", "set", str(file))
    retired = cmdb.run("fields", "retire", "problem", "x_vendor")
    late = cmdb.run("record", "set", number, "x_vendor=bolt")

    assert (added.code, wrong.code, refused.code, again.code, retired.code, late.code) == (0, 1, 1, 0, 0, 1)
    assert "is no name" in wrong.complaints
    assert "acme" in refused.complaints
    assert (number in listed, number in none) == (True, False)
    assert json.loads(file.read_text(encoding="utf-8"))["fields"][0]["name"] == "x_vendor"
    assert "retired" in cmdb.run("fields", "list").output


def test_mail_in_that_is_not_set_up_says_what_to_set(cmdb: Installation) -> None:
    checked, shown, listed = (cmdb.run("mail-in", one) for one in ("check", "show", "list"))

    assert checked.code == 1
    for text in ("CMDB_IMAP_HOST", "CMDB_IMAP_USER"):
        assert text in checked.complaints
        assert text in shown.output
    assert (shown.code, listed.code) == (0, 0)
