"""People: the first administrator, log-in and sessions, passwords, who may come and who has to go."""

import pytest

from cmdb_server.auth.accounts import (
    FIRST_USER,
    BadPasswordError,
)
from cmdb_server.auth.identity import ADMIN, READ, WRITE, Identity, NotAuthenticatedError
from cmdb_server.auth.rights import LastAdministratorError
from cmdb_server.auth.sessions import IDLE_MICROSECONDS, SESSION_MICROSECONDS
from cmdb_server.auth.throttle import ThrottledError
from cmdb_server.auth.users import UserExistsError
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from tests.auth.conftest import BOSS, Doors

EVERYTHING = Query("test.everything", "MATCH (n) RETURN properties(n) AS properties")
HERE = "192.0.2.1"


def administrator(doors: Doors) -> str:
    """The first administrator's password."""
    password = doors.accounts.ensure_administrator()
    assert password is not None
    return password


def who(doors: Doors, secret: str) -> Identity:
    """Who is logged in."""
    identity = doors.sessions.identity(secret)
    assert identity is not None
    return identity


def test_the_first_administrator_is_made_once_and_may_do_everything(doors: Doors) -> None:
    password = administrator(doors)

    secret = doors.accounts.log_in(FIRST_USER, password, HERE)

    assert doors.accounts.ensure_administrator() is None
    assert all(who(doors, secret).may(permission) for permission in (READ, WRITE, ADMIN))


def test_no_secret_is_stored_as_it_is(doors: Doors, store: GraphStore) -> None:
    password = administrator(doors)
    secrets = [
        password,
        doors.accounts.log_in(FIRST_USER, password, HERE),
        doors.tokens.create("program", READ, 0, BOSS)[1],
        doors.agents.create_token("site", "default", 0)[1],
    ]
    secrets.append(doors.agents.enrol(secrets[-1], "app1", "1")[1])

    stored = str(store.read(lambda tx: tx.run(EVERYTHING)))

    assert not any(secret in stored for secret in secrets)


@pytest.mark.parametrize("name", [FIRST_USER, "nobody"])
def test_a_wrong_name_or_password_is_refused_without_telling_which(doors: Doors, name: str) -> None:
    administrator(doors)

    with pytest.raises(NotAuthenticatedError, match="the user name or the password is wrong"):
        doors.accounts.log_in(name, "not the password", HERE)


def test_guessing_has_to_wait_and_does_not_lock_others_out(doors: Doors) -> None:
    password = administrator(doors)
    for _ in range(5):
        with pytest.raises(NotAuthenticatedError):
            doors.accounts.log_in(FIRST_USER, "guess", HERE)

    with pytest.raises(ThrottledError) as refused:
        doors.accounts.log_in(FIRST_USER, password, HERE)

    assert refused.value.retry_after >= 1
    assert doors.accounts.log_in(FIRST_USER, password, "192.0.2.2")


