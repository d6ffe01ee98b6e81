"""`cmdb spof`."""

from pathlib import Path

from tests.cli.programs import Installation


def test_spof_lists_what_takes_others_down(cmdb: Installation) -> None:
    page = cmdb.json("spof", "--query", "server")
    shown = cmdb.run("spof", "--query", "server")

    assert {point["ci"]["name"] for point in page["items"]} >= {"app1", "db1"}
    assert any("db1" in line for line in shown.output.splitlines())
    assert cmdb.run("spof", "--query", "server and").code == 1


def test_a_risk_is_accepted_shown_and_withdrawn(cmdb: Installation, tmp_path: Path) -> None:
    risk = cmdb.json("spof", "accept", "db1", "--reason", "old", "--until", "2099-01-01T00:00:00Z")
    detail = cmdb.json("spof", "show", "db1")
    risks = cmdb.json("spof", "risks")
    file = tmp_path / "points.csv"

    assert (risk["state"], detail["risks"][0]["reason"]) == ("holds", "old")
    assert [item["ci"]["name"] for item in risks["items"]] == ["db1"]
    assert "db1" in {point["ci"]["name"] for point in cmdb.json("spof", "--accepted")["items"]}
    assert cmdb.run("spof", "export", "-o", str(file)).code == 0
    assert "2099-01-01" in file.read_text(encoding="utf-8")
    assert "holds: accepted by" in cmdb.run("spof", "show", "db1").output
    assert cmdb.run("spof", "withdraw", "db1").code == 0
    assert cmdb.run("spof", "withdraw", "db1").code == 1
