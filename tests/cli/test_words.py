"""How `cmdb` answers when its words are off, when nothing answers, and when somebody asks what there is."""

import json
from pathlib import Path

import pytest

from cmdb_server.version import VERSION
from tests.cli.programs import Installation, Server

COMMANDS = (
    "ageing",
    "audit",
    "baseline",
    "bench",
    "cab",
    "causes",
    "classes",
    "diff",
    "doctor",
    "duplicates",
    "edit",
    "export",
    "find",
    "history",
    "identity",
    "impact",
    "import",
    "imports",
    "merge",
    "on-call",
    "openapi",
    "parked",
    "quarantine",
    "queries",
    "retention",
    "role",
    "rules",
    "signals",
    "sources",
    "team",
    "token",
    "undo",
    "unmerge",
    "up",
    "user",
    "why",
)
DESCRIPTION = Path(__file__).parents[2] / "web" / "openapi.json"


def test_the_description_of_the_api_is_the_one_that_the_front_end_is_built_from(installation: Installation) -> None:
    done = installation.run("openapi", data=False)

    assert done.code == 0
    assert json.loads(done.output) == json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    assert done.output == DESCRIPTION.read_text(encoding="utf-8")


def test_the_version_and_every_command_are_told(installation: Installation) -> None:
    version = installation.run("--version", data=False)
    told = installation.run("--help", data=False)

    assert version.output == f"cmdb {VERSION}\n"
    for name in COMMANDS:
        assert f" {name} " in told.output


def test_no_bracket_of_a_form_is_taken_for_markup(installation: Installation) -> None:
    told = " ".join(installation.run("role", "set", "--help", data=False).output.split())

    assert "CLASS[@SITE,...]:READ[:WRITE]" in told


@pytest.mark.parametrize(
    "words",
    [
        ("find",),
        ("find", "x", "--limit", "1000"),
        ("find", "x", "--colour"),
        ("export", "--format", "xml"),
        ("token", "create", "x", "--scope", "root"),
        ("up", "--port", "web"),
    ],
    ids=" ".join,
)
def test_wrong_words_end_with_2_and_say_what_is_wrong(installation: Installation, words: tuple[str, ...]) -> None:
    done = installation.run(*words, data=False)

    assert done.code == 2
    assert done.output == ""
    assert "Usage: cmdb" in done.complaints
    assert "Traceback" not in done.complaints


def test_a_mistyped_command_is_told_with_the_one_that_is_meant(installation: Installation) -> None:
    done = installation.run("exprot", data=False)

    assert (done.code, done.output) == (2, "")
    assert done.complaints == ("cmdb: there is no command 'exprot'. Did you mean 'export'? `cmdb --help` lists all.\n")


@pytest.mark.parametrize(
    "words",
    [
        ("find", "x"),
        ("impact", "--down", "x"),
        ("export",),
        ("user", "list"),
        ("token", "list"),
        ("parked", "list"),
        ("sources", "list"),
        ("edit", "list", "x"),
    ],
    ids=" ".join,
)
def test_without_a_server_each_command_says_how_to_start_one(
    installation: Installation, words: tuple[str, ...]
) -> None:
    done = installation.run(*words)

    assert (done.code, done.output) == (1, "")
    assert done.complaints == (
        f"cmdb: no server is running on {installation.data}; start `cmdb up`, or give --data or CMDB_SERVER\n"
    )


def test_a_server_that_does_not_answer_is_named(cmdb: Installation) -> None:
    done = cmdb.run("find", "x", CMDB_SERVER="http://127.0.0.1:1")

    assert done.code == 1
    assert done.complaints.startswith("cmdb: http://127.0.0.1:1 does not answer")
    assert "cmdb doctor" in done.complaints


def test_a_wrong_token_is_refused_with_what_to_do(cmdb: Installation) -> None:
    done = cmdb.run("find", "x", CMDB_TOKEN="plb_wrong")  # noqa: S106 - no token

    assert (done.code, done.output) == (1, "")
    assert "the credential is wrong, expired or revoked" in done.complaints
    assert "plb_wrong" not in done.complaints


def test_a_token_that_may_only_read_is_refused_what_it_may_not(cmdb: Installation) -> None:
    token = cmdb.run("token", "create", "reader").output.strip()

    done = cmdb.run("user", "list", CMDB_TOKEN=token)

    assert done.code == 1
    assert "has no permission 'admin'" in done.complaints
    assert cmdb.run("find", "app1", CMDB_TOKEN=token).code == 0


def test_another_server_is_asked_by_its_address(cmdb: Installation, server: Server, tmp_path: Path) -> None:
    elsewhere = Installation(cmdb.engine, tmp_path / "none")

    done = elsewhere.run("find", "app1", CMDB_SERVER=server.url, CMDB_TOKEN=server.token)
    without = elsewhere.run("find", "app1", CMDB_SERVER=server.url)

    assert done.code == 0
    assert (without.code, without.output) == (1, "")
    assert "set CMDB_TOKEN" in without.complaints


def test_a_setting_that_cannot_be_used_is_named(installation: Installation) -> None:
    done = installation.run("find", "x", CMDB_PORT="web")

    assert done.code == 1
    assert done.complaints == "cmdb: CMDB_PORT='web' cannot be used; give a whole number\n"