def test_a_session_ends_when_nobody_uses_it(doors: Doors) -> None:
    secret = doors.accounts.log_in(FIRST_USER, administrator(doors), HERE)

    doors.clock.advance(IDLE_MICROSECONDS // 1_000_000 - 1)
    used = doors.sessions.identity(secret)
    doors.clock.advance(IDLE_MICROSECONDS // 1_000_000 - 1)
    used_again = doors.sessions.identity(secret)
    doors.clock.advance(IDLE_MICROSECONDS // 1_000_000 + 1)

    assert used is not None
    assert used_again is not None
    assert doors.sessions.identity(secret) is None


def test_a_session_ends_after_its_time_however_much_it_is_used(doors: Doors) -> None:
    secret = doors.accounts.log_in(FIRST_USER, administrator(doors), HERE)

    for _ in range(SESSION_MICROSECONDS // IDLE_MICROSECONDS * 2):
        doors.sessions.identity(secret)
        doors.clock.advance(IDLE_MICROSECONDS // 2_000_000)
    doors.clock.advance(1)

    assert doors.sessions.identity(secret) is None
    assert doors.sessions.expire() == 1
    assert doors.sessions.expire() == 0


def test_logging_out_ends_the_session(doors: Doors) -> None:
    secret = doors.accounts.log_in(FIRST_USER, administrator(doors), HERE)

    doors.sessions.close(secret, BOSS)

    assert doors.sessions.identity(secret) is None
    assert doors.sessions.identity("made up") is None


def test_a_new_password_ends_the_other_sessions(doors: Doors) -> None:
    password = administrator(doors)
    here, elsewhere = (doors.accounts.log_in(FIRST_USER, password, address) for address in (HERE, "192.0.2.2"))

    doors.accounts.change_password(who(doors, here), password, "a longer password")

    assert doors.sessions.identity(here) is not None
    assert doors.sessions.identity(elsewhere) is None
    assert doors.accounts.log_in(FIRST_USER, "a longer password", HERE)
    with pytest.raises(NotAuthenticatedError):
        doors.accounts.log_in(FIRST_USER, password, HERE)


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [("wrong", "a longer password", "current_password"), ("", "tiny", "new_password")],
)
def test_a_password_is_changed_only_by_who_knows_it_and_never_to_a_short_one(
    doors: Doors, current: str, new: str, field: str
) -> None:
    password = administrator(doors)
    identity = who(doors, doors.accounts.log_in(FIRST_USER, password, HERE))

    with pytest.raises(BadPasswordError) as refused:
        doors.accounts.change_password(identity, current or password, new)

    assert refused.value.errors[0].field == field
    assert new not in str(refused.value)


def test_what_a_person_chose_is_remembered(doors: Doors) -> None:
    administrator(doors)

    doors.accounts.set_preferences(FIRST_USER, {"theme": "dark"})

    assert doors.accounts.preferences(FIRST_USER) == {"theme": "dark"}
    assert doors.accounts.preferences("nobody") == {}


def test_people_come_with_a_role_and_a_password_of_their_own(doors: Doors) -> None:
    administrator(doors)

    password = doors.users.create("ada", ("reader",), (), BOSS)

    identity = who(doors, doors.accounts.log_in("ada", password, HERE))
    assert (identity.may(READ), identity.may(WRITE), identity.may(ADMIN)) == (True, False, False)
    assert [(user.name, user.roles) for user in doors.users.all()] == [
        ("ada", ("reader",)),
        (FIRST_USER, ("administrator",)),
    ]
    with pytest.raises(UserExistsError):
        doors.users.create("ada", ("administrator",), (), BOSS)


def test_who_is_removed_is_out_at_once_and_may_come_again(doors: Doors) -> None:
    administrator(doors)
    password = doors.users.create("ada", ("reader",), (), BOSS)
    secret = doors.accounts.log_in("ada", password, HERE)

    assert doors.users.remove("ada", BOSS)

    assert doors.sessions.identity(secret) is None
    with pytest.raises(NotAuthenticatedError):
        doors.accounts.log_in("ada", password, HERE)
    assert not doors.users.remove("ada", BOSS)
    assert doors.accounts.log_in("ada", doors.users.create("ada", ("reader",), (), BOSS), HERE)


def test_a_reset_password_ends_all_sessions(doors: Doors) -> None:
    administrator(doors)
    secret = doors.accounts.log_in("ada", doors.users.create("ada", ("reader",), (), BOSS), HERE)

    password = doors.users.reset_password("ada", BOSS)

    assert doors.sessions.identity(secret) is None
    assert password is not None
    assert doors.accounts.log_in("ada", password, HERE)
    assert doors.users.reset_password("nobody", BOSS) is None


def test_the_last_administrator_stays(doors: Doors) -> None:
    administrator(doors)
    doors.users.create("ada", ("reader",), (), BOSS)

    with pytest.raises(LastAdministratorError):
        doors.users.remove(FIRST_USER, BOSS)

    doors.users.create("grace", ("administrator",), (), BOSS)
    assert doors.users.remove(FIRST_USER, BOSS)
