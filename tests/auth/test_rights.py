"""Roles, teams, what they allow, and the log of every change of them."""

import pytest

from cmdb_server.auth.accounts import FIRST_USER
from cmdb_server.auth.audit import BadAuditCursorError
from cmdb_server.auth.identity import ADMIN, READ, WRITE, Identity, NotAuthenticatedError
from cmdb_server.auth.rights import LastAdministratorError, Team, UnknownRightsError
from cmdb_server.auth.roles import BuiltInRoleError, InUseError
from cmdb_server.auth.throttle import FREE_TRIES_OF_ADDRESS, ThrottledError
from cmdb_server.errors import CmdbError
from cmdb_server.permissions.grants import EVERYTHING, Grant, GrantError
from cmdb_server.permissions.roles import Role
from tests.auth.conftest import BOSS, Doors

HERE = "192.0.2.1"
OSLO = Role("oslo", "Oslo only.", (READ,), (Grant(sites=("Oslo",)),))


def identity(doors: Doors, name: str, password: str) -> Identity:
    """Who a person is after logging in."""
    found = doors.sessions.identity(doors.accounts.log_in(name, password, HERE))
    assert found is not None
    return found


def actions(doors: Doors) -> list[tuple[str, str, str]]:
    """Who did what to what, oldest first."""
    return [(entry.actor, entry.action, entry.subject) for entry in reversed(doors.audit.page("", 500)[0])]


def test_a_person_may_what_any_of_its_roles_and_teams_may(doors: Doors) -> None:
    doors.roles_and_teams.save_role(OSLO, BOSS)
    doors.roles_and_teams.save_team(Team("desk", "", ("editor",)), BOSS)
    password = doors.users.create("ada", ("oslo",), (), BOSS)

    alone = identity(doors, "ada", password)
    doors.users.change("ada", ("oslo",), ("desk",), BOSS)
    in_team = identity(doors, "ada", password)

    assert (alone.permissions, alone.grants) == ({READ}, OSLO.grants)
    assert in_team.permissions == {READ, WRITE}
    assert set(in_team.grants) == {*OSLO.grants, *EVERYTHING}


def test_a_changed_role_counts_at_once_for_who_is_logged_in(doors: Doors) -> None:
    doors.roles_and_teams.save_role(OSLO, BOSS)
    secret = doors.accounts.log_in("ada", doors.users.create("ada", ("oslo",), (), BOSS), HERE)

    doors.roles_and_teams.save_role(Role("oslo", "", (READ, WRITE), EVERYTHING), BOSS)

    found = doors.sessions.identity(secret)
    assert found is not None
    assert (found.permissions, found.grants) == ({READ, WRITE}, EVERYTHING)


def test_a_token_with_roles_may_no_more_than_scope_and_roles(doors: Doors) -> None:
    doors.roles_and_teams.save_role(OSLO, BOSS)

    _, value = doors.tokens.create("report", "write", 0, BOSS, roles=("oslo",))
    found = doors.tokens.identity(value)

    assert found is not None
    assert (found.permissions, found.grants) == ({READ}, OSLO.grants)
    with pytest.raises(UnknownRightsError, match="roles 'nobody' is unknown; use some of administrator"):
        doors.tokens.create("x", "read", 0, BOSS, roles=("nobody",))


@pytest.mark.parametrize(
    ("grant", "field"),
    [
        (Grant("toaster"), "grants[0].ci_class"),
        (Grant(read=("secrets",)), "grants[0].read"),
        (Grant(read=("general",), write=("finance",)), "grants[0].write"),
    ],
)
def test_a_grant_of_what_nobody_declared_is_refused(doors: Doors, grant: Grant, field: str) -> None:
    with pytest.raises(GrantError) as refused:
        doors.roles_and_teams.save_role(Role("x", "", (READ,), (grant,)), BOSS)

    assert refused.value.errors[0].field == field
    assert refused.value.errors[0].remedy.startswith("give ")


def test_a_permission_that_there_is_not_is_refused(doors: Doors) -> None:
    with pytest.raises(CmdbError, match="permissions 'fly' is no permission; use some of read"):
        doors.roles_and_teams.save_role(Role("x", "", ("fly",), ()), BOSS)


def test_roles_and_teams_go_only_when_nobody_has_them_and_built_in_ones_never(doors: Doors) -> None:
    rights = doors.roles_and_teams
    rights.save_role(OSLO, BOSS)
    rights.save_team(Team("desk", "", ("oslo",)), BOSS)
    doors.users.create("ada", (), ("desk",), BOSS)

    with pytest.raises(InUseError, match="given to the team desk"):
        rights.remove_role("oslo", BOSS)
    with pytest.raises(InUseError, match="given to ada"):
        rights.remove_team("desk", BOSS)
    for change in (
        lambda: rights.remove_role("viewer", BOSS),
        lambda: rights.save_role(Role("viewer", "", (), ()), BOSS),
    ):
        with pytest.raises(BuiltInRoleError):
            change()
    doors.users.remove("ada", BOSS)
    assert (rights.remove_team("desk", BOSS), rights.remove_role("oslo", BOSS)) == (True, True)
    assert (rights.remove_team("desk", BOSS), rights.remove_role("oslo", BOSS)) == (False, False)


