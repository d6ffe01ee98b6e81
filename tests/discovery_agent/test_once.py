"""One inventory of this very machine, from a process of its own to a server on the loopback interface."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from discovery_agent.errors import FAILED, REFUSED, REJECTED, USAGE, WAITING
from discovery_agent.folder_lock import WORK, locked
from discovery_agent.runner import host_collectors
from discovery_agent.spool import Spool
from tests.discovery_agent.peer import SECRET, TOKEN, Peer, Reply, problem, running_peer
from tests.discovery_agent.processes import command, environment, options, run, wait_until


@pytest.fixture
def peer() -> Iterator[Peer]:
    with running_peer() as running:
        yield running


def test_a_machine_enrols_and_delivers_in_one_command(peer: Peer, tmp_path: Path) -> None:
    ended = run(["once", "--json", *options(peer.url, tmp_path)])

    assert (ended.code, ended.result["status"], ended.result["root_uid"]) == (0, "stored", "ci_1")
    assert ended.output.count(b"\n") == 1
    sections = ended.result["sections"]
    assert [entry["name"] for entry in sections] == [collector.name for collector in host_collectors()]
    assert all({"outcome", "reason", "cis", "relationships"} <= entry.keys() for entry in sections)
    assert peer.report_ids == [ended.result["report_id"]]
    assert peer.stored[0]["source"] == "agent:agent-1"
    assert peer.stored[0]["network_scope"] == "lab"


def test_an_unchanged_machine_sends_hashes_only(peer: Peer, tmp_path: Path) -> None:
    run(["once", *options(peer.url, tmp_path)])

    ended = run(["once", *options(peer.url, tmp_path)])

    whole = [section["name"] for section in peer.received[-1]["sections"] if "cis" in section]
    assert ended.code == 0
    of_programs = {"programs", "applications", "endpoints", "connections"}  # tests beside this one start and end some
    assert set(whole) <= of_programs


def test_people_see_each_section_with_what_is_missing(peer: Peer, tmp_path: Path) -> None:
    ended = run(["once", *options(peer.url, tmp_path)])

    lines = ended.output.decode().splitlines()
    assert lines[0].split()[:2] == ["computer", "complete"]
    assert lines[-1] == f"report {peer.report_ids[0]} stored"


def test_a_server_that_is_away_leaves_the_report_for_later(peer: Peer, tmp_path: Path) -> None:
    run(["once", *options(peer.url, tmp_path)])
    with running_peer() as gone:
        elsewhere = gone.url

    ended = run(["once", "--json", "--patience", "0", *options(elsewhere, tmp_path)])

    assert (ended.code, ended.result["status"], ended.result["waiting"]) == (WAITING, "pending", 1)
    assert "not reachable" in ended.result["message"]
    sent = run(["send", "--json", *options(peer.url, tmp_path)])
    assert (sent.code, sent.result["report_id"]) == (0, ended.result["report_id"])
    assert Spool(tmp_path).pending() == []


def test_a_busy_server_is_asked_again_when_it_wants_to_be(peer: Peer, tmp_path: Path) -> None:
    run(["once", *options(peer.url, tmp_path)])
    peer.replies = [problem(503, "starting", Retry_After="1")]

    ended = run(["once", "--json", *options(peer.url, tmp_path)])

    assert ended.code == 0
    assert [report["report_id"] for report in peer.received[1:]] == [ended.result["report_id"]] * 2
    assert "server_away" in ended.errors


def test_a_server_that_wants_more_peace_than_there_is_patience_is_left_alone(peer: Peer, tmp_path: Path) -> None:
    run(["once", *options(peer.url, tmp_path)])
    peer.replies = [problem(503, "starting", Retry_After="3600")]

    ended = run(["once", "--json", *options(peer.url, tmp_path)])

    assert (ended.code, ended.result["retry_after"], ended.result["waiting"]) == (WAITING, 3600, 1)


def test_a_report_that_the_server_refuses_lies_aside(peer: Peer, tmp_path: Path) -> None:
    run(["once", *options(peer.url, tmp_path)])
    peer.replies = [problem(422, "root.ref: is unknown")]

    ended = run(["once", "--json", *options(peer.url, tmp_path)])

    assert (ended.code, ended.result["status"]) == (REJECTED, "rejected")
    told = json.loads(run(["status", "--json", *options(peer.url, tmp_path)]).output)
    assert [entry["reason"] for entry in told["rejected"]] == ["root.ref: is unknown"]


def test_a_revoked_agent_keeps_its_report_and_does_not_enrol_again_by_itself(peer: Peer, tmp_path: Path) -> None:
    run(["once", *options(peer.url, tmp_path)])
    peer.accepts_agents = False

    ended = run(["once", "--json", *options(peer.url, tmp_path)])

    assert (ended.code, ended.result["status"], ended.result["waiting"]) == (REFUSED, "refused", 1)
    assert "discovery-agent enrol" in ended.result["message"]
    assert len(peer.enrolled) == 1


def test_without_identity_there_is_one_json_object_and_a_remedy(tmp_path: Path) -> None:
    ended = run(["once", "--json", *options("http://127.0.0.1:1", tmp_path)], environment(token=None))

    assert (ended.code, ended.result["status"]) == (REFUSED, "failed")
    assert "discovery-agent enrol" in ended.result["message"]


def test_two_at_once_in_one_state_folder_are_refused(peer: Peer, tmp_path: Path) -> None:
    with locked(tmp_path, WORK):
        ended = run(["once", "--json", *options(peer.url, tmp_path)])

    assert ended.code == FAILED
    assert "at work" in ended.result["message"]


def test_killed_between_sending_and_acknowledgement_the_report_is_delivered_by_the_next(
    peer: Peer, tmp_path: Path
) -> None:
    run(["once", *options(peer.url, tmp_path)])
    peer.replies = [Reply(503, headers={"Retry-After": "50"}, stores=True)]
    with subprocess.Popen(command("once", *options(peer.url, tmp_path)), env=environment()) as killed:
        wait_until(lambda: len(peer.received) == 2, "the report is sent")
        killed.kill()
    report_id = peer.received[1]["report_id"]

    ended = run(["send", "--json", *options(peer.url, tmp_path)])

    assert (ended.code, ended.result["report_id"]) == (0, report_id)
    assert peer.received[-1] == peer.received[1]
    assert Spool(tmp_path).pending() == []


def test_no_secret_is_printed_or_logged(peer: Peer, tmp_path: Path) -> None:
    first = run(["once", *options(peer.url, tmp_path)])
    peer.replies = [problem(401, "revoked")]
    second = run(["once", *options(peer.url, tmp_path)])
    third = run(["status", *options(peer.url, tmp_path)])

    everything = "".join(ended.output.decode() + ended.errors for ended in (first, second, third))
    assert TOKEN not in everything
    assert SECRET not in everything


def test_a_clock_that_is_off_is_logged_and_said_in_the_next_report(peer: Peer, tmp_path: Path) -> None:
    peer.clock_ahead = -2 * 3600.0

    ended = run(["once", *options(peer.url, tmp_path)])

    assert "clock_is_off" in ended.errors
    assert "about 2 hours ahead of the server's" in peer.stored[0]["sections"][0]["reason"]


def test_a_state_folder_that_cannot_be_written_is_named(peer: Peer, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    ended = run(["once", "--json", *options(peer.url, tmp_path / "file")])

    assert ended.code == FAILED
    assert "--state" in ended.result["message"]


def test_a_wrong_setting_is_a_wrong_usage(tmp_path: Path) -> None:
    ended = run(["once", "--json", *options("http://cmdb.example.net", tmp_path)])

    assert ended.code == USAGE
    assert "in the clear" in ended.errors
