"""An enrolment token buys an identity, which stays in a file of its owner."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from discovery_agent.enrolment import be_somebody, enrol_agent
from discovery_agent.identity import Identity, NotEnrolledError, load_identity, save_identity
from discovery_agent.secret import Secret
from discovery_agent.server import NotReachableError
from discovery_agent.settings import Settings, load_settings
from discovery_agent.spool import Spool
from tests.discovery_agent.messages import message, put
from tests.discovery_agent.peer import SECRET, TOKEN, Peer, Reply, problem, running_peer, token


@pytest.fixture
def peer() -> Iterator[Peer]:
    with running_peer() as running:
        yield running


def settings_for(url: str, state: Path, enrolment_token: str = TOKEN) -> Settings:
    given: dict[str, Any] = {"server": url, "state": str(state), "name": "app1"}
    return load_settings(given, {"DISCOVERY_AGENT_ENROLMENT_TOKEN": enrolment_token})


def test_a_token_buys_an_identity_once(peer: Peer, tmp_path: Path) -> None:
    first, offset = be_somebody(settings_for(peer.url, tmp_path))
    again, _ = be_somebody(settings_for(peer.url, tmp_path))

    assert (first.agent_id, first.secret.reveal(), first.network_scope) == ("agent-1", SECRET, "lab")
    assert again.agent_id == "agent-1"
    assert [wanted["name"] for wanted in peer.enrolled] == ["app1"]
    assert offset == pytest.approx(0, abs=5)


def test_an_identity_is_readable_by_its_owner_only(peer: Peer, tmp_path: Path) -> None:
    be_somebody(settings_for(peer.url, tmp_path / "state"))

    assert (tmp_path / "state" / "identity.json").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700


def test_without_identity_and_token_the_agent_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotEnrolledError, match="discovery-agent enrol"):
        be_somebody(load_settings({"state": str(tmp_path)}, {}))


def test_without_a_server_there_is_nowhere_to_enrol(tmp_path: Path) -> None:
    with pytest.raises(NotEnrolledError, match="--server"):
        enrol_agent(load_settings({"state": str(tmp_path)}, {}), token())


def test_a_wrong_token_is_told_in_the_servers_words_and_never_shown(peer: Peer, tmp_path: Path) -> None:
    with pytest.raises(NotEnrolledError, match="the enrolment token is wrong") as caught:
        be_somebody(settings_for(peer.url, tmp_path, "ple_another"))

    assert "ple_another" not in str(caught.value)
    assert load_identity(tmp_path) is None


@pytest.mark.parametrize("reply", [problem(503, "starting"), problem(429, "too many"), Reply(201, {"agent_id": "a"})])
def test_a_server_that_cannot_enrol_now_is_asked_again_later(peer: Peer, tmp_path: Path, reply: Reply) -> None:
    peer.replies = [reply]

    with pytest.raises(NotReachableError):
        be_somebody(settings_for(peer.url, tmp_path))

    assert be_somebody(settings_for(peer.url, tmp_path))[0].agent_id == "agent-1"


def test_reports_of_a_former_identity_are_set_aside_with_the_reason(peer: Peer, tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    put(spool, message("of the former one"))

    enrol_agent(settings_for(peer.url, tmp_path), token())

    assert spool.pending() == []
    assert "has no longer" in spool.rejected()[0].reason


@pytest.mark.parametrize("content", ["", "{", "[]", '{"agent_id": "a"}'])
def test_a_damaged_identity_is_named_with_the_remedy(tmp_path: Path, content: str) -> None:
    (tmp_path / "identity.json").write_text(content, encoding="utf-8")

    with pytest.raises(NotEnrolledError, match="remove it and enrol again"):
        load_identity(tmp_path)


def test_an_identity_prints_without_its_secret(tmp_path: Path) -> None:
    identity = Identity("agent-1", Secret("very-secret"), "lab", "https://cmdb.example.net")
    save_identity(tmp_path, identity)

    assert "very-secret" not in repr(load_identity(tmp_path))
    assert identity.authorization == "Agent agent-1:very-secret"
