"""`cmdb user` and `cmdb token`."""

import json
import re

from tests.cli.programs import Done, Installation, Server


def rows(done: Done) -> list[list[str]]:
    """The cells of a table as pipes get it."""
    assert done.code == 0, done.complaints
    return [line.split("\t") for line in done.output.splitlines()]


def password_in(done: Done) -> str:
    """The password that is shown once."""
    found = re.fullmatch(r"user \S+, password (\S+) \(shown this once\)\n", done.output)
    assert found, done.output
    return found.group(1)


def status_of(server: Server, name: str, password: str) -> int:
    """What a person who logs in gets."""
    with server.client() as client:
        return client.post("/session", json={"username": name, "password": password}).status_code


def test_people_are_let_in_given_new_passwords_and_shut_out(cmdb: Installation, server: Server) -> None:
    first = password_in(cmdb.run("user", "add", "anna"))
    logged_in = status_of(server, "anna", first)
    second = password_in(cmdb.run("user", "password", "anna"))
    listed = rows(cmdb.run("user", "list"))
    removed = cmdb.run("user", "remove", "anna")

    assert logged_in == 200
    assert status_of(server, "anna", first) == 401
    assert ["anna", "reader"] in [row[:2] for row in listed]
    assert ["admin", "administrator"] in [row[:2] for row in listed]
    assert removed.code == 0
    assert status_of(server, "anna", second) == 401
    assert "anna" not in [row[0] for row in rows(cmdb.run("user", "list"))]


def test_the_administrator_gets_a_new_password(cmdb: Installation, server: Server) -> None:
    password = password_in(cmdb.run("user", "password"))

    assert status_of(server, "admin", password) == 200


def test_what_the_server_refuses_ends_with_1_and_one_line(cmdb: Installation) -> None:
    refusals = {
        cmdb.run("user", "remove", "admin"): "last administrator",
        cmdb.run("user", "remove", "nobody"): "there is no user 'nobody'",
        cmdb.run("user", "add", "admin"): "is taken",
        cmdb.run("token", "revoke", "tk_nothing"): "there is no API token",
        cmdb.run("token", "revoke", "en_nothing"): "there is no enrolment token",
    }

    for done, complaint in refusals.items():
        first, *others = done.complaints.splitlines()
        assert (done.code, done.output) == (1, "")
        assert first.startswith("cmdb: ")
        assert complaint in first
        assert all(line.startswith("  name ") for line in others)


def test_a_token_is_printed_once_listed_and_revoked(cmdb: Installation, server: Server) -> None:
    value = cmdb.run("token", "create", "backup", "--scope", "write", "--days", "30").output.strip()
    with server.client(f"Bearer {value}") as client:
        used = client.get("/me").json()
    (listed,) = [row for row in rows(cmdb.run("token", "list")) if row[1] == "backup"]
    revoked = cmdb.run("token", "revoke", listed[0])

    assert used["permissions"] == ["read", "write"]
    assert listed[2] == "API, write"
    assert listed[4] != "never"
    assert listed[5] != "never"
    assert revoked.code == 0
    with server.client(f"Bearer {value}") as client:
        assert client.get("/me").status_code == 401


def test_an_enrolment_token_lets_agents_in(cmdb: Installation, server: Server) -> None:
    done = cmdb.run("token", "enrolment", "branch", "--network-scope", "branch", "--uses", "1")
    body = {"enrolment_token": done.output.strip(), "name": "app9"}
    with server.client() as client:
        agent, second = client.post("/agents", json=body), client.post("/agents", json=body)
    (listed,) = [row for row in rows(cmdb.run("token", "list")) if row[1] == "branch"]

    assert agent.json()["network_scope"] == "branch"
    assert second.status_code == 401
    assert (listed[2], listed[5]) == ("enrolment", "1 of 1 times")
    assert cmdb.run("token", "revoke", listed[0]).code == 0


def test_roles_and_teams_are_kept_given_and_removed(cmdb: Installation, server: Server) -> None:
    assert server.url
    told = ("role", "set", "oslo", "--permission", "read", "--grant", "server@Oslo:general,network:general")
    nowhere = cmdb.run(*told)
    cmdb.run("edit", "create", "site", "name=Oslo")
    kept = cmdb.run(*told)
    shown = json.loads(cmdb.run("role", "show", "oslo").output)
    cmdb.run("team", "set", "desk", "--role", "oslo")
    cmdb.run("user", "add", "otto", "--team", "desk")
    in_use = cmdb.run("role", "remove", "oslo")
    listed = rows(cmdb.run("user", "list"))
    cmdb.run("user", "set", "otto", "--role", "reader")
    removed = [cmdb.run("team", "remove", "desk").code, cmdb.run("role", "remove", "oslo").code]

    assert (nowhere.code, "grants[0].sites 'Oslo' is no site" in nowhere.complaints) == (1, True), nowhere.complaints
    assert kept.code == 0, kept.complaints
    assert shown["grants"] == [
        {"ci_class": "server", "sites": ["Oslo"], "read": ["general", "network"], "write": ["general"]}
    ]
    assert in_use.code == 1
    assert "given to the team desk" in in_use.complaints
    assert ["otto", "", "desk", "local", "never"] in listed
    assert removed == [0, 0]
    assert cmdb.run("role", "set", "x", "--permission", "read", "--grant", "server").code == 1


def test_the_audit_log_tells_who_did_what(cmdb: Installation, server: Server) -> None:
    assert server.url
    cmdb.run("user", "add", "grace")

    (created,) = [row for row in rows(cmdb.run("audit", "--action", "user.created")) if row[4] == "grace"]

    assert created[1:4] == ["token:operator", "127.0.0.1", "user.created"]


def test_who_revokes_the_operators_token_is_not_locked_out(cmdb: Installation, server: Server) -> None:
    before = server.token
    (operator,) = [row[0] for row in rows(cmdb.run("token", "list")) if row[1] == "operator"]

    revoked = cmdb.run("token", "revoke", operator)

    assert revoked.code == 0, revoked.complaints
    assert cmdb.run("user", "list").code == 0
    assert server.token != before
    with server.client(f"Bearer {before}") as client:
        assert client.get("/me").status_code == 401
