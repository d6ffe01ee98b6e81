"""Programs and agents: what lets them in, what they may do with it, and that it ends when it is taken away."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from cmdb_server.auth.credentials import VerifiedCache, csrf_token, digest, hash_password, is_password, new_secret
from cmdb_server.auth.identity import ADMIN, READ, REPORT, WRITE, Identity, NotAuthenticatedError
from cmdb_server.permissions.roles import COLLECT, PERMISSIONS
from tests.auth.conftest import BOSS, Doors


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [(READ, {READ}), (WRITE, {READ, WRITE}), (REPORT, {REPORT}), (ADMIN, set(PERMISSIONS))],
)
def test_a_token_allows_what_its_scope_says(doors: Doors, scope: str, allowed: set[str]) -> None:
    _, value = doors.tokens.create("program", scope, 0, BOSS)

    identity = doors.tokens.identity(value)

    assert identity is not None
    assert identity.permissions == allowed
    assert doors.tokens.identity("plb_made_up") is None


def test_a_token_is_listed_with_its_last_use_and_without_its_value(doors: Doors) -> None:
    token, value = doors.tokens.create("program", READ, 0, BOSS)
    doors.clock.advance(60)
    doors.tokens.identity(value)

    listed = doors.tokens.all()

    assert [(entry.token_id, entry.name, entry.last_used_at) for entry in listed] == [
        (token.token_id, "program", doors.clock.now)
    ]
    assert value not in repr(listed)


def test_a_token_ends_with_its_time_or_when_it_is_revoked(doors: Doors) -> None:
    _, short = doors.tokens.create("short", READ, doors.clock.now + 1_000_000, BOSS)
    token, lasting = doors.tokens.create("lasting", READ, 0, BOSS)

    doors.clock.advance(2)
    assert doors.tokens.identity(short) is None
    assert doors.tokens.identity(lasting) is not None
    assert doors.tokens.revoke(token.token_id, BOSS)

    assert doors.tokens.identity(lasting) is None
    assert not doors.tokens.revoke(token.token_id, BOSS)


def test_an_agent_reports_as_itself_within_the_scope_that_let_it_in(doors: Doors) -> None:
    _, value = doors.agents.create_token("branch", "branch", 0)

    agent_id, secret = doors.agents.enrol(value, "app1", "1.0")

    identity = doors.agents.identity(agent_id, secret)
    assert identity is not None
    assert (identity.source, identity.network_scope) == (f"agent:{agent_id}", "branch")
    assert identity.permissions == {REPORT}
    assert doors.agents.identity(agent_id, "wrong") is None
    assert doors.agents.identity("unknown", secret) is None
    assert [agent["name"] for agent in doors.agents.all()] == ["app1"]


def test_an_agent_that_is_revoked_is_out_and_the_others_stay(doors: Doors) -> None:
    _, value = doors.agents.create_token("site", "default", 0)
    one, other = doors.agents.enrol(value, "app1", "1"), doors.agents.enrol(value, "app2", "1")

    assert doors.agents.revoke(one[0])

    assert doors.agents.identity(*one) is None
    assert doors.agents.identity(*other) is not None
    assert not doors.agents.revoke(one[0])


def test_an_enrolment_token_ends_with_its_time_or_when_it_is_revoked(doors: Doors) -> None:
    _, short = doors.agents.create_token("short", "default", doors.clock.now + 1_000_000)
    token, lasting = doors.agents.create_token("lasting", "default", 0)
    doors.clock.advance(2)
    doors.agents.revoke_token(token.token_id)

    for value in (short, lasting, "ple_made_up"):
        with pytest.raises(NotAuthenticatedError, match="create one on the discovery page"):
            doors.agents.enrol(value, "app1", "1")


def test_an_enrolment_token_lets_in_as_many_as_it_is_for_however_many_come_at_once(doors: Doors) -> None:
    _, value = doors.agents.create_token("three", "default", 0, max_uses=3)

    def enrol(number: int) -> bool:
        try:
            doors.agents.enrol(value, f"app{number}", "1")
        except NotAuthenticatedError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        let_in = sum(pool.map(enrol, range(8)))

    assert let_in == len(doors.agents.all()) == 3
    assert [token.uses for token in doors.agents.tokens()] == [3]


def test_secrets_cannot_be_guessed_from_what_is_stored_or_sent() -> None:
    secrets = {new_secret() for _ in range(100)}

    assert len(secrets) == 100
    assert all(len(secret) >= 43 for secret in secrets)
    assert digest("a") != digest("b")
    assert csrf_token("a") != digest("a")


def test_a_password_is_recognised_and_nothing_else_is() -> None:
    stored = hash_password("a password")

    assert is_password(stored, "a password")
    assert not is_password(stored, "another")
    assert not is_password("", "")


def test_what_was_verified_is_remembered_for_a_while_only() -> None:
    identity = Identity("ada", "user", frozenset((READ,)))
    lasting, forgetful = VerifiedCache(60), VerifiedCache(-1)
    for cache in (lasting, forgetful):
        cache.put("key", identity)

    assert lasting.get("key") is identity
    assert forgetful.get("key") is None
    lasting.clear()
    assert lasting.get("key") is None


def test_no_role_and_no_token_lets_anybody_collect_but_an_enrolled_collector(doors: Doors) -> None:
    _, agent_token = doors.agents.create_token("agents", "branch", 0)
    _, token = doors.agents.create_token("collectors", "branch", 0, kind="collector")

    agent = doors.agents.identity(*doors.agents.enrol(agent_token, "pc1", "1.0"))
    collector = doors.agents.identity(*doors.agents.enrol(token, "c1", "1.0"))

    assert COLLECT not in PERMISSIONS
    assert agent is not None
    assert collector is not None
    assert (agent.permissions, collector.permissions) == ({REPORT}, {REPORT, COLLECT})
    assert collector.may_report_as("ssh:branch/10.0.0.1")
    assert not collector.may_report_as("ssh:other/10.0.0.1")