def test_nothing_takes_the_last_administrator_away(doors: Doors) -> None:
    doors.accounts.ensure_administrator()
    rights = doors.roles_and_teams
    rights.save_role(Role("root", "", (ADMIN,), EVERYTHING), BOSS)
    rights.save_team(Team("roots", "", ("root",)), BOSS)
    doors.users.create("ada", (), ("roots",), BOSS)
    doors.users.remove(FIRST_USER, BOSS)

    for change in (
        lambda: doors.users.remove("ada", BOSS),
        lambda: doors.users.change("ada", ("reader",), (), BOSS),
        lambda: rights.save_team(Team("roots", "", ()), BOSS),
        lambda: rights.save_role(Role("root", "", (READ,), EVERYTHING), BOSS),
    ):
        with pytest.raises(LastAdministratorError):
            change()
    assert rights.rights().teams["roots"].roles == ("root",)


def test_every_change_of_rights_is_in_the_log_with_who_did_it_and_from_where(doors: Doors) -> None:
    doors.roles_and_teams.save_role(OSLO, BOSS)
    doors.roles_and_teams.save_role(Role("oslo", "", (READ, WRITE), EVERYTHING), BOSS)
    doors.roles_and_teams.save_team(Team("desk", "", ("oslo",)), BOSS)
    doors.users.create("ada", ("reader",), (), BOSS)
    doors.users.change("ada", ("editor",), (), BOSS)
    doors.users.reset_password("ada", BOSS)
    token, _ = doors.tokens.create("program", READ, 0, BOSS)
    doors.tokens.revoke(token.token_id, BOSS)
    enrolment, _ = doors.agents.create_token("site", "default", 0, by=BOSS)
    doors.agents.revoke_token(enrolment.token_id, by=BOSS)
    doors.users.remove("ada", BOSS)

    entries = doors.audit.page("", 100)[0]

    assert {(entry.actor, entry.address) for entry in entries} == {BOSS}
    assert [entry.action for entry in reversed(entries)] == [
        *("role.created", "role.changed", "team.created", "user.created", "user.changed", "user.password_reset"),
        *("token.created", "token.revoked", "enrolment_token.created", "enrolment_token.revoked", "user.removed"),
    ]
    changed = next(entry for entry in entries if entry.action == "user.changed")
    assert changed.detail == {
        "old": {"roles": ["reader"], "teams": []},
        "new": {"roles": ["editor"], "teams": []},
    }


def test_log_ins_and_failures_are_in_the_log_and_no_secret_is(doors: Doors) -> None:
    password = doors.accounts.ensure_administrator() or ""
    doors.accounts.log_in(FIRST_USER, password, HERE)
    with pytest.raises(NotAuthenticatedError):
        doors.accounts.log_in("mallory", "a guess", HERE)
    _, value = doors.agents.create_token("site", "default", 0)
    doors.agents.enrol(value, "app1", "1", HERE)
    with pytest.raises(NotAuthenticatedError):
        doors.agents.enrol("ple_wrong", "app2", "1", HERE)

    found = actions(doors)

    assert [(actor, action) for actor, action, _ in found] == [
        (FIRST_USER, "session.opened"),
        ("mallory", "session.refused"),
        ("server", "enrolment_token.created"),
        ("app1", "agent.enrolled"),
        ("app2", "agent.refused"),
    ]
    assert not any(secret in repr(doors.audit.page("", 100)) for secret in (password, "a guess", value, "ple_wrong"))


def test_the_log_is_read_piece_by_piece_and_narrowed(doors: Doors) -> None:
    for number in range(5):
        doors.audit.append(BOSS, "user.created" if number % 2 else "role.created", f"{number}")

    first, cursor = doors.audit.page("", 2)
    second, further = doors.audit.page(cursor, 2)
    third, end = doors.audit.page(further, 2)

    assert len({entry.subject for entry in (*first, *second, *third)}) == 5
    assert end == ""
    assert len(doors.audit.page("", 9, action="user")[0]) == 2
    assert doors.audit.page("", 9, actor="nobody")[0] == []
    with pytest.raises(BadAuditCursorError):
        doors.audit.page("made up", 2)


def test_trying_many_accounts_from_one_address_has_to_wait_too(doors: Doors) -> None:
    for number in range(FREE_TRIES_OF_ADDRESS):
        with pytest.raises(NotAuthenticatedError):
            doors.accounts.log_in(f"user{number}", "a guess", HERE)

    with pytest.raises(ThrottledError, match=r"try again in \d+ s"):
        doors.accounts.log_in("another", "a guess", HERE)
    assert actions(doors)[-1][1] == "session.throttled"
