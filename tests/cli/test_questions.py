"""`cmdb find`, `cmdb impact` and `cmdb export`."""

import json
from pathlib import Path

import pytest

from tests.cli.programs import Installation, Server, program

IMPACT = {
    "down",
    "degraded",
    "states",
    "services",
    "reach",
    "rounds",
    "assumed",
    "unknowns",
    "as_of",
    "snapshot_at",
} | {"entering"}


def uid_of(cmdb: Installation, text: str) -> str:
    """The uid of what is found first."""
    return cmdb.json("find", text)[0]["uid"]


def test_find_writes_a_line_for_each_hit(cmdb: Installation) -> None:
    done = cmdb.run("find", "app1")

    lines = [line.split("\t") for line in done.output.splitlines()]
    assert done.code == 0
    assert {len(line) for line in lines} == {5}
    assert ("app1", "Server", "active") in {tuple(line[1:4]) for line in lines}
    assert done.complaints == ""


def test_find_answers_json_to_programs(cmdb: Installation) -> None:
    hits = cmdb.json("find", "db1.example.net", "--limit", "1")

    assert [(hit["name"], hit["ci_class"], hit["matched"]["field"]) for hit in hits] == [("db1", "server", "fqdn")]


def test_find_of_nothing_ends_with_1(cmdb: Installation) -> None:
    done = cmdb.run("find", "nosuchthing")
    as_json = cmdb.run("find", "nosuchthing", "--json")

    assert (done.code, done.output, done.complaints) == (1, "", "nothing found\n")
    assert (as_json.code, json.loads(as_json.output)) == (1, [])


def test_impact_answers_as_the_vocabulary_says(cmdb: Installation) -> None:
    answer = cmdb.json("impact", "--down", "db1")

    postgres, app = program(cmdb, "postgres", "db1"), program(cmdb, "app", "app1")
    db1 = uid_of(cmdb, "db1.example.net")
    assert answer.keys() == IMPACT
    assert answer["down"] == [db1]
    assert answer["degraded"] == []
    assert answer["states"].items() >= {db1: "down", postgres: "down", app: "down"}.items()
    assert set(answer["states"]) <= set(answer["reach"])
    assert answer["rounds"][db1] == 0
    assert answer["rounds"][app] == answer["rounds"][postgres] + 1
    assert answer["as_of"] is None
    assert answer["snapshot_at"].endswith("Z")


def test_impact_takes_degraded_cis_and_actions(cmdb: Installation) -> None:
    degraded = cmdb.json("impact", "--degraded", "postgres")
    several = cmdb.json("impact", "--down", "postgres", "--action", "power_off=app1")

    app, app1 = program(cmdb, "app", "app1"), uid_of(cmdb, "app1.example.net")
    assert degraded["states"][app] == "degraded"
    assert several["states"][app1] == "down"
    assert len(several["down"]) == 2


def test_impact_asks_what_if_without_writing(cmdb: Installation) -> None:
    postgres, app = program(cmdb, "postgres", "db1"), program(cmdb, "app", "app1")
    link = f"{app} DEPENDS_ON {postgres}"

    without = cmdb.json("impact", "--down", postgres, "--without", link)
    softer = cmdb.json("impact", "--down", postgres, "--without", link, "--with", f"{link} soft")
    wrong = cmdb.run("impact", "--down", postgres, "--without", "a b")

    assert app not in without["states"]
    assert softer["states"][app] == "degraded"
    assert cmdb.json("impact", "--down", postgres)["states"][app] == "down"
    assert (wrong.code, "write 'SOURCE TYPE TARGET'" in wrong.complaints) == (1, True)


def test_a_scenario_is_kept_asked_and_compared(cmdb: Installation, tmp_path: Path) -> None:
    postgres, app = program(cmdb, "postgres", "db1"), program(cmdb, "app", "app1")

    key = cmdb.run("scenario", "add", "parted", "--down", postgres, "--without", f"{app} DEPENDS_ON {postgres}").output
    asked = cmdb.json("impact", "--scenario", key.strip())
    told = cmdb.run("scenario", "compare", key.strip())
    points, cuts, works, start, pairs, groups = (
        cmdb.json(*command, "--scenario", key.strip())
        for command in (
            ("spof", "--of", app),
            ("cut-sets", app, "--order", "1"),
            ("availability", app),
            ("cannot-start",),
            ("collide", "--change", f"one={app}", "--change", f"other={postgres}"),
            ("dependencies", "redundancy"),
        )
    )
    renamed = cmdb.run("scenario", "change", key.strip(), "--name", "apart", "--without", app)
    after = json.loads(cmdb.run("scenario", "show", key.strip()).output)
    unknown = cmdb.run("spof", "export", "-o", str(tmp_path / "points.csv"), "--scenario", "sc_no")
    listed = cmdb.json("scenario", "list")
    deleted = cmdb.run("scenario", "delete", key.strip())

    assert (asked["down"], app in asked["states"]) == ([postgres], False)
    assert "0 CIs are worse" in told.output
    assert (renamed.code, after["name"], after["question"]["down"]) == (0, "apart", [postgres])
    assert [(one["change"], one["uid"]) for one in after["question"]["changes"]["cis"]] == [("remove", app)]
    assert after["question"]["changes"]["relationships"] == []
    assert "app1" in {point["ci"]["name"] for point in points["items"]}
    assert postgres not in {point["ci"]["uid"] for point in points["items"]}
    assert postgres not in str(cuts["items"])
    assert works["behind"] < cmdb.json("availability", app)["behind"]
    assert (start["total"], pairs["pairs"], groups) == (0, [], [])
    assert (unknown.code, "cmdb scenario list" in unknown.complaints, list(tmp_path.iterdir())) == (1, True, [])
    assert key.strip() in {item["scenario_id"] for item in listed}
    assert (deleted.code, cmdb.json("scenario", "list")) == (0, [])


