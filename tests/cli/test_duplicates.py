"""`cmdb duplicates`, `cmdb merge`, `cmdb unmerge` and `cmdb quarantine`."""

from pathlib import Path

from tests.cli.programs import Installation


def test_two_cis_are_merged_looked_at_and_parted(cmdb: Installation, twins: list[str]) -> None:
    merged = cmdb.run("merge", *twins, "--reason", "one box")
    kept = next(uid for uid in twins if f" are {uid} " in merged.output)
    records = [record["key"] for record in cmdb.json("unmerge", kept)["records"]]
    parted = cmdb.run("unmerge", kept, records[-1])
    told = cmdb.run("duplicates", "decisions")
    named = cmdb.run("merge", "app1", "db2")
    card = cmdb.run("identity", kept)

    assert (merged.code, parted.code) == (0, 0)
    assert all(uid in parted.output for uid in twins)
    assert "one box\twithdrawn" in told.output
    assert kept in card.output
    assert (named.code, "no CI is called 'db2'" in named.complaints) == (1, True)
    assert "one box\twithdrawn" in card.output
    assert "class counts" in card.output
    (resembled,) = (line.split("\t") for line in card.output.splitlines() if "\ttwin\t" in line)
    assert (resembled[0] in twins, resembled[0] != kept, resembled[4]) == (True, True, "rejected")
    assert card.output.splitlines()[-1].split("\t")[1:3] == ["server", ""]


def test_two_cis_are_kept_apart_until_that_is_withdrawn(cmdb: Installation, twins: list[str]) -> None:
    said = cmdb.run("duplicates", "different", *twins)
    decision = cmdb.json("duplicates", "decisions")[0]
    withdrawn = cmdb.run("duplicates", "withdraw", decision["uid"])

    assert (said.code, withdrawn.code, decision["verdict"]) == (0, 0, "two")
    assert cmdb.json("duplicates", "list")["total"] == 0


def test_two_cis_are_compared_and_only_open_cases_are_deferred(cmdb: Installation, twins: list[str]) -> None:
    compared = cmdb.run("duplicates", "compare", *twins)
    found = cmdb.json("duplicates", "compare", *twins)
    refused = cmdb.run("duplicates", "later", *twins)

    assert (compared.code, refused.code, found["outcome"]) == (0, 1, "rejected")
    assert "no open case" in refused.complaints
    assert "machine_id\t-60" in compared.output
    assert "name\t+20\tdefault:name:twin" in compared.output


def test_an_identifier_is_pinned(cmdb: Installation, twins: list[str]) -> None:
    key = cmdb.json("unmerge", twins[0])["records"][0]["identifiers"][0]

    pinned = cmdb.run("quarantine", "pin", key, "good", "--reason", "checked")
    shown = cmdb.run("quarantine", "list")
    cmdb.run("quarantine", "pin", key, "released")

    assert pinned.code == 0
    assert f"{key}\tgood" in shown.output
    assert cmdb.json("quarantine", "list") == []
    assert "default string" in cmdb.run("quarantine", "placeholders").output.splitlines()


def test_many_pairs_are_decided_from_a_file(cmdb: Installation, twins: list[str], tmp_path: Path) -> None:
    pairs, broken = tmp_path / "pairs", tmp_path / "broken"
    pairs.write_text(f"{twins[0]}\t{twins[1]}\ttwin / twin\n\n{twins[0]} ci_none\n", encoding="utf-8")
    broken.write_text(f"{twins[0]}\n", encoding="utf-8")

    decided = cmdb.run("duplicates", "decide", "two", str(pairs))
    refused = cmdb.run("duplicates", "decide", "two", str(broken))
    rows = [row.split("\t") for row in decided.output.splitlines()]
    withdrawn = cmdb.run("duplicates", "withdraw", rows[0][2])

    assert (decided.code, rows[0][3], "is no CI" in rows[1][3]) == (1, "two", True)
    assert (refused.code, "line 1" in refused.complaints, withdrawn.code) == (1, True, 0)
