"""`cmdb software` and `cmdb licences`, with a real server."""

import json
from pathlib import Path

from tests.cli.programs import Installation

SHEET = """name,publisher,product,metric,quantity,starts,unit_price
Nginx support,F5,nginx,device,1,2026-01-01,120.00
Nginx support,F5,nginx,device,many,2026-01-01,120.00
"""


def test_software_is_listed_named_and_licensed(cmdb: Installation, tmp_path: Path) -> None:
    sheet = tmp_path / "bought.csv"
    sheet.write_text(SHEET, encoding="utf-8")

    listed = cmdb.run("software", "list", "nginx")
    shown = cmdb.run("software", "show", "nginx", "--publisher", "F5")
    where = cmdb.run("software", "machines", "nginx", "--publisher", "F5")
    tried = cmdb.run("software", "name", "nginx", "--product", "Web server", "--dry-run")
    named = cmdb.run("software", "name", "nginx", "--edition", "Plus")
    rules = json.loads(cmdb.run("software", "rules", "--json").output)["items"]
    forgotten = cmdb.run("software", "forget", rules[0]["uid"])
    imported = cmdb.run("licences", "import", str(sheet))
    position = cmdb.run("licences", "position", "nginx", "--publisher", "F5", "--steps")
    bought = json.loads(cmdb.run("licences", "list", "--json").output)["items"]
    document = cmdb.run("files", "add", bought[0]["uid"], str(sheet))
    (kept,) = cmdb.json("files", "list", bought[0]["uid"])["items"]
    saved = cmdb.run("files", "save", bought[0]["uid"], kept["uid"], str(tmp_path / "copy.csv"))
    taken = cmdb.run("files", "remove", bought[0]["uid"], kept["uid"])
    removed = cmdb.run("licences", "remove", bought[0]["uid"])
    wrong = cmdb.run("licences", "position", "--on", "2027-02-29")

    assert (document.code, saved.code, taken.code) == (0, 0, 0), document.complaints
    assert (tmp_path / "copy.csv").read_text(encoding="utf-8") == SHEET
    assert listed.output.startswith("F5\tnginx\tfree\tnormalised\t1\t1\n")
    assert "\tf5:nginx\t1\n" in shown.output
    assert where.output.startswith("app1\tserver\t")
    assert "F5 nginx\tF5 Web server\t1\nwould name 1 releases on 1 machines" in tried.output
    assert "names 1 releases on 1 machines" in named.output
    assert ([rule["edition"] for rule in rules], forgotten.code) == (["Plus"], 0)
    assert (imported.code, "1 added, 1 refused" in imported.output, "3\tquantity\tmany" in imported.output) == (
        1,
        True,
        True,
    )
    assert "nginx\tdevice\t\t1\t1\t0\t0.00\n" in position.output
    assert "app1\t1\t1\tapp1 is one device\n" in position.output
    assert (bought[0]["name"], removed.code, wrong.code) == ("Nginx support", 0, 1)


def test_the_evidence_of_a_position_is_written_as_a_table_by_the_name_of_the_file(
    cmdb: Installation, tmp_path: Path
) -> None:
    sheet = tmp_path / "bought.csv"
    sheet.write_text("name,publisher,product,metric,quantity,starts\nNginx support,F5,nginx,device,1,2026-01-01\n")
    cmdb.run("licences", "import", str(sheet))

    written = cmdb.run("licences", "evidence", str(tmp_path / "told.csv"), "--product", "nginx", "--publisher", "F5")
    refused = cmdb.run("licences", "evidence", str(tmp_path / "told.pdf"))

    for one in cmdb.json("licences", "list")["items"]:
        cmdb.run("licences", "remove", one["uid"])

    told = (tmp_path / "told.csv").read_text(encoding="utf-8").splitlines()
    assert (written.code, len(told), ",app1," in told[1]) == (0, 2, True), written.complaints
    assert (refused.code, "ends in neither .csv nor .xlsx" in refused.complaints) == (2, True)