def test_actions_are_listed_tried_and_last_for_their_time(cmdb: Installation, tmp_path: Path) -> None:
    table = tmp_path / "actions.json"
    effects = cmdb.json("actions", "list")
    table.write_text(json.dumps([{**entry, "lasts_seconds": 60} for entry in effects]), encoding="utf-8")

    told = cmdb.run("impact", "--action", "restart=postgres")
    over = cmdb.json("impact", "--action", "restart=postgres", "--after", "5m")
    tried = cmdb.json("actions", "preview", "restart=postgres", "--table", str(table))
    saved = cmdb.run("actions", "set", str(table), "--reason", "faster machines")
    sooner = cmdb.json("impact", "--action", "restart=postgres", "--after", "61s")
    reset = cmdb.run("actions", "reset")

    assert "postgres: restart of postgres: down for 2 minutes" in told.output
    assert (over["states"], over["entering"][0]["lasts_seconds"]) == ({}, 120)
    assert [(entry["state"], entry["lasts_seconds"]) for entry in tried] == [("down", 60)]
    assert saved.output == f"{len(effects)} effects of 10 actions hold.\n"
    assert (sooner["states"], reset.code) == ({}, 0)


def test_impact_tells_people_what_is_affected(cmdb: Installation) -> None:
    done = cmdb.run("impact", "--down", "db1")

    assert done.code == 0
    assert done.output.startswith("db1: ")
    assert "app\tSoftware instance\t■ down" in done.output


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--down", "nosuchthing"), "is neither the uid nor the name of a CI"),
        (("--action", "restart"), "write ACTION=CI"),
        (("--action", "explode=db1"), "is unknown; use one of"),
        ((), "names no CI"),
    ],
)
def test_a_question_that_cannot_be_answered_ends_with_1_and_says_why(
    cmdb: Installation, words: tuple[str, ...], complaint: str
) -> None:
    done = cmdb.run("impact", *words)

    assert done.code == 1
    assert done.output == ""
    assert complaint in done.complaints.splitlines()[0]
    assert "Traceback" not in done.complaints


def test_a_name_that_several_have_is_answered_with_their_uids(cmdb: Installation, twins: list[str]) -> None:
    done = cmdb.run("impact", "--down", "twin")

    assert done.code == 1
    assert all(uid in done.complaints for uid in twins)


def test_the_export_is_written_to_the_screen_or_to_a_file(cmdb: Installation, tmp_path: Path) -> None:
    file = tmp_path / "graph.ndjson"

    done = cmdb.run("export", "--format", "ndjson")
    written = cmdb.run("export", "--output", str(file))

    lines = [json.loads(line) for line in done.output.splitlines()]
    assert (done.code, written.code, written.output) == (0, 0, "")
    assert [
        json.loads(line)["uid"] for line in file.read_text(encoding="utf-8").splitlines() if '"ci"' in line[:20]
    ] == [line["uid"] for line in lines if line["kind"] == "ci"]
    assert [line["kind"] for line in lines] == sorted(line["kind"] for line in lines)
    assert {"app1", "db1"} <= {line["name"] for line in lines if line["kind"] == "ci"}


def test_the_canonical_export_is_the_same_bytes_each_time(cmdb: Installation, server: Server) -> None:
    first, second = (cmdb.run("export", "--canonical") for _ in range(2))

    with server.client() as client:
        served = client.get("/export", params={"canonical": "true"}).text
    assert first.code == 0
    assert first.output == second.output == served


def test_the_canonical_export_of_a_question_is_about_what_it_finds(cmdb: Installation) -> None:
    whole, found = (cmdb.run("export", "--canonical", *more) for more in ((), ("--query", "class is server")))

    cis = [line for line in found.output.splitlines() if '"kind":"ci"' in line]
    assert found.code == 0
    assert {json.loads(line)["ci_class"] for line in cis} == {"server"}
    assert set(found.output.splitlines()) < set(whole.output.splitlines())


def test_an_export_to_where_nothing_can_be_written_says_so(cmdb: Installation, tmp_path: Path) -> None:
    done = cmdb.run("export", "--output", str(tmp_path / "missing" / "graph.ndjson"))

    assert done.code == 1
    assert "missing/graph.ndjson" in done.complaints
    assert "Traceback" not in done.complaints
